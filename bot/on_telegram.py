"""Telegram: updates come in, are committed, acknowledged and answered; messages go out.

The loop fetches updates and stores what arrived before the next fetch acknowledges it, so a crash loses nothing and
what was left is answered first after a restart. What arrives is translated in `bot.telegram_arrivals`, messages are
shown by `bot.telegram_out`, the line is in `bot.telegram_wire`. There is no `if` about the product here, and no picture
is kept: bytes go from Telegram to `talk` in memory.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from time import time
from typing import Any, Final, Protocol, TypeVar, cast
from urllib.parse import urlencode

import msgspec
import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.conversation import COMMANDS
from bot.in_order import InOrder
from bot.message import Body, DeliveryError, PlatformLost
from bot.telegram_arrivals import (
    WANTED,
    Arrival,
    ButtonPressed,
    CameBack,
    CommandSent,
    InGroup,
    Left,
    OtherSent,
    PictureSent,
    WordsSaid,
    arrived,
)
from bot.telegram_out import Outgoing
from bot.telegram_wire import READ_S, Pace, TooFast, Wire
from bot.texts import DEFAULT, LANGUAGES, Texts
from bot.turn import Command, Event, NotAPicture, NotDownloaded, Pressed, Said, Text, TooBig
from storage import StorageError, inbox, people
from storage.database import Database
from storage.inbox import Delivered
from storage.messages import Message

log = structlog.get_logger(__name__)
Json = dict[str, Any]
T = TypeVar("T")

NAME: Final = "telegram"
POLL_S: Final = 30  # a long poll; shorter ones only cost requests
CHATS_AT_ONCE: Final = 256
FETCHES_AT_ONCE: Final = 8  # downloads held in memory at a time, each up to DOWNLOAD_MB
DOWNLOAD_MB: Final = 20  # what the Bot API hands out
PAUSES_S: Final = (0.3, 1.0, 3.0)  # between attempts to fetch a file: Telegram often has it a moment later
TRIES_S: Final = (0.5, 2.0, 8.0, 30.0)  # between attempts to answer one arrival; then it is given up
LONGEST_PAUSE_S: Final = 30.0
STORE_AGAIN_S: Final = 1.0
FIRST_PAUSE_S: Final = 0.5  # before asking a Telegram in trouble again; doubled each time
STOP_S: Final = 3.0  # what is being answered at a stop may still finish


class Talk(Protocol):
    """The conversation, as far as Telegram needs it. Returns once the answer is stored."""

    async def hear(
        self, platform: str, address: str, language: str, event: Event, delivered: int | None = None
    ) -> None:
        """Answer one event."""
        ...

    async def photo(
        self, platform: str, address: str, language: str, data: bytes, delivered: int | None = None
    ) -> None:
        """Answer one picture."""
        ...

    async def left(self, platform: str, address: str) -> None:
        """Stop what somebody waits for who has blocked us."""
        ...


class Telegram:
    """The conversation on Telegram, by long polling. `api_url` is that of Telegram or of a Bot API server."""

    name = NAME

    def __init__(self, token: str, api_url: str, talk: Talk, database: Database, texts: Texts) -> None:
        self._talk, self._database, self._texts = talk, database, texts
        root = api_url.rstrip("/")
        self._polls = Wire()
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=Wire(),
            get_updates_request=self._polls,
        )
        self._out = Outgoing(self._bot, database, Pace())
        self._chats = InOrder(self._answer, CHATS_AT_ONCE)
        self._fetches = asyncio.Semaphore(FETCHES_AT_ONCE)

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform`."""
        return await self._out.deliver(message, body, pictures)

    async def run(self) -> None:
        """Take what people do until cancelled. Raises PlatformLost when the token is refused or in use elsewhere."""
        try:
            await self._introduce()
            for left_over in await inbox.waiting(self._database, NAME):
                self._chats.add(left_over)
            await self._poll()
        except InvalidToken:
            raise PlatformLost(
                "Telegram does not accept the token in TELEGRAM_TOKEN: copy it again from @BotFather."
            ) from None
        except Conflict as error:
            raise PlatformLost(
                f"Somebody else already listens with this TELEGRAM_TOKEN ({error.message}). "
                "Stop the other bot or remove its webhook, then start again."
            ) from None
        finally:
            await self._chats.stop(STOP_S)

    async def close(self) -> None:
        """Close the connections, once nothing is to be delivered any more."""
        await self._polls.shutdown()
        await self._bot.request.shutdown()

    async def _introduce(self) -> None:
        """Check the token, and show the commands in the menu, in every language we speak."""
        await self._until_done(self._bot.get_me)
        for language in LANGUAGES:
            menu = [BotCommand(name, self._texts.say(language, Text(f"command-{name}"))) for name in COMMANDS]
            code = None if language == DEFAULT else language
            try:
                await self._bot.set_my_commands(menu, BotCommandScopeAllPrivateChats(), code)
            except (TooFast, NetworkError) as error:
                log.warning("the menu of commands was not set", why=error.message)  # an earlier start has set it

    async def _poll(self) -> None:
        """Fetch, commit, and acknowledge only then, by fetching what comes after."""
        offset = 0
        while True:
            fetched = await self._until_done(partial(self._fetch_updates, offset))
            try:
                kept = await inbox.receive(self._database, NAME, tuple(arrived(fetched)), time())
            except StorageError as error:
                log.error("updates could not be stored and stay with Telegram", why=type(error).__name__)
                await asyncio.sleep(STORE_AGAIN_S)
                continue
            for delivered in kept:
                self._chats.add(delivered)
            offset = max((update["update_id"] + 1 for update in fetched), default=offset)

    async def _fetch_updates(self, offset: int) -> list[Json]:
        """One long poll. `offset` acknowledges all before it.

        Asked of the wire, not of the library's `get_updates`: that refuses, and logs, a whole batch for one update it
        cannot read.
        """
        asked = {"timeout": POLL_S, "allowed_updates": json.dumps(WANTED)} | ({"offset": offset} if offset else {})
        url = f"{self._bot.base_url}/getUpdates?{urlencode(asked)}"
        return cast("list[Json]", await self._polls.post(url, read_timeout=POLL_S + READ_S))

    async def _until_done(self, request: Callable[[], Awaitable[T]]) -> T:
        """Ask until Telegram answers, ever more slowly."""
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

    async def _answer(self, delivered: Delivered) -> None:
        """Answer one arrival: in trouble of ours with patience, then with an apology, and on to the next."""
        for pause_s in (*TRIES_S, None):
            try:
                return await self._take(delivered.id, msgspec.json.decode(delivered.payload, type=Arrival))
            except Exception as error:
                if pause_s is None:
                    log.exception("an arrival could not be answered", delivered=delivered.id)
                    break
                log.warning("an arrival is tried again", delivered=delivered.id, why=type(error).__name__)
                await asyncio.sleep(pause_s)
        await self._apologise(delivered)
        return None

    async def _apologise(self, delivered: Delivered) -> None:
        """Say that something went wrong; what cannot even be marked as done is tried again after a restart."""
        await self._say_once(int(delivered.address), DEFAULT, Text("something-wrong"))
        try:
            await inbox.done(self._database, delivered.id)
        except StorageError as error:
            log.error("an arrival given up could not be marked", delivered=delivered.id, why=type(error).__name__)

    async def _take(self, delivered: int, arrival: Arrival) -> None:
        """Lead an arrival to the conversation."""
        hear = partial(self._talk.hear, NAME, str(arrival.chat), arrival.language, delivered=delivered)
        match arrival.what:
            case CommandSent(name):
                await hear(Command(name))
            case ButtonPressed(query, data):
                await asyncio.gather(self._settle(query), hear(Pressed(data)))
            case WordsSaid():
                await hear(Said())
            case OtherSent():
                await hear(NotAPicture())
            case PictureSent(file, size):
                await self._take_picture(delivered, arrival, file, size)
            case Left():
                await self._talk.left(NAME, str(arrival.chat))
                await inbox.done(self._database, delivered)
            case CameBack():
                await self._welcome_back(str(arrival.chat))
                await inbox.done(self._database, delivered)
            case InGroup():
                await self._say_once(arrival.chat, arrival.language, Text("private-only"))
                await inbox.done(self._database, delivered)

    async def _welcome_back(self, address: str) -> None:
        """Somebody can be written to again, before they have said anything."""
        person = await people.find_by_address(self._database, NAME, address)
        if person is not None:
            await people.set_away(self._database, person.id, False)

    async def _take_picture(self, delivered: int, arrival: Arrival, file: str, size: int) -> None:
        address, language = str(arrival.chat), arrival.language
        async with self._fetches:
            picture = TooBig(DOWNLOAD_MB) if size > DOWNLOAD_MB * 2**20 else await self._fetch(file)
            if isinstance(picture, bytes):
                await self._talk.photo(NAME, address, language, picture, delivered=delivered)
            else:
                await self._talk.hear(NAME, address, language, picture, delivered=delivered)

    async def _fetch(self, file: str) -> bytes | TooBig | NotDownloaded:
        """The bytes of a file, or what to tell instead."""
        for pause_s in (*PAUSES_S, None):
            try:
                found = await self._bot.get_file(file)
                return bytes(await found.download_as_bytearray())
            except TelegramError as error:
                if "too big" in error.message.lower():
                    return TooBig(DOWNLOAD_MB)
                log.warning("a file could not be fetched", why=type(error).__name__, again_in_s=pause_s)
                wait_s = error.seconds if isinstance(error, TooFast) else 0.0
            if pause_s is not None:
                await asyncio.sleep(max(pause_s, min(wait_s, LONGEST_PAUSE_S)))
        return NotDownloaded()

    async def _settle(self, query: str) -> None:
        """Let the pressed button come to rest."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            # After a restart it may be too old; the answer itself is on its way.
            log.debug("a button press was not confirmed", why=type(error).__name__)

    async def _say_once(self, chat: int, language: str, text: Text) -> None:
        """Say something that is not worth repeating."""
        try:
            await self._out.say(chat, self._texts.say(language, text))
        except (TelegramError, DeliveryError) as error:
            log.info("a passing remark was not delivered", why=type(error).__name__)
