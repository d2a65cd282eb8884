"""The studio engine as a person meets it: what comes out of a photo, judged on drawn people."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from inference.contract import Mode, Shot
from inference.engines import Brief, EngineError, Pixels, Portrait
from inference.engines.studio import StudioEngine
from inference.engines.studio.engine import plans
from inference.faces import Face, find_faces
from inference.models_on_disk import Models, installed
from inference.styles import STYLES
from tests import drawn
from tests.telling import Heard, quiet

needs_segmentation = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)


def photo(seed: int = 2, width: int = 1200, height: int = 1600) -> Pixels:
    return np.asarray(drawn.person(seed, width, height).convert("RGB"))


def make(photos: Sequence[Pixels], *shots: Shot, seed: int = 7, closer: bool = False) -> list[Portrait]:
    order = Brief(photos, shots, seed, closer=closer)
    return list(StudioEngine().portraits(order, stop=lambda: False, tell=quiet))


def seen(portrait: Portrait) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(portrait.jpeg)))


def face_of(portrait: Portrait) -> Face:
    return find_faces(seen(portrait))[0]


@pytest.fixture(scope="module")
def linkedin() -> Portrait:
    """One portrait that several facts are read off."""
    return make([photo()], Shot(0, "linkedin"))[0]


def test_a_portrait_is_four_by_five_and_at_least_1024_wide(linkedin: Portrait) -> None:
    """It must be sharp enough for a profile and have the shape its crops are cut from."""
    picture = seen(linkedin)

    assert picture.shape == (linkedin.height, linkedin.width, 3)
    assert linkedin.width >= 1024
    assert linkedin.width * 5 == linkedin.height * 4


def test_a_portrait_is_a_plain_jpeg_with_full_colour_and_no_metadata(linkedin: Portrait) -> None:
    """Place, time and phone of the selfie must not travel on, and red lips must not bleed."""
    with Image.open(BytesIO(linkedin.jpeg)) as image:
        assert image.format == "JPEG"
        assert len(image.getexif()) == 0
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]  # set by the JPEG reader


def test_the_head_sits_where_a_headshot_has_it(linkedin: Portrait) -> None:
    """A head too small, too low or off the middle reads as a snapshot."""
    face, framing = face_of(linkedin), STYLES["linkedin"].framing

    assert face.eye_middle[1] / linkedin.height == pytest.approx(framing.eye_line, abs=0.04)
    assert face.eye_middle[0] / linkedin.width == pytest.approx(0.5, abs=0.06)
    assert 2.05 * face.chin_px / linkedin.height == pytest.approx(framing.head_share, abs=0.05)


@pytest.mark.slow
@pytest.mark.parametrize("tilt", [-9.0, 7.0])
def test_a_tilted_selfie_comes_out_level(tilt: float) -> None:
    """Arm's-length selfies are aslant; the eye line of a headshot is level."""
    source = photo()
    turn = cv2.getRotationMatrix2D((600, 700), tilt, 1.0)
    tilted = cv2.warpAffine(source, turn, (1200, 1600), borderMode=cv2.BORDER_REFLECT)
    portrait = make([np.asarray(tilted, np.uint8)], Shot(0, "linkedin"))[0]

    assert abs(face_of(portrait).roll) < 1.0 + abs(find_faces(source)[0].roll) * 0.1


@pytest.mark.slow
def test_the_same_order_gives_the_same_bytes() -> None:
    """A repeated job must not hand the person a second, different picture."""
    first, second = (make([photo()], Shot(3, "corporate"), seed=11)[0] for _ in range(2))

    assert first.jpeg == second.jpeg


@pytest.mark.slow
def test_repeats_of_a_look_differ_from_one_another() -> None:
    """Two portraits of one look are two to choose from, not one twice."""
    first, second = make([photo()], Shot(0, "linkedin"), Shot(1, "linkedin"))
    a, b = (2.05 * face_of(p).chin_px / p.height for p in (first, second))

    assert abs(a - b) > 0.02


def test_repeats_of_a_look_take_another_photo_where_there_is_one() -> None:
    """Who sent several selfies wants to see more than the first of them."""
    chosen = plans([Shot(0, "cv"), Shot(1, "cv"), Shot(2, "startup"), Shot(3, "cv")], photos=2, seed=0)

    assert [plan.photo for plan in chosen] == [0, 1, 0, 0]


@pytest.mark.slow
@needs_segmentation
@pytest.mark.parametrize(("background", "least", "most"), [("white", 215, 255), ("navy", 10, 110)])
def test_the_chosen_backdrop_stands_behind_the_person(background: str, least: int, most: int) -> None:
    """Who asks for white must not see the kitchen, not even in a corner."""
    portrait = make([photo()], Shot(0, "linkedin", background))[0]
    picture = seen(portrait)
    corners = np.concatenate([picture[:80, :80].reshape(-1, 3), picture[:80, -80:].reshape(-1, 3)])

    assert "kept_background" not in portrait.notes
    assert corners.mean(axis=1).min() >= least - 12
    assert corners.mean(axis=1).max() <= most


