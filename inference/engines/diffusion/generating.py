"""One portrait: everything said to the pipeline, the loop watched, the picture checked.

Terms, words and pictures go in, pixels come out; or `Blank` where the numbers ran away. The engine decides what is
tried again. Refuses to know orders, shots and people.
"""

import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from inference.engines import Pixels
from inference.engines.diffusion.asking import Shown, Terms
from inference.engines.diffusion.families import Recipe, Sizes
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.watching import Watch
from inference.engines.diffusion.wording import Arguments

FLAT = 2 / 255  # a picture whose brightest and darkest values are nearer than this shows nothing


class Blank(Exception):
    """The picture holds NaN or infinity, or shows one colour."""


@dataclass(frozen=True)
class Ask:
    """One portrait as the pipeline is asked for it; `words` as from Wording."""

    terms: Terms
    shown: Shown
    words: Arguments
    seed: int


def generate(loaded: Loaded, ask: Ask, watch: Watch) -> Pixels:
    """The finished picture. Raises Blank, watching.Stopped, and whatever the device raises where memory is short.

    Noise is drawn on the CPU, so a seed gives the same picture on every device, up to rounding.
    """
    recipe: Recipe = ask.terms.recipe
    pipe: Any = loaded.through(recipe.pipeline)
    arguments = {**_common(ask), **_pictures(ask, loaded), **ask.words}
    sizes = Sizes(ask.terms.width, ask.terms.height, ask.terms.reference_px)
    try:
        with watch.over(loaded.pipe.scheduler), _constants(pipe, recipe, sizes), _tiles(pipe, ask.terms.cheap):
            picture = pipe(**arguments).images[0]
    except BaseException:
        pipe.maybe_free_model_hooks()  # an offloaded part would stay on the device
        raise
    return _checked(picture)


def _common(ask: Ask) -> dict[str, Any]:
    terms, recipe = ask.terms, ask.terms.recipe
    arguments: dict[str, Any] = {
        "num_inference_steps": terms.steps,
        "generator": torch.Generator("cpu").manual_seed(ask.seed),
        "output_type": "pt",
        **dict(recipe.more),
    }
    if recipe.sized:
        arguments |= {"width": terms.width, "height": terms.height}
    if recipe.area:
        arguments[recipe.area] = terms.width * terms.height
    if terms.strength is not None:
        arguments["strength"] = terms.strength
    return arguments


def _pictures(ask: Ask, loaded: Loaded) -> dict[str, Any]:
    """Photos, mask, faces and guidance by the names that the class and the model have for them."""
    recipe, pictures = ask.terms.recipe, list(ask.shown.pictures)
    arguments: dict[str, Any] = {}
    if recipe.guided:
        arguments[loaded.model.guidance_name] = ask.terms.guidance
    if pictures:
        arguments[recipe.argument] = pictures if recipe.many else pictures[0]
    if recipe.masked:
        arguments["mask_image"] = Image.new("L", pictures[0].size, 255)
    adapter = loaded.model.ip_adapter
    if adapter is not None:
        # It cannot be left out once it is loaded; at scale 0 it adds nothing, whatever it is shown.
        faces = list(ask.shown.faces) or [Image.new("RGB", (64, 64))]
        arguments["ip_adapter_image"] = [faces]
        loaded.pipe.set_ip_adapter_scale(adapter.scale if ask.shown.faces else 0.0)
    return arguments


@contextmanager
def _constants(pipe: Any, recipe: Recipe, sizes: Sizes) -> Generator[None]:
    """The recipe's constants in the pipeline's module meanwhile."""
    values: Mapping[str, Any] = recipe.constants(sizes) if recipe.constants else {}
    module = sys.modules[type(pipe).__module__]
    before = {name: getattr(module, name) for name in values}
    try:
        for name, value in values.items():
            setattr(module, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


@contextmanager
def _tiles(pipe: Any, wanted: bool) -> Generator[None]:
    """The VAE decoding in tiles meanwhile, if wanted."""
    if not wanted:
        yield
        return
    pipe.vae.enable_tiling()
    try:
        yield
    finally:
        pipe.vae.disable_tiling()


def _checked(picture: Tensor) -> Pixels:
    """The picture (3 x height x width, 0 to 1) as pixels. Raises Blank. The one place that waits for the device."""
    lowest, highest = torch.aminmax(picture.float())
    spread = float(highest - lowest)  # NaN where the picture holds one
    if not spread >= FLAT:
        raise Blank(f"the brightest and the darkest value are {spread:.4f} apart")
    return picture.float().mul(255).round().to(torch.uint8).permute(1, 2, 0).cpu().numpy()
