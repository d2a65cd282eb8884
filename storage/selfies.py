"""Photos people sent, and what the check said of them. The pictures themselves lie in the vault."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import selfies

State = Literal["received", "accept", "warn"]


@dataclass(frozen=True)
class Selfie:
    """One photo. `attempt` numbers its checks from 1; `quality` ranks it among the others, higher is better."""

    id: str
    person_id: str
    blob: str
    state: State
    attempt: int
    reasons: tuple[str, ...]
    measures: dict[str, float]
    quality: float
    created_at: float


def read_selfie(row: Row[Any]) -> Selfie:
    """A row of `selfies` as a Selfie."""
    return Selfie(
        row.id,
        row.person_id,
        row.blob,
        row.state,
        row.attempt,
        tuple(row.reasons),
        row.measures,
        row.quality,
        row.created_at,
    )


async def find(db: Database, selfie_id: str) -> Selfie | None:
    """The selfie with this id."""
    async with db.reading() as connection:
        return next(iter(await read(connection, selfies.c.id == selfie_id)), None)


async def of_person(db: Database, person_id: str) -> tuple[Selfie, ...]:
    """Somebody's selfies, oldest first."""
    async with db.reading() as connection:
        return await read(connection, selfies.c.person_id == person_id)


async def unchecked(db: Database, before: float) -> tuple[Selfie, ...]:
    """Selfies that came before this time and have no verdict yet, oldest first."""
    async with db.reading() as connection:
        return await read(connection, (selfies.c.state == "received") & (selfies.c.created_at < before))


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Selfie, ...]:
    """The selfies for which `condition` is true, oldest first."""
    rows = await connection.execute(select(selfies).where(condition).order_by(selfies.c.created_at, selfies.c.id))
    return tuple(read_selfie(row) for row in rows)


async def next_attempt(db: Database, selfie_id: str, attempt: int) -> int | None:
    """Give up on this attempt at a check and return the number of the next; None if somebody has done so before."""
    async with db.transaction() as connection:
        moved = await connection.execute(
            update(selfies)
            .where(selfies.c.id == selfie_id, selfies.c.attempt == attempt, selfies.c.state == "received")
            .values(attempt=attempt + 1)
        )
        return attempt + 1 if moved.rowcount else None
