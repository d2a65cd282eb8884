"""The marks on the photos of a contact sheet: numbers, ticks, crosses, question marks and rings.

Each mark has its own shape and its own colour, on a dark disc that separates it from any photo. Knows nothing of why a
photo is marked.
"""

from collections.abc import Sequence
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import lettering
from inference.lettering import Canvas, Colour

Mark = Literal["accept", "warn", "reject", "copy", "ask", "waiting"]

# BGR. Blue-green, amber, vermilion and blue stay apart for every kind of colour blindness (after Okabe and Ito).
COLOURS: Final[dict[Mark, Colour]] = {
    "accept": (112, 158, 0),
    "warn": (40, 176, 242),
    "reject": (44, 72, 214),
    "copy": (128, 122, 118),
    "ask": (222, 130, 38),
    "waiting": (128, 122, 118),
}
DARK: Final = (29, 32, 34)
LIGHT: Final = (255, 255, 255)
DISC: Final = 0.85  # radius in sizes of the text
RIM: Final = 0.11  # in sizes of the text
INSET: Final = 0.3  # from the photo's edge, in sizes of the text
STROKE: Final = 0.17  # in sizes of the text
SHIFT: Final = 4  # binary digits of a pixel's fraction
TICK: Final = ((-0.40, 0.04), (-0.12, 0.32), (0.42, -0.28))
CROSS: Final = (((-0.3, -0.3), (0.3, 0.3)), ((-0.3, 0.3), (0.3, -0.3)))
SHEETS: Final = ((-0.32, -0.32), (-0.02, -0.02))  # left upper corners of two sheets of paper, one before the other
SHEET: Final = 0.4
DOTS: Final = (-0.38, 0.0, 0.38)


def draw_mark(photo: Canvas, mark: Mark, text: int) -> None:
    """Draw a mark into the right lower corner; `text` is the size of letters in pixels."""
    radius = DISC * text
    at = np.array(photo.shape[1::-1]) - INSET * text - radius
    colour = COLOURS[mark]
    _disc(photo, at, radius + RIM * text, DARK)
    if mark == "warn":  # an outline: also told from the filled disc of a good photo without its colour
        _disc(photo, at, radius, colour)
        _disc(photo, at, radius - 1.2 * RIM * text, DARK)
    else:
        _disc(photo, at, radius, colour)
    match mark:
        case "accept":
            _stroke(photo, at, TICK, text, LIGHT)
        case "warn":
            _stroke(photo, at, TICK, text, colour)
        case "reject":
            for bar in CROSS:
                _stroke(photo, at, bar, text, LIGHT)
        case "copy":
            for x, y in SHEETS:
                edge = ((x, y), (x + SHEET, y), (x + SHEET, y + SHEET), (x, y + SHEET), (x, y))
                _stroke(photo, at, edge, text, LIGHT)
        case "ask":
            lettering.write(photo, "?", (at[0], at[1]), round(1.2 * text), LIGHT)
        case "waiting":
            for place in DOTS:
                _disc(photo, at + np.array([place * text, 0]), 0.12 * text, LIGHT)


def draw_number(photo: Canvas, number: int, text: int) -> None:
    """Draw the number of a photo into the left upper corner."""
    words = str(number)
    height = round(1.4 * text)
    width = max(height, lettering.measured(words, text) + round(0.8 * text))
    x = y = round(INSET * text)
    pill = np.zeros((height, width), np.uint8)
    left, right = (height // 2, height // 2), (width - 1 - height // 2, height // 2)
    cv2.line(pill, left, right, 190, height - 1, cv2.LINE_AA)
    spot = photo[y : y + height, x : x + width]
    opacity = pill[..., None].astype(np.float32) / 255
    spot[:] = (spot * (1 - opacity) + np.array(DARK) * opacity).astype(np.uint8)
    lettering.write(spot, words, (width / 2, height / 2), text, LIGHT)


def draw_ring(photo: Canvas, face: tuple[float, float, float, float]) -> None:
    """Draw a ring around a face, (x, y, width, height) in pixels."""
    x, y, w, h = face
    centre, axes = _fixed(x + w / 2, y + h / 2), _fixed(0.68 * w, 0.68 * h)
    width = max(3, photo.shape[0] // 60)
    cv2.ellipse(photo, centre, axes, 0, 0, 360, DARK, width + 4, cv2.LINE_AA, SHIFT)
    cv2.ellipse(photo, centre, axes, 0, 0, 360, LIGHT, width, cv2.LINE_AA, SHIFT)


def _disc(photo: Canvas, at: NDArray[np.float64], radius: float, colour: Colour) -> None:
    cv2.circle(photo, _fixed(at[0], at[1]), round(radius * 2**SHIFT), colour, cv2.FILLED, cv2.LINE_AA, SHIFT)


def _stroke(
    photo: Canvas, at: NDArray[np.float64], points: Sequence[tuple[float, float]], text: int, colour: Colour
) -> None:
    """A line through points given in sizes of the text, its ends round."""
    line = np.round((at + np.array(points) * text) * 2**SHIFT).astype(np.int32)
    cv2.polylines(photo, [line], False, colour, max(2, round(STROKE * text)), cv2.LINE_AA, SHIFT)


def _fixed(x: float, y: float) -> tuple[int, int]:
    """A point as OpenCV's fixed-point drawing wants it."""
    return round(x * 2**SHIFT), round(y * 2**SHIFT)
