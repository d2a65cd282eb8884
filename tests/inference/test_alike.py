"""Copies of one photo known again, and other photos of the same person left alone, on drawn and on real people."""

import csv
import io
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from inference.alike import (
    SAME_OCCASION,
    SAME_PHOTO,
    Fingerprint,
    difference,
    fingerprint,
    hash_distance,
    near_duplicate,
    scene,
    scene_distance,
    smile,
)
from inference.faces import Pixels, find_faces
from tests import drawn


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def printed(photo: Pixels) -> Fingerprint:
    return fingerprint(photo, find_faces(photo)[0])


def cropped(photo: Pixels, share: float) -> Pixels:
    """Cut off on all sides, not by the same amount."""
    height, width = photo.shape[:2]
    top, left = round(height * share), round(width * share)
    return np.ascontiguousarray(photo[top : height - top // 2, left // 3 : width - left])


def pressed(photo: Pixels, quality: int) -> Pixels:
    return pixels(Image.open(io.BytesIO(drawn.jpeg(Image.fromarray(photo), quality=quality))))


def copies(photo: Pixels) -> dict[str, Pixels]:
    height, width = photo.shape[:2]
    lean = cv2.getRotationMatrix2D((width / 2, height / 2), 3, 1)
    return {
        "cropped": cropped(photo, 0.05),
        "brighter": np.clip(photo * 1.1, 0, 255).astype(np.uint8),
        "darker": np.asarray(photo * 0.9, np.uint8),
        "pressed": pressed(photo, 50),
        "small": np.asarray(cv2.resize(photo, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA), np.uint8),
        "mirrored": np.ascontiguousarray(photo[:, ::-1]),
        "tilted": np.asarray(cv2.warpAffine(photo, lean, (width, height)), np.uint8),
        "all at once": pressed(np.ascontiguousarray(cropped(photo, 0.03)[:, ::-1]), 60),
    }


def widened(photo: Pixels, share: float) -> Pixels:
    """The same moment, but the corners of the mouth drawn up and apart by a share of the eye distance."""
    face = find_faces(photo)[0]
    y, x = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    pulled_x, pulled_y = x.copy(), y.copy()
    for side, (cx, cy) in zip((-1, 1), face.mouth, strict=True):
        near = share * face.ied_px * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * (0.17 * face.ied_px) ** 2))
        pulled_x -= side * 0.7 * near
        pulled_y += 0.7 * near
    return np.asarray(cv2.remap(photo, pulled_x, pulled_y, cv2.INTER_LINEAR), np.uint8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_copy_is_known_again(seed: int) -> None:
    """Twenty copies of one photo teach a model one photo, and the person should learn so."""
    photo = pixels(drawn.person(seed, 600, 800))
    one = printed(photo)
    missed = {name for name, copy in copies(photo).items() if not near_duplicate(one, printed(copy))}
    assert missed == set()


def test_another_expression_of_the_same_moment_is_another_photo() -> None:
    """A burst in which the person begins to smile is what a model learns expressions from."""
    photo = pixels(drawn.person(2, 600, 800))
    assert not near_duplicate(printed(photo), printed(widened(photo, 0.2)))


def test_two_people_are_two_photos() -> None:
    """Calling somebody a copy of somebody else would lose their photo."""
    prints = [printed(pixels(drawn.person(seed, 600, 800))) for seed in range(6)]
    assert min(difference(one, two) for one, two in combinations(prints, 2)) > 5 * SAME_PHOTO


def test_the_difference_is_the_same_from_both_sides() -> None:
    """Which of two photos came first must not decide whether it is a copy."""
    one, two = (printed(pixels(drawn.person(seed, 600, 800))) for seed in (1, 2))
    assert difference(one, one) == pytest.approx(0, abs=1e-6)
    assert hash_distance(one, one) == 0
    assert near_duplicate(one, two) == near_duplicate(two, one)
    assert hash_distance(one, two) == hash_distance(two, one)


def test_the_hash_outlives_compression_and_a_mirror() -> None:
    """It is what a program compares whole pictures by."""
    photo = pixels(drawn.person(3, 600, 800))
    assert hash_distance(printed(photo), printed(pressed(photo, 50))) <= 4
    assert hash_distance(printed(photo), printed(np.ascontiguousarray(photo[:, ::-1]))) <= 4


def test_a_face_without_any_detail_is_nobodys_copy() -> None:
    """Two black photos have nothing by which they could be told to be one."""
    black = Fingerprint(0, 0, np.zeros((64, 64), np.uint8))
    assert difference(black, black) == 1
    assert not near_duplicate(black, black)


def test_one_place_is_told_from_another() -> None:
    """Photos of several days show a person better than many of one afternoon."""
    garden, same, office = (pixels(drawn.person(seed, 600, 800)) for seed in (1, 1, 2))
    here, there, elsewhere = (scene(photo, find_faces(photo)[0]) for photo in (garden, cropped(same, 0.1), office))
    assert scene_distance(here, there) < SAME_OCCASION < scene_distance(here, elsewhere)


def test_a_smile_is_wider() -> None:
    """Photos of one expression only make portraits of one expression only."""
    photo = pixels(drawn.person(2, 600, 800))
    assert smile(find_faces(widened(photo, 0.25))[0]) > smile(find_faces(photo)[0]) + 0.05


@pytest.mark.slow
def test_real_copies_are_found_and_no_other_photos_joined(shared: Path) -> None:
    """A copy that counts twice helps nobody; a photo taken for a copy is lost."""
    with (shared / "faces/pairs.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    prints: dict[str, Fingerprint] = {}
    for row in rows:
        for name in (row["file_a"], row["file_b"]):
            if row["kind"] in ("near_duplicate", "real-real") and name not in prints:
                with Image.open(shared / "faces" / name) as image:
                    prints[name] = printed(pixels(ImageOps.exif_transpose(image)))
    copied = [(row["file_a"], row["file_b"]) for row in rows if row["kind"] == "near_duplicate"]
    assert [pair for pair in copied if not near_duplicate(prints[pair[0]], prints[pair[1]])] == []
    other = [(row["file_a"], row["file_b"]) for row in rows if row["kind"] == "real-real"]
    assert [pair for pair in other if near_duplicate(prints[pair[0]], prints[pair[1]])] == []
