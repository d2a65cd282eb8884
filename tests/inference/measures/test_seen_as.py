"""What the network takes a photo for: drawn over, photographed, on a screen; and on the labelled photos."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from inference import lite0
from inference.faces import Pixels, find_faces
from inference.measures.seen_as import around, measure
from inference.models_on_disk import installed
from inference.view import View
from tests import drawn
from tests.bench.restyle import painted

needs_models = pytest.mark.skipif(
    bool(installed().missing) or not lite0.available(),
    reason="models are absent: `make .venv/run` brings them all",
)

# The limits that the figures are made for.
PAINTED, SCREEN, ANIMAL = 0.75, 0.5, 0.5


@cache
def view(seed: int = 1) -> View:
    pixels = np.asarray(drawn.person(seed, 600, 800).convert("RGB"))
    return View(pixels, find_faces(pixels)[0])


@needs_models
@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("style", ["cartoon", "pencil", "dodged"])
def test_a_picture_painted_over_is_seen_as_painted(seed: int, style: str) -> None:
    """Filters of this kind leave no likeness to learn from; the drawn people themselves are shaded like photos."""
    was = view(seed)
    assert measure(was)["painted"] < PAINTED
    assert measure(View(painted(style, was.pixels, seed), was.face))["painted"] > PAINTED


@needs_models
def test_a_page_of_a_program_is_seen_as_a_screen() -> None:
    """Whoever sends a screenshot sends mostly what is not their face."""
    page = np.full((800, 1200, 3), 255, np.uint8)
    page[:60] = (40, 60, 120)
    for top in range(110, 780, 26):
        for left, text in ((30, "Menu item"), (240, "Settings  Profile  Messages  Account and more text")):
            cv2.putText(page, text, (left, top), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (90, 90, 90), 1, cv2.LINE_AA)
    small = view().pixels[::4, ::4]
    page[300 : 300 + small.shape[0], 980 : 980 + small.shape[1]] = small
    face = replace(view().face, eyes=((1040.0, 370.0), (1070.0, 370.0)))

    assert measure(View(page, face))["screen"] > SCREEN
    assert measure(view())["screen"] < SCREEN


@needs_models
def test_what_is_around_the_face_ends_with_the_picture() -> None:
    """Invented edges look like nothing that was ever photographed, and close selfies would be taken for art."""
    was = view()
    x, y = (round(part) for part in was.face.eye_middle)
    close = View(was.pixels[y - 40 : y + 60, x - 50 : x + 50], was.face)
    near = around(View(close.pixels, replace(was.face, eyes=tuple((a - x + 50, b - y + 40) for a, b in was.face.eyes))))

    assert near.shape == close.pixels.shape
    assert around(was).shape[0] <= was.pixels.shape[0]
    assert around(was).size > was.pixels.size / 4


@needs_models
@pytest.mark.parametrize("size", [1, 2, 7])
def test_the_smallest_pictures_are_answered(size: int) -> None:
    """A file of one pixel must end in a sentence, not in an error."""
    face = replace(view().face, eyes=((0.0, 0.0), (0.5, 0.0)))

    assert all(0 <= number <= 1 for number in measure(View(np.zeros((size, size, 3), np.uint8), face)).values())


def test_without_the_network_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its package is optional: without it the other measures go on, and nobody is refused for its absence."""
    monkeypatch.setattr(lite0, "installed", lambda: SimpleNamespace(lite0=None))
    face = SimpleNamespace()

    assert measure(View(np.zeros((9, 9, 3), np.uint8), face)) == {}  # pyright: ignore[reportArgumentType]  # not looked at


def labelled(folder: Path, wanted: Callable[[dict[str, str]], bool]) -> Iterator[tuple[str, dict[str, float]]]:
    """What is measured in the wanted photos that are no borderline cases."""
    with (folder / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["borderline"] == "1" or not wanted(row):
            continue
        with Image.open(folder / row["file"]) as image:
            image.thumbnail((900, 900))
            pixels: Pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
        for face in find_faces(pixels)[:1]:
            yield row["file"], measure(View(pixels, face))


@needs_models
@pytest.mark.slow
def test_no_good_labelled_photo_is_seen_as_anything_else(shared: Path) -> None:
    """Nobody whose photo is one may be told that it is a painting, a screen or a dog; `painted` knows some of them."""
    limits = {"painted": PAINTED, "screen": SCREEN, "animal": ANIMAL}
    good = list(labelled(shared / "faces", lambda row: row["verdict"] == "accept"))

    assert len(good) > 50
    assert not [(file, name) for file, found in good for name, limit in limits.items() if found[name] > limit]
