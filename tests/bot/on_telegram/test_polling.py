"""Updates are taken in order and lost never: restarts, trouble on the line, trouble of our own."""

import asyncio
import logging
import sqlite3
from pathlib import Path

import pytest

from bot.events import Command, NotDownloaded, Said
from bot.logs import set_up_logs
from bot.message import Body, PlatformLost, TryLater
from storage import inbox
from tests.telegram_server import TOKEN, Fault, TelegramServer, Trouble
from tests.telegram_world import Listening, connected, jpeg, listening, stored
from tests.waiting import until


async def test_one_person_is_answered_in_order_and_nobody_waits_for_another(
    server: TelegramServer, talk: Listening
) -> None:
    """Somebody's slow photo must not delay others, nor be overtaken by that person's own next word."""
    ada, bob = server.person(1001), server.person(1002)
    talk.gates["1001"] = asyncio.Event()
    async with listening(server, talk):
        ada.says("/start")
        ada.says("hello")
        bob.says("/help")
        assert await talk.until(1) == [Command("help")]
        talk.gates["1001"].set()
        await talk.until(3)
    assert talk.of(1001) == [Command("start"), Said()]


async def test_what_was_taken_but_not_answered_is_answered_after_a_restart(
    server: TelegramServer, talk: Listening
) -> None:
    """Telegram forgets what was fetched; a bot that stops in mid-answer must not."""
    ada = server.person()
    talk.gates["1001"] = asyncio.Event()
    async with listening(server, talk):
        ada.says("/start")
        ada.says("/help")
        await until(lambda: server.unacknowledged == 0, "both acknowledged")
    assert talk.heard == []
    after = Listening(talk.database)
    async with listening(server, after):
        ada.says("/privacy")
        assert await after.until(3) == [Command("start"), Command("help"), Command("privacy")]


async def test_an_update_delivered_twice_is_answered_once(server: TelegramServer, talk: Listening) -> None:
    """After a crash before the acknowledgement Telegram repeats itself; the person must not notice."""
    ada = server.person()
    async with listening(server, talk):
        ada.says("/start")
        await talk.until(1)
    server.repeat()
    async with listening(server, talk):
        ada.says("/help")
        assert await talk.until(2) == [Command("start"), Command("help")]


async def test_nothing_is_acknowledged_before_it_is_stored(
    server: TelegramServer, talk: Listening, tmp_path: Path
) -> None:
    """A full disk may delay answers but lose none."""
    ada = server.person()
    await asyncio.to_thread(
        _sql, tmp_path, "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    async with listening(server, talk):
        ada.says("/start")
        await until(lambda: len(server.asked("getUpdates")) >= 2, "the update asked for again")
        assert server.unacknowledged == 1
        await asyncio.to_thread(_sql, tmp_path, "DROP TRIGGER full")
        assert await talk.until(1) == [Command("start")]
        await until(lambda: server.unacknowledged == 0, "acknowledged")


def _sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "bot.sqlite", timeout=10)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "trouble", ["429", "500", "502", "503", "403 page", "drop before", "drop after", "half", "no result"]
)
async def test_polling_goes_on_after_trouble(server: TelegramServer, talk: Listening, trouble: Trouble) -> None:
    """Telegram has bad minutes; the bot is back by itself, and what arrived meanwhile is answered once."""
    ada = server.person()
    server.fail(Fault(trouble, "getUpdates", times=2))
    async with listening(server, talk):
        ada.says("/start")
        assert await talk.until(1) == [Command("start")]
        ada.says("/help")
        assert await talk.until(2) == [Command("start"), Command("help")]


async def test_a_bot_that_starts_while_telegram_is_away_waits_for_it(server: TelegramServer, talk: Listening) -> None:
    """An operator's reboot must not need a second one because the network came up late."""
    server.fail(Fault("502", "getMe", times=2))
    server.fail(Fault("500", "setMyCommands"))
    server.person().says("/start")
    async with connected(server, talk) as telegram:
        running = asyncio.create_task(telegram.run())
        assert await talk.until(1) == [Command("start")]
        running.cancel()
        await asyncio.wait({running})


async def test_trouble_of_our_own_is_tried_again(server: TelegramServer, talk: Listening) -> None:
    """A database that is busy for a moment must not cost anybody an answer."""
    talk.trouble = 1
    async with listening(server, talk):
        server.person().says("/start")
        assert await talk.until(1) == [Command("start")]


