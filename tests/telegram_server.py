"""A Bot API server on loopback for tests: real HTTP, every request judged by Telegram's own description.

Bots ask `/bot<token>/<method>` and fetch `/file/bot<token>/<path>`; people act through `person(...)`. What the bot does
wrong is in `breaches`, what it left undone in `unanswered`, all it asked in `calls`. Trouble is ordered with `fail`.
It speaks as Telegram does: updates wait until acknowledged by a higher offset, a second poller ends the first with 409,
an edit without a change is refused, somebody who blocked the bot is a 403.
"""

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from aiohttp import BodyPartReader, web

from tests import telegram_methods
from tests.telegram_chat import BOT, Chat, Person
from tests.telegram_methods import Refusal
from tests.telegram_profile import Profile
from tests.telegram_pushing import Pushing
from tests.telegram_spec import BotApi, Json, Upload, load

TOKEN: Final = "4242424242:AAtest_token-that_opens_nothing_at_all-0"
OFF_BY_DEFAULT: Final = {"chat_member", "message_reaction", "message_reaction_count"}
Trouble = Literal[
    "429", "500", "502", "503", "drop before", "drop after", "slow", "403", "403 page", "half", "no result"
]


@dataclass
class Fault:
    """Trouble for the next `times` requests of `method` (any but getUpdates if empty), to `chat` if that is given.

    `drop before` and `drop after`: the connection ends without an answer, the request not done or done.
    `502` and `403 page` are a proxy's pages, `half` and `no result` what it has made of an answer.
    """

    trouble: Trouble
    method: str = ""
    times: int = 1
    chat: int | None = None
    seconds: float = 1.0  # retry_after of a 429, delay of a slow one

    def meets(self, method: str, params: Mapping[str, Any]) -> bool:
        """Whether this request is struck."""
        named = method == self.method if self.method else method not in ("getUpdates", "getMe")
        return self.times > 0 and named and self.chat in (None, params.get("chat_id"))


@dataclass(frozen=True)
class Call:
    """One request as it came, and how it was answered: 0 is a dropped connection."""

    method: str
    params: Json
    status: int
    at: float


