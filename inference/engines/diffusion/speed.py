"""A loaded model made quick: attention, compiled blocks, a compiled VAE, 8-bit products where asked for.

A loaded model goes in and is changed in place; what was done to it comes out, by name. Pictures stay the same but for
rounding. Nothing is compiled here: that happens at the first picture of a size, so whoever opens an engine warms it up.
Knows nothing of prompts, adapters and pictures.

What is done, and left alone:
- The repeated blocks are compiled, not the whole denoiser: as quick, in a seventh of the time. The first size is
  compiled for itself, the second for all sizes (`dynamic=None`), so a new crop of a selfie never waits for a compiler.
- A UNet's convolutions and the VAE lie channels-last; VAEs of AutoencoderKL's kind are compiled.
- Weights are written in place by adapters, so nothing is compiled again for them. Fused QKV projections (1-2 %) are
  left out for the adapters' sake: they name `to_q`, `to_k` and `to_v`.
- Of inductor's flags only coordinate descent is offered (`tunes`): 1-2 % for a longer start; it changes no result.
- CUDA graphs gain less than 1 % at 1024 pixels and bind memory: left out.
- Weights stored in 8 bits or moved in and out by hooks are not compiled: each hook would break the graph.

Waiting for the device, in the pipelines of diffusers 0.42: FLUX.2's position ids are kept (position_ids.py). In the
loop nothing waits where the pipeline says at which step its scheduler begins, as those of FLUX, Qwen, Z-Image and SDXL
do; LongCat and SD 1.5 look their first timestep up, once a picture. Of the classes that start from a picture, klein's
waits once a step (it makes a tensor of the timestep) and Z-Image's twice a picture. Before the loop the prompt's
tokens, the schedule and FLUX.1's position ids are copied to the device, and Qwen asks for lengths of prompts and
whether a mask is all ones; after it FLUX.2 dev and klein 9B-KV unpack by positions, and the picture comes back. To take
these away the pipelines would have to be forked.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from diffusers.models.modeling_utils import ModelMixin
from torch import nn

from inference.engines.diffusion.attention import FASTEST_FIRST, choose_attention
from inference.engines.diffusion.encoder import Trimmed, trim
from inference.engines.diffusion.fp8 import computes_fp8, to_fp8
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.masters import spare_bytes, whole_master_bytes
from inference.engines.diffusion.position_ids import keep_position_ids

VAES_COMPILED = ("AutoencoderKL", "AutoencoderKLFlux2")  # Qwen's walks through a cache frame by frame
MOST_VARIANTS = 64  # of one block's code: a UNet has several widths, and a block may meet several sizes


@dataclass(frozen=True)
class Speed:
    """What is wanted. `compiles` None: on CUDA. `backend` is torch.compile's; tests take one that needs no compiler.
    `tunes`: look longer for quick kernels.

    `cache_dir`: where compiled code is kept, so that a process that was killed starts warm; None: where torch keeps it,
    which lasts until the machine's temporary folder is emptied.
    """

    compiles: bool | None = None
    backend: str = "inductor"
    tunes: bool = False
    cache_dir: Path | None = None
    attention: tuple[str, ...] = FASTEST_FIRST


@dataclass(frozen=True)
class Quickened:
    """What was done. `compiled`: class names; `fp8`: linears that multiply in 8 bits; `left_out`: why not, in words."""

    attention: str
    compiled: tuple[str, ...] = ()
    fp8: int = 0
    trimmed: Trimmed = field(default_factory=Trimmed)
    left_out: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for the operator."""
        said = [f"attention {self.attention}"]
        if self.compiled:
            said.append(f"compiled {', '.join(self.compiled)}")
        if self.fp8:
            said.append(f"{self.fp8} linears in 8 bits")
        if self.trimmed.layers:
            said.append(f"{self.trimmed.layers} layers of the text encoder passed over")
        return "; ".join((*said, *(f"without {reason}" for reason in self.left_out)))


