"""Working twins of what lies outside: each passes the same contract tests as the real thing (tests/contracts)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import msgspec

from bot.queue import QueueDown, Result, Standing
from inference import contract
from inference.contract import Progress, WorkerBeat


@dataclass(frozen=True)
class Rung:
    """A job as it lies in the twin's queue."""

    queue: str
    job: str
    job_id: str
    request: msgspec.Struct


@dataclass
class MemoryQueue:
    """Queue without Redis. `away = True` makes every call raise QueueDown, as a Redis that is down does.

    The worker's side is played by `take`, `lease`, `expire`, `answer`, `report` and `announce`; `lose` empties it.
    """

    away: bool = False
    waiting: dict[str, Rung] = field(default_factory=dict[str, Rung])
    rung: list[Rung] = field(default_factory=list[Rung])  # everything ever rung, for asserts
    leases: dict[str, str] = field(default_factory=dict[str, str])
    begun: set[str] = field(default_factory=set[str])  # job ids a worker took
    cancelled: set[str] = field(default_factory=set[str])
    forgotten: list[str] = field(default_factory=list[str])  # everybody workers were told to forget
    beats: dict[str, WorkerBeat] = field(default_factory=dict[str, WorkerBeat])
    answers: dict[str, Result] = field(default_factory=dict[str, Result])
    _answered: asyncio.Event = field(default_factory=asyncio.Event)
    _listeners: list[asyncio.Queue[Progress]] = field(default_factory=list[asyncio.Queue[Progress]])

    async def ring(self, queue: str, job: str, job_id: str, request: msgspec.Struct) -> bool:
        """See Queue.ring."""
        self._reach()
        if job_id in self.waiting or job_id in self.begun:
            return False
        self.waiting[job_id] = Rung(queue, job, job_id, request)
        self.rung.append(self.waiting[job_id])
        return True

    async def state(self, queue: str, job_id: str, lease: str) -> Standing:
        """See Queue.state."""
        self._reach()
        if lease in self.leases or contract.end_id(job_id) in self.answers:
            return "leased"
        if job_id in self.begun:
            return "dead"
        rung = self.waiting.get(job_id)
        return "waiting" if rung is not None and rung.queue == queue else "lost"

    async def withdraw(self, queue: str, job_id: str) -> None:
        """See Queue.withdraw."""
        self._reach()
        rung = self.waiting.get(job_id)
        if rung is not None and rung.queue == queue:
            del self.waiting[job_id]

    async def cancel(self, order: str) -> None:
        """See Queue.cancel."""
        self._reach()
        self.cancelled.add(order)
        for job_id, rung in list(self.waiting.items()):
            if rung.queue == contract.PORTRAITS and job_id.rpartition(":")[0] == order:
                del self.waiting[job_id]

    async def forget(self, subject: str) -> None:
        """See Queue.forget."""
        self._reach()
        self.forgotten.append(subject)

    async def workers(self) -> tuple[WorkerBeat, ...]:
        """See Queue.workers."""
        self._reach()
        return tuple(self.beats[name] for name in sorted(self.beats))

    async def results(self, take: Callable[[Result], Awaitable[None]]) -> None:
        """See Queue.results. A result that `take` raises on is offered again at once, five times in all."""
        while True:
            while self.answers and not self.away:
                result_id, result = next(iter(self.answers.items()))
                await _offer(result, take)
                del self.answers[result_id]
            self._answered.clear()
            await self._answered.wait()

    async def progress(self, take: Callable[[Progress], Awaitable[None]]) -> None:
        """See Queue.progress."""
        reports: asyncio.Queue[Progress] = asyncio.Queue()
        self._listeners.append(reports)
        try:
            while True:
                await take(await reports.get())
        finally:
            self._listeners.remove(reports)

    async def close(self) -> None:
        """See Queue.close."""

    async def take(self, queue: str, job: str | None = None) -> Rung | None:
        """As a worker: the oldest job that waits in `queue`, of one kind where a kind is named, taken off it."""
        for job_id, rung in self.waiting.items():
            if rung.queue == queue and job in (None, rung.job):
                self.begun.add(job_id)
                return self.waiting.pop(job_id)
        return None

    async def lose(self) -> None:
        """As a Redis that was flushed: everything is gone."""
        for remembered in (self.waiting, self.begun, self.leases, self.cancelled, self.beats, self.answers):
            remembered.clear()

    async def lease(self, key: str) -> None:
        """As a worker: hold a lease."""
        self.leases[key] = "1:twin"

    async def expire(self, key: str) -> None:
        """As a worker that died: the lease runs out."""
        self.leases.pop(key, None)

    async def answer(self, result_id: str, result: Result) -> None:
        """As a worker: send a result; one of the same id that still waits is not doubled."""
        self.answers.setdefault(result_id, result)
        self._answered.set()

    async def report(self, progress: Progress) -> None:
        """As a worker: publish how far it is; lost where nobody listens."""
        for listener in self._listeners:
            listener.put_nowait(progress)

    async def told_to_forget(self) -> list[str]:
        """As a worker: everybody it was told to forget."""
        return self.forgotten

    async def announce(self, beat: WorkerBeat) -> None:
        """As a worker: say that it is there."""
        self.beats[beat.worker] = beat

    def _reach(self) -> None:
        if self.away:
            raise QueueDown("Could not reach Redis at memory: it is away in this test")


async def _offer(result: Result, take: Callable[[Result], Awaitable[None]]) -> None:
    for _ in range(5):
        try:
            await take(result)
        except Exception:  # the real queue logs it; what counts here is that the result is offered again
            continue
        return
