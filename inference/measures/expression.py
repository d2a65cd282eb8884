"""The expression of a face: how much it smiles and how far its mouth is open.

The mesh in, numbers out; pixels are not looked at. Refuses to know which expression a set of photos still lacks.
"""

import numpy as np

from inference import mesh
from inference.view import EYES_PX, View

STRAIGHT, WIDE = 0.85, 1.05  # width of the mouth in eye distances: serious mouths end near 0.88, smiles begin at 0.95
UPPER_LIP, LOWER_LIP = 13, 14  # the inner edges, by numbers of the mesh


def measure(view: View) -> dict[str, float]:
    """The expression; nothing without a mesh.

    `smile`: how wide the mouth is drawn, 0 for a serious one to 1 for a broad smile.
    `mouth_open`: between the lips, in distances from the eyes to the chin (T of ISO/IEC 29794-5).
    """
    points = view.points
    if points is None:
        return {}
    width = float(np.hypot(*(points[mesh.MOUTH_RIGHT] - points[mesh.MOUTH_LEFT]))) / EYES_PX
    opening = float(np.hypot(*(points[LOWER_LIP] - points[UPPER_LIP])))
    return {
        "smile": min(max((width - STRAIGHT) / (WIDE - STRAIGHT), 0.0), 1.0),
        "mouth_open": opening / max(view.face.chin_px * view.scale, 1.0),
    }
