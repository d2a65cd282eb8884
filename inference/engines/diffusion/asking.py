"""From an order to what holds for each of its portraits: mode, size, steps, guidance, seed, and the pictures shown.

A brief goes in and comes out checked against the model's entry in the catalogue. Refuses to know pipelines at work,
torch and devices.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from PIL import Image

from inference.catalogue import Model
from inference.contract import Mode, Shot, Tuning
from inference.engines import Brief, EngineError
from inference.engines.diffusion import references
from inference.engines.diffusion.families import Family, Recipe
from inference.engines.diffusion.nearness import USUAL, Nearness
from inference.engines.diffusion.references import Album

STEPS = (1, 100)
GUIDANCE = (0.0, 20.0)
STRENGTH = (0.0, 1.0)
LEAST_STRENGTH = 0.05  # below it, no class takes a single step
SIDES = (64, 2048)  # pixels
MOST_TIMES = 2.0  # the model's own area: beyond, it repeats the person
SMALLER = 0.75  # of the area, where memory ran out


@dataclass(frozen=True)
class Terms:
    """What holds for every portrait of an order.

    `references` is how many photos are shown at most; `reference_px` the side of their square. `cheap`: memory ran
    out once, so the picture is decoded in tiles. `near`: how near to the photos.
    """

    mode: Mode
    recipe: Recipe
    width: int
    height: int
    steps: int
    guidance: float
    strength: float | None
    references: int
    reference_px: int
    cheap: bool = False
    near: Nearness = USUAL


@dataclass(frozen=True)
class Shown:
    """The pictures a model is shown. `faces` go through an IP-Adapter."""

    pictures: tuple[Image.Image, ...] = ()
    faces: tuple[Image.Image, ...] = ()


def choose_mode(brief: Brief, modes: Collection[Mode], closer: Mode | None = None) -> Mode:
    """The mode asked for, or the one of `modes` that keeps the likeness best with the photos at hand.

    `closer` comes before the others where the order shall come closer to the photos. Raises
    EngineError("mode_not_served") for one that is not in `modes`, and where photos are given to a model that can show
    none.
    """
    if brief.mode is not None:
        if brief.mode not in modes:
            raise EngineError("mode_not_served", f"{brief.mode} is not among {', '.join(sorted(modes))}")
        return brief.mode
    wishes: list[Mode] = ["text"] if not brief.photos else ["reference", "edit", "image_to_image", "text"]
    if len(brief.photos) > 1:
        wishes.insert(0, "references")
    elif brief.photos:
        wishes.insert(1, "references")
    if brief.adapter and not {"reference", "references"} & set(modes):
        wishes.insert(0, "text")  # the adapter knows the face; a start from a selfie would keep its pose
    if brief.closer and brief.photos and closer:
        wishes.insert(0, closer)
    for mode in wishes:
        if mode in modes:
            return mode
    raise EngineError("mode_not_served", f"nothing in {', '.join(sorted(modes))} is made of {len(brief.photos)} photos")


def terms_of(model: Model, family: Family, mode: Mode, tuning: Tuning, album: Album, near: Nearness = USUAL) -> Terms:
    """The terms of an order in `mode`. Raises EngineError("engine") for a tuning that cannot be, naming it."""
    recipe = family.recipes[mode]
    steps = max(int(_within("steps", tuning.steps, STEPS, model.steps)), family.least_steps)
    guidance = _within("guidance", tuning.guidance, GUIDANCE, model.guidance)
    strength = None
    asked_strength = _within("strength", tuning.strength, STRENGTH, min(recipe.strength or 1.0, near.strength))
    if recipe.strength is not None:
        strength = max(asked_strength, LEAST_STRENGTH)
        steps = _enough(steps, strength)
    width, height = _size(model, recipe, mode, tuning, album)
    most = 1 if mode == "reference" else model.references
    reference_px = round(model.reference_px * sqrt(near.share(min(len(album), most), model.references)))
    return Terms(mode, recipe, width, height, steps, guidance, strength, most, reference_px, near=near)


def cheaper(terms: Terms, multiple: int) -> Terms:
    """The same with less memory: one photo instead of several, three quarters of the area, decoded in tiles."""
    scale = sqrt(SMALLER)
    width, height = (max(int(side * scale / multiple), 1) * multiple for side in (terms.width, terms.height))
    reference_px = round(terms.reference_px * scale)
    near = replace(terms.near, heads=terms.near.heads[:1])
    return replace(terms, width=width, height=height, references=1, reference_px=reference_px, cheap=True, near=near)


def seed_of(seed: int, shot: Shot, attempt: int = 0) -> int:
    """The seed of one portrait's noise, 63 bits: another for every portrait, look and attempt of an order.

    A function of its arguments alone, so the same on every machine and in every process.
    """
    words = [seed, shot.index, int.from_bytes(shot.style.encode()), attempt]
    return int(np.random.SeedSequence(words).generate_state(1, np.uint64)[0]) >> 1


def pictures(album: Album, terms: Terms, model: Model) -> Shown:
    """What the model is shown of the photos. Raises EngineError("no_usable_photo")."""
    adapter = model.ip_adapter
    match terms.recipe.shown:
        case "nothing":
            return Shown()
        case "references":
            found = album.faces(terms.references)
            cuts = terms.near.cuts(len(found), model.references)
            wanted = [(*found[photo], heads) for photo, heads in cuts]
            return Shown(references.all_of(wanted, terms.reference_px, model.multiple))
        case "faces":
            found = album.faces(terms.references)
            if adapter is not None and not adapter.crops_face:
                side, heads = terms.reference_px, terms.near.heads[0]
                return Shown(faces=tuple(references.reference(p, f, side, 1, heads) for p, f in found))
            return Shown(faces=tuple(references.face_square(p, f, terms.reference_px) for p, f in found))
        case "canvas":
            return _canvas(album, terms, model)


def grey_pictures(terms: Terms, model: Model) -> Shown:
    """Pictures as an order at these terms shows them, of nobody: to warm a model up with."""
    side = max(terms.reference_px // model.multiple, 1) * model.multiple
    square, whole = (Image.new("RGB", size, "grey") for size in ((side, side), (terms.width, terms.height)))
    match terms.recipe.shown:
        case "nothing":
            return Shown()
        case "references":
            return Shown((square,))
        case "faces":
            return Shown(faces=(square,))
        case "canvas":
            return Shown((whole,), (square,) if model.ip_adapter else ())


def _canvas(album: Album, terms: Terms, model: Model) -> Shown:
    """The photo that is changed, and through an IP-Adapter the face in it."""
    needs_face = terms.near.needs_face or terms.mode in ("reference", "references")
    selfie = album.faces(1)[0][0] if needs_face else album.first()
    faces: tuple[Image.Image, ...] = ()
    if model.ip_adapter is not None and selfie.face is not None:
        faces = (references.face_square(selfie, selfie.face, terms.reference_px),)
    return Shown((references.canvas(selfie, terms.width, terms.height),), faces)


def _size(model: Model, recipe: Recipe, mode: Mode, tuning: Tuning, album: Album) -> tuple[int, int]:
    """Width and height to make: those asked for, the photo's own shape for a retouch, else the model's portrait."""
    width, height = model.size
    own = width * height
    most = min(own, recipe.most_px or own)
    if tuning.width is None and tuning.height is None:
        if mode == "retouch":
            return references.own_size(album.first().pixels, most, model.multiple)
        return _shrunk(width, height, most, model.multiple)
    wide = tuning.width if tuning.width is not None else _to_multiple((tuning.height or 0) * width / height, model)
    tall = tuning.height if tuning.height is not None else _to_multiple(wide * height / width, model)
    for name, side in (("width", wide), ("height", tall)):
        _within(name, side, SIDES, side)
        if side % model.multiple:
            near = side // model.multiple * model.multiple
            raise _wrong(f"{name} {side} is no multiple of {model.multiple}; {near} or {near + model.multiple} is")
    if wide * tall > MOST_TIMES * own:
        raise _wrong(
            f"{wide} x {tall} is more than {MOST_TIMES:g} times the {width} x {height} {model.name} makes well"
        )
    return _shrunk(wide, tall, recipe.most_px or wide * tall, model.multiple)


def _shrunk(width: int, height: int, most_px: int, multiple: int) -> tuple[int, int]:
    """The size, or the largest of about its shape with at most `most_px`."""
    scale = sqrt(most_px / (width * height))
    if scale >= 1:
        return width, height
    return int(width * scale / multiple) * multiple, int(height * scale / multiple) * multiple


def _enough(steps: int, strength: float) -> int:
    """At least `steps`, and so many that one is taken, and one is left out so that something of the picture stays.

    diffusers begins at step int(steps - steps * strength), or for Stable Diffusion takes int(steps * strength) steps. A
    strength nearer to 1 than a step in twice as many can tell is 1.
    """
    most = 2 * steps
    while int(steps * strength) < 1 or (strength < 1 and steps < most and int(steps - steps * strength) < 1):
        steps += 1
    return steps


def _to_multiple(side: float, model: Model) -> int:
    return max(round(side / model.multiple), 1) * model.multiple


def _within(name: str, asked: float | None, limits: tuple[float, float], otherwise: float) -> float:
    """What was asked if it is within `limits`, `otherwise` if nothing was."""
    if asked is None:
        return otherwise
    low, high = limits
    if not low <= asked <= high:
        raise _wrong(f"{name} {asked:g} is not within {low:g} to {high:g}")
    return asked


def _wrong(detail: str) -> EngineError:
    return EngineError("engine", detail)
