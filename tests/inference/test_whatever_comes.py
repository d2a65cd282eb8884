"""Pictures and faces as no camera makes them: whatever comes, a photo gets a verdict."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.alike import fingerprint, near_duplicate
from inference.contact_sheet import thumbnail
from inference.faces import Face, Pixels, Point, find_faces
from inference.selfies import judge

SIDES = st.sampled_from((64, 65, 90, 300, 700))


@st.composite
def pictures(draw: st.DrawFn) -> Pixels:
    """Blank, noisy or grey, of any shape that is decoded."""
    height, width, seed = draw(SIDES), draw(SIDES), draw(st.integers(0, 9))
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    blank = np.full_like(noise, draw(st.sampled_from((0, 90, 255))))
    return draw(st.sampled_from((noise, blank, np.repeat(noise[..., :1], 3, axis=2))))


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Pixels, Face]:
    """A face without a mesh, of any size, cut by the border, upside down or squeezed to a point."""
    picture = draw(pictures())
    height, width = picture.shape[:2]
    x, y, size = draw(st.floats(0, width - 1)), draw(st.floats(0, height - 1)), draw(st.floats(0, 900))
    turn = draw(st.floats(-math.pi, math.pi))

    def at(across: float, down: float) -> Point:
        a, b = across * size, down * size
        return x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn)

    box = (x - size / 2, y - size / 2, size, size)
    mouth = at(-0.1, 0.4), at(0.1, 0.4)
    return picture, Face(box, 0.9, (at(-0.2, 0), at(0.2, 0)), at(0, 0.2), mouth, at(0, 0.6))


@settings(max_examples=60, deadline=None)
@given(scenes(), st.booleans())
def test_any_face_in_any_picture_gets_a_verdict_of_finite_numbers(scene: tuple[Pixels, Face], alone: bool) -> None:
    """A measure that fails costs somebody their photo, and a number that is none their whole list."""
    picture, face = scene
    said = judge(picture, (face,) if alone else (face, face))

    assert said.verdict == "accept" or said.fix
    assert all(map(math.isfinite, said.measures.values()))
    assert 0 <= said.quality <= 1


@settings(max_examples=30, deadline=None)
@given(scenes())
def test_any_face_in_any_picture_can_be_shown_and_compared(scene: tuple[Pixels, Face]) -> None:
    """A copy of a strange picture is a copy, and its place on the overview is not left empty."""
    picture, face = scene
    seen = fingerprint(picture, face)

    assert thumbnail(picture, face.box)
    assert near_duplicate(seen, seen) or not seen.face.std()


def test_a_strip_of_pixels_has_no_face() -> None:
    """A ribbon a thousand times as long as wide is told to show nobody; it is no fault of the bot's."""
    ribbon = np.full((64, 160_000, 3), 120, np.uint8)

    assert find_faces(ribbon) == ()
    assert judge(ribbon, ()).detail == "faces"
