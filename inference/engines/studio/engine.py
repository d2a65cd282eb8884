"""One portrait after the other out of the person's own photos, in the order a retoucher works.

Photos and shots go in, JPEGs come out. Refuses to change a feature of the person: it frames, cuts out, lights, evens
and grades. An order that shall come closer to the photos is framed and set before its backdrop as ever, with less of
everything that changes the person.

Notes it may give: `retouched` (always: it is the person's own photo), `enlarged` (the photo had fewer pixels than the
portrait), `soft_source` (the photo itself is soft), `kept_background` (the cut-out was not clean enough, so the photo's
own background is kept, out of focus), `tight_crop` (the photo had no room for the look's framing).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.contract import Mode, Shot
from inference.engines import Brief, EngineError, Pixels, Portrait, Tell
from inference.engines.finished import jpeg
from inference.engines.studio import backdrop, cutout, grade, light, person, skin
from inference.engines.studio.frame import Frame, Wish, choose
from inference.engines.studio.planes import Image, Mask, Plane
from inference.faces import Face, find_faces
from inference.models_on_disk import Models, installed
from inference.styles import BACKGROUNDS, STYLES, Backdrop, Style

TRUSTED = 0.72  # trust in the cut-out below which the photo's own background is kept
ENLARGED = 1.02  # portrait pixels per photo pixel that are worth a note
SOFT, MEASURABLE = 0.21, 1.3  # grade.crispness below which a photo is soft; scale above which enlarging explains it
SHARPENING = 0.55
# Share of the retouching where the person did not find themselves: far enough below the whole to be seen, with enough
# left of the look's light and tone that the person still belongs before the backdrop. The whole person, not the face
# alone: a face in another light than its neck and hair looks pasted on.
CLOSER = 0.4
STRIP, MARGIN = 256, 12  # rows finished at a time, and how far sharpening looks beyond them
PRESHRINK = 0.6  # scale below which the photo is averaged down first, so that nothing flickers into aliases


@dataclass(frozen=True)
class Photo:
    """One photo, read once for an order: `face` is the main one, `map` where the person is (person.person_map)."""

    pixels: Pixels
    face: Face
    map: Plane


@dataclass(frozen=True)
class Plan:
    """What one shot shall be: which photo, which look and backdrop, and the variation that is this shot's own.

    `retouched`: how far the person is changed, from 0 (not at all) to 1 (as the look has it).
    """

    photo: int
    style: Style
    backdrop: Backdrop
    wish: Wish
    side: float
    seed: int
    retouched: float = 1.0


class StudioEngine:
    """The engine for machines without a GPU. Of a brief's tuning, words and adapter it knows nothing."""

    name = "studio"
    modes: frozenset[Mode] = frozenset(("reference", "references"))
    adapters = False
    marks: tuple[str, ...] = ("retouched",)

    def __init__(self, models: Models | None = None) -> None:
        self._models = models or installed()

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        """Yield the portrait of each shot but those `done`; photos without a face are left out.

        Raises EngineError: "mode_not_served" for a mode other than its own, "no_usable_photo" where no photo shows
        a face.
        """
        if brief.mode is not None and brief.mode not in self.modes:
            raise EngineError("mode_not_served", f"the studio makes no portraits by {brief.mode}")
        usable: list[Photo] = []
        for pixels in brief.photos:
            if stop():
                return
            usable += self._read(pixels)
        if not usable:
            raise EngineError("no_usable_photo", f"No face in any of {len(brief.photos)} photos.")
        shots, planned = brief.shots, plans(brief.shots, len(usable), brief.seed, brief.closer)
        for number, (shot, plan) in enumerate(zip(shots, planned, strict=True)):
            if shot.index in brief.done:
                continue
            tell(number / len(shots))
            portrait = self._made(usable[plan.photo :] + usable[: plan.photo], plan, shot.index, stop)
            if portrait is None:
                return
            yield portrait
        tell(1.0)

    def forget(self, subject: str) -> None:
        """Nothing to do: an order's photos leave memory with the order."""

    def _read(self, pixels: Pixels) -> list[Photo]:
        """The photo with what is known of it, or nothing where it shows no face."""
        faces = find_faces(pixels)
        if not faces:
            return []
        return [Photo(pixels, faces[0], person.person_map(pixels, faces, self._models.segmentation))]

    def _made(self, photos: list[Photo], plan: Plan, index: int, stop: Callable[[], bool]) -> Portrait | None:
        """The finished portrait of one shot, or None once stopped.

        Of the first photo, or where a backdrop is asked for, of the first that can be cut out well; if none can, the
        first photo keeps its own background.
        """
        notes = list(self.marks)
        keeps_scene = plan.backdrop.keeps_scene
        chosen = None
        for photo in () if keeps_scene else photos:
            if stop():
                return None
            chosen = _trusted(photo, plan)
            if chosen is not None:
                break
        if chosen is None:
            if not keeps_scene:
                notes.append("kept_background")
            keeps_scene = True
            framed = _framed(photos[0], plan, keeps_scene)
            chosen = framed, _drafted(framed)
        framed, draft = chosen
        if stop():
            return None
        cut = cutout.finished(draft, framed.image)
        picture = _painted(framed, cut, plan, keeps_scene)
        if framed.frame.scale > ENLARGED:
            notes.append("enlarged")
        if framed.frame.scale < MEASURABLE and grade.crispness(framed.image, framed.solid) < SOFT:
            notes.append("soft_source")
        if framed.frame.tight:
            notes.append("tight_crop")
        return Portrait(index, jpeg(picture), framed.frame.width, framed.frame.height, tuple(notes))


