"""The Discord of our own is as strict as the real one: at the gateway, with interactions, in its pace, with files."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.discord_gateway import Op
from tests.discord_interactions import Interaction
from tests.discord_pace import CALLBACK, DELETE, DOWNLOAD, SEND, Fault, Trouble
from tests.discord_person import Person
from tests.discord_raw import ask, button, row, words
from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE, Json
from tests.waiting import until

pytestmark = pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)

PROPERTIES = {"os": "linux", "browser": "none", "device": "none"}
IDENTIFY: Json = {"token": TOKEN, "intents": 1 | 1 << 12, "properties": PROPERTIES}


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own in which nobody has to wait long."""
    server = await DiscordServer().start()
    server.interactions.within_s = 0.2
    yield server
    await server.stop()
    secret = [server.token, *(one.token for one in server.interactions.all)]
    assert not [breach for breach in server.breaches if any(token in breach for token in secret)]
    assert not [breach for breach in server.breaches if "of the test server" in breach]


@pytest.fixture
def ada(server: DiscordServer) -> Person:
    """Somebody who has written to the bot."""
    ada = server.person("Ada")
    ada.send("hello")
    return ada


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


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Socket]:
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


# --- who asks, and for what -------------------------------------------------------------------------------------------


async def test_unknown_routes_and_wrong_tokens_are_refused(server: DiscordServer, ada: Person) -> None:
    """Each is a different thing to do for the bot."""
    assert (await ask(server, "GET", "/users/@me", token="wrong"))[0] == 401
    assert server.breaches == []
    assert (await ask(server, "GET", "/users/@me/selfies"))[0] == 404
    assert (await ask(server, "GET", f"/channels/{ada.dm.id}/messages?limit=101"))[0] == 400
    assert (await ask(server, "GET", f"/channels/{ada.dm.id}/messages?since=1"))[0] == 400
    told = "".join(server.breaches)
    assert all(part in told for part in ("no route GET", "101 is not in", "no parameter 'since'"))


async def test_what_is_not_there_is_told_with_discords_own_codes(server: DiscordServer, ada: Person) -> None:
    """The bot tells these apart by their codes."""
    gone = await ask(server, "GET", "/channels/1/messages")
    lost = await ask(server, "PATCH", f"/channels/{ada.dm.id}/messages/1", {"content": "a"})
    theirs = await ask(server, "PATCH", f"/channels/{ada.dm.id}/messages/{ada.messages[0].id}", {"content": "a"})
    nobody = await ask(server, "POST", "/users/@me/channels", {"recipient_id": "1"})
    assert [(status, body["code"]) for status, body in (gone, lost, theirs, nobody)] == [
        (404, 10003), (404, 10008), (403, 50005), (400, 50033),
    ]  # fmt: skip


async def test_a_route_that_is_not_done_here_says_so(server: DiscordServer) -> None:
    """Else somebody would look for the fault in the bot."""
    assert (await ask(server, "GET", "/voice/regions"))[0] == 404
    assert server.breaches == ["not done here: GET /voice/regions"]


# --- the gateway ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "bit"), [("members", 1 << 1), ("presences", 1 << 8), ("message content", 1 << 15)])
async def test_privileged_intents_are_refused(server: DiscordServer, name: str, bit: int) -> None:
    """They would need Discord's consent, and the bot needs none."""
    async with socket(server) as there:
        await there.send(Op.IDENTIFY, IDENTIFY | {"intents": 1 | bit})
        assert await there.closed() == 4014
    assert server.breaches == [f"gateway: asks for the privileged intent {name}"]


async def test_a_wrong_token_ends_the_socket(server: DiscordServer) -> None:
    """It is no use to come again."""
    async with socket(server) as there:
        await there.send(Op.IDENTIFY, IDENTIFY | {"token": "wrong"})
        assert await there.closed() == 4004


async def test_two_identifications_within_five_seconds_are_noted(server: DiscordServer, bot: Socket) -> None:
    """Discord lets one session begin every five seconds."""
    async with socket(server) as second:
        await second.send(Op.IDENTIFY, IDENTIFY)
        await second.until(Op.DISPATCH, "READY")
    assert server.breaches == ["gateway: two IDENTIFYs within 5 s"]


async def test_a_silent_socket_is_let_go(server: DiscordServer) -> None:
    """Heartbeats are how a dead bot is told from a quiet one."""
    server.gateway.interval_ms = 100
    async with socket(server) as there:
        hello = await there.until(Op.HELLO)
        await there.send(Op.HEARTBEAT, None)
        await there.until(Op.ACK)
        assert await there.closed() == 4009
    assert hello["d"]["heartbeat_interval"] == 100
    assert server.breaches == ["gateway: no heartbeat for 0.15 s"]


