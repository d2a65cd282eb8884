"""A canvas for soft shapes: smooth outlines, tapered strokes, strands of hair, and light on a swelling form.

Points go in as design units of a `Pen` (a person's own coordinates), paint lands on float pixels. Knows nothing of
people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Points = Sequence[tuple[float, float]] | NDArray[np.floating]
Colour = tuple[float, float, float]  # sRGB, 0 to 1

SHIFT = 4  # fractional bits of cv2's drawing coordinates
LIGHT = np.array([-0.45, -0.55, 0.70], np.float32)  # from the upper left, towards the viewer


@dataclass(frozen=True)
class Area:
    """Where paint goes: coverage 0 to 1 of a rectangle whose upper left corner is pixel (x, y)."""

    x: int
    y: int
    mask: Floats


class Canvas:
    """Float pixels, sRGB 0 to 1."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Floats = np.zeros((height, width, 3), np.float32)

    def part(self, area: Area) -> Floats:
        """A view of the pixels that `area` covers."""
        rows, columns = area.mask.shape
        return self.pixels[area.y : area.y + rows, area.x : area.x + columns]

    def paint(self, area: Area, colour: Colour | Floats, opacity: float = 1.0) -> None:
        """Lay a colour, or pixels of the area's size, over the picture."""
        part = self.part(area)
        part += (np.asarray(colour, np.float32) - part) * (area.mask * opacity)[..., None]

    def multiply(self, area: Area, colour: Colour | Floats, opacity: float = 1.0) -> None:
        """Darken (or, above 1, lighten) what is there, as shadow and light do."""
        part = self.part(area)
        part *= 1 + (np.asarray(colour, np.float32) - 1) * (area.mask * opacity)[..., None]


class Pen:
    """Draws in a person's own units: `matrix` (2 x 3) takes them to pixels, `scale` is pixels per unit."""

    def __init__(self, canvas: Canvas, matrix: NDArray[np.floating]) -> None:
        self.canvas = canvas
        self.matrix = np.asarray(matrix, np.float64)
        self.scale = float(np.hypot(self.matrix[0, 0], self.matrix[1, 0]))

    def at(self, points: Points) -> NDArray[np.float64]:
        """Design points (n x 2) in pixels."""
        return np.asarray(points, np.float64) @ self.matrix[:, :2].T + self.matrix[:, 2]

    def shape(self, points: Points, soft: float = 0.0) -> Area:
        """The inside of a closed curve through `points`, its edge blurred by `soft` units."""
        return self._filled([self.at(curve(points, closed=True))], soft)

    def polygon(self, points: Points, soft: float = 0.0) -> Area:
        """The inside of straight lines through `points`."""
        return self._filled([self.at(points)], soft)

    def oval(self, x: float, y: float, rx: float, ry: float, soft: float = 0.0) -> Area:
        """An ellipse around (x, y)."""
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        return self.polygon(np.stack([x + rx * np.cos(turn), y + ry * np.sin(turn)], axis=1), soft)

    def stroke(self, points: Points, width: float, taper: bool = True, soft: float = 0.0) -> Area:
        """A curve through `points` with a round body of `width` units, thin at both ends if it tapers."""
        spine = curve(points)
        along = np.gradient(spine, axis=0)
        across = (
            np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(np.linalg.norm(along, axis=1), 1e-6)[:, None]
        )
        half = width / 2 * (np.sin(np.linspace(0.06, 0.94, len(spine)) * np.pi) if taper else np.ones(len(spine)))
        return self.polygon(
            np.concatenate([spine + across * half[:, None], (spine - across * half[:, None])[::-1]]), soft
        )

    def strands(self, area: Area, lines: Sequence[Points], colours: Sequence[Colour], width: float) -> None:
        """Thin lines of `width` units, kept inside the area."""
        layer = np.ascontiguousarray(self.canvas.part(area) * 255 + 0.5).astype(np.uint8)
        thick = max(1, round(width * self.scale))
        for line, colour in zip(lines, colours, strict=True):
            ends = ((self.at(line) - (area.x, area.y)) * (1 << SHIFT)).astype(np.int32)
            shade = tuple(float(np.clip(c, 0, 1)) * 255 for c in colour)
            cv2.polylines(layer, [ends.reshape(-1, 1, 2)], False, shade, thick, cv2.LINE_AA, SHIFT)
        self.canvas.paint(area, layer.astype(np.float32) / 255)

    def lit(self, area: Area, swell: float, strength: float = 0.5, tint: Colour = (1.0, 0.93, 0.88)) -> None:
        """Light the area as if it swelled towards the viewer; its height rises over `swell` units from the edge."""
        height = blurred(area.mask, swell * self.scale)
        slope = np.gradient(height * swell * self.scale * 1.6)
        shade = light(np.asarray(slope[1]), np.asarray(slope[0]))
        self.canvas.multiply(area, shaded(shade, strength, tint))

    def _filled(self, outlines: Sequence[NDArray[np.float64]], soft: float) -> Area:
        """The coverage of closed polygons in pixels, cut to the canvas."""
        rows, columns = self.canvas.pixels.shape[:2]
        room = int(soft * self.scale * 3) + 3
        every = np.concatenate(outlines)
        x0, y0 = (max(0, int(v) - room) for v in every.min(axis=0))
        x1, y1 = (min(most, int(v) + room) for v, most in zip(every.max(axis=0), (columns, rows), strict=True))
        mask = np.zeros((max(1, y1 - y0), max(1, x1 - x0)), np.uint8)
        x0, y0 = min(x0, columns - 1), min(y0, rows - 1)
        whole = [np.round((outline - (x0, y0)) * (1 << SHIFT)).astype(np.int32) for outline in outlines]
        cv2.fillPoly(mask, whole, 255, cv2.LINE_AA, SHIFT)
        cover = mask.astype(np.float32) / 255
        return Area(x0, y0, blurred(cover, soft * self.scale) if soft else cover)


