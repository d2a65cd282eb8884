"""Whether two photos are one photo, of one occasion, of one expression: what they share apart from the person.

Pixels and a face in, a `Fingerprint` and a `Scene` out; two of those to a difference. One photo cropped, compressed,
brightened, tilted or mirrored keeps the very same face, so the faces are laid on each other and compared; a hash of the
whole picture, which a crop of a few percent upsets, is told beside it. Refuses to know who is in the photo; a
fingerprint holds a small picture of the face and belongs in memory for as long as the question lasts.
"""

from dataclasses import dataclass
from math import hypot
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.faces import Face, Pixels
from inference.view import View

Patch = NDArray[np.uint8]  # PATCH_PX x PATCH_PX, grey
Scene = NDArray[np.float32]  # SCENE_BINS, unit length

# Share of the faces' detail that differs. Copies changed at random (crop to 5 % a side, brightness to 10 %, JPEG 50 to
# 90, scale, 5 degrees of tilt, mirrored) reach 0.012; other photos of the same person begin at 0.12, and a smile that
# moves the corners of the mouth by an eighth of the eye distance makes 0.02 and more.
SAME_PHOTO = 0.02
# Distance of two scenes, 0 to 1.
SAME_OCCASION = 0.45
PATCH_PX = 64
BROW_TO_CHIN = (slice(64, 224), slice(48, 208))  # rows and columns of the aligned face: little that a crop takes away
DETAIL_PX = 8.0  # of the patch: shades wider than this are light, which brightness and vignettes change
EDGE_PX = 6  # of the patch that laying on may move out of sight
ALIKE_AT_ALL = 0.5  # correlation before laying on; copies have 0.8, so nothing below needs the finer look
STEPS = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 20, 1e-4)
MOST_MOVED = 0.15  # of the patch in shift, of one in scale and shear: more is another face bent until it fits
SCENE_BINS = (4, 6, 6)  # lightness, and the two colour axes of Lab around grey
HEAD = 1.4  # half axes of what counts as head and hair, in eye distances around the nose; below begin the clothes


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """What a photo is known again by: `bits`, a 64-bit hash of the whole, `mirrored`, of its mirror image, the face."""

    bits: int
    mirrored: int
    face: Patch


def fingerprint(pixels: Pixels, face: Face) -> Fingerprint:
    """The fingerprint of an upright RGB picture and the face in it that counts."""
    small = cv2.cvtColor(cv2.resize(pixels, (32, 32), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    aligned = cv2.cvtColor(View(pixels, face).aligned, cv2.COLOR_RGB2GRAY)
    patch = cv2.resize(aligned[BROW_TO_CHIN], (PATCH_PX, PATCH_PX), interpolation=cv2.INTER_AREA)
    return Fingerprint(_hash(small), _hash(small[:, ::-1]), np.asarray(patch, np.uint8))


def near_duplicate(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both are copies of one photo, mirrored or not."""
    return difference(one, other) <= SAME_PHOTO


def hash_distance(one: Fingerprint, other: Fingerprint) -> int:
    """In how many of 64 bits the whole pictures differ, the nearer of the mirror images; about 28 by chance."""
    return min((one.bits ^ other.bits).bit_count(), (one.mirrored ^ other.bits).bit_count())


def difference(one: Fingerprint, other: Fingerprint) -> float:
    """The share of the faces' detail that differs when they lie on each other, 0 to 1; the nearer mirror image."""
    mirrored = np.ascontiguousarray(one.face[:, ::-1])
    return min(_difference(one.face, other.face), _difference(mirrored, other.face))


def scene(pixels: Pixels, face: Face) -> Scene:
    """The colours around the head, clothes and background, as a small histogram."""
    height, width = pixels.shape[:2]
    scale = 128 / max(height, width)
    small = cv2.resize(
        pixels, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    ys, xs = np.mgrid[: small.shape[0], : small.shape[1]]
    x, y = face.nose
    reach = HEAD * face.ied_px
    outside = np.hypot(xs / scale - x, (ys / scale - y) / 1.3) > reach
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)[outside].astype(np.float32)
    lab[:, 1:] = (lab[:, 1:] - 128) * 2 + 128  # few colours are far from grey
    counts, _ = np.histogramdd(lab, bins=SCENE_BINS, range=((0, 256), (64, 192), (64, 192)))
    return np.sqrt(counts / max(counts.sum(), 1.0)).astype(np.float32)


def scene_distance(one: Scene, other: Scene) -> float:
    """How different two scenes are, 0 to 1 (Hellinger)."""
    return float(np.sqrt(max(0.0, 1.0 - float((one * other).sum()))))


def smile(face: Face) -> float:
    """Mouth width in eye distances, which a smile widens and a turn of the head hardly changes: about 0.6 to 1.1."""
    (ax, ay), (bx, by) = face.mouth
    (cx, cy), (dx, dy) = face.eyes
    return hypot(bx - ax, by - ay) / max(hypot(dx - cx, dy - cy), 1e-6)


def _hash(grey: NDArray[Any]) -> int:
    """64 signs: which of the broadest waves of a 32 x 32 picture are stronger than their median (pHash)."""
    waves = cv2.dct(np.ascontiguousarray(grey, np.float32))[:8, :8].ravel()
    return int("".join("1" if strong else "0" for strong in waves > np.median(waves)), 2)


def _difference(face: Patch, other: Patch) -> float:
    """One patch laid on the other, by shift, turn, scale and shear."""
    before = _correlation(face, other)
    if before < ALIKE_AT_ALL:
        return 1.0 - max(before, 0.0)
    into = np.eye(2, 3, dtype=np.float32)
    try:
        cv2.findTransformECC(face, other, into, cv2.MOTION_AFFINE, STEPS, cast(Any, None), 3)
    except cv2.error:  # OpenCV's word for two pictures it cannot lay on each other
        return 1.0 - before
    if max(np.abs(into[:, 2]).max() / PATCH_PX, np.abs(into[:, :2] - np.eye(2)).max()) > MOST_MOVED:
        return 1.0 - before
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(other, into, (PATCH_PX, PATCH_PX), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return 1.0 - max(before, _correlation(face, np.asarray(laid, np.uint8)))


def _correlation(face: Patch, other: Patch) -> float:
    """Of the detail of both, -1 to 1; 0 where there is none."""
    one, two = _detail(face), _detail(other)
    return float((one * two).sum() / max(np.linalg.norm(one) * np.linalg.norm(two), 1e-9))


def _detail(face: Patch) -> NDArray[np.float32]:
    """What of a patch is no broad shade, its edge left out."""
    values = face.astype(np.float32)
    fine = (values - cv2.GaussianBlur(values, (0, 0), DETAIL_PX))[EDGE_PX:-EDGE_PX, EDGE_PX:-EDGE_PX]
    return np.asarray(fine - fine.mean(), np.float32)
