"""Commands on Telegram: what is heard of them, where they are offered, and what groups are told, over real HTTP."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.conversation import COMMANDS
from bot.events import Command, Said
from bot.operators import COMMANDS as OPERATORS_COMMANDS
from bot.texts import LANGUAGES
from bot.turn import Text
from tests.telegram_server import Fault, TelegramServer
from tests.telegram_world import Listening, connected, jpeg, listening, texts
from tests.waiting import until

ADMIN = 1009


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/start", Command("start")),
        ("/START@headshots_test_bot", Command("start")),
        ("/start\nplease", Command("start", "please")),
        ("/start linkedin", Command("start", "linkedin")),
        ("/start " + "a" * 64, Command("start", "a" * 64)),
        ("/start " + "a" * 65, Command("start")),
        ("/start my whole life", Command("start")),
        ("/start <script>", Command("start")),
        ("/start link-ABCD2345", Command("link", "ABCD2345")),
        ("/link abcd2345", Command("link", "abcd2345")),
        ("/link ABCD-2345 ", Command("link", "ABCD2345")),
        ("/link ABCD 2345", Command("link", "ABCD2345")),
        ("/link", Command("link")),
        ("/link it please, thanks!", Command("link", "?")),
        ("/delete my photos", Command("delete")),
        ("/broadcast hello everybody", Command("broadcast")),
        ("/new.", Said()),
        ("/", Said()),
        ("hello /start", Said()),
    ],
)
async def test_a_command_is_heard_with_what_it_needs(
    server: TelegramServer, talk: Listening, text: str, heard: Command | Said
) -> None:
    """People arrive by links and from groups, and type codes as they please; the rest is nobody's business."""
    ada = server.person(language="de")
    async with listening(server, talk):
        ada.says(text)
        assert await talk.until(1) == [heard]
    assert talk.languages == {"de"}


async def test_an_operators_words_are_heard_whole(server: TelegramServer, talk: Listening) -> None:
    """An announcement has several lines, and must arrive as it was written."""
    words = "We move on Sunday.\n\n  * from 2 to 3 h\n" + "x" * 4000
    async with listening(server, talk, admins=(f"telegram:{ADMIN}", "discord:77")):
        server.person(ADMIN).says(f"/broadcast {words}")
        server.person(ADMIN).says("/help me")
        assert await talk.until(2) == [Command("broadcast", words), Command("help")]


async def test_what_follows_a_command_is_stored_of_operators_alone(
    server: TelegramServer, talk: Listening, tmp_path: Path
) -> None:
    """We promise that nothing people write is kept; somebody else's /broadcast is such a writing."""
    talk.gates |= {"1001": asyncio.Event(), str(ADMIN): asyncio.Event()}
    async with listening(server, talk, admins=(f"telegram:{ADMIN}",)):
        for text in ("/broadcast SENTINEL", "/link SENTI NEL!", "/start SENTI NEL", "/delete SENTINEL"):
            server.person(1001).says(text)
        server.person(ADMIN).says("/broadcast to all")
        await until(lambda: len(_payloads(tmp_path)) == 5, "five arrivals in the inbox")
        kept = " ".join(_payloads(tmp_path))
        for gate in talk.gates.values():
            gate.set()
        await talk.until(5)
    assert "SENTI" not in kept
    assert "to all" in kept


def _payloads(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "bot.sqlite")
    rows = [str(row[0]) for row in connection.execute("SELECT payload FROM inbox")]
    connection.close()
    return rows


async def test_each_audience_has_its_menu_in_every_language(server: TelegramServer, talk: Listening) -> None:
    """The menu is how people find /delete, operators their own commands, and groups the way out."""
    server.person(ADMIN).says("hello")
    async with listening(server, talk, admins=(f"telegram:{ADMIN}", "telegram:404")):
        await until(lambda: len(server.commands) == 6, "three menus in two languages")
    menus = {scope: [item["command"] for item in menu] for scope, menu in server.commands.items()}
    for code in ("", " de"):
        assert menus[f"all_private_chats{code}"] == list(COMMANDS)
        assert menus[f"chat {ADMIN}{code}"] == [*COMMANDS, *OPERATORS_COMMANDS]
        assert menus[f"all_group_chats{code}"] == ["start"]
    refused = [call for call in server.asked("setMyCommands", 400) if call.params["scope"]["chat_id"] == 404]
    assert refused, "the operator who never wrote was tried, and kept nobody from having a menu"


async def test_the_bot_describes_itself_and_does_not_repeat_itself(server: TelegramServer, talk: Listening) -> None:
    """Who opens the chat reads what the bot is before they press anything; Telegram allows few changes a day."""
    for _ in range(2):
        async with listening(server, talk):
            await until(lambda: set(server.profile.short_descriptions) == {"", "de"}, "both descriptions")
    assert "professional portraits" in server.profile.descriptions[""]
    assert "/delete" in server.profile.short_descriptions[""]
    assert len(server.asked("setMyDescription")) == 2
    assert len(server.asked("setMyShortDescription")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_describes_the_bot_fits_telegram(language: str) -> None:
    """Telegram refuses what is too long whole, and the chat would open without a word."""

    def units(name: str) -> int:
        return len(texts().say(language, Text(name)).encode("utf-16-le")) // 2

    assert units("telegram-description") <= 512
    assert units("telegram-short-description") <= 120
    names = ("start-in-group", *COMMANDS, *OPERATORS_COMMANDS)
    assert all(1 <= units(f"command-{name}") <= 256 for name in names)


async def test_a_bot_that_may_not_introduce_itself_talks_all_the_same(server: TelegramServer, talk: Listening) -> None:
    """Menus are nice to have; answers are what people came for."""
    server.fail(Fault("429", "setMyCommands", seconds=60))
    server.person().says("/start")
    async with connected(server, talk) as telegram:
        running = asyncio.create_task(telegram.run())
        assert await talk.until(1) == [Command("start")]
        assert len(server.asked("setMyCommands")) == 1, "nothing more is set before Telegram wants it"
        running.cancel()
        await asyncio.wait({running})


async def test_in_a_group_one_sentence_leads_to_the_private_chat(server: TelegramServer, talk: Listening) -> None:
    """Faces do not belong into groups: photos there are not even fetched."""
    ada = server.in_group(1001)
    async with listening(server, talk):
        ada.adds_bot()
        welcome = await ada.chat.says("in private")
        ada.sends_photo(jpeg())
        ada.says("hello everybody")
        ada.says("/start@some_other_bot")
        first = ada.says("/start@headshots_test_bot")
        await ada.chat.says("in private", after=first.id)
        server.person().says("/help")
        assert await talk.until(1) == [Command("help")]
    assert len(ada.chat.bot_says) == 2
    assert server.asked("getFile") == []
    assert welcome.buttons == {"💬 Open our chat": "https://t.me/headshots_test_bot?start=group"}
