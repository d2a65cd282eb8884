"""sha256 of large files: several at once, in pieces, with progress.

hashlib lets go of the interpreter while it computes, so threads use every core. Reading a file through also leaves it
in the page cache, where the loader finds it a moment later. Refuses to know what the digests are compared with.
"""

import hashlib
import os
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from threading import Event, Lock
from typing import Protocol

PIECE = 8 << 20  # bytes: large enough that Python's own time vanishes beside the hashing
MOST_THREADS = 8


class Tell(Protocol):
    """Takes how far work on files is: `done` of `total` bytes."""

    def __call__(self, done: int, total: int) -> None: ...


class Meter:
    """Counts bytes from several threads, and tells."""

    def __init__(self, total: int, tell: Tell | None) -> None:
        self.total = total
        self.done = 0
        self._tell = tell
        self._lock = Lock()

    def add(self, count: int) -> None:
        """`count` more bytes are done; negative where work has to be repeated."""
        with self._lock:
            self.done += count
            if self._tell:
                self._tell(self.done, self.total)


class _Stopped(Exception):
    """Nobody wants the rest any more."""


def digests(paths: Sequence[Path], tell: Tell | None = None) -> Generator[tuple[Path, str]]:
    """Each path with its sha256 in hex, in the order in which they are finished; largest begun first.

    Closing the iteration early stops the threads within a piece. Raises OSError where a file cannot be read.
    """
    sizes = {path: path.stat().st_size for path in paths}
    meter = Meter(sum(sizes.values()), tell)
    stop = Event()
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), thread_name_prefix="sha256") as pool:
        try:
            begun = {pool.submit(_digest, path, meter, stop): path for path in sorted(sizes, key=lambda p: -sizes[p])}
            for future in as_completed(begun):
                yield begun[future], future.result()
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


def digest(path: Path) -> str:
    """The sha256 of one file, in hex."""
    return _digest(path, Meter(0, None), Event())


def _digest(path: Path, meter: Meter, stop: Event) -> str:
    found = hashlib.sha256()
    piece = memoryview(bytearray(PIECE))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(piece):
            if stop.is_set():
                raise _Stopped
            found.update(piece[:count])
            meter.add(count)
    return found.hexdigest()
