"""A drawn head: form first (a height field under one light), then colour, eyes, brows and lips.

Design units: the origin lies between the eyes, the eyes are 150 units apart, the chin is at y = 280.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from tests.drawing.canvas import LIGHT, Area, Colour, Floats, Pen, Points, curve, light, mixed, shaded

OUTLINE = (
    (0, -300), (75, -285), (132, -240), (163, -170), (175, -90), (178, -10), (174, 70), (163, 140), (140, 198),
    (103, 245), (58, 274), (0, 283),
)  # fmt: skip
# What rises from the egg of the head: x, y, width and height of a soft bump, and how far it stands out.
FORM = (
    (0, 6, 14, 44, 9), (0, 60, 17, 38, 13), (0, 92, 21, 20, 15), (-25, 101, 12, 12, 8), (25, 101, 12, 12, 8),
    (-76, -8, 44, 28, -24), (76, -8, 44, 28, -24), (-75, 2, 32, 20, 15), (75, 2, 32, 20, 15),
    (-70, -46, 55, 15, 9), (70, -46, 55, 15, 9), (-98, 78, 44, 36, 11), (98, 78, 44, 36, 11),
    (0, 158, 36, 9, 6), (0, 186, 33, 11, 8), (0, 207, 36, 10, -6), (0, 244, 40, 26, 12), (0, 135, 8, 16, -4),
)  # fmt: skip


@dataclass(frozen=True)
class Looks:
    """What tells one drawn person from another. `turn`: -1 to 1, to the picture's left or right, of a slight turn."""

    skin: Colour
    hair: Colour
    eyes: Colour
    cut: str
    clothes: str
    cloth: Colour
    brow_weight: float
    lip_warmth: float
    jaw: float
    smile: float
    turn: float
    tilt: float
    freckles: bool
    beard: bool
    glasses: bool


def draw_neck(pen: Pen, looks: Looks) -> None:
    """The neck, in the shadow of the chin."""
    neck = pen.shape(
        [(-122, 120), (-122, 240), (-130, 310), (-190, 370), (-150, 510), (0, 560), (150, 510), (190, 370), (130, 310),
         (122, 240), (122, 120)]
    )  # fmt: skip
    pen.canvas.paint(neck, mixed(looks.skin, (0.55, 0.25, 0.18), 0.10))
    pen.lit(neck, 60, 0.75, (1.0, 0.86, 0.78))
    shadow = pen.shape([(-150, 180), (150, 180), (112, 300), (20, 345), (-90, 310)], soft=16)
    pen.canvas.multiply(within(shadow, neck), (0.60, 0.47, 0.42), 0.85)
    for side in (-1, 1):
        tendon = pen.stroke([(side * 100, 300), (side * 62, 400), (side * 24, 468)], 16, soft=9)
        pen.canvas.multiply(within(tendon, neck), (0.84, 0.77, 0.73), 0.6)


def draw_head(pen: Pen, looks: Looks) -> None:
    """Ears, face and features; the hair comes after."""
    for side in (-1, 1):
        _ear(pen, looks, side)
    wide = [(x * (looks.jaw if y > 60 else 1), y) for x, y in OUTLINE]
    face = pen.shape([*wide, *((-x, y) for x, y in wide[-2:0:-1])])
    _skin(pen, looks, face)
    _hollows(pen, looks, face)
    if looks.beard:
        _beard(pen, looks, face)
    _lips(pen, looks)
    for side in (-1, 1):
        _eye(pen, looks, side)
        _brow(pen, looks, side)
    if looks.glasses:
        _glasses(pen, looks)


def _moved(points: Points, looks: Looks, depth: float = 1.0) -> Points:
    """Points on the front of the face, moved by the turn of the head; `depth` 1 at the eyes, more at the nose."""
    p = np.array(points, np.float64)
    p[:, 0] = p[:, 0] * (1 - 0.04 * abs(looks.turn)) + 14 * looks.turn * depth
    return p


