"""The studio's words for pictures: float32 unless said. OpenCV's stubs promise no element type, so nor can these."""

from typing import Any

from numpy.typing import NDArray

Image = NDArray[Any]  # height x width x 3, RGB, 0 to 1
Plane = NDArray[Any]  # height x width, 0 to 1
Mask = NDArray[Any]  # height x width, bool, or uint8 of 0 and 1
Points = NDArray[Any]  # n x 2, x and y in pixels
