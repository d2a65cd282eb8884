"""The whole bench: names in, a report out, kept after every name so that it can be gone on with.

Knows nothing of tables and of the command line.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import diffusers
import torch
import transformers

from inference.engines.diffusion.bench import shapes
from inference.engines.diffusion.bench.cases import CASES, Bench
from inference.engines.diffusion.bench.figures import Machine, Report, begun, written
from inference.engines.diffusion.bench.protocol import WARM_UPS, Protocol
from inference.engines.diffusion.device import has_gpu
from inference.engines.diffusion.speed import Speed


@dataclass(frozen=True)
class Wanted:
    """What to measure. `report`: a file to go on with; what it holds of this machine already is not `again` measured.

    `cache_dir`: where compiled code is kept from one run to the next. `tunes`: as in Speed.
    """

    names: Sequence[str]
    tiny: bool = False
    runs: int = 10
    report: Path | None = None
    again: bool = False
    cache_dir: Path | None = None
    tunes: bool = False


def measure(wanted: Wanted, tell: Callable[[str], None]) -> Report:
    """Measure what is not measured yet; `tell` hears what is under way, and how long it took.

    Full size needs a GPU. Raises NotOurs before anything is measured.
    """
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    device = torch.device("cuda" if has_gpu() and not wanted.tiny else "cpu")
    report = begun(wanted.report, machine(device, wanted))
    bench = _bench(device, wanted)
    for name in wanted.names:
        if name in report.done and not wanted.again:
            tell(f"{name}: measured already")
            continue
        tell(f"{name} ...")
        start = time.perf_counter()
        figures = tuple(CASES[name](bench))
        kept = tuple(figure for figure in report.figures if figure.name.split()[0] != name)
        done = tuple(other for other in report.done if other != name)
        report = Report(report.machine, (*done, name), (*kept, *figures))
        written(report, wanted.report)
        tell(f"{name}: {time.perf_counter() - start:.0f} s")
    return report


def machine(device: torch.device, wanted: Wanted) -> Machine:
    """What this run's figures hold for."""
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    return Machine(name, str(torch.__version__), diffusers.__version__, "tiny" if wanted.tiny else "full", wanted.runs)


def _bench(device: torch.device, wanted: Wanted) -> Bench:
    return Bench(
        device,
        shapes.TINY_KLEIN if wanted.tiny else shapes.KLEIN,
        shapes.TINY_FLUX1 if wanted.tiny else shapes.FLUX1,
        Protocol(wanted.runs, min(WARM_UPS, wanted.runs)),
        Speed(cache_dir=wanted.cache_dir, tunes=wanted.tunes),
    )