@dataclass
class TelegramServer:
    """The server. `per_second`: more messages than this within any second are answered with 429."""

    token: str = TOKEN
    per_second: int | None = None
    judge_answers: bool = True
    calls: list[Call] = field(default_factory=list[Call])
    breaches: list[str] = field(default_factory=list[str])
    unanswered: set[str] = field(default_factory=set[str])  # callback queries the bot left spinning
    profile: Profile = field(default_factory=Profile)
    chats: dict[int, Chat] = field(default_factory=dict[int, Chat])
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])  # id: path, bytes
    url: str = ""
    waiting: deque[Json] = field(default_factory=deque[Json])  # updates not yet acknowledged
    updates: list[Json] = field(default_factory=list[Json])  # every one there ever was
    stale_queries: bool = False
    folder: Path | None = None  # a server with --local keeps files there, and names them by their paths

    def __post_init__(self) -> None:
        """Prepare the counters; nothing is opened before `start`."""
        self.api: BotApi = load()
        self._faults: list[Fault] = []
        self._hooks: dict[str, Callable[[], None]] = {}
        self._allowed: set[str] | None = None
        self.webhook = Pushing(self.waiting, self._taken)
        self._update_ids = itertools.count(700_000_001)
        self._file_ids = itertools.count(1)
        self._news = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._sent_at: deque[float] = deque()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> "TelegramServer":
        """Listen on a free port of the loopback."""
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._request)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        """Close every connection."""
        if self._runner is not None:
            self._end_poll()
            await self.webhook.stop()
            await self._runner.cleanup()

    # --- for tests ------------------------------------------------------------------------------------------------

    def person(self, user_id: int = 1001, language: str = "en") -> Person:
        """Somebody in a private chat with the bot."""
        chat = self.chats.setdefault(user_id, Chat(self, user_id))
        return Person(self, chat, user_id, language)

    def in_group(self, user_id: int, group_id: int = -5001) -> Person:
        """Somebody speaking in a group."""
        chat = self.chats.setdefault(group_id, Chat(self, group_id, "group"))
        return Person(self, chat, user_id, "en")

    def fail(self, fault: Fault) -> None:
        """Order trouble."""
        self._faults.append(fault)

    def asked(self, method: str, status: int | None = None) -> list[Call]:
        """The requests of one method."""
        return [call for call in self.calls if call.method == method and status in (None, call.status)]

    def once(self, method: str, do: Callable[[], None]) -> None:
        """Do something when the next request of this method has been carried out, before it is answered.

        `acknowledge` is the moment at which updates are forgotten because the bot has asked for later ones.
        """
        self._hooks[method] = do

    def repeat(self) -> None:
        """Hand out every update once more, as after a crash before the acknowledgement."""
        self.waiting.clear()
        self.waiting.extend(self.updates)
        self._ring()

    @property
    def commands(self) -> dict[str, list[Json]]:
        """The menus of commands, by scope, chat and language."""
        return self.profile.commands

    @property
    def polled(self) -> bool:
        """Whether a bot is waiting for news right now."""
        return self._poll is not None and not self._poll.done()

    @property
    def unacknowledged(self) -> int:
        """How many updates the bot has not acknowledged yet."""
        return len(self.waiting)

    # --- Exchange, for chats ----------------------------------------------------------------------------------------

    def deliver(self, kind: str, content: Json) -> int:
        """Queue an update, if the bot wants its kind."""
        wanted = kind not in OFF_BY_DEFAULT if self._allowed is None else kind in self._allowed
        if not wanted:
            return 0
        number = next(self._update_ids)
        update: Json = {"update_id": number, kind: content}
        flaws = self.api.thing("Update", update) if self.judge_answers else []
        assert not flaws, f"the test server made an impossible update: {flaws}"
        if kind == "callback_query":
            self.unanswered.add(content["id"])
        self.updates.append(update)
        self.waiting.append(update)
        self._ring()
        return number

    def keep_file(self, data: bytes, folder: str, name: str) -> str:
        """Keep a file under a fresh id."""
        number = next(self._file_ids)
        file_id = f"file-id-{number}"
        path = f"{folder}/{number}-{name}"
        if self.folder is not None:
            kept = self.folder / self.token / path
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            path = str(kept)
        self.files[file_id] = (path, data)
        return file_id

    def _ring(self) -> None:
        self._news.set()
        self.webhook.ring()

    def _taken(self) -> None:
        if not self.waiting:
            self._fire("acknowledge")

    # --- HTTP -------------------------------------------------------------------------------------------------------

    async def _download(self, request: web.Request) -> web.StreamResponse:
        fault = self._fault("download", {})
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            return _troubled(request, fault)
        wanted = request.match_info["path"]
        found = [data for path, data in self.files.values() if path == wanted]
        self.calls.append(Call("download", {"path": wanted}, 200 if found else 404, time.monotonic()))
        if request.match_info["token"] != self.token or not found:
            return _answer(404, {"ok": False, "error_code": 404, "description": "Not Found"})
        return web.Response(body=found[0], content_type="application/octet-stream")

    async def _request(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return _answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
        raw, files = await _body(request)
        params, breaches = self.api.request(method, raw, files)
        breaches += telegram_methods.beyond_the_description(method, params, files)
        if breaches:
            self.breaches += breaches
            return self._refused(method, params, Refusal(400, f"Bad Request: {breaches[0]}"))
        fault = self._fault(method, params)
        if fault is not None and fault.trouble == "slow":
            await asyncio.sleep(fault.seconds)
        elif fault is not None and fault.trouble != "drop after":
            self._note(method, params, int(fault.trouble[:3]) if fault.trouble[:3].isdigit() else 0)
            return _troubled(request, fault)
        if self._too_fast(method, params):
            return self._refused(method, params, Refusal(429, "Too Many Requests: retry after 1", 1))
        try:
            result = await self._do(method, params, files)
        except Refusal as refusal:
            return self._refused(method, params, refusal)
        self._fire(method)
        if fault is not None and fault.trouble == "drop after":
            self._note(method, params, 0)
            return _troubled(request, fault)
        flaws = self.api.answer(method, result) if self.judge_answers and method != "getUpdates" else []
        assert not flaws, f"the test server answered what Telegram never would: {flaws}"
        self._note(method, params, 200)
        return _answer(200, {"ok": True, "result": result})

    async def _do(self, method: str, params: Json, files: Mapping[str, Upload]) -> Any:
        match method:
            case "getMe":
                return BOT | {"can_join_groups": True}
            case "getUpdates":
                return await self._get_updates(params)
            case "setWebhook" | "deleteWebhook" | "getWebhookInfo":
                return await self._set_webhook(method, params)
            case "setMyCommands":
                chat = params.get("scope", {}).get("chat_id")
                return self.profile.set_commands(params, chat is None or chat in self.chats)
            case "getMyDescription" | "setMyDescription" | "getMyShortDescription" | "setMyShortDescription":
                return self.profile.describe(method, params)
            case "answerCallbackQuery":
                return self._answered(str(params["callback_query_id"]))
            case "getFile":
                return telegram_methods.get_file(self.files, params["file_id"], limited=self.folder is None)
            case _:
                act = telegram_methods.IN_CHATS.get(method)
                if act is None:
                    raise Refusal(404, f"Not Found: the test server does not do {method}")
                chat = self.chats.get(params["chat_id"])
                if chat is None:
                    raise Refusal(400, "Bad Request: chat not found")
                if chat.blocked:
                    raise Refusal(403, "Forbidden: bot was blocked by the user")
                result = act(chat, params, files)
                chat.changed()
                return result

    async def _set_webhook(self, method: str, params: Json) -> Any:
        match method:
            case "setWebhook":
                self._allowed = set(params["allowed_updates"]) if "allowed_updates" in params else self._allowed
                return await self.webhook.set(params)
            case "deleteWebhook":
                return await self.webhook.stop()
            case _:
                return self.webhook.info()

    def _answered(self, query: str) -> bool:
        if self.stale_queries or query not in self.unanswered:
            self.unanswered.discard(query)
            raise Refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.unanswered.remove(query)
        return True

    async def _get_updates(self, params: Json) -> list[Json]:
        if self.webhook.url:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        if "allowed_updates" in params:
            self._allowed = set(params["allowed_updates"])
        while self.waiting and self.waiting[0]["update_id"] < params.get("offset", 0):
            self.waiting.popleft()
            self._taken()
        self._end_poll()
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            await self._wait_for_news(time.monotonic() + params.get("timeout", 0), mine)
        finally:
            mine.cancel()
        return list(itertools.islice(self.waiting, params.get("limit", 100)))

    async def _wait_for_news(self, until: float, mine: asyncio.Future[None]) -> None:
        while not self.waiting and (left := until - time.monotonic()) > 0:
            self._news.clear()
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait({news, mine}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if mine.done():
                told = "terminated by other getUpdates request; make sure that only one bot instance is running"
                raise Refusal(409, f"Conflict: {told}")

    def _end_poll(self) -> None:
        """A new poll, or the end, terminates the one that is waiting."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    # --- trouble ----------------------------------------------------------------------------------------------------

    def _fault(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        fault = next((fault for fault in self._faults if fault.meets(method, params)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    def _fire(self, moment: str) -> None:
        if hook := self._hooks.pop(moment, None):
            hook()

    def _too_fast(self, method: str, params: Json) -> bool:
        if self.per_second is None or not method.startswith(("send", "edit")) or method == "sendChatAction":
            return False
        now = time.monotonic()
        while self._sent_at and self._sent_at[0] <= now - 1:
            self._sent_at.popleft()
        if len(self._sent_at) >= self.per_second:
            return True
        self._sent_at.extend([now] * len(params.get("media", [1]) if method == "sendMediaGroup" else [1]))
        return False

    def _refused(self, method: str, params: Json, refusal: Refusal) -> web.Response:
        self._note(method, params, refusal.status)
        body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
        if refusal.retry_after:
            body["parameters"] = {"retry_after": refusal.retry_after}
        return _answer(refusal.status, body)

    def _note(self, method: str, params: Json, status: int) -> None:
        self.calls.append(Call(method, params, status, time.monotonic()))


async def _body(request: web.Request) -> tuple[dict[str, str], dict[str, Upload]]:
    """The parameters and files of a request, from its query, form or parts."""
    raw: dict[str, str] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader), "Telegram knows no nested multipart"
            data = bytes(await part.read(decode=True))
            if part.filename is None:
                raw[part.name or ""] = data.decode()
            else:
                files[part.name or ""] = Upload(part.filename, data)
    else:
        raw |= {name: str(value) for name, value in (await request.post()).items()}
    return raw, files


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


def _troubled(request: web.Request, fault: Fault) -> web.Response:
    """The answer of a server in trouble, or none."""
    match fault.trouble:
        case "429":
            seconds = round(fault.seconds)
            told: Json = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
            return _answer(429, told | {"parameters": {"retry_after": seconds}})
        case "500" | "503":
            status = int(fault.trouble)
            return _answer(status, {"ok": False, "error_code": status, "description": "Internal Server Error"})
        case "502" | "403 page":
            page = "<html><head><title>Not today</title></head><body>nginx</body></html>"
            return web.Response(status=int(fault.trouble[:3]), text=page, content_type="text/html")
        case "half":
            return web.Response(text='{"ok":true,"resu', content_type="application/json")
        case "no result":
            return _answer(200, {"ok": True})
        case "403":
            return _answer(403, {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"})
        case _:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