async def test_more_than_120_payloads_in_a_minute_are_too_many(server: DiscordServer, bot: Socket) -> None:
    """Who talks too much is thrown out."""
    for _ in range(120):
        await bot.send(Op.HEARTBEAT, None)
    assert await bot.closed() == 4008
    assert server.breaches == ["gateway: more than 120 payloads in a minute"]


@pytest.mark.parametrize(("op", "code"), [(Op.PRESENCE, 4003), (99, 4001)])
async def test_a_payload_out_of_place_is_noted(server: DiscordServer, op: int, code: int) -> None:
    """The library would never send it."""
    async with socket(server) as there:
        await there.send(op, {})
        assert await there.closed() == code
    assert len(server.breaches) == 1


async def test_a_gateway_of_another_version_is_noted(server: DiscordServer) -> None:
    """Events look different there."""
    async with socket(server, "v=9&encoding=etf") as there:
        await there.until(Op.HELLO)
    assert "gateway: asked for" in server.breaches[0]


@pytest.mark.parametrize(("session", "number"), [("session-9", 1), ("session-1", 99)])
async def test_a_session_that_never_was_cannot_be_resumed(
    server: DiscordServer, bot: Socket, session: str, number: int
) -> None:
    """The bot has to begin anew."""
    async with socket(server) as second:
        await second.send(Op.RESUME, {"token": TOKEN, "session_id": session, "seq": number})
        assert (await second.until(Op.INVALID))["d"] is False


