"""Everything about one person, gone; and whatever has reached the end of its time. The only place that deletes.

An erasure is: mark the person (from then on nothing more is accepted of them), destroy their key and pictures, delete
their rows. It can be interrupted anywhere and run again; a receipt is owed from the moment the rows are gone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import inbox
from storage.database import Database
from storage.orders import UNFINISHED
from storage.tables import (
    chats,
    comparisons,
    link_codes,
    messages,
    orders,
    people,
    portraits,
    receipts,
    selfies,
    sessions,
)
from storage.vault import Stored, Vault

HOUR_S: Final = 3600.0
OVERVIEWS: Final = ("thumb-", "sheet-")  # thumbnails of photos and contact sheets: known to no row, kept like selfies


@dataclass(frozen=True)
class Receipt:
    """What was erased of somebody and when (unix seconds), and where to tell them. `objects`: pictures in the vault."""

    platform: str
    address: str
    language: str
    selfies: int
    portraits: int
    orders: int
    messages: int
    objects: int
    at: float


async def begin(db: Database, person_id: str) -> None:
    """Mark somebody as being erased: from now on every change for them raises PersonGone."""
    async with db.transaction() as connection:
        await connection.execute(update(people).where(people.c.id == person_id).values(erasing=True))


async def unfinished(db: Database) -> tuple[str, ...]:
    """Those whose erasure has begun and not ended."""
    async with db.reading() as connection:
        return tuple((await connection.execute(select(people.c.id).where(people.c.erasing))).scalars())


async def erase(db: Database, vault: Vault, person_id: str, now: float) -> Receipt:
    """Erase somebody, or finish doing so. Of one who is gone already nothing is owed: the receipt counts zeros."""
    await begin(db, person_id)
    await note_objects(db, person_id, len(await vault.names(person_id)))
    await vault.destroy(person_id)
    async with db.transaction() as connection:
        receipt = await delete_rows(connection, person_id, now)
    await db.scrub()
    return receipt


async def note_objects(db: Database, person_id: str, count: int) -> None:
    """Keep the number of pictures for the receipt, in case the erasure is interrupted after they are gone."""
    async with db.transaction() as connection:
        await connection.execute(
            update(people).where(people.c.id == person_id, people.c.objects < count).values(objects=count)
        )


async def delete_rows(connection: AsyncConnection, person_id: str, now: float) -> Receipt:
    """Delete every row of somebody and leave one for each of their chats: the receipt that is owed there."""
    query = select(people).where(people.c.id == person_id).with_for_update()
    person = (await connection.execute(query)).first()
    if person is None:
        return Receipt("", "", "", 0, 0, 0, 0, 0, now)
    gone = {
        table.name: (await connection.execute(delete(table).where(table.c.person_id == person_id))).rowcount
        for table in (portraits, orders, selfies, comparisons, messages, sessions, link_codes)
    }
    theirs = await connection.execute(delete(chats).where(chats.c.person_id == person_id).returning(chats))
    addresses = {(person.platform, person.address)} | {(row.platform, row.address) for row in theirs}
    for platform, address in addresses:
        here = (inbox.inbox.c.platform == platform) & (inbox.inbox.c.address == address)
        await inbox.mark_done(connection, here)  # the number stays, so that what was delivered once stays handled
    await connection.execute(delete(people).where(people.c.id == person_id))
    receipt = Receipt(
        person.platform,
        person.address,
        person.language,
        gone["selfies"],
        gone["portraits"],
        gone["orders"],
        gone["messages"],
        person.objects,
        now,
    )
    for platform, address in sorted(addresses):
        await connection.execute(insert(receipts).values(vars(replace(receipt, platform=platform, address=address))))
    return receipt


async def owed_receipts(db: Database) -> tuple[tuple[int, Receipt], ...]:
    """The receipts that are still to be sent, with their numbers, oldest first."""
    async with db.reading() as connection:
        rows = (await connection.execute(select(receipts).order_by(receipts.c.id))).mappings()
        return tuple((row["id"], Receipt(**{k: v for k, v in row.items() if k != "id"})) for row in rows)


async def receipt_sent(db: Database, receipt_id: int) -> None:
    """A receipt was sent: the last trace of that person goes."""
    async with db.transaction() as connection:
        await connection.execute(delete(receipts).where(receipts.c.id == receipt_id))
    await db.scrub()


async def forget_selfies(db: Database, vault: Vault, person_id: str, ids: Sequence[str]) -> int:
    """Erase selfies of one person, rows and pictures; returns how many pictures. A selfie's picture has its id."""
    async with db.transaction() as connection:
        chosen = (selfies.c.person_id == person_id) & selfies.c.id.in_(ids)
        await connection.execute(delete(selfies).where(chosen))
        # The rows may have gone with the answer; whatever is another row's picture stays.
        others = await connection.execute(select(selfies.c.blob).where(selfies.c.blob.in_(ids)))
        kept = set(others.scalars())
    gone = [name for name in ids if name not in kept and await vault.has(person_id, name)]
    await vault.delete(person_id, gone)
    return len(gone)


