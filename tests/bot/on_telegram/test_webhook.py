"""Updates that Telegram sends to a public address instead of having them fetched, over real HTTP."""

import asyncio
import io
import json
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.events import Command, Rated, Said
from bot.message import PlatformLost
from bot.on_telegram import Telegram
from bot.telegram_arrivals import WANTED
from bot.telegram_webhook import BODY_LIMIT, HEADER, Webhook, secret_of
from storage import inbox
from tests.telegram_server import TOKEN, Fault, TelegramServer, Trouble
from tests.telegram_world import Listening, connected, listening
from tests.waiting import until

PUBLIC = "https://bot.example"
URL = f"{PUBLIC}/telegram/updates"


@asynccontextmanager
async def hooked(server: TelegramServer, talk: Listening, url: str = URL) -> AsyncGenerator[Telegram]:
    """The adapter behind a proxy that stands at the public address."""
    async with connected(server, talk, webhook=(url, 0)) as telegram:
        running = asyncio.create_task(telegram.run())
        try:
            assert isinstance(telegram.updates, Webhook)
            hook = telegram.updates
            await until(lambda: running.done() or (hook.port and server.webhook.url), "the webhook set")
            if running.done():
                running.result()
            server.webhook.proxies[PUBLIC] = local(telegram)
            yield telegram
        finally:
            running.cancel()
            await asyncio.wait({running})


def local(telegram: Telegram) -> str:
    """Where the proxy passes requests on."""
    assert isinstance(telegram.updates, Webhook)
    return f"http://127.0.0.1:{telegram.updates.port}"


async def post(telegram: Telegram, body: bytes, secret: str | None = None) -> int:
    """Send something to the port as anybody could; the status of the answer."""
    headers = {} if secret is None else {HEADER: secret}
    data = io.BytesIO(body)
    async with aiohttp.ClientSession(headers=headers) as session, session.post(local(telegram), data=data) as answer:
        return answer.status


def update(number: int, text: str) -> bytes:
    """A message of a person's, as Telegram would send it."""
    ada = {"id": 1001, "is_bot": False, "first_name": "Ada"}
    chat = {"id": 1001, "type": "private", "first_name": "Ada"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": ada, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()


async def test_updates_come_to_the_address_that_was_set(server: TelegramServer, talk: Listening) -> None:
    """With a public address nothing is polled, and everything a bot can hear is asked for."""
    async with hooked(server, talk):
        server.person().says("/start")
        assert await talk.until(1) == [Command("start")]
        asked = server.webhook.asked
    assert asked["url"] == URL
    assert asked["allowed_updates"] == list(WANTED)
    assert asked["secret_token"] == secret_of(TOKEN)
    assert TOKEN.split(":")[1] not in asked["secret_token"]
    assert server.asked("getUpdates") == []
    assert server.webhook.url == URL, "a stop takes nothing back: what comes meanwhile waits with Telegram"


async def test_reactions_come_by_webhook_too(server: TelegramServer, talk: Listening) -> None:
    """Telegram leaves them out unless they are asked for by name."""
    async with hooked(server, talk):
        assert "message_reaction" in server.webhook.asked["allowed_updates"]
        ada = server.person()
        ada.reacts(ada.says("hello"), "👍")
        await until(lambda: server.webhook.answers == [200, 200], "both taken")
        assert await talk.until(1) == [Said()]
        assert not any(isinstance(what, Rated) for what in talk.of(1001))


@pytest.mark.parametrize("secret", [None, "", "wrong", secret_of("1:another-bots-token"), "\u00e9"])
async def test_whoever_does_not_know_the_secret_is_not_listened_to(
    server: TelegramServer, talk: Listening, secret: str | None
) -> None:
    """Else anybody who finds the address could speak in anybody's name, and have their portraits deleted."""
    async with hooked(server, talk) as telegram:
        assert await post(telegram, update(1, "/delete"), secret) == 403
        server.person().says("/help")
        assert await talk.until(1) == [Command("help")]


async def test_a_stranger_s_body_is_not_even_read(server: TelegramServer, talk: Listening) -> None:
    """Somebody who sends for ever must not be received for ever."""
    async with hooked(server, talk) as telegram:
        host, port = "127.0.0.1", int(local(telegram).rpartition(":")[2])
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"POST / HTTP/1.1\r\nHost: bot.example\r\nContent-Length: 1000000000\r\n\r\n{")
        answer = await asyncio.wait_for(reader.read(), 5)  # until the other side hangs up
        writer.close()
        await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"not json", 400), (b"[]", 400), (b"{}", 400), (b'{"update_id": 1, "pad": "%s"}' % (b"x" * BODY_LIMIT), 413)],
    ids=["junk", "list", "nameless", "huge"],
)
async def test_what_is_no_update_is_refused_and_holds_up_nobody(
    server: TelegramServer, talk: Listening, body: bytes, status: int
) -> None:
    """A proxy that mangles a request must not silence the bot."""
    async with hooked(server, talk) as telegram:
        assert await post(telegram, body, secret_of(TOKEN)) == status
        server.person().says("/help")
        assert await talk.until(1) == [Command("help")]


