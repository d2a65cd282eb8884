"""What a message reads like on Telegram: its text within Telegram's limits, its progress as a bar, its buttons.

Pure. No markup is ever parsed, so nothing in a text can become a link or a mention.
"""

from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.message import Body

TEXT_LIMIT: Final = 4096  # UTF-16 units, as Telegram counts
CAPTION_LIMIT: Final = 1024
BAR: Final = 12  # segments of a progress bar: as wide as a phone's bubble allows


def shown_text(body: Body, limit: int = TEXT_LIMIT) -> str:
    """The text as it is shown, with its progress bar, within so many UTF-16 units."""
    if body.progress is None:
        return cut(body.text, limit)
    share = min(1.0, max(0.0, body.progress))
    full = int(share * BAR)
    bar = f"\n{'▓' * full}{'░' * (BAR - full)} {share:.0%}"
    return cut(body.text, limit - len(bar)) + bar


def keyboard(body: Body) -> InlineKeyboardMarkup | None:
    """The buttons below a message."""
    rows = [[InlineKeyboardButton(key.label, callback_data=key.data) for key in row] for row in body.choices if row]
    return InlineKeyboardMarkup(rows) if rows else None


def door(label: str, username: str) -> InlineKeyboardMarkup:
    """A button below a message in a group that opens the private chat with the bot of this name."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, url=f"https://t.me/{username}?start=group")]])


def cut(text: str, limit: int) -> str:
    """The text within so many UTF-16 units, marked where something is missing."""
    if len(text.encode("utf-16-le")) <= 2 * limit:
        return text
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore") + "…"
