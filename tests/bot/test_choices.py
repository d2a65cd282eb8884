"""Menus, languages, links to a look and joined chats in the conversation."""

import pytest

from bot.conversation import COMMANDS, advance
from bot.events import Command, Event, Linked, Picked, Pressed
from bot.facts import Facts
from bot.prompts import MAX_LOOKS
from bot.session import Session, Step
from bot.texts import LANGUAGES
from bot.turn import OfferLink, Say, SetLanguage
from inference.styles import STYLES
from tests.bot.situations import TEXTS, at, buttons, facts, marked, order, said, words

LOOKS = at(Step.LOOKS, menu=3, looks=("cv",))
SET = "v1:looks-set"


def menu_of(say: Say) -> tuple[str, int, set[str]]:
    """A menu's name, how many may be chosen, and what is."""
    assert say.menu is not None
    assert {option.data for option in say.menu.options} <= {o.data for row in say.options for o in row}
    return say.menu.data, say.menu.most, {option.data for option in say.menu.options if option.on}


# --- menus -------------------------------------------------------------------------------------------------------


def test_looks_backgrounds_and_languages_are_menus_too() -> None:
    """Where a platform has menus, twelve buttons are eleven too many."""
    looks = advance(LOOKS, Pressed("v1:look:dating"), facts()).says[-1]
    backs = advance(LOOKS, Pressed("v1:looks"), facts()).says[-1]
    speak = advance(LOOKS, Command("language"), facts()).says[-1]

    assert menu_of(looks) == (SET, MAX_LOOKS, {"v1:look:cv", "v1:look:dating"})
    assert menu_of(backs) == ("v1:back-set", 1, set())
    assert menu_of(speak) == ("v1:lang-set", 1, {"v1:lang:en"})
    assert len(looks.unfolded) == len(STYLES)
    assert len(looks.lines) == 1


def test_a_pick_sets_exactly_what_was_picked() -> None:
    """A menu shows what is chosen; what it shows is what counts."""
    turn = advance(LOOKS, Picked(SET, ("v1:look:dating", "v1:look:gone", "v1:look:academic")), facts())

    assert turn.session.looks == ("dating", "academic")
    assert [say.slot for say in turn.says] == ["looks-3"]
    assert marked(turn) == ["look:dating", "look:academic"]
    assert "looks" in buttons(turn.says)


def test_of_too_many_the_first_count_and_it_is_said() -> None:
    """Silently dropping a choice would be a surprise in the portraits."""
    turn = advance(LOOKS, Picked(SET, tuple(f"v1:look:{name}" for name in list(STYLES)[: MAX_LOOKS + 1])), facts())

    assert turn.session.looks == tuple(STYLES)[:MAX_LOOKS]
    assert said(turn) == ["looks-ask", "looks-enough"]


def test_a_background_is_picked_as_it_is_pressed() -> None:
    """Two ways, one outcome."""
    here = at(Step.BACKGROUND, looks=("cv",))
    pick = advance(here, Picked("v1:back-set", ("v1:back:navy",)), facts())

    assert pick == advance(here, Pressed("v1:back:navy"), facts())
    assert pick.session.background == "navy"


STRANGE: dict[str, tuple[Session, Picked]] = {
    "another menu's options": (LOOKS, Picked(SET, ("v1:back:navy",))),
    "some of another menu's": (LOOKS, Picked(SET, ("v1:look:cv", "navy"))),
    "an unknown menu": (LOOKS, Picked("v1:nonsense", ("v1:look:cv",))),
    "an unknown version": (LOOKS, Picked("v0:looks-set", ("v1:look:cv",))),
    "looks at another step": (at(Step.RESULT), Picked(SET, ("v1:look:cv",))),
    "a background at another step": (LOOKS, Picked("v1:back-set", ("v1:back:navy",))),
    "two backgrounds": (at(Step.BACKGROUND, looks=("cv",)), Picked("v1:back-set", ("v1:back:navy", "v1:back:grey"))),
    "no background": (at(Step.BACKGROUND, looks=("cv",)), Picked("v1:back-set", ())),
}


@pytest.mark.parametrize(("session", "event"), STRANGE.values(), ids=STRANGE)
def test_an_old_or_foreign_menu_says_so_and_shows_where_we_are(session: Session, event: Picked) -> None:
    """Menus stay in the chat for ever; none may do something else than it says."""
    turn = advance(session, event, facts())

    assert said(turn)[0] == "old-button"
    assert turn.session.looks == session.looks
    assert turn.effects == ()


@pytest.mark.parametrize("data", [SET, "v1:back-set"])
def test_before_the_agreement_only_the_language_can_be_picked(data: str) -> None:
    """Nothing is chosen for portraits that were not agreed to."""
    name = "look:cv" if data == SET else "back:navy"
    turn = advance(Session(welcomed=True), Picked(data, (f"v1:{name}",)), Facts(consented=False))

    assert said(turn) == ["agree-first"]


# --- languages ---------------------------------------------------------------------------------------------------


def test_every_language_is_offered_by_its_own_name() -> None:
    """Who cannot read the present language must find theirs."""
    turn = advance(Session(), Command("language"), Facts(consented=False))

    assert buttons(turn.says) == [f"lang:{code}" for code in LANGUAGES]
    assert marked(turn) == ["lang:en"]
    assert [TEXTS.say("en", o.label) for row in turn.says[0].options for o in row if o.on] == ["✓ English"]


