"""Whole visits over Telegram: a real bot process with its own worker, real HTTP, people who are drawn.

Where something is not seen in time, the failure prints the chat as the person has it and the end of the bot's log.
"""

import io
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests import drawn
from tests.bot_process import BotProcess
from tests.telegram_chat import Person, Shown
from tests.telegram_server import TOKEN, TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

START_S = 60.0
CHECKS_S = 90.0  # four photos, the worker's own start included
ORDER_S = 240.0  # four portraits on a busy machine with two cores


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of our own; every visit must have been without a breach of its rules."""
    server = await TelegramServer(per_second=30).start()
    yield server
    await server.stop()
    assert server.breaches == []
    assert server.unanswered == set(), "every pressed button came to rest"


@asynccontextmanager
async def running(
    server: TelegramServer, folder: Path, token: str = TOKEN, ends: int = 0, **settings: str
) -> AsyncGenerator[BotProcess]:
    """The bot, with nothing set but Telegram, where to keep things and `settings`; it must end with this status."""
    bot = BotProcess(folder, {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": server.url, **settings})
    await bot.start()
    try:
        yield bot
    except BaseException:
        print(bot.log[-6000:])  # noqa: T201 - pytest shows it with the failure
        raise
    finally:
        status = await bot.stop()
    assert status == ends, bot.log[-6000:]


def selfies() -> tuple[list[bytes], bytes]:
    """Three photos of one drawn person, and a fourth as an iPhone keeps it."""
    *album, last = (drawn.person(2, occasion=occasion) for occasion in range(4))
    return [drawn.jpeg(photo) for photo in album], drawn.heic(last)


async def agree(ada: Person) -> None:
    """From the first word to the request for photos."""
    ada.says("/start")
    await ada.chat.offers("I agree", START_S)
    ada.presses("I agree")
    await ada.chat.says("send me your selfies")


async def send_photos(ada: Person) -> Shown:
    """An album and a file, each with its verdict in one list."""
    album, heic = selfies()
    ada.sends_album(album)
    ada.sends_file(heic, "IMG_2044.HEIC", "application/octet-stream")
    board, _ = await ada.chat.offers("Go on with 4 photos", CHECKS_S)
    return board


async def choose(ada: Person, *looks: str) -> None:
    """From photos to the summary, each menu edited in place."""
    ada.presses("Go on with 4 photos")
    for number, look in enumerate(looks, start=1):
        await ada.chat.offers(look)
        ada.presses(look)
        await ada.chat.offers(f"Go on with {number} look")
    ada.presses("Go on with")
    await ada.chat.offers("As each look has it")
    ada.presses("As each look has it")
    await ada.chat.offers(f"Make {2 * len(looks)} portraits")


def albums(ada: Person) -> list[list[Shown]]:
    """The albums the bot has shown."""
    names = dict.fromkeys(m.album for m in ada.chat.bot_says if m.album)
    return [[m for m in ada.chat.bot_says if m.album == name] for name in names]


def files(ada: Person) -> list[Shown]:
    """The files the bot has sent."""
    return [m for m in ada.chat.bot_says if m.document is not None]


async def test_from_hello_to_portraits_to_nothing_left(server: TelegramServer, tmp_path: Path) -> None:
    """The visit people come for, and the right to be forgotten at its end."""
    ada = server.person()
    async with running(server, tmp_path):
        await agree(ada)
        board = await send_photos(ada)
        assert board.text.startswith("Photos that count: 4 of 4.")
        assert board.edits > 0, "one list, edited as the verdicts come"
        await choose(ada, "LinkedIn", "Creative")
        ada.presses("Make 4 portraits")
        over = await ada.chat.says("✅ Finished", ORDER_S)
        assert any("▓" in text for text in over.texts), f"progress was shown: {over.texts}"
        await ada.chat.says("These 4 portraits are yours", after=over.id)

        [album] = albums(ada)
        assert len(album) == 4
        assert album[0].text == "Here are your 4 portraits."
        assert len(files(ada)) == 4
        for shown in files(ada):
            with Image.open(io.BytesIO(shown.document or b"")) as portrait:
                assert portrait.format == "JPEG"
                assert portrait.width >= 1024
        numbers = [over.id, album[-1].id, files(ada)[0].id, files(ada)[-1].id, ada.chat.last_number]
        assert numbers == sorted(numbers), "the album, its files, then what one can do next"

        ada.says("/delete")
        await ada.chat.offers("Yes, delete everything")
        ada.presses("Yes, delete everything")
        receipt = await ada.chat.says("This is your receipt", 60)
        assert "4 selfies, 4 portraits, 1 order," in receipt.text
        ada.says("/results")
        await ada.chat.says("I am an automated headshot studio", after=receipt.id)


async def test_a_bot_killed_in_mid_conversation_answers_everything_once(server: TelegramServer, tmp_path: Path) -> None:
    """A power cut must not swallow anybody's words, nor make the bot repeat itself."""
    ada, bob = server.person(1001), server.person(1002)
    async with running(server, tmp_path) as bot:
        ada.says("/start")
        await ada.chat.offers("I agree", START_S)
        await until(lambda: unsaid(tmp_path) == 0, "the bot at rest")
        # Telegram forgets these updates at this moment: only the inbox knows them.
        server.once("acknowledge", bot.kill)
        ada.says("/privacy")
        bob.says("/privacy")
        await bot.restart()
        for person in (ada, bob):
            await person.chat.says("How your photos are treated", START_S)
        last = ada.says("/delete")
        await ada.chat.says("Delete everything?", after=last.id)
        for person in (ada, bob):
            assert len(person.chat.found("How your photos are treated")) == 1, person.chat.transcript


