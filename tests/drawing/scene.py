"""What surrounds a drawn head: the place behind, out of focus, and the clothes before it.

A place is painted over the whole canvas in shares of its size; clothes in the units of the head.
"""

from dataclasses import replace

import numpy as np

from tests.drawing.canvas import Area, Canvas, Colour, Floats, Pen, blurred, mixed
from tests.drawing.head import Looks, within

Outline = tuple[tuple[float, float], ...]

PLACES = ("room", "garden", "office", "street")


def draw_place(canvas: Canvas, place: str, rng: np.random.Generator) -> None:
    """Paint a blurred place over everything."""
    height, width = canvas.pixels.shape[:2]
    side = max(width, height)
    whole = Pen(canvas, np.array([[width / 100, 0, 0], [0, height / 100, 0]]))
    drawn = {"room": _room, "garden": _garden, "office": _office, "street": _street}
    drawn[place](whole, rng)
    canvas.pixels[:] = blurred(canvas.pixels, side * 0.011)
    if place in ("garden", "street"):
        _discs(canvas, rng, 26 if place == "garden" else 34)


def finish(canvas: Canvas, rng: np.random.Generator) -> Floats:
    """Fine grain and a little lens fall-off over everything, as a camera leaves them."""
    height, width = canvas.pixels.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    canvas.pixels *= (1 - 0.10 * (x * x + y * y) / 2)[..., None]
    tile = blurred(rng.standard_normal((512, 512)).astype(np.float32), 0.55)
    times = (height // 512 + 1, width // 512 + 1)
    canvas.pixels += (0.016 * np.tile(tile, times)[:height, :width])[..., None]
    return np.clip(canvas.pixels, 0, 1)


def _gradient(pen: Pen, top: Colour, bottom: Colour) -> None:
    height, width = pen.canvas.pixels.shape[:2]
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rows = np.asarray(top, np.float32) * (1 - share) + np.asarray(bottom, np.float32) * share
    pen.canvas.pixels[:] = np.broadcast_to(rows, (height, width, 3))


def _box(pen: Pen, x: float, y: float, w: float, h: float, colour: Colour) -> None:
    pen.canvas.paint(pen.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)]), colour)


def _room(pen: Pen, rng: np.random.Generator) -> None:
    wall: Colour = (0.80, 0.76, 0.70)
    _gradient(pen, mixed(wall, (1, 1, 1), 0.15), mixed(wall, (0.4, 0.33, 0.28), 0.45))
    _box(pen, -2, 4, 27, 60, (0.97, 0.97, 0.95))
    _box(pen, 1, 7, 10, 54, (0.82, 0.90, 0.97))
    _box(pen, 13, 7, 10, 54, (0.86, 0.92, 0.96))
    _box(pen, 72, 28, 30, 2.2, (0.45, 0.33, 0.24))
    for i in range(9):
        tall = rng.uniform(9, 15)
        tone = [(0.55, 0.25, 0.22), (0.25, 0.36, 0.45), (0.80, 0.72, 0.55), (0.30, 0.42, 0.33)][rng.integers(4)]
        _box(pen, 74 + 2.8 * i, 28 - tall, 2.4, tall, tone)
    pen.canvas.paint(pen.oval(86, 70, 13, 12), (0.33, 0.45, 0.31))
    _box(pen, 82, 76, 9, 14, (0.76, 0.60, 0.48))


def _garden(pen: Pen, rng: np.random.Generator) -> None:
    _gradient(pen, (0.78, 0.86, 0.82), (0.24, 0.38, 0.20))
    for _ in range(60):
        x, y = rng.uniform(-5, 105), rng.uniform(5, 105)
        green = mixed((0.20, 0.36, 0.16), (0.62, 0.72, 0.36), rng.uniform(0, 1) * (1 - y / 160))
        pen.canvas.paint(pen.oval(x, y, rng.uniform(4, 14), rng.uniform(3, 9)), green, 0.8)


