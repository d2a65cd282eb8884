"""Which part of a photo becomes the portrait: level by the eye line, 4:5, the head where a headshot has it.

A face, the photo's size and a map of where the person is go in; a `Frame` (an affine map) comes out. The frame
never shows a body that the photo does not: where the photo's edge cuts the person, the frame ends at the cut.
Refuses to know pixels and looks.
"""

from dataclasses import dataclass
from math import cos, log, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.faces import Face
from inference.styles import Framing

ASPECT = 4 / 5  # width over height
HEAD_IN_CHINS = 2.05  # head height in eye-to-chin distances (NUMBERS: D, after ISO/IEC 29794-5)
CHIN_IN_EYES = (
    1.45  # the least eye-to-chin distance in eye distances, so that a bowed head is not taken for a small one
)
LEVEL_LIMIT = 15.0  # degrees; a head held more aslant than this is a pose, and levelled no further
SHORTEST, LONGEST = 1280, 2560  # pixels, the portrait's height
STEP = 20  # the height is a multiple of it, so that the width is whole and even
SCENE_HEAD = 64  # pixels a head is high on the map that frames are tried on
SCENE = (4.4, 1.9, 3.4)  # width, height above the eyes and below, in heads
VOID_FREE = 0.03  # share of the frame beyond the photo that an out-of-focus scene can be filled in over
GHOST_FREE = 0.0015  # share of the frame that may show body the photo does not have: less than an ear lobe
TIGHT = 1.3  # heads this much larger in the frame than the look asks for are worth a note

Affine = NDArray[np.float64]  # 2 x 3


@dataclass(frozen=True)
class Frame:
    """A portrait's frame: `into` maps the photo's pixels to the portrait's, `width` x `height`.

    `scale`: portrait pixels per photo pixel, above 1 where the photo is enlarged. `tight`: the photo had no room for
    the framing asked for. `head_px`: the head's height in the portrait.
    """

    into: Affine
    width: int
    height: int
    scale: float
    head_px: float
    tight: bool

    def at(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Photo points (n x 2) in the portrait."""
        return points @ self.into[:, :2].T + self.into[:, 2]


@dataclass(frozen=True)
class Wish:
    """What a shot would like: the look's framing, and how far off the middle the head stands, in frame widths."""

    framing: Framing
    aside: float = 0.0


def head_px(face: Face) -> float:
    """Height of the head from chin to crown, in the photo's pixels."""
    return HEAD_IN_CHINS * max(face.chin_px, CHIN_IN_EYES * face.ied_px)


def level_degrees(face: Face) -> float:
    """How far the photo is turned to be upright: the nearest quarter turn, and the tilt within it up to LEVEL_LIMIT."""
    quarter = 90.0 * round(face.roll / 90.0)
    return quarter + float(np.clip(face.roll - quarter, -LEVEL_LIMIT, LEVEL_LIMIT))


def choose(face: Face, shape: tuple[int, int], person: NDArray[np.float32], keeps_scene: bool, wish: Wish) -> Frame:
    """The best frame for `wish` in a photo of `shape` (height, width).

    `person`: probability map of the whole photo, any resolution, 0 to 1. With `keeps_scene` the frame also avoids
    what lies outside the photo; a painted backdrop may fill that.
    """
    head = head_px(face)
    scene, ghost, void = _maps(face, shape, person, head)
    best = min(_candidates(wish), key=lambda c: _cost(c, wish, scene, ghost, void, keeps_scene))
    share, eye_line, aside = best
    tall = head / share
    height = int(np.clip(round(tall / STEP) * STEP, SHORTEST, LONGEST))
    width = round(height * ASPECT)
    scale = height / tall
    into = _turn(face, scale, width * (0.5 - aside), height * eye_line)
    tight = share > TIGHT * wish.framing.head_share
    return Frame(into, width, height, scale, head * scale, tight)


def _turn(face: Face, scale: float, x: float, y: float) -> Affine:
    """The map that levels the eyes, scales, and puts the middle of the head at x and the eye line at y."""
    angle = radians(level_degrees(face))
    rows = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]]) * scale
    eyes = np.array(face.eye_middle)
    middle = rows @ _head_middle(face)
    return np.column_stack([rows, [x - middle[0], y - (rows @ eyes)[1]]])


