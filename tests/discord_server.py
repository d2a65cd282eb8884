"""A Discord of our own on loopback for tests: real HTTP and gateway, every request judged by Discord's own description.

Bots ask `/api/...` (or `/api/v10/...`) with their token, find the gateway by `GET /gateway/bot`, and fetch files where
messages say they are. People act through `person(...)`; what everybody in the guild sees is `guild.public_messages`.
What the bot does wrong is in `breaches`, all it asked in `calls`. Trouble is ordered with `fail`, and with `drop`,
`reconnect` and `invalidate` for the gateway. `settle` waits for answers that are still owed and judges what is left.
"""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import BodyPartReader, web

from tests import discord_interactions, discord_rest
from tests.discord_chat import User
from tests.discord_gateway import Gateway
from tests.discord_interactions import Interactions
from tests.discord_pace import DOWNLOAD, GATEWAY, Fault, Pace, TooFast, rounded_up
from tests.discord_person import Person
from tests.discord_spec import Asked, DiscordApi, Json, Upload, load
from tests.discord_state import Guild, Refusal, World

TOKEN: Final = "NDI0MjQyNDI0MjQyNDI0MjQyNA.GtestX.opens_nothing_at_all_and_never_did-00000"
FOR_ANYBODY: Final = ("/interactions/", "/webhooks/")  # by the interaction's token, not the bot's
STATUS: Final = {"429": 429, "429 global": 429, "500": 500, "502": 502, "503": 503, "403 page": 403}


@dataclass(frozen=True)
class Call:
    """One request as it came, and how it was answered: 0 is a dropped connection."""

    route: str
    path: Mapping[str, str]
    body: Any
    status: int
    at: float


