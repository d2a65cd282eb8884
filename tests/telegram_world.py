"""What the tests of Telegram share: a conversation that only listens, the adapter connected to the test server."""

import asyncio
import io
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from time import time

import msgspec
from PIL import Image

from bot.events import Event
from bot.message import Body, Picture
from bot.on_telegram import Telegram
from bot.texts import Texts
from storage import inbox, messages, people, turns
from storage.changes import Change, Draft
from storage.database import Database
from storage.messages import Message
from tests.telegram_server import TOKEN, TelegramServer
from tests.waiting import until


@dataclass
class Listening:
    """A conversation that notes what it hears, marks it as done and says nothing. `gate` holds a person up."""

    database: Database
    heard: list[tuple[str, Event | bytes]] = field(default_factory=list[tuple[str, Event | bytes]])
    languages: set[str] = field(default_factory=set[str])
    gates: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    trouble: int = 0
    gone: list[str] = field(default_factory=list[str])

    async def hear(
        self, platform: str, address: str, language: str, event: Event, delivered: int | None = None
    ) -> None:
        """Note an event."""
        await self._note(address, language, event, delivered)

    async def photo(
        self, platform: str, address: str, language: str, data: bytes, delivered: int | None = None
    ) -> None:
        """Note a picture."""
        await self._note(address, language, data, delivered)

    async def left(self, platform: str, address: str) -> None:
        """Note somebody who has blocked the bot."""
        self.gone.append(address)
        person = await people.find_by_address(self.database, platform, address)
        if person is not None:
            await people.set_away(self.database, person.id, True)

    async def _note(self, address: str, language: str, what: Event | bytes, delivered: int | None) -> None:
        if address in self.gates:
            await self.gates[address].wait()
        if self.trouble:
            self.trouble -= 1
            raise OSError("the disk is full, in this test")
        assert delivered is not None
        await inbox.done(self.database, delivered)
        self.heard.append((address, what))
        self.languages.add(language)

    def of(self, address: str | int) -> list[Event | bytes]:
        """What was heard of one person."""
        return [what for who, what in self.heard if who == str(address)]

    async def until(self, count: int) -> list[Event | bytes]:
        """Wait for so many things in all."""
        await until(lambda: len(self.heard) >= count, f"{count} things heard, so far {self.heard!r:.500}")
        return [what for _, what in self.heard]


@cache
def texts() -> Texts:
    """Every sentence in every language, read once."""
    return Texts.load()


@asynccontextmanager
async def connected(
    server: TelegramServer,
    talk: Listening,
    token: str = TOKEN,
    admins: Collection[str] = (),
    webhook: tuple[str, int] | None = None,
) -> AsyncGenerator[Telegram]:
    """The adapter, not listening: for what goes out."""
    telegram = Telegram(token, server.url, talk, talk.database, texts(), admins, webhook)
    try:
        yield telegram
    finally:
        await telegram.close()


@asynccontextmanager
async def listening(
    server: TelegramServer, talk: Listening, admins: Collection[str] = (), webhook: tuple[str, int] | None = None
) -> AsyncGenerator[Telegram]:
    """The adapter, taking updates, once all that a start does has been done."""
    begun = len(server.calls)
    async with connected(server, talk, admins=admins, webhook=webhook) as telegram:
        running = asyncio.create_task(telegram.run())
        try:
            last = "getMyShortDescription"
            await until(lambda: any(c.method == last for c in server.calls[begun:]), "the bot introducing itself")
            await until(lambda: server.polled or server.webhook.url, "the bot listening")
            yield telegram
        finally:
            running.cancel()
            await asyncio.wait({running})


def jpeg(width: int = 1600, height: int = 2000, colour: str = "teal") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", quality=90)
    return out.getvalue()


async def stored(database: Database, body: Body, address: int = 1001) -> Message:
    """A message in the outbox, as the conversation would have left it."""
    person = await people.meet(database, "telegram", str(address), "en", time())
    draft = Draft(None, msgspec.json.encode(body).decode())
    assert await turns.commit(database, Change(person.id, time(), messages=(draft,)))
    return (await messages.pending(database, person.id, "telegram"))[-1]


async def again(database: Database, message: Message) -> Message:
    """The same message as the outbox would read it for another attempt."""
    return next(m for m in await messages.pending(database, message.person_id, "telegram") if m.id == message.id)


def pictures(count: int) -> tuple[tuple[Picture, ...], list[bytes]]:
    """So many portraits with their bytes."""
    names = tuple(Picture(f"o-{n}", f"headshot-{n}.jpg", f"Look {n}", 800, 1000) for n in range(count))
    return names, [jpeg(800, 1000, colour) for colour in ("red", "green", "blue", "gold", "navy")[:count]]
