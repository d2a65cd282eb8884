"""Arrivals answered in order within each chat, side by side across chats.

Knows no platform and no storage: what is cut off by a stop is still in the inbox, and answered after the next start.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from storage.inbox import Delivered


class InOrder:
    """Hands every arrival to `answer`, which must not raise; `at_once` chats are served at a time."""

    def __init__(self, answer: Callable[[Delivered], Awaitable[None]], at_once: int) -> None:
        self._answer = answer
        self._slots = asyncio.Semaphore(at_once)
        self._waiting: dict[str, deque[Delivered]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def add(self, delivered: Delivered) -> None:
        """Have it answered after what came before it in the same chat."""
        if delivered.address in self._waiting:
            self._waiting[delivered.address].append(delivered)
            return
        self._waiting[delivered.address] = deque((delivered,))
        task = asyncio.get_running_loop().create_task(self._walk(delivered.address))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, patience_s: float) -> None:
        """Begin nothing new, let what runs finish for so long, then cut it off; all of it stays in the inbox."""
        self._stopping = True
        tasks = tuple(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=patience_s)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _walk(self, address: str) -> None:
        waiting = self._waiting[address]
        async with self._slots:
            while waiting and not self._stopping:
                await self._answer(waiting.popleft())
        del self._waiting[address]