@dataclass
class DiscordServer:
    """The server. `pace` holds its limits, `interactions` the life of tokens, `cdn` that of addresses."""

    token: str = TOKEN
    judge_answers: bool = True
    world: World = field(default_factory=World)
    calls: list[Call] = field(default_factory=list[Call])
    url: str = ""

    def __post_init__(self) -> None:
        """Put the parts together; nothing is opened before `start`."""
        self.api: DiscordApi = load()
        self.interactions = Interactions(self.world)
        self.pace = Pace(self.breaches)
        self.gateway = Gateway(
            self.token, self.breaches, self._welcome, self.interactions.heard, self.interactions.left
        )
        self.world.deliver = self._deliver
        self._routes = discord_rest.routes(self.world) | discord_interactions.routes(self.interactions)
        self._routes |= {"GET /gateway/bot": self._gateway_address, "GET /gateway": self._gateway_address}
        self._hooks: dict[str, Callable[[], None]] = {}
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> "DiscordServer":
        """Listen on a free port of the loopback."""
        app = web.Application(client_max_size=128 * 2**20)
        app.router.add_get("/gateway", self._socket)
        app.router.add_get("/cdn/{path:.+}", self._download)
        app.router.add_route("*", "/api/{path:.*}", self._request)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.url, self.world.cdn.base, self.gateway.address = (
            f"http://{host}/api",
            f"http://{host}",
            f"ws://{host}/gateway",
        )
        return self

    async def stop(self) -> None:
        """Close every connection."""
        if self._runner is not None:
            self.gateway.drop()
            await self._runner.cleanup()

    # --- for tests ----------------------------------------------------------------------------------------------------

    @property
    def breaches(self) -> list[str]:
        """What the bot did wrong so far."""
        return self.world.breaches

    @property
    def guild(self) -> Guild:
        """The server the bot has been added to."""
        return self.world.guild

    @property
    def commands(self) -> dict[str, Json]:
        """The commands the bot has put up everywhere, by name."""
        return {command["name"]: command for command in self.world.commands.get(None, [])}

    def person(self, name: str = "Ada", locale: str = "en-US", in_guild: bool = True) -> Person:
        """Somebody by name, with the language of their client; the same name is the same person."""
        user = next((user for user in self.world.users.values() if user.name == name), None)
        if user is None:
            user = User(self.world.snowflake(), name)
            self.world.users[user.id] = user
            if in_guild:
                self.world.guild.people.append(user)
        self.world.locales[user.id] = locale
        return Person(self.world, self.interactions, user)

    def fail(self, fault: Fault) -> None:
        """Order trouble."""
        self.pace.faults.append(fault)

    def asked(self, route: str, status: int | None = None) -> list[Call]:
        """The requests of one route: `POST /channels/{channel_id}/messages`."""
        return [call for call in self.calls if call.route == route and status in (None, call.status)]

    def once(self, route: str, do: Callable[[], None]) -> None:
        """Do something when the next request of this route has been carried out, before it is answered."""
        self._hooks[route] = do

    def drop(self) -> None:
        """Break the gateway's socket."""
        self.gateway.drop()

    def reconnect(self) -> None:
        """Ask the bot to connect to the gateway again."""
        self.gateway.reconnect()

    def invalidate(self, resumable: bool) -> None:
        """End the bot's session at the gateway, or only interrupt it."""
        self.gateway.invalidate(resumable)

    async def settle(self) -> list[str]:
        """Wait while answers can still come in time, judge what was left unanswered; all breaches so far."""
        while self.interactions.waiting():
            self.world.changed.clear()
            try:
                await asyncio.wait_for(self.world.changed.wait(), 0.1)
            except TimeoutError:
                continue
        self.breaches.extend(self.interactions.unanswered())
        return self.breaches

    # --- the gateway --------------------------------------------------------------------------------------------------

    def _deliver(self, event: str, data: Json) -> bool:
        return self.gateway.dispatch(event, data)

    def _gateway_address(self, asked: Asked) -> Json:
        limit = {
            "total": 1000,
            "remaining": 1000 - self.gateway.identified,
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        bot = {"shards": 1, "session_start_limit": limit} if asked.route.endswith("/bot") else {}
        return {"url": self.gateway.address, **bot}

    def _welcome(self, intents: int) -> tuple[Json, list[tuple[str, Json]]]:
        """What READY tells of the bot, and the guild that comes after it."""
        guild, me = self.world.guild, self.world.me
        ready: Json = {"user": me.as_json(), "application": {"id": str(me.id), "flags": 0}, "private_channels": []}
        ready |= {"guilds": [{"id": str(guild.id), "unavailable": True}], "shard": [0, 1]}
        return ready, [("GUILD_CREATE", guild.as_json(self.world.member(me)))]

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        fault = self.pace.fault(GATEWAY, {})
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            return _troubled(request, fault)
        return await self.gateway.serve(request)

    # --- HTTP ---------------------------------------------------------------------------------------------------------

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self.pace.fault(DOWNLOAD, {})
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            self._note(Asked(DOWNLOAD, dict(request.match_info), {}, None, {}), STATUS.get(fault.trouble, 0))
            return _troubled(request, fault)
        answer = await self.world.cdn.serve(request)
        self._note(Asked(DOWNLOAD, dict(request.match_info), {}, None, {}), answer.status)
        return answer

    async def _request(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["path"].removeprefix("v10/")
        found = self.api.route(request.method, path)
        if found is None:
            self.breaches.append(f"there is no route {request.method} /{path.split('/')[1]}/...")
            return _answer(404, {"message": "404: Not Found", "code": 0})
        by_bot = not path.startswith(FOR_ANYBODY)
        if by_bot and request.headers.get("Authorization") != f"Bot {self.token}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        try:
            body, files = await _body(request)
        except ValueError:
            self.breaches.append(f"{found[0]}: the body is no JSON")
            return _answer(400, {"message": "The request body contains invalid JSON.", "code": 50109})
        asked = Asked(found[0], found[1], dict(request.query), body, files)
        breaches = self.api.request(asked)
        if by_bot and not request.headers.get("User-Agent", "").startswith("DiscordBot ("):
            breaches.append(f"{asked.route}: the User-Agent is not DiscordBot (address, version)")
        if breaches:
            self.breaches.extend(breaches)
            details = {"_errors": [{"code": "INVALID", "message": breaches[0]}]}
            return self._refused(asked, Refusal(400, 50035, "Invalid Form Body", details))
        return await self._paced(request, asked, by_bot)

    async def _paced(self, request: web.Request, asked: Asked, by_bot: bool) -> web.StreamResponse:
        """The answer, unless the request comes too soon or gets into trouble."""
        slow = self.pace.judge(asked, by_bot and not asked.route.startswith("GET /gateway"))
        if slow is not None:
            return self._slowed(asked, slow)
        fault = self.pace.fault(asked.route, asked.path)
        if fault is not None and fault.trouble.startswith("429"):
            return self._slowed(asked, self.pace.refuse(asked, fault.seconds, "global" in fault.trouble))
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.trouble != "drop after":
            self._note(asked, STATUS.get(fault.trouble, 0))
            return _troubled(request, fault)
        dropped = fault if fault is not None and fault.trouble == "drop after" else None
        return self._carried_out(request, asked, dropped)

    def _carried_out(self, request: web.Request, asked: Asked, dropped: Fault | None) -> web.StreamResponse:
        act = self._routes.get(asked.route)
        try:
            if act is None:
                self.breaches.append(f"not done here: {asked.route}")
                raise Refusal(404, 0, "404: Not Found")
            result = act(asked)
        except Refusal as refusal:
            return self._refused(asked, refusal)
        if hook := self._hooks.pop(asked.route, None):
            hook()
        if dropped is not None:
            self.interactions.not_heard(asked)
            self._note(asked, 0)
            return _troubled(request, dropped)
        if self.judge_answers:
            self.breaches.extend(f"of the test server itself: {flaw}" for flaw in self.api.answer(asked.route, result))
        status = 204 if result is None else 200
        self._note(asked, status)
        return _answer(status, result, self.pace.headers(asked))

    def _refused(self, asked: Asked, refusal: Refusal) -> web.Response:
        self._note(asked, refusal.status)
        body: Json = {"message": refusal.message, "code": refusal.code}
        return _answer(
            refusal.status, body | ({"errors": refusal.errors} if refusal.errors else {}), self.pace.headers(asked)
        )

    def _slowed(self, asked: Asked, slow: TooFast) -> web.Response:
        self._note(asked, 429)
        told: Json = {"message": "You are being rate limited.", "retry_after": rounded_up(slow.retry_after)}
        headers = {"Retry-After": str(int(slow.retry_after) + 1), "Via": "1.1 google", **self.pace.headers(asked)}
        headers |= {"X-RateLimit-Scope": "global" if slow.globally else "user"}
        headers |= {"X-RateLimit-Global": "true"} if slow.globally else {}
        return _answer(429, told | {"global": slow.globally}, headers)

    def _note(self, asked: Asked, status: int) -> None:
        self.calls.append(Call(asked.route, asked.path, asked.body, status, time.monotonic()))


async def _body(request: web.Request) -> tuple[Any, dict[str, Upload]]:
    """The JSON and the files of a request, from its body or its parts."""
    if request.content_type != "multipart/form-data":
        raw = await request.read()
        return (json.loads(raw) if raw else None), {}
    body: Any = None
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader), "Discord knows no nested multipart"
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.name or ""] = Upload(part.filename or "", data)
    return ({} if body is None else body), files


def _answer(status: int, body: Any, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer with exactly `application/json`, which discord.py insists on."""
    if status == 204:
        return web.Response(status=204, headers=headers)
    told = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(status=status, body=json.dumps(body).encode(), headers=told)


def _troubled(request: web.Request, fault: Fault) -> web.Response:
    """The answer of a server in trouble, or none."""
    match fault.trouble:
        case "500":
            return _answer(500, {"message": "500: Internal Server Error", "code": 0})
        case "503":
            return _answer(503, {"message": "503: Service Unavailable", "code": 0})
        case "502" | "403 page":
            page = "<html><head><title>Not today</title></head><body>cloudflare</body></html>"
            return web.Response(status=STATUS[fault.trouble], text=page, content_type="text/html")
        case _:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
