"""Fairness and limits: however much one person asks for, another waits for one order and a few checks at most."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.events import Command
from bot.knowing import Limits
from bot.line import Line, in_line
from bot.talk import CHECKS_AT_ONCE
from inference.contract import SELFIES, CheckSelfie, MakePortraits, OrderEnded, Progress
from storage import orders, people, selfies, turns
from storage.changes import Change, CheckedSelfie, NewOrder
from tests.bot.rig import Rig

CHOSEN = ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look")


async def order(rig: Rig, who: str) -> None:
    """Order two portraits; nobody begins them."""
    await rig.with_photo(who)
    for data in (*CHOSEN, "v1:make"):
        await rig.press(data, who)


async def flood(rig: Rig, who: str, count: int) -> None:
    """Orders of one person beyond anything the conversation allows."""
    person = await rig.person(who)
    first = (await orders.of_person(rig.database, person))[0]
    for number in range(count):
        rig.now += 1
        placed = NewOrder(f"{who}-{number}", first.body, number, first.portraits_asked)
        assert await turns.commit(rig.database, Change(person, rig.now, new_order=placed))
        await rig.talk.ring_next(person)


def rung(rig: Rig) -> list[str]:
    """The orders that lie in the queue."""
    return [job.request.order for job in rig.queue.waiting.values() if isinstance(job.request, MakePortraits)]


async def served(rig: Rig) -> list[str]:
    """Let the worker make everything there is, one after the other; returns whose each was."""
    whose: list[str] = []
    while rung(rig):
        request = await rig.take_order()
        rig.now += 10
        await rig.finish(request)
        whose.append(request.subject)
    return whose


async def test_fifty_times_again_delays_somebody_else_by_one_order(rig: Rig) -> None:
    """A person who hammers a button must not make everybody else wait for an hour."""
    running = await rig.with_order("ann")
    for _ in range(50):
        await rig.press(f"v1:again:{running.order}", "ann")
    await order(rig, "bob")
    await rig.finish(running)
    bob, whose = await rig.person("bob"), await served(rig)

    assert whose[0] == bob, "only the order that was being made came before"
    assert whose[1:] == [running.subject] * (len(whose) - 1)
    assert len(whose) > 1


async def test_fifty_orders_in_the_database_delay_somebody_else_by_one(rig: Rig) -> None:
    """The line itself is fair, whatever the conversation lets through and however often it is swept."""
    running = await rig.with_order("ann")
    await flood(rig, "ann", 50)
    await rig.queue.lease(f"lease:{running.order}")
    await rig.sweeper.sweep()
    await order(rig, "bob")
    await rig.sweeper.sweep()
    assert len(rung(rig)) == 1, "none of hers but the one that is being made"
    await rig.finish(running)
    bob, whose = await rig.person("bob"), await served(rig)

    assert whose == [bob] + [running.subject] * 50


async def test_a_lost_queue_is_rung_again_in_the_order_of_the_line(rig: Rig) -> None:
    """A Redis that was flushed must not put somebody's next order before those who came first."""
    running = await rig.with_order("ann")
    await flood(rig, "ann", 2)
    await order(rig, "bob")
    rig.now += 10
    await rig.finish(running)
    await rig.queue.lose()
    await rig.sweeper.sweep()
    bob, whose = await rig.person("bob"), await served(rig)

    assert whose == [bob, running.subject, running.subject]


async def test_the_line_is_served_as_it_is_told(rig: Rig) -> None:
    """ "You are number 2" must be true: the order of the line is the order in which portraits are made."""
    for who in ("ann", "bob", "cid"):
        await order(rig, who)
        await flood(rig, who, 2)
    told: list[str] = []
    made: list[str] = []
    while rung(rig):
        told.append((await in_line(rig.database))[0].id)
        request = await rig.take_order()
        made.append(request.order)
        await orders.started(rig.database, request.order, 1, rig.now)
        rig.now += 10
        await rig.finish(request)

    assert made == told
    assert len(made) == 9


