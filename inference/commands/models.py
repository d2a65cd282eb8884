"""`models`: the catalogue with what is here and what fits; `models pull`, `pin` and `verify NAME` mind the weights.

Prints for people in at most 100 columns, or JSON for programs. No torch is imported: the list appears at once.
"""

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import fill
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from inference import weights
from inference.catalogue import DEFAULT, MODELS, Can, LicenceBarred, Model, Precision, permitted
from inference.gpus import Gpu, gpus
from inference.settings import Settings
from inference.weights.hashing import Tell
from inference.weights.lockfile import LockedModel, WeightsError

PRECISIONS: tuple[Precision, ...] = ("bf16", "fp8", "int8", "offload")
INSTALL = "make gpu"
ROW = "{:<31}{:<8}{:>8}{:>8}{:>7}{:>7}{:>9}  {:<7}{}"
CAN = {
    Can.REFERENCE: "reference",
    Can.TEXT: "text",
    Can.EDIT: "edit",
    Can.IMAGE_TO_IMAGE: "image to image",
    Can.RETOUCH: "retouch",
    Can.ADAPTER: "adapter",
}
WIDTH = 100
GIB = 2**30


@dataclass(frozen=True)
class Entry:
    """One line of the list. `fits`: how the weights would lie; None where they would not, or nobody knows: `why`."""

    model: Model
    users: Literal["yes", "held", "barred"]
    here: Literal["yes", "part", "no"]
    fits: Precision | None
    why: str


def run(settings: Settings, *, as_json: bool) -> int:
    """Print the catalogue. The exit status: 0."""
    devices = gpus()
    entries = [_entry(model, settings, devices) for model in MODELS.values()]
    if as_json:
        sys.stdout.write(json.dumps([_as_json(entry) for entry in entries], indent=1) + "\n")
        return 0
    out = Console(highlight=False, soft_wrap=True, emoji=False, markup=False)
    out.print(_machine(devices))
    out.print("GiB to download, and at the peak of a portrait by precision, calculated from the parameters.\n")
    out.print(ROW.format("", "users", "download", *PRECISIONS, "here", "fits"), style="bold")
    for entry in entries:
        numbers = [f"{entry.model.memory_gib[p]:.1f}" if p in entry.model.memory_gib else "-" for p in PRECISIONS]
        size = f"{entry.model.weights_gib:.1f}"
        out.print(
            ROW.format(entry.model.name, entry.users, size, *numbers, entry.here, entry.fits or entry.why).rstrip()
        )
        about = f"{entry.model.licence.name}: {_can(entry.model)}"
        out.print(fill(about, WIDTH, initial_indent="  ", subsequent_indent="  "), style="dim")
    out.print(
        "\nusers: may it serve a bot that people talk to? A barred model loads once LICENCES_HELD names it."
        f"\nGet one, for instance the default: python -m inference models pull {DEFAULT}"
    )
    return 0


def pull(name: str, settings: Settings, *, update: bool) -> int:
    """Fetch a model, or what is missing of it, and lock it. The exit status: 1 where that fails or was stopped."""
    try:
        from inference.weights.hub import Hub
        from inference.weights.pulling import pull as fetch
    except ImportError as error:
        return _failed(f"{error.name} is not installed, and models come through it: {INSTALL}.")
    token = settings.hf_token.get_secret_value() if settings.hf_token else None

    def work(tell: Tell) -> LockedModel:
        where = (settings.model_dir, settings.data_dir, settings.licences_held)
        return fetch(MODELS[name], *where, Hub(token=token), update=update, tell=tell)

    try:
        return _done(name, work, "is here and locked")
    except KeyboardInterrupt:
        return _failed("Stopped. What has arrived stays: the same command goes on from there.")


def pin(name: str, settings: Settings) -> int:
    """Lock a folder that was filled by hand. The exit status: 1 where it cannot be."""
    where = (settings.model_dir, settings.data_dir)
    return _done(name, lambda tell: weights.pin(MODELS[name], *where, tell), "is locked as it is")


