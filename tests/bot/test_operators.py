"""Operators at their desk: what they read, what they switch, whom they shut out."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.events import Command, Ended, Pressed, Said
from bot.operators import COMMANDS, Operators
from bot.session import Session
from bot.turn import Turn
from inference.contract import PORTRAITS, MakePortraits, OrderEnded, WorkerBeat
from storage import chats, inbox, orders, people
from storage.tables import chats as chats_table
from tests.bot.rig import Rig
from tests.on_disk import bytes_in
from tests.storage.test_faults import content

BOT = Path(__file__).parents[2] / "bot"


async def ask(rig: Rig, name: str, argument: str = "") -> str:
    """What the operator is answered."""
    before = len(await rig.read("boss"))
    await rig.do(Command(name, argument), "boss")
    return "\n".join((await rig.read("boss"))[before:])


async def restarted(rig: Rig) -> Operators:
    """What a bot knows that was just started on the same database."""
    again = Operators(rig.database, rig.clock, bytes(32), ("chat:boss",))
    await again.open()
    return again


@pytest.mark.parametrize("name", COMMANDS)
async def test_nobody_else_has_these_commands(rig: Rig, name: str) -> None:
    """A stranger who tries /stats or /ban must learn nothing, not even that there is such a thing."""
    await rig.with_photo()
    await rig.do(Command(name, "chat:boss"))
    said = await rig.read()
    await rig.do(Command("nonsense"))

    assert (await rig.read())[len(said) - 2 :][:2] == (await rig.read())[len(said) :]


async def test_stats_tell_figures_and_nobodys_name(rig: Rig) -> None:
    """Whether it works and whether people like it is read from a phone; who they are is nobody's business."""
    request = await rig.with_order("ann-4711")
    await rig.do(Command("start"), "bob")
    rig.now += 40
    await rig.finish(request)
    async with rig.database.transaction() as connection:
        await connection.execute(orders.orders.update().values(rating=1))
    failed = await rig.with_order("cid")
    await rig.delivery.take(OrderEnded(failed.order, 1, "failed", "no_usable_photo"))
    said = await ask(rig, "stats")

    assert "4 people, 2 agreed; active: 3 in 24 h" in said  # the operator speaks to us, too, and is not answered yet
    assert "1 done, 1 failed, 0 cancelled, 0 waiting, 0 being made" in said
    assert "Portraits in 24 h: 2; order to portraits 41 s" in said
    assert "👍 1 👎 0 (100 % liked)" in said
    assert "no_usable_photo 1" in said
    assert "studio: portraits, selfies; 0 waiting" in said
    assert "4711" not in said
    rig.now += 8 * 86_400
    said = await ask(rig, "stats")
    assert "active: 0 in 24 h, 0 in 7 days" in said
    assert "0 done, 0 failed" in said
    assert "order to portraits unknown" in said


async def test_the_line_is_shown_by_beginnings_of_ids(rig: Rig) -> None:
    """ "Why does nothing come?" is answered by the line: who waits since when, and whether anybody works."""
    for number in range(12):
        await rig.with_order(f"person-{number}")
        rig.now += 30
    first = (await orders.unfinished(rig.database))[0]
    await orders.started(rig.database, first.id, 1, rig.now)
    said = await ask(rig, "queue")
    lines = said.splitlines()

    assert "12 unfinished orders, 1 being made" in lines[0]
    assert lines[1].startswith(f"1. {first.id[:8]} of {first.person_id[:8]}: made for ")
    assert lines[2].endswith("attempt 1")
    assert lines[11] == "… and 2 more"
    assert "studio" in lines[12]
    assert "person" not in said
    rig.queue.away = True
    assert "Is Redis running?" in await ask(rig, "queue")
    rig.queue.away = False
    rig.queue.beats.clear()
    assert "No worker has announced itself" in await ask(rig, "queue")
    await rig.queue.announce(WorkerBeat("one", "", (PORTRAITS,)))
    assert "no engine yet: portraits" in await ask(rig, "queue")


# --- pausing -----------------------------------------------------------------------------------------------------


def rung(rig: Rig) -> list[str]:
    """The orders that lie in the queue."""
    return [job.request.order for job in rig.queue.waiting.values() if isinstance(job.request, MakePortraits)]


async def place_without_worker(rig: Rig, who: str) -> str:
    """Order two portraits; nobody begins them. Returns the order's id."""
    await rig.with_photo(who)
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look", "v1:make"):
        await rig.press(data, who)
    (placed,) = await orders.of_person(rig.database, await rig.person(who))
    return placed.id


