"""Ringing the inference service: what is committed in the database becomes a job; safe to repeat at any time."""

import msgspec
import structlog

from bot.queue import Queue, QueueDown
from inference.contract import (
    CHECK_SELFIE,
    CHECK_SET,
    MAKE_PORTRAITS,
    MAKE_PREVIEW,
    PORTRAITS,
    SELFIES,
    CheckSelfie,
    CheckSet,
    MakePortraits,
    MakePreview,
    Shot,
    instant_blob,
    job_id,
    set_id,
)
from storage.comparisons import Comparison
from storage.orders import Order
from storage.selfies import Selfie

log = structlog.get_logger(__name__)


class OrderBody(msgspec.Struct, frozen=True):
    """What an order is of: the shots, and the selfies' names in the vault, best first; `closer` as in MakePortraits."""

    shots: tuple[Shot, ...]
    blobs: tuple[str, ...]
    closer: bool = False


def read_body(order: Order) -> OrderBody:
    """The order's content as it was placed."""
    return msgspec.json.decode(order.body, type=OrderBody)


async def ring_order(queue: Queue, order: Order) -> None:
    """Ask for the present attempt of an order. Without Redis nothing is lost: the sweep rings again."""
    body = read_body(order)
    request = MakePortraits(
        order.id, order.attempt, order.person_id, body.blobs, body.shots, order.seed, closer=body.closer
    )
    try:
        await queue.ring(PORTRAITS, MAKE_PORTRAITS, job_id(order.id, order.attempt), request)
    except QueueDown:
        log.warning("order not rung, the queue is away", order=order.id, attempt=order.attempt)


async def ring_preview(queue: Queue, order: Order) -> None:
    """Ask for a quick picture of the first portrait; nobody waits for it."""
    body = read_body(order)
    request = MakePreview(order.id, order.person_id, body.blobs, body.shots[0], order.seed)
    try:
        await queue.ring(SELFIES, MAKE_PREVIEW, job_id(instant_blob(order.id), 1), request)
    except QueueDown:
        log.warning("preview not rung, the queue is away", order=order.id)


async def ring_selfie(queue: Queue, selfie: Selfie) -> None:
    """Ask for the verdict on a selfie."""
    request = CheckSelfie(selfie.id, selfie.attempt, selfie.person_id, selfie.blob)
    try:
        await queue.ring(SELFIES, CHECK_SELFIE, job_id(selfie.id, selfie.attempt), request)
    except QueueDown:
        log.warning("selfie not rung, the queue is away", selfie=selfie.id, attempt=selfie.attempt)


async def ring_comparison(queue: Queue, owed: Comparison) -> None:
    """Ask how the selfies of a set stand to each other, and for their contact sheet; no longer for an older set's."""
    older = job_id(set_id(owed.person_id, owed.version - 1), 1)
    request = msgspec.structs.replace(msgspec.json.decode(owed.body, type=CheckSet), attempt=owed.attempt)
    try:
        await queue.withdraw(SELFIES, older)
        await queue.ring(SELFIES, CHECK_SET, comparison_job(owed), request)
    except QueueDown:
        log.warning("comparison not rung, the queue is away", person=owed.person_id, attempt=owed.attempt)


def comparison_job(owed: Comparison) -> str:
    """The id of the job of this attempt."""
    return job_id(set_id(owed.person_id, owed.version), owed.attempt)
