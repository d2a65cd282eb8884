"""What arrives from Telegram, as little of it as an answer needs.

A pure translation of updates. What comes out is stored until it is answered, so it holds no name, no words and no
caption: only who to answer, in which language, and what was done. Decides nothing about the product.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import structlog
from telegram import CallbackQuery, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

log = structlog.get_logger(__name__)
Json = dict[str, Any]

# Asked for by name: an omitted list would leave whatever an earlier program asked for.
WANTED: Final = ("message", "callback_query", "my_chat_member")
COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s|$)")
# Phones send HEIC, and some programs any picture, as bytes of no particular kind: then the name tells.
NAMELESS_TYPES: Final = ("", "application/octet-stream", "binary/octet-stream")
PICTURE_NAME: Final = re.compile(r"\.(hei[cf]s?|hif|avif|jpe?g|jfif|png|webp)$", re.IGNORECASE)
GONE: Final = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


class CommandSent(msgspec.Struct, frozen=True, tag=True):
    """A slash command, without slash, name of the bot and what follows."""

    name: str


class ButtonPressed(msgspec.Struct, frozen=True, tag=True):
    """A button; the phone shows it as busy until `query` is answered."""

    query: str
    data: str


class WordsSaid(msgspec.Struct, frozen=True, tag=True):
    """Text; which, is nobody's business."""


class PictureSent(msgspec.Struct, frozen=True, tag=True):
    """A picture to be fetched. `size` in bytes, 0 where Telegram does not say."""

    file: str
    size: int


class OtherSent(msgspec.Struct, frozen=True, tag=True):
    """A sticker, video, voice message, place or other file."""


class Left(msgspec.Struct, frozen=True, tag=True):
    """The person has blocked the bot."""


class CameBack(msgspec.Struct, frozen=True, tag=True):
    """The person has unblocked the bot."""


class InGroup(msgspec.Struct, frozen=True, tag=True):
    """Somebody brought the bot into a group, or gave it a command there."""


What = CommandSent | ButtonPressed | WordsSaid | PictureSent | OtherSent | Left | CameBack | InGroup


class Arrival(msgspec.Struct, frozen=True):
    """What somebody did. `chat` is where to answer, `language` as their phone has it."""

    chat: int
    language: str
    what: What


def arrived(updates: Iterable[Json]) -> Iterator[tuple[int, str, str]]:
    """Number, address and payload of every update there is something to do about."""
    for raw in updates:
        try:
            update = Update.de_json(raw, None)
            arrival = arrival_of(update)
        except Exception as error:
            # Passed over: a single update nobody foresaw must not keep everybody else's from being answered.
            log.error("an update could not be read", update=raw["update_id"], why=type(error).__name__)
            continue
        if arrival is not None:
            yield update.update_id, str(arrival.chat), msgspec.json.encode(arrival).decode()


def arrival_of(update: Update) -> Arrival | None:
    """What to do about an update; None where there is nothing to answer."""
    if update.message is not None:
        return _message(update.message)
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def _message(message: Message) -> Arrival | None:
    if message.from_user is None or message.from_user.is_bot:
        return None
    private = message.chat.type == ChatType.PRIVATE
    what = _content(message)
    if private and what is not None:
        return Arrival(message.chat.id, _language(message.from_user), what)
    if isinstance(what, CommandSent) and message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return Arrival(message.chat.id, _language(message.from_user), InGroup())
    return None  # a group's talk and photos are not meant for us; nor are service messages


def _content(message: Message) -> What | None:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return PictureSent(largest.file_id, largest.file_size or 0)
    document = message.document
    if document is not None and message.animation is None and _is_picture(document.mime_type, document.file_name):
        return PictureSent(document.file_id, document.file_size or 0)
    if message.text is not None:
        command = COMMAND.match(message.text)
        return CommandSent(command[1].lower()) if command else WordsSaid()
    return OtherSent() if message.effective_attachment is not None else None


def _is_picture(mime: str | None, name: str | None) -> bool:
    """Whether a document is meant as a picture; whether it is one, its bytes tell later."""
    kind = (mime or "").lower()
    return kind.startswith("image/") or (kind in NAMELESS_TYPES and bool(PICTURE_NAME.search(name or "")))


def _press(query: CallbackQuery) -> Arrival | None:
    if query.data is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Arrival(query.message.chat.id, _language(query.from_user), ButtonPressed(query.id, query.data))


def _membership(change: ChatMemberUpdated) -> Arrival | None:
    gone = change.new_chat_member.status in GONE
    was_gone = change.old_chat_member.status in GONE
    language = _language(change.from_user)
    if change.chat.type == ChatType.PRIVATE:
        return Arrival(change.chat.id, language, Left() if gone else CameBack())
    if was_gone and not gone and change.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return Arrival(change.chat.id, language, InGroup())
    return None


def _language(user: User) -> str:
    return user.language_code or "en"
