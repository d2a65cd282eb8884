"""A Discord of our own, an empty database and a conversation that listens, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.on_discord.world import Listening
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own; every test ends with a look at what the bot did wrong."""
    if not SPEC_FILE.exists():
        pytest.skip(MISSING)
    server = await DiscordServer().start()
    yield server
    await server.stop()
    assert await server.settle() == []


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
    """The same patience in smaller portions: pauses between attempts are short."""
    monkeypatch.setattr("bot.on_discord.STORE_AGAIN_S", 0.1)
    monkeypatch.setattr("bot.on_discord.STOP_S", 0.3)
    monkeypatch.setattr("bot.on_discord.TRIES_S", (0.02, 0.02))
    monkeypatch.setattr("bot.discord_files.PAUSES_S", (0.02, 0.02, 0.02))
    monkeypatch.setattr("bot.discord_wire.PAUSES_S", (0.02, 0.02, 0.02))
    monkeypatch.setattr("bot.discord_gateway.FIRST_PAUSE_S", 0.02)
    monkeypatch.setattr("bot.discord_gateway.AGAIN_S", 0.05)
    monkeypatch.setattr("bot.discord_history.PACE_S", 0.01)
    monkeypatch.setattr("bot.discord_history.AGAIN_S", 0.05)
