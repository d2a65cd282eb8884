"""The Telegram of our own is as strict as the real one: what that would refuse or do, this refuses and does."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from PIL import Image

from tests.telegram_server import TOKEN, TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of our own with one person who has written."""
    server = await TelegramServer().start()
    server.person(7).says("hello")
    yield server
    await server.stop()


class Blob:
    """Bytes that do not fill the screen when a test fails."""

    def __init__(self, data: bytes) -> None:
        self.data = data


async def ask(server: TelegramServer, method: str, token: str = TOKEN, **params: Any) -> tuple[int, dict[str, Any]]:
    """Ask as a bot does: values as JSON, bytes as file parts."""
    form = aiohttp.FormData()
    for name, value in params.items():
        if isinstance(value, Blob):
            form.add_field(name, io.BytesIO(value.data), filename=f"{name}.jpg")
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    async with aiohttp.ClientSession() as session, session.post(f"{server.url}/bot{token}/{method}", data=form) as got:
        return got.status, await got.json()


def jpeg(width: int, height: int) -> Blob:
    """A picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "JPEG")
    return Blob(out.getvalue())


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    """A keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}


def photos(count: int) -> list[dict[str, str]]:
    """The media of an album, all the same file part."""
    return [{"type": "photo", "media": "attach://p"}] * count


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("sendMesage", {"chat_id": 7, "text": "a"}, "no method"),
    ("sendMessage", {"chat_id": 7}, "text: is required"),
    ("sendMessage", {"chat_id": 7, "text": "a", "silent": True}, "no such parameter"),
    ("sendMessage", {"chat_id": 7, "text": ""}, "0 characters"),
    ("sendMessage", {"chat_id": 7, "text": "😀" * 2049}, "4098 characters"),
    ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": keys({"text": "A"})}, "exactly one thing"),
    (
        "sendMessage",
        {"chat_id": 7, "text": "a", "reply_markup": keys({"text": "A", "callback_data": "é" * 33})},
        "66 b",
    ),
    ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": {"inline_keyboard": [{"text": "A"}]}}, "not an array"),
    ("sendMessage", {"chat_id": 7, "text": "a", "reply_markup": keys({"text": "A", "date": "x"})}, "no such field"),
    ("sendMessage", {"chat_id": 7, "text": "a", "link_preview_options": {"is_disabled": "yes"}}, "is not Boolean"),
    ("sendPhoto", {"chat_id": 7, "photo": jpeg(9, 9), "caption": "c" * 1025}, "1025 characters"),
    ("sendPhoto", {"chat_id": 7, "photo": "attach://nowhere"}, "no file part"),
    ("sendPhoto", {"chat_id": 7, "photo": jpeg(6000, 4001)}, "10000 in total"),
    ("sendPhoto", {"chat_id": 7, "photo": jpeg(1000, 40)}, "20 to 1"),
    ("sendDocument", {"chat_id": 7, "document": Blob(bytes(50_000_001))}, "50 MB"),
    ("sendDocument", {"chat_id": 7, "document": Blob(b"x"), "other": Blob(b"y")}, "not used"),
    ("sendMediaGroup", {"chat_id": 7, "media": photos(1), "p": jpeg(9, 9)}, "1 items"),
    ("sendMediaGroup", {"chat_id": 7, "media": photos(11), "p": jpeg(9, 9)}, "11 items"),
    ("sendMediaGroup", {"chat_id": 7, "media": photos(2)}, "no file part"),
    ("sendMediaGroup", {"chat_id": 7, "media": [{"type": "foto", "media": "x"}] * 2}, "must be"),
    ("editMessageText", {"chat_id": 7, "text": "a"}, "message_id is required"),
    ("editMessageText", {"chat_id": 7, "message_id": "one", "text": "a"}, "is not Integer"),
    ("getUpdates", {"limit": 101}, "not between 1 and 100"),
    ("setMyCommands", {"commands": [{"command": "Start!", "description": "x"}]}, "letters"),
    ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}, "0 characters"),
    ("setWebhook", {"url": "https://bot.example/x", "secret_token": "with spaces"}, "secret token"),
    ("setMyDescription", {"description": "d" * 513}, "513 characters"),
    ("setMyShortDescription", {"short_description": "d" * 121}, "121 characters"),
    ("deleteMessages", {"chat_id": 7, "message_ids": list(range(101))}, "101 identifiers"),
    ("sendChatAction", {"chat_id": 7, "action": "dancing"}, "unknown action"),
]


