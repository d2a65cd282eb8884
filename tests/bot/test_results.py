"""Portraits in the conversation: the menu below them, ratings, previews, and deleting one set."""

import pytest
from msgspec.structs import replace

from bot.conversation import BUTTONS, advance
from bot.events import Command, Ended, Event, Pressed, Previewed, Rated, Said, WentAway
from bot.facts import OrderFact
from bot.session import Session, Step
from bot.turn import ForgetOrder, ForgetPhotos, Rate
from inference.contract import instant_blob
from tests.bot.situations import at, buttons, done, facts, in_slot, marked, order, said, words

RESULT = at(Step.RESULT, results=1)
ID = "f" * 32  # as long as real ids are


def test_everything_can_be_done_below_every_result() -> None:
    """What was offered once and is gone the second time is not there when it is wanted."""
    turn = advance(at(Step.WAITING), Ended(ID, "done"), facts(order(ID)))
    offered = buttons(turn.says[-1:])

    assert [data.partition(":")[0] for data in offered] == [
        "again",
        "same",
        "closer",
        "another",
        "up",
        "down",
        "full",
        "forget",
        "over",
    ]
    assert {data.partition(":")[0] for data in offered} <= set(BUTTONS)
    assert max(len(f"v1:{data}".encode()) for data in offered) <= 64 - len("999999")


@pytest.mark.parametrize("step", [step for step in Step if step is not Step.WELCOME])
@pytest.mark.parametrize("name", ["again", "same", "closer", "full", "up", "down", "forget"])
def test_the_buttons_of_an_old_result_work_at_every_step(step: Step, name: str) -> None:
    """A button that is in the chat is a promise."""
    number = ":1" if name in ("up", "down") else ""
    turn = advance(at(step, results=1), Pressed(f"v1:{name}:old{number}"), facts(order("old")))

    assert "old-button" not in said(turn)
    assert turn.says


@pytest.mark.parametrize(("name", "score", "answer"), [("up", 1, "result-liked"), ("down", -1, "result-disliked")])
def test_a_rating_is_marked_where_it_was_given_and_can_be_taken_back(name: str, score: int, answer: str) -> None:
    """Who presses wants to see that it counted, and may change their mind."""
    session = at(Step.RESULT, results=7)
    turn = advance(session, Pressed(f"v1:{name}:o:3"), facts(order("o")))
    assert turn.effects == (Rate("o", None, score),)
    assert [say.slot for say in turn.says] == ["result-o-3"]
    assert marked(turn) == [f"{name}:o:3"]
    assert answer in said(turn)
    back = advance(turn.session, Pressed(f"v1:{name}:o:3"), facts(order("o", rating=score)))

    assert back.effects == (Rate("o", None, 0),)
    assert marked(back) == []
    assert answer not in said(back)


def test_the_other_thumb_replaces_the_first() -> None:
    """Liked and not liked at once would be no rating."""
    turn = advance(RESULT, Pressed("v1:down:o:1"), facts(order("o", rating=1)))

    assert turn.effects == (Rate("o", None, -1),)
    assert marked(turn) == ["down:o:1"]


def test_a_menu_is_said_anew_each_time_it_is_asked_for() -> None:
    """An edit far above looks like silence; and the rating given above is marked below."""
    now = facts(order("o", rating=1))
    first = advance(RESULT, Command("results"), now)
    second = advance(first.session, Said(), now)

    assert first.says[-1].slot == "result-o-2"
    assert second.says[-1].slot == "result-o-3"
    assert marked(second) == ["up:o:3"]


def test_a_menu_of_a_joined_account_is_rated_in_a_new_message() -> None:
    """Its number is not one of ours; the press must count all the same."""
    turn = advance(RESULT, Pressed("v1:up:o:9"), facts(order("o")))

    assert turn.effects == (Rate("o", None, 1),)
    assert turn.says[-1].slot == "result-o-2"


