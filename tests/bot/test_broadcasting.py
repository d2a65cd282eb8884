"""Announcements: to everybody once, whatever is interrupted, and never before what people wait for."""

import asyncio

import pytest

from bot.broadcasting import BATCH, FLOODED, PAUSE_S, Broadcaster
from bot.desk import NEWS_LIMIT, PACE
from bot.events import Command
from bot.texts import Texts
from storage import StorageError, broadcasts, people, turns
from storage.changes import Change, Draft
from tests.bot.rig import Rig
from tests.storage.test_faults import OPERATIONS, content, failing
from tests.waiting import until

NEWS = "We are back.\n*Nothing* here is <markup>."


def broadcaster(rig: Rig) -> Broadcaster:
    """As the bot starts it."""
    return Broadcaster(rig.database, Texts.load(), rig.clock, rig.operators, rig.wake, (rig.chat.name,))


def nobody(_: str) -> None:
    """Wake nobody, as a bot that dies in that moment."""


async def agreed(rig: Rig, *names: str) -> None:
    """Let people come and agree."""
    for name in names:
        await rig.do(Command("start"), name)
        await rig.press("v1:agree", name)


async def announce(rig: Rig, text: str = NEWS) -> str:
    """Draft an announcement and send it; returns the button's data."""
    await rig.do(Command("broadcast", text), "boss")
    await rig.read("boss")
    send = rig.buttons("boss")[0]
    await rig.press(send, "boss")
    return send


async def who_has(rig: Rig, text: str = NEWS) -> list[str]:
    """Everybody who was shown it, as often as they were, but for the operator's own view of it."""
    await rig.read()
    return sorted(who for who, seen in rig.chat.seen.items() if who != "boss" for body in seen if body.text == text)


async def test_an_announcement_is_seen_before_it_is_sent_and_reaches_everybody_who_agreed(rig: Rig) -> None:
    """A slip to a thousand people cannot be taken back; so it is shown with its number of readers, and asked."""
    names = [f"person-{number}" for number in range(2 * BATCH + 1)]
    await agreed(rig, *names, "away", "eve")
    await people.set_away(rig.database, await rig.person("away"), True)
    await rig.do(Command("ban", "chat:eve"), "boss")
    await rig.do(Command("start"), "stranger")
    await rig.do(Command("broadcast", NEWS), "boss")
    texts = await rig.read("boss")
    assert "It would reach 12 people" in texts[-2]
    assert texts[-1] == NEWS
    assert not await broadcaster(rig).step(), "nothing goes before it is said so"

    await rig.press(rig.buttons("boss")[0], "boss")
    await agreed(rig, "latecomer")
    assert rig.operators.announcing.is_set()
    steps = 0
    while await broadcaster(rig).step():
        steps += 1
    assert steps == 4, "a few at a time, and a last look"
    assert await who_has(rig) == sorted(names)
    texts = await rig.read("boss")
    assert "11 people have it" in texts[-1]
    assert [bool(body.choices) for body in rig.chat.seen["boss"] if body.text == NEWS] == [False]


async def test_a_draft_that_is_dropped_reaches_nobody(rig: Rig) -> None:
    """And the button of yesterday's draft sends nothing today."""
    await agreed(rig, "ann")
    await rig.do(Command("broadcast", NEWS), "boss")
    await rig.read("boss")
    send, drop = rig.buttons("boss")
    await rig.press(drop, "boss")
    assert "Nobody got it" in (await rig.read("boss"))[-1]
    for data in (send, drop, "v1:op:send:999", "v1:op:send:", "v1:op:nonsense:1", "v1:op:send:-1"):
        await rig.press(data, "boss")
        assert "decided already" in (await rig.read("boss"))[-1]

    assert not await broadcaster(rig).step()
    assert await who_has(rig) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "Write the announcement behind the command"),
        (" \n", "Write the announcement behind the command"),
        ("x" * (NEWS_LIMIT + 1), f"{NEWS_LIMIT:,} fit"),
        ("😀" * (NEWS_LIMIT // 2 + 1), f"{NEWS_LIMIT:,} fit"),
    ],
)
async def test_what_cannot_be_announced_is_answered_with_why(rig: Rig, text: str, answer: str) -> None:
    """A text that one platform would cut off must not go to anybody."""
    await rig.do(Command("broadcast", text), "boss")

    assert answer in (await rig.read("boss"))[-1]
    assert (await content(rig.database))["broadcasts"] == []


