"""BlazeFace, short range: a picture in, rough faces out. Sees faces from about a seventh of the picture's side.

Refuses to know about tiles, duplicates across them and what the faces are for. Decoding follows MediaPipe's
`face_detection_short_range` graph: 896 anchors on a 16 x 16 and an 8 x 8 grid, offsets in 128ths.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import tflite

SIDE = 128  # pixels, the network's input
FLOOR = 0.5  # MediaPipe's own threshold for the short-range detector
OVERLAP = 0.3  # intersection over union from which two candidates are one face


@dataclass(frozen=True)
class Candidate:
    """A rough face: `box` (x, y, w, h) and `points` (image-left eye, image-right eye, nose, mouth), in pixels."""

    box: tuple[float, float, float, float]
    points: NDArray[np.float32]
    confidence: float


def _anchors() -> NDArray[np.float32]:
    """Centres of the 896 anchors as shares of the side, in the order of the network's rows."""
    rows: list[NDArray[np.float32]] = []
    for cells, each in ((16, 2), (8, 6)):
        along = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        y, x = np.meshgrid(along, along, indexing="ij")
        rows.append(np.repeat(np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32), each, axis=0))
    return np.concatenate(rows)


class Blaze:
    """The loaded network; one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._net = tflite.read(path)
        self._anchors = _anchors()

    def find(self, pixels: NDArray[np.uint8]) -> list[Candidate]:
        """Faces in an RGB picture of any size, most certain first, duplicates merged."""
        height, width = pixels.shape[:2]
        side = max(height, width)
        scale = SIDE / side
        small = cv2.resize(
            pixels, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
        )
        square = np.full((SIDE, SIDE, 3), 128, np.uint8)
        square[: small.shape[0], : small.shape[1]] = small
        self._net.setInput(cv2.dnn.blobFromImage(square, 1 / 127.5, mean=(127.5, 127.5, 127.5)))
        scores, boxes = self._net.forward(["classificators", "regressors"])
        return self._decoded(
            np.asarray(scores, np.float32).ravel(), np.asarray(boxes, np.float32).reshape(-1, 16), side
        )

    def _decoded(self, scores: NDArray[np.float32], boxes: NDArray[np.float32], side: int) -> list[Candidate]:
        """The network's rows as candidates, non-maxima dropped."""
        certainty = 1 / (1 + np.exp(-np.clip(scores, -60, 60)))
        kept = np.flatnonzero(certainty > FLOOR)
        found: list[Candidate] = []
        for row in kept[np.argsort(-certainty[kept])]:
            values = boxes[row] / SIDE
            centre = self._anchors[row] + values[:2]
            x, y = (centre - values[2:4] / 2) * side
            box = (float(x), float(y), float(values[2] * side), float(values[3] * side))
            points = (self._anchors[row] + values[4:12].reshape(4, 2)) * side
            candidate = Candidate(box, points.astype(np.float32), float(certainty[row]))
            if all(overlap(candidate.box, other.box) < OVERLAP for other in found):
                found.append(candidate)
        return found


def overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    """Intersection over union of two boxes (x, y, w, h), 0 to 1."""
    wide = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    high = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    shared = max(0.0, wide) * max(0.0, high)
    return shared / (a[2] * a[3] + b[2] * b[3] - shared + 1e-9)
