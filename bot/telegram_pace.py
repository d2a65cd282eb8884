"""How fast we may speak on Telegram, and who comes first when more is to be said than that.

Every message and edit waits for its turn. Turns follow each other evenly, counted from when each was really given:
after a pause of the whole program they do not come in a heap. While there is a line, whoever was served longest ago in
it comes first, so that somebody who says hello is not behind the many messages of those who are further on. Knows no
message.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Final

from bot.message import TryLater

PER_SECOND: Final = 28  # Telegram allows about 30 messages a second to all people together
FLOODED_CHATS: Final = 3  # so many chats refused at once mean that all of us is too fast, not one conversation


@dataclass(order=True)
class Turn:
    """Somebody in line: `served` and `number` are the order."""

    served: float  # when their chat last had a turn in this line; 0 for not yet
    number: int
    chat: int = field(compare=False)
    messages: int = field(compare=False)
    given: asyncio.Future[None] = field(compare=False)


class Pace:
    """Who may be sent something now: the limit of the whole bot, and the silences Telegram asked for.

    A 429 of one chat silences that chat alone; of several at once, everybody.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._line: list[Turn] = []
        self._numbers = count()
        self._served: dict[int, float] = {}  # chat: when, since the line was last empty
        self._called: asyncio.TimerHandle | None = None  # gives the next turn
        self._next = 0.0  # when the next message may leave
        self._silent: dict[int, float] = {}  # chat: until
        self._all_silent = 0.0

    async def turn(self, chat: int, messages: int = 1) -> None:
        """Wait until so many messages may be sent. Raises TryLater while the chat is to be left in peace."""
        self._raise_if_silent(chat)
        given = asyncio.get_running_loop().create_future()
        heappush(self._line, Turn(self._served.get(chat, 0.0), next(self._numbers), chat, messages, given))
        if self._called is None:
            self._call()
        await given
        self._raise_if_silent(chat)

    def idle(self, chat: int) -> bool:
        """Whether there is room for something that is merely nice in this chat."""
        return max(self._all_silent, self._silent.get(chat, 0.0), self._next) <= self._clock()

    def silence(self, chat: int, seconds: float) -> None:
        """Telegram has refused something for this chat."""
        now = self._clock()
        self._silent = {other: until for other, until in self._silent.items() if until > now}
        self._silent[chat] = now + seconds
        if len(self._silent) >= FLOODED_CHATS:
            self._all_silent = max(self._all_silent, now + seconds)

    def _call(self) -> None:
        """Call whoever is first in line: they go as soon as there is room for all their messages."""
        self._called = None
        while self._line:
            turn = heappop(self._line)
            if not turn.given.done():  # cancelled while they waited
                room_at = max(self._next, self._clock()) + (turn.messages - 1) / PER_SECOND
                wait_s = room_at - self._clock()
                self._called = asyncio.get_running_loop().call_later(wait_s, self._give, turn)
                return
        self._served.clear()

    def _give(self, turn: Turn) -> None:
        if not turn.given.done():
            now = self._clock()
            self._next = now + 1 / PER_SECOND
            self._served[turn.chat] = now
            turn.given.set_result(None)
        self._call()

    def _raise_if_silent(self, chat: int) -> None:
        left = max(self._silent.get(chat, 0.0), self._all_silent) - self._clock()
        if left > 0:
            raise TryLater(left)
