"""/delete: nothing is left of a person, wherever one looks; and what has been kept long enough goes by itself."""

import asyncio
import base64
import random
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage import erasure, inbox, messages, orders, people, portraits, selfies, turns
from storage.changes import Change, Draft, NewOrder, NewPortrait, NewSelfie
from storage.database import Database
from storage.erasure import Receipt
from storage.people import Person
from storage.tables import metadata
from storage.vault import Vault
from tests.storage.lives import live

MARK = "Sentinel-7f3a9c"
LATER = time.time() + 7200.0  # objects are as old as their files say, so sweeping is asked from the future


async def rows_left(database: Database) -> dict[str, int]:
    """How many rows each table has, of those that have any."""
    async with database.reading() as connection:
        counts = {
            table.name: (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def files_with(folder: Path, *marks: str) -> list[str]:
    """The files below `folder` in whose bytes or name one of the marks is found, plain, in hex or in base64."""
    forms = [form for mark in marks for form in (mark.encode(), mark.encode().hex().encode())]
    forms += [base64.b64encode(mark.encode()).rstrip(b"=")[:-1] for mark in marks]
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() + path.name.encode() for form in forms)
    ]


async def test_after_an_erasure_no_row_no_key_and_no_picture_is_left(database: Database, vault: Vault) -> None:
    """The promise of /delete, counted."""
    ann = await live(database, vault, MARK)
    bob = await live(database, vault, "somebody-else")
    receipt = await erasure.erase(database, vault, ann.id, 200.0)

    assert receipt == Receipt("telegram", MARK, MARK, 1, 2, 1, 3, 3, 200.0)
    assert await erasure.owed_receipts(database) == ((pytest.approx(1, abs=1e9), receipt),)
    assert await people.find(database, ann.id) is None
    assert await people.find_by_address(database, "telegram", MARK) is None
    assert await inbox.waiting(database, "telegram") == tuple(
        update for update in await inbox.waiting(database, "telegram") if update.address == "somebody-else"
    )
    assert await vault.subjects() == (bob.id,)
    standing = await turns.standing(database, bob.id)
    assert standing is not None
    assert (len(standing.selfies), len(standing.portraits)) == (1, 2)


async def test_when_the_receipt_is_sent_nothing_at_all_is_left(database: Database, vault: Vault) -> None:
    """The receipt itself holds an address: it goes too."""
    ann = await live(database, vault, MARK)
    await erasure.erase(database, vault, ann.id, 200.0)
    ((number, _),) = await erasure.owed_receipts(database)
    await erasure.receipt_sent(database, number)
    assert await rows_left(database) == {"inbox": 2}  # two numbers, so that a repeated update stays handled
    async with database.reading() as connection:
        left = (await connection.execute(select(inbox.inbox.c.address, inbox.inbox.c.payload))).all()
    assert {tuple(row) for row in left} == {("", "")}


@pytest.mark.slow
async def test_no_byte_of_an_erased_person_is_left_in_any_file(sqlite: Database, vault: Vault, tmp_path: Path) -> None:
    """A copy of the disk made after /delete must not betray them."""
    chance = random.Random(7)
    crowd = [await live(sqlite, vault, f"crowd-{number}") for number in range(12)]
    ann = await live(sqlite, vault, MARK)
    for _ in range(150):  # pages are filled, split and merged around the person's rows
        person = chance.choice([*crowd, ann, ann])
        mark = MARK if person is ann else "noise"
        said = (Draft(chance.choice([None, "place", "line"]), mark * chance.randrange(1, 120)),)
        await turns.commit(sqlite, Change(person.id, 5.0, session=mark * chance.randrange(1, 60), messages=said))
    assert files_with(tmp_path, MARK)

    await erasure.erase(sqlite, vault, ann.id, 200.0)
    ((number, _),) = await erasure.owed_receipts(sqlite)
    await erasure.receipt_sent(sqlite, number)

    assert files_with(tmp_path, MARK, ann.id, ann.id[::-1]) == []
    assert len(files_with(tmp_path, "crowd-3")) == 1


async def test_erasing_twice_at_once_owes_one_receipt(database: Database, vault: Vault) -> None:
    """Somebody who presses /delete twice is told once."""
    ann = await live(database, vault, MARK)
    receipts = await asyncio.gather(*(erasure.erase(database, vault, ann.id, 200.0) for _ in range(3)))
    assert sorted(receipt.selfies for receipt in receipts) == [0, 0, 1]
    assert len(await erasure.owed_receipts(database)) == 1
    assert (await erasure.erase(database, vault, "nobody", 1.0)).objects == 0


