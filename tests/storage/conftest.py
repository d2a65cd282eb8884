"""Open databases and vaults for tests: every contract holds on SQLite and on PostgreSQL."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage import people
from storage.database import Database
from storage.people import Person
from storage.tables import metadata
from storage.vault import Vault
from tests.storage import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL for as long as the tests run: TEST_POSTGRES_URL, or one started here."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    bin_folder = postgres.programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL here: `apt-get install postgresql` or TEST_POSTGRES_URL lets this run")
    with tempfile.TemporaryDirectory(prefix="hs-pg-") as folder, postgres.running(Path(folder), bin_folder) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        opened = await Database.open(f"sqlite:///{tmp_path}/bot.sqlite")
    else:
        opened = await Database.open(request.getfixturevalue("postgres_url"))
        async with opened.transaction() as connection:
            for table in reversed(metadata.sorted_tables):
                await connection.execute(table.delete())
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite database, at tmp_path/bot.sqlite."""
    opened = await Database.open(f"sqlite:///{tmp_path}/bot.sqlite")
    yield opened
    await opened.close()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """A vault in the folder tmp_path/vault."""
    return Vault.open(str(tmp_path / "vault"), bytes(range(32)))


@pytest.fixture
async def ann(database: Database) -> Person:
    """Somebody."""
    return await people.meet(database, "telegram", "1001", "en", 100.0)
