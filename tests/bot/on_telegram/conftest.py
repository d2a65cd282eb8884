"""A Telegram of our own, an empty database and a conversation that listens, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.telegram_world import Listening


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of our own; every test ends with a look at what the bot did wrong."""
    if not SPEC_FILE.exists():
        pytest.skip(MISSING)
    server = await TelegramServer().start()
    yield server
    await server.stop()
    assert server.breaches == []


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database in a file."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite'}")
    yield database
    await database.close()


@pytest.fixture
async def talk(database: Database) -> Listening:
    """A conversation that listens."""
    return Listening(database)


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same patience in smaller portions: pauses between attempts are short, and a start says less of itself."""
    monkeypatch.setattr("bot.telegram_menu.LANGUAGES", ("en", "de"))
    monkeypatch.setattr("bot.telegram_wire.FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr("bot.telegram_polling.STORE_AGAIN_S", 0.1)
    monkeypatch.setattr("bot.telegram_files.PAUSES_S", (0.02, 0.02, 0.02))
    monkeypatch.setattr("bot.on_telegram.STOP_S", 0.3)
    monkeypatch.setattr("bot.on_telegram.TRIES_S", (0.02, 0.02))
