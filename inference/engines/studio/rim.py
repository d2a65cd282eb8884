"""The rim of the cut: what of the old background's colour is left in it, removed and measured.

A picture, its alpha and the person's colours go in; cleaner colours and a share of spill come out. The rim is
compared with the person a little farther in and with the old background a little farther out. Refuses to know people
and backdrops.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from inference.engines.studio import matting
from inference.engines.studio.planes import Image, Plane

HEIGHT = 640  # pixels the neighbouring colours are averaged at
SPREAD = 0.016  # standard deviation of that average, in frame heights: a lock of hair
DEPTH = 0.011  # how far into the person the rim reaches, in frame heights
INSIDE, OUTSIDE = 0.97, 0.03  # alpha of what is surely the one or the other
UNLIKE = (0.10, 0.25)  # distance of both colours (0 to 1 scale) from which spill is told, and is told well
OWN_PLAY = 0.06  # share of the way to the background that the person's own shades may go
OWN_HUE = 0.25  # share of a rim's own hue that stays; light of the background colours it even where it looks clean


@dataclass(frozen=True)
class Sides:
    """Mean colours near every pixel: `ahead` of the person, `behind` of the old background.

    `known`: 0 to 1, whether there was anything to take the mean of; `told`: whether the two can be told apart as well.
    """

    ahead: Image
    behind: Image
    known: Plane
    told: Plane


def sides(image: Image, alpha: Plane) -> Sides:
    """Both sides' colours around the rim of a small picture."""
    height = image.shape[0]
    reach = 2 * max(1, round(DEPTH * height)) + 1
    inner = cv2.erode((alpha > INSIDE).astype(np.float32), np.ones((reach, reach), np.uint8))
    outer = cv2.erode((alpha < OUTSIDE).astype(np.float32), np.ones((3, 3), np.uint8))
    ahead, near = _mean(image, inner, SPREAD * height)
    behind, far = _mean(image, outer, SPREAD * height)
    distance = np.sqrt(((behind - ahead) ** 2).sum(axis=-1))
    told = np.clip((distance - UNLIKE[0]) / (UNLIKE[1] - UNLIKE[0]), 0, 1)
    known = np.clip(40 * np.minimum(near, far), 0, 1)
    return Sides(ahead, behind, known, told * known)


def _mean(image: Image, weight: Plane, sigma: float) -> tuple[Image, Plane]:
    """The weighted mean colour around every pixel, and how much weight it stands on."""
    total = cv2.GaussianBlur(weight, (0, 0), sigma)
    return cv2.GaussianBlur(image * weight[..., None], (0, 0), sigma) / (total[..., None] + 1e-6), total


def spill(colour: Image, near: Sides) -> Plane:
    """How far each colour lies from the person's towards the old background's: 0 the person's own, 1 the other's."""
    way = near.behind - near.ahead
    part = ((colour - near.ahead) * way).sum(axis=-1) / ((way**2).sum(axis=-1) + 1e-4)
    return near.told * np.clip((part - OWN_PLAY) / (1 - OWN_PLAY), 0, 1.3)


def depth(alpha: Plane) -> Plane:
    """How much of each pixel lies in the rim: 1 at the outline, falling to 0 at DEPTH within the person."""
    reach = 2 * max(1, round(DEPTH * alpha.shape[0])) + 1
    around = cv2.blur(alpha, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    np.subtract(1, around, out=around)
    np.minimum(3 * around, 1, out=around)
    around[(alpha <= 0.02) | (around < 0)] = 0
    return around


def cleaned(colour: Image, alpha: Plane, near: Sides) -> Image:
    """The person's colours, changed in place: in the rim, what is the old background's in a colour is taken out.

    `near` at any size; the rim is found in `alpha` at its own.
    """
    part = depth(alpha)
    where = part > 0
    size = (near.told.shape[1], near.told.shape[0])
    layers = (near.ahead, near.behind, near.known, near.told)
    found = Sides(*(matting.sampled(layer, where, size) for layer in layers))
    weight = part[where][:, None]
    share = weight * spill(colour[where], found)[..., None]
    clean = np.maximum(colour[where] - share * (found.behind - found.ahead), 0)
    own = found.ahead * (clean.mean(axis=-1, keepdims=True) / (found.ahead.mean(axis=-1, keepdims=True) + 1e-4))
    clean += (1 - OWN_HUE) * weight * found.known[..., None] * (own - clean)
    colour[where] = np.clip(clean, 0, 1)
    return colour
