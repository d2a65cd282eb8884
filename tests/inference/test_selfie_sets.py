"""Sets of selfies: what counts, who is somebody else, what comes first and what is advised."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inference.alike import Fingerprint
from inference.contract import BEST_PHOTOS, Advice
from inference.identity import SAME_PERSON
from inference.selfie_sets import ANOTHER, ENOUGH, Portrayed, check_set


def towards(person: int, away: float = 0.0, aside: int = 0) -> NDArray[np.float32]:
    """The face of a person, `away` from the usual one in a direction of its own; two people are 1.4 apart."""
    face = np.zeros(128, np.float32)
    face[person] = 1
    face[20 + aside] = away
    return face


def scenery(place: int) -> NDArray[np.float32]:
    """One of six places, all as different as can be."""
    seen = np.zeros((4, 6, 6), np.float32)
    seen[1, place] = 6**-0.5
    return seen


def printed(shot: int) -> Fingerprint:
    """The fingerprint of the shot of a number: the same for copies."""
    noise = np.random.default_rng(shot).integers(0, 256, (64, 64), np.uint8)
    return Fingerprint(shot, shot, noise)


def photo(name: str, shot: int, person: int = 0, away: float = 0.0, **different: object) -> Portrayed:
    """A fair frontal photo, `away` from how the person usually looks."""
    plain = Portrayed(
        id=name,
        quality=0.5,
        embedding=towards(person, away, shot),
        print=printed(shot),
        yaw=0.0,
        pitch=0.0,
        smile=0.8,
        light_side=0.0,
        scene=scenery(0),
    )
    return replace(plain, **different)  # type: ignore[arg-type]  # each test names fields that exist


VARIED = (
    photo("a", 1, smile=1.0),
    photo("b", 2, yaw=-25.0, light_side=0.4),
    photo("c", 3, yaw=25.0, scene=scenery(1)),
    photo("d", 4, yaw=5.0, scene=scenery(2)),
)


def test_nothing_is_said_of_an_empty_set_but_how_to_begin() -> None:
    """The first advice is asked for before the first photo."""
    said = check_set([])
    assert (said.duplicates, said.others, said.doubtful, said.ranked) == ({}, {}, {}, ())
    assert said.advice == "frontal"


def test_of_copies_the_best_counts() -> None:
    """Who sends the original after the compressed one should have the original used."""
    said = check_set([photo("small", 1, quality=0.3), photo("original", 1, quality=0.9), photo("again", 1)])
    assert said.duplicates == {"small": "original", "again": "original"}
    assert said.ranked == ("original",)


def test_of_equal_copies_the_earlier_counts() -> None:
    """A list that changes without a reason looks broken."""
    assert check_set([photo("first", 1), photo("second", 1)]).duplicates == {"second": "first"}


def test_somebody_else_among_a_persons_photos_is_found() -> None:
    """A friend's face in the set comes out in the portrait."""
    said = check_set([*VARIED, photo("friend", 9, person=1)])
    assert list(said.others) == ["friend"]
    assert said.others["friend"] > ANOTHER
    assert "friend" not in said.ranked


def test_copies_of_somebody_else_do_not_outvote_the_person() -> None:
    """One photo of a friend sent three times is still one photo."""
    said = check_set([photo("a", 1), photo("b", 2), *(photo(name, 9, person=1) for name in "xyz")])
    assert list(said.others) == ["x"]
    assert set(said.duplicates) == {"y", "z"}


def test_a_photo_far_from_the_others_is_asked_about_not_refused() -> None:
    """A profile, a new beard or bad light moves a face away, and nobody should read that they are not themselves."""
    away = (SAME_PERSON + ANOTHER) / 2
    said = check_set([*VARIED, photo("shaved", 9, away=away, quality=0.9)])
    assert said.others == {}
    assert list(said.doubtful) == ["shaved"]
    assert said.doubtful["shaved"] == pytest.approx(away, abs=0.01)
    assert said.ranked[-1] == "shaved"


def test_whoever_said_this_is_me_is_never_called_another() -> None:
    """The person knows better than a network."""
    said = check_set([*VARIED, photo("me", 9, person=1, claimed=True), photo("me too", 10, person=1)])
    assert (said.others, said.doubtful) == ({}, {})


def test_what_was_said_of_a_copy_holds_for_the_photo_that_counts() -> None:
    """The answer must not be lost because a sharper copy came later."""
    said = check_set([*VARIED, photo("me", 9, person=1, claimed=True), photo("sharper", 9, person=1, quality=0.9)])
    assert said.duplicates == {"me": "sharper"}
    assert said.others == {}


def test_one_against_one_the_claimed_photo_is_the_person() -> None:
    """With two photos of two people somebody has to be the person of the set."""
    ours, theirs = photo("ours", 1, claimed=True), photo("theirs", 2, person=1, quality=0.9)
    assert list(check_set([theirs, ours]).others) == ["theirs"]


