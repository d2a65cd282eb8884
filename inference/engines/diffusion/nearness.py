"""How near a portrait keeps to the photos it is made of: as ever, or nearer where the person was not found in it.

What an order asks for goes in, numbers for crops and strength come out. Refuses to know photos, models and pipelines.
What was chosen here was judged by what models are shown, not by portraits of theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType


@dataclass(frozen=True)
class Nearness:
    """One way of showing the photos.

    `heads`: how high the picture is that each photo becomes, in heads; for each further number the best photo is shown
    once more at that height. `area`: the most that all pictures together take, in squares of the model's reference_px.
    `strength`: the most that is made anew where a portrait starts from a photo, which `needs_face` wants to show one.
    """

    heads: tuple[float, ...]
    area: float = inf
    strength: float = 1.0
    needs_face: bool = False

    def cuts(self, photos: int, room: int) -> tuple[tuple[int, float], ...]:
        """Which of so many photos are shown, each with its height in heads, to a model that takes `room` pictures."""
        each, *again = self.heads
        once = [(photo, each) for photo in range(min(photos, max(room - len(again), 1)))]
        return (*once, *((0, height) for height in again))[:room]

    def share(self, photos: int, room: int) -> float:
        """How much of its full area each picture of so many photos is shown with, up to 1."""
        return min(1.0, self.area / max(len(self.cuts(photos, room)), 1))


# Head, some room above it, shoulders.
USUAL = Nearness(heads=(2.4,))
# Half of the usual picture's area, so the head has twice the pixels, or twice the photos as many as ever; the best one
# once more as usual, since hair and build are likeness too. No more area than an order of four photos takes, so memory
# and time are no worse. Half of a photo stays where one is started from: at eight steps, 0.55 would round to the same
# step as the 0.6 that Z-Image begins with anyway.
CLOSER = Nearness(heads=(1.7, 2.4), area=4.0, strength=0.5, needs_face=True)

NEARNESS: Mapping[bool, Nearness] = MappingProxyType({False: USUAL, True: CLOSER})
