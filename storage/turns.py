"""Everything one answer changes, stored at once or not at all; and where somebody stands before it.

A change may carry conditions: an update not handled before, an order still at its attempt, a selfie still waiting for
this verdict. If one does not hold, nothing of the change is stored.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import budget, comparisons, inbox, orders
from storage.changes import (
    Change,
    CheckedSelfie,
    Draft,
    NewPortrait,
)
from storage.database import Database
from storage.orders import Order
from storage.people import Person, PersonGone, read_person
from storage.portraits import Portrait
from storage.portraits import read as read_portraits
from storage.selfies import Selfie
from storage.selfies import read as read_selfies
from storage.tables import link_codes, messages, people, portraits, selfies, sessions


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: selfies oldest first, the newest order, and the portraits of that order."""

    person: Person
    session: str | None
    selfies: tuple[Selfie, ...]
    order: Order | None
    portraits: tuple[Portrait, ...]


class Overtaken(Exception):
    """A condition of the change no longer holds."""


async def commit(db: Database, change: Change) -> bool:
    """Store the change. False, and nothing stored, when a condition of it no longer holds.

    Raises PersonGone when the person was erased or is being erased.
    """
    try:
        async with db.transaction() as connection:
            person = await locked_person(connection, change.person_id)
            await hold_conditions(connection, change)
            await change_person(connection, person, change)
            await change_selfies(connection, change)
            await change_orders(connection, change)
            await change_results(connection, change)
            for draft in change.messages:
                await say(connection, change, draft, change.chat or (person.platform, person.address))
            for message_id, body in change.rewritten:
                await rewrite(connection, change.person_id, message_id, body)
    except Overtaken:
        return False
    return True


async def locked_person(connection: AsyncConnection, person_id: str) -> Row[Any]:
    """The person's row, theirs alone until the transaction ends: erasing waits for it."""
    query = select(people).where(people.c.id == person_id).with_for_update()
    row = (await connection.execute(query)).first()
    if row is None or row.erasing:
        raise PersonGone(person_id)
    return row


async def hold_conditions(connection: AsyncConnection, change: Change) -> None:
    """Make every condition of the change true for good, or raise Overtaken."""
    if change.delivered is not None and not await inbox.mark_done(connection, inbox.inbox.c.id == change.delivered):
        raise Overtaken
    if change.fence is not None:
        fence = orders.at_attempt(*change.fence) & (orders.orders.c.person_id == change.person_id)
        if (await connection.execute(select(orders.orders.c.id).where(fence).with_for_update())).first() is None:
            raise Overtaken
    if change.checked is not None:
        await store_verdict(connection, change.person_id, change.checked)
    if change.order_state is not None:
        order_id, state = change.order_state
        if not await end(connection, change, (order_id,), state):
            raise Overtaken


async def store_verdict(connection: AsyncConnection, person_id: str, checked: CheckedSelfie) -> None:
    """Store a verdict on a selfie that waits for it at this attempt; else raise Overtaken."""
    stored = await connection.execute(
        update(selfies)
        .where(
            selfies.c.id == checked.id,
            selfies.c.person_id == person_id,
            selfies.c.attempt == checked.attempt,
            selfies.c.state == "received",
        )
        .values(
            state=checked.state,
            reasons=list(checked.reasons),
            measures=checked.measures,
            quality=checked.quality,
        )
    )
    if stored.rowcount == 0:
        raise Overtaken


async def end(connection: AsyncConnection, change: Change, ids: Collection[str], state: orders.Ended) -> bool:
    """Give those of these orders that are unfinished their last state; False where none was. An order ends once."""
    table = orders.orders
    theirs = (table.c.person_id == change.person_id) & table.c.id.in_(ids) & table.c.state.in_(orders.UNFINISHED)
    ended = update(table).where(theirs).values(state=state, finished_at=change.now).returning(table)
    rows = (await connection.execute(ended)).all()
    await budget.give_back(connection, change.person_id, rows)
    return bool(rows)


async def change_person(connection: AsyncConnection, person: Row[Any], change: Change) -> None:
    """Consent, language, chat, budget, a code, the mark of erasure, and the session."""
    news: dict[str, object] = {}
    if change.chat is not None and (person.away or change.chat != (person.platform, person.address)):
        news |= {"platform": change.chat[0], "address": change.chat[1], "away": False}
    if change.spent is not None:
        await budget.spend(connection, person, *change.spent)
    if change.link_code is not None:
        await connection.execute(delete(link_codes).where(link_codes.c.person_id == person.id))
        await connection.execute(insert(link_codes).values(person_id=person.id, **vars(change.link_code)))
    if change.consent is not None:
        news |= {"consent": change.consent, "consented_at": change.now}
    if change.language is not None:
        news["language"] = change.language
    if change.erase:
        news["erasing"] = True
    if news:
        await connection.execute(update(people).where(people.c.id == person.id).values(**news))
    if change.session is not None:
        stored = await connection.execute(
            update(sessions).where(sessions.c.person_id == person.id).values(body=change.session)
        )
        if stored.rowcount == 0:
            await connection.execute(insert(sessions).values(person_id=person.id, body=change.session))


