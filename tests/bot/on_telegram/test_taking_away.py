"""Messages taken out of a chat on Telegram: sets people delete, previews that have done their duty."""

from dataclasses import replace

import pytest

from bot.message import Body, TryLater
from tests.telegram_server import Fault, TelegramServer, Trouble
from tests.telegram_world import Listening, connected, pictures, stored

GONE = Body("", kind="gone")
COUNTS = {"album": 4, "file": 1, "card": 1, "text": 1}


def body_of(kind: str) -> tuple[Body, list[bytes]]:
    """A message of this kind with as many portraits as it takes."""
    names, data = pictures(COUNTS[kind] if kind != "text" else 0)
    return Body("Here", kind=kind, pictures=names), data  # pyright: ignore[reportArgumentType] - one of its kinds


@pytest.mark.parametrize("kind", COUNTS)
async def test_what_a_message_shows_is_taken_away_and_nothing_else(
    server: TelegramServer, talk: Listening, kind: str
) -> None:
    """Whoever deletes a set wants its faces out of the chat, all of them, and keep what else was said."""
    ada = server.person()
    body, data = body_of(kind)
    async with connected(server, talk) as telegram:
        await telegram.deliver(await stored(talk.database, Body("before")), Body("before"), [])
        message = await stored(talk.database, body)
        remote = await telegram.deliver(message, body, data)
        assert len(ada.chat.bot_says) == 1 + COUNTS[kind]
        ada.says("thanks")
        await telegram.deliver(replace(message, remote=remote), GONE, [])
    assert [shown.text for shown in ada.chat.shown.values()] == ["before", "thanks"]


async def test_what_the_person_has_deleted_already_is_no_hindrance(server: TelegramServer, talk: Listening) -> None:
    """People tidy by hand too; the rest of the set must still go."""
    ada = server.person()
    body, data = body_of("album")
    message = await stored(talk.database, body)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, body, data)
        ada.deletes(ada.chat.bot_says[1])
        for _ in range(2):
            await telegram.deliver(replace(message, remote=remote), GONE, [])
    assert ada.chat.bot_says == []


async def test_what_is_too_old_to_be_taken_away_stays_and_the_talk_goes_on(
    server: TelegramServer, talk: Listening
) -> None:
    """After two days Telegram lets go of nothing: no endless attempts, and no message that waits behind them."""
    ada = server.person()
    body, data = body_of("file")
    message = await stored(talk.database, body)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, body, data)
        ada.chat.bot_says[0].old = True
        await telegram.deliver(replace(message, remote=remote), GONE, [])
        await telegram.deliver(await stored(talk.database, Body("after")), Body("after"), [])
    assert [shown.text for shown in ada.chat.bot_says] == ["Look 0", "after"]


async def test_what_was_never_shown_needs_no_taking_away(server: TelegramServer, talk: Listening) -> None:
    """A preview overtaken by its portraits is not even begun."""
    async with connected(server, talk) as telegram:
        assert await telegram.deliver(await stored(talk.database, GONE), GONE, []) is None
    assert server.asked("deleteMessages") == []


@pytest.mark.parametrize("trouble", ["429", "500", "502", "503", "drop before", "drop after"])
async def test_in_trouble_it_is_taken_away_later(server: TelegramServer, talk: Listening, trouble: Trouble) -> None:
    """A face that somebody wanted gone must not stay because Telegram had a bad minute."""
    ada = server.person()
    body, data = body_of("album")
    message = await stored(talk.database, body)
    server.fail(Fault(trouble, "deleteMessages"))
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, body, data)
        with pytest.raises(TryLater):
            await telegram.deliver(replace(message, remote=remote), GONE, [])
    async with connected(server, talk) as telegram:
        await telegram.deliver(replace(message, remote=remote), GONE, [])
    assert ada.chat.bot_says == []


@pytest.mark.parametrize("kind", ["card", "text"])
async def test_what_was_taken_away_can_be_said_again(server: TelegramServer, talk: Listening, kind: str) -> None:
    """A preview of the next order may stand in the place of the last one's."""
    ada = server.person()
    body, data = body_of(kind)
    message = await stored(talk.database, body)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, body, data)
        await telegram.deliver(replace(message, remote=remote), GONE, [])
        assert await telegram.deliver(replace(message, remote=remote), body, data) != remote
    [shown] = ada.chat.bot_says
    assert (shown.text, shown.photo) == ("Here", data[0] if data else None)
