"""A picture as the service makes it: words, references, steps watched and previewed, checked, written as JPEG.

The very functions an order passes through, without selfies to look at and without a vault.
"""

from dataclasses import replace

import numpy as np
from PIL import Image

from inference.contract import Mode, Tuning
from inference.engines import Pixels
from inference.engines.diffusion import previews
from inference.engines.diffusion.asking import Shown, terms_of
from inference.engines.diffusion.bench.shapes import Shape
from inference.engines.diffusion.families import FAMILIES
from inference.engines.diffusion.generating import Ask, generate
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.order import unrecorded
from inference.engines.diffusion.references import Album
from inference.engines.diffusion.watching import View, Watch
from inference.engines.diffusion.wording import Wording
from inference.engines.finished import jpeg
from inference.prompts import Prompt

WORDS = (
    "Head-and-shoulders portrait of the person in a charcoal wool jacket over a white shirt, a calm closed smile, "
    "window light from the left with a silver reflector opposite, a grey-green studio wall two metres behind, 85 mm."
)


class Ours:
    """A model as the engine holds it. `words_kept`: the prompt's embeddings are kept, as those of a look are."""

    def __init__(self, loaded: Loaded, shape: Shape, words_kept: bool) -> None:
        self._loaded = loaded
        self._shape = shape
        self._words_kept = words_kept
        self._family = FAMILIES[loaded.model.pipeline]
        self._wording = Wording(self._family)
        self._seed = 0
        with unrecorded(loaded):
            self._colours = previews.fit(loaded.pipe, self._family.latents)

    def picture(self, reference: Image.Image | None = None) -> bytes:
        """The next picture, of another seed than the last, as a JPEG; with the reference where one is given."""
        mode: Mode = "text" if reference is None else "reference"
        side, steps = self._shape.side, self._shape.steps
        tuning = Tuning(steps=steps, width=side, height=side)
        terms = replace(terms_of(self._loaded.model, self._family, mode, tuning, Album((), _never)), reference_px=side)
        watch = Watch(self._loaded.through(terms.recipe.pipeline), _never, _told, View(self._colours, side, side))
        self._seed += 1
        with unrecorded(self._loaded):
            words = self._wording.arguments(watch.pipe, Prompt(WORDS, ""), terms.guidance, not self._words_kept)
            shown = Shown(() if reference is None else (reference,))
            pixels = generate(self._loaded, Ask(terms, shown, words, self._seed), watch)
        self._wording.forget_private()
        return jpeg(pixels)


def reference(side: int) -> Image.Image:
    """A picture of noise, side x side."""
    dice = np.random.default_rng(0)
    return Image.fromarray(dice.integers(0, 256, (side, side, 3), np.uint8))


def _never() -> bool:
    return False


def _told(done: int, steps: int, preview: Pixels | None) -> None:
    """Where nobody waits for the picture."""
