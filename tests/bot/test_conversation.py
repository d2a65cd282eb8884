"""The conversation, fact by fact: what is said and done in one situation. The whole of it is in test_everywhere."""

from bot.conversation import advance
from bot.turn import (
    Agree,
    Checked,
    Command,
    Ended,
    Event,
    Facts,
    Moved,
    OrderFact,
    PhotoSent,
    PortraitFact,
    Pressed,
    Said,
    Session,
    Step,
    Text,
)
from inference.contract import Shot
from tests.bot.world import World, step


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


def test_withdrawn_consent_begins_anew() -> None:
    """New terms, or an agreement withdrawn: nothing goes on as if it were still there."""
    turn = advance(Session(step=Step.CONFIRM, looks=("cv",)), Pressed("v1:make"), Facts(consented=False))

    assert turn.session.step is Step.WELCOME
    assert Agree not in {type(effect) for effect in turn.effects}
    assert turn.says
