"""The selfie check: one large, sharp, well lit face is wanted; who sends another photo hears what was measured."""

import csv
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from inference.contact_sheet import thumbnail
from inference.decode import Sandbox, Unreadable
from inference.engines import Pixels
from inference.faces import find_faces
from inference.identity import distance, embedding
from inference.selfies import UNREADABLE_FIXES, Check, check, judge, unreadable
from tests import drawn
from tests.bench import selfies as bench


def person(seed: int = 0, width: int = 900, height: int = 1200) -> Pixels:
    return np.asarray(drawn.person(seed, width, height))


def group(count: int, second: float = 0.9) -> Pixels:
    return np.asarray(drawn.group(count, second=second))


@pytest.mark.parametrize("seed", range(3))
def test_one_person_looking_to_the_camera_is_accepted(seed: int) -> None:
    """Whatever the skin, the hair, the glasses or the beard: this is the photo people are asked for."""
    said = check(person(seed, 1200, 1600))
    assert (said.verdict, said.reasons, said.fix) == ("accept", (), "")
    assert said.measures["faces"] == 1
    assert said.measures["ied_px"] == pytest.approx(150, rel=0.06)


def test_a_picture_of_nobody_is_refused() -> None:
    """There is no portrait to be made of it."""
    said = check(group(0))
    assert (said.verdict, said.reasons) == ("reject", ("no_face",))
    assert said.quality == 0
    assert "ied_px" not in said.measures


def test_two_people_of_one_size_are_refused() -> None:
    """Nobody can say which of them wants the portrait."""
    said = check(group(2))
    assert (said.verdict, said.reasons[0]) == ("reject", "several_faces")
    assert said.measures["second_face_share"] == pytest.approx(0.81, abs=0.08)
    assert "2 faces" in said.fix


def test_somebody_small_in_the_background_is_only_noted() -> None:
    """The person is plainly the large one."""
    said = check(group(2, second=0.45))
    assert (said.verdict, said.reasons[0]) == ("warn", "several_faces")
    assert 0.10 <= said.measures["second_face_share"] <= 0.35


@pytest.mark.parametrize(("width", "verdict"), [(330, "reject"), (560, "warn"), (1000, "accept")])
def test_the_pixels_between_the_eyes_decide(width: int, verdict: str) -> None:
    """Too few of them cannot become a sharp portrait; the sentence says how many there are."""
    said = check(person(1, width, width * 4 // 3))
    assert said.verdict == verdict
    assert ("face_too_small" in said.reasons) == (verdict != "accept")
    assert verdict == "accept" or f"{said.measures['ied_px']:.0f} px" in said.fix


def test_a_face_far_away_is_refused_however_many_pixels_it_has() -> None:
    """A small figure in a landscape is no selfie, and is lit and focused like the landscape."""
    wide = np.full((1600, 4000, 3), 120, np.uint8)
    wide[:, :1200] = person(2, 1200, 1600)
    said = check(wide)
    assert said.measures["ied_px"] > 100
    assert (said.verdict, said.reasons) == ("reject", ("face_too_small",))
    assert "of the width" in said.fix


def test_a_small_picture_of_a_large_face_is_only_noted() -> None:
    """The face's pixels decide, not the file's."""
    said = check(person(3, 1200, 1600)[350:850, 400:840])
    assert (said.verdict, said.reasons) == ("warn", ("too_low_resolution",))
    assert "440 px" in said.fix


def test_a_closer_photo_ranks_above_a_distant_one() -> None:
    """The best references are used first, and the preview is made of the first."""
    near, far = check(person(4, 1200, 1600)), check(person(4, 800, 1066))
    assert 1 >= near.quality > far.quality > 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unreadable("too_many_pixels", measures={"megapixels": 81.0}), "81 megapixels"),
        (Unreadable("too_small", measures={"short_side_px": 200.0}), "200 px"),
        (Unreadable("damaged"), "damaged"),
    ],
)
def test_an_unreadable_file_gets_its_own_sentence(error: Unreadable, words: str) -> None:
    """What to do about a text file is not what to do about a broken photo."""
    said = unreadable(error)
    assert (said.verdict, said.reasons, said.detail) == ("reject", ("unreadable",), error.code)
    assert words in said.fix


def test_the_graver_reason_comes_first() -> None:
    """A small, dark, blurred face looks like everything: whoever comes closer need not hear of the rest."""
    photo = cv2.GaussianBlur(person(1), (0, 0), 7)
    dark = (photo * 0.15).astype(np.uint8)
    small = np.asarray(cv2.resize(dark[:900, 150:750], (200, 300), interpolation=cv2.INTER_AREA), np.uint8)
    assert check(np.asarray(photo, np.uint8)).reasons[0] == "blurred"
    assert check(dark).reasons[:2] == ("too_dark", "blurred")
    assert check(small).reasons[0] == "too_low_resolution"


