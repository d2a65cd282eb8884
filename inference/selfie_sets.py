"""A person's selfies as a set: which count, which show somebody else, which are best, and what would help most next.

What was measured of each photo in, a `SetCheck` out. Refuses to know pixels, files and who the person is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from inference.alike import SAME_OCCASION, Fingerprint, Scene, near_duplicate, scene_distance
from inference.contract import Advice
from inference.identity import SAME_PERSON, Embedding, distance

Turned = Literal["left", "right", "frontal"]

ENOUGH = 8
# Distances to the person of the set: the longest tenth of one person's pairs, and a length that hardly any of them has.
DOUBTFUL = 0.53
ANOTHER = 0.65
FRONTAL_DEGREES = 15.0
WANTED: Sequence[Turned] = ("frontal", "left", "right", "frontal")  # in order of use
# What two photos must differ by to count as varied: mouth width in eye distances, and light from the side.
EXPRESSION_VARIED = 0.12
LIGHT_VARIED = 0.3


@dataclass(frozen=True, eq=False)
class Portrayed:
    """One usable photo of a set.

    `quality`: 0 to 1. `embedding`: None where none could be made. `yaw`, `pitch`: degrees, yaw positive to the
    picture's right. `smile`: mouth width in eye distances (inference.alike). `light_side`: -1 to 1, positive where the
    picture's right half of the face is the brighter. `claimed`: the person said that this is they.
    """

    id: str
    quality: float
    embedding: Embedding | None
    print: Fingerprint
    yaw: float
    pitch: float
    smile: float
    light_side: float
    scene: Scene
    claimed: bool = False

    @property
    def turned(self) -> Turned:
        """The side of the picture the face looks to."""
        if abs(self.yaw) <= FRONTAL_DEGREES:
            return "frontal"
        return "right" if self.yaw > 0 else "left"


@dataclass(frozen=True)
class SetCheck:
    """What is to be said of a set.

    `duplicates`: the photo that counts in place of each copy. `others`: distance to the person of the set of each photo
    that shows another one. `doubtful`: the same where it may be the person. `ranked`: the photos that count, best
    reference first. `advice`: what would help most next.
    """

    duplicates: Mapping[str, str]
    others: Mapping[str, float]
    doubtful: Mapping[str, float]
    ranked: tuple[str, ...]
    advice: Advice


def check_set(photos: Sequence[Portrayed]) -> SetCheck:
    """Look at all usable photos of a set in the order in which they came: of equally good ones the earlier counts."""
    best_first = sorted(photos, key=lambda photo: -photo.quality)
    duplicates = _duplicates(best_first)
    single = [photo for photo in best_first if photo.id not in duplicates]
    vouched = {photo.id for photo in photos if photo.claimed}
    vouched |= {duplicates[name] for name in vouched & duplicates.keys()}
    others, doubtful, clear = _strangers([photo for photo in single if photo.embedding is not None], vouched)
    counted = _ranked([photo for photo in single if photo.id not in others], doubtful)
    advice = _advice(counted) if clear else "strangers"
    return SetCheck(duplicates, others, doubtful, tuple(photo.id for photo in counted), advice)


def _duplicates(photos: Sequence[Portrayed]) -> dict[str, str]:
    """Each copy, with the best photo it is a copy of."""
    kept: list[Portrayed] = []
    copies: dict[str, str] = {}
    for photo in photos:
        twin = next((other for other in kept if near_duplicate(photo.print, other.print)), None)
        if twin is None:
            kept.append(photo)
        else:
            copies[photo.id] = twin.id
    return copies


def _strangers(photos: Sequence[Portrayed], vouched: set[str]) -> tuple[dict[str, float], dict[str, float], bool]:
    """Who is another person than the one of the set and who may be, each with the distance to that one; is it clear?

    Where no person is in more than half of the photos it is who was vouched for. Else nobody knows, and everybody is
    asked about, with the median distance to the others.
    """
    apart = np.array([[distance(_numbers(one), _numbers(two)) for two in photos] for one in photos])
    group = _largest_group(photos, apart, vouched)
    known = [i for i, photo in enumerate(photos) if photo.id in vouched]
    if 2 * len(group) <= len(photos) and len(photos) > 1:
        group = known
    if not group:
        far = {photo.id: float(np.median(np.delete(apart[i], i))) for i, photo in enumerate(photos)}
        return {}, far, not photos
    medoid = min(group, key=lambda i: apart[i, group].sum())
    others: dict[str, float] = {}
    doubtful: dict[str, float] = {}
    for i, photo in enumerate(photos):
        far = float(apart[i, medoid])
        if far <= DOUBTFUL or (apart[i, known] <= SAME_PERSON).any():
            continue
        strange = far > ANOTHER and np.mean(apart[i, group] > SAME_PERSON) > 0.5
        (others if strange else doubtful)[photo.id] = far
    return others, doubtful, True


def _numbers(photo: Portrayed) -> Embedding:
    assert photo.embedding is not None
    return photo.embedding


def _largest_group(photos: Sequence[Portrayed], apart: np.ndarray, vouched: set[str]) -> list[int]:
    """The places of the most photos that are pairwise of one person.

    Of groups of one size the one with more photos the person vouched for, then the one with the best photo. Grown from
    each photo by the nearest that agrees with all so far.
    """

    def weight(group: list[int]) -> tuple[int, int, int]:
        return len(group), sum(photos[i].id in vouched for i in group), -min(group)

    groups: list[list[int]] = []
    for seed in range(len(photos)):
        group: list[int] = []
        for i in np.argsort(apart[seed], kind="stable").tolist():
            if (apart[i, group] <= SAME_PERSON).all():
                group.append(i)
        groups.append(sorted(group))
    return max(groups, key=weight, default=[])


def _ranked(photos: Sequence[Portrayed], doubtful: Mapping[str, float]) -> list[Portrayed]:
    """The best first, then always the one that is best and shows most that is new; doubtful ones last."""
    left = list(photos)
    ranked: list[Portrayed] = []
    while left:
        best = max(left, key=lambda photo: (photo.id not in doubtful, photo.quality + _news(photo, ranked)))
        left.remove(best)
        ranked.append(best)
    return ranked


def _news(photo: Portrayed, shown: Sequence[Portrayed]) -> float:
    """How much of a photo is not yet shown, 0 to 1; before any is shown, how frontal it is."""
    if not shown:
        return float(photo.turned == "frontal")
    return min(_unlike(photo, other) for other in shown)


def _unlike(one: Portrayed, two: Portrayed) -> float:
    """How different two photos are as references, 0 to 1: mostly by the turn of the head."""
    turn = np.hypot(one.yaw - two.yaw, one.pitch - two.pitch) / (2 * FRONTAL_DEGREES)
    expression = abs(one.smile - two.smile) / EXPRESSION_VARIED
    light = abs(one.light_side - two.light_side) / LIGHT_VARIED
    place = scene_distance(one.scene, two.scene) / SAME_OCCASION
    return float(np.dot((0.4, 0.2, 0.2, 0.2), np.minimum((turn, expression, light, place), 1.0)))


def _advice(counted: Sequence[Portrayed]) -> Advice:
    """What would help most next: a view that is missing, then another expression, light, occasion, then any more."""
    views = [photo.turned for photo in counted]
    for i, view in enumerate(WANTED):
        if views.count(view) <= WANTED[:i].count(view):
            return view
    smiles, lights = [photo.smile for photo in counted], [photo.light_side for photo in counted]
    if max(smiles) - min(smiles) < EXPRESSION_VARIED:
        return "expression"
    if max(lights) - min(lights) < LIGHT_VARIED:
        return "light"
    if all(scene_distance(counted[0].scene, photo.scene) <= SAME_OCCASION for photo in counted):
        return "occasion"
    return "enough" if len(counted) >= ENOUGH else "one_more"
