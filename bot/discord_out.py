"""Messages to Discord: texts with buttons and menus, albums, files; each shown once, whatever the line does.

A text is sent under a nonce, so that Discord shows it once though it is asked twice within minutes, and from then on
edited. Albums and files are marked as begun before they are sent, and carry a mark of ours: one of which no answer came
is looked for in the chat before it is sent again. Decides nothing about the product.
"""

import asyncio
import io
import json
from collections import defaultdict
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord import AllowedMentions, ui
from discord.http import HTTPClient, handle_message_parameters
from msgspec.structs import replace

from bot.discord_words import NO_MENTIONS, Mentions, layout
from bot.message import Blocked, Body, Closed, DeliveryError, Refused, TryLater
from storage import chats, messages
from storage.database import Database
from storage.messages import Message

log = structlog.get_logger(__name__)
Json = dict[str, Any]

NAME: Final = "discord"
ALBUM: Final = 10  # pictures in a gallery
FILE_LIMIT: Final = 10 * 2**20  # bytes of one file
REQUEST_LIMIT: Final = 24 * 2**20  # bytes of all files of a message; Discord takes 25 MiB with all that is around them
LOOK_BACK: Final = 50  # messages among which one that was sent without an answer is looked for
NOBODY: Final = AllowedMentions.none()
PATIENCE_S: Final = 120.0  # for everything one message takes
WAIT_AT_MOST_S: Final = 30.0
NOT_YET_S: Final = 1.0  # before the first connection
CHANNELS_KEPT: Final = 10_000
# Discord's codes of errors.
CLOSED: Final = (50007, 50278)  # no messages are taken from us, or there is no server we share any more
UNKNOWN_CHANNEL: Final = (10003, 50001)
NOBODY_THERE: Final = (*UNKNOWN_CHANNEL, 10013, 50033)
UNKNOWN_MESSAGE: Final = 10008
PASSING: Final = (20026, 40001, 40003, 130000)  # the bot is held back for a while, or Discord is overloaded
# RuntimeError: the session is closed. JSONDecodeError: half an answer.
TROUBLE: Final = (
    discord.DiscordException,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
    RuntimeError,
    json.JSONDecodeError,
)
FINAL: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