async def test_an_update_nobody_foresaw_is_taken_and_passed_over(server: TelegramServer, talk: Listening) -> None:
    """Refused, it would be sent again and again, before everything that comes after it."""
    async with hooked(server, talk):
        server.judge_answers = False
        server.deliver("message", {"message_id": "what?", "photo": 3})
        server.person().says("/help")
        assert await talk.until(1) == [Command("help")]
        assert server.webhook.answers == [200, 200]


async def test_an_update_is_stored_before_it_is_acknowledged(
    server: TelegramServer, talk: Listening, tmp_path: Path
) -> None:
    """A full disk may delay answers but lose none: Telegram repeats what was not taken."""
    statement = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    await asyncio.to_thread(_sql, tmp_path, statement)
    async with hooked(server, talk):
        server.person().says("/start")
        await until(lambda: 500 in server.webhook.answers, "refused for now")
        assert server.unacknowledged == 1
        await asyncio.to_thread(_sql, tmp_path, "DROP TRIGGER full")
        assert await talk.until(1) == [Command("start")]
        await until(lambda: server.unacknowledged == 0, "acknowledged")


def _sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "bot.sqlite", timeout=10)
    connection.execute(statement)
    connection.commit()
    connection.close()


async def test_an_update_sent_twice_is_answered_once(server: TelegramServer, talk: Listening) -> None:
    """Where our answer to Telegram is lost it sends the update again; the person must not notice."""
    async with hooked(server, talk) as telegram:
        for _ in range(2):
            assert await post(telegram, update(7, "/start"), secret_of(TOKEN)) == 200
        assert await post(telegram, update(8, "/help"), secret_of(TOKEN)) == 200
        assert await talk.until(2) == [Command("start"), Command("help")]


async def test_what_was_taken_but_not_answered_is_answered_after_a_restart(
    server: TelegramServer, talk: Listening
) -> None:
    """Acknowledged is promised."""
    talk.gates["1001"] = asyncio.Event()
    async with hooked(server, talk):
        server.person().says("/start")
        await until(lambda: server.webhook.answers == [200], "acknowledged")
    assert talk.heard == []
    after = Listening(talk.database)
    async with hooked(server, after):
        assert await after.until(1) == [Command("start")]
    assert await inbox.waiting(talk.database, "telegram") == ()


async def test_from_polling_to_a_webhook_and_back_nothing_is_lost(server: TelegramServer, talk: Listening) -> None:
    """An operator may change their mind at any time, with one setting."""
    ada = server.person()
    async with listening(server, talk):
        ada.says("/start")
        await talk.until(1)
    ada.says("/help")
    async with hooked(server, talk):
        await talk.until(2)
    ada.says("/privacy")
    async with listening(server, talk):
        assert await talk.until(3) == [Command("start"), Command("help"), Command("privacy")]


@pytest.mark.parametrize("trouble", ["429", "502", "drop before"])
async def test_a_webhook_is_set_as_soon_as_telegram_takes_it(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """A start in one of Telegram's bad minutes must not need a second one."""
    server.fail(Fault(trouble, "setWebhook", times=2, seconds=0))
    async with hooked(server, talk):
        server.person().says("/start")
        assert await talk.until(1) == [Command("start")]


@pytest.mark.parametrize("url", ["http://bot.example/x", "https://bot.example:9000/x"])
async def test_an_address_telegram_refuses_is_named_with_its_setting(
    server: TelegramServer, talk: Listening, url: str
) -> None:
    """The operator must read which setting is wrong, and what Telegram wants."""
    with pytest.raises(PlatformLost, match="TELEGRAM_WEBHOOK_URL=http"):
        async with hooked(server, talk, url):
            pass


async def test_a_port_that_is_taken_is_named_with_its_setting(server: TelegramServer, talk: Listening) -> None:
    """Two programs on one port is the commonest mistake of a second start."""
    async with hooked(server, talk) as telegram:
        port = int(local(telegram).rpartition(":")[2])
        async with connected(server, talk, webhook=(URL, port)) as second:
            with pytest.raises(PlatformLost, match="TELEGRAM_WEBHOOK_PORT"):
                await second.run()
