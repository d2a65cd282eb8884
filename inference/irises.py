"""The lids and the iris of one eye, by the network that comes with the face mesh: finer than the mesh itself.

The aligned face and its mesh in, how far either eye is open out. Refuses to know what an open eye is good for. Where
the optional model is absent (inference.models_on_disk) the mesh's own lids are measured, which close less far.
"""

import threading
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import tflite
from inference.models_on_disk import installed

SIDE = 64  # pixels, the network's input
ROOM = 2.3  # side of the crop in eye widths, as MediaPipe gives the network
CORNERS = ((33, 133), (263, 362))  # outer and inner corner in the mesh, the picture's left eye first
LIDS = ((159, 145), (386, 374))  # middle of the upper and of the lower lid in the mesh
UPPER, LOWER = 12, 4  # the same in the network's contour

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]


def openings(face: Pixels, points: Points) -> tuple[float, float]:
    """Distance between the lids of the left and the right eye, in pixels of the square `face` that `points` lie in."""
    path = installed().iris
    if path is None:
        return _apart(points, *LIDS[0]), _apart(points, *LIDS[1])
    return _opening(path, face, points, right=False), _opening(path, face, points, right=True)


def _apart(points: Points, one: int, other: int) -> float:
    return float(np.hypot(*(points[one] - points[other])))


def _opening(path: Path, face: Pixels, points: Points, *, right: bool) -> float:
    """The network knows left eyes; a right one is shown to it in the mirror."""
    outer, inner = (points[i] for i in CORNERS[right])
    width = max(_apart(points, *CORNERS[right]), 1.0)
    along = (outer - inner if right else inner - outer) / width
    scale = SIDE / (ROOM * width)
    turn = scale * np.array([[along[0], along[1]], [-along[1], along[0]]])
    into = np.column_stack([turn, np.full(2, SIDE / 2) - turn @ ((outer + inner) / 2)])
    crop = cv2.warpAffine(face, into, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shown = np.ascontiguousarray(crop[:, ::-1] if right else crop)
    with _one_at_a_time:
        net = _net(path)
        net.setInput(cv2.dnn.blobFromImage(shown, 1 / 255))
        contour = np.asarray(net.forward("output_eyes_contours_and_brows"), np.float64).reshape(-1, 3)[:, :2]
    return _apart(contour, UPPER, LOWER) / scale


_one_at_a_time = threading.Lock()  # a network holds its buffers between calls; an eye takes 3 ms


@cache
def _net(path: Path) -> "cv2.dnn.Net":
    """The network, loaded once."""
    return tflite.read(path)
