"""What is left in the logs at DEBUG of a person who goes the whole way, with everything that can go wrong on it.

Both platforms, one bot process with its own worker, all that they print. The bot's tokens, keys and codes, and of the
person their names, numbers, words, files and addresses of files, are looked for as they are, as they stand in an
address, and in base64.
"""

import base64
import re
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import pytest
from aiohttp import web

from tests import discord_pace, drawn, telegram_server
from tests.bot_process import BotProcess
from tests.discord_person import Person as DiscordPerson
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.telegram_chat import Person as TelegramPerson
from tests.telegram_server import TelegramServer
from tests.telegram_spec import SPEC_FILE as TELEGRAM_SPEC_FILE
from tests.waiting import until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SPEC_FILE.exists() and TELEGRAM_SPEC_FILE.exists()), reason=MISSING),
]

PATIENCE_S = 90.0
ORDER_S = 240.0  # two portraits on a busy machine with two cores
NAME: Final = "Quillfeather"
WORDS: Final = "my xylophone is purple"
FILES: Final = ("peppercorn", "marzipan", "thunderclap", "Kowalewska_passport", "periwinkle_cv")
TELEGRAM_ID: Final = 7_318_204_655
NAMES: Final = (NAME, "Sentinelova", f"ada{TELEGRAM_ID}")  # the second: of everybody on our Telegram
A_DEBUG_LINE: Final = "DEBUG bot.telegram_hints: a chat action was not shown"
SHORTEST: Final = 5
GARBLED: Final = f'{{"ok": true, "result": [{{"id": 1, "text": "{WORDS}", "first_name": "{NAME}'


