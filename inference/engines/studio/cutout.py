"""The person cut out of the framed photo: opacity, the person's own colours, and how far the cut can be trusted.

Framed pixels and the rough map of the person go in. Matting runs at WORK_HEIGHT and is carried up along the edges of
the full picture. Refuses to know what is put behind.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from inference.engines.studio import matting, rim, trust
from inference.engines.studio.planes import Image, Mask, Plane

WORK_HEIGHT = 640  # pixels the matting runs at: hair strands are two or three wide, and a core needs half a second
CLEAR = (0.06, 0.94)  # probabilities outside of which the map decides alone
MOST_DOUBT = 0.30  # share of the frame in doubt above which the map is no map: not worth the seconds, nor trusted
BAND, HAIR_BAND = 0.011, 0.030  # reach of the doubt around the outline, in frame heights: skin and cloth, hair
NEARBY = 0.35  # how much a frame height apart counts against the whole range of a colour channel
SAMPLES = 6000  # pixels of either side that colours are compared with
COLOUR_FLOOR = 0.03  # distance below which colours are alike
FOR_WEIGHT, AGAINST_WEIGHT = (
    0.7,
    2.2,
)  # dark things behind pass for hair or a jacket sooner than a lock passes for the wall
MOST_AGAINST = 3.5  # log odds; what the map is sure of stays: a beard before a dark wall
PATCH = 3  # pixels at WORK_HEIGHT: wider than a strand of hair is half
EDGE_SLOPE = 0.045  # change of alpha a pixel that makes an edge: one out of focus spreads over some twenty pixels
FAINT = 0.6  # alpha that a strand at the end of the band must pass; less is a trace of the background's own pattern
PLAIN = 0.018  # spread of a plain background's colour, and how near to it a gap must be (0 to 1 scale)


@dataclass(frozen=True)
class Cutout:
    """`alpha` 0 to 1 and `colour` at the frame's size; `trust` 0 (useless) to 1 (clean) and its `measures`."""

    alpha: Plane
    colour: Image
    trust: float
    measures: dict[str, float]


@dataclass(frozen=True)
class Draft:
    """A cut at WORK_HEIGHT: whether it is worth finishing is told by its `trust` already."""

    small: Image
    alpha: Plane
    near: rim.Sides
    trust: float
    measures: dict[str, float]


def cut(image: Image, prior: Plane, solid: Mask, chin: float) -> Cutout:
    """Cut the person out of a framed photo; see drafted."""
    return finished(drafted(image, prior, solid, chin), image)


def drafted(image: Image, prior: Plane, solid: Mask, chin: float) -> Draft:
    """The cut at WORK_HEIGHT.

    `prior`: probability of the person, at the frame's size. `solid`: what is the person beyond doubt (the face).
    `chin`: row of the chin; above and around it hair is expected.
    """
    scale = WORK_HEIGHT / image.shape[0]
    size = (round(image.shape[1] * scale), WORK_HEIGHT)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    rough = cv2.resize(prior, size, interpolation=cv2.INTER_AREA)
    sure = cv2.resize(solid.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST).astype(bool)
    rough = np.where(sure, np.float32(1), rough)
    unknown = doubt(rough, chin * scale) & ~sure
    alpha, unlike = _solved(small, rough, unknown) if unknown.mean() < MOST_DOUBT else (rough, None)
    near = rim.sides(small, alpha)
    measures = trust.measured(small, alpha, trust.Map(rough, unknown, unlike), near, chin * scale)
    return Draft(small, alpha, near, trust.weighed(measures), measures)


def finished(draft: Draft, image: Image) -> Cutout:
    """The draft carried up along the edges of the full picture, with the person's own colours."""
    full = _settled(matting.upsampled(draft.alpha, draft.small, image), draft.alpha)
    colour = rim.cleaned(matting.foreground(image, full, round(0.035 * image.shape[0])), full, draft.near)
    return Cutout(full, colour, draft.trust, draft.measures)


def _solved(small: Image, rough: Plane, unknown: Mask) -> tuple[Plane, trust.Unlike | None]:
    """The alpha of the small picture, by colour, matting and decision; and the colours' evidence for it."""
    unlike = _unlike(small, rough, unknown)
    prior = by_colour(rough, unknown, unlike)
    return decided(matting.opacity(small, prior, unknown), prior), unlike


def doubt(rough: Plane, chin: float) -> Mask:
    """Where the outline may run: around the map's own, farther where hair is, and wherever the map is unsure."""
    height = rough.shape[0]
    solid = (rough > 0.5).astype(np.uint8)
    narrow, wide = (max(2, round(share * height)) for share in (BAND, HAIR_BAND))
    unsure = (rough > CLEAR[0]) & (rough < CLEAR[1])
    band = _around(solid, narrow)
    hair = _around(solid, wide)
    hair[round(min(chin + 0.06 * height, height)) :] = False
    return unsure | band | hair