def within(area: Area, limit: Area) -> Area:
    """`area` where `limit` covers too."""
    mask = np.zeros_like(area.mask)
    x0, y0 = max(area.x, limit.x), max(area.y, limit.y)
    x1 = min(area.x + area.mask.shape[1], limit.x + limit.mask.shape[1])
    y1 = min(area.y + area.mask.shape[0], limit.y + limit.mask.shape[0])
    if x1 > x0 and y1 > y0:
        over = limit.mask[y0 - limit.y : y1 - limit.y, x0 - limit.x : x1 - limit.x]
        mask[y0 - area.y : y1 - area.y, x0 - area.x : x1 - area.x] = over
    return Area(area.x, area.y, area.mask * mask)


def _grid(pen: Pen, area: Area, step: int) -> tuple[Floats, Floats]:
    """Design coordinates of every `step`-th pixel of the area."""
    rows, columns = area.mask.shape
    y, x = np.mgrid[0 : rows + step : step, 0 : columns + step : step].astype(np.float32)
    back = np.linalg.inv(pen.matrix[:, :2]).astype(np.float32)
    dx, dy = x + area.x - np.float32(pen.matrix[0, 2]), y + area.y - np.float32(pen.matrix[1, 2])
    return back[0, 0] * dx + back[0, 1] * dy, back[1, 0] * dx + back[1, 1] * dy


def _bump(x: Floats, y: Floats, at: tuple[float, float], size: tuple[float, float]) -> Floats:
    """A soft bump of height 1."""
    (cx, cy), (sx, sy) = at, size
    return np.exp(-(((x - cx) / sx) ** 2 + ((y - cy) / sy) ** 2) / 2)


def _skin(pen: Pen, looks: Looks, face: Area) -> None:
    """The face as a lit form, redder where blood is near, with a faint grain of pores."""
    step = max(2, round(2 * pen.scale))
    x, y = _grid(pen, face, step)
    egg = np.clip(1 - np.abs(x / 200) ** 2.5 - np.abs((y + 10) / 335) ** 2.6, 0.02, 1)
    height = 165 * np.sqrt(egg)
    for cx, cy, sx, sy, rise in FORM:
        depth = 2.2 if abs(cx) < 30 and 40 < cy < 130 else 1.0
        height += rise * _bump(x, y, (cx + 14 * looks.turn * depth, cy), (sx, sy))
    dy, dx = np.gradient(height, step / pen.scale)
    brightness = light(dx, dy)
    size = (x.shape[1] * step, x.shape[0] * step)
    factor = shaded(brightness, 0.72, (1.0, 0.92, 0.87))
    blood = np.sum([_bump(x, y, (cx + 14 * looks.turn, cy), s) for cx, cy, s in _FLUSH], axis=0)
    red = np.asarray(looks.skin, np.float32) + (blood * 0.5)[..., None] * np.array([0.02, -0.075, -0.06], np.float32)
    facing = (
        np.clip(-(dx * (LIGHT[0] - 0.1) + dy * (LIGHT[1] - 0.05)) + 0.9, 0, None) / np.sqrt(1 + dx**2 + dy**2) / 1.2
    )
    shine = 0.10 * np.clip(facing, 0, 1.1) ** 14
    small = np.asarray(np.clip(red * factor + shine[..., None], 0, 1), np.float32)
    rows, columns = face.mask.shape
    skin = cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)[:rows, :columns]
    rng = np.random.default_rng(7)
    grain = cv2.GaussianBlur(rng.standard_normal((rows, columns)).astype(np.float32), (0, 0), max(0.6, 1.1 * pen.scale))
    pen.canvas.paint(face, np.asarray(skin * (1 + 0.035 * pen.scale * grain[..., None]), np.float32))
    if looks.freckles:
        for _ in range(70):
            fx, fy = rng.normal(0, 62), rng.normal(66, 20)
            spot = pen.oval(fx + 14 * looks.turn, fy, rng.uniform(1.2, 3.0), rng.uniform(1.2, 3.0), soft=0.9)
            pen.canvas.multiply(spot, (0.86, 0.72, 0.62), 0.6)


