"""A crowd of one, and an operator's day: real bot and worker processes, over Telegram.

Fairness is measured by what is finished first, never by the clock. The worker accepts every photo and makes a portrait
in an instant, so that the line is all there is to wait for.
"""

import base64
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.prompts import MAX_UNFINISHED
from tests.bot_process import BotProcess
from tests.journeys.test_telegram import START_S, agree, running, server
from tests.telegram_chat import Person
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.telegram_world import jpeg
from tests.waiting import until

__all__ = ["server"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

WORKER = ("-m", "tests.inference.quick_worker")
KEY = base64.b64encode(bytes(32)).decode()
SWEPT_S = 60.0  # a sweep, the start of a worker, and a busy machine
PRESSES = 50
BOSS = 1099


@asynccontextmanager
async def working(folder: Path, redis_url: str) -> AsyncGenerator[None]:
    """The quick worker beside the bot that keeps its things in `folder`."""
    (folder / "worker").mkdir(exist_ok=True)
    settings = {"REDIS_URL": redis_url, "DATA_DIR": str(folder), "MASTER_KEY": KEY}
    worker = BotProcess(folder / "worker", settings, WORKER)
    await worker.start()
    try:
        yield
    finally:
        await worker.stop()


async def send_photo(person: Person) -> None:
    """Agree, and send one photo that counts."""
    await agree(person)
    person.sends_photo(jpeg())
    await person.chat.offers("Go on with 1 photo", SWEPT_S)


async def order(person: Person) -> None:
    """From the photo to an order that is taken."""
    person.presses("Go on with 1 photo")
    for step in ("LinkedIn", "Go on with 1 look", "As each look has it", "Make 2 portraits"):
        await person.chat.offers(step, START_S)
        person.presses(step)


def finished(folder: Path) -> list[str]:
    """Whose orders are finished, by the address of each, in the order they were."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    ended = "SELECT address FROM orders JOIN people ON people.id = person_id WHERE state = 'done' ORDER BY finished_at"
    found = [str(address) for (address,) in connection.execute(ended)]
    connection.close()
    return found


async def test_fifty_orders_at_once_of_one_person_delay_another_by_one(
    server: TelegramServer, tmp_path: Path, redis_url: str
) -> None:
    """Somebody hammers "Again" while somebody else waits for two portraits: they are next, not the fifty-first."""
    ada, bob = server.person(1001), server.person(1002)
    async with running(server, tmp_path, REDIS_URL=redis_url, MASTER_KEY=KEY):
        async with working(tmp_path, redis_url):
            await send_photo(ada)
            await send_photo(bob)
            await order(ada)
            menu, _ = await ada.chat.offers("Again", SWEPT_S)
        for _ in range(PRESSES):
            ada.presses("Again", menu)
        await ada.chat.until(
            lambda chat: len(chat.found("orders on the way")) == PRESSES - MAX_UNFINISHED, "every press answered", 120
        )
        await order(bob)
        await until(lambda: placed(tmp_path) == 1 + MAX_UNFINISHED + 1, "every order in the database", START_S)
        async with working(tmp_path, redis_url):
            await until(lambda: len(finished(tmp_path)) == 1 + MAX_UNFINISHED + 1, "every order", SWEPT_S)

    first, *others = finished(tmp_path)
    assert first == "1001"
    assert others.index("1002") <= 1, others
    assert others.count("1001") == MAX_UNFINISHED


def placed(folder: Path) -> int:
    """How many orders there are."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    count = connection.execute("SELECT count(*) FROM orders").fetchone()[0]
    connection.close()
    return int(count)


async def test_an_operator_pauses_restarts_resumes_announces_and_bans(
    server: TelegramServer, tmp_path: Path, redis_url: str
) -> None:
    """Maintenance as it goes: a pause that holds over a kill, nothing lost by it, and a word to everybody."""
    ada, eve, boss = server.person(1001), server.person(1002), server.person(BOSS)
    started = running(server, tmp_path, REDIS_URL=redis_url, MASTER_KEY=KEY, ADMINS=f"telegram:{BOSS}")
    async with started as bot, working(tmp_path, redis_url):
        await send_photo(ada)
        await agree(eve)
        boss.says("/pause")
        await boss.chat.says("Paused, also after a restart", START_S)
        await order(ada)
        await ada.chat.says("Your order is safe and keeps its place", START_S)
        bot.kill()
        await bot.restart()
        boss.says("/queue")
        line = await boss.chat.says("1 unfinished order", START_S)
        assert "waiting" in line.text
        boss.says("/resume")
        await boss.chat.says("Going on: 1 waiting", START_S)
        await ada.chat.says("✅ Finished", SWEPT_S)

        boss.says("/broadcast We are back.\nThank you for *waiting*.")
        await boss.chat.says("It would reach 2 people", START_S)
        await boss.chat.offers("Send", START_S)
        boss.presses("Send")
        await boss.chat.says("2 people have it", START_S)
        for person in (ada, eve):
            await person.chat.says("We are back.\nThank you for *waiting*.", START_S)

        boss.says("/ban telegram:1002")
        await boss.chat.says("Banned: 1 chat", START_S)
        eve.says("/help")
        await eve.chat.says("stopped serving this chat", START_S)
        last = eve.says("/help")
        boss.says("/stats")
        await boss.chat.says("2 agreed", START_S)
        eve.says("/delete")
        await eve.chat.says("Delete everything?", START_S, after=last.id)
        assert len(eve.chat.found("", after=last.id)) == 1, "and nothing else was answered"