async def test_a_goodbye_ends_the_session(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """What comes afterwards is for the next session, or for nobody."""
    await bot._socket.close()  # pyright: ignore[reportPrivateUsage]
    await until(lambda: server.gateway.session is None, "the end")
    await up(server, "start")
    assert ada.command("start").failed


# --- interactions -----------------------------------------------------------------------------------------------------


async def test_what_is_left_alone_is_noted(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """The person reads that the interaction has failed."""
    await up(server, "start")
    begun = ada.command("start")
    await bot.until(Op.DISPATCH, "INTERACTION_CREATE")
    assert await server.settle() == ["interaction: a command was not answered in time"]
    assert begun.failed
    assert len(await server.settle()) == 1


async def test_what_no_bot_could_answer_is_forgiven(server: DiscordServer, ada: Person) -> None:
    """Nobody was there, or the socket broke at once."""
    await up(server, "start")
    assert ada.command("start").failed
    async with socket(server) as there:
        await there.send(Op.IDENTIFY, IDENTIFY)
        await there.until(Op.DISPATCH, "READY")
        ada.command("start")
        await there.until(Op.DISPATCH, "INTERACTION_CREATE")
    await until(lambda: not server.gateway.connected, "the end of the socket")
    assert await server.settle() == []


async def test_a_late_answer_is_refused_and_noted(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """Three seconds are all there is."""
    await up(server, "start")
    begun = ada.command("start")
    await bot.until(Op.DISPATCH, "INTERACTION_CREATE")
    await until(lambda: begun.failed, "the end of the time")
    status, body = await answered(server, begun, 4, {"content": "sorry"})
    assert (status, body["code"]) == (404, 10062)
    assert server.breaches == ["interaction: a command was answered too late"]
    assert await server.settle() == server.breaches


async def test_a_second_answer_is_refused_and_noted(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """More is said by the token."""
    await up(server, "start")
    begun = ada.command("start")
    assert (await answered(server, begun, 5, {"flags": 64}))[0] == 204
    status, body = await answered(server, begun, 4, {"content": "again"})
    assert (status, body["code"]) == (400, 40060)
    assert server.breaches == ["interaction: a command was answered twice"]


@pytest.mark.parametrize("kind", [1, 6, 7, 8])
async def test_a_command_takes_only_some_answers(server: DiscordServer, bot: Socket, ada: Person, kind: int) -> None:
    """There is no message yet that could be changed."""
    await up(server, "start")
    assert (await answered(server, ada.command("start"), kind, {"choices": []} if kind == 8 else None))[0] == 400
    assert len(server.breaches) == 1


FORM: Json = {"custom_id": "f", "title": "Form", "components": [
    {"type": 18, "label": "Words", "component": {"type": 4, "custom_id": "w", "style": 1}},
]}  # fmt: skip


async def test_a_form_cannot_come_late(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """After putting off there is no form any more."""
    await up(server, "start")
    begun = ada.command("start")
    await answered(server, begun, 5)
    assert (await answered(server, begun, 9, FORM))[1]["code"] == 40060


async def test_a_form_is_not_answered_by_a_form(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """One after the other does not go."""
    await up(server, "start")
    await answered(server, ada.command("start"), 9, FORM)
    sent = ada.submit(await ada.form(), {"Words": "hi"})
    assert (await answered(server, sent, 9, FORM))[0] == 400
    assert server.breaches == ["interaction: a form was answered with type 9"]


BAD_FORMS: list[tuple[Json, str]] = [
    (FORM | {"title": "t" * 46}, "has 46"),
    (FORM | {"components": []}, "has 0"),
    (FORM | {"components": FORM["components"] * 2}, "2 times"),
    (FORM | {"components": [words("a")] * 6}, "6 parts"),
    (FORM | {"components": [FORM["components"][0] | {"label": "l" * 46}]}, "has 46"),
]


@pytest.mark.parametrize(("form", "told"), BAD_FORMS, ids=[f"{n} {told}" for n, (_, told) in enumerate(BAD_FORMS)])
async def test_a_form_discord_would_refuse_is_noted(
    server: DiscordServer, bot: Socket, ada: Person, form: Json, told: str
) -> None:
    """It would never open."""
    await up(server, "start")
    assert (await answered(server, ada.command("start"), 9, form))[0] == 400
    assert any(told in breach for breach in server.breaches), server.breaches


async def test_the_first_message_after_putting_off_takes_its_place(
    server: DiscordServer, bot: Socket, ada: Person
) -> None:
    """And it stays for one person, whatever its own flags say."""
    await up(server, "start")
    begun = ada.command("start", where=server.guild.channel)
    await answered(server, begun, 5, {"flags": 64})
    assert [message.loading for message in ada.ephemerals] == [True]
    assert (await ask(server, "POST", hook(server, begun), {"content": "here"}))[0] == 204
    assert [(m.text, m.edits, m.seen_by) for m in ada.ephemerals] == [("here", 0, ada.id)]
    assert (await ask(server, "GET", f"/channels/{server.guild.channel.id}/messages"))[1] == []
    assert server.breaches == []


async def test_the_token_of_an_interaction_dies(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """The classic failure of bots that draw for a long time."""
    await up(server, "start")
    begun = ada.command("start")
    early = await ask(server, "POST", hook(server, begun), {"content": "early"})
    await answered(server, begun, 4, {"content": "a"})
    assert (await ask(server, "PATCH", hook(server, begun, "/messages/@original"), {"content": "b"}))[0] == 200
    server.interactions.lives_s = 0
    late = await ask(server, "PATCH", hook(server, begun, "/messages/@original"), {"content": "c"})
    assert (early[1]["code"], late[0], late[1]["code"]) == (10015, 401, 50027)
    assert server.breaches == ["interaction: a command was followed up before its answer"]


async def test_where_a_bot_is_a_guest_it_says_five_things_at_most(
    server: DiscordServer, bot: Socket, ada: Person
) -> None:
    """Somebody else's chat is not to be flooded."""
    server.pace.limits = {}
    command: Json = {"name": "start", "description": "x", "type": 1, "integration_types": [1], "contexts": [2]}
    await ask(server, "PUT", f"/applications/{server.world.me.id}/commands", [command])
    begun = ada.command("start", where=ada.with_friend(server.person("Bob")))
    await answered(server, begun, 4, {"content": "a"})
    got = [(await ask(server, "POST", hook(server, begun), {"content": f"{n}"}))[0] for n in range(6)]
    assert got == [204] * 5 + [400]
    assert (await ask(server, "GET", f"/channels/{begun.channel.id}/messages"))[1]["code"] == 50001


async def test_people_can_only_do_what_their_client_offers(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """A test that presses what is not there would prove nothing."""
    await up(server, "start")
    body: Json = {"content": "a", "components": [row(button("Off", disabled=True))]}
    await ask(server, "POST", f"/channels/{ada.dm.id}/messages", body)
    for impossible in (
        lambda: ada.command("nonsense"), lambda: ada.command("start", photo="x"), lambda: ada.press("Off"),
        lambda: ada.press("Nowhere"), lambda: ada.choose("Nothing"), lambda: ada.send(files=[("a", b"")] * 11),
        lambda: ada.command("start", where=ada.with_friend(server.person("Bob"))),
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            impossible()


# --- pace and trouble -------------------------------------------------------------------------------------------------


async def test_more_than_five_messages_in_five_seconds_are_too_many(server: DiscordServer, ada: Person) -> None:
    """The bot's pace is measured against this."""
    where = f"/channels/{ada.dm.id}/messages"
    got = [await ask(server, "POST", where, {"content": f"{n}"}) for n in range(6)]
    other = await ask(server, "POST", f"/channels/{server.person('Bob').dm.id}/messages", {"content": "b"})
    assert [status for status, _ in got] == [200] * 5 + [429]
    assert 0 < got[-1][1]["retry_after"] <= 5
    assert other[0] == 200
    assert server.breaches == []


async def test_more_than_fifty_requests_in_a_second_are_too_many(server: DiscordServer) -> None:
    """Whatever they are for."""
    got = await asyncio.gather(*(ask(server, "GET", "/users/@me") for _ in range(51)))
    assert sorted(status for status, _ in got) == [200] * 50 + [429]
    assert [body["global"] for status, body in got if status == 429] == [True]


async def test_who_does_not_wait_is_noted(server: DiscordServer, ada: Person) -> None:
    """Discord shuts such bots out."""
    server.fail(Fault("429", SEND, seconds=30))
    where = f"/channels/{ada.dm.id}/messages"
    assert (await ask(server, "POST", where, {"content": "a"}))[0] == 429
    assert (await ask(server, "POST", where, {"content": "a"}))[0] == 429
    assert server.breaches == []  # it may have been on its way already
    server.pace.on_the_way_s = 0
    assert (await ask(server, "POST", where, {"content": "a"}))[0] == 429
    assert "ignored retry_after" in server.breaches[0]


@pytest.mark.parametrize(("trouble", "status"), [("500", 500), ("502", 502), ("503", 503), ("403 page", 403)])
async def test_trouble_can_be_ordered(server: DiscordServer, ada: Person, trouble: Trouble, status: int) -> None:
    """Every answer of a server that is not well."""
    server.fail(Fault(trouble, SEND, channel=ada.dm.id))
    where = f"/channels/{ada.dm.id}/messages"
    got = [await ask(server, "POST", where, {"content": "a"}) for _ in range(2)]
    assert [number for number, _ in got] == [status, 200]
    assert isinstance(got[0][1], str) == (trouble in ("502", "403 page"))


@pytest.mark.parametrize(("trouble", "said"), [("drop before", 0), ("drop after", 1)])
async def test_an_answer_can_be_lost(server: DiscordServer, ada: Person, trouble: Trouble, said: int) -> None:
    """The bot cannot know whether it was heard."""
    server.fail(Fault(trouble, SEND))
    with pytest.raises(aiohttp.ClientError):
        await ask(
            server, "POST", f"/channels/{ada.dm.id}/messages", {"content": "a", "nonce": "n", "enforce_nonce": True}
        )
    assert len(ada.bot_says) == said
    await ask(server, "POST", f"/channels/{ada.dm.id}/messages", {"content": "a", "nonce": "n", "enforce_nonce": True})
    assert len(ada.bot_says) == 1


async def test_a_share_of_all_requests_can_get_into_trouble(server: DiscordServer) -> None:
    """A bad day, not a bad moment."""
    server.pace.globally = None
    server.fail(Fault("500", times=1000, share=0.3))
    got = [(await ask(server, "GET", "/users/@me"))[0] for _ in range(60)]
    assert 5 < got.count(500) < 35
    assert set(got) == {200, 500}


async def test_something_can_be_done_in_the_middle_of_a_request(server: DiscordServer, ada: Person) -> None:
    """A person may delete what the bot is just answering."""
    server.once(SEND, lambda: ada.delete(ada.messages[0]))
    assert (await ask(server, "POST", f"/channels/{ada.dm.id}/messages", {"content": "a"}))[0] == 200
    assert [message.text for message in ada.messages] == ["a"]
    assert [call.status for call in server.asked(SEND)] == [200]
    assert server.asked(DELETE) == server.asked(CALLBACK) == []


# --- files ------------------------------------------------------------------------------------------------------------


async def test_an_address_must_be_whole_and_dies(server: DiscordServer, ada: Person) -> None:
    """Who keeps the address instead of the photo loses it."""
    kept = ada.send(files=[("a.jpg", b"abc")]).files[0]
    url = server.world.cdn.url(kept)

    async def got(address: str) -> tuple[int, bytes]:
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            return answer.status, await answer.read()

    assert await got(url) == (200, b"abc")
    assert (await got(url.split("?")[0]))[0] == 403
    assert (await got(url.replace("ex=", "ex=f")))[0] == 403
    server.world.cdn.lives_s = -10
    assert (await got(server.world.cdn.url(kept)))[0] == 403
    server.fail(Fault("500", DOWNLOAD))
    assert (await got(url))[0] == 500