_FLUSH = ((-95, 78, (42, 30)), (95, 78, (42, 30)), (14, 94, (26, 20)), (0, 246, (40, 20)))


def _hollows(pen: Pen, looks: Looks, face: Area) -> None:
    """Nostrils, the wings of the nose, folds beside the mouth, and shadow under the lip."""
    dark = mixed(looks.skin, (0.22, 0.08, 0.05), 0.75)
    soft = (0.80, 0.68, 0.62)
    for side in (-1, 1):
        nostril = pen.shape(
            _moved([(side * 7, 111), (side * 20, 108), (side * 25, 113), (side * 12, 117)], looks, 2), 2
        )
        pen.canvas.paint(nostril, dark, 0.8)
        wing = pen.stroke(_moved([(side * 31, 88), (side * 42, 101), (side * 36, 115)], looks, 1.8), 7, soft=3)
        pen.canvas.multiply(wing, soft, 0.8)
        fold = _moved([(side * 44, 112), (side * (66 + 6 * looks.smile), 142), (side * 74, 172)], looks)
        pen.canvas.multiply(within(pen.stroke(fold, 11, soft=6), face), soft, 0.35 + 0.3 * looks.smile)
        bag = _moved([(side * 44, 24), (side * 76, 33), (side * 106, 24)], looks)
        pen.canvas.multiply(pen.stroke(bag, 7, soft=4), soft, 0.42)
        bridge = pen.stroke(_moved([(side * 26, -34), (side * 21, 0), (side * 23, 40)], looks, 1.4), 14, soft=8)
        pen.canvas.multiply(bridge, soft, 0.45 if side > 0 else 0.2)
    pen.canvas.multiply(pen.stroke(_moved([(-30, 117), (0, 124), (34, 116)], looks, 1.9), 10, soft=5), soft, 0.75)
    pen.canvas.multiply(pen.stroke(_moved([(-34, 207), (0, 212), (34, 207)], looks), 12, soft=6), soft, 0.65)


def _ear(pen: Pen, looks: Looks, side: int) -> None:
    lobe = [(164, -28), (184, -40), (202, -22), (203, 12), (192, 50), (178, 76), (166, 66)]
    ear = pen.shape([(side * x - 5 * looks.turn, y) for x, y in lobe])
    pen.canvas.paint(ear, mixed(looks.skin, (0.75, 0.32, 0.25), 0.22))
    pen.lit(ear, 9, 0.55, (1.0, 0.86, 0.80))
    inner = pen.stroke([(side * 172, 44), (side * 190, 10), (side * 186, -16), (side * 172, -8)], 12, soft=3)
    pen.canvas.multiply(within(inner, ear), (0.72, 0.55, 0.50), 0.8)


def _lips(pen: Pen, looks: Looks) -> None:
    up = 8 + 9 * looks.smile
    reach = 58 + 10 * looks.smile
    red, green, blue = looks.skin
    colour = mixed((0.90 * red, 0.60 * green, 0.62 * blue), (0.78, 0.22, 0.26), 0.30 * looks.lip_warmth)
    line = [(-reach, 170 - up), (-26, 171), (0, 173), (26, 171), (reach, 170 - up)]
    top = [
        (reach, 169 - up),
        (34, 155 - up / 4),
        (13, 149),
        (0, 153),
        (-13, 149),
        (-34, 155 - up / 4),
        (-reach, 169 - up),
    ]
    low = [(reach - 4, 171 - up), (34, 189), (0, 199), (-34, 189), (-reach + 4, 171 - up)]
    upper = pen.shape(_moved([*line, *top[1:-1]], looks, 1.2), soft=1.4)
    lower = pen.shape(_moved([*line, *low[1:-1]], looks, 1.2), soft=1.6)
    pen.canvas.paint(lower, mixed(colour, (1, 0.75, 0.7), 0.10), 0.9)
    pen.canvas.paint(upper, mixed(colour, (0.35, 0.05, 0.08), 0.20), 0.9)
    pen.lit(lower, 8, 0.35)
    gleam = pen.stroke(_moved([(-26, 184), (-6, 188), (14, 186)], looks, 1.2), 7, soft=3)
    pen.canvas.paint(gleam, (1, 0.93, 0.90), 0.28)
    pen.canvas.paint(pen.stroke(_moved(line, looks, 1.2), 5.5, soft=0.8), mixed(colour, (0.18, 0.03, 0.04), 0.72))
    for side in (-1, 1):
        corner = pen.oval(side * (reach + 1) + 15 * looks.turn, 169 - up, 7, 6, soft=4)
        pen.canvas.multiply(corner, (0.70, 0.55, 0.50), 0.7)


