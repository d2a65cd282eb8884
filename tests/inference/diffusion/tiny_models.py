"""Tiny models as the engine holds them, loaded without a lock: for tests of what comes after loading."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import torch

from inference.catalogue import MODELS, Precision
from inference.engines.diffusion.loading import Loaded, load
from inference.weights import Weights
from tests import tiny


@cache
def _folder(name: str) -> Path:
    return tiny.save(name, Path(mkdtemp(prefix="tiny-")) / name)


def loaded(name: str, placement: Precision = "bf16") -> Loaded:
    """A fresh tiny model of that catalogue name, on the CPU in float32; `placement` int8 is real, others only said."""
    lies = "int8" if placement == "int8" else "bf16"
    model = load(Weights(MODELS[name], _folder(name), ""), lies, torch.device("cpu"))
    model.placement = placement
    return model
