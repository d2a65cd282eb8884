"""The gateway of the Discord test server: sessions, heartbeats, events that are replayed or lost as in reality.

A session outlives its socket: what happens meanwhile waits for a RESUME with the right number. A new IDENTIFY makes a
new session, and what the old one had not delivered is lost. Events are made elsewhere and given to `dispatch`.
"""

import asyncio
import itertools
import json
import time
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.discord_spec import Json

GUILDS, GUILD_MESSAGES, GUILD_REACTIONS, DIRECT_MESSAGES, DIRECT_REACTIONS = 1, 1 << 9, 1 << 10, 1 << 12, 1 << 13
PRIVILEGED: Final = {"members": 1 << 1, "presences": 1 << 8, "message content": 1 << 15}
SENDS_AT_MOST: Final = 120  # in a minute, heartbeats among them
UNKNOWN_OP, NOT_AUTHENTICATED, WRONG_TOKEN, TOO_FAST, TIMED_OUT, NOT_ALLOWED = 4001, 4003, 4004, 4008, 4009, 4014
FLUSHED: Final = 2  # zlib's Z_SYNC_FLUSH: each message can be read when it has come


class Op(IntEnum):
    """What a payload is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID = 9
    HELLO = 10
    ACK = 11


@dataclass
class Session:
    """What one IDENTIFY began. `history` is every event of it by its number."""

    id: str
    intents: int
    history: list[Json] = field(default_factory=list[Json])
    resumable: bool = True
    written: int = 0  # number of the last event that went to a socket


@dataclass(eq=False)
class Connection:
    """One socket. `session` is None until the client has introduced itself."""

    socket: web.WebSocketResponse
    request: web.Request
    squeezed: bool
    session: Session | None = None
    beat_at: float = field(default_factory=time.monotonic)
    sends: deque[float] = field(default_factory=deque[float])
    out: asyncio.Queue[Json] = field(default_factory=asyncio.Queue[Json])

    def __post_init__(self) -> None:
        """A stream of its own for each socket."""
        self._stream = zlib.compressobj()

    def send(self, op: int, data: Any = None, **more: Any) -> None:
        """Queue a payload; it goes out in order."""
        self.out.put_nowait({"op": op, "d": data, "s": None, "t": None, **more})

    async def write(self, on_event: Callable[[Json], None]) -> None:
        """Write what is queued, until cancelled or closed."""
        while True:
            payload = await self.out.get()
            text = json.dumps(payload)
            if self.squeezed:
                await self.socket.send_bytes(self._stream.compress(text.encode()) + self._stream.flush(FLUSHED))
            else:
                await self.socket.send_str(text)
            if payload["op"] == Op.DISPATCH:
                on_event(payload)

    def abort(self) -> None:
        """End the socket as a broken cable would."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass
