"""Orders in the conversation: several of one person, what limits them, following and stopping them."""

import pytest
from msgspec.structs import replace

from bot.conversation import advance
from bot.events import Command, Ended, InLine, Moved, PhotoSent, Pressed, WentAway
from bot.facts import Facts, OrderFact, PortraitFact
from bot.prompts import MAX_UNFINISHED
from bot.session import Session, Step
from bot.turn import KeepPhoto, PlaceOrder, StopOrder
from tests.bot.situations import SHOTS, at, buttons, done, facts, in_slot, order, said, words

CONFIRM = at(Step.CONFIRM, looks=("cv",))
RESULT = at(Step.RESULT)
MAKE = Pressed("v1:make")


def many(count: int) -> tuple[OrderFact, ...]:
    """So many unfinished orders, newest first; the oldest is being made."""
    return (*(order(f"o{number}", "queued") for number in range(count, 1, -1)), order("o1", "running"))


def test_a_second_order_waits_for_the_persons_own_first() -> None:
    """Who wants another look meanwhile need not wait to say so, and is told honestly when it comes."""
    turn = advance(CONFIRM, MAKE, facts(order("first", "running")))

    assert [effect.id for effect in done(turn, PlaceOrder)] == ["new"]
    assert turn.session.step is Step.WAITING
    assert said(turn) == ["order-after-own"]
    assert "number 2 of your own orders" in words(turn)
    assert buttons(turn.says) == ["cancel:new"]


def test_the_summary_says_that_other_orders_come_first() -> None:
    """Before the button is pressed the time must be the true one."""
    turn = advance(at(Step.BACKGROUND, looks=("cv",)), Pressed("v1:back:look"), facts(*many(2)))

    assert "after your other orders" in words(turn)
    assert "about 2 minutes" in words(turn)


REFUSED: dict[str, tuple[Facts, str]] = {
    "too many of one's own": (facts(*many(MAX_UNFINISHED)), "You have 4 orders on the way"),
    "not enough left today": (facts(portraits_left=1), "today. Choose fewer looks, or come back after midnight UTC"),
    "nothing left today": (facts(portraits_left=0), "all the portraits I can make for you today. At midnight UTC"),
    "the line is full": (facts(room=False, wait_new_s=1500.0), "placed now would take about 25 minutes."),
}


@pytest.mark.parametrize(("now", "reason"), REFUSED.values(), ids=REFUSED)
def test_an_order_that_cannot_be_taken_says_why_and_loses_no_choice(now: Facts, reason: str) -> None:
    """A no without a reason, or one that throws the choices away, sends people off."""
    turn = advance(CONFIRM, MAKE, now)

    assert turn.effects == ()
    assert reason in words(turn)
    assert turn.session == CONFIRM
    assert "make" in buttons(turn.says[-1:])


@pytest.mark.parametrize("data", ["again:old", "same:old", "closer:old"])
def test_every_way_to_order_is_held_to_the_limits(data: str) -> None:
    """A limit that one button forgets is none."""
    for now in (facts(*many(4), order("old")), facts(order("old"), portraits_left=1), facts(order("old"), room=False)):
        turn = advance(RESULT, Pressed(f"v1:{data}"), now)
        assert turn.effects == ()
        assert turn.says


def test_exactly_what_is_left_today_may_be_ordered() -> None:
    """Who is told that two are left must get two."""
    assert done(advance(CONFIRM, MAKE, facts(portraits_left=2)), PlaceOrder)


def test_no_waiting_time_is_made_up_where_the_line_stands_still() -> None:
    """A time computed for a studio that is paused, away, or not measured yet would be invented."""
    for now in (facts(room=False, paused=True), facts(room=False, worker=False), facts(room=False, wait_new_s=None)):
        assert "queue-full-time" not in said(advance(CONFIRM, MAKE, now))


def test_while_the_studio_is_paused_an_order_keeps_its_place_and_hears_of_the_end() -> None:
    """An order into a pause must not look like one that is being made, and not go on saying so afterwards."""
    turn = advance(CONFIRM, MAKE, facts(paused=True))
    assert done(turn, PlaceOrder)
    assert "keeps its place. The studio is paused" in words(turn)
    placed = order("new", "queued")
    still = advance(turn.session, InLine("new"), facts(placed, paused=True))
    assert still.says == ()
    after = advance(still.session, InLine("new"), facts(placed))

    assert "You are next: 2 portraits" in words(after)
    assert after.says[0].slot == "order-new"
    assert advance(after.session, InLine("new"), facts(placed)).says == ()


def test_an_order_that_was_placed_into_an_empty_studio_hears_when_somebody_is_there() -> None:
    """It would else go on saying that nobody is at work."""
    placed = order("new", "queued")
    waiting = advance(CONFIRM, MAKE, facts(worker=False)).session
    assert advance(waiting, InLine("new"), facts(placed, worker=False)).says == ()

    assert said(advance(waiting, InLine("new"), facts(placed))) == ["order-next"]


