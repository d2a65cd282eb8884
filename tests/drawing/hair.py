"""Drawn hair: locks between an inner and an outer curve, filled with strands that follow both.

Units as in the head. A cut is data: locks behind the body, locks in front of the face, and what stands off the head.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.drawing.canvas import Colour, Pen, curve, mixed
from tests.drawing.head import Looks, within

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Lock:
    """Hair from the root (first points) to the tip (last points) between two curves; `dark`: how far in shadow."""

    inner: Curve
    outer: Curve
    dark: float = 0.0
    wave: float = 0.0


@dataclass(frozen=True)
class Cut:
    """A haircut; `curls` are the centre and radii of a curly mass, drawn before the `front` locks."""

    back: tuple[Lock, ...] = ()
    front: tuple[Lock, ...] = ()
    curls: tuple[tuple[float, float, float, float], ...] = ()


def _mirrored(lock: Lock, shift: float = 0.0) -> Lock:
    """The same lock on the other side, its root at the parting `shift` units off the middle."""

    def flip(points: Curve) -> Curve:
        return tuple((shift * min(1, max(0, (-y - 130) / 100)) - x, y) for x, y in points)

    return Lock(flip(lock.inner), flip(lock.outer), lock.dark, lock.wave)


_BEHIND_LONG = Lock(
    ((0, -200), (60, 0), (70, 250), (60, 420)), ((0, -322), (212, -200), (244, 150), (236, 440)), 0.55, 4
)
_CURTAIN_LONG = Lock(
    (
        (-22, -238),
        (30, -216),
        (78, -176),
        (116, -108),
        (146, -28),
        (164, 66),
        (172, 190),
        (168, 310),
        (172, 420),
        (196, 520),
    ),
    (
        (-22, -316),
        (62, -326),
        (150, -286),
        (212, -190),
        (236, -70),
        (246, 80),
        (256, 240),
        (262, 390),
        (248, 480),
        (206, 540),
    ),
    0.0,
    6,
)
_BEHIND_BOB = Lock(((0, -200), (60, 0), (70, 130), (66, 200)), ((0, -322), (212, -200), (228, 80), (170, 208)), 0.55)
_CURTAIN_BOB = Lock(
    ((-34, -234), (30, -216), (78, -176), (116, -108), (146, -28), (162, 60), (162, 140), (132, 214)),
    ((-34, -316), (62, -328), (152, -288), (214, -190), (240, -70), (248, 60), (236, 180), (142, 254)),
)
_SIDE_SHORT = Lock(
    ((112, -208), (144, -168), (158, -108), (166, -60), (171, -10), (168, 30)),
    ((118, -292), (182, -230), (202, -140), (200, -60), (190, -20), (180, 28)),
    0.25,
)
_SWEEP = Lock(
    ((-134, -160), (-104, -200), (-44, -212), (30, -200), (94, -192), (144, -170)),
    ((-158, -224), (-124, -304), (-32, -342), (70, -336), (142, -292), (176, -206)),
)
_SIDE_TIED = Lock(
    ((0, -228), (60, -214), (112, -172), (142, -110), (162, -40), (174, 4)),
    ((0, -316), (90, -308), (160, -252), (192, -160), (200, -70), (190, -10)),
    0.05,
)
_BUN = Lock(
    ((-62, -290), (-30, -304), (30, -304), (62, -290)),
    ((-62, -296), (-96, -352), (-58, -412), (0, -428), (58, -412), (96, -352), (62, -296)),
    0.12,
)

CUTS = {
    "long": Cut((_BEHIND_LONG, _mirrored(_BEHIND_LONG)), (_mirrored(_CURTAIN_LONG, -44), _CURTAIN_LONG)),
    "bob": Cut((_BEHIND_BOB, _mirrored(_BEHIND_BOB)), (_mirrored(_CURTAIN_BOB, -68), _CURTAIN_BOB)),
    "short": Cut((), (_SIDE_SHORT, _mirrored(_SIDE_SHORT), _SWEEP)),
    "tied": Cut((_BUN,), (_SIDE_TIED, _mirrored(_SIDE_TIED))),
    "curly": Cut((), (), ((0, -246, 190, 104), (-166, -140, 46, 116), (166, -140, 46, 116))),
}


def draw_back(pen: Pen, looks: Looks) -> None:
    """The hair behind neck and shoulders."""
    for number, lock in enumerate(CUTS[looks.cut].back):
        _draw_lock(pen, looks, lock, number)


def draw_front(pen: Pen, looks: Looks) -> None:
    """The hair before the face, with the shadow it throws."""
    cut = CUTS[looks.cut]
    for lock in cut.front:
        edge = pen.stroke([(x * 0.985, y + 9) for x, y in lock.inner[:6]], 30, soft=11)
        pen.canvas.multiply(edge, (0.62, 0.50, 0.46), 0.42)
    if cut.curls:
        _draw_curls(pen, looks, cut)
    for number, lock in enumerate(cut.front):
        _draw_lock(pen, looks, lock, 10 + number)


def _draw_lock(pen: Pen, looks: Looks, lock: Lock, seed: int) -> None:
    rng = np.random.default_rng(seed)
    inner, outer = _even(curve(lock.inner)), _even(curve(lock.outer))
    colour = mixed(looks.hair, (0.02, 0.015, 0.02), lock.dark)
    area = pen.polygon(np.concatenate([inner, outer[::-1]]), soft=1.6)
    pen.canvas.paint(area, mixed(colour, (0.02, 0.015, 0.02), 0.42))
    lines: list[NDArray[np.float64]] = []
    colours: list[Colour] = []
    width = float(np.linalg.norm(inner - outer, axis=1).mean())
    along = np.linspace(0, 1, len(inner))[:, None]
    for _ in range(int(width * 4.5)):
        share = rng.uniform(-0.015, 1.015)
        drift = rng.normal(0, 0.035)
        mix = share + drift * along
        line = inner * (1 - mix) + outer * mix
        line[:, 0] += lock.wave * np.sin(along[:, 0] * 9 + share * 5 + rng.normal(0, 0.2)) * along[:, 0]
        first, last = (0, len(line)) if rng.random() < 0.5 else sorted(rng.integers(0, len(line) + 1, 2))
        if last - first < 5:
            continue
        round_off = 1 - (2 * abs(share - 0.55)) ** 2.2
        gleam = np.exp(-(((first + last) / 2 / len(line) - 0.40) ** 2) / 0.03)
        bright = -0.42 + 0.50 * round_off + 0.20 * gleam + rng.normal(0, 0.13)
        lines.append(line[first:last])
        colours.append(_toned(colour, bright))
    pen.strands(area, lines, colours, 1.5)
    sheen = pen.stroke([tuple(p) for p in (inner * 0.45 + outer * 0.55)[6:20:3]], width * 0.55, soft=width * 0.16)
    pen.canvas.paint(within(sheen, area), mixed(looks.hair, (1, 0.95, 0.88), 0.55), 0.16 * (1 - lock.dark))


def _draw_curls(pen: Pen, looks: Looks, cut: Cut) -> None:
    rng = np.random.default_rng(5)
    for x, y, rx, ry in cut.curls:
        pen.canvas.paint(pen.oval(x, y, rx, ry, soft=7), mixed(looks.hair, (0.02, 0.015, 0.02), 0.5))
    for x, y, rx, ry in cut.curls:
        whole = pen.oval(x, y, rx + 16, ry + 16)
        lines: list[NDArray[np.float64]] = []
        colours: list[Colour] = []
        for _ in range(int(rx * ry / 14)):
            turn, far = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 1.04))
            cx, cy = x + rx * far * np.cos(turn), y + ry * far * np.sin(turn)
            begin, size = rng.uniform(0, 2 * np.pi), rng.uniform(6, 13)
            arc = np.linspace(begin, begin + rng.uniform(2.4, 4.4), 10)
            lines.append(np.stack([cx + size * np.cos(arc), cy + size * 0.8 * np.sin(arc)], axis=1))
            lit = -0.22 - 0.30 * far * (0.6 * np.cos(turn) + 0.8 * np.sin(turn)) + rng.normal(0, 0.16)
            colours.append(_toned(looks.hair, lit))
        pen.strands(whole, lines, colours, 2.4)


def _even(points: NDArray[np.float64], count: int = 40) -> NDArray[np.float64]:
    """`count` points at equal distances along a curve."""
    length = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0, length[-1], count)
    return np.stack([np.interp(at, length, points[:, i]) for i in (0, 1)], axis=1)


def _toned(colour: Colour, bright: float) -> Colour:
    """Lighter (above 0) or darker (below)."""
    return (
        mixed(colour, (1.0, 0.93, 0.82), min(0.5, bright * 0.55))
        if bright > 0
        else mixed(colour, (0, 0, 0), min(0.8, -bright))
    )
