"""One event through the conversation: load, advance, store, act, answer.

Everything an answer changes is one transaction; what follows it (ringing the queue, erasing a refused photo) can be
repeated by the sweeper. Events of one person are taken in order, those of different people side by side.
"""

import asyncio
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import get_args
from weakref import WeakValueDictionary

import msgspec
import structlog

from bot import turn as say
from bot.conversation import TERMS, advance
from bot.line import Line
from bot.message import Body, Choice, Picture
from bot.prompts import PER_LOOK
from bot.queue import Queue, QueueDown
from bot.ringing import OrderBody, read_body, ring_comparison, ring_order, ring_selfie
from bot.texts import Texts
from inference.contract import SHEET_LABELS, CheckSet, Reason
from storage import comparisons, erasure, orders, people, portraits, selfies, turns
from storage.database import Database
from storage.turns import Change, Draft, NewComparison, NewOrder, NewSelfie, PersonGone, Standing
from storage.vault import SubjectGone, Vault

log = structlog.get_logger(__name__)

LABELS = (*get_args(Reason), *SHEET_LABELS)


@dataclass(frozen=True)
class Keeping:
    """How long things are kept, in hours, as the person is told."""

    selfie_hours: int
    portrait_hours: int


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
        wake: Callable[[str, str], None],
        recompressing: Collection[str] = (),
    ) -> None:
        self._database, self._vault, self._queue, self._texts = database, vault, queue, texts
        self._clock, self._keeping, self._wake, self._recompressing = clock, keeping, wake, recompressing
        self._line = Line(database, queue, clock)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def hear(
        self, platform: str, address: str, language: str, event: say.Event, delivered: int | None = None
    ) -> None:
        """Answer what somebody did. `delivered` is the inbox row it came from, done with the answer."""
        await self._meet(platform, address, language, event, delivered, None)

    async def photo(
        self, platform: str, address: str, language: str, data: bytes, delivered: int | None = None
    ) -> None:
        """Answer a picture. Its bytes are encrypted and kept only if the conversation wants them."""
        await self._meet(platform, address, language, say.PhotoSent(), delivered, data)

    async def _meet(
        self, platform: str, address: str, language: str, event: say.Event, delivered: int | None, data: bytes | None
    ) -> None:
        for _ in range(2):  # the second time for somebody whose erasure was still under way
            person = await people.meet(self._database, platform, address, language, self._clock())
            try:
                return await self.tell(person.id, event, Change(person.id, self._clock(), delivered=delivered), data)
            except PersonGone:
                await self.erase(person.id)
        return None

    async def tell(self, person_id: str, event: say.Event, change: Change, data: bytes | None = None) -> None:
        """Take an event through the conversation; `change` is what is stored besides the answer.

        Raises PersonGone when the person has been erased or is being erased.
        """
        lock = self._locks.setdefault(person_id, asyncio.Lock())
        async with lock:
            standing = await turns.standing(self._database, person_id)
            if standing is None:
                raise PersonGone(person_id)
            session = read_session(standing.session)
            turn = advance(session, event, await self._facts(standing, session, change))
            change = await self._compose(standing, turn, change, data)
            if not await turns.commit(self._database, change):
                return
            self._wake(standing.person.platform, person_id)
            await self._act(standing, turn, change)

    async def _facts(self, standing: Standing, session: say.Session, change: Change) -> say.Facts:
        """What is true once `change` is stored: the answer must not speak of the moment before."""
        person, kept = standing.person, self._keeping
        facts = say.Facts(
            consented=person.consent == TERMS,
            selfies=tuple(s.id for s in best_first(with_verdict(standing.selfies, change))),
            fresh_id=secrets.token_hex(16),
            selfie_hours=kept.selfie_hours,
            portrait_hours=kept.portrait_hours,
        )
        if not facts.consented:
            return facts
        placed = await orders.of_person(self._database, person.id) if standing.order else ()
        made = await portraits.of_person(self._database, person.id) if standing.order else ()
        facts = msgspec.structs.replace(
            facts,
            orders=tuple(order_fact(o, change) for o in sorted(placed, key=lambda o: o.created_at, reverse=True)),
            portraits=tuple(
                say.PortraitFact(p.order_id, p.index, p.style, p.blob, p.width, p.height, p.notes) for p in made
            ),
        )
        return await self._with_line(facts, session)

    async def _with_line(self, facts: say.Facts, session: say.Session) -> say.Facts:
        """Add the line where an answer may speak of it."""
        running = facts.running
        if running is None and session.step not in (say.Step.BACKGROUND, say.Step.CONFIRM, say.Step.RESULT):
            return facts
        await self._line.look()
        order = running.id if running else None
        count = len(running.shots) if running else max(1, len(session.looks)) * PER_LOOK
        return msgspec.structs.replace(
            facts,
            ahead=self._line.ahead(order),
            wait_s=self._line.wait_s(order, count),
            worker=self._line.staffed,
            paints=self._line.paints,
        )

    async def _compose(self, standing: Standing, turn: say.Turn, change: Change, data: bytes | None) -> Change:
        """Everything the turn changes, as one transaction; photos are in the vault before it begins."""
        person = standing.person
        drafts = tuple(self._draft(person, said) for said in turn.says if self._shown_on(person.platform, said))
        change = replace(change, session=msgspec.json.encode(turn.session).decode(), messages=change.messages + drafts)
        for effect in turn.effects:
            match effect:
                case say.Agree(version):
                    await self._vault.enrol(person.id)
                    change = replace(change, consent=version)
                case say.KeepPhoto(photo) if data is not None:
                    await self._keep(person.id, photo, data)
                    change = replace(change, new_selfie=NewSelfie(photo, photo))
                case say.ForgetPhotos(ids) if ids:
                    change = replace(change, forget_selfies=change.forget_selfies + ids)
                case say.Compare(version, photos):
                    ask = CheckSet(person.id, version, 1, photos, self._labels(person.language))
                    change = replace(change, new_comparison=NewComparison(version, msgspec.json.encode(ask).decode()))
                case say.PlaceOrder(order, shots, photos, seed):
                    kept = {s.id: s.blob for s in standing.selfies}
                    blobs = tuple(kept[photo] for photo in photos if photo in kept)
                    body = msgspec.json.encode(OrderBody(shots, blobs)).decode()
                    change = replace(change, new_order=NewOrder(order, body, seed, len(shots)))
                case say.StopOrder(order):
                    change = replace(change, order_state=(order, "cancelled"))
                case say.DeleteEverything():
                    change = replace(change, erase=True)
                case _:
                    pass
        return change

    async def _keep(self, person_id: str, photo: str, data: bytes) -> None:
        """Encrypt a photo into the vault. Raises PersonGone where an erasure has won the race."""
        try:
            await self._vault.put(person_id, photo, data)
        except SubjectGone:
            if await turns.standing(self._database, person_id) is None:
                raise PersonGone(person_id) from None
            raise

    async def _act(self, standing: Standing, turn: say.Turn, change: Change) -> None:
        """What follows the transaction. A crash here loses nothing: the sweeper repeats each of these."""
        person_id = standing.person.id
        if change.new_selfie is not None:
            kept = await selfies.find(self._database, change.new_selfie.id)
            if kept is not None:
                await ring_selfie(self._queue, kept)
        if change.new_comparison is not None:
            owed = await comparisons.find(self._database, person_id)
            if owed is not None:
                await ring_comparison(self._queue, owed)
        if change.new_order is not None:
            placed = await orders.find(self._database, change.new_order.id)
            if placed is not None:
                await ring_order(self._queue, placed)
        if change.forget_selfies:
            await erasure.forget_selfies(self._database, self._vault, person_id, change.forget_selfies)
        for effect in turn.effects:
            match effect:
                case say.ForgetPhotos(_, pictures) if pictures:
                    await self._vault.delete(person_id, pictures)
                case say.StopOrder(order):
                    await self._stop(order)
                case say.DeleteEverything():
                    await self.erase(person_id)
                case _:
                    pass

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
        self._wake(receipt.platform, "")

    def _labels(self, language: str) -> dict[str, str]:
        """The words below the photos of a contact sheet."""
        return {name: self._texts.say(language, say.Text(f"sheet-{name}")) for name in LABELS}

    def _shown_on(self, platform: str, said: say.Say) -> bool:
        return not said.where_recompressed or platform in self._recompressing

    def _draft(self, person: people.Person, said: say.Say) -> Draft:
        return Draft(said.slot, msgspec.json.encode(self._body(person.language, said)).decode())

    def _body(self, language: str, said: say.Say) -> Body:
        def words(text: say.Text) -> str:
            return self._texts.say(language, text)

        return Body(
            text="\n".join(words(line) for line in said.lines),
            choices=tuple(tuple(Choice(words(o.label), o.data, o.on) for o in row) for row in said.options),
            kind=said.kind,
            pictures=tuple(
                Picture(p.blob, p.filename, words(p.caption) if p.caption else "", p.width, p.height)
                for p in said.pictures
            ),
            progress=said.progress,
        )


