"""Who speaks when: evenly, the one who has waited longest first, nobody lost."""

import asyncio
import itertools
import time

import pytest

from bot.message import TryLater
from bot.telegram_pace import FLOODED_CHATS, PER_SECOND, Pace

STEP_S = 1 / PER_SECOND


class Talk:
    """Notes in which order chats were let through, and when."""

    def __init__(self) -> None:
        self.pace = Pace()
        self.given: list[tuple[int, float]] = []

    async def say(self, chat: int, messages: int = 1) -> None:
        """Wait for a turn."""
        await self.pace.turn(chat, messages)
        self.given.append((chat, time.monotonic()))

    @property
    def order(self) -> list[int]:
        """The chats, as they came."""
        return [chat for chat, _ in self.given]

    @property
    def gaps(self) -> list[float]:
        """Seconds between one turn and the next."""
        times = [when for _, when in self.given]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


async def test_who_was_not_served_yet_comes_before_who_was() -> None:
    """In a crowd the first answer to each is worth more than the third to somebody."""
    talk = Talk()

    async def chatty(chat: int) -> None:
        for _ in range(4):
            await talk.say(chat)

    async def newcomer(chat: int) -> None:
        await asyncio.sleep(STEP_S * 2.5)
        await talk.say(chat)

    await asyncio.gather(*(chatty(chat) for chat in (1, 2, 3)), newcomer(9))

    assert talk.order.index(9) <= 4
    assert sorted(talk.order) == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 9]


async def test_after_a_pause_of_the_program_turns_do_not_come_in_a_heap() -> None:
    """Telegram counts what arrives, and refuses the whole bot for half a minute."""
    talk = Talk()
    talking = [asyncio.create_task(talk.say(chat)) for chat in range(12)]
    await asyncio.sleep(STEP_S * 2.5)
    time.sleep(STEP_S * 5)  # noqa: ASYNC251 - the whole program stands still
    await asyncio.gather(*talking)

    assert min(talk.gaps) > STEP_S * 0.9


async def test_an_album_waits_for_room_for_all_its_pictures() -> None:
    """Telegram counts each picture as a message."""
    talk = Talk()
    await asyncio.gather(talk.say(1), talk.say(2, messages=4))

    assert talk.gaps[0] > STEP_S * 3.9


async def test_who_gives_up_in_line_takes_no_turn_with_them() -> None:
    """An order that was stopped must not make everybody wait for its messages."""
    talk = Talk()
    talking = [asyncio.create_task(talk.say(chat)) for chat in range(6)]
    await asyncio.sleep(0)
    for one in talking[:5]:
        one.cancel()
    begun = time.monotonic()
    await talking[5]

    assert talk.order == [5]
    assert time.monotonic() - begun < STEP_S * 3


async def test_a_silence_is_kept_also_by_who_stands_in_line_already() -> None:
    """Who speaks into it is silenced for longer; and of several chats it means everybody."""
    talk = Talk()
    waiting = [asyncio.create_task(talk.say(chat)) for chat in (1, 2, 1)]
    await asyncio.sleep(0)
    talk.pace.silence(1, 5.0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TryLater, type(None), TryLater]

    for chat in range(FLOODED_CHATS):
        talk.pace.silence(chat, 5.0)
    with pytest.raises(TryLater):
        await talk.pace.turn(77)