async def change_selfies(connection: AsyncConnection, change: Change) -> None:
    """Photos forgotten, a photo that came, a comparison answered, and one that is owed from now on."""
    if change.forget_selfies:
        await connection.execute(
            delete(selfies).where(selfies.c.person_id == change.person_id, selfies.c.id.in_(change.forget_selfies))
        )
    if change.new_selfie is not None:
        await connection.execute(
            insert(selfies).values(
                id=change.new_selfie.id,
                person_id=change.person_id,
                blob=change.new_selfie.blob,
                state="received",
                attempt=1,
                reasons=[],
                measures={},
                quality=0.0,
                created_at=change.now,
            )
        )
    if change.compared is not None:
        await comparisons.answered(connection, change.person_id, change.compared)
    owed = change.new_comparison
    if owed is not None:
        await comparisons.owe(connection, change.person_id, owed.version, owed.body, change.now)


async def change_orders(connection: AsyncConnection, change: Change) -> None:
    """An order placed, orders stopped, and a portrait made."""
    placed, made = change.new_order, change.portrait
    if change.stopped:
        await end(connection, change, change.stopped, "cancelled")
    if placed is not None:
        await connection.execute(
            insert(orders.orders).values(
                id=placed.id,
                person_id=change.person_id,
                body=placed.body,
                state="queued",
                attempt=1,
                failures=0,
                seed=placed.seed,
                portraits_asked=placed.portraits_asked,
                created_at=change.now,
            )
        )
    if made is not None and not await is_known(connection, made):
        await connection.execute(
            insert(portraits).values(
                {
                    "id": made.id,
                    "order_id": made.order_id,
                    "person_id": change.person_id,
                    "index": made.index,
                    "style": made.style,
                    "blob": made.blob,
                    "width": made.width,
                    "height": made.height,
                    "notes": list(made.notes),
                    "created_at": change.now,
                }
            )
        )


async def change_results(connection: AsyncConnection, change: Change) -> None:
    """A rating given, and an order forgotten with its portraits."""
    table, rated, forgotten = orders.orders, change.rating, change.forget_order
    if rated is not None:
        score = rated.score or None
        if rated.index is None:
            whole = (table.c.id == rated.order_id) & (table.c.person_id == change.person_id)
            await connection.execute(update(table).where(whole).values(rating=score))
        else:
            one = (portraits.c.order_id == rated.order_id) & (portraits.c.index == rated.index)
            theirs = portraits.c.person_id == change.person_id
            await connection.execute(update(portraits).where(one, theirs).values(rating=score))
    if forgotten is not None:
        of_it = (portraits.c.order_id == forgotten) & (portraits.c.person_id == change.person_id)
        await connection.execute(delete(portraits).where(of_it))
        ended = (table.c.id == forgotten) & (table.c.person_id == change.person_id)
        await connection.execute(delete(table).where(ended, table.c.state.not_in(orders.UNFINISHED)))


async def is_known(connection: AsyncConnection, made: NewPortrait) -> bool:
    """Whether this portrait of the order is stored already."""
    same = (portraits.c.order_id == made.order_id) & (portraits.c.index == made.index)
    return (await connection.execute(select(portraits.c.id).where(same))).first() is not None


async def rewrite(connection: AsyncConnection, person_id: str, message_id: int, body: str) -> None:
    """Give a message another body, to be shown in place of what is shown."""
    theirs = (messages.c.id == message_id) & (messages.c.person_id == person_id)
    again = {"body": body, "version": messages.c.version + 1, "state": "pending", "step": 0}
    await connection.execute(update(messages).where(theirs).values(**again))


async def say(connection: AsyncConnection, change: Change, draft: Draft, chat: tuple[str, str]) -> None:
    """Put something into the outbox of a chat; saying the same again in its slot changes nothing.

    What is said in a slot stays in the chat where it was said first.
    """
    if draft.slot is not None:
        slot = (messages.c.person_id == change.person_id) & (messages.c.slot == draft.slot)
        said = (await connection.execute(select(messages).where(slot))).first()
        if said is not None:
            if said.body != draft.body or said.state == "dropped":
                again = {"body": draft.body, "version": said.version + 1, "state": "pending", "step": 0}
                await connection.execute(update(messages).where(messages.c.id == said.id).values(**again))
            return
    await connection.execute(
        insert(messages).values(
            person_id=change.person_id,
            platform=chat[0],
            address=chat[1],
            slot=draft.slot,
            body=draft.body,
            version=1,
            state="pending",
            step=0,
            created_at=change.now,
        )
    )


async def standing(db: Database, person_id: str) -> Standing | None:
    """Where somebody stands; None when they were erased or are being erased."""
    async with db.reading() as connection:
        query = (
            select(people, sessions.c.body.label("session"))
            .outerjoin(sessions)
            .where(people.c.id == person_id, ~people.c.erasing)
        )
        row = (await connection.execute(query)).first()
        if row is None:
            return None
        kept = await read_selfies(connection, selfies.c.person_id == person_id)
        placed = await orders.read(connection, orders.orders.c.person_id == person_id)
        order = placed[-1] if placed else None
        made = await read_portraits(connection, portraits.c.order_id == order.id) if order else ()
        return Standing(read_person(row), row.session, kept, order, made)
