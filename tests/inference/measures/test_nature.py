"""Filters, drawings, tints and screenshots: whoever sends one hears so, and whoever sends a photo never does."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from inference.faces import find_faces
from inference.measures import nature, palette, proportions, screens
from inference.models_on_disk import installed
from inference.view import View
from tests import drawn

pytestmark = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)

Pixels = NDArray[np.uint8]
SEEDS = (1, 2, 4, 6)  # from pale to dark skin
# The limits that the figures are made for: no labelled good photo, at any size and compression, is beyond one.
BELOW = {"fill": 0.024, "grain": 0.225, "tones": 1.05, "eye_depth": 0.4, "stretch": 0.78}
ABOVE = {
    "outlines": 0.7, "lines": -0.3, "skin_off": 10.0, "cast": 25.0, "chroma_peak": 82.0, "pallor": 8.0, "paper": 0.55,
    "stretch": 1.18, "page": 0.05,
}  # fmt: skip


@cache
def view(seed: int) -> View:
    pixels = np.asarray(drawn.person(seed, 600, 800).convert("RGB"))
    return View(pixels, find_faces(pixels)[0])


def beyond(seen: View) -> set[str]:
    """The measures in which a picture is beyond what photographs are."""
    found = nature.measure(seen) | palette.measure(seen) | proportions.measure(seen) | screens.measure(seen)
    low = {name for name, limit in BELOW.items() if found.get(name, limit) < limit}
    return low | {name for name, limit in ABOVE.items() if found.get(name, limit) > limit}


def grey(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), np.uint8)


def gained(pixels: Pixels, *gains: float) -> Pixels:
    return np.clip(pixels * np.array(gains), 0, 255).astype(np.uint8)


def compressed(pixels: Pixels) -> Pixels:
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 15])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def noisy(pixels: Pixels) -> Pixels:
    noise = np.random.default_rng(1).normal(0, 9, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def cartoon(pixels: Pixels) -> Pixels:
    for _ in range(5):
        pixels = np.asarray(cv2.bilateralFilter(pixels, 9, 40, 9), np.uint8)
    few = pixels // 32 * 32 + 16
    ink = cv2.adaptiveThreshold(cv2.medianBlur(grey(pixels)[..., 0], 5), 255, cv2.ADAPTIVE_THRESH_MEAN_C, 0, 9, 3)
    return np.where(ink[..., None] > 0, few, 0).astype(np.uint8)


def sketch(pixels: Pixels) -> Pixels:
    plain = grey(pixels)
    return np.asarray(cv2.divide(plain, 255 - cv2.GaussianBlur(255 - plain, (0, 0), 6), scale=256), np.uint8)


def edges(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.Canny(grey(pixels)[..., 0], 40, 100), cv2.COLOR_GRAY2RGB), np.uint8)


GOOD: dict[str, Callable[[Pixels], Pixels]] = {
    "as it is": lambda p: p,
    "black and white": grey,
    "in warm light": lambda p: gained(p, 1.12, 1.0, 0.86),
    "in cool light": lambda p: gained(p, 0.9, 1.0, 1.1),
    "strongly compressed": compressed,
    "grainy": noisy,
    "soft": lambda p: np.asarray(cv2.GaussianBlur(p, (0, 0), 2), np.uint8),
    "in a white border": lambda p: np.asarray(cv2.copyMakeBorder(p, 40, 40, 0, 0, 0, value=(255,) * 3), np.uint8),
}
BAD: dict[str, tuple[Callable[[Pixels], Pixels], set[str]]] = {
    "cartoon": (cartoon, {"fill", "grain", "tones", "outlines"}),
    "poster": (lambda p: (p // 86 * 127).astype(np.uint8), {"tones", "grain", "fill"}),
    "sketch": (sketch, {"paper"}),
    "edges": (edges, {"lines"}),
    "green": (lambda p: gained(p, 0.5, 1.2, 0.7), {"skin_off"}),
    "blue": (lambda p: gained(p, 0.5, 0.75, 1.4), {"skin_off"}),
    "red and blue exchanged": (lambda p: p[..., ::-1].copy(), {"skin_off"}),
    "a sheet of yellow": (lambda p: (p * 0.4 + np.array([150, 120, 0])).astype(np.uint8), {"cast"}),
}


@pytest.mark.parametrize("how", GOOD)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_photo_is_taken_for_one(seed: int, how: str) -> None:
    """Old, cheap, grey or warm: nobody's real photo may be called a cartoon."""
    moved = 40 if "border" in how else 0
    pixels = GOOD[how](view(seed).pixels)
    seen = View(pixels, find_faces(pixels)[0]) if moved else View(pixels, view(seed).face)
    assert beyond(seen) == set()


