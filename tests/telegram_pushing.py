"""How the Telegram test server sends updates to a webhook: one after the other, again until they are taken.

A public https address of a test leads through `proxies` to where its proxy would pass requests on. Knows nothing of
what is in an update.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from tests.telegram_methods import Refusal
from tests.telegram_spec import Json

AGAIN_S: Final = 0.05  # Telegram's own patience is longer
PORTS: Final = (443, 80, 88, 8443)


class Pushing:
    """The webhook of a bot. `answers` are the status codes it gave, 0 where there was none."""

    def __init__(self, waiting: deque[Json], taken: Callable[[], None]) -> None:
        self._waiting, self._taken = waiting, taken
        self.proxies: dict[str, str] = {}  # https://host: http://127.0.0.1:port
        self.answers: list[int] = []
        self.asked: Json = {}
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where updates are sent; empty where they wait to be fetched."""
        return str(self.asked.get("url", ""))

    def ring(self) -> None:
        """There is something new."""
        self._news.set()

    async def set(self, params: Json) -> bool:
        """setWebhook."""
        await self.stop()
        parts = urlsplit(params["url"])
        if parts.scheme != "https":
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in PORTS:
            raise Refusal(400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
        self.asked = params
        self._task = asyncio.create_task(self._push())
        return True

    async def stop(self) -> bool:
        """deleteWebhook, and the end."""
        self.asked = {}
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
            self._task = None
        return True

    def info(self) -> Json:
        """getWebhookInfo."""
        return {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(self._waiting)}

    async def _push(self) -> None:
        parts = urlsplit(self.url)
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.asked["secret_token"]} if "secret_token" in self.asked else {}
        async with aiohttp.ClientSession(headers=secret) as session:
            while True:
                while self._waiting:
                    there = self.proxies.get(f"{parts.scheme}://{parts.netloc}", "http://127.0.0.1:9")
                    status = await _post(session, f"{there}{parts.path}", self._waiting[0])
                    self.answers.append(status)
                    if status == 200:
                        self._waiting.popleft()
                        self._taken()
                    else:
                        await asyncio.sleep(AGAIN_S)
                self._news.clear()
                await self._news.wait()


async def _post(session: aiohttp.ClientSession, url: str, update: Mapping[str, object]) -> int:
    try:
        async with session.post(url, json=update) as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0
