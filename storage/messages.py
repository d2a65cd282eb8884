"""The outbox: what is to be said to each person, and what was said. The local page's transcript too.

A message in a slot can be said again with another body: its version rises, it is pending again, and the platform's id
of what is shown (`remote`) is kept, so that it is edited. Knows nothing of what a body means.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import messages, people

State = Literal["pending", "sent", "dropped"]


@dataclass(frozen=True)
class Message:
    """One message. `body` is the bot's own; `step` is how far the sender has come with this version."""

    id: int
    person_id: str
    platform: str
    address: str
    slot: str | None
    body: str
    version: int
    state: State
    remote: str | None
    step: int
    created_at: float


def read_message(row: Row[Any]) -> Message:
    """A row of `messages` joined with its person as a Message."""
    return Message(
        row.id,
        row.person_id,
        row.platform,
        row.address,
        row.slot,
        row.body,
        row.version,
        row.state,
        row.remote,
        row.step,
        row.created_at,
    )


async def people_waiting(db: Database, platform: str) -> tuple[str, ...]:
    """The ids of those on this platform to whom something is still to be said, longest waiting first."""
    async with db.reading() as connection:
        rows = await connection.execute(
            select(messages.c.person_id)
            .join(people)
            .where(messages.c.state == "pending", messages.c.platform == platform, ~people.c.erasing)
            .order_by(messages.c.id)
        )
        return tuple(dict.fromkeys(rows.scalars()))


async def pending(db: Database, person_id: str, platform: str) -> tuple[Message, ...]:
    """What is still to be said to somebody on a platform, in order; nothing once they are being erased."""
    there = (messages.c.person_id == person_id) & (messages.c.platform == platform)
    condition = there & (messages.c.state == "pending") & ~people.c.erasing
    async with db.reading() as connection:
        return await read(connection, condition)


async def history(db: Database, person_id: str, platform: str) -> tuple[Message, ...]:
    """Everything said or to be said to somebody on a platform."""
    async with db.reading() as connection:
        return await read(connection, (messages.c.person_id == person_id) & (messages.c.platform == platform))


async def of_person(db: Database, person_id: str) -> tuple[Message, ...]:
    """Everything said or to be said to somebody, anywhere."""
    async with db.reading() as connection:
        return await read(connection, messages.c.person_id == person_id)


async def read(connection: AsyncConnection, condition: ColumnElement[bool]) -> tuple[Message, ...]:
    """The messages for which `condition` is true, by id."""
    rows = await connection.execute(select(messages).join(people).where(condition).order_by(messages.c.id))
    return tuple(read_message(row) for row in rows)


async def shown_as(db: Database, platform: str, address: str, remote: str) -> Message | None:
    """The newest message of which the platform's id of one part is `remote`; ids are separated by commas."""
    part = ("," + messages.c.remote + ",").contains(f",{remote},", autoescape=True)
    async with db.reading() as connection:
        found = await read(connection, (messages.c.platform == platform) & (messages.c.address == address) & part)
    return found[-1] if found else None


async def sent(db: Database, message_id: int, version: int, remote: str | None) -> bool:
    """The platform took this version as `remote`; None keeps the id known before.

    False if there is a newer version by now, which stays pending.
    """
    async with db.transaction() as connection:
        if remote is not None:
            await connection.execute(update(messages).where(messages.c.id == message_id).values(remote=remote))
        marked = await connection.execute(
            update(messages).where(messages.c.id == message_id, messages.c.version == version).values(state="sent")
        )
        return marked.rowcount == 1


async def remember(db: Database, message_id: int, remote: str, step: int = 0) -> None:
    """Keep the platform's id of a message of which a part is shown, and how far the sender has come."""
    async with db.transaction() as connection:
        await connection.execute(update(messages).where(messages.c.id == message_id).values(remote=remote, step=step))


async def dropped(db: Database, message_id: int, version: int) -> None:
    """The platform will never take this version: try it no more. A newer one stays pending."""
    async with db.transaction() as connection:
        await connection.execute(
            update(messages).where(messages.c.id == message_id, messages.c.version == version).values(state="dropped")
        )


async def drop_all(db: Database, person_id: str, platform: str, address: str) -> None:
    """Somebody cannot be reached in a chat: nothing of what is pending there is tried again."""
    there = (messages.c.person_id == person_id) & (messages.c.platform == platform) & (messages.c.address == address)
    async with db.transaction() as connection:
        await connection.execute(update(messages).where(there, messages.c.state == "pending").values(state="dropped"))
