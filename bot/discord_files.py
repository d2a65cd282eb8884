"""Pictures fetched from Discord, in memory.

An address opens a picture for whoever has it, and dies within a day: it is kept no longer than it takes, and never
logged. Decides nothing about pictures but their weight.
"""

import asyncio
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.http import HTTPClient

from bot.discord_arrivals import Arrival, PictureSent
from bot.discord_wire import Expired, TooHeavy, Unfetched, Wire
from bot.events import NotDownloaded, TooBig

log = structlog.get_logger(__name__)

DOWNLOAD_MB: Final = 25  # two and a half times what Discord takes from most people; more is no photo
PAUSES_S: Final = (0.3, 1.0, 3.0)  # between attempts


async def fetch(wire: Wire, http: HTTPClient, arrival: Arrival, picture: PictureSent) -> bytes | TooBig | NotDownloaded:
    """The bytes of a picture, or what to tell instead."""
    if picture.size > DOWNLOAD_MB * 2**20:
        return TooBig(DOWNLOAD_MB)
    url = picture.url
    for pause_s in (*PAUSES_S, None):
        try:
            return await wire.download(url, DOWNLOAD_MB * 2**20)
        except TooHeavy:
            return TooBig(DOWNLOAD_MB)
        except Expired:
            log.info("the address of a file is dead", again_in_s=pause_s)
            url = await _fresh(http, arrival, picture) or url
        except Unfetched as error:
            log.warning("a file could not be fetched", why=str(error), again_in_s=pause_s)
        if pause_s is not None:
            await asyncio.sleep(pause_s)
    return NotDownloaded()


async def _fresh(http: HTTPClient, arrival: Arrival, picture: PictureSent) -> str | None:
    """The address as it is now; None where the picture came with no message, or that is gone."""
    if not arrival.message:
        return None
    try:
        message: Any = await http.get_message(arrival.channel, arrival.message)
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        log.info("a message could not be looked up", why=type(error).__name__)
        return None
    forwarded = (shot["message"] for shot in message.get("message_snapshots") or ())
    files = [file for one in (message, *forwarded) for file in one.get("attachments") or ()]
    return next((file["url"] for file in files if int(file["id"]) == picture.file), None)
