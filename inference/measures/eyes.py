"""The eyes: whether they can be seen, and how far they are open.

A view in, numbers out. Clear glasses, narrowed and closed eyes are eyes that can be seen; dark lenses and bars are not.
Refuses to know what hides them.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.irises import CORNERS, openings
from inference.measures.light import FLOOR, LINEAR, LUMINANCE
from inference.measures.templates import EYE, Grey, cut, tone_of
from inference.view import View

USUAL_WIDTH = 33.0  # pixels of the aligned square between the corners of an eye that looks to the camera
LEAST_ACROSS = 0.6  # as narrow as a turn of the head may draw an eye
# Below the middle of an eye in widths of it: skin that a lens covers, and skin that none does.
UNDER, CHEEK = 0.42, 1.15
ALONG = (-0.3, 0.0, 0.3)  # where the skin under an eye is looked at, in widths of it
SMALL, LARGE = 3, 6  # pixels to each side of a look

Point = NDArray[np.float64]  # x, y in the aligned square


def measure(view: View) -> dict[str, float]:
    """The eyes of a face with a mesh; nothing without.

    `eyes_seen`: of the eye that is seen better, about 1 where it is as usual, about 0 where it is covered.
    `far_eye_seen`: the same of the other eye.
    `under_eyes_stops`: how much darker the skin under the eyes is than the cheeks, for the eye where it is less:
    deep-set eyes in hard sun reach 1.4, sunglasses begin at 2.
    `eye_opening`: between the lids of the eye that is open wider, in distances from the eyes to the chin (T of
    ISO/IEC 29794-5).
    """
    points = view.points
    if points is None:
        return {}
    grey = np.asarray(cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY), np.uint8)
    corners = [(points[outer], points[inner]) for outer, inner in CORNERS]
    tone = tone_of(grey, view.oval)
    least, most = sorted(_seen(grey, tone, *pair, mirrored=side > 0) for side, pair in enumerate(corners))
    light = LINEAR[view.aligned] @ LUMINANCE
    down = points[mesh.CHIN] - np.mean(corners, axis=(0, 1))
    down = down / max(float(np.hypot(*down)), 1.0)
    return {
        "eyes_seen": most,
        "far_eye_seen": least,
        "under_eyes_stops": min(_darker(light, *pair, down) for pair in corners),
        "eye_opening": max(openings(view.aligned, points)) / max(view.face.chin_px * view.scale, 1.0),
    }


def _seen(grey: Grey, tone: float, outer: Point, inner: Point, *, mirrored: bool) -> float:
    """How much an eye is where the mesh has one; the template is a left eye."""
    along = outer - inner if mirrored else inner - outer
    across = max(float(np.hypot(*along)) / USUAL_WIDTH, LEAST_ACROSS)
    piece = cut(grey, (outer + inner) / 2, along, (round(EYE.size[0] * across), EYE.size[1]), EYE.size)
    return EYE.seen(piece[:, ::-1] if mirrored else piece, tone)


def _darker(light: NDArray[np.float64], outer: Point, inner: Point, down: Point) -> float:
    """Stops from the cheek down to the skin under one eye."""
    middle, along = (outer + inner) / 2, inner - outer
    width = float(np.hypot(*along))
    under = [_look(light, middle + down * width * UNDER + along * share, SMALL) for share in ALONG]
    cheek = _look(light, middle + down * width * CHEEK, LARGE)
    return float(np.log2((cheek + FLOOR) / (np.mean(under) + FLOOR)))


def _look(light: NDArray[np.float64], at: Point, around: int) -> float:
    """The light at a point, as the median of what lies `around` it."""
    x, y = np.clip(np.round(at).astype(int), around, light.shape[0] - 1 - around)
    return float(np.median(light[y - around : y + around + 1, x - around : x + around + 1]))
