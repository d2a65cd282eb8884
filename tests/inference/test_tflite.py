"""Networks are read one at a time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import pytest

from inference import tflite


def test_two_threads_never_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCV's reader fails or crashes where two begin together, and with it the first order after a start."""
    together = threading.Barrier(2)
    met: list[bool] = []

    def read(*_: object) -> None:
        try:
            together.wait(0.2)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)

    monkeypatch.setattr(cv2.dnn, "readNetFromTFLite", read)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(tflite.read, [Path("a.tflite")] * 4))

    assert met == [False] * 4
