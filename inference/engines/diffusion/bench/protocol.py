"""How a time is taken: one warm process, three runs to warm up, ten runs, the first dropped, the median of the rest.

Work goes in as a function, seconds come out. The device is waited for before and after each run.
"""

import gc
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import torch
from torch._dynamo.utils import counters

RUNS, WARM_UPS = 10, 3


@dataclass(frozen=True)
class Protocol:
    """How often. `runs` are timed, the first of them dropped where there are several."""

    runs: int = RUNS
    warm_ups: int = WARM_UPS


@dataclass(frozen=True)
class Timed:
    """Seconds of each run that counts, and how many graphs were compiled during these runs: none is right."""

    seconds: tuple[float, ...]
    compiled: int

    @property
    def median_s(self) -> float:
        """The middle one."""
        return median(self.seconds)


def timed(work: Callable[[], object], device: torch.device, protocol: Protocol) -> Timed:
    """The times of `work`."""
    for _ in range(protocol.warm_ups):
        work()
    graphs = compiled()
    seconds = [_once(work, device) for _ in range(protocol.runs)]
    return Timed(tuple(seconds[1:] or seconds), compiled() - graphs)


def compiled() -> int:
    """Graphs compiled by this process since the last `as_shipped`."""
    return counters["stats"]["unique_graphs"]


def waits(work: Callable[[], object], device: torch.device) -> int | None:
    """How often one run makes the host wait for the device, as torch notices it; None without CUDA."""
    if device.type != "cuda":
        return None
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        try:
            work()
        finally:
            torch.cuda.set_sync_debug_mode("default")
    return sum("synchronizing CUDA operation" in str(warning.message) for warning in said)


def as_shipped(device: torch.device) -> None:
    """Undo what an earlier measurement set for the whole process, so that plain is plain; free what nobody holds."""
    torch.compiler.reset()
    counters.clear()
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.benchmark = False
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)  # where adapters keep their masters is chosen by the peak


def _once(work: Callable[[], object], device: torch.device) -> float:
    _wait(device)
    start = time.perf_counter()
    work()
    _wait(device)
    return time.perf_counter() - start


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
