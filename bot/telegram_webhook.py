"""Updates sent by Telegram to a public address, which a proxy with a certificate passes on to a port of this machine.

Telegram repeats what is not answered with 200, so an update is stored before it is. Only who knows the secret is
listened to; it is made of the bot's token, so there is nothing more to set. Any path is taken: proxies differ in how
much of it they pass on. Knows nothing of what is in an update.
"""

import asyncio
import hmac
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any, Final

import msgspec
import structlog
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.message import PlatformLost
from bot.telegram_arrivals import WANTED
from bot.telegram_wire import until_done
from storage import StorageError

log = structlog.get_logger(__name__)
Json = dict[str, Any]

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT: Final = 2**20  # bytes; an update holds words and numbers, the largest known a few tens of thousands
CONNECTIONS: Final = 40  # at once; Telegram keeps the order within each chat
HOST: Final = "127.0.0.1"  # the proxy is on the same machine, and nobody else needs to reach this port
STOP_S: Final = 3.0


class Webhook:
    """Hands every update to `take`. `url` is the public address, `port` where it ends here; 0 takes a free one."""

    def __init__(self, bot: Bot, url: str, port: int, take: Callable[[list[Json]], Awaitable[None]]) -> None:
        self._bot, self._url, self.port, self._take = bot, url, port, take
        self._secret = secret_of(bot.token)

    async def run(self) -> None:
        """Listen, tell Telegram where, and go on until cancelled. Raises PlatformLost where either is refused.

        Nothing is taken back at the end: what comes while nobody listens stays with Telegram.
        """
        async with self._serving():
            await until_done(self._tell)
            log.info("Telegram sends updates to the webhook", port=self.port)
            await asyncio.Event().wait()

    @asynccontextmanager
    async def _serving(self) -> AsyncGenerator[None]:
        app = web.Application(client_max_size=BODY_LIMIT)
        app.router.add_post("/{path:.*}", self._receive)
        # Without lingering nothing is read of what is refused.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=STOP_S, lingering_time=0)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, HOST, self.port).start()
            except OSError as error:
                raise PlatformLost(
                    f"Port {self.port} on {HOST} cannot be used ({os.strerror(error.errno or 0)}): "
                    "close what uses it, or set TELEGRAM_WEBHOOK_PORT to another number."
                ) from error
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()

    async def _tell(self) -> None:
        try:
            await self._bot.set_webhook(
                self._url, allowed_updates=WANTED, max_connections=CONNECTIONS, secret_token=self._secret
            )
        except BadRequest as error:
            raise PlatformLost(
                f"Telegram does not take TELEGRAM_WEBHOOK_URL={self._url} ({error.message}): it must be https, "
                "reachable from outside, on port 443, 80, 88 or 8443. Without it the bot polls."
            ) from None

    async def _receive(self, request: web.Request) -> web.Response:
        """One update: stored, then acknowledged."""
        given = request.headers.get(HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(given, self._secret.encode()):
            return web.Response(status=403)
        try:
            update = msgspec.json.decode(await request.read(), type=Json)
            number = update["update_id"]
        except (msgspec.DecodeError, KeyError):
            return web.Response(status=400)
        try:
            await self._take([update])
        except StorageError as error:
            log.error("an update could not be stored and stays with Telegram", update=number, why=type(error).__name__)
            return web.Response(status=500)
        return web.Response()


def secret_of(token: str) -> str:
    """What Telegram shows with every update, and nobody else can know."""
    return hmac.new(token.encode(), b"updates by webhook", sha256).hexdigest()