async def expire(db: Database, vault: Vault, now: float, selfie_hours: float, portrait_hours: float) -> int:
    """Erase what has been kept long enough; returns how many pictures.

    Selfies wait while an order of theirs is unfinished. Ended orders, and messages that were sent, go with the
    portraits of their time.
    """
    selfies_before, portraits_before = now - selfie_hours * HOUR_S, now - portrait_hours * HOUR_S
    async with db.transaction() as connection:
        busy = select(orders.c.person_id).where(orders.c.state.in_(UNFINISHED))
        old_selfies = (selfies.c.created_at < selfies_before) & selfies.c.person_id.not_in(busy)
        ended = select(orders.c.id).where(orders.c.finished_at < portraits_before)
        old_portraits = (portraits.c.created_at < portraits_before) | portraits.c.order_id.in_(ended)
        gone: list[tuple[str, str]] = []
        for table, old in ((selfies, old_selfies), (portraits, old_portraits)):
            found = await connection.execute(select(table.c.person_id, table.c.blob).where(old))
            gone += [(row.person_id, row.blob) for row in found]
            await connection.execute(delete(table).where(old))
        await connection.execute(delete(orders).where(orders.c.finished_at < portraits_before))
        await connection.execute(
            delete(messages).where(messages.c.state != "pending", messages.c.created_at < portraits_before)
        )
    await delete_blobs(vault, gone)
    return len(gone)


async def forget_strangers(db: Database, before: float) -> int:
    """Delete those who came before `before` and never agreed to anything; returns how many. They have no pictures."""
    async with db.transaction() as connection:
        stranger = people.c.consent.is_(None) & (people.c.created_at < before) & people.c.erasing.is_(False)
        found = list((await connection.execute(select(people.c.id).where(stranger))).scalars())
        for table in (messages, sessions, chats):
            await connection.execute(delete(table).where(table.c.person_id.in_(found)))
        await connection.execute(delete(people).where(people.c.id.in_(found)))
    return len(found)


async def sweep_orphans(
    db: Database, vault: Vault, now: float, overview_hours: float, older_than_s: float = HOUR_S
) -> int:
    """Erase pictures that no row knows and subjects that no person is; returns how many pictures and keys.

    Younger ones are left alone: their row may be on its way. So are portraits of unfinished orders, and for
    `overview_hours` thumbnails and contact sheets.
    """
    before, overviews_before = now - older_than_s, now - overview_hours * HOUR_S
    by_subject: defaultdict[str, list[Stored]] = defaultdict(list)
    for stored in await vault.inventory():
        by_subject[stored.subject].append(stored)
    known, unfinished_orders, everybody = await known_blobs(db)
    swept = 0
    for subject, found in by_subject.items():
        old = [stored for stored in found if stored.at < before]
        if subject not in everybody:
            if len(old) == len(found):
                await vault.destroy(subject)
                swept += len(found)
            continue
        orphans = [
            stored.name
            for stored in old
            if stored.name is not None
            and (subject, stored.name) not in known
            and not stored.name.startswith(unfinished_orders)
            and (stored.at < overviews_before or not stored.name.startswith(OVERVIEWS))
        ]
        await vault.delete(subject, orphans)
        swept += len(orphans)
    return swept + await vault.sweep_unfinished(before)


async def known_blobs(db: Database) -> tuple[set[tuple[str, str]], tuple[str, ...], set[str]]:
    """The pictures that rows know by person and name, the beginnings of names to come, and everybody's id."""
    async with db.reading() as connection:
        known: set[tuple[str, str]] = set()
        for table in (selfies, portraits):
            known |= await pairs(connection, table)
        going = await connection.execute(select(orders.c.id).where(orders.c.state.in_(UNFINISHED)))
        beginnings = tuple(f"{order_id}-" for order_id in going.scalars())
        everybody = set((await connection.execute(select(people.c.id))).scalars())
    return known, beginnings, everybody


async def pairs(connection: AsyncConnection, table: Table) -> set[tuple[str, str]]:
    """Person and picture of every row of a table."""
    rows = await connection.execute(select(table.c.person_id, table.c.blob))
    return {(row.person_id, row.blob) for row in rows}


async def delete_blobs(vault: Vault, gone: Iterable[tuple[str, str]]) -> None:
    """Remove pictures whose rows are gone; what an interruption leaves, sweep_orphans finds."""
    by_person: defaultdict[str, list[str]] = defaultdict(list)
    for person_id, blob in gone:
        by_person[person_id].append(blob)
    for person_id, blobs in by_person.items():
        await vault.delete(person_id, blobs)
