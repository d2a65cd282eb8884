"""Tiny models as the engine holds them, without lock and loader: for tests of what comes after loading."""

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import torch
from diffusers import DiffusionPipeline

from inference.catalogue import MODELS, Precision
from inference.engines.diffusion.loading import Loaded
from tests import tiny


@cache
def _folder(name: str) -> Path:
    return tiny.save(name, Path(mkdtemp(prefix="tiny-")) / name)


def loaded(name: str, placement: Precision = "bf16") -> Loaded:
    """A fresh tiny model of that catalogue name, on the CPU in float32; `placement` is only what it says of itself."""
    pipe = DiffusionPipeline.from_pretrained(_folder(name), local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    return Loaded(MODELS[name], pipe, torch.device("cpu"), torch.float32, placement)
