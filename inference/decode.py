"""Bytes from outside become upright sRGB pixels, in processes that can be lost.

`Sandbox.decode` looks at the first bytes, hands the file to a child (inference/sandboxed.py) that holds no secret,
has little memory and little time, and takes back nothing but rows of pixels, whose number it checks. A child serves
some files and leaves. Refuses to know what is in the picture.
"""

import math
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, Self, cast

import numpy as np

from inference import sandboxed
from inference.engines import Pixels

Code = Literal["not_an_image", "unsupported_format", "damaged", "too_many_pixels", "too_small", "too_heavy"]

MOST_BYTES = 50 << 20  # of a file; no photo of 50 megapixels that a phone makes is larger
FILES_EACH = 16  # files a child serves before it leaves: what one might leave behind in it does not live long
WALL_S = 8.0  # a child that has not answered by then hangs; its CPU limit is stricter
START_S = 30.0  # for a child to come up on a very busy machine
KEPT_IN_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")  # what Python itself may need to start

CODES: Mapping[bytes, Code] = MappingProxyType(
    {
        sandboxed.DAMAGED: "damaged",
        sandboxed.TOO_LARGE: "too_many_pixels",
        sandboxed.TOO_SMALL: "too_small",
        sandboxed.TOO_HEAVY: "too_heavy",
    }
)
# How pictures of other formats begin: their senders hear that the format is the trouble.
OTHER_PICTURES = (
    b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"8BPS", b"\x00\x00\x01\x00", b"%!PS", b"<svg",
    b"\xc5\xd0\xd3\xc6", b"\x00\x00\x00\x0cjP", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cJXL", b"\xff\x0a", b"DDS ",
    b"\x76\x2f\x31\x01", b"BLP1", b"BLP2", b"icns", b"qoif",
)  # fmt: skip
HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
AVIF_BRANDS = frozenset((b"avif", b"avis"))


class Unreadable(Exception):
    """No pixels come of this file. `code` is for the person, `detail` for operators.

    `measures` are numbers a sentence may quote: `megapixels` and `short_side_px` where the file declares its size,
    `megabytes` where it is too heavy.
    """

    def __init__(self, code: Code, detail: str = "", measures: Mapping[str, float] | None = None) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: Code = code
        self.detail = detail
        self.measures: dict[str, float] = dict(measures or {})


def format_of(data: bytes) -> bytes:
    """The format by the first bytes, as the child calls it. Raises Unreadable for any other than the five read here."""
    if not data:
        raise Unreadable("damaged", "the file is empty")
    if data.startswith(b"\xff\xd8\xff"):
        return b"JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"PNG "
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return b"WEBP"
    if data[4:8] == b"ftyp":
        return _isobmff_format(data)
    if data.startswith(OTHER_PICTURES):
        raise Unreadable("unsupported_format", "a picture of another format")
    raise Unreadable("not_an_image", "no picture format begins like this")


