"""Who is not served, as digests of their chats: a ban outlives an erasure and tells nobody who it is about.

A digest is keyed with a secret made of the master key, so the database alone does not say whose it is: platforms number
people, and a plain hash of a number is found by trying them all. Who holds the master key as well can do that.
"""

import hashlib
import hmac
from collections.abc import Collection

from sqlalchemy import delete, insert, select, update

from storage.database import Database
from storage.tables import bans, people


def secret_of(master_key: bytes) -> bytes:
    """The secret digests are keyed with; another master key knows none of the old bans."""
    return hmac.digest(master_key, b"bans", hashlib.sha256)


def digest(secret: bytes, platform: str, address: str) -> str:
    """What is kept of a chat."""
    return hmac.digest(secret, f"{platform}:{address}".encode(), hashlib.sha256).hex()


async def everybody(db: Database) -> dict[str, bool]:
    """Every ban by its digest, and whether that chat was told."""
    async with db.reading() as connection:
        return {row.digest: row.told for row in await connection.execute(select(bans))}


async def add(db: Database, digests: Collection[str], now: float) -> None:
    """Ban these chats; those that are banned already stay as they are."""
    async with db.transaction() as connection:
        known = set((await connection.execute(select(bans.c.digest).where(bans.c.digest.in_(digests)))).scalars())
        new = [{"digest": each, "at": now, "told": False} for each in digests if each not in known]
        if new:
            await connection.execute(insert(bans), new)


async def lift(db: Database, digests: Collection[str]) -> int:
    """Serve these chats again; returns how many were banned."""
    async with db.transaction() as connection:
        return (await connection.execute(delete(bans).where(bans.c.digest.in_(digests)))).rowcount


async def told(db: Database, each: str) -> None:
    """A banned chat was told so."""
    async with db.transaction() as connection:
        await connection.execute(update(bans).where(bans.c.digest == each).values(told=True))


async def people_named(db: Database, beginning: str) -> tuple[str, ...]:
    """The people whose id begins so, as operators read it from the queue; two at most, to know that it is not one."""
    named = people.c.id.startswith(beginning, autoescape=True)
    async with db.reading() as connection:
        return tuple((await connection.execute(select(people.c.id).where(named).limit(2))).scalars())
