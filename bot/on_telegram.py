"""Telegram: updates come in, are committed, acknowledged and answered; messages go out.

Updates are fetched by `bot.telegram_polling` or come to `bot.telegram_webhook`; both have them stored here before they
acknowledge them, so a crash loses nothing and what was left is answered first after a restart. What arrives is
translated in `bot.telegram_arrivals`, messages are shown by `bot.telegram_out`, the line is in `bot.telegram_wire`.
There is no `if` about the product here, and no picture is kept: bytes go from Telegram to `talk` in memory.
"""

import asyncio
from collections.abc import Collection, Sequence
from functools import partial
from time import time
from typing import Any, Final, Protocol

import msgspec
import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.events import Command, Event, NotAPicture, Pressed, Said
from bot.in_order import InOrder
from bot.message import Body, DeliveryError, PlatformLost
from bot.ratings import rated
from bot.telegram_arrivals import (
    Arrival,
    ButtonPressed,
    CameBack,
    CommandSent,
    InGroup,
    Left,
    OtherSent,
    PictureSent,
    Reacted,
    Us,
    WordsSaid,
    arrived,
)
from bot.telegram_files import Files
from bot.telegram_hints import Hints
from bot.telegram_menu import Introduction
from bot.telegram_out import Outgoing
from bot.telegram_pace import Pace
from bot.telegram_polling import Polling
from bot.telegram_webhook import Webhook
from bot.telegram_wire import Wire, until_done
from bot.telegram_words import door
from bot.texts import DEFAULT, Texts
from bot.turn import Text
from storage import StorageError, inbox, people
from storage.database import Database
from storage.inbox import Delivered
from storage.messages import Message

log = structlog.get_logger(__name__)
Json = dict[str, Any]

NAME: Final = "telegram"
CHATS_AT_ONCE: Final = 256
FETCHES_AT_ONCE: Final = 8  # downloads held in memory at a time, each up to telegram_files.LOCAL_MB
TRIES_S: Final = (0.5, 2.0, 8.0, 30.0)  # between attempts to answer one arrival; then it is given up
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
    """The conversation on Telegram. `api_url` is that of Telegram or of a Bot API server.

    `admins` are the operators' chats on any platform, as `platform:address`. With a `webhook` (public address and port
    of this machine) updates are sent there; else they are polled.
    """

    name = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        talk: Talk,
        database: Database,
        texts: Texts,
        admins: Collection[str] = (),
        webhook: tuple[str, int] | None = None,
    ) -> None:
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
        pace = Pace()
        self._hints = Hints(self._bot, pace)
        self._out = Outgoing(self._bot, database, pace, self._hints)
        self._files = Files(self._bot, api_url)
        self._chats = InOrder(self._answer, CHATS_AT_ONCE)
        self._fetches = asyncio.Semaphore(FETCHES_AT_ONCE)
        chats = (admin.partition(":") for admin in admins)
        self._us = Us("", frozenset(int(address) for platform, _, address in chats if platform == NAME))
        self._introduction = Introduction(self._bot, texts, self._us.operators)
        self.updates = (
            Webhook(self._bot, *webhook, self._receive) if webhook else Polling(self._bot, self._polls, self._receive)
        )

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform`."""
        return await self._out.deliver(message, body, pictures)

    async def run(self) -> None:
        """Take what people do until cancelled. Raises PlatformLost when the token is refused or in use elsewhere."""
        introducing = None
        try:
            me = await until_done(self._bot.get_me)
            self._us = Us(me.username or "", self._us.operators)
            introducing = asyncio.create_task(self._introduce())
            for left_over in await inbox.waiting(self._database, NAME):
                self._chats.add(left_over)
            await self.updates.run()
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
            if introducing is not None:
                introducing.cancel()
            await self._chats.stop(STOP_S)

    async def close(self) -> None:
        """Close the connections, once nothing is to be delivered any more."""
        await self._hints.stop()
        await self._polls.shutdown()
        await self._bot.request.shutdown()

    async def _introduce(self) -> None:
        """Show menus and descriptions; whatever is wrong with them, the bot talks."""
        try:
            await self._introduction.make()
        except Exception as error:
            log.warning("menus and descriptions were not set", why=type(error).__name__)

    async def _receive(self, updates: Sequence[Json]) -> None:
        """Store what there is to answer, then begin to. Raises StorageError, with nothing stored."""
        for delivered in await inbox.receive(self._database, NAME, tuple(arrived(updates, self._us)), time()):
            self._chats.add(delivered)

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
        """Lead an arrival to the conversation, or do what needs no conversation."""
        hear = partial(self._talk.hear, NAME, str(arrival.chat), arrival.language, delivered=delivered)
        match arrival.what:
            case CommandSent(name, argument):
                await hear(Command(name, argument))
            case ButtonPressed(query, data):
                await asyncio.gather(self._settle(query), hear(Pressed(data)))
            case WordsSaid():
                await hear(Said())
            case OtherSent():
                await hear(NotAPicture())
            case PictureSent(file, size):
                await self._take_picture(delivered, arrival, file, size)
            case Reacted(number, score):
                event = await rated(self._database, NAME, str(arrival.chat), number, score)
                await (hear(event) if event else inbox.done(self._database, delivered))
            case Left() | CameBack() | InGroup():
                await self._take_membership(arrival)
                await inbox.done(self._database, delivered)

    async def _take_membership(self, arrival: Arrival) -> None:
        match arrival.what:
            case Left():
                await self._talk.left(NAME, str(arrival.chat))
            case CameBack():
                person = await people.find_by_address(self._database, NAME, str(arrival.chat))
                if person is not None:
                    await people.set_away(self._database, person.id, False)
            case _:
                await self._say_once(arrival.chat, arrival.language, Text("private-only"), leads_out=True)

    async def _take_picture(self, delivered: int, arrival: Arrival, file: str, size: int) -> None:
        address, language = str(arrival.chat), arrival.language
        self._hints.show(arrival.chat, ChatAction.TYPING)
        async with self._fetches:
            picture = await self._files.fetch(file, size)
            if isinstance(picture, bytes):
                await self._talk.photo(NAME, address, language, picture, delivered=delivered)
            else:
                await self._talk.hear(NAME, address, language, picture, delivered=delivered)

    async def _settle(self, query: str) -> None:
        """Let the pressed button come to rest."""
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as error:
            # After a restart it may be too old; the answer itself is on its way.
            log.debug("a button press was not confirmed", why=type(error).__name__)

    async def _say_once(self, chat: int, language: str, text: Text, *, leads_out: bool = False) -> None:
        """Say something that is not worth repeating; from a group it may lead to the private chat."""
        way = door(self._texts.say(language, Text("choice-private")), self._us.username) if leads_out else None
        try:
            await self._out.say(chat, self._texts.say(language, text), way)
        except (TelegramError, DeliveryError) as error:
            log.info("a passing remark was not delivered", why=type(error).__name__)
