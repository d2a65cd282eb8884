"""People, inbox, selfies, orders, portraits and messages: what each remembers."""

from storage import inbox, messages, orders, people, portraits, selfies, turns
from storage.changes import Change, CheckedSelfie, Draft, NewOrder, NewPortrait, NewSelfie
from storage.database import Database
from storage.people import Person


async def place(database: Database, person: Person, order_id: str, at: float, portraits_asked: int = 4) -> None:
    """Order something."""
    new = NewOrder(order_id, "{}", 7, portraits_asked)
    assert await turns.commit(database, Change(person.id, at, new_order=new))


async def test_somebody_is_met_once(database: Database, ann: Person) -> None:
    """Everything a person sent must hang together under one id."""
    assert await people.meet(database, "telegram", "1001", "de", 200.0) == ann
    assert await people.find(database, ann.id) == ann
    assert await people.find_by_address(database, "telegram", "1001") == ann
    assert await people.find_by_address(database, "local", "1001") is None
    assert await people.find(database, "nobody") is None


async def test_the_same_address_on_another_platform_is_somebody_else(database: Database, ann: Person) -> None:
    """Two platforms may give the same number to two people, whose photos must not mix."""
    assert (await people.meet(database, "discord", "1001", "en", 1.0)).id != ann.id


async def test_who_speaks_again_is_no_longer_away(database: Database, ann: Person) -> None:
    """Somebody who blocked the bot and came back must be answered."""
    await people.set_away(database, ann.id, True)
    found = await people.find(database, ann.id)
    assert found is not None
    assert found.away
    assert await turns.commit(database, Change(ann.id, 1.0, chat=(ann.platform, ann.address)))
    assert await people.find(database, ann.id) == ann


async def test_an_update_delivered_twice_is_received_once(database: Database) -> None:
    """A platform repeats what it thinks was not acknowledged; nobody wants two orders of one press."""
    first = await inbox.receive(database, "telegram", [(7, "a", "{}"), (8, "b", "{}")], 1.0)
    again = await inbox.receive(database, "telegram", [(8, "b", "{}"), (9, "c", "{}"), (9, "c", "{}")], 2.0)

    assert [(update.number, update.address) for update in first + again] == [(7, "a"), (8, "b"), (9, "c")]
    assert await inbox.waiting(database, "telegram") == first + again
    assert await inbox.receive(database, "telegram", [], 3.0) == ()
    assert len(await inbox.receive(database, "discord", [(7, "a", "{}")], 3.0)) == 1


async def test_a_handled_update_is_known_but_not_what_it_said(database: Database) -> None:
    """What somebody wrote is kept no longer than it takes to answer it."""
    (update,) = await inbox.receive(database, "telegram", [(7, "somebody", "secret")], 1.0)
    await inbox.done(database, update.id)

    assert await inbox.waiting(database, "telegram") == ()
    assert await inbox.receive(database, "telegram", [(7, "somebody", "secret")], 2.0) == ()
    async with database.reading() as connection:
        row = (await connection.execute(inbox.inbox.select())).one()
    assert (row.address, row.payload) == ("", "")


async def test_old_numbers_are_pruned_but_nothing_that_waits(database: Database) -> None:
    """The inbox must not grow forever, and must not lose what nobody has answered."""
    old, waiting_still = await inbox.receive(database, "telegram", [(7, "a", "{}"), (8, "b", "{}")], 1.0)
    await inbox.done(database, old.id)
    assert await inbox.prune(database, 1.0) == 0
    assert await inbox.prune(database, 2.0) == 1
    assert await inbox.waiting(database, "telegram") == (waiting_still,)


async def test_a_lost_check_is_tried_again_by_one_alone(database: Database, ann: Person) -> None:
    """Two sweeps at once must not ring the same photo twice."""
    assert await turns.commit(database, Change(ann.id, 5.0, new_selfie=NewSelfie("s", "s")))
    assert [selfie.id for selfie in await selfies.unchecked(database, 6.0)] == ["s"]
    assert await selfies.unchecked(database, 5.0) == ()
    assert await selfies.next_attempt(database, "s", 1) == 2
    assert await selfies.next_attempt(database, "s", 1) is None

    verdict = CheckedSelfie("s", 2, "accept", ("harsh_light",), {"blur": 0.25}, 0.9)
    assert await turns.commit(database, Change(ann.id, 7.0, checked=verdict))
    assert await selfies.next_attempt(database, "s", 2) is None
    assert await selfies.unchecked(database, 99.0) == ()
    found = await selfies.find(database, "s")
    assert found == selfies.Selfie("s", ann.id, "s", "accept", 2, ("harsh_light",), {"blur": 0.25}, 0.9, 5.0)
    assert await selfies.of_person(database, ann.id) == (found,)


async def test_an_order_starts_once_and_only_at_its_attempt(database: Database, ann: Person) -> None:
    """The time a person is told is measured from the first start, not from an old worker's echo."""
    await place(database, ann, "o", 1.0)
    assert not await orders.started(database, "o", 2, 2.0)
    assert await orders.started(database, "o", 1, 3.0)
    assert not await orders.started(database, "o", 1, 4.0)
    found = await orders.find(database, "o")
    assert found is not None
    assert (found.state, found.started_at) == ("running", 3.0)


async def test_the_next_attempt_is_taken_by_one_and_charged_if_it_failed(database: Database, ann: Person) -> None:
    """A worker that was only stopped must not cost a person one of their three attempts."""
    await place(database, ann, "o", 1.0)
    released = await orders.next_attempt(database, "o", 1, charged=False)
    assert released is not None
    assert (released.attempt, released.failures, released.state) == (2, 0, "queued")
    assert await orders.next_attempt(database, "o", 1, charged=True) is None
    failed = await orders.next_attempt(database, "o", 2, charged=True)
    assert failed is not None
    assert (failed.attempt, failed.failures) == (3, 1)

    assert await turns.commit(database, Change(ann.id, 9.0, order_state=("o", "failed")))
    assert await orders.next_attempt(database, "o", 3, charged=True) is None


