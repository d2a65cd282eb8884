"""The child process of a lane: takes jobs over its standard input and does them one after the other.

`python -m inference.lane_child`, started by inference.lane. What a job is, a craft knows (inference.crafts). The
process ends at once when its input does, so it never outlives its worker. Knows no Redis and no arq.
"""

import errno
import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Protocol

from inference import frames
from inference.contract import Failure, Mode
from inference.engines import EngineError
from inference.engines.choosing import EngineUnavailable
from inference.frames import Cancel, Ended, Forget, News, Ready, Refused, Start, Work
from inference.logs import set_up_logs

log = logging.getLogger(__name__)

Say = Callable[[News], None]
Stop = Callable[[], bool]


class Craft(Protocol):
    """What a lane does. `engine` is the name a worker announces, the rest what that engine can do."""

    engine: str
    modes: frozenset[Mode]
    adapters: bool

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Do one job; False if it was left unfinished because of `stop()`. What it raises becomes a failure."""
        ...

    def forget(self, subject: str) -> None:
        """Keep nothing of this subject in memory. Comes from another thread, also while somebody's job is done."""
        ...


def failure_of(error: BaseException) -> Failure:
    """Why a job failed, in the contract's words; what a craft did not name is looked for in what the system says."""
    match error:
        case EngineError():
            return error.failure
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

    def listen(self, forget: Callable[[str], None]) -> None:
        """Read on in a thread of its own, and `forget` in it at once; the process ends with the input."""
        threading.Thread(target=self._listen, args=(forget,), daemon=True).start()

    def jobs(self) -> Iterator[tuple[Work, Stop]]:
        """Each job with its stop flag, for ever."""
        while True:
            work = self._jobs.get()
            yield work, lambda number=work.number: self._cancelled >= number

    def _listen(self, forget: Callable[[str], None]) -> None:
        try:
            while (frame := self.read()) is not None:
                match frame:
                    case Work():
                        self._jobs.put(frame)
                    case Forget():
                        forget(frame.subject)
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
    pipe = _take_pipe()
    start = pipe.read()
    if not isinstance(start, Start):
        return
    set_up_logs(start.log_level, "lane ")
    try:
        craft = crafts[start.queue](start)
    except EngineUnavailable as error:
        pipe.say(Refused(str(error)))
        return
    pipe.say(Ready(craft.engine, tuple(sorted(craft.modes)), craft.adapters))
    pipe.listen(lambda subject: _forget(craft, subject))
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


def _forget(craft: Craft, subject: str) -> None:
    """Where that fails the child leaves, and its memory with it: an erasure is a promise."""
    try:
        craft.forget(subject)
    except Exception:
        log.exception("What was in memory of %s could not be dropped alone; ending", subject)
        _vanish()


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


if __name__ == "__main__":
    from inference.crafts import CRAFTS

    sys.exit(serve(CRAFTS))
