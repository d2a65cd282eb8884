"""Updates fetched by long polling: what works without a public address.

A fetch acknowledges everything before it, so what came is taken, which stores it, before the next one. Knows nothing of
what is in an update but its number.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, cast
from urllib.parse import urlencode

import structlog
from telegram import Bot

from bot.telegram_arrivals import WANTED
from bot.telegram_wire import READ_S, Wire, until_done
from storage import StorageError

log = structlog.get_logger(__name__)
Json = dict[str, Any]

POLL_S: Final = 30  # a long poll; shorter ones only cost requests
STORE_AGAIN_S: Final = 1.0


class Polling:
    """Hands every update to `take`. `polls` is a line of its own: a long poll must not hold up a message."""

    def __init__(self, bot: Bot, polls: Wire, take: Callable[[list[Json]], Awaitable[None]]) -> None:
        self._bot, self._polls, self._take = bot, polls, take

    async def run(self) -> None:
        """Fetch, have it stored, and acknowledge only then, by fetching what comes after. Raises Conflict."""
        await until_done(self._end_webhook)
        offset = 0
        while True:
            fetched = await until_done(partial(self._fetch, offset))
            try:
                await self._take(fetched)
            except StorageError as error:
                log.error("updates could not be stored and stay with Telegram", why=type(error).__name__)
                await asyncio.sleep(STORE_AGAIN_S)
                continue
            offset = max((update["update_id"] + 1 for update in fetched), default=offset)

    async def _end_webhook(self) -> None:
        """Have Telegram keep for us what it would send to an address of an earlier start."""
        if (await self._bot.get_webhook_info()).url:
            await self._bot.delete_webhook()
            log.warning("a webhook was set for this bot and has been removed: without one, updates are polled")

    async def _fetch(self, offset: int) -> list[Json]:
        """One long poll. `offset` acknowledges all before it.

        Asked of the wire, not of the library's `get_updates`: that refuses, and logs, a whole batch for one update it
        cannot read.
        """
        asked = {"timeout": POLL_S, "allowed_updates": json.dumps(WANTED)} | ({"offset": offset} if offset else {})
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        return cast("list[Json]", await self._polls.post(url, read_timeout=POLL_S + READ_S))
