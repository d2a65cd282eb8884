"""The conversation, fact by fact: what is said and done in one situation. The whole of it is in test_everywhere."""

import pytest

from bot.conversation import advance
from bot.events import Checked, Command, Ended, Event, Moved, NotAPicture, PhotoSent, Pressed, Said, TooBig
from bot.facts import Facts, OrderFact, PortraitFact
from bot.session import Session, Step
from bot.turn import Agree, Text
from inference.contract import Shot
from tests.bot.world import World, step

WELCOME = ["welcome", "welcome-terms", "welcome-question"]


def test_the_twenty_first_photo_is_declined() -> None:
    """Twenty is the most that helps, and the person is told instead of being ignored."""
    facts = Facts(consented=True, fresh_id="x")
    session = Session(step=Step.SELFIES)
    for number in range(20):
        facts = Facts(consented=True, fresh_id=str(number))
        session = advance(session, PhotoSent(), facts).session
    turn = advance(session, PhotoSent(), Facts(consented=True, fresh_id="21"))

    assert turn.effects == ()
    assert [line.id for say in turn.says for line in say.lines] == ["photos-enough"]


def test_the_main_visit_in_the_order_a_person_has_it() -> None:
    """From hello to portraits in nine steps, and no order before the last button."""
    world, said = World(), list[str]()
    visit: tuple[Event, ...] = (
        Command("start"),
        Pressed("v1:agree"),
        PhotoSent(),
        Checked("p0o0", "accept", (), {}),
        Pressed("v1:done"),
        Pressed("v1:look:linkedin"),
        Pressed("v1:looks"),
        Pressed("v1:back:navy"),
        Pressed("v1:make"),
        Moved("p1o0", 2, 2, 1.0),
        Ended("p1o0", "done"),
    )
    for event in visit:
        world, turn = step(world, event)
        said.append(turn.says[-1].lines[0].id)

    assert said == [
        "welcome",
        "send-selfies",
        "board-head",
        "board-head",
        "looks-ask",
        "looks-ask",
        "background-ask",
        "confirm-looks",
        "order-next",
        "order-making",
        "result-ready",
    ]
    assert [(s.style, s.background) for s in world.orders[0].shots] == [("linkedin", "navy")] * 2


def test_status_says_how_many_are_finished() -> None:
    """Who asks in the middle wants to know how far it is, not only that it has begun."""
    shots = (Shot(0, "cv"), Shot(1, "cv"))
    made = PortraitFact("o", 0, "cv", "blob", 1024, 1280)
    facts = Facts(consented=True, orders=(OrderFact("o", "running", shots),), portraits=(made,))
    turn = advance(Session(step=Step.WAITING), Command("status"), facts)

    assert turn.says[-1].lines == (Text("order-making", {"done": 1, "total": 2}),)


def test_words_are_answered_where_they_were_said() -> None:
    """Somebody who types instead of pressing is shown the buttons again, at the bottom of the chat."""
    session = Session(step=Step.LOOKS, menu=3)
    turn = advance(session, Said(), Facts(consented=True))

    assert turn.says[0].lines == (Text("words-looks"),)
    assert turn.says[-1].slot == "looks-4"


@pytest.mark.parametrize("event", [Said(), Command("status"), Pressed("v1:make"), NotAPicture(), TooBig(20)])
def test_the_first_contact_is_the_welcome_whatever_it_was(event: Event) -> None:
    """Who says hello must not hear that something is missing; who has read the welcome is reminded in one line."""
    first = advance(Session(), event, Facts(consented=False))
    second = advance(first.session, event, Facts(consented=False))

    assert [line.id for say in first.says for line in say.lines] == WELCOME
    assert [line.id for say in second.says for line in say.lines] == ["agree-first"]
    assert second.says[0].options == first.says[0].options


def test_photos_before_the_agreement_are_declined_once() -> None:
    """An album of five would be five refusals; a photo that comes later must not be met with silence."""
    first = advance(Session(), PhotoSent(), Facts(consented=False))
    second = advance(first.session, PhotoSent(), Facts(consented=False))
    third = advance(
        advance(second.session, Said(), Facts(consented=False)).session, PhotoSent(), Facts(consented=False)
    )

    assert [line.id for say in first.says for line in say.lines] == [*WELCOME, "welcome-photo"]
    assert second.says == first.says[1:], "edited in place, to what it says already"
    assert third.says[0].slot != second.says[0].slot
    assert first.effects == second.effects == third.effects == ()


def test_withdrawn_consent_begins_anew() -> None:
    """New terms, or an agreement withdrawn: nothing goes on as if it were still there."""
    turn = advance(Session(step=Step.CONFIRM, looks=("cv",)), Pressed("v1:make"), Facts(consented=False))

    assert turn.session.step is Step.WELCOME
    assert Agree not in {type(effect) for effect in turn.effects}
    assert turn.says
