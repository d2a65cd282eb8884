"""How what people do on Discord is read: commands that are typed, files meant as pictures, reactions.

Pure. What is not needed for an answer is dropped here, before anything is stored.
"""

import re
from typing import Final, Literal

from bot.operators import COMMANDS as OPERATORS_COMMANDS

ALIASES: Final = {"headshot": "start"}  # what a command is called here, where every bot has a "start"
TYPED: Final = re.compile(
    r"[!/](\w{1,32})(?:\s+|$)"
)  # "!" is not caught by the client, "/" where it has no such command
DEEP_LINK: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
CODE: Final = re.compile(r"[A-Za-z0-9]{1,64}")
NO_CODE: Final = "?"  # stands for words that are no code, which are nobody's business

# Phones send HEIC as bytes of no particular kind, and Discord guesses by the name alone.
NAMELESS_TYPES: Final = ("", "application/octet-stream", "binary/octet-stream")
PICTURE_NAME: Final = re.compile(r"\.(hei[cf]s?|hif|avif|jpe?g|jfif|png|webp)$", re.IGNORECASE)

LIKED: Final = frozenset("👍❤🔥👏🎉🥰😍💯🤩😁🙏👌🏆😘🤗😎💪✅⭐🌟💙💚💜🧡💛🖤🤍🤎💖😻")  # each one code point
DISLIKED: Final = frozenset("👎💩🤮🤢🤬😡🖕🤡💔🥱❌😞😠")
SHADES: Final = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")  # in colour, and the tones of skin


def command(text: str, operator: bool) -> tuple[str, str] | None:
    """Name and argument of a typed command; None where the text is none."""
    found = TYPED.match(text)
    return given(found[1].lower(), text[found.end() :].strip(), operator) if found else None


def given(name: str, rest: str, operator: bool = False) -> tuple[str, str]:
    """Name and argument of a command, of which only what it needs is kept: a look, a code, an operator's words."""
    name = ALIASES.get(name, name)
    match name:
        case "start":
            return name, rest if DEEP_LINK.fullmatch(rest) else ""
        case "link":
            return name, _code(rest)
        case _ if operator and name in OPERATORS_COMMANDS:
            return name, rest
        case _:
            return name, ""


def _code(words: str) -> str:
    """A code as it was meant: people put spaces and dashes into it."""
    code = re.sub(r"[\s-]", "", words)
    return code if not code or CODE.fullmatch(code) else NO_CODE


def is_picture(kind: str, name: str) -> bool:
    """Whether a file is meant as a picture; whether it is one, its bytes tell later."""
    kind = kind.partition(";")[0].strip().lower()
    return kind.startswith("image/") or (kind in NAMELESS_TYPES and bool(PICTURE_NAME.search(name)))


def score(emoji: str) -> Literal[-1, 0, 1]:
    """What a reaction says: 1 liked, -1 not, 0 neither."""
    plain = SHADES.sub("", emoji)
    return 1 if plain in LIKED else -1 if plain in DISLIKED else 0
