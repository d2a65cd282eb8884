"""A small picture drawn in a terminal: two pixels a character, an upper half block in colour over another colour.

Only where the terminal shows colours; knows nothing of what is drawn.
"""

import numpy as np
from PIL import Image
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text

from inference.engines import Pixels

COLUMNS = 32
HALF = "\N{UPPER HALF BLOCK}"


def can_draw(console: Console) -> bool:
    """Whether this is a terminal of at least 256 colours that the picture has room in."""
    fits = console.size.width > COLUMNS and console.size.height > COLUMNS
    return console.is_terminal and console.color_system in ("256", "truecolor") and fits


def drawn(pixels: Pixels, columns: int = COLUMNS) -> Text:
    """The picture as lines of half blocks, `columns` wide."""
    height, width = pixels.shape[:2]
    rows = max(1, round(columns * height / width / 2))
    small = np.asarray(Image.fromarray(pixels).resize((columns, rows * 2), Image.Resampling.BOX))
    picture = Text(no_wrap=True)
    for row in range(rows):
        for upper, lower in zip(small[2 * row], small[2 * row + 1], strict=True):
            picture.append(
                HALF, Style(color=Color.from_rgb(*map(int, upper)), bgcolor=Color.from_rgb(*map(int, lower)))
            )
        picture.append("\n")
    return picture
