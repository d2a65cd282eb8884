"""Whether eyes are seen and open: on drawn people who put on glasses or close their eyes."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from inference.measures.eyes import measure
from inference.models_on_disk import installed
from inference.view import View
from tests import drawn
from tests.inference.measures.people import SEEDS, face_of, person

pytestmark = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)

SEEN, DARK, OPEN = 0.5, 2.0, 0.04  # the limits that the figures are made for


def lenses(seed: int, colour: tuple[int, int, int], share: float) -> View:
    """The person with two round lenses that let through 1 - `share` of the light, in a thin black frame."""
    pixels, face = person(seed).copy(), face_of(seed)
    glass = pixels.copy()
    for x, y in face.eyes:
        centre, size = (round(x), round(y + 0.06 * face.ied_px)), (round(0.40 * face.ied_px), round(0.30 * face.ied_px))
        cv2.ellipse(glass, centre, size, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
    pixels = np.asarray(cv2.addWeighted(glass, share, pixels, 1 - share, 0), np.uint8)
    for x, y in face.eyes:
        centre, size = (round(x), round(y + 0.06 * face.ied_px)), (round(0.40 * face.ied_px), round(0.30 * face.ied_px))
        cv2.ellipse(pixels, centre, size, 0, 0, 360, (15, 15, 15), max(2, round(0.04 * face.ied_px)), cv2.LINE_AA)
    return View(pixels, face)


def closed(seed: int) -> View:
    """The person with skin over both eyes and a line where the lids meet."""
    pixels, face = person(seed).copy(), face_of(seed)
    for x, y in face.eyes:
        skin = pixels[round(y + 0.28 * face.ied_px), round(x)].tolist()
        size = (round(0.25 * face.ied_px), round(0.15 * face.ied_px))
        cv2.ellipse(pixels, (round(x), round(y)), size, 0, 0, 360, skin, cv2.FILLED, cv2.LINE_AA)
        low, lid = (round(x), round(y + 0.01 * face.ied_px)), (round(0.21 * face.ied_px), round(0.05 * face.ied_px))
        cv2.ellipse(pixels, low, lid, 0, 0, 180, (40, 28, 24), max(2, round(0.02 * face.ied_px)), cv2.LINE_AA)
    return View(pixels, face)


@pytest.mark.parametrize("seed", SEEDS)
def test_open_eyes_of_every_skin_are_seen_and_open(seed: int) -> None:
    """Nobody may be told to take off glasses they do not wear, or to open eyes that are open."""
    found = measure(View(person(seed), face_of(seed)))
    assert found["eyes_seen"] > SEEN + 0.25
    assert found["far_eye_seen"] > SEEN
    assert found["under_eyes_stops"] < DARK / 2
    assert found["eye_opening"] > 1.5 * OPEN


@pytest.mark.parametrize("seed", SEEDS)
def test_clear_glasses_hide_no_eyes(seed: int) -> None:
    """Who wears glasses every day wants them in the portrait."""
    found = measure(lenses(seed, (225, 230, 235), 0.06))
    assert found["eyes_seen"] > SEEN
    assert found["under_eyes_stops"] < DARK / 2


@pytest.mark.parametrize("colour", [(12, 12, 14), (45, 24, 14), (14, 24, 40)], ids=("black", "brown", "blue"))
@pytest.mark.parametrize("seed", SEEDS)
def test_sunglasses_hide_them(seed: int, colour: tuple[int, int, int]) -> None:
    """A model that has not seen the eyes invents some, and the portrait is of somebody else."""
    found = measure(lenses(seed, colour, 0.94))
    assert found["eyes_seen"] < SEEN or found["under_eyes_stops"] > DARK


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (128, 128, 128)], ids=("black", "white", "grey"))
def test_a_bar_over_the_eyes_hides_them(colour: tuple[int, int, int]) -> None:
    """Pictures from the web are often made anonymous this way."""
    pixels, face = person(1).copy(), face_of(1)
    (ax, ay), (bx, by) = face.eyes
    out, tall = 0.35 * face.ied_px, 0.2 * face.ied_px
    cv2.rectangle(pixels, (round(ax - out), round(ay - tall)), (round(bx + out), round(by + tall)), colour, cv2.FILLED)
    assert measure(View(pixels, face))["eyes_seen"] < SEEN - 0.25


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if not drawn.looks_of(seed).glasses])
def test_closed_eyes_are_less_open_than_open_ones(seed: int) -> None:
    """The person blinked, and another photo a second later would help more."""
    assert measure(closed(seed))["eye_opening"] < 0.6 * measure(View(person(seed), face_of(seed)))["eye_opening"]


def test_without_a_mesh_nothing_is_said_about_the_eyes() -> None:
    """On a machine without the models a guess would turn good photos away."""
    assert measure(View(person(1), replace(face_of(1), mesh=None))) == {}
