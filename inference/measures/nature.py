"""Whether a face was photographed, or painted, drawn, filtered to a cartoon or rendered.

A view in, six numbers out, all of the grey picture at the fixed size, and all relative to the contrast of this face,
so that neither the skin nor the light matters. In a photograph noise, pores and shading fill every part, and the shapes
of the face weigh more than its detail; who paints or filters leaves flat fills between hard edges, few tones, or lines
without shapes. Refuses to know what made the picture.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.view import SIDE, Mask, View

Grey = NDArray[np.float32]  # SIDE x SIDE, 0 to 255

ENOUGH = 2000  # pixels of the face below which nothing is said
CHEEKS = (50, 280, 205, 425)  # of the mesh
LEAST_SPREAD = 4.0  # levels; below it the spread of a face is noise
LOST = 6  # levels at either end of the scale that say nothing but too dark or too light
NEAR = 4  # levels to either side that count as one tone


def measure(view: View) -> dict[str, float]:
    """What of a photograph this face has; nothing where too little of it is in the picture.

    `fill`: fine detail of the quiet third of the face, as a share of that at its edges: flat fills have none.
    `grain`: share of fine detail that smoothing between edges takes away: where all detail is edges, little.
    `tones`: bits of the histogram beyond those of the face's spread: about 2 where tones go over into one another.
    `outlines`: logarithm of thin dark detail to thin light detail: ink round the shapes has no light counterpart.
    `lines`: logarithm of fine detail to shapes: sketches, edge maps, prints and embossings have detail alone.
    `eye_depth`: how much darker the eyes are than the cheeks, in spreads of the face: a negative turns it round.
    """
    face = cv2.erode((view.oval & view.inside).astype(np.uint8), np.ones((7, 7), np.uint8)).astype(np.bool_)
    if np.count_nonzero(face) < ENOUGH:
        return {}
    grey = cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY).astype(np.float32)
    spread = max(float(grey[face].std()), LEAST_SPREAD)
    fine = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1))[face]
    found = {
        "fill": float(np.percentile(fine, 30) / max(np.percentile(fine, 95), 0.5)),
        "grain": _grain(grey, face, spread),
        "outlines": _outlines(grey, face),
        "lines": _lines(grey, face),
    }
    tones = _tones(grey[face])
    if tones is not None:
        found["tones"] = tones
    return found if view.points is None else found | _eye_depth(grey, view.points, view.inside, spread)


def _grain(grey: Grey, face: Mask, spread: float) -> float:
    """What a bilateral filter takes from the face, as a share of what a Gaussian takes."""
    between_edges = cv2.bilateralFilter(grey, 7, 0.35 * spread, 3)
    everywhere = cv2.GaussianBlur(grey, (0, 0), 2)
    return float(np.abs(grey - between_edges)[face].mean() / max(np.abs(grey - everywhere)[face].mean(), 0.3))


def _tones(levels: Grey) -> float | None:
    """Entropy in bits of the histogram, less the logarithm of its spread; 2.05 for a normal distribution.

    The ends are left out, and the nine levels around the fullest: lost light and one dark thing over the face,
    a pair of sunglasses, are no poster. None where that leaves less than a quarter of the face.
    """
    shares = np.bincount(levels.astype(np.intp), minlength=256).astype(np.float64)
    shares[:LOST], shares[-LOST:] = 0, 0
    fullest = int(np.convolve(shares, np.ones(2 * NEAR + 1), "same").argmax())
    shares[max(0, fullest - NEAR) : fullest + NEAR + 1] = 0
    if shares.sum() < levels.size / 4:
        return None
    shares /= shares.sum()
    level = np.arange(256)
    mean = float((shares * level).sum())
    spread = max(float(np.sqrt((shares * (level - mean) ** 2).sum())), LEAST_SPREAD)
    some = shares[shares > 0]
    return float(-(some * np.log2(some)).sum() - np.log2(spread))


def _lines(grey: Grey, face: Mask) -> float:
    """Natural logarithm of the spread of detail to the spread of shapes."""
    detail = (grey - cv2.GaussianBlur(grey, (0, 0), 2))[face].std()
    shapes = cv2.GaussianBlur(grey, (0, 0), 6)[face].std()
    return float(np.log(max(detail, 1e-3) / max(shapes, 1.0)))


def _outlines(grey: Grey, face: Mask) -> float:
    """Natural logarithm of what closing fills to what opening takes away, with a disc of five pixels."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    dark = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, disc)[face].mean()
    light = cv2.morphologyEx(grey, cv2.MORPH_TOPHAT, disc)[face].mean()
    return float(np.log((dark + 1) / (light + 1)))  # a level is added against the emptiness of both


def _eye_depth(grey: Grey, points: NDArray[np.float64], inside: Mask, spread: float) -> dict[str, float]:
    """The dark fifth of the eyes against the middle of the cheeks; nothing where either is outside the picture."""
    eyes = _discs([points[list(eye)].mean(axis=0) for eye in (mesh.LEFT_EYE, mesh.RIGHT_EYE)], 9) & inside
    cheeks = _discs([points[i] for i in CHEEKS], 7) & inside
    if not (eyes.any() and cheeks.any()):
        return {}
    return {"eye_depth": float((np.median(grey[cheeks]) - np.percentile(grey[eyes], 20)) / spread)}


def _discs(centres: list[NDArray[np.float64]], radius: int) -> Mask:
    """Discs around points of the aligned square."""
    canvas = np.zeros((SIDE, SIDE), np.uint8)
    for x, y in centres:
        cv2.circle(canvas, (round(float(x)), round(float(y))), radius, (1,), cv2.FILLED)
    return canvas.astype(np.bool_)