def quicken(loaded: Loaded, options: Speed | None = None) -> Quickened:
    """Make a model quick, in place, once: before its first picture, after the catalogue's own adapters are baked in.

    On a CPU without `compiles`, only what helps there is done: the encoder is trimmed and position ids are kept.
    """
    wanted = options or Speed()
    left_out: list[str] = []
    whole = loaded.placement in ("bf16", "fp8")
    trimmed = trim(loaded)
    if loaded.placement != "offload":
        keep_position_ids(loaded.pipe, loaded.device)
    denoiser = loaded.denoiser
    assert isinstance(denoiser, ModelMixin)
    attention = choose_attention(denoiser, loaded.device, loaded.dtype, wanted.attention)
    if loaded.device.type == "cuda":
        set_up_cuda()
    fp8 = _convert(loaded, left_out) if loaded.placement == "fp8" else 0
    compiles = loaded.device.type == "cuda" if wanted.compiles is None else wanted.compiles
    if compiles and not whole:
        left_out.append(f"compiling: the weights are placed as {loaded.placement}, and their hooks break every graph")
    compiled = _compile(loaded, wanted) if compiles and whole else ()
    return Quickened(attention, compiled, fp8, trimmed, tuple(left_out))


def keep_compiled(folder: Path) -> None:
    """Let everything compiled from now on be kept below `folder`, readable for this user alone; made if absent.

    Torch runs what it finds there: a folder others can write to would be a way in.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = str(folder.resolve())
    os.environ["TRITON_CACHE_DIR"] = str(folder.resolve() / "triton")


def set_up_cuda() -> None:
    """What is set for the whole process: TF32 for the parts in float32, and convolutions chosen by trying."""
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.benchmark = True


def make_plain(loaded: Loaded) -> None:
    """Run as torch runs by itself, for this whole process: where what was made quick turned out to fail.

    Compiling needs a C compiler and the headers of Python, and kernels have bugs; a slow portrait is one all the same.
    """
    torch.compiler.set_stance("force_eager")
    denoiser = loaded.denoiser
    assert isinstance(denoiser, ModelMixin)
    denoiser.set_attention_backend("native")


def _convert(loaded: Loaded, left_out: list[str]) -> int:
    """Turn the denoiser's linears to fp8, their full weights kept on the device while it has room, else in RAM."""
    if not computes_fp8(loaded.device):
        left_out.append(
            "fp8: this GPU does not multiply in 8 bits (compute capability 8.9 is the least), so bf16 it is"
        )
        return 0
    roomy = loaded.device.type == "cuda" and whole_master_bytes(loaded) <= spare_bytes(loaded)
    return to_fp8(loaded.denoiser, loaded.device if roomy else torch.device("cpu"))


def _compile(loaded: Loaded, wanted: Speed) -> tuple[str, ...]:
    """Mark the blocks and the VAE for compiling at their first use; the names of what was marked."""
    if wanted.cache_dir is not None:
        keep_compiled(wanted.cache_dir)
    torch._dynamo.config.recompile_limit = MOST_VARIANTS  # pyright: ignore[reportPrivateUsage] - torch has no other
    channels_last(loaded.denoiser)
    repeated: tuple[str, ...] = tuple(getattr(loaded.denoiser, "_repeated_blocks", None) or ())
    if repeated:
        loaded.denoiser.compile_repeated_blocks(**_how(wanted))
    vae = loaded.pipe.components.get("vae")
    return (*repeated, *(compile_vae(vae, wanted) if isinstance(vae, ModelMixin) else ()))


def compile_vae(vae: ModelMixin, wanted: Speed) -> tuple[str, ...]:
    """Lay a VAE channels-last and mark its halves for compiling; their names, none for one that is not compiled."""
    if type(vae).__name__ not in VAES_COMPILED:
        return ()
    channels_last(vae)
    halves = {name: half for name, half in vae.named_children() if name in ("encoder", "decoder")}
    for half in halves.values():
        half.compile(**_how(wanted))
    return tuple(f"{type(vae).__name__}.{name}" for name in halves)


def _how(wanted: Speed) -> dict[str, Any]:
    """The arguments of torch.compile."""
    return {"backend": wanted.backend, **({"options": {"coordinate_descent_tuning": True}} if wanted.tunes else {})}


def channels_last(network: nn.Module) -> None:
    """Let the weights of plain convolutions lie channels-last, which tensor cores read without rearranging.

    In place, and seen through by whatever holds the parameter: values and shapes stay.
    """
    with torch.no_grad():
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last)
