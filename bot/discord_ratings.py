"""Which portraits somebody has reacted to: a message of Discord's, traced back to an order and a place in it."""

from typing import Literal

import msgspec

from bot.events import Rated
from bot.message import Body
from inference.contract import order_of_blob
from storage import messages
from storage.database import Database


async def rated(db: Database, platform: str, address: str, number: int, score: Literal[-1, 0, 1]) -> Rated | None:
    """What a reaction to a message rates: a portrait, of several the whole order; None where it shows none of ours."""
    message = await messages.shown_as(db, platform, address, str(number))
    if message is None:
        return None
    shown = [order_of_blob(picture.blob) for picture in msgspec.json.decode(message.body, type=Body).pictures]
    portraits = [portrait for portrait in shown if portrait is not None]
    if not portraits:
        return None
    order, index = portraits[0]
    return Rated(order, index if len(portraits) == 1 else None, score)
