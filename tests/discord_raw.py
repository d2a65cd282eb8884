"""Asking the Discord test server by hand, as a bot would that makes mistakes: for the tests of the server itself."""

import io
import json
from typing import Any

import aiohttp

from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import Json

V2 = 1 << 15


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


def gallery(*names: str) -> Json:
    """A gallery of files of the message."""
    return {"type": 12, "items": [{"media": {"url": f"attachment://{name}"}} for name in names]}