class Outgoing:
    """Shows messages in direct messages. Raises as `bot.message.Platform` has it.

    `http` is None until connected; `mentions` are those of the commands, once they are up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.http: HTTPClient | None = None
        self.me = 0
        self.mentions: Mentions = NO_MENTIONS
        self._channels: dict[str, int] = {}
        self._failures: dict[str, int] = {}  # address: failures in a row
        self._watchers: dict[str, set[asyncio.Future[bool]]] = defaultdict(set)

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform.deliver`. A card's id is its message's and, with a comma, its picture."""
        async with self._told(message.address):
            try:
                return await self._show(await self._channel(message.address), message, body, pictures)
            except discord.HTTPException as error:
                if error.code not in UNKNOWN_CHANNEL:
                    raise
            return await self._show(await self._open(message.address), message, body, pictures)

    async def say(self, address: str, text: str) -> None:
        """Say something that is not stored and not repeated."""
        async with self._told(address):
            await self._send(
                address, await self._channel(address), None, layout(Body(text), mentions=self.mentions), ()
            )

    def learn(self, address: str, channel: int) -> None:
        """Somebody's direct messages are at this channel."""
        if len(self._channels) >= CHANNELS_KEPT:
            self._channels.clear()
        self._channels[address] = channel

    def door(self, address: str) -> str:
        """The address that opens somebody's direct messages with us; empty where they were never written to."""
        channel = self._channels.get(address)
        return f"https://discord.com/channels/@me/{channel}" if channel else ""

    @contextmanager
    def watched(self, address: str) -> Generator[asyncio.Future[bool]]:
        """Learn whether the next new message to somebody reaches them: False where they take none from us."""
        reached = asyncio.get_running_loop().create_future()
        self._watchers[address].add(reached)
        try:
            yield reached
        finally:
            self._watchers[address].discard(reached)
            if not self._watchers[address]:
                del self._watchers[address]

    # --- places -------------------------------------------------------------------------------------------------------

    async def _channel(self, address: str) -> int:
        """Where to write to somebody; opened and noted where that is not known."""
        if address in self._channels:
            return self._channels[address]
        chat = await chats.find(self._database, NAME, address)
        if chat is not None and chat.channel is not None:
            self.learn(address, int(chat.channel))
            return self._channels[address]
        return await self._open(address)

    async def _open(self, address: str) -> int:
        opened: Any = await self._discord().start_private_message(int(address))
        await chats.note_channel(self._database, NAME, address, opened["id"])
        await chats.note_seen(self._database, NAME, address, int(opened.get("last_message_id") or 0))
        self.learn(address, int(opened["id"]))
        return self._channels[address]

    def _discord(self) -> HTTPClient:
        if self.http is None:
            raise TryLater(NOT_YET_S)
        return self.http

    # --- showing ------------------------------------------------------------------------------------------------------

    async def _show(self, channel: int, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        match body.kind:
            case "text" | "card":
                return await self._text(channel, message, body, pictures)
            case "album" | "file":
                return await self._album(channel, message, body, pictures)
            case "gone":
                return await self._take_away(channel, message)

    async def _text(self, channel: int, message: Message, body: Body, pictures: Sequence[bytes]) -> str:
        """Show a text or a card, or change the one that is shown."""
        number, _, shown = (message.remote or "").partition(",")
        blob = body.pictures[0].blob if pictures else ""
        files = _files(body, pictures) if blob != shown else None
        view = layout(body, [_filename(body, 0)] if blob else (), mentions=self.mentions)
        nonce = _nonce(message)
        if number:
            if await self._edit(channel, int(number), view, files):
                return f"{number},{blob}" if blob else number
            nonce = _nonce(message, message.version)  # the old one is spent on what has vanished
        number = str(await self._send(message.address, channel, nonce, view, _files(body, pictures)))
        if message.version > 1 and message.remote is None:
            # An earlier version may have been shown, its answer lost: then that is what the nonce stands for.
            await self._edit(channel, int(number), view, _files(body, pictures))
        return f"{number},{blob}" if blob else number

    async def _album(self, channel: int, message: Message, body: Body, pictures: Sequence[bytes]) -> str:
        """Show pictures, in as many messages as their weight asks for; buttons are below the last."""
        parts = list(_parts(body, pictures))
        shown = [number for number in (message.remote or "").split(",") if number]
        for place in range(len(shown), len(parts)):
            part, data = parts[place]
            mark = (message.id * ALBUM + place) % 2**31
            number = await self._found(channel, mark) if message.step > place else None
            if number is None:
                await messages.remember(self._database, message.id, ",".join(shown), place + 1)
                names = [_filename(part, at) for at in range(len(data))]
                nonce = _nonce(message, place)
                view = layout(part, names, mark, self.mentions)
                number = await self._send(message.address, channel, nonce, view, _files(part, data))
            shown.append(str(number))
        return ",".join(shown)

    async def _found(self, channel: int, mark: int) -> int | None:
        """The number of our message with this mark, if it is among the latest."""
        page: Any = await self._discord().logs_from(channel, LOOK_BACK)
        ours = (m for m in page if int(m["author"]["id"]) == self.me)
        return next((int(m["id"]) for m in ours if any(part.get("id") == mark for part in m["components"])), None)

    async def _take_away(self, channel: int, message: Message) -> None:
        """Delete what a message shows."""
        for number in (message.remote or "").split(","):
            if not number.isdigit():
                continue
            try:
                await self._discord().delete_message(channel, int(number))
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise

    async def _send(
        self, address: str, channel: int, nonce: str | None, view: ui.LayoutView, files: Sequence[discord.File]
    ) -> int:
        # Who begins to wait now may have closed the door. An edit tells nothing: it passes through closed ones.
        waiting = tuple(self._watchers.get(address, ()))
        with (
            _emptied(files),
            handle_message_parameters(
                view=view, files=files or discord.utils.MISSING, nonce=nonce, allowed_mentions=NOBODY
            ) as params,
        ):
            sent: Any = await self._discord().send_message(channel, params=params)
        _tell(waiting, reached=True)
        return int(sent["id"])

    async def _edit(self, channel: int, number: int, view: ui.LayoutView, files: Sequence[discord.File] | None) -> bool:
        """Change a message; None leaves its files as they are. False where it is gone."""
        attachments = discord.utils.MISSING if files is None else files
        with (
            _emptied(files or ()),
            handle_message_parameters(view=view, attachments=attachments, allowed_mentions=NOBODY) as params,
        ):
            try:
                await self._discord().edit_message(channel, number, params=params)
            except discord.NotFound as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
                return False
        return True

    # --- what became of it --------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _told(self, address: str) -> AsyncGenerator[None]:
        """Turn what goes wrong into what it means for the message."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                yield
        except TROUBLE as error:
            outcome = self._outcome(address, error)
            if isinstance(outcome, Closed):
                _tell(self._watchers.get(address, ()), reached=False)
            raise outcome from None
        self._failures.pop(address, None)

    def _outcome(self, address: str, error: Exception) -> DeliveryError:
        """What an error means for the message. A code of 0 is a page of some proxy, not Discord's answer."""
        match error:
            case discord.HTTPException(code=code) if code in CLOSED:
                return Closed("takes no direct messages from us")
            case discord.HTTPException(code=code) if code in NOBODY_THERE:
                return Blocked("nobody is there any more")
            case discord.HTTPException(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
                return Refused("Discord finds it too large")
            case discord.HTTPException(status=status, code=code) if status in FINAL and code and code not in PASSING:
                return Refused(f"Discord's code {code}")
            case discord.RateLimited():
                return TryLater(error.retry_after)
            case _:
                return self._later(address, error)

    def _later(self, address: str, error: Exception) -> TryLater:
        failures = self._failures[address] = self._failures.get(address, 0) + 1
        wait_s = min(WAIT_AT_MOST_S, 0.5 * 2 ** min(failures, 10))
        what = f"{type(error).__name__} {getattr(error, 'status', '')}".strip()
        log.warning("Discord did not take a message", why=what, again_in_s=wait_s)
        return TryLater(wait_s)


def _parts(body: Body, pictures: Sequence[bytes]) -> Iterator[tuple[Body, list[bytes]]]:
    """The album in as many messages as Discord's limits ask for: the text first, the buttons last."""
    places: list[list[int]] = [[]]
    for at, data in enumerate(pictures):
        weight = sum(len(pictures[earlier]) for earlier in places[-1])
        if places[-1] and (len(places[-1]) == ALBUM or weight + len(data) > REQUEST_LIMIT):
            places.append([])
        places[-1].append(at)
    for number, part in enumerate(places):
        text = body.text if number == 0 else ""
        choices = body.choices if number == len(places) - 1 else ()
        chosen = tuple(body.pictures[at] for at in part)
        yield replace(body, text=text, choices=choices, pictures=chosen), [pictures[at] for at in part]


def _files(body: Body, pictures: Sequence[bytes]) -> list[discord.File]:
    """The files of a message. Raises Refused for one that Discord would not take."""
    if any(len(data) > FILE_LIMIT for data in pictures):
        raise Refused(f"a picture of more than {FILE_LIMIT} bytes")
    return [discord.File(io.BytesIO(data), _filename(body, at)) for at, data in enumerate(pictures)]


@contextmanager
def _emptied(files: Sequence[discord.File]) -> Generator[None]:
    """Let go of the pictures once they are sent: the library leaves each in a cycle that is collected much later."""
    try:
        yield
    finally:
        for file in files:
            file.fp.close()


def _filename(body: Body, at: int) -> str:
    """What a picture is called: each once in a message, and the picture of a card always the same."""
    if body.kind == "card":
        return "picture.jpg"
    names = [picture.filename for picture in body.pictures]
    return names[at] if names.count(names[at]) == 1 else f"{at + 1}-{names[at]}"


def _tell(waiting: Iterable[asyncio.Future[bool]], reached: bool) -> None:
    for watcher in waiting:
        if not watcher.done():
            watcher.set_result(reached)


def _nonce(message: Message, part: int | None = None) -> str:
    """By which Discord knows a message again: at most 25 characters, another one after the data was begun anew."""
    return f"{message.id:x}-{int(message.created_at * 1000):x}" + ("" if part is None else f"-{part:x}")
