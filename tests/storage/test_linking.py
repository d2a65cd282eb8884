"""Two accounts made one in the database: everything changes hands at once, and nothing where it must not."""

import pytest

from storage import chats, linking, messages, orders, people, portraits, selfies, turns
from storage.changes import Change, Draft, NewLinkCode, NewOrder, NewSelfie
from storage.database import Database
from storage.linking import Code, Joining
from storage.people import Person, PersonGone
from storage.vault import Vault
from tests.storage.lives import live
from tests.storage.test_erasure import end, rows_left

NOW = 500.0


async def pair(database: Database, vault: Vault) -> tuple[Person, Person]:
    """Ann, who offers the code `code`, and Bob, who will enter it; both with ended orders and everything said."""
    ann, bob = await live(database, vault, "ann"), await live(database, vault, "bob", at=200.0)
    for person in (ann, bob):
        await end(database, person, 300.0)
        for message in await messages.pending(database, person.id, "telegram"):
            await messages.sent(database, message.id, message.version, "r")
    assert await turns.commit(database, Change(ann.id, 400.0, link_code=NewLinkCode("code", 1000.0)))
    return ann, bob


def joining(ann: Person, bob: Person, *photos: str) -> Joining:
    """Bob goes into Ann's account with these photos."""
    return Joining(ann.id, bob.id, "code", '"both"', photos)


async def test_everything_changes_hands_at_once(database: Database, vault: Vault) -> None:
    """Somebody who joins their two chats finds all of their photos, orders and portraits in both."""
    ann, bob = await pair(database, vault)
    before = await rows_left(database)
    assert await linking.join(database, joining(ann, bob, f"selfie-{bob.id}")) == "joined"
    standing = await turns.standing(database, ann.id)

    assert standing is not None
    assert standing.session == '"both"'
    assert [selfie.id for selfie in standing.selfies] == [f"selfie-{ann.id}", f"selfie-{bob.id}"]
    assert [order.id for order in await orders.of_person(database, ann.id)] == [ann.id[::-1], bob.id[::-1]]
    assert len(await portraits.of_person(database, ann.id)) == 4
    assert [chat.address for chat in await chats.of_person(database, ann.id)] == ["ann", "bob"]
    assert [(m.address, m.platform) for m in await messages.of_person(database, ann.id)].count(("bob", "telegram")) == 3
    assert await people.find(database, bob.id) is None
    after = await rows_left(database)
    gone = {"people": 1, "sessions": 1, "comparisons": 1}
    assert after == {name: count - gone.get(name, 0) for name, count in before.items()}


async def test_the_account_that_stays_keeps_its_language_and_agreement(database: Database, vault: Vault) -> None:
    """Who joins a second chat is not asked anew, and is spoken to as before."""
    ann, bob = await pair(database, vault)
    await linking.join(database, joining(ann, bob))
    one = await people.find_by_address(database, "telegram", "bob")

    assert one is not None
    assert (one.id, one.language, one.consent, one.platform, one.address) == (ann.id, "ann", "ann", "telegram", "ann")


async def test_photos_that_do_not_come_along_are_forgotten(database: Database, vault: Vault) -> None:
    """What is in no list cannot be deleted by the person: it must not stay behind."""
    ann, bob = await pair(database, vault)
    await linking.join(database, joining(ann, bob))
    assert [selfie.id for selfie in await selfies.of_person(database, ann.id)] == [f"selfie-{ann.id}"]


async def test_a_check_under_way_is_asked_for_anew(database: Database, vault: Vault) -> None:
    """The worker reads the photo where it no longer is; what it answers must not refuse a good photo."""
    ann, bob = await pair(database, vault)
    await turns.commit(database, Change(bob.id, 400.0, new_selfie=NewSelfie("late", "late")))
    await linking.join(database, joining(ann, bob, "late"))
    late = await selfies.find(database, "late")

    assert late is not None
    assert (late.person_id, late.state, late.attempt) == (ann.id, "received", 2)


async def test_a_code_works_once_and_for_a_while(database: Database, vault: Vault) -> None:
    """A code read over somebody's shoulder must not open the account a second time."""
    ann, bob = await pair(database, vault)
    carl = await people.meet(database, "local", "carl", "en", 1.0)
    assert await linking.find_code(database, "code", NOW) == Code(ann.id, None)
    assert await linking.find_code(database, "code", 1000.0) is None
    assert await linking.join(database, joining(ann, bob)) == "joined"
    assert await linking.find_code(database, "code", NOW) == Code(ann.id, bob.id)
    assert await linking.join(database, joining(ann, carl)) == "wrong"
    assert await people.find(database, carl.id) == carl
    assert (await linking.prune(database, 999.0), await linking.prune(database, 1000.0)) == (0, 1)


async def test_a_code_of_ones_own_goes_with_the_account(database: Database, vault: Vault) -> None:
    """Two people with two codes: the one that went in can no longer take others in."""
    ann, bob = await pair(database, vault)
    await turns.commit(database, Change(bob.id, 400.0, link_code=NewLinkCode("bobs", 1000.0)))
    await linking.join(database, joining(ann, bob))
    assert await linking.find_code(database, "bobs", NOW) is None


