"""The bot behind the platforms: what a person does and what the worker answers, with the real database and vault."""

from pathlib import Path

import msgspec
import pytest

from bot.events import Command
from bot.message import Blocked, Refused, TryLater
from inference.contract import OrderEnded, PortraitMade, portrait_blob, thumbnail_blob
from storage import erasure, orders, people, selfies, turns
from storage.vault import VaultError
from tests.bot.rig import Rig
from tests.on_disk import bytes_in


async def test_from_hello_to_portraits(rig: Rig) -> None:
    """The main job: every message in the order the person reads it, the placeholder edited, the album once."""
    request = await rig.with_order()
    await rig.finish(request)
    texts = await rig.read()

    assert [text.splitlines()[0][:34] for text in texts] == [
        "Hello! I am an automated headshot ",
        "Thank you. You can change your min",
        "Now send me your selfies: one is e",
        "Photos that count: 1 of 1.",
        "Choose up to 3 looks. I make 2 por",
        "Which background?",
        "2 portraits: LinkedIn.",
        "✅ Finished.",
        "Here are your 2 portraits.",
        "In full size, every detail kept:",
        "In full size, every detail kept:",
        "These 2 portraits are yours.",
    ]
    assert [body.kind for body in rig.chat.seen["ann"]].count("album") == 1
    assert f"v1:again:{request.order}" in rig.buttons()


async def test_a_photo_before_the_agreement_is_not_kept(rig: Rig) -> None:
    """Consent comes first: before it nothing of a face touches our disk or our vault."""
    await rig.send_photo(b"too early")

    assert await rig.vault.inventory() == ()
    assert rig.queue.rung == []
    assert "not kept" in (await rig.read())[-1]


async def test_a_refused_photo_leaves_only_its_thumbnail(rig: Rig) -> None:
    """What we cannot use we do not keep: neither row nor photo, only the line that says why and its small picture."""
    photo = await rig.with_unchecked_photo()
    await rig.check("reject", ("face_too_small",), "ied_px", ied_px=41.6)
    person = await people.find_by_address(rig.database, "chat", "ann")
    assert person is not None

    assert await selfies.of_person(rig.database, person.id) == ()
    assert await rig.vault.names(person.id) == (thumbnail_blob(photo),)
    assert "42 px between the eyes" in (await rig.read())[-1]


async def test_the_same_update_is_answered_once(rig: Rig) -> None:
    """After a crash an update is handled again; the person must not see the answer twice, nor order twice."""
    from storage import inbox

    (delivered,) = await inbox.receive(rig.database, "chat", [(5, "ann", "{}")], rig.now)
    for _ in range(2):
        await rig.talk.hear("chat", "ann", "en", Command("start"), delivered.id)

    assert len(await rig.read()) == 1


async def test_a_stale_attempt_changes_nothing(rig: Rig) -> None:
    """A worker given up for dead may still finish: its portraits must not be doubled or mixed in."""
    request = await rig.with_order()
    assert await orders.next_attempt(rig.database, request.order, request.attempt, charged=True) is not None
    await rig.make(request, 0)
    await rig.delivery.take(OrderEnded(request.order, request.attempt, "done"))
    order = await orders.find(rig.database, request.order)

    assert order is not None
    assert order.state == "queued"
    assert "Finished" not in "".join(await rig.read())


async def test_a_result_told_twice_is_shown_once(rig: Rig) -> None:
    """The queue delivers at least once; the person must receive each portrait once."""
    request = await rig.with_order()
    await rig.finish(request)
    before = await rig.read()
    await rig.finish(request)

    assert await rig.read() == before


async def test_three_failed_attempts_end_in_an_apology(rig: Rig) -> None:
    """Every order ends in a message: the portraits, or the cause and a way to try again."""
    request = await rig.with_order()
    for attempt in (1, 2, 3):
        assert request.attempt == attempt
        await rig.delivery.take(OrderEnded(request.order, attempt, "failed", "out_of_memory"))
        if attempt < 3:
            request = await rig.take_order()
    texts = await rig.read()

    assert "ran out of memory" in texts[-2]
    assert f"v1:same:{request.order}" in rig.buttons()


