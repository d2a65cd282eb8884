"""Engines of tiny models that make pictures of 64 x 80, and orders for them."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from inference.contract import Mode, Shot, Tuning
from inference.engines import Brief, EngineError, Pixels, Portrait, Tell
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.engine import DiffusionEngine
from inference.engines.diffusion.loading import Loaded
from tests.drawn import person
from tests.inference.diffusion.worn import fresh
from tests.telling import quiet

LOOK, OTHER_LOOK = "linkedin", "cv"
STEPS = 2
# diffusers' stochastic sampler hands numpy a tensor in a way it will not take for ever.
SAMPLER_NOTICE = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"


def small(name: str) -> Loaded:
    """A model nobody has touched, that makes and is shown small pictures."""
    loaded = fresh(name)
    loaded.model = replace(loaded.model, size=(64, 80), reference_px=64, steps=STEPS)
    return loaded


def opened(loaded: Loaded, adapters: Adapters | None = None) -> DiffusionEngine:
    """An engine of it that tells a preview at every step."""
    return DiffusionEngine(loaded, adapters or Adapters(loaded), previews_every_s=0.0)


@cache
def engine(name: str) -> DiffusionEngine:
    """One engine of each model for all tests: what one leaves behind would show in another."""
    return opened(small(name))


@cache
def photo(seed: int = 1) -> Pixels:
    """A photo of somebody who does not exist."""
    return np.asarray(person(seed, 480, 640))


def brief(mode: Mode | None, seed: int = 7, photos: Sequence[int] = (1, 2), words: str = "", count: int = 1) -> Brief:
    """An order of `count` portraits of one look; in the mode text there are no photos."""
    shown = [] if mode == "text" else [photo(number) for number in photos]
    return Brief(shown, [Shot(index, LOOK) for index in range(count)], seed, mode, words)


def never() -> bool:
    """Nobody cancels."""
    return False


def made(engine: DiffusionEngine, order: Brief, stop: Callable[[], bool] = never, tell: Tell = quiet) -> list[Portrait]:
    """Everything the engine makes of the order."""
    return list(engine.portraits(order, stop, tell))


@cache
def picture(name: str, mode: Mode, seed: int = 7, photos: tuple[int, ...] = (1, 2), words: str = "") -> bytes:
    """The JPEG of one portrait, made once."""
    (portrait,) = made(engine(name), brief(mode, seed, photos, words))
    return portrait.jpeg


def pixels(jpeg: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(jpeg)))


def tuned(order: Brief, **values: Any) -> Brief:
    """The order with a tuning."""
    return replace(order, tuning=Tuning(**values))


def refused(engine: DiffusionEngine, order: Brief) -> EngineError:
    """Why the engine does not make the order."""
    with pytest.raises(EngineError) as refusal:
        made(engine, order)
    return refusal.value


Fault = Callable[[int, Any], Any]


@contextmanager
def failing(module: torch.nn.Module, fault: Fault) -> Generator[list[int]]:
    """Let `fault` see every answer of the module, counted from 0, and raise, or give another where not None."""
    calls: list[int] = []

    def hook(_: torch.nn.Module, __: Any, answer: Any) -> Any:
        calls.append(len(calls))
        return fault(calls[-1], answer)

    handle = module.register_forward_hook(hook)
    try:
        yield calls
    finally:
        handle.remove()


def sound(_call: int, _answer: object) -> None:
    """Nothing goes wrong."""
