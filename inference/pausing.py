"""Pauses of loops that go on until they are cancelled, and talk to Redis.

Before Python 3.12 `asyncio.wait_for` loses a cancellation that comes as what it waits for is finished, and Redis's
client sends by it. A loop that does not look would then never end, and whoever waits for its end neither.
"""

import asyncio


def heed_cancel() -> None:
    """End here where a cancellation of this task was lost. Raises CancelledError."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def pause(seconds: float) -> None:
    """Sleep, unless a cancellation of this task was lost. Raises CancelledError then."""
    heed_cancel()
    await asyncio.sleep(seconds)
