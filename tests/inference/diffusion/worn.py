"""Tiny models that wear adapters: the real loader, made-up LoRAs, and what the denoiser answers at a step."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn

from inference.catalogue import MODELS, Precision
from inference.engines import PersonalAdapter
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.engine import DiffusionEngine, be_quiet
from inference.engines.diffusion.loading import Loaded, load
from inference.engines.diffusion.lora_keys import Rewritable, plain
from inference.weights import Weights
from tests import tiny

CPU = torch.device("cpu")


@cache
def weights(name: str) -> Weights:
    """The tiny checkpoint of that catalogue name, made once."""
    return Weights(MODELS[name], tiny.save(name, Path(mkdtemp(prefix="tiny-")) / name), "")


def fresh(name: str, placement: Precision = "bf16", dtype: torch.dtype = torch.float32) -> Loaded:
    """A model nobody has touched, as the loader gives it."""
    be_quiet()
    return load(weights(name), placement, CPU, dtype)


def layers(loaded: Loaded) -> dict[str, nn.Module]:
    """The linears and convolutions a trainer would choose, by name."""
    return {
        name: plain(module)
        for name, module in loaded.denoiser.named_modules()
        if name.endswith((".to_q", ".to_k", ".to_v", ".to_out.0", ".proj_in", ".to_qkv_mlp_proj", ".conv1"))
    }


def part(loaded: Loaded) -> str:
    """What diffusers calls the denoiser."""
    return "unet" if "unet" in loaded.pipe.components else "transformer"


def tensors(loaded: Loaded, seed: int = 1, rank: int = 4, size: float = 0.2) -> dict[str, Tensor]:
    """A LoRA on `layers`, in diffusers' layout; the numbers are normal with deviation `size`."""
    dice = torch.Generator().manual_seed(seed)
    made: dict[str, Tensor] = {}
    for name, layer in layers(loaded).items():
        weight = layer.master_weight() if isinstance(layer, Rewritable) else layer.weight
        assert isinstance(weight, Tensor)
        down = torch.randn(rank, *weight.shape[1:], generator=dice) * size
        up = torch.randn(weight.shape[0], rank, *(1 for _ in weight.shape[2:]), generator=dice) * size
        made[f"{part(loaded)}.{name}.lora_A.weight"] = down
        made[f"{part(loaded)}.{name}.lora_B.weight"] = up
    return made


def adapter(loaded: Loaded, subject: str = "ann", seed: int = 1, rank: int = 4, only: str = ".") -> PersonalAdapter:
    """A person's adapter; each seed is another face. `only` is a part of the names of the layers it touches."""
    data = save({key: tensor for key, tensor in tensors(loaded, seed, rank).items() if only in key})
    return PersonalAdapter(subject, f"adapter-{seed}", lambda: data)


Asked = tuple[tuple[Any, ...], dict[str, Any]]


@cache
def _asked(name: str, dtype: torch.dtype) -> Asked:
    """What the denoiser is given at a step of a real picture."""
    seen: list[Asked] = []
    loaded = fresh(name, dtype=dtype)
    loaded.denoiser.register_forward_pre_hook(lambda _, args, kwargs: seen.append((args, kwargs)), with_kwargs=True)
    DiffusionEngine(loaded, Adapters(loaded, way="fused", weights=weights(name))).warm_up()
    return seen[-1]


@torch.inference_mode()
def step(loaded: Loaded) -> Tensor:
    """What the denoiser answers at that step."""
    args, kwargs = _asked(loaded.model.name, loaded.dtype)
    first = loaded.denoiser(*args, **kwargs)[0]
    return torch.stack(list(first)) if isinstance(first, list) else first.clone()


def bits(loaded: Loaded) -> dict[str, Tensor]:
    """Every weight of the denoiser as bytes, with PEFT's layers seen through."""
    return {
        name.replace(".base_layer", ""): weight.detach().clone().view(torch.uint8)
        for name, weight in loaded.denoiser.named_parameters()
        if ".lora_" not in name
    }


def same(one: dict[str, Tensor], other: dict[str, Tensor]) -> bool:
    """Whether two states of the weights are alike to the bit."""
    return one.keys() == other.keys() and all(torch.equal(one[name], other[name]) for name in one)
