"""Figures for operators: how many, how long, how well liked. Counts only, never who."""

from dataclasses import dataclass
from statistics import median

from sqlalchemy import ColumnElement, FromClause, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.broadcasts import SLOT
from storage.database import Database
from storage.tables import messages, orders, people, portraits

DAY_S = 86_400.0


@dataclass(frozen=True)
class Figures:
    """People and ratings are those kept now; orders by their state, portraits and `median_s` are of the last 24 hours.

    Active is who was answered since. `median_s`: seconds from an order to its last portrait, None where there was none.
    """

    people: int
    agreed: int
    active_day: int
    active_week: int
    orders: dict[str, int]
    portraits: int
    median_s: float | None
    likes: int
    dislikes: int


async def read(db: Database, now: float) -> Figures:
    """The figures of this moment."""
    day = now - DAY_S
    async with db.reading() as connection:
        recent = orders.c.created_at >= day
        by_state = await connection.execute(select(orders.c.state, func.count()).where(recent).group_by(orders.c.state))
        times = await connection.execute(
            select(orders.c.finished_at - orders.c.created_at).where(recent, orders.c.state == "done")
        )
        waits = [float(seconds) for seconds in times.scalars()]
        return Figures(
            people=await count(connection, people, ~people.c.erasing),
            agreed=await count(connection, people, people.c.consent.is_not(None) & ~people.c.erasing),
            active_day=await answered(connection, day),
            active_week=await answered(connection, now - 7 * DAY_S),
            orders={row[0]: row[1] for row in by_state},
            portraits=await count(connection, portraits, portraits.c.created_at >= day),
            median_s=median(waits) if waits else None,
            likes=await rated(connection, 1),
            dislikes=await rated(connection, -1),
        )


async def count(connection: AsyncConnection, table: FromClause, condition: ColumnElement[bool]) -> int:
    """How many rows there are for which `condition` is true."""
    return (await connection.execute(select(func.count()).select_from(table).where(condition))).scalar_one()


async def answered(connection: AsyncConnection, since: float) -> int:
    """How many people were told something since then; announcements do not count."""
    said = (messages.c.created_at >= since) & (
        messages.c.slot.is_(None) | ~messages.c.slot.startswith(SLOT, autoescape=True)
    )
    return (await connection.execute(select(func.count(distinct(messages.c.person_id))).where(said))).scalar_one()


async def rated(connection: AsyncConnection, score: int) -> int:
    """How many ratings of this score there are, of orders and of single portraits."""
    whole = await count(connection, orders, orders.c.rating == score)
    return whole + await count(connection, portraits, portraits.c.rating == score)
