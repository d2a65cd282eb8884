"""Silences that Telegram asks for are kept."""

import asyncio

import pytest

from bot.message import TryLater
from bot.telegram_pace import FLOODED_CHATS, Pace


async def test_a_silence_is_kept_also_by_who_stands_in_line_already() -> None:
    """Who speaks into it is silenced for longer; and of several chats it means everybody."""
    pace = Pace()
    waiting = [asyncio.create_task(pace.turn(chat)) for chat in (1, 2, 1)]
    await asyncio.sleep(0)
    pace.silence(1, 5.0)
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TryLater, type(None), TryLater]

    for chat in range(FLOODED_CHATS):
        pace.silence(chat, 5.0)
    with pytest.raises(TryLater):
        await pace.turn(77)