def read_session(body: str | None) -> say.Session:
    """The stored session; one that an older version wrote and this one cannot read begins anew."""
    if body is None:
        return say.Session()
    try:
        return msgspec.json.decode(body, type=say.Session)
    except msgspec.ValidationError:
        log.warning("a stored session could not be read and begins anew")
        return say.Session()


def best_first(found: Collection[selfies.Selfie]) -> tuple[selfies.Selfie, ...]:
    """The usable selfies, best reference first."""
    usable = [s for s in found if s.state in ("accept", "warn")]
    return tuple(sorted(usable, key=lambda s: (s.state != "accept", -s.quality, s.created_at)))


def with_verdict(found: Collection[selfies.Selfie], change: Change) -> tuple[selfies.Selfie, ...]:
    """The selfies with the verdict that is being stored."""
    verdict = change.checked
    if verdict is None:
        return tuple(found)
    return tuple(replace(s, state=verdict.state, quality=verdict.quality) if s.id == verdict.id else s for s in found)


def order_fact(order: orders.Order, change: Change) -> say.OrderFact:
    """An order as the conversation sees it, with the state that is being stored."""
    state = order.state
    if change.order_state is not None and change.order_state[0] == order.id:
        state = change.order_state[1]
    return say.OrderFact(order.id, state, read_body(order).shots)
