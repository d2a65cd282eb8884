"""Announcements to everybody who has agreed: drafted, then sent a few people at a time, and told when they are over.

People come in the order of their ids; the cursor moves in the transaction that puts the announcement into their outbox,
so that whoever takes up the work after a kill goes on with the next. Knows nothing of what a body means.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, func, insert, select, update

from storage import turns
from storage.changes import Change, Draft
from storage.database import Database
from storage.tables import broadcasts, messages, people

SLOT = "news-"  # of an announcement in somebody's chat; nobody has the same slot twice
State = Literal["draft", "sending", "done", "dropped"]


@dataclass(frozen=True)
class Broadcast:
    """One announcement. `platform` and `address`: the operator's chat. `reached`: the people who have it so far."""

    id: int
    text: str
    state: State
    cursor: str
    reached: int
    platform: str
    address: str
    created_at: float


def read(row: Row[Any]) -> Broadcast:
    """A row of `broadcasts` as a Broadcast."""
    return Broadcast(row.id, row.text, row.state, row.cursor, row.reached, row.platform, row.address, row.created_at)


def audience(at: float) -> ColumnElement[bool]:
    """Who an announcement of this time is for: those who had agreed by then, and can be reached."""
    return (people.c.consented_at <= at) & people.c.consent.is_not(None) & ~people.c.away & ~people.c.erasing


async def count_audience(db: Database, at: float) -> int:
    """How many people an announcement of this time is for."""
    async with db.reading() as connection:
        query = select(func.count()).select_from(people).where(audience(at))
        return (await connection.execute(query)).scalar_one()


async def draft(db: Database, text: str, platform: str, address: str, now: float) -> int:
    """Keep a text until its operator has said what becomes of it; returns its number."""
    values = {"text": text, "state": "draft", "cursor": "", "reached": 0, "created_at": now}
    async with db.transaction() as connection:
        stored = await connection.execute(
            insert(broadcasts).values(**values, platform=platform, address=address).returning(broadcasts.c.id)
        )
        return stored.scalar_one()


async def find(db: Database, number: int) -> Broadcast | None:
    """The announcement of this number."""
    async with db.reading() as connection:
        row = (await connection.execute(select(broadcasts).where(broadcasts.c.id == number))).first()
    return None if row is None else read(row)


async def decide(db: Database, number: int, state: Literal["sending", "dropped"]) -> bool:
    """Send a draft, or drop it. False where that was decided before."""
    async with db.transaction() as connection:
        open_still = (broadcasts.c.id == number) & (broadcasts.c.state == "draft")
        return (await connection.execute(update(broadcasts).where(open_still).values(state=state))).rowcount == 1


async def next_to_send(db: Database) -> Broadcast | None:
    """The oldest that is on its way: one after the other."""
    query = select(broadcasts).where(broadcasts.c.state == "sending").order_by(broadcasts.c.id).limit(1)
    async with db.reading() as connection:
        row = (await connection.execute(query)).first()
    return None if row is None else read(row)


async def count_unsaid(db: Database, platforms: Collection[str]) -> int:
    """How many messages wait in the outboxes of these platforms."""
    waiting = (messages.c.state == "pending") & messages.c.platform.in_(platforms) & ~people.c.erasing
    async with db.reading() as connection:
        query = select(func.count()).select_from(messages).join(people).where(waiting)
        return (await connection.execute(query)).scalar_one()


async def hand_out(
    db: Database, news: Broadcast, body: str, most: int, now: float, left_out: Callable[[str, str], bool]
) -> tuple[str, ...]:
    """Put the announcement into the outbox of the next people, `most` at a time; returns whose turn it was.

    Nobody is left when that is empty. `left_out` says of a platform and an address whether it is passed over.
    """
    async with db.transaction() as connection:
        going = (broadcasts.c.id == news.id) & (broadcasts.c.state == "sending")
        row = (await connection.execute(select(broadcasts).where(going).with_for_update())).first()
        if row is None:
            return ()
        query = select(people).where(audience(row.created_at), people.c.id > row.cursor)
        found = (await connection.execute(query.order_by(people.c.id).limit(most).with_for_update())).all()
        if not found:
            return ()
        served = [person for person in found if not left_out(person.platform, person.address)]
        if served:
            slot = {"slot": f"{SLOT}{news.id}", "body": body, "version": 1, "state": "pending", "step": 0}
            chats = ({"person_id": p.id, "platform": p.platform, "address": p.address} for p in served)
            await connection.execute(insert(messages), [{**slot, **chat, "created_at": now} for chat in chats])
        moved = {"cursor": found[-1].id, "reached": row.reached + len(served)}
        await connection.execute(update(broadcasts).where(broadcasts.c.id == news.id).values(**moved))
        return tuple(person.id for person in found)


async def end(db: Database, news: Broadcast, operator: str, body: str, now: float) -> bool:
    """Everybody has it: close it and say `body` to the operator, a person's id. False where that was done before.

    Raises PersonGone while the operator is being erased.
    """
    async with db.transaction() as connection:
        going = (broadcasts.c.id == news.id) & (broadcasts.c.state == "sending")
        ended = await connection.execute(update(broadcasts).where(going).values(state="done"))
        if ended.rowcount == 0:
            return False
        await turns.locked_person(connection, operator)
        change = Change(operator, now)
        await turns.say(connection, change, Draft(None, body), (news.platform, news.address))
    return True
