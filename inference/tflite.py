"""Networks in TFLite files, read by OpenCV. Knows nothing of what they are for."""

import threading
from pathlib import Path

import cv2

_one_at_a_time = threading.Lock()  # OpenCV's reader lacks operators at random where two threads begin with it at once


def read(path: Path) -> "cv2.dnn.Net":
    """The network, for one thread at a time. By OpenCV's classic engine: the new one gives the first output only."""
    with _one_at_a_time:
        return cv2.dnn.readNetFromTFLite(str(path), cv2.dnn.ENGINE_CLASSIC)
