"""`portrait` on the command line: what may be asked of which engine, and what is seen while it works."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from inference.__main__ import main
from inference.commands.portrait import Wanted, brief, failed, fitting, make
from inference.commands.portrait_arguments import CHANGING
from inference.commands.preview import HALF, can_draw, drawn
from inference.contract import Mode, Tuning
from inference.engines import Brief, EngineError, Portrait, Tell
from tests import drawn as drawn_people


@dataclass
class Sketcher:
    """An engine that sketches in ten steps, with a preview at each, and looks at the stop before each."""

    name: str = "flux2-klein-4b"
    modes: frozenset[Mode] = frozenset(("reference", "text"))
    adapters: bool = True
    marks: tuple[str, ...] = ("generated",)
    briefs: list[Brief] = field(default_factory=list[Brief])
    at_step: Callable[[int], None] = lambda _: None

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        self.briefs.append(brief)
        for shot in brief.shots:
            for step in range(10):
                if stop():
                    return
                tell((shot.index + step / 10) / len(brief.shots), np.full((50, 40, 3), 20 * step, np.uint8))
                self.at_step(step)
            yield Portrait(shot.index, b"\xff\xd8\xff", 1024, 1280, ("generated",))

    def forget(self, subject: str) -> None:
        """It keeps nothing."""


def wanted(out: Path, **others: object) -> Wanted:
    return Wanted(**{"photos": (), "style": "cv", "count": 2, "background": None, "seed": 0, "out": out, **others})  # type: ignore[arg-type]  # keywords of a test


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--engine", "gpt"], "flux2-klein-4b"),
        (["--mode", "magic"], "image_to_image"),
        (["--steps", "0"], "from 1 to 200"),
        (["--steps", "four"], "'four' is not a whole number"),
        (["--steps", "2.5"], "'2.5' is not a whole number"),
        (["--guidance", "nan"], "'nan' is not a number"),
        (["--strength", "1.5"], "from 0 to 1"),
        (["--size", "big"], "1024x1280"),
        (["--size", "1000x1250"], "multiples of 16"),
        (["--size", "99999x1280"], "from 256 to 2048"),
        (["--seed", "-1"], "from 0"),
        (["--words", "on the moon " * 900], "10800 characters are too many: write up to 1000"),
    ],
)
def test_wrong_use_is_answered_with_what_is_possible(
    arguments: list[str], named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody should have to look into the source, nor wait for a model to load to learn of a typing error."""
    with pytest.raises(SystemExit) as ended:
        main(["portrait", "me.jpg", "--style", "cv", "--out", str(tmp_path), *arguments])

    assert ended.value.code == 2
    assert named in capsys.readouterr().err


def test_without_a_photo_the_text_mode_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A forgotten file name is the commonest slip."""
    assert main(["portrait", "--style", "cv", "--out", str(tmp_path)]) == 2
    assert "--mode text" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--mode", "text"], "makes no portraits by --mode text, only by reference, references"),
        (["--mode", "reference", "--adapter", "me.safetensors"], "takes no --adapter"),
        (
            ["--words", "on the moon", "--steps", "4", "--size", "512x640"],
            "--words, --steps, --size: the engine studio",
        ),
    ],
)
def test_what_the_studio_cannot_is_refused_by_name(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An argument silently ignored would be a portrait other than the one asked for."""
    photo = tmp_path / "me.jpg"
    photo.write_bytes(drawn_people.jpeg(drawn_people.person(0, 600, 800)))
    asked = ["portrait", str(photo), "--style", "cv", "--engine", "studio", "--out", str(tmp_path), *arguments]

    assert main(asked) == 1
    assert said in capsys.readouterr().err


