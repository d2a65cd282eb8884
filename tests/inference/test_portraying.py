"""What a comparison keeps of a photo: enough to compare, and nothing from which the photo could be seen again."""

from dataclasses import astuple, replace
from functools import cache

import numpy as np
import pytest

from inference.alike import near_duplicate
from inference.contact_sheet import in_thumbnail
from inference.identity import distance
from inference.portraying import Seen, see
from inference.selfies import Check, check
from tests import drawn


@cache
def checked(occasion: int = 0) -> Check:
    return check(np.asarray(drawn.person(25, 900, 1200, occasion).convert("RGB")))


@cache
def seen(occasion: int = 0) -> Seen:
    known = see(f"photo-{occasion}", checked(occasion))
    assert known is not None
    return known


def test_a_photo_without_a_face_has_nothing_to_compare() -> None:
    """It takes no part in a set, and is no error."""
    assert see("nobody", check(np.asarray(drawn.group(0)))) is None
    assert see("text", Check("reject", ("unreadable",), {}, 0.0)) is None


def test_what_the_check_has_measured_is_carried_on() -> None:
    """The best reference and the advice rest on the numbers that the person was told."""
    said, portrayed = checked(), seen().portrayed
    assert said.face is not None
    assert (portrayed.id, portrayed.quality) == ("photo-0", said.quality)
    assert (portrayed.yaw, portrayed.pitch) == (said.face.yaw, said.face.pitch)
    assert portrayed.light_side == said.measures["light_side"]
    assert not portrayed.claimed


def test_the_same_photo_is_seen_the_same_after_a_restart() -> None:
    """A worker that has just started must come to what the one before it said."""
    one, two = seen().portrayed, see("again", check(np.asarray(drawn.person(25, 900, 1200).convert("RGB"))))
    assert two is not None
    assert one.embedding is not None
    assert two.portrayed.embedding is not None
    assert distance(one.embedding, two.portrayed.embedding) == pytest.approx(0, abs=1e-6)
    assert near_duplicate(one.print, two.portrayed.print)
    assert two.portrayed.quality == one.quality


def test_another_occasion_is_another_photo_of_the_same_person() -> None:
    """What a set is made of."""
    one, two = seen().portrayed, seen(1).portrayed
    assert one.embedding is not None
    assert two.embedding is not None
    assert distance(one.embedding, two.embedding) < 0.4
    assert not near_duplicate(one.print, two.print)


def test_the_face_is_ringed_where_it_is_in_the_thumbnail() -> None:
    """A ring beside the face would ask the person about a wall."""
    said = checked()
    assert said.pixels is not None
    assert said.face is not None
    height, width = said.pixels.shape[:2]
    assert seen().box == in_thumbnail(said.face.box, width, height, said.face.box)
    assert all(0 < side < 1 for side in seen().box)


def test_what_the_person_says_changes_nothing_but_that() -> None:
    """A claim is an answer, not a measure."""
    told = seen().as_said(claimed=True)
    assert told.claimed
    assert replace(told, claimed=False).id == seen().portrayed.id
    assert not seen().portrayed.claimed


def test_no_photo_can_be_made_of_what_is_kept() -> None:
    """It lies in the memory of a process for hours: small, and without the picture."""
    kept = [value for value in astuple(seen().portrayed) if isinstance(value, np.ndarray)]
    kept += [seen().portrayed.print.face]
    assert sum(values.nbytes for values in kept) < 20_000
    assert max(values.size for values in kept) <= 64 * 64
