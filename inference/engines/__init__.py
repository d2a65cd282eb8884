"""What an engine is: a brief in, finished portraits out, one at a time.

An engine is synchronous and lives in the lane's child process. It stops at the next safe point once `stop()` is
true, and reports the fraction of the whole through `tell`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.contract import Failure, Mode, Shot, Tuning

Pixels = NDArray[np.uint8]  # height x width x 3, sRGB, upright


@dataclass(frozen=True)
class Portrait:
    """One finished portrait: `jpeg` holds sRGB JPEG bytes of `width` x `height` pixels; `notes` as in PortraitMade."""

    index: int
    jpeg: bytes
    width: int
    height: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonalAdapter:
    """A person's own LoRA: safetensors bytes are fetched by `read` only where they are not in memory already.

    `subject` and `name` are those of the vault, and together the key it is kept under in memory. `read` raises
    EngineError("adapter_refused") where it is gone.
    """

    subject: str
    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Brief:
    """One order as an engine is asked for it.

    `photos` come best first; there is at least one unless the mode is text. `shots` is the whole order, so that its
    portraits differ from each other; those whose index is in `done` exist already and are not made again. `seed` is 0
    or more. `words` stand in place of the look's own where they are given. `closer`: nearer to the photos than usual,
    since earlier portraits were not found to be like the person.
    """

    photos: Sequence[Pixels]
    shots: Sequence[Shot]
    seed: int
    mode: Mode | None = None
    words: str = ""
    adapter: PersonalAdapter | None = None
    tuning: Tuning = field(default_factory=Tuning)
    done: Collection[int] = ()
    closer: bool = False


class EngineError(Exception):
    """The engine cannot make this order; `failure` says why in the contract's words."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure: Failure = failure


class Tell(Protocol):
    """Takes the fraction of the order that is done, 0 to 1, and what the portrait in the making looks like so far."""

    def __call__(self, fraction: float, preview: Pixels | None = None) -> None: ...


class Engine(Protocol):
    """Makes portraits. `name` is what a worker announces: studio, or a model of the catalogue.

    `marks` are the notes that hold for whatever it makes: also for a portrait that is found finished.
    """

    name: str
    modes: frozenset[Mode]
    adapters: bool
    marks: tuple[str, ...]

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        """Yield the portrait of each shot as soon as it is finished; nothing more comes once `stop()` is true.

        Raises EngineError, "mode_not_served" for a mode that is not in `modes`.
        """
        ...

    def forget(self, subject: str) -> None:
        """Keep nothing of this subject in memory. Comes from any thread, also while a portrait is made."""
        ...