class Gateway:
    """All sessions. `welcome` gives READY's part of others and what follows it; `heard` is told each event written.

    `identify_every_s` is how far apart two IDENTIFYs must be; set 0 where a test kills and restarts bots at once.
    """

    token: str
    breaches: list[str]
    welcome: Callable[[int], tuple[Json, list[tuple[str, Json]]]]
    heard: Callable[[Json], None]
    left: Callable[[], None]
    interval_ms: int = 41_250
    identify_every_s: float = 5.0
    address: str = ""
    session: Session | None = None
    connection: Connection | None = None
    identified: int = 0
    resumed: int = 0

    def __post_init__(self) -> None:
        """Nobody has come yet."""
        self._numbers = itertools.count(1)
        self._identified_at: float | None = None

    @property
    def connected(self) -> bool:
        """Whether a bot is listening right now."""
        return self.connection is not None and self.connection.session is not None

    # --- what tests order ---------------------------------------------------------------------------------------------

    def drop(self) -> None:
        """Break the socket; the session stays and can be resumed."""
        if self.connection is not None:
            connection, self.connection = self.connection, None
            connection.abort()

    def reconnect(self) -> None:
        """Ask the bot to come again (op 7)."""
        if self.connection is not None:
            self.connection.send(Op.RECONNECT)

    def invalidate(self, resumable: bool) -> None:
        """Tell the bot that its session is over (op 9), or only interrupted."""
        assert self.connection is not None, "no bot is connected"
        if self.session is not None and not resumable:
            self.session.resumable, self.session = False, None
            self.connection.session = None
        self.connection.send(Op.INVALID, resumable)

    # --- events -------------------------------------------------------------------------------------------------------

    def dispatch(self, event: str, data: Json) -> bool:
        """Give an event to the session, now or when it is resumed; False if there is nobody to give it to."""
        session = self.session
        if session is None or session.intents & needed(event, data) != needed(event, data):
            return False
        payload: Json = {"op": Op.DISPATCH, "t": event, "s": len(session.history) + 1, "d": data}
        session.history.append(payload)
        if self.connection is not None and self.connection.session is session:
            self.connection.out.put_nowait(payload)
        return True

    # --- the socket ---------------------------------------------------------------------------------------------------

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection from its beginning to its end."""
        self._judge_address(request)
        socket = web.WebSocketResponse(max_msg_size=4096, autoping=True)
        await socket.prepare(request)
        connection = Connection(socket, request, request.query.get("compress") == "zlib-stream")
        connection.send(Op.HELLO, {"heartbeat_interval": self.interval_ms, "_trace": []})
        tasks = [asyncio.create_task(connection.write(self._written)), asyncio.create_task(self._watch(connection))]
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT or not await self._received(connection, json.loads(message.data)):
                    break
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self._ended(connection)
        return socket

    def _judge_address(self, request: web.Request) -> None:
        wanted = {"v": "10", "encoding": "json"}
        given = {name: request.query.get(name) for name in wanted}
        if given != wanted or request.query.get("compress", "zlib-stream") != "zlib-stream":
            self.breaches.append(f"gateway: asked for {dict(request.query)}, the test server speaks {wanted}")

    def _written(self, payload: Json) -> None:
        if self.session is not None:
            self.session.written = max(self.session.written, payload["s"])
        self.heard(payload)

    def _ended(self, connection: Connection) -> None:
        if self.connection is connection:
            self.connection = None
        if connection.session is not None and connection.socket.close_code in (1000, 1001):
            connection.session.resumable = False  # who says goodbye ends the session
            if self.session is connection.session:
                self.session = None
        self.left()

    async def _watch(self, connection: Connection) -> None:
        """A client that has been silent for one and a half intervals is let go."""
        allowed = 1.5 * self.interval_ms / 1000
        while (left := connection.beat_at + allowed - time.monotonic()) > 0:  # noqa: ASYNC110 (time itself is awaited)
            await asyncio.sleep(left)
        self.breaches.append(f"gateway: no heartbeat for {allowed:g} s")
        await connection.socket.close(code=TIMED_OUT)

    async def _received(self, connection: Connection, payload: Json) -> bool:
        """Take a payload; False when the connection is to end."""
        if self._too_fast(connection):
            return await self._refuse(connection, TOO_FAST, f"more than {SENDS_AT_MOST} payloads in a minute")
        op, data = payload.get("op"), payload.get("d")
        match op:
            case Op.HEARTBEAT:
                connection.beat_at = time.monotonic()
                connection.send(Op.ACK)
                return True
            case Op.IDENTIFY if isinstance(data, dict):
                return await self._identify(connection, data)
            case Op.RESUME if isinstance(data, dict):
                return await self._resume(connection, data)
            case Op.PRESENCE | Op.VOICE | Op.MEMBERS:
                if connection.session is None:
                    return await self._refuse(connection, NOT_AUTHENTICATED, f"op {op} before identifying")
                return True
            case _:
                return await self._refuse(connection, UNKNOWN_OP, f"unknown op {op!r}")

    def _too_fast(self, connection: Connection) -> bool:
        now = time.monotonic()
        while connection.sends and connection.sends[0] <= now - 60:
            connection.sends.popleft()
        connection.sends.append(now)
        return len(connection.sends) > SENDS_AT_MOST

    async def _refuse(self, connection: Connection, code: int, told: str) -> bool:
        self.breaches.append(f"gateway: {told}")
        await connection.socket.close(code=code)
        return False

    async def _identify(self, connection: Connection, data: Json) -> bool:
        if data.get("token") != self.token:
            await connection.socket.close(code=WRONG_TOKEN)
            return False
        told = [f"asks for the privileged intent {name}" for name, bit in PRIVILEGED.items() if intents(data) & bit]
        if told:
            return await self._refuse(connection, NOT_ALLOWED, told[0])
        if not {"os", "browser", "device"} <= data.get("properties", {}).keys():
            self.breaches.append("gateway: IDENTIFY without properties")
        now = time.monotonic()
        if self._identified_at is not None and now - self._identified_at < self.identify_every_s - 0.05:
            self.breaches.append(f"gateway: two IDENTIFYs within {self.identify_every_s:g} s")
        self._identified_at = now
        self.identified += 1
        self._begin(connection, Session(f"session-{next(self._numbers)}", intents(data)))
        return True

    def _begin(self, connection: Connection, session: Session) -> None:
        connection.session, self.session, self.connection = session, session, connection
        ready, following = self.welcome(session.intents)
        ready |= {"v": 10, "session_id": session.id, "resume_gateway_url": self.address}
        self.dispatch("READY", ready)
        for event, data in following:
            self.dispatch(event, data)

    async def _resume(self, connection: Connection, data: Json) -> bool:
        session, number = self.session, data.get("seq")
        if data.get("token") != self.token:
            await connection.socket.close(code=WRONG_TOKEN)
            return False
        known = session is not None and session.resumable and session.id == data.get("session_id")
        if session is None or not known or not isinstance(number, int) or number > len(session.history):
            connection.send(Op.INVALID, False)
            return True
        connection.session, self.connection = session, connection
        self.resumed += 1
        for payload in session.history[number:]:
            connection.out.put_nowait(payload)
        self.dispatch("RESUMED", {"_trace": []})
        return True


def intents(data: Json) -> int:
    """What the bot wants to hear of."""
    return int(data.get("intents", 0))


def needed(event: str, data: Json) -> int:
    """The intent without which an event is not sent; 0 for those that always are."""
    in_guild = "guild_id" in data
    if event.startswith("MESSAGE_REACTION"):
        return GUILD_REACTIONS if in_guild else DIRECT_REACTIONS
    if event.startswith("MESSAGE"):
        return GUILD_MESSAGES if in_guild else DIRECT_MESSAGES
    return GUILDS if event.startswith(("GUILD", "CHANNEL")) else 0
