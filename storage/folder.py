"""What a vault in a folder needs beyond an object store: a write that survives a power cut, and true overwriting.

The object store writes a file beside its place and renames it, without waiting for the disk, and an interrupted
write leaves a file `name#number` that it never lists.
"""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

UNFINISHED: Final = re.compile(r".+#\d+")


@dataclass(frozen=True)
class Folder:
    """The folder at `root`, readable to its owner alone."""

    root: Path

    def __post_init__(self) -> None:
        """Make the folder. Raises OSError."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o700)

    def settle(self, path: str) -> None:
        """Wait until the file at `path`, and every folder that names it, is on the disk."""
        place = self.root / path
        for part in (place, *place.parents):
            sync(part)
            if part == self.root:
                return

    def overwrite(self, path: str, data: bytes) -> None:
        """Write `data` over the bytes of the file itself, and wait until that is on the disk.

        A file system that never writes in place keeps the old bytes a while; the master key still covers those.
        """
        descriptor = os.open(self.root / path, os.O_WRONLY)
        try:
            os.pwrite(descriptor, data, 0)
            os.ftruncate(descriptor, len(data))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove_tree(self, path: str) -> None:
        """Remove a folder and what interrupted writes left in it."""
        shutil.rmtree(self.root / path, ignore_errors=True)

    def sweep(self, before: float) -> int:
        """Remove what interrupted writes left before this time (unix seconds); returns how many files."""
        left = [
            place
            for place in self.root.rglob("*#*")
            if UNFINISHED.fullmatch(place.name) and place.stat().st_mtime < before
        ]
        for place in left:
            place.unlink(missing_ok=True)
        return len(left)


def sync(place: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
