"""Which engine a setup leads to, and what an operator reads where it is not the one that was hoped for."""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inference.catalogue import MODELS, Model
from inference.contract import Mode
from inference.engines import Brief, Portrait, Tell
from inference.engines.choosing import EngineUnavailable, choose
from inference.frames import Setup
from inference.lane import OFFLINE
from inference.weights import lockfile, pin

KLEIN = "flux2-klein-4b"


class Named:
    """An engine that is only a name."""

    modes: frozenset[Mode] = frozenset(("reference",))
    adapters = False
    marks: tuple[str, ...] = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        yield from ()

    def forget(self, subject: str) -> None:
        """It keeps nothing."""


def opening(model: Model, setup: Setup) -> Named:
    return Named(model.name)


def failing(model: Model, setup: Setup) -> Named:
    raise EngineUnavailable(f"{model.name} needs 18 GiB, and 8 GiB are free")


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(model_dir=str(tmp_path), data_dir=str(tmp_path / "data"))


def asked(setup: Setup, engine: str, *held: str) -> Setup:
    return Setup(engine, setup.model_dir, setup.data_dir, held)


def test_the_studio_is_had_by_name_without_a_look_at_models(setup: Setup) -> None:
    """The way back for an operator whose GPU is broken."""
    assert choose(asked(setup, "studio"), failing).name == "studio"


def test_a_model_is_had_by_name(setup: Setup) -> None:
    """The operator's word counts, also on a machine without a GPU."""
    assert choose(asked(setup, KLEIN), opening).name == KLEIN


def test_a_barred_licence_is_refused_before_anything_is_opened(setup: Setup) -> None:
    """A public bot on weights that forbid it is a debt the operator must take on knowingly."""
    with pytest.raises(EngineUnavailable, match=r"flux2-dev.*LICENCES_HELD"):
        choose(asked(setup, "flux2-dev"), opening)

    assert choose(asked(setup, "flux2-dev", "flux2-dev"), opening).name == "flux2-dev"


def test_a_model_that_is_not_there_is_refused_by_name(setup: Setup) -> None:
    """The sentence holds the command that mends it."""
    with pytest.raises(EngineUnavailable, match=f"ENGINE={KLEIN} cannot be opened.*models pull {KLEIN}"):
        choose(asked(setup, KLEIN))


def test_a_changed_file_is_refused_by_name(setup: Setup, klein: Path) -> None:
    """Weights that are not those that were pulled may be anybody's."""
    changed = next(klein.rglob("*.safetensors"))
    data = bytearray(changed.read_bytes())
    data[-1] ^= 1
    changed.write_bytes(data)
    with pytest.raises(EngineUnavailable, match=changed.name):
        choose(asked(setup, KLEIN))


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    """A folder of weights that is pinned; nothing in it could be loaded."""
    folder = tmp_path / KLEIN
    for part in ("transformer", "text_encoder", "vae", "scheduler", "tokenizer"):
        (folder / part).mkdir(parents=True)
        (folder / part / "config.json").write_text("{}")
        (folder / part / "model.safetensors").write_bytes(bytes(64))
    (folder / "model_index.json").write_text("{}")
    pin(MODELS[KLEIN], tmp_path, tmp_path / "data")
    assert (tmp_path / lockfile.FILE_NAME).exists()
    return folder


def test_auto_without_a_gpu_is_the_studio_and_says_why(
    setup: Setup, klein: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A portrait in three seconds beats one in ten minutes, and the operator reads what is missing."""
    pytest.importorskip("torch")
    from inference.engines.diffusion.device import has_gpu

    if has_gpu():
        pytest.skip("this machine has a GPU: hide it with CUDA_VISIBLE_DEVICES= to run this test")
    with caplog.at_level(logging.INFO):
        assert choose(setup, opening).name == "studio"
    assert "no GPU was found" in caplog.text


def test_auto_on_a_gpu_takes_the_first_that_opens(
    setup: Setup, klein: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The best that is there; one that does not fit is passed over with its reason, and the studio is always left."""
    device = pytest.importorskip("inference.engines.diffusion.device")
    monkeypatch.setattr(device, "has_gpu", lambda: True)
    assert choose(setup, opening).name == KLEIN
    assert choose(setup, failing).name == "studio"
    assert "flux2-klein-4b needs 18 GiB, and 8 GiB are free" in caplog.text


def test_auto_with_the_cpu_set_is_the_studio(setup: Setup, klein: Path, caplog: pytest.LogCaptureFixture) -> None:
    """DEVICE=cpu says that the GPU is for something else."""
    with caplog.at_level(logging.INFO):
        assert choose(Setup("auto", setup.model_dir, setup.data_dir, device="cpu"), opening).name == "studio"
    assert "DEVICE=cpu" in caplog.text


@pytest.mark.slow
def test_auto_without_a_model_never_touches_torch(setup: Setup) -> None:
    """Importing it costs seconds and half a gigabyte, which the machine of a newcomer may not have."""
    look = (
        "import sys\nfrom inference.engines.choosing import choose\nfrom inference.frames import Setup\n"
        f"engine = choose(Setup(model_dir={setup.model_dir!r}, data_dir={setup.data_dir!r}))\n"
        "sys.exit(engine.name != 'studio' or 'torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_is_fetched_where_portraits_are_made() -> None:
    """A worker that downloads in the middle of an order is slow, and pinned to nothing."""
    assert OFFLINE["HF_HUB_OFFLINE"] == OFFLINE["TRANSFORMERS_OFFLINE"] == "1"