@pytest.mark.parametrize("name", ["full", "up", "down", "forget"])
def test_portraits_whose_time_was_over_are_said_to_be_gone(name: str) -> None:
    """A button that does nothing would leave somebody wondering whose fault it is."""
    turn = advance(RESULT, Pressed(f"v1:{name}:o"), facts(order("o", "cancelled")))

    assert said(turn)[0] == "result-gone"
    assert turn.effects == ()


# --- reactions ---------------------------------------------------------------------------------------------------


def test_a_reaction_counts_and_is_answered_only_once_an_order_where_it_is_a_no() -> None:
    """A reaction is no question; but who shows a thumb down twice must not be lectured twice."""
    now = facts(order("o"))
    liked = advance(RESULT, Rated("o", 1, 1), now)
    assert (liked.says, liked.effects) == ((), (Rate("o", 1, 1),))
    disliked = advance(liked.session, Rated("o", 0, -1), now)
    assert disliked.effects == (Rate("o", 0, -1),)
    assert buttons(disliked.says) == ["closer:o"]
    again = advance(disliked.session, Rated("o", 1, -1), now)

    assert (again.says, again.effects) == ((), (Rate("o", 1, -1),))
    assert advance(again.session, Rated("p", 0, -1), facts(order("p"), order("o"))).says


@pytest.mark.parametrize("event", [Rated("strange", None, 1), Rated("o", 5, -1)])
def test_a_reaction_to_what_is_not_there_changes_nothing(event: Rated) -> None:
    """Of somebody else's order, or of a portrait that is gone."""
    turn = advance(RESULT, event, facts(order("o")))

    assert (turn.says, turn.effects, turn.session) == ((), (), RESULT)


# --- deleting one set --------------------------------------------------------------------------------------------


def test_a_set_is_deleted_once_that_was_asked() -> None:
    """Gone for good, so not by a slip; and what is left goes on."""
    now = facts(order("new"), order("old"))
    asked = advance(RESULT, Pressed("v1:forget:new"), now)
    assert asked.effects == ()
    assert "Delete these 2 portraits?" in words(asked)
    turn = advance(asked.session, Pressed("v1:forget:new:yes"), now)

    assert turn.effects == (ForgetOrder("new"),)
    assert said(turn)[:2] == ["set-deleted", "result-album"]
    assert [picture.blob for picture in turn.says[1].pictures] == ["old-0", "old-1"]
    assert "again:old" in buttons(turn.says[-1:])
    assert turn.session.asked == ""


BETWEEN: dict[str, Event] = {
    "a command": Command("help"),
    "another button": Pressed("v1:full:new"),
    "words": Said(),
    "a question about another set": Pressed("v1:forget:old"),
    "the other question": Command("delete"),
}


@pytest.mark.parametrize("event", BETWEEN.values(), ids=BETWEEN)
def test_an_old_yes_deletes_nothing_and_asks_again(event: Event) -> None:
    """A question far above is forgotten; its button must not surprise."""
    now = facts(order("new"), order("old"))
    asked = advance(RESULT, Pressed("v1:forget:new"), now)
    turn = advance(advance(asked.session, event, now).session, Pressed("v1:forget:new:yes"), now)

    assert turn.effects == ()
    assert said(turn) == ["forget-ask"]


def test_the_yes_to_a_set_is_none_to_everything() -> None:
    """Two questions, two answers."""
    asked = advance(RESULT, Pressed("v1:forget:o"), facts(order("o")))
    turn = advance(asked.session, Pressed("v1:delete:yes"), facts(order("o")))

    assert turn.effects == ()
    assert said(turn) == ["delete-ask"]


def test_a_no_keeps_the_set() -> None:
    """And says so."""
    asked = advance(RESULT, Pressed("v1:forget:o"), facts(order("o")))
    turn = advance(asked.session, Pressed("v1:forget:o:no"), facts(order("o")))

    assert turn.effects == ()
    assert said(turn)[0] == "delete-kept"