def test_a_pause_that_begins_while_somebody_waits_is_told() -> None:
    """Number 2 in line, for hours, is what people complain of."""
    turn = advance(at(Step.WAITING, place=2), InLine("o"), facts(order("o", "queued"), paused=True))

    assert said(turn) == ["order-paused"]


def test_when_one_of_several_ends_its_results_come_and_the_next_moves_up() -> None:
    """The results of one order must not hide that the other is still to come."""
    second, third = order("second", "queued"), order("third", "queued")
    turn = advance(at(Step.WAITING), Ended("first", "done"), facts(third, second, order("first")))

    assert [say.kind for say in turn.says].count("album") == 1
    assert [line.id for line in in_slot(turn, "order-first").lines] == ["order-done"]
    assert [line.id for line in in_slot(turn, "order-second").lines] == ["order-next"]
    assert [line.id for line in in_slot(turn, "order-third").lines] == ["order-after-own"]
    assert turn.says[-1].slot == "result-first-1"
    assert turn.session.step is Step.WAITING
    assert advance(turn.session, InLine("second"), facts(third, second)).says == ()


def test_the_button_of_an_order_stops_only_that_one() -> None:
    """A slip on one must not cost the other."""
    now = facts(order("third", "queued"), order("second", "queued"), order("first", "running"))
    turn = advance(at(Step.WAITING), Pressed("v1:cancel:second"), now)

    assert turn.effects == (StopOrder("second"),)
    assert turn.session.step is Step.WAITING
    assert "number 2 of your own" in words(turn)
    assert "same:second" in buttons(turn.says)


def test_when_the_first_is_stopped_the_next_hears_its_place_with_the_next_look_at_the_line() -> None:
    """It would else go on saying that another order comes first."""
    second = order("second", "queued")
    turn = advance(at(Step.WAITING, place=1), Pressed("v1:cancel:first"), facts(second, order("first", "queued")))
    later = advance(turn.session, InLine("second"), facts(second, order("first", "cancelled")))

    assert said(later) == ["order-next"]


@pytest.mark.parametrize("event", [Command("cancel"), Pressed("v1:cancel:all")])
def test_everything_can_be_stopped_at_once(event: Command | Pressed) -> None:
    """/cancel stops what is going on, all of it."""
    turn = advance(at(Step.WAITING), event, facts(*many(3)))

    assert {effect.id for effect in done(turn, StopOrder)} == {"o1", "o2", "o3"}
    assert said(turn).count("order-cancelled") == 3
    assert turn.session.step is Step.RESULT


def test_who_stops_an_order_is_told_where_what_was_finished_is() -> None:
    """Of six portraits two were there already: they count for the day, and nobody would look for them."""
    made = PortraitFact("first", 0, "cv", "blob", 1024, 1280)
    now = replace(facts(order("second", "queued"), order("first", "running")), portraits=(made,))
    turn = advance(at(Step.WAITING), Command("cancel"), now)

    assert [line.id for line in in_slot(turn, "order-first").lines] == ["order-cancelled", "order-cancelled-kept"]
    assert [line.id for line in in_slot(turn, "order-second").lines] == ["order-cancelled"]
    assert buttons(advance(turn.session, Command("results"), now).says)[0] == "again:first"


def test_a_stopped_order_stopped_again_is_over() -> None:
    """An old button must not do anything, and must not be silent."""
    assert said(advance(RESULT, Pressed("v1:cancel:o"), facts(order("o", "cancelled")))) == ["cancel-over"]
    assert said(advance(RESULT, Pressed("v1:cancel:all"), facts(order("o")))) == ["cancel-over"]


def test_status_lists_every_order_with_a_button_of_its_own() -> None:
    """Who has three orders on the way wants to see all three."""
    turn = advance(at(Step.LOOKS), Command("status"), facts(*many(3)))

    first, second, third = words(turn).splitlines()
    assert first.startswith("1. CV ")
    assert first.endswith("Making your portraits: 0 of 2 finished.")
    assert second.startswith("2. CV ")
    assert second.endswith(" 2 portraits, as soon as those above are finished.")
    assert third.endswith(second[len("2. CV ") :])
    assert buttons(turn.says) == ["cancel:o1", "cancel:o2", "cancel:o3"]


@pytest.mark.parametrize(("count", "stop"), [(1, "cancel:o1"), (2, "cancel:all")])
def test_beginning_anew_waits_for_what_is_being_made(count: int, stop: str) -> None:
    """Its photos are needed; the way out is one press away."""
    session = at(Step.SELFIES)
    turn = advance(session, Command("new"), facts(*many(count)))

    assert said(turn) == ["busy-new"]
    assert buttons(turn.says) == [stop]
    assert turn.session.photos == session.photos
    assert turn.effects == ()


