"""Transactions that are kept together on SQLite: quicker for everybody, and for each as if they were alone."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.exc import OperationalError

from storage import StorageError
from storage.database import Conflict, Database
from storage.tables import inbox

MANY = 50


@contextmanager
def commits(do: Callable[[], object] = lambda: None) -> Generator[list[float]]:
    """When the database was about to commit; `do` is done then."""
    seen: list[float] = []

    def commit(_: object) -> None:
        seen.append(asyncio.get_running_loop().time())
        do()

    event.listen(Engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "commit", commit)


def fail() -> None:
    """As a bad disk does."""
    raise OperationalError("failed on purpose", None, sqlite3.OperationalError("disk I/O error"))


async def note(database: Database, number: int) -> None:
    """One small write."""
    async with database.transaction() as connection:
        row = {"platform": "telegram", "number": number, "address": "", "payload": "", "handled": True}
        await connection.execute(insert(inbox).values(**row, received_at=0.0))


async def noted(database: Database) -> set[int]:
    """All that was written."""
    async with database.reading() as connection:
        return set((await connection.execute(select(inbox.c.number))).scalars())


@pytest.fixture
async def taken(sqlite: Database) -> Database:
    """A database in which number 1 is taken."""
    await note(sqlite, 1)
    return sqlite


async def test_many_who_write_at_once_wait_for_the_disk_once(sqlite: Database) -> None:
    """Every commit waits for the disk; twenty-five newcomers a second would wait behind each other."""
    with commits() as seen:
        await asyncio.gather(*(note(sqlite, number) for number in range(MANY)))
    assert len(seen) <= 3
    assert await noted(sqlite) == set(range(MANY))


async def test_nobody_returns_before_what_they_wrote_or_saw_is_on_the_disk(sqlite: Database) -> None:
    """What was told and is gone after a power cut would be a broken promise."""
    loop, returned = asyncio.get_running_loop(), list[float]()

    async def tell(number: int) -> None:
        if number % 2:
            await note(sqlite, number)
        else:
            await noted(sqlite)
        returned.append(loop.time())

    with commits() as seen:
        await asyncio.gather(tell(1), *(tell(number) for number in range(2, MANY)))
    assert min(returned) >= seen[0]


async def test_one_that_is_refused_takes_nobody_with_it(taken: Database) -> None:
    """A repeated update of one person must not cost a stranger an answer."""
    outcomes = await asyncio.gather(*(note(taken, number) for number in (2, 1, 3)), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [type(None), Conflict, type(None)]
    assert await noted(taken) == {1, 2, 3}


async def test_when_the_disk_fails_everybody_who_shared_is_told(taken: Database) -> None:
    """Whoever believes that it was stored acknowledges it, and then it is lost; readers who saw it were deceived."""
    with commits(fail):
        work = (note(taken, 2), note(taken, 3), noted(taken))
        outcomes = await asyncio.gather(*work, return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [StorageError] * 3
    assert "disk I/O error" in str(outcomes[0])
    assert await noted(taken) == {1}


async def test_who_is_refused_for_what_is_not_yet_kept_hears_when_it_is_lost(taken: Database) -> None:
    """A repeated update is let go since the first was stored; if that is undone, nobody has it."""
    with commits(fail):
        outcomes = await asyncio.gather(note(taken, 2), note(taken, 2), return_exceptions=True)

    assert [type(outcome) for outcome in outcomes] == [StorageError] * 2
    assert await noted(taken) == {1}


async def test_somebody_who_leaves_takes_nobody_with_them(taken: Database) -> None:
    """A stop cancels answers in the middle; those who wait for the same commit must still hear of it."""
    first, second, third = (asyncio.create_task(note(taken, number)) for number in (2, 3, 4))
    with commits(second.cancel) as seen:
        await asyncio.wait({first, second, third})

    assert len(seen) == 1
    assert (first.exception(), second.cancelled(), third.exception()) == (None, True, None)
    assert await noted(taken) == {1, 2, 3, 4}, "too late to take it back"
