"""The command line: verdicts and portraits without a chat, for people and for programs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inference.__main__ import COMMANDS, main
from inference.styles import STYLES
from tests import drawn


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.jpg"
    path.write_bytes(drawn.jpeg(drawn.person(0, 900, 1200)))
    return path


def test_json_has_one_verdict_a_photo_with_the_promised_keys(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs are built on these names."""
    text = tmp_path / "letter.jpg"
    text.write_text("Dear sir")
    assert main(["check", "--json", str(photo), str(text)]) == 0
    first, second = lines(capsys)
    assert list(first) == ["file", "verdict", "reasons", "measures", "fix", "set"]
    assert (first["file"], first["verdict"], first["reasons"], first["fix"]) == (str(photo), "accept", [], "")
    assert first["measures"]["faces"] == 1
    assert (second["verdict"], second["reasons"]) == ("reject", ["unreadable"])
    assert "not a picture" in second["fix"]


def test_one_photo_is_no_set(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rank among one, or advice on a set nobody has, would only be in the way."""
    assert main(["check", "--json", str(photo)]) == 0
    [line] = lines(capsys)
    assert list(line) == ["file", "verdict", "reasons", "measures", "fix"]
    assert main(["check", str(photo)]) == 0
    assert capsys.readouterr().out == f"{photo}: good\n"


def test_several_photos_are_judged_beside_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that trains on a set must learn which photos count, in which order, and what a copy is a copy of."""
    paths = saved_set(tmp_path)
    assert main(["check", "--json", *map(str, paths)]) == 0
    first, other, copy, nobody = lines(capsys)
    assert [line["verdict"] for line in (first, other, copy, nobody)] == ["accept", "accept", "warn", "reject"]
    assert [line["set"]["counts"] for line in (first, other, copy, nobody)] == [True, True, False, False]
    assert sorted(line["set"]["rank"] for line in (first, other)) == [1, 2]
    assert copy["set"]["rank"] is nobody["set"]["rank"] is None
    assert (copy["reasons"], copy["set"]["duplicate_of"]) == (["near_duplicate"], str(paths[0]))
    assert str(paths[0]) in copy["fix"]
    assert {line["set"]["duplicate_of"] for line in (first, other, nobody)} == {None}
    assert len({line["set"]["advice"] for line in (first, other, copy, nobody)}) == 1


def test_people_read_how_many_of_several_photos_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number and one piece of advice are what somebody who collects photos wants to know."""
    paths = saved_set(tmp_path)
    assert main(["check", *map(str, paths)]) == 0
    *verdicts, summary = capsys.readouterr().out.splitlines()
    assert len(verdicts) == 4
    assert verdicts[2] == f"{paths[2]}: usable  Nearly the same photo as {paths[0]}: one of the two counts."
    assert summary.startswith("2 of 4 count; one ")
    assert summary.endswith(" would help most.")


def test_a_face_that_differs_from_the_rest_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A friend's photo in the folder spoils the likeness; and whoever has changed much must not be shut out."""
    paths = [tmp_path / f"{name}.jpg" for name in ("one", "two", "three", "friend")]
    shots = [*(drawn.person(25, 900, 1200, occasion) for occasion in (0, 1, 3)), drawn.person(32, 900, 1200, 2)]
    for path, shot in zip(paths, shots, strict=True):
        path.write_bytes(drawn.jpeg(shot))
    assert main(["check", "--json", *map(str, paths)]) == 0
    *own, friend = lines(capsys)
    assert [line["verdict"] for line in own] == ["accept"] * 3
    assert friend["reasons"] == ["other_person"]
    assert "somebody else" in friend["fix"].lower()
    assert friend["set"]["rank"] in (None, 4), "what may be somebody else comes last, if it counts at all"


def test_of_photos_that_all_fail_none_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No advice on a set there is none of."""
    for name in ("one.jpg", "two.jpg"):
        (tmp_path / name).write_text("Dear sir")
    assert main(["check", str(tmp_path / "one.jpg"), str(tmp_path / "two.jpg")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "None of 2 count."


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The JSON that was printed, a line each."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def saved_set(folder: Path) -> list[Path]:
    """Two photos of one person, a smaller copy of the first, and one of nobody."""
    first = drawn.person(2, 900, 1200)
    pictures = {
        "first": first,
        "other": drawn.person(2, 900, 1200, 1),
        "copy": first.resize((720, 960)),
        "nobody": drawn.group(0),
    }
    for name, picture in pictures.items():
        (folder / f"{name}.jpg").write_bytes(drawn.jpeg(picture))
    return [folder / f"{name}.jpg" for name in pictures]


def test_people_read_a_verdict_and_what_to_do(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refusal without a remedy leaves them helpless."""
    two = tmp_path / "two.jpg"
    two.write_bytes(drawn.jpeg(drawn.group(2)))
    assert main(["check", str(photo), str(two)]) == 0
    good, bad, summary = capsys.readouterr().out.splitlines()
    assert good == f"{photo}: good"
    assert "not usable" in bad
    assert "send a photo with you alone" in bad
    assert summary.startswith("1 of 2 count")


def test_a_missing_file_fails_and_says_so(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A script must notice, and the other photos still get their verdict."""
    assert main(["check", str(tmp_path / "nowhere.jpg"), str(photo), str(tmp_path)]) == 1
    missing, good, folder, summary = capsys.readouterr().out.splitlines()
    assert "no such file" in missing
    assert good.endswith("good")
    assert "folder" in folder
    assert summary.startswith("1 of 3 count")


def hostile_names(shared: Path) -> list[str]:
    """Names that can be files at all."""
    listed = (shared / "badimages/hostile_filenames.txt").read_bytes().decode(errors="surrogateescape").splitlines()
    return [name for name in listed if name and "/" not in name and len(name.encode(errors="surrogateescape")) < 256]


def check_hostile(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("nothing")
    assert main(["check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert all(character.isprintable() for character in shown.rstrip("\n"))
    assert shown.count("\n") == 1
    assert main(["check", "--json", str(path)]) == 0
    line = capsys.readouterr().out
    assert line.isascii()
    assert json.loads(line)["file"] == str(path)


@pytest.mark.parametrize(
    "name",
    ["[red]x[/].jpg", "[/].jpg", ":smiley:.jpg", "a\x1b[2Jb.jpg", "a\nb.jpg", "photo\u202egpj.exe", "\udcff.jpg"],
)
def test_a_hostile_file_name_cannot_disturb_the_terminal(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody else's file name must not clear the screen, paint it, or pose as another name."""
    check_hostile(name, tmp_path, capsys)


def test_a_file_name_with_markup_is_shown_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What looks like markup or an emoji code is a name all the same."""
    path = tmp_path / "[bold]:smiley:.jpg"
    path.write_text("nothing")
    main(["check", str(path)])
    assert capsys.readouterr().out.startswith(f"{path}: ")


@pytest.mark.slow
def test_the_known_hostile_names_are_harmless(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that have broken other programs."""
    names = hostile_names(shared)
    assert names
    for name in names:
        check_hostile(name, tmp_path, capsys)


def test_an_unknown_style_is_wrong_use_and_the_styles_are_listed(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody should have to look into the source for the names."""
    with pytest.raises(SystemExit) as ended:
        main(["portrait", str(photo), "--style", "linkdin", "--out", str(tmp_path)])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(name in said for name in STYLES)


@pytest.mark.parametrize("count", ["0", "21", "many"])
def test_a_count_out_of_bounds_is_wrong_use(photo: Path, tmp_path: Path, count: str) -> None:
    """A typing error must not keep the machine busy for an hour."""
    with pytest.raises(SystemExit) as ended:
        main(["portrait", str(photo), "--style", "cv", "--count", count, "--out", str(tmp_path)])
    assert ended.value.code == 2


@pytest.mark.slow
def test_portraits_are_written_and_nothing_is_overwritten(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run with another seed must not cost the person the first one's portraits."""
    out = tmp_path / "new" / "folder"
    asked = ["portrait", str(photo), "--style", "linkedin", "--count", "2", "--out", str(out)]
    assert main(asked) == 0
    shown = capsys.readouterr().out
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert sorted(first) == ["linkedin-1.jpg", "linkedin-2.jpg"]
    assert all(data.startswith(b"\xff\xd8\xff") for data in first.values())
    assert all(str(out / name) in shown for name in first)
    assert main([*asked, "--seed", "5"]) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "linkedin-1-v2.jpg",
        "linkedin-1.jpg",
        "linkedin-2-v2.jpg",
        "linkedin-2.jpg",
    ]
    assert {name: (out / name).read_bytes() for name in first} == first


def test_without_a_usable_photo_nothing_is_made_and_each_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person must learn which photo was wrong in what way."""
    empty, text = tmp_path / "empty.jpg", tmp_path / "text.jpg"
    empty.write_bytes(drawn.jpeg(drawn.group(0)))
    text.write_text("Dear sir")
    out = tmp_path / "out"
    assert main(["portrait", str(empty), str(text), "--style", "cv", "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert f"{empty}: not used. No face was found" in said
    assert f"{text}: not used. This is not a picture" in said
    assert not out.exists()


def test_a_folder_that_cannot_be_written_to_is_named(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The remedy is another folder."""
    assert main(["portrait", str(photo), "--style", "cv", "--out", str(photo)]) == 1
    said = capsys.readouterr().err
    assert str(photo) in said
    assert "--out" in said


@pytest.mark.slow
def test_help_is_quick_and_loads_nothing_heavy() -> None:
    """Reading what a command does must not take the seconds that doing it takes."""
    look = "import sys\nfrom inference.__main__ import main\ntry:\n main(['--help'])\nexcept SystemExit:\n pass\n"
    heavy = "sys.exit(bool({'cv2', 'numpy', 'dlib', 'PIL', 'arq', 'rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", look + heavy], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(command.name in done.stdout for command in COMMANDS)