def test_photos_sent_while_portraits_are_made_count_for_the_next_order() -> None:
    """Waiting is the time in which people find better photos."""
    now = facts(order("o", "running"))
    turn = advance(at(Step.WAITING), PhotoSent(), now)
    assert done(turn, KeepPhoto) == [KeepPhoto("new")]
    assert said(turn)[:2] == ["photo-for-next", "board-head"]
    assert turn.session.step is Step.SELFIES

    assert said(advance(turn.session, PhotoSent(), now))[0] == "board-head"


def test_the_list_of_photos_stays_one_message_while_it_is_the_last() -> None:
    """Progress and ratings are edits above it; an order placed below it pushes it up, and the next list is new."""
    now = facts(order("running", "running"), order("old"))
    listed = at(Step.SELFIES, board=4, board_is_last=True, results=1)
    edits = (Moved("running", 1, 2, 0.5), Pressed("v1:up:old:1"))
    for event in edits:
        assert advance(listed, event, now).session.board_is_last
    turn = advance(listed, Pressed("v1:again:old"), now)

    assert not turn.session.board_is_last
    assert not advance(listed, Pressed("v1:up:old:7"), now).session.board_is_last


def test_an_order_from_old_portraits_interrupts_no_choosing() -> None:
    """Who has chosen three looks and presses "again" above must still be able to press "make" below."""
    turn = advance(CONFIRM, Pressed("v1:again:old"), facts(order("old")))
    assert done(turn, PlaceOrder)

    assert done(advance(turn.session, MAKE, facts(order("new", "queued"), order("old"))), PlaceOrder)


def test_a_failed_order_is_tried_again_as_it_was() -> None:
    """ "Try again" is no other order: the same photos, looks, seed and nearness."""
    broken = order("o", "failed", seed=6, closer=True)
    ended = advance(at(Step.WAITING), Ended("o", "failed", "engine"), facts(broken))
    (retry, _) = buttons(ended.says[-1:])
    turn = advance(ended.session, Pressed(f"v1:{retry}"), facts(broken))

    assert turn.effects == (PlaceOrder("new", SHOTS, ("photo",), 6, closer=True),)


def test_again_differs_from_everything_before() -> None:
    """Also from the repeated, and from the deleted: "again, but different" is a promise."""
    now = facts(order("c", seed=2), order("b", seed=4), order("a", seed=2))
    turn = advance(RESULT, Pressed("v1:again:a"), now)
    assert [effect.seed for effect in done(turn, PlaceOrder)] == [6]
    later = advance(turn.session, Pressed("v1:again:a"), facts(order("a", seed=2)))

    assert [effect.seed for effect in done(later, PlaceOrder)] == [8]


def test_the_same_again_repeats_photos_looks_and_seed() -> None:
    """Who deleted the chat by mistake wants these portraits, not others."""
    now = facts(order("old", seed=4), selfies=("better", "photo"))
    turn = advance(RESULT, Pressed("v1:same:old"), now)

    assert turn.effects == (PlaceOrder("new", SHOTS, ("photo",), 4),)
    assert "same-photos-gone" not in said(turn)


def test_the_same_again_says_where_photos_are_gone() -> None:
    """What cannot be the same must not be called so."""
    made = OrderFact("old", "done", SHOTS, 4, ("photo", "gone"))
    turn = advance(RESULT, Pressed("v1:same:old"), facts(made))

    assert [effect.photos for effect in done(turn, PlaceOrder)] == [("photo",)]
    assert said(turn)[0] == "same-photos-gone"


@pytest.mark.parametrize("data", ["again:old", "same:old", "closer:old"])
def test_without_any_photo_nothing_is_ordered(data: str) -> None:
    """Portraits of nobody cannot be made; the person is asked for a photo instead."""
    turn = advance(Session(Step.RESULT), Pressed(f"v1:{data}"), facts(order("old"), selfies=()))

    assert turn.effects == ()
    assert said(turn)[0] == "photos-needed"


def test_closer_to_me_stays_nearer_to_the_photos() -> None:
    """Also once more, and "again" of such portraits does not drift off."""
    first = advance(RESULT, Pressed("v1:closer:old"), facts(order("old")))
    near = order("near", seed=2, closer=True)
    more = [advance(RESULT, Pressed(f"v1:{name}:near"), facts(near, order("old"))) for name in ("closer", "again")]

    assert [(e.closer, e.seed) for e in done(first, PlaceOrder)] == [(True, 2)]
    assert [(e.closer, e.seed) for turn in more for e in done(turn, PlaceOrder)] == [(True, 4), (True, 4)]


def test_who_went_away_is_told_nothing_and_nothing_is_made_for_them() -> None:
    """Work for somebody who has blocked us would only keep others waiting."""
    turn = advance(at(Step.WAITING, place=1), WentAway(), facts(*many(2)))

    assert turn.says == ()
    assert {effect.id for effect in done(turn, StopOrder)} == {"o1", "o2"}
    assert turn.session.step is Step.RESULT
