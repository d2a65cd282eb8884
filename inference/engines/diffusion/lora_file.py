"""Reads a personal adapter (LoRA) from bytes that anybody may have sent.

Bytes go in; a `Lora` whose every layer fits the loaded denoiser comes out, or EngineError("adapter_refused") that names
the key and the reason. Refuses to know where the bytes come from and how a layer is worn. Nothing here unpickles or
runs what it reads, and no weight of the model is touched.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from inference.engines import EngineError
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_keys import Pair, pairs, room_for

MOST_BYTES = 1 << 30  # rank 128 on every layer of the largest denoiser served is below it
MOST_HEADER = 8 << 20  # bytes; a header takes about 150 for each tensor
MOST_TENSORS = 20_000  # three for each of the 504 layers of FLUX.1 are 1,512
MOST_RANK = 128
MOST_SCALE = 1000.0  # alpha / rank; trainers choose 0.5 to 2
SIZES = {"F32": 4, "F16": 2, "BF16": 2}  # bytes each; what a trainer saves


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a safetensors header says of one tensor; offsets count from the end of the header."""

    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


@dataclass(frozen=True)
class Layer:
    """What is added to one module: `scale` x up (outputs x rank) x down (rank x inputs).

    `inputs` counts the elements of a kernel too: a convolution's matrix is its weight with all but the outputs
    flattened.
    """

    module: str
    rank: int
    inputs: int
    outputs: int
    scale: float


Added = tuple[Tensor, Tensor, float]  # down, up and scale of one module, as `Lora.on` gives them


@dataclass(frozen=True, eq=False)
class Lora:
    """A checked adapter: `layers`, and in `flat` down and up of each, one after another, so that one copy moves all."""

    layers: tuple[Layer, ...]
    flat: Tensor

    @property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        return self.flat.nbytes

    def on(self, device: torch.device) -> dict[str, Added]:
        """Down (rank x inputs), up (outputs x rank) and scale of each module by its name, float32 on `device`."""
        sizes = [size for layer in self.layers for size in (layer.rank * layer.inputs, layer.outputs * layer.rank)]
        pieces = iter(self.flat.to(device, non_blocking=True).float().split(sizes))
        return {
            layer.module: (next(pieces).view(layer.rank, -1), next(pieces).view(-1, layer.rank), layer.scale)
            for layer in self.layers
        }

    @torch.inference_mode()  # where it may have been read, too
    def wipe(self) -> None:
        """Overwrite it: memory that is given back keeps what was in it."""
        if self.flat.is_pinned():
            torch.cuda.synchronize()  # the device may still be reading it
        self.flat.zero_()


Stack = Sequence[tuple[Lora, float]]  # adapters worn together, each with its strength


def added_by(stack: Stack, device: torch.device) -> dict[str, list[Added]]:
    """What a stack adds to each module it touches, on `device`."""
    added: dict[str, list[Added]] = {}
    for lora, strength in stack:
        for module, (down, up, scale) in lora.on(device).items():
            added.setdefault(module, []).append((down, up, scale * strength))
    return added


def refused(detail: str) -> EngineError:
    """The one way an adapter is refused."""
    return EngineError("adapter_refused", detail)


def read_lora(data: bytes, loaded: Loaded, most_bytes: int = MOST_BYTES) -> Lora:
    """Check `data` against the loaded denoiser. Raises EngineError("adapter_refused")."""
    if len(data) > most_bytes:
        raise refused(f"the adapter has {len(data)} bytes; at most {most_bytes} are taken")
    entries, metadata = read_header(data)
    for key, entry in entries.items():
        _check_entry(key, entry)
    try:
        tensors = load(data)
    except SafetensorError as error:
        raise refused(f"the adapter is no safetensors file: {error}") from None
    for key, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise refused(f"{key} holds a number that is not finite")
    found = pairs(tensors, metadata, loaded)
    layers = [_checked_layer(module, pair, loaded) for module, pair in sorted(found.items())]
    return Lora(tuple(layers), _packed([found[layer.module] for layer in layers], loaded.device))


