"""Models of a given shape with random weights, made on the device itself in seconds.

A shape goes in, a `Loaded` comes out as the loader would give it. Knows nothing of files and of time.
"""

import math
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import torch
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.autoencoders.autoencoder_kl_flux2 import AutoencoderKLFlux2
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from diffusers.models.transformers.transformer_flux2 import Flux2Transformer2DModel
from diffusers.pipelines.flux.pipeline_flux import FluxPipeline
from diffusers.pipelines.flux2.pipeline_flux2_klein import Flux2KleinPipeline
from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteScheduler
from safetensors.torch import save
from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from torch import nn
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    PreTrainedTokenizerFast,
    Qwen3Config,
    Qwen3ForCausalLM,
    T5Config,
    T5EncoderModel,
)

from inference.catalogue import MODELS
from inference.engines.diffusion.bench.shapes import Shape
from inference.engines.diffusion.loading import Loaded

SEED = 20

Network = TypeVar("Network", bound=nn.Module)


def build(shape: Shape, device: torch.device) -> Loaded:
    """The whole pipeline of a shape, in bf16 on CUDA and float32 on a CPU."""
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    with _made_on(device, dtype):
        pipe = (_klein if shape.model == "flux2-klein-4b" else _flux1)(shape)
    pipe.set_progress_bar_config(disable=True)
    return Loaded(MODELS[shape.model], pipe, device, dtype, "bf16")


def build_vae(shape: Shape, device: torch.device) -> AutoencoderKLFlux2:
    """Only the autoencoder of a klein."""
    with _made_on(device, torch.bfloat16 if device.type == "cuda" else torch.float32):
        return randomised(AutoencoderKLFlux2(**shape.vae))


def build_denoiser(shape: Shape, device: torch.device) -> Flux2Transformer2DModel:
    """Only the denoiser of a klein."""
    with _made_on(device, torch.bfloat16 if device.type == "cuda" else torch.float32):
        return randomised(Flux2Transformer2DModel(**shape.denoiser))


def _klein(shape: Shape) -> Flux2KleinPipeline:
    return Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True, time_shift_type="exponential"),
        vae=randomised(AutoencoderKLFlux2(**shape.vae)),
        text_encoder=randomised(Qwen3ForCausalLM(Qwen3Config(**shape.text))),
        tokenizer=tokenizer(131072),
        transformer=randomised(Flux2Transformer2DModel(**shape.denoiser)),
        is_distilled=True,
    )


def _flux1(shape: Shape) -> FluxPipeline:
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=randomised(AutoencoderKL(**shape.vae)),
        text_encoder=randomised(CLIPTextModel(CLIPTextConfig(**shape.pooled, bos_token_id=1, eos_token_id=1))),
        tokenizer=tokenizer(77),
        text_encoder_2=randomised(T5EncoderModel(T5Config(**shape.text))),
        tokenizer_2=tokenizer(512),
        transformer=randomised(FluxTransformer2DModel(**shape.denoiser)),
    )


def tokenizer(longest: int) -> Any:
    """A token for each byte, and marks for padding and the end: any prompt can be said. Padded, its size is real."""
    marks = ("<pad>", "<end>")
    words = {word: number for number, word in enumerate((*marks, *sorted(ByteLevel.alphabet())))}
    inner = Tokenizer(BPE(vocab=words, merges=[]))
    inner.pre_tokenizer = ByteLevel(add_prefix_space=False)
    made = PreTrainedTokenizerFast(
        tokenizer_object=inner, pad_token=marks[0], eos_token=marks[1], model_max_length=longest, padding_side="right"
    )
    made.chat_template = "{% for message in messages %}{{ message['content'] }}<end>{% endfor %}"
    return made


@torch.no_grad()
def randomised(network: Network) -> Network:
    """Fill every weight with normal noise that keeps a layer's output about as large as its input; none is zero."""
    torch.manual_seed(SEED)
    for name, weight in network.named_parameters():
        if weight.ndim > 1:
            weight.normal_(0.0, 1.0 / math.sqrt(weight[0].numel()))
        elif name.endswith("bias"):
            weight.normal_(0.0, 0.05)
        else:
            weight.normal_(1.0, 0.1)
    return network.eval().requires_grad_(False)


@contextmanager
def _made_on(device: torch.device, dtype: torch.dtype) -> Generator[None]:
    """Networks are born on `device` in `dtype` meanwhile."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with device:
            yield
    finally:
        torch.set_default_dtype(before)


def adapter_bytes(denoiser: nn.Module, rank: int, seed: int) -> bytes:
    """A person's adapter as a trainer would write it: every projection of the blocks' attention, safetensors."""
    dice = torch.Generator().manual_seed(seed)
    tensors: dict[str, torch.Tensor] = {}
    for name, module in denoiser.named_modules():
        if isinstance(module, nn.Linear) and ".attn." in name:
            down = torch.randn(rank, module.in_features, generator=dice) / math.sqrt(module.in_features)
            up = torch.randn(module.out_features, rank, generator=dice) * 0.02
            tensors[f"transformer.{name}.lora_A.weight"] = down.bfloat16()
            tensors[f"transformer.{name}.lora_B.weight"] = up.bfloat16()
    return save(tensors)