def _isobmff_format(data: bytes) -> bytes:
    """AVIF or HEIF, by the brands of the first box (ISO/IEC 14496-12)."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[at : at + 4] for at in (8, *range(16, length, 4))}
    if brands & AVIF_BRANDS:
        return b"AVIF"
    if brands & HEIF_BRANDS:
        return b"HEIF"
    raise Unreadable("unsupported_format", "a film, or a picture of another format")


class Sandbox:
    """Decodes pictures in up to `children` processes at once; safe to call from several threads.

    The first call starts a child, which takes about 0.2 s; later ones find it waiting, as all do after `warm`.
    """

    def __init__(self, children: int = 1) -> None:
        self.children = children
        self._room = threading.BoundedSemaphore(children)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def warm(self) -> None:
        """Begin to start every child, for the first files to find them waiting."""
        while len(self._idle) < self.children:
            self._give(_Child())

    def decode(self, data: bytes, enough_px: int = 0) -> Pixels:
        """Upright sRGB pixels of a JPEG, PNG, WebP, AVIF or HEIF file; what has more than 16 megapixels is reduced.

        Where `enough_px` is given, a JPEG may come smaller, down to this many pixels on its shorter side: that is
        several times as fast. Of an animation the first frame counts; what is transparent becomes white. Raises
        Unreadable.
        """
        if len(data) > MOST_BYTES:
            raise Unreadable("too_heavy", f"{len(data)} bytes", {"megabytes": len(data) / 1e6})
        kind = format_of(data)
        with self._room:
            child = self._take()
            if child.served:
                with suppress(_ChildGone):  # an earlier file may have harmed it: this one gets another chance
                    return self._decoded(child, kind, data, enough_px)
                child = _Child()
            try:
                return self._decoded(child, kind, data, enough_px)
            except _ChildGone as gone:
                raise Unreadable("damaged", str(gone)) from None

    def idle_pids(self) -> tuple[int, ...]:
        """Process ids of the children that wait, the next to be used last."""
        with self._lock:
            return tuple(child.pid for child in self._idle)

    def close(self) -> None:
        """Send the children home. The next call starts new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _decoded(self, child: "_Child", kind: bytes, data: bytes, enough_px: int) -> Pixels:
        try:
            return child.decode(kind, data, enough_px)
        finally:
            self._give(child)

    def _take(self) -> "_Child":
        with self._lock:
            return self._idle.pop() if self._idle else _Child()

    def _give(self, child: "_Child") -> None:
        """Keep the child for the next file; where it has served enough, or died, a fresh one begins to start."""
        if child.served >= FILES_EACH or not child.alive:
            child.close()
            child = _Child()
        with self._lock:
            self._idle.append(child)


class _ChildGone(Exception):
    """The child ended, was ended, or answered nonsense; the text says which."""


class _Child:
    """One process that decodes. `served`: how many files it has answered for."""

    def __init__(self) -> None:
        self.served = 0
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-E", "-P", "-B", str(Path(sandboxed.__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders print what they think of a file
            bufsize=0,
            cwd="/",
            env={name: os.environ[name] for name in KEPT_IN_ENVIRONMENT if name in os.environ},
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def decode(self, kind: bytes, data: bytes, enough_px: int) -> Pixels:
        """Pixels of a file of that format. Raises Unreadable; or _ChildGone, and then the child is gone."""
        try:
            if not self._ready:
                with self._within(START_S):
                    self._read(len(sandboxed.READY))
                self._ready = True
            with self._within(WALL_S):
                self._send(sandboxed.REQUEST.pack(kind, enough_px, len(data)))
                self._send(data)
                return self._answer()
        except OSError as error:
            raise _ChildGone(f"the decoder ended: {error}") from error

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _answer(self) -> Pixels:
        """The pixels the child sends, if it sends what it may."""
        code, width, height, megapixels, short_side = sandboxed.REPLY.unpack(self._read(sandboxed.REPLY.size))
        self.served += 1
        if code in CODES:
            measures = {"megapixels": megapixels, "short_side_px": short_side}
            known = {name: value for name, value in measures.items() if math.isfinite(value) and value > 0}
            raise Unreadable(CODES[code], f"declared {megapixels:.1f} megapixels", known)
        if code != sandboxed.FINE or not 0 < width * height <= sandboxed.KEPT_PIXELS:
            self._process.kill()
            raise _ChildGone("the decoder answered nonsense")
        pixels = np.empty((height, width, 3), np.uint8)
        self._read_into(pixels.data.cast("B"))
        return pixels

    @contextmanager
    def _within(self, seconds: float) -> Generator[None]:
        """Kill the child where the block takes longer: then its pipes end, and with them the block."""
        hang = threading.Timer(seconds, self._process.kill)
        hang.start()
        try:
            yield
        finally:
            hang.cancel()
            hang.join()  # so that it cannot fire into the next file

    def _send(self, data: bytes) -> None:
        sink = cast(FileIO, self._process.stdin)
        left = memoryview(data)
        while left:
            left = left[sink.write(left) :]

    def _read(self, length: int) -> bytes:
        data = bytearray(length)
        self._read_into(memoryview(data))
        return bytes(data)

    def _read_into(self, room: memoryview) -> None:
        """Fill `room`. Raises BrokenPipeError where the child ends before that."""
        source = cast(FileIO, self._process.stdout)
        while room:
            count = source.readinto(room)
            if not count:
                raise BrokenPipeError("it crashed, or met a limit of time or memory")
            room = room[count:]
