"""One file from the Hub to the disk, going on where an earlier attempt broke off, and checked before it gets its name.

Bytes flow into a partial file that survives a break, a Ctrl-C and a crash; what is there is hashed again, never
trusted. A file under its own name is therefore always whole and right. Refuses to know which files a model needs.
"""

import fcntl
import hashlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import BinaryIO

import httpx2
from huggingface_hub.errors import HfHubHTTPError

from inference.weights.hashing import Meter, digest
from inference.weights.hub import Hub, Offered, explained, passing
from inference.weights.lockfile import WeightsError

PATIENCE_S = (1.0, 2.0, 4.0, 8.0)  # waits between attempts that brought nothing
PIECE = 8 << 20


class Stopped(Exception):
    """Somebody asked to stop; what has arrived stays."""


@dataclass
class Partial:
    """The beginning of a file, with the sha256 of what is there."""

    file: BinaryIO

    def __post_init__(self) -> None:
        self.have = 0
        self.sha256 = hashlib.sha256()

    def recall(self) -> int:
        """Read what an earlier attempt left; how many bytes."""
        self.file.seek(0)
        while piece := self.file.read(PIECE):
            self.sha256.update(piece)
            self.have += len(piece)
        return self.have

    def append(self, piece: bytes) -> None:
        """More bytes from the network."""
        self.file.write(piece)
        self.sha256.update(piece)
        self.have += len(piece)

    def begin_again(self) -> int:
        """Forget everything; how many bytes that were."""
        lost = self.have
        self.file.seek(0)
        self.file.truncate()
        self.have, self.sha256 = 0, hashlib.sha256()
        return lost


@dataclass(frozen=True)
class Fetcher:
    """Fetches files of one pull. `meter` hears every byte, `stop` is looked at with every piece."""

    hub: Hub
    meter: Meter
    stop: Event
    patience_s: Sequence[float] = PATIENCE_S

    def fetch(self, offered: Offered, place: Path, partial: Path) -> str:
        """Bring a file to `place` by way of `partial` on the same disk; its sha256 in hex.

        Raises WeightsError where the Hub refuses, the network stays away, the disk is full, or what came is not what
        the Hub promised; Stopped on request.
        """
        partial.parent.mkdir(parents=True, exist_ok=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        with explained(offered.repo, offered.path), _owned(partial, offered) as file:
            begun = Partial(file)
            self.meter.add(begun.recall())
            self._fill(offered, begun)
            file.flush()
            sha256 = begun.sha256.hexdigest()
            if promised(offered, partial, sha256):
                partial.replace(place)
                return sha256
            self.meter.add(-begun.begin_again())
        raise WeightsError(
            "changed",
            f"{offered.path} of {offered.repo} arrived with another content than the Hub promises (sha256 {sha256}), "
            "and was thrown away. Run the command again; if it stays so, something on the way changes it.",
        )

    def _fill(self, offered: Offered, begun: Partial) -> None:
        """Until every byte is there; patience grows back with each that comes."""
        waits = iter(self.patience_s)
        if begun.have > offered.size:
            self.meter.add(-begun.begin_again())
        while begun.have < offered.size:
            if self.stop.is_set():
                raise Stopped
            before = begun.have
            trouble: Exception | None = None
            try:
                self._take(offered, begun)
            except (httpx2.TransportError, HfHubHTTPError) as error:
                if not passing(error):
                    raise
                trouble = error
            if begun.have > before:
                waits = iter(self.patience_s)
            elif (wait := next(waits, None)) is None:
                raise trouble or httpx2.ReadError("the answer ended early")
            elif self.stop.wait(wait):
                raise Stopped

    def _take(self, offered: Offered, begun: Partial) -> None:
        """One connection's worth."""
        with self.hub.opened(offered, begun.have) as (start, pieces):
            if start != begun.have:
                self.meter.add(-begun.begin_again())
            for piece in pieces:
                if self.stop.is_set():
                    raise Stopped
                begun.append(piece)
                self.meter.add(len(piece))
                if begun.have > offered.size:
                    return


def promised(offered: Offered, path: Path, sha256: str | None = None) -> bool:
    """Whether the content at `path` is what the Hub offers, by sha256 or, for small files, by their git blob id."""
    if not path.is_file() or path.stat().st_size != offered.size:
        return False
    if offered.sha256 is not None:
        return (sha256 or digest(path)) == offered.sha256
    content = path.read_bytes()
    # git's name for a file, which is what the Hub gives for those outside large file storage; not our choice of hash
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest() == offered.git_id


@contextmanager
def _owned(partial: Path, offered: Offered) -> Generator[BinaryIO]:
    """The partial file, with no other pull writing to it."""
    with partial.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WeightsError(
                "busy", f"{offered.path} of {offered.repo} is being fetched by another process: let that one finish."
            ) from None
        yield file