def curve(points: Points, closed: bool = False, steps: int = 10) -> NDArray[np.float64]:
    """A Catmull-Rom curve through `points`."""
    p = np.asarray(points, np.float64)
    p = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([p[:1], p, p[-1:]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(parts if closed else [*parts, p[-2:-1]])


def blurred(field: Floats, sigma: float) -> Floats:
    """A Gaussian blur; a wide one is made at a smaller size, where nothing of it is lost."""
    small = max(1, int(sigma / 4))
    if small == 1:
        return np.asarray(cv2.GaussianBlur(field, (0, 0), max(sigma, 0.3)), np.float32)
    height, width = field.shape[:2]
    size = (max(2, width // small), max(2, height // small))
    less = cv2.GaussianBlur(cv2.resize(field, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / small)
    whole = cv2.resize(less, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.blur(cv2.blur(whole, (small, small)), (small, small)), np.float32)  # no steps in its slope


def light(dx: Floats, dy: Floats) -> Floats:
    """Brightness 0 to 1 of a surface with these slopes: Lambert's law, wrapped a little round the shadow side."""
    facing = (LIGHT[2] - dx * LIGHT[0] - dy * LIGHT[1]) / (
        np.sqrt(1 + dx * dx + dy * dy) * float(np.linalg.norm(LIGHT))
    )
    return np.clip((facing + 0.35) / 1.35, 0, 1)


def shaded(brightness: Floats, strength: float, tint: Colour) -> Floats:
    """The colour factor of a brightness: shadows keep some of the tint, full light is 1.08."""
    dark = 1 - strength * (1 - brightness[..., None])
    return np.asarray(1.08 * dark ** (2 - np.asarray(tint, np.float32)), np.float32)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    r, g, b = (a + (c - a) * share for a, c in zip(one, other, strict=True))
    return r, g, b
