"""The photos of a set side by side, each with its number, its mark and a word: one picture to see what helps.

Small JPEGs of our own in, one JPEG out. Marks differ in shape and in colour, so that nobody depends on telling red from
green. Knows no verdicts, no sentences and no languages: whoever calls says what is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import badges, lettering
from inference.badges import Mark
from inference.faces import Pixels
from inference.lettering import Canvas

Box = tuple[float, float, float, float]  # x, y, width, height

THUMB_PX: Final = 320  # the longer side of a thumbnail
SQUAREST: Final = 4 / 3  # thumbnails are at most this much longer than wide, or wider than long
SIDE_PX: Final = 1080  # of a sheet across, at most: what a phone shows across its screen
HIGH_PX: Final = 2160
MOST_COLUMNS: Final = 4
TILE_PX: Final = 480  # at most: a thumbnail enlarged by more than half looks broken
QUALITY: Final = 82  # JPEG: twenty photos stay near 200 kB
# For one, two, three ... photos: rows that are full or nearly so; for more, as many as leave words readable on a phone.
COLUMNS: Final = (1, 2, 3, 2, 3, 3, 4, 4, 3)
GAP: Final = 0.07  # of a tile, between tiles and around them
TEXT: Final = 0.028  # of the sheet's width: 17 pixels where a chat shows it 600 wide
TEXT_PX: Final = 24  # at least
LINES: Final = 2  # of a label, at most
LINE: Final = 1.25  # of the text size
AIM: Final = (0.5, 0.45)  # the point of a photo that stays in the middle of its tile: faces are above the middle
KEPT: Final = 0.6  # of a photo that does not count, without its colours; the rest is paper: the dark ones stay visible
ROUND: Final = 0.07  # of a tile
SHEET: Final = (29, 32, 34)  # BGR, like the colours below: dark enough for light chats to look framed
PAPER: Final = (74, 70, 68)  # a photo that is gone
WORDS: Final = (232, 236, 238)
RING: Final = (255, 255, 255)


@dataclass(frozen=True)
class Tile:
    """One photo: `thumb` as `thumbnail` makes it, or None where it is gone; `label` a word or two below it.

    `face`: (x, y, width, height) as fractions of the thumbnail (`in_thumbnail`), ringed.
    """

    number: int
    thumb: bytes | None
    mark: Mark
    label: str = ""
    face: Box | None = None


def thumbnail(pixels: Pixels, face: Box | None) -> bytes:
    """A JPEG, 320 pixels long, of an upright picture; a long one is cut around `face`, given in its pixels."""
    height, width = pixels.shape[:2]
    x, y, w, h = _framed(width, height, face)
    scale = min(1.0, THUMB_PX / max(w, h))
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    small = cv2.resize(pixels[y : y + h, x : x + w], size, interpolation=cv2.INTER_AREA)
    return _jpeg(np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), np.uint8))


def in_thumbnail(box: Box, width: int, height: int, face: Box | None) -> Box:
    """A box in a picture's pixels as fractions of the thumbnail made of that picture with that `face`."""
    x, y, w, h = _framed(width, height, face)
    return (box[0] - x) / w, (box[1] - y) / h, box[2] / w, box[3] / h


def draw(tiles: Sequence[Tile]) -> bytes:
    """The sheet as a JPEG (sRGB, untagged), at most 1080 x 2160 pixels. Raises ValueError where there is no tile."""
    if not tiles:
        raise ValueError("a contact sheet needs at least one photo")
    layout = _layout(tiles)
    canvas = np.full((layout.height, layout.width, 3), SHEET, np.uint8)
    rounded = _rounded(layout.tile)
    for place, tile in enumerate(tiles):
        x, y = layout.corner(place)
        spot = canvas[y : y + layout.tile, x : x + layout.tile]
        _blend(spot, _photo(tile, layout.tile), rounded)
        badges.draw_number(spot, tile.number, layout.text)
        badges.draw_mark(spot, tile.mark, layout.text)
        for row, line in enumerate(layout.labels[place]):
            middle = (x + layout.tile / 2, y + layout.tile + layout.text * (0.3 + LINE * (row + 0.5)))
            lettering.write(canvas, line, middle, layout.text, WORDS)
    return _jpeg(canvas)