def read_header(data: bytes) -> tuple[dict[str, Entry], dict[str, str]]:
    """The tensors and the metadata that a safetensors file announces.

    The format: 8 bytes, little-endian, the length of a JSON object that follows; then the tensors' bytes.
    """
    if len(data) < 8:
        raise refused(f"the adapter has {len(data)} bytes: it is no safetensors file")
    length = int.from_bytes(data[:8], "little")
    if length > min(MOST_HEADER, len(data) - 8):
        raise refused(f"the header claims {length} bytes of a file of {len(data)}: it is no whole safetensors file")
    try:
        header = json.loads(data[8 : 8 + length], object_pairs_hook=_named_once)
        if not isinstance(header, dict):
            raise ValueError("it is no object")
        metadata = msgspec.convert(header.pop("__metadata__", {}), dict[str, str])
        entries = msgspec.convert(header, dict[str, Entry])
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise refused(f"the header is no safetensors header: {error}") from None
    if not 0 < len(entries) <= MOST_TENSORS:
        raise refused(f"the adapter holds {len(entries)} tensors; 1 to {MOST_TENSORS} are taken")
    return entries, metadata


def _named_once(items: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the header, whose names must differ: of two alike, readers differ in which one they take."""
    named = dict(items)
    if len(named) < len(items):
        names = [name for name, _ in items]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} stands in it twice")
    return named


def _check_entry(key: str, entry: Entry) -> None:
    """Refuse a tensor by what the header says of it, before anything is allocated for it."""
    if entry.dtype not in SIZES:
        raise refused(f"{key} is of type {entry.dtype}; {', '.join(SIZES)} are taken")
    if any(side < 0 for side in entry.shape) or len(entry.shape) > 4:
        raise refused(f"{key} has the shape {entry.shape}")
    claimed, given = math.prod(entry.shape) * SIZES[entry.dtype], entry.data_offsets[1] - entry.data_offsets[0]
    if claimed != given:
        raise refused(f"{key} claims {claimed} bytes by its shape {entry.shape} and {given} by its place in the file")


def _checked_layer(module: str, pair: Pair, loaded: Loaded) -> Layer:
    """One module's layer, if it fits there."""
    room = room_for(module, loaded)
    if room is None:
        raise refused(f"{pair.key}: {module} of {loaded.model.name} is neither linear nor a plain convolution")
    if pair.down is None or pair.up is None:
        raise refused(f"{pair.key}: its other half is missing ({'down, A' if pair.down is None else 'up, B'})")
    down, up = pair.down, pair.up
    rank = down.shape[0] if down.ndim > 1 else 0
    if not 0 < rank <= MOST_RANK:
        raise refused(f"{pair.key} has rank {rank}; 1 to {MOST_RANK} are taken")
    if tuple(down.shape[1:]) != room.inputs:
        raise refused(f"{pair.key}: down has the shape {tuple(down.shape)}, but {module} takes {room.inputs}")
    if tuple(up.shape) != (room.outputs, rank, *(1 for _ in room.inputs[1:])):
        raise refused(
            f"{pair.key}: up has the shape {tuple(up.shape)}, "
            f"but {module} gives {room.outputs} and down is of rank {rank}"
        )
    scale = pair.scale(rank)
    if not 0 < scale <= MOST_SCALE:
        raise refused(f"{pair.key}: alpha makes a scale of {scale}; above 0 to {MOST_SCALE:g} are taken")
    return Layer(module, rank, math.prod(room.inputs), room.outputs, scale)


def _packed(found: Sequence[Pair], device: torch.device) -> Tensor:
    """Down and up of each, one after another in new memory of the widest type found, on its way to `device`."""
    parts = [part for pair in found for part in (pair.down, pair.up) if part is not None]
    dtype = parts[0].dtype
    for part in parts:
        dtype = torch.promote_types(dtype, part.dtype)
    flat = torch.empty(
        sum(part.numel() for part in parts), dtype=dtype, pin_memory=device.type == "cuda"
    )  # pinned: the copy to the device takes a third of the time
    torch.cat([part.reshape(-1).to(dtype) for part in parts], out=flat)
    return flat
