"""How sharp the face is: the width of its contours, and the resolution that such contours amount to.

The aligned face in, two numbers out: `sharpness`, how many times its contours' width goes between the eyes, in the
direction in which they are widest, and `true_ied_px`, the pixels between the eyes that hold all the detail there is.
Good photos measure about 55, whatever the person. Only the face counts, so that a sharp wall behind it helps nobody;
grain, compression, contrast and exposure change little. Refuses to know whether focus, motion, a lens or enlargement
took the detail.

The width comes from blurring once more, twice (Elder and Zucker 1998, Zhuo and Sim 2011): the gradient of a contour of
width w falls with 1 / sqrt(w^2 + s^2) under a Gaussian of s, so two blurs give w whatever the contrast; here on the
average over the strongest slopes. Motion leaves the contours along its way sharp, hence directions.
"""

from math import pi, sqrt

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.view import EYES_PX, View

Floats = NDArray[np.float32]

FINE = 0.7  # standard deviations of the two blurs, in pixels of the aligned face: about half a contour's width, and all
COARSE = 1.4
DIRECTIONS = 6  # of half a turn: the worst is at most 15 degrees from the motion
STRONGEST = 0.1  # of the face's pixels: eyelids, brows, nostrils and lips, in whatever light
FLATTEST = 1 / 3  # of the face's pixels: skin, where grain is all there is
LEAST_PIXELS = 3000  # a tenth of the aligned face: of less nothing is said
LEAST_GAIN, MOST_GAIN = 0.001, 0.9  # of the slopes by the finer blur: none at all, and a line of a pixel
EDGE = 9  # pixels off the border of the picture, beyond what the blurs carry in

# A face enlarged smoothly from n pixels has contours as wide as its own and PIXEL of its pixels together, as squares
# add: fitted on 53 faces shrunk to six sizes of 24 to 44 px and enlarged in several ways; the medians agree within 2 %.
NATURAL = 1.4  # pixels of the aligned face
PIXEL = 0.48


def measure(view: View) -> dict[str, float]:
    """`sharpness` (3 to 266) and `true_ied_px` (0 to the distance there is); nothing where too little face is seen."""
    kernel = np.ones((EDGE, EDGE), np.uint8)
    inside = cv2.erode(view.inside.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=(0,))
    face = view.oval & inside.astype(np.bool_)
    if np.count_nonzero(face) < LEAST_PIXELS:
        return {}
    width = _contour(cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY).astype(np.float32), face)
    lost = sqrt(max(width**2 - NATURAL**2, 1e-6))
    true_ied = min(view.face.ied_px, PIXEL * EYES_PX / lost)
    return {"sharpness": round(EYES_PX / width, 1), "true_ied_px": round(true_ied, 1)}


def _contour(grey: Floats, face: NDArray[np.bool_]) -> float:
    """Standard deviation, in pixels, of the strongest contours in the direction in which they are widest."""
    fine, coarse = _gradients(grey, FINE, face), _gradients(grey, COARSE, face)
    angles = np.arange(DIRECTIONS) * pi / DIRECTIONS
    ratio = min(_ratio(*(np.cos(a) * x + np.sin(a) * y for x, y in (fine, coarse))) for a in angles)
    return sqrt((COARSE**2 - ratio**2 * FINE**2) / (ratio**2 - 1))  # ratio^2 = (w^2 + COARSE^2) / (w^2 + FINE^2)


def _gradients(grey: Floats, blur: float, face: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Slopes across and down, after a Gaussian of `blur` pixels, of the pixels of the face."""
    soft = cv2.GaussianBlur(grey, (0, 0), blur)
    slope = np.array([[-0.5, 0.0, 0.5]], np.float32)
    across, down = cv2.filter2D(soft, -1, slope)[face], cv2.filter2D(soft, -1, slope.T)[face]
    return np.asarray(across, np.float32), np.asarray(down, np.float32)


def _ratio(fine: Floats, coarse: Floats) -> float:
    """The strongest slopes under the fine blur, in those under the coarse one; grain taken off both."""
    height = np.abs(coarse)
    flattest, strongest = np.quantile(height, (FLATTEST, 1 - STRONGEST))
    strong, flat = height >= strongest, height <= flattest
    gained, there = (float(np.mean(s[strong] ** 2) - np.mean(s[flat] ** 2)) for s in (fine - coarse, coarse))
    return 1 + float(np.clip(sqrt(max(gained, 0.0) / max(there, 1e-6)), LEAST_GAIN, MOST_GAIN))
