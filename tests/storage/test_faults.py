"""Faults of the disk and of the power: nothing half stored, nothing broken, and everything goes on afterwards."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from storage import StorageError, erasure, inbox, people, turns
from storage.changes import Change, Draft, NewComparison, NewOrder, NewSelfie
from storage.database import Database
from storage.people import Person
from storage.tables import metadata
from storage.vault import Vault
from tests.storage.lives import live

OPERATIONS = 200  # more than any of these needs


@contextmanager
def failing(nth: int) -> Generator[list[int]]:
    """Every database fails its `nth` statement or commit, once. The list holds how many there were."""
    count = [0]

    def fail(*_: object) -> None:
        count[0] += 1
        if count[0] == nth:
            raise OperationalError("failed on purpose", None, sqlite3.OperationalError("disk I/O error"))

    for moment in ("before_cursor_execute", "commit"):
        event.listen(Engine, moment, fail)
    try:
        yield count
    finally:
        for moment in ("before_cursor_execute", "commit"):
            event.remove(Engine, moment, fail)


async def try_to_commit(database: Database, change: Change, complaint: str) -> bool:
    """Whether the change was stored; an error must hold the words of `complaint`."""
    said = complaint
    try:
        return await turns.commit(database, change)
    except StorageError as error:
        said = str(error)
        return False
    finally:
        assert complaint in said


async def content(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    async with database.reading() as connection:
        return {
            table.name: [tuple(row) for row in await connection.execute(table.select())]
            for table in metadata.sorted_tables
        }


def assert_whole(tmp_path: Path) -> None:
    """SQLite itself finds nothing wrong, also after reading back whatever journal was left."""
    connection = sqlite3.connect(tmp_path / "bot.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def an_answer(person: Person, delivered: int | None = None) -> Change:
    """An answer that touches every table it can."""
    return Change(
        person.id,
        5.0,
        session="new " * 2000,
        delivered=delivered,
        messages=(Draft(None, "new"), Draft("place", "new")),
        consent="new",
        forget_selfies=(f"selfie-{person.id}",),
        new_selfie=NewSelfie("new", "new"),
        compared=1,
        new_comparison=NewComparison(2, "new"),
        new_order=NewOrder("new", "{}", 7, 2),
        fence=(person.id[::-1], 1),
        order_state=(person.id[::-1], "done"),
    )


async def test_wherever_the_database_fails_an_answer_is_stored_whole_or_not_at_all(
    sqlite: Database, vault: Vault, tmp_path: Path
) -> None:
    """A person must never be told of an order that was not stored, or have one they were not told of."""
    ann = await live(sqlite, vault, "ann")
    waiting = await inbox.waiting(sqlite, "telegram")
    before, nth, stored = await content(sqlite), 0, False
    for nth in range(1, OPERATIONS):
        with failing(nth) as count:
            stored = await try_to_commit(sqlite, an_answer(ann, waiting[0].id), "disk I/O error")
        if count[0] < nth:
            break
        assert not stored
        assert await content(sqlite) == before, f"half stored when operation {nth} failed"
    assert stored
    assert nth > 12
    assert await inbox.waiting(sqlite, "telegram") == waiting[1:]
    assert_whole(tmp_path)


STEPS: dict[str, Callable[[Database, Vault, Person], Awaitable[object]]] = {
    "receive": lambda database, _, __: inbox.receive(database, "telegram", [(1, "a", "{}"), (2, "b", "{}")], 9.0),
    "meet": lambda database, _, __: people.meet(database, "local", "somebody new", "en", 9.0),
    "erase": lambda database, vault, person: erasure.erase(database, vault, person.id, 9.0),
    "expire": lambda database, vault, _: erasure.expire(database, vault, 9e9, 1, 1),
    "sweep": lambda database, vault, _: erasure.sweep_orphans(database, vault, 9e9, 168),
}


@pytest.mark.parametrize("step", STEPS)
async def test_whatever_fails_can_be_done_again(sqlite: Database, vault: Vault, tmp_path: Path, step: str) -> None:
    """A sweep that failed is repeated ten seconds later, and must then find everything as it should be."""
    ann = await live(sqlite, vault, "ann")
    await turns.commit(sqlite, Change(ann.id, 9.0, order_state=(ann.id[::-1], "done")))
    nth = 0
    for nth in range(1, OPERATIONS):
        with failing(nth) as count:
            try:
                await STEPS[step](sqlite, vault, ann)
            except StorageError:
                continue
        assert count[0] < nth, "a fault was swallowed"
        break
    assert nth > 2
    assert_whole(tmp_path)
    if step == "erase":
        ((_, receipt),) = await erasure.owed_receipts(sqlite)
        assert (receipt.objects, receipt.selfies) == (3, 1)
        assert await vault.subjects() == ()


@contextmanager
def files_up_to(size: int) -> Generator[None]:
    """No file of this process can grow beyond `size` bytes: what a full disk does, at a place of our choosing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_wherever_the_disk_is_full_an_answer_is_stored_whole_or_not_at_all(
    sqlite: Database, vault: Vault, tmp_path: Path
) -> None:
    """A full disk happens; it must cost an error message, not the database, and end when there is room again."""
    ann = await live(sqlite, vault, "ann")
    before, full, stored = await content(sqlite), 0, False
    size = (tmp_path / "bot.sqlite").stat().st_size
    for room in [*range(0, 40_000, 1500), *range(size - 4096, 2 * size + 400_000, 3000)]:
        with files_up_to(room):
            stored = await try_to_commit(sqlite, an_answer(ann), "full")
        if stored:
            break
        full += 1
        assert await content(sqlite) == before, f"half stored with room for {room} bytes"
    assert stored
    assert full > 20
    assert_whole(tmp_path)


