"""How the face is lit: what the light has lost in it, from where it comes, and how warm it is.

The aligned face goes through, mostly as linear light; numbers come out. Exposure is judged by what is lost, never by
how bright a face is: dark skin in good light has its highlights, eyes and teeth, and a pale face in the dark has not.
Refuses to know which numbers are bad.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.view import SIDE, Mask, View, filled

FULL = 252  # of 255: a channel at its end, as compression leaves it
LOST_STOPS = 3.75  # below the lit skin: a good portrait lit from one side keeps its shaded cheek above
LEAST_PX = 60  # of a zone, below which it is not measured
LEAST_COLUMNS = 12  # of the forehead: a head turned further away shows too little of it
LIT_STOPS = 2.5  # below the lit skin: what is darker says little about the warmth of the light
FLOOR = 0.004  # of full light, 13 of 255: darker is noise and compression, and shade on dark skin must not live on it
COLOUR_FLOOR = 0.02  # as FLOOR, for a single channel: blue is nearly nothing in warm light

# Skin that is seldom hair or beard, by numbers of the mesh; the picture's left and right.
CHEEKS = (
    (117, 118, 119, 120, 100, 142, 203, 206, 216, 192, 213, 147, 123),
    (346, 347, 348, 349, 329, 371, 423, 426, 436, 416, 433, 376, 352),
)
NOSE = (
    (168, 193, 122, 188, 174, 217, 209, 198, 131, 134, 51, 5, 195, 197, 6),
    (168, 417, 351, 412, 399, 437, 429, 420, 360, 363, 281, 5, 195, 197, 6),
)
FOREHEAD = ((9, 107, 66, 69, 108, 151), (9, 336, 296, 299, 337, 151))
FEATURES = (mesh.LEFT_EYE, mesh.RIGHT_EYE, mesh.LEFT_BROW, mesh.RIGHT_BROW, mesh.LIPS)
AROUND = 4  # pixels of the aligned square: the oval is drawn in, features are widened, so that skin is only skin
DISC = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * AROUND + 1, 2 * AROUND + 1))

Plane = NDArray[np.float64]  # SIDE x SIDE

_codes = np.arange(256) / 255
LINEAR = np.where(_codes <= 0.04045, _codes / 12.92, ((_codes + 0.055) / 1.055) ** 2.4)  # IEC 61966-2-1
LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # the same standard's


def measure(view: View) -> dict[str, float]:
    """The light on the face.

    `light_range`: what lies between the face's darkest and brightest hundredth, as a share of full light, 0 to 1.
    `light_burnt_share`: share of the skin with two of three channels at their end, 0 to 1: neither relief nor colour is
    left there, while warm light may fill the red of good skin alone.
    `light_lost_share`: share of cheeks, nose and forehead LOST_STOPS or more below their lit part, 0 to 1.
    `light_split_stops`: between the two sides, by the cheeks or across the flat forehead, whichever differ less: light
    from one side leaves the forehead even, a fringe leaves the cheeks, and a hard shadow down the face neither.
    `light_side`: -1 to 1, positive where the picture's right half of the face is the brighter.
    `light_warmth`: red over blue on the lit skin, in stops.
    """
    return _exposure(view) | _shape(view)


def skin_tone(view: View) -> float:
    """Mean CIE L* of the cheeks, 0 to 100: how light the skin looks in this photo. NaN without a mesh."""
    cheeks = _zone(view, *CHEEKS)
    if cheeks.sum() < LEAST_PX:
        return float("nan")
    luminance = float(_luminance(view)[cheeks].mean())
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def _exposure(view: View) -> dict[str, float]:
    """What is lost at both ends, where enough of the face is inside the picture."""
    face = (cv2.erode(view.oval.astype(np.uint8), DISC) > 0) & view.inside
    skin = face & ~_features(view)
    if skin.sum() < LEAST_PX:
        return {}
    luma = cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY)
    burnt = (view.aligned >= FULL).sum(axis=2) >= 2
    low, high = np.percentile(luma[face], (1, 99)).round().astype(int)
    return {
        "light_range": round(float(LINEAR[high] - LINEAR[low]), 3),
        "light_burnt_share": round(float(burnt[skin].mean()), 3),
    }


def _shape(view: View) -> dict[str, float]:
    """How the light lies on the face; nothing without a mesh, or where one side of the face is not to be seen."""
    left, right = (_zone(view, CHEEKS[side], NOSE[side], FOREHEAD[side]) for side in (0, 1))
    if min(left.sum(), right.sum()) < LEAST_PX:
        return {}
    light = _luminance(view)
    skin, stops = left | right, np.log2(light + FLOOR)
    lit = float(np.percentile(stops[skin], 90))
    red_to_blue = _red_to_blue(view)[skin & (stops > lit - LIT_STOPS)]
    on_left, on_right = np.median(light[left]) + FLOOR, np.median(light[right]) + FLOOR
    return {
        "light_lost_share": round(float((stops[skin] < lit - LOST_STOPS).mean()), 3),
        "light_side": round(float((on_right - on_left) / (on_right + on_left)), 2),
        "light_warmth": round(float(np.median(red_to_blue)), 2),
    } | _split(view, stops)


def _split(view: View, stops: Plane) -> dict[str, float]:
    """The lesser of what lies between the cheeks and across the forehead; nothing where they are not to be seen."""
    cheeks = [stops[_zone(view, cheek)] for cheek in CHEEKS]
    forehead = _zone(view, *FOREHEAD)
    columns = np.flatnonzero(forehead.any(axis=0))
    if min(len(cheek) for cheek in cheeks) < LEAST_PX or len(columns) < LEAST_COLUMNS:
        return {}
    thirds = [np.median(stops[:, part][forehead[:, part]]) for part in np.array_split(columns, 3)]
    across, between = thirds[2] - thirds[0], np.median(cheeks[1]) - np.median(cheeks[0])
    same_side = across * between > 0
    return {"light_split_stops": round(float(min(abs(across), abs(between))), 2) if same_side else 0.0}


def _luminance(view: View) -> Plane:
    """Linear light of the aligned face, 0 to 1, without its grain."""
    return np.asarray(cv2.GaussianBlur(LINEAR[view.aligned] @ LUMINANCE, (0, 0), 1.5), np.float64)


def _red_to_blue(view: View) -> Plane:
    """The balance of the two channels over the aligned face, in stops."""
    colours = cv2.GaussianBlur(LINEAR[view.aligned][..., ::2], (0, 0), 2.0) + COLOUR_FLOOR
    return np.log2(colours[..., 0] / colours[..., 1])


def _zone(view: View, *polygons: tuple[int, ...]) -> Mask:
    """These parts of the face, as far as they are inside the picture; empty without a mesh."""
    found = np.zeros((SIDE, SIDE), np.bool_)
    if view.points is not None:
        for polygon in polygons:
            found |= filled(view.points[list(polygon)])
    return found & view.inside


def _features(view: View) -> Mask:
    """Eyes, brows and lips with what is around them; empty without a mesh."""
    found = np.zeros((SIDE, SIDE), np.bool_)
    if view.points is not None:
        for feature in FEATURES:
            corners = view.points[list(feature)].astype(np.float32)
            found |= filled(cv2.convexHull(corners)[:, 0].astype(np.float64))
    return cv2.dilate(found.astype(np.uint8), DISC) > 0
