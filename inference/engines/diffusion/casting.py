"""Weights stored in 8 bits and computed with in full: half the memory, a little slower, nearly the same picture.

Linears and convolutions keep float8_e4m3fn and are widened for each forward pass (diffusers' layerwise casting): the
weights are rounded, activations are not. Norms, embeddings and what a model calls sensitive itself stay as they are.
"""

import torch
from diffusers.hooks.layerwise_casting import apply_layerwise_casting
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

STORAGE = torch.float8_e4m3fn

# T5's `wo` and the `patch_embed` of vision towers cast their input to the type their weight lies in: it would lose 5
# bits too. `lm_head` may share its weight with the embedding.
KEPT_IN_ENCODERS = ("patch_embed", "^lm_head$", r"\.wo$")


def store_in_8_bits(network: nn.Module, compute: torch.dtype) -> None:
    """Cast the weights of a denoiser or an encoder for storage, in place; it computes in `compute` from now on."""
    if isinstance(network, ModelMixin):
        network.enable_layerwise_casting(storage_dtype=STORAGE, compute_dtype=compute)
        return
    apply_layerwise_casting(
        network, STORAGE, compute, skip_modules_pattern=KEPT_IN_ENCODERS, skip_modules_classes=(nn.Embedding,)
    )