def verify(name: str, settings: Settings) -> int:
    """Compare every file of a model with the lock. The exit status: 1 for the first that differs."""

    def work(tell: Tell) -> LockedModel:
        where = (settings.model_dir, settings.data_dir)
        weights.verified(MODELS[name], *where, tell)
        return weights.locked(MODELS[name], *where)

    return _done(name, work, "is as it was locked")


def _done(name: str, work: Callable[[Tell], LockedModel], said: str) -> int:
    """Work under a progress bar, then say in one line what came of it."""
    try:
        with _bar(name) as tell:
            locked = work(tell)
    except (WeightsError, LicenceBarred) as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(
            f"{error.filename or 'A folder'} refuses ({error.strerror}): allow it, or set another MODEL_DIR."
        )
    size = sum(file.size for file in locked.files) / GIB
    came = f"commit {locked.commit}" if locked.commit else "put there by hand"
    sys.stdout.write(f"{name} {said}: {len(locked.files)} files, {size:.1f} GiB, {came}.\n")
    return 0


@contextmanager
def _bar(name: str) -> Generator[Tell]:
    """A progress bar in bytes, on the error stream where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(binary_units=True))
    columns = (*columns, TransferSpeedColumn(), TimeRemainingColumn())
    shown = Console(stderr=True)
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(name, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tell


def _failed(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _entry(model: Model, settings: Settings, devices: tuple[Gpu, ...] | None) -> Entry:
    try:
        permitted(model, settings.licences_held)
        users = "yes" if model.licence.serves_public else "held"
    except LicenceBarred:
        users = "barred"
    where = (settings.model_dir, settings.data_dir)
    here = "yes" if weights.present(model, *where) else "part" if weights.home(model, *where).is_dir() else "no"
    return Entry(model, users, here, *_fit(model, settings, devices))


def _fit(model: Model, settings: Settings, devices: tuple[Gpu, ...] | None) -> tuple[Precision | None, str]:
    """How the model would lie on the freest device, by the very rule the worker follows; else why not."""
    if devices is None:
        return None, "not measured"
    if not devices:
        return None, "no GPU"
    try:
        from inference.engines.diffusion.placement import MARGIN_GIB, TooLarge, choose_placement, free_ram
    except ImportError:
        return None, INSTALL  # without what it installs, nothing of a GPU can be used
    try:
        free = max(device.free_gib for device in devices)
        return choose_placement(model, free, free_ram(), settings.precision), ""
    except TooLarge:
        return None, f"no: {min(model.memory_gib.values()) + MARGIN_GIB:.1f} needed"


def _machine(devices: tuple[Gpu, ...] | None) -> str:
    if devices is None:
        return "There is an NVIDIA driver, but nvidia-smi does not answer: what fits is not measured."
    if not devices:
        return "No NVIDIA GPU here: portraits come from the studio engine, which needs none."
    return "\n".join(f"{gpu.name}: {gpu.free_gib:.1f} of {gpu.total_gib:.1f} GiB are free." for gpu in devices)


def _can(model: Model) -> str:
    """In words, with how many references at once."""
    said = [word for can, word in CAN.items() if can in model.can]
    if Can.REFERENCES in model.can:
        said[0] = f"up to {model.references} references"
    return ", ".join(said)


def _as_json(entry: Entry) -> dict[str, object]:
    model = entry.model
    return {
        "name": model.name,
        "repo": model.repo,
        "licence": model.licence.name,
        "serves_public": model.licence.serves_public,
        "permitted": entry.users != "barred",
        "download_gib": model.weights_gib,
        "memory_gib": dict(model.memory_gib),
        "can": [can.name.lower() for can in Can if can in model.can and can.name],
        "references": model.references,
        "present": entry.here == "yes",
        "fits": entry.fits,
        "why_not": entry.why,
        "note": model.note,
    }