def _trusted(photo: Photo, plan: Plan) -> "tuple[Framed, cutout.Draft] | None":
    """The photo in its frame with the draft of its cut, if that can be trusted before another backdrop.

    Nothing of a refused one is held on to: two whole frames at once are 100 MB too many.
    """
    framed = _framed(photo, plan, keeps_scene=False)
    draft = _drafted(framed)
    return (framed, draft) if draft.trust >= TRUSTED else None


def plans(shots: Sequence[Shot], photos: int, seed: int, closer: bool = False) -> list[Plan]:
    """Every shot's plan. Repeats of a look take the next photo; the framing and light of each vary with `seed`.

    With seed 0 the first of each look is the plain one of the best photo; a seed of n goes on where n portraits of
    the look were made before.
    """
    taken: dict[str, int] = {}
    result: list[Plan] = []
    for shot in shots:
        style = STYLES[shot.style]
        nth = taken[shot.style] = taken.get(shot.style, seed - 1) + 1
        rng = np.random.default_rng([seed, shot.index, nth])
        larger = 1.0 if nth == 0 else float(rng.choice([0.88, 1.14]))
        framing = style.framing.__class__(
            style.framing.words, style.framing.head_share * larger, style.framing.eye_line
        )
        aside = 0.0 if nth == 0 else float(rng.uniform(-0.05, 0.05))
        side = style.light.side * (-1.0 if nth % 2 else 1.0)
        chosen = BACKGROUNDS[shot.background or style.background]
        wish, dice = Wish(framing, aside), int(rng.integers(1 << 30))
        result.append(Plan(nth % photos, style, chosen, wish, side, dice, CLOSER if closer else 1.0))
    return result


@dataclass(frozen=True)
class Framed:
    """The photo in its frame: `image` 0 to 1, `prior` of the person, `solid` certainly the face, `inside` the photo."""

    frame: Frame
    image: Image
    prior: Plane
    solid: Mask
    inside: Mask
    features: skin.Features


