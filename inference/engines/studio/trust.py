"""How far a cut can be trusted: signs of what would look wrong before a new backdrop.

A small picture, its alpha and the map that the alpha was made from go in; named measures and one number come out.
Each measure is 0 when the cut is clean. Where trust is low the photo's own background is kept, so a sign may be
wrong now and then; a bad cut may not. Refuses to know what is put behind.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engines.studio import rim
from inference.engines.studio.planes import Image, Mask, Plane

Measures = dict[str, float]

# Weight of each sign, and what of it is free. Judged by eye on the cuts of some eighty labelled photos.
WEIGHTS = {
    "dispute": (2.0, 0.0),
    "doubtful": (2.0, 0.0),
    "murk": (14.0, 0.0),
    "spill": (10.0, 0.006),
    "rise": (25.0, 0.010),
    "bustle": (1.5, 0.20),
}
UNSURE = (0.12, 0.88)  # probabilities between which the map does not know
BESIDE_JAW = 0.10  # frame heights above the chin from which the outline may only fall
TELLS, TELLS_FLOOR = 2.0, 0.03  # a colour tells when it is that many times, and that much, nearer to one side
STRANGE = 0.07  # distance from the side it was given to above which a colour is neither's: a shadow, a chair
BESIDE_HEAD = (0.008, 0.045)  # frame heights from the outline between which the background beside the head lies
BUSY = 0.04  # change of brightness a pixel, 0 to 1 scale, above which there is an edge
ROWS = 4  # from crown to chin, left and right each: one busy corner is enough to spoil an outline
THICK = 0.008  # half width, in frame heights, from which not knowing is more than an outline's own blur


@dataclass(frozen=True)
class Unlike:
    """Distances (colour and place, 0 to 1 scale) of doubtful pixels from the sure ones of either side; else 0."""

    ahead: Plane
    behind: Plane


@dataclass(frozen=True)
class Map:
    """What alpha was made from: the `rough` map of the person, where it was in doubt, and the colours' evidence."""

    rough: Plane
    unknown: Mask
    unlike: Unlike | None


def measured(small: Image, alpha: Plane, made_from: Map, near: rim.Sides, chin: float) -> Measures:
    """Every sign, as a share of the person's area or of the frame's height. `chin`: its row in the small picture."""
    area = float(alpha.sum()) + 1.0
    rough = made_from.rough
    return {
        "dispute": float((np.abs(alpha - rough) * made_from.unknown).sum()) / area,
        "doubtful": float((4 * rough * (1 - rough)).sum()) / area,
        "murk": _murk(alpha, made_from) / area,
        "spill": _spill(small, alpha, near) / area,
        "rise": _rise(alpha, chin - BESIDE_JAW * alpha.shape[0]),
        "bustle": _bustle(small, alpha, chin),
    }


def weighed(measures: Measures) -> float:
    """Trust, 0 (useless) to 1 (clean)."""
    against = sum(weight * max(0.0, measures[name] - free) for name, (weight, free) in WEIGHTS.items())
    return float(np.clip(1.0 - against, 0, 1))


def _murk(alpha: Plane, made_from: Map) -> float:
    """Area of the patches in which the map does not know, and colour does not tell well either."""
    rough, unlike = made_from.rough, made_from.unlike
    reach = 2 * max(1, round(THICK * rough.shape[0])) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    unsure = ((rough > UNSURE[0]) & (rough < UNSURE[1])).astype(np.uint8)
    patches = cv2.morphologyEx(unsure, cv2.MORPH_OPEN, kernel) > 0
    if unlike is None:
        return float(patches.sum())
    taken, left = (
        np.where(alpha > 0.5, a, b) for a, b in ((unlike.ahead, unlike.behind), (unlike.behind, unlike.ahead))
    )
    told = (left > TELLS * taken + TELLS_FLOOR) & (taken < STRANGE)
    return float((patches & ~(told & made_from.unknown)).sum())


def _spill(small: Image, alpha: Plane, near: rim.Sides) -> float:
    """Area of what is taken for the person, near the outline, and has the old background's colour."""
    reach = 2 * round(0.03 * alpha.shape[0]) + 1
    band = cv2.erode(alpha, np.ones((reach, reach), np.uint8), borderType=cv2.BORDER_REPLICATE) < 0.5
    alien = rim.spill(small, near) * alpha * (alpha > 0.6) * band
    return float(cv2.morphologyEx(alien.astype(np.float32), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).sum())


def _bustle(small: Image, alpha: Plane, chin: float) -> float:
    """Share of edges in the busiest part of the background beside the head: there a wrong pixel is likely and shows."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    edges = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)) / 4 > BUSY
    height = alpha.shape[0]
    solid = (alpha > 0.15).astype(np.uint8)
    near, far = (cv2.dilate(solid, np.ones((2 * round(r * height) + 1,) * 2, np.uint8)) for r in BESIDE_HEAD)
    band = (far > 0) & (near == 0)
    band[max(0, round(chin)) :] = False
    rows, columns = np.nonzero(band)
    if not rows.size:
        return 0.0
    crown, middle = int(rows.min()), float(np.median(np.nonzero(solid[: round(chin)])[1]))
    part = np.clip((rows - crown) * ROWS / max(1.0, chin - crown), 0, ROWS - 1).astype(int) * 2 + (columns > middle)
    size = np.bincount(part, minlength=2 * ROWS)
    busy = np.bincount(part, weights=edges[band], minlength=2 * ROWS)
    return float(np.max(np.where(size >= height // 8, busy / np.maximum(size, 1), 0.0)))


def _rise(alpha: Plane, start: float) -> float:
    """How far, outwards from the crown and below row `start`, the outline climbs: a stranger's arm, a raised hand."""
    solid = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    height = solid.shape[0]
    tops = np.where(solid.any(axis=0), solid.argmax(axis=0), height)
    crown = int(np.median(np.flatnonzero(tops == tops.min())))
    return max(_climb(tops[crown:], start), _climb(tops[: crown + 1][::-1], start)) / height


def _climb(tops: NDArray[np.intp], start: float) -> float:
    """The greatest climb of an outline from its lowest so far, where that is below row `start`."""
    lowest = np.maximum.accumulate(tops)
    return float(np.where(lowest > start, lowest - tops, 0).max())
