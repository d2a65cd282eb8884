"""Random weights that let a signal through.

The libraries start many layers at zero (modulations, last projections), so that a fresh model answers every prompt with
the same grey. Here every weight gets a spread that keeps a layer's output about as large as its input.
"""

import math
from typing import TypeVar

import torch
from torch import nn

SomeModule = TypeVar("SomeModule", bound=nn.Module)

# A random attention spreads itself evenly over all tokens and says little of any one; larger queries and keys choose.
_CHOOSING = (
    "norm_q.",
    "norm_k.",
    "norm_added_q.",
    "norm_added_k.",
    "q_norm.",
    "k_norm.",
    ".to_q.",
    ".to_k.",
    ".q.",
    ".k.",
)
# What a prompt's tokens say drowns among thousands of the picture's.
_LOUD = (".add_v_proj.",)


@torch.no_grad()
def enliven(module: SomeModule, seed: int) -> SomeModule:
    """Fill every weight from `seed` and return the module, ready to infer.

    Matrices and kernels: normal with deviation 1 / sqrt(inputs). Gains of norms: about 1. Biases: deviation 0.05.
    Queries and keys twice as large, a prompt's values four times. Statistics of batch norms: away from 0 and 1, so that
    forgetting them shows.
    """
    dice = torch.Generator().manual_seed(seed)
    for name, weight in module.named_parameters():
        if weight.ndim == 0:
            continue  # CLIP's temperature
        if weight.ndim > 1:
            weight.normal_(0.0, 1.0 / math.sqrt(weight.shape[1:].numel()), generator=dice)
        elif name.endswith("bias"):
            weight.normal_(0.0, 0.05, generator=dice)
        else:
            weight.normal_(1.0, 0.1, generator=dice)
        if any(part in name for part in _CHOOSING):
            weight.mul_(2.0)
        if any(part in name for part in _LOUD):
            weight.mul_(4.0)
    for name, buffer in module.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(0.0, 0.2, generator=dice)
        elif name.endswith("running_var"):
            buffer.uniform_(0.5, 1.5, generator=dice)
    return module.eval()
