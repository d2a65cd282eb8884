"""What the lanes do: selfies are decoded and checked; orders are made by an engine, each portrait stored at once.

Lives in the children of the lanes (inference.lane_child), with everything heavy. Photos come from the vault and
portraits go to it; only names, sizes and verdicts are told.
"""

import io
import logging
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager

import msgspec
from PIL import Image

from inference import contract
from inference.contract import CheckSelfie, MakePortraits, PortraitMade, SelfieChecked, Shot
from inference.decode import Sandbox, Unreadable
from inference.engines import Brief, Engine, EngineError, Pixels
from inference.frames import Checked, Made, Start, Told
from inference.lane_child import Craft, Say, Stop
from storage.vault import BlobGone, SubjectGone, Vault

log = logging.getLogger(__name__)

PHOTOS = 4  # of an order decoded at once, best first: each may take 50 MB, and one lane at most some hundreds


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
        with _vault_in_our_words():
            photo = self._vault.get_sync(ask.subject, ask.blob)
        say(Checked(self._verdict(ask, photo)))
        return True

    def _verdict(self, ask: CheckSelfie, photo: bytes) -> SelfieChecked:
        try:
            check = self._check(self._sandbox.decode(photo))
        except Unreadable as error:
            return unreadable(ask, error)
        return SelfieChecked(ask.selfie, ask.attempt, check.verdict, check.reasons, check.measures, check.quality)


class Making:
    """The craft of the queue `portraits`: an order's portraits, each into the vault as soon as it is finished."""

    def __init__(self, start: Start, engine: Engine, sandbox: Sandbox) -> None:
        self.engine = engine.name
        self._engine = engine
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox = sandbox

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Announce what an earlier attempt finished, then make the rest."""
        with _vault_in_our_words():
            return self._make_missing(msgspec.msgpack.decode(request, type=MakePortraits), stop, say)

    def _make_missing(self, ask: MakePortraits, stop: Stop, say: Say) -> bool:
        done = {shot.index for shot in ask.shots if self._announced(ask, shot, say)}
        left = len(ask.shots) - len(done)
        photos = self._photos(ask, stop) if left else []
        if stop() or not left:
            return not left

        def tell(fraction: float, preview: Pixels | None = None) -> None:  # noqa: ARG001 - of the protocol
            say(Told(max(fraction, len(done) / len(ask.shots))))

        for portrait in self._engine.portraits(Brief(photos, ask.shots, ask.seed, done=done), stop, tell):
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


def unreadable(ask: CheckSelfie, error: Unreadable) -> SelfieChecked:
    """The verdict on a photo that could not be decoded."""
    return SelfieChecked(ask.selfie, ask.attempt, "reject", ("unreadable",), error.measures, 0.0, error.code)


@contextmanager
def _vault_in_our_words() -> Generator[None]:
    """A person who deleted everything in mid-work is no fault of the engine's."""
    try:
        yield
    except (SubjectGone, BlobGone) as error:
        raise EngineError("photos_gone", str(error)) from error


def _studio(start: Start) -> Craft:
    from inference.engines.studio import StudioEngine  # takes a second and 100 MB that the lane of the checks saves

    return Making(start, StudioEngine(), Sandbox())


CRAFTS: Mapping[str, Callable[[Start], Craft]] = {contract.SELFIES: Checking, contract.PORTRAITS: _studio}
