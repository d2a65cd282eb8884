"""The wire to Telegram: what became of each request.

python-telegram-bot makes one error of everything that goes wrong on the way. Whether a message may be sent again hangs
on the difference, so it is told apart here: `Unsent`, `ServerDown` and `TooFast` did nothing, `Unanswered` may have.
Knows no message and no person.
"""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any, Final, TypeVar

import httpx
import msgspec
import structlog
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest, RequestData

log = structlog.get_logger(__name__)
T = TypeVar("T")

READ_S: Final = 30.0  # the library's 5 s give up on answers that are still on their way, which doubles messages
MEDIA_WRITE_S: Final = 60.0  # ten portraits over a slow line
CONNECT_S: Final = 10.0
POOL_S: Final = 30.0  # waiting for a free connection is no failure
CONNECTIONS: Final = 128
FIRST_PAUSE_S: Final = 0.5  # before asking a Telegram in trouble again; doubled each time
LONGEST_PAUSE_S: Final = 30.0
# httpx errors after which the whole request cannot have arrived.
NEVER_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.WriteError, httpx.WriteTimeout)


class Unsent(NetworkError):
    """The request never arrived whole: nothing was done."""


class Unanswered(NetworkError):
    """The request went out and no answer to it came back: it may have been done."""


class ServerDown(NetworkError):
    """Telegram answered that it is in trouble: nothing was done."""


class TooFast(TelegramError):
    """429: nothing was done, and nothing will be for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:.0f} s")
        self.seconds = seconds


class _Parameters(msgspec.Struct):
    retry_after: float = 1.0


class _FloodAnswer(msgspec.Struct):
    parameters: _Parameters = msgspec.field(default_factory=_Parameters)


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Wire(HTTPXRequest):
    """Requests with patient timeouts that fail as one of the errors above."""

    def __init__(self) -> None:
        super().__init__(
            connection_pool_size=CONNECTIONS,
            read_timeout=READ_S,
            write_timeout=READ_S,
            connect_timeout=CONNECT_S,
            pool_timeout=POOL_S,
            media_write_timeout=MEDIA_WRITE_S,
        )

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named_timeouts: Any
    ) -> tuple[int, bytes]:
        """Status and body of an answer that can be understood."""
        try:
            status, body = await super().do_request(url, method, request_data, *timeouts, **named_timeouts)
        except (TimedOut, NetworkError) as error:
            cause = error.__cause__
            what = type(cause).__name__  # its text may hold the address, which holds the token
            raise (Unsent(what) if isinstance(cause, NEVER_LEFT) else Unanswered(what)) from None
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooFast(retry_after(body))
        if status == HTTPStatus.GATEWAY_TIMEOUT:
            raise Unanswered("answered 504")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerDown(f"answered {status}")
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("Request Entity Too Large")
        if method == "POST" and not is_answer(body):
            # A proxy's page would pass for "blocked by the user"; half an answer would end the library's reading.
            raise Unanswered(f"answered {status} with something else than an answer")
        return status, body


def is_answer(body: bytes) -> bool:
    """Whether this is what every answer of Telegram's is: a whole object of JSON with a result, or a refusal."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError:
        return False
    return not answer.ok or answer.result is not msgspec.UNSET


def retry_after(body: bytes) -> float:
    """The seconds a 429 asks for; one where it does not say."""
    try:
        return msgspec.json.decode(body, type=_FloodAnswer).parameters.retry_after
    except msgspec.DecodeError:
        return 1.0


async def until_done(request: Callable[[], Awaitable[T]]) -> T:
    """Ask until Telegram answers, ever more slowly, and not before it wants to be asked again."""
    pause_s = FIRST_PAUSE_S
    while True:
        try:
            return await request()
        except TooFast as error:
            await asyncio.sleep(error.seconds)
        except NetworkError as error:
            log.warning("Telegram cannot be reached", why=error.message, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