def _eye(pen: Pen, looks: Looks, side: int) -> None:
    x = 75 * side + 14 * looks.turn

    def at(points: Points) -> list[tuple[float, float]]:
        return [(x + side * 1.16 * px, 1.16 * py) for px, py in points]  # outwards from the eye's middle

    open_eye = pen.shape(at([(-32, 6), (-18, -8), (0, -14), (18, -11), (32, 1), (17, 11), (0, 14), (-17, 12)]))
    crease = pen.stroke(at([(-31, -7), (-8, -26), (14, -26), (36, -8)]), 6, soft=2.0)
    pen.canvas.multiply(crease, (0.62, 0.48, 0.43), 0.8)
    pen.canvas.paint(open_eye, (0.93, 0.91, 0.90))
    pen.canvas.paint(within(pen.oval(x - side * 31, 5, 6, 5, soft=2), open_eye), (0.85, 0.52, 0.48), 0.8)
    gaze = x + 2.5 * looks.turn
    iris = within(pen.oval(gaze, -2, 18, 18, soft=0.7), open_eye)
    pen.canvas.paint(iris, mixed(looks.eyes, (0, 0, 0), 0.60))
    pen.canvas.paint(within(pen.oval(gaze, -1, 15, 15, soft=1.6), open_eye), looks.eyes)
    glow = within(pen.oval(gaze + 4, 5, 8, 6, soft=3.0), open_eye)
    pen.canvas.paint(glow, mixed(looks.eyes, (1, 0.9, 0.7), 0.45), 0.7)
    pen.canvas.paint(within(pen.oval(gaze, -2, 7.4, 7.4, soft=0.7), open_eye), (0.03, 0.025, 0.03))
    shadow = pen.stroke(at([(-31, 1), (-14, -10), (4, -13), (20, -9), (32, 0)]), 13, soft=4)
    pen.canvas.multiply(within(shadow, open_eye), (0.45, 0.40, 0.42), 0.85)
    pen.canvas.paint(pen.oval(gaze - 6, -7, 3.6, 3.6, soft=0.6), (1, 1, 1), 0.95)
    pen.canvas.paint(pen.oval(gaze + 6, 5, 1.7, 1.7, soft=0.7), (1, 1, 1), 0.4)
    lash = mixed(looks.hair, (0.04, 0.03, 0.03), 0.80)
    pen.canvas.paint(pen.stroke(at([(-33, 5), (-18, -10), (0, -16), (18, -13), (37, 1)]), 6.5, soft=0.8), lash, 0.92)
    pen.canvas.paint(pen.stroke(at([(-26, 10), (0, 15), (20, 11), (33, 2)]), 3, soft=1.0), lash, 0.42)
    for share in np.linspace(0.25, 0.97, 12):
        root = (-33 + 68 * share, 1 - 16 * np.sin(np.pi * share**0.9) - (1 - share) * 2)
        tip = (root[0] + 10 * (share - 0.25), root[1] - 8 - 5 * share * (1 - share) + 5 * share**3)
        pen.canvas.paint(pen.stroke(at([root, ((root[0] + tip[0]) / 2, tip[1] + 5), tip]), 1.7), lash, 0.6)