async def test_what_arrives_during_an_erasure_is_refused_or_erased(database: Database, vault: Vault) -> None:
    """/delete while five other things happen: each is stored before and erased, or refused; none survives."""
    for _ in range(8):
        ann = await live(database, vault, MARK)
        arriving = [
            turns.commit(database, Change(ann.id, 9.0, session="{}", messages=(Draft(None, "x"),) * 4))
            for _ in range(5)
        ]
        work = (*arriving[:3], erasure.erase(database, vault, ann.id, 9.0), *arriving[3:])
        results = await asyncio.gather(*work, return_exceptions=True)
        assert all(isinstance(result, bool | people.PersonGone | Receipt) for result in results), results
        for number, _ in await erasure.owed_receipts(database):
            await erasure.receipt_sent(database, number)
        assert set(await rows_left(database)) == {"inbox"}


async def test_an_interrupted_erasure_is_found_and_its_receipt_is_whole(database: Database, vault: Vault) -> None:
    """A power cut in the middle of /delete must not leave half a person, nor an untrue receipt."""
    ann = await live(database, vault, MARK)
    await erasure.begin(database, ann.id)
    await erasure.note_objects(database, ann.id, 3)
    await vault.destroy(ann.id)

    assert await erasure.unfinished(database) == (ann.id,)
    assert await messages.pending(database, ann.id, "telegram") == ()
    assert await messages.people_waiting(database, "telegram") == ()
    assert (await erasure.erase(database, vault, ann.id, 300.0)).objects == 3
    assert await erasure.unfinished(database) == ()


async def test_a_repeated_update_of_an_erased_person_stays_handled(database: Database, vault: Vault) -> None:
    """Telegram repeating an old message must not bring somebody back who asked to be forgotten."""
    ann = await live(database, vault, MARK)
    sent = [(update.number, MARK, "{}") for update in await inbox.waiting(database, "telegram")]
    await erasure.erase(database, vault, ann.id, 200.0)
    assert await inbox.receive(database, "telegram", sent, 201.0) == ()
    assert await inbox.waiting(database, "telegram") == ()


async def test_a_forgotten_photo_is_gone_with_its_picture(database: Database, vault: Vault) -> None:
    """A refused photo is destroyed at once, and a name made up by somebody touches nothing."""
    ann = await live(database, vault, MARK)
    (selfie,) = await selfies.of_person(database, ann.id)
    made = await portraits.of_person(database, ann.id)
    assert await erasure.forget_selfies(database, vault, ann.id, [selfie.id, "unknown"]) == 1
    assert await selfies.of_person(database, ann.id) == ()
    assert set(await vault.names(ann.id)) == {portrait.blob for portrait in made}
    assert await erasure.forget_selfies(database, vault, ann.id, [selfie.id]) == 0


async def test_a_photo_whose_row_went_with_the_answer_is_erased_all_the_same(database: Database, vault: Vault) -> None:
    """The row goes in the answer's transaction, the picture after it."""
    ann = await live(database, vault, MARK)
    (selfie,) = await selfies.of_person(database, ann.id)
    assert await turns.commit(database, Change(ann.id, 9.0, forget_selfies=(selfie.id,)))
    assert await erasure.forget_selfies(database, vault, ann.id, [selfie.id]) == 1
    assert not await vault.has(ann.id, selfie.blob)


async def test_nobody_can_have_another_persons_photo_forgotten(database: Database, vault: Vault) -> None:
    """A forged button must not destroy a stranger's photo."""
    ann, bob = await live(database, vault, MARK), await live(database, vault, "bob")
    (selfie,) = await selfies.of_person(database, bob.id)
    assert await erasure.forget_selfies(database, vault, ann.id, [selfie.id]) == 0
    assert await vault.has(bob.id, selfie.blob)


async def test_a_forgotten_order_takes_its_portraits_along(database: Database, vault: Vault) -> None:
    """Somebody who dislikes a set of portraits can have it destroyed and keep the rest."""
    ann = await live(database, vault, MARK)
    (order,) = await orders.of_person(database, ann.id)
    await end(database, ann, 2.0)
    assert await turns.commit(database, Change(ann.id, 3.0, forget_order=order.id))
    assert await orders.of_person(database, ann.id) == ()
    assert await portraits.of_person(database, ann.id) == ()
    assert await erasure.sweep_orphans(database, vault, 9e9, 9e9) == 2, "whatever dies in between, the pictures go"
    assert await vault.names(ann.id) == (f"selfie-{ann.id}",)


async def end(database: Database, person: Person, at: float) -> None:
    """End the person's order."""
    (order,) = await orders.of_person(database, person.id)
    assert await turns.commit(database, Change(person.id, at, order_state=(order.id, "done")))


