"""Which share of every pixel is the person: closed-form matting near the outline, and the person's own colours.

A picture, a trimap and a prior go in; opacity (alpha) and foreground colours come out. Refuses to know people.
The opacity minimises the matting Laplacian of Levin, Lischinski and Weiss (2008) over 3 x 3 windows, held to the prior
where colour decides nothing (dark hair on a dark wall). The colours are Forte's blur fusion (2021).
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array

from inference.engines.studio.planes import Image, Mask, Plane

EPSILON = 1e-5  # colour variance below which a window counts as flat, in squared units of 0 to 1
# Weight of the prior against the Laplacian where it is torn, sure of background, and sure of the person: a piece
# missing from a cheek is worse than a trace of the wall.
HOLD, HOLD_BEHIND, HOLD_AHEAD = 1e-3, 1.2e-2, 6e-2
ITERATIONS = 60  # conjugate gradient steps from the prior; further ones change no pixel visibly

COLOUR_HEIGHT = 1280  # pixels the two layers' colours are estimated at; they vary slowly
ENOUGH = 1e-10  # mean squared residual at which to stop

Vector = NDArray[np.float64]


def opacity(image: Image, prior: Plane, unknown: Mask) -> Plane:
    """Alpha of `image`: the rounded `prior` outside of `unknown`, solved within it."""
    alpha = (prior > 0.5).astype(np.float32)
    index = np.full(unknown.shape, -1, np.int32)
    count = int(unknown.sum())
    if count == 0:
        return alpha
    index[unknown] = np.arange(count)
    matrix, right = _system(image, alpha, index, count)
    held = prior[unknown].astype(np.float64)
    hold = HOLD + (np.where(held > 0.5, HOLD_AHEAD, HOLD_BEHIND) - HOLD) * (2 * held - 1) ** 2
    matrix = matrix + diags_array(hold, format="csr")
    alpha[unknown] = np.clip(_solved(matrix, right + hold * held, held), 0, 1)
    return alpha


def _solved(matrix: csr_matrix, right: Vector, start: Vector) -> Vector:
    """Conjugate gradients with Jacobi's preconditioner; scipy's own takes three times as long."""
    scale: Vector = np.reciprocal(np.asarray(matrix.diagonal(), np.float64))
    x = start.copy()
    rest = right - matrix @ x
    step = scale * rest
    along = step.copy()
    size = _dot(rest, step)
    for _ in range(ITERATIONS):
        if size < ENOUGH * right.size:
            break
        pushed = matrix @ along
        reach = size / _dot(along, pushed)
        x += reach * along
        rest -= reach * pushed
        step = scale * rest
        size, before = _dot(rest, step), size
        along *= size / before
        along += step
    return x


def _dot(a: Vector, b: Vector) -> float:
    return float(np.einsum("i,i->", a, b))  # np.dot would wake a thread on every core for each of these


def _system(image: Image, alpha: Plane, index: NDArray[np.int32], count: int) -> tuple[csr_matrix, NDArray[np.float64]]:
    """The Laplacian among the unknown pixels, and what the known ones contribute to the right-hand side."""
    width = index.shape[1]
    near = cv2.dilate((index >= 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    near[[0, -1], :] = 0
    near[:, [0, -1]] = 0
    centres = np.flatnonzero(near)
    offsets = np.array([dy * width + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1)])
    pixels = centres[:, None] + offsets
    colours = image.reshape(-1, 3)[pixels].astype(np.float64)
    spread = colours - colours.mean(axis=1, keepdims=True)
    covariance = np.einsum("nki,nkj->nij", spread, spread) / 9 + EPSILON / 9 * np.eye(3)
    weights = -(1 + np.einsum("nki,nij,nlj->nkl", spread, np.linalg.inv(covariance), spread, optimize=True)) / 9
    weights[:, np.arange(9), np.arange(9)] += 1
    numbers = index.reshape(-1)[pixels]
    rows = np.repeat(numbers, 9, axis=1).reshape(-1)
    columns = np.tile(numbers, (1, 9)).reshape(-1)
    values = weights.reshape(-1)
    inner = (rows >= 0) & (columns >= 0)
    matrix = csr_matrix((values[inner], (rows[inner], columns[inner])), shape=(count, count))
    outer = (rows >= 0) & (columns < 0)
    known = np.tile(alpha.reshape(-1)[pixels], (1, 9)).reshape(-1)[outer]
    right = np.bincount(rows[outer], weights=values[outer] * known, minlength=count)
    return matrix, -right.astype(np.float64)


def upsampled(alpha: Plane, small: Image, large: Image, radius: int = 4, epsilon: float = 4e-5) -> Plane:
    """Alpha of `small` at the size of `large`, following its edges: a guided filter (He, Sun and Tang 2013).

    `radius` in pixels of `small`. The linear model is fitted on the small picture and applied to the large one.
    """
    a, b = _linear_model(alpha, small, radius, epsilon)
    size = (large.shape[1], large.shape[0])
    a, b = cv2.resize(a, size, interpolation=cv2.INTER_LINEAR), cv2.resize(b, size, interpolation=cv2.INTER_LINEAR)
    return np.clip(np.einsum("hwc,hwc->hw", a, large) + b, 0, 1).astype(np.float32)


def _linear_model(alpha: Plane, guide: Image, radius: int, epsilon: float) -> tuple[Image, Plane]:
    """For every pixel the a (3) and b with alpha = a . colour + b around it."""

    def mean(values: Plane) -> Plane:
        return cv2.blur(values, (2 * radius + 1, 2 * radius + 1), borderType=cv2.BORDER_REFLECT)

    middle, alpha_middle = mean(guide), mean(alpha)
    cross = mean(guide * alpha[..., None]) - middle * alpha_middle[..., None]
    pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)]
    products = [mean(guide[..., i] * guide[..., j]) - middle[..., i] * middle[..., j] for i, j in pairs]
    matrix = np.empty((*alpha.shape, 3, 3), np.float32)
    for (i, j), product in zip(pairs, products, strict=True):
        matrix[..., i, j] = matrix[..., j, i] = product
    matrix += epsilon * np.eye(3, dtype=np.float32)
    a = np.linalg.solve(matrix, cross[..., None])[..., 0].astype(np.float32)
    b = alpha_middle - np.einsum("hwc,hwc->hw", a, middle)
    return mean(a), mean(b)


def foreground(image: Image, alpha: Plane, radius: int) -> Image:
    """The person's own colour in every pixel, free of what shone through; `radius` (pixels) spans the hair's edge.

    Both layers are estimated at COLOUR_HEIGHT at most; at full size only the pixels of the edge are worked out.
    """
    scale = min(1.0, COLOUR_HEIGHT / image.shape[0])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small, a = (cv2.resize(layer, size, interpolation=cv2.INTER_AREA) for layer in (image, alpha))
    reach = max(2, round(radius * scale))
    ahead, behind = _fused(small, a, small, small, reach)
    ahead, behind = _fused(small, a, ahead, behind, max(2, reach // 12))
    edge = (cv2.dilate(alpha, np.ones((9, 9), np.uint8)) > 0.004) & (alpha < 0.995)
    colour = image.copy()
    if not edge.any():
        return colour
    there, back = sampled(ahead, edge, size), sampled(behind, edge, size)
    share = alpha[edge][:, None]
    colour[edge] = np.clip(there + share * (image[edge] - share * there - (1 - share) * back), 0, 1)
    return colour


def sampled(layer: Image | Plane, where: Mask, size: tuple[int, int]) -> NDArray[Any]:
    """The values (n, or n x 3) of a smaller layer of `size` at the pixels of a larger mask."""
    rows, columns = np.nonzero(where)
    x = (columns.astype(np.float32) + 0.5) * (size[0] / where.shape[1]) - 0.5
    y = (rows.astype(np.float32) + 0.5) * (size[1] / where.shape[0]) - 0.5
    found = [
        cv2.remap(
            layer, x[i : i + 30000, None], y[i : i + 30000, None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        for i in range(0, x.size, 30000)  # OpenCV's remap takes fewer than 32768 rows
    ]
    return np.concatenate(found)[:, 0] if found else np.zeros((0, *layer.shape[2:]), layer.dtype)


def _fused(image: Image, alpha: Plane, ahead: Image, behind: Image, radius: int) -> tuple[Image, Image]:
    """One pass: weighted means of both layers around a pixel, corrected so that they make up the pixel."""
    size = (2 * radius + 1, 2 * radius + 1)
    a = alpha[..., None]
    ahead = cv2.blur(ahead * a, size) / (cv2.blur(alpha, size)[..., None] + 1e-5)
    behind = cv2.blur(behind * (1 - a), size) / (cv2.blur(1 - alpha, size)[..., None] + 1e-5)
    ahead = ahead + a * (image - a * ahead - (1 - a) * behind)
    return np.clip(ahead, 0, 1), np.clip(behind, 0, 1)
