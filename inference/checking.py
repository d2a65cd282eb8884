"""The craft of the queue `selfies`: a verdict on each photo, what the photos of a set are to each other, and previews.

Photos come from the vault; thumbnails and the contact sheet go there. What a comparison needs of a face stays in memory
only, for as long as others need the room less, and is made again from the photo where it is gone.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress

import cv2
import msgspec
import numpy as np

from inference import contract
from inference.contact_sheet import Tile, draw, thumbnail
from inference.contract import CheckSelfie, CheckSet, MakePreview, Mode, SelfieChecked, SetChecked, SetPhoto
from inference.decode import Sandbox, Unreadable
from inference.faces import Face, find_faces
from inference.frames import Checked, Compared, Start
from inference.lane_child import Say, Stop
from inference.making import vault_in_our_words
from inference.portraying import Seen, see
from inference.previewing import Previewing
from inference.selfie_sets import SetCheck, check_set
from inference.selfies import Check, check, judge, unreadable
from storage.vault import BlobGone, Vault

REMEMBERED_S = 3600.0  # unused; who is choosing photos comes back sooner, and else they are looked at again
REMEMBERED = 400  # photos, some 10 kB each: those of everybody who is choosing photos at the same time


class Checking:
    """Checks photos, compares sets and makes previews, one after the other."""

    engine = ""
    modes: frozenset[Mode] = frozenset()
    adapters = False

    def __init__(self, start: Start) -> None:
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox = Sandbox()
        self._previewing = Previewing(self._vault, self._sandbox)
        self._memory = Memory()
        _warm()

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Check one selfie, compare a set, or make a preview."""
        with vault_in_our_words():
            match asked(request):
                case CheckSelfie() as ask:
                    self._check(ask, say)
                case CheckSet() as ask:
                    say(Compared(self._compare(ask)))
                case MakePreview() as ask:
                    return self._previewing.make(ask, stop, say)
        return True

    def forget(self, subject: str) -> None:
        """Drop what is in memory of this subject's photos."""
        self._memory.forget(subject)

    def _check(self, ask: CheckSelfie, say: Say) -> None:
        photo = self._vault.get_sync(ask.subject, ask.blob)
        try:
            pixels = self._sandbox.decode(photo)
        except Unreadable as error:
            say(Checked(_checked(ask, unreadable(error))))
            return
        said = check(pixels)
        upright, box = (pixels if said.pixels is None else said.pixels), (said.face.box if said.face else None)
        self._vault.put_sync(ask.subject, contract.thumbnail_blob(ask.selfie), thumbnail(upright, box))
        if not self._vault.has_sync(ask.subject, ask.blob):  # forgotten meanwhile, and nothing may be left of it
            self._vault.delete_sync(ask.subject, [contract.thumbnail_blob(ask.selfie)])
        say(Checked(_checked(ask, said)))
        if said.verdict != "reject":  # after the verdict, so that nobody waits for it
            self._memory.keep(ask.subject, ask.selfie, see(ask.selfie, said))

    def _compare(self, ask: CheckSet) -> SetChecked:
        seen = {photo.selfie: self._seen(ask.subject, photo.selfie) for photo in ask.photos if _has_face(photo)}
        counted = [
            known.as_said(photo.claimed) for photo in ask.photos if photo.usable and (known := seen.get(photo.selfie))
        ]
        found = check_set(counted)
        sheet = draw([self._tile(ask, photo, found, seen) for photo in ask.photos])
        name = contract.sheet_blob(ask.subject, ask.version)
        self._vault.put_sync(ask.subject, name, sheet)
        height, width = _size(sheet)
        return SetChecked(
            ask.subject,
            ask.version,
            ask.attempt,
            dict(found.duplicates),
            dict(found.others),
            dict(found.doubtful),
            found.ranked,
            found.advice,
            name,
            width,
            height,
        )

    def _seen(self, subject: str, selfie: str) -> Seen | None:
        """A photo as it was seen, or looked at again; None where it is gone or shows no face any more."""
        known = self._memory.get(subject, selfie)
        if known is not None and self._vault.has_sync(subject, selfie):
            return known
        try:
            pixels = self._sandbox.decode(self._vault.get_sync(subject, selfie))
        except (BlobGone, Unreadable):
            return None
        again = see(selfie, check(pixels))
        self._memory.keep(subject, selfie, again)
        return again

    def _tile(self, ask: CheckSet, photo: SetPhoto, found: SetCheck, seen: Mapping[str, Seen | None]) -> Tile:
        try:
            thumb = self._vault.get_sync(ask.subject, contract.thumbnail_blob(photo.selfie))
        except BlobGone:
            thumb = None
        known = seen.get(photo.selfie)
        box = known.box if known else None

        words = ask.labels.get
        if photo.asks:
            return Tile(photo.number, thumb, "ask", words("asks", ""), box)
        if photo.selfie in found.duplicates:
            return Tile(photo.number, thumb, "copy", words("near_duplicate", ""))
        if photo.selfie in found.others:
            return Tile(photo.number, thumb, "ask", words("other_person", ""))
        if photo.selfie in found.doubtful:
            return Tile(photo.number, thumb, "ask", words("doubtful", ""))
        if photo.verdict is None:
            return Tile(photo.number, thumb, "waiting")
        ring = box if photo.reason == "several_faces" else None  # which of the faces is used
        return Tile(photo.number, thumb, photo.verdict, words(photo.reason, "") if photo.reason else "", ring)


