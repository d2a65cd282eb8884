"""Where the person is, roughly: a photo and its faces in, a probability map out.

The selfie segmentation (inference.models_on_disk) sees the head and shoulders; GrabCut seeded by the face stands in
where it is absent. Other people are told from the main one by watershed between the faces. Refuses to know frames,
edges and hair: see cutout.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import tflite
from inference.engines import Pixels
from inference.engines.studio.frame import head_px
from inference.engines.studio.planes import Image, Plane
from inference.faces import Face

SIDE = 256  # pixels, the segmentation's input
MAP_SIDE = 512  # pixels, the longer side of the map
GRABCUT_SIDE = 280  # pixels; more costs seconds and gains nothing at the outline
# How much is shown to the network left and right of the eyes, above and below, in heads: the bust, then the head alone.
BUST, HEAD = (2.6, 1.7, 3.2), (1.1, 0.85, 1.2)
MOST_OF_IT = 0.85  # share of the photo above which a window shows no more than the whole
FADE = 0.12  # share of a window at whose edges what is seen in it fades
SECOND_OPINION = 0.6  # weight of the head alone: where it differs from the bust, the map is in doubt

Box = tuple[int, int, int, int]  # x0, y0, x1, y1


def person_map(pixels: Pixels, faces: Sequence[Face], segmentation: Path | None) -> Plane:
    """Probability that a pixel belongs to the person of `faces[0]`, over the whole photo at MAP_SIDE."""
    scale = MAP_SIDE / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    quarter = round(faces[0].roll / 90) % 4
    upright = np.ascontiguousarray(np.rot90(small, quarter), np.uint8)
    if segmentation is None:
        rough = grabbed(small, faces[0], scale)
    else:
        rough = np.ascontiguousarray(np.rot90(segmented(upright, segmentation), -quarter))
        for room, weight in ((BUST, 1.0), (HEAD, SECOND_OPINION)):
            window = _window(faces[0], pixels.shape[:2], room)
            rough = _closer(rough, pixels, window, quarter, segmentation, weight)
    return _alone(rough, small, faces, scale)


@cache
def _network(path: Path) -> "cv2.dnn.Net":
    return tflite.read(path)


def segmented(pixels: Pixels, path: Path) -> Plane:
    """The network's probability of "person" in an upright picture, at its size: the mean with its mirror image's."""
    square = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    network = _network(path)
    answers: list[Plane] = []
    for view in (square, np.ascontiguousarray(square[:, ::-1])):
        network.setInput(cv2.dnn.blobFromImage(view, 1 / 255))
        answers.append(np.asarray(network.forward(), np.float32).reshape(SIDE, SIDE))
    answer = (answers[0] + answers[1][:, ::-1]) / 2
    return cv2.resize(answer, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)


def _window(face: Face, shape: tuple[int, int], room: tuple[float, float, float]) -> Box:
    """The part of the photo with that much `room` around the head, clipped to the photo."""
    head = head_px(face)
    x, y = face.eye_middle
    aside, above, below = (share * head for share in room)
    quarter = round(face.roll / 90) % 4
    left, up, right, down = (
        (aside, above, aside, below),
        (below, aside, above, aside),
        (aside, below, aside, above),
        (above, aside, below, aside),
    )[quarter]
    x0, y0 = max(0, round(x - left)), max(0, round(y - up))
    return x0, y0, min(shape[1], round(x + right)), min(shape[0], round(y + down))


def _closer(rough: Plane, pixels: Pixels, window: Box, quarter: int, path: Path, weight: float) -> Plane:
    """The map with the window around the head seen again at more detail, where that shows more than the whole.

    `weight` of what is seen in the window; it fades towards the window's edges, where the network lacks context.
    """
    x0, y0, x1, y1 = window
    if (x1 - x0) * (y1 - y0) > MOST_OF_IT * pixels.shape[0] * pixels.shape[1]:
        return rough
    part = pixels[y0:y1, x0:x1]
    shrink = min(1.0, MAP_SIDE / max(part.shape[:2]))
    part = cv2.resize(part, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    seen = segmented(np.ascontiguousarray(np.rot90(part, quarter), np.uint8), path)
    seen = np.ascontiguousarray(np.rot90(seen, -quarter))
    scale = rough.shape[1] / pixels.shape[1]
    sx0, sy0 = round(x0 * scale), round(y0 * scale)
    sx1, sy1 = min(rough.shape[1], round(x1 * scale)), min(rough.shape[0], round(y1 * scale))
    seen = cv2.resize(seen, (sx1 - sx0, sy1 - sy0), interpolation=cv2.INTER_AREA)
    cut = (sx0 > 0, sx1 < rough.shape[1], sy0 > 0, sy1 < rough.shape[0])
    merged = rough.copy()
    inner = merged[sy0:sy1, sx0:sx1]
    inner += weight * faded(inner.shape, cut) * (seen - inner)
    return merged


def faded(shape: tuple[int, ...], cut: tuple[bool, bool, bool, bool]) -> Plane:
    """1 inside and 0 at those sides (left, right, top, bottom) where a window of `shape` cuts through the photo."""
    height, width = shape
    rise = np.ones(shape, np.float32)
    for along, size, (low, high) in ((0, height, cut[2:]), (1, width, cut[:2])):
        place = (np.arange(size, dtype=np.float32) + 0.5) / (FADE * size)
        ramp = np.minimum(np.where(low, place, 1.0), np.where(high, place[::-1], 1.0)).clip(0, 1)
        rise *= ramp[:, None] if along == 0 else ramp[None, :]
    return rise


def grabbed(small: Image, face: Face, scale: float) -> Plane:
    """GrabCut's person in `small`, seeded by an ellipse for the head and a trapezium for the body (upright photos)."""
    shrink = min(1.0, GRABCUT_SIDE / max(small.shape[:2]))
    tiny = cv2.resize(small, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    head = head_px(face) * scale * shrink
    x, y = (v * scale * shrink for v in face.eye_middle)
    mask = np.full(tiny.shape[:2], cv2.GC_BGD, np.uint8)
    chin = y + head * 0.49

    def body(reach: float, top: float, label: int) -> None:
        outline = [
            (x - 0.3 * head, top),
            (x + 0.3 * head, top),
            (x + reach * head, top + 0.5 * head),
            (x + reach * head, 1e4),
            (x - reach * head, 1e4),
            (x - reach * head, top + 0.5 * head),
        ]
        cv2.fillPoly(mask, [np.array(outline, np.int32)], label)

    def oval(wide: float, high: float, label: int) -> None:
        cv2.ellipse(mask, (round(x), round(y)), (round(wide * head), round(high * head)), 0, 0, 360, label, -1)

    body(1.6, chin - 0.15 * head, cv2.GC_PR_BGD)
    oval(0.75, 0.85, cv2.GC_PR_BGD)
    body(1.0, chin, cv2.GC_PR_FGD)
    oval(0.42, 0.55, cv2.GC_PR_FGD)
    body(0.45, chin + 0.2 * head, cv2.GC_FGD)
    oval(0.25, 0.38, cv2.GC_FGD)
    cv2.grabCut(tiny, mask, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    found = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    return cv2.resize(cv2.GaussianBlur(found, (0, 0), 1.5), (small.shape[1], small.shape[0]))


def _alone(rough: Plane, small: Image, faces: Sequence[Face], scale: float) -> Plane:
    """The map without other people, and without islands that do not hang together with the main face."""
    markers = np.zeros(rough.shape, np.int32)
    for number, face in reversed(list(enumerate(faces, start=1))):
        _mark(markers, face, scale, number)
    solid = (rough > 0.5) | (markers == 1)
    if len(faces) > 1:
        picture = np.where(solid[..., None], cv2.GaussianBlur(small, (0, 0), 1.5), 0).astype(np.uint8)
        regions = markers.copy()
        regions[~cv2.dilate(solid.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool)] = len(faces) + 1
        cv2.watershed(picture, regions)
        mine = cv2.dilate((regions == 1).astype(np.float32), np.ones((3, 3), np.uint8))
        rough = rough * cv2.GaussianBlur(mine, (0, 0), 1.0)
        solid = (rough > 0.5) | (markers == 1)
    _, labels = cv2.connectedComponents(solid.astype(np.uint8))
    x, y = (round(v * scale) for v in faces[0].eye_middle)
    x, y = min(max(x, 0), rough.shape[1] - 1), min(max(y, 0), rough.shape[0] - 1)
    island = cv2.dilate((labels == labels[y, x]).astype(np.float32), np.ones((25, 25), np.uint8))
    return rough * cv2.GaussianBlur(island, (0, 0), 4.0)


def _mark(markers: NDArray[np.int32], face: Face, scale: float, number: int) -> None:
    """Draw the seed of one person: the face, and a column of neck, chest and belly below it."""
    head = head_px(face) * scale
    x, y = (v * scale for v in face.eye_middle)
    cx, cy = (v * scale for v in face.chin)
    down = np.array([cx - x, cy - y]) / max(np.hypot(cx - x, cy - y), 1e-6)
    middle = np.array([x, y]) + down * 0.12 * head
    cv2.ellipse(
        markers,
        (round(middle[0]), round(middle[1])),
        (round(0.3 * head), round(0.38 * head)),
        float(face.roll),
        0,
        360,
        number,
        -1,
    )
    for far, wide in ((1.1, 0.15), (2.6, 0.5)):
        near, end = np.array([cx, cy]) + down * (far - 0.9) * head, np.array([x, y]) + down * far * head
        ends = [(round(float(p[0])), round(float(p[1]))) for p in (near, end)]
        cv2.line(markers, ends[0], ends[1], number, max(1, round(wide * head)))
