"""A look at the portrait in the making: small JPEGs in the vault, each over the one before, gone with the order.

Previews go in as pixels, while the engine goes on; what comes out is the name to look under. A preview may always be
lost: nothing here holds an order up or fails it.
"""

import io
import logging
import threading
from types import TracebackType
from typing import Self

from PIL import Image

from inference import contract
from inference.engines import Pixels
from storage import StorageError
from storage.vault import Vault

log = logging.getLogger(__name__)

PAUSE_S = 0.5  # between two previews: as often as progress is published
SIDE_PX = 384  # the longer one, at most
QUALITY = 70  # JPEG


class Showing:
    """The preview of one order, written in a thread of its own while the context is open, and then removed."""

    def __init__(self, vault: Vault, subject: str, order: str) -> None:
        self._vault, self._subject = vault, subject
        self._blob = contract.preview_blob(order)
        self._change = threading.Condition()
        self._next: Pixels | None = None
        self._closing = False
        self._written = False
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        """Where the preview lies in the vault; empty while there is none."""
        return self._blob if self._written else ""

    def show(self, preview: Pixels) -> None:
        """Have this preview written, unless a newer one comes before its turn."""
        with self._change:
            self._next = preview
            self._change.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._write_on, name="previews", daemon=True)
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove the preview, also one that an attempt left which was killed."""
        with self._change:
            self._closing = True
            self._change.notify()
        if self._thread is not None:
            self._thread.join()
        try:
            self._vault.delete_sync(self._subject, [self._blob])
        except StorageError as failed:
            log.warning("A preview stays until the bot sweeps: %s", failed)

    def _write_on(self) -> None:
        while (preview := self._awaited()) is not None:
            try:
                self._vault.put_sync(self._subject, self._blob, small_jpeg(preview))
            except (StorageError, OSError) as error:
                log.warning("No more previews of this order: %s", error)
                return
            self._written = True
            with self._change:
                self._change.wait_for(lambda: self._closing, PAUSE_S)

    def _awaited(self) -> Pixels | None:
        """The newest preview, waited for; none once the order ends."""
        with self._change:
            self._change.wait_for(lambda: self._closing or self._next is not None)
            preview, self._next = self._next, None
            return None if self._closing else preview


def small_jpeg(pixels: Pixels) -> bytes:
    """The picture as a JPEG of at most SIDE_PX pixels a side."""
    picture = Image.fromarray(pixels)
    picture.thumbnail((SIDE_PX, SIDE_PX))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
