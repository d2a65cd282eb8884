"""`compare`: two photos on the command line, for people and for programs."""

import json
from pathlib import Path

import pytest

from inference.__main__ import main
from inference.identity import SAME_PERSON
from tests import drawn


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """A person, the same photo compressed, and somebody else."""
    paths = [tmp_path / name for name in ("one.jpg", "copy.jpg", "other.jpg")]
    for path, seed, quality in zip(paths, (0, 0, 5), (92, 60, 92), strict=True):
        path.write_bytes(drawn.jpeg(drawn.person(seed, 600, 800), quality=quality))
    return paths


def test_json_has_the_promised_keys(photos: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Programs are built on these names."""
    assert main(["compare", str(photos[0]), str(photos[1]), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["files", "distance", "limit", "same_person", "near_duplicate", "hash_distance"]
    assert said["files"] == [str(photos[0]), str(photos[1])]
    assert said["limit"] == SAME_PERSON
    assert said["distance"] < SAME_PERSON
    assert said["same_person"] is True
    assert said["near_duplicate"] is True
    assert said["hash_distance"] <= 4


def test_people_read_what_is_the_case_and_by_how_much(photos: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A bare yes or no cannot be judged."""
    assert main(["compare", str(photos[0]), str(photos[1])]) == 0
    assert main(["compare", str(photos[0]), str(photos[2])]) == 0
    copy, other = capsys.readouterr().out.splitlines()
    assert copy.startswith(f"{photos[0]} and {photos[1]}: the same photo twice")
    assert "the same photo" not in other
    assert f"up to {SAME_PERSON:.2f} count as one person" in other


def test_a_photo_that_cannot_be_compared_is_named_with_the_remedy(
    photos: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever compares must learn which of the two to replace, and by what."""
    empty, text = tmp_path / "empty.jpg", tmp_path / "text.jpg"
    empty.write_bytes(drawn.jpeg(drawn.group(0)))
    text.write_text("Dear sir")
    assert main(["compare", str(photos[0]), str(empty), "--json"]) == 1
    assert main(["compare", str(text), str(tmp_path / "nowhere.jpg")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    no_face, not_a_picture, missing = err.splitlines()
    assert no_face.startswith(f"{empty}: cannot be compared. No face was found: ")
    assert not_a_picture.startswith(f"{text}: cannot be compared. ")
    assert "send a JPEG" in not_a_picture
    assert "no such file" in missing


@pytest.mark.parametrize("count", [0, 1, 3])
def test_anything_but_two_photos_is_wrong_use(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A forgotten name must not look like an answer."""
    with pytest.raises(SystemExit) as ended:
        main(["compare", *["a.jpg"] * count])
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_hostile_file_name_cannot_disturb_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody else's file name must not clear the screen."""
    path = tmp_path / "a\x1b[2J\nb.jpg"
    path.write_bytes(drawn.jpeg(drawn.person(0, 400, 500)))
    assert main(["compare", str(path), str(path)]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert said.count("\n") == 1