@pytest.mark.parametrize("who", ["ann", "bob"])
async def test_while_portraits_are_made_for_either_nothing_is_joined(
    database: Database, vault: Vault, who: str
) -> None:
    """The worker knows the account by its old name: portraits on their way would be lost."""
    ann, bob = await pair(database, vault)
    person = ann if who == "ann" else bob
    await turns.commit(database, Change(person.id, 400.0, new_order=NewOrder("new", "{}", 1, 2)))
    before = await rows_left(database)

    assert await linking.is_busy(database, ann.id, bob.id)
    assert await linking.join(database, joining(ann, bob)) == "busy"
    assert await rows_left(database) == before
    assert await linking.find_code(database, "code", NOW) == Code(ann.id, None)


async def test_while_something_is_being_sent_nothing_is_joined(database: Database, vault: Vault) -> None:
    """A message on its way that changes its owner would be dropped, or sent by both."""
    ann, bob = await pair(database, vault)
    await turns.commit(database, Change(ann.id, 400.0, messages=(Draft(None, "to ann"),)))
    assert not await linking.is_busy(database, ann.id, bob.id)
    await turns.commit(database, Change(bob.id, 400.0, messages=(Draft(None, "to bob"),)))

    assert await linking.is_spoken_to(database, bob.id)
    assert await linking.join(database, joining(ann, bob)) == "busy"


async def test_slots_of_both_do_not_meet(database: Database, vault: Vault) -> None:
    """An edit of one photo list in the place of another would show the wrong thing in the wrong chat."""
    ann, bob = await pair(database, vault)
    menu = f"result-{bob.id[::-1]}-1"
    await turns.commit(database, Change(bob.id, 400.0, messages=(Draft(menu, "menu"), Draft("board-1", "list"))))
    for message in await messages.pending(database, bob.id, "telegram"):
        await messages.sent(database, message.id, message.version, "r")
    await linking.join(database, joining(ann, bob))
    slots = {m.slot for m in await messages.of_person(database, ann.id) if m.address == "bob"}

    assert slots == {None, menu}, "a menu below portraits is known by their order, and stays where it can be edited"
    again = Change(ann.id, 600.0, messages=(Draft("place", "new"), Draft(menu, "rated")), chat=("telegram", "ann"))
    await turns.commit(database, again)
    assert [m.address for m in await messages.pending(database, ann.id, "telegram")] == ["ann", "bob"]


@pytest.mark.parametrize(
    ("days", "used"), [((7, 7), (7, 5)), ((7, 6), (7, 2)), ((6, 7), (7, 3))], ids=["same", "older", "newer"]
)
async def test_what_was_ordered_on_one_day_adds_up(
    database: Database, vault: Vault, days: tuple[int, int], used: tuple[int, int]
) -> None:
    """Two chats are not a way to twice the portraits, nor does an older day count."""
    ann, bob = await pair(database, vault)
    for person, day, count in ((ann, days[0], 2), (bob, days[1], 3)):
        await turns.commit(database, Change(person.id, 400.0, spent=(day, count)))
    await linking.join(database, joining(ann, bob))
    one = await people.find(database, ann.id)

    assert one is not None
    assert (one.budget_day, one.budget_used) == used


async def test_who_speaks_from_another_chat_is_no_longer_away(database: Database, vault: Vault) -> None:
    """Blocked on one platform and joined from the other, they can be written to."""
    ann, bob = await pair(database, vault)
    await people.set_away(database, ann.id, True)
    await linking.join(database, joining(ann, bob))
    one = await people.find(database, ann.id)
    assert one is not None
    assert not one.away


async def test_nobody_is_joined_to_or_from_an_account_that_is_being_erased(database: Database, vault: Vault) -> None:
    """/delete wins over everything: what it erases must not live on in another account."""
    ann, bob = await pair(database, vault)
    carl = await people.meet(database, "local", "carl", "en", 1.0)
    await turns.commit(database, Change(bob.id, 400.0, erase=True))
    with pytest.raises(PersonGone):
        await linking.join(database, joining(ann, bob))
    await turns.commit(database, Change(ann.id, 400.0, erase=True))
    assert await linking.join(database, joining(ann, carl)) == "wrong"
    with pytest.raises(PersonGone):
        await linking.join(database, Joining(carl.id, "nobody", "code", "", ()))


async def test_an_account_that_had_no_session_has_one_afterwards(database: Database) -> None:
    """Nothing of what was merged may be lost for want of a row."""
    ann = await people.meet(database, "local", "ann", "en", 1.0)
    bob = await people.meet(database, "local", "bob", "en", 1.0)
    await turns.commit(database, Change(ann.id, 1.0, link_code=NewLinkCode("code", 1000.0)))
    assert await linking.join(database, joining(ann, bob)) == "joined"
    standing = await turns.standing(database, ann.id)
    assert standing is not None
    assert standing.session == '"both"'
