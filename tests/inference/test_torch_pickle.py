"""Weights in torch's old format are read without torch, and nothing in them is run."""

import io
import pickle
import struct
from collections import OrderedDict
from collections.abc import Callable

import numpy as np
import pytest

from inference import torch_pickle
from inference.torch_pickle import Damaged, read


class _Named:
    """Something that a pickle calls by name."""

    def __init__(self, module: str, name: str, *arguments: object) -> None:
        self.call = type(name, (), {"__module__": module})
        self.arguments = arguments

    def __reduce__(self) -> tuple[object, ...]:
        return self.call, self.arguments


class _Writer(pickle._Pickler):  # pyright: ignore[reportPrivateUsage]  # the C one cannot write names of what is absent
    """Writes the names of functions that are not there."""

    def save_global(self, obj: type, name: str | None = None) -> None:
        self.write(b"c" + f"{obj.__module__}\n{name or obj.__name__}\n".encode())  # pyright: ignore

    dispatch = pickle._Pickler.dispatch | {type: save_global}  # pyright: ignore

    def persistent_id(self, obj: object) -> object:
        return obj if isinstance(obj, tuple) and obj[:1] == ("storage",) else None


def file_with(state: object, numbers: bytes, *, magic: int = torch_pickle.MAGIC, count: int = 6) -> bytes:
    """A file in the format, with one storage `0` of `count` numbers."""
    out = io.BytesIO()
    for part in (magic, 1001, {"little_endian": True}, state, ["0"]):
        _Writer(out, 2).dump(part)
    return out.getvalue() + struct.pack("<q", count) + numbers


def tensor(first: int, shape: tuple[int, ...], strides: tuple[int, ...]) -> _Named:
    kind = type("FloatStorage", (), {"__module__": "torch"})
    storage = ("storage", kind, "0", "cpu", 6, None)
    return _Named("torch._utils", "_rebuild_tensor_v2", storage, first, shape, strides, False, OrderedDict())


NUMBERS = np.arange(6, dtype="<f4").tobytes()


def test_tensors_come_back_by_name_with_their_shape_and_strides() -> None:
    """A weight read along the wrong axis makes a network that sees nothing and never says so."""
    state = OrderedDict(upright=tensor(0, (2, 3), (3, 1)), turned=tensor(0, (3, 2), (1, 3)), one=tensor(5, (), ()))

    arrays = read(file_with(state, NUMBERS))

    assert arrays["upright"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert arrays["turned"].tolist() == [[0, 3], [1, 4], [2, 5]]
    assert arrays["one"].tolist() == 5


@pytest.mark.parametrize("place", ["header", "state"])
def test_nothing_else_with_a_name_is_called(place: str) -> None:
    """A pickle can run any program: a changed weights file must fail to load, not take over the machine."""
    evil = _Named("os", "system", "echo")
    whole = file_with(OrderedDict(weight=evil), NUMBERS)
    header = io.BytesIO()
    _Writer(header, 2).dump(evil)

    with pytest.raises(Damaged, match="system has no place"):
        read(header.getvalue() if place == "header" else whole)


SPOILED: dict[str, Callable[[], bytes]] = {
    "beyond its end": lambda: file_with(OrderedDict(w=tensor(1, (2, 3), (3, 1))), NUMBERS),
    "before its beginning": lambda: file_with(OrderedDict(w=tensor(-1, (2,), (1,))), NUMBERS),
    "backwards": lambda: file_with(OrderedDict(w=tensor(5, (2,), (-9,))), NUMBERS),
    "cut short": lambda: file_with(OrderedDict(w=tensor(0, (6,), (1,))), NUMBERS[:-1]),
    "a count below nothing": lambda: file_with(OrderedDict(w=tensor(0, (6,), (1,))), NUMBERS, count=-5),
    "another format": lambda: file_with(OrderedDict(), NUMBERS, magic=1),
    "no state dict": lambda: file_with(7, NUMBERS),
    "empty": lambda: b"",
    "text": lambda: b"version https://git-lfs.github.com/spec/v1\n",
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_damaged_file_is_refused_and_no_memory_outside_it_read(how: str) -> None:
    """A download cut short must say so; numbers from elsewhere in memory would be weights at random."""
    with pytest.raises(Damaged):
        read(SPOILED[how]())
