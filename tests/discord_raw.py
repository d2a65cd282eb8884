"""Asking the Discord test server by hand, as a bot would that makes mistakes: for the tests of the server itself."""

import asyncio
import io
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp

from tests.discord_gateway import DIRECT_MESSAGES, GUILDS, Op
from tests.discord_interactions import Interaction
from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import Json

V2: Final = 1 << 15
PROPERTIES: Final = {"os": "linux", "browser": "none", "device": "none"}
IDENTIFY: Final[Json] = {"token": TOKEN, "intents": GUILDS | DIRECT_MESSAGES, "properties": PROPERTIES}


async def ask(
    server: DiscordServer, method: str, path: str, body: Any = None, files: Json | None = None, token: str = TOKEN
) -> tuple[int, Any]:
    """Ask as a bot does: JSON, or parts where there are files by name."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (https://example.org, 1)"}
    data: Any = None if body is None else json.dumps(body)
    if files:
        data = aiohttp.FormData(quote_fields=False)
        data.add_field("payload_json", json.dumps(body))
        for number, (name, content) in enumerate(files.items()):
            data.add_field(f"files[{number}]", io.BytesIO(content), filename=name)
    elif body is not None:
        headers["Content-Type"] = "application/json"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.request(method, f"{server.url}{path}", data=data) as got,
    ):
        text = await got.text()
        return got.status, json.loads(text) if got.headers.get("Content-Type") == "application/json" else text


def row(*parts: Json) -> Json:
    """A row of components."""
    return {"type": 1, "components": list(parts)}


def button(label: str = "Go", **more: Any) -> Json:
    """A button."""
    return {"type": 2, "style": 1, "label": label, "custom_id": label or "empty"} | more


def select(*values: str, **more: Any) -> Json:
    """A select."""
    return {"type": 3, "custom_id": "s", "options": [{"label": value, "value": value} for value in values]} | more


def words(text: str) -> Json:
    """A text display."""
    return {"type": 10, "content": text}


def section(*texts: Json) -> Json:
    """Texts beside a button."""
    return {"type": 9, "components": list(texts), "accessory": button()}


def gallery(*names: str) -> Json:
    """A gallery of files of the message."""
    return {"type": 12, "items": [{"media": {"url": f"attachment://{name}"}} for name in names]}


@asynccontextmanager
async def strict() -> AsyncGenerator[DiscordServer]:
    """A Discord of our own which at its end has told no secret and found no fault with itself."""
    server = await DiscordServer().start()
    yield server
    await server.stop()
    secret = [server.token, *(one.token for one in server.interactions.all)]
    assert not [breach for breach in server.breaches if any(token in breach for token in secret)]
    assert not [breach for breach in server.breaches if "of the test server" in breach]


class Socket:
    """The gateway's other end, by hand."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def send(self, op: int, data: Any) -> None:
        """Send a payload."""
        await self._socket.send_str(json.dumps({"op": op, "d": data}))

    async def until(self, op: int, event: str | None = None) -> Json:
        """Read on to the next payload of this kind."""
        async with asyncio.timeout(5):
            while True:
                payload = json.loads(await self._socket.receive_str())
                if payload["op"] == op and event in (None, payload["t"]):
                    return payload

    async def closed(self) -> int | None:
        """Read on to the end; the code it ended with."""
        async with asyncio.timeout(5):
            while (await self._socket.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                pass
        return self._socket.close_code


@asynccontextmanager
async def socket(server: DiscordServer, query: str = "v=10&encoding=json") -> AsyncGenerator[Socket]:
    """A socket at the gateway."""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{server.gateway.address}?{query}") as connected,
    ):
        yield Socket(connected)


@asynccontextmanager
async def idle(server: DiscordServer) -> AsyncGenerator[Socket]:
    """A bot that is there and does nothing by itself."""
    async with socket(server) as there:
        await there.send(Op.IDENTIFY, IDENTIFY)
        await there.until(Op.DISPATCH, "GUILD_CREATE")
        yield there


async def up(server: DiscordServer, *names: str) -> None:
    """Put commands up."""
    commands = [{"name": name, "description": name, "type": 1} for name in names]
    assert (await ask(server, "PUT", f"/applications/{server.world.me.id}/commands", commands))[0] == 200


async def answered(server: DiscordServer, one: Interaction, kind: int, data: Json | None = None) -> tuple[int, Any]:
    """Acknowledge an interaction."""
    body: Json = {"type": kind} | ({} if data is None else {"data": data})
    return await ask(server, "POST", f"/interactions/{one.id}/{one.token}/callback", body)


def hook(server: DiscordServer, one: Interaction, rest: str = "") -> str:
    """Where messages go by an interaction's token."""
    return f"/webhooks/{server.world.me.id}/{one.token}{rest}"
