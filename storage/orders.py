"""Orders: what somebody wants made, and how far it is.

An order is queued, then running, then ends once: done, failed or cancelled. Its attempt number rises with every
try, and whatever comes from an older attempt is refused.
"""

from collections.abc import Collection
from dataclasses import dataclass
from statistics import median
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import orders

Ended = Literal["done", "failed", "cancelled"]
State = Literal["queued", "running"] | Ended
UNFINISHED: Final = ("queued", "running")


@dataclass(frozen=True)
class Order:
    """One order. `body` is the bot's own; `attempt` starts at 1; `failures` are the attempts that were charged."""

    id: str
    person_id: str
    body: str
    state: State
    attempt: int
    failures: int
    seed: int
    portraits_asked: int
    created_at: float
    started_at: float | None
    finished_at: float | None
    rating: int | None = None


def read_order(row: Row[Any]) -> Order:
    """A row of `orders` as an Order."""
    return Order(
        row.id,
        row.person_id,
        row.body,
        row.state,
        row.attempt,
        row.failures,
        row.seed,
        row.portraits_asked,
        row.created_at,
        row.started_at,
        row.finished_at,
        row.rating,
    )


async def find(db: Database, order_id: str) -> Order | None:
    """The order with this id."""
    async with db.reading() as connection:
        return next(iter(await read(connection, orders.c.id == order_id)), None)


async def latest(db: Database, person_id: str) -> Order | None:
    """Somebody's newest order."""
    return next(reversed(await of_person(db, person_id)), None)


async def of_person(db: Database, person_id: str) -> tuple[Order, ...]:
    """Somebody's orders, oldest first."""
    async with db.reading() as connection:
        return await read(connection, orders.c.person_id == person_id)


async def unfinished(db: Database) -> tuple[Order, ...]:
    """Every order that has not ended, oldest first."""
    async with db.reading() as connection:
        return await read(connection, orders.c.state.in_(UNFINISHED))


async def last_ended(db: Database, people: Collection[str]) -> dict[str, float]:
    """When the latest order of each of these people ended; who has had none is left out."""
    theirs = orders.c.person_id.in_(people) & orders.c.finished_at.is_not(None)
    async with db.reading() as connection:
        latest = select(orders.c.person_id, func.max(orders.c.finished_at)).where(theirs)
        return {row[0]: row[1] for row in await connection.execute(latest.group_by(orders.c.person_id))}


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Order, ...]:
    """The orders for which `condition` is true, oldest first."""
    rows = await connection.execute(select(orders).where(condition).order_by(orders.c.created_at, orders.c.id))
    return tuple(read_order(row) for row in rows)


def at_attempt(order_id: str, attempt: int) -> ColumnElement[bool]:
    """The fence: true of the order while it is unfinished and at this attempt."""
    return (orders.c.id == order_id) & (orders.c.attempt == attempt) & orders.c.state.in_(UNFINISHED)


async def started(db: Database, order_id: str, attempt: int, now: float) -> bool:
    """A worker has begun this attempt. False, and nothing changed, if it had already or the attempt is not this one."""
    async with db.transaction() as connection:
        begun = await connection.execute(
            update(orders)
            .where(at_attempt(order_id, attempt), orders.c.state == "queued")
            .values(state="running", started_at=now)
        )
        return begun.rowcount == 1


async def next_attempt(db: Database, order_id: str, attempt: int, charged: bool) -> Order | None:
    """Give up on this attempt and queue the next; None if the order ended or has moved on.

    `charged` counts it among the order's failures.
    """
    async with db.transaction() as connection:
        moved = await connection.execute(
            update(orders)
            .where(at_attempt(order_id, attempt))
            .values(
                attempt=attempt + 1,
                state="queued",
                failures=orders.c.failures + int(charged),
                started_at=None,
            )
        )
        if moved.rowcount == 0:
            return None
        return (await read(connection, orders.c.id == order_id))[0]


async def recent_seconds_per_portrait(db: Database, count: int = 20) -> float | None:
    """The median time of one portrait over the last `count` orders that were done; None while there are none."""
    async with db.reading() as connection:
        rows = await connection.execute(
            select(orders.c.started_at, orders.c.finished_at, orders.c.portraits_asked)
            .where(orders.c.state == "done", orders.c.started_at.is_not(None), orders.c.portraits_asked > 0)
            .order_by(orders.c.finished_at.desc())
            .limit(count)
        )
        times = [(row.finished_at - row.started_at) / row.portraits_asked for row in rows]
    return median(times) if times else None
