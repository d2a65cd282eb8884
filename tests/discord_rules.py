"""Discord's rules that its description does not hold: prose of the documentation, and what is known from practice.

Functions from a message as it would stand, a list of commands or a form to breaches. They keep nothing and refuse
nothing; who asks decides what a breach leads to.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tests.discord_chat import (
    BUTTON,
    COMPONENTS_V2,
    EPHEMERAL,
    FILE,
    GALLERY,
    LINK_STYLE,
    ROW,
    SELECT,
    THUMBNAIL,
    Message,
    addresses,
    walk,
)  # fmt: skip
from tests.discord_spec import Json, Upload

CONTENT_AT_MOST: Final = 2000
TEXTS_AT_MOST: Final = 4000  # all text displays of a message together
COMPONENTS_AT_MOST: Final = 40
ROWS_AT_MOST: Final = 5
FILE_AT_MOST: Final = 10 * 2**20
FILES_AT_MOST: Final = 10
REQUEST_AT_MOST: Final = 25 * 2**20
COMMANDS_AT_MOST: Final = 100
COMMAND_TEXTS_AT_MOST: Final = 8000  # name, descriptions, options and choices of one command
FORM_PARTS_AT_MOST: Final = 5
SETTABLE: Final = 1 << 2 | 1 << 12 | COMPONENTS_V2  # no previews, no sound, components
NAME: Final = re.compile(r"[-_\w\u0900-\u097f]{1,32}")  # letters, digits, and Devanagari with its vowel signs
FILENAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,260}")
MENTION: Final = re.compile(r"<@!?(\d+)>|<@&(\d+)>|@(everyone|here)")


def of_message(after: Message, body: Json, files: Mapping[str, Upload], before: Message | None) -> list[str]:
    """What is wrong with a message as it would stand after this request; `before` is what an edit changes."""
    told = [*_words(after), *_flags(after, body, before), *_pictures(after, files)]
    told += components(after.components, v2=bool(after.flags & COMPONENTS_V2))
    if body.get("enforce_nonce") and not body.get("nonce"):
        told.append("enforce_nonce without a nonce")
    return told


def is_empty(message: Message) -> bool:
    """Whether there is nothing to be seen in it."""
    return not (message.content.strip() or message.components or message.files or message.embeds)


def pings(message: Message, allowed: Json | None) -> list[str]:
    """Who would be called by this text. Without `allowed_mentions` everybody who is named is."""
    called: list[str] = []
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse") or ())
    for user, role, _ in MENTION.findall(message.text):
        kind = "users" if user else "roles" if role else "everyone"
        named = [str(one) for one in (allowed or {}).get(kind) or ()] if kind != "everyone" else []
        if kind in parse or (user or role) in named:
            called.append(f"the message pings {'somebody' if kind == 'users' else kind}: set allowed_mentions")
    return called


def too_heavy(files: Mapping[str, Upload]) -> list[str]:
    """Files that are too big, alone or together."""
    told = [f"{name} has {len(file.data)} bytes, at most 10 MiB" for name, file in files.items()
            if len(file.data) > FILE_AT_MOST]  # fmt: skip
    total = sum(len(file.data) for file in files.values())
    return told + ([f"a request of {total} bytes, at most 25 MiB"] if total > REQUEST_AT_MOST else [])


def _words(after: Message) -> Iterator[str]:
    if len(after.content) > CONTENT_AT_MOST:
        yield f"content of {len(after.content)} characters, at most {CONTENT_AT_MOST}"
    shown = len(after.text) if not after.content else 0
    if shown > TEXTS_AT_MOST:
        yield f"text displays of {shown} characters together, at most {TEXTS_AT_MOST}"


def _flags(after: Message, body: Json, before: Message | None) -> Iterator[str]:
    asked = body.get("flags") or 0
    allowed = SETTABLE | (EPHEMERAL if after.interaction is not None else 0)
    if asked & ~allowed:
        yield f"flags {asked & ~allowed} cannot be set here"
    if before is not None and before.flags & COMPONENTS_V2 and "flags" in body and not asked & COMPONENTS_V2:
        yield "the components flag cannot be taken back"
    if after.flags & COMPONENTS_V2:
        for name in ("content", "embeds"):
            if getattr(after, name):
                yield f"{name} beside the components flag"
        for name in ("poll", "sticker_ids"):
            if body.get(name):
                yield f"{name} beside the components flag"


def _pictures(after: Message, files: Mapping[str, Upload]) -> Iterator[str]:
    names = [file.filename for file in after.files]
    for name, count in Counter(names).items():
        if count > 1 and after.flags & COMPONENTS_V2:
            yield f"{count} files are called {name!r}"
        if not FILENAME.fullmatch(name):
            yield f"the file name {name!r} would be changed"
    shown = addresses(after.components, GALLERY, THUMBNAIL, FILE)
    for address in shown:
        if address.startswith("attachment://") and after.file_at(address) is None:
            yield f"{address} names no file of this message"
    for file in after.files:
        if after.flags & COMPONENTS_V2 and f"attachment://{file.filename}" not in shown:
            yield f"the file {file.filename!r} is shown by no component"
    if len(files) > FILES_AT_MOST:
        yield f"{len(files)} files, at most {FILES_AT_MOST}"
    elif any(not re.fullmatch(r"files\[\d\]", name) for name in files):
        yield f"files are called files[0] to files[9], not {sorted(files)}"


def components(parts: list[Json], v2: bool) -> Iterator[str]:
    """What is wrong with the components of a message."""
    every = list(walk(parts))
    if len(every) > COMPONENTS_AT_MOST:
        yield f"{len(every)} components, at most {COMPONENTS_AT_MOST}"
    if not v2 and any(part["type"] != ROW for part in parts):
        yield "components other than rows need the components flag"
    if not v2 and len(parts) > ROWS_AT_MOST:
        yield f"{len(parts)} rows, at most {ROWS_AT_MOST}"
    yield from _twice((part["custom_id"] for part in every if part.get("custom_id")), "custom_id")
    yield from _twice((part["id"] for part in every if part.get("id")), "component id")
    for part in every:
        yield from _component(part)


def _component(part: Json) -> Iterator[str]:
    match part["type"]:
        case t if t == ROW:
            kinds = [inner["type"] for inner in part["components"]]
            if any(kind != BUTTON for kind in kinds) and len(kinds) > 1:
                yield "a row holds up to five buttons or one select"
        case t if t == BUTTON:
            link = part["style"] == LINK_STYLE
            if bool(part.get("url")) != link or bool(part.get("custom_id")) == link:
                yield "a button has a custom_id, or is a link and has an address"
            if not part.get("label") and not part.get("emoji"):
                yield "a button with nothing on it"
        case t if t == SELECT:
            yield from _select(part)
        case _:
            pass


def _select(part: Json) -> Iterator[str]:
    options = part["options"]
    yield from _twice((option["value"] for option in options), "option value")
    least, most = part.get("min_values"), part.get("max_values") or 1
    if (1 if least is None else least) > most or most > len(options):
        yield f"a select of {len(options)} options asks for {least}..{most} of them"
    if sum(bool(option.get("default")) for option in options) > most:
        yield "more options are chosen beforehand than may be chosen"


def _twice(values: Iterable[Any], what: str) -> Iterator[str]:
    for value, count in Counter(values).items():
        if count > 1:
            yield f"the {what} {value!r:.40} is there {count} times"


def of_form(form: Json) -> Iterator[str]:
    """What is wrong with a form (a modal)."""
    every = list(walk(form["components"]))
    if len(form["components"]) > FORM_PARTS_AT_MOST:
        yield f"{len(form['components'])} parts of a form, at most {FORM_PARTS_AT_MOST}"
    yield from _twice((part["custom_id"] for part in every if part.get("custom_id")), "custom_id")
    for label in form["components"]:
        inner: Json = label.get("component") or {}
        if inner.get("label"):
            yield "a text input inside a label has a label of its own"
        if inner.get("type") == SELECT:
            yield from _select(inner)


def of_commands(commands: list[Json]) -> Iterator[str]:
    """What is wrong with a list of commands that replaces the former one."""
    if len(commands) > COMMANDS_AT_MOST:
        yield f"{len(commands)} commands, at most {COMMANDS_AT_MOST}"
    yield from _twice(((command["name"], command.get("type") or 1) for command in commands), "command")
    for command in commands:
        if (command.get("type") or 1) != 1:
            continue
        yield from _named(command)
        yield from _options(command)
        if _weight(command) > COMMAND_TEXTS_AT_MOST:
            yield f"the command {command['name']!r} has {_weight(command)} characters, at most {COMMAND_TEXTS_AT_MOST}"


def _named(thing: Json) -> Iterator[str]:
    for name in (thing["name"], *(thing.get("name_localizations") or {}).values()):
        if not NAME.fullmatch(name) or name != name.lower():
            yield f"the name {name!r} has letters Discord refuses"
    if not thing.get("description"):
        yield f"{thing['name']!r} has no description"


def _options(thing: Json) -> Iterator[str]:
    options: list[Json] = thing.get("options") or []
    yield from _twice((option["name"] for option in options), f"option of {thing['name']!r}")
    needed = [bool(option.get("required")) for option in options]
    if needed != sorted(needed, reverse=True):
        yield f"{thing['name']!r}: options that are required come first"
    for option in options:
        yield from _named(option)
        yield from _options(option)


def _weight(thing: Json) -> int:
    def longest(name: str) -> int:
        return max(len(text) for text in (thing.get(name) or "", *(thing.get(f"{name}_localizations") or {}).values()))

    own = longest("name") + longest("description")
    own += sum(len(choice["name"]) + len(str(choice["value"])) for choice in thing.get("choices") or ())
    return own + sum(_weight(option) for option in thing.get("options") or ())