def test_a_model_that_is_not_there_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Named by name, it is never replaced in silence."""
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    asked = ["portrait", "--mode", "text", "--style", "cv", "--engine", "flux2-klein-4b", "--out", str(tmp_path)]

    assert main(asked) == 1
    said = capsys.readouterr().err
    assert "ENGINE=flux2-klein-4b cannot be opened" in said
    assert "models p" in said  # pull or pin


def test_a_wrong_setting_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An operator's typing error must not end in a traceback."""
    monkeypatch.setenv("ENGINE", "flux2-klein")
    monkeypatch.setenv("LICENCES_HELD", "flux2-dev, flux9")
    monkeypatch.setenv("DEVICE", "tpu")
    assert main(["portrait", "--mode", "text", "--style", "cv", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "ENGINE: 'flux2-klein' is no engine; known are auto, studio, flux2-klein-4b" in said
    assert "LICENCES_HELD: 'flux9' is no model" in said
    assert "DEVICE=tpu: Input should be 'auto', 'cuda' or 'cpu'" in said


def test_what_a_model_cannot_is_said_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The catalogue knows it at once; weights of 50 GB would have to be read first."""
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    asked = ["portrait", "--mode", "text", "--style", "cv", "--engine", "qwen-image-edit-2511", "--out", str(tmp_path)]

    assert main(asked) == 1
    assert "makes no portraits by --mode text, only by edit, reference, references" in capsys.readouterr().err


def test_a_strength_is_refused_where_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a picture to begin with it means nothing, and whoever set it would wait for a change in vain."""
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    asked = ["portrait", "--mode", "text", "--style", "cv", "--engine", "flux2-klein-4b", "--out", str(tmp_path)]

    assert main([*asked, "--strength", "0.5"]) == 1
    assert "it needs --mode image_to_image or --mode retouch" in capsys.readouterr().err


def test_a_strength_counts_in_the_modes_that_are_named_for_it() -> None:
    """The command line knows nothing of families, so its list is held against theirs."""
    families = pytest.importorskip("inference.engines.diffusion.families", reason="`make gpu` installs diffusers")
    recipes = [recipe for family in families.FAMILIES.values() for recipe in family.recipes.items()]

    assert {mode for mode, recipe in recipes if recipe.strength is not None} == set(CHANGING)


def test_an_adapter_that_is_not_there_is_named_before_a_model_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Minutes of loading are a long time to wait for a slip in a file's name."""
    monkeypatch.setenv("MODEL_DIR", str(tmp_path / "models"))
    nowhere = tmp_path / "me.safetensors"
    asked = ["portrait", "--mode", "text", "--style", "cv", "--engine", "flux2-klein-4b", "--out", str(tmp_path)]

    assert main([*asked, "--adapter", str(nowhere)]) == 1
    assert f"The adapter {nowhere} cannot be read (No such file or directory)" in capsys.readouterr().err


def test_an_adapter_the_model_refuses_is_named_with_what_would_do(tmp_path: Path) -> None:
    """The name of a layer alone says nothing to most."""
    ask = wanted(tmp_path, adapter=Path("me.safetensors"))
    said = failed(EngineError("adapter_refused", "sketcher has no layer up.3"), ask)

    assert said == (
        "The adapter me.safetensors cannot be used: sketcher has no layer up.3. "
        "It must be a LoRA that was trained for this very model, as .safetensors."
    )


def test_a_picture_from_words_alone_claims_to_show_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To be asked whether it is really the person, where none was shown, is bewildering."""
    ask = wanted(tmp_path, mode="text")
    assert make(Sketcher(), brief(ask, []), ask, Console(stderr=True)) == 0
    said = capsys.readouterr().err
    assert "from words alone" in said
    assert "really the person" not in said

    photo = np.zeros((8, 8, 3), np.uint8)
    assert make(Sketcher(), brief(ask, [photo]), ask, Console(stderr=True)) == 0
    assert "really the person" in capsys.readouterr().err


def test_everything_asked_for_reaches_the_engine(tmp_path: Path) -> None:
    """Who sets a strength gets that strength."""
    adapter = tmp_path / "me.safetensors"
    adapter.write_bytes(b"weights")
    tuning = Tuning(4, 1.5, 0.4, 512, 640)
    ask = wanted(tmp_path, seed=7, mode="retouch", words="on a roof", adapter=adapter, tuning=tuning)
    order = brief(ask, [])
    fitting(ask, Sketcher.name, {"retouch"}, Sketcher.adapters)

    assert (order.seed, order.mode, order.words, order.tuning, len(order.shots)) == (
        7,
        "retouch",
        "on a roof",
        tuning,
        2,
    )
    assert order.adapter is not None
    assert order.adapter.read() == b"weights"


def test_ctrl_c_stops_at_the_next_step_and_says_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has seen enough after the first portrait keeps it, and need not guess."""
    interrupts = iter([False] * 13 + [True])
    engine = Sketcher(at_step=lambda _: signal.raise_signal(signal.SIGINT) if next(interrupts, False) else None)
    ask = wanted(tmp_path)

    assert make(engine, brief(ask, []), ask, Console(stderr=True)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["cv-1.jpg"]
    assert "Written so far: cv-1.jpg in" in capsys.readouterr().err.replace("\n", " ")


def test_a_preview_is_two_pixels_a_character() -> None:
    """Recognisable in a terminal: upper and lower pixel each in their own colour."""
    pixels = np.zeros((40, 32, 3), np.uint8)
    pixels[:20] = (255, 0, 0)
    picture = drawn(pixels, 32)
    lines = picture.plain.splitlines()

    assert len(lines) == 20
    assert set(lines) == {HALF * 32}
    top, bottom = picture.spans[0].style, picture.spans[-1].style
    assert not isinstance(top, str)
    assert not isinstance(bottom, str)
    assert top.color is not None
    assert bottom.bgcolor is not None
    assert top.color.get_truecolor() == (255, 0, 0)
    assert bottom.bgcolor.get_truecolor() == (0, 0, 0)


def test_a_file_gets_no_picture_of_half_blocks() -> None:
    """A log full of coloured blocks helps nobody."""
    with Path(os.devnull).open("w") as file:
        assert not can_draw(Console(file=file))


SHOWN = """
import sys
from pathlib import Path
from rich.console import Console
from inference.commands.portrait import Shown, brief, make
from tests.inference.test_portrait_command import Sketcher, wanted
ask = wanted(Path({out!r}))
make(Sketcher(), brief(ask, []), ask, Console(stderr=True))
with Shown(Console(stderr=True), "Making") as shown:
    shown._live.refresh()
    print("a line of its own", flush=True)
"""


@pytest.mark.slow
def test_in_a_colour_terminal_the_portrait_is_seen_growing(tmp_path: Path) -> None:
    """Half a minute is short where one sees a face appear."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LINES": "50", "COLUMNS": "120"}
    process = subprocess.Popen(
        [sys.executable, "-c", SHOWN.format(out=str(tmp_path))],
        stdout=theirs,
        stderr=theirs,
        env=environment,
        cwd=Path(__file__).parents[2],
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        shown += part
    os.close(ours)

    assert process.wait() == 0, shown.decode()
    assert HALF.encode() * 2 in shown or shown.count(HALF.encode()) > 100
    assert b"cv-2.jpg" in shown
    assert b"\x1b[2Ka line of its own" in shown, "what is printed wipes the bar, which is drawn anew below it"
