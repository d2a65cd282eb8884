"""Faces found and measured, on drawn people, and on the labelled photos where they are at hand."""

import csv
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from inference import faces
from inference.faces import Face, find_faces
from inference.models_on_disk import Models, installed
from tests import drawn

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[2] / "../shared"))
LABELS = SHARED / "faces" / "labels.csv"

needs_mesh = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)


def pixels(image: Image.Image) -> faces.Pixels:
    return np.asarray(image.convert("RGB"))


def only(found: tuple[Face, ...]) -> Face:
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_one_person_is_one_face_with_level_eyes_above_the_chin(seed: int) -> None:
    """Everything else, from the verdict on a selfie to the frame of a portrait, hangs on these points."""
    face = only(find_faces(pixels(drawn.person(seed, 600, 800))))
    (left, right), chin = face.eyes, face.chin

    assert left[0] < right[0]
    assert chin[1] > max(left[1], right[1])
    assert abs(face.roll) < 6
    assert 1.3 < face.chin_px / face.ied_px < 1.9


def test_a_photo_without_people_has_no_face() -> None:
    """A photo of a wall must be refused, not made into a portrait."""
    wall = np.random.default_rng(1).integers(90, 160, (400, 300, 3), np.uint8)

    assert find_faces(cv2.GaussianBlur(wall, (0, 0), 3)) == ()  # type: ignore[arg-type]  # OpenCV's stubs name no type


def test_the_main_person_comes_first() -> None:
    """The portrait must show who is in front, not who walked by."""
    found = find_faces(pixels(drawn.group(2, second=0.6)))

    assert len(found) == 2
    assert found[0].box[2] > found[1].box[2]


@needs_mesh
@pytest.mark.parametrize("quarter", [1, 2, 3])
def test_a_photo_lying_on_its_side_is_still_seen(quarter: int) -> None:
    """Phones lose the orientation of a photo; the person should not have to turn it by hand."""
    upright = pixels(drawn.person(2, 600, 800))
    face = only(find_faces(np.ascontiguousarray(np.rot90(upright, quarter))))

    away = (face.roll + 90 * quarter + 180) % 360 - 180
    assert abs(away) < 8


def test_a_large_photo_is_measured_like_a_small_one() -> None:
    """A 12 MP original and its preview show the same face, so they must give the same verdict."""
    small = only(find_faces(pixels(drawn.person(3, 600, 800))))
    grown = cv2.resize(pixels(drawn.person(3, 600, 800)), None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    large = only(find_faces(np.asarray(grown, np.uint8)))

    assert large.ied_px == pytest.approx(4 * small.ied_px, rel=0.04)
    assert large.box == pytest.approx(tuple(4 * v for v in small.box), rel=0.08, abs=30)


def test_without_the_optional_models_a_face_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot must work, if less well, where the carrier of the models cannot be installed."""
    monkeypatch.setattr(faces, "installed", lambda: Models(installed().five_points, None, None, None))
    face = only(find_faces(pixels(drawn.person(2, 600, 800))))

    assert face.mesh is None
    assert face.yaw is None
    assert abs(face.roll) < 8


def test_missing_models_are_named() -> None:
    """Who runs the bot must be able to read from the start-up line why it sees less."""
    assert Models(None, None, None, None).missing == ("face_detector", "face_mesh", "segmentation")


@needs_mesh
@pytest.mark.slow
@pytest.mark.skipif(not LABELS.exists(), reason=f"{LABELS} is absent: set SHARED_DIR to the folder of labelled photos")
def test_the_face_is_found_in_every_photo_people_would_accept() -> None:
    """A usable selfie answered with "no face" is the end of the visit."""
    with LABELS.open() as file:
        rows = [row for row in csv.DictReader(file) if row["verdict"] == "accept" and row["kind"] == "photo"]
    missed: list[str] = []
    for row in rows:
        with Image.open(LABELS.parent / row["file"]) as image:
            found = find_faces(pixels(ImageOps.exif_transpose(image)))
        x, y, w, h = (float(v) for v in row["face_box"].split(","))
        here = [f for f in found if abs(f.nose[0] - x - w / 2) < w / 2 and abs(f.nose[1] - y - h / 2) < h / 2]
        if not here:
            missed.append(row["file"])

    assert missed == []


def test_photos_looked_at_side_by_side_are_seen_as_one_by_one() -> None:
    """Networks that shared their buffers between threads would give one person another's face."""
    photos = [np.asarray(drawn.person(seed, 600, 800).convert("RGB")) for seed in range(6)]
    alone = [find_faces(photo)[0].box for photo in photos]
    with ThreadPoolExecutor(6) as pool:
        together = [faces[0].box for faces in pool.map(find_faces, photos)]

    assert together == alone


@needs_mesh
def test_the_main_face_alone_is_found_where_the_whole_look_finds_it() -> None:
    """The quick look may miss a stranger in the background, never the person."""
    for seed in range(6):
        photo = pixels(drawn.person(seed, 900, 1200))
        quick, thorough = find_faces(photo, main_only=True)[0], find_faces(photo)[0]
        assert np.hypot(*np.subtract(quick.eye_middle, thorough.eye_middle)) < 0.05 * thorough.chin_px
        assert abs(quick.chin_px - thorough.chin_px) < 0.08 * thorough.chin_px
    sideways = np.ascontiguousarray(np.rot90(pixels(drawn.person(1, 900, 1200))))
    assert abs(abs(only(find_faces(sideways, main_only=True)).roll) - 90) < 10
