"""The weights as they were before an adapter: kept only for the modules that one touches.

Module names go in, tensors come out. They lie on the device while it has room beside what a picture takes, otherwise in
RAM (pinned, so that copying back is quick). Weights stored in 8 bits are read again from the model's files, as the
little that an adapter adds would be lost in their rounding. Writes no weight.
"""

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor, nn

from inference.engines import EngineError
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_file import Stack, added_by
from inference.engines.diffusion.lora_keys import Rewritable, plain
from inference.engines.diffusion.placement import GIB, RAM_MARGIN_GIB, free_ram

LEAST_HEADROOM_GIB = 2.0  # on the device, where what a picture takes is not known better


class Masters:
    """Weights of one denoiser by module. `folder` holds the denoiser's own files."""

    def __init__(self, loaded: Loaded, folder: Path | None = None) -> None:
        self._loaded = loaded
        self._folder = folder
        self._kept: dict[str, Tensor] = {}
        self._baked: Stack = ()

    def __getitem__(self, module: str) -> Tensor:
        return self._kept[module]

    @torch.inference_mode(False)
    @torch.no_grad()
    def keep(self, modules: Iterable[str]) -> None:
        """Keep the weights of `modules`, which wear nothing now unless they are kept already.

        Raises EngineError("out_of_memory").
        """
        quantised: dict[str, Rewritable] = {}
        new: dict[str, nn.Linear | nn.Conv2d] = {}
        for module in modules:
            inner: object = plain(self._loaded.denoiser.get_submodule(module))
            if isinstance(inner, Rewritable):
                quantised[module] = inner  # keeps its own
            elif isinstance(inner, nn.Linear | nn.Conv2d) and module not in self._kept:
                new[module] = inner
        home = self._home(sum(full_bytes(inner.weight, self._loaded.dtype) for inner in new.values()))
        self._kept |= {module: inner.master_weight() for module, inner in quantised.items() if module not in self._kept}
        for module in new:  # one at a time: in full they may take twice what they are stored in
            self._kept[module] = _copied(self.original(module), home)

    def drop_all_but(self, modules: Collection[str]) -> None:
        """Forget the masters of other modules, whose weights are what they were."""
        self._kept = {module: weight for module, weight in self._kept.items() if module in modules}

    def baked(self, stack: Stack) -> None:
        """Take note of a stack that is in the weights for good."""
        self._baked = (*self._baked, *stack)

    def original(self, module: str) -> Tensor:
        """The weight of a module that wears nothing, in full precision; not a copy where none is needed."""
        inner: object = plain(self._loaded.denoiser.get_submodule(module))
        if isinstance(inner, Rewritable):
            return inner.master_weight()
        assert isinstance(inner, nn.Linear | nn.Conv2d)
        weight = inner.weight.detach()
        return weight if weight.itemsize > 1 else self._widened(module, weight)

    def _widened(self, module: str, stored: Tensor) -> Tensor:
        """The full weight of one stored in 8 bits: from the files if that gives these very bits, else widened."""
        key = f"{module}.weight"
        dtype = self._loaded.dtype
        if key in self._files:
            with safe_open(self._files[key], framework="pt") as file:
                weight: Tensor = file.get_tensor(key).to(self._loaded.device, dtype)
            for down, up, scale in added_by(self._baked, self._loaded.device).get(module, ()):
                weight = torch.addmm(weight.flatten(1).float(), up, down, alpha=scale).view(weight.shape).to(dtype)
            if weight.shape == stored.shape and _same_bits(weight.to(stored.device, stored.dtype), stored):
                return weight
        return stored.to(dtype)

    @cached_property
    def _files(self) -> dict[str, Path]:
        """Which of the model's files holds which tensor."""
        found: dict[str, Path] = {}
        for path in sorted(self._folder.glob("*.safetensors")) if self._folder is not None else ():
            with safe_open(path, framework="pt") as file:
                found.update(dict.fromkeys(file.keys(), path))
        return found

    def _home(self, size_bytes: int) -> torch.device | None:
        """Where so many bytes more are kept; None for pinned RAM. Raises EngineError("out_of_memory")."""
        device = self._loaded.device
        if device.type == "cuda" and self._loaded.placement != "offload" and size_bytes <= spare_bytes(self._loaded):
            return device
        if size_bytes > (free_ram() - RAM_MARGIN_GIB) * GIB:
            raise EngineError(
                "out_of_memory",
                f"what an adapter touches takes {size_bytes / GIB:.1f} GiB more; neither {device} nor RAM has them",
            )
        return None if device.type == "cuda" and self._loaded.placement != "offload" else torch.device("cpu")


def spare_bytes(loaded: Loaded) -> int:
    """Bytes free on a CUDA device beside the weights and what a picture takes at its peak."""
    device = loaded.device
    taken, reserved = torch.cuda.memory_allocated(device), torch.cuda.memory_reserved(device)
    free = torch.cuda.mem_get_info(device)[0] + reserved - taken
    peak = max(loaded.model.memory_gib.get(loaded.placement, 0.0) * GIB, torch.cuda.max_memory_allocated(device))
    return int(free - max(peak - taken, LEAST_HEADROOM_GIB * GIB))


def whole_master_bytes(loaded: Loaded) -> int:
    """What a master of every weight of the denoiser would take."""
    return sum(full_bytes(weight, loaded.dtype) for weight in loaded.denoiser.parameters())


def full_bytes(weight: Tensor, dtype: torch.dtype) -> int:
    """What a weight takes in the type it is computed in."""
    return weight.numel() * max(weight.itemsize, dtype.itemsize)


def _copied(weight: Tensor, home: torch.device | None) -> Tensor:
    if home is not None:
        return weight.to(home, copy=True)
    pinned = torch.empty_like(weight, device="cpu", pin_memory=True)
    return pinned.copy_(weight)


def _same_bits(one: Tensor, other: Tensor) -> bool:
    return torch.equal(one.view(torch.uint8), other.view(torch.uint8))
