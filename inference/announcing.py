"""The worker's answers to the bot: results in order and for certain, progress where it costs nothing."""

import asyncio
import time
from types import TracebackType

import msgspec

from inference import contract, jobs
from inference.contract import Progress
from inference.pausing import heed_cancel

PROGRESS_S = 0.5  # twice a second is more than any platform shows


class Announcer:
    """Sends in the background while a job runs; leaving the context waits until every result is in Redis."""

    def __init__(self, redis: jobs.Redis) -> None:
        self._redis = redis
        self._outgoing: asyncio.Queue[tuple[str, str, msgspec.Struct] | Progress | None] = asyncio.Queue()
        self._told = 0.0
        self._sending: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Announcer":
        self._sending = asyncio.create_task(self._send())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        assert self._sending is not None
        if kind is not None:
            self._sending.cancel()
            await asyncio.gather(self._sending, return_exceptions=True)
            return
        self._outgoing.put_nowait(None)
        await self._sending

    def result(self, job: str, job_id: str, result: msgspec.Struct) -> None:
        """Send a result; without Redis it waits. The same id twice is sent once."""
        self._outgoing.put_nowait((job, job_id, result))

    def progress(self, progress: Progress) -> None:
        """Publish, not more often than PROGRESS_S."""
        now = time.monotonic()
        if now - self._told >= PROGRESS_S:
            self._told = now
            self._outgoing.put_nowait(progress)

    async def _send(self) -> None:
        while (item := await self._outgoing.get()) is not None:
            if isinstance(item, Progress):
                await self._publish(item)
            else:
                job, job_id, result = item
                await jobs.patiently(lambda: jobs.ring(self._redis, contract.BOT, job, job_id, result), "A result")  # noqa: B023
            heed_cancel()

    async def _publish(self, progress: Progress) -> None:
        if not self._outgoing.empty():
            return  # something newer waits behind it
        try:
            await self._redis.publish(contract.PROGRESS, msgspec.msgpack.encode(progress))
        except jobs.Away:
            return  # progress may be lost, and the results behind it wait for Redis themselves
