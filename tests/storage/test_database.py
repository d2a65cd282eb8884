"""The database itself: opened, migrated, shared, interrupted."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from storage import StorageError, messages, people
from storage.changes import Change, Draft, NewComparison
from storage.database import Conflict, Database, migrate
from storage.people import Person
from storage.tables import metadata
from storage.turns import commit
from storage.vault import Vault
from tests.storage.lives import live
from tests.storage.test_faults import content


async def test_the_migrations_make_exactly_the_tables_the_code_speaks_of(database: Database) -> None:
    """A column that only the code knows would fail in front of the first person who needs it."""

    def differences(connection: Connection) -> list[object]:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    async with database.reading() as connection:
        assert await connection.run_sync(differences) == []


ADDED_SINCE = (
    ("people", "budget_day"),
    ("people", "budget_used"),
    ("orders", "rating"),
    ("portraits", "rating"),
    ("messages", "platform"),
    ("messages", "address"),
)


async def test_people_of_the_first_release_are_there_after_the_upgrade(database: Database, vault: Vault) -> None:
    """Who upgrades in the middle of somebody's visit loses neither them nor what they sent."""
    ann = await live(database, vault, "ann")
    before = {name: rows for name, rows in (await content(database)).items() if name != "comparisons"}
    async with database.transaction() as connection:
        for table in ("comparisons", "chats", "link_codes", "bans", "switches", "broadcasts"):
            await connection.execute(text(f"DROP TABLE {table}"))
        for table, column in ADDED_SINCE:
            await connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        await connection.run_sync(migrate)
    assert await commit(database, Change(ann.id, 9.0, new_comparison=NewComparison(1, "{}")))

    after = await content(database)
    assert len(after.pop("comparisons")) == 1
    assert after == before


async def test_a_database_of_a_newer_version_is_refused(sqlite: Database, tmp_path: Path) -> None:
    """Going back to an older program must not garble what a newer one wrote."""
    async with sqlite.transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version"):
        await Database.open(f"sqlite:///{tmp_path}/bot.sqlite")


async def test_sqlite_keeps_its_promises_by_its_settings(sqlite: Database) -> None:
    """What was accepted survives a power cut, and what was erased is overwritten."""
    async with sqlite.reading() as connection:
        for pragma, value in {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}.items():
            assert (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar_one() == value, pragma


async def test_an_erasure_waits_for_a_backup_and_nobody_waits_for_the_erasure(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One /delete while the operator copies the file must not silence the bot, nor leave a byte behind."""
    monkeypatch.setattr("storage.sqlite.WAL_IS_SAFE", True)
    copying = sqlite3.connect(tmp_path / "bot.sqlite", isolation_level=None)
    copying.execute("PRAGMA journal_mode=WAL")
    copying.execute("BEGIN")
    copying.execute("SELECT * FROM people").fetchall()
    await people.meet(sqlite, "local", "erased", "en", 1.0)
    scrubbing = asyncio.create_task(sqlite.scrub())
    async with asyncio.timeout(5):
        for number in range(3):
            await people.meet(sqlite, "local", str(number), "en", 1.0)
            await asyncio.sleep(0)
    log = tmp_path / "bot.sqlite-wal"
    assert not scrubbing.done()
    assert b"erased" in log.read_bytes()
    copying.close()
    await asyncio.wait_for(scrubbing, 5)
    assert log.read_bytes() == b""


async def test_only_the_owner_can_read_the_file(sqlite: Database, tmp_path: Path) -> None:
    """Other accounts of the machine have no business in people's conversations."""
    assert (tmp_path / "bot.sqlite").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "", "sqlite"])
async def test_a_url_that_cannot_be_used_is_answered_with_the_setting_to_mend(url: str) -> None:
    """An operator who mistyped DATABASE_URL reads which setting it is."""
    with pytest.raises(StorageError, match="DATABASE_URL"):
        await Database.open(url)


async def test_a_server_out_of_reach_is_named_without_its_password(unused_tcp_port: int) -> None:
    """The log an operator pastes into a question must not hold the password."""
    with pytest.raises(StorageError) as caught:
        await Database.open(f"postgresql://bot:hunter2@127.0.0.1:{unused_tcp_port}/headshots")
    assert "could not be reached" in str(caught.value)
    assert "hunter2" not in repr(caught.value) + repr(caught.value.__cause__)


async def test_an_exception_in_a_transaction_undoes_all_of_it(database: Database, ann: Person) -> None:
    """Half an answer stored would leave somebody in a conversation that never was."""

    async def fail_half_way() -> None:
        async with database.transaction() as connection:
            await connection.execute(metadata.tables["people"].update().values(language="de"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_half_way()
    assert await people.find(database, ann.id) == ann


async def test_a_row_that_must_be_unique_is_a_conflict_that_quotes_nobody(database: Database, ann: Person) -> None:
    """An error ends up in a log, and a log must not hold addresses."""
    with pytest.raises(Conflict) as caught:
        await people.note(database, ann.platform, ann.address, "en", 1.0)
    assert ann.address not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_hundred_people_at_once_are_all_remembered(database: Database) -> None:
    """A busy minute must lose nobody to a locked database."""
    met = await asyncio.gather(*(people.meet(database, "local", str(n % 50), "en", 1.0) for n in range(100)))
    assert len({person.id for person in met}) == 50


async def test_a_cancelled_task_leaves_the_database_usable(database: Database, ann: Person) -> None:
    """The bot is stopped in mid-work or a platform times out: the next person must still be answered."""
    for turns_of_the_loop in range(60):
        task = asyncio.create_task(commit(database, Change(ann.id, 1.0, messages=(Draft(None, "half"),) * 3)))
        for _ in range(turns_of_the_loop):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    before = await messages.history(database, ann.id, "telegram")
    assert len(before) % 3 == 0
    assert await commit(database, Change(ann.id, 1.0, messages=(Draft(None, "whole"),)))
    assert len(await messages.history(database, ann.id, "telegram")) == len(before) + 1