async def test_a_hopeless_order_is_not_tried_again(rig: Rig) -> None:
    """Where the photos are the cause, waiting three times for the same refusal would only annoy."""
    request = await rig.with_order()
    await rig.delivery.take(OrderEnded(request.order, 1, "failed", "no_usable_photo"))

    assert "in none of the photos" in (await rig.read())[-2]


async def test_a_lost_queue_loses_no_order(rig: Rig) -> None:
    """Redis may be flushed at any time; the order is in the database and is rung again by the sweep."""
    request = await rig.with_order()
    await rig.queue.lose()
    await rig.sweeper.sweep()
    again = await rig.take_order()
    await rig.finish(again)

    assert again.order == request.order
    assert "These 2 portraits are yours." in (await rig.read())[-1]


async def test_a_lost_queue_loses_no_order_that_was_begun(rig: Rig) -> None:
    """Redis and worker back from the same power cut, or a machine switched off for days: nobody remembers it but us."""
    request = await rig.with_order()
    await rig.make(request, 0)
    await rig.queue.lose()
    await rig.sweeper.sweep()
    again = await rig.take_order()
    await rig.finish(again)
    order = await orders.find(rig.database, request.order)

    assert order is not None
    assert (again.attempt, order.state, order.failures) == (2, "done", 0)
    assert "These 2 portraits are yours." in (await rig.read())[-1]