@pytest.mark.parametrize(("method", "params", "told"), WRONG, ids=[f"{m}: {t}" for m, _, t in WRONG])
async def test_a_request_telegram_would_refuse_is_refused_and_noted(
    server: TelegramServer, method: str, params: dict[str, Any], told: str
) -> None:
    """A test server that lets mistakes pass lets them reach people."""
    status, _ = await ask(server, method, **params)
    assert status == 400
    assert any(told in breach for breach in server.breaches), server.breaches


async def test_an_unused_file_part_is_a_breach(server: TelegramServer) -> None:
    """Bytes sent for nothing are a picture somebody does not see."""
    media = [{"type": "photo", "media": "attach://a"}, {"type": "photo", "media": "attach://a"}]
    await ask(server, "sendMediaGroup", chat_id=7, media=media, a=jpeg(9, 9), b=jpeg(9, 9))
    assert any("'b'" in breach for breach in server.breaches)


async def test_updates_wait_until_a_higher_offset_acknowledges_them(server: TelegramServer) -> None:
    """All of our care about restarts rests on this rule of Telegram's."""
    server.person(7).says("again")
    _, first = await ask(server, "getUpdates", limit=1)
    _, same = await ask(server, "getUpdates", limit=1)
    assert first == same
    number = first["result"][0]["update_id"]
    _, rest = await ask(server, "getUpdates", offset=number + 1)
    assert [update["message"]["text"] for update in rest["result"]] == ["again"]
    assert server.unacknowledged == 1


async def test_a_long_poll_answers_as_soon_as_there_is_something(server: TelegramServer) -> None:
    """Else every answer would be late by the length of the poll."""
    _, all_so_far = await ask(server, "getUpdates")
    after = all_so_far["result"][-1]["update_id"] + 1
    poll = asyncio.create_task(ask(server, "getUpdates", offset=after, timeout=30))
    await until(lambda: server.polled, "the poll")
    server.person(7).says("now")
    _, got = await asyncio.wait_for(poll, 5)
    assert got["result"][0]["message"]["text"] == "now"


async def test_a_second_poll_ends_the_first_with_a_conflict(server: TelegramServer) -> None:
    """That is how two bots with one token notice each other."""
    first = asyncio.create_task(ask(server, "getUpdates", offset=10**10, timeout=30))
    await until(lambda: server.polled, "the first poll")
    second = asyncio.create_task(ask(server, "getUpdates", offset=10**10, timeout=1))
    status, body = await asyncio.wait_for(first, 5)
    assert (status, body["description"].split(":")[0]) == (409, "Conflict")
    assert (await second)[0] == 200


async def test_edits_are_refused_as_telegram_does(server: TelegramServer) -> None:
    """The bot tells these refusals apart by their words."""
    _, sent = await ask(server, "sendMessage", chat_id=7, text="one")
    number = sent["result"]["message_id"]
    same = await ask(server, "editMessageText", chat_id=7, message_id=number, text="one")
    gone = await ask(server, "editMessageText", chat_id=7, message_id=999, text="two")
    theirs = await ask(server, "editMessageText", chat_id=7, message_id=1, text="two")
    assert "message is not modified" in same[1]["description"]
    assert "message to edit not found" in gone[1]["description"]
    assert "can't be edited" in theirs[1]["description"]
    assert (same[0], gone[0], theirs[0]) == (400, 400, 400)


