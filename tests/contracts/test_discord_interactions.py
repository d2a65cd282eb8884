"""Interactions in our Discord: answered once, in time, in a way that is allowed, or it is noted."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.discord_gateway import Op
from tests.discord_person import Person
from tests.discord_raw import (
    IDENTIFY,
    Socket,
    answered,
    ask,
    button,
    hook,
    idle,
    row,
    select,
    socket,
    strict,
    up,
    words,
)
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE, Json
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


async def test_what_is_left_alone_is_noted(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """The person reads that the interaction has failed."""
    server.interactions.within_s = 0.2
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
    assert server.interactions.within_s == 3
    server.interactions.within_s = 0.2
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


def part(**more: Any) -> Json:
    """The form with its one part changed."""
    return FORM | {"components": [FORM["components"][0] | more]}


BAD_FORMS: list[tuple[Json, str]] = [
    (FORM | {"title": "t" * 46}, "has 46"),
    (FORM | {"components": []}, "has 0"),
    (FORM | {"components": FORM["components"] * 2}, "2 times"),
    (FORM | {"components": [words("a")] * 6}, "6 parts"),
    (part(component={"type": 4, "custom_id": "w", "style": 1, "label": "Words"}), "a label of its own"),
    (part(component=select("a", "a")), "option value"),
    (part(label="l" * 46), "has 46"),
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
    with pytest.raises(AssertionError, match="not offered"):
        ada.command("start")
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


async def test_what_is_ephemeral_is_reached_by_its_token_alone(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """Neither the history nor the bot's own token knows of it."""
    await up(server, "start")
    begun = ada.command("start")
    await answered(server, begun, 4, {"content": "a", "flags": 64, "components": [row(button("Go"))]})
    number = ada.ephemerals[0].id
    assert (await ask(server, "GET", f"/channels/{ada.dm.id}/messages/{number}"))[0] == 404
    assert (await ask(server, "GET", hook(server, begun, "/messages/@original")))[1]["id"] == str(number)
    pressed = ada.press("Go")
    event = await bot.until(Op.DISPATCH, "INTERACTION_CREATE")
    while event["d"]["type"] != 3:
        event = await bot.until(Op.DISPATCH, "INTERACTION_CREATE")
    assert event["d"]["message"]["flags"] == 64
    assert (await answered(server, pressed, 7, {"content": "b", "components": []}))[0] == 204
    assert [(m.text, m.buttons) for m in ada.ephemerals] == [("b", {})]
    assert (await ask(server, "DELETE", hook(server, begun, f"/messages/{number}")))[0] == 204
    assert ada.ephemerals == []
    assert server.breaches == []


async def test_an_option_completes_itself(server: DiscordServer, bot: Socket, ada: Person) -> None:
    """What the bot offers while somebody types."""
    await up(server, "start")
    typing = ada.complete("start", "look", "wa")
    assert (await answered(server, typing, 8, {"choices": [{"name": "Warm", "value": "w"}]}))[0] == 204
    assert typing.choices == [{"name": "Warm", "value": "w"}]


async def test_a_command_tells_who_where_and_in_which_language(server: DiscordServer, bot: Socket) -> None:
    """The bot answers in the language of the person's client."""
    await up(server, "start")
    bob = server.person("Bob", locale="uk")
    bob.command("start")
    here = (await bot.until(Op.DISPATCH, "INTERACTION_CREATE"))["d"]
    bob.command("start", where=server.guild.channel)
    there = (await bot.until(Op.DISPATCH, "INTERACTION_CREATE"))["d"]
    assert (here["locale"], here["context"], here["user"]["id"]) == ("uk", 1, str(bob.id))
    assert (there["context"], there["guild_id"]) == (0, str(server.guild.id))
    assert there["member"]["user"]["id"] == str(bob.id)
