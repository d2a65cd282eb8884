"""The child process of a lane: holds what is heavy, does the jobs it is given one after the other.

`python -m inference.lane_child`, started by inference.lane. Selfies are decoded and checked; orders are made by an
engine, each portrait put into the vault as soon as it is finished. It ends at once when its standard input does, so it
never outlives its worker. Knows no Redis and no arq.
"""

import errno
import io
import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Protocol

import msgspec
from PIL import Image

from inference import contract, frames
from inference.contract import CheckSelfie, Failure, MakePortraits, PortraitMade, SelfieChecked, Shot
from inference.decode import Sandbox, Unreadable
from inference.engines import Engine, EngineError, Pixels
from inference.frames import Cancel, Checked, Ended, Made, Ready, Start, Told, Work
from storage.vault import BlobGone, SubjectGone, Vault

log = logging.getLogger(__name__)

PHOTOS = 4  # of an order decoded at once, best first: each may take 50 MB, and one lane at most some hundreds

Say = Callable[[Told | Made | Checked], None]
Stop = Callable[[], bool]


class Craft(Protocol):
    """What a lane does. `engine` is the name a worker announces."""

    engine: str

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Do one job; False if it was left unfinished because of `stop()`. What it raises becomes a failure."""
        ...


class Checking:
    """The craft of the queue `selfies`: a verdict on each photo."""

    engine = ""

    def __init__(self, start: Start) -> None:
        from inference import selfies  # warm before the first photo comes; the lane for portraits has no use for it

        self._check = selfies.check
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox = Sandbox()

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Decode and check one selfie."""
        ask = msgspec.msgpack.decode(request, type=CheckSelfie)
        say(Checked(self._verdict(ask, self._vault.get_sync(ask.subject, ask.blob))))
        return True

    def _verdict(self, ask: CheckSelfie, photo: bytes) -> SelfieChecked:
        try:
            check = self._check(self._sandbox.decode(photo))
        except Unreadable as error:
            return unreadable(ask, error.code)
        return SelfieChecked(ask.selfie, ask.attempt, check.verdict, check.reasons, check.measures, check.quality)


class Making:
    """The craft of the queue `portraits`: an order's portraits, each into the vault as soon as it is finished."""

    def __init__(self, start: Start, engine: Engine) -> None:
        self.engine = engine.name
        self._make = engine
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox = Sandbox()

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Announce what an earlier attempt finished, then make the rest."""
        ask = msgspec.msgpack.decode(request, type=MakePortraits)
        missing = tuple(shot for shot in ask.shots if not self._announced(ask, shot, say))
        left = len(missing)
        photos = self._photos(ask, stop) if missing else []
        if stop():
            return left == 0

        def tell(fraction: float) -> None:
            say(Told(1 - len(missing) / len(ask.shots) * (1 - fraction)))

        for portrait in self._make.portraits(photos, missing, ask.seed, stop, tell) if missing else ():
            blob = contract.portrait_blob(ask.order, portrait.index)
            self._vault.put_sync(ask.subject, blob, portrait.jpeg)
            size = (portrait.width, portrait.height)
            say(Made(PortraitMade(ask.order, ask.attempt, portrait.index, blob, *size, portrait.notes)))
            left -= 1
        return left == 0

    def _announced(self, ask: MakePortraits, shot: Shot, say: Say) -> bool:
        blob = contract.portrait_blob(ask.order, shot.index)
        if not self._vault.has_sync(ask.subject, blob):
            return False
        width, height = Image.open(io.BytesIO(self._vault.get_sync(ask.subject, blob))).size
        say(Made(PortraitMade(ask.order, ask.attempt, shot.index, blob, width, height)))
        return True

    def _photos(self, ask: MakePortraits, stop: Stop) -> list[Pixels]:
        """The best photos that are there and readable. Raises EngineError if there is none."""
        photos: list[Pixels] = []
        gone = 0
        for blob in ask.blobs:
            if len(photos) == PHOTOS or stop():
                break
            try:
                photos.append(self._sandbox.decode(self._vault.get_sync(ask.subject, blob)))
            except BlobGone:
                gone += 1
            except Unreadable as error:
                log.warning("Order %s: a selfie cannot be read any more: %s", ask.order, error.code)
        if not photos and gone == len(ask.blobs):
            raise EngineError("photos_gone", f"none of {gone} photos is in the vault")
        if not photos and not stop():
            raise EngineError("no_usable_photo", f"none of {len(ask.blobs)} photos can be read")
        return photos


def unreadable(ask: CheckSelfie, detail: str) -> SelfieChecked:
    """The verdict on a photo that could not be decoded; `detail` says why, in the codes of inference.decode."""
    return SelfieChecked(ask.selfie, ask.attempt, "reject", ("unreadable",), {}, 0.0, detail)


def failure_of(error: BaseException) -> Failure:
    """Why an order failed, in the contract's words."""
    match error:
        case EngineError():
            return error.failure
        case SubjectGone() | BlobGone():
            return "photos_gone"
        case MemoryError():
            return "out_of_memory"
        case OSError(errno=errno.ENOSPC):
            return "disk_full"
        case _ if "No space left on device" in str(error):  # obstore's own errors carry no errno
            return "disk_full"
        case _ if "Insufficient memory" in str(error) or "out of memory" in str(error):  # OpenCV's, CUDA's
            return "out_of_memory"
        case _:
            return "engine"


