"""Photos of every kind sent to a real bot, on Telegram and on the local page: what counts, is asked and is shown.

Faces, copies and questions come out of the real check; the people are drawn.
"""

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from tests import drawn
from tests.browser import PHONE, Browser, browser
from tests.journeys.test_local_page import Studio, agree_by_keyboard, studio
from tests.journeys.test_telegram import CHECKS_S, agree, running, server
from tests.telegram_chat import Person, Shown
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

__all__ = ["server", "studio"]

pytestmark = pytest.mark.slow

ME, FRIEND = 25, 32  # drawn people whose faces are as far apart as drawn faces are
COMPARED_S = 60.0  # the comparison of a set on a busy machine
# What is said of the photos of `mixed` beside the first two, which are good.
SAID = (
    "3. ☑️ usable: your face is a little small",
    "4. ♊ nearly the same as 1,",
    "5. ❌ too dark:",
    "6. ❓ is this you?",
    "7. ❓ There is another face,",
)
MARKS = ["good", "good", "warn", "copy", "bad", "ask", "ask"]  # of them on the page


def mixed() -> list[bytes]:
    """Two good photos, one a little small, a copy of the first, a dark one, a friend's, and one with somebody else."""
    first = drawn.person(ME, occasion=1)
    dark = ImageEnhance.Brightness(drawn.person(ME)).enhance(0.06)
    photos = (
        first,
        drawn.person(ME, occasion=3),
        drawn.person(ME, 560, 747, occasion=2),
        first.resize((900, 1200)),
        dark,
        drawn.person(FRIEND, occasion=2),
        drawn.group(2, seed=ME, second=0.45),
    )
    return [drawn.jpeg(photo) for photo in photos]


def lists(ada: Person) -> list[Shown]:
    """The lists of photos in the chat."""
    return ada.chat.found("Photos that count:")


async def shows(ada: Person, *parts: str, within_s: float = CHECKS_S + COMPARED_S) -> Shown:
    """The list of photos, once it says all of this below a picture."""

    def complete(board: Shown) -> bool:
        return board.photo is not None and all(part in board.text for part in parts)

    await ada.chat.until(lambda _: any(map(complete, lists(ada))), f"a list with {parts}", within_s)
    [board] = lists(ada)
    return board


@pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)
async def test_every_photo_of_a_set_gets_its_place_and_every_question_its_answer(
    server: TelegramServer, tmp_path: Path
) -> None:
    """One list says of each photo whether it counts and why not; two presses settle what only the person can know."""
    ada = server.person()
    async with running(server, tmp_path):
        await agree(ada)
        for photo in mixed():
            ada.sends_photo(photo)
        board = await shows(ada, "Photos that count: 4 of 7.", "✅ 1, 2", *SAID)
        sheet = pixels(board)
        assert max(sheet.size) <= 1280

        ada.presses("7: use this face")
        board = await shows(ada, "Photos that count: 5 of 7.", "❓ is this you?")
        assert "7. ❓" not in board.text
        ada.presses("6: it is me")
        board = await shows(ada, "Photos that count: 5 of 7.", "✅ 1, 2, 6")
        await ada.chat.offers("Go on with 5 photos")
        assert not any("it is me" in label for label in board.buttons)
        await ada.chat.until(lambda _: differ(sheet, pixels(lists(ada)[0])), "a picture without the ring", COMPARED_S)


@pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)
async def test_a_photo_that_shows_a_friend_leaves_with_a_press(server: TelegramServer, tmp_path: Path) -> None:
    """Somebody who never agreed to this must not stay in a set a moment longer than it takes to say so."""
    ada = server.person()
    photos = mixed()
    async with running(server, tmp_path):
        await agree(ada)
        for photo in (*photos[:3], photos[5]):
            ada.sends_photo(photo)
        await shows(ada, "Photos that count: 4 of 4.", "4. ❓ is this you?")
        ada.presses("4: not me, leave it out")
        board = await shows(ada, "Photos that count: 3 of 3.")
        assert "❓" not in board.text
        await until(lambda: len(set((tmp_path / "blobs").rglob("thumb-*"))) == 3, "the small copy to be erased")


@pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)
async def test_where_no_photo_helps_the_picture_still_shows_which(server: TelegramServer, tmp_path: Path) -> None:
    """Each is seen with its cross, and there is no way on but another photo."""
    ada = server.person()
    async with running(server, tmp_path):
        await agree(ada)
        for photo in (mixed()[4], drawn.jpeg(drawn.group(0)), drawn.jpeg(drawn.group(3))):
            ada.sends_photo(photo)
        board = await shows(ada, "Photos that count: 0 of 3.", "1. ❌", "2. ❌", "3. ❌", "None of these will give")
        assert board.buttons == {}


def pixels(board: Shown) -> Image.Image:
    """The picture of a list."""
    return Image.open(io.BytesIO(board.photo or b""))


def differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether more differs than another compression would leave."""
    if one.size != other.size:
        return True
    return bool(np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max() > 100)


def test_the_page_marks_every_photo_of_a_set(studio: Studio, tmp_path: Path) -> None:
    """The marks on the photos, the picture and the list say the same; a question is answered where it is asked."""
    files = saved(mixed(), tmp_path)
    with browser(PHONE, tmp_path) as page:
        page.open(studio.url)
        agree_by_keyboard(page)
        page.drop(files)
        page.until(lambda: states(page) == MARKS, "a mark on each photo", CHECKS_S)
        page.wait(".bubble", "Photos that count: 4 of 7")
        page.until(lambda: page.all(".sheet img"), "the picture of the set", COMPARED_S)
        page.idle()
        page.shot("set")
        page.press(".choices:not(.past) [data-choice^='v1:claim']")
        page.until(lambda: states(page).count("ask") == 1, "one question is answered", COMPARED_S)
        page.press(".choices:not(.past) [data-choice^='v1:claim']")
        page.until(lambda: "ask" not in states(page), "both questions are answered", COMPARED_S)
        page.wait(".bubble", "Photos that count: 5 of 7")
        page.wait(".choices:not(.past) [data-choice='v1:done']", "5")
        page.idle()
        page.shot("set-answered")
        assert page.console() == []


def saved(photos: Sequence[bytes], folder: Path) -> list[Path]:
    """The photos as files, as a phone names them."""
    files = [folder / f"IMG_{2041 + number}.jpg" for number in range(len(photos))]
    for file, photo in zip(files, photos, strict=True):
        file.write_bytes(photo)
    return files


def states(page: Browser) -> list[str]:
    """What the marks on the photos say."""
    return [tile.get_attribute("data-state") or "" for tile in page.all(".tile")]
