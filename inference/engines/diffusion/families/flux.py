"""FLUX.1, Kontext, FLUX.2, its kleins, and Z-Image: the words are read apart from the pictures."""

from types import MappingProxyType

from inference.contract import Mode
from inference.engines.diffusion.families.family import Encoding, Family, Recipe, Shown, normed, packed, scaled

MEGAPIXEL = 1024 * 1024


def _flux2(pipeline: str, guided: bool = True) -> dict[Mode, Recipe]:
    """What every FLUX.2 does: pictures as a list, their number, shape and size free."""
    references = Recipe(pipeline, "references", many=True, guided=guided)
    canvas = Recipe(pipeline, "canvas", many=True, guided=guided)
    return {
        "text": Recipe(pipeline, guided=guided),
        "reference": references,
        "references": references,
        "edit": canvas,
        "retouch": canvas,
    }


def _kontext(shown: Shown) -> Recipe:
    """Kontext fits pictures to a list of shapes by stretching them, unless told that they are right already."""
    return Recipe("FluxKontextPipeline", shown, area="max_area", more=(("_auto_resize", False),))


def _with_pictures(words: str, over: str, strength: float) -> dict[Mode, Recipe]:
    """A model of words alone, and the class of it that starts from a picture instead of noise."""
    return {
        "text": Recipe(words),
        "image_to_image": Recipe(over, "canvas", strength=strength),
        "retouch": Recipe(over, "canvas", strength=0.3),
    }


# It starts from the canvas and is shown it as a reference besides; a mask of the whole leaves nothing untouched.
_KLEIN_OVER = Recipe("Flux2KleinInpaintPipeline", "canvas", strength=0.75, masked=True, most_px=MEGAPIXEL)
_WORDS = Encoding(gives=("prompt_embeds",))
_POOLED_WORDS = Encoding(gives=("prompt_embeds", "pooled_prompt_embeds"))

KLEIN = Family(
    MappingProxyType({**_flux2("Flux2KleinPipeline"), "image_to_image": _KLEIN_OVER}),
    Encoding(gives=("prompt_embeds",), negative="apart"),
    normed,
)
KLEIN_KV = Family(MappingProxyType(_flux2("Flux2KleinKVPipeline", guided=False)), _WORDS, normed)
FLUX2 = Family(MappingProxyType(_flux2("Flux2Pipeline")), _WORDS, normed)
FLUX1 = Family(
    MappingProxyType(_with_pictures("FluxPipeline", "FluxImg2ImgPipeline", 0.75)),
    _POOLED_WORDS,
    packed,
    closer="image_to_image",
)
KONTEXT = Family(
    MappingProxyType(
        {
            "text": _kontext("nothing"),
            "reference": _kontext("references"),
            "edit": _kontext("canvas"),
            "retouch": _kontext("canvas"),
        }
    ),
    _POOLED_WORDS,
    packed,
)
Z_IMAGE = Family(
    MappingProxyType(_with_pictures("ZImagePipeline", "ZImageImg2ImgPipeline", 0.6)),
    Encoding(gives=("prompt_embeds", "negative_prompt_embeds"), negative="with", free_above=0.0),
    scaled,
    closer="image_to_image",
)
