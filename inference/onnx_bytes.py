"""A network written down as ONNX, the form in which OpenCV takes networks from memory: nodes and weights in, bytes out.

Only what a plain convolutional network needs of the format (onnx.proto of ONNX 1.8, operator set 13). Refuses to know
what is computed.
"""

import numpy as np
from numpy.typing import NDArray

VARINT, BYTES = 0, 2  # protobuf's wire types
FLOAT, INT, INTS = 1, 2, 7  # TensorProto.DataType.FLOAT; AttributeProto.Type.INT and INTS
FORMAT_VERSION, OPERATORS = 8, 13


class Graph:
    """A network under construction: every call adds to it and gives the name of what comes out."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._weights: list[bytes] = []

    def weight(self, values: NDArray[np.floating]) -> str:
        """A constant, in single precision."""
        name = f"w{len(self._weights)}"
        shape = b"".join(_number(1, size) for size in values.shape)
        raw = np.ascontiguousarray(values, "<f4").tobytes()
        self._weights.append(shape + _number(2, FLOAT) + _text(8, name) + _bytes(9, raw))
        return name

    def node(self, operator: str, *inputs: str, out: str = "", **attributes: "int | list[int]") -> str:
        """An operator of ONNX on the named inputs; `out`: what to call its result."""
        name = out or f"n{len(self._nodes)}"
        given = b"".join(_text(1, part) for part in inputs)
        how = b"".join(_bytes(5, _attribute(key, value)) for key, value in attributes.items())
        self._nodes.append(given + _text(2, name) + _text(4, operator) + how)
        return name

    def model(self, source: tuple[str, list[int]], results: dict[str, list[int]]) -> bytes:
        """The file: from an input, a name with its shape, to the named results with theirs."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "graph")
        graph += b"".join(_bytes(5, weight) for weight in self._weights) + _bytes(11, _shaped(*source))
        graph += b"".join(_bytes(12, _shaped(*result)) for result in results.items())
        return _number(1, FORMAT_VERSION) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, OPERATORS))


def _attribute(name: str, value: "int | list[int]") -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, INT)
    return _text(1, name) + b"".join(_number(8, part) for part in value) + _number(20, INTS)


def _shaped(name: str, shape: list[int]) -> bytes:
    """A ValueInfoProto: a float tensor of this shape."""
    sizes = b"".join(_bytes(1, _number(1, size)) for size in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, FLOAT) + _bytes(2, sizes)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | VARINT) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | BYTES) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first, the top bit saying that more follow."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])
