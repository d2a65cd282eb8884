"""Every promise has a sweep: what a dead process left half done is found here, and finished or apologised for."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.delivery import ATTEMPTS, Delivery
from bot.events import InLine
from bot.knowing import Keeping
from bot.line import first_of_each, in_line
from bot.operators import Operators
from bot.outbox import Outbox
from bot.queue import Queue, QueueDown
from bot.ringing import comparison_job, ring_comparison, ring_selfie
from bot.talk import Talk, next_checks
from inference.contract import PORTRAITS, SELFIES, job_id, lease_key, set_id
from inference.pausing import pause
from storage import comparisons, erasure, inbox, linking, selfies
from storage.changes import Change
from storage.comparisons import Comparison
from storage.database import Database
from storage.orders import Order
from storage.people import PersonGone
from storage.vault import Vault

log = structlog.get_logger(__name__)

SWEEP_S = 10.0  # how long an order may lie unnoticed
TIDY_S = 600.0  # retention and orphans: hours matter there, not seconds
CHECK_OVERDUE_S = 15.0  # a check takes a second or two; later than this it may be lost
STRANGER_S = 24 * 3600.0  # somebody who has not agreed within a day has left
INBOX_KEPT_S = 48 * 3600.0  # numbers of handled updates, to know a repeated one: platforms repeat for a day at most


class Sweeper:
    """Looks after everything that was promised."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        queue: Queue,
        talk: Talk,
        delivery: Delivery,
        outboxes: tuple[Outbox, ...],
        keeping: Keeping,
        clock: Callable[[], float],
        operators: Operators,
    ) -> None:
        self._database, self._vault, self._queue = database, vault, queue
        self._talk, self._delivery, self._outboxes = talk, delivery, outboxes
        self._keeping, self._clock, self._operators = keeping, clock, operators

    async def run(self) -> None:
        """Sweep until cancelled."""
        await asyncio.gather(self._every(SWEEP_S, self.sweep), self._every(TIDY_S, self.tidy))

    async def _every(self, seconds: float, task: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await task()
            except QueueDown:
                log.warning("sweep put off, the queue is away")
            except Exception:
                log.exception("sweep failed; the next one tries again")
            await pause(seconds)

    async def sweep(self) -> None:
        """Erasures that were interrupted, unsent messages, lost checks and comparisons, lost orders."""
        for person_id in await erasure.unfinished(self._database):
            await alone(person_id, self._talk.erase(person_id))
        for outbox in self._outboxes:
            await outbox.wake_all()
        for selfie in next_checks(await selfies.unchecked(self._database, self._clock() - CHECK_OVERDUE_S)):
            await alone(selfie.id, self._check_again(selfie))
        for owed in await comparisons.overdue(self._database, self._clock() - CHECK_OVERDUE_S):
            await alone(owed.person_id, self._compare_again(owed))
        for order in first_of_each(await in_line(self._database)):
            await alone(order.id, self._look_after(order))

    async def tidy(self) -> None:
        """What has reached the end of its time goes."""
        now = self._clock()
        gone = await erasure.expire(
            self._database, self._vault, now, self._keeping.selfie_hours, self._keeping.portrait_hours
        )
        orphans = await erasure.sweep_orphans(self._database, self._vault, now, self._keeping.selfie_hours)
        await erasure.forget_strangers(self._database, now - STRANGER_S)
        await inbox.prune(self._database, now - INBOX_KEPT_S)
        await linking.prune(self._database, now)
        if gone or orphans:
            log.info("tidied", expired=gone, orphans=orphans)

    async def _check_again(self, selfie: selfies.Selfie) -> None:
        job = job_id(selfie.id, selfie.attempt)
        if await self._queue.state(SELFIES, job, lease_key(selfie.id)) in ("waiting", "leased"):
            return
        if selfie.attempt >= ATTEMPTS:
            try:
                await self._delivery.unchecked(selfie)
            except PersonGone:
                log.info("an overdue photo belongs to somebody who is gone", selfie=selfie.id)
            return
        if await selfies.next_attempt(self._database, selfie.id, selfie.attempt) is not None:
            again = await selfies.find(self._database, selfie.id)
            if again is not None:
                await ring_selfie(self._queue, again)

    async def _compare_again(self, owed: Comparison) -> None:
        lease = lease_key(set_id(owed.person_id, owed.version))
        if await self._queue.state(SELFIES, comparison_job(owed), lease) in ("waiting", "leased"):
            return
        if owed.attempt >= ATTEMPTS:
            log.warning("a set could not be compared; its photos count as they were checked", person=owed.person_id)
            await comparisons.give_up(self._database, owed)
            return
        following = await comparisons.next_attempt(self._database, owed, self._clock())
        if following is not None:
            await ring_comparison(self._queue, following)

    async def _look_after(self, order: Order) -> None:
        job = job_id(order.id, order.attempt)
        state = await self._queue.state(PORTRAITS, job, lease_key(order.id))
        try:
            match state:
                case "leased":
                    pass
                case "waiting" | "lost" if self._operators.paused:
                    await self._queue.withdraw(PORTRAITS, job)
                    await self._talk.tell(order.person_id, InLine(order.id), Change(order.person_id, self._clock()))
                case "waiting":
                    await self._talk.tell(order.person_id, InLine(order.id), Change(order.person_id, self._clock()))
                case "lost" if order.state == "running":  # the queue was emptied, and no worker has come back for it
                    await self._delivery.repeat(order, charged=False)
                case "lost":  # the queue was emptied, the commit came before the ring, or the one before has ended
                    await self._talk.ring_next(order.person_id)
                case "dead":  # a worker took it and is gone
                    await self._delivery.failed(order, "engine")
        except PersonGone:
            log.info("an unfinished order belongs to somebody who is gone", order=order.id)


async def alone(whose: str, mending: Awaitable[None]) -> None:
    """Mend one thing; if that fails, the others must not wait for it. Raises QueueDown, which would stop them all."""
    try:
        await mending
    except QueueDown:
        raise
    except Exception:
        log.exception("one thing could not be mended; the next sweep tries again", whose=whose)