class GarblingTelegram(TelegramServer):
    """Answers that end in the middle of somebody's words, once for each method of `garbles`."""

    garbles: set[str]

    async def _request(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["method"] in self.garbles:
            self.garbles.remove(request.match_info["method"])
            return web.Response(text=GARBLED, content_type="application/json")
        return await super()._request(request)


class GarblingDiscord(DiscordServer):
    """Answers that end in the middle of somebody's words, once for each HTTP method of `garbles`."""

    garbles: set[str]

    async def _request(self, request: web.Request) -> web.StreamResponse:
        if request.method in self.garbles and "/channels/" in request.path:
            self.garbles.remove(request.method)
            # Discord's own says nothing of a charset there, and the library reads no other.
            return web.Response(body=GARBLED.encode(), headers={"Content-Type": "application/json"})
        return await super()._request(request)


@dataclass(frozen=True)
class Platforms:
    """Both, and where Telegram's webhook would be."""

    telegram: GarblingTelegram
    discord: GarblingDiscord
    port: int
    key: str

    def settings(self, webhook: bool) -> dict[str, str]:
        """The bot's."""
        hook = {"TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram", "TELEGRAM_WEBHOOK_PORT": str(self.port)}
        return {
            "LOG_LEVEL": "DEBUG",
            "MASTER_KEY": self.key,
            "TELEGRAM_TOKEN": telegram_server.TOKEN,
            "TELEGRAM_API_URL": self.telegram.url,
            "DISCORD_TOKEN": self.discord.token,
            "DISCORD_API_URL": self.discord.url,
            **(hook if webhook else {}),
        }

    async def listened_to(self, webhook: bool) -> None:
        """Wait until the bot is there; a Telegram that is polled waits for it by itself."""

        def there() -> bool:
            discord = self.discord
            return discord.gateway.connected and bool(discord.commands and (self.telegram.webhook.url or not webhook))

        await until(there, "the bot listening", PATIENCE_S)

    def worsen(self) -> None:
        """One trouble of each kind where people are written to and heard, some where what is asked holds a secret."""
        for trouble in ("500", "drop before", "429", "502"):
            self.discord.fail(discord_pace.Fault(trouble, discord_pace.SEND))
            self.discord.fail(discord_pace.Fault(trouble, discord_pace.CALLBACK))
            for method in ("sendMessage", "sendChatAction", "answerCallbackQuery", "getUpdates"):
                self.telegram.fail(telegram_server.Fault(trouble, method))
        for trouble in ("drop before", "502"):  # more would be too many for one photo
            self.discord.fail(discord_pace.Fault(trouble, discord_pace.DOWNLOAD))
            self.telegram.fail(telegram_server.Fault(trouble, "download"))
        self.telegram.garbles |= {"getUpdates", "sendMessage", "getFile"}
        self.discord.garbles |= {"POST", "PATCH"}


@pytest.fixture
async def platforms() -> AsyncIterator[Platforms]:
    """A Telegram and a Discord of our own."""
    telegram, discord = GarblingTelegram(per_second=30), GarblingDiscord()
    telegram.garbles, discord.garbles = set(), set()
    discord.gateway.identify_every_s = 0  # killed and started at once, as no operator would
    await telegram.start()
    await discord.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    telegram.webhook.proxies["https://bot.example"] = f"http://127.0.0.1:{port}"
    yield Platforms(telegram, discord, port, base64.b64encode(secrets.token_bytes(32)).decode())
    await telegram.stop()
    await discord.stop()


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_whole_visit_leaves_nothing_of_anybody_in_the_logs(
    platforms: Platforms, tmp_path: Path, webhook: bool
) -> None:
    """Logs are copied, mailed and kept where nobody thinks of them: what a person told in confidence is not there."""
    bot = BotProcess(tmp_path, platforms.settings(webhook))
    await bot.start()
    try:
        ours = await visited(platforms, bot, webhook)
    except BaseException:
        print(bot.log[-6000:])  # noqa: T201 - pytest shows it with the failure
        raise
    finally:
        await bot.stop()
    assert A_DEBUG_LINE in bot.log
    assert found(bot.log, ours) == set()


async def visited(platforms: Platforms, bot: BotProcess, webhook: bool) -> set[str]:
    """Everything from the first word to the receipts; what must not be read of it anywhere."""
    on_discord, on_telegram = platforms.discord.person(NAME), platforms.telegram.person(TELEGRAM_ID)
    await platforms.listened_to(webhook)
    ours = {*NAMES, WORDS, *FILES, str(TELEGRAM_ID), str(on_discord.id), str(on_discord.dm.id), platforms.key}
    ours |= {telegram_server.TOKEN, platforms.discord.token}
    ours |= {str(secret) for name, secret in platforms.telegram.webhook.asked.items() if name == "secret_token"}
    await agree(on_discord, on_telegram)
    platforms.worsen()
    ours.add(await link(on_discord, on_telegram))
    await send_photos(on_discord, on_telegram)
    bot.kill()
    await bot.restart()
    await platforms.listened_to(webhook)
    await order(on_discord)
    await delete(on_discord, on_telegram)
    ours |= {one.token for one in platforms.discord.interactions.all}
    ours |= {str(number) for number in platforms.discord.world.cdn.files} | set(platforms.telegram.files)
    return ours


async def agree(on_discord: DiscordPerson, on_telegram: TelegramPerson) -> None:
    """On both, as two people."""
    on_discord.command("headshot")
    await on_discord.offers("I agree", PATIENCE_S)
    on_discord.press("I agree")
    await on_discord.sees("send me your selfies", PATIENCE_S)
    on_telegram.says("/start")
    await on_telegram.chat.offers("I agree", PATIENCE_S)
    on_telegram.presses("I agree")
    await on_telegram.chat.says("send me your selfies", PATIENCE_S)


async def link(on_discord: DiscordPerson, on_telegram: TelegramPerson) -> str:
    """Both chats become one person's; the code that did it."""
    on_telegram.says(WORDS)
    on_discord.send(WORDS)
    on_telegram.says("/link")
    told = await on_telegram.chat.says("In the other chat send /link", PATIENCE_S)
    code = next(line.split()[-1] for line in told.text.splitlines() if "/link" in line)
    on_discord.send(f"!link {code}")
    await on_discord.sees("both chats are one now", PATIENCE_S)
    return code


async def send_photos(on_discord: DiscordPerson, on_telegram: TelegramPerson) -> None:
    """Four that count, and two that nobody can read."""
    first, *more = (drawn.jpeg(drawn.person(2, occasion=occasion)) for occasion in range(4))
    on_telegram.sends_file(first, f"{FILES[4]}.jpg", "image/jpeg")
    on_telegram.sends_file(b"%PDF-1.7", f"{FILES[4]}.pdf", "application/pdf")
    await on_telegram.chat.says("Photos that count: 1 of 1", PATIENCE_S)
    on_discord.send(WORDS, [(f"{name}.jpg", photo) for name, photo in zip(FILES, more, strict=False)])
    on_discord.send("", [(f"{FILES[3]}.jpg", b"\xff\xd8\xff no picture")])
    await on_discord.offers("Go on with 4 photos", PATIENCE_S)


async def order(on_discord: DiscordPerson) -> None:
    """The cheapest order."""
    on_discord.press("Go on with 4 photos")
    await on_discord.sees("Choose up to 3 looks", PATIENCE_S)
    on_discord.choose("LinkedIn")
    await on_discord.offers("Go on with 1 look", PATIENCE_S)
    on_discord.press("Go on with 1 look")
    await on_discord.sees("Which background?", PATIENCE_S)
    on_discord.choose("As each look has it")
    await on_discord.offers("Make 2 portraits", PATIENCE_S)
    on_discord.press("Make 2 portraits")
    await on_discord.sees("These 2 portraits are yours", ORDER_S)


async def delete(on_discord: DiscordPerson, on_telegram: TelegramPerson) -> None:
    """Everything, everywhere."""
    on_telegram.says("/delete")
    await on_telegram.chat.offers("Yes, delete everything", PATIENCE_S)
    on_telegram.presses("Yes, delete everything")
    await on_telegram.chat.says("This is your receipt", PATIENCE_S)
    await on_discord.sees("This is your receipt", PATIENCE_S)


def found(log: str, ours: set[str]) -> set[str]:
    """What can be read in a log, in whatever letters."""
    assert all(len(one) >= SHORTEST for one in ours), "shorter ones stand in ordinary words"
    read = "\n".join(guises(log)).casefold()
    return {one for one in ours if one.casefold() in read}


def guises(log: str) -> Iterator[str]:
    """A log as it is, as what was quoted in it once, and what stands in it in base64, wherever that begins."""
    yield log
    yield unquote(log)
    for run in re.findall(r"[\w+/-]{8,}", log.replace("_", "/").replace("-", "+"), re.ASCII):
        for begin in range(4):
            whole = run[begin : begin + (len(run) - begin) // 4 * 4]
            yield base64.b64decode(whole).decode("latin-1")


def test_what_is_looked_for_is_found_in_every_guise() -> None:
    """A search that finds nothing anywhere proves nothing."""
    encoded = [base64.urlsafe_b64encode(b"?" * before + WORDS.encode() + b" and more").decode() for before in range(3)]
    for log in (WORDS.upper(), WORDS.replace(" ", "%20"), *encoded):
        assert found(f"at GET /x?y={log}\n", {WORDS, NAME}) == {WORDS}
