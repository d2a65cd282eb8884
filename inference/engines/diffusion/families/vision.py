"""Qwen-Image-Edit and LongCat: a vision-language encoder reads words and pictures together.

Both fix the area of what they are shown in their module (one megapixel; a quarter of that and less for the encoder).
The same numbers, made from the catalogue's, stand there for the length of a call, so that a machine with little memory
may show less.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from diffusers.pipelines.longcat_image.pipeline_longcat_image_edit import split_quotation

from inference.contract import Mode
from inference.engines.diffusion.families.family import Family, Recipe, Shown, Sizes, framed, packed

READ_PX = 384  # the side of the square with the area Qwen's encoder is trained to read


def _qwen_areas(sizes: Sizes) -> Mapping[str, Any]:
    """Areas in pixels at which references are encoded and read."""
    return {"VAE_IMAGE_SIZE": sizes.reference_px**2, "CONDITION_IMAGE_SIZE": min(READ_PX, sizes.reference_px) ** 2}


def _qwen(shown: Shown) -> Recipe:
    return Recipe("QwenImageEditPlusPipeline", shown, many=True, constants=_qwen_areas)


def _longcat_size(sizes: Sizes) -> Mapping[str, Any]:
    """LongCat makes what it is shown: the size of the canvas, which is right already."""

    def calculate_dimensions(*_: float) -> tuple[int, int]:
        return sizes.width, sizes.height

    return {"calculate_dimensions": calculate_dimensions}


def _shortened(pipe: Any, text: str) -> str:
    """The words of `text` that LongCat can read: at one token more, diffusers 0.42 fails over its own warning.

    Counted by its own rule, which spells out what stands in quotation marks letter by letter.
    """
    words = text.split()
    while words and _tokens(pipe, " ".join(words)) > pipe.tokenizer_max_length:
        words = words[: len(words) * 15 // 16]
    return " ".join(words)


def _tokens(pipe: Any, text: str) -> int:
    pieces = [piece for part, quoted in split_quotation(text) for piece in (part if quoted else (part,))]
    return sum(len(pipe.tokenizer(piece, add_special_tokens=False)["input_ids"]) for piece in pieces)


_LONGCAT = Recipe("LongCatImageEditPipeline", "canvas", sized=False, constants=_longcat_size)
_QWEN_MODES: dict[Mode, Recipe] = {
    "reference": _qwen("references"),
    "references": _qwen("references"),
    "edit": _qwen("canvas"),
    "retouch": _qwen("canvas"),
}
_LONGCAT_MODES: dict[Mode, Recipe] = {"reference": _LONGCAT, "edit": _LONGCAT, "retouch": _LONGCAT}

# Qwen's schedule is stretched to end at a set noise, for which one step alone divides by nought.
QWEN = Family(MappingProxyType(_QWEN_MODES), None, framed, least_steps=2)
LONGCAT = Family(MappingProxyType(_LONGCAT_MODES), None, packed, _shortened)
