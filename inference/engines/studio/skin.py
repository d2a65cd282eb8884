"""Skin evened, its texture kept: blotches between the size of a pore and of a cheek are softened, nothing else.

The framed picture and the face in it go in; a correction to add comes out. Refuses to touch eyes, brows, lips,
beard, hair, glasses and the shape of the light on the face.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.engines.studio.planes import Image, Mask, Plane

WORK_EYES = 64.0  # eye distance in pixels that the correction is computed at; it holds no fine detail
FINE, BROAD = 0.045, 0.22  # the band that is evened, in eye distances (standard deviations): above pores, below cheeks
EVEN_LIGHT, EVEN_COLOUR = 0.45, 0.55  # how much of the band goes
BLOTCH_LIGHT, BLOTCH_COLOUR = 9.0, 7.0  # Lab units; stronger differences are features and light, and stay
LIKE_SKIN = (16.0, 9.0)  # Lab distance from the cheeks' median, in lightness and in colour, that is still skin


@dataclass(frozen=True)
class Features:
    """A face in the frame: eye centres, mouth middle and chin (2), `mesh` 468 x 2 or None, all in frame pixels."""

    eyes: NDArray[np.float64]
    mouth: NDArray[np.float64]
    chin: NDArray[np.float64]
    mesh: NDArray[np.float64] | None

    @property
    def apart(self) -> float:
        """Eye distance in pixels, made good for a turned head by the way down to the chin."""
        return float(max(np.hypot(*(self.eyes[1] - self.eyes[0])), 0.55 * np.hypot(*(self.chin - self.middle))))

    @property
    def middle(self) -> NDArray[np.float64]:
        """The point between the eyes."""
        return self.eyes.mean(axis=0)

    def scaled(self, scale: float) -> "Features":
        """The same face in a picture `scale` times the size."""
        points = None if self.mesh is None else self.mesh * scale
        return Features(self.eyes * scale, self.mouth * scale, self.chin * scale, points)


def evening(image: Image, features: Features) -> Image:
    """What to add to `image` (0 to 1) to even the skin; zero elsewhere. Same shape as the image."""
    scale = min(1.0, WORK_EYES / features.apart)
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    face = features.scaled(scale)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
    mask = skin_mask(lab, face)
    fine = cv2.GaussianBlur(lab, (0, 0), FINE * face.apart)
    weight = cv2.GaussianBlur(mask, (0, 0), BROAD * face.apart)[..., None] + 1e-3
    broad = cv2.GaussianBlur(lab * mask[..., None], (0, 0), BROAD * face.apart) / weight
    band = fine - broad
    change = np.empty_like(band)
    change[..., 0] = -EVEN_LIGHT * band[..., 0] * np.exp(-((band[..., 0] / BLOTCH_LIGHT) ** 2))
    colour = np.exp(-((band[..., 1:] / BLOTCH_COLOUR) ** 2))
    change[..., 1:] = -EVEN_COLOUR * band[..., 1:] * colour
    change *= mask[..., None]
    evened = cv2.cvtColor(lab + change, cv2.COLOR_LAB2RGB)
    return cv2.resize(evened - small, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)


def skin_mask(lab: Image, face: Features) -> Plane:
    """Where bare skin of the face is, 0 to 1, soft at its edges."""
    oval = face_area(lab.shape[:2], face)
    cheeks = lab[oval > 0.99]
    if cheeks.shape[0] < 30:
        return np.zeros(lab.shape[:2], np.float32)
    bright = cheeks[cheeks[:, 0] >= np.percentile(cheeks[:, 0], 35)]
    typical = np.median(bright, axis=0)
    smooth = cv2.GaussianBlur(lab, (0, 0), 0.03 * face.apart)
    off = smooth - typical
    off[..., 0] = np.where(
        off[..., 0] > 0, off[..., 0] * 0.6, off[..., 0]
    )  # a highlight is skin sooner than a shadow is
    unlike = (off[..., 0] / LIKE_SKIN[0]) ** 2 + (off[..., 1] ** 2 + off[..., 2] ** 2) / LIKE_SKIN[1] ** 2
    likeness = np.exp(-0.5 * np.maximum(unlike - 1, 0)).astype(np.float32)
    return oval * likeness


def face_outline(shape: tuple[int, ...], face: Features) -> Mask:
    """What is certainly face, a little inside its outline: True there."""
    area = np.zeros(shape[:2], np.uint8)
    if face.mesh is None:
        middle = (face.middle + face.mouth) / 2
        axes = (round(0.6 * face.apart), round(0.85 * face.apart))
        cv2.ellipse(area, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 1, -1)
        return area.astype(bool)
    cv2.fillConvexPoly(area, cv2.convexHull(face.mesh[list(mesh.OVAL)].astype(np.int32)), 1)
    reach = 2 * max(1, round(0.06 * face.apart)) + 1
    return cv2.erode(area, np.ones((reach, reach), np.uint8)).astype(bool)


def face_area(shape: tuple[int, int], face: Features) -> Plane:
    """The face without eyes, brows and lips, 0 to 1, soft at its edges."""
    area = np.zeros(shape, np.uint8)
    if face.mesh is None:
        axes = (round(0.85 * face.apart), round(1.15 * face.apart))
        middle = (face.middle + face.chin) / 2
        cv2.ellipse(area, (round(middle[0]), round(middle[1])), axes, 0, 0, 360, 255, -1)
        for eye in face.eyes:
            cv2.circle(area, (round(eye[0]), round(eye[1])), round(0.42 * face.apart), 0, -1)
        cv2.ellipse(
            area,
            (round(face.mouth[0]), round(face.mouth[1])),
            (round(0.55 * face.apart), round(0.3 * face.apart)),
            0,
            0,
            360,
            0,
            -1,
        )
    else:
        cv2.fillPoly(area, [face.mesh[list(mesh.OVAL)].astype(np.int32)], 255)
        for ring in (mesh.LEFT_EYE, mesh.RIGHT_EYE, mesh.LEFT_BROW, mesh.RIGHT_BROW, mesh.LIPS):
            hull = cv2.convexHull(face.mesh[list(ring)].astype(np.int32))
            cv2.fillConvexPoly(area, hull, 0)
            cv2.polylines(area, [hull], True, 0, max(1, round(0.10 * face.apart)))
    return cv2.GaussianBlur(area, (0, 0), max(0.5, 0.05 * face.apart)).astype(np.float32) / 255
