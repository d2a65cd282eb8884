"""The contact sheet: what a person must be able to see on a phone, without reading and without telling colours."""

from functools import cache
from typing import get_args

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference import contact_sheet, lettering
from inference.badges import Mark
from inference.contact_sheet import HIGH_PX, SHEET, SIDE_PX, Box, Tile, draw, in_thumbnail, thumbnail
from inference.faces import Pixels
from tests import drawn

MARKS: tuple[Mark, ...] = get_args(Mark)


@cache
def thumbs() -> tuple[bytes, ...]:
    """A few drawn people as thumbnails."""
    return tuple(thumbnail(np.asarray(drawn.person(seed, 450, 600)), None) for seed in range(4))


def tiles(count: int, label: str = "") -> list[Tile]:
    """So many photos with every mark."""
    return [Tile(n + 1, thumbs()[n % 4], MARKS[n % len(MARKS)], label) for n in range(count)]


def seen(jpeg: bytes) -> Pixels:
    """The pixels of a JPEG, RGB."""
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)


def plain(mark: Mark) -> NDArray[np.float64]:
    """One grey photo with a mark, as somebody who sees no colours sees its corner."""
    grey = thumbnail(np.full((320, 320, 3), 128, np.uint8), None)
    sheet = seen(draw([Tile(1, grey, mark)])).mean(axis=2)
    return sheet[-120:, -120:]


@pytest.mark.parametrize("count", range(1, 25))
def test_a_sheet_of_any_number_of_photos_fits_a_chat(count: int) -> None:
    """Chats shrink what is larger, and refuse what is twenty times as long as wide."""
    height, width = seen(draw(tiles(count, "face too small"))).shape[:2]
    assert width <= SIDE_PX + 10
    assert height <= HIGH_PX + 10
    assert max(height / width, width / height) < 3


def test_twenty_photos_make_a_small_file() -> None:
    """The sheet is sent again with every photo that is checked, often over a phone's network."""
    assert len(draw(tiles(20, "good"))) < 250_000


def test_a_sheet_of_nothing_is_refused() -> None:
    """Who asks for it has made a mistake that should not end in an empty picture."""
    with pytest.raises(ValueError, match="at least one photo"):
        draw([])


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in MARKS for b in MARKS if a < b])
def test_marks_are_told_apart_without_colours(one: Mark, other: Mark) -> None:
    """One man in twelve does not tell red from green."""
    assert (abs(plain(one) - plain(other)) > 48).mean() > 0.01


def test_a_photo_that_is_gone_keeps_its_place() -> None:
    """Photo 3 of the words must be the third on the sheet, also when photo 2 was erased."""
    here, gone = tiles(3), tiles(3)
    gone[1] = Tile(2, None, "reject")
    with_all, without = seen(draw(here)), seen(draw(gone))
    assert with_all.shape == without.shape
    third = with_all.shape[1] // 3
    assert np.array_equal(with_all[:, -third + 32 :], without[:, -third + 32 :])
    assert not np.array_equal(with_all[:, third:-third], without[:, third:-third])


def test_a_thumbnail_that_is_broken_counts_as_gone() -> None:
    """One bad object must not cost the person the whole sheet."""
    assert draw([Tile(1, b"no picture", "warn")]) == draw([Tile(1, None, "warn")])


def test_a_dark_photo_that_is_refused_is_still_to_be_seen() -> None:
    """ "Too dark" helps only somebody who recognises which photo is meant."""
    dark = (np.asarray(drawn.person(3, 450, 600)) * 0.3).astype(np.uint8)
    sheet = seen(draw([Tile(1, thumbnail(dark, None), "reject")]))
    assert sheet[100:-100, 100:-100].mean() > np.mean(SHEET) + 10


@pytest.mark.parametrize("label", ["zu dunkel", "trop sombre, œil fermé", "надто темно", "terlalu gelap", "太暗了"])
def test_a_label_is_written_in_the_persons_script(label: str) -> None:
    """A word below the photo saves reading the list."""
    assert seen(draw(tiles(2, label))).shape[0] > seen(draw(tiles(2))).shape[0]


@pytest.mark.parametrize("label", ["مظلم جدا", "बहुत अंधेरा", "חשוך מדי", "มืดเกินไป"])
def test_a_label_that_would_come_out_wrong_is_left_off(label: str) -> None:
    """Question marks, or a word written backwards, are worse than no word; number and mark remain."""
    assert not lettering.drawable(label)
    assert draw(tiles(2, label)) == draw(tiles(2))


def test_a_long_label_is_broken_and_then_cut_within_its_tile() -> None:
    """A word must not run into the next photo's."""
    lines = lettering.wrapped("die Augen sind leider geschlossen", 30, 200, 2)
    assert lines[0] == "die Augen"
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(lettering.measured(line, 30) <= 200 for line in lines)
    assert lettering.wrapped("太暗了人脸太小", 30, 100, 3) == ("太暗了", "人脸太", "小")


@pytest.mark.parametrize(("width", "height"), [(3000, 400), (400, 3000), (640, 480), (300, 300)])
def test_a_face_is_on_its_thumbnail_and_where_it_is_said_to_be(width: int, height: int) -> None:
    """Of a panorama the part with the face is shown, and the ring goes around the face."""
    face: Box = (width * 0.85 - 20, height * 0.3 - 20, 40, 40)
    x, y, w, h = (round(value) for value in face)
    picture = np.zeros((height, width, 3), np.uint8)
    picture[y : y + h, x : x + w] = 255
    small = seen(thumbnail(picture, face))
    assert max(small.shape) <= 320
    assert max(small.shape[:2]) / min(small.shape[:2]) < 1.4
    rows, columns = np.nonzero(small[..., 0] > 128)
    box = in_thumbnail(face, width, height, face)
    at = ((box[0] + box[2] / 2) * small.shape[1], (box[1] + box[3] / 2) * small.shape[0])
    assert at == pytest.approx((columns.mean() + 0.5, rows.mean() + 0.5), abs=2)


def test_the_face_that_is_meant_is_ringed() -> None:
    """ "Is this you?" in a photo of three people needs to say who."""
    thumb = thumbnail(np.zeros((320, 320, 3), np.uint8), None)
    bare, ringed = (seen(draw([Tile(1, thumb, "ask", face=face)])) for face in (None, (0.4, 0.4, 0.2, 0.2)))
    rows, columns = np.nonzero(abs(ringed.astype(int) - bare).max(axis=2) > 128)
    middle = contact_sheet.TILE_PX * (0.5 + contact_sheet.GAP)
    assert ((rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2) == pytest.approx(
        (middle, middle), abs=4
    )
    assert rows.max() - rows.min() == pytest.approx(0.2 * 1.36 * contact_sheet.TILE_PX, rel=0.15)
