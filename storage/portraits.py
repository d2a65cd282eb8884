"""Portraits that were made. The pictures themselves lie in the vault."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import portraits


@dataclass(frozen=True)
class Portrait:
    """One portrait: number `index` of its order, `width` x `height` pixels; `notes` are codes the person is told."""

    id: str
    order_id: str
    person_id: str
    index: int
    style: str
    blob: str
    width: int
    height: int
    notes: tuple[str, ...]
    created_at: float
    rating: int | None = None


def read_portrait(row: RowMapping) -> Portrait:
    """A row of `portraits` as a Portrait."""
    return Portrait(
        row["id"],
        row["order_id"],
        row["person_id"],
        row["index"],
        row["style"],
        row["blob"],
        row["width"],
        row["height"],
        tuple(row["notes"]),
        row["created_at"],
        row["rating"],
    )


async def of_order(db: Database, order_id: str) -> tuple[Portrait, ...]:
    """The portraits of one order, by index."""
    async with db.reading() as connection:
        return await read(connection, portraits.c.order_id == order_id)


async def of_person(db: Database, person_id: str) -> tuple[Portrait, ...]:
    """Somebody's portraits, oldest first."""
    async with db.reading() as connection:
        found = await read(connection, portraits.c.person_id == person_id)
    return tuple(sorted(found, key=lambda portrait: (portrait.created_at, portrait.order_id, portrait.index)))


async def find(db: Database, portrait_id: str) -> Portrait | None:
    """The portrait with this id."""
    async with db.reading() as connection:
        return next(iter(await read(connection, portraits.c.id == portrait_id)), None)


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Portrait, ...]:
    """The portraits for which `condition` is true, by order and index."""
    by = (portraits.c.order_id, portraits.c.index)
    rows = await connection.execute(select(portraits).where(condition).order_by(*by))
    return tuple(read_portrait(row) for row in rows.mappings())