@pytest.mark.slow
def test_ones_own_place_is_kept_but_out_of_focus() -> None:
    """The person stays in front of their own street, which no longer asks for attention."""
    source = photo()
    checks = ((np.indices(source.shape[:2]).sum(axis=0) // 8) % 2 * 120 + 60).astype(np.uint8)
    busy = source.copy()
    busy[:500, :250] = checks[:500, :250, None]
    portrait = make([busy], Shot(0, "dating"))[0]
    face = face_of(portrait)
    beside = seen(portrait)[: int(face.box[1]), : int(portrait.width * 0.12)].astype(np.float32)
    detail = beside - cv2.GaussianBlur(beside, (0, 0), 8)

    assert detail.std() < 5  # checks of 60 and 180 would leave 60


@pytest.mark.slow
def test_the_monochrome_look_has_no_colour_left() -> None:
    """A trace of colour in black and white looks like a fault."""
    picture = seen(make([photo()], Shot(0, "monochrome"))[0]).astype(int)

    assert np.ptp(picture, axis=2).max() <= 3


@pytest.mark.slow
def test_a_black_and_white_selfie_stays_so_before_a_coloured_backdrop() -> None:
    """A grey person pasted on a sand-coloured wall is a bad joke."""
    grey = cv2.cvtColor(photo(), cv2.COLOR_RGB2GRAY)
    picture = seen(make([np.repeat(np.asarray(grey, np.uint8)[..., None], 3, axis=2)], Shot(0, "academic"))[0])

    assert np.ptp(picture.astype(int)[:200], axis=2).mean() < 3


@pytest.mark.slow
def test_a_small_photo_is_said_to_be_enlarged() -> None:
    """Nobody should wonder why the portrait of a thumbnail is soft."""
    small = make([photo(width=300, height=400)], Shot(0, "linkedin"))[0]

    assert "enlarged" in small.notes
    assert small.width >= 1024


@pytest.mark.slow
def test_a_photo_without_room_gives_a_tight_crop_and_no_invented_body() -> None:
    """Where the photo ends at the chin the frame must end there too: no floating head."""
    source = photo()
    x, y, w, h = (int(v) for v in find_faces(source)[0].box)
    close = np.ascontiguousarray(source[y - int(0.6 * h) : y + int(1.35 * h), x - w // 4 : x + w + w // 4])
    portrait = make([close], Shot(0, "linkedin"))[0]
    face = face_of(portrait)

    assert "tight_crop" in portrait.notes
    assert 2.05 * face.chin_px / portrait.height > 0.5


def test_no_face_in_any_photo_is_told_as_such() -> None:
    """The person can send another photo only if they are told that this one shows nobody."""
    with pytest.raises(EngineError) as told:
        make([np.full((400, 300, 3), 120, np.uint8)], Shot(0, "linkedin"))

    assert told.value.failure == "no_usable_photo"


@pytest.mark.slow
def test_a_photo_without_a_face_among_others_is_left_out() -> None:
    """One bad photo must not spoil an order."""
    portraits = make([np.full((400, 300, 3), 120, np.uint8), photo()], Shot(5, "cv"))

    assert [portrait.index for portrait in portraits] == [5]


@pytest.mark.slow
def test_a_stopped_engine_yields_nothing_more() -> None:
    """Who cancels must not wait for the rest, and the next person not either."""
    made: list[int] = []
    shots = [Shot(i, "linkedin") for i in range(4)]
    for portrait in StudioEngine().portraits(Brief([photo()], shots, 1), stop=lambda: bool(made), tell=quiet):
        made.append(portrait.index)

    assert made == [0]


@pytest.mark.slow
def test_progress_grows_to_one() -> None:
    """A bar that jumps back makes people leave."""
    heard = Heard()
    brief = Brief([photo()], [Shot(0, "cv"), Shot(1, "cv")], 1)
    list(StudioEngine().portraits(brief, stop=lambda: False, tell=heard))

    assert all(a <= b for a, b in pairwise(heard.fractions))
    assert heard.fractions[-1] == 1.0


@pytest.mark.parametrize("mode", ["text", "edit", "image_to_image", "retouch"])
def test_a_mode_the_studio_has_not_is_refused(mode: Mode) -> None:
    """Who asked for a picture from words must not get a crop of a selfie instead."""
    with pytest.raises(EngineError) as refused:
        list(StudioEngine().portraits(Brief([], [Shot(0, "cv")], 1, mode), stop=lambda: False, tell=quiet))

    assert refused.value.failure == "mode_not_served"


@pytest.mark.slow
def test_without_the_optional_models_there_is_still_a_portrait() -> None:
    """The engine works, with the own background where it cannot cut out, on machines without the carrier package."""
    bare = StudioEngine(Models(installed().five_points, None, None, None))
    portraits = list(bare.portraits(Brief([photo()], [Shot(0, "linkedin")], 1), stop=lambda: False, tell=quiet))

    assert portraits[0].width >= 1024


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_dark_skin_is_not_lightened(seed: int) -> None:
    """A changed skin tone is the complaint that ends trust at once."""
    source = photo(seed)
    portrait = make([source], Shot(0, "linkedin"))[0]
    before, after = _cheeks(source), _cheeks(seen(portrait))

    assert after[0] - before[0] < 5.0
    assert np.hypot(after[1] - before[1], after[2] - before[2]) < 6.0


def _cheeks(picture: Pixels) -> NDArray[np.float32]:
    """Median Lab colour between eyes and mouth."""
    face = find_faces(picture)[0]
    x, y = face.eye_middle[0], (face.eye_middle[1] + face.mouth[0][1]) / 2
    reach = face.ied_px / 2
    part = picture[int(y - reach / 3) : int(y + reach / 3), int(x - reach) : int(x + reach)].astype(np.float32) / 255
    return np.median(np.asarray(cv2.cvtColor(part, cv2.COLOR_RGB2LAB)).reshape(-1, 3), axis=0)


def _changed(source: Pixels, picture: Pixels) -> float:
    """Mean difference of the face to that of the photo it was made of, in Lab units, finer detail than pores aside."""
    before, after = find_faces(source)[0], find_faces(picture)[0]
    there, here = (np.array([*face.eyes, *face.mouth, face.chin], np.float32) for face in (before, after))
    onto = cv2.estimateAffinePartial2D(there, here)[0]
    photo = cv2.warpAffine(source, onto, picture.shape[1::-1], flags=cv2.INTER_AREA)
    labs = [cv2.cvtColor(each.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) for each in (photo, picture)]
    one, other = (cv2.GaussianBlur(lab, (0, 0), 0.04 * after.chin_px) for lab in labs)
    face = np.zeros(picture.shape[:2], np.uint8)
    x, y = (np.array(after.eye_middle) + np.array(after.chin)) / 2
    cv2.ellipse(face, (round(x), round(y)), (round(0.45 * after.chin_px), round(0.6 * after.chin_px)), 0, 0, 360, 1, -1)
    return float(np.linalg.norm(one - other, axis=2)[face > 0].mean())


@pytest.mark.slow
@pytest.mark.parametrize("look", ["linkedin", "speaker", "dating"])
def test_closer_to_me_changes_the_face_less(look: str) -> None:
    """Who did not find themselves must see a difference, and see it in their face."""
    source, shot = photo(3), Shot(0, look)
    (usual,), (closer,) = make([source], shot), make([source], shot, closer=True)

    assert _changed(source, seen(closer)) < 0.55 * _changed(source, seen(usual))


@pytest.mark.slow
@needs_segmentation
def test_closer_to_me_is_the_same_look() -> None:
    """They asked for more of themselves, not for another picture: frame and backdrop are as they were."""
    (usual,), (closer,) = (make([photo()], Shot(0, "speaker"), closer=wish) for wish in (False, True))
    corners = [seen(portrait)[:200, :120].astype(int) for portrait in (usual, closer)]

    assert (closer.width, closer.height, closer.notes) == (usual.width, usual.height, usual.notes)
    assert face_of(closer).eye_middle == pytest.approx(face_of(usual).eye_middle, abs=0.01 * usual.width)
    assert np.abs(corners[0] - corners[1]).max() <= 4  # what the JPEG of another picture makes of them


@pytest.mark.slow
def test_black_and_white_stays_so_closer_to_me() -> None:
    """Less retouching must not bring colour back into half of a face."""
    picture = seen(make([photo()], Shot(0, "monochrome"), closer=True)[0]).astype(int)

    assert np.ptp(picture, axis=2).max() <= 3


@needs_segmentation
def test_a_photo_that_can_be_cut_out_is_taken_before_one_that_cannot() -> None:
    """Who asked for studio grey and sent two photos must not get a bookshelf because it came first."""
    plain = photo()
    shelf = plain.copy()
    for left in range(0, shelf.shape[1], 16):
        cv2.line(shelf, (left, 0), (left, shelf.shape[0]), (20, 20, 20), 5)
    person = np.zeros(plain.shape[:2], np.uint8)
    face = find_faces(plain)[0]
    middle = (round(face.eye_middle[0]), round(face.eye_middle[1]))
    cv2.ellipse(person, middle, (round(1.5 * face.chin_px), round(1.7 * face.chin_px)), 0, 0, 360, 1, -1)
    person[round(face.chin[1]) :] = 1
    shelf = np.where(person[..., None] > 0, plain, shelf)
    (alone,), (both,) = make([shelf], Shot(0, "linkedin"), seed=0), make([shelf, plain], Shot(0, "linkedin"), seed=0)

    assert "kept_background" in alone.notes
    assert "kept_background" not in both.notes
