"""How much a piece of a face looks like the feature that should be there: mouth or eye.

A piece of grey face in, one number out. The piece is described by how strong its lines are in six directions, cell by
cell, so that neither skin nor light counts; a linear template says which lines tell a feature from whatever covers one.
Refuses to know where features lie and what it means when one is not seen.

The templates are fitted, offline: regularised linear discriminants between mouths (eyes) of labelled photos at many
sizes, compressions and lights, and the same places under drawn masks, hands, cups, microphones, cloth and bars
(sunglasses) of many colours and shapes. Across people: fitted on five sixths of the identities and tried on the rest,
98 % of the visible mouths lie above 0.55 and 90 % of the covered below 0.5.
"""

from base64 import b64decode
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 6
FAINT = 100.0  # what a piece of nothing has in its lines; keeps grain from counting as form

Grey = NDArray[np.uint8]
Size = tuple[int, int]  # width, height


@dataclass(frozen=True)
class Template:
    """Weights of a feature drawn `size` pixels large, in square cells of `cell` pixels."""

    size: Size
    cell: int
    weights: str  # signed bytes in base64: rows of cells of directions
    unit: float  # what one step of them is
    middle: float  # what lies half-way between the visible and the covered

    def seen(self, piece: Grey) -> float:
        """How much the feature is there: about 1 where it is as usual, about 0 where it is covered."""
        weights = np.frombuffer(b64decode(self.weights), np.int8).astype(np.float64)
        return float(lines(piece, self.cell) @ weights * self.unit - self.middle + 0.5)


def cut(grey: Grey, middle: NDArray[np.float64], along: NDArray[np.float64], size: Size, into: Size) -> Grey:
    """What lies within `size` around `middle`, level with `along`, drawn `into` so many pixels (all width, height)."""
    angle = float(np.arctan2(along[1], along[0]))
    across, down = into[0] / size[0], into[1] / size[1]
    turn = np.array([[np.cos(angle) * across, np.sin(angle) * across], [-np.sin(angle) * down, np.cos(angle) * down]])
    move = np.column_stack([turn, np.array(into) / 2 - turn @ middle])
    piece = cv2.warpAffine(grey, move, into, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(piece, np.uint8)


def lines(piece: Grey, cell: int) -> NDArray[np.float64]:
    """Strength of the lines in each direction and cell of `cell` pixels, as shares of the whole, square-rooted."""
    grey = piece.astype(np.float32)
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=1)
    direction = np.arctan2(down, across) % np.pi / np.pi * DIRECTIONS
    first, rest = np.floor(direction), direction % 1
    size = (piece.shape[1] // cell, piece.shape[0] // cell)
    strength = np.hypot(across, down)
    cells = np.zeros((size[1], size[0], DIRECTIONS))
    for number in range(DIRECTIONS):
        share = np.where(first % DIRECTIONS == number, 1 - rest, 0) + np.where(
            (first + 1) % DIRECTIONS == number, rest, 0
        )
        cells[:, :, number] = cv2.resize(strength * share, size, interpolation=cv2.INTER_AREA)
    return np.sqrt(cells / (cells.sum() + FAINT)).reshape(-1)


MOUTH = Template(
    (72, 48),
    12,
    "KP8b37jQJO/y3AcMNf/Z7yosKDMi5gMUJhf1zfcPHuTb/QgNCP8lvffr1P9F7Qe/8AcjL3To5Q1vMUoP2OkJBU3a4/UPBBnLD0RP"
    "u0UEuetwKU/wu+ZFZ3/nre1/a1fIsAJNCX3b7iBmw1wU4fazqvT+/ivQleoH+Bo5KR3w5vYLUloC7g3zq+oI6gHsncft",
    0.00804,
    0.7627,
)
EYE = Template(
    (48, 32),
    8,
    "+Q7Y3yAOCQwlBh8PCgYVBiwM8f0S+CLlBw8a6iEP5AUFwNIeBj9A9AMG2hd/OhYS0/hJQAoI9yg6Pyr18BMSCEsDGxz15yIqERoJ"
    "5Skq5Q0p+SwhyOsxEzsn7DNKEgre5xYf+Df6Bz4h1gUC6e/39xr6+/4BAC8DBQQtFhIECQVCGgUBBRox/fjt+SkX9vj3",
    0.00868,
    1.0014,
)
