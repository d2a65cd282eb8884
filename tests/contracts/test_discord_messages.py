"""What a message, an edit or a list of commands must not be: the Discord of our own refuses it and notes why."""

from collections.abc import AsyncIterator

import pytest

from tests.discord_person import Person
from tests.discord_raw import V2, ask, button, gallery, row, section, select, words
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE, Json

pytestmark = pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)

MB = 2**20


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own, as fast as one likes."""
    server = await DiscordServer().start()
    server.pace.limits, server.pace.globally = {}, None
    yield server
    await server.stop()
    assert not [breach for breach in server.breaches if server.token in breach or "of the test server" in breach]


@pytest.fixture
def ada(server: DiscordServer) -> Person:
    """Somebody who has written to the bot."""
    ada = server.person("Ada")
    ada.send("hello")
    return ada


DEFAULTS = [{"label": value, "value": value, "default": True} for value in "ab"]
WRONG: list[tuple[Json, str]] = [
    ({"content": "a", "silent": True}, "no such field"),
    ({"content": 5}, "is not"),
    ({"content": "a", "allowed_mentions": {"parse": ["friends"]}}, "friends"),
    ({"content": "c" * 2001}, "2001 characters"),
    ({"content": "c" * 4001}, "has 4001"),
    ({"content": " "}, "an empty message"),
    ({}, "an empty message"),
    ({"content": "a", "nonce": "n" * 26}, "has 26"),
    ({"content": "a", "enforce_nonce": True}, "enforce_nonce without"),
    ({"content": "a", "flags": 64}, "cannot be set here"),
    ({"content": "a", "flags": V2, "components": [words("b")]}, "content beside"),
    ({"flags": V2, "components": [words("b")], "embeds": [{"title": "x"}]}, "embeds beside"),
    (
        {"flags": V2, "components": [words("b")], "poll": {"question": {"text": "?"}, "answers": [{"poll_media": {}}]}},
        "poll",
    ),
    ({"components": [words("b")]}, "need the components flag"),
    ({"components": [row(button(f"{n}")) for n in range(6)]}, "6 rows"),
    ({"flags": V2, "components": [words("b")] * 41}, "has 41"),
    ({"flags": V2, "components": [{"type": 17, "components": [words("b")] * 20}] * 2}, "42 components"),
    ({"flags": V2, "components": [words("b" * 2001)] * 2}, "characters together"),
    ({"flags": V2, "components": [words("")]}, "has 0"),
    ({"flags": V2, "components": [{"type": 12, "items": []}]}, "has 0"),
    ({"flags": V2, "components": [gallery("nowhere.jpg")]}, "names no file"),
    ({"components": [row(*[button(f"{n}") for n in range(6)])]}, "has 6"),
    ({"components": [row(button(), select("a"))]}, "five buttons or one select"),
    ({"components": [row(button(), button())]}, "custom_id 'Go' is there 2 times"),
    ({"components": [row(button("l" * 81))]}, "has 81"),
    ({"components": [row(button("a", custom_id="c" * 101))]}, "has 101"),
    ({"components": [row(button(""))]}, "nothing on it"),
    ({"components": [row(button("a", style=5))]}, "a link"),
    ({"components": [row(button("a", style=9))]}, "style"),
    ({"components": [row(select(*[str(n) for n in range(26)]))]}, "has 26"),
    ({"components": [row(select("a", "a"))]}, "option value"),
    ({"components": [row(select("a" * 101))]}, "has 101"),
    ({"components": [row(select("a", max_values=2))]}, "asks for"),
    ({"components": [row(select("a", "b", options=DEFAULTS))]}, "chosen beforehand"),
    ({"flags": V2, "components": [words("a") | {"id": 7}, words("b") | {"id": 7}]}, "component id"),
    ({"components": [{"type": 99}]}, "none of what is allowed"),
    ({"flags": V2, "components": [section(words("a") | {"type": 1})]}, "1 is none of [10]"),
]


@pytest.mark.parametrize(("body", "told"), WRONG, ids=[f"{n} {told}" for n, (_, told) in enumerate(WRONG)])
async def test_a_message_discord_would_refuse_is_refused_and_noted(
    server: DiscordServer, ada: Person, body: Json, told: str
) -> None:
    """A test server that lets mistakes pass lets them reach people."""
    status, answer = await ask(server, "POST", f"/channels/{ada.dm.id}/messages", body)
    assert status == 400
    assert answer["code"] in (50035, 50006)
    assert any(told in breach for breach in server.breaches), server.breaches
    assert ada.bot_says == []


SAME = [{"id": 0, "filename": "c.jpg"}, {"id": 1, "filename": "c.jpg"}]
HEAVY: list[tuple[Json, Json, str]] = [
    ({"content": "a"}, {"a.jpg": bytes(10 * MB + 1)}, "at most 10 MiB"),
    ({"content": "a"}, {f"{n}.jpg": bytes(9 * MB) for n in range(3)}, "at most 25 MiB"),
    ({"content": "a"}, {f"{n}.jpg": b"x" for n in range(11)}, "11 files"),
    ({"content": "a"}, {"my photo.jpg": b"x"}, "would be changed"),
    ({"flags": V2, "components": [words("b")]}, {"a.jpg": b"x"}, "shown by no component"),
    (
        {"flags": V2, "components": [gallery("c.jpg")], "attachments": SAME},
        {"a.jpg": b"x", "b.jpg": b"y"},
        "2 files are",
    ),
]


@pytest.mark.parametrize(("body", "files", "told"), HEAVY, ids=[told for *_, told in HEAVY])
async def test_files_discord_would_not_take_are_noted(
    server: DiscordServer, ada: Person, body: Json, files: Json, told: str
) -> None:
    """A portrait that is too big never arrives."""
    status, _ = await ask(server, "POST", f"/channels/{ada.dm.id}/messages", body, files)
    assert status == (413 if "MiB" in told else 400)
    assert any(told in breach for breach in server.breaches), server.breaches


@pytest.mark.parametrize("text", ["<@{}>", "<@!{}>", "<@&1>", "@everyone", "@here"])
async def test_a_message_that_would_call_somebody_is_noted(server: DiscordServer, ada: Person, text: str) -> None:
    """People's words go into messages; nobody may be called by them."""
    body: Json = {"content": text.format(ada.id)}
    where = f"/channels/{ada.dm.id}/messages"
    await ask(server, "POST", where, body | {"allowed_mentions": {"parse": []}})
    assert server.breaches == []
    assert (await ask(server, "POST", where, body))[0] == 200
    assert any("pings" in breach for breach in server.breaches)


