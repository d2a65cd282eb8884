"""A lane whose child needs no photo, no vault and no engine: `python -m tests.inference.quick_lane`.

How a job goes is in its name: the style of an order's first shot, or the id of the selfie.
"""

import errno
import os
import signal
import sys
import threading
import time

import msgspec

from inference import contract
from inference.contract import CheckSelfie, MakePortraits, Mode, PortraitMade, SelfieChecked
from inference.engines.choosing import EngineUnavailable
from inference.frames import Checked, Made, Start, Told
from inference.lane_child import Say, Stop, serve

STEP_S = 0.05


class QuickChecks:
    """Accepts every selfie; dies of the first attempt at one called `deadly`."""

    engine = ""
    modes: frozenset[Mode] = frozenset()
    adapters = False

    def __init__(self, start: Start) -> None:
        assert len(start.master_key) == 32

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        ask = msgspec.msgpack.decode(request, type=CheckSelfie)
        if ask.selfie == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(1, b"noise on standard output must not disturb the frames")
        say(Checked(SelfieChecked(ask.selfie, ask.attempt, "accept", (), {"faces": 1.0}, 0.9)))
        return True

    def forget(self, subject: str) -> None:
        """It keeps nothing."""


class QuickPortraits:
    """A portrait every 50 ms."""

    engine = "quick"
    modes: frozenset[Mode] = frozenset(("reference", "text"))
    adapters = True

    def __init__(self, start: Start) -> None:
        self._faults = {
            "hang": hang,
            "die": lambda: os.kill(os.getpid(), signal.SIGKILL),
            "no-memory": no_memory,
            "disk-full": disk_full,
        }
        if start.setup.engine not in ("auto", "studio"):
            raise EngineUnavailable(f"ENGINE={start.setup.engine} cannot be opened. It needs 18 GiB.")

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        ask = msgspec.msgpack.decode(request, type=MakePortraits)
        for number, shot in enumerate(ask.shots):
            say(Told(number / len(ask.shots), contract.preview_blob(ask.order)))
            self._faults.get(shot.style, lambda: time.sleep(STEP_S))()
            if stop():
                return False
            blob = contract.portrait_blob(ask.order, shot.index)
            say(Made(PortraitMade(ask.order, ask.attempt, shot.index, blob, 1024, 1280)))
        return True

    def forget(self, subject: str) -> None:
        """It keeps nothing; who is forgotten is written where a test looks."""
        sys.stderr.write(f"forgot {subject}\n")


def hang() -> None:
    """Never come back, as native code in an endless loop."""
    threading.Event().wait()


def no_memory() -> None:
    raise MemoryError("no room for 48000000 bytes")


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


if __name__ == "__main__":
    serve({contract.SELFIES: QuickChecks, contract.PORTRAITS: QuickPortraits})
