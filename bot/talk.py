"""One event through the conversation: load, advance, store, act, answer.

Everything an answer changes is one transaction; what follows it (ringing the queue, erasing a refused photo) can be
repeated by the sweeper. Events of one person are taken in order, those of different people side by side.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from weakref import WeakValueDictionary

import structlog

from bot import events
from bot import turn as say
from bot.composing import Composing
from bot.conversation import advance, anew
from bot.desk import Desk
from bot.knowing import Keeping, Knowing, Limits
from bot.line import Line
from bot.linking import Linking
from bot.message import MANNERS, Manner
from bot.operators import Operators
from bot.queue import Queue, QueueDown
from bot.ringing import ring_comparison, ring_order, ring_preview, ring_selfie
from bot.stored_session import read_session
from bot.texts import Texts
from inference.contract import portrait_blob
from storage import comparisons, erasure, orders, people, selfies, turns
from storage.changes import Change
from storage.database import Database
from storage.people import PersonGone
from storage.selfies import Selfie
from storage.turns import Standing
from storage.vault import Vault

log = structlog.get_logger(__name__)

CHECKS_AT_ONCE = 4  # of one person: enough to keep several workers busy, few enough that nobody waits long behind them


class Talk:
    """The conversation with everybody. `wake` is told whose outbox has something new."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        queue: Queue,
        texts: Texts,
        clock: Callable[[], float],
        keeping: Keeping,
        wake: Callable[[str], None],
        operators: Operators,
        limits: Limits,
        manners: Mapping[str, Manner] = MANNERS,
    ) -> None:
        self._database, self._vault, self._queue = database, vault, queue
        self._clock, self._wake, self._operators = clock, wake, operators
        self._linking = Linking(database, vault, queue, clock)
        self._knowing = Knowing(database, Line(database, queue, clock), clock, keeping, limits, operators)
        self._composing = Composing(database, vault, texts, clock, manners)
        self._desk = Desk(database, queue, texts, clock, wake, operators, self)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def hear(
        self, platform: str, address: str, language: str, event: events.Event, delivered: int | None = None
    ) -> None:
        """Answer what somebody did. `delivered` is the inbox row it came from, done with the answer."""
        await self._meet(platform, address, language, event, delivered, None)

    async def photo(
        self, platform: str, address: str, language: str, data: bytes, delivered: int | None = None
    ) -> None:
        """Answer a picture. Its bytes are encrypted and kept only if the conversation wants them."""
        await self._meet(platform, address, language, events.PhotoSent(), delivered, data)

    async def _meet(
        self, platform: str, address: str, language: str, event: events.Event, delivered: int | None, data: bytes | None
    ) -> None:
        if self._operators.shuts_out(platform, address, event):
            return await self._desk.turn_away(platform, address, language, delivered)
        for _ in range(2):  # the second time for somebody whose erasure was still under way
            person = await people.meet(self._database, platform, address, language, self._clock())
            change = Change(person.id, self._clock(), delivered=delivered, chat=(platform, address))
            try:
                if self._operators.takes(platform, address, event):
                    return await self._desk.answer(change, event)
                if isinstance(event, events.Command) and event.name == "link" and event.argument:
                    person_id, event = await self._link(person.id, event.argument)
                    change = replace(change, person_id=person_id)
                return await self.tell(change.person_id, event, change, data)
            except PersonGone:
                await self.erase(person.id)
        return None

    async def left(self, platform: str, address: str) -> None:
        """Somebody has blocked us: what they wait for is stopped, until they speak again nothing is said."""
        person = await people.find_by_address(self._database, platform, address)
        if person is None or (person.platform, person.address) != (platform, address):
            return
        await people.set_away(self._database, person.id, True)
        try:
            await self.tell(person.id, events.WentAway(), Change(person.id, self._clock()))
        except PersonGone:
            log.info("somebody who is gone has left", person=person.id)

    async def _link(self, person_id: str, code: str) -> tuple[str, events.Linked]:
        """Join two accounts; returns whose account it is now, and what came of it."""
        await self._linking.quiet(person_id)
        holder = await self._linking.holder(code)
        async with AsyncExitStack() as held:
            for one in sorted({person_id, holder or person_id}):
                await held.enter_async_context(self._locks.setdefault(one, asyncio.Lock()))
            account, came = await self._linking.use(person_id, code)
        if came.outcome == "joined":  # checks under way read from a place that is gone
            for selfie in next_checks(await selfies.of_person(self._database, account)):
                await ring_selfie(self._queue, selfie)
        return account, came

    async def tell(self, person_id: str, event: events.Event, change: Change, data: bytes | None = None) -> None:
        """Take an event through the conversation; `change` is what is stored besides the answer.

        Raises PersonGone when the person has been erased or is being erased.
        """
        lock = self._locks.setdefault(person_id, asyncio.Lock())
        async with lock:
            standing = await turns.standing(self._database, person_id)
            if standing is None:
                raise PersonGone(person_id)
            session = read_session(standing.session)
            here = (standing.person.platform, standing.person.address)
            if change.chat is not None and (standing.person.away or change.chat != here):
                session = anew(session)
            turn = advance(session, event, await self._knowing.facts(standing, session, change))
            change = await self._composing.change(standing, turn, change, data)
            if not await turns.commit(self._database, change):
                return
            self._operators.note(event, turn)
            self._wake(person_id)
            await self._act(standing, turn, change)

    async def _act(self, standing: Standing, turn: say.Turn, change: Change) -> None:
        """What follows the transaction. A crash here loses nothing: the sweeper repeats each of these."""
        person_id = standing.person.id
        if change.new_selfie is not None or change.checked is not None or change.forget_selfies:
            await self._ring_checks(standing)
        if change.new_comparison is not None:
            owed = await comparisons.find(self._database, person_id)
            if owed is not None:
                await ring_comparison(self._queue, owed)
        if change.new_order is not None or change.stopped or change.order_state is not None:
            await self.ring_next(person_id)
        if change.forget_selfies:
            await erasure.forget_selfies(self._database, self._vault, person_id, change.forget_selfies)
        for effect in turn.effects:
            await self._follow(person_id, effect)

    async def _follow(self, person_id: str, effect: say.Effect) -> None:
        match effect:
            case say.ForgetPhotos(_, pictures) if pictures:
                await self._vault.delete(person_id, pictures)
            case say.PlaceOrder(order, preview=True):
                placed = await orders.find(self._database, order)
                if placed is not None:
                    await ring_preview(self._queue, placed)
            case say.StopOrder(order):
                await self._stop(order)
            case say.ForgetOrder(order):
                beginning = portrait_blob(order, 0).removesuffix("0")
                kept = await self._vault.names(person_id)
                await self._vault.delete(person_id, [name for name in kept if name.startswith(beginning)])
            case say.DeleteEverything():
                await self.erase(person_id)
            case _:
                pass

    async def _ring_checks(self, before: Standing) -> None:
        """Ring the checks whose turn has come: a few of each person at a time, so that nobody waits behind an album."""
        rung = {selfie.id for selfie in next_checks(before.selfies)}
        for selfie in next_checks(await selfies.of_person(self._database, before.person.id)):
            if selfie.id not in rung:
                await ring_selfie(self._queue, selfie)

    async def ring_next(self, person_id: str) -> None:
        """Ring the order whose turn it is for this person: one at a time, so that nobody's second delays a stranger."""
        unfinished = [o for o in await orders.of_person(self._database, person_id) if o.state in orders.UNFINISHED]
        if unfinished and unfinished[0].state == "queued" and not self._operators.paused:
            await ring_order(self._queue, unfinished[0])

    async def _stop(self, order: str) -> None:
        try:
            await self._queue.cancel(order)
        except QueueDown:
            log.warning("order not withdrawn, the queue is away", order=order)

    async def erase(self, person_id: str) -> None:
        """Erase a person: nothing more is accepted of them, work is stopped, then key, objects and rows go.

        The receipt is owed until the platform has taken it.
        """
        person = await people.find(self._database, person_id)
        if person is None:
            return
        await erasure.begin(self._database, person_id)
        for order in await orders.of_person(self._database, person_id):
            if order.state in ("queued", "running"):
                await self._stop(order.id)
        receipt = await erasure.erase(self._database, self._vault, person_id, self._clock())
        try:
            await self._queue.forget(person_id)  # after the key is gone: what is dropped now cannot be read again
        except QueueDown:
            log.warning("workers not told to forget, the queue is away; their memory expires", person=person_id)
        log.info("person erased", objects=receipt.objects)
        self._wake("")


def next_checks(found: Iterable[Selfie]) -> tuple[Selfie, ...]:
    """Of selfies, oldest first, those to be checked now: CHECKS_AT_ONCE of each person."""
    taken: Counter[str] = Counter()
    due: list[Selfie] = []
    for selfie in found:
        if selfie.state == "received" and taken[selfie.person_id] < CHECKS_AT_ONCE:
            taken[selfie.person_id] += 1
            due.append(selfie)
    return tuple(due)
