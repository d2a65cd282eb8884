"""What compression and enlargement left of the face: how much of it is squares.

The face as it was sent, not turned, in; `squareness` out: the share of the face's contrast that runs exactly along
rows and columns of pixels, both alike. Light on a head knows no such directions, and good photos measure about 0.24.
Blocks of heavy JPEG compression and pixels blown up without smoothing have edges in these two only, also after the
picture was resized or compressed again. What a moving camera draws runs along one direction and does not count. Refuses
to know which of the two it was, and says nothing of smooth enlargement (inference.measures.sharpness).
"""

from math import sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.view import Mask, View

FACE_PX = 256.0  # width to which larger faces are shrunk: blocks that are gone then did no harm
ALONG = 0.15  # tangent of the angle to a row or column up to which contrast counts as along it: 8.5 degrees
LEAST_PX = 24  # width and height of a face below which nothing is said
LEAST_PIXELS = 200  # of the face, in the picture
GREY = np.array([0.299, 0.587, 0.114], np.float32)  # in fractions: rounded slopes lie along rows and columns too often


def measure(view: View) -> dict[str, float]:
    """`squareness`, 0 to 1: twice the geometric mean of the two shares; nothing where too little face is seen."""
    grey, face = _upright(view)
    if min(grey.shape) < LEAST_PX or np.count_nonzero(face) < LEAST_PIXELS:
        return {}
    across, down = (np.abs(cv2.Scharr(grey, cv2.CV_32F, x, 1 - x)[face]) for x in (1, 0))
    energy = across**2 + down**2
    rows, columns = (float(energy[a < ALONG * b].sum()) for a, b in ((across, down), (down, across)))
    return {"squareness": round(2 * sqrt(rows * columns) / max(float(energy.sum()), 1e-6), 3)}


def _upright(view: View) -> tuple[NDArray[np.float32], Mask]:
    """The face's box in grey, in rows and columns as they were sent, and where in it there is face."""
    x, y, width, height = view.face.box
    left, top = max(0, int(x)), max(0, int(y))
    crop = view.pixels[top : max(top, int(y + height)), left : max(left, int(x + width))]
    if not crop.size:
        return np.zeros((0, 0), np.float32), np.zeros((0, 0), np.bool_)
    scale = min(1.0, FACE_PX / width)
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    to_picture = np.array([[crop.shape[1] / size[0], 0, left], [0, crop.shape[0] / size[1], top], [0, 0, 1]])
    into = (np.vstack([view.into, [0, 0, 1]]) @ to_picture)[:2]
    oval = cv2.warpAffine(view.oval.astype(np.uint8), into, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
    face = cv2.erode(oval, np.ones((3, 3), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=(0,))
    return np.asarray(small.astype(np.float32) @ GREY, np.float32), face.astype(np.bool_)
