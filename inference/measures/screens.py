"""Whether a picture is a page of some program with a photo on it: a screenshot.

A view in, one number out. A page is one colour to the last level from side to side, with small signs on it (a clock, a
title, buttons), and the photo begins on it from one row to the next. A studio's backdrop is not that even, a white one
ends at the head and not in a straight line, and a plain border carries no signs. Refuses to know which program it was.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.view import View

SIDE = 640  # pixels of the longer side; the signs of a status bar are then 6 to 10 high
EVEN = 2  # levels within which a pixel is of the page's colour; JPEG moves it no further
ROW = 0.5  # share of a row of a page that is of the page's colour
DROP = 0.3  # by how much that share falls within EDGE rows where a photo begins
EDGE = 2  # rows
LEAST = 0.02  # of the height; less is an edge, not a band
SIGN = (0.006, 0.06)  # height of a letter or symbol, of the picture's height
LARGE = 0.05  # share of a band that lines and frames may take
SIGNS = 4  # so many make it a page


def measure(view: View) -> dict[str, float]:
    """`page`: share of the picture's height that is page, above and below the photo; 0 without signs on it."""
    step = max(
        1, max(view.pixels.shape[:2]) // (2 * SIDE)
    )  # every pixel of a large picture would cost more than it says
    some = np.ascontiguousarray(view.pixels[::step, ::step])
    scale = min(1.0, SIDE / max(some.shape[:2]))
    small = cv2.resize(some, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.int16)
    bands = [_band(grey), _band(grey[::-1])]
    if sum(_signs(band, len(grey)) for band in bands) < SIGNS:
        return {"page": 0.0}
    return {"page": sum(len(band) for band in bands) / len(grey)}


def _band(grey: NDArray[np.int16]) -> NDArray[np.bool_]:
    """What is of the page's colour in the rows from the top to where a photo begins; no rows where none does so."""
    colour = int(np.bincount(grey[: max(2, len(grey) // 50)].ravel(), minlength=256).argmax())
    page = np.abs(grey - colour) <= EVEN
    share = page.mean(axis=1)
    falls = np.flatnonzero((share[:-EDGE] >= ROW) & (share[:-EDGE] - share[EDGE:] >= DROP))
    falls = falls[(falls > LEAST * len(grey)) & (falls < len(grey) / 2)]
    ends = [end for end in falls if (share[:end] >= ROW).mean() > 0.9]
    return page[: ends[-1]] if ends else page[:0]


def _signs(band: NDArray[np.bool_], height: int) -> int:
    """How many separate small things stand on a band of page; none where something large does, a head for one."""
    if not band.size:
        return 0
    _, _, stats, _ = cv2.connectedComponentsWithStats((~band).astype(np.uint8))
    tall, wide, area = (stats[1:, i] for i in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_AREA))
    letters = (tall <= SIGN[1] * height) & (wide < band.shape[1] / 3)
    if area[~letters].sum() > LARGE * band.size:
        return 0
    return int(np.count_nonzero(letters & (tall >= SIGN[0] * height)))