async def test_the_line_holds_only_what_still_runs_in_the_order_it_was_placed(database: Database, ann: Person) -> None:
    """The place in the line that a person is told must be true."""
    for order_id, at in (("first", 1.0), ("second", 2.0), ("third", 2.0), ("fourth", 4.0)):
        await place(database, ann, order_id, at)
    assert [order.id for order in await orders.unfinished(database)] == ["first", "second", "third", "fourth"]
    assert await turns.commit(database, Change(ann.id, 5.0, order_state=("second", "cancelled")))
    assert [order.id for order in await orders.unfinished(database)] == ["first", "third", "fourth"]
    latest = await orders.latest(database, ann.id)
    assert latest is not None
    assert latest.id == "fourth"


async def test_the_time_of_a_portrait_is_the_median_of_the_last_orders_done(database: Database, ann: Person) -> None:
    """One order that waited for a slow disk must not make everybody's estimate wrong."""
    assert await orders.recent_seconds_per_portrait(database) is None
    for number, seconds in enumerate((1000.0, 8.0, 12.0, 400.0)):
        await place(database, ann, str(number), 1.0)
        await orders.started(database, str(number), 1, 1000.0 * number)
        done = Change(ann.id, 1000.0 * number + seconds, order_state=(str(number), "done"))
        assert await turns.commit(database, done)
    assert await orders.recent_seconds_per_portrait(database, count=3) == 3.0


async def test_portraits_come_back_in_the_order_of_their_index(database: Database, ann: Person) -> None:
    """Results may arrive out of order; a person still sees number one first."""
    await place(database, ann, "o", 1.0)
    for index in (2, 0, 1):
        made = NewPortrait(f"p{index}", "o", index, "cv", f"o-{index}", 1024, 1280, ("enlarged",))
        assert await turns.commit(database, Change(ann.id, 2.0, fence=("o", 1), portrait=made))
    assert [portrait.index for portrait in await portraits.of_order(database, "o")] == [0, 1, 2]
    assert await portraits.of_person(database, ann.id) == await portraits.of_order(database, "o")
    assert await portraits.find(database, "p2") == portraits.Portrait(
        "p2", "o", ann.id, 2, "cv", "o-2", 1024, 1280, ("enlarged",), 2.0
    )


async def test_messages_wait_until_they_are_sent_and_stay_in_the_transcript(database: Database, ann: Person) -> None:
    """What was promised is said, also after a restart, and the local page still shows it on a reload."""
    assert await turns.commit(database, Change(ann.id, 1.0, messages=(Draft(None, "one"), Draft("bar", "two"))))
    assert await messages.people_waiting(database, "telegram") == (ann.id,)
    assert await messages.people_waiting(database, "local") == ()
    one, two = await messages.pending(database, ann.id, "telegram")
    assert (one.body, one.platform, one.address, one.version, one.remote) == ("one", "telegram", "1001", 1, None)

    assert await messages.sent(database, one.id, 1, "r1")
    await messages.dropped(database, two.id, two.version)
    assert await messages.people_waiting(database, "telegram") == ()
    assert [(m.body, m.state, m.remote) for m in await messages.history(database, ann.id, "telegram")] == [
        ("one", "sent", "r1"),
        ("two", "dropped", None),
    ]
    assert await messages.history(database, ann.id, "local") == (), "each platform has its own"


async def test_a_message_changed_while_it_was_sent_is_sent_again(database: Database, ann: Person) -> None:
    """The last thing a person sees must be the newest, not what was on its way when it changed."""
    assert await turns.commit(database, Change(ann.id, 1.0, messages=(Draft("bar", "10 %"),)))
    (sending,) = await messages.pending(database, ann.id, "telegram")
    await messages.remember(database, sending.id, "r1", step=1)
    assert await turns.commit(database, Change(ann.id, 2.0, messages=(Draft("bar", "20 %"),)))

    assert not await messages.sent(database, sending.id, sending.version, None)
    (again,) = await messages.pending(database, ann.id, "telegram")
    assert (again.id, again.body, again.version, again.remote, again.step) == (sending.id, "20 %", 2, "r1", 0)
    await messages.dropped(database, sending.id, sending.version)
    assert await messages.pending(database, ann.id, "telegram") == (again,), "what fails is the old one"
    assert await messages.sent(database, again.id, again.version, None)
    assert (await messages.history(database, ann.id, "telegram"))[0].remote == "r1"


async def test_saying_the_same_again_in_its_place_sends_nothing(database: Database, ann: Person) -> None:
    """ "You are third in line", every ten seconds, must not become an edit every ten seconds."""
    for _ in range(2):
        assert await turns.commit(database, Change(ann.id, 1.0, messages=(Draft("line", "third"),)))
    (message,) = await messages.pending(database, ann.id, "telegram")
    assert message.version == 1
    await messages.drop_all(database, ann.id, "telegram", "another chat")
    assert len(await messages.pending(database, ann.id, "telegram")) == 1
    await messages.drop_all(database, ann.id, "telegram", ann.address)
    assert await messages.pending(database, ann.id, "telegram") == ()
    assert await turns.commit(database, Change(ann.id, 1.0, messages=(Draft("line", "third"),)))
    assert [m.version for m in await messages.pending(database, ann.id, "telegram")] == [2]
