"""The chats of each person: where they can be reached, and how far their history there has been read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from storage.database import Database
from storage.tables import chats


@dataclass(frozen=True)
class Chat:
    """One chat. `channel` is where to write, if it is not the address; `seen` the newest message heard of there."""

    platform: str
    address: str
    person_id: str
    channel: str | None
    seen: int


def read_chat(row: Row[Any]) -> Chat:
    """A row of `chats` as a Chat."""
    return Chat(row.platform, row.address, row.person_id, row.channel, row.seen)


async def of_person(db: Database, person_id: str) -> tuple[Chat, ...]:
    """Somebody's chats, by platform and address."""
    return await read(db, chats.c.person_id == person_id)


async def with_history(db: Database, platform: str) -> tuple[Chat, ...]:
    """The chats of a platform whose place to write to is known."""
    return await read(db, (chats.c.platform == platform) & chats.c.channel.is_not(None))


async def find(db: Database, platform: str, address: str) -> Chat | None:
    """The chat at this address."""
    return next(iter(await read(db, (chats.c.platform == platform) & (chats.c.address == address))), None)


async def read(db: Database, condition: ColumnElement[bool]) -> tuple[Chat, ...]:
    """The chats for which `condition` is true."""
    async with db.reading() as connection:
        rows = await connection.execute(select(chats).where(condition).order_by(chats.c.platform, chats.c.address))
        return tuple(read_chat(row) for row in rows)


async def note_channel(db: Database, platform: str, address: str, channel: str) -> None:
    """Remember where to write to somebody."""
    here = (chats.c.platform == platform) & (chats.c.address == address)
    async with db.transaction() as connection:
        await connection.execute(update(chats).where(here).values(channel=channel))


async def note_seen(db: Database, platform: str, address: str, seen: int) -> None:
    """Remember the newest message heard of; an older one changes nothing."""
    here = (chats.c.platform == platform) & (chats.c.address == address) & (chats.c.seen < seen)
    async with db.transaction() as connection:
        await connection.execute(update(chats).where(here).values(seen=seen))
