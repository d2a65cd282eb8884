"""The conversation on a page in the browser of the same computer, for a first visit without any token.

In come words, button presses and photos over HTTP; out goes the transcript, kept true by a stream of server-sent
events: what `storage.messages` holds is what the page shows, so a reload, a second tab or a restart lose nothing.
It listens on 127.0.0.1 alone and knows a person by a random cookie. It decides nothing about the product.
"""

import asyncio
import os
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import PurePath
from typing import Final, Protocol
from weakref import WeakValueDictionary

import msgspec
import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bot import local_request
from bot.events import Event, NotAPicture, TooBig
from bot.local_pictures import Pictures
from bot.local_view import Drawing, Transcript, changes, drawings, is_gone, line, transcript
from bot.message import Body, PlatformLost
from storage import messages, people, turns
from storage.database import Database
from storage.messages import Message
from storage.vault import Vault

log = structlog.get_logger(__name__)

NAME: Final = local_request.PLATFORM
STILL_HERE_S: Final = 15.0  # a quiet stream says something this often, so that both sides notice a lost one
PAGE_TYPES: Final = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class LocalPageError(PlatformLost):
    """The page cannot be served; the text says what to do."""


class Listener(Protocol):
    """The part of `bot.talk.Talk` a platform speaks to."""

    async def hear(self, platform: str, address: str, language: str, event: Event) -> None:
        """Answer one event; returns once the answer is stored."""
        ...

    async def photo(self, platform: str, address: str, language: str, data: bytes) -> None:
        """Answer one picture; returns once it is stored or refused."""
        ...


