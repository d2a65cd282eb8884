"""What arrives from Telegram, as little of it as an answer needs.

A pure translation of updates. What comes out is stored until it is answered, so it holds no name, no caption and no
words but those a command needs: only who to answer, in which language, and what was done. Decides nothing about the
product.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal

import msgspec
import structlog
from telegram import CallbackQuery, ChatMemberUpdated, Message, MessageReactionUpdated, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot import telegram_reading as reading

log = structlog.get_logger(__name__)
Json = dict[str, Any]

# Asked for by name: an omitted list would leave whatever an earlier program asked for.
WANTED: Final = ("message", "callback_query", "my_chat_member", "message_reaction")
GONE: Final = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


class CommandSent(msgspec.Struct, frozen=True, tag=True):
    """A slash command, without slash and name of the bot, and what follows it as far as the command needs it."""

    name: str
    argument: str = ""


class ButtonPressed(msgspec.Struct, frozen=True, tag=True):
    """A button; the phone shows it as busy until `query` is answered."""

    query: str
    data: str


class Reacted(msgspec.Struct, frozen=True, tag=True):
    """A reaction to the message of this number: 1 liked, -1 not, 0 taken back."""

    message: int
    score: Literal[-1, 0, 1]


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


What = CommandSent | ButtonPressed | Reacted | WordsSaid | PictureSent | OtherSent | Left | CameBack | InGroup


class Arrival(msgspec.Struct, frozen=True):
    """What somebody did. `chat` is where to answer, `language` as their phone has it."""

    chat: int
    language: str
    what: What


class Us(msgspec.Struct, frozen=True):
    """What a reader must know of the bot itself: its name, and the chats of those whose orders are kept as written."""

    username: str = ""
    operators: frozenset[int] = frozenset()


def arrived(updates: Iterable[Json], us: Us) -> Iterator[tuple[int, str, str]]:
    """Number, address and payload of every update there is something to do about."""
    for raw in updates:
        try:
            update = Update.de_json(raw, None)
            arrival = arrival_of(update, us)
        except Exception as error:
            # Passed over: a single update nobody foresaw must not keep everybody else's from being answered.
            log.error("an update could not be read", update=raw["update_id"], why=type(error).__name__)
            continue
        if arrival is not None:
            yield update.update_id, str(arrival.chat), msgspec.json.encode(arrival).decode()


def arrival_of(update: Update, us: Us) -> Arrival | None:
    """What to do about an update; None where there is nothing to answer."""
    if update.message is not None:
        return _message(update.message, us)
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.message_reaction is not None:
        return _reaction(update.message_reaction)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    return None


def _message(message: Message, us: Us) -> Arrival | None:
    if message.from_user is None or message.from_user.is_bot:
        return None
    language = _language(message.from_user)
    if message.chat.type == ChatType.PRIVATE:
        what = _content(message, us)
        return Arrival(message.chat.id, language, what) if what is not None else None
    if message.chat.type in GROUPS and reading.is_command_for(us.username, message.text or ""):
        return Arrival(message.chat.id, language, InGroup())
    return None  # a group's talk and photos are not meant for us; nor are service messages


def _content(message: Message, us: Us) -> What | None:
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return PictureSent(largest.file_id, largest.file_size or 0)
    document = message.document
    if (
        document is not None
        and message.animation is None
        and reading.is_picture(document.mime_type, document.file_name)
    ):
        return PictureSent(document.file_id, document.file_size or 0)
    if message.text is not None:
        command = reading.command(message.text, operator=message.chat.id in us.operators)
        return CommandSent(*command) if command else WordsSaid()
    return OtherSent() if message.effective_attachment is not None else None


def _press(query: CallbackQuery) -> Arrival | None:
    if query.data is None or query.message is None or query.message.chat.type != ChatType.PRIVATE:
        return None
    return Arrival(query.message.chat.id, _language(query.from_user), ButtonPressed(query.id, query.data))


def _reaction(change: MessageReactionUpdated) -> Arrival | None:
    """A like or dislike, given or taken back; a puzzled face is neither, and takes back what it replaces."""
    if change.user is None or change.chat.type != ChatType.PRIVATE:
        return None
    before, after = reading.score(change.old_reaction), reading.score(change.new_reaction)
    if before == after:
        return None
    return Arrival(change.chat.id, _language(change.user), Reacted(change.message_id, after))


def _membership(change: ChatMemberUpdated) -> Arrival | None:
    gone = change.new_chat_member.status in GONE
    was_gone = change.old_chat_member.status in GONE
    language = _language(change.from_user)
    if change.chat.type == ChatType.PRIVATE:
        return Arrival(change.chat.id, language, Left() if gone else CameBack())
    if was_gone and not gone and change.chat.type in GROUPS:
        return Arrival(change.chat.id, language, InGroup())
    return None


def _language(user: User) -> str:
    return user.language_code or "en"
