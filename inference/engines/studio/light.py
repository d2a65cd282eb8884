"""Light mended and given direction: exposure and white balance read off the whites of the eyes, then a soft key light.

The framed picture and the face in it go in; gains come out. The whites of the eyes are about alike in everyone,
so a dark face is not taken for a dark photo, and skin keeps its tone. Refuses to know looks: a side and a strength
are told to it.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.engines.studio import skin
from inference.engines.studio.planes import Image, Plane
from inference.engines.studio.skin import Features

LEAST_EYE = 9.0  # pixels an eye must be wide for its white to be read
# sRGB level of the eye's white, and its ratios of red and blue to green: quartiles over 78 accepted labelled photos.
WHITE = 0.48
RED_TO_GREEN, BLUE_TO_GREEN = (1.10, 1.37), (0.89, 0.99)
SCENE_RED, SCENE_BLUE = (1.00, 1.09), (0.96, 1.02)  # the same ratios of a scene's bright parts
FAIR = 0.52  # mean sRGB level of a face above which nothing is lifted, however shaded the eyes are
MOST_LIFT, TRUST_IN_CAST, MOST_CAST = 1.20, 0.7, 0.10  # sRGB gain; share of the cast mended; gain away from 1
ONE_SIDED = 0.10  # sRGB log ratio between the cheeks from which the photo's own light has a side
DEPTH = 0.30  # relighting of a full-strength look, sRGB gain from lit to unlit cheek
FALL = 0.16  # how much darker the frame's lower edge is, as the key light is hung at the head


@dataclass(frozen=True)
class Mend:
    """`lift`: gain of the dark tones, 1 to MOST_LIFT; `balance`: gains of red, green and blue."""

    lift: float
    balance: tuple[float, float, float]


NOTHING = Mend(1.0, (1.0, 1.0, 1.0))


def measure(image: Image, features: Features, detail: float) -> Mend:
    """What would mend the picture; NOTHING where the whites of the eyes cannot be read.

    `detail`: pixels of the photo per pixel of the frame (below 1 where enlarged).
    """
    if features.mesh is None:
        return NOTHING
    whites = [
        w
        for ring in (mesh.LEFT_EYE, mesh.RIGHT_EYE)
        if (w := _white(image, features.mesh[list(ring)], detail)) is not None
    ]
    if not whites:
        return NOTHING
    white = np.max(whites, axis=0)
    face = float(image[skin.face_outline(image.shape, features)].mean())
    lift = float(np.clip((WHITE / max(float(white.mean()), 0.05)) ** 0.5, 1.0, MOST_LIFT))
    lift = min(lift, max(1.0, FAIR / max(face, 0.05)))
    if is_grey(image):
        return Mend(lift, NOTHING.balance)
    scene = _bright_mean(image)
    red = _agreed(_beyond(white[0] / white[1], RED_TO_GREEN), _beyond(scene[0] / scene[1], SCENE_RED))
    blue = _agreed(_beyond(white[2] / white[1], BLUE_TO_GREEN), _beyond(scene[2] / scene[1], SCENE_BLUE))
    gains = np.clip(np.exp(-TRUST_IN_CAST * np.array([red, 0.0, blue])), 1 - MOST_CAST, 1 + MOST_CAST)
    gains = gains / float(gains @ np.array([0.30, 0.59, 0.11]))
    return Mend(lift, (float(gains[0]), float(gains[1]), float(gains[2])))


def is_grey(image: Image) -> bool:
    """Whether the photo is black and white; it stays so."""
    return float(np.ptp(image.reshape(-1, 3)[::997], axis=1).mean()) < 0.02


def _bright_mean(image: Image) -> NDArray[np.float64]:
    """The colour of the scene's bright parts: shades of grey with the sixth norm (Finlayson and Trezzi 2004)."""
    points = image[::5, ::5].reshape(-1, 3).astype(np.float64)
    return (points**6).mean(axis=0) ** (1 / 6)


