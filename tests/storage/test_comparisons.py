"""Comparisons that are owed: one a person at most, found when they are lost, gone when they are answered."""

from dataclasses import replace

from storage import comparisons, erasure, people, turns
from storage.changes import Change, CheckedSelfie, NewComparison
from storage.comparisons import Comparison
from storage.database import Database
from storage.people import Person
from storage.vault import Vault


async def owe(database: Database, person: Person, version: int, at: float) -> Comparison:
    """Have the set of this version compared, and return what is owed."""
    assert await turns.commit(database, Change(person.id, at, new_comparison=NewComparison(version, f"v{version}")))
    owed = Comparison(person.id, version, 1, f"v{version}", at)
    assert await comparisons.find(database, person.id) == owed
    return owed


async def test_a_newer_version_of_the_set_replaces_an_older_one(database: Database, ann: Person) -> None:
    """Only the set as it is now is worth comparing; of twenty photos at once not twenty pictures are owed."""
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)
    theirs = await owe(database, bob, 1, 3.0)
    older = await owe(database, ann, 1, 4.0)
    newer = await owe(database, ann, 2, 5.0)
    assert await comparisons.overdue(database, 9.0) == (theirs, newer)

    assert await comparisons.next_attempt(database, older, 6.0) is None
    await comparisons.give_up(database, older)
    assert await comparisons.overdue(database, 9.0) == (theirs, newer)


async def test_a_replaced_comparison_begins_anew(database: Database, ann: Person) -> None:
    """Attempts that failed with other photos must not count against these."""
    first = await owe(database, ann, 1, 4.0)
    assert await comparisons.next_attempt(database, first, 5.0) is not None

    assert (await owe(database, ann, 2, 6.0)).attempt == 1


async def test_only_what_was_asked_for_long_ago_is_overdue(database: Database, ann: Person) -> None:
    """A comparison takes a moment; asking again at once would have it made twice."""
    owed = await owe(database, ann, 1, 4.0)

    assert await comparisons.overdue(database, 4.0) == ()
    assert await comparisons.overdue(database, 4.1) == (owed,)


async def test_a_lost_comparison_is_tried_again_by_one_alone(database: Database, ann: Person) -> None:
    """Two sweeps at once must not ring the same set twice; and each attempt has its time."""
    owed = await owe(database, ann, 1, 4.0)
    again = await comparisons.next_attempt(database, owed, 20.0)

    assert again == replace(owed, attempt=2, asked_at=20.0)
    assert await comparisons.find(database, ann.id) == again
    assert await comparisons.next_attempt(database, owed, 21.0) is None
    assert await comparisons.overdue(database, 20.0) == ()


async def test_what_is_given_up_is_owed_no_longer(database: Database, ann: Person) -> None:
    """After the last attempt nobody asks again; an attempt that has gone on since is left alone."""
    owed = await owe(database, ann, 1, 4.0)
    again = await comparisons.next_attempt(database, owed, 20.0)
    assert again is not None
    await comparisons.give_up(database, owed)
    assert await comparisons.find(database, ann.id) == again
    await comparisons.give_up(database, again)

    assert await comparisons.find(database, ann.id) is None


async def test_an_answer_strikes_off_its_own_version_alone(database: Database, ann: Person) -> None:
    """An answer that comes late must not make the bot forget what it still owes."""
    owed = await owe(database, ann, 2, 4.0)
    for version in (1, 3):
        assert await turns.commit(database, Change(ann.id, 5.0, compared=version))
    assert await comparisons.find(database, ann.id) == owed
    for _ in range(2):
        assert await turns.commit(database, Change(ann.id, 5.0, compared=2))

    assert await comparisons.find(database, ann.id) is None


async def test_an_answer_can_owe_the_next_comparison(database: Database, ann: Person) -> None:
    """Both are one transaction: what is asked for next must not be struck off with what was answered."""
    await owe(database, ann, 1, 4.0)
    assert await turns.commit(database, Change(ann.id, 5.0, compared=1, new_comparison=NewComparison(2, "next")))

    assert await comparisons.find(database, ann.id) == Comparison(ann.id, 2, 1, "next", 5.0)


async def test_a_change_that_is_too_late_owes_nothing(database: Database, ann: Person) -> None:
    """All of an answer is stored, or none of it."""
    owed = await owe(database, ann, 1, 4.0)
    late = CheckedSelfie("gone", 1, "accept", ())
    change = Change(ann.id, 5.0, checked=late, compared=1, new_comparison=NewComparison(2, "late"))
    assert not await turns.commit(database, change)

    assert await comparisons.find(database, ann.id) == owed


async def test_nothing_is_compared_for_somebody_who_is_being_erased(
    database: Database, vault: Vault, ann: Person
) -> None:
    """From the moment of /delete on nobody looks at their photos again, and nothing is left of what was owed."""
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)
    await owe(database, ann, 1, 4.0)
    theirs = await owe(database, bob, 1, 4.0)
    await erasure.begin(database, ann.id)
    assert await comparisons.overdue(database, 9.0) == (theirs,)
    await erasure.erase(database, vault, ann.id, 9.0)

    assert await comparisons.find(database, ann.id) is None
    assert await comparisons.find(database, bob.id) == theirs
