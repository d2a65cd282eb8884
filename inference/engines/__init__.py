"""What an engine is: photos and shots in, finished portraits out, one at a time.

An engine is synchronous and lives in the lane's child process. It stops at the next safe point once `stop()` is
true, and reports the fraction of the whole through `tell`.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.contract import Failure, Shot

Pixels = NDArray[np.uint8]  # height x width x 3, sRGB, upright


@dataclass(frozen=True)
class Portrait:
    """One finished portrait: `jpeg` holds sRGB JPEG bytes of `width` x `height` pixels; `notes` as in PortraitMade."""

    index: int
    jpeg: bytes
    width: int
    height: int
    notes: tuple[str, ...] = ()


class EngineError(Exception):
    """The engine cannot make this order; `failure` says why in the contract's words."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure: Failure = failure


class Engine(Protocol):
    """Makes portraits. `name` is what a worker announces and what `--engine` takes."""

    name: str

    def portraits(
        self,
        photos: Sequence[Pixels],
        shots: Sequence[Shot],
        seed: int,
        stop: Callable[[], bool],
        tell: Callable[[float], None],
        done: Collection[int] = (),
    ) -> Iterator[Portrait]:
        """Yield the portrait of each shot as soon as it is finished; `photos` come best first, at least one.

        `shots` is the whole order, so that its portraits differ from each other; those whose index is in `done`
        exist already and are not made again. `seed` is 0 or more.
        """
        ...
