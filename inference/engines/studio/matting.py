"""Which share of every pixel is the person: closed-form matting near the outline, and the person's own colours.

A picture, a trimap and a prior go in; opacity (alpha) and foreground colours come out. Refuses to know people.
The opacity minimises the matting Laplacian of Levin, Lischinski and Weiss (2008) over 3 x 3 windows, held to the prior
where colour decides nothing (dark hair on a dark wall). The colours are Forte's blur fusion (2021).
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags_array
from scipy.sparse.linalg import cg

EPSILON = 1e-5  # colour variance below which a window counts as flat, in squared units of 0 to 1
HOLD, HOLD_SURE = 1e-3, 1.2e-2  # weight of the prior against the Laplacian, where it is torn and where it is certain
ITERATIONS = 60  # conjugate gradient steps from the prior; further ones change no pixel visibly

Plane = NDArray[np.float32]  # height x width, 0 to 1
Image = NDArray[np.float32]  # height x width x 3, 0 to 1


def opacity(image: Image, prior: Plane, unknown: NDArray[np.bool_]) -> Plane:
    """Alpha of `image`: the rounded `prior` outside of `unknown`, solved within it."""
    alpha = (prior > 0.5).astype(np.float32)
    index = np.full(unknown.shape, -1, np.int32)
    count = int(unknown.sum())
    if count == 0:
        return alpha
    index[unknown] = np.arange(count)
    matrix, right = _system(image, alpha, index, count)
    held = prior[unknown].astype(np.float64)
    hold = HOLD + (HOLD_SURE - HOLD) * (2 * held - 1) ** 2
    matrix = matrix + diags_array(hold, format="csr")
    jacobi = diags_array(1 / matrix.diagonal(), format="csr")
    solved, _ = cg(matrix, right + hold * held, x0=held, maxiter=ITERATIONS, rtol=1e-4, M=jacobi)
    alpha[unknown] = np.clip(solved, 0, 1)
    return alpha


def _system(image: Image, alpha: Plane, index: NDArray[np.int32], count: int) -> tuple[csr_matrix, NDArray[np.float64]]:
    """The Laplacian among the unknown pixels, and what the known ones contribute to the right-hand side."""
    height, width = index.shape
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
    right = -np.bincount(rows[outer], weights=values[outer] * known, minlength=count)
    return matrix, right


def upsampled(alpha: Plane, small: Image, large: Image, radius: int = 4, epsilon: float = 4e-5) -> Plane:
    """Alpha of `small` at the size of `large`, following its edges: a guided filter (He, Sun and Tang 2013) with colour guide.

    `radius` in pixels of `small`. The linear model is fitted on the small picture and applied to the large one.
    """
    a, b = _linear_model(alpha, small, radius, epsilon)
    size = (large.shape[1], large.shape[0])
    a, b = cv2.resize(a, size, interpolation=cv2.INTER_LINEAR), cv2.resize(b, size, interpolation=cv2.INTER_LINEAR)
    return np.clip(np.einsum("hwc,hwc->hw", a, large) + b, 0, 1).astype(np.float32)


def _linear_model(alpha: Plane, guide: Image, radius: int, epsilon: float) -> tuple[Image, Plane]:
    """For every pixel the a (3) and b with alpha = a . colour + b around it."""

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
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
    """The person's own colour in every pixel, free of what shone through; `radius` (pixels) spans the hair's edge."""
    first, behind = _fused(image, alpha, image, image, radius)
    fused, _ = _fused(image, alpha, first, behind, max(2, radius // 12))
    solid = alpha > 0.995
    fused[solid] = image[solid]
    return fused


def _fused(image: Image, alpha: Plane, ahead: Image, behind: Image, radius: int) -> tuple[Image, Image]:
    """One pass: weighted means of both layers around a pixel, corrected so that they make up the pixel."""
    size = (2 * radius + 1, 2 * radius + 1)
    a = alpha[..., None]
    ahead = cv2.blur(ahead * a, size) / (cv2.blur(alpha, size)[..., None] + 1e-5)
    behind = cv2.blur(behind * (1 - a), size) / (cv2.blur(1 - alpha, size)[..., None] + 1e-5)
    ahead = ahead + a * (image - a * ahead - (1 - a) * behind)
    return np.clip(ahead, 0, 1), np.clip(behind, 0, 1)