def _office(pen: Pen, rng: np.random.Generator) -> None:
    _gradient(pen, (0.88, 0.90, 0.92), (0.56, 0.58, 0.62))
    for i in range(4):
        _box(pen, -4 + 29 * i, 6, 23, 48, mixed((0.90, 0.95, 1.0), (0.66, 0.75, 0.84), rng.uniform(0, 0.8)))
    _box(pen, -2, 60, 104, 42, (0.47, 0.43, 0.41))
    _box(pen, 66, 48, 26, 17, (0.18, 0.20, 0.23))
    _box(pen, 4, 50, 15, 14, (0.60, 0.46, 0.34))


def _street(pen: Pen, rng: np.random.Generator) -> None:
    _gradient(pen, (0.50, 0.53, 0.62), (0.28, 0.26, 0.29))
    for i in range(7):
        tall = rng.uniform(35, 75)
        tone = mixed((0.42, 0.36, 0.36), (0.62, 0.53, 0.46), rng.uniform())
        _box(pen, 16 * i - 4, 72 - tall, 15, tall, tone)
    _box(pen, -2, 72, 104, 30, (0.27, 0.26, 0.28))


def _discs(canvas: Canvas, rng: np.random.Generator, count: int) -> None:
    """Points of light as a wide-open lens shows them."""
    height, width = canvas.pixels.shape[:2]
    pen = Pen(canvas, np.array([[max(width, height) / 100, 0, 0], [0, max(width, height) / 100, 0]]))
    for _ in range(count):
        x, y = rng.uniform(0, 100 * width / max(width, height)), rng.uniform(0, 60 * height / max(width, height))
        warm: Colour = (1.0, rng.uniform(0.86, 0.98), rng.uniform(0.55, 0.85))
        canvas.paint(pen.oval(x, y, *[rng.uniform(1.0, 2.6)] * 2, soft=0.16), warm, rng.uniform(0.10, 0.32))


COLLAR = ((122, 362), (64, 452), (6, 556), (70, 590), (150, 500), (158, 410))
UNDER_COLLAR = ((122, 380), (10, 566), (76, 604), (168, 490))
HALF_TORSO = (
    (118, 366),
    (190, 396),
    (300, 434),
    (402, 478),
    (466, 548),
    (496, 680),
    (506, 850),
    (506, 1000),
    (506, 1300),
)
NECKLINES = {
    "sweater": ((-140, 386), (-94, 456), (0, 488), (94, 456), (140, 386), (126, 330), (-126, 330)),
    "shirt": ((-128, 380), (-62, 470), (0, 560), (62, 470), (128, 380), (60, 330), (-60, 330)),
    "blazer": ((-128, 380), (-62, 470), (0, 545), (62, 470), (128, 380), (60, 330), (-60, 330)),
}


def draw_clothes(pen: Pen, looks: Looks) -> None:
    """Shoulders and what covers them; the neck must be there already."""
    torso = pen.shape([*((-x, y) for x, y in HALF_TORSO), *HALF_TORSO[::-1]])
    opening = pen.shape(NECKLINES[looks.clothes], soft=1.2)
    whole = Area(torso.x, torso.y, np.ones_like(torso.mask))
    cloth = Area(torso.x, torso.y, torso.mask * (1 - within(whole, opening).mask))
    pen.canvas.paint(cloth, looks.cloth)
    pen.lit(cloth, 70, 0.55, (1.0, 0.97, 0.95))
    {"sweater": _sweater, "shirt": _shirt, "blazer": _blazer}[looks.clothes](pen, looks, cloth)
    shadow = pen.shape([(-150, 380), (150, 380), (170, 440), (0, 520), (-150, 450)], soft=26)
    pen.canvas.multiply(within(shadow, cloth), (0.55, 0.52, 0.52), 0.35)


def _folds(pen: Pen, cloth: Area, lines: tuple[Outline, ...]) -> None:
    for line in lines:
        for side in (-1, 1):
            fold = pen.stroke([(side * x, y) for x, y in line], 26, soft=10)
            pen.canvas.multiply(within(fold, cloth), (0.74, 0.72, 0.72), 0.55)
            ridge = pen.stroke([(side * x - 16, y - 8) for x, y in line], 18, soft=9)
            pen.canvas.multiply(within(ridge, cloth), (1.16, 1.15, 1.14), 0.5)


