"""What arrives from Discord, as little of it as an answer needs.

A pure translation of what the gateway tells. What comes out is stored until it is answered, so it holds no name and no
words but those a command needs: who to answer, in which language, and what was done. Each picture is an arrival of its
own. Decides nothing about the product.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, Literal

import msgspec
import structlog

from bot import discord_reading as reading
from bot.discord_words import FORM, form

log = structlog.get_logger(__name__)
Json = dict[str, Any]

MESSAGE, INTERACTION = "MESSAGE_CREATE", "INTERACTION_CREATE"
REACTION, REACTION_GONE = "MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE"
SAID: Final = (0, 19)  # types of messages that people write: an ordinary one, a reply; others tell of calls and pins
COMMAND, COMPONENT, COMPLETION, SUBMITTED = 2, 3, 4, 5  # types of interactions
LATER, QUIETLY, CHOICES, OPEN_FORM = 5, 6, 8, 9  # types of acknowledgements
BUTTON, FILES = 2, 19  # types of components
WITH_US: Final = 1  # the context of an interaction in somebody's direct messages with the bot
EPHEMERAL: Final = 1 << 6


class CommandSent(msgspec.Struct, frozen=True, tag=True):
    """A command, and what follows it as far as the command needs it."""

    name: str
    argument: str = ""


class ButtonPressed(msgspec.Struct, frozen=True, tag=True):
    """A button."""

    data: str


class MenuPicked(msgspec.Struct, frozen=True, tag=True):
    """All that is chosen now in a menu."""

    data: str
    values: tuple[str, ...]


class Reacted(msgspec.Struct, frozen=True, tag=True):
    """A reaction to the message of this number: 1 liked, -1 not, 0 taken back."""

    message: int
    score: Literal[-1, 0, 1]


class WordsSaid(msgspec.Struct, frozen=True, tag=True):
    """Text; which, is nobody's business."""


class PictureSent(msgspec.Struct, frozen=True, tag=True):
    """A picture to be fetched from an address that dies within a day. `size` in bytes."""

    file: int
    url: str
    size: int


class OtherSent(msgspec.Struct, frozen=True, tag=True):
    """A sticker, poll, voice message or other file."""


What = CommandSent | ButtonPressed | MenuPicked | Reacted | WordsSaid | PictureSent | OtherSent


class Arrival(msgspec.Struct, frozen=True):
    """What somebody did. `language` as their client has it, empty where Discord does not tell.

    `channel`: that of their direct messages with us, 0 where this was done elsewhere. `message`: the number of the
    direct message, 0 where it is none. `token`: by which an interaction is answered for a quarter of an hour.
    """

    person: int
    language: str
    what: What
    channel: int = 0
    message: int = 0
    token: str = ""


def arrived(
    events: Iterable[tuple[str, Json]], operators: Collection[int], unnumbered: Iterator[int]
) -> Iterator[tuple[int, str, str]]:
    """Number, address and payload of everything there is something to do about.

    `unnumbered` gives numbers for what Discord does not number; of `operators` the words of a command are kept.
    """
    for event, payload in events:
        try:
            found = list(_arrivals(event, payload, operators, unnumbered))
        except Exception as error:
            # Passed over: a single event nobody foresaw must not keep everybody else's from being answered.
            log.error("an event could not be read", kind=event, why=type(error).__name__)
            continue
        for number, arrival in found:
            yield number, str(arrival.person), msgspec.json.encode(arrival).decode()


def acknowledgement(payload: Json) -> Json:
    """What an interaction is answered with at once; a form cannot be opened later, all else is said by messages."""
    match payload["type"]:
        case 2:
            return {"type": LATER, "data": {"flags": EPHEMERAL}}
        case 3 if payload["data"]["custom_id"].startswith(FORM):
            return {"type": OPEN_FORM, "data": form(payload["data"]["custom_id"].removeprefix(FORM))}
        case 4:
            return {"type": CHOICES, "data": {"choices": []}}
        case _:
            return {"type": QUIETLY}


def _arrivals(
    event: str, payload: Json, operators: Collection[int], unnumbered: Iterator[int]
) -> Iterator[tuple[int, Arrival]]:
    match event:
        case "MESSAGE_CREATE":
            yield from _message(payload, operators)
        case "INTERACTION_CREATE":
            yield from _interaction(payload)
        case "MESSAGE_REACTION_ADD" | "MESSAGE_REACTION_REMOVE":
            yield from _reaction(payload, event == REACTION_GONE, unnumbered)
        case _:
            pass


def _message(payload: Json, operators: Collection[int]) -> Iterator[tuple[int, Arrival]]:
    author = payload["author"]
    if author.get("bot") or author.get("system") or payload.get("guild_id") or payload["type"] not in SAID:
        return
    number, person = int(payload["id"]), int(author["id"])
    forwarded = (shot["message"] for shot in payload.get("message_snapshots") or ())
    files = [file for message in (payload, *forwarded) for file in message.get("attachments") or ()]
    for file in files:
        yield int(file["id"]), Arrival(person, "", _file(file), int(payload["channel_id"]), number)
    if not files:
        what = _words(payload.get("content") or "", person in operators)
        yield number, Arrival(person, "", what, int(payload["channel_id"]), number)


def _words(text: str, operator: bool) -> What:
    if not text:
        return OtherSent()
    command = reading.command(text, operator)
    return CommandSent(*command) if command else WordsSaid()


def _file(file: Json) -> PictureSent | OtherSent:
    if not reading.is_picture(file.get("content_type") or "", file["filename"]):
        return OtherSent()
    return PictureSent(int(file["id"]), file["url"], int(file["size"]))


def _interaction(payload: Json) -> Iterator[tuple[int, Arrival]]:
    """Everything in one interaction; the first carries the token."""
    user = payload.get("user") or payload["member"]["user"]
    channel = int(payload["channel_id"]) if payload.get("context") == WITH_US else 0
    token = payload["token"]
    for number, what in _done(payload, payload["data"]):
        yield number, Arrival(int(user["id"]), payload.get("locale") or "", what, channel, 0, token)
        token = ""


def _done(payload: Json, data: Json) -> Iterator[tuple[int, What]]:
    number, files = int(payload["id"]), (data.get("resolved") or {}).get("attachments") or {}
    match payload["type"]:
        case 2:
            options = data.get("options") or ()
            told = [option["value"] for option in options if str(option["value"]) not in files]
            yield number, CommandSent(*reading.given(data["name"], str(told[0]) if told else ""))
            yield from _files(files, [option["value"] for option in options])
        case 3 if data["custom_id"].startswith(FORM):
            return
        case 3 if data["component_type"] == BUTTON:
            yield number, ButtonPressed(data["custom_id"])
        case 3:
            yield number, MenuPicked(data["custom_id"], tuple(data.get("values") or ()))
        case 5:
            parts = (part.get("component") or {} for part in data["components"])
            yield from _files(files, [value for part in parts if part.get("type") == FILES for value in part["values"]])
        case _:
            return


def _files(files: Json, named: Iterable[Any]) -> Iterator[tuple[int, What]]:
    """The files that were named, in this order."""
    for name in map(str, named):
        if name in files:
            yield int(name), _file(files[name])


def _reaction(payload: Json, gone: bool, unnumbered: Iterator[int]) -> Iterator[tuple[int, Arrival]]:
    score = reading.score(payload["emoji"].get("name") or "")
    if payload.get("guild_id") or not score:
        return
    what = Reacted(int(payload["message_id"]), 0 if gone else score)
    yield next(unnumbered), Arrival(int(payload["user_id"]), "", what, int(payload["channel_id"]))
