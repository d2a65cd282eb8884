"""What the local page is told: the transcript and its changes, and what looks look like. Pure; knows no HTTP.

The page shows messages as they are stored. Beside them it is told of the photos of the current set, because it shows
each with its own tick or cross, and of the colours of each look, because its buttons carry a drawing.
"""

from typing import Final, Literal

import msgspec

from bot.message import Body
from bot.prompts import LOOK_IS_OWN
from bot.session import Photo, Session, Step
from inference.styles import BACKGROUNDS, STYLES, Backdrop, Rgb
from storage.turns import Standing

# Photos are shown as they came; only these kinds may be interpreted by the browser, whatever was sent.
SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
)


Mark = Literal["waiting", "accept", "warn", "reject", "ask", "copy"]


class Line(msgspec.Struct, frozen=True):
    """One message. `body` is bot.message.Body as stored; it changed if and only if `version` did."""

    id: int
    version: int
    slot: str | None
    body: msgspec.Raw


class PhotoMark(msgspec.Struct, frozen=True):
    """One photo of the current set with its mark; `kept` says whether it can be shown."""

    id: str
    number: int
    mark: Mark
    kept: bool


class Transcript(msgspec.Struct, frozen=True):
    """What a page shows. Not `whole`: `lines` are only the new and edited ones; `photos` are always all.

    `photos_welcome`: this is the moment to send photos.
    """

    lines: tuple[Line, ...] = ()
    photos: tuple[PhotoMark, ...] = ()
    photos_welcome: bool = False
    whole: bool = True


class Drawing(msgspec.Struct, frozen=True):
    """How a button draws its look: backdrop from `centre` to `edge` or the photo's own scene, and the light.

    `side` and `strength` as in inference.styles.Light. `toggles`: the button switches on and off.
    """

    centre: Rgb
    edge: Rgb
    keeps_scene: bool
    side: float = 0.0
    strength: float = 0.3
    monochrome: bool = False
    toggles: bool = False


def line(number: int, body: str, version: int = 1, slot: str | None = None) -> Line:
    """A message by its number; negative numbers are of messages that are stored nowhere."""
    return Line(number, version, slot, msgspec.Raw(body.encode()))


def is_gone(body: str) -> bool:
    """Whether a stored message is to be shown no more."""
    return msgspec.json.decode(body, type=Body).kind == "gone"


def transcript(lines: tuple[Line, ...], standing: Standing | None) -> Transcript:
    """The lines, with the photos of the current set, oldest first."""
    if standing is None or standing.session is None:
        return Transcript(lines)
    session = msgspec.json.decode(standing.session, type=Session)
    kept = {selfie.id for selfie in standing.selfies}
    marks = tuple(PhotoMark(photo.id, photo.number, mark_of(photo), photo.id in kept) for photo in session.photos)
    return Transcript(lines, marks, session.step is Step.SELFIES)


def mark_of(photo: Photo) -> Mark:
    """What a photo is marked with: its verdict, unless a question about it is open or it is a copy of another."""
    if photo.verdict is None:
        return "waiting"
    if photo.beside == "near_duplicate":
        return "copy"
    return "ask" if photo.asks or photo.beside else photo.verdict


def changes(shown: Transcript | None, now: Transcript) -> Transcript | None:
    """What a page that shows `shown` must be told; everything where something vanished, None if nothing changed."""
    if shown is None or not {known.id for known in shown.lines} <= {current.id for current in now.lines}:
        return now
    versions = {known.id: known.version for known in shown.lines}
    news = tuple(current for current in now.lines if versions.get(current.id) != current.version)
    if not news and shown.photos == now.photos and shown.photos_welcome == now.photos_welcome:
        return None
    return Transcript(news, now.photos, now.photos_welcome, whole=False)


def drawings() -> dict[str, Drawing | None]:
    """A drawing for every button that chooses a look or a background, None for the one that leaves it open."""
    looks = {
        f"v1:look:{style.name}": msgspec.structs.replace(
            _drawing(BACKGROUNDS[style.background]),
            side=style.light.side,
            strength=style.light.strength,
            monochrome=style.tone.monochrome,
            toggles=True,
        )
        for style in STYLES.values()
    }
    backs = {f"v1:back:{backdrop.name}": _drawing(backdrop) for backdrop in BACKGROUNDS.values()}
    return {**looks, **backs, f"v1:back:{LOOK_IS_OWN}": None}


def _drawing(backdrop: Backdrop) -> Drawing:
    return Drawing(backdrop.centre, backdrop.edge, backdrop.keeps_scene)


def picture_type(data: bytes) -> str:
    """The media type a browser may show it as, by its first bytes; anything else is only to be saved."""
    return next(
        (kind for at, mark, kind in SIGNATURES if data[at : at + len(mark)] == mark), "application/octet-stream"
    )
