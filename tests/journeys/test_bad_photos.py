"""Photos nobody can use, sent to a real bot: each is answered with its own sentence, and only a thumbnail stays."""

import io
import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from tests import drawn
from tests.journeys.test_telegram import CHECKS_S, agree, running, server
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

__all__ = ["server"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]


def png(image: Image.Image) -> bytes:
    """A picture as PNG."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bad_photos() -> dict[str, bytes]:
    """The bad ones, by the words each must be answered with."""
    good = drawn.jpeg(drawn.person(4))
    return {
        "the file is damaged or incomplete": good[: len(good) // 3],
        "this picture has 100 megapixels": png(Image.new("1", (10_000, 10_000))),
        "this file is not a picture": b"Dear diary, this is a text named photo.jpg.\n" * 40,
        "I cannot find a face": drawn.jpeg(drawn.group(0)),
        "there are 3 faces, the second": drawn.jpeg(drawn.group(3)),
    }


async def test_every_bad_photo_gets_its_own_sentence_and_is_not_kept(server: TelegramServer, tmp_path: Path) -> None:
    """Not knowing what is wrong with a photo is among the things people hate most."""
    ada = server.person()
    bad = bad_photos()
    async with running(server, tmp_path):
        await agree(ada)
        for number, data in enumerate(bad.values(), start=1):
            ada.sends_file(data, f"photo{number}.jpg", "image/jpeg")
        board = await ada.chat.says("None of these will give a good portrait", CHECKS_S)
        lines = board.text.splitlines()
        for number, words in enumerate(bad, start=1):
            assert lines[number].startswith(f"{number}. ❌ {words}"), board.text
        with sqlite3.connect(f"file:{tmp_path / 'bot.sqlite'}?mode=ro", uri=True) as database:
            assert database.execute("SELECT count(*) FROM selfies").fetchone() == (0,)
        await until(lambda: kinds(tmp_path / "blobs") <= {"thumb", "sheet"}, "small copies, and no photo")


def kinds(folder: Path) -> set[str]:
    """What lies in the vault besides keys, by the beginning of its names; a photo has none."""
    kept = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "keys"]
    return {path.name.partition("-")[0] for path in kept}
