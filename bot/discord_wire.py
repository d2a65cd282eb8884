"""The wire to Discord beside its library: answers to interactions by their tokens, and files by their addresses.

Neither knows the bot's token, and neither may wait in the library's line: an interaction is answered within three
seconds or it has failed for the person. Knows no message and no person; logs no address, since addresses open things.
"""

import asyncio
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import structlog

log = structlog.get_logger(__name__)
Json = dict[str, Any]

VERSION: Final = "v10"
CONNECT_S: Final = 10.0
READ_S: Final = 30.0
ANSWER_S: Final = 2.5  # for one attempt to answer an interaction; after three seconds it has failed
PAUSES_S: Final = (0.1, 0.3, 0.9)  # between attempts to answer an interaction
GONE: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
CHUNK: Final = 2**16


class Expired(Exception):
    """The address of a file is dead: a fresh one may be had."""


class TooHeavy(Exception):
    """A file has more bytes than were asked for."""


class Unfetched(Exception):
    """A file could not be fetched this time."""


class Wire:
    """Requests that need no token of the bot's. `api_url` is Discord's, without version."""

    def __init__(self, api_url: str) -> None:
        self._base = f"{api_url.rstrip('/')}/{VERSION}"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=READ_S)
        self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def acknowledge(self, number: str, token: str, answer: Json) -> None:
        """Answer an interaction. What cannot be answered in time is let go: its answer is said by messages anyway."""
        await self._insist("POST", f"/interactions/{number}/{token}/callback", answer)

    async def remark(self, application: int, token: str, message: Json) -> None:
        """Say something beside an interaction; in the place of its "thinking" if that is still there."""
        await self._insist("POST", f"/webhooks/{application}/{token}", message)

    async def take_back(self, application: int, token: str) -> None:
        """Take away what an interaction has been answered with."""
        await self._insist("DELETE", f"/webhooks/{application}/{token}/messages/@original", None)

    async def _insist(self, method: str, path: str, body: Json | None) -> None:
        """Ask until it is done, refused or too late."""
        status = 0
        for pause_s in (*PAUSES_S, None):
            try:
                async with (
                    asyncio.timeout(ANSWER_S),
                    self._session.request(method, self._base + path, json=body) as answer,
                ):
                    status = answer.status
            except (aiohttp.ClientError, OSError, TimeoutError):
                status = 0
            if 0 < status < HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
                break
            if pause_s is not None:
                await asyncio.sleep(pause_s)
        if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            log.info("an interaction was not answered", status=status)

    async def download(self, url: str, most: int) -> bytes:
        """The bytes of a file, `most` at most. Raises Expired, TooHeavy and Unfetched."""
        data = bytearray()
        try:
            async with self._session.get(url, allow_redirects=False) as answer:
                if answer.status in GONE:
                    raise Expired
                if answer.status != HTTPStatus.OK:
                    raise Unfetched(f"answered {answer.status}")
                async for chunk in answer.content.iter_chunked(CHUNK):
                    data += chunk
                    if len(data) > most:
                        raise TooHeavy
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unfetched(type(error).__name__) from None  # its text may hold the address
        return bytes(data)
