"""Token positions that are made once for each size, and stay on the device.

FLUX.2's pipelines count out the positions of every token on the CPU for every picture and copy them over; each copy
waits for what the device has in hand, such as the text encoder. A pipeline goes in, and comes out asking for a shape's
positions once. Knows nothing of what positions are for.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import torch
from diffusers.pipelines.pipeline_utils import DiffusionPipeline

_MAKERS = ("_prepare_text_ids", "_prepare_latent_ids", "_prepare_image_ids")
_SHAPES = 64  # kept for each maker, a few hundred KB apiece at most


def keep_position_ids(pipe: DiffusionPipeline, device: torch.device) -> int:
    """Let `pipe` keep its position ids on `device`; how many of its makers were taught so (0 for other families)."""
    makers = [name for name in _MAKERS if hasattr(pipe, name)]
    for name in makers:
        setattr(pipe, name, _kept(getattr(pipe, name), device))
    return len(makers)


def _kept(make: Callable[..., torch.Tensor], device: torch.device) -> Callable[..., torch.Tensor]:
    """`make` with its answers kept by the shape of its argument, which is all it looks at."""

    @lru_cache(maxsize=_SHAPES)
    def made(shapes: tuple[tuple[int, ...], ...], several: bool) -> torch.Tensor:
        shadows = [torch.empty(shape, device="meta") for shape in shapes]
        with torch.inference_mode(False):
            return make(shadows if several else shadows[0]).to(device)

    def ids(tokens: Any, *more: Any, **named: Any) -> torch.Tensor:
        if more or named:
            return make(tokens, *more, **named)
        if isinstance(tokens, list):
            return made(tuple(tuple(one.shape) for one in tokens), several=True)
        return made((tuple(tokens.shape),), several=False)

    return ids
