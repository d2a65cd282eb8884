"""Short words drawn into pictures, in the scripts that the fonts inside OpenCV draw rightly.

Those are Latin, Cyrillic, Greek and Chinese. Letters that join or run from right to left (Arabic, Devanagari) come out
wrong or as question marks, and no font of a system may be counted on: `drawable` says so and the caller leaves such
words out. Knows nothing of what is written.
"""

import unicodedata
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Canvas = NDArray[np.uint8]  # height x width x 3
Colour = tuple[int, int, int]  # in the order of the canvas

MISSING: Final = "?"  # what OpenCV draws for a letter it has no glyph of
WEIGHT: Final = 500  # medium: light strokes vanish in the JPEGs of a chat
CAPITAL: Final = 0.7  # height of a capital letter, of the font size
JOINED: Final = ("R", "AL", "AN", "NSM")  # bidirectional classes of letters that OpenCV does not order or join


def drawable(text: str) -> bool:
    """Whether every letter has a glyph and stands by itself, left to right."""
    return all(_has_glyph(letter) for letter in unicodedata.normalize("NFC", text))


def measured(text: str, size: int) -> int:
    """The width of a line in pixels, at a font size in pixels."""
    return cv2.getTextSize((0, 0), text, (0, 0), _font(), size, WEIGHT)[2]


def wrapped(text: str, size: int, width: int, most: int) -> tuple[str, ...]:
    """The text in at most so many lines within a width in pixels; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in _pieces(unicodedata.normalize("NFC", text)):
        if lines and measured((lines[-1] + word).rstrip(), size) <= width:
            lines[-1] += word
        else:
            lines.append(word)
    shown = [line.strip() for line in lines[:most]]
    if len(lines) > most:
        shown[-1] += "…"
    return tuple(_cut(line, size, width) for line in shown)


def write(canvas: Canvas, text: str, middle: tuple[float, float], size: int, colour: Colour) -> None:
    """Draw one line around a point: centred in width, its capital letters centred in height."""
    x, y = middle
    corner = (round(x - measured(text, size) / 2), round(y + CAPITAL * size / 2))
    cv2.putText(canvas, text, corner, colour, _font(), size, WEIGHT)


@cache
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


@cache
def _has_glyph(letter: str) -> bool:
    """Whether a letter can stand by itself and is drawn as anything but the sign for a missing one."""
    if unicodedata.bidirectional(letter) in JOINED or unicodedata.category(letter)[0] in "MC":
        return False
    return letter == MISSING or not np.array_equal(_drawn(letter), _drawn(MISSING))


def _drawn(letter: str) -> Canvas:
    canvas = np.zeros((48, 48, 3), np.uint8)
    cv2.putText(canvas, letter, (8, 36), (255, 255, 255), _font(), 28, WEIGHT)
    return canvas


def _pieces(text: str) -> list[str]:
    """Where a line may break: after a space, and between ideographs."""
    pieces: list[str] = []
    for letter in text:
        if not pieces or pieces[-1][-1] == " " or unicodedata.east_asian_width(letter) == "W":
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _cut(line: str, size: int, width: int) -> str:
    """A line, or as much of it as fits with an ellipsis."""
    if measured(line, size) <= width:
        return line
    kept = line.rstrip("…")
    while kept and measured(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"