async def test_a_pause_is_true_at_once_and_ends_nobodys_running_order(rig: Rig) -> None:
    """Before work on the machine: what is being made is finished, nothing new begins, and nothing is lost."""
    running = await rig.with_order("ann")
    await orders.started(rig.database, running.order, 1, rig.now)
    waiting = await place_without_worker(rig, "bob")
    assert "1 waiting, 1 being made" in await ask(rig, "pause")

    assert rung(rig) == []
    later = await place_without_worker(rig, "cid")
    await rig.queue.lease(f"lease:{running.order}")
    await rig.sweeper.sweep()
    assert rung(rig) == [], "neither a new order nor the sweep rings"
    await rig.finish(running)
    assert "These 2 portraits are yours" in (await rig.read("ann"))[-1]
    assert "Paused" in await ask(rig, "stats")
    assert ["paused" in (await rig.read(who))[-1] for who in ("bob", "cid")] == [True, True], "they are told so"

    assert "2 waiting" in await ask(rig, "resume")
    rig.now += 30
    await rig.sweeper.sweep()
    assert "You are next" in (await rig.read("bob"))[-1]
    assert "You are number 2" in (await rig.read("cid"))[-1]
    assert [(await rig.take_order()).order for _ in range(2)] == [waiting, later]
    assert "Paused" not in await ask(rig, "stats")


async def test_a_pause_holds_after_a_restart(rig: Rig) -> None:
    """A machine that is restarted in the middle of its maintenance must not begin to work by itself."""
    await ask(rig, "pause")
    assert (await restarted(rig)).paused
    await ask(rig, "resume")
    assert not (await restarted(rig)).paused


async def test_a_pause_while_the_queue_is_away_is_made_good_by_the_sweep(rig: Rig) -> None:
    """Nothing may begin after a pause only because Redis could not be asked at that moment."""
    waiting = await place_without_worker(rig, "ann")
    rig.queue.away = True
    assert "The queue is away" in await ask(rig, "pause")
    rig.queue.away = False
    assert rung(rig) == [waiting]
    await rig.sweeper.sweep()

    assert rung(rig) == []
    rig.queue.away = True
    await ask(rig, "resume")
    rig.queue.away = False
    await rig.sweeper.sweep()
    assert (await rig.take_order()).order == waiting, "the sweep rings what could not be rung"


async def test_an_attempt_that_fails_in_a_pause_waits_for_its_end(rig: Rig) -> None:
    """A worker that is stopped for the maintenance gives its order back: it must not be handed to the next one."""
    request = await rig.with_order()
    await ask(rig, "pause")
    await rig.delivery.take(OrderEnded(request.order, 1, "released"))
    assert rung(rig) == []
    await ask(rig, "resume")

    assert (await rig.take_order()).attempt == 2


# --- shutting out ------------------------------------------------------------------------------------------------


async def test_who_is_banned_is_told_once_and_served_no_longer(rig: Rig) -> None:
    """Abuse ends with one command: nothing is made, kept or answered, and the person knows why it is silent."""
    request = await rig.with_order("mallory")
    said = await ask(rig, "ban", request.subject[:8])
    assert "Banned: 1 chat, 1 order stopped" in said
    assert "mallory" not in said
    assert request.order in rig.queue.cancelled
    before, kept = await rig.read("mallory"), await rig.vault.inventory()
    await rig.do(Said(), "mallory")
    assert "stopped serving this chat" in (await rig.read("mallory"))[len(before)]
    for event in (Said(), Command("start"), Command("link", "ABCDEFGH"), Pressed("v1:make")):
        await rig.do(event, "mallory")
    assert await rig.send_photo(b"a face", "mallory") == ""

    assert len(await rig.read("mallory")) == len(before) + 1
    assert await rig.vault.inventory() == kept
    await rig.finish(request)
    assert len(await rig.read("mallory")) == len(before) + 1, "and nothing comes afterwards"


async def test_the_right_to_be_forgotten_outlives_a_ban_and_the_ban_outlives_it(rig: Rig, tmp_path: Path) -> None:
    """Erasure is everybody's right; but it must not be the way around a ban, and the ban must not tell who it was."""
    await rig.with_photo("eve-4711")
    await ask(rig, "ban", "chat:eve-4711")
    await rig.do(Command("delete"), "eve-4711")
    await rig.press("v1:delete:yes", "eve-4711")
    assert "Deleted" in (await rig.read("eve-4711"))[-1]
    assert await people.find_by_address(rig.database, "chat", "eve-4711") is None
    assert await rig.vault.inventory() == ()
    assert b"eve-4711" not in bytes_in(tmp_path)

    again = await restarted(rig)
    assert again.shuts_out("chat", "eve-4711", Command("start"))
    assert not again.shuts_out("chat", "eve-4711", Command("delete"))
    assert not again.shuts_out("chat", "eve", Command("start"))
    other = Operators(rig.database, rig.clock, bytes(31) + b"\x01", ())
    await other.open()
    assert not other.shuts_out("chat", "eve-4711", Command("start")), "without the secret a digest tells nothing"


