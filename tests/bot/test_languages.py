"""The languages: each says everything the English file says, of the same things, in forms that fit their places."""

import re
from pathlib import Path
from typing import Final

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.texts import LANGUAGES, Texts, spoken
from bot.turn import Text

FOLDER: Final = Path(__file__).parents[2] / "bot/texts"
OTHERS: Final = tuple(language for language in LANGUAGES if language != "en")
NUMBERS: Final = (0, 1, 2, 3, 4, 5, 6, 10, 11, 12, 14, 19, 20, 21, 22, 25, 100, 101, 0.5, 1.5)
# What stands side by side on a phone, or in a place whose length a platform bounds; in characters.
ROOM: Final = {"choice-": 34, "background-": 34, "style-": 60, "sheet-": 24, "command-": 100, "discord-option-": 100}
PLACES: Final = {"telegram-description": 512, "telegram-short-description": 120, "language-placeholder": 150}
WORD: Final = re.compile(r"[-_\w\u0900-\u097f]{1,32}")  # as Discord takes the name of a command
LATIN_WORD: Final = re.compile(r"/[a-z]{3,}")


class Variables(Visitor):
    """The names of the arguments in an entry."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's own naming
        """Note one."""
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, ast.Message]:
    """Every message of a language, in the order of its file; what cannot be read fails."""
    parsed = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    assert not [entry for entry in parsed.body if isinstance(entry, ast.Junk)]
    return {entry.id.name: entry for entry in parsed.body if isinstance(entry, ast.Message)}


def variables(message: ast.Message) -> set[str]:
    """The arguments of a message."""
    found = Variables()
    found.visit(message)
    return found.names


ENGLISH: Final = messages("en")


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_and_nothing_else(language: str) -> None:
    """A sentence that is missing would be an error in the middle of somebody's visit."""
    assert list(messages(language)) == list(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_tells_the_same_figures(language: str) -> None:
    """A limit or a count that only English people are told leaves the others guessing."""
    theirs = messages(language)
    one_way = {name for name in ENGLISH if not variables(theirs[name]) <= variables(ENGLISH[name])}
    assert one_way == set(), "arguments that nobody gives"
    untold = {name for name in ENGLISH if not variables(ENGLISH[name]) <= variables(theirs[name])}
    assert untold == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_forms_with_every_number(language: str) -> None:
    """Ukrainian has four plurals and Arabic six: each must end in a whole sentence."""
    texts = Texts.load()
    for name, message in ENGLISH.items():
        for number in NUMBERS:
            said = texts.say(language, Text(name, dict.fromkeys(variables(message), number)))
            assert said.strip(), name
            assert "{" not in said, f"{name}: {said}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_its_place(language: str) -> None:
    """Buttons stand two in a row on a phone, and platforms refuse a description that is too long."""
    texts = Texts.load()
    long: dict[str, str] = {}
    for name, message in ENGLISH.items():
        limits = [limit for start, limit in ROOM.items() if name.startswith(start)]
        limits += [PLACES[name]] if name in PLACES else []
        said = texts.say(language, Text(name, dict.fromkeys(variables(message), 20)))
        if limits and len(said) > min(limits):
            long[name] = said
    assert long == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_have_names_that_discord_takes_and_nobody_confuses(language: str) -> None:
    """Two commands of one name, and Discord refuses all of them."""
    texts = Texts.load()
    names = {name: texts.say(language, Text(name)) for name in ENGLISH if name.startswith("discord-name-")}
    assert all(WORD.fullmatch(said) and said == said.lower() for said in names.values()), names
    commands = [said for name, said in names.items() if name not in ("discord-name-photo", "discord-name-look")]
    assert len(set(commands)) == len(commands)


@pytest.mark.parametrize("language", OTHERS)
def test_commands_named_in_a_sentence_are_the_same_in_every_language(language: str) -> None:
    """A command that a translation has lost or invented sends somebody nowhere."""
    texts = Texts.load()
    for name, message in ENGLISH.items():
        args: dict[str, str | float | Text | tuple[Text, ...]] = dict.fromkeys(variables(message), 2)
        named = [set(LATIN_WORD.findall(texts.say(one, Text(name, args)))) for one in ("en", language)]
        assert named[0] == named[1], name


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("pt-BR", "pt"),
        ("es-419", "es"),
        ("zh-hans", "zh"),
        ("zh_CN", "zh"),
        ("in", "id"),
        ("DE", "de"),
        ("", "en"),
        ("tlh", "en"),
    ],
)
def test_a_locale_finds_its_language(locale: str, language: str) -> None:
    """People are spoken to as their phone is set, whatever way the platform writes it."""
    assert spoken(locale) == language


def test_lists_have_the_commas_of_their_language() -> None:
    """A Latin comma in the middle of Arabic or Chinese looks broken."""
    texts = Texts.load()
    looks = (Text("style-cv"), Text("style-linkedin"))
    for language, comma in {"en": ", ", "ar": "، ", "zh": "、"}.items():
        said = texts.say(language, Text("confirm-looks", {"looks": looks, "count": 4}))
        assert comma.join(texts.say(language, look) for look in looks) in said
