"""An IP-Adapter of the plus-face kind, key by key as h94/IP-Adapter publishes it, and its CLIP image encoder.

`image_proj.*` is a resampler of four layers that turns the encoder's patches into a few tokens; `ip_adapter.N.*` are
keys and values for these tokens, one pair for each cross-attention of the UNet (N odd: self-attentions count too).
"""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import Tensor

from tests.tiny.encoders import WIDTH, clip_vision

_TOKENS = 4
_HEAD = 64  # fixed by the loader, which divides by it to count the heads


def save_ip_adapter(folder: Path, weight: str, unet: UNet2DConditionModel, seed: int) -> None:
    """Write `weight` and `models/image_encoder` below `folder`, made for `unet`."""
    dice = torch.Generator().manual_seed(seed)
    tensors = _resampler(unet.config["cross_attention_dim"], dice)
    crossings = [name for name in unet.attn_processors if name.endswith("attn2.processor")]
    for number, name in enumerate(crossings):
        keys = unet.get_submodule(name.removesuffix(".processor")).get_parameter("to_k.weight")
        for kind in ("to_k_ip", "to_v_ip"):
            tensors[f"ip_adapter.{2 * number + 1}.{kind}.weight"] = _matrix(dice, *keys.shape)
    (folder / weight).parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / weight)
    clip_vision(seed + 1).save_pretrained(folder / "models" / "image_encoder")


def _resampler(out: int, dice: torch.Generator) -> dict[str, Tensor]:
    tensors = {
        "latents": torch.randn(1, _TOKENS, WIDTH, generator=dice),
        "proj_in.weight": _matrix(dice, WIDTH, WIDTH),
        "proj_in.bias": torch.zeros(WIDTH),
        "proj_out.weight": _matrix(dice, out, WIDTH),
        "proj_out.bias": torch.zeros(out),
        "norm_out.weight": torch.ones(out),
        "norm_out.bias": torch.zeros(out),
    }
    for layer in range(4):
        for norm in ("0.norm1", "0.norm2", "1.0"):
            tensors[f"layers.{layer}.{norm}.weight"] = torch.ones(WIDTH)
            tensors[f"layers.{layer}.{norm}.bias"] = torch.zeros(WIDTH)
        tensors[f"layers.{layer}.0.to_q.weight"] = _matrix(dice, _HEAD, WIDTH)
        tensors[f"layers.{layer}.0.to_kv.weight"] = _matrix(dice, 2 * _HEAD, WIDTH)
        tensors[f"layers.{layer}.0.to_out.weight"] = _matrix(dice, WIDTH, _HEAD)
        tensors[f"layers.{layer}.1.1.weight"] = _matrix(dice, 4 * WIDTH, WIDTH)
        tensors[f"layers.{layer}.1.3.weight"] = _matrix(dice, WIDTH, 4 * WIDTH)
    return {f"image_proj.{key}": tensor for key, tensor in tensors.items()}


def _matrix(dice: torch.Generator, rows: int, columns: int) -> Tensor:
    return torch.randn(rows, columns, generator=dice) / columns**0.5