class Memory:
    """What was seen of photos, the longest unused let go first, and after REMEMBERED_S at the next look at any photo.

    Used by the thread of the job and by the one that hears who is forgotten, also in the middle of a job of theirs.
    """

    def __init__(self, most: int = REMEMBERED, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._seen: OrderedDict[tuple[str, str], tuple[Seen, float]] = OrderedDict()
        self._gone: deque[str] = deque(maxlen=most)
        self._lock = threading.Lock()

    def get(self, subject: str, selfie: str) -> Seen | None:
        """What was seen of this photo, if it is still known."""
        with self._lock:
            self._let_go()
            if (subject, selfie) not in self._seen:
                return None
            seen, _ = self._seen.pop((subject, selfie))
            self._seen[subject, selfie] = seen, self._clock()
            return seen

    def keep(self, subject: str, selfie: str, seen: Seen | None) -> None:
        """Remember a photo with a face."""
        with self._lock:
            if seen is not None and subject not in self._gone:
                self._seen.pop((subject, selfie), None)
                self._seen[subject, selfie] = seen, self._clock()
            self._let_go()

    def forget(self, subject: str) -> None:
        """Drop every photo of this subject, and keep none that is looked at just now."""
        with self._lock:
            self._gone.append(subject)
            for key in [key for key in self._seen if key[0] == subject]:
                del self._seen[key]

    def _let_go(self) -> None:
        """What was unused for too long, and of too many the longest unused."""
        before = self._clock() - REMEMBERED_S
        while self._seen and (len(self._seen) > self._most or next(iter(self._seen.values()))[1] < before):
            self._seen.popitem(last=False)


def _warm() -> None:
    """Load every network before the first photo comes: it would pay a second or more for them."""
    blank = np.full((256, 256, 3), 128, np.uint8)
    mouth = ((104.0, 180.0), (152.0, 180.0))
    face = Face((64.0, 64.0, 128.0, 160.0), 1.0, ((96.0, 110.0), (160.0, 110.0)), (128.0, 150.0), mouth, (128.0, 220.0))
    find_faces(blank)
    see("", judge(blank, (face,)))


def asked(request: bytes) -> CheckSelfie | CheckSet | MakePreview:
    """What is asked for; each kind refuses the others' fields."""
    for kind in (CheckSelfie, CheckSet):
        with suppress(msgspec.ValidationError):
            return msgspec.msgpack.decode(request, type=kind)
    return msgspec.msgpack.decode(request, type=MakePreview)


def _checked(ask: CheckSelfie, said: Check) -> SelfieChecked:
    return SelfieChecked(ask.selfie, ask.attempt, said.verdict, said.reasons, said.measures, said.quality, said.detail)


def _has_face(photo: SetPhoto) -> bool:
    """Whether something of it is compared, or ringed on the sheet."""
    return photo.usable or photo.asks


def _size(jpeg: bytes) -> tuple[int, int]:
    """Height and width of a picture of ours."""
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    height, width = pixels.shape
    return height, width
