"""One answer, one transaction: all of a change is stored, or none of it."""

import asyncio
from dataclasses import replace

import pytest

from storage import erasure, inbox, orders, people, portraits, selfies, turns
from storage.changes import Change, CheckedSelfie, Draft, NewOrder, NewPortrait, NewSelfie
from storage.database import Database
from storage.people import Person, PersonGone

PORTRAIT = NewPortrait("o-0", "o", 0, "cv", "o-0", 1024, 1280, ())


async def test_everything_an_answer_changes_is_there_afterwards(database: Database, ann: Person) -> None:
    """The next thing a person does is answered from where they stand."""
    change = Change(
        ann.id,
        5.0,
        session='{"step": 2}',
        messages=(Draft(None, "hello"),),
        consent="2026-01",
        language="de",
        new_selfie=NewSelfie("s", "s"),
        new_order=NewOrder("o", "{}", 7, 2),
    )
    assert await turns.commit(database, change)
    assert await turns.commit(database, Change(ann.id, 6.0, session="{}", fence=("o", 1), portrait=PORTRAIT))

    assert await turns.standing(database, ann.id) == turns.Standing(
        person=replace(ann, consent="2026-01", consented_at=5.0, language="de"),
        session="{}",
        selfies=await selfies.of_person(database, ann.id),
        order=await orders.find(database, "o"),
        portraits=await portraits.of_order(database, "o"),
    )
    assert len(await portraits.of_order(database, "o")) == 1


async def test_an_update_handled_twice_changes_things_once(database: Database, ann: Person) -> None:
    """A bot killed after its answer must not answer again, nor order again."""
    (update,) = await inbox.receive(database, "telegram", [(1, ann.address, "{}")], 1.0)
    change = Change(ann.id, 2.0, delivered=update.id, messages=(Draft(None, "ordered"),))
    assert await turns.commit(database, replace(change, new_order=NewOrder("o", "{}", 7, 2)))
    assert not await turns.commit(database, replace(change, new_order=NewOrder("again", "{}", 7, 2)))
    assert [order.id for order in await orders.unfinished(database)] == ["o"]


CONDITIONS = {
    "an older attempt": Change("", 9.0, fence=("o", 1)),
    "an attempt that is to come": Change("", 9.0, fence=("o", 3)),
    "an order that is not theirs": Change("", 9.0, fence=("not theirs", 1)),
    "an order that ended": Change("", 9.0, order_state=("ended", "done")),
    "somebody else's order": Change("", 9.0, order_state=("not theirs", "done")),
    "a verdict of an older attempt": Change("", 9.0, checked=CheckedSelfie("s", 1, "accept", (), {}, 1.0)),
    "a verdict on a photo that is gone": Change("", 9.0, checked=CheckedSelfie("gone", 1, "accept", (), {}, 1.0)),
    "a verdict on somebody else's photo": Change("", 9.0, checked=CheckedSelfie("theirs", 1, "accept", (), {}, 1.0)),
    "an update that is gone": Change("", 9.0, delivered=404),
}


@pytest.mark.parametrize("change", CONDITIONS.values(), ids=CONDITIONS)
async def test_a_change_whose_time_has_passed_stores_nothing(database: Database, ann: Person, change: Change) -> None:
    """A worker that woke up late must not overwrite what a person has been told since."""
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)
    theirs = Change(bob.id, 1.0, new_order=NewOrder("not theirs", "{}", 7, 2), new_selfie=NewSelfie("theirs", "theirs"))
    await turns.commit(database, theirs)
    await turns.commit(database, Change(ann.id, 1.0, new_order=NewOrder("ended", "{}", 7, 2)))
    await turns.commit(database, Change(ann.id, 1.0, order_state=("ended", "cancelled")))
    placed = Change(ann.id, 2.0, new_order=NewOrder("o", "{}", 7, 2), new_selfie=NewSelfie("s", "s"))
    await turns.commit(database, placed)
    await orders.next_attempt(database, "o", 1, charged=False)
    await selfies.next_attempt(database, "s", 1)
    before = await turns.standing(database, ann.id)
    (update,) = await inbox.receive(database, "telegram", [(1, ann.address, "{}")], 1.0)

    late = replace(
        change,
        person_id=ann.id,
        session="changed",
        consent="changed",
        delivered=change.delivered or update.id,
        portrait=PORTRAIT,
        new_selfie=NewSelfie("new", "new"),
        forget_selfies=("s",),
        messages=(Draft(None, "changed"),),
    )
    assert not await turns.commit(database, late)

    assert await turns.standing(database, ann.id) == before
    assert await inbox.waiting(database, "telegram") == (update,)


async def test_an_order_ends_once_even_when_two_end_it_at_once(database: Database, ann: Person) -> None:
    """ "Here are your portraits" and "cancelled" must not both be said."""
    await turns.commit(database, Change(ann.id, 1.0, new_order=NewOrder("o", "{}", 7, 2)))
    ends = [Change(ann.id, 2.0, order_state=("o", state)) for state in ("done", "cancelled", "failed") * 3]
    stored = await asyncio.gather(*(turns.commit(database, end) for end in ends))
    assert sum(stored) == 1


async def test_a_portrait_announced_twice_is_one_portrait(database: Database, ann: Person) -> None:
    """A repeated job must not make a person believe they got more pictures."""
    await turns.commit(database, Change(ann.id, 1.0, new_order=NewOrder("o", "{}", 7, 2)))
    for portrait in (PORTRAIT, replace(PORTRAIT, id="another", width=1)):
        assert await turns.commit(database, Change(ann.id, 2.0, fence=("o", 1), portrait=portrait))
    assert [(p.id, p.width) for p in await portraits.of_order(database, "o")] == [("o-0", 1024)]


async def test_only_their_own_photos_are_forgotten(database: Database, ann: Person) -> None:
    """A forged button of one person must not touch another's photos."""
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)
    for person, selfie in ((ann, "a"), (bob, "b")):
        await turns.commit(database, Change(person.id, 1.0, new_selfie=NewSelfie(selfie, selfie)))
    assert await turns.commit(database, Change(ann.id, 2.0, forget_selfies=("a", "b")))
    assert await selfies.of_person(database, ann.id) == ()
    assert len(await selfies.of_person(database, bob.id)) == 1


async def test_nothing_more_is_accepted_of_somebody_who_is_being_erased(database: Database, ann: Person) -> None:
    """A photo on its way while /delete runs must not come back to life afterwards."""
    assert await turns.commit(database, Change(ann.id, 1.0, messages=(Draft(None, "last"),), erase=True))
    assert await erasure.unfinished(database) == (ann.id,)
    assert await turns.standing(database, ann.id) is None
    for person_id in (ann.id, "nobody"):
        with pytest.raises(PersonGone):
            await turns.commit(database, Change(person_id, 2.0, session="{}"))