class Local:
    """The local page as a platform. `port` 0 takes a free one; `url` says where the page is once it serves."""

    name: str = NAME

    def __init__(self, talk: Listener, database: Database, vault: Vault, port: int) -> None:
        self._talk = talk
        self._database = database
        self.port = port
        self._pictures = Pictures(database, vault)
        self._page = _read_page()
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._last_words: dict[str, tuple[str, ...]] = {}  # receipts of people who are gone, until they speak again
        self._closing = False

    @property
    def url(self) -> str:
        """Where a person opens the page."""
        return f"http://127.0.0.1:{self.port}/"

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """Tell open pages that the transcript has changed; a message that is not stored is held in memory."""
        if message.id == 0:
            self._last_words[message.address] = (*self._last_words.get(message.address, ()), message.body)
        self._ring(message.address)
        return str(message.id)

    # --- serving -------------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[None]:
        """Serve the page inside the block. Raises LocalPageError where the port is taken."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port)
        try:
            try:
                await site.start()
            except OSError as error:
                raise LocalPageError(
                    f"Port {self.port} on 127.0.0.1 cannot be used ({os.strerror(error.errno or 0)}): "
                    "close what uses it, or set LOCAL_PORT to another number."
                ) from error
            self.port = runner.addresses[0][1]
            yield
        finally:
            await runner.cleanup()

    async def run(self) -> None:
        """Serve until cancelled."""
        async with self.serving():
            log.info("open this page in a browser on this computer", url=self.url)
            await asyncio.Event().wait()

    async def close(self) -> None:
        """Nothing stays open after `run`."""

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=local_request.WORDS_LIMIT)
        app.on_response_prepare.append(local_request.secure)
        app.on_shutdown.append(self._close_streams)
        app.add_routes(
            [
                web.get("/", self._open),
                web.get("/page/{name}", self._file),
                web.get("/looks", self._looks),
                web.post("/say", self._say),
                web.post("/photo", self._photo),
                web.get("/messages", self._messages),
                web.get("/stream", self._stream),
                web.get("/picture/{blob}", self._pictures.portrait),
                web.get("/pictures/{message}", self._pictures.album),
                web.get("/card/{message}/{blob}", self._pictures.card),
                web.get("/selfie/{id}", self._pictures.selfie),
            ]
        )
        return app

    async def _close_streams(self, _app: web.Application) -> None:
        self._closing = True
        for address in self._bells:
            self._ring(address)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        local_request.check_source(request, self.port)
        return await handler(request)

    # --- the page ------------------------------------------------------------------------------------------------

    async def _open(self, request: web.Request) -> web.Response:
        response = self._page_file("index.html")
        response.headers[hdrs.CACHE_CONTROL] = "no-store"  # it hands out a key
        if local_request.key_of(request) is None:
            local_request.give_key(response, self.port)
        return response

    async def _file(self, request: web.Request) -> web.Response:
        return self._page_file(request.match_info["name"])

    def _page_file(self, name: str) -> web.Response:
        if name not in self._page:
            raise web.HTTPNotFound(text=f"The page has no file {name!r}.")
        kind = PAGE_TYPES[PurePath(name).suffix]
        response = web.Response(body=self._page[name], content_type=kind, charset="utf-8")
        response.headers[hdrs.CACHE_CONTROL] = "no-cache"
        return response

    async def _looks(self, _request: web.Request) -> web.Response:
        return _json(drawings())

    # --- in ------------------------------------------------------------------------------------------------------

    async def _say(self, request: web.Request) -> web.Response:
        await self._hear(request, await local_request.words(request))
        return web.Response(status=204)

    async def _hear(self, request: web.Request, event: Event) -> None:
        address = local_request.address(request)
        async with self._turn(address):
            self._last_words.pop(address, None)
            await self._talk.hear(NAME, address, local_request.language(request), event)
        self._ring(address)

    async def _photo(self, request: web.Request) -> web.Response:
        """One photo as the raw body; answers {"photo": its id, or null where the conversation did not take it}."""
        address = local_request.address(request)
        match await local_request.photo(request):
            case NotAPicture() as other:
                await self._hear(request, other)
                raise web.HTTPUnsupportedMediaType(text=f"{request.content_type} is not a picture: send a photo.")
            case TooBig(limit) as heavy:
                await self._hear(request, heavy)
                raise web.HTTPRequestEntityTooLarge(limit, text=f"This is over {limit} MB: send a smaller copy.")
            case data:
                return web.json_response({"photo": await self._keep(address, request, data)})

    async def _keep(self, address: str, request: web.Request, data: bytes) -> str | None:
        """Hand a photo over; returns its id if the conversation took it."""
        async with self._turn(address):
            self._last_words.pop(address, None)
            known = {mark.id for mark in (await self._transcript(address)).photos}
            await self._talk.photo(NAME, address, local_request.language(request), data)
            marks = (await self._transcript(address)).photos
        self._ring(address)
        return next((mark.id for mark in marks if mark.id not in known), None)

    def _turn(self, address: str) -> asyncio.Lock:
        """One thing at a time for each person, in the order it came."""
        return self._turns.setdefault(address, asyncio.Lock())

    # --- out -----------------------------------------------------------------------------------------------------

    def _ring(self, address: str) -> None:
        for bell in self._bells.get(address, ()):
            bell.set()

    async def _transcript(self, address: str) -> Transcript:
        last_words = tuple(line(-n, body) for n, body in enumerate(self._last_words.get(address, ()), 1))
        person = await people.find_by_address(self._database, NAME, address)
        if person is None:
            return Transcript(last_words)
        kept = await messages.history(self._database, person.id, NAME)
        lines = tuple(
            line(m.id, m.body, m.version, m.slot) for m in kept if m.state != "dropped" and not is_gone(m.body)
        )
        return transcript(last_words + lines, await turns.standing(self._database, person.id))

    async def _messages(self, request: web.Request) -> web.Response:
        """The transcript as it is now, from the message after `after` on."""
        after = request.query.get("after", "0")
        if not after.isdecimal():
            raise web.HTTPBadRequest(text=f"after={after!r} is not the number of a message.")
        now = await self._transcript(local_request.address(request))
        lines = tuple(shown for shown in now.lines if shown.id < 0 or shown.id > int(after))
        return _json(msgspec.structs.replace(now, lines=lines))

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """The whole transcript, then every change of it, as server-sent events."""
        address = local_request.address(request)
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream"})
        await response.prepare(request)
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            await self._follow(address, bell, response)
        except ConnectionError:
            pass  # the page was closed, as pages are
        finally:
            self._bells[address].discard(bell)
            if not self._bells[address]:
                del self._bells[address]
        return response

    async def _follow(self, address: str, bell: asyncio.Event, response: web.StreamResponse) -> None:
        shown: Transcript | None = None
        while not self._closing:
            bell.clear()
            now = await self._transcript(address)
            if (news := changes(shown, now)) is not None:
                await response.write(b"data: " + msgspec.json.encode(news) + b"\n\n")
            shown = now
            try:
                async with asyncio.timeout(STILL_HERE_S):
                    await bell.wait()
            except TimeoutError:
                await response.write(b": still here\n\n")


def _read_page() -> dict[str, bytes]:
    """Every file of the page, by name."""
    files = (file for file in (resources.files("bot") / "page").iterdir() if PurePath(file.name).suffix in PAGE_TYPES)
    return {file.name: file.read_bytes() for file in files}


def _json(value: Transcript | dict[str, Drawing | None]) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
