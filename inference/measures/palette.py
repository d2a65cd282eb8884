"""Whether the colours of a face are those of skin in some light, or of a filter laid over the picture.

A view in, five numbers out. The skin of all people has nearly one hue: haemoglobin and melanin move it between red and
yellow, and daylight, lamps and white balance move it no further. Refuses to know how light or dark a person is: only
a and b of CIELAB are read, lightness never. A picture without colour has nothing off.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.faces import Pixels
from inference.view import Mask, View

Plane = NDArray[np.floating]

REDDEST, YELLOWEST = 22.0, 86.0  # degrees of hue in CIELAB; labelled good photos lie at 23 to 83
RICHEST = 62.0  # chroma; a face in the light of a low sun has 60
COLOURLESS = 6.0  # chroma that JPEG and a tone of paper may leave
BLANK = 92.0  # lightness; white in print has 95
LEAST_CHROMA = 2.0  # below it colour is noise
COARSE = 256  # pixels of the longer side that tell what colours a picture has
ENOUGH = 500  # pixels of the face below which nothing is said


def measure(view: View) -> dict[str, float]:
    """`skin_off`: how far (CIELAB units) even the best quarter of the face lies from every colour of skin.

    `cast`: the chroma that 95 of 100 pixels in and around the face exceed; near 0 where something is grey or black.
    `chroma_peak`: the chroma that a tenth of the face exceeds. `pallor`: how many times that the richest hundredth of
    the whole picture has: a face of stone, pencil or plaster has no colour where other things do. `paper`: the share
    of a face without any colour that is left blank.
    """
    face = _between(view)
    if np.count_nonzero(face) < ENOUGH:
        return {}
    colours = cv2.cvtColor(view.aligned.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    smooth = cv2.blur(colours, (3, 3)).astype(np.float32)
    chroma = np.hypot(smooth[..., 1], smooth[..., 2])
    off = _off_skin(smooth[..., 1][face], smooth[..., 2][face])
    whole = view.oval & view.inside
    peak = float(np.percentile(chroma[whole], 90))
    return {
        "skin_off": float(np.percentile(off, 25)),
        "cast": float(np.percentile(chroma[view.inside], 5)),
        "chroma_peak": peak,
        "pallor": float(np.percentile(_chroma_of(view.pixels), 99)) / max(peak, LEAST_CHROMA),
        "paper": float((smooth[..., 0][whole] > BLANK).mean()) if peak < COLOURLESS else 0.0,
    }


def _chroma_of(pixels: Pixels) -> Plane:
    """The chroma all over a picture, looked at coarsely."""
    step = max(1, max(pixels.shape[:2]) // COARSE)
    some = cv2.blur(np.ascontiguousarray(pixels[::step, ::step]), (5, 5))
    colours = cv2.cvtColor(some.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.hypot(colours[..., 1], colours[..., 2])


def _between(view: View) -> Mask:
    """The lighter pixels of the face: without hair, brows, pupils and nostrils, whose hue is chance."""
    grey = cv2.cvtColor(view.aligned, cv2.COLOR_RGB2GRAY)
    face = view.oval & view.inside
    if not face.any():
        return face
    low, high = np.percentile(grey[face], [30, 95])
    return face & (grey >= low) & (grey <= high)


def _off_skin(a: Plane, b: Plane) -> Plane:
    """Distance of each colour from the wedge of the plane (a, b) in which skin lies."""
    chroma = np.hypot(a, b)
    hue = np.degrees(np.arctan2(b, a))
    beyond = np.minimum(np.abs(_turn(hue - REDDEST)), np.abs(_turn(hue - YELLOWEST)))
    beside = np.where(beyond < 90, chroma * np.sin(np.radians(beyond)), chroma)
    within = (hue >= REDDEST) & (hue <= YELLOWEST)
    return np.maximum(np.where(within, 0, beside), chroma - RICHEST)


def _turn(degrees: Plane) -> Plane:
    """Angles brought to -180 to 180."""
    return (degrees + 180) % 360 - 180
