"""People who do not exist, drawn on the fly: photos for tests and screenshots, with nobody's face in the repository.

A seed in, a picture out: the same seed draws the same person. Knows nothing of the product.
"""

import io
from dataclasses import dataclass, replace

import numpy as np
import pillow_heif
from PIL import Image

from tests.drawing.canvas import Canvas, Colour, Pen
from tests.drawing.hair import CUTS, draw_back, draw_front
from tests.drawing.head import Looks, draw_head, draw_neck
from tests.drawing.scene import NECKLINES, PLACES, draw_clothes, draw_place, finish

SKINS: tuple[Colour, ...] = (
    (0.96, 0.80, 0.70), (0.92, 0.74, 0.61), (0.84, 0.64, 0.50), (0.72, 0.51, 0.38), (0.56, 0.38, 0.28),
    (0.42, 0.28, 0.21),
)  # fmt: skip
HAIRS: tuple[Colour, ...] = (
    (0.10, 0.08, 0.08), (0.22, 0.14, 0.10), (0.36, 0.23, 0.14), (0.50, 0.25, 0.13), (0.74, 0.57, 0.34),
    (0.58, 0.57, 0.56),
)  # fmt: skip
EYES: tuple[Colour, ...] = ((0.30, 0.19, 0.11), (0.40, 0.28, 0.14), (0.30, 0.40, 0.28), (0.33, 0.48, 0.60))
CLOTHS: tuple[Colour, ...] = (
    (0.20, 0.27, 0.38), (0.42, 0.50, 0.42), (0.62, 0.30, 0.26), (0.30, 0.31, 0.33), (0.74, 0.66, 0.54),
    (0.46, 0.60, 0.72),
)  # fmt: skip


@dataclass(frozen=True)
class Occasion:
    """What makes another photo of the same person, besides the place and the clothes.

    `turned` is added to the turn of the head, beyond 1 from -1 on; `tilt`, `smile` as in Looks; `nearer`: how much
    larger the person is; `lamps`: how bright the light is on the left and on the right of the picture.
    """

    turned: float
    tilt: float
    smile: float
    nearer: float
    lamps: tuple[float, float]


OCCASIONS = (
    Occasion(1.0, 5, 1.0, 1.12, (1.05, 0.80)),
    Occasion(0.5, -5, 0.3, 0.95, (0.70, 1.15)),
    Occasion(1.5, 1, 0.0, 1.25, (0.90, 0.95)),
)


def person(seed: int, width: int = 1200, height: int = 1600, occasion: int = 0) -> Image.Image:
    """One person from the chest up, eyes about an eighth of the width apart; up to 12 megapixels.

    `occasion` 1 to 3: other photos of the same person, elsewhere, in other clothes and light, looking another way.
    """
    rng = np.random.default_rng(seed + 100 * occasion)
    canvas = Canvas(width, height)
    draw_place(canvas, PLACES[(seed + occasion) % len(PLACES)], rng)
    scale, looks = min(width / 1200, height / 1600), looks_of(seed)
    if not occasion:
        _figure(canvas, looks, (width * 0.5, height - 980 * scale), scale)
        return _image(canvas, rng)
    then = OCCASIONS[occasion - 1]
    worn = {"clothes": tuple(NECKLINES)[(seed + occasion) % len(NECKLINES)], "cloth": CLOTHS[occasion % len(CLOTHS)]}
    turn = (looks.turn + then.turned + 1) % 2 - 1
    looks = replace(looks, turn=turn, tilt=then.tilt, smile=then.smile, **worn)
    _figure(canvas, looks, (width * 0.5, height - 980 * scale), scale * then.nearer)
    canvas.pixels *= np.linspace(*then.lamps, width, dtype=np.float32)[:, None]
    return _image(canvas, rng)


def group(count: int, seed: int = 1, width: int = 1600, height: int = 1200, *, second: float = 0.9) -> Image.Image:
    """`count` (0 to 3) people side by side; the others are `second` times as large as the one in the middle."""
    rng = np.random.default_rng(seed)
    canvas = Canvas(width, height)
    draw_place(canvas, PLACES[seed % len(PLACES)], rng)
    middle = width / 1600 * 0.62
    places = ((0.5, 1.0), (0.80, second), (0.20, second))[:count]
    for number, (x, size) in reversed(list(enumerate(places))):
        scale = middle * size
        _figure(canvas, looks_of(seed + number), (width * x, height * 0.52), scale)
    return _image(canvas, rng)


def jpeg(image: Image.Image, exif: Image.Exif | None = None, quality: int = 92) -> bytes:
    """The picture as a camera would store it."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **({"exif": exif} if exif else {}))
    return out.getvalue()


def heic(image: Image.Image) -> bytes:
    """The picture as a phone would store it."""
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, quality=80)
    return out.getvalue()


def looks_of(seed: int) -> Looks:
    """What the person of a seed looks like; neighbouring seeds differ in nearly everything."""
    rng = np.random.default_rng(1000 + seed)
    skin = SKINS[(seed * 5 + 1) % len(SKINS)]
    cut = tuple(CUTS)[seed % len(CUTS)]
    short = cut in ("short", "curly")
    return Looks(
        skin=skin,
        hair=HAIRS[int(rng.integers(2 if cut == "curly" or sum(skin) < 1.9 else len(HAIRS)))],
        eyes=EYES[int(rng.integers(len(EYES)))],
        cut=cut,
        clothes=tuple(NECKLINES)[(seed + seed // 3) % len(NECKLINES)],
        cloth=CLOTHS[int(rng.integers(len(CLOTHS)))],
        brow_weight=1.15 if short else 0.85,
        lip_warmth=0.25 if short else 0.9,
        jaw=1.0 if short else 0.94,
        smile=float(rng.uniform(0.4, 1.0)),
        turn=float(rng.uniform(-1, 1)),
        tilt=float(rng.uniform(-4, 4)),
        freckles=bool(rng.random() < 0.3),
        beard=short and bool(rng.random() < 0.5),
        glasses=bool(rng.random() < 0.25),
    )


def _figure(canvas: Canvas, looks: Looks, eyes_at: tuple[float, float], scale: float) -> None:
    """Draw one person, the middle of the eyes at a pixel, `scale` pixels a design unit."""
    x, y = eyes_at
    upright = Pen(canvas, np.array([[scale, 0, x], [0, scale, y]]))
    turn = np.radians(looks.tilt)
    c, s = scale * np.cos(turn), scale * np.sin(turn)
    pivot = np.array([0, 300])  # the head leans on the neck
    shift = np.array([x, y]) + scale * pivot - np.array([[c, -s], [s, c]]) @ pivot
    leaning = Pen(canvas, np.array([[c, -s, shift[0]], [s, c, shift[1]]]))
    draw_back(leaning, looks)
    draw_neck(upright, looks)
    draw_clothes(Pen(canvas, np.array([[scale, 0, x], [0, scale, y - 48 * scale]])), looks)
    draw_head(leaning, looks)
    draw_front(leaning, looks)


def _image(canvas: Canvas, rng: np.random.Generator) -> Image.Image:
    return Image.fromarray((finish(canvas, rng) * 255 + 0.5).astype(np.uint8), "RGB")
