"""What a browser may ask of the local page, and what it is told about it; everything else is refused here.

The page is reachable by every program and every web site open on this computer, so names, origins, sizes and shapes
are checked before anything is heard. Knows HTTP; knows no person, picture or database.
"""

import re
import secrets
from typing import Final, Literal

import msgspec
from aiohttp import hdrs, web

from bot.events import Command, Event, NotAPicture, Pressed, Said, TooBig

PLATFORM: Final = "local"  # as stored with each person
PHOTO_LIMIT_MB: Final = 25  # twice the largest phone JPEG; the sandbox refuses by pixels, this bounds memory
WORDS_LIMIT: Final = 4096  # bytes of one POST /say
COOKIE_AGE_S: Final = 400 * 86400  # the longest a browser keeps any cookie
KEY: Final = re.compile(r"[\w-]{43}", re.ASCII)  # 32 random bytes, base64url
HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Utterance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the page posts to /say: exactly one of these. `held`: a file the page did not even send, and why."""

    text: str | None = None
    choice: str | None = None
    command: str | None = None
    held: Literal["too_big", "not_a_picture"] | None = None


async def secure(_request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer the headers that keep other sites out and pictures out of caches."""
    response.headers.update(HEADERS)
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")


def check_source(request: web.Request, port: int) -> None:
    """Refuse what another site sends through this browser. Raises HTTPMisdirectedRequest or HTTPForbidden.

    A foreign Host is a foreign name that resolves to 127.0.0.1 (DNS rebinding); a foreign Origin is another page.
    Pages on other ports of this computer count as the same *site*, so the cookie alone does not keep them out.
    """
    suffix = "" if port == 80 else f":{port}"  # browsers leave the usual port out
    hosts = {f"127.0.0.1{suffix}", f"localhost{suffix}"}
    here = f"http://127.0.0.1:{port}/"
    if request.headers.get(hdrs.HOST) not in hosts:
        raise web.HTTPMisdirectedRequest(text=f"This page lives at {here} only.")
    origin = request.headers.get(hdrs.ORIGIN)
    if request.method == hdrs.METH_POST and origin not in {f"http://{host}" for host in hosts}:
        raise web.HTTPForbidden(text=f"Only the page at {here} may send this.")
    if request.path != "/" and request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        raise web.HTTPForbidden(text=f"Only the page at {here} may ask for this.")


def key_of(request: web.Request) -> str | None:
    """The key this browser was given, if it has one."""
    key = request.cookies.get(_cookie(_port(request)), "")
    return key if KEY.fullmatch(key) else None


def address(request: web.Request) -> str:
    """The key as the person's address. Raises HTTPUnauthorized without one."""
    key = key_of(request)
    if key is None:
        raise web.HTTPUnauthorized(text=f"Open http://127.0.0.1:{_port(request)}/ first.")
    return key


def _port(request: web.Request) -> int:
    """The port of this page; `check_source` has seen that the Host names it."""
    return int(request.host.partition(":")[2] or 80)


def give_key(response: web.Response, port: int) -> None:
    """Give this browser a key of its own: 32 random bytes that no script can read and no other site can send."""
    key = secrets.token_urlsafe(32)
    response.set_cookie(_cookie(port), key, max_age=COOKIE_AGE_S, httponly=True, samesite="Strict", path="/")


def _cookie(port: int) -> str:
    """The name of the cookie; all ports of a host share their cookies, so each page has its own."""
    return f"studio_{port}"


def language(request: web.Request) -> str:
    """The language this browser asks for first, as a bare tag."""
    found = re.match(r"\s*([A-Za-z]{2,3})\b", request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    return found.group(1).lower() if found else "en"


async def words(request: web.Request) -> Event:
    """What was said, as the conversation knows it. Raises HTTPBadRequest unless it is exactly one thing."""
    try:
        said = msgspec.json.decode(await request.read(), type=Utterance)
    except msgspec.DecodeError as error:
        raise web.HTTPBadRequest(text=f"Not understood: {error}.") from error
    match (said.text, said.choice, said.command, said.held):
        case (str(), None, None, None):
            return Said()
        case (None, str(data), None, None):
            return Pressed(data)
        case (None, None, str(name), None):
            return Command(name)
        case (None, None, None, "too_big"):
            return TooBig(PHOTO_LIMIT_MB)
        case (None, None, None, "not_a_picture"):
            return NotAPicture()
        case _:
            raise web.HTTPBadRequest(text="Say exactly one thing: text, choice, command or held.")


async def photo(request: web.Request) -> bytes | NotAPicture | TooBig:
    """The picture that is sent, never more than the limit in memory; or what else it is."""
    limit = PHOTO_LIMIT_MB * 1024 * 1024
    if not request.content_type.startswith(("image/", "application/octet-stream")):
        return NotAPicture()
    if (request.content_length or 0) > limit:
        return TooBig(PHOTO_LIMIT_MB)
    data = bytearray()
    async for chunk in request.content.iter_any():
        data += chunk
        if len(data) > limit:
            return TooBig(PHOTO_LIMIT_MB)
    return bytes(data)
