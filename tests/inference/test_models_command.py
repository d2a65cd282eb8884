"""`python -m inference models` as an operator types it: a process of its own, and a twin of the Hub at HF_ENDPOINT."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from inference.catalogue import MODELS
from tests.hub_server import HubServer, sha256

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KLEIN = MODELS["flux2-klein-4b"]
LARGE = bytes(range(256)) * 4096 * 8  # 8 MiB
INDEX = {"_class_name": "Flux2KleinPipeline", "transformer": ["diffusers", "Flux2Transformer2DModel"]}
FILES = {
    "model_index.json": json.dumps(INDEX).encode(),
    "transformer/config.json": b"{}",
    "transformer/diffusion_pytorch_model.safetensors": LARGE,
}
TOKEN = "hf_SeNtInElToKeN0123456789"
WIDTH = 100


@dataclass
class Operator:
    """A shell with these settings, in a folder of its own."""

    folder: Path
    server: HubServer
    settings: dict[str, str] = field(default_factory=dict[str, str])

    def begin(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        environment = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        environment |= {"HOME": str(self.folder), "PYTHONPATH": str(ROOT), "HF_ENDPOINT": self.server.url}
        environment |= {"DATA_DIR": str(self.folder / "data"), "HF_HUB_DISABLE_XET": "1", **self.settings}
        command = (sys.executable, "-m", "inference", "models", *arguments)
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, env=environment, stdout=pipe, stderr=pipe, text=True)

    def types(self, *arguments: str, expect: int = 0) -> str:
        """A command, what it says on both streams, and the exit status it must have."""
        process = self.begin(*arguments)
        out, err = process.communicate(timeout=60)
        assert process.returncode == expect, out + err
        return out + err

    def listed(self) -> Mapping[str, Mapping[str, object]]:
        """The list as a program reads it."""
        return {entry["name"]: entry for entry in json.loads(self.types("--json"))}

    def finds_gpu(self, script: str) -> None:
        """Put a driver's tool into the path that behaves like this."""
        tool = self.folder / "bin" / "nvidia-smi"
        tool.parent.mkdir()
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
        self.settings["PATH"] = f"{tool.parent}:{os.environ['PATH']}"


def until(condition: Callable[[], bool], deadline_s: float = 30.0) -> None:
    """Wait for another process to have got somewhere."""
    late = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < late, "it did not happen in time"
        Event().wait(0.01)


@pytest.fixture
def operator(tmp_path: Path) -> Iterator[Operator]:
    """An operator with MODEL_DIR, and a Hub that has klein."""
    with HubServer() as server:
        server.publish(KLEIN.repo, FILES)
        yield Operator(tmp_path, server, {"MODEL_DIR": str(tmp_path / "models")})


def test_the_list_names_every_model_in_a_hundred_columns(operator: Operator) -> None:
    """A terminal of ordinary width shows what there is, what it may and what it needs."""
    said = operator.types()

    assert max(len(line) for line in said.splitlines()) <= WIDTH
    for model in MODELS.values():
        assert f"\n{model.name} " in said
        assert model.licence.name.split()[0] in said
    assert "models pull flux2-klein-4b" in said


def test_the_list_as_json_says_the_same(operator: Operator) -> None:
    """For whoever provisions machines with a script."""
    listed = operator.listed()

    assert list(listed) == list(MODELS)
    klein, barred = listed[KLEIN.name], listed["flux1-dev"]
    assert (klein["serves_public"], klein["permitted"], klein["present"]) == (True, True, False)
    assert klein["memory_gib"] == dict(KLEIN.memory_gib)
    assert klein["can"] == ["reference", "references", "text", "edit", "image_to_image", "retouch", "adapter"]
    assert (barred["serves_public"], barred["permitted"]) == (False, False)


def test_a_held_licence_shows(operator: Operator) -> None:
    """The operator sees at once whether the setting was understood."""
    operator.settings["LICENCES_HELD"] = "flux1-dev, flux2-dev"

    assert operator.listed()["flux1-dev"]["permitted"] is True
    assert operator.listed()["flux1-kontext-dev"]["permitted"] is False


def test_the_list_needs_no_torch(operator: Operator) -> None:
    """It appears at once, and on machines that have none."""
    code = "import sys, inference.__main__ as m; m.main(['models']); sys.exit('torch' in sys.modules)"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(operator.folder)}
    told = subprocess.run([sys.executable, "-c", code], cwd=operator.folder, env=environment, capture_output=True)

    assert told.returncode == 0, told.stderr


def test_what_fits_is_asked_of_the_driver(operator: Operator) -> None:
    """Free memory counts, not the name of the card: another program may hold half of it."""
    operator.finds_gpu("echo 'NVIDIA RTX, 14336, 24564'")
    listed = operator.listed()

    assert listed[KLEIN.name]["fits"] == "int8"
    assert listed["flux2-dev"]["fits"] is None
    assert str(listed["flux2-dev"]["why_not"]).startswith("no: ")
    assert "NVIDIA RTX: 14.0 of 24.0 GiB are free." in operator.types()


def test_a_driver_that_does_not_answer_is_not_guessed_at(operator: Operator) -> None:
    """A number that was not measured is worse than none."""
    operator.finds_gpu("echo 'NVIDIA-SMI has failed' >&2; exit 9")

    assert operator.listed()[KLEIN.name]["why_not"] == "not measured"
    assert "nvidia-smi does not answer" in operator.types()


def test_a_machine_without_a_gpu_says_so(operator: Operator) -> None:
    """And what makes the portraits there."""
    (operator.folder / "bin").mkdir()
    operator.settings["PATH"] = str(operator.folder / "bin")

    assert "No NVIDIA GPU here" in operator.types()
    assert operator.listed()[KLEIN.name]["why_not"] == "no GPU"


