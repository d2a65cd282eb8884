"""The eyes: whether they can be seen, and how far they are open.

A view in, numbers out. Clear glasses, narrowed and closed eyes are eyes that can be seen; dark lenses and bars are not.
Refuses to know what hides them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.irises import CORNERS, openings
from inference.measures.templates import EYE, Grey, cut
from inference.view import View

USUAL_WIDTH = 33.0  # pixels of the aligned square between the corners of an eye that looks to the camera
LEAST_ACROSS = 0.6  # as narrow as a turn of the head may draw an eye

Point = NDArray[np.float64]  # x, y in the aligned square


def measure(view: View) -> dict[str, float]:
    """The eyes of a face with a mesh; nothing without.

    `eyes_seen`: of the eye that is seen better, about 1 where it is as usual, about 0 where it is covered.
    `far_eye_seen`: the same of the other eye.
    `eye_opening`: between the lids of the eye that is open wider, in distances from the eyes to the chin (T of
    ISO/IEC 29794-5).
    """
    points = view.points
    if points is None:
        return {}
    grey = np.asarray(cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY), np.uint8)
    corners = [(points[outer], points[inner]) for outer, inner in CORNERS]
    least, most = sorted(_seen(grey, *pair, mirrored=side > 0) for side, pair in enumerate(corners))
    chin = max(view.face.chin_px * view.scale, 1.0)
    return {"eyes_seen": most, "far_eye_seen": least, "eye_opening": max(openings(view.aligned, points)) / chin}


def _seen(grey: Grey, outer: Point, inner: Point, *, mirrored: bool) -> float:
    """How much an eye is where the mesh has one; the template is a left eye."""
    along = outer - inner if mirrored else inner - outer
    across = max(float(np.hypot(*along)) / USUAL_WIDTH, LEAST_ACROSS)
    piece = cut(grey, (outer + inner) / 2, along, (round(EYE.size[0] * across), EYE.size[1]), EYE.size)
    return EYE.seen(piece[:, ::-1] if mirrored else piece)
