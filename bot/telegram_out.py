"""Messages to Telegram: texts with buttons, albums, files; each shown once, whatever the line does.

A text is sent, and from then on edited. A file goes into a placeholder whose number is stored first, so that sending it
again edits the same message; so does the picture of a card, which turns its text into a photo with a caption. An album
cannot be edited: it is marked as begun first and never sent a second time. Decides nothing about the product.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final, TypeVar

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from bot.message import Blocked, Body, Refused, TryLater
from bot.telegram_hints import Hints
from bot.telegram_pace import Pace
from bot.telegram_wire import TooFast, Unanswered
from bot.telegram_words import CAPTION_LIMIT, TEXT_LIMIT, cut, keyboard, shown_text
from storage import messages
from storage.database import Database
from storage.messages import Message

log = structlog.get_logger(__name__)
T = TypeVar("T")

ALBUM: Final = 10  # pictures at most
UNKNOWN: Final = "?"  # stands for the picture of a card that shows one we have lost sight of
BEGUN: Final = 1  # Message.step of an album that may have been shown
WAIT_S: Final = 0.5  # doubled with every failure in a row
WAIT_AT_MOST_S: Final = 30.0
LAST_WORD_S: Final = 5.0  # how long a stop waits for an answer that is on its way
NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
UNCHANGED: Final = "message is not modified"
# What Telegram says of a message that can no longer be edited: deleted by the person, or by age.
NO_TEXT: Final = "there is no text"  # the message has become a photo
VANISHED: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
UNREACHABLE: Final = ("chat not found", "user not found", "peer_id_invalid")


class Outgoing:
    """Shows messages in chats. Raises Blocked, TryLater and Refused as `bot.message.Platform` has it."""

    def __init__(self, bot: Bot, database: Database, pace: Pace, hints: Hints) -> None:
        self._bot, self._database, self._pace, self._hints = bot, database, pace, hints
        self._failures: dict[int, int] = {}  # chat: failures in a row

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform.deliver`. The id of an album is its messages' numbers, with commas."""
        chat = int(message.address)
        try:
            match body.kind:
                case "text" | "card":
                    if body.progress is not None and message.remote:
                        self._hints.show(chat, ChatAction.UPLOAD_PHOTO)
                    remote = await self._text(chat, message, body, pictures)
                case "album":
                    remote = await self._album(chat, message, body, pictures)
                case "gone":
                    remote = await self._take_away(chat, message)
                case "file":
                    remote = await self._file(chat, message, body, pictures[0])
        except TelegramError as error:
            raise self._outcome(chat, error) from None
        self._failures.pop(chat, None)
        return remote

    async def say(self, chat: int, text: str, keys: InlineKeyboardMarkup | None = None) -> None:
        """Say something that is not stored and not repeated."""
        await self._pace.turn(chat)
        await self._bot.send_message(chat, cut(text, TEXT_LIMIT), reply_markup=keys, link_preview_options=NO_PREVIEW)

    def _outcome(self, chat: int, error: TelegramError) -> Blocked | TryLater | Refused:
        """What an error means for the message."""
        said = error.message.lower()
        match error:
            case TooFast():
                self._pace.silence(chat, error.seconds)
                return TryLater(error.seconds)
            case Forbidden():
                return Blocked("blocked by the person")
            case BadRequest() if any(words in said for words in UNREACHABLE):
                return Blocked("the chat is gone")
            case BadRequest() | ChatMigrated():
                return Refused(error.message)
            case NetworkError():
                failures = self._failures[chat] = self._failures.get(chat, 0) + 1
                wait_s = min(WAIT_AT_MOST_S, WAIT_S * 2 ** min(failures, 10))
                log.warning("Telegram did not take a message", why=error.message, again_in_s=wait_s)
                return TryLater(wait_s)
            case _:
                return TryLater(WAIT_AT_MOST_S)  # the token was refused: polling ends the program with a clear word

    async def _text(self, chat: int, message: Message, body: Body, pictures: Sequence[bytes]) -> str:
        """Show a text or a card; its id is the message's number and, with a comma, the picture that it shows.

        A photo cannot become a text again: a card whose picture is gone keeps the one it shows.
        """
        number, shown = _number(message), (message.remote or "").partition(",")[2]
        for _ in range(3):  # again where the person has deleted it, or where it is a photo against our knowledge
            if number is None:
                number, shown = await self._send_text(chat, body), ""
                if not pictures:
                    return str(number)
                await messages.remember(self._database, message.id, str(number))
            try:
                await self._edit(chat, number, shown, body, pictures)
            except BadRequest as error:
                if NO_TEXT in error.message.lower():
                    shown = UNKNOWN
                    continue
                if _vanished(error):
                    number = None
                    continue
                _raise_unless_unchanged(error)
            shown = body.pictures[0].blob if pictures else shown
            return f"{number},{shown}" if shown else str(number)
        raise Refused("a message vanished as often as it was sent")

    async def _send_text(self, chat: int, body: Body) -> int:
        await self._pace.turn(chat)
        sent = await self._bot.send_message(
            chat, shown_text(body), reply_markup=keyboard(body), link_preview_options=NO_PREVIEW
        )
        return sent.message_id

    async def _edit(self, chat: int, number: int, shown: str, body: Body, pictures: Sequence[bytes]) -> None:
        """Change what differs: the picture with its caption, the caption alone, or the text."""
        keys, caption = keyboard(body), shown_text(body, CAPTION_LIMIT)
        await self._pace.turn(chat)
        if pictures and body.pictures[0].blob != shown:
            photo = InputMediaPhoto(pictures[0], caption=caption, filename=body.pictures[0].filename)
            await self._bot.edit_message_media(photo, chat, number, reply_markup=keys)
        elif shown:
            await self._bot.edit_message_caption(chat, number, caption=caption, reply_markup=keys)
        else:
            await self._bot.edit_message_text(
                shown_text(body), chat, number, reply_markup=keys, link_preview_options=NO_PREVIEW
            )

    async def _file(self, chat: int, message: Message, body: Body, data: bytes) -> str:
        picture = body.pictures[0]
        document = InputMediaDocument(
            data, caption=cut(picture.caption or body.text, CAPTION_LIMIT), filename=picture.filename
        )
        number = _number(message)
        self._hints.show(chat, ChatAction.UPLOAD_DOCUMENT)
        for _ in range(2):  # the second time where the person has deleted the placeholder
            if number is None:
                await self._pace.turn(chat)
                placeholder = cut(body.text or picture.filename, TEXT_LIMIT)
                sent = await self._bot.send_message(chat, placeholder, link_preview_options=NO_PREVIEW)
                number = sent.message_id
                await messages.remember(self._database, message.id, str(number), BEGUN)
            await self._pace.turn(chat)
            try:
                await self._bot.edit_message_media(document, chat, number, reply_markup=keyboard(body))
            except BadRequest as error:
                if _vanished(error):
                    number = None
                    continue
                _raise_unless_unchanged(error)
            return str(number)
        raise Refused("the placeholder of a file vanished twice")

    async def _take_away(self, chat: int, message: Message) -> None:
        """Delete what a message shows; what Telegram no longer lets go of, by its age, stays."""
        shown = (message.remote or "").split(",")
        numbers = [int(part) for part in shown if part.isdigit()]
        if not numbers:
            return
        await self._pace.turn(chat)
        try:
            await self._bot.delete_messages(chat, numbers)
        except BadRequest as error:
            log.info("a message could not be taken away", message=message.id, why=error.message)

    async def _album(self, chat: int, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        if message.step == BEGUN:
            log.warning("an album is not repeated, an earlier attempt may have been shown", message=message.id)
            return message.remote
        self._hints.show(chat, ChatAction.UPLOAD_PHOTO)
        await self._pace.turn(chat, len(pictures))
        await messages.remember(self._database, message.id, "", BEGUN)
        try:
            numbers = await _finished(self._send_pictures(chat, body, pictures))
        except Unanswered as error:
            log.warning("no answer to an album, it is not repeated", message=message.id, why=error.message)
            return None
        except TelegramError:
            await messages.remember(self._database, message.id, "", 0)  # certainly not shown
            raise
        return ",".join(str(number) for number in numbers)

    async def _send_pictures(self, chat: int, body: Body, pictures: Sequence[bytes]) -> list[int]:
        """Send one picture as a photo, several as an album. Only the first has a caption: then Telegram shows it."""
        text = "\n".join(filter(None, (body.text, body.pictures[0].caption if len(pictures) == 1 else "")))
        caption = cut(text, CAPTION_LIMIT)
        if len(pictures) == 1:
            name = body.pictures[0].filename
            sent = await self._bot.send_photo(chat, pictures[0], caption, reply_markup=keyboard(body), filename=name)
            return [sent.message_id]
        album = [
            InputMediaPhoto(data, caption=None if number else caption, filename=picture.filename)
            for number, (picture, data) in enumerate(zip(body.pictures, pictures, strict=True))
        ]
        if len(album) > ALBUM:
            raise BadRequest(f"an album of {len(album)} pictures, {ALBUM} are allowed")
        return [shown.message_id for shown in await self._bot.send_media_group(chat, album)]


async def _finished(sending: Awaitable[T]) -> T:
    """Await what cannot be repeated; a stop in its middle still hears the answer that is on its way."""
    task = asyncio.ensure_future(sending)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task}, timeout=LAST_WORD_S)
        raise


def _number(message: Message) -> int | None:
    """The message as it stands in the chat, if it does."""
    first = (message.remote or "").partition(",")[0]
    return int(first) if first else None


def _vanished(error: BadRequest) -> bool:
    return any(words in error.message.lower() for words in VANISHED)


def _raise_unless_unchanged(error: BadRequest) -> None:
    """An edit that changes nothing has succeeded."""
    if UNCHANGED not in error.message.lower():
        raise error
