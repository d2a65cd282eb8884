"""What the tests of Discord share: a conversation that only listens, the adapter connected to the test server."""

import asyncio
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import time

import msgspec
from PIL import Image

from bot.events import Event
from bot.message import Body, Picture
from bot.on_discord import Discord
from bot.texts import Texts
from storage import inbox, messages, people, turns
from storage.changes import Change, Draft
from storage.database import Database
from storage.messages import Message
from tests.discord_person import Person
from tests.discord_server import TOKEN, DiscordServer
from tests.waiting import until


@dataclass
class Listening:
    """A conversation that notes what it hears, marks it as done and says nothing. `gates` hold people up."""

    database: Database
    heard: list[tuple[str, Event | bytes]] = field(default_factory=list[tuple[str, Event | bytes]])
    languages: list[str] = field(default_factory=list[str])
    gates: dict[str, asyncio.Event] = field(default_factory=dict[str, asyncio.Event])
    trouble: int = 0

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

    async def _note(self, address: str, language: str, what: Event | bytes, delivered: int | None) -> None:
        if address in self.gates:
            await self.gates[address].wait()
        if self.trouble:
            self.trouble -= 1
            raise OSError("the disk is full, in this test")
        assert delivered is not None
        await people.meet(self.database, "discord", address, language, time())
        await inbox.done(self.database, delivered)
        self.heard.append((address, what))
        self.languages.append(language)

    def of(self, person: Person) -> list[Event | bytes]:
        """What was heard of one person."""
        return [what for who, what in self.heard if who == str(person.id)]

    async def until(self, count: int) -> list[Event | bytes]:
        """Wait for so many things in all."""
        await until(lambda: len(self.heard) >= count, f"{count} things heard, so far {self.heard!r:.500}")
        return [what for _, what in self.heard]


@asynccontextmanager
async def listening(
    server: DiscordServer, talk: Listening, token: str = TOKEN, admins: tuple[str, ...] = ()
) -> AsyncGenerator[Discord]:
    """The adapter, connected and introduced."""
    discord = Discord(token, server.url, talk, talk.database, Texts.load(), admins)
    before = server.gateway.identified
    running = asyncio.create_task(discord.run())

    def connected() -> bool:
        # The socket of a bot that has just stopped may not have been missed yet.
        return server.gateway.identified > before and server.gateway.connected and bool(server.commands)

    try:
        await until(lambda: running.done() or connected(), "the bot connecting")
        assert not running.done(), running.exception()
        yield discord
    finally:
        running.cancel()
        await asyncio.wait({running})
        await discord.close()


def jpeg(width: int = 1600, height: int = 2000, colour: str = "teal") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", quality=90)
    return out.getvalue()


async def stored(database: Database, body: Body, person: Person, slot: str | None = None) -> Message:
    """A message in the outbox, as the conversation would have left it."""
    somebody = await people.meet(database, "discord", str(person.id), "en", time())
    draft = Draft(slot, msgspec.json.encode(body).decode())
    assert await turns.commit(database, Change(somebody.id, time(), messages=(draft,)))
    return (await messages.pending(database, somebody.id, "discord"))[-1]


async def again(database: Database, message: Message) -> Message:
    """The same message as the outbox would read it for another attempt."""
    return next(m for m in await messages.pending(database, message.person_id, "discord") if m.id == message.id)


async def shown(database: Database, message: Message, remote: str | None) -> None:
    """The outbox notes what the platform took."""
    await messages.sent(database, message.id, message.version, remote)


def pictures(count: int, size: int = 800) -> tuple[tuple[Picture, ...], list[bytes]]:
    """So many portraits with their bytes."""
    names = tuple(Picture(f"o-{n}", f"headshot-{n}.jpg", f"Look {n}", size, size) for n in range(count))
    colours = ("red", "green", "blue", "gold", "navy", "teal", "pink", "gray", "lime", "cyan")
    return names, [jpeg(size, size, colours[n % 10]) for n in range(count)]