async def test_a_text_becomes_a_photo_and_never_a_text_again(server: TelegramServer) -> None:
    """A card is shown by this rule: words first, a picture above them later."""
    _, sent = await ask(server, "sendMessage", chat_id=7, text="one")
    number = sent["result"]["message_id"]
    early = await ask(server, "editMessageCaption", chat_id=7, message_id=number, caption="two")
    media = {"type": "photo", "media": "attach://p", "caption": "two"}
    _, photo = await ask(server, "editMessageMedia", chat_id=7, message_id=number, media=media, p=jpeg(9, 9))
    late = await ask(server, "editMessageText", chat_id=7, message_id=number, text="three")
    _, caption = await ask(server, "editMessageCaption", chat_id=7, message_id=number, caption="three")
    assert "no caption in the message" in early[1]["description"]
    assert "no text in the message" in late[1]["description"]
    assert (photo["result"]["caption"], caption["result"]["caption"]) == ("two", "three")
    assert caption["result"]["photo"]


async def test_strangers_the_blocked_and_wrong_tokens_are_refused(server: TelegramServer) -> None:
    """Each is a different thing to do for the bot."""
    assert (await ask(server, "sendMessage", chat_id=8, text="a"))[0] == 400
    server.person(7).blocks()
    assert (await ask(server, "sendMessage", chat_id=7, text="a"))[0] == 403
    assert (await ask(server, "getMe", token="1:wrong"))[0] == 401


async def test_more_than_thirty_messages_in_a_second_are_too_many(server: TelegramServer) -> None:
    """The bot's pace is measured against this."""
    server.per_second = 30
    got = [(await ask(server, "sendMessage", chat_id=7, text=str(n))) for n in range(31)]
    assert [status for status, _ in got] == [200] * 30 + [429]
    assert got[-1][1]["parameters"] == {"retry_after": 1}


async def test_reactions_come_only_where_they_are_asked_for_by_name(server: TelegramServer) -> None:
    """A bot that forgets to ask would never hear of one, and its tests must notice."""
    ada = server.person(7)
    shown = ada.says("hello")
    ada.reacts(shown, "👍")
    assert server.unacknowledged == 2
    await ask(server, "getUpdates", allowed_updates=["message", "message_reaction"])
    ada.reacts(shown)
    assert server.waiting[-1]["message_reaction"]["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]


async def test_a_webhook_ends_polling_and_gets_each_update_until_it_is_taken(server: TelegramServer) -> None:
    """The bot's care about storing first rests on this."""
    seen: list[tuple[int, str | None]] = []

    async def take(request: web.Request) -> web.Response:
        seen.append(((await request.json())["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=200 if len(seen) > 1 else 500)

    app = web.Application()
    app.router.add_post("/x", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.webhook.proxies["https://bot.example"] = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await ask(server, "setWebhook", url="https://bot.example/x", secret_token="secret")
    await until(lambda: server.unacknowledged == 0, "the update taken")
    assert (await ask(server, "getUpdates"))[0] == 409
    assert (await ask(server, "getWebhookInfo"))[1]["result"]["url"] == "https://bot.example/x"
    await ask(server, "deleteWebhook")
    assert (await ask(server, "getUpdates"))[0] == 200
    await runner.cleanup()
    assert server.webhook.answers == [500, 200]
    assert len(set(seen)) == 1
    assert seen[0][1] == "secret"


async def test_a_webhook_must_be_https_on_a_known_port(server: TelegramServer) -> None:
    """An operator's mistakes come back in these words."""
    for url in ("http://bot.example/x", "https://bot.example:9000/x"):
        status, body = await ask(server, "setWebhook", url=url)
        assert (status, body["description"][:24]) == (400, "Bad Request: bad webhook")


async def test_messages_of_two_days_ago_stay(server: TelegramServer) -> None:
    """Telegram lets go of nothing older; those that are gone already are no failure."""
    numbers = [(await ask(server, "sendMessage", chat_id=7, text=str(n)))[1]["result"]["message_id"] for n in range(3)]
    chat = server.person(7).chat
    chat.shown[numbers[0]].old = True
    assert (await ask(server, "deleteMessages", chat_id=7, message_ids=numbers))[0] == 400
    assert (await ask(server, "deleteMessage", chat_id=7, message_id=numbers[0]))[0] == 400
    assert (await ask(server, "deleteMessages", chat_id=7, message_ids=[*numbers[1:], 999]))[0] == 200
    assert [shown.id for shown in chat.bot_says] == numbers[:1]
