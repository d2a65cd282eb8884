"""The conversation, visited whole: every state it can reach, every event in each of them, and what holds everywhere."""

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import msgspec
import pytest

from bot.events import (
    Checked,
    CheckFailed,
    Command,
    Compared,
    Ended,
    Event,
    InLine,
    Moved,
    Pressed,
    Previewed,
    Rated,
    WentAway,
)
from bot.prompts import MAX_UNFINISHED
from bot.session import Step
from bot.texts import LANGUAGES, Texts
from bot.turn import DeleteEverything, ForgetOrder, ForgetPhotos, KeepPhoto, PlaceOrder, Say, StopOrder, Turn
from tests.bot.world import World, from_person, from_service, step

TELEGRAM_TEXT, TELEGRAM_CAPTION, TELEGRAM_DATA = 4096, 1024, 64  # UTF-16 units, the same, bytes
DISCORD_TEXT, DISCORD_MENU, DISCORD_ABOUT = 4000, 25, 100  # characters of a message, options, characters of an option
TEXTS = Texts.load()
UNASKED = Checked | CheckFailed | Compared | Moved | InLine | Ended | Previewed | Rated | WentAway


@dataclass(frozen=True)
class Seen:
    """One event in one state, and what came of it. `new` are the messages that no earlier turn had."""

    before: World
    event: Event
    after: World
    turn: Turn
    new: tuple[Say, ...]
    fresh: tuple[str, ...]  # buttons of the last message, shown for the first time in the state that follows


def visited() -> Iterator[Seen]:
    """Every state that can be reached, with every event that can happen there."""
    known, said, offered = {World().key()}, set[bytes](), set[tuple[bytes, str]]()
    open_worlds = deque([World()])
    while open_worlds:
        world = open_worlds.popleft()
        for event in (*from_person(world), *from_service(world)):
            after, turn = step(world, event)
            key = after.key()
            says = {msgspec.json.encode(say): say for say in turn.says}
            shown = {(key, o.data) for row in (turn.says[-1].options if turn.says else ()) for o in row}
            new = tuple(say for body, say in says.items() if body not in said)
            yield Seen(world, event, after, turn, new, tuple(data for _, data in shown - offered))
            said |= says.keys()
            offered |= shown
            if key not in known:
                known.add(key)
                open_worlds.append(after)


Fact = Callable[[Seen], bool]  # whether it had anything to say here; what does not hold is an AssertionError
FACTS: list[Fact] = []


def everywhere(fact: Fact) -> Fact:
    """A fact that must hold in every state, whatever happens there."""
    FACTS.append(fact)
    return fact


@everywhere
def whatever_a_person_does_is_answered(seen: Seen) -> bool:
    """Silence is what people hate most in a bot. Only a deletion answers later, with its receipt."""
    if isinstance(seen.event, UNASKED) or DeleteEverything() in seen.turn.effects:
        return False
    assert seen.turn.says
    return True


@everywhere
def every_sentence_can_be_said_and_fits(seen: Seen) -> bool:
    """A missing sentence or argument would be a crash in somebody's chat, a long one a refusal by the platform."""
    for say in seen.new:
        for language in LANGUAGES:
            fits(say, language)
    return bool(seen.new)


@everywhere
def a_button_just_shown_works(seen: Seen) -> bool:
    """A fresh button that answers "from an earlier step" is a bug the person can do nothing about."""
    for data in seen.fresh:
        _, answer = step(seen.after, Pressed(data))
        assert "old-button" not in {line.id for say in answer.says for line in say.lines}, data
        assert answer.says or answer.effects
    return bool(seen.fresh)


@everywhere
def nothing_is_kept_without_consent(seen: Seen) -> bool:
    """A photo before the agreement must not be stored, and no order may be placed."""
    assert seen.before.consented or not any(isinstance(e, KeepPhoto | PlaceOrder) for e in seen.turn.effects)
    return not seen.before.consented


@everywhere
def a_person_has_no_more_than_four_orders_on_the_way(seen: Seen) -> bool:
    """Who orders without end would wait for ever, and let others wait."""
    assert len(seen.after.facts().unfinished) <= MAX_UNFINISHED
    return len(seen.after.facts().unfinished) > 1


@everywhere
def an_order_is_only_placed_by_its_button_and_with_a_photo(seen: Seen) -> bool:
    """Work starts when the person says so, and never with nothing to work on."""
    placed = any(isinstance(effect, PlaceOrder) for effect in seen.turn.effects)
    if placed:
        assert isinstance(seen.event, Pressed)
        assert seen.event.data.split(":")[1] in ("make", "again", "same", "closer")
        assert seen.before.selfies
        assert any((say.slot or "").startswith("order-") for say in seen.turn.says)
    return placed


@everywhere
def a_deletion_needs_two_presses(seen: Seen) -> bool:
    """An old button pressed by a slip must not erase anything."""
    deletes = DeleteEverything() in seen.turn.effects
    assert not deletes or seen.before.session.asked == "delete"
    return deletes