async def test_a_vault_on_a_full_disk_says_so_and_keeps_what_it_has(vault: Vault) -> None:
    """The worker tells a person that the disk is full from these words."""
    await vault.enrol("ann")
    await vault.put("ann", "a", b"small")
    with files_up_to(10_000), pytest.raises(StorageError, match=r"could not keep blobs/ann/b.*Is its disk full"):
        await vault.put("ann", "b", bytes(1_000_000))
    assert await vault.names("ann") == ("a",)
    await vault.put("ann", "b", bytes(1_000_000))
    assert await vault.get("ann", "a") == b"small"


@pytest.mark.slow
@pytest.mark.parametrize("act", ["answer", "erase"])
async def test_a_kill_at_any_moment_is_survived(act: str, tmp_path: Path) -> None:
    """kill -9 between any two steps: an answer is whole or not there, and an erasure is finished after the restart."""
    worlds = deaths(act, tmp_path)
    assert len(worlds) > 30
    outcomes = {await (survived if act == "answer" else erased)(world) for world in worlds}
    assert outcomes == {False, True}  # deaths before and after the moment that counts


def deaths(act: str, folder: Path) -> list[Path]:
    """What a process that was killed at one step after another left behind each time."""
    command = [sys.executable, "-m", "tests.storage.dying", act, str(folder)]
    subprocess.run(command, check=True, timeout=300, cwd=Path(__file__).parents[2])
    return sorted(folder.glob("death-*"))


async def survived(world: Path) -> bool:
    """Whether the answer is stored, having looked that it is so wholly or not at all."""
    database = await Database.open(f"sqlite:///{world}/bot.sqlite")
    rows = await content(database)
    await database.close()
    assert_whole(world)
    traces = [
        any("new" in row for row in rows["selfies"]),
        any("new" in row for row in rows["orders"]),
        any("new" in row for row in rows["messages"]),
        any("new" in row for row in rows["people"]),
        any(row[1].startswith("new") for row in rows["sessions"] if isinstance(row[1], str)),
    ]
    assert len(set(traces)) == 1, f"half an answer in {world}"
    return traces[0]


async def erased(world: Path) -> bool:
    """Whether the rows were gone when the process died, having finished the erasure as the bot does at its start."""
    database = await Database.open(f"sqlite:///{world}/bot.sqlite")
    vault = Vault.open(str(world / "vault"), bytes(range(32)))
    unfinished = await erasure.unfinished(database)
    somebody = await people.find_by_address(database, "telegram", "ann")
    if somebody is not None and not unfinished:  # died before the mark: nothing had been promised yet
        assert len(await vault.names(somebody.id)) == 3
        await erasure.begin(database, somebody.id)
    for person_id in await erasure.unfinished(database):
        await erasure.erase(database, vault, person_id, 9.0)
    ((number, receipt),) = await erasure.owed_receipts(database)
    await erasure.receipt_sent(database, number)
    left = await content(database)
    await database.close()

    assert_whole(world)
    assert (receipt.objects, receipt.selfies, receipt.portraits) == (3, 1, 2)
    assert [path.name for path in (world / "vault").rglob("*") if path.is_file()] == []
    assert [name for name, rows in left.items() if rows] == ["inbox"]
    return somebody is None
