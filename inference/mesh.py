"""The 468-point face mesh: a picture and where the eyes roughly are in, a dense face out.

Refuses to know how the face was found. Point numbers are MediaPipe's canonical face mesh; "left" and "right" here
are the picture's for an upright person.
"""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import tflite

SIDE = 192  # pixels, the network's input
ROOM = 3.1  # side of the crop in eye distances: MediaPipe's 1.5 times the detector's box, which is about two of them
PASSES = 2  # the second crop is centred on what the first found

LEFT_EYE = (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
RIGHT_EYE = (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466)
LEFT_BROW = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
RIGHT_BROW = (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152,
    148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
NOSE_TIP, CHIN, FOREHEAD, LEFT_SIDE, RIGHT_SIDE, MOUTH_LEFT, MOUTH_RIGHT = 1, 152, 10, 234, 454, 61, 291

Points = NDArray[np.float32]  # 468 x 3: x and y in pixels, z in the same unit towards the back


class Mesh:
    """The loaded network; one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._net = tflite.read(path)

    def fit(
        self, pixels: NDArray[np.uint8], eyes: NDArray[np.float32], mouth: NDArray[np.float32]
    ) -> tuple[Points, float]:
        """The mesh of the face with these `eyes` (2 x 2) and `mouth` (2), and how sure the network is, 0 to 1."""
        points, certainty = np.zeros((468, 3), np.float32), 0.0
        for _ in range(PASSES):
            points, certainty = self._once(pixels, eyes, mouth)
            eyes = np.stack([points[list(LEFT_EYE), :2].mean(axis=0), points[list(RIGHT_EYE), :2].mean(axis=0)])
            mouth = points[[MOUTH_LEFT, MOUTH_RIGHT], :2].mean(axis=0)
        return points, certainty

    def _once(
        self, pixels: NDArray[np.uint8], eyes: NDArray[np.float32], mouth: NDArray[np.float32]
    ) -> tuple[Points, float]:
        """One pass over a crop turned so that the eyes are level."""
        between, middle = eyes[1] - eyes[0], eyes.mean(axis=0)
        angle = float(np.arctan2(between[1], between[0]))
        # A turned face has its eyes close together, but the way down to the mouth keeps its length.
        size = max(float(np.hypot(*between)), 0.85 * float(np.hypot(*(mouth - middle))), 1.0)
        scale = SIDE / (ROOM * size)
        cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
        centre = middle + (mouth - middle) * 0.35
        into = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]], np.float32)
        into[:, 2] = SIDE / 2 - into[:, :2] @ centre
        crop = cv2.warpAffine(pixels, into, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._net.setInput(cv2.dnn.blobFromImage(crop, 1 / 255))
        flag, values = self._net.forward(["conv2d_31", "conv2d_21"])
        raw = values.reshape(468, 3)
        back = cv2.invertAffineTransform(into)
        flat = raw[:, :2] @ back[:, :2].T + back[:, 2]
        points = np.concatenate([flat, raw[:, 2:] / scale], axis=1).astype(np.float32)
        return points, float(1 / (1 + np.exp(-flag.reshape(-1)[0])))
