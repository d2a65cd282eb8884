"""Drawn people of six skins whose faces are found once, for the tests of what covers a face and how it is framed."""

from functools import cache

import numpy as np

from inference.faces import Face, Pixels, find_faces
from tests import drawn

SEEDS = (1, 2, 3, 4, 5, 6)


@cache
def person(seed: int) -> Pixels:
    return np.asarray(drawn.person(seed, 600, 800).convert("RGB"))


@cache
def face_of(seed: int) -> Face:
    return find_faces(person(seed), main_only=True)[0]
