"""The wire to Discord beside its library: answers to interactions by their tokens, and files by their addresses.

Neither knows the bot's token, and neither may wait in the library's line: an interaction is answered within three
seconds or it has failed for the person. Knows no message and no person; logs no address, since addresses open things.
"""

import asyncio
import math
import time
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
IN_TIME_S: Final = 3.0  # for all of them
PATIENCE_S: Final = 30.0  # for what is said or taken back afterwards
PAUSES_S: Final = (0.1, 0.3, 0.9)  # between attempts, unless Discord names a longer time
ANSWERED: Final = 40060  # Discord's code: this interaction was acknowledged before
DONE: Final = (HTTPStatus.OK, HTTPStatus.NO_CONTENT)
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
        self._acknowledging: dict[str, asyncio.Future[bool]] = {}  # by the interaction's token
        self._session = aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def acknowledge(self, number: str, token: str, answer: Json) -> None:
        """Answer an interaction. What cannot be answered in time is let go: its answer is said by messages anyway."""
        done = self._acknowledging[token] = asyncio.get_running_loop().create_future()
        answered = False
        try:
            answered = await self._insist("POST", f"/interactions/{number}/{token}/callback", answer, IN_TIME_S)
        finally:
            done.set_result(answered)
            del self._acknowledging[token]

    async def remark(self, application: int, token: str, message: Json) -> None:
        """Say something beside an interaction; in the place of its "thinking" if that is still there."""
        await self._follow("POST", f"/webhooks/{application}/{token}", token, message)

    async def take_back(self, application: int, token: str) -> None:
        """Take away what an interaction has been answered with."""
        await self._follow("DELETE", f"/webhooks/{application}/{token}/messages/@original", token, None)

    async def _follow(self, method: str, path: str, token: str, body: Json | None) -> None:
        """What follows an acknowledgement: that comes first, however long it takes, and without it nothing follows."""
        acknowledging = self._acknowledging.get(token)
        if acknowledging is None or await acknowledging:
            await self._insist(method, path, body, PATIENCE_S)

    async def _insist(self, method: str, path: str, body: Json | None, within_s: float) -> bool:
        """Ask until it is done, refused or too late, never before the time that Discord names; whether it is done."""
        until, unheard, status, code = time.monotonic() + within_s, False, 0, 0
        for pause_s in (*PAUSES_S, math.inf):
            status, code, wait_s = await self._ask(method, path, body)
            if status in DONE or (unheard and code == ANSWERED):
                return True
            unheard |= not status
            wait_s = max(pause_s, wait_s)
            if code or time.monotonic() + wait_s > until:
                break
            await asyncio.sleep(wait_s)
        log.info("an interaction was not answered", status=status, code=code)
        return False

    async def _ask(self, method: str, path: str, body: Json | None) -> tuple[int, int, float]:
        """Status (0: no answer), Discord's own code of a refusal (0: none, or trouble that passes), seconds to wait."""
        try:
            async with (
                asyncio.timeout(ANSWER_S),
                self._session.request(method, self._base + path, json=body) as answer,
            ):
                if answer.ok or answer.content_type != "application/json":
                    return answer.status, 0, 0.0  # else a page of some proxy
                told = await answer.json()
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
            return 0, 0, 0.0
        passes = answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return answer.status, 0 if passes else int(told.get("code", 0)), float(told.get("retry_after", 0))

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