def _sweater(pen: Pen, looks: Looks, cloth: Area) -> None:
    band = pen.stroke(
        [(-156, 366), (-144, 396), (-98, 464), (0, 498), (98, 464), (144, 396), (156, 366)], 30, taper=False
    )
    pen.canvas.paint(band, mixed(looks.cloth, (0, 0, 0), 0.10))
    pen.lit(band, 9, 0.5)
    for i in range(-23, 24):
        x = i * 6.1
        y = 498 - 104 * (abs(x) / 146) ** 2.1
        rib = pen.stroke([(x * 0.98, y - 14), (x * 1.02, y + 14)], 2.0)
        pen.canvas.multiply(rib, (0.72, 0.72, 0.72), 0.6)
    _folds(pen, cloth, (((372, 560), (402, 680), (388, 840), (380, 1120)), ((210, 560), (300, 690), (330, 900))))


def _shirt(pen: Pen, looks: Looks, cloth: Area) -> None:
    _folds(pen, cloth, (((372, 560), (402, 680), (388, 840), (380, 1120)), ((140, 620), (220, 740), (260, 940))))
    placket = pen.stroke([(6, 560), (8, 800), (8, 1100)], 3, taper=False, soft=1)
    pen.canvas.multiply(placket, (0.62, 0.62, 0.64), 0.8)
    for y in (640, 760, 880, 1000):
        pen.canvas.paint(pen.oval(-8, y, 7, 7, soft=0.8), mixed(looks.cloth, (1, 1, 1), 0.65))
    for side in (-1, 1):
        collar = pen.shape(_on(side, COLLAR))
        under = pen.shape([(x, y + 10) for x, y in _on(side, UNDER_COLLAR)], soft=8)
        pen.canvas.multiply(under, (0.7, 0.7, 0.7), 0.6)
        pen.canvas.paint(collar, mixed(looks.cloth, (1, 1, 1), 0.10))
        pen.lit(collar, 14, 0.45, (1, 0.97, 0.95))


HALF_BLAZER = (
    (138, 384), (250, 415), (402, 478), (466, 548), (496, 680), (506, 850), (506, 1300), (10, 1300), (40, 900),
    (120, 640), (160, 500),
)  # fmt: skip
LAPEL = ((140, 386), (178, 420), (262, 560), (222, 590), (236, 626), (60, 960), (34, 900), (110, 640), (146, 500))
UNDER_LAPEL = ((178, 430), (270, 566), (228, 600), (244, 636), (70, 960), (60, 900))


def _blazer(pen: Pen, looks: Looks, cloth: Area) -> None:
    front = within(pen.shape([(-150, 380), (150, 380), (190, 520), (60, 1150), (-60, 1150), (-190, 520)]), cloth)
    pen.canvas.paint(front, (0.92, 0.92, 0.91))
    _shirt(pen, replace(looks, cloth=(0.92, 0.92, 0.91)), front)
    for side in (-1, 1):
        half = within(pen.shape(_on(side, HALF_BLAZER)), cloth)
        pen.canvas.paint(half, looks.cloth)
        pen.lit(half, 60, 0.6, (1.0, 0.97, 0.95))
        lapel = pen.shape(_on(side, LAPEL))
        under = pen.shape([(x + 6, y + 8) for x, y in _on(side, UNDER_LAPEL)], soft=8)
        pen.canvas.multiply(under, (0.55, 0.55, 0.55), 0.6)
        pen.canvas.paint(lapel, mixed(looks.cloth, (1, 1, 1), 0.05))
        pen.lit(lapel, 12, 0.5, (1, 0.97, 0.95))
    _folds(pen, cloth, (((372, 560), (404, 680), (392, 840), (384, 1120)),))


def _on(side: int, points: Outline) -> Outline:
    """An outline of the right half, on that side."""
    return tuple((side * x, y) for x, y in points)
