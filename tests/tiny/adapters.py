"""LoRAs for the tiny denoisers, in the two ways such files spell their keys."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from collections.abc import Iterator
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file
from torch import Tensor, nn


def save_adapter(denoiser: nn.Module, file: Path, rank: int, seed: int, scale: float) -> None:
    """Write a personal adapter as PEFT and diffusers do: `transformer.<layer>.lora_A.weight`, `unet.` for a UNet."""
    prefix = "unet" if isinstance(denoiser, UNet2DConditionModel) else "transformer"
    tensors: dict[str, Tensor] = {}
    for name, down, up in _pairs(denoiser, rank, seed, scale):
        tensors[f"{prefix}.{name}.lora_A.weight"] = down
        tensors[f"{prefix}.{name}.lora_B.weight"] = up
    _write(tensors, file)


def save_trained_elsewhere(denoiser: nn.Module, file: Path, seed: int, rank: int = 4) -> None:
    """Write a LoRA as Lightning's are published: no prefix, `lora_down`, `lora_up` and alpha for each layer, bf16."""
    tensors: dict[str, Tensor] = {}
    for name, down, up in _pairs(denoiser, rank, seed, scale=0.5):
        tensors[f"{name}.lora_down.weight"] = down.bfloat16()
        tensors[f"{name}.lora_up.weight"] = up.bfloat16()
        tensors[f"{name}.alpha"] = torch.tensor(rank / 2, dtype=torch.bfloat16)
    _write(tensors, file)


def _pairs(denoiser: nn.Module, rank: int, seed: int, scale: float) -> Iterator[tuple[str, Tensor, Tensor]]:
    """Of every linear layer of the attentions: its name, `down` (rank x in) and `up` (out x rank).

    Their product has about `scale` times the size of the layer's own weight.
    """
    dice = torch.Generator().manual_seed(seed)
    for name, layer in denoiser.named_modules():
        if isinstance(layer, nn.Linear) and "att" in name:
            down = torch.randn(rank, layer.in_features, generator=dice) / layer.in_features**0.5
            up = torch.randn(layer.out_features, rank, generator=dice) * scale / rank**0.5
            yield name, down, up


def _write(tensors: dict[str, Tensor], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file, metadata={"format": "pt"})