EDITS: list[tuple[Json, str]] = [
    ({"content": "words"}, "content beside"),
    ({"flags": 0, "components": [words("b")]}, "cannot be taken back"),
    ({"components": []}, "an empty message"),
    ({"components": [gallery("other.jpg")]}, "names no file"),
    ({"attachments": []}, "names no file"),
    ({"nonce": "x"}, "no such field"),
]


@pytest.mark.parametrize(("body", "told"), EDITS, ids=[f"{n} {told}" for n, (_, told) in enumerate(EDITS)])
async def test_an_edit_discord_would_refuse_is_refused_and_noted(
    server: DiscordServer, ada: Person, body: Json, told: str
) -> None:
    """A message of components stays one, with its pictures."""
    card: Json = {"flags": V2, "components": [words("a"), gallery("a.jpg")]}
    _, sent = await ask(server, "POST", f"/channels/{ada.dm.id}/messages", card, {"a.jpg": b"x"})
    assert server.breaches == []
    if body == {"components": []}:
        body = body | {"attachments": []}
    status, _ = await ask(server, "PATCH", f"/channels/{ada.dm.id}/messages/{sent['id']}", body)
    assert status == 400
    assert any(told in breach for breach in server.breaches), server.breaches
    assert ada.bot_says[0].text == "a"


def command(**more: object) -> Json:
    """A command."""
    return {"name": "go", "description": "Go on", "type": 1} | more


def option(name: str, **more: object) -> Json:
    """An option."""
    return {"type": 3, "name": name, "description": "Words"} | more


CHOICES = [{"name": f"{n}" * 90, "value": f"{n}"} for n in range(10)]
COMMANDS: list[tuple[list[Json], str]] = [
    ([command(name="Go")], "letters"),
    ([command(name="go on")], "letters"),
    ([command(name="n" * 33)], "has 33"),
    ([command(description="d" * 101)], "has 101"),
    ([command(description="")], "no description"),
    ([command(name_localizations={"de": "Los"})], "letters"),
    ([command(description_localizations={"de": ""})], "has 0"),
    ([command(name=f"go{n}") for n in range(101)], "101 commands"),
    ([command(), command()], "2 times"),
    ([command(options=[option(f"o{n}") for n in range(26)])], "has 26"),
    ([command(options=[option("a"), option("b", required=True)])], "required come first"),
    ([command(options=[option("a"), option("a")])], "2 times"),
    ([command(options=[option("a", type=99)])], "none of what is allowed"),
    ([command(options=[option(f"o{n}", choices=CHOICES) for n in range(9)])], "at most 8000"),
    ([command(surprise=1)], "no such field"),
]


@pytest.mark.parametrize(("commands", "told"), COMMANDS, ids=[f"{n} {told}" for n, (_, told) in enumerate(COMMANDS)])
async def test_commands_discord_would_refuse_are_refused_and_noted(
    server: DiscordServer, commands: list[Json], told: str
) -> None:
    """One bad translation and the bot has no commands at all."""
    status, _ = await ask(server, "PUT", f"/applications/{server.world.me.id}/commands", commands)
    assert status == 400
    assert any(told in breach for breach in server.breaches), server.breaches
    assert server.commands == {}
