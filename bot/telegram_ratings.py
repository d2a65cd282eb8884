"""Which portrait somebody has reacted to: a number of Telegram's, traced back to an order and a place in it."""

from typing import Literal

import msgspec

from bot.message import Body
from bot.turn import Rated
from inference.contract import order_of_blob
from storage import messages
from storage.database import Database


async def rated(db: Database, platform: str, chat: int, number: int, score: Literal[-1, 0, 1]) -> Rated | None:
    """What a reaction to message `number` of a chat rates; None where that message shows no portrait of ours."""
    message = await messages.shown_as(db, platform, str(chat), str(number))
    if message is None or message.remote is None:
        return None
    pictures = msgspec.json.decode(message.body, type=Body).pictures
    place = message.remote.split(",").index(str(number))  # the parts of an album stand in the order of its pictures
    portrait = order_of_blob(pictures[place].blob) if place < len(pictures) else None
    return Rated(portrait[0], portrait[1], score) if portrait else None