class Pipe:
    """The child's end: a thread reads, so that a cancel and the end of input are noticed in the middle of a job."""

    def __init__(self, source: BinaryIO, sink: BinaryIO) -> None:
        self._source, self._sink = source, sink
        self._jobs: queue.SimpleQueue[Work] = queue.SimpleQueue()
        self._cancelled = 0

    def read(self) -> frames.Asked | None:
        """The next frame; none when input has ended."""
        header = self._source.read(frames.LENGTH_BYTES)
        if len(header) < frames.LENGTH_BYTES:
            return None
        size = frames.length(header)
        payload = self._source.read(size)
        return frames.asked(payload) if len(payload) == size else None

    def say(self, frame: frames.Said) -> None:
        """Send a frame."""
        self._sink.write(frames.frame(frame))
        self._sink.flush()

    def listen(self) -> None:
        """Read on in a thread of its own; the process ends with the input."""
        threading.Thread(target=self._listen, daemon=True).start()

    def jobs(self) -> Iterator[tuple[Work, Stop]]:
        """Each job with its stop flag, for ever."""
        while True:
            work = self._jobs.get()
            yield work, lambda number=work.number: self._cancelled >= number

    def _listen(self) -> None:
        try:
            while (frame := self.read()) is not None:
                match frame:
                    case Work():
                        self._jobs.put(frame)
                    case Cancel():
                        self._cancelled = frame.number
                    case Start():
                        raise frames.FrameError("started twice")
        except frames.FrameError as error:
            log.error("The worker's frames make no sense: %s", error)
        finally:
            _vanish()


def serve(crafts: Mapping[str, Callable[[Start], Craft]]) -> None:
    """Do the jobs of one queue until the input ends. `crafts` makes what a queue needs, by the queue's name."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s lane %(name)s: %(message)s")
    pipe = _take_pipe()
    start = pipe.read()
    if not isinstance(start, Start):
        return
    craft = crafts[start.queue](start)
    pipe.say(Ready(craft.engine))
    pipe.listen()
    for work, stop in pipe.jobs():
        pipe.say(_attempt(craft, work, stop, pipe.say))


def _attempt(craft: Craft, work: Work, stop: Stop, say: Say) -> Ended:
    try:
        finished = craft.work(work.request, stop, say)
    except Exception as error:
        failure = failure_of(error)
        log.log(logging.ERROR if failure == "engine" else logging.WARNING, "A job failed: %s", failure, exc_info=True)
        return Ended("failed", failure, type(error).__name__)
    if not finished and not stop():
        return Ended("failed", "engine", "the engine gave fewer portraits than were asked for")
    return Ended("done" if finished else "stopped")


def _take_pipe() -> Pipe:
    """Frames keep the two pipes to themselves: whatever prints goes to stderr, whatever reads finds nothing."""
    pipe = Pipe(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return pipe


def _vanish() -> None:
    """End at once, with the sandbox's processes: there is nobody left to work for."""
    if os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _studio(start: Start) -> Craft:
    from inference.engines.studio import StudioEngine  # takes a second and 100 MB that the lane of the checks saves

    return Making(start, StudioEngine())


CRAFTS: Mapping[str, Callable[[Start], Craft]] = {contract.SELFIES: Checking, contract.PORTRAITS: _studio}

if __name__ == "__main__":
    sys.exit(serve(CRAFTS))
