"""Random weights that let a signal through.

The libraries start many layers at zero (modulations, last projections), so that a fresh model answers every prompt with
the same grey. Here every weight gets a spread that keeps a layer's output about as large as its input.
"""

import math
from typing import TypeVar

import torch
from torch import nn

SomeModule = TypeVar("SomeModule", bound=nn.Module)


@torch.no_grad()
def enliven(module: SomeModule, seed: int) -> SomeModule:
    """Fill every weight from `seed` and return the module, ready to infer.

    Matrices and kernels: normal with deviation 1 / sqrt(inputs). Gains of norms: about 1. Biases: deviation 0.05.
    """
    dice = torch.Generator().manual_seed(seed)
    for name, weight in module.named_parameters():
        if weight.ndim == 0:
            continue  # CLIP's temperature
        if weight.ndim > 1:
            inputs = weight.shape[1:].numel() if weight.ndim in (2, 4, 5) else weight.shape[-1]
            weight.normal_(0.0, 1.0 / math.sqrt(inputs), generator=dice)
        elif name.endswith("bias"):
            weight.normal_(0.0, 0.05, generator=dice)
        else:
            weight.normal_(1.0, 0.1, generator=dice)
    for name, buffer in module.named_buffers():
        if name.endswith("running_mean"):
            buffer.normal_(0.0, 0.2, generator=dice)
        elif name.endswith("running_var"):
            buffer.uniform_(0.5, 1.5, generator=dice)
    return module.eval()
