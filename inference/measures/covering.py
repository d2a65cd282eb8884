"""What covers a face below the eyes: whether its mouth can be seen.

A view in, how much the mouth looks like one out. Beards, teeth, tongues and a hand beside the cheek leave a mouth a
mouth; masks, scarves, hands, cups and microphones do not. Refuses to know what it is that covers it.
"""

from math import cos, radians

import cv2
import numpy as np

from inference import mesh
from inference.measures.templates import MOUTH, cut, tone_of
from inference.view import View

UPPER_LIP, LOWER_LIP = 13, 14  # the inner edges
# The mesh guesses a mouth in a beard some pixels off: it is looked for around there too, in the aligned square.
SHIFTS = ((0, 0), (-8, 0), (8, 0), (0, -8), (0, 8), (0, 16), (-8, 8), (8, 8))
LEAST_ACROSS = 0.6  # as narrow as a turn of the head may draw a mouth


def measure(view: View) -> dict[str, float]:
    """`mouth_seen`: about 1 where the mouth is as usual, about 0 where it is covered; nothing without a mesh."""
    points = view.points
    if points is None:
        return {}
    grey = np.asarray(cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY), np.uint8)
    lips = points[[mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT, UPPER_LIP, LOWER_LIP]].mean(axis=0)
    level = points[[362, 263]].mean(axis=0) - points[[33, 133]].mean(axis=0)
    across = max(cos(radians(1.2 * (view.face.yaw or 0.0))), LEAST_ACROSS)
    size = (round(MOUTH.size[0] * across), MOUTH.size[1])
    tone = tone_of(grey, view.oval)
    return {"mouth_seen": max(MOUTH.seen(cut(grey, lips + shift, level, size, MOUTH.size), tone) for shift in SHIFTS)}