@pytest.mark.parametrize("how", BAD)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_filter_is_seen(seed: int, how: str) -> None:
    """A portrait can only be as true as the pictures it is made from."""
    change, signs = BAD[how]
    assert beyond(View(change(view(seed).pixels), view(seed).face)) & signs


def test_a_negative_is_seen() -> None:
    """Eyes are darker than cheeks in every photograph, and lighter in none."""
    assert "eye_depth" in beyond(View(255 - view(4).pixels, view(4).face))


def test_a_grey_face_among_colours_is_no_photo() -> None:
    """A drawing on a desk, a statue in a park: there is no skin to make a portrait from."""
    pixels = grey(view(1).pixels)
    pixels[-120:] = (200, 60, 40)
    assert "pallor" in beyond(View(pixels, view(1).face))


@pytest.mark.parametrize(("width", "height"), [(350, 800), (1000, 800)])
def test_a_squeezed_picture_is_seen(width: int, height: int) -> None:
    """A face that is made too narrow or too wide would become somebody else's portrait."""
    pixels = np.asarray(cv2.resize(view(3).pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    assert "stretch" in beyond(View(pixels, find_faces(pixels)[0]))


@pytest.mark.parametrize(("paper", "ink"), [(255, 30), (24, 230)])
def test_a_screenshot_is_seen(paper: int, ink: int) -> None:
    """The original has several times the pixels, and no clock over it."""
    page = np.full((1280, 600, 3), paper, np.uint8)
    page[120:920] = view(4).pixels
    cv2.putText(page, "9:41   Photos", (20, 60), cv2.FONT_HERSHEY_DUPLEX, 1, (ink,) * 3, 2, cv2.LINE_AA)
    cv2.putText(page, "liked by many others", (20, 980), cv2.FONT_HERSHEY_DUPLEX, 0.8, (ink,) * 3, 1, cv2.LINE_AA)
    assert screens.measure(View(page, view(4).face))["page"] > 0.15
    blank = page.copy()
    blank[:120], blank[920:] = paper, paper
    assert screens.measure(View(blank, view(4).face))["page"] == 0


def test_no_labelled_good_photo_is_called_a_filter(shared: Path) -> None:
    """Real people of every skin, in hats, in black and white, in the light of a low sun."""
    with (shared / "faces/labels.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["verdict"] == "accept" and row["borderline"] != "1"]
    wrong = {row["file"]: beyond(photo(shared / "faces" / row["file"])) for row in rows}
    assert len(rows) > 50
    assert {name: signs for name, signs in wrong.items() if signs} == {}


@pytest.mark.parametrize("made", ["cartoon", "sketch", "tint", "squeeze"])
def test_every_labelled_filter_is_seen(shared: Path, made: str) -> None:
    """What filters people use, on real faces."""
    files = sorted((shared / "faces/derived").glob(f"{made}_*"))
    assert len(files) >= 2
    assert all(beyond(photo(file)) for file in files)


def photo(file: Path) -> View:
    with Image.open(file) as image:
        pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    return View(pixels, find_faces(pixels)[0])
