"""Whether a face has the proportions of a person, or the picture was squeezed, stretched or is of something else.

A view in, one number out. Lengths are taken in the mesh's three dimensions, so that neither a turned nor a
nodding head is mistaken for a squeezed one; open mouths change the chin alone. Refuses to know whose face it is.
"""

import numpy as np
from numpy.typing import NDArray

from inference.mesh import CHIN, LEFT_EYE, LEFT_SIDE, NOSE_TIP, RIGHT_EYE, RIGHT_SIDE
from inference.view import View

BRIDGE, INNER_LEFT, INNER_RIGHT, UNDER_NOSE = 168, 133, 362, 2  # of the mesh

# Medians of 112 labelled photographs: how long each is, as a share of its width.
NOSE, LOWER_FACE, MIDDLE_FACE = 1.39, 1.63, 0.40


def measure(view: View) -> dict[str, float]:
    """`stretch`: height to width of the face against that of the median person; nothing without a mesh.

    The geometric mean of nose to inner eyes, chin to eyes and middle of the face to its width. Labelled good photos
    lie at 0.91 to 1.09, other photographs of people, turned away or half covered, at 0.81 to 1.13.
    """
    if view.face.mesh is None:
        return {}
    points = view.face.mesh.astype(np.float64)
    left, right = points[list(LEFT_EYE)].mean(axis=0), points[list(RIGHT_EYE)].mean(axis=0)
    middle = (left + right) / 2
    nose = _ratio(points[BRIDGE] - points[NOSE_TIP], points[INNER_LEFT] - points[INNER_RIGHT])
    lower = _ratio(middle - points[CHIN], left - right)
    middling = _ratio(middle - points[UNDER_NOSE], points[LEFT_SIDE] - points[RIGHT_SIDE])
    return {"stretch": float(np.cbrt(nose / NOSE * lower / LOWER_FACE * middling / MIDDLE_FACE))}


def _ratio(tall: NDArray[np.float64], wide: NDArray[np.float64]) -> float:
    """One length as a share of another."""
    return float(np.linalg.norm(tall) / max(np.linalg.norm(wide), 1e-6))
