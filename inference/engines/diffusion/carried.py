"""Adapters carried beside the weights, in PEFT's layers: for machines where no master of the weights fits.

Every linear of the repeated blocks gets a slot of a fixed rank before anything is compiled. A stack of adapters is
written into the slots, in place, padded with zeros; zeros alone add nothing, so the picture without a stack is exactly
what it was. A layer or a rank that has no slot yet makes them anew, which compiled blocks answer with one compilation.
"""

import logging
from collections.abc import Collection, Iterator, Mapping

import torch
from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.lora import LoraLayer
from torch import Tensor, nn

from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_file import Added, Stack, added_by
from inference.engines.diffusion.lora_keys import plain

FIRST_RANK = 32  # what trainers of personal adapters choose at most

log = logging.getLogger(__name__)


class Carried:
    """The slots of one denoiser, and the stack that is in them now."""

    def __init__(self, loaded: Loaded, rank: int = FIRST_RANK) -> None:
        self._loaded = loaded
        self._slot = ""
        self._rank = 0
        self._open_slots(repeated_linears(loaded.denoiser), rank)

    @torch.inference_mode()
    def put(self, stack: Stack) -> None:
        """Wear exactly `stack`; an empty one brings back the picture as it was."""
        added = added_by(stack, self._loaded.device)
        self._make_room(added)
        try:
            self._fill(added)
        except BaseException:
            self._fill({})
            raise

    def shed(self) -> None:
        """Nothing is kept that could be given back."""

    def _fill(self, added: Mapping[str, Collection[Added]]) -> None:
        for module, layer in self._layers():
            _fill(layer, self._slot, added.get(module, ()))

    def _layers(self) -> Iterator[tuple[str, LoraLayer]]:
        for name, module in self._loaded.denoiser.named_modules():
            if isinstance(module, LoraLayer):
                yield name, module

    def _make_room(self, added: dict[str, list[Added]]) -> None:
        """Open new slots if a module has none, or one that is too narrow."""
        have = {name for name, _ in self._layers()}
        rank = max((sum(down.shape[0] for down, _, _ in parts) for parts in added.values()), default=0)
        if not added.keys() <= have or rank > self._rank:
            log.info("slots for %d modules of rank %d: compiled blocks compile again", len(have | added.keys()), rank)
            self._open_slots(have | added.keys(), max(rank, self._rank))

    @torch.inference_mode(False)
    @torch.no_grad()
    def _open_slots(self, modules: Collection[str], rank: int) -> None:
        """Lay a slot beside each of `modules`, and take away those that were there."""
        old, self._slot, self._rank = self._slot, f"carried_{len(modules)}_{rank}", rank
        config = LoraConfig(r=rank, lora_alpha=rank, target_modules=sorted(modules), init_lora_weights=False)
        vars(self._loaded.denoiser).pop("peft_config", None)  # of the slots that are taken away below
        inject_adapter_in_model(config, self._loaded.denoiser, adapter_name=self._slot)
        for _, layer in self._layers():
            if old in layer.lora_A:
                layer.delete_adapter(old)
            layer.set_adapter(self._slot, inference_mode=True)
            # PEFT gives a slot the type its layer is stored in, which may be float8.
            for half in (layer.lora_A[self._slot], layer.lora_B[self._slot]):
                half.to(self._loaded.device, self._loaded.dtype)
            _fill(layer, self._slot, ())


def repeated_linears(denoiser: nn.Module) -> list[str]:
    """The linears within lists of blocks: where trainers put adapters unless told otherwise."""
    blocks = {name for name, module in denoiser.named_modules() if isinstance(module, nn.ModuleList)}
    return [
        name
        for name, module in denoiser.named_modules()
        if isinstance(plain(module), nn.Linear) and any(name.startswith(f"{block}.") for block in blocks)
    ]


def _fill(layer: LoraLayer, slot: str, parts: Collection[Added]) -> None:
    """Write what a stack adds to one module into its slot: one below the other, and zeros after."""
    down, up = _weight(layer.lora_A[slot]), _weight(layer.lora_B[slot])
    down.zero_()
    up.zero_()
    start = 0
    for part_down, part_up, scale in parts:
        rows = slice(start, start + part_down.shape[0])
        down[rows].copy_(part_down.view(-1, *down.shape[1:]))
        up[:, rows].copy_((part_up * scale).view(-1, part_up.shape[1], *up.shape[2:]))
        start = rows.stop


def _weight(half: nn.Module) -> Tensor:
    weight = half.weight
    assert isinstance(weight, torch.Tensor)
    return weight
