"""What the bench finds, as data; and what it is held against. Light: no torch.

Peaks are those measured on one H200 (790 TFLOP/s in bf16) and four fifths of its datasheet (1583 in FP8). Targets are
the product's own, for one H200.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import Struct

WHAT = ("vae-decode", "klein-text", "klein-reference", "adapter-swap", "flux-adapter", "load")
TARGETS_S: Mapping[str, float] = MappingProxyType(
    {
        "klein-text": 0.30,
        "klein-reference": 0.55,
        "flux-adapter": 3.4,
        "flux-adapter fp8": 2.4,
        "adapter-swap": 0.050,
    }
)
BF16_FLOPS, FP8_FLOPS = 790e12, 1583e12


class Figure(Struct, frozen=True):
    """One line: seconds of plain diffusers and of ours, medians; None where one has nothing like it.

    `flop` is the denoiser's work (or the decoder's), `floor_s` the least time for it at the peaks above.
    """

    name: str
    what: str
    ours_s: float
    plain_s: float | None = None
    flop: float | None = None
    floor_s: float | None = None
    notes: tuple[str, ...] = ()

    @property
    def tflops(self) -> float | None:
        """Effective TFLOP/s of ours."""
        return None if self.flop is None else self.flop / self.ours_s / 1e12

    @property
    def floors(self) -> float | None:
        """How many times the floor ours takes."""
        return None if self.floor_s is None else self.ours_s / self.floor_s

    @property
    def faster(self) -> float | None:
        """How many times as fast as plain ours is."""
        return None if self.plain_s is None else self.plain_s / self.ours_s


class Machine(Struct, frozen=True):
    """What figures hold for: figures of another machine are never mixed in. `size` is full or tiny."""

    device: str
    torch: str
    diffusers: str
    size: str
    runs: int


class Report(Struct, frozen=True):
    """Every figure so far. `done`: names of WHAT that are measured."""

    machine: Machine
    done: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()


def target_met(figure: Figure, machine: Machine) -> bool | None:
    """Whether the target is met; None where there is none, or it was not set for this machine."""
    target = TARGETS_S.get(figure.name)
    if target is None or machine.size != "full" or "H200" not in machine.device:
        return None
    return figure.ours_s <= target


class NotOurs(Exception):
    """The file to go on with is no report of this machine; nothing is overwritten. The sentence names it."""


def begun(path: Path | None, machine: Machine) -> Report:
    """The report in a file, to be gone on with, or a new one where there is no file. Raises NotOurs."""
    if path is None or not path.exists():
        return Report(machine)
    try:
        report = msgspec.json.decode(path.read_bytes(), type=Report)
    except msgspec.DecodeError as error:
        raise NotOurs(f"{path} is no report of the bench ({error}): name another file.") from None
    if report.machine != machine:
        raise NotOurs(f"{path} holds figures of {report.machine}, this is {machine}: name another file.")
    return report


def written(report: Report, path: Path | None) -> None:
    """Write the report, whole or not at all."""
    if path is not None:
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
        beside.replace(path)
