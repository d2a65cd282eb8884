"""The bot's side of the queue: rings jobs, asks how they stand, takes results and progress.

Requests go out to the workers' queues, results come in on the queue `bot` one after the other and are offered again
until they are taken. The queue may lose everything: the database is the truth and the sweeper rings again. Knows
nothing of orders, people or pictures.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Literal, Protocol, TypeVar

import msgspec
from redis.asyncio.client import PubSub

from inference import contract, jobs
from inference.contract import OrderEnded, PortraitMade, PreviewMade, Progress, SelfieChecked, SetChecked, WorkerBeat
from inference.pausing import heed_cancel, pause

log = logging.getLogger(__name__)

Standing = Literal["waiting", "leased", "lost", "dead"]
Result = SelfieChecked | SetChecked | PreviewMade | PortraitMade | OrderEnded

LOOK_AGAIN_S = 0.5  # between arq taking a job and the worker's lease lie some milliseconds
TAKES_S = (0.2, 1.0, 3.0, 8.0)  # pauses before a result is offered again; then it is dropped and the sweeper mends
RESULT_LIMIT_S = 60.0
LEAVE_S = 4.0  # how long a running `take` may still need at the stop
CANCEL_TTL_S = 3600
S = TypeVar("S", bound=msgspec.Struct)
T = TypeVar("T")


class QueueDown(Exception):
    """Redis cannot be reached. What was asked for did not happen, or nobody knows; the sweeper asks again."""


class Queue(Protocol):
    """How the bot reaches the workers. Every method but the two subscriptions raises QueueDown without Redis."""

    async def ring(self, queue: str, job: str, job_id: str, request: msgspec.Struct) -> bool:
        """Put a job on a queue; False if a job of that id is there already."""
        ...

    async def state(self, queue: str, job_id: str, lease: str) -> Standing:
        """How a job stands: `waiting` in its queue; `leased`: a worker is at it, or its last result is on its way;
        `lost`: nobody has begun it and it is in no queue; `dead`: a worker began it and is gone.
        """
        ...

    async def withdraw(self, queue: str, job_id: str) -> None:
        """Take a job off its queue. One that a worker has begun goes on."""
        ...

    async def cancel(self, order: str) -> None:
        """Stop an order: every attempt that waits is withdrawn, and a worker at it stops within seconds."""
        ...

    async def forget(self, subject: str) -> None:
        """Have every worker drop what it holds in memory of somebody who was erased; a notice may be lost."""
        ...

    async def workers(self) -> tuple[WorkerBeat, ...]:
        """The workers that announced themselves in the last seconds, by name."""
        ...

    async def results(self, take: Callable[[Result], Awaitable[None]]) -> None:
        """Offer each result to `take`, in order, until cancelled; a running `take` is then finished first."""
        ...

    async def progress(self, take: Callable[[Progress], Awaitable[None]]) -> None:
        """Pass each progress report to `take` until cancelled; reports may be lost."""
        ...

    async def close(self) -> None:
        """Let go of the connections."""
        ...


class ArqQueue:
    """The queue in Redis at `url` (redis://, rediss:// or unix:///path). Connects when first used."""

    def __init__(self, url: str) -> None:
        self.refused = 0  # messages in Redis that were none of ours, dropped
        self._url = url
        self._redis = jobs.connect(url)

    async def ring(self, queue: str, job: str, job_id: str, request: msgspec.Struct) -> bool:
        """See Queue.ring."""
        return await self._ask(lambda: jobs.ring(self._redis, queue, job, job_id, request))

    async def state(self, queue: str, job_id: str, lease: str) -> Standing:
        """See Queue.state."""
        standing = await self._ask(lambda: self._look(queue, job_id, lease))
        if standing in ("lost", "dead"):
            await asyncio.sleep(LOOK_AGAIN_S)
            standing = await self._ask(lambda: self._look(queue, job_id, lease))
        return standing

    async def _look(self, queue: str, job_id: str, lease: str) -> Standing:
        thing, _, attempt = job_id.rpartition(":")
        answer = await jobs.trace(self._redis, contract.BOT, contract.end_id(job_id))
        if answer.queued or answer.begun or await self._redis.exists(lease):
            return "leased"
        job = await jobs.trace(self._redis, queue, job_id)
        if job.begun or _number(await self._redis.get(contract.fence_key(thing))) >= _number(attempt):
            return "dead"
        return "waiting" if job.queued else "lost"

    async def withdraw(self, queue: str, job_id: str) -> None:
        """See Queue.withdraw."""
        await self._ask(lambda: jobs.forget(self._redis, queue, job_id))

    async def cancel(self, order: str) -> None:
        """See Queue.cancel."""
        await self._ask(lambda: self._cancel(order))

    async def _cancel(self, order: str) -> None:
        await self._redis.set(contract.cancel_key(order), b"1", ex=CANCEL_TTL_S)
        await self._redis.publish(contract.CANCELLED, order)
        pattern = contract.job_id(order, 0).removesuffix("0") + "*"
        waiting: list[bytes] = [
            name async for name, _ in self._redis.zscan_iter(contract.PORTRAITS, match=pattern, count=1000)
        ]
        await jobs.forget(self._redis, contract.PORTRAITS, *waiting)

    async def forget(self, subject: str) -> None:
        """See Queue.forget."""
        await self._ask(lambda: self._redis.publish(contract.FORGOTTEN, subject))

    async def workers(self) -> tuple[WorkerBeat, ...]:
        """See Queue.workers."""
        return await self._ask(self._workers)

    async def _workers(self) -> tuple[WorkerBeat, ...]:
        keys = [key async for key in self._redis.scan_iter(match=contract.worker_key("*"), count=1000)]
        stored: list[bytes | None] = await self._redis.mget(keys) if keys else []
        beats = [self._read(data, WorkerBeat) for data in stored if data is not None]
        return tuple(sorted((beat for beat in beats if beat is not None), key=lambda beat: beat.worker))

    async def results(self, take: Callable[[Result], Awaitable[None]]) -> None:
        """See Queue.results."""

        async def offer(result: Result) -> None:
            await self._offer(result, take)

        consumer = jobs.Consumer(
            self._url,
            contract.BOT,
            [
                jobs.Job(contract.SELFIE_CHECKED, SelfieChecked, offer),
                jobs.Job(contract.SET_CHECKED, SetChecked, offer),
                jobs.Job(contract.PREVIEW_MADE, PreviewMade, offer),
                jobs.Job(contract.PORTRAIT_MADE, PortraitMade, offer),
                jobs.Job(contract.ORDER_ENDED, OrderEnded, offer),
            ],
            limit_s=RESULT_LIMIT_S,
            alone=True,
        )
        stopping = asyncio.Event()
        running = asyncio.create_task(consumer.run(stopping))
        try:
            await asyncio.shield(running)
        finally:
            stopping.set()
            await asyncio.wait({running}, timeout=LEAVE_S)
            running.cancel()  # a result not taken by now stays in the queue for the next start
            await asyncio.gather(running, return_exceptions=True)
            self.refused += consumer.refused

    async def _offer(self, result: Result, take: Callable[[Result], Awaitable[None]]) -> None:
        for pause_s in (*TAKES_S, None):
            try:
                await take(result)
            except Exception:
                log.exception("A result was not taken: %s", _name(result))
            else:
                return
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        log.error("A result is given up: %s; the sweeper will find what it leaves undone", _name(result))

    async def progress(self, take: Callable[[Progress], Awaitable[None]]) -> None:
        """See Queue.progress. An outage is told once, not at every try."""
        away = False
        while True:
            subscription = self._redis.pubsub(ignore_subscribe_messages=True)
            try:
                await subscription.subscribe(contract.PROGRESS)
                away = False
                await self._listen(subscription, take)
            except jobs.Away as error:
                if not away:
                    log.warning("Progress waits for Redis at %s: %s Trying on.", jobs.place(self._url), error)
                away = True
                await pause(1.0)
            finally:
                await subscription.aclose()

    async def _listen(self, subscription: PubSub, take: Callable[[Progress], Awaitable[None]]) -> None:
        while True:
            heed_cancel()
            message: Any = await subscription.get_message(timeout=5.0)
            report = self._read(message["data"], Progress) if message else None
            if report is None:
                continue
            try:
                await take(report)
            except Exception:  # one report is worth nothing, the next one is on its way
                log.exception("Progress of order %s was not shown", report.order)

    async def close(self) -> None:
        """See Queue.close."""
        await jobs.disconnect(self._redis)

    def _read(self, data: bytes, kind: type[S]) -> S | None:
        try:
            return msgspec.msgpack.decode(data, type=kind)
        except msgspec.DecodeError as error:
            self.refused += 1
            log.warning("Dropped a message that is no %s (%d so far): %s", kind.__name__, self.refused, error)
            return None

    async def _ask(self, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except jobs.Away as error:
            raise QueueDown(f"Could not reach Redis at {jobs.place(self._url)} ({error}): is it running?") from error


def _name(result: Result) -> str:
    match result:
        case SelfieChecked():
            job = contract.job_id(result.selfie, result.attempt)
        case SetChecked():
            job = contract.job_id(contract.set_id(result.subject, result.version), result.attempt)
        case PreviewMade():
            job = result.order
        case _:
            job = contract.job_id(result.order, result.attempt)
    return f"{type(result).__name__} of {job}"


def _number(text: str | bytes | None) -> int:
    return int(text) if text is not None and text.isdigit() else 0
