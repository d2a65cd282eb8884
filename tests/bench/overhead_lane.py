"""The product's lane with a stopwatch: `python -m tests.bench.overhead_lane`, started by the worker of `overhead`.

Writes a line of JSON an order to the file that OVERHEAD_MARKS names. What the model's networks themselves take before
and after the denoising is noted apart: on a GPU that is milliseconds, on this CPU it would drown the rest.
"""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from inference import contract
from inference.crafts import checking, making
from inference.frames import Made, News, Start, Told
from inference.lane_child import Craft, Say, Stop, serve


@dataclass
class Marks:
    """One order's moments in unix seconds, and the seconds of text encoder and VAE before and after denoising."""

    begun: float = 0.0
    read: float = 0.0
    first_step: float = 0.0
    last_step: float = 0.0
    kept: float = 0.0
    before_s: float = 0.0
    after_s: float = 0.0


NOW = Marks()  # of the order being made: the hooks below have no other way to know it


class Timed:
    """The craft, with its marks written after each order."""

    def __init__(self, craft: Craft) -> None:
        self._craft = craft
        self.engine, self.modes, self.adapters = craft.engine, craft.modes, craft.adapters

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Do the job and write its marks."""
        for name, value in asdict(Marks(begun=time.time())).items():
            setattr(NOW, name, value)

        def heard(news: News) -> None:
            if isinstance(news, Made):
                NOW.kept = time.time()
            elif isinstance(news, Told) and not NOW.read:
                NOW.read = time.time()
            say(news)

        finished = self._craft.work(request, stop, heard)
        with Path(os.environ["OVERHEAD_MARKS"]).open("a") as file:
            file.write(json.dumps(asdict(NOW)) + "\n")
        return finished

    def forget(self, subject: str) -> None:
        """As the craft does."""
        self._craft.forget(subject)


def watch(kind: type, name: str, seen: Callable[[float, float], None]) -> None:
    """Have `seen` told begin and end, in unix seconds, of every call of a method."""
    method = getattr(kind, name)

    @wraps(method)
    def watched(*args: Any, **kwargs: Any) -> Any:
        begun = time.time()
        result = method(*args, **kwargs)
        seen(begun, time.time())
        return result

    setattr(kind, name, watched)


def denoised(begun: float, ended: float) -> None:
    """A step of the denoiser."""
    NOW.first_step = NOW.first_step or begun
    NOW.last_step = ended


def computed(begun: float, ended: float) -> None:
    """Another network of the model."""
    if NOW.first_step:
        NOW.after_s += ended - begun
    else:
        NOW.before_s += ended - begun


def timed(start: Start) -> Craft:
    """The craft of the portraits, with a tiny klein's networks watched."""
    from diffusers.models.autoencoders.autoencoder_kl_flux2 import AutoencoderKLFlux2
    from diffusers.models.transformers.transformer_flux2 import Flux2Transformer2DModel
    from transformers.models.qwen3.modeling_qwen3 import Qwen3Model

    watch(Flux2Transformer2DModel, "forward", denoised)
    for kind, name in ((AutoencoderKLFlux2, "encode"), (AutoencoderKLFlux2, "decode"), (Qwen3Model, "forward")):
        watch(kind, name, computed)
    return Timed(making(start))


if __name__ == "__main__":
    serve({contract.SELFIES: checking, contract.PORTRAITS: timed})