def test_pull_verify_and_list_belong_together(operator: Operator) -> None:
    """The way from nothing to a model the worker takes."""
    commit = operator.server.repositories[KLEIN.repo].head
    assert f"flux2-klein-4b is here and locked: 3 files, 0.0 GiB, commit {commit}." in operator.types(
        "pull", KLEIN.name
    )
    assert "is as it was locked" in operator.types("verify", KLEIN.name)
    assert operator.listed()[KLEIN.name]["present"] is True


def test_without_model_dir_the_cache_is_used(operator: Operator) -> None:
    """HF_HOME is where people already keep their models."""
    del operator.settings["MODEL_DIR"]
    operator.settings["HF_HOME"] = str(operator.folder / "hf")
    operator.types("pull", KLEIN.name)

    assert "is as it was locked" in operator.types("verify", KLEIN.name)
    assert operator.listed()[KLEIN.name]["present"] is True
    blobs = operator.folder / "hf/hub/models--black-forest-labs--FLUX.2-klein-4B/blobs"
    assert (blobs / sha256(LARGE)).read_bytes() == LARGE


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_a_pull_that_was_stopped_goes_on(operator: Operator, end: signal.Signals) -> None:
    """Ctrl-C, or the power: what has arrived stays, and is not fetched again."""
    server = operator.server
    server.silent_at[sha256(LARGE)] = 5 << 20
    process = operator.begin("pull", KLEIN.name)
    assert server.silent.wait(60)
    partial = operator.folder / "models" / KLEIN.name / ".pulling" / sha256(LARGE)
    until(lambda: partial.stat().st_size > 4 << 20)
    process.send_signal(end)
    server.closing.set()  # the line, silent until now, ends
    out, err = process.communicate(timeout=60)
    if end == signal.SIGINT:
        assert process.returncode == 1
        assert "Stopped. What has arrived stays: the same command goes on from there." in out + err
        assert "Traceback" not in out + err
    assert operator.listed()[KLEIN.name]["present"] is False

    server.silent_at.clear()
    server.asked.clear()
    operator.types("pull", KLEIN.name)

    (asked,) = server.fetched(LARGE)
    assert 4 << 20 < asked.start <= 5 << 20
    assert operator.listed()[KLEIN.name]["present"] is True


def test_the_token_is_never_said(operator: Operator) -> None:
    """Not by us, and not by the libraries at their most talkative, in success or in failure."""
    operator.server.publish("black-forest-labs/FLUX.1-dev", FILES, gated=True)
    operator.server.accounts[TOKEN] = set()
    operator.settings |= {"HF_TOKEN": TOKEN, "HF_DEBUG": "1", "LICENCES_HELD": "flux1-dev"}
    said = operator.types("pull", KLEIN.name) + operator.types("pull", "flux1-dev", expect=1)

    assert TOKEN not in said
    assert "X-Amz-Signature=signed" not in operator.types("verify", KLEIN.name)
    assert "accept it at https://huggingface.co/black-forest-labs/FLUX.1-dev" in said
    assert any(asked.token for asked in operator.server.asked)


def test_a_token_in_the_settings_file_counts(operator: Operator) -> None:
    """People write it where they write everything else."""
    operator.server.publish(KLEIN.repo, FILES, gated=True)
    operator.server.accounts[TOKEN] = {KLEIN.repo}
    (operator.folder / ".env").write_text(f"HF_TOKEN={TOKEN}\n")

    assert "is here and locked" in operator.types("pull", KLEIN.name)


def test_a_barred_licence_is_refused_with_the_setting(operator: Operator) -> None:
    """Nothing is fetched by accident."""
    assert "LICENCES_HELD" in operator.types("pull", "flux1-dev", expect=1)
    assert operator.server.asked == []


def test_a_log_gets_the_sentence_and_nothing_else(operator: Operator) -> None:
    """Bars and the empty lines they leave are for terminals."""
    assert operator.types("verify", KLEIN.name, expect=1).count("\n") == 1


def test_an_unknown_name_is_wrong_use(operator: Operator) -> None:
    """A typing error is answered with the names there are."""
    assert "flux2-klein-4b" in operator.types("pull", "flux2-klien", expect=2)


def test_verify_names_what_was_tampered_with(operator: Operator) -> None:
    """The command says what the worker would say."""
    operator.types("pull", KLEIN.name)
    path = operator.folder / "models" / KLEIN.name / "transformer/diffusion_pytorch_model.safetensors"
    path.write_bytes(LARGE[:-1] + b"!")

    said = operator.types("verify", KLEIN.name, expect=1)
    assert f"{path} is not the file that was locked" in said
    assert f"models pull {KLEIN.name}" in said
    operator.types("pull", KLEIN.name)
    operator.types("verify", KLEIN.name)


def test_a_folder_filled_by_hand_is_pinned(operator: Operator) -> None:
    """Machines without a network get their models on a disk."""
    for name, data in FILES.items():
        path = operator.folder / "models" / KLEIN.name / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert "is locked as it is: 3 files, 0.0 GiB, put there by hand." in operator.types("pin", KLEIN.name)
    assert "is as it was locked" in operator.types("verify", KLEIN.name)


def test_a_folder_that_may_not_be_written_is_named(operator: Operator) -> None:
    """A mounted disk is often read-only."""
    (operator.folder / "models").write_text("a file where the folder should be")

    assert str(operator.folder / "models") in operator.types("pull", KLEIN.name, expect=1)
