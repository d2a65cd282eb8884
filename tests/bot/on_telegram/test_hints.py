"""Hints that something is coming, below a chat's name on Telegram: welcome, and never in the way."""

import asyncio
from dataclasses import replace

from telegram import Bot
from telegram.constants import ChatAction

from bot.message import Body, TryLater
from bot.telegram_hints import Hints
from bot.telegram_pace import Pace
from bot.telegram_wire import Wire
from tests.telegram_server import TOKEN, Fault, TelegramServer
from tests.telegram_world import Listening, connected, jpeg, listening, pictures, stored
from tests.waiting import until


async def test_while_photos_are_looked_at_the_bot_is_seen_typing(server: TelegramServer, talk: Listening) -> None:
    """Two seconds of silence after sending a photo feel like a dead bot; ten photos need no ten hints."""
    ada = server.person()
    async with listening(server, talk):
        ada.sends_album([jpeg(300, 300)] * 4)
        await talk.until(4)
        await until(lambda: ada.chat.actions == ["typing"], "the bot typing")


async def test_while_portraits_are_made_the_bot_is_seen_sending(server: TelegramServer, talk: Listening) -> None:
    """The bar moves every few seconds; in between the hint shows that somebody is at it."""
    ada = server.person()
    message = await stored(talk.database, Body("Making", progress=0.0))
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, Body("Making", progress=0.0), [])
        assert ada.chat.actions == []
    async with connected(server, talk) as telegram:
        await telegram.deliver(replace(message, remote=remote), Body("Making", progress=0.2), [])
        await until(lambda: ada.chat.actions == ["upload_photo"], "a hint")
    async with connected(server, talk) as telegram:
        await telegram.deliver(replace(message, remote=remote), Body("Finished"), [])
    assert ada.chat.actions == ["upload_photo"], "nothing more is coming"


async def test_a_hint_is_repeated_when_it_has_faded_and_gives_way_to_messages(server: TelegramServer) -> None:
    """Telegram shows one for five seconds: sooner it is a request for nothing, and messages need the room."""
    chats = [server.person(address).chat for address in (1001, 1002, 1003)]
    now = 100.0
    wire, pace = Wire(), Pace(lambda: now)
    hints = Hints(Bot(TOKEN, f"{server.url}/bot", request=wire), pace, lambda: now)
    for now in (100.0, 102.0, 104.9):  # noqa: B007 - the clock reads it
        hints.show(1001, ChatAction.TYPING)
    hints.show(1002, ChatAction.TYPING)
    await until(lambda: [len(chat.actions) for chat in chats] == [1, 1, 0], "a hint for each of two")
    now = 105.0
    await pace.turn(1003)
    hints.show(1003, ChatAction.TYPING)
    now = 105.1
    hints.show(1001, ChatAction.TYPING)
    await until(lambda: [len(chat.actions) for chat in chats] == [2, 1, 0], "the first hint again")
    await hints.stop()
    await wire.shutdown()


async def test_a_hint_that_hangs_holds_up_no_portrait(server: TelegramServer, talk: Listening) -> None:
    """What is merely nice must cost nobody a second."""
    ada = server.person()
    names, data = pictures(2)
    body = Body("Here", kind="album", pictures=names)
    server.fail(Fault("slow", "sendChatAction", seconds=8))
    async with connected(server, talk) as telegram:
        async with asyncio.timeout(5):
            await telegram.deliver(await stored(talk.database, body), body, data)
    assert len(ada.chat.bot_says) == 2


async def test_a_hint_refused_for_its_haste_silences_the_chat(server: TelegramServer) -> None:
    """Telegram counts every request: after a 429 nothing may be sent, whatever it was for."""
    server.person()
    server.fail(Fault("429", "sendChatAction", seconds=9))
    wire, pace = Wire(), Pace()
    hints = Hints(Bot(TOKEN, f"{server.url}/bot", request=wire), pace)

    async def silent() -> bool:
        try:
            await pace.turn(1001)
        except TryLater as later:
            return later.seconds > 5
        return False

    hints.show(1001, ChatAction.TYPING)
    await until(silent, "no message before Telegram wants it")
    await hints.stop()
    await wire.shutdown()