@pytest.mark.parametrize("event", [Pressed("v1:lang:en"), Picked("v1:lang-set", ("v1:lang:en",))])
def test_a_language_holds_from_its_answer_on(event: Event) -> None:
    """And where we are is repeated in it, or the chat would go on unreadable."""
    turn = advance(LOOKS, event, facts())

    assert turn.effects == (SetLanguage("en"),)
    assert said(turn) == ["language-set", "looks-ask"]
    assert turn.says[-1].slot == "looks-4"


def test_the_language_comes_before_the_agreement() -> None:
    """Nobody can agree to what they cannot read."""
    first = advance(Session(), Command("start"), Facts(consented=False))
    assert "language" in buttons(first.says)
    turn = advance(first.session, Pressed("v1:lang:en"), Facts(consented=False))

    assert turn.effects == (SetLanguage("en"),)
    assert said(turn)[:2] == ["language-set", "welcome"]


def test_a_language_we_do_not_speak_is_not_set() -> None:
    """A forged or withdrawn button must not make the bot mute."""
    turn = advance(LOOKS, Pressed("v1:lang:tlh"), facts())

    assert turn.effects == ()
    assert said(turn)[0] == "old-button"


# --- links to a look ---------------------------------------------------------------------------------------------


def test_a_link_to_a_look_finds_it_chosen_when_looks_are_shown() -> None:
    """Who comes by "CV photos here" has said already what they want."""
    session = advance(Session(), Command("start", "cv"), Facts(consented=False)).session
    session = advance(session, Pressed("v1:agree"), Facts(consented=False)).session
    shown = advance(at(Step.SELFIES, wanted=session.wanted), Pressed("v1:done"), facts())

    assert marked(shown) == ["look:cv"]
    assert shown.session.wanted == ""
    assert marked(advance(shown.session, Pressed("v1:look:cv"), facts())) == []


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.WELCOME])
def test_a_link_to_a_look_opens_the_looks_at_every_step_with_a_photo(step: Step) -> None:
    """Who comes by "CV photos here" must not be told where they were; choices under way are kept, old ones are not."""
    turn = advance(at(step, looks=("dating",)), Command("headshot", "cv"), facts(order("o")))

    over = step in (Step.WAITING, Step.RESULT)
    assert turn.session.step is Step.LOOKS
    assert marked(turn) == (["look:cv"] if over else ["look:cv", "look:dating"])


@pytest.mark.parametrize("step", [Step.SELFIES, Step.CONFIRM, Step.RESULT])
def test_a_link_to_a_look_without_a_photo_waits_for_one(step: Step) -> None:
    """The look is for portraits of them: first the photo, and then the look is not forgotten."""
    turn = advance(at(step), Command("start", "cv"), facts(order("o"), selfies=()))

    assert turn.session.step is Step.SELFIES
    assert marked(advance(turn.session, Pressed("v1:done"), facts())) == ["look:cv"]


@pytest.mark.parametrize("argument", ["", "nonsense", "group", "ABCD2345"])
def test_any_other_argument_is_ignored(argument: str) -> None:
    """Links come from anywhere."""
    assert advance(at(Step.RESULT), Command("start", argument), facts()).session.wanted == ""


def test_headshot_begins_as_start_does() -> None:
    """The command has another name where "start" says nothing."""
    for session, now in ((Session(), Facts(consented=False)), (LOOKS, facts())):
        assert advance(session, Command("headshot"), now) == advance(session, Command("start"), now)
    assert "headshot" not in COMMANDS


# --- several chats -----------------------------------------------------------------------------------------------


def test_a_code_is_offered_on_a_line_of_its_own_with_the_chats_joined() -> None:
    """It is copied by a finger on a phone."""
    turn = advance(LOOKS, Command("link"), facts(chats=("discord", "telegram", "carrier-pigeon")))

    assert turn.effects == (OfferLink("ABCD2345"),)
    assert "ABCD2345" in words(turn).splitlines()
    assert words(turn).splitlines()[-1] == "Joined so far: Discord, Telegram, another chat."
    assert "Joined" not in words(advance(LOOKS, Command("link"), facts(chats=("telegram",))))


def test_before_the_agreement_there_is_nothing_to_join_to() -> None:
    """A code leads to an account that has agreed."""
    turn = advance(Session(welcomed=True), Command("link"), Facts(consented=False))

    assert turn.effects == ()
    assert said(turn) == ["agree-first"]


@pytest.mark.parametrize("outcome", ["joined", "wrong", "own", "busy", "often"])
def test_a_code_that_was_entered_is_answered_and_leads_on(outcome: str) -> None:
    """Also in a chat where nothing was agreed to yet: the account that is joined has agreed."""
    here = advance(at(Step.SELFIES, board=4), Linked(outcome), facts())  # type: ignore[arg-type] - one of them
    assert said(here)[:2] == [f"link-{outcome}", "board-head"]
    assert here.says[-1].slot == "board-5"
    new = advance(Session(), Linked(outcome), Facts(consented=False))  # type: ignore[arg-type] - one of them

    assert said(new)[:2] == [f"link-{outcome}", "welcome"]
