"""Whole visits over Discord: a real bot process with its own worker, real gateway and HTTP, people who are drawn.

Where something is not seen in time, the failure prints all the person can see and the end of the bot's log.
"""

import io
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PIL import Image

from tests import drawn
from tests.bot_process import BotProcess
from tests.discord_chat import Message
from tests.discord_pace import EDIT, SEND
from tests.discord_person import Person
from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

START_S = 60.0
CHECKS_S = 90.0  # four photos, the worker's own start included
ORDER_S = 240.0  # four portraits on a busy machine with two cores


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own; every visit must have been without a breach of its rules."""
    server = await DiscordServer().start()
    server.gateway.identify_every_s = 0  # killed and started at once, as no operator would
    yield server
    await server.stop()
    assert await server.settle() == []
    assert server.guild.public_messages == [], "nothing of anybody is said in public"


@asynccontextmanager
async def running(
    server: DiscordServer, folder: Path, token: str = TOKEN, ends: int = 0, **settings: str
) -> AsyncGenerator[BotProcess]:
    """The bot, with nothing set but Discord, where to keep things and `settings`; it must end with this status."""
    bot = BotProcess(folder, {"DISCORD_TOKEN": token, "DISCORD_API_URL": server.url, **settings})
    await bot.start()
    try:
        if not ends:
            await until(lambda: server.gateway.connected and server.commands, "the bot listening", START_S)
        yield bot
    except BaseException:
        print(bot.log[-6000:])  # noqa: T201 - pytest shows it with the failure
        raise
    finally:
        status = await bot.stop()
    assert status == ends, bot.log[-6000:]


def selfies() -> list[tuple[str, bytes]]:
    """Three photos of one drawn person, and a fourth as an iPhone keeps it."""
    *photos, last = (drawn.person(2, occasion=occasion) for occasion in range(4))
    named = [(f"IMG_{number}.jpg", drawn.jpeg(photo)) for number, photo in enumerate(photos)]
    return [*named, ("IMG_2044.HEIC", drawn.heic(last))]


async def agree(ada: Person) -> None:
    """From the first word to the request for photos."""
    ada.command("headshot")
    await ada.offers("I agree", START_S)
    ada.press("I agree")
    await ada.sees("send me your selfies")


async def send_photos(ada: Person) -> Message:
    """Four files in one message, each with its verdict in one list."""
    ada.send("", selfies())
    return (await ada.offers("Go on with 4 photos", CHECKS_S))[0]


async def choose(ada: Person, *looks: str) -> None:
    """From photos to the summary, by menus of several."""
    ada.press("Go on with 4 photos")
    menu = await ada.sees("Choose up to 3 looks")
    await ada.until(lambda _: menu.selects, "a menu of looks")
    ada.choose(*looks)
    await ada.offers(f"Go on with {len(looks)} look")
    ada.press("Go on with")
    await ada.sees("Which background?")
    ada.choose("As each look has it")
    await ada.offers(f"Make {2 * len(looks)} portraits")


def albums(ada: Person) -> list[Message]:
    """The albums the bot has shown."""
    return [message for message in ada.bot_says if message.gallery and message.text.startswith("Here ")]


async def test_from_hello_to_portraits_to_nothing_left(server: DiscordServer, tmp_path: Path) -> None:
    """The visit people come for, and the right to be forgotten at its end."""
    ada = server.person()
    async with running(server, tmp_path):
        await agree(ada)
        board = await send_photos(ada)
        assert board.text.startswith("Photos that count: 4 of 4.")
        assert board.edits > 0, "one list, edited as the verdicts come"
        await ada.until(lambda _: board.gallery, "the overview", CHECKS_S)
        await choose(ada, "LinkedIn", "Creative")
        ada.press("Make 4 portraits")
        over = await ada.sees("✅ Finished", ORDER_S)
        assert any("▓" in text for text in over.texts), f"progress was shown: {over.texts}"
        await ada.sees("These 4 portraits are yours", after=over.id)

        [album] = albums(ada)
        assert album.text == "Here are your 4 portraits."
        assert len(album.gallery) == 4
        for shown in album.gallery:
            with Image.open(io.BytesIO(shown.data)) as portrait:
                assert portrait.format == "JPEG"
                assert portrait.width >= 1024

        ada.command("delete")
        await ada.offers("Yes, delete everything")
        ada.press("Yes, delete everything")
        receipt = await ada.sees("This is your receipt", 60)
        assert "4 selfies, 4 portraits, 1 order," in receipt.text
        ada.command("results")
        await ada.sees("I am an automated headshot studio", after=receipt.id)
        await ada.until(lambda _: ada.ephemerals == [], "nothing left of any thinking", 30)


async def test_a_bot_killed_at_the_worst_moments_makes_and_shows_an_order_once(
    server: DiscordServer, tmp_path: Path
) -> None:
    """Pressing "Make" must give one order and one album, whenever the power fails; nothing said meanwhile is lost."""
    ada = server.person()
    async with running(server, tmp_path) as bot:
        await agree(ada)
        bot.kill()
        await bot.ended()
        ada.send("", selfies())  # nobody is there to hear it
        await bot.start()
        await ada.offers("Go on with 4 photos", CHECKS_S)
        await choose(ada, "LinkedIn")
        server.once(EDIT, bot.kill)  # the placeholder is shown, its next edit is too
        ada.press("Make 2 portraits")
        await bot.restart()
        await ada.sees(" of 2 finished", ORDER_S)

        def at_the_album() -> None:
            if albums(ada):
                bot.kill()  # shown, and nobody there to hear it
            else:
                server.once(SEND, at_the_album)

        server.once(SEND, at_the_album)
        await ada.until(lambda _: bool(albums(ada)), "an album", ORDER_S)
        before = server.gateway.identified
        await bot.restart()
        await ada.sees("These 2 portraits are yours", START_S)
        assert [len(album.gallery) for album in albums(ada)] == [2], ada.transcript
        # What was left to say is said at once; a command is lost by Discord while nobody listens.
        await until(lambda: server.gateway.identified > before and server.gateway.connected, "the bot back", START_S)
        ada.command("status")
        await ada.sees("No portraits are being made just now")


async def test_a_wrong_token_ends_with_the_name_of_the_setting(server: DiscordServer, tmp_path: Path) -> None:
    """The commonest mistake of a first start."""
    async with running(server, tmp_path, token="x" * 59, ends=1) as bot:
        assert await bot.ended() == 1
    assert "DISCORD_TOKEN" in bot.log
    assert "x" * 59 not in bot.log
    assert "Traceback" not in bot.log
