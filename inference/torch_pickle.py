"""Weights in the file format of torch before 1.6, read without torch: bytes in, arrays by name out.

Such a file is five pickles in a row (magic number, version, word sizes, the state dict, the keys of the storages) and
then the storages, each a count and its numbers. A pickle may call whatever it names, so that only the three names a
state dict needs are allowed and stand for functions of our own. Refuses to know what the weights are for.
"""

import io
import pickle
import struct
from collections import OrderedDict
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = 0x1950A86A20F9469CFC6C
NUMBERS = {"FloatStorage": "<f4", "LongStorage": "<i8"}  # of torch, by the name of their storage

Array = NDArray[np.float32 | np.int64]
Slice = tuple[str, int, tuple[int, ...], tuple[int, ...]]  # storage, its first number, shape, strides in numbers


class Damaged(Exception):
    """The file is no state dict in the old format, or asks for more than one needs."""


def read(data: bytes) -> dict[str, Array]:
    """The arrays of a state dict by their names; views of `data`, not to be written to. Raises Damaged."""
    file = io.BytesIO(data)
    try:
        if _Unpickler(file).load() != MAGIC:
            raise Damaged("The file is not in torch's old format")
        for _ in ("version", "word sizes"):
            _Unpickler(file).load()
        state = _Unpickler(file)
        slices: dict[str, Slice] = dict(state.load())
        stored = _storages(file, _Unpickler(file).load(), state.kinds)
        return {name: _array(stored, *part) for name, part in slices.items()}
    # A damaged pickle ends in whatever its bytes happen to mean.
    except (
        pickle.UnpicklingError,
        struct.error,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        EOFError,
    ) as error:
        raise Damaged(f"The weights cannot be read: {error}") from error


class _Unpickler(pickle.Unpickler):
    """Numbers, texts, lists and dicts as usual; of what has a name, tensors as slices of storages and nothing else."""

    def __init__(self, file: io.BytesIO) -> None:
        super().__init__(file)
        self.kinds: dict[str, str] = {}  # of number, by storage

    def find_class(self, module: str, name: str, /) -> Any:
        match module, name:
            case "torch._utils", "_rebuild_tensor_v2":
                return _slice
            case "collections", "OrderedDict":
                return OrderedDict
            case "torch", _ if name in NUMBERS:
                return NUMBERS[name]
            case _:
                raise pickle.UnpicklingError(f"{module}.{name} has no place in a state dict")

    def persistent_load(self, pid: Any, /) -> str:
        _, kind, key, *_ = pid
        self.kinds[str(key)] = str(kind)
        return str(key)


def _slice(storage: str, first: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: object) -> Slice:
    """What torch makes a tensor of, kept until the storages are read."""
    return storage, first, shape, strides


def _storages(file: io.BytesIO, keys: list[str], kinds: dict[str, str]) -> dict[str, Array]:
    """The numbers that follow the pickles, in the order of `keys`."""
    found: dict[str, Array] = {}
    for key in keys:
        (count,) = struct.unpack("<q", file.read(8))
        if count < 0:
            raise ValueError(f"a storage of {count} numbers")
        kind = np.dtype(kinds[key])
        found[key] = np.frombuffer(file.getbuffer(), kind, count, file.tell())
        file.seek(count * kind.itemsize, io.SEEK_CUR)
    return found


def _array(
    stored: dict[str, Array], storage: str, first: int, shape: tuple[int, ...], strides: tuple[int, ...]
) -> Array:
    """One tensor; refused where it would reach beyond its storage."""
    numbers = stored[storage]
    last = first + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    if min(first, 0, *shape, *strides) < 0 or (prod(shape) and last >= numbers.size):
        raise ValueError(f"a tensor of shape {shape} lies outside its storage of {numbers.size}")
    steps = [stride * numbers.itemsize for stride in strides]
    return np.lib.stride_tricks.as_strided(numbers[first:], shape, steps, writeable=False)
