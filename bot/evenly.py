"""Turns that follow each other evenly, for a platform that allows so many requests a second.

They are counted from when each was really given: after a pause of the whole program they do not come in a heap. While
there is a line, whoever was served longest ago in it comes first, so that somebody who says hello is not behind the
many messages of those who are further on. Knows neither platform nor message.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count


@dataclass(order=True)
class Turn:
    """Somebody in line: `served` and `number` are the order."""

    served: float  # when they last had a turn in this line; 0 for not yet
    number: int
    who: str = field(compare=False)
    weight: int = field(compare=False)
    given: asyncio.Future[None] = field(compare=False)


class Evenly:
    """The line for so many turns `per_second`."""

    def __init__(self, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._step_s, self._clock = 1 / per_second, clock
        self._line: list[Turn] = []
        self._numbers = count()
        self._served: dict[str, float] = {}  # who: when, since the line was last empty
        self._called: asyncio.TimerHandle | None = None  # gives the next turn
        self._next = 0.0  # when there is room for another

    async def turn(self, who: str, weight: int = 1) -> None:
        """Wait until it is `who`'s turn; one of some `weight` waits for room for all of it."""
        given = asyncio.get_running_loop().create_future()
        heappush(self._line, Turn(self._served.get(who, 0.0), next(self._numbers), who, weight, given))
        if self._called is None:
            self._call()
        await given

    @property
    def is_free(self) -> bool:
        """Whether a turn would be given at once."""
        return self._called is None and self._next <= self._clock()

    def _call(self) -> None:
        """Call whoever is first in line: they go as soon as there is room."""
        self._called = None
        while self._line:
            turn = heappop(self._line)
            if not turn.given.done():  # else cancelled while they waited
                now = self._clock()
                room_at = max(self._next, now) + (turn.weight - 1) * self._step_s
                self._called = asyncio.get_running_loop().call_later(room_at - now, self._give, turn)
                return
        self._served.clear()

    def _give(self, turn: Turn) -> None:
        if not turn.given.done():
            now = self._clock()
            self._next = now + self._step_s
            self._served[turn.who] = now
            turn.given.set_result(None)
        self._call()