async def test_somebody_new_is_told_of_everybodys_first_order_only(rig: Rig) -> None:
    """A person with four orders in line is one person in the line of a newcomer."""
    await rig.with_order("ann")
    await flood(rig, "ann", 3)
    await order(rig, "bob")

    assert "You are number 2 in line" in (await rig.read("bob"))[-1]
    waiting = Line(rig.database, rig.queue, rig.clock)
    await waiting.look()
    ann_first, bob_first, *ann_others = [one.id for one in await in_line(rig.database)]
    assert waiting.length == 5
    assert [waiting.ahead(one) for one in (ann_first, bob_first, None)] == [0, 1, 2]
    assert ann_others == ["ann-0", "ann-1", "ann-2"]


# --- photos ------------------------------------------------------------------------------------------------------


def waiting_checks(rig: Rig) -> list[CheckSelfie]:
    """The checks that lie in the queue, as a worker would take them."""
    return [rung.request for rung in rig.queue.waiting.values() if isinstance(rung.request, CheckSelfie)]


async def test_an_album_of_fifty_photos_delays_somebody_elses_by_four_checks(rig: Rig) -> None:
    """Who sends one photo expects its verdict within seconds, whatever others upload at that moment."""
    await rig.with_unchecked_photo("ann")
    for _ in range(50):
        await rig.send_photo(who="ann")
    await rig.with_unchecked_photo("bob")
    ann, bob = await rig.person("ann"), await rig.person("bob")

    assert [check.subject for check in waiting_checks(rig)] == [ann] * CHECKS_AT_ONCE + [bob]
    kept = len(await selfies.of_person(rig.database, ann))
    for verdict in ("accept", "reject", "warn", "accept", "accept"):
        await rig.check(verdict, ("no_face",) if verdict == "reject" else (), "faces", faces=0.0)
        assert len([check for check in waiting_checks(rig) if check.subject == ann]) == CHECKS_AT_ONCE
    while waiting_checks(rig):
        await rig.check()

    received = [selfie for selfie in await selfies.of_person(rig.database, ann) if selfie.state == "received"]
    assert received == [], "and all of hers were looked at in the end"
    assert kept > 4 * CHECKS_AT_ONCE
    assert len(rig.queue.rung) == len({rung.job_id for rung in rig.queue.rung}), "each once"


async def test_photos_whose_turn_has_not_come_are_not_given_up_as_lost(rig: Rig) -> None:
    """A photo that waits behind others for a minute must not be apologised for."""
    await rig.with_unchecked_photo("ann")
    for _ in range(9):
        await rig.send_photo(who="ann")
    for _ in range(5):
        rig.now += 60
        await rig.sweeper.sweep()
    found = await selfies.of_person(rig.database, await rig.person("ann"))
    assert [selfie.attempt for selfie in found] == [1] * 10

    await rig.queue.lose()
    await rig.sweeper.sweep()
    assert sorted(check.attempt for check in waiting_checks(rig)) == [2] * CHECKS_AT_ONCE
    while waiting_checks(rig):
        await rig.check()
    assert all(selfie.state == "accept" for selfie in await selfies.of_person(rig.database, found[0].person_id))


async def test_a_ring_that_never_came_is_made_good_by_the_sweep(rig: Rig) -> None:
    """kill -9 between a verdict and the ring for the next photo: that photo is looked at all the same."""
    await rig.with_unchecked_photo("ann")
    for _ in range(4):
        await rig.send_photo(who="ann")
    job = await rig.queue.take(SELFIES)
    assert job is not None
    assert isinstance(job.request, CheckSelfie)
    verdict = CheckedSelfie(job.request.selfie, 1, "accept", ())
    assert await turns.commit(rig.database, Change(job.request.subject, rig.now, checked=verdict))
    assert len(waiting_checks(rig)) == CHECKS_AT_ONCE - 1
    rig.now += 60
    await rig.sweeper.sweep()

    assert len(waiting_checks(rig)) == CHECKS_AT_ONCE


