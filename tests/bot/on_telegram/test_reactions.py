"""Reactions to portraits on Telegram, over real HTTP: what they say, and of which portrait."""

import pytest

from bot.events import Command, Rated
from bot.message import Body, Choice, Picture
from bot.telegram_arrivals import Us, arrived
from inference.contract import instant_blob, sheet_blob
from storage import messages
from tests.telegram_server import TelegramServer
from tests.telegram_world import Listening, connected, jpeg, listening, pictures, stored


async def shown(server: TelegramServer, talk: Listening, body: Body, data: list[bytes]) -> None:
    """Have a message shown and remembered, as the outbox does."""
    server.person()
    message = await stored(talk.database, body)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, body, data)
    await messages.sent(talk.database, message.id, message.version, remote)


async def test_a_reaction_rates_the_portrait_or_the_album_it_stands_on(server: TelegramServer, talk: Listening) -> None:
    """On Telegram an album has one reaction, whichever picture was meant: it must not praise the first alone."""
    ada = server.person()
    names, data = pictures(3)
    await shown(server, talk, Body("Here", kind="album", pictures=names), data)
    await shown(server, talk, Body("In full size:", kind="file", pictures=names[1:2]), data[1:2])
    await shown(server, talk, Body("Here", kind="album", pictures=names[2:]), data[2:])
    first, second, third, file, single = ada.chat.bot_says
    async with listening(server, talk):
        ada.reacts(third, "👍")
        ada.reacts(file, "🔥", "👎")
        ada.deletes(first)
        ada.reacts(second, "💩")
        ada.reacts(single, "❤\ufe0f")
        ada.reacts(file)
        heard = await talk.until(5)
    assert heard == [Rated("o", None, 1), Rated("o", 1, 1), Rated("o", None, -1), Rated("o", 2, 1), Rated("o", 1, 0)]


async def test_a_reaction_that_is_neither_praise_nor_blame_changes_nothing(
    server: TelegramServer, talk: Listening
) -> None:
    """A puzzled face is no rating; put in place of a like it takes that back, and going again it takes nothing more."""
    ada = server.person()
    names, data = pictures(1)
    await shown(server, talk, Body("In full size:", kind="file", pictures=names), data)
    [file] = ada.chat.bot_says
    async with listening(server, talk):
        ada.reacts(file, "🤔")
        ada.reacts(file)
        ada.reacts(file, "👍")
        ada.reacts(file, "😁")
        ada.reacts(file, "🤔")
        ada.reacts(file)
        ada.says("/help")
        assert await talk.until(3) == [Rated("o", 0, 1), Rated("o", 0, 0), Command("help")]


@pytest.mark.parametrize(
    "body",
    [
        Body("What next?", choices=((Choice("Again", "v1:again:o"),),)),
        Body("Your photos", kind="card", pictures=(Picture(sheet_blob("p", 3), "photos.jpg"),)),
        Body("A quick preview", kind="card", pictures=(Picture(instant_blob("o"), "preview.jpg"),)),
    ],
    ids=["words", "photo list", "preview"],
)
async def test_a_reaction_to_anything_else_is_passed_over(server: TelegramServer, talk: Listening, body: Body) -> None:
    """A thumb below our words is a courtesy, not an opinion on a portrait."""
    ada = server.person()
    await shown(server, talk, body, [jpeg(800, 600)] * len(body.pictures))
    async with listening(server, talk):
        ada.reacts(ada.chat.bot_says[0], "👍")
        ada.reacts(ada.says("/help"), "👍")
        assert await talk.until(1) == [Command("help")]


async def test_what_goes_on_in_a_group_is_not_even_noted(server: TelegramServer, talk: Listening) -> None:
    """A bot that somebody made an administrator there hears every reaction of everybody."""
    async with listening(server, talk):
        ada = server.in_group(1001)
        ada.reacts(ada.says("hello everybody"), "👍")
        [words, reaction] = server.updates
    assert list(arrived([words, reaction], Us())) == []
