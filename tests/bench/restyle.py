"""Photos spoiled in ways that leave them photos, and painted over in ways that do not, each by a seed.

Pixels in, pixels of the same size out. Refuses to know what they are for; strengths suit crops some 256 pixels wide.
"""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Change = Callable[[Pixels], Pixels]
Random = np.random.Generator


def spoiling(seed: int) -> Change:
    """A random chain of what happens to photos: shrinking, blur, light, colour, noise, sharpening, compression."""
    random = np.random.default_rng(seed)
    chosen = [make(random) for make, chance in SPOILINGS if random.random() < chance]

    def run(pixels: Pixels) -> Pixels:
        for change in chosen:
            pixels = np.ascontiguousarray(change(pixels))
        return pixels

    return run


def _eight_bit(values: NDArray[Any]) -> Pixels:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def _as_image(values: object) -> Pixels:
    return np.asarray(values, np.uint8)


def _shrunk(random: Random) -> Change:
    share = random.uniform(0.22, 0.9)

    def run(pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        small = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        return _as_image(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))

    return run


def _blurred(random: Random) -> Change:
    sigma = random.uniform(0.5, 2.2)
    return lambda pixels: _as_image(cv2.GaussianBlur(pixels, (0, 0), sigma))


def _smoothed(random: Random) -> Change:
    """As cameras smooth skin."""
    levels = random.uniform(10, 35)
    return lambda pixels: _as_image(cv2.bilateralFilter(pixels, 5, levels, 3))


def _relit(random: Random) -> Change:
    gamma, contrast = np.exp(random.uniform(-0.8, 0.8)), random.uniform(0.6, 1.5)
    return lambda pixels: _eight_bit((255 * (pixels / 255) ** gamma - 128) * contrast + 128)


def _tinted(random: Random) -> Change:
    gains = np.exp(random.uniform(-0.25, 0.25, 3))
    return lambda pixels: _eight_bit(pixels * gains)


def _faded(random: Random) -> Change:
    """Less colour, more of it, or none."""
    share = max(0.0, random.uniform(-0.6, 1.8))
    return lambda pixels: _eight_bit(pixels * share + pixels.mean(axis=2, keepdims=True) * (1 - share))


def _noisy(random: Random) -> Change:
    sigma, seed = random.uniform(2, 18), int(random.integers(1 << 31))
    return lambda pixels: _eight_bit(pixels + np.random.default_rng(seed).normal(0, sigma, pixels.shape))


def _sharpened(random: Random) -> Change:
    much = random.uniform(0.5, 1.5)
    return lambda pixels: _as_image(cv2.addWeighted(pixels, 1 + much, cv2.GaussianBlur(pixels, (0, 0), 1.2), -much, 0))


def _compressed(random: Random) -> Change:
    quality = int(random.integers(12, 92))

    def run(pixels: Pixels) -> Pixels:
        _, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        return _as_image(cv2.imdecode(data, cv2.IMREAD_COLOR))[..., ::-1]

    return run


def _mirrored(_: Random) -> Change:
    return lambda pixels: pixels[:, ::-1]


SPOILINGS: tuple[tuple[Callable[[Random], Change], float], ...] = (  # and how often
    (_shrunk, 0.5), (_blurred, 0.25), (_smoothed, 0.2), (_relit, 0.4), (_tinted, 0.35), (_faded, 0.35), (_noisy, 0.3),
    (_sharpened, 0.2), (_compressed, 0.6), (_mirrored, 0.5),
)  # fmt: skip


def painted(style: str, pixels: Pixels, seed: int) -> Pixels:
    """The picture in one of STYLES, at a random strength."""
    return STYLES[style](np.ascontiguousarray(pixels), np.random.default_rng(seed))


def _stylised(pixels: Pixels, random: Random) -> Pixels:
    return _as_image(cv2.stylization(pixels, sigma_s=random.uniform(20, 120), sigma_r=random.uniform(0.25, 0.65)))


def _pencil(pixels: Pixels, random: Random) -> Pixels:
    grey, coloured = cv2.pencilSketch(
        pixels,
        sigma_s=random.uniform(20, 80),
        sigma_r=random.uniform(0.05, 0.15),
        shade_factor=random.uniform(0.02, 0.06),
    )
    return _as_image(coloured if random.random() < 0.5 else cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB))


