"""Two accounts made one: the codes that allow it, and the one transaction in which everything changes hands.

Codes come as digests, sessions as the caller wrote them. Pictures are the caller's to copy before and to destroy after:
whatever is interrupted, each row belongs to one account or to the other, and a code that was used says so.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.orders import UNFINISHED
from storage.people import PersonGone
from storage.tables import chats, comparisons, link_codes, messages, orders, people, portraits, selfies, sessions

Outcome = Literal["joined", "wrong", "busy"]


@dataclass(frozen=True)
class Code:
    """A code of an account. With `joined`, the account that went into it by this code, it opens nothing more."""

    person_id: str
    joined: str | None


@dataclass(frozen=True)
class Joining:
    """`leaving` goes into `staying` by the code with this digest.

    `session` is the one both go on with; of the selfies of `leaving` only those with ids in `photos` are kept.
    """

    staying: str
    leaving: str
    digest: str
    session: str
    photos: tuple[str, ...]


async def find_code(db: Database, digest: str, now: float) -> Code | None:
    """The code with this digest, until it expires (unix seconds)."""
    valid = (link_codes.c.digest == digest) & (link_codes.c.expires_at > now)
    async with db.reading() as connection:
        row = (await connection.execute(select(link_codes).where(valid))).first()
    return None if row is None else Code(row.person_id, row.joined)


async def prune(db: Database, now: float) -> int:
    """Delete the codes that have expired; returns how many."""
    async with db.transaction() as connection:
        return (await connection.execute(delete(link_codes).where(link_codes.c.expires_at <= now))).rowcount


async def revoke(db: Database, person_id: str) -> None:
    """Codes of this account open nothing any more."""
    async with db.transaction() as connection:
        await connection.execute(delete(link_codes).where(link_codes.c.person_id == person_id))


async def is_busy(db: Database, staying: str, leaving: str) -> bool:
    """Whether the two cannot be joined now."""
    async with db.reading() as connection:
        return await busy(connection, staying, leaving)


async def is_spoken_to(db: Database, person_id: str) -> bool:
    """Whether something is still to be said to somebody: it may be on its way at this moment."""
    async with db.reading() as connection:
        return await spoken_to(connection, person_id)


async def join(db: Database, joining: Joining) -> Outcome:
    """Give everything one account has to the other, and use up the code; or change nothing.

    `busy` while orders of either are unfinished or messages to who leaves are unsent, `wrong` where the code is used up
    or the account that stays is gone. Raises PersonGone where the one that leaves is.
    """
    async with db.transaction() as connection:
        found = await locked(connection, joining)
        if found is None:
            return "wrong"
        if await busy(connection, joining.staying, joining.leaving):
            return "busy"
        if not await use_up(connection, joining):
            return "wrong"
        await move_rows(connection, joining)
        await settle(connection, *found)
        await keep_session(connection, joining)
        await connection.execute(delete(people).where(people.c.id == joining.leaving))
    return "joined"


async def locked(connection: AsyncConnection, joining: Joining) -> tuple[Row[Any], Row[Any]] | None:
    """The rows of who stays and who leaves, theirs alone until the transaction ends; None where nobody stays."""
    both = people.c.id.in_((joining.staying, joining.leaving)) & ~people.c.erasing
    query = select(people).where(both).order_by(people.c.id).with_for_update()
    found = {row.id: row for row in await connection.execute(query)}
    if joining.leaving not in found:
        raise PersonGone(joining.leaving)
    return (found[joining.staying], found[joining.leaving]) if joining.staying in found else None


async def busy(connection: AsyncConnection, staying: str, leaving: str) -> bool:
    """Whether portraits are being made for one of them, or something is being sent to who leaves.

    A result on its way to the worker or to the chat would be lost, or come twice, if its owner changed meanwhile.
    """
    making = orders.c.person_id.in_((staying, leaving)) & orders.c.state.in_(UNFINISHED)
    if (await connection.execute(select(orders.c.id).where(making).limit(1))).first() is not None:
        return True
    return await spoken_to(connection, leaving)


async def spoken_to(connection: AsyncConnection, person_id: str) -> bool:
    """Whether a message to this person is unsent."""
    unsent = (messages.c.person_id == person_id) & (messages.c.state == "pending")
    return (await connection.execute(select(messages.c.id).where(unsent).limit(1))).first() is not None


async def use_up(connection: AsyncConnection, joining: Joining) -> bool:
    """Make the code one that was used; False where it was already, or is gone."""
    fresh = (link_codes.c.digest == joining.digest) & (link_codes.c.person_id == joining.staying)
    used = await connection.execute(
        update(link_codes).where(fresh, link_codes.c.joined.is_(None)).values(joined=joining.leaving)
    )
    return used.rowcount == 1


async def move_rows(connection: AsyncConnection, joining: Joining) -> None:
    """Selfies, orders, portraits, messages and chats change hands; comparisons, session and codes go.

    Checks under way read from the old place: they are asked for anew, as the next attempt.
    """
    leaving = joining.leaving
    unwanted = (selfies.c.person_id == leaving) & selfies.c.id.not_in(joining.photos)
    await connection.execute(delete(selfies).where(unwanted))
    unchecked = (selfies.c.person_id == leaving) & (selfies.c.state == "received")
    await connection.execute(update(selfies).where(unchecked).values(attempt=selfies.c.attempt + 1))
    await give_up_slots(connection, leaving)
    for table in (selfies, orders, portraits, messages, chats):
        await connection.execute(update(table).where(table.c.person_id == leaving).values(person_id=joining.staying))
    for table in (comparisons, sessions, link_codes):
        await connection.execute(delete(table).where(table.c.person_id == leaving))


async def give_up_slots(connection: AsyncConnection, leaving: str) -> None:
    """Slots that name an order stay; others are numbered by each session for itself, and would be taken for ours."""
    placed = (await connection.execute(select(orders.c.id).where(orders.c.person_id == leaving))).scalars().all()
    theirs = (messages.c.person_id == leaving) & messages.c.slot.is_not(None)
    rows = await connection.execute(select(messages.c.id, messages.c.slot).where(theirs))
    numbered = [row.id for row in rows if not any(order in row.slot for order in placed)]
    await connection.execute(update(messages).where(messages.c.id.in_(numbered)).values(slot=None))


async def settle(connection: AsyncConnection, staying: Row[Any], leaving: Row[Any]) -> None:
    """What was ordered on the same day adds up, and whoever has just spoken is not away."""
    day = max(staying.budget_day, leaving.budget_day)
    used = sum(person.budget_used for person in (staying, leaving) if person.budget_day == day)
    news = {"budget_day": day, "budget_used": used, "away": False}
    await connection.execute(update(people).where(people.c.id == staying.id).values(**news))


async def keep_session(connection: AsyncConnection, joining: Joining) -> None:
    """Store the session both go on with."""
    theirs = sessions.c.person_id == joining.staying
    stored = await connection.execute(update(sessions).where(theirs).values(body=joining.session))
    if stored.rowcount == 0:
        await connection.execute(insert(sessions).values(person_id=joining.staying, body=joining.session))
