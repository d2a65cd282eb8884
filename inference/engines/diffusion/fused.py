"""Adapters added to the weights themselves: a picture costs no more with one than without.

A stack of adapters goes in; the weights of the modules it touches become W = W0 + the sum of scale x up x down,
computed in float32, rounded once, and written in place so that compiled graphs and CUDA graphs find them where they
were. W0 of every touched module is kept as a master, and copied back bit by bit. Refuses to know whose adapter it is.
"""

from collections.abc import Collection, Sequence

import torch
from torch import Tensor, nn

from inference.engines import EngineError
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_file import Added, Stack, added_by
from inference.engines.diffusion.lora_keys import Rewritable, plain
from inference.engines.diffusion.masters import Masters

ROWS_BYTES = 256 << 20  # of float32 at a time: what a sum takes beside the weights


class Fused:
    """The stack that is in the weights of one denoiser now."""

    def __init__(self, loaded: Loaded, masters: Masters) -> None:
        self._loaded = loaded
        self._masters = masters
        self._touched: tuple[str, ...] = ()

    @torch.inference_mode()  # 8-bit storage and offloading leave weights that can be written nowhere else
    def put(self, stack: Stack) -> None:
        """Wear exactly `stack`; an empty one brings back the weights as they were.

        On any error the weights are as they were without a stack. Raises EngineError("out_of_memory") where the
        masters fit nowhere.
        """
        added = added_by(stack, self._loaded.device)
        self._masters.keep(added)
        rest = [module for module in self._touched if module not in added]
        self._touched = (*added, *rest)
        try:
            for module, parts in added.items():
                self._write(module, parts)
            self._restore(rest)
        except BaseException:
            self._restore(self._touched)
            self._touched = ()
            raise
        self._touched = tuple(added)

    def shed(self) -> None:
        """Give back the memory of masters that no worn stack needs."""
        self._masters.drop_all_but(self._touched)

    def _write(self, module: str, parts: Sequence[Added]) -> None:
        write_sum(plain(self._loaded.denoiser.get_submodule(module)), self._masters[module], parts, self._loaded.device)

    def _restore(self, modules: Collection[str]) -> None:
        for module in modules:
            write(plain(self._loaded.denoiser.get_submodule(module)), self._masters[module], self._loaded.device)


@torch.inference_mode()
def bake(stack: Stack, loaded: Loaded, masters: Masters) -> None:
    """Put `stack` in for good: what `masters` gives from now on is the weight with it.

    Layers that are quantised already would bring back the weight without it; so this comes before they are.
    """
    for module, parts in added_by(stack, loaded.device).items():
        target = plain(loaded.denoiser.get_submodule(module))
        if isinstance(target, Rewritable):
            raise TypeError(f"{module} is quantised already: adapters of the catalogue go in before")
        # Rounded to the full type first, also where 8 bits are stored: a master is of that type, and gives these bits.
        whole = masters.original(module).clone()
        write_sum_into(whole, whole, parts, loaded.device)
        write(target, whole, loaded.device)
    masters.baked(stack)


def write(target: nn.Module, weight: Tensor, device: torch.device) -> None:
    """Let `weight` be the weight of `target`, in place and in the type it is stored in."""
    if isinstance(target, Rewritable):
        target.write_weight(weight.to(device, non_blocking=True))
    else:
        stored_weight(target).copy_(weight, non_blocking=True)


def write_sum(target: nn.Module, weight: Tensor, parts: Sequence[Added], device: torch.device) -> None:
    """Let the weight of `target` be `weight` plus `parts`, rounded once."""
    if isinstance(target, Rewritable):
        whole = torch.empty_like(weight, device=device)
        write_sum_into(whole, weight, parts, device)
        target.write_weight(whole)
    else:
        write_sum_into(stored_weight(target), weight, parts, device)


def write_sum_into(stored: Tensor, weight: Tensor, parts: Sequence[Added], device: torch.device) -> None:
    """Write `weight` plus `parts`, computed in float32 on `device`, into `stored`, some rows at a time."""
    step = max(1, ROWS_BYTES // (4 * weight[0].numel()))
    for start in range(0, weight.shape[0], step):
        rows = slice(start, start + step)
        # A copy even where the weight is float32 already: the master must not change.
        values = weight[rows].to(device, torch.float32, copy=True, memory_format=torch.contiguous_format)
        flat = values.view(values.shape[0], -1)
        for down, up, scale in parts:
            flat.addmm_(up[rows], down, alpha=scale)
        stored[rows].copy_(values)


def stored_weight(target: nn.Module) -> Tensor:
    """The weight of a linear or a convolution. Raises EngineError where the offloading has taken it away."""
    weight = target.weight
    assert isinstance(weight, Tensor)
    if weight.is_meta:
        raise EngineError("adapter_refused", "with weights offloaded layer by layer no adapter can be worn")
    return weight