def test_a_set_that_is_being_made_is_stopped_first() -> None:
    """Portraits would else appear after they were deleted."""
    half = replace(facts(order("o")), orders=(order("o", "running"),))
    turn = advance(RESULT, Pressed("v1:forget:o"), half)

    assert said(turn) == ["forget-unfinished"]
    assert buttons(turn.says) == ["cancel:o"]


def test_what_was_deleted_does_not_come_back_by_its_seed() -> None:
    """ "Again" after a deletion that shows the deleted pictures would be a broken promise."""
    now = facts(order("new", seed=2), order("old"))
    asked = advance(RESULT, Pressed("v1:forget:new"), now)
    turn = advance(asked.session, Pressed("v1:forget:new:yes"), now)

    assert turn.session.seed == 4


# --- previews ----------------------------------------------------------------------------------------------------

PREVIEW = Previewed("o", instant_blob("o"), 614, 768)


def test_a_preview_is_shown_while_its_order_waits_and_taken_away_with_its_last_word() -> None:
    """A first look after seconds; beside the finished portraits it would be taken for one of them."""
    shown = advance(at(Step.WAITING), PREVIEW, facts(order("o", "queued")))
    card = in_slot(shown, "preview-o")
    assert [(p.blob, p.width, p.height) for p in card.pictures] == [("o-instant", 614, 768)]
    assert "will look different" in words(shown)
    assert advance(shown.session, PREVIEW, facts(order("o", "queued"))).says == ()
    over = advance(shown.session, Ended("o", "done"), facts(order("o")))

    assert in_slot(over, "preview-o").kind == "gone"
    assert over.effects == (ForgetPhotos((), ("o-instant",)),)
    assert over.session.previews == ()


ENDS: dict[str, tuple[Event, OrderFact]] = {
    "failed": (Ended("o", "failed", "engine"), order("o", "failed")),
    "stopped by the worker": (Ended("o", "cancelled"), order("o", "cancelled")),
    "stopped by its button": (Pressed("v1:cancel:o"), order("o", "running")),
    "stopped by /cancel": (Command("cancel"), order("o", "running")),
}


@pytest.mark.parametrize(("event", "now"), ENDS.values(), ids=ENDS)
def test_a_preview_goes_however_its_order_ends(event: Event, now: OrderFact) -> None:
    """A picture that nobody will ever replace must not stay, in the chat or with us."""
    turn = advance(at(Step.WAITING, previews=("o", "other")), event, facts(now))

    assert in_slot(turn, "preview-o").kind == "gone"
    assert done(turn, ForgetPhotos) == [ForgetPhotos((), ("o-instant",))]
    assert turn.session.previews == ("other",)


def test_the_preview_of_somebody_who_left_is_forgotten_in_silence() -> None:
    """They cannot be told anything; what shows their face goes all the same."""
    turn = advance(at(Step.WAITING, previews=("o",)), WentAway(), facts(order("o", "running")))

    assert turn.says == ()
    assert done(turn, ForgetPhotos) == [ForgetPhotos((), ("o-instant",))]


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_a_preview_that_comes_too_late_is_forgotten(state: str) -> None:
    """The portraits are there already, or nobody waits any more."""
    turn = advance(RESULT, PREVIEW, facts(order("o", state)))  # type: ignore[arg-type] - one of the states

    assert (turn.says, turn.effects) == ((), (ForgetPhotos((), ("o-instant",)),))


def test_a_preview_that_comes_after_the_first_portrait_is_forgotten() -> None:
    """A draft below the real thing would look like a step back."""
    half = replace(facts(order("o")), orders=(order("o", "running"),))
    turn = advance(at(Step.WAITING), PREVIEW, half)

    assert (turn.says, turn.effects) == ((), (ForgetPhotos((), ("o-instant",)),))


def test_a_preview_of_a_stranger_is_forgotten() -> None:
    """An order that was deleted meanwhile is nobody's."""
    turn = advance(Session(Step.SELFIES), PREVIEW, facts())

    assert (turn.says, turn.effects) == ((), (ForgetPhotos((), ("o-instant",)),))
