"""A person's photos as a model likes to be shown them: cut around the head, in the right size and shape.

Photos (RGB, upright, best first) go in, pictures come out. Nothing is drawn beyond a photo's edge, and nothing is
enlarged by more than half for a reference. Refuses to know pipelines and looks.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import sqrt

import numpy as np
from PIL import Image

from inference.engines import EngineError, Pixels
from inference.engines.diffusion.stopped import Stopped
from inference.engines.studio.frame import HEAD_IN_CHINS, head_px
from inference.faces import Face, Point, find_faces

Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels of the photo

CROWN = 1 - 1 / HEAD_IN_CHINS  # from the eyes up to the crown, in heads
ROOM_ABOVE = 1 / 8  # of a reference's height, above the crown
FACE_HEADS = 1.3  # the side of a square that holds a face, as IP-Adapter's plus-face was trained on
PORTRAIT_HEAD = 0.36  # share of a portrait's height that the head takes, and
PORTRAIT_EYES = 0.38  # where its eyes are, from the top (NUMBERS: head 33-40 %, eyes about 36 %)
ASPECT = 4 / 5
LARGEST = 1.5  # how far a reference is enlarged
SMALLEST_SIDE = 64  # pixels; FLUX.2 refuses less


@dataclass(frozen=True)
class Selfie:
    """One photo turned upright by its face, if it shows one."""

    pixels: Pixels
    face: Face | None


class Album:
    """The photos of one order, each looked at once and only when it is needed: raises Stopped once `stop()` is true."""

    def __init__(self, photos: Sequence[Pixels], stop: Callable[[], bool]) -> None:
        self._photos = photos
        self._stop = stop
        self._seen: list[Selfie] = []

    def __len__(self) -> int:
        return len(self._photos)

    def first(self) -> Selfie:
        """The best photo, whether or not it shows a face. Raises EngineError("no_usable_photo") where there is none."""
        for selfie in self:
            return selfie
        raise EngineError("no_usable_photo", "The order has no photo.")

    def faces(self, most: int) -> tuple[tuple[Selfie, Face], ...]:
        """The first `most` photos with a face. Raises EngineError("no_usable_photo") where there is none."""
        found: list[tuple[Selfie, Face]] = []
        self._look_ahead(most)
        for selfie in self:
            if selfie.face is not None:
                found.append((selfie, selfie.face))
            if len(found) == most:
                break
        if not found:
            raise EngineError("no_usable_photo", f"No face in any of {len(self._photos)} photos.")
        return tuple(found)

    def _look_ahead(self, most: int) -> None:
        """Look at the first `most` photos side by side: a GPU waits for them."""
        fresh = self._photos[len(self._seen) : most]
        if fresh and not self._stop():
            with ThreadPoolExecutor(len(fresh)) as pool:
                self._seen += pool.map(_looked_at, fresh)

    def __iter__(self) -> Iterator[Selfie]:
        for number, pixels in enumerate(self._photos):
            if number == len(self._seen):
                if self._stop():
                    raise Stopped
                self._seen.append(_looked_at(pixels))
            yield self._seen[number]


def reference(selfie: Selfie, face: Face, side: int, multiple: int, heads: float) -> Image.Image:
    """The head and what is around it, `heads` high, with about `side` squared pixels, sides multiples of `multiple`."""
    head, (x, y) = head_px(face), _middle(face)
    tall = heads * head
    top = y - CROWN * head - ROOM_ABOVE * tall
    box = _clipped((x - tall * ASPECT / 2, top, x + tall * ASPECT / 2, top + tall), selfie.pixels)
    return _cut(selfie.pixels, box, _sides(box, side, multiple))


def all_of(wanted: Sequence[tuple[Selfie, Face, float]], side: int, multiple: int) -> tuple[Image.Image, ...]:
    """The reference of each photo, of so many heads, cut side by side."""
    with ThreadPoolExecutor(len(wanted)) as pool:
        cut = [pool.submit(reference, selfie, face, side, multiple, heads) for selfie, face, heads in wanted]
        return tuple(each.result() for each in cut)


def face_square(selfie: Selfie, face: Face, side: int) -> Image.Image:
    """The face alone, `side` x `side` pixels."""
    (x, y), half = _middle(face), min(FACE_HEADS * head_px(face), *selfie.pixels.shape[:2]) / 2
    box = _moved_inside((x - half, y - half, x + half, y + half), selfie.pixels)
    return _cut(selfie.pixels, box, (side, side))


def canvas(selfie: Selfie, width: int, height: int) -> Image.Image:
    """The photo cut to a portrait of `width` x `height`: around the face as a portrait has it, else from the middle."""
    rows, columns = selfie.pixels.shape[:2]
    shape = width / height
    tall = min(float(rows), columns / shape)
    (x, y), above = (columns / 2, rows / 2), 0.5
    if selfie.face is not None:
        tall = min(tall, head_px(selfie.face) / PORTRAIT_HEAD)
        (x, y), above = _middle(selfie.face), PORTRAIT_EYES
    top, half = y - above * tall, tall * shape / 2
    box = (x - half, top, x + half, top + tall)
    return _cut(selfie.pixels, _moved_inside(box, selfie.pixels), (width, height))


def own_size(pixels: Pixels, area: int, multiple: int) -> tuple[int, int]:
    """Width and height in the photo's own shape with at most `area` pixels, and half of them at least."""
    rows, columns = pixels.shape[:2]
    scale = sqrt(min(max(rows * columns, area / 2), area) / (rows * columns))
    return _least(columns * scale, multiple), _least(rows * scale, multiple)


