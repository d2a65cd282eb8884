"""How what people do on Telegram is read: commands and what follows them, files meant as pictures, reactions.

Pure. What is not needed for an answer is dropped here, before anything is stored.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from telegram import ReactionType, ReactionTypeEmoji

from bot.operators import COMMANDS as OPERATORS_COMMANDS

COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+|$)")
DEEP_LINK: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what a link t.me/bot?start=... may carry
LINK_PREFIX: Final = "link-"  # such a link that joins two chats
CODE: Final = re.compile(r"[A-Za-z0-9]{1,64}")
NO_CODE: Final = "?"  # stands for words that are no code, which are nobody's business
ORDER_LIMIT: Final = 4096  # characters of an operator's command: a whole message

# Phones send HEIC, and some programs any picture, as bytes of no particular kind: then the name tells.
NAMELESS_TYPES: Final = ("", "application/octet-stream", "binary/octet-stream")
PICTURE_NAME: Final = re.compile(r"\.(hei[cf]s?|hif|avif|jpe?g|jfif|png|webp)$", re.IGNORECASE)

# By their first character: hearts come in colours and on fire. Of what Telegram offers, only what cannot be mistaken.
LIKED: Final = frozenset("👍❤🔥👏🎉🥰😍💯🤩😁🙏👌🏆😘💘🤗😎🆒")
DISLIKED: Final = frozenset("👎💩🤮🤬😡🖕💔")


def command(text: str, operator: bool) -> tuple[str, str] | None:
    """Name and argument of a command; None where the text is none.

    Only what a command needs is kept of what follows it: the payload of a deep link, a code, an operator's words.
    """
    found = COMMAND.match(text)
    if found is None:
        return None
    name, rest = found[1].lower(), text[found.end() :].strip()
    match name:
        case "start" if rest.startswith(LINK_PREFIX):
            return "link", _code(rest.removeprefix(LINK_PREFIX))
        case "start":
            return name, rest if DEEP_LINK.fullmatch(rest) else ""
        case "link":
            return name, _code(rest)
        case _ if operator and name in OPERATORS_COMMANDS:
            return name, rest[:ORDER_LIMIT]
        case _:
            return name, ""


def _code(words: str) -> str:
    """A code as it was meant: people put spaces and dashes into it."""
    code = re.sub(r"[\s-]", "", words)
    return code if not code or CODE.fullmatch(code) else NO_CODE


def is_command_for(username: str, text: str) -> bool:
    """Whether a text in a group is a command, and not one for another bot."""
    found = COMMAND.match(text)
    return found is not None and (found[2] or username).lower() == username.lower()


def is_picture(mime: str | None, name: str | None) -> bool:
    """Whether a document is meant as a picture; whether it is one, its bytes tell later."""
    kind = (mime or "").lower()
    return kind.startswith("image/") or (kind in NAMELESS_TYPES and bool(PICTURE_NAME.search(name or "")))


def score(reactions: Sequence[ReactionType]) -> Literal[-1, 0, 1]:
    """What somebody's reactions say: 1 liked, -1 not, 0 neither. Of several the first that says something."""
    for reaction in reactions:
        first = reaction.emoji[:1] if isinstance(reaction, ReactionTypeEmoji) else ""
        if first in LIKED:
            return 1
        if first in DISLIKED:
            return -1
    return 0
