"""Who may be sent something on Telegram now: the limit of the whole bot, and the silences Telegram asked for.

Every message and edit waits for its turn. Knows no message.
"""

import time
from collections.abc import Callable
from typing import Final

from bot.evenly import Evenly
from bot.message import TryLater

PER_SECOND: Final = 28  # Telegram allows about 30 messages a second to all people together
FLOODED_CHATS: Final = 3  # so many chats refused at once mean that all of us is too fast, not one conversation


class Pace:
    """A 429 of one chat silences that chat alone; of several at once, everybody."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns = Evenly(PER_SECOND, clock)
        self._silent: dict[int, float] = {}  # chat: until
        self._all_silent = 0.0

    async def turn(self, chat: int, messages: int = 1) -> None:
        """Wait until so many messages may be sent. Raises TryLater while the chat is to be left in peace."""
        self._raise_if_silent(chat)
        await self._turns.turn(str(chat), messages)
        self._raise_if_silent(chat)

    def idle(self, chat: int) -> bool:
        """Whether there is room for something that is merely nice in this chat."""
        return self._turns.is_free and max(self._all_silent, self._silent.get(chat, 0.0)) <= self._clock()

    def silence(self, chat: int, seconds: float) -> None:
        """Telegram has refused something for this chat."""
        now = self._clock()
        self._silent = {other: until for other, until in self._silent.items() if until > now}
        self._silent[chat] = now + seconds
        if len(self._silent) >= FLOODED_CHATS:
            self._all_silent = max(self._all_silent, now + seconds)

    def _raise_if_silent(self, chat: int) -> None:
        left = max(self._silent.get(chat, 0.0), self._all_silent) - self._clock()
        if left > 0:
            raise TryLater(left)
