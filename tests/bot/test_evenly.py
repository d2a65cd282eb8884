"""Who speaks when: evenly, the one who has waited longest first, nobody lost."""

import asyncio
import itertools
import time

from bot.evenly import Evenly

STEP_S = 1 / 28


class Talk:
    """Notes who was let through, and when."""

    def __init__(self) -> None:
        self.turns = Evenly(1 / STEP_S)
        self.given: list[tuple[str, float]] = []

    async def say(self, who: str, weight: int = 1) -> None:
        """Wait for a turn."""
        await self.turns.turn(who, weight)
        self.given.append((who, time.monotonic()))

    @property
    def order(self) -> list[str]:
        """Who came, in order."""
        return [who for who, _ in self.given]

    @property
    def gaps(self) -> list[float]:
        """Seconds between one turn and the next."""
        times = [when for _, when in self.given]
        return [later - earlier for earlier, later in itertools.pairwise(times)]


async def test_who_was_not_served_yet_comes_before_who_was() -> None:
    """In a crowd the first answer to each is worth more than the third to somebody."""
    talk = Talk()

    async def chatty(who: str) -> None:
        for _ in range(4):
            await talk.say(who)

    async def newcomer(who: str) -> None:
        await asyncio.sleep(STEP_S * 2.5)
        await talk.say(who)

    await asyncio.gather(*map(chatty, "abc"), newcomer("new"))

    assert talk.order.index("new") <= 4
    assert sorted(talk.order) == [*"aaaabbbbcccc", "new"]


async def test_after_a_pause_of_the_program_turns_do_not_come_in_a_heap() -> None:
    """Telegram counts what arrives, and refuses the whole bot for half a minute."""
    talk = Talk()
    talking = [asyncio.create_task(talk.say(who)) for who in "abcdefghijkl"]
    await asyncio.sleep(STEP_S * 2.5)
    time.sleep(STEP_S * 5)  # noqa: ASYNC251 - the whole program stands still
    await asyncio.gather(*talking)

    assert min(talk.gaps) > STEP_S * 0.9


async def test_an_album_waits_for_room_for_all_its_pictures() -> None:
    """Telegram counts each picture as a message."""
    talk = Talk()
    await asyncio.gather(talk.say("a"), talk.say("b", weight=4))

    assert talk.gaps[0] > STEP_S * 3.9


async def test_who_gives_up_in_line_takes_no_turn_with_them() -> None:
    """An order that was stopped must not make everybody wait for its messages."""
    talk = Talk()
    talking = [asyncio.create_task(talk.say(who)) for who in "abcdef"]
    await asyncio.sleep(0)
    for one in talking[:-1]:
        one.cancel()
    begun = time.monotonic()
    await talking[-1]

    assert talk.order == ["f"]
    assert time.monotonic() - begun < STEP_S * 3
