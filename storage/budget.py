"""What somebody may still have of a day: portraits count when they are ordered, and those they did not get come back.

An order that was stopped while it was being made stays counted: the work was done, or nearly. Knows no limit.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import people, portraits

DAY_S: Final = 86_400


def day_of(now: float) -> int:
    """The number of the day, UTC, of a time in unix seconds."""
    return int(now // DAY_S)


async def spend(connection: AsyncConnection, person: Row[Any], day: int, count: int) -> None:
    """Count portraits that were ordered on this day; another day's are over."""
    before = person.budget_used if person.budget_day == day else 0
    news = {"budget_day": day, "budget_used": before + count}
    await connection.execute(update(people).where(people.c.id == person.id).values(**news))


async def give_back(connection: AsyncConnection, person_id: str, ended: Sequence[Row[Any]]) -> None:
    """Of these orders, rows as they have just ended: what was ordered on the day that counts, and not had.

    Whoever calls this holds the person's row.
    """
    query = select(people.c.budget_day, people.c.budget_used).where(people.c.id == person_id)
    day, used = (await connection.execute(query)).one()
    missed = 0
    for order in ended:
        unbegun = order.state == "cancelled" and order.started_at is None
        if day_of(order.created_at) == day and (unbegun or order.state == "failed"):
            made = select(func.count()).select_from(portraits).where(portraits.c.order_id == order.id)
            missed += order.portraits_asked - (await connection.execute(made)).scalar_one()
    if missed:
        news = {"budget_used": max(0, used - missed)}
        await connection.execute(update(people).where(people.c.id == person_id).values(**news))