def _dodged(pixels: Pixels, random: Random) -> Pixels:
    """A pencil sketch by dodging."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    blurred = cv2.GaussianBlur(255 - grey, (0, 0), random.uniform(3, 11))
    lines = cv2.divide(grey, 255 - blurred, scale=256) * random.uniform(0.7, 1.0)
    return np.repeat(_eight_bit(lines)[..., None], 3, axis=2)


def _oil(pixels: Pixels, random: Random) -> Pixels:
    """Each pixel the mean of those around it that are of the most frequent tone."""
    side, tones = int(random.integers(5, 10)), int(random.integers(6, 20))
    tone = pixels.mean(axis=2) * tones // 256
    most, out = np.full(tone.shape, -1.0), np.zeros(pixels.shape)
    for level in range(tones):
        here = (tone == level).astype(np.float64)
        share = cv2.blur(here, (side, side))
        sums = cv2.blur(pixels * here[..., None], (side, side))
        more = share > most
        most[more], out[more] = share[more], (sums / np.maximum(share, 1e-6)[..., None])[more]
    return _eight_bit(out)


def _dabbed(pixels: Pixels, random: Random) -> Pixels:
    """Kuwahara's filter: each pixel the mean of the evenest of four squares that meet there."""
    side = int(random.choice([5, 7, 9]))
    grey = pixels.mean(axis=2)
    spread = cv2.blur(grey * grey, (side, side)) - cv2.blur(grey, (side, side)) ** 2
    means, reach = cv2.blur(pixels, (side, side)), side // 2
    corners = [(y, x) for y in (-reach, reach) for x in (-reach, reach)]
    evenest = np.argmin([np.roll(spread, corner, (0, 1)) for corner in corners], axis=0)
    return np.choose(evenest[..., None], [np.roll(means, corner, (0, 1)) for corner in corners]).astype(np.uint8)


def _canvas(pixels: Pixels, random: Random) -> Pixels:
    """Dabs on woven cloth."""
    rows, columns = np.indices(pixels.shape[:2]) * (2 * np.pi / random.uniform(2, 4))
    weave = 1 + 0.12 * np.sin(rows) * np.sin(columns)
    return _eight_bit(_dabbed(pixels, random) * weave[..., None] + random.normal(0, 5, pixels.shape))


def _strokes(pixels: Pixels, random: Random) -> Pixels:
    """Short strokes along the edges of shapes, over an oil ground."""
    ground, (height, width) = _oil(pixels, random), pixels.shape[:2]
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), 3).astype(np.float32)
    along = np.arctan2(cv2.Sobel(grey, cv2.CV_32F, 0, 1), cv2.Sobel(grey, cv2.CV_32F, 1, 0)) + np.pi / 2
    out, length, thick = ground.copy(), random.uniform(3, 9), int(random.integers(1, 4))
    for x, y in zip(random.integers(0, width, 5000), random.integers(0, height, 5000), strict=True):
        angle = along[y, x] + random.normal(0, 0.3)
        dx, dy = length * np.cos(angle), length * np.sin(angle)
        colour = tuple(float(v) for v in np.clip(ground[y, x] + random.normal(0, 7), 0, 255))
        cv2.line(out, (int(x - dx), int(y - dy)), (int(x + dx), int(y + dy)), colour, thick)
    return out


def _poster(pixels: Pixels, random: Random) -> Pixels:
    step = 256 / random.integers(4, 9)
    return _eight_bit((cv2.bilateralFilter(pixels, 9, 60, 5) // step + 0.5) * step)


def _cartoon(pixels: Pixels, random: Random) -> Pixels:
    """Flat fills with dark lines."""
    out = pixels
    for _ in range(random.integers(3, 7)):
        out = cv2.bilateralFilter(out, 7, random.uniform(30, 70), 7)
    step = 256 / random.integers(6, 18)
    grey = cv2.medianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 5)
    depth = float(random.uniform(3, 8))
    bright = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, depth)
    return _eight_bit((out // step + 0.5) * step * np.maximum(bright, 0.25)[..., None])


def _flattened(pixels: Pixels, random: Random) -> Pixels:
    return _as_image(cv2.pyrMeanShiftFiltering(pixels, random.uniform(6, 16), random.uniform(20, 45)))


STYLES: dict[str, Callable[[Pixels, Random], Pixels]] = {
    "stylised": _stylised, "pencil": _pencil, "dodged": _dodged, "oil": _oil, "dabbed": _dabbed, "canvas": _canvas,
    "strokes": _strokes, "poster": _poster, "cartoon": _cartoon, "flattened": _flattened,
}  # fmt: skip