def _brow(pen: Pen, looks: Looks, side: int) -> None:
    rng = np.random.default_rng(11 + side)
    dark = mixed(looks.hair, (0.05, 0.04, 0.04), 0.45)
    arc = curve([(30, -48), (60, -63), (92, -66), (124, -48)])
    heavy = 17 * looks.brow_weight
    lift = np.array([0, heavy * 0.4])
    body = np.concatenate([arc - lift, (arc + lift)[::-1]])
    body[:, 0] = side * body[:, 0] + 14 * looks.turn
    pen.canvas.paint(pen.polygon(body, soft=3.2), dark, 0.58)
    for _ in range(int(120 * looks.brow_weight)):
        share = rng.uniform(0, 0.98)
        x, y = arc[int(share * (len(arc) - 1))]
        y += rng.normal(0, heavy * 0.24) * (1 - 0.5 * share)
        long, lean = rng.uniform(9, 17), 0.75 - 0.75 * share + rng.normal(0, 0.15)
        hair = [(x, y + 3), (x + long * 0.6, y + 3 - long * lean * 0.6), (x + long, y + 3 - long * lean * 0.8)]
        line = [(side * px + 14 * looks.turn, py) for px, py in hair]
        pen.canvas.paint(pen.stroke(line, 2.0), mixed(dark, (0, 0, 0), rng.uniform(0, 0.4)), 0.55)


def _beard(pen: Pen, looks: Looks, face: Area) -> None:
    """A short beard: a soft shadow of hair, and the hairs themselves."""
    rng = np.random.default_rng(3)
    edge = [(-172, 40), (-150, 120), (-104, 152), (-62, 138), (0, 132), (62, 138), (104, 152), (150, 120), (172, 40),
            (185, 150), (120, 260), (0, 300), (-120, 260), (-185, 150)]  # fmt: skip
    beard = within(pen.shape(edge, soft=9), face)
    mouth = pen.shape(_moved([(-60, 168), (0, 147), (60, 168), (30, 205), (-30, 205)], looks), soft=5)
    beard = Area(
        beard.x, beard.y, beard.mask * (1 - within(Area(beard.x, beard.y, np.ones_like(beard.mask)), mouth).mask)
    )
    pen.canvas.paint(beard, mixed(looks.hair, looks.skin, 0.30), 0.62)
    lines, colours = [], []
    for _ in range(2600):
        x, y = rng.uniform(-178, 178), rng.uniform(60, 285)
        lean = 0.045 * x + rng.normal(0, 3)
        lines.append([(x, y), (x + lean * 0.5, y + 6), (x + lean, y + rng.uniform(8, 14))])
        colours.append(
            mixed(looks.hair, (0.02, 0.02, 0.02) if rng.random() < 0.6 else (0.9, 0.8, 0.7), rng.uniform(0, 0.4))
        )
    pen.strands(Area(beard.x, beard.y, beard.mask * 0.62), lines, colours, 1.1)


def _glasses(pen: Pen, looks: Looks) -> None:
    """A thin dark frame with a faint reflection."""
    dark = (0.13, 0.11, 0.12)
    for side in (-1, 1):
        rim = _moved(
            [(side * x, y) for x, y in ((26, -20), (76, -33), (127, -22), (128, 14), (92, 42), (42, 34))], looks, 1.3
        )
        outer, inner = pen.shape(rim), pen.shape(np.mean(rim, axis=0) + (rim - np.mean(rim, axis=0)) * 0.90)
        ring = Area(outer.x, outer.y, outer.mask - within(Area(outer.x, outer.y, np.ones_like(outer.mask)), inner).mask)
        pen.canvas.paint(ring, dark, 0.95)
        sheen = _moved(
            [(side * 76 - 34, 22), (side * 76 - 6, -24), (side * 76 + 10, -26), (side * 76 - 18, 30)], looks, 1.3
        )
        pen.canvas.paint(within(pen.polygon(sheen, soft=3), inner), (1, 1, 1), 0.07)
        pen.canvas.paint(
            pen.stroke([(side * 128 + 16 * looks.turn, -10), (side * 178, -14)], 7, taper=False), dark, 0.9
        )
    pen.canvas.paint(pen.stroke(_moved([(-27, -12), (0, -20), (27, -12)], looks, 1.5), 6, taper=False), dark, 0.95)
