"""What people do on Telegram, over real HTTP, and what the conversation hears of it."""

import asyncio
import io
import sqlite3
from pathlib import Path
from time import time

import pytest
from PIL import Image

from bot.events import Command, NotAPicture, Pressed, Said
from bot.message import Body, Choice
from storage import inbox, people
from tests.on_disk import bytes_in
from tests.telegram_server import TelegramServer
from tests.telegram_world import Listening, connected, jpeg, listening, stored
from tests.waiting import until


async def test_what_people_write_never_reaches_the_disk(
    server: TelegramServer, talk: Listening, tmp_path: Path
) -> None:
    """We promise that nothing they write is kept: not even for the moment until it is answered."""
    ada = server.person()
    talk.gates["1001"] = asyncio.Event()
    async with listening(server, talk):
        ada.says("SENTINEL-words")
        ada.sends_photo(jpeg(), caption="SENTINEL-caption")
        await until(lambda: _stored(tmp_path) == 2, "two arrivals in the inbox")
        raw = bytes_in(tmp_path)
        talk.gates["1001"].set()
        assert (await talk.until(2))[0] == Said()
    assert b"SENTINEL" not in raw
    assert b"Sentinelova" not in raw


def _stored(folder: Path) -> int:
    with sqlite3.connect(folder / "bot.sqlite") as connection:
        count = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
    connection.close()
    return int(count)


async def test_the_largest_size_of_a_photo_is_fetched(server: TelegramServer, talk: Listening) -> None:
    """A portrait made of a thumbnail would be worthless."""
    ada = server.person()
    async with listening(server, talk):
        ada.sends_photo(jpeg(3000, 4000))
        [photo] = await talk.until(1)
    assert isinstance(photo, bytes)
    with Image.open(io.BytesIO(photo)) as image:
        assert image.size == (960, 1280)


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("me.jpg", "image/jpeg"),
        ("IMG_1.HEIC", "image/heic"),
        ("IMG_1.heic", "application/octet-stream"),
        ("IMG_1.HEIF", None),
        (None, "image/png"),
    ],
)
async def test_a_picture_sent_as_a_file_keeps_every_byte(
    server: TelegramServer, talk: Listening, name: str | None, mime: str | None
) -> None:
    """Sent as a file is how people send their best photo; iPhones send HEIC, some clients without saying so."""
    data = jpeg()
    ada = server.person()
    async with listening(server, talk):
        ada.sends_file(data, name, mime)
        assert await talk.until(1) == [data]


async def test_anything_else_is_named_as_no_picture(server: TelegramServer, talk: Listening) -> None:
    """Silence after a sticker or a voice message looks like a broken bot."""
    ada = server.person()
    file = {"file_id": "x", "file_unique_id": "y"}
    async with listening(server, talk):
        ada.sends_file(b"%PDF", "cv.pdf", "application/pdf")
        ada.sends_file(b"PK", "photos.zip", None)
        ada.sends_other("voice", {**file, "duration": 3})
        ada.sends_other(
            "sticker", {**file, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
        )
        ada.sends_other("location", {"latitude": 1.5, "longitude": 2.5})
        assert await talk.until(5) == [NotAPicture()] * 5


async def test_an_album_arrives_whole_and_in_order(server: TelegramServer, talk: Listening) -> None:
    """Photos picked together come as separate updates; none may be lost or shuffled."""
    ada = server.person()
    sent = [jpeg(200 + n, 300) for n in range(10)]
    async with listening(server, talk):
        ada.sends_album(sent)
        got = await talk.until(10)
    widths = [Image.open(io.BytesIO(photo)).size[0] for photo in got if isinstance(photo, bytes)]
    assert widths == [200 + n for n in range(10)]


async def test_a_pressed_button_comes_to_rest_and_is_heard(server: TelegramServer, talk: Listening) -> None:
    """An unanswered button shows a spinner for half a minute; one too old to answer must still work."""
    ada = server.person()
    async with connected(server, talk) as telegram:
        body = Body("Choose", choices=((Choice("One", "v1:one"),),))
        ada.says("hello")
        await telegram.deliver(await stored(talk.database, body), body, ())
    async with listening(server, talk):
        ada.presses("One")
        await talk.until(2)
        await until(lambda: not server.unanswered, "the press answered")
        server.stale_queries = True
        ada.presses("One")
        assert (await talk.until(3))[1:] == [Pressed("v1:one"), Pressed("v1:one")]


async def test_a_corrected_message_is_not_answered_again(server: TelegramServer, talk: Listening) -> None:
    """Mending a typing error is not a new question."""
    ada = server.person()
    async with listening(server, talk):
        words = ada.says("helo")
        await talk.until(1)
        ada.edits(words, "hello")
        ada.says("/help")
        assert await talk.until(2) == [Said(), Command("help")]


async def test_blocking_the_bot_sets_a_person_away_until_they_return(server: TelegramServer, talk: Listening) -> None:
    """Nothing may be attempted for somebody who has left, and they are welcome again afterwards."""
    ada = server.person()
    person = await people.meet(talk.database, "telegram", "1001", "en", time())

    async def away() -> bool:
        found = await people.find(talk.database, person.id)
        return found is not None and found.away

    async with listening(server, talk):
        ada.blocks()
        await until(away, "away")
        ada.unblocks()

        async def back() -> bool:
            return not await away()

        await until(back, "back")
        assert await inbox.waiting(talk.database, "telegram") == ()


async def test_an_update_nobody_foresaw_holds_up_nobody(server: TelegramServer, talk: Listening) -> None:
    """Telegram grows new kinds of messages; one that cannot be read must not silence the bot for everybody."""
    async with listening(server, talk):
        server.judge_answers = False
        server.deliver("message", {"message_id": "what?", "photo": 3})
        server.deliver("message", {"new_in_bot_api_11": {}})
        server.person().says("/help")
        assert await talk.until(1) == [Command("help")]
        await until(lambda: server.unacknowledged == 0, "all acknowledged")
