"""How the head is turned, and how much of the face lies inside the picture.

The geometry of a view in, numbers out; no pixel is looked at. Refuses to know which turn is too much.
"""

from math import hypot

import numpy as np

from inference import mesh
from inference.view import View


def measure(view: View) -> dict[str, float]:
    """The turn of the head and the frame around the face.

    `yaw_degrees`: positive to the picture's right; `pitch_degrees`: positive downwards; `roll_degrees`: clockwise.
    The mesh sees less than the whole turn: a profile reads 25 to 45 degrees of yaw.
    `nose_across`: how far the tip of the nose lies from the middle of the face to its edge, 0 to 1 and beyond: from 1
    on it covers the far cheek.
    `face_inside_share`: share of the face from hairline to chin inside the picture, 0 to 1.
    `eye_to_side`: from the outermost eye centre to the nearer side of the picture, in eye distances.
    """
    face = view.face
    found = {"roll_degrees": face.roll, "eye_to_side": _eye_to_side(view), "face_inside_share": _inside(view)}
    if face.yaw is None or face.pitch is None or view.points is None:
        return found
    return found | {"yaw_degrees": face.yaw, "pitch_degrees": face.pitch, "nose_across": _nose_across(view)}


def _inside(view: View) -> float:
    """Share of the oval; what the aligned square itself leaves out is not counted."""
    return float(view.inside[view.oval].mean()) if view.oval.any() else 0.0


def _eye_to_side(view: View) -> float:
    """Negative where the eye itself lies outside."""
    height, width = view.pixels.shape[:2]
    return min(min(x, y, width - x, height - y) for x, y in view.face.eyes) / max(view.face.ied_px, 1.0)


def _nose_across(view: View) -> float:
    """Measured along the line between the two sides of the face."""
    points = view.points
    if points is None:
        return 0.0
    left, right, tip = points[mesh.LEFT_SIDE], points[mesh.RIGHT_SIDE], points[mesh.NOSE_TIP]
    across = right - left
    length = max(hypot(across[0], across[1]), 1e-6)
    along = float(np.dot(tip - left, across)) / length
    return abs(2 * along / length - 1)
