"""Who talks to us, found by any of their chats: a platform and the address it gave us."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from storage import StorageError
from storage.database import Conflict, Database
from storage.tables import chats, people


class PersonGone(StorageError):
    """The person was erased, or is being erased: nothing more is accepted of them."""


@dataclass(frozen=True)
class Person:
    """Somebody. `platform` and `address`: the chat they used last. `consent`: the version of the terms they agreed to.

    `away`: they blocked us there, or left. `language` is empty while the platform has not told it. `budget_used`: the
    portraits they ordered on the day with the number `budget_day` (days since 1970, UTC).
    """

    id: str
    platform: str
    address: str
    language: str
    consent: str | None
    consented_at: float | None
    away: bool
    created_at: float
    budget_day: int = 0
    budget_used: int = 0


def read_person(row: Row[Any]) -> Person:
    """A row of `people` as a Person."""
    return Person(
        row.id,
        row.platform,
        row.address,
        row.language,
        row.consent,
        row.consented_at,
        row.away,
        row.created_at,
        row.budget_day,
        row.budget_used,
    )


async def meet(db: Database, platform: str, address: str, language: str, now: float) -> Person:
    """Find the person with this chat, or note a new one.

    `language` is what the platform says, empty where it says nothing; it counts while no other is known.
    """
    known = await find_by_address(db, platform, address)
    if known is None:
        try:
            return await note(db, platform, address, language, now)
        except Conflict:  # met in the meantime
            return await meet(db, platform, address, language, now)
    if not language or known.language:
        return known
    async with db.transaction() as connection:
        await connection.execute(update(people).where(people.c.id == known.id).values(language=language))
    return await meet(db, platform, address, language, now)


async def note(db: Database, platform: str, address: str, language: str, now: float) -> Person:
    """Note somebody new. Raises Conflict when there is somebody at this address."""
    person = Person(secrets.token_hex(16), platform, address, language, None, None, False, now)
    async with db.transaction() as connection:
        await connection.execute(
            insert(people).values(
                id=person.id,
                platform=platform,
                address=address,
                language=language,
                away=False,
                erasing=False,
                objects=0,
                created_at=now,
            )
        )
        await connection.execute(insert(chats).values(platform=platform, address=address, person_id=person.id, seen=0))
    return person


async def find(db: Database, person_id: str) -> Person | None:
    """The person with this id, also while they are being erased."""
    return await find_where(db, people.c.id == person_id)


async def find_by_address(db: Database, platform: str, address: str) -> Person | None:
    """The person with this chat, also while they are being erased."""
    theirs = select(chats.c.person_id).where(chats.c.platform == platform, chats.c.address == address)
    return await find_where(db, people.c.id.in_(theirs))


async def find_where(db: Database, condition: ColumnElement[bool]) -> Person | None:
    """The one person for whom `condition` is true."""
    async with db.reading() as connection:
        row = (await connection.execute(select(people).where(condition))).first()
    return None if row is None else read_person(row)


async def set_away(db: Database, person_id: str, away: bool) -> None:
    """Note that somebody cannot be reached, or can be again."""
    async with db.transaction() as connection:
        await connection.execute(update(people).where(people.c.id == person_id).values(away=away))