async def test_photos_that_are_forgotten_make_room_for_others(rig: Rig) -> None:
    """Who begins anew with /new has the new photos looked at, not none of them."""
    await rig.with_unchecked_photo("ann")
    for _ in range(6):
        await rig.send_photo(who="ann")
    await rig.do(Command("new"), "ann")
    await rig.queue.lose()
    fresh = [await rig.send_photo(who="ann") for _ in range(CHECKS_AT_ONCE)]

    assert [check.selfie for check in waiting_checks(rig)] == fresh


# --- limits ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def limited(tmp_path: Path) -> AsyncIterator[Rig]:
    """A bot that makes four portraits a day for each person and has room for two orders."""
    plain = await Rig.open(tmp_path)
    rig = Rig(plain.database, plain.vault, plain.chat, plain.queue, limits=Limits(4, 2))
    yield rig
    await rig.close()


async def test_a_full_line_is_refused_and_nothing_of_the_choice_is_lost(limited: Rig) -> None:
    """An honest "later" is better than an order that takes hours; and what was chosen is not chosen again."""
    rig = limited
    running = await rig.with_order("ann")
    await order(rig, "bob")
    await rig.with_photo("cid")
    for data in (*CHOSEN, "v1:make"):
        await rig.press(data, "cid")
    assert "So many people are waiting" in "\n".join((await rig.read("cid"))[-2:])
    assert await orders.of_person(rig.database, await rig.person("cid")) == ()
    await rig.finish(running)
    rig.now += 30
    await rig.press("v1:make", "cid")

    assert len(await orders.of_person(rig.database, await rig.person("cid"))) == 1
    await rig.do(Command("stats"), "boss")
    assert "0 for the day's budget, 1 for a full line" in (await rig.read("boss"))[-1]


async def test_a_days_portraits_are_counted_and_the_next_day_begins_anew(limited: Rig) -> None:
    """One person cannot use up the machine; and tomorrow they are welcome again."""
    rig = limited
    first = await rig.with_order("ann")
    await rig.finish(first)
    await rig.press(f"v1:again:{first.order}", "ann")
    await rig.finish(await rig.take_order())
    await rig.press(f"v1:again:{first.order}", "ann")
    assert "ordered all the portraits" in "\n".join((await rig.read("ann"))[-2:])
    assert len(await orders.of_person(rig.database, first.subject)) == 2
    await rig.do(Command("stats"), "boss")
    assert "1 for the day's budget" in (await rig.read("boss"))[-1]
    await order(rig, "bob")

    rig.now += 86_400
    await rig.press(f"v1:again:{first.order}", "ann")
    assert len(await orders.of_person(rig.database, first.subject)) == 3


async def test_portraits_that_never_came_do_not_count(limited: Rig) -> None:
    """Who stopped an order before it was begun, or was failed by us, has had nothing of it."""
    rig = limited
    first = await rig.with_order("ann")
    await rig.finish(first)
    await rig.press(f"v1:again:{first.order}", "ann")
    second = await rig.take_order()
    await rig.make(second, 0)
    await rig.delivery.take(OrderEnded(second.order, 1, "failed", "no_usable_photo"))
    person = await people.find(rig.database, first.subject)
    assert person is not None
    assert person.budget_used == 3, "one of the two came"

    await rig.press(f"v1:again:{first.order}", "ann")
    assert len(await orders.of_person(rig.database, first.subject)) == 2, "one is too few for two"


async def test_an_order_stopped_counts_once_it_was_begun(limited: Rig) -> None:
    """Else somebody could keep the machine busy all day by stopping every order at its end."""
    rig = limited
    first = await rig.with_order("ann")
    await rig.delivery.progress(Progress(first.order, 1, 0, 2, 0.1))
    await rig.press(f"v1:again:{first.order}", "ann")
    waiting = next(one.id for one in await orders.of_person(rig.database, first.subject) if one.id != first.order)
    used: list[int] = []
    for stopped in (waiting, first.order):
        await rig.press(f"v1:cancel:{stopped}", "ann")
        person = await people.find(rig.database, first.subject)
        assert person is not None
        used.append(person.budget_used)

    assert used == [2, 2]
