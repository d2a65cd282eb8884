"""How much detail a face holds, on drawn people spoiled in known ways, and on the labelled photos."""

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from inference.faces import Pixels, find_faces
from inference.measures import resolution, sharpness
from inference.models_on_disk import installed
from inference.view import View
from tests import drawn

pytestmark = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)

SEEDS = (1, 2, 3, 4, 5, 6)
# The limits that the figures are made for.
BLURRED, SQUARES = 34.0, 0.4

Spoiling = Callable[[Pixels, float], Pixels]  # of a picture with a face so many pixels wide


@cache
def view(seed: int) -> View:
    """A drawn head and what is around it."""
    pixels = np.asarray(drawn.person(seed, 900, 1200).convert("RGB"))[280:820, 200:700]
    return View(pixels, find_faces(pixels)[0])


def sharp(view: View) -> float:
    return sharpness.measure(view)["sharpness"]


def square(view: View) -> float:
    return resolution.measure(view)["squareness"]


def spoiled(seed: int, spoil: Spoiling) -> View:
    """The drawn person after `spoil`, the face in its old place."""
    was = view(seed)
    return View(spoil(was.pixels, was.face.box[2]), was.face)


def soft(share: float) -> Spoiling:
    """Out of focus, by a Gaussian of a share of the face's width."""
    return lambda pixels, width: np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * width), np.uint8)


def moved(share: float, degrees: float) -> Spoiling:
    """Moved by a share of the face's width while the shutter was open."""

    def spoil(pixels: Pixels, width: float) -> Pixels:
        length = share * width
        side = 2 * round(length / 2) + 3
        turn = cv2.getRotationMatrix2D((side / 2 - 0.5, side / 2 - 0.5), degrees, 1.0)
        line = np.zeros((side, side), np.float32)
        line[side // 2, round(side / 2 - length / 2) : round(side / 2 + length / 2) + 1] = 1
        line = cv2.warpAffine(line, turn, (side, side))
        return np.asarray(cv2.filter2D(pixels, -1, line / line.sum()), np.uint8)

    return spoil


def enlarged(face_px: float, how: int) -> Spoiling:
    """Shrunk until the face is `face_px` wide, then brought back to the old size."""

    def spoil(pixels: Pixels, width: float) -> Pixels:
        small = shrunk(pixels, face_px / width)
        return np.asarray(cv2.resize(small, (pixels.shape[1], pixels.shape[0]), interpolation=how), np.uint8)

    return spoil


def shrunk(pixels: Pixels, scale: float) -> Pixels:
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def compressed(quality: int) -> Spoiling:
    """Through a JPEG file."""

    def spoil(pixels: Pixels, _: float) -> Pixels:
        _, file = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)

    return spoil


