"""The selfie check: one large face is wanted, and whoever sends another photo hears what was measured."""

import csv
from pathlib import Path

import numpy as np
import pytest

from inference.contract import Reason
from inference.decode import Sandbox, Unreadable
from inference.engines import Pixels
from inference.selfies import Check, check, unreadable
from tests import drawn

# Reasons this check can give. Labels with another are for a fuller check.
KNOWN = ("no_face", "several_faces", "face_too_small")


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


@pytest.mark.slow
def test_real_photos_are_judged_as_people_judged_them(shared: Path) -> None:
    """No usable photo is refused, and hardly a group, a tiny face or an empty room accepted."""
    with (shared / "faces/labels.csv").open(newline="") as labels:
        rows = [row for row in csv.DictReader(labels) if row["borderline"] != "1"]
    good = [row["file"] for row in rows if row["verdict"] == "accept"]
    bad = [row for row in rows if row["reason"] in KNOWN]
    with Sandbox() as sandbox:
        lost = [name for name in good if looked_at(shared / "faces" / name, sandbox).verdict == "reject"]
        missed = [
            row["file"] for row in bad if not fairly_refused(row, looked_at(shared / "faces" / row["file"], sandbox))
        ]
    assert len(lost) <= len(good) * 0.01, lost
    assert len(missed) <= len(bad) * 0.05, missed


def looked_at(path: Path, sandbox: Sandbox) -> Check:
    try:
        return check(sandbox.decode(path.read_bytes()))
    except Unreadable as error:
        return unreadable(error)


def fairly_refused(row: dict[str, str], said: Check) -> bool:
    """Refused, and for a reason people gave too."""
    fair: set[Reason | str] = {row["reason"], *row["also"].split(";"), "unreadable"}
    return said.verdict == "reject" and (said.reasons[0] in fair or said.reasons[0] == "no_face")
