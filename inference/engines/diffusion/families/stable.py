"""Stable Diffusion 1.5 and XL: words by CLIP, the person's face through an IP-Adapter."""

from types import MappingProxyType

from inference.contract import Mode
from inference.engines.diffusion.families.family import Encoding, Family, Recipe, scaled

FACE = "ip_adapter_image"


def _modes(words: str, over: str) -> dict[Mode, Recipe]:
    faces = Recipe(words, "faces")
    return {
        "text": Recipe(words),
        "reference": faces,
        "references": faces,
        "image_to_image": Recipe(over, "canvas", sized=False, strength=0.6),
        "retouch": Recipe(over, "canvas", sized=False, strength=0.3),
    }


SDXL = Family(
    MappingProxyType(_modes("StableDiffusionXLPipeline", "StableDiffusionXLImg2ImgPipeline")),
    Encoding(
        gives=(
            "prompt_embeds",
            "negative_prompt_embeds",
            "pooled_prompt_embeds",
            "negative_pooled_prompt_embeds",
        ),
        negative="with",
    ),
    scaled,
    closer="image_to_image",
)
SD15 = Family(
    MappingProxyType(_modes("StableDiffusionPipeline", "StableDiffusionImg2ImgPipeline")),
    Encoding(
        gives=("prompt_embeds", "negative_prompt_embeds"),
        negative="with",
        more=(("num_images_per_prompt", 1),),
    ),
    scaled,
    closer="image_to_image",
)