async def test_what_has_been_kept_long_enough_goes_by_itself(database: Database, vault: Vault) -> None:
    """People are told for how long their pictures are kept; that is a promise too."""
    hour = 3600.0
    ann = await live(database, vault, MARK, at=0.0)
    await end(database, ann, 1.0)
    for message in await messages.pending(database, ann.id, "telegram"):
        await messages.sent(database, message.id, message.version, "r")

    assert await erasure.expire(database, vault, 168 * hour - 1.0, 168, 720) == 0
    assert await erasure.expire(database, vault, 168 * hour + 1.0, 168, 720) == 1
    assert len(await portraits.of_person(database, ann.id)) == 2
    assert len(await messages.history(database, ann.id, "telegram")) == 3
    assert await erasure.expire(database, vault, 720 * hour + 9.0, 168, 720) == 2
    assert await orders.of_person(database, ann.id) == ()
    assert await messages.history(database, ann.id, "telegram") == ()
    assert await vault.names(ann.id) == ()
    assert await people.find(database, ann.id) is not None


async def test_photos_an_unfinished_order_needs_are_kept_until_it_ends(database: Database, vault: Vault) -> None:
    """Somebody who waited through a long outage still gets portraits of their photos."""
    ann = await live(database, vault, MARK, at=0.0)
    assert await erasure.expire(database, vault, 3600.0 * 500, 168, 720) == 0
    await end(database, ann, 3600.0 * 501)
    assert await erasure.expire(database, vault, 3600.0 * 502, 168, 720) == 1


async def test_pictures_no_row_knows_are_swept_and_no_others(database: Database, vault: Vault) -> None:
    """A crash between picture and row must not leave a photo nobody can find or delete."""
    ann = await live(database, vault, MARK)
    (order,) = await orders.of_person(database, ann.id)
    await vault.put(ann.id, "crashed", b"a photo whose row was never written")
    await vault.put(ann.id, f"{order.id}-3", b"a portrait whose result is on its way")
    await vault.put(ann.id, f"{order.id}-preview", b"a look at a portrait in the making")
    await vault.enrol("stranger")
    await vault.put("stranger", "photo", b"of somebody whose row is gone")
    known = {f"selfie-{ann.id}", *(f"{order.id}-{index}" for index in (0, 1, 3, "preview"))}

    assert await erasure.sweep_orphans(database, vault, time.time(), 168) == 0
    assert await erasure.sweep_orphans(database, vault, LATER, 168) == 3
    assert set(await vault.names(ann.id)) == known
    assert await vault.subjects() == (ann.id,)

    await end(database, ann, 9.0)
    assert await erasure.sweep_orphans(database, vault, LATER, 168) == 2  # what a killed worker left of an ended order
    assert await erasure.sweep_orphans(database, vault, LATER, 168) == 0


async def test_small_copies_no_row_knows_are_kept_as_long_as_selfies(database: Database, vault: Vault) -> None:
    """A refused photo's thumbnail and the sheet are shown until then, and no longer: they show a face."""
    ann = await live(database, vault, MARK)
    overviews = {"thumb-refused", f"sheet-{ann.id}-set-3"}
    for name in overviews:
        await vault.put(ann.id, name, b"a small copy")
    hour = 3600.0

    assert await erasure.sweep_orphans(database, vault, time.time() + 167 * hour, 168) == 0
    assert overviews <= set(await vault.names(ann.id))
    assert await erasure.sweep_orphans(database, vault, time.time() + 169 * hour, 168) == 2
    assert not overviews & set(await vault.names(ann.id))


async def test_a_photo_is_not_swept_from_under_an_order_placed_just_now(database: Database, vault: Vault) -> None:
    """Sweeping runs beside everything else, and must not take what is in use."""
    ann = await people.meet(database, "local", "ann", "en", 1.0)
    await vault.enrol(ann.id)
    await vault.put(ann.id, "s", b"photo")
    new = Change(ann.id, 1.0, new_selfie=NewSelfie("s", "s"), new_order=NewOrder("o", "{}", 7, 2))
    swept, stored = await asyncio.gather(
        erasure.sweep_orphans(database, vault, time.time(), 168), turns.commit(database, new)
    )
    assert (swept, stored) == (0, True)
    made = NewPortrait("o-0", "o", 0, "cv", "o-0", 1, 1, ())
    await vault.put(ann.id, "o-0", b"portrait")
    await turns.commit(database, Change(ann.id, 2.0, fence=("o", 1), portrait=made))
    assert await erasure.sweep_orphans(database, vault, LATER, 168) == 0
