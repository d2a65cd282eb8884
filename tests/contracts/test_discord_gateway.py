"""The gateway of our Discord: who comes wrongly is sent away as by the real one, and it is noted why."""

from collections.abc import AsyncIterator

import pytest

from tests.discord_gateway import GUILD_MESSAGES, GUILDS, Op
from tests.discord_person import Person
from tests.discord_raw import IDENTIFY, Socket, idle, socket, strict, up
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own."""
    async with strict() as server:
        yield server


@pytest.fixture
def ada(server: DiscordServer) -> Person:
    """Somebody who has written to the bot."""
    ada = server.person("Ada")
    ada.send("hello")
    return ada


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Socket]:
    """A bot that is there and does nothing by itself."""
    async with idle(server) as bot:
        yield bot


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
        await second.send(Op.RESUME, {"token": server.token, "session_id": session, "seq": number})
        assert (await second.until(Op.INVALID))["d"] is False


async def test_a_goodbye_ends_the_session(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """What comes afterwards is for the next session, or for nobody."""
    await bot._socket.close()  # pyright: ignore[reportPrivateUsage]
    await until(lambda: server.gateway.session is None, "the end")
    await up(server, "start")
    assert ada.command("start").failed


async def test_words_of_a_guild_are_kept_from_a_bot_that_listens_to_it(server: DiscordServer, ada: Person) -> None:
    """Without the privileged intent only that there was a message is told."""
    async with socket(server) as there:
        await there.send(Op.IDENTIFY, IDENTIFY | {"intents": GUILDS | GUILD_MESSAGES})
        await there.until(Op.DISPATCH, "GUILD_CREATE")
        ada.send("to the bot alone")
        ada.send("to all", [("a.jpg", b"x")], where=server.guild.channel)
        told = (await there.until(Op.DISPATCH, "MESSAGE_CREATE"))["d"]
    assert (told["guild_id"], told["content"], told["attachments"]) == (str(server.guild.id), "", [])


async def test_changes_of_messages_are_told(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """People correct themselves, and take things back."""
    ada.edit(ada.messages[0], "hello there")
    assert (await bot.until(Op.DISPATCH, "MESSAGE_UPDATE"))["d"]["content"] == "hello there"
    sent = ada.messages[0]
    ada.delete(sent)
    assert (await bot.until(Op.DISPATCH, "MESSAGE_DELETE"))["d"]["id"] == str(sent.id)