def _beyond(ratio: float, usual: tuple[float, float]) -> float:
    """How far, as a logarithm, a ratio lies outside of its usual range."""
    low, high = (float(np.log(v)) for v in usual)
    value = float(np.log(max(ratio, 0.05)))
    return min(value - low, 0.0) + max(value - high, 0.0)


def _agreed(a: float, b: float) -> float:
    """The weaker of two witnesses of a cast, and nothing where they disagree."""
    return float(np.sign(a)) * min(abs(a), abs(b)) if a * b > 0 else 0.0


def _white(image: Image, ring: NDArray[np.float64], detail: float) -> NDArray[np.float64] | None:
    """The colour (3) of one eye's white, or None where the eye is too small or shut."""
    (x0, y0), (x1, y1) = np.floor(ring.min(axis=0)).astype(int), np.ceil(ring.max(axis=0)).astype(int)
    if (x1 - x0) * detail < LEAST_EYE or (y1 - y0) < 0.16 * (x1 - x0):
        return None
    if x0 < 0 or y0 < 0 or x1 > image.shape[1] or y1 > image.shape[0]:
        return None
    part = image[y0:y1, x0:x1]
    area = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(area, [(ring - [x0, y0]).astype(np.int32)], 1)
    inside = part[area == 1]
    if inside.shape[0] < 12:
        return None
    brightness = inside.mean(axis=1)
    low, high = np.percentile(brightness, (70, 92))  # above iris and lashes, below the catchlight
    return np.median(inside[(brightness >= low) & (brightness <= high)], axis=0).astype(np.float64)


def mended(image: Image, mend: Mend) -> Image:
    """The picture, changed in place: dark tones lifted without clipping the bright ones, colours balanced."""
    if mend.lift > 1.0:
        bent = image * np.float32(mend.lift - 1)
        bent += 1
        image *= np.float32(mend.lift)
        image /= bent
    image *= np.array(mend.balance, np.float32)
    return image


def own_side(image: Image, features: Features) -> float:
    """Where the photo's own light comes from: -1 left, 1 right, 0 about even."""
    eyes, down = features.eyes, (features.chin - features.middle) * 0.42
    sides = [_mean_around(image, eye + down, 0.18 * features.apart) for eye in eyes]
    ratio = float(np.log(max(sides[1], 0.02) / max(sides[0], 0.02)))
    return float(np.sign(ratio)) if abs(ratio) > ONE_SIDED else 0.0


def _mean_around(image: Image, point: NDArray[np.float64], reach: float) -> float:
    """Mean brightness of a square around a point, clipped to the picture."""
    x0, y0 = (int(max(0, v - reach)) for v in point)
    part = image[y0 : int(point[1] + reach) + 1, x0 : int(point[0] + reach) + 1]
    return float(part.mean()) if part.size else 0.5


def key_light(width: int, height: int, features: Features, side: float, strength: float) -> Plane:
    """Gains (about 1) of a soft key light at `side` on a head-shaped ellipsoid and the shoulders below."""
    small_w, small_h = -(-width // 8), -(-height // 8)
    y, x = np.mgrid[0:small_h, 0:small_w].astype(np.float32)
    face = features.scaled(small_w / width)
    tall = float(np.hypot(*(face.chin - face.middle)))
    middle = face.middle + (face.chin - face.middle) * 0.15
    across = (x - middle[0]) / (1.15 * tall)
    along = (y - middle[1]) / (1.25 * tall)
    radius = np.sqrt(across**2 + along**2)
    turn = np.tanh(1.2 * across)
    lit = side * turn - 0.35 * np.tanh(0.9 * along)
    on_head = np.exp(-0.5 * np.maximum(radius - 0.9, 0) ** 2 / 0.5**2)
    gain = 1 + 0.5 * DEPTH * strength * lit * (0.35 + 0.65 * on_head)
    below = np.clip((y - face.chin[1]) / max(small_h - face.chin[1], 1.0), 0, 1)
    gain = gain * (1 - FALL * below**1.5)
    return cv2.resize(gain.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
