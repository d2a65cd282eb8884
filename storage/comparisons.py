"""Comparisons that are owed: a person's selfies are to be held against each other. A row lives until the answer came.

A newer version of the set replaces the comparison of an older one. Knows nothing of what the body means.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import comparisons, people


@dataclass(frozen=True)
class Comparison:
    """What is to be compared, as the bot wrote it into `body`; `attempt` numbers the tries from 1."""

    person_id: str
    version: int
    attempt: int
    body: str
    asked_at: float


def read_comparison(row: Row[Any]) -> Comparison:
    """A row of `comparisons` as a Comparison."""
    return Comparison(row.person_id, row.version, row.attempt, row.body, row.asked_at)


async def find(db: Database, person_id: str) -> Comparison | None:
    """What is owed to this person, if anything."""
    async with db.reading() as connection:
        return next(iter(await read(connection, comparisons.c.person_id == person_id)), None)


async def overdue(db: Database, before: float) -> tuple[Comparison, ...]:
    """Those that were asked for before this time, longest waiting first; none of somebody who is being erased."""
    here = select(people.c.id).where(~people.c.erasing)
    async with db.reading() as connection:
        return await read(connection, (comparisons.c.asked_at < before) & comparisons.c.person_id.in_(here))


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Comparison, ...]:
    """The comparisons for which `condition` is true, longest waiting first."""
    rows = await connection.execute(select(comparisons).where(condition).order_by(comparisons.c.asked_at))
    return tuple(read_comparison(row) for row in rows)


async def next_attempt(db: Database, owed: Comparison, now: float) -> Comparison | None:
    """Give up on this attempt and return the next; None if it was answered or replaced before."""
    async with db.transaction() as connection:
        moved = await connection.execute(
            update(comparisons).where(same(owed)).values(attempt=owed.attempt + 1, asked_at=now)
        )
    return Comparison(owed.person_id, owed.version, owed.attempt + 1, owed.body, now) if moved.rowcount else None


async def give_up(db: Database, owed: Comparison) -> None:
    """Owe it no longer: the person goes on without it."""
    async with db.transaction() as connection:
        await connection.execute(delete(comparisons).where(same(owed)))


def same(owed: Comparison) -> ColumnElement[bool]:
    """This comparison at this attempt, unless a newer one has taken its place."""
    here = (comparisons.c.person_id == owed.person_id) & (comparisons.c.version == owed.version)
    return here & (comparisons.c.attempt == owed.attempt)


async def owe(connection: AsyncConnection, person_id: str, version: int, body: str, now: float) -> None:
    """Put it in the place of what was owed before."""
    await connection.execute(delete(comparisons).where(comparisons.c.person_id == person_id))
    await connection.execute(
        insert(comparisons).values(person_id=person_id, version=version, attempt=1, body=body, asked_at=now)
    )


async def answered(connection: AsyncConnection, person_id: str, version: int) -> None:
    """Strike off the comparison of this version, if it is still owed."""
    here = (comparisons.c.person_id == person_id) & (comparisons.c.version == version)
    await connection.execute(delete(comparisons).where(here))
