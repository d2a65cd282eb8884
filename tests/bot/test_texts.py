"""The sentences: every one that code or contract can name exists, and nothing lies unused."""

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from bot.board import ADVISED, BESIDE
from bot.conversation import COMMANDS
from bot.events import Linked
from bot.message import MANNERS
from bot.session import Step
from bot.texts import LANGUAGES, MissingText, Texts
from bot.turn import Text
from inference.contract import SHEET_LABELS, Advice, Failure, Reason
from inference.decode import Code
from inference.selfie_rules import RULES
from inference.styles import BACKGROUNDS, STYLES

BOT = Path(__file__).parents[2] / "bot"
NAMES = {
    language: set(re.findall(r"^([a-z][\w-]*) =", (BOT / f"texts/{language}.ftl").read_text(), re.MULTILINE))
    for language in LANGUAGES
}

SMALL: dict[str, str | float | Text | tuple[Text, ...]] = {"short_side_px": 90}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_with_a_code_has_its_sentence(language: str) -> None:
    """A code without a sentence would be a crash in somebody's chat."""
    needed = {f"order-failed-{failure}" for failure in get_args(Failure)}
    needed |= {f"command-{name}" for name in COMMANDS}
    needed |= {f"words-{step}" for step in Step if step is not Step.WELCOME}
    needed |= {f"style-{name}" for name in STYLES} | {f"style-{name}-about" for name in STYLES}
    needed |= {f"background-{name}" for name in BACKGROUNDS}
    needed |= {f"language-{code}" for code in LANGUAGES} | {f"platform-{name}" for name in MANNERS}
    needed |= {f"link-{outcome}" for outcome in get_args(get_type_hints(Linked)["outcome"])}

    assert needed - NAMES[language] == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_of_the_check_has_its_sentence(language: str) -> None:
    """What speaks against a photo is named with its measure; without a sentence the verdict would never arrive."""
    limits = [(rule, {"warn": rule.warn, "reject": rule.reject}) for rule in RULES]
    needed = {
        f"{verdict}-{rule.reason}-{rule.measure}"
        for rule, by_verdict in limits
        for verdict, limit in by_verdict.items()
        if limit is not None
    }
    needed |= {f"reject-unreadable-{code}" for code in get_args(Code)}

    assert needed - NAMES[language] == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_of_the_overview_has_its_word_and_every_advice_its_sentence(language: str) -> None:
    """The words stand in the picture: one that is missing would leave a person guessing, or the picture undrawn."""
    needed = {f"sheet-{label}" for label in (*get_args(Reason), *SHEET_LABELS)}
    needed |= {f"advice-{advice}" for advice in ADVISED} | {*BESIDE.values()}

    assert needed - NAMES[language] == set()
    assert set(ADVISED) == set(get_args(Advice)) - {"one_more", "enough", "strangers"}


def test_no_sentence_lies_unused() -> None:
    """A sentence nobody says is translated ten times for nothing."""
    code = "\n".join(path.read_text() for path in sorted(BOT.rglob("*.py")))
    within = (BOT / "texts/en.ftl").read_text()
    made = (
        "style-",
        "background-",
        "reject-",
        "warn-",
        "note-",
        "words-",
        "command-",
        "order-failed-",
        "advice-",
        "sheet-",
        "language-",
        "link-",
        "platform-",
        "discord-name-",
        "discord-option-",
    )
    plain = {name for name in NAMES["en"] if not name.startswith(made)}

    assert {name for name in plain if f'"{name}"' not in code and f"{{ {name} }}" not in within} == set()


def test_a_missing_sentence_or_argument_is_an_error() -> None:
    """Half a sentence in a chat is worse than an error a test can find."""
    texts = Texts.load()
    with pytest.raises(MissingText, match="no sentence named 'nonsense'"):
        texts.say("en", Text("nonsense"))
    with pytest.raises(MissingText, match="photo-accept"):
        texts.say("en", Text("photo-accept"))


def test_one_is_not_many() -> None:
    """A receipt with "1 orders" looks as if nobody had ever read it."""
    texts = Texts.load()
    one = dict.fromkeys(("selfies", "portraits", "orders", "messages", "objects"), 1)

    assert "1 selfie, 1 portrait, 1 order, 1 message\n• 1 encrypted file," in texts.say(
        "en", Text("delete-receipt", {**one, "when": "today"})
    )
    assert "this picture" in texts.say("en", Text("note-generated", {"count": 1}))
    assert "these 2 pictures" in texts.say("en", Text("note-generated", {"count": 2}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_advice_for_a_small_photo_names_files_only_where_photos_are_shrunk(language: str) -> None:
    """Elsewhere everything arrives as it was sent, and nobody finds a way to send "a file"."""
    texts, told = (
        Texts.load(),
        Text("photo-reject", {"number": 1, "reason": Text("reject-unreadable-too_small", SMALL)}),
    )

    shrunk, whole = texts.say(language, told, shrinks=True), texts.say(language, told)

    assert texts.say(language, Text("original"), shrinks=True) in shrunk
    assert texts.say(language, Text("original")) in whole
    assert len(whole) < len(shrunk)


def test_an_unknown_language_is_answered_in_english() -> None:
    """Somebody whose language we do not speak still gets an answer."""
    assert Texts.load().say("tlh", Text("looks-enough", {"most": 3})).startswith("That is 3 looks")


def test_a_code_of_another_version_is_said_in_general_words() -> None:
    """A newer worker, or a list from before an upgrade, must not leave somebody without an answer."""
    texts = Texts.load()
    unknown = Text("reject-blurred-by-something-new", {"number": 1}, otherwise="reject-other")

    assert texts.say("en", unknown) == texts.say("en", Text("reject-other"))
