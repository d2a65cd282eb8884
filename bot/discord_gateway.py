"""Discord's library as far as we need it: one session at the gateway, and requests with the bot's token.

It keeps the socket (heartbeats, resuming, compression) and the limits of requests. Its own reading of events is left
out: it would build and keep objects for everything the gateway tells, and end the session for one it cannot read.
Decides nothing about what is heard.
"""

import asyncio
import re
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any, Final, Literal

import aiohttp
import discord
import structlog
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_wire import VERSION
from bot.evenly import Evenly
from bot.message import PlatformLost

log = structlog.get_logger(__name__)
Json = dict[str, Any]

READY: Final = "READY"
HEARD: Final = (READY, "MESSAGE_CREATE", "INTERACTION_CREATE", "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE")
IDENTIFY_EVERY_S: Final = 5.0  # what Discord asks of bots in one piece
AGAIN_S: Final = 5.0  # before a gateway in trouble is asked again
FIRST_PAUSE_S: Final = 0.5  # before a Discord in trouble is asked again at the start; doubled each time
LONGEST_PAUSE_S: Final = 30.0
LONGEST_EXPONENT: Final = 5  # pauses of up to 32 s once connected
PER_SECOND: Final = 45  # Discord allows 50 requests a second in all, and refuses everything for a while beyond
CHANNEL: Final = re.compile(r"/channels/(\d+)")
LONGEST_WAIT_S: Final = 30.0  # in line for a limit, before a request is given back
TROUBLE: Final = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)

UNACCEPTED: Final = "Discord does not accept the token in DISCORD_TOKEN: copy it again from the developer portal (Bot)."
CLOSED: Final = {
    4004: UNACCEPTED,
    4011: "Discord wants this bot in several pieces (shards), as it is in more than 2,500 servers. It runs in one.",
}
REFUSED: Final = (
    "Discord has ended the connection for good (code {code}): is the bot suspended in the developer portal?"
)


class Backoff(ExponentialBackoff[Literal[False]]):
    """Pauses before the gateway is asked again: the library's grow to 17 minutes in which nobody is answered."""

    def __init__(self) -> None:
        super().__init__()
        self._max = LONGEST_EXPONENT


class Gateway(discord.Client):
    """A session. `hear` is told the name and payload of every event that is listened to."""

    def __init__(self, hear: Callable[[str, Json], None]) -> None:
        discord.client.__dict__["ExponentialBackoff"] = Backoff  # the library asks for none
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
        super().__init__(
            intents=discord.Intents(guilds=True, dm_messages=True, dm_reactions=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT_S,
            http_trace=spread(PER_SECOND),
        )
        self._connection.parsers = {event: partial(hear, event) for event in HEARD}
        self._identified_at = -IDENTIFY_EVERY_S

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until we may introduce ourselves again; the library forgets about an attempt that failed."""
        await asyncio.sleep(self._identified_at + IDENTIFY_EVERY_S - time.monotonic())
        self._identified_at = time.monotonic()

    async def listen(self) -> None:
        """Listen until closed. Raises PlatformLost where Discord will not have us."""
        while not self.is_closed():
            try:
                _, url, _ = await self.http.get_bot_gateway()
                DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
                await self.connect()
            except discord.PrivilegedIntentsRequired:
                raise PlatformLost(REFUSED.format(code=4014)) from None
            except discord.ConnectionClosed as error:
                raise PlatformLost(CLOSED.get(error.code, REFUSED.format(code=error.code))) from None
            except Exception as error:
                if getattr(error.__cause__, "status", 0) == HTTPStatus.UNAUTHORIZED:
                    raise PlatformLost(UNACCEPTED) from None
                log.warning("the gateway of Discord cannot be reached", why=type(error).__name__, again_in_s=AGAIN_S)
                await asyncio.sleep(AGAIN_S)


def spread(per_second: float) -> aiohttp.TraceConfig:
    """Lets so many requests leave in a second, evenly: the library waits for Discord to refuse one too many."""
    turns = Evenly(per_second)

    async def wait(_session: object, _context: object, request: aiohttp.TraceRequestStartParams) -> None:
        found = CHANNEL.search(request.url.path)
        await turns.turn(found[1] if found else "")

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(wait)
    return trace


def move_to(api_url: str) -> None:
    """Have everything asked at this address from now on."""
    Route.BASE = f"{api_url.rstrip('/')}/{VERSION}"


async def logged_in(token: str, hear: Callable[[str, Json], None]) -> Gateway:
    """A session that knows who it is, once Discord can be reached. Raises PlatformLost for a token it refuses."""
    pause_s = FIRST_PAUSE_S
    while True:
        # A new one for each attempt: the library cannot close half of one.
        gateway = Gateway(hear)
        try:
            await gateway.login(token)
        except BaseException as error:
            await gateway.close()
            if isinstance(error, discord.LoginFailure):
                raise PlatformLost(UNACCEPTED) from None
            if not isinstance(error, TROUBLE):
                raise
            log.warning("Discord cannot be reached", why=type(error).__name__, again_in_s=pause_s)
        else:
            return gateway
        await asyncio.sleep(pause_s)
        pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
