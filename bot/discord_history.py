"""What people wrote while nobody listened, read from the history of their direct messages.

A session of the gateway that is resumed loses nothing; one that begins anew has missed what was said before. Then every
chat is read on from the newest message that was heard there, and that mark is not moved until it has been: a stop in
the middle only has more read again. What is found is handed on as if it had just arrived. Decides nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.http import HTTPClient

from storage import chats
from storage.chats import Chat
from storage.database import Database

log = structlog.get_logger(__name__)
Json = dict[str, Any]
Keep = Callable[[Sequence[tuple[str, Json]]], Awaitable[None]]  # stores what was found, however long that takes

NAME: Final = "discord"
PAGE: Final = 100  # messages of one answer, the most there are
PACE_S: Final = 0.1  # between chats: Discord allows 50 requests a second for everything
AGAIN_S: Final = 5.0


class History:
    """Reads on where a session has missed something."""

    def __init__(self, database: Database, keep: Keep) -> None:
        self._database, self._keep = database, keep
        self._behind: set[str] = set()
        self._reading: asyncio.Task[None] | None = None

    async def begin(self, http: HTTPClient) -> None:
        """A session has begun: from now on nothing counts as heard that is not read. Returns before it is read."""
        found = await chats.with_history(self._database, NAME)
        await self.stop()
        self._behind = {chat.address for chat in found}
        # Who was here last most likely has written.
        latest = sorted(found, key=lambda chat: chat.seen, reverse=True)
        self._reading = asyncio.create_task(self._read_all(http, latest))

    async def stop(self) -> None:
        """Read no further."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait({self._reading})

    async def heard(self, address: str, message: int) -> None:
        """A message was heard: all before it were too, unless some are still to be read."""
        if address not in self._behind:
            await chats.note_seen(self._database, NAME, address, message)

    async def _read_all(self, http: HTTPClient, found: Sequence[Chat]) -> None:
        for chat in found:
            while True:
                try:
                    await self._read(http, chat)
                except (discord.Forbidden, discord.NotFound) as error:
                    log.info("a chat cannot be read any more", code=error.code)
                except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                    log.warning("a chat could not be read", why=type(error).__name__, again_in_s=AGAIN_S)
                    await asyncio.sleep(AGAIN_S)
                    continue
                except Exception:
                    log.exception("a chat could not be read; it is tried again when the next session begins")
                break
            await asyncio.sleep(PACE_S)

    async def _read(self, http: HTTPClient, chat: Chat) -> None:
        newest = chat.seen
        while True:
            page: Any = await http.logs_from(int(chat.channel or 0), PAGE, after=newest)
            messages = sorted(page, key=lambda message: int(message["id"]))
            await self._keep([("MESSAGE_CREATE", message) for message in messages])
            newest = max((newest, *(int(message["id"]) for message in messages)))
            if len(messages) < PAGE:
                break
        self._behind.discard(chat.address)
        await chats.note_seen(self._database, NAME, chat.address, newest)