@dataclass(frozen=True)
class _Layout:
    """Where things are, in pixels: `text` the size of letters, `band` the height below each photo."""

    columns: int
    rows: int
    tile: int
    text: int
    band: int
    labels: tuple[tuple[str, ...], ...]

    @property
    def gap(self) -> int:
        return round(self.tile * GAP)

    @property
    def width(self) -> int:
        return self.columns * (self.tile + self.gap) + self.gap

    @property
    def height(self) -> int:
        return self.rows * (self.tile + self.band + self.gap) + self.gap

    def corner(self, place: int) -> tuple[int, int]:
        """The left upper corner of a tile."""
        row, column = divmod(place, self.columns)
        step = self.tile + self.gap
        return self.gap + column * step, self.gap + row * (step + self.band)


def _layout(tiles: Sequence[Tile]) -> _Layout:
    """As large as the limits allow; a sheet that would be too high gets smaller tiles."""
    count = len(tiles)
    columns = COLUMNS[count - 1] if count <= len(COLUMNS) else MOST_COLUMNS
    widest = int(min(TILE_PX, SIDE_PX / (columns * (1 + GAP) + GAP)))
    layout = _laid_out(tiles, columns, widest)
    for _ in range(3):  # words do not shrink as tiles do, so once may not be enough
        if layout.height > HIGH_PX:
            layout = _laid_out(tiles, columns, layout.tile * HIGH_PX // layout.height)
    return layout


def _laid_out(tiles: Sequence[Tile], columns: int, tile: int) -> _Layout:
    text = max(TEXT_PX, round(columns * tile * (1 + GAP) * TEXT))
    labels = tuple(lettering.wrapped(t.label, text, tile, LINES) if lettering.drawable(t.label) else () for t in tiles)
    lines = max(map(len, labels))
    band = round(text * (0.3 + LINE * lines)) if lines else 0
    return _Layout(columns, ceil(len(tiles) / columns), tile, text, band, labels)


def _photo(tile: Tile, side: int) -> Canvas:
    """A photo as a square, its face ringed; calm grey where the photo is gone."""
    thumb = None if tile.thumb is None else cv2.imdecode(np.frombuffer(tile.thumb, np.uint8), cv2.IMREAD_COLOR_BGR)
    if thumb is None:
        return np.full((side, side, 3), PAPER, np.uint8)
    height, width = thumb.shape[:2]
    short = min(width, height)
    aim = _middle(tile.face) if tile.face else AIM
    x, y = _within(aim[0] * width, short, width), _within(aim[1] * height, short, height)
    square = np.asarray(cv2.resize(thumb[y : y + short, x : x + short], (side, side)), np.uint8)
    if tile.mark in ("reject", "copy"):
        grey = cv2.cvtColor(cv2.cvtColor(square, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
        square = np.asarray(cv2.addWeighted(grey, KEPT, np.full_like(grey, PAPER), 1 - KEPT, 0), np.uint8)
    if tile.face:
        at = np.array(
            [tile.face[0] * width - x, tile.face[1] * height - y, tile.face[2] * width, tile.face[3] * height]
        )
        badges.draw_ring(square, tuple(at * side / short))
    return square


def _rounded(side: int) -> NDArray[np.float32]:
    """The opacity (side x side x 1) of a square with round corners."""
    mask = np.zeros((side, side), np.uint8)
    near, far = round(side * ROUND), side - 1 - round(side * ROUND)
    cv2.rectangle(mask, (0, near), (side - 1, far), 255, cv2.FILLED)
    cv2.rectangle(mask, (near, 0), (far, side - 1), 255, cv2.FILLED)
    for corner in ((near, near), (far, near), (near, far), (far, far)):
        cv2.circle(mask, corner, near, 255, cv2.FILLED, cv2.LINE_AA)
    return (mask[..., None] / 255).astype(np.float32)


def _blend(spot: Canvas, photo: Canvas, opacity: NDArray[np.float32]) -> None:
    spot[:] = (spot * (1 - opacity) + photo * opacity + 0.5).astype(np.uint8)


def _framed(width: int, height: int, face: Box | None) -> tuple[int, int, int, int]:
    """The part (x, y, width, height) of a picture that its thumbnail shows: all but the ends of a long one."""
    w, h = min(width, round(height * SQUAREST)), min(height, round(width * SQUAREST))
    across, down = _middle(face) if face else (AIM[0] * width, AIM[1] * height)
    return _within(across, w, width), _within(down, h, height), w, h


def _middle(box: Box) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _within(middle: float, length: int, whole: int) -> int:
    """Where a stretch of that length around `middle` begins, kept inside the whole."""
    return round(min(max(middle - length / 2, 0), whole - length))


def _jpeg(pixels: Canvas) -> bytes:
    return cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, QUALITY))[1].tobytes()
