"""Photos named on the command line: read, decoded in the sandbox, checked; what is wrong is said by name."""

from dataclasses import dataclass
from pathlib import Path

from inference.decode import Sandbox, Unreadable
from inference.engines import Pixels
from inference.selfies import FIXES, Check, check

UNREADABLE = {
    "not_an_image": "This file is not a picture, whatever its name says. Use a JPEG, PNG, WebP, HEIC or AVIF file.",
    "unsupported_format": "This kind of picture is not read. Use a JPEG, PNG, WebP, HEIC or AVIF file.",
    "damaged": "The file is damaged or incomplete. Use another copy.",
    "too_many_pixels": "The picture has {megapixels:.0f} megapixels; 50 are the most. Use a smaller copy.",
    "too_small": "The short side is {short_side_px:.0f} px; 512 or more is good. Use the original file.",
    "too_heavy": "The file is too large for a photo. Use a JPEG.",
}


@dataclass(frozen=True)
class Looked:
    """A photo with its verdict; `pixels` is None where it could not be read."""

    path: Path
    check: Check
    pixels: Pixels | None


def look_at(path: Path, sandbox: Sandbox) -> Looked:
    """Read, decode and check one photo."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"{error.strerror}. Name an existing file."
        return Looked(path, Check("reject", ("unreadable",), {}, 0.0, reason), None)
    try:
        pixels = sandbox.decode(data)
    except Unreadable as error:
        fix = UNREADABLE.get(error.code, FIXES["unreadable"]).format(**error.measures)
        return Looked(path, Check("reject", ("unreadable",), dict(error.measures), 0.0, fix), None)
    return Looked(path, check(pixels), pixels)


def printable(path: Path) -> str:
    """A file's name as it can be shown: control characters and direction marks must not move the cursor or lie."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(path))
