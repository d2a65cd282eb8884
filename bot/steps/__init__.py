"""The steps of the conversation: photos, looks, orders. Pure; `bot.conversation` leads to them."""
