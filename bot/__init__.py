"""The bot: one conversation, spoken on every platform."""
