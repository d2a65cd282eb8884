"""A lane whose child needs no photo, no vault and no engine: `python -m tests.inference.quick_lane`.

How a job goes is in its name: the style of an order's first shot, or the id of the selfie.
"""

import errno
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from inference import contract
from inference.contract import (
    CheckSelfie,
    CheckSet,
    MakePortraits,
    MakePreview,
    Mode,
    PortraitMade,
    PreviewMade,
    SelfieChecked,
    SetChecked,
)
from inference.engines.choosing import EngineUnavailable
from inference.frames import Checked, Compared, Made, Previewed, Start, Told
from inference.lane_child import Say, Stop, serve

STEP_S = 0.05


class QuickChecks:
    """Accepts every selfie, lets every photo count, previews every order.

    Dies of what is called `deadly`, and once of what is called `shaky`.
    """

    engine = ""
    modes: frozenset[Mode] = frozenset()
    adapters = False

    def __init__(self, start: Start) -> None:
        assert len(start.master_key) == 32
        self._folder = Path(start.setup.data_dir)

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        os.write(1, b"noise on standard output must not disturb the frames")
        match asked(request):
            case CheckSelfie() as ask:
                self._die_of(ask.selfie)
                say(Checked(SelfieChecked(ask.selfie, ask.attempt, "accept", (), {"faces": 1.0}, 0.9)))
            case CheckSet() as ask:
                for photo in ask.photos:
                    self._die_of(photo.selfie)
                say(Compared(found(ask)))
            case MakePreview() as ask:
                self._die_of(ask.order)
                blob = contract.instant_blob(ask.order)
                say(Previewed(PreviewMade(ask.order, ask.subject, blob, 614, 768)))
        return True

    def forget(self, subject: str) -> None:
        """It keeps nothing; who is forgotten is written where a test looks."""
        sys.stderr.write(f"checks forgot {subject}\n")

    def _die_of(self, name: str) -> None:
        died = self._folder / "died-before"  # all that one child leaves to the next
        if name == "deadly" or (name == "shaky" and not died.exists()):
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)


def asked(request: bytes) -> CheckSelfie | CheckSet | MakePreview:
    """What is asked for, as inference.checking tells it, which takes a second to import."""
    for kind in (CheckSelfie, CheckSet):
        with suppress(msgspec.ValidationError):
            return msgspec.msgpack.decode(request, type=kind)
    return msgspec.msgpack.decode(request, type=MakePreview)


def found(ask: CheckSet) -> SetChecked:
    """Every usable photo counts, as they came."""
    ranked = tuple(photo.selfie for photo in ask.photos if photo.usable)
    sheet = contract.sheet_blob(ask.subject, ask.version)
    return SetChecked(ask.subject, ask.version, ask.attempt, {}, {}, {}, ranked, "enough", sheet, 1080, 640)


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
        sys.stderr.write(f"portraits forgot {subject}\n")


def hang() -> None:
    """Never come back, as native code in an endless loop."""
    threading.Event().wait()


def no_memory() -> None:
    raise MemoryError("no room for 48000000 bytes")


def disk_full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


if __name__ == "__main__":
    serve({contract.SELFIES: QuickChecks, contract.PORTRAITS: QuickPortraits})
