"""Hints below a chat's name that something is coming: "is typing", "is sending a photo".

They are merely nice, so never in the way: a hint is sent beside everything else, only where there is room
for it, and no oftener than Telegram shows one.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import structlog
from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram_pace import Pace
from bot.telegram_wire import TooFast

log = structlog.get_logger(__name__)

SHOWN_S: Final = 5.0  # how long Telegram shows a hint


class Hints:
    """Shows hints. What is on its way at `stop` is let go."""

    def __init__(self, bot: Bot, pace: Pace, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot, self._pace, self._clock = bot, pace, clock
        self._shown: dict[tuple[int, ChatAction], float] = {}  # until when
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, chat: int, action: ChatAction) -> None:
        """Begin to show that something is coming, unless that is still shown or there is more urgent work."""
        now = self._clock()
        self._shown = {key: until for key, until in self._shown.items() if until > now}
        if (chat, action) in self._shown or not self._pace.idle(chat):
            return
        self._shown[chat, action] = now + SHOWN_S
        task = asyncio.get_running_loop().create_task(self._send(chat, action))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Let go of what is on its way."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _send(self, chat: int, action: ChatAction) -> None:
        try:
            await self._bot.send_chat_action(chat, action)
        except TooFast as error:
            self._pace.silence(chat, error.seconds)
        except TelegramError as error:
            log.debug("a chat action was not shown", why=type(error).__name__)
