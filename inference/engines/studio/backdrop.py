"""What stands behind the person: a painted backdrop, or the photo's own background far out of focus.

Sizes, a `Backdrop` entry and a random generator go in, or the framed photo and its alpha; an image comes out.
Refuses to know faces and looks.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engines.studio.planes import Image, Plane
from inference.styles import Backdrop

PAINT_SCALE = 8  # paint is smooth: it is computed at an eighth of the size
GRAIN = 1.1 / 255  # of a painted backdrop, so that its gradients show no bands in 8 bits
# A point at infinity behind a person two metres away, through 85 mm at f/1.8, is 85^2 / (1.8 * 1915) = 2.1 mm
# across on 36 mm of film.
DISC = 0.058  # diameter in frame heights
SCENE_HEIGHT = 400  # pixels the scene is blurred at; nothing finer than the disc survives anyway
SHY = 0.02  # how far from the person the scene is trusted, in frame heights: nearer, hair and glow leak into it


def painted(backdrop: Backdrop, width: int, height: int, side: float, rng: np.random.Generator) -> Image:
    """The backdrop as paint, brighter opposite of a key light at `side` (-1 left to 1 right), as a wall would be."""
    small_w, small_h = -(-width // PAINT_SCALE), -(-height // PAINT_SCALE)
    y, x = np.mgrid[0:small_h, 0:small_w].astype(np.float32) / small_h
    across = small_w / small_h
    near_x, near_y = across * (backdrop.x - 0.10 * side), backdrop.y
    far = np.hypot(x - near_x, y - near_y) / backdrop.reach
    fade = 1 - np.exp(-1.6 * far**2)
    centre, edge = (np.array(c, np.float32) / 255 for c in (backdrop.centre, backdrop.edge))
    paint = centre + (edge - centre) * fade[..., None]
    corner = np.hypot((x - across / 2) / across, y - 0.5) / np.hypot(0.5, 0.5)
    paint = paint * (1 - backdrop.vignette * corner**3)[..., None]
    paint = paint + (backdrop.texture / 255 * _clouds(small_w, small_h, rng))[..., None]
    return cv2.resize(paint.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)


def _clouds(width: int, height: int, rng: np.random.Generator) -> Plane:
    """Mottling of brush and sponge: three octaves of soft noise, standard deviation about 1."""
    total = np.zeros((height, width), np.float32)
    for cells, weight in ((3, 0.8), (7, 0.5), (15, 0.3)):
        knots = rng.standard_normal((cells + 2, cells + 1)).astype(np.float32)
        total += weight * cv2.resize(knots, (width, height), interpolation=cv2.INTER_CUBIC)
    return total


def grain(width: int, height: int, sigma: float, seed: int) -> Plane:
    """Film grain of standard deviation `sigma` (0 to 1 scale), a tile repeated with its seams out of step."""
    tile = _grain_tile(seed % 7)
    rows, columns = -(-height // tile.shape[0]), -(-width // tile.shape[1])
    return np.tile(tile * np.float32(sigma), (rows, columns))[:height, :width]


@cache
def _grain_tile(seed: int) -> Plane:
    """Noise a little softer than white, as a demosaiced sensor's is; standard deviation 1; it wraps at its edges."""
    white = np.random.default_rng(seed).standard_normal((509, 397)).astype(np.float32)
    soft = cv2.GaussianBlur(np.pad(white, 4, mode="wrap"), (0, 0), 0.6)[4:-4, 4:-4]
    return (soft / soft.std()).astype(np.float32)


def out_of_focus(image: Image, alpha: Plane, inside: NDArray[np.uint8]) -> Image:
    """The scene behind the person as an 85 mm lens wide open shows it, SCENE_HEIGHT high at most.

    The person is filled in from around before the blur, so no halo of skin or hair is left. `inside`: 1 where the
    frame lies on the photo; what does not is filled in too.
    """
    scale = min(1.0, SCENE_HEIGHT / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    person = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    seen = cv2.resize(inside, size, interpolation=cv2.INTER_NEAREST)
    reach = 2 * max(1, round(SHY * size[1])) + 1
    shy = cv2.dilate((person > 0.04).astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    weight = ((1 - shy) * seen).astype(np.float32)
    filled = filled_in(small**2.2, weight)  # light adds up before the film's curve, so highlights grow into discs
    radius = DISC / 2 * size[1]
    blurred = cv2.filter2D(filled, -1, _disc(radius), borderType=cv2.BORDER_REFLECT)
    blurred = cv2.GaussianBlur(blurred, (0, 0), 0.25 * radius)
    return np.maximum(blurred, 0) ** (1 / 2.2)


def _disc(radius: float) -> Plane:
    """A soft-edged disc that sums to 1."""
    reach = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return disc / disc.sum()


def filled_in(image: Image, weight: Plane) -> Image:
    """The image with what surrounds it where `weight` is 0: pull and push over a pyramid (Gortler et al. 1996)."""
    if min(image.shape[:2]) <= 2:
        total = float(weight.sum())
        mean = (image * weight[..., None]).sum(axis=(0, 1)) / total if total > 0 else image.mean(axis=(0, 1))
        return np.where(weight[..., None] > 0, image, mean).astype(np.float32)
    coarse_weight = cv2.pyrDown(weight)
    coarse = cv2.pyrDown(image * weight[..., None]) / np.maximum(coarse_weight, 1e-6)[..., None]
    below = filled_in(coarse.astype(np.float32), np.clip(coarse_weight * 4, 0, 1))
    pushed = cv2.resize(below, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_LINEAR)
    w = weight[..., None]
    return image * w + pushed * (1 - w)