def test_the_first_reason_is_that_of_the_sentence() -> None:
    """A verdict, its remedy and the measure behind it must speak of one thing."""
    said = check((person(1) * 0.05).astype(np.uint8))
    assert (said.reasons[0], said.detail) == ("too_dark", "light_range")
    assert f"spans {said.measures['light_range']:.0%}" in said.fix


def test_what_refuses_a_photo_is_named_before_what_is_only_noted() -> None:
    """Somebody in the background is no reason to send the photo again; that it is all black is."""
    said = check((group(2, second=0.45) * 0.2).astype(np.uint8))
    assert said.verdict == "reject"
    assert said.reasons[0] == "too_dark"
    assert "several_faces" in said.reasons[1:]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_photo_on_its_side_is_set_upright(turns: int) -> None:
    """A scanner and many an editor forget how the camera was held; the person cannot be expected to know."""
    photo = person(2)
    lying, upright = check(np.ascontiguousarray(np.rot90(photo, turns))), check(photo)
    assert (lying.verdict, lying.reasons) == (upright.verdict, upright.reasons) == ("accept", ())
    assert lying.pixels is not None
    assert lying.face is not None
    assert upright.face is not None
    assert np.array_equal(lying.pixels, photo)
    assert thumbnail(lying.pixels, lying.face.box) == thumbnail(photo, upright.face.box)
    assert distance(embedding(lying.pixels, lying.face), embedding(photo, upright.face)) == pytest.approx(0, abs=1e-5)


@pytest.mark.parametrize("side", [64, 255])
def test_a_thumbnail_has_too_few_pixels(side: int) -> None:
    """It opens, so it is not unreadable: the remedy is the original file."""
    photo = np.asarray(cv2.resize(person(1)[280:880, 150:750], (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    with Sandbox() as sandbox:
        said = check(sandbox.decode(drawn.jpeg(Image.fromarray(photo))))
    assert (said.verdict, said.reasons[0]) == ("reject", "too_low_resolution")
    assert "send the original file" in said.fix


def test_less_than_a_thumbnail_is_unreadable() -> None:
    """Nothing can be made out in it, not even a face."""
    with Sandbox() as sandbox, pytest.raises(Unreadable) as raised:
        sandbox.decode(drawn.jpeg(drawn.person(1, 63, 84)))
    said = unreadable(raised.value)
    assert (said.verdict, said.reasons, said.detail) == ("reject", ("unreadable",), "too_small")
    assert "63 px" in said.fix


def test_a_face_without_a_mesh_is_judged_by_what_there_is() -> None:
    """Where the models are not installed a good photo is still a good photo."""
    photo = person(2)
    face = replace(find_faces(photo)[0], mesh=None)
    said = judge(photo, [face])
    assert (said.verdict, said.reasons) == ("accept", ())
    assert "eye_opening" not in said.measures


@pytest.mark.slow
def test_real_photos_are_judged_as_people_judged_them(shared: Path) -> None:
    """Hardly a usable photo is refused, hardly a useless one accepted, and the reason is the one people see."""
    folder = shared / "faces"
    with (folder / "labels.csv").open(newline="") as labels, Sandbox() as sandbox:
        rows = [row for row in csv.DictReader(labels) if row["borderline"] != "1"]
        judged = [bench.judge(folder, row, sandbox) for row in rows]
    good, bad = [photo for photo in judged if photo.good], [photo for photo in judged if not photo.good]
    lost = [photo.row["file"] for photo in good if photo.refused]
    missed = [photo.row["file"] for photo in bad if not photo.refused]
    misnamed = [photo.row["file"] for photo in bad if photo.refused and not photo.named]
    assert len(lost) <= bench.LOST_MOST * len(good), lost
    assert len(missed) <= bench.MISSED_MOST * len(bad), missed
    assert len(misnamed) <= (1 - bench.NAMED_LEAST) * (len(bad) - len(missed)), misnamed


@pytest.mark.slow
def test_every_bad_file_gets_a_verdict_with_a_sentence(shared: Path) -> None:
    """Whatever somebody sends, they hear what to send instead."""
    folder = shared / "badimages"
    with (folder / "manifest.csv").open(newline="") as manifest, Sandbox() as sandbox:
        refused = [row["file"] for row in csv.DictReader(manifest) if row["expected"] == "reject"]
        said = {name: looked_at(folder / name, sandbox) for name in refused}
    assert len(said) > 100
    assert {name for name, check in said.items() if check.reasons != ("unreadable",)} == set()
    assert {check.detail for check in said.values()} <= set(UNREADABLE_FIXES)
    assert all(check.fix.endswith(".") and "{" not in check.fix for check in said.values())


def looked_at(path: Path, sandbox: Sandbox) -> Check:
    try:
        return check(sandbox.decode(path.read_bytes()))
    except Unreadable as error:
        return unreadable(error)
