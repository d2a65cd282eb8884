"""Linears that multiply in 8 bits: half the memory and, compiled, about 1.2 times the speed on Hopper and later.

Weights lie as float8_e4m3fn with one scale for each output; activations are quantised on the way with one scale for
each token. The product is torch's own scaled matrix product, accumulated fast and given out in the input's type.
Without `torch.compile` the quantising costs more than the multiplying gains (0.76 times the speed).

Written here rather than taken from torchao: what is needed is one operation of torch and sixty lines; torchao wraps
weights in tensor subclasses, which neither take a fused adapter in place nor keep the full weight beside them, and its
releases each fit few versions of torch. Knows nothing of adapters: `write_weight` is the way in for them.
"""

from collections.abc import Callable, Iterator
from functools import cache

import torch
from torch import nn

LARGEST = 448.0  # of float8_e4m3fn
_TINY = 1e-12  # a row of zeros has a scale too
_MULTIPLE = 16  # of both sides, asked for by the kernels
_SMALLEST = 1024  # below this, quantising an input costs more than it saves

# Modulations see one row for each picture, not one for each token, and steer everything: they stay exact.
_EXACT = ("norm", "mod", "ada")


# The same as torch.nn.functional.scaled_mm, under the name that inductor knows from torch 2.5 on; the public one it
# learned only after 2.11.
_multiply = torch.ops.aten._scaled_mm.default


@cache
def computes_fp8(device: torch.device) -> bool:
    """Whether the device multiplies in fp8 with a scale for each row, found by trying; Hopper and later gain from it.

    So do CPUs with torch 2.13, slowly; they did not with 2.11.
    """
    try:
        rows, scale = quantise(torch.ones(_MULTIPLE, _MULTIPLE, device=device))
        product = _multiply(rows, rows.t(), scale, scale.t(), out_dtype=torch.bfloat16)
    except RuntimeError:
        return False
    return bool((product == _MULTIPLE).all())


def quantise(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """`rows` (n x k) as float8_e4m3fn, and the n x 1 float32 scales that give it back."""
    scale = rows.abs().amax(dim=-1, keepdim=True).float().clamp(min=_TINY) / LARGEST
    return (rows.float() / scale).to(torch.float8_e4m3fn), scale


class Fp8Linear(nn.Module):
    """A linear whose product is taken in fp8.

    `quantised` (out x in) and `scale` (1 x out) are written in place, so compiled code never sees another tensor. The
    weight in full is kept on the device `master`, for adapters to be fused from; it moves with nothing.
    """

    quantised: torch.Tensor
    scale: torch.Tensor

    def __init__(self, linear: nn.Linear, master: torch.device) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        weight = linear.weight.detach()
        quantised, scale = quantise(weight)
        self.register_buffer("quantised", quantised)
        self.register_buffer("scale", scale.t().contiguous())
        self.bias: nn.Parameter | None = linear.bias
        self._master = weight.to(master)

    def master_weight(self) -> torch.Tensor:
        """The weight (out x in) as it was before it was quantised; not a copy, so not to be written to."""
        return self._master

    @torch.no_grad()
    def write_weight(self, weight: torch.Tensor) -> None:
        """Quantise `weight` (out x in, on this device) into place. The same weight gives the same bits each time."""
        if tuple(weight.shape) != (self.out_features, self.in_features):
            raise ValueError(f"a weight of {tuple(weight.shape)} is not {(self.out_features, self.in_features)}")
        quantised, scale = (_quantise_compiled() if weight.is_cuda else quantise)(weight)
        self.quantised.copy_(quantised)
        self.scale.copy_(scale.t())

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Any leading dimensions x in -> the same x out, in the type of `hidden`."""
        rows, scale = quantise(hidden.reshape(-1, self.in_features))
        out = _multiply(rows, self.quantised.t(), scale, self.scale, out_dtype=torch.bfloat16, use_fast_accum=True).to(
            hidden.dtype
        )
        if self.bias is not None:
            out = out + self.bias
        return out.reshape(*hidden.shape[:-1], self.out_features)

    def extra_repr(self) -> str:
        """As nn.Linear says of itself."""
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


def to_fp8(denoiser: nn.Module, master: torch.device, smallest: int = _SMALLEST) -> int:
    """Turn the large linears of the repeated blocks into Fp8Linear, in place; how many.

    Embeddings, modulations, last projections and linears narrower than `smallest` stay as they are. The full weight of
    each is kept on the device `master`.
    """
    chosen = list(large_linears(denoiser, smallest))
    for parent, name, linear in chosen:
        setattr(parent, name, Fp8Linear(linear, master))
    return len(chosen)


def large_linears(denoiser: nn.Module, smallest: int = _SMALLEST) -> Iterator[tuple[nn.Module, str, nn.Linear]]:
    """Of each linear worth converting: its parent, its name there, and itself."""
    repeated = getattr(denoiser, "_repeated_blocks", None) or ()
    for block in denoiser.modules():
        if type(block).__name__ not in repeated:
            continue
        for path, module in block.named_modules():
            if isinstance(module, nn.Linear) and _worth_it(path, module, smallest):
                parent, _, name = path.rpartition(".")
                yield block.get_submodule(parent), name, module


def _worth_it(path: str, linear: nn.Linear, smallest: int) -> bool:
    sides = (linear.in_features, linear.out_features)
    exact = any(part.lower().startswith(_EXACT) or "_mod" in part for part in path.split("."))
    return not exact and min(sides) >= smallest and not any(side % _MULTIPLE for side in sides)


@cache
def _quantise_compiled() -> Callable[[torch.Tensor], tuple[torch.Tensor, torch.Tensor]]:
    """`quantise` in one pass over the weight instead of four; made at first use, as compilers are slow to import."""
    return torch.compile(quantise, dynamic=True)
