"""Selfies as models are shown them: heads where they belong, nothing invented at the edges, nobody left out."""

import numpy as np
import pytest
from PIL import Image

from inference.engines import EngineError, Pixels
from inference.engines.diffusion.nearness import CLOSER, USUAL
from inference.engines.diffusion.references import CROWN, Album, Selfie, canvas, face_square, own_size, reference
from inference.engines.diffusion.stopped import Stopped
from inference.engines.studio.frame import head_px
from inference.faces import Face, find_faces
from tests.drawn import person
from tests.inference.diffusion.small import never, photo

(AS_EVER,) = USUAL.heads
NOBODY = np.full((400, 300, 3), 128, np.uint8)


def seen(pixels: Pixels) -> tuple[Selfie, Face]:
    """The one photo with its face."""
    (found,) = Album([pixels], never).faces(1)
    return found


def head_share(picture: Image.Image) -> float:
    """How much of the picture's height the head takes, as the detector sees it."""
    return head_px(find_faces(np.asarray(picture))[0]) / picture.height


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_a_reference_is_head_and_shoulders(seed: int) -> None:
    """The model spends its attention on the face, and still sees hair and shoulders."""
    shown = reference(*seen(photo(seed)), side=512, multiple=16, heads=AS_EVER)

    assert 0.36 < head_share(shown) < 0.48
    assert 400**2 < shown.width * shown.height <= 1.1 * 512**2
    assert (shown.width % 16, shown.height % 16) == (0, 0)


def test_a_reference_is_not_blown_up() -> None:
    """A face of few pixels does not gain any by being enlarged; it only costs time."""
    small = np.asarray(person(1, 240, 320))

    shown = reference(*seen(small), side=1024, multiple=16, heads=AS_EVER)

    assert shown.width <= 1.5 * 240 + 16
    assert shown.height <= 1.5 * 320 + 16


def test_a_reference_ends_where_the_photo_ends() -> None:
    """No stretched or invented rim is taken for a part of the person."""
    pixels = photo(1)
    face = seen(pixels)[1]
    top = round(face.eye_middle[1] - 0.5 * head_px(face))
    close = np.ascontiguousarray(pixels[top : round(face.chin[1] + 4), :])

    shown = reference(*seen(close), side=256, multiple=16, heads=AS_EVER)

    assert 0.7 < head_share(shown) < 1.2


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_a_reference_from_nearer_is_a_whole_head_of_twice_the_pixels(seed: int) -> None:
    """A face that was not met is shown larger, with all of its hair and no more memory taken."""
    usual, nearer = (reference(*seen(photo(seed)), 256, 16, near.heads[0]) for near in (USUAL, CLOSER))
    face = find_faces(np.asarray(nearer))[0]

    assert nearer.width * nearer.height <= 256**2
    assert 1.7 < (head_share(nearer) * nearer.height / (head_share(usual) * usual.height)) ** 2 < 2.3
    assert face.eye_middle[1] - CROWN * head_px(face) > 0.05 * nearer.height  # the crown, with some room above
    assert face.chin[1] < 0.85 * nearer.height


def test_a_face_square_holds_the_face_alone() -> None:
    """An IP-Adapter for faces reads clothes and background as if they were the face."""
    shown = face_square(*seen(photo(1)), side=224)

    assert shown.size == (224, 224)
    assert 0.6 < head_share(shown) < 0.9


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_a_canvas_is_a_portrait_already(seed: int) -> None:
    """A model that changes a picture keeps its frame: so the frame has to be a headshot's."""
    shown = canvas(seen(photo(seed))[0], 256, 320)
    face = find_faces(np.asarray(shown))[0]

    assert shown.size == (256, 320)
    assert 0.3 < head_share(shown) < 0.45
    assert 0.3 < face.eye_middle[1] / 320 < 0.5
    assert 0.35 < face.eye_middle[0] / 256 < 0.65


def test_a_canvas_without_a_face_is_the_middle_of_the_photo() -> None:
    """A picture of something else can be edited too."""
    pixels = np.zeros((400, 900, 3), np.uint8)
    pixels[:, 290:610] = 255

    shown = np.asarray(canvas(Selfie(pixels, None), 64, 80))

    assert shown.shape == (80, 64, 3)
    assert shown[:, 2:-2].min() > 250


def test_a_retouch_keeps_the_shape_of_the_photo() -> None:
    """Somebody who wants the skin mended does not want the picture cut."""
    assert own_size(np.zeros((3000, 4000, 3), np.uint8), 1024 * 1280, 16) == (1312, 976)
    assert own_size(np.zeros((800, 640, 3), np.uint8), 1024 * 1280, 16) == (720, 896)


def test_photos_without_a_face_are_left_out() -> None:
    """A photo of the dog among the selfies must not become part of the person."""
    found = Album([NOBODY, photo(1), NOBODY, photo(2)], never).faces(3)

    assert [selfie.pixels is photo(number) for number, (selfie, _) in zip((1, 2), found, strict=True)] == [True, True]


def test_the_best_photos_come_first() -> None:
    """They are ordered by quality, and only so many can be shown."""
    found = Album([photo(2), photo(1), photo(4)], never).faces(2)

    assert [selfie.pixels is wanted for (selfie, _), wanted in zip(found, (photo(2), photo(1)), strict=True)] == [
        True
    ] * 2


def test_no_face_at_all_is_said() -> None:
    """The person is asked for another photo instead of getting a stranger's portrait."""
    with pytest.raises(EngineError) as refusal:
        Album([NOBODY, NOBODY], never).faces(2)

    assert refusal.value.failure == "no_usable_photo"


def test_a_photo_lying_on_its_side_is_turned() -> None:
    """A phone may lose the note that says which way is up."""
    shown = reference(*seen(np.ascontiguousarray(np.rot90(photo(1)))), side=256, multiple=16, heads=AS_EVER)

    assert abs(find_faces(np.asarray(shown))[0].roll) < 15


def test_looking_at_photos_ends_when_the_order_does() -> None:
    """Ten photos of fifty megapixels take seconds, and nobody may be waiting any more."""
    with pytest.raises(Stopped):
        Album([photo(1)], lambda: True).first()
