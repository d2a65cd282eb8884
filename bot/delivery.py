"""Results of the inference service, taken from the queue "bot" into the conversation: verdicts, portraits, endings.

A result of an older attempt changes nothing. Progress may be lost; everything else is stored with its answer.
"""

from collections.abc import Callable
from typing import get_args

import structlog

from bot.events import Checked, CheckFailed, Compared, Ended, Moved, Previewed
from bot.queue import Queue, Result
from bot.ringing import read_body
from bot.session import Sheet
from bot.talk import Talk
from inference.contract import (
    Failure,
    OrderEnded,
    PortraitMade,
    PreviewMade,
    Progress,
    SelfieChecked,
    SetChecked,
    sheet_blob,
)
from storage import orders, portraits, selfies
from storage.changes import Change, CheckedSelfie, NewPortrait
from storage.database import Database
from storage.orders import Order
from storage.people import PersonGone

log = structlog.get_logger(__name__)

ATTEMPTS = 3  # then the person is told
EDIT_S = 2.5  # a placeholder is edited no more often than this: platforms count edits as messages
FINAL: tuple[Failure, ...] = (
    "photos_gone",
    "no_usable_photo",
    "mode_not_served",
    "adapter_refused",
)  # another attempt would end the same way
assert set(FINAL) <= set(get_args(Failure))


class Delivery:
    """Takes each result to the person it belongs to."""

    def __init__(self, database: Database, talk: Talk, queue: Queue, clock: Callable[[], float]) -> None:
        self._database, self._talk, self._queue, self._clock = database, talk, queue, clock
        self._edited: dict[str, float] = {}

    async def take(self, result: Result) -> None:
        """One result; one that concerns somebody who is gone is let go."""
        try:
            match result:
                case SelfieChecked():
                    await self._checked(result)
                case SetChecked():
                    await self._compared(result)
                case PreviewMade():
                    await self._previewed(result)
                case PortraitMade():
                    await self._made(result)
                case OrderEnded():
                    await self._ended(result)
        except PersonGone:
            log.info("a result for somebody who is gone was dropped", kind=type(result).__name__)

    async def progress(self, progress: Progress) -> None:
        """Edit the placeholder, not too often."""
        now = self._clock()
        if now - self._edited.get(progress.order, 0.0) < EDIT_S:
            return
        order = await orders.find(self._database, progress.order)
        if order is None or order.attempt != progress.attempt or order.state not in ("queued", "running"):
            return
        self._edited[order.id] = now
        await orders.started(self._database, order.id, order.attempt, now)
        change = Change(order.person_id, now, fence=(order.id, order.attempt))
        try:
            await self._talk.tell(
                order.person_id, Moved(order.id, progress.done, progress.total, progress.fraction), change
            )
        except PersonGone:
            log.info("progress for somebody who is gone was dropped", order=order.id)

    async def _checked(self, result: SelfieChecked) -> None:
        selfie = await selfies.find(self._database, result.selfie)
        if selfie is None or selfie.state != "received" or selfie.attempt != result.attempt:
            return
        change = Change(selfie.person_id, self._clock())
        if result.verdict != "reject":
            verdict = CheckedSelfie(
                selfie.id, selfie.attempt, result.verdict, result.reasons, result.measures, result.quality
            )
            change = Change(selfie.person_id, self._clock(), checked=verdict)
        event = Checked(selfie.id, result.verdict, result.reasons, result.measures, result.detail)
        await self._talk.tell(selfie.person_id, event, change)

    async def _compared(self, result: SetChecked) -> None:
        sheet = Sheet(sheet_blob(result.subject, result.version), result.width, result.height)
        event = Compared(
            result.version,
            result.duplicates,
            result.others,
            result.doubtful,
            result.ranked,
            result.advice,
            sheet,
        )
        await self._talk.tell(result.subject, event, Change(result.subject, self._clock(), compared=result.version))

    async def _previewed(self, result: PreviewMade) -> None:
        order = await orders.find(self._database, result.order)
        if order is None:
            return
        event = Previewed(result.order, result.blob, result.width, result.height)
        await self._talk.tell(order.person_id, event, Change(order.person_id, self._clock()))

    async def _made(self, result: PortraitMade) -> None:
        order = await orders.find(self._database, result.order)
        if order is None:
            return
        now = self._clock()
        await orders.started(self._database, order.id, result.attempt, now)
        shots = read_body(order).shots
        shot = next((s for s in shots if s.index == result.index), None)
        if shot is None:
            log.error("a portrait nobody ordered", order=order.id, index=result.index)
            return
        portrait = NewPortrait(
            id=f"{order.id}-{result.index}",
            order_id=order.id,
            index=result.index,
            style=shot.style,
            blob=result.blob,
            width=result.width,
            height=result.height,
            notes=result.notes,
        )
        done = {p.index for p in await portraits.of_order(self._database, order.id)} | {result.index}
        change = Change(order.person_id, now, fence=(order.id, result.attempt), portrait=portrait)
        event = Moved(order.id, len(done), len(shots), len(done) / len(shots))
        await self._talk.tell(order.person_id, event, change)

    async def _ended(self, result: OrderEnded) -> None:
        order = await orders.find(self._database, result.order)
        if order is None or order.attempt != result.attempt or order.state not in ("queued", "running"):
            return
        match result.outcome:
            case "done":
                await self._done(order)
            case "failed":
                await self.failed(order, result.failure or "engine")
            case "released":
                await self.repeat(order, charged=False)
            case "cancelled":
                await self._close(order, Ended(order.id, "cancelled"), "cancelled")

    async def _done(self, order: Order) -> None:
        made = await portraits.of_order(self._database, order.id)
        if len(made) < order.portraits_asked:
            # A result was lost with the queue: the worker finds the portrait in the vault and announces it again.
            await self.repeat(order, charged=False)
            return
        await self._close(order, Ended(order.id, "done"), "done")

    async def failed(self, order: Order, failure: Failure) -> None:
        """An attempt has failed: try again, or after the last attempt say so."""
        log.warning("attempt failed", order=order.id, attempt=order.attempt, failure=failure)
        if failure in FINAL or order.failures + 1 >= ATTEMPTS:
            await self._close(order, Ended(order.id, "failed", failure), "failed")
        else:
            await self.repeat(order, charged=True)

    async def repeat(self, order: Order, charged: bool) -> None:
        """The next attempt, unless somebody has begun it already."""
        following = await orders.next_attempt(self._database, order.id, order.attempt, charged)
        if following is not None:
            await self._talk.ring_next(following.person_id)

    async def unchecked(self, selfie: selfies.Selfie) -> None:
        """A photo could not be checked in three attempts: say so, and forget it."""
        await self._talk.tell(selfie.person_id, CheckFailed(selfie.id), Change(selfie.person_id, self._clock()))

    async def _close(self, order: Order, event: Ended, state: orders.Ended) -> None:
        self._edited.pop(order.id, None)
        change = Change(order.person_id, self._clock(), fence=(order.id, order.attempt), order_state=(order.id, state))
        await self._talk.tell(order.person_id, event, change)
