"""Pictures fetched from Telegram, or from the disk of a Bot API server of one's own that keeps them there.

Bytes stay in memory. A path on disk is believed only where it lies in the folder that the server keeps for this very
bot. Decides nothing about pictures but their weight.
"""

import asyncio
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import quote, urlencode

import structlog
from telegram import Bot
from telegram.error import TelegramError

from bot.events import NotDownloaded, TooBig
from bot.telegram_wire import LONGEST_PAUSE_S, TooFast

log = structlog.get_logger(__name__)

PUBLIC: Final = "https://api.telegram.org"
DOWNLOAD_MB: Final = 20  # what the public Bot API hands out
LOCAL_MB: Final = 50  # a server of one's own knows no limit; more is no photo
PAUSES_S: Final = (0.3, 1.0, 3.0)  # between attempts to fetch a file: Telegram often has it a moment later


class Files:
    """Fetches pictures. `api_url` is that of Telegram or of a Bot API server."""

    def __init__(self, bot: Bot, api_url: str) -> None:
        self._bot, self._own = bot, api_url.rstrip("/") != PUBLIC
        self._limit_mb = LOCAL_MB if self._own else DOWNLOAD_MB

    async def fetch(self, file: str, size: int) -> bytes | TooBig | NotDownloaded:
        """The bytes of a file, or what to tell instead. `size` in bytes as the sender had it, 0 where unknown."""
        if size > self._limit_mb * 2**20:
            return TooBig(self._limit_mb)
        for pause_s in (*PAUSES_S, None):
            wait_s = 0.0
            try:
                return await self._once(file)
            except TelegramError as error:
                if "too big" in error.message.lower():
                    return TooBig(DOWNLOAD_MB)
                log.warning("a file could not be fetched", why=type(error).__name__, again_in_s=pause_s)
                wait_s = error.seconds if isinstance(error, TooFast) else 0.0
            except OSError as error:
                log.error(
                    "a file of the Bot API server cannot be read: run both on one machine, or that one without --local",
                    why=type(error).__name__,
                )
            if pause_s is not None:
                await asyncio.sleep(max(pause_s, min(wait_s, LONGEST_PAUSE_S)))
        return NotDownloaded()

    async def _once(self, file: str) -> bytes | TooBig:
        """Asked of the wire, not of the library: that would open whatever path it is given."""
        asked = f"{self._bot.base_url}/getFile?{urlencode({'file_id': file})}"
        found = cast("dict[str, Any]", await self._bot.request.post(asked))
        path = str(found.get("file_path", ""))
        if self._own and path.startswith("/"):
            return await asyncio.to_thread(self._from_disk, Path(path))
        if int(found.get("file_size", 0)) > self._limit_mb * 2**20:
            return TooBig(self._limit_mb)
        return await self._bot.request.retrieve(f"{self._bot.base_file_url}/{quote(path)}")

    def _from_disk(self, path: Path) -> bytes | TooBig:
        """The file of a server with --local, which keeps each bot's files in a folder named by its token."""
        file = path.resolve()
        if self._bot.token not in file.parts[:-1]:
            raise PermissionError("not in the folder of this bot")
        if file.stat().st_size > self._limit_mb * 2**20:
            return TooBig(self._limit_mb)
        return file.read_bytes()
