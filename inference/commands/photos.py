"""Photos named on the command line: read, decoded in the sandbox and checked, one after the other.

File names are as hostile as files: `printable` is how they may be shown.
"""

from dataclasses import dataclass
from pathlib import Path

from inference.decode import MOST_BYTES, Sandbox, Unreadable
from inference.engines import Pixels
from inference.selfies import Check, check, unreadable


@dataclass(frozen=True)
class Looked:
    """A photo and what is to be said of it; no `pixels` where it was not read, `missing` where there is no file."""

    path: Path
    check: Check
    pixels: Pixels | None = None
    missing: bool = False


def look_at(path: Path, sandbox: Sandbox) -> Looked:
    """Read, decode and check one photo."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        return Looked(path, Check("reject", ("unreadable",), {}, 0.0, _why(error)), missing=True)
    try:
        pixels = sandbox.decode(data)
    except Unreadable as error:
        return Looked(path, unreadable(error))
    return Looked(path, check(pixels), pixels)


def printable(path: Path) -> str:
    """A path as it may be shown: what could move the cursor or turn the writing direction is replaced."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))


def _why(error: OSError | ValueError) -> str:
    """What to do about a file that does not open."""
    match error:
        case FileNotFoundError():
            return "There is no such file: look at the name."
        case IsADirectoryError():
            return "This is a folder: name the photos in it."
        case PermissionError():
            return "You may not read this file: change its permissions, or copy it."
        case _:
            return f"The file does not open ({error}): name another one."