async def test_all_chats_of_a_person_are_banned_and_served_again(rig: Rig) -> None:
    """Who has joined a second chat must not go on there; and a mistake must be mended whole."""
    await rig.with_photo("eve")
    person = await rig.person("eve")
    async with rig.database.transaction() as connection:
        await connection.execute(
            chats_table.insert().values(platform="other", address="77", person_id=person, channel=None, seen=0)
        )
    assert len(await chats.of_person(rig.database, person)) == 2
    assert "Banned: 2 chats" in await ask(rig, "ban", "chat:eve")
    assert rig.operators.banned("other", "77")
    assert "Served again: 2 chats" in await ask(rig, "unban", "other:77")
    assert "not banned" in await ask(rig, "unban", "other:77")
    await rig.do(Command("help"), "eve")

    assert "/new" in "".join((await rig.read("eve"))[-2:])
    assert not (await restarted(rig)).banned("chat", "eve")


async def test_who_is_made_an_operator_is_served_whatever_was_before(rig: Rig) -> None:
    """Nobody may be locked out of their own studio by an old ban."""
    await ask(rig, "ban", "chat:heir")
    later = Operators(rig.database, rig.clock, bytes(32), ("chat:heir",))
    await later.open()

    assert not later.shuts_out("chat", "heir", Command("stats"))


async def test_a_ban_that_cannot_be_meant_is_answered_with_what_to_write(rig: Rig) -> None:
    """A slip must neither ban the wrong person nor the operator."""
    await rig.with_photo("ann")
    assert "/ban telegram:123" in await ask(rig, "ban")
    assert "/ban telegram:123" in await ask(rig, "ban", "abc")
    assert "nobody" in await ask(rig, "ban", "0" * 8)
    assert "operator's chat" in await ask(rig, "ban", "chat:boss")
    assert "operator's chat" in await ask(rig, "ban", (await rig.person("boss"))[:8])
    assert "Banned: 1 chat, 0 orders" in await ask(rig, "ban", "chat:somebody-to-come")

    await rig.do(Command("start"), "somebody-to-come")
    assert len(await rig.read("somebody-to-come")) == 1
    async with rig.database.transaction() as connection:
        for ending in "ab":
            values = {"language": "en", "away": False, "erasing": False, "objects": 0, "created_at": 1.0}
            row: dict[str, Any] = {"id": "f" * 31 + ending, "platform": "chat", "address": ending, **values}
            await connection.execute(people.people.insert().values(row))
    assert "Several people" in await ask(rig, "ban", "f" * 8)


async def test_asking_who_is_banned_reads_no_database(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """The question is asked at every event of everybody."""
    await ask(rig, "ban", "chat:eve")

    def fail() -> None:
        raise AssertionError("the database was read")

    monkeypatch.setattr(rig.database, "reading", fail)
    monkeypatch.setattr(rig.database, "transaction", fail)
    assert rig.operators.shuts_out("chat", "eve", Said())
    assert not rig.operators.shuts_out("chat", "ann", Said())


async def test_a_command_that_is_handled_again_after_a_crash_does_the_same_once(rig: Rig) -> None:
    """kill -9 between the deed and its answer: the update is handled again, and nothing may be done twice."""
    request = await rig.with_order("eve")
    await rig.operators.ban([("chat", "eve")])  # and there the power failed
    (delivered,) = await inbox.receive(rig.database, "chat", [(5, "boss", "{}")], rig.now)
    for _ in range(2):
        await rig.talk.hear("chat", "boss", "en", Command("ban", "chat:eve"), delivered.id)

    assert len(await rig.read("boss")) == 1
    assert len((await content(rig.database))["bans"]) == 1
    assert request.order in rig.queue.cancelled


# --- the words ---------------------------------------------------------------------------------------------------


def test_every_sentence_for_operators_is_said_somewhere() -> None:
    """What nobody says nobody keeps right."""
    names = set(re.findall(r"^(staff-[\w-]+) =", (BOT / "texts/operators.ftl").read_text(), re.MULTILINE))
    code = "".join((BOT / f"{module}.py").read_text() for module in ("desk", "reports", "broadcasting"))
    unsaid = {name for name in names if f'"{name}"' not in code}

    assert unsaid == {f"staff-order-{state}" for state in orders.UNFINISHED}


async def test_failures_are_counted_by_their_cause(rig: Rig) -> None:
    """Ten people out of memory is another matter than ten hopeless photos."""
    for failure in ("out_of_memory", "out_of_memory", None):
        rig.operators.note(Ended("o", "failed", failure), Turn(Session()))

    assert rig.operators.failed == {"out_of_memory": 2, "engine": 1}
