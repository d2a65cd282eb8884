"""A worker that costs nothing, for measuring what stands before it: `python -m tests.bench.load_worker [lane]`.

Queues, leases, lanes and vault are the product's. What is fake: every photo is accepted unseen and at once, the
picture of a set and a preview are always the same, and an order takes ORDER_S, whatever is asked for, and gives noise
of the size of a portrait.
"""

import sys
import time
from contextlib import suppress
from typing import Final

import msgspec
from PIL import Image

from inference import contract
from inference.contract import CheckSelfie, CheckSet, MakePortraits, MakePreview, PortraitMade, PreviewMade
from inference.frames import Compared, Made, News, Previewed, Start, Told
from inference.lane_child import Say, Stop, serve
from inference.settings import Settings
from inference.worker import run
from storage.vault import Vault
from tests import drawn
from tests.inference.quick_lane import QuickChecks, QuickPortraits, asked, found

ORDER_S: Final = 0.2
READY: Final = "Lane portraits is ready"  # what the worker logs when it is
LANE: Final = "lane"
MARK: Final = b"a portrait: "  # stands behind the picture, where no decoder looks


def noise(width: int, height: int) -> bytes:
    """A JPEG of about 0.4 bytes a pixel, as a portrait is."""
    return drawn.jpeg(Image.effect_noise((width, height), 12).convert("RGB"))


def portrait_in(picture: bytes) -> str:
    """Which portrait a file is; empty for any other picture."""
    return picture.rpartition(MARK)[2].decode() if MARK in picture else ""


class Checks(QuickChecks):
    """As the quick ones, and what is shown of a set lies in the vault."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sheet, self._preview = noise(1080, 640), noise(614, 768)

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """One check, comparison or preview."""
        match asked(request):
            case CheckSelfie():
                return super().work(request, stop, say)
            case CheckSet() as ask:
                told: News = Compared(found(ask))
                self._keep(ask.subject, contract.sheet_blob(ask.subject, ask.version), self._sheet)
            case MakePreview() as ask:
                blob = contract.instant_blob(ask.order)
                told = Previewed(PreviewMade(ask.order, ask.subject, blob, 614, 768))
                self._keep(ask.subject, blob, self._preview)
        say(told)
        return True

    def _keep(self, subject: str, blob: str, picture: bytes) -> None:
        self._vault.put_sync(subject, blob, picture)


class Portraits(QuickPortraits):
    """An order in ORDER_S, each portrait with its own name in it."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._picture = noise(1024, 1280)

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """One order."""
        ask = msgspec.msgpack.decode(request, type=MakePortraits)
        for number, shot in enumerate(ask.shots):
            say(Told(number / len(ask.shots)))
            time.sleep(ORDER_S / len(ask.shots))
            if stop():
                return False
            blob = contract.portrait_blob(ask.order, shot.index)
            self._vault.put_sync(ask.subject, blob, self._picture + MARK + blob.encode())
            say(Made(PortraitMade(ask.order, ask.attempt, shot.index, blob, 1024, 1280)))
        return True


if __name__ == "__main__":
    if sys.argv[1:] == [LANE]:
        serve({contract.SELFIES: Checks, contract.PORTRAITS: Portraits})
    else:
        with suppress(KeyboardInterrupt):
            run(Settings(), (sys.executable, "-m", "tests.bench.load_worker", LANE))