def decided(alpha: Plane, rough: Plane) -> Plane:
    """Alpha with its half-clear patches decided: only strands and edges may be half clear, a patch is in or out.

    A patch is what survives opening and closing without a slope; alpha and map decide together.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * PATCH + 1, 2 * PATCH + 1))
    patches = cv2.morphologyEx(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    patches = cv2.GaussianBlur(patches, (0, 0), 1.0)
    slope = np.hypot(cv2.Sobel(patches, -1, 1, 0, scale=1 / 8), cv2.Sobel(patches, -1, 0, 1, scale=1 / 8))
    flat = cv2.GaussianBlur(np.exp(-((slope / EDGE_SLOPE) ** 2)), (0, 0), 1.0)
    verdict = np.clip((0.5 * patches + 0.5 * rough - 0.4) / 0.2, 0, 1)
    alpha = np.clip(alpha + flat * (verdict - patches), 0, 1)
    away = cv2.distanceTransform((rough < 0.5).astype(np.uint8), cv2.DIST_L2, 3) / (HAIR_BAND * alpha.shape[0])
    faint = FAINT * np.minimum(away, 1) ** 2
    return (np.maximum(alpha - faint, 0) / (1 - faint)).astype(np.float32)


def by_colour(rough: Plane, unknown: Mask, unlike: trust.Unlike | None) -> Plane:
    """The map weighed against colour where the outline is in doubt.

    A doubtful pixel is likelier the person the nearer its colour is to what is surely the person close by, and the
    farther from what is surely background: a wall seen between locks of hair is told from the hair. Where both are
    alike (dark hair on a dark wall) the map stands.
    """
    if unlike is None:
        return rough
    evidence = np.log((unlike.behind[unknown] + COLOUR_FLOOR) / (unlike.ahead[unknown] + COLOUR_FLOOR))
    evidence = np.maximum(evidence * np.where(evidence > 0, FOR_WEIGHT, AGAINST_WEIGHT), -MOST_AGAINST)
    held = np.clip(rough[unknown], 0.003, 0.997)
    weighed = rough.copy()
    weighed[unknown] = 1 / (1 + (1 - held) / held * np.exp(-evidence))
    return weighed


def _unlike(small: Image, rough: Plane, unknown: Mask) -> trust.Unlike | None:
    """How unlike each doubtful pixel is either side's sure ones, or None where a side has none."""
    points = _points(small, unknown)
    ahead = _nearest(_points(small, ~unknown & (rough > 0.5)), points)
    behind = _nearest(_points(small, ~unknown & (rough <= 0.5)), points)
    if ahead is None or behind is None:
        return None
    layers = np.zeros((2, *rough.shape), np.float32)
    layers[:, unknown] = ahead, behind
    return trust.Unlike(layers[0], layers[1])


def _points(small: Image, where: Mask) -> NDArray[np.float32]:
    """Colour and place (n x 5) of the pixels in `where`; place counts NEARBY of colour, per frame height."""
    places = np.argwhere(where).astype(np.float32)[:, ::-1] * (NEARBY / small.shape[0])
    return np.concatenate([small[where], places], axis=1)


def _nearest(samples: NDArray[np.float32], points: NDArray[np.float32]) -> NDArray[np.float64] | None:
    """Mean distance from each point to the three samples nearest to it, or None where there are no samples."""
    every = max(1, samples.shape[0] // SAMPLES)
    chosen = samples[every // 2 :: every]
    if chosen.shape[0] < 3:
        return None
    distances, _ = KDTree(chosen).query(points, k=3, eps=0.5)
    return np.asarray(distances).mean(axis=1)


def _around(solid: NDArray[np.uint8], reach: int) -> Mask:
    """Pixels within `reach` of the outline of `solid`."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    return cv2.dilate(solid, kernel) != cv2.erode(solid, kernel, borderType=cv2.BORDER_REPLICATE)


def _settled(full: Plane, small: Plane) -> Plane:
    """The carried-up alpha with its faint veil removed: what is nearly clear is clear, what is nearly solid solid."""
    low, high = 0.04, 0.95
    stretched = np.clip((full - low) / (high - low), 0, 1)
    size = (full.shape[1], full.shape[0])
    reach = np.ones((5, 5), np.uint8)
    most = cv2.resize(cv2.dilate(small, reach), size, interpolation=cv2.INTER_LINEAR)
    least = cv2.resize(cv2.erode(small, reach), size, interpolation=cv2.INTER_LINEAR)
    return np.clip(stretched, np.where(least > 0.98, 1, 0), np.where(most < 0.02, 0, 1)).astype(np.float32)