def _middle(face: Face) -> Point:
    """The middle of the head across, at the height of the eyes: a turned head has its eyes aside."""
    x, y = face.eye_middle
    if face.mesh is None:
        return x, y
    across = face.mesh[:, 0]
    return (x + float(across.min() + across.max()) / 2) / 2, y


def _looked_at(pixels: Pixels) -> Selfie:
    """The photo with its biggest face, turned by quarters until that is upright."""
    faces = find_faces(pixels, main_only=True)
    turns = round(faces[0].roll / 90) % 4 if faces else 0
    if not turns:
        return Selfie(pixels, faces[0] if faces else None)
    turned = np.ascontiguousarray(np.rot90(pixels, turns))
    faces = find_faces(turned, main_only=True)
    return Selfie(turned, faces[0] if faces else None)


def _sides(box: Box, side: int, multiple: int) -> tuple[int, int]:
    """Width and height for what is in `box`, about `side` squared pixels."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    scale = min(side / sqrt(wide * tall), LARGEST)
    width, height = _nearest(wide * scale, multiple), _nearest(tall * scale, multiple)
    if width * height > side * side:  # a pipeline would shrink it once more, and blur it
        return width, _nearest(height - multiple, multiple)
    return width, height


def _nearest(length: float, multiple: int) -> int:
    return max(round(length / multiple), -(-SMALLEST_SIDE // multiple)) * multiple


def _least(length: float, multiple: int) -> int:
    return max(int(length / multiple), -(-SMALLEST_SIDE // multiple)) * multiple


def _clipped(box: Box, pixels: Pixels) -> Box:
    """The part of `box` that the photo has."""
    rows, columns = pixels.shape[:2]
    return max(box[0], 0.0), max(box[1], 0.0), min(box[2], float(columns)), min(box[3], float(rows))


def _moved_inside(box: Box, pixels: Pixels) -> Box:
    """`box`, which is no larger than the photo, moved inside."""
    rows, columns = pixels.shape[:2]
    wide, tall = box[2] - box[0], box[3] - box[1]
    left = min(max(box[0], 0.0), columns - wide)
    top = min(max(box[1], 0.0), rows - tall)
    return left, top, left + wide, top + tall


def _cut(pixels: Pixels, box: Box, size: tuple[int, int]) -> Image.Image:
    """What is in `box`, at `size`; the box loses what would be stretched."""
    (left, top, right, bottom), shape = box, size[0] / size[1]
    wide, tall = min(right - left, (bottom - top) * shape), min(bottom - top, (right - left) / shape)
    x, y = (left + right - wide) / 2, (top + bottom - tall) / 2
    kept = (max(x, 0.0), max(y, 0.0), min(x + wide, pixels.shape[1]), min(y + tall, pixels.shape[0]))
    return Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, box=kept)