def unsaid(folder: Path) -> int:
    """How many messages wait in the outbox."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    count = connection.execute("SELECT count(*) FROM messages WHERE state = 'pending'").fetchone()[0]
    connection.close()
    return int(count)


async def test_a_bot_killed_at_the_worst_moments_makes_and_shows_an_order_once(
    server: TelegramServer, tmp_path: Path
) -> None:
    """Pressing "Make" must give one order, one album and each file once, whenever the power fails."""
    ada = server.person()
    async with running(server, tmp_path) as bot:
        await agree(ada)
        await send_photos(ada)
        await choose(ada, "LinkedIn")
        server.once("answerCallbackQuery", bot.kill)  # the press is committed, its answer perhaps not
        ada.presses("Make 2 portraits")
        await bot.restart()
        server.once("sendMediaGroup", bot.kill)  # shown, and nobody there to hear it
        await ada.chat.until(lambda _: bool(albums(ada)), "an album", ORDER_S)
        await bot.restart()
        server.once("editMessageMedia", bot.kill)
        await ada.chat.until(lambda _: bool(files(ada)), "a file", START_S)
        await bot.restart()
        await ada.chat.says("These 2 portraits are yours", START_S)
        assert [len(album) for album in albums(ada)] == [2], ada.chat.transcript
        assert sorted(m.filename for m in files(ada)) == ["headshot-linkedin-1.jpg", "headshot-linkedin-2.jpg"]
        assert len(ada.chat.found("In full size")) == 0, "no placeholder is left over"
        ada.says("/status")
        await ada.chat.says("No portraits are being made just now")


async def test_a_second_bot_with_the_same_token_ends_with_a_sentence(server: TelegramServer, tmp_path: Path) -> None:
    """An operator who starts it twice must read why, not a traceback."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    ada = server.person()
    async with running(server, tmp_path / "one", ends=1) as first:
        ada.says("/start")
        await ada.chat.offers("I agree", START_S)
        async with running(server, tmp_path / "two"):
            assert await first.ended() == 1
    assert "Stop the other bot" in first.log
    assert "Traceback" not in first.log
    assert TOKEN not in first.log


async def test_a_wrong_token_ends_with_the_name_of_the_setting(server: TelegramServer, tmp_path: Path) -> None:
    """The commonest mistake of a first start."""
    async with running(server, tmp_path, token="1234567890:" + "x" * 35, ends=1) as bot:
        assert await bot.ended() == 1
    assert "TELEGRAM_TOKEN" in bot.log
    assert "x" * 35 not in bot.log
    assert "Traceback" not in bot.log
