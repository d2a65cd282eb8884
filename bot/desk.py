"""The operators' desk: figures, the line, pausing, shutting out and announcing, asked for from their own chat.

Answers are plain texts in English, short enough for a phone: numbers and beginnings of ids, never a name or an address.
What is switched is kept by `bot.operators`; announcements go out by `bot.broadcasting`. Knows no platform.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Final, Protocol

import msgspec

from bot.events import Command, Event, Pressed, WentAway
from bot.line import first_of_each, in_line
from bot.message import Body, Choice
from bot.operators import BUTTON, Operators
from bot.queue import Queue, QueueDown
from bot.reports import line_report, stats_report, workers_report
from bot.texts import DEFAULT, Texts
from bot.turn import Text
from inference.contract import PORTRAITS, job_id
from storage import bans, broadcasts, chats, figures, inbox, linking, orders, people, turns
from storage.broadcasts import Broadcast
from storage.changes import Change, Draft
from storage.database import Database
from storage.people import PersonGone

CHAT: Final = re.compile(r"([a-z]+):(\S{1,100})")
SHORT: Final = re.compile(r"[0-9a-f]{8,32}")  # the beginning of a person's id, as /queue shows it
NEWS_LIMIT: Final = 4000  # UTF-16 units: Telegram takes 4096, Discord 4000 characters
PACE: Final = 25  # announcements a second: Telegram takes 30 messages a second from a bot


class Conversation(Protocol):
    """What the desk has done through the conversation with somebody."""

    async def tell(self, person_id: str, event: Event, change: Change) -> None:
        """Take an event through it."""
        ...

    async def ring_next(self, person_id: str) -> None:
        """Ring the order whose turn it is."""
        ...


class Desk:
    """Answers operators, and those they have banned. `wake` is told whose outbox has something new."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        texts: Texts,
        clock: Callable[[], float],
        wake: Callable[[str], None],
        operators: Operators,
        conversation: Conversation,
    ) -> None:
        self._database, self._queue, self._texts, self._clock = database, queue, texts, clock
        self._wake, self._operators, self._conversation = wake, operators, conversation

    async def turn_away(self, platform: str, address: str, language: str, delivered: int | None) -> None:
        """Tell a banned chat so, once; whatever else comes from it is let go."""
        if not self._operators.owes_word(platform, address):
            if delivered is not None:
                await inbox.done(self._database, delivered)
            return
        person = await people.meet(self._database, platform, address, language, self._clock())
        said = draft(Body(self._texts.say(person.language, Text("banned"))))
        change = Change(person.id, self._clock(), delivered=delivered, messages=(said,), chat=(platform, address))
        with suppress(PersonGone):  # being erased: there is another word on its way to them
            if await turns.commit(self._database, change):
                await self._operators.told(platform, address)
                self._wake(person.id)

    async def answer(self, change: Change, event: Event) -> None:
        """Do what an operator asks, and say what came of it in the same chat. Raises PersonGone."""
        assert change.chat is not None
        said = await self._said(change.chat, event)
        if await turns.commit(self._database, replace(change, messages=said)):
            self._wake(change.person_id)

    async def _said(self, chat: tuple[str, str], event: Event) -> tuple[Draft, ...]:
        match event:
            case Command("broadcast", text):
                return await self._draft_news(chat, text.strip())
            case Pressed(data):
                return await self._decide(data.removeprefix(BUTTON))
            case Command(name, argument):
                return (draft(Body("\n".join(self._say(line) for line in await self._lines(name, argument.strip())))),)
            case _:
                return ()

    async def _lines(self, name: str, argument: str) -> Iterable[Text]:
        match name:
            case "stats":
                return await self._stats()
            case "queue":
                line = await in_line(self._database)
                return (*line_report(line, self._clock()), *await self._workers())
            case "pause":
                return await self._pause()
            case "resume":
                return await self._resume()
            case "ban":
                return await self._ban(argument)
            case _:
                return await self._unban(argument)

    async def _stats(self) -> Iterable[Text]:
        read = await figures.read(self._database, self._clock())
        report = stats_report(read, self._operators.refused, self._operators.failed, self._operators.paused)
        return (*report, *await self._workers())

    async def _workers(self) -> Iterable[Text]:
        try:
            return workers_report(await self._queue.workers())
        except QueueDown:
            return (Text("staff-queue-away"),)

    # --- pausing -------------------------------------------------------------------------------------------------

    async def _pause(self) -> Iterable[Text]:
        """From now on nothing is rung, and what was rung and not begun is taken back."""
        await self._operators.pause(True)
        unfinished = await in_line(self._database)
        waiting = [order for order in unfinished if order.state == "queued"]
        counts = {"waiting": len(waiting), "making": len(unfinished) - len(waiting)}
        try:
            for order in waiting:
                await self._queue.withdraw(PORTRAITS, job_id(order.id, order.attempt))
        except QueueDown:
            return (Text("staff-pause-on", dict(counts)), Text("staff-pause-away"))
        return (Text("staff-pause-on", dict(counts)),)

    async def _resume(self) -> Iterable[Text]:
        """Ring everybody's next, in the order of the line."""
        await self._operators.pause(False)
        unfinished = await in_line(self._database)
        for order in first_of_each(unfinished):
            await self._conversation.ring_next(order.person_id)
        return (Text("staff-pause-off", {"waiting": sum(order.state == "queued" for order in unfinished)}),)

    # --- shutting out --------------------------------------------------------------------------------------------

    async def _ban(self, whom: str) -> Iterable[Text]:
        found = await self._find(whom)
        if isinstance(found, Text):
            return (found,)
        person, theirs = found
        if any(self._operators.are(*chat) for chat in theirs):
            return (Text("staff-ban-operator"),)
        await self._operators.ban(theirs)
        stopped = 0
        if person is not None:
            await linking.revoke(self._database, person)
            placed = await orders.of_person(self._database, person)
            stopped = sum(order.state in orders.UNFINISHED for order in placed)
            with suppress(PersonGone):
                await self._conversation.tell(person, WentAway(), Change(person, self._clock()))
        return (Text("staff-ban-done", {"chats": len(theirs), "orders": stopped}),)

    async def _unban(self, whom: str) -> Iterable[Text]:
        found = await self._find(whom)
        if isinstance(found, Text):
            return (found,)
        lifted = await self._operators.unban(found[1])
        return (Text("staff-unban-done", {"chats": lifted}) if lifted else Text("staff-unban-not"),)

    async def _find(self, whom: str) -> tuple[str | None, frozenset[tuple[str, str]]] | Text:
        """The person that is meant, if there is one, and all their chats; or why that cannot be said."""
        if chat := CHAT.fullmatch(whom):
            platform, address = chat.groups()
            person = await people.find_by_address(self._database, platform, address)
            named, known = {(platform, address)}, person.id if person else None
        elif SHORT.fullmatch(whom):
            candidates = await bans.people_named(self._database, whom)
            if len(candidates) != 1:
                return Text("staff-ban-several" if candidates else "staff-ban-nobody")
            named, known = set[tuple[str, str]](), candidates[0]
        else:
            return Text("staff-ban-how")
        of_them = await chats.of_person(self._database, known) if known else ()
        return known, frozenset(named | {(each.platform, each.address) for each in of_them})

    # --- announcing ----------------------------------------------------------------------------------------------

    async def _draft_news(self, chat: tuple[str, str], text: str) -> tuple[Draft, ...]:
        """Show an announcement as it would look, and ask whether it is to be sent."""
        if not text:
            return (self._plain(Text("staff-news-how")),)
        length = len(text.encode("utf-16-le")) // 2
        if length > NEWS_LIMIT:
            return (self._plain(Text("staff-news-long", {"length": length, "most": NEWS_LIMIT})),)
        now = self._clock()
        number = await broadcasts.draft(self._database, text, *chat, now)
        count = await broadcasts.count_audience(self._database, now)
        keys = (
            Choice(self._say(Text("staff-news-send")), f"{BUTTON}send:{number}"),
            Choice(self._say(Text("staff-news-drop")), f"{BUTTON}drop:{number}"),
        )
        return self._plain(Text("staff-news-ask", {"count": count})), draft(Body(text, (keys,)), shown_at(number))

    async def _decide(self, what: str) -> tuple[Draft, ...]:
        """Send an announcement, or drop it; its buttons go."""
        action, _, number = what.partition(":")
        news = await broadcasts.find(self._database, int(number)) if number.isdecimal() else None
        if news is None or action not in ("send", "drop"):
            return (self._plain(Text("staff-news-old")),)
        going = action == "send"
        if not await broadcasts.decide(self._database, news.id, "sending" if going else "dropped"):
            return (self._plain(Text("staff-news-old")),)
        self._operators.announcing.set()
        said = Text("staff-news-going", {"pace": PACE}) if going else Text("staff-news-dropped")
        return decided(news), self._plain(said)

    def _plain(self, text: Text) -> Draft:
        return draft(Body(self._say(text)))

    def _say(self, text: Text) -> str:
        return self._texts.say(DEFAULT, text)


def decided(news: Broadcast) -> Draft:
    """The announcement as the operator sees it once nothing is left to decide."""
    return draft(Body(news.text), shown_at(news.id))


def shown_at(number: int) -> str:
    """The slot in which an operator is shown an announcement."""
    return f"announcement-{number}"


def draft(body: Body, slot: str | None = None) -> Draft:
    """A message as it is stored."""
    return Draft(slot, msgspec.json.encode(body).decode())
