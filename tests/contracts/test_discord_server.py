"""Routes, pace, trouble and files of our Discord are those of the real one."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.discord_pace import CALLBACK, DELETE, DOWNLOAD, SEND, Fault, Trouble
from tests.discord_person import Person
from tests.discord_raw import ask, strict
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE

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


async def test_a_body_that_is_no_json_is_noted(server: DiscordServer, ada: Person) -> None:
    """Nothing of it can be judged."""
    url = f"{server.url}/v10/channels/{ada.dm.id}/messages"
    headers = {"Authorization": f"Bot {server.token}", "User-Agent": "DiscordBot (https://example.org, 1)"}
    async with aiohttp.ClientSession(headers=headers) as session, session.post(url, data=b"{") as got:
        assert (await got.json())["code"] == 50109
    assert server.breaches == ["POST /channels/{channel_id}/messages: the body is no JSON"]


async def test_a_route_that_is_not_done_here_says_so(server: DiscordServer) -> None:
    """Else somebody would look for the fault in the bot."""
    assert (await ask(server, "GET", "/voice/regions"))[0] == 404
    assert server.breaches == ["not done here: GET /voice/regions"]


async def test_more_than_five_messages_in_five_seconds_are_too_many(server: DiscordServer, ada: Person) -> None:
    """The bot's pace is measured against this."""
    where = f"/channels/{ada.dm.id}/messages"
    got = [await ask(server, "POST", where, {"content": f"{n}"}) for n in range(6)]
    other = await ask(server, "POST", f"/channels/{server.person('Bob').dm.id}/messages", {"content": "b"})
    assert [status for status, _ in got] == [200] * 5 + [429]
    assert 0 < got[-1][1]["retry_after"] <= 5
    assert other[0] == 200
    assert server.breaches == []


async def test_more_requests_in_a_second_than_allowed_are_too_many(server: DiscordServer) -> None:
    """Whatever they are for; Discord allows fifty."""
    assert server.pace.globally == 50
    server.pace.globally = 10
    got = await asyncio.gather(*(ask(server, "GET", "/users/@me") for _ in range(11)))
    assert sorted(status for status, _ in got) == [200] * 10 + [429]
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


@pytest.mark.parametrize(
    ("given", "kept"), [("my photo.jpg", "my_photo.jpg"), ("\u0444#?.png", "png"), ("..", "unknown")]
)
async def test_files_are_kept_under_a_plain_name(server: DiscordServer, ada: Person, given: str, kept: str) -> None:
    """Names of people's files become parts of addresses."""
    assert ada.send(files=[(given, b"x")]).files[0].filename == kept


async def test_a_page_of_the_history_follows_what_was_last_seen(server: DiscordServer, ada: Person) -> None:
    """The oldest that are newer, given newest first: else a long absence leaves a hole."""
    sent = [ada.send(f"{n}") for n in range(5)]
    where = f"/channels/{ada.dm.id}/messages"
    _, page = await ask(server, "GET", f"{where}?after={sent[0].id}&limit=2")
    _, back = await ask(server, "GET", f"{where}?before={sent[4].id}&limit=2")
    assert [message["content"] for message in page] == ["2", "1"]
    assert [message["content"] for message in back] == ["3", "2"]


async def test_small_signs_of_life_are_seen(server: DiscordServer, ada: Person) -> None:
    """Typing and emojis tell people that something happens."""
    number = ada.messages[0].id
    emoji = f"/channels/{ada.dm.id}/messages/{number}/reactions/%F0%9F%91%8D/@me"
    assert (await ask(server, "POST", f"/channels/{ada.dm.id}/typing"))[0] == 204
    assert (await ask(server, "PUT", emoji))[0] == 204
    assert (ada.dm.typing, ada.messages[0].reactions) == (1, ["\U0001f44d"])
    assert (await ask(server, "DELETE", emoji))[0] == 204
    assert ada.messages[0].reactions == []
    assert server.breaches == []


async def test_commands_of_one_guild_are_kept_apart(server: DiscordServer, ada: Person) -> None:
    """They appear at once there, and nowhere else."""
    where = f"/applications/{server.world.me.id}/guilds/{server.guild.id}/commands"
    await ask(server, "PUT", where, [{"name": "here", "description": "x", "type": 1}])
    assert [command["name"] for command in (await ask(server, "GET", where))[1]] == ["here"]
    assert server.commands == {}
    ada.command("here", where=server.guild.channel)
    with pytest.raises(AssertionError):
        ada.command("here")


async def test_a_bot_without_a_proper_name_is_noted(server: DiscordServer) -> None:
    """Discord's guard keeps such ones out."""
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession(headers=headers) as session, session.get(f"{server.url}/users/@me") as got:
        assert got.status == 400
    assert "User-Agent" in server.breaches[0]
