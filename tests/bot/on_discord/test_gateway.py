"""The library's session, as we want it."""

import discord

from bot.discord_gateway import Gateway


async def test_after_a_long_outage_the_bot_is_back_within_half_a_minute() -> None:
    """Left to itself the library would wait up to 17 minutes, and people would write to nobody."""
    gateway = Gateway(lambda _name, _data: None)
    backoff = discord.client.ExponentialBackoff()  # pyright: ignore[reportPrivateImportUsage]
    pauses = [backoff.delay() for _ in range(200)]
    await gateway.close()

    assert max(pauses) <= 32
    assert max(pauses[:2]) <= 4, "a short trouble is over soon"
