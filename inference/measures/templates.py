"""How much a piece of a face looks like the feature that should be there: mouth or eye.

A piece of grey face in, one number out. The piece is described by how strong its lines are in six directions, cell by
cell, so that neither skin nor light counts; a linear template says which lines tell a feature from whatever covers one.
Refuses to know where features lie and what it means when one is not seen.

The templates are fitted, offline: regularised linear discriminants between mouths (eyes) of labelled photos at many
sizes, compressions and lights, and the same places under drawn masks, hands, cups, microphones, cloth and bars
(sunglasses) of many colours and shapes. Fitted on five sixths of the people and tried on the rest, 99 % of the visible
mouths lie above 0.56 and 95 % of the covered below 0.54; of the eyes 99 % lie above 0.68 and 90 % below 0.56.
"""

from base64 import b64decode
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.view import Mask

DIRECTIONS = 6
FAINT = 0.9  # of the face's tone: what nothing has in its lines; keeps grain and reflections from counting as form
DARKEST = 16.0  # tone from which on darkness is noise

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

    def seen(self, piece: Grey, tone: float) -> float:
        """How much the feature is there: about 1 where it is as usual, about 0 where covered; `tone`: of the face."""
        return float(lines(piece, self.cell, tone) @ self._weights - self.middle + 0.5)

    @cached_property
    def _weights(self) -> NDArray[np.float64]:
        return np.frombuffer(b64decode(self.weights), np.int8).astype(np.float64) * self.unit


def tone_of(grey: Grey, face: Mask) -> float:
    """The mean tone of a face, 0 to 255."""
    return float(grey[face].mean()) if face.any() else 0.0


def cut(grey: Grey, middle: NDArray[np.float64], along: NDArray[np.float64], size: Size, into: Size) -> Grey:
    """What lies within `size` around `middle`, level with `along`, drawn `into` so many pixels (all width, height)."""
    angle = float(np.arctan2(along[1], along[0]))
    across, down = into[0] / size[0], into[1] / size[1]
    turn = np.array([[np.cos(angle) * across, np.sin(angle) * across], [-np.sin(angle) * down, np.cos(angle) * down]])
    move = np.column_stack([turn, np.array(into) / 2 - turn @ middle])
    piece = cv2.warpAffine(grey, move, into, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(piece, np.uint8)


def lines(piece: Grey, cell: int, tone: float) -> NDArray[np.float64]:
    """Strength of the lines in each direction and cell, as roots of their shares; `tone` of the face: 0 to 255."""
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
    return np.sqrt(cells / (cells.sum() + FAINT * max(tone, DARKEST))).reshape(-1)


MOUTH = Template(
    (72, 48),
    12,
    "Jv0c5sLTH+/s4REPNQfe8SQpLTAm5QAYIRH6z/sNIOff/QYNCP8my/nq1vo78v++8QshJmLo5w5nKUcJ2OcCCErZ5/sTBRrSETk/"
    "vUEIvOlwJkzywOc5Z3/uuPR7alPQtv9KDX7d6iFnzFkS4fi4rvX9/SjTmuwF9xY5JRnw5/QKS1cB6A71quUC7ATxoMHu",
    0.00855,
    0.7695,
)
EYE = Template(
    (48, 32),
    8,
    "+Q3V3R8NCQolBx0OCgYVCCkL8v0Q+SLlCA8Z6iIQ5AUFxdQcB0BA9QEF2xh/OxYS1vpKQgsK+Sg3Pyz38BMQCkwEGhr16iEpExsH"
    "5i0t5hAr+SsgyeoxEzon7DVKEQnd6Rcd+DT5CT0d1wMC7O/49hn6/P8CAS8DBQQsFxEECQVBGwUBBhku//nv+ikW9vn3",
    0.00884,
    1.0106,
)
