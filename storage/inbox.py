"""What a platform delivered, committed before it is acknowledged, and known again when it is delivered twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import inbox


@dataclass(frozen=True)
class Delivered:
    """One update. `number` is the platform's own, `payload` JSON text as the adapter wrote it."""

    id: int
    platform: str
    number: int
    address: str
    payload: str


async def receive(
    db: Database, platform: str, updates: Sequence[tuple[int, str, str]], now: float
) -> tuple[Delivered, ...]:
    """Keep a batch of (number, address, payload), all or none; returns those not known already, in order of id."""
    if not updates:
        return ()
    batch = {number: (address, payload) for number, address, payload in updates}
    async with db.transaction() as connection:
        among = (inbox.c.platform == platform) & inbox.c.number.in_(batch)
        known = set((await connection.execute(select(inbox.c.number).where(among))).scalars())
        rows = [
            {
                "platform": platform,
                "number": number,
                "address": address,
                "payload": payload,
                "handled": False,
                "received_at": now,
            }
            for number, (address, payload) in batch.items()
            if number not in known
        ]
        if not rows:
            return ()
        await connection.execute(insert(inbox), rows)
        return await read(connection, among & inbox.c.number.not_in(known))


async def waiting(db: Database, platform: str) -> tuple[Delivered, ...]:
    """What is not yet handled, in the order it came."""
    async with db.reading() as connection:
        return await read(connection, (inbox.c.platform == platform) & ~inbox.c.handled)


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Delivered, ...]:
    """The rows for which `condition` is true, by id."""
    rows = await connection.execute(select(inbox).where(condition).order_by(inbox.c.id))
    return tuple(Delivered(row.id, row.platform, row.number, row.address, row.payload) for row in rows)


async def done(db: Database, delivered_id: int) -> None:
    """An update has been handled: what it said is forgotten, its number is kept."""
    async with db.transaction() as connection:
        await mark_done(connection, inbox.c.id == delivered_id)


async def mark_done(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    """Mark as handled what is not, and forget what it said; returns how many."""
    marked = await connection.execute(
        update(inbox).where(condition, ~inbox.c.handled).values(handled=True, address="", payload="")
    )
    return marked.rowcount


async def prune(db: Database, before: float) -> int:
    """Forget the numbers of handled updates received before this time; returns how many."""
    async with db.transaction() as connection:
        pruned = await connection.execute(delete(inbox).where(inbox.c.handled, inbox.c.received_at < before))
        return pruned.rowcount
