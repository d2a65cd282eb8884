"""The instant preview of an order: the studio's picture of the best photo, small, while an engine is waited for.

Names come in, a small JPEG goes into the vault. Opens the studio at the first preview, so that a lane that is asked
for none pays no memory for it. Refuses to know which engine makes the order.
"""

import io
import time
from collections.abc import Callable
from contextlib import suppress

import cv2
import numpy as np
from PIL import Image

from inference import contract
from inference.contract import MakePreview, PreviewMade
from inference.decode import Sandbox, Unreadable
from inference.engines import Brief, Engine, EngineError, Pixels, Portrait
from inference.engines.choosing import studio
from inference.engines.finished import jpeg
from inference.frames import Previewed
from inference.lane_child import Say, Stop
from storage.vault import BlobGone, Vault

SIDE_PX = 768  # the longer one, at most: small enough that nobody takes it for the portrait
ENOUGH_PX = 1024  # of the photo's shorter side, the studio's least width: 200 MB less than 12 megapixels take
LATE_S = 8.0  # then it is given up, for photos wait behind it to be checked; it takes about 1.2 s on one core


class Previewing:
    """Makes previews from the photos in `vault`, one after the other."""

    def __init__(self, vault: Vault, sandbox: Sandbox, clock: Callable[[], float] = time.monotonic) -> None:
        self._vault, self._sandbox, self._clock = vault, sandbox, clock
        self._engine: Engine | None = None

    def make(self, ask: MakePreview, stop: Stop, say: Say) -> bool:
        """Announce the preview once it is in the vault; nothing where the portrait is. False if stopped before.

        Raises EngineError where no photo can be used and after LATE_S, SubjectGone where the person was erased.
        """
        if self._vault.has_sync(ask.subject, contract.portrait_blob(ask.order, ask.shot.index)):
            return True
        late = self._clock() + LATE_S
        self._engine = self._engine or studio()
        brief = Brief([self._photo(ask)], (ask.shot,), ask.seed)
        portrait = next(self._engine.portraits(brief, lambda: stop() or self._clock() > late, _tell_nobody), None)
        if portrait is not None:
            say(Previewed(self._keep(ask, portrait)))
        elif not stop():
            raise EngineError("timed_out", f"a preview takes more than {LATE_S:.0f} s")
        return portrait is not None

    def _photo(self, ask: MakePreview) -> Pixels:
        """The best photo that is there and can be read, no larger than a preview needs."""
        for blob in ask.blobs:
            with suppress(BlobGone, Unreadable):
                return _shrunk(self._sandbox.decode(self._vault.get_sync(ask.subject, blob), ENOUGH_PX))
        raise EngineError("no_usable_photo", f"none of {len(ask.blobs)} photos can be read")

    def _keep(self, ask: MakePreview, portrait: Portrait) -> PreviewMade:
        picture = Image.open(io.BytesIO(portrait.jpeg))
        picture.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS)
        blob = contract.instant_blob(ask.order)
        self._vault.put_sync(ask.subject, blob, jpeg(np.asarray(picture)))
        return PreviewMade(ask.order, ask.subject, blob, *picture.size)


def _shrunk(pixels: Pixels) -> Pixels:
    """The photo with at most ENOUGH_PX on its shorter side: a decoder reduces only JPEGs, and by halves."""
    scale = ENOUGH_PX / min(pixels.shape[:2])
    if scale >= 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def _tell_nobody(fraction: float, preview: Pixels | None = None) -> None:
    """A second or two need no progress."""
