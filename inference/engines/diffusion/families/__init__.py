"""Every kind of pipeline the service speaks to, by the diffusers class that a model of the catalogue names."""

from collections.abc import Mapping
from types import MappingProxyType

from inference.engines.diffusion.families import flux, stable, vision
from inference.engines.diffusion.families.family import Encoding, Family, Recipe, Shown, Sizes, grid

__all__ = ["FAMILIES", "Encoding", "Family", "Recipe", "Shown", "Sizes", "grid"]

FAMILIES: Mapping[str, Family] = MappingProxyType(
    {
        "Flux2KleinPipeline": flux.KLEIN,
        "Flux2KleinKVPipeline": flux.KLEIN_KV,
        "Flux2Pipeline": flux.FLUX2,
        "FluxPipeline": flux.FLUX1,
        "FluxKontextPipeline": flux.KONTEXT,
        "ZImagePipeline": flux.Z_IMAGE,
        "QwenImageEditPlusPipeline": vision.QWEN,
        "LongCatImageEditPipeline": vision.LONGCAT,
        "StableDiffusionXLPipeline": stable.SDXL,
        "StableDiffusionPipeline": stable.SD15,
    }
)
