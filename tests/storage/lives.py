"""Whole lives for tests: somebody with a row in every table and pictures in the vault, all of it marked."""

from storage import inbox, orders, people, turns
from storage.changes import Change, CheckedSelfie, Draft, NewComparison, NewOrder, NewPortrait, NewSelfie
from storage.database import Database
from storage.people import Person
from storage.vault import Vault


async def live(database: Database, vault: Vault, mark: str, at: float = 100.0) -> Person:
    """Somebody at the address `mark`, who left `mark` in every text there is, and ordered two portraits."""
    person = await people.meet(database, "telegram", mark, mark, at)
    number = int.from_bytes(person.id.encode()[:6])
    (delivered,) = await inbox.receive(database, "telegram", [(number, mark, f'{{"said": "{mark}"}}')], at)
    await inbox.receive(database, "telegram", [(number + 1, mark, f'{{"later": "{mark}"}}')], at)
    await vault.enrol(person.id)
    selfie, order = f"selfie-{person.id}", person.id[::-1]
    await vault.put(person.id, selfie, mark.encode() * 100)
    said = tuple(Draft(slot, f'{{"text": "{mark}"}}') for slot in (None, mark, "place"))
    steps = (
        Change(person.id, at, f'"{mark}"', delivered.id, said, consent=mark, new_selfie=NewSelfie(selfie, selfie)),
        Change(person.id, at, f'"{mark} again"', checked=CheckedSelfie(selfie, 1, "warn", (mark,), {mark: 1.0}, 0.5)),
        Change(person.id, at, new_comparison=NewComparison(1, f'{{"photos": "{mark}"}}')),
        Change(person.id, at, new_order=NewOrder(order, f'{{"looks": "{mark}"}}', 7, 2)),
    )
    for change in steps:
        assert await turns.commit(database, change)
    await orders.started(database, order, 1, at + 1)
    for index in range(2):
        blob = f"{order}-{index}"
        await vault.put(person.id, blob, mark.encode() * 1000)
        made = NewPortrait(blob, order, index, mark, blob, 1024, 1280, (mark,))
        progress = (Draft("place", f'{{"text": "{mark} {index}"}}'),)
        assert await turns.commit(
            database, Change(person.id, at + 2 + index, messages=progress, fence=(order, 1), portrait=made)
        )
    return person