@everywhere
def the_deletion_of_a_set_needs_two_presses_and_leaves_what_is_being_made(seen: Seen) -> bool:
    """Portraits are gone for good, so a slip must not be enough."""
    gone = [effect.id for effect in seen.turn.effects if isinstance(effect, ForgetOrder)]
    assert all(seen.before.session.asked == order for order in gone)
    assert not {*gone} & {order.id for order in seen.before.facts().unfinished}
    return bool(gone)


@everywhere
def a_refused_photo_is_forgotten_at_once(seen: Seen) -> bool:
    """What cannot be used must not be kept."""
    if not isinstance(seen.event, Checked) or seen.event.verdict != "reject":
        return False
    assert ForgetPhotos((seen.event.selfie,)) in seen.turn.effects
    return True


@everywhere
def every_finished_order_shows_its_portraits_and_a_way_on(seen: Seen) -> bool:
    """Paid and nothing arrives: not here."""
    event = seen.event
    if not isinstance(event, Ended) or event.outcome != "done":
        return False
    if not any(portrait.order == event.order for portrait in seen.before.portraits):
        return False
    assert [say.kind for say in seen.turn.says].count("album") == 1
    assert seen.turn.says[-1].options
    return True


@everywhere
def cancel_stops_whatever_is_on_the_way(seen: Seen) -> bool:
    """/cancel did nothing: the classic complaint."""
    waiting = {order.id for order in seen.before.facts().unfinished}
    if seen.event != Command("cancel") or not waiting:
        return False
    assert {effect.id for effect in seen.turn.effects if isinstance(effect, StopOrder)} == waiting
    assert not seen.after.facts().unfinished
    return True


@everywhere
def no_preview_outlives_its_order(seen: Seen) -> bool:
    """A preview beside the portraits would be taken for one of them, and nobody would ever erase it."""
    shown = {*seen.before.session.previews} - {*seen.after.session.previews}
    unfinished = {order.id for order in seen.after.facts().unfinished}
    assert {*seen.after.session.previews} <= unfinished
    for order in shown if not isinstance(seen.event, WentAway) and seen.after.consented else ():
        assert f"preview-{order}" in {say.slot for say in seen.turn.says if say.kind == "gone"}
    return bool(shown)


@everywhere
def nobody_is_left_waiting_for_nothing(seen: Seen) -> bool:
    """A step that says "I am at it" while nothing is being made is a lie."""
    assert seen.after.session.step is not Step.WAITING or seen.after.facts().unfinished
    return seen.after.session.step is Step.WAITING


def fits(say: Say, language: str) -> None:
    """Assert that every platform takes this message in this language."""
    words = "\n".join(TEXTS.say(language, line) for line in (*say.lines, *say.unfolded, *say.shrunk))
    assert say.kind == "gone" or words
    assert len(words.encode("utf-16-le")) / 2 <= (TELEGRAM_CAPTION if say.kind == "card" else TELEGRAM_TEXT)
    assert len(words) <= DISCORD_TEXT
    for option in (option for row in say.options for option in row):
        assert 0 < len(TEXTS.say(language, option.label)) <= 40
        assert 0 < len(option.data.encode()) <= TELEGRAM_DATA
    assert all(1 <= len(row) <= 2 for row in say.options)
    if say.menu is not None:
        assert len(say.menu.options) <= DISCORD_MENU
        assert {option.data for option in say.menu.options} <= {o.data for row in say.options for o in row}
        for option in say.menu.options:
            assert len(TEXTS.say(language, option.label)) <= DISCORD_ABOUT
            assert option.about is None or len(TEXTS.say(language, option.about)) <= DISCORD_ABOUT


@dataclass
class Walk:
    """What came of the whole walk: steps reached, how often each fact was put to the test, where it did not hold."""

    steps: set[Step] = field(default_factory=set[Step])
    events: int = 0
    held: Counter[str] = field(default_factory=Counter[str])
    broken: dict[str, str] = field(default_factory=dict[str, str])


@pytest.fixture(scope="module")
def walk() -> Walk:
    """The whole conversation, walked once."""
    walk = Walk()
    for seen in visited():
        walk.steps.add(seen.after.session.step)
        walk.events += 1
        for fact in FACTS:
            try:
                walk.held[fact.__name__] += fact(seen)
            except AssertionError as error:
                where = f"{seen.event} at {seen.before.session}: {error}"
                walk.broken.setdefault(fact.__name__, where)
    return walk


@pytest.mark.slow
def test_every_step_is_reached(walk: Walk) -> None:
    """A step nobody can reach is a feature nobody has."""
    assert walk.steps == set(Step)
    assert walk.events > 100_000


@pytest.mark.slow
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.__name__)
def test_everywhere(walk: Walk, fact: Fact) -> None:
    """What a person relies on holds in every state the conversation can reach, and was put to the test in some."""
    assert fact.__name__ not in walk.broken, walk.broken[fact.__name__]
    assert walk.held[fact.__name__] > 0