def test_of_one_against_one_both_are_asked_about() -> None:
    """Nobody can know which of two people is meant; once one is claimed, the other is somebody else."""
    first, second = photo("first", 1), photo("second", 2, person=1)
    said = check_set([first, second])
    assert (said.others, set(said.doubtful), said.advice) == ({}, {"first", "second"}, "strangers")
    said = check_set([first, replace(second, claimed=True)])
    assert (list(said.others), said.doubtful) == (["first"], {})


def test_in_a_folder_of_strangers_everybody_is_asked_about() -> None:
    """Where no one is in the majority nobody knows who is meant; a set like that must not be called a good one."""
    said = check_set([photo(str(i), i, person=i) for i in range(5)])
    assert (said.others, len(said.doubtful), said.advice) == ({}, 5, "strangers")
    assert len(said.ranked) == 5


def test_photos_without_an_embedding_count_and_are_nobody() -> None:
    """On a machine without the network the set still works."""
    said = check_set([photo("a", 1, embedding=None), photo("b", 2, embedding=None)])
    assert (said.others, said.doubtful) == ({}, {})
    assert set(said.ranked) == {"a", "b"}


def test_the_best_frontal_photo_comes_first_and_angles_soon() -> None:
    """A model that takes four references should be shown the face from more than one side."""
    alike = [photo(f"f{i}", 20 + i, quality=0.6) for i in range(6)]
    sides = [photo("left", 1, yaw=-25.0), photo("right", 2, yaw=25.0), photo("best", 3, quality=0.7)]
    ranked = check_set([*alike, *sides]).ranked
    assert ranked[0] == "best"
    assert set(ranked[1:3]) == {"left", "right"}


@pytest.mark.parametrize(
    ("photos", "advice"),
    [
        (VARIED[1:3], "frontal"),
        (VARIED[:1], "left"),
        ((VARIED[0], VARIED[1]), "right"),
        (VARIED[:3], "frontal"),
        ([replace(one, smile=0.8) for one in VARIED], "expression"),
        ([replace(one, light_side=0.0) for one in VARIED], "light"),
        ([replace(one, scene=scenery(0)) for one in VARIED], "occasion"),
        (VARIED, "one_more"),
        ([*VARIED, *(photo(f"n{i}", 20 + i) for i in range(ENOUGH - len(VARIED)))], "enough"),
    ],
)
def test_what_is_missing_most_is_advised(photos: Sequence[Portrayed], advice: Advice) -> None:
    """One wish at a time, and the one that helps most."""
    assert check_set(photos).advice == advice


def test_copies_and_strangers_do_not_make_a_set_complete() -> None:
    """Enough is said of photos that count."""
    copies = [replace(VARIED[0], id=f"copy{i}") for i in range(ENOUGH)]
    assert check_set([*VARIED, *copies, photo("friend", 9, person=1)]).advice == "one_more"


@st.composite
def people(draw: st.DrawFn) -> list[Portrayed]:
    """Sets of up to twenty photos of up to three people, with copies."""
    return [
        photo(
            str(i),
            draw(st.integers(0, 15)),
            embedding=draw(st.none() | st.builds(towards, st.integers(0, 2), st.floats(0, 0.9), st.integers(0, 15))),
            quality=draw(st.floats(0, 1)),
            yaw=draw(st.floats(-45, 45)),
            claimed=draw(st.booleans()),
        )
        for i in range(draw(st.integers(0, 2 * BEST_PHOTOS)))
    ]


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(people())
def test_every_photo_is_counted_once_or_left_out_for_one_reason(photos: list[Portrayed]) -> None:
    """A photo that is both used and refused, or neither, cannot be explained to anybody."""
    said = check_set(photos)
    names = {one.id for one in photos}
    assert len(said.ranked) == len(set(said.ranked))
    assert set(said.ranked) | said.duplicates.keys() | said.others.keys() == names
    assert len(said.ranked) + len(said.duplicates) + len(said.others) == len(names)
    assert set(said.doubtful) <= set(said.ranked)
    assert set(said.duplicates.values()).isdisjoint(said.duplicates)
    assert set(said.others).isdisjoint(one.id for one in photos if one.claimed)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_only_between_equals(photos: list[Portrayed], chance: Random) -> None:
    """The same photos sent the other way round are the same set."""
    unequal = [replace(one, quality=(i + 1) / 50) for i, one in enumerate(photos)]
    shuffled = list(unequal)
    chance.shuffle(shuffled)
    one, other = check_set(unequal), check_set(shuffled)
    assert (one.duplicates, one.others, one.doubtful) == (other.duplicates, other.others, other.doubtful)
    assert (one.ranked, one.advice) == (other.ranked, other.advice)