async def test_a_second_announcement_waits_for_the_first(rig: Rig) -> None:
    """Two at once would be a burst in everybody's chat, and out of order."""
    await agreed(rig, *(f"person-{number}" for number in range(BATCH + 1)))
    await announce(rig, "first")
    await announce(rig, "second")
    sending = broadcaster(rig)
    await sending.step()
    await sending.step()
    assert await who_has(rig, "second") == []
    while await sending.step():
        pass

    assert len(await who_has(rig, "first")) == len(await who_has(rig, "second")) == BATCH + 1
    assert all(
        [body.text for body in seen][-2:] == ["first", "second"] for who, seen in rig.chat.seen.items() if who != "boss"
    )


async def test_results_come_before_announcements(rig: Rig) -> None:
    """While the platforms are busy with what people wait for, the news can wait."""
    await agreed(rig, "ann")
    await announce(rig)
    await rig.read()
    ann = await rig.person("ann")
    flood = tuple(Draft(None, '{"text": "a result"}') for _ in range(FLOODED))
    assert await turns.commit(rig.database, Change(ann, rig.now, messages=flood))
    sending = broadcaster(rig)
    assert await sending.step()
    assert await broadcasts.count_unsaid(rig.database, ["chat"]) == FLOODED
    assert await broadcasts.count_unsaid(rig.database, ["another"]) == 0
    rig.wake(ann)
    assert NEWS not in await rig.read("ann")
    while await sending.step():
        pass

    assert (await rig.read("ann"))[-1] == NEWS


def test_the_pace_is_below_what_a_platform_takes() -> None:
    """Telegram stops a bot for half a minute that sends more than thirty messages a second."""
    assert BATCH / PAUSE_S == PACE < 30


async def test_wherever_sending_is_interrupted_everybody_gets_it_once(rig: Rig) -> None:
    """kill -9 in the middle: after the restart it goes on with the next person, and nobody reads it twice."""
    names = [f"person-{number}" for number in range(BATCH + 2)]
    await agreed(rig, *names)
    await announce(rig)
    await rig.read()
    platforms = (rig.chat.name,)
    faults, more = 0, True
    while more:
        for nth in range(1, OPERATIONS):
            killed = Broadcaster(rig.database, Texts.load(), rig.clock, rig.operators, nobody, platforms)
            with failing(nth) as count:
                try:
                    more = await killed.step()
                except StorageError:
                    faults += 1
                    continue
            assert count[0] < nth
            break
    await rig.sweeper.sweep()

    assert faults > 20
    assert await who_has(rig) == names
    assert len([text for text in await rig.read("boss") if "7 people have it" in text]) == 1


async def test_sending_goes_on_by_itself_after_a_restart_and_after_each_word_of_an_operator(rig: Rig) -> None:
    """Nobody should have to remember that an announcement was on its way when the power failed."""
    await agreed(rig, "ann", "bob")
    await announce(rig, "before the restart")
    running = asyncio.create_task(broadcaster(rig).run())
    await until(lambda: over(rig, 1), "the first announcement to be out")
    await announce(rig, "after it")
    await until(lambda: over(rig, 2), "the second announcement to be out")
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert await who_has(rig, "before the restart") == await who_has(rig, "after it") == ["ann", "bob"]


async def over(rig: Rig, count: int) -> bool:
    """Whether so many announcements are out."""
    rows = (await content(rig.database))["broadcasts"]
    return sum("done" in row for row in rows) == count


async def test_an_operator_who_is_forgotten_meanwhile_stops_nothing(rig: Rig) -> None:
    """An operator has agreed to nothing, so their row goes after a day; the announcement does not hang on it."""
    await agreed(rig, "ann")
    await announce(rig)
    rig.now += 25 * 3600
    await rig.sweeper.tidy()
    assert await people.find_by_address(rig.database, "chat", "boss") is None
    while await broadcaster(rig).step():
        pass

    assert await who_has(rig) == ["ann"]
    assert "1 person has it" in (await rig.read("boss"))[-1]
