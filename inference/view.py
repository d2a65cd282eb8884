"""A picture as the measures of the selfie check look at it: the main face, level and at a fixed size, with its mesh.

Pixels and a face in, a `View` out. Refuses to know what is measured in it (inference.measures).
"""

from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.faces import Face, Pixels

SIDE = 256  # pixels of the aligned square
EYES_PX = 72.0  # distance between the eyes in it, made good for the turn of the head
EYES_AT = (128.0, 100.0)  # the point between the eyes: chin and brows of nearly every head are then inside

Mask = NDArray[np.bool_]  # SIDE x SIDE


@dataclass(frozen=True)
class View:
    """One upright picture, height x width x 3, sRGB, and the face in it that counts."""

    pixels: Pixels
    face: Face

    @cached_property
    def into(self) -> NDArray[np.float64]:
        """The map (2 x 3) from the picture to the aligned square."""
        scale, roll = EYES_PX / max(self.face.ied_px, 1.0), radians(self.face.roll)
        turn = scale * np.array([[cos(roll), sin(roll)], [-sin(roll), cos(roll)]])
        return np.column_stack([turn, np.array(EYES_AT) - turn @ np.array(self.face.eye_middle)])

    @cached_property
    def scale(self) -> float:
        """Pixels of the aligned square a pixel of the picture."""
        return hypot(self.into[0, 0], self.into[0, 1])

    @cached_property
    def aligned(self) -> Pixels:
        """The face, SIDE x SIDE x 3: eyes level, EYES_PX apart; averaged down, not sampled; edges repeated outside."""
        left, top, around = self._around()
        shrunk = max(1.0, 1.0 / self.scale)
        height, width = around.shape[:2]
        size = (max(1, round(width / shrunk)), max(1, round(height / shrunk)))
        small = cv2.resize(around, size, interpolation=cv2.INTER_AREA) if shrunk > 1.0 else around
        back = np.array([[width / small.shape[1], 0, left], [0, height / small.shape[0], top], [0, 0, 1]])
        into = (np.vstack([self.into, [0, 0, 1]]) @ back)[:2]
        warped = cv2.warpAffine(small, into, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(warped, np.uint8)

    def _around(self) -> tuple[int, int, Pixels]:
        """The part that the aligned square shows, with its left and top: all of 12 megapixels would cost 0.1 s."""
        corners = np.array([(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]) - self.into[:, 2]
        there = corners @ np.linalg.inv(self.into[:, :2]).T
        room = 2 / min(self.scale, 1.0)  # for what is averaged across the border
        height, width = self.pixels.shape[:2]
        left, top = (
            int(np.clip(v, 0, most - 1)) for v, most in zip(there.min(axis=0) - room, (width, height), strict=True)
        )
        right, bottom = (int(np.ceil(v)) for v in there.max(axis=0) + room)
        return left, top, self.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]

    @cached_property
    def points(self) -> NDArray[np.float64] | None:
        """The mesh, 468 x 2, in pixels of the aligned square; None without a mesh."""
        if self.face.mesh is None:
            return None
        return self.face.mesh[:, :2].astype(np.float64) @ self.into[:, :2].T + self.into[:, 2]

    @cached_property
    def inside(self) -> Mask:
        """Which pixels of the aligned square show the picture, and not its repeated edge."""
        height, width = self.pixels.shape[:2]
        corners = np.array([(0, 0), (width, 0), (width, height), (0, height)]) @ self.into[:, :2].T + self.into[:, 2]
        return filled(corners)

    @cached_property
    def oval(self) -> Mask:
        """The face from hairline to chin, in the aligned square; without a mesh an ellipse of usual shape."""
        if self.points is None:
            canvas = np.zeros((SIDE, SIDE), np.uint8)
            middle = (round(EYES_AT[0]), round(EYES_AT[1] + 0.45 * EYES_PX))
            axes = (round(1.05 * EYES_PX), round(1.3 * EYES_PX))
            cv2.ellipse(canvas, middle, axes, 0, 0, 360, 1, cv2.FILLED)
            return canvas.astype(np.bool_)
        return filled(self.points[list(mesh.OVAL)])


def filled(corners: NDArray[np.float64]) -> Mask:
    """The polygon with these `corners` (n x 2) in the aligned square."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    shape = np.clip(np.round(corners), -4 * SIDE, 4 * SIDE).astype(np.int32)
    cv2.fillPoly(canvas, [shape], (1,))
    return canvas.astype(np.bool_)
