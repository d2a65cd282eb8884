"""The craft of the queue `portraits`: an order's portraits, each in the vault as soon as it is finished.

Names come in; photos, words and adapters are read from the vault, and an engine gets them as a brief. Lives in the
child of the lane. Refuses to know what an engine is made of.
"""

import io
import logging
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import repeat

import msgspec
from PIL import Image

from inference import contract
from inference.contract import MakePortraits, PortraitMade, Shot
from inference.decode import Sandbox, Unreadable
from inference.engines import Brief, Engine, EngineError, PersonalAdapter, Pixels, Portrait
from inference.frames import Made, Start, Told
from inference.lane_child import Say, Stop
from inference.showing import Showing
from storage.vault import BlobGone, SubjectGone, Vault

log = logging.getLogger(__name__)

PHOTOS = 4  # of an order decoded at once, best first: each may take 50 MB, and one lane at most some hundreds
# Of an order that shall come closer to the photos, where the engine is content with smaller ones: four to eight photos
# are what a likeness is made of.
CLOSER_PHOTOS = 8


class Making:
    """Makes orders with `engine`, one after the other.

    Photos need no more than `enough_px` on their shorter side (0: all they have).
    """

    def __init__(self, start: Start, engine: Engine, sandbox: Sandbox, enough_px: int = 0) -> None:
        self.engine, self.modes, self.adapters = engine.name, engine.modes, engine.adapters
        self._engine = engine
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox, self._enough_px = sandbox, enough_px
        self._closer_photos = CLOSER_PHOTOS if enough_px else PHOTOS
        self._readers = ThreadPoolExecutor(sandbox.children, thread_name_prefix="photos")

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Announce what an earlier attempt finished, then make the rest."""
        ask = msgspec.msgpack.decode(request, type=MakePortraits)
        with vault_in_our_words(), Showing(self._vault, ask.subject, ask.order) as showing:
            done = {shot.index for shot in ask.shots if self._announced(ask, shot, say)}
            missing = len(ask.shots) - len(done)
            if not missing:
                return True
            brief = self._brief(ask, done, stop)
            return not stop() and self._make(ask, brief, stop, say, showing) == missing

    def forget(self, subject: str) -> None:
        """Photos leave memory with their order; what an engine keeps of a person goes now."""
        self._engine.forget(subject)

    def _make(self, ask: MakePortraits, brief: Brief, stop: Stop, say: Say, showing: Showing) -> int:
        """How many portraits were made and stored."""
        least = len(brief.done) / len(ask.shots)

        def tell(fraction: float, preview: Pixels | None = None) -> None:
            if preview is not None:
                showing.show(preview)
            say(Told(max(fraction, least), showing.name))

        made = 0
        for portrait in self._engine.portraits(brief, stop, tell):
            self._keep(ask, portrait, say)
            made += 1
        return made

    def _keep(self, ask: MakePortraits, portrait: Portrait, say: Say) -> None:
        blob = contract.portrait_blob(ask.order, portrait.index)
        self._vault.put_sync(ask.subject, blob, portrait.jpeg)
        size = (portrait.width, portrait.height)
        say(Made(PortraitMade(ask.order, ask.attempt, portrait.index, blob, *size, portrait.notes)))

    def _announced(self, ask: MakePortraits, shot: Shot, say: Say) -> bool:
        blob = contract.portrait_blob(ask.order, shot.index)
        if not self._vault.has_sync(ask.subject, blob):
            return False
        width, height = Image.open(io.BytesIO(self._vault.get_sync(ask.subject, blob))).size
        say(Made(PortraitMade(ask.order, ask.attempt, shot.index, blob, width, height, self._engine.marks)))
        return True

    def _brief(self, ask: MakePortraits, done: set[int], stop: Stop) -> Brief:
        """The order with everything its names stand for. Raises EngineError where the engine cannot make it."""
        if ask.mode is not None and ask.mode not in self.modes:
            raise EngineError("mode_not_served", f"{self.engine} makes no portraits by {ask.mode}")
        words = "" if ask.words is None else self._vault.get_sync(ask.subject, ask.words).decode(errors="replace")
        adapter = None if ask.adapter is None else self._adapter(ask.subject, ask.adapter)
        photos = [] if ask.mode == "text" else self._photos(ask, stop)
        return Brief(photos, ask.shots, ask.seed, ask.mode, words, adapter, ask.tuning, done, ask.closer)

    def _adapter(self, subject: str, name: str) -> PersonalAdapter:
        """The personal adapter, if the engine takes one and the vault still has it, whatever may be in memory."""
        if not self.adapters:
            raise EngineError("adapter_refused", f"{self.engine} takes no personal adapter")
        if not self._vault.has_sync(subject, name):
            self._engine.forget(subject)
            raise EngineError("adapter_refused", "the personal adapter is not in the vault any more")

        def read() -> bytes:
            try:
                return self._vault.get_sync(subject, name)
            except (BlobGone, SubjectGone) as error:
                raise EngineError("adapter_refused", str(error)) from error

        return PersonalAdapter(subject, name, read)

    def _photos(self, ask: MakePortraits, stop: Stop) -> list[Pixels]:
        """The best photos that are there and readable. Raises EngineError if there is none."""
        photos: list[Pixels] = []
        left = list(ask.blobs)
        most = self._closer_photos if ask.closer else PHOTOS
        gone = 0
        while left and len(photos) < most and not stop():
            wanted = most - len(photos)
            batch, left = left[:wanted], left[wanted:]
            for read in self._readers.map(self._photo, repeat(ask), batch):
                if isinstance(read, BlobGone):
                    gone += 1
                elif read is not None:
                    photos.append(read)
        if not photos and gone == len(ask.blobs):
            raise EngineError("photos_gone", f"none of {gone} photos is in the vault")
        if not photos and not stop():
            raise EngineError("no_usable_photo", f"none of {len(ask.blobs)} photos can be read")
        return photos

    def _photo(self, ask: MakePortraits, blob: str) -> Pixels | BlobGone | None:
        """A photo's pixels; that it is gone, or nothing where it cannot be read, is no fault of the others."""
        try:
            return self._sandbox.decode(self._vault.get_sync(ask.subject, blob), self._enough_px)
        except BlobGone as gone:
            return gone
        except Unreadable as error:
            log.warning("Order %s: a selfie cannot be read any more: %s", ask.order, error.code)
            return None


@contextmanager
def vault_in_our_words() -> Generator[None]:
    """A person who deleted everything in mid-work is no fault of the engine's."""
    try:
        yield
    except (SubjectGone, BlobGone) as error:
        raise EngineError("photos_gone", str(error)) from error