async def test_one_erasure_that_fails_holds_up_nobody_elses_order(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a stranger that cannot be removed must not let everybody else wait for ever."""
    request = await rig.with_order("ann")
    await rig.with_photo("bob")
    bob = await rig.person("bob")
    await erasure.begin(rig.database, bob)

    async def fail(subject: str) -> None:
        raise VaultError(f"{subject} cannot be removed")

    with monkeypatch.context() as failing:
        failing.setattr(rig.vault, "destroy", fail)
        await rig.sweeper.sweep()
    assert (await rig.take_order()).attempt == request.attempt + 1, "its worker was gone"
    await rig.sweeper.sweep()
    assert await people.find(rig.database, bob) is None, "and the erasure is tried again"


async def test_a_dead_worker_is_noticed_by_the_sweep(rig: Rig) -> None:
    """A worker that vanished in mid-order must not leave anybody waiting for ever."""
    request = await rig.with_order()
    await rig.make(request, 0)
    await rig.sweeper.sweep()
    again = await rig.take_order()
    await rig.finish(again)

    assert again.attempt == request.attempt + 1
    assert [body.kind for body in rig.chat.seen["ann"]].count("album") <= 1
    assert "These 2 portraits are yours." in (await rig.read())[-1]


async def test_a_lost_result_is_fetched_again(rig: Rig) -> None:
    """Flushed between the last portrait and its announcement: the worker is asked once more, nobody apologises."""
    request = await rig.with_order()
    await rig.make(request, 0)
    await rig.delivery.take(OrderEnded(request.order, 1, "done"))
    again = await rig.take_order()
    await rig.finish(again)
    order = await orders.find(rig.database, request.order)

    assert order is not None
    assert (order.state, order.failures) == ("done", 0)


async def test_a_check_that_is_lost_is_rung_again_and_in_the_end_apologised_for(rig: Rig) -> None:
    """A photo stuck at "being checked" would hold somebody up for ever."""
    await rig.do(Command("start"))
    await rig.press("v1:agree")
    await rig.send_photo()
    for _ in range(4):
        await rig.queue.lose()
        rig.now += 20
        await rig.sweeper.sweep()

    assert "could not look at one of your photos" in "".join(await rig.read())


async def test_without_redis_the_bot_keeps_answering(rig: Rig) -> None:
    """A queue that is down delays portraits, never the conversation."""
    rig.queue.away = True
    await rig.do(Command("start"))
    await rig.press("v1:agree")
    await rig.send_photo()

    assert "being checked" in (await rig.read())[-1]
    rig.queue.away = False
    rig.now += 20
    await rig.sweeper.sweep()
    await rig.check()
    assert "Photos that count: 1 of 1." in (await rig.read())[-1]


async def test_cancel_reaches_the_worker_and_the_person(rig: Rig) -> None:
    """Cancelled means stopped, said, and never delivered afterwards."""
    request = await rig.with_order()
    await rig.do(Command("cancel"))
    await rig.finish(request)
    texts = await rig.read()

    assert request.order in rig.queue.cancelled
    assert "Stopped. Nothing more of this order is being made." in texts
    assert "album" not in [body.kind for body in rig.chat.seen["ann"]]


async def test_delete_leaves_nothing_and_sends_a_receipt(rig: Rig, tmp_path: Path) -> None:
    """The promise of the product: no row, no key, no object, not a byte of the address, and a receipt with figures."""
    await rig.finish(await rig.with_order("ann-sentinel-4711"))
    await rig.read("ann-sentinel-4711")
    await rig.do(Command("delete"), "ann-sentinel-4711")
    await rig.press("v1:delete:yes", "ann-sentinel-4711")
    receipt = (await rig.read("ann-sentinel-4711"))[-1]

    assert "1 selfie, 2 portraits, 1 order," in receipt
    assert "4 encrypted files" in receipt  # the thumbnail, too
    assert await rig.vault.inventory() == ()
    assert await people.find_by_address(rig.database, "chat", "ann-sentinel-4711") is None
    assert b"sentinel-4711" not in bytes_in(tmp_path)


async def test_a_deletion_reaches_the_workers_memory_and_waits_for_no_queue(rig: Rig) -> None:
    """A personal adapter may lie warm in a GPU far away; and a queue that is down must not keep anybody's data."""
    ann = await rig.with_order("ann")
    bob = await rig.with_order("bob")
    for who in ("ann", "bob"):
        rig.queue.away = who == "bob"
        await rig.do(Command("delete"), who)
        await rig.press("v1:delete:yes", who)

    assert rig.queue.forgotten == [ann.subject]
    assert bob.subject not in await rig.vault.subjects()


async def test_nothing_reappears_after_a_deletion(rig: Rig) -> None:
    """A worker that was at it when everything was deleted cannot bring anything back."""
    request = await rig.with_order()
    await rig.do(Command("delete"))
    await rig.press("v1:delete:yes")
    blob = portrait_blob(request.order, 0)
    await rig.delivery.take(PortraitMade(request.order, request.attempt, 0, blob, 1024, 1280))
    await rig.delivery.take(OrderEnded(request.order, request.attempt, "done"))
    await rig.sweeper.sweep()

    assert await turns.standing(rig.database, request.subject) is None
    assert await rig.vault.inventory() == ()
    assert "Deleted" in (await rig.read())[-1]


async def test_an_interrupted_deletion_is_finished_by_the_sweep(rig: Rig) -> None:
    """kill -9 in the middle of /delete: the rest goes by itself, and the receipt is still sent."""
    from storage import erasure

    await rig.with_photo()
    person = await people.find_by_address(rig.database, "chat", "ann")
    assert person is not None
    await erasure.begin(rig.database, person.id)
    await rig.vault.destroy(person.id)
    await rig.sweeper.sweep()

    assert "Deleted" in (await rig.read())[-1]
    assert await people.find(rig.database, person.id) is None


async def test_a_busy_platform_is_asked_again(rig: Rig) -> None:
    """Too many requests: the message waits as long as it was told to, and arrives once."""
    rig.chat.trouble = [TryLater(0.01), TryLater(0.01)]
    await rig.do(Command("start"))

    assert len(await rig.read()) == 1


async def test_somebody_who_blocked_us_is_left_in_peace(rig: Rig) -> None:
    """A blocked bot that keeps trying is spam, and a waste."""
    await rig.with_photo()
    await rig.read()
    rig.chat.trouble = [Blocked()]
    await rig.do(Command("help"))
    await rig.read()
    person = await people.find_by_address(rig.database, "chat", "ann")

    assert person is not None
    assert person.away


async def test_a_refused_message_does_not_hold_up_the_next(rig: Rig) -> None:
    """One message a platform will never take must not make the bot mute for ever."""
    rig.chat.trouble = [Refused("too long")]
    await rig.do(Command("start"))
    await rig.do(Command("privacy"))

    assert [text[:11] for text in await rig.read()] == ["How your ph"]


async def test_an_error_nobody_foresaw_delays_and_loses_nothing(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    """A bug in an adapter is logged, and the sweep brings the message all the same."""
    rig.chat.trouble = [RuntimeError("a bug")]
    await rig.do(Command("start"))
    assert await rig.read() == []
    await rig.sweeper.sweep()

    assert len(await rig.read()) == 1


async def test_the_line_is_told_and_kept_up_to_date(rig: Rig) -> None:
    """Stuck at number n: the place is said at once and edited as the line moves."""
    first = await rig.with_order("ann")
    await rig.with_photo("bob")
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look", "v1:make"):
        await rig.press(data, "bob")
    assert "You are number 2 in line" in (await rig.read("bob"))[-1]
    await rig.finish(first)
    rig.now += 30
    await rig.sweeper.sweep()

    assert "You are next: 2 portraits" in (await rig.read("bob"))[-1]


async def test_without_a_worker_the_person_is_told_so(rig: Rig) -> None:
    """An order into the void must not look like one that is being made."""
    rig.queue.beats.clear()
    await rig.with_photo()
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look"):
        await rig.press(data)
    assert "not running at this moment" in (await rig.read())[-1]
    await rig.press("v1:make")

    assert "Your order is safe" in (await rig.read())[-1]


async def test_before_an_order_is_placed_it_says_who_will_make_it(rig: Rig) -> None:
    """New clothes from a model, or one's own photo retouched: nobody may take the one for the other.

    While a model of many gigabytes gets warm nobody knows yet, and neither is promised.
    """
    await rig.with_photo()
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look"):
        await rig.press(data)
    assert "I retouch your own photo" in (await rig.read())[-1]
    for engine, background in (("", "navy"), ("flux2-klein-4b", "look")):
        rig.now += 30
        for name, beat in list(rig.queue.beats.items()):
            rig.queue.beats[name] = msgspec.structs.replace(beat, engine=engine)
        for data in ("v1:edit:background", f"v1:back:{background}"):
            await rig.press(data)
        said = (await rig.read())[-1]

        assert "Background" in said
        assert "I retouch your own photo" not in said
        assert ("An AI model makes new pictures" in said) == bool(engine)


async def test_two_people_do_not_see_each_other(rig: Rig) -> None:
    """The worst fault of all would be one person's face in another's chat."""
    ann, bob = await rig.with_order("ann"), await rig.with_order("bob")
    await rig.finish(bob)
    await rig.finish(ann)
    await rig.read()
    blobs = {who: {p.blob for b in rig.chat.seen[who] for p in b.pictures} for who in ("ann", "bob")}

    assert blobs["ann"]
    assert not blobs["ann"] & blobs["bob"]
    assert all(blob.startswith(bob.order) for blob in blobs["bob"])


async def test_again_differs_by_its_seed(rig: Rig) -> None:
    """*Again* that makes the same pictures would be a broken promise."""
    first = await rig.with_order()
    await rig.finish(first)
    await rig.press(f"v1:again:{first.order}")
    second = await rig.take_order()

    assert second.shots == first.shots
    assert second.seed != first.seed


async def test_what_is_old_enough_goes_by_itself(rig: Rig) -> None:
    """Retention is a promise too: selfies after a week, portraits after a month."""
    await rig.finish(await rig.with_order())
    person = await people.find_by_address(rig.database, "chat", "ann")
    assert person is not None
    rig.now += 169 * 3600
    await rig.sweeper.tidy()
    assert len(await rig.vault.names(person.id)) == 2
    rig.now += 552 * 3600
    await rig.sweeper.tidy()

    assert await rig.vault.names(person.id) == ()


async def test_who_never_agreed_is_forgotten_after_a_day(rig: Rig) -> None:
    """Without consent not even an address is kept for long; who agreed is not touched."""
    await rig.do(Command("start"), "passer-by")
    await rig.with_photo("ann")
    await rig.read("passer-by")
    rig.now += 25 * 3600
    await rig.sweeper.tidy()

    assert await people.find_by_address(rig.database, "chat", "passer-by") is None
    assert await people.find_by_address(rig.database, "chat", "ann") is not None