async def test_what_cannot_be_answered_ends_in_an_apology(server: TelegramServer, talk: Listening) -> None:
    """Nothing ends in silence, and one arrival that fails for ever does not block the next."""
    talk.trouble = 3
    ada = server.person()
    async with listening(server, talk):
        ada.says("/start")
        ada.says("/help")
        assert await talk.until(1) == [Command("help")]
        await ada.chat.says("something went wrong on my side")
    assert await inbox.waiting(talk.database, "telegram") == ()


async def test_a_photo_is_fetched_again_when_telegram_stumbles(server: TelegramServer, talk: Listening) -> None:
    """getFile fails now and then for fresh photos; asking the person to send it again would be our laziness."""
    data = jpeg(300, 300)
    server.fail(Fault("500", "getFile"))
    server.fail(Fault("drop before", "download"))
    async with listening(server, talk):
        server.person().sends_file(data, "me.jpg", "image/jpeg")
        assert await talk.until(1) == [data]


async def test_a_photo_that_cannot_be_fetched_is_not_passed_over(server: TelegramServer, talk: Listening) -> None:
    """A lost photo must be said to be lost."""
    server.fail(Fault("502", "getFile", times=4))
    async with listening(server, talk):
        server.person().sends_photo(jpeg())
        assert await talk.until(1) == [NotDownloaded()]


async def test_a_wrong_token_is_named_without_being_shown(server: TelegramServer, talk: Listening) -> None:
    """The operator must learn which setting is wrong, and the token must not end up in a log."""
    async with connected(server, talk, token="1234567890:wrong-token-wrong-token-wrong-token") as telegram:
        with pytest.raises(PlatformLost, match="TELEGRAM_TOKEN") as lost:
            await telegram.run()
    assert "wrong-token" not in f"{lost.value!r} {lost.value.__cause__!r}"
    assert lost.value.__suppress_context__


async def test_two_bots_with_one_token_end_the_first_with_a_clear_word(server: TelegramServer, talk: Listening) -> None:
    """Two that poll steal each other's updates: half of the people would get no answer."""
    async with connected(server, talk) as first:
        running = asyncio.create_task(first.run())
        await until(lambda: server.commands, "the first one at work")
        async with listening(server, Listening(talk.database)):
            with pytest.raises(PlatformLost, match="Stop the other bot"):
                await asyncio.wait_for(running, 5)


async def test_a_webhook_left_behind_is_removed_and_what_waited_for_it_answered(
    server: TelegramServer, talk: Listening, logs_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Going back from a webhook must need nothing but taking the setting away."""
    set_up_logs()
    await server.webhook.set({"url": "https://old.example/"})
    server.person().says("/start")
    async with listening(server, talk):
        assert await talk.until(1) == [Command("start")]
    assert server.webhook.url == ""
    assert "a webhook was set for this bot and has been removed" in capsys.readouterr().err


async def test_polling_touches_no_webhook_where_none_is_set(server: TelegramServer, talk: Listening) -> None:
    """A start should cost Telegram no more than it must."""
    async with listening(server, talk):
        assert server.asked("deleteWebhook") == []


async def test_a_webhook_set_while_polling_ends_it_with_a_clear_word(server: TelegramServer, talk: Listening) -> None:
    """Somebody else has taken the bot over: polling would never get an update again, better to end than be silent."""
    async with connected(server, talk) as telegram:
        running = asyncio.create_task(telegram.run())
        await until(lambda: server.polled, "the bot at work")
        await server.webhook.set({"url": "https://other.example/"})
        server.person().says("/start")  # ends the poll that waits
        with pytest.raises(PlatformLost, match="webhook"):
            await asyncio.wait_for(running, 5)


async def test_no_log_holds_a_token_words_or_a_file_id(
    server: TelegramServer,
    talk: Listening,
    logs_as_before: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Logs are copied into tickets and chats; whoever reads them must learn nothing about anybody."""
    set_up_logs(logging.DEBUG)
    ada = server.person()
    talk.trouble = 2
    for fault in (Fault("502", "getUpdates"), Fault("drop before", "getFile"), Fault("500", "download")):
        server.fail(fault)
    async with listening(server, talk) as telegram:
        ada.says("SENTINEL-one")
        ada.sends_photo(jpeg(), caption="SENTINEL-two")
        await talk.until(1)
        server.fail(Fault("drop before", "sendMessage"))
        body = Body("SENTINEL-three")
        with pytest.raises(TryLater):
            await telegram.deliver(await stored(talk.database, body), body, [])
    logged = capsys.readouterr().err
    assert "tried again" in logged
    for secret in (TOKEN, TOKEN.split(":")[1], "SENTINEL", "Sentinelova", "file-id-"):
        assert secret not in logged
