"""The commands Discord offers for this bot, in every language, in its servers, its direct messages and everywhere else.

Pure: sentences in, the list that is put up out. What a command does is the conversation's.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.conversation import COMMANDS
from bot.discord_reading import ALIASES
from bot.discord_words import FORM_FILES, Mentions
from bot.texts import DEFAULT, LANGUAGES, Texts
from bot.turn import Text
from inference.styles import STYLES

Json = dict[str, Any]

# What Discord calls our languages; it has no Arabic.
LOCALES: Final[Mapping[str, Sequence[str]]] = {
    "de": ("de",),
    "es": ("es-ES", "es-419"),
    "fr": ("fr",),
    "hi": ("hi",),
    "id": ("id",),
    "pt": ("pt-BR",),
    "uk": ("uk",),
    "zh": ("zh-CN", "zh-TW"),
}
EVERYWHERE: Final = [0, 1, 2]  # servers, direct messages with us, those of people among themselves
FOR_ANYBODY: Final = [0, 1]  # added to a server, or by a person for themselves
COMMAND, WORDS, FILE = 1, 3, 11  # types of commands and options
OFFERED_AS: Final = {name: alias for alias, name in ALIASES.items()}


def commands(texts: Texts) -> list[Json]:
    """Every command as Discord takes it."""
    return [_command(texts, name) for name in COMMANDS]


def differ(ours: Sequence[Json], theirs: Sequence[Json]) -> bool:
    """Whether what is up differs from ours in anything that we set."""
    named = {command["name"]: command for command in theirs}
    return len(ours) != len(theirs) or any(not _holds(named.get(command["name"]), command) for command in ours)


def mentions(put_up: Sequence[Json]) -> Mentions:
    """How a text names each command that is up, so that it can be pressed.

    Discord shows the name as it stands here, and takes none but the untranslated one.
    """
    up: dict[str, str] = {one["name"]: f"</{one['name']}:{one['id']}>" for one in put_up}
    return {(ALIASES.get(name) or name): mention for name, mention in up.items()}


def _holds(theirs: Any, ours: Any) -> bool:
    """Whether all of `ours` is in `theirs`; Discord adds fields, and leaves out those that say nothing."""
    match ours:
        case dict():
            there: Json = theirs if isinstance(theirs, dict) else {}
            return all(_holds(there.get(name), value) for name, value in ours.items())
        case list() if ours and isinstance(theirs, list):
            return len(ours) == len(theirs) and all(map(_holds, theirs, ours))
        case _:
            return theirs == ours or (not theirs and not ours)


def _command(texts: Texts, name: str) -> Json:
    about: Json = {"type": COMMAND, "contexts": EVERYWHERE, "integration_types": FOR_ANYBODY}
    about |= _said(texts, "name", Text(f"discord-name-{name}"))
    about |= _said(texts, "description", Text(f"command-{name}"))
    # Names are how people find a command; the one it goes by must not hang on a translation.
    return about | {"name": OFFERED_AS.get(name, name), "options": list(_options(texts, name))}


def _options(texts: Texts, command: str) -> Iterator[Json]:
    if command == "start":
        yield _option(texts, "look", WORDS) | {"choices": [_choice(texts, style) for style in STYLES]}
        yield from (_option(texts, "photo", FILE, str(number)) for number in range(1, FORM_FILES + 1))
    if command == "link":
        yield _option(texts, "code", WORDS)


def _option(texts: Texts, name: str, kind: int, number: str = "") -> Json:
    about = _said(texts, "name", Text(f"discord-name-{name}"), number)
    about |= _said(texts, "description", Text(f"discord-option-{name}"))
    return about | {"name": f"{name}{number}", "type": kind, "required": False}


def _choice(texts: Texts, style: str) -> Json:
    return _said(texts, "name", Text(f"style-{style}")) | {"value": style}


def _said(texts: Texts, what: str, text: Text, end: str = "") -> Json:
    """A text of a command in English, and in the languages that Discord and we both speak."""
    spoken = [(locale, language) for language in LANGUAGES for locale in LOCALES.get(language, ())]
    localized = {locale: texts.say(language, text) + end for locale, language in spoken}
    return {what: texts.say(DEFAULT, text) + end, f"{what}_localizations": localized}