def grainy(pixels: Pixels, _: float) -> Pixels:
    noise = np.random.default_rng(1).normal(0, 8, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def flat(pixels: Pixels, _: float) -> Pixels:
    return (pixels * 0.4 + 80).astype(np.uint8)


def dim(pixels: Pixels, _: float) -> Pixels:
    return (pixels * 0.3).astype(np.uint8)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spoil", [grainy, flat, dim, compressed(12)], ids=["grain", "flat", "dim", "jpeg"])
def test_what_takes_no_detail_costs_no_sharpness(seed: int, spoil: Spoiling) -> None:
    """Film grain must not pass for detail, and nobody is told to hold still because the day was grey."""
    assert sharp(spoiled(seed, spoil)) == pytest.approx(sharp(view(seed)), rel=0.15)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("degrees", [0, 30, 45, 60, 90, 135])
def test_a_moved_face_is_unsharp_whichever_way_it_moved(seed: int, degrees: float) -> None:
    """Contours along the motion stay crisp, and hide it from any figure that takes all directions together."""
    assert sharp(spoiled(seed, moved(0.1, degrees))) < 0.6 * sharp(view(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_sharpness_falls_as_the_blur_grows(seed: int) -> None:
    """The number is shown to people and compared within a set: more blur must never look better."""
    found = [sharp(view(seed)), *(sharp(spoiled(seed, soft(share))) for share in (0.006, 0.01, 0.02, 0.03, 0.04))]
    assert found == sorted(found, reverse=True)
    assert found[3] < BLURRED


@pytest.mark.parametrize("seed", SEEDS)
def test_grain_over_a_blurred_face_does_not_make_it_sharp(seed: int) -> None:
    """Dark rooms give both at once, and grain has the finest contours of all."""
    assert sharp(spoiled(seed, lambda pixels, width: grainy(soft(0.03)(pixels, width), width))) < BLURRED


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sharp_background_does_not_save_a_blurred_face(seed: int) -> None:
    """The commonest failure of an autofocus: the wall is in focus, the person is not."""
    was, blurred = view(seed), spoiled(seed, soft(0.025))
    rows, columns = np.mgrid[: was.pixels.shape[0], : was.pixels.shape[1]]
    x, y, width, height = was.face.box
    away = np.hypot((columns - x - width / 2) / width, (rows - y - height / 2) / height)
    mixed = np.where((away < 1)[..., None], blurred.pixels, was.pixels)
    assert sharp(View(mixed, was.face)) == pytest.approx(sharp(blurred), rel=0.1)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("how", [cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4])
def test_an_enlarged_thumbnail_is_told_by_the_pixels_it_came_from(seed: int, how: int) -> None:
    """A file of 1024 px with the detail of a thumbnail gives a waxy portrait, however many pixels are counted."""
    was, tiny = view(seed), spoiled(seed, enlarged(24, how))
    came_from = was.face.ied_px * 24 / was.face.box[2]
    assert came_from / 2 < sharpness.measure(tiny)["true_ied_px"] < came_from * 2
    assert sharp(tiny) < BLURRED


@pytest.mark.parametrize("seed", SEEDS)
def test_a_smaller_copy_of_a_sharp_photo_is_as_sharp(seed: int) -> None:
    """Chats shrink photos: a face of 130 px is few pixels, but not a blurred one."""
    was = view(seed)
    scale = 130 / was.face.box[2]
    small = shrunk(was.pixels, scale)
    found = sharpness.measure(View(small, find_faces(small)[0]))
    assert found["sharpness"] > 1.5 * BLURRED
    assert found["true_ied_px"] > 0.9 * was.face.ied_px * scale


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spoil", [compressed(2), enlarged(24, cv2.INTER_NEAREST)], ids=["blocks", "pixels"])
def test_a_face_of_squares_is_seen_also_when_sent_on(seed: int, spoil: Spoiling) -> None:
    """Squares have the sharpest contours there are: no measure of sharpness would refuse them."""
    squares = spoiled(seed, spoil)
    larger = cv2.resize(squares.pixels, None, fx=1.4, fy=1.4, interpolation=cv2.INTER_CUBIC)
    sent_on = compressed(85)(np.asarray(larger, np.uint8), 0)
    face = find_faces(np.asarray(cv2.resize(view(seed).pixels, None, fx=1.4, fy=1.4), np.uint8))[0]
    assert square(squares) > SQUARES
    assert square(View(sent_on, face)) > SQUARES


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spoil", [compressed(12), grainy, moved(0.1, 0), moved(0.1, 90), soft(0.03)])
def test_nothing_else_looks_like_squares(seed: int, spoil: Spoiling) -> None:
    """A person whose hand shook must not be asked for the original file."""
    assert square(spoiled(seed, spoil)) < 0.9 * SQUARES


def test_of_a_face_mostly_outside_nothing_is_said() -> None:
    """A number measured on the repeated border of the picture would be about nobody."""
    corner = View(view(1).pixels[:8, :8], view(1).face)
    assert sharpness.measure(corner) == {}
    assert resolution.measure(corner) == {}


@pytest.mark.slow
def test_real_photos_hold_the_detail_that_people_saw(shared: Path) -> None:
    """No good photo is refused as blurred, and no blurred one, thumbnail or heap of blocks passes."""
    wrong = [
        row["file"]
        for row, seen in labelled(shared / "faces")
        if (sharp(seen) < BLURRED or square(seen) > SQUARES) == (row["verdict"] == "accept")
    ]
    assert wrong == []


def labelled(folder: Path) -> Iterator[tuple[dict[str, str], View]]:
    """Every photo that is clearly good, and every clear one refused for its detail whose file is large enough."""
    with (folder / "labels.csv").open(newline="") as labels:
        rows = [row for row in csv.DictReader(labels) if row["borderline"] == "0" and int(row["width"]) >= 256]
    for row in rows:
        if row["verdict"] == "accept" or row["reason"] in ("blurred", "too_low_resolution"):
            with Image.open(folder / row["file"]) as image:
                pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
            faces = find_faces(pixels)
            if faces:
                yield row, View(pixels, faces[0])