def _framed(photo: Photo, plan: Plan, keeps_scene: bool) -> Framed:
    """The photo, the map and the face carried into the best frame."""
    frame = choose(photo.face, photo.pixels.shape[:2], photo.map, keeps_scene, plan.wish)
    size = (frame.width, frame.height)
    pixels, into = photo.pixels, frame.into
    if frame.scale < PRESHRINK:
        pixels = cv2.resize(pixels, None, fx=frame.scale, fy=frame.scale, interpolation=cv2.INTER_AREA)
        into = _after_resize(into, photo.pixels.shape, pixels.shape)
    image = cv2.warpAffine(pixels, into, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    from_map = _after_resize(frame.into, photo.pixels.shape, photo.map.shape)
    prior = cv2.warpAffine(photo.map, from_map, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(photo.pixels.shape[:2], np.uint8), frame.into, size, flags=cv2.INTER_NEAREST)
    features = _features(photo.face, frame)
    solid = skin.face_outline(image.shape[:2], features)
    return Framed(frame, image.astype(np.float32) / 255, np.clip(prior, 0, 1), solid, inside, features)


def _drafted(framed: Framed) -> cutout.Draft:
    return cutout.drafted(framed.image, framed.prior, framed.solid, float(framed.features.chin[1]))


def _after_resize(into: NDArray[np.float64], before: tuple[int, ...], after: tuple[int, ...]) -> NDArray[np.float64]:
    """The map `into` for a picture resized from shape `before` to shape `after`, pixel centres kept."""
    fx, fy = before[1] / after[1], before[0] / after[0]
    rows = into[:, :2] @ np.diag([fx, fy])
    return np.column_stack([rows, into[:, 2] + into[:, :2] @ np.array([(fx - 1) / 2, (fy - 1) / 2])])


def _features(face: Face, frame: Frame) -> skin.Features:
    """The face in the frame's pixels."""
    mouth = np.array(face.mouth).mean(axis=0, keepdims=True)
    return skin.Features(
        eyes=frame.at(np.array(face.eyes)),
        mouth=frame.at(mouth)[0],
        chin=frame.at(np.array([face.chin]))[0],
        mesh=None if face.mesh is None else frame.at(face.mesh[:, :2]),
    )


def _painted(framed: Framed, cut: cutout.Cutout, plan: Plan, keeps_scene: bool) -> Pixels:
    """Person and background, each finished, put together in strips so that memory holds few whole layers."""
    width, height = framed.frame.width, framed.frame.height
    mend = light.measure(framed.image, framed.features, 1 / framed.frame.scale)
    side = light.own_side(framed.image, framed.features) or plan.side
    behind = _behind(framed, cut, plan, keeps_scene, mend, side)
    even = skin.evening(cut.colour, framed.features)
    key = light.key_light(width, height, framed.features, side, plan.style.light.strength)
    picture = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, STRIP):
        rows = slice(max(0, top - MARGIN), min(height, top + STRIP + MARGIN))
        part = light.mended(cut.colour[rows].copy(), mend)
        part += even[rows]
        part *= key[rows, :, None]
        part = grade.sharpened(grade.graded(part, plan.style.tone), _reach(framed.frame.scale), SHARPENING)
        part = grade.eased(part, cut.colour[rows], plan.style.tone, plan.retouched)
        part -= behind[rows]
        part *= cut.alpha[rows, :, None]
        part += behind[rows]
        inner = part[top - rows.start : min(height, top + STRIP) - rows.start]
        picture[top : top + STRIP] = cv2.convertScaleAbs(np.maximum(inner, 0), alpha=255)  # rounds and saturates
    return picture


def _behind(framed: Framed, cut: cutout.Cutout, plan: Plan, keeps_scene: bool, mend: light.Mend, side: float) -> Image:
    """The finished background, with the photo's own noise so that nobody looks pasted on."""
    width, height = framed.frame.width, framed.frame.height
    if keeps_scene:
        scene = light.mended(backdrop.out_of_focus(framed.image, cut.alpha, framed.inside), mend)
        behind = cv2.resize(grade.graded(scene, plan.style.tone), (width, height), interpolation=cv2.INTER_CUBIC)
    else:
        behind = backdrop.painted(plan.backdrop, width, height, side, np.random.default_rng(plan.seed))
        if plan.style.tone.monochrome or light.is_grey(framed.image):
            behind = cv2.transform(behind, grade.MONO)
    noise = max(backdrop.GRAIN, 0.8 * grade.noise_level(framed.image))
    behind += backdrop.grain(width, height, noise, plan.seed)[..., None]
    return behind


def _reach(scale: float) -> float:
    """Radius of sharpening in pixels: the photo's own detail, spread by enlarging."""
    return float(np.clip(0.8 * scale, 1.0, 2.2))
