"""What this machine has to compute with, asked of the driver's own tool: no torch is imported.

Says nothing where it could not be measured. Refuses to know what anything would need.
"""

import shutil
import subprocess
from dataclasses import dataclass

PATIENCE_S = 20.0  # a driver that just woke up takes seconds


@dataclass(frozen=True)
class Gpu:
    """One graphics processor and its memory, in GiB."""

    name: str
    free_gib: float
    total_gib: float


def gpus() -> tuple[Gpu, ...] | None:
    """The NVIDIA devices of this machine, none where there is no driver, None where it does not answer."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return ()
    asked = (tool, "--query-gpu=name,memory.free,memory.total", "--format=csv,noheader,nounits")
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE_S, check=True)  # noqa: S603 fixed words
        return tuple(_gpu(line) for line in told.stdout.splitlines() if line.strip())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def _gpu(line: str) -> Gpu:
    """One line of the tool's answer; it counts in MiB."""
    name, free, total = (part.strip() for part in line.rsplit(",", 2))
    return Gpu(name, float(free) / 1024, float(total) / 1024)
