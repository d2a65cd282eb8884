"""Processes seen from outside, by Linux's /proc: who is whose child, and how much memory a tree takes."""

from contextlib import suppress
from pathlib import Path

DEEP = 4  # bot, worker, lanes, sandbox


def parents() -> dict[int, int]:
    """The parent of every process."""
    found: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            found[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def worker_of(bot: int) -> int:
    """The process id of the worker that `bot` has started. Raises LookupError while there is none."""
    for child, parent in parents().items():
        with suppress(OSError):
            if parent == bot and b"inference" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
                return child
    raise LookupError(f"process {bot} has no worker")


def tree_mib(root: int) -> float:
    """Proportional set size of a process and all below it, in MiB: memory shared between them counts once."""
    by_parent, tree = parents(), {root}
    for _ in range(DEEP):
        tree |= {child for child, parent in by_parent.items() if parent in tree}
    return sum(pss_kib(process) for process in tree) / 1024


def pss_kib(process: int) -> int:
    """Proportional set size of one process in KiB; 0 for one that is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