def _head_middle(face: Face) -> NDArray[np.float64]:
    """Between the eyes and the middle of the face's outline: a turned head is centred, not its nose."""
    if face.mesh is None:
        return np.array(face.eye_middle)
    outline = face.mesh[:, :2]
    return (np.array(face.eye_middle) + (outline.min(axis=0) + outline.max(axis=0)) / 2) / 2


@dataclass(frozen=True)
class _Scene:
    """The map frames are tried on: `unit` pixels a head, the eyes at (`x`, `y`), hair's top at `crown` (pixels)."""

    unit: float
    x: float
    y: float
    crown: float


def _maps(
    face: Face, shape: tuple[int, int], person: NDArray[np.float32], head: float
) -> tuple[_Scene, NDArray[np.float64], NDArray[np.float64]]:
    """The scene around the head, with integral images of the body outside the photo and of all that is outside it."""
    wide, above, below = SCENE
    size = (round(wide * SCENE_HEAD), round((above + below) * SCENE_HEAD))
    x, y = size[0] / 2, above * SCENE_HEAD
    into = _turn(face, SCENE_HEAD / head, x, y)
    inside = cv2.warpAffine(np.ones(shape, np.uint8), into, size, flags=cv2.INTER_NEAREST)
    shrink = np.array([[shape[1] / person.shape[1], 0], [0, shape[0] / person.shape[0]]])
    from_map = np.column_stack([into[:, :2] @ shrink, into[:, 2]])
    body = cv2.warpAffine(person, from_map, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    columns = body[:, round(x - 0.25 * SCENE_HEAD) : round(x + 0.25 * SCENE_HEAD)].mean(axis=1) * inside[:, round(x)]
    rows = np.flatnonzero(columns[: round(y)] > 0.5)
    crown = float(rows[0]) if rows.size else y - SCENE_HEAD / 2
    ghost = cv2.integral(((body > 0.35) & (inside == 0)).astype(np.float32))
    return _Scene(SCENE_HEAD, x, y, crown), ghost, cv2.integral((inside == 0).astype(np.float32))


def _candidates(wish: Wish) -> list[tuple[float, float, float]]:
    """Head share, eye line and sideways shift of every frame that is tried."""
    shares = wish.framing.head_share * np.geomspace(0.9, 3.2, 24)
    lines = wish.framing.eye_line + np.linspace(-0.12, 0.12, 13)
    asides = wish.aside + np.linspace(-0.24, 0.24, 13)
    return [(float(s), float(e), float(a)) for s in shares for e in lines for a in asides]


def _cost(
    candidate: tuple[float, float, float],
    wish: Wish,
    scene: _Scene,
    ghost: NDArray[np.float64],
    void: NDArray[np.float64],
    keeps_scene: bool,
) -> float:
    """How far a frame is from the wish, with what must not be in it weighing most."""
    share, eye_line, aside = candidate
    tall = scene.unit / share
    wide = tall * ASPECT
    left, top = scene.x - wide * (0.5 - aside), scene.y - tall * eye_line
    box = (left, top, left + wide, top + tall)
    area = wide * tall
    ghosts, voids = _inside(ghost, box) / area, _inside(void, box) / area
    cut_hair = max(0.0, top + 0.03 * tall - scene.crown) / scene.unit
    return (
        2.0 * log(share / wish.framing.head_share) ** 2
        + 12.0 * (eye_line - wish.framing.eye_line) ** 2
        + 16.0 * (aside - wish.aside) ** 2
        + 400.0 * max(0.0, ghosts - GHOST_FREE)
        + (60.0 * max(0.0, voids - VOID_FREE) if keeps_scene else 0.15 * voids)
        + 4.0 * cut_hair**2
    )


def _inside(integral: NDArray[np.float64], box: tuple[float, float, float, float]) -> float:
    """Sum of an integral image's source inside a box; what sticks out of the map counts as its edge does not."""
    height, width = integral.shape[0] - 1, integral.shape[1] - 1
    x0, x1 = (round(min(max(v, 0), width)) for v in (box[0], box[2]))
    y0, y1 = (round(min(max(v, 0), height)) for v in (box[1], box[3]))
    return float(integral[y1, x1] - integral[y0, x1] - integral[y1, x0] + integral[y0, x0])
