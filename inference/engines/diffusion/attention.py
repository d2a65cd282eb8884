"""Which attention the denoiser runs: the fastest that this machine can.

Tried in a fixed order, not raced: a race could end otherwise after a restart, and the same seed would give other
pixels. FlashAttention-3 counts only where it is installed; diffusers can also fetch it from the Hub as compiled code,
which the worker, offline and without foreign code, does not. Only Z-Image passes a mask, where
guidance makes it read two prompts at once; what refuses masks, as FlashAttention-3 does, is not for it.
"""

from collections.abc import Sequence

import torch
from diffusers.models.attention_dispatch import AttentionBackendName, dispatch_attention_fn
from diffusers.models.modeling_utils import ModelMixin

FASTEST_FIRST = ("_flash_3", "_native_cudnn", "native")
_TOKENS, _HEADS, _HEAD_WIDTH = 128, 2, 128
_MASKING = ("ZImageTransformer2DModel",)


def choose_attention(
    denoiser: ModelMixin, device: torch.device, dtype: torch.dtype, order: Sequence[str] = FASTEST_FIRST
) -> str:
    """Set the first of `order` that runs on `device` in `dtype`, and return its name.

    The last of `order` is taken untried: torch's own, which runs everywhere. Denoisers whose blocks call torch's
    attention themselves (the UNets) keep it, whatever is set.
    """
    name = next((name for name in order[:-1] if _runs(denoiser, name, device, dtype)), order[-1])
    denoiser.set_attention_backend(name)
    return name


def _runs(denoiser: ModelMixin, name: str, device: torch.device, dtype: torch.dtype) -> bool:
    """Whether a small attention of the denoiser's own head width comes out finite."""
    width = getattr(denoiser.config, "attention_head_dim", _HEAD_WIDTH)
    if not isinstance(width, int):
        return False  # a UNet's widths, one for each depth
    try:
        denoiser.set_attention_backend(name)
        q = torch.randn(1, _TOKENS, _HEADS, width, device=device, dtype=dtype)
        mask = q.new_ones((1, 1, 1, _TOKENS), dtype=torch.bool) if type(denoiser).__name__ in _MASKING else None
        out = dispatch_attention_fn(q, q, q, attn_mask=mask, backend=AttentionBackendName(name))
        return bool(out.isfinite().all())
    except (RuntimeError, ImportError, ValueError, NotImplementedError):
        return False  # not installed, or not for this device, type or width: the next will do
