"""The conversation, visited whole: every state it can reach, every event in each of them."""

from collections import deque
from collections.abc import Iterator

import msgspec
import pytest

from bot.conversation import advance
from bot.texts import Texts
from bot.turn import (
    Agree,
    Checked,
    CheckFailed,
    Command,
    Compared,
    DeleteEverything,
    Ended,
    Event,
    Facts,
    ForgetPhotos,
    InLine,
    KeepPhoto,
    Moved,
    OrderFact,
    PhotoSent,
    PlaceOrder,
    PortraitFact,
    Pressed,
    Said,
    Session,
    Step,
    StopOrder,
    Text,
    Turn,
)
from inference.contract import Shot
from tests.bot.world import World, from_person, from_service, step

TELEGRAM_TEXT, TELEGRAM_CAPTION, TELEGRAM_DATA = 4096, 1024, 64
FROM_SERVICE = Checked | CheckFailed | Compared | Moved | InLine | Ended


def visited() -> Iterator[tuple[World, Event, World, Turn]]:
    """Every state that can be reached, with every event that can happen there and what came of it."""
    seen = {World().key()}
    open_worlds = deque([World()])
    while open_worlds:
        world = open_worlds.popleft()
        for event in (*from_person(world), *from_service(world)):
            after, turn = step(world, event)
            yield world, event, after, turn
            if after.key() not in seen:
                seen.add(after.key())
                open_worlds.append(after)


@pytest.fixture(scope="module")
def everything() -> list[tuple[World, Event, World, Turn]]:
    """The whole conversation, walked once."""
    return list(visited())


@pytest.mark.slow
def test_every_step_is_reached(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """A step nobody can reach is a feature nobody has."""
    assert {after.session.step for _, _, after, _ in everything} == set(Step)
    assert len(everything) > 10_000


@pytest.mark.slow
def test_whatever_a_person_does_is_answered(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """Silence is what people hate most in a bot. Only a deletion answers later, with its receipt."""
    for world, event, _, turn in everything:
        if not isinstance(event, FROM_SERVICE) and DeleteEverything() not in turn.effects:
            assert turn.says, f"no answer to {event} at {world.session.step}"


@pytest.mark.slow
def test_every_sentence_can_be_said_and_fits(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """A missing sentence or argument would be a crash in somebody's chat, a long one a refusal by the platform."""
    texts = Texts.load()
    for say in {msgspec.json.encode(say): say for *_, turn in everything for say in turn.says}.values():
        words = "\n".join(texts.say("en", line) for line in say.lines)
        assert 0 < len(words) <= (TELEGRAM_CAPTION if say.kind == "card" else TELEGRAM_TEXT)
        for row in say.options:
            assert 1 <= len(row) <= 2
            for option in row:
                assert 0 < len(texts.say("en", option.label)) <= 40
                assert 0 < len(option.data.encode()) <= TELEGRAM_DATA
        for picture in say.pictures:
            assert picture.caption is None or len(texts.say("en", picture.caption)) <= TELEGRAM_CAPTION


@pytest.mark.slow
def test_a_button_just_shown_works(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """A fresh button that answers "from an earlier step" is a bug the person can do nothing about."""
    shown = {
        (after.key(), option.data): after
        for *_, after, turn in everything
        for row in (turn.says[-1].options if turn.says else ())
        for option in row
    }
    for (_, data), after in shown.items():
        _, answer = step(after, Pressed(data))
        said = {line.id for say in answer.says for line in say.lines}
        assert "old-button" not in said, f"{data} at {after.session.step}"
        assert answer.says or answer.effects


@pytest.mark.slow
def test_nothing_is_kept_without_consent(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """A photo before the agreement must not be stored, and no order may be placed."""
    for world, event, _, turn in everything:
        if not world.consented:
            assert not [e for e in turn.effects if isinstance(e, KeepPhoto | PlaceOrder)], event


@pytest.mark.slow
def test_one_order_at_a_time(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """Two running orders of one person would make others wait and confuse everybody."""
    for *_, after, _ in everything:
        assert sum(o.state in ("queued", "running") for o in after.orders) <= 1


@pytest.mark.slow
def test_an_order_is_only_placed_by_its_button_and_with_a_photo(
    everything: list[tuple[World, Event, World, Turn]],
) -> None:
    """Work starts when the person says so, and never with nothing to work on."""
    for world, event, _, turn in everything:
        if any(isinstance(effect, PlaceOrder) for effect in turn.effects):
            assert isinstance(event, Pressed)
            assert event.data.split(":")[1] in ("make", "again")
            assert world.selfies


@pytest.mark.slow
def test_deletion_needs_two_presses(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """An old button pressed by a slip must not erase anything."""
    deleted = [world for world, _, _, turn in everything if DeleteEverything() in turn.effects]
    assert deleted
    assert all(world.session.asked_delete for world in deleted)


@pytest.mark.slow
def test_a_refused_photo_is_forgotten_at_once(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """What cannot be used must not be kept."""
    refusals = [
        (event, turn) for _, event, _, turn in everything if isinstance(event, Checked) and event.verdict == "reject"
    ]
    assert refusals
    assert all(ForgetPhotos((event.selfie,)) in turn.effects for event, turn in refusals)


@pytest.mark.slow
def test_every_finished_order_shows_its_portraits_and_a_way_on(
    everything: list[tuple[World, Event, World, Turn]],
) -> None:
    """Paid and nothing arrives: not here."""
    endings = [(w, e, t) for w, e, _, t in everything if isinstance(e, Ended) and e.outcome == "done"]
    with_portraits = [(w, t) for w, e, t in endings if any(p.order == e.order for p in w.portraits)]
    assert with_portraits
    for _, turn in with_portraits:
        assert [say.kind for say in turn.says].count("album") == 1
        assert turn.says[-1].options


@pytest.mark.slow
def test_cancel_stops_whatever_runs(everything: list[tuple[World, Event, World, Turn]]) -> None:
    """/cancel did nothing: the classic complaint."""
    for world, event, _, turn in everything:
        if event == Command("cancel") and world.facts().running is not None:
            assert [e for e in turn.effects if isinstance(e, StopOrder)]


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
