"""What people do on Discord, over a real gateway and real HTTP, and what the conversation hears of it."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.events import Command, NotAPicture, NotDownloaded, Picked, Pressed, Rated, Said, TooBig
from bot.message import Body, Choice, Menu, MenuChoice
from storage import chats, inbox, messages
from tests.bot.on_discord.world import Listening, jpeg, listening, pictures, shown, stored
from tests.discord_pace import CALLBACK, DOWNLOAD, Fault
from tests.discord_server import DiscordServer
from tests.on_disk import bytes_in
from tests.waiting import until


@pytest.mark.parametrize(
    ("locale", "command", "heard"),
    [
        ("de", "headshot", Command("start")),
        ("pt-BR", "privacy", Command("privacy")),
        ("en-US", "delete", Command("delete")),
    ],
)
async def test_a_command_is_heard_in_the_language_of_the_client(
    server: DiscordServer, talk: Listening, locale: str, command: str, heard: Command
) -> None:
    """Discord tells the language only with a command, and every bot has a "start", so ours is called otherwise."""
    ada = server.person(locale=locale)
    async with listening(server, talk):
        ada.command(command)
        assert await talk.until(1) == [heard]
    assert talk.languages == [locale]


async def test_words_pictures_and_other_things_are_told_apart(server: DiscordServer, talk: Listening) -> None:
    """Silence after a sticker or a document looks like a broken bot."""
    ada = server.person()
    data = jpeg()
    async with listening(server, talk):
        ada.send("hello")
        ada.send("", [("me.jpg", data)])
        ada.send("", [("cv.pdf", b"%PDF")])
        ada.send("", [("IMG_1.HEIC", data)])
        assert await talk.until(4) == [Said(), data, NotAPicture(), data]
    assert talk.languages == [""] * 4


async def test_a_message_with_ten_pictures_arrives_whole_and_in_order(server: DiscordServer, talk: Listening) -> None:
    """Photos picked together come in one message; none may be lost or shuffled."""
    ada = server.person()
    sent = [jpeg(200 + n, 300) for n in range(10)]
    async with listening(server, talk):
        ada.send("my photos", [(f"{n}.jpg", data) for n, data in enumerate(sent)])
        assert await talk.until(10) == sent


async def test_what_people_write_never_reaches_the_disk(server: DiscordServer, talk: Listening, tmp_path: Path) -> None:
    """We promise that nothing they write is kept: not even for the moment until it is answered."""
    ada = server.person()
    talk.gates[str(ada.id)] = asyncio.Event()
    async with listening(server, talk):
        ada.send("SENTINEL-words")
        ada.send("!stats SENTINEL-order")
        ada.send("SENTINEL-caption", [("SENTINEL-name.jpg", jpeg())])
        await until(lambda: _stored(tmp_path) == 3, "three arrivals in the inbox")
        raw = bytes_in(tmp_path)
        talk.gates[str(ada.id)].set()
        assert (await talk.until(3))[:2] == [Said(), Command("stats")]
        raw_after = bytes_in(tmp_path)
    # The name of a file is a part of its address, which is needed until the picture is fetched.
    assert raw.count(b"SENTINEL") == raw.count(b"SENTINEL-name")
    assert b"SENTINEL" not in raw_after


def _stored(folder: Path) -> int:
    with sqlite3.connect(folder / "bot.sqlite") as connection:
        count = connection.execute("SELECT count(*) FROM inbox").fetchone()[0]
    connection.close()
    return int(count)


async def test_an_operators_order_is_heard_with_its_words(server: DiscordServer, talk: Listening) -> None:
    """An announcement is words, of several lines; a code may be typed with spaces; others' words are dropped."""
    ada, bob = server.person("Ada"), server.person("Bob")
    async with listening(server, talk, admins=(f"discord:{ada.id}", "telegram:7")):
        ada.send("!broadcast Hello\neverybody")
        bob.send("!broadcast Hello")
        bob.send("/link ABCD-EFGH")
        bob.send("!link what is this?")
        bob.send("! no command")
        await talk.until(5)
    assert talk.of(ada) == [Command("broadcast", "Hello\neverybody")]
    assert talk.of(bob) == [Command("broadcast"), Command("link", "ABCDEFGH"), Command("link", "?"), Said()]


async def test_the_options_of_a_command_are_heard(server: DiscordServer, talk: Listening) -> None:
    """A command may bring its look and its photos with it, and a code."""
    ada = server.person()
    first, second = jpeg(300, 300, "red"), jpeg(300, 300, "blue")
    async with listening(server, talk):
        ada.command("headshot", photo2=("b.jpg", second), look="LinkedIn", photo1=("a.jpg", first))
        ada.command("link", code="abcd efgh")
        got = await talk.until(4)
    assert got == [Command("start", "linkedin"), second, first, Command("link", "abcdefgh")]


async def test_buttons_and_menus_are_heard_however_old_they_are(server: DiscordServer, talk: Listening) -> None:
    """A button means what it says, also after a restart: nothing of it is kept in memory."""
    server.gateway.identify_every_s = 0
    ada = server.person()
    options = tuple(MenuChoice(name, "about", f"v1:look:{name}") for name in ("One", "Two", "Three"))
    body = Body("Choose", ((Choice("Go", "v1:go"),),), menu=Menu("v1:looks-set", "Looks", options, 2))
    async with listening(server, talk) as discord:
        await discord.deliver(await stored(talk.database, body, ada), body, ())
    async with listening(server, talk):
        ada.choose("Two", "Three")
        ada.press("Go")
        got = await talk.until(2)
    assert got == [Picked("v1:looks-set", ("v1:look:Two", "v1:look:Three")), Pressed("v1:go")]


async def test_the_form_for_photos_takes_several_at_once(server: DiscordServer, talk: Listening) -> None:
    """On a computer a form is the easiest way to hand over ten photos."""
    ada = server.person()
    body = Body("Send me your selfies", upload="📎 Add photos")
    sent = [(f"{n}.jpg", jpeg(200 + n, 200)) for n in range(3)]
    async with listening(server, talk) as discord:
        await discord.deliver(await stored(talk.database, body, ada), body, ())
        ada.press("Add photos")
        form = await ada.form()
        assert form.form is not None
        assert form.form["title"] == "📎 Add photos"
        ada.submit(form, {"📎 Add photos": sent})
        assert await talk.until(3) == [data for _, data in sent]


async def test_an_interaction_is_acknowledged_whatever_holds_up_its_answer(
    server: DiscordServer, talk: Listening
) -> None:
    """After three seconds a person reads that it has failed, though it has not."""
    ada = server.person()
    talk.gates[str(ada.id)] = asyncio.Event()
    server.fail(Fault("503", CALLBACK))
    server.fail(Fault("drop before", CALLBACK))
    async with listening(server, talk):
        asked = [ada.command("status") for _ in range(20)]
        await until(lambda: all(one.answer is not None for one in asked), "all acknowledged")
        assert talk.heard == []
        talk.gates[str(ada.id)].set()
        await talk.until(20)


@pytest.mark.parametrize("told", [True, False])
async def test_a_file_too_large_is_named_as_such(
    server: DiscordServer, talk: Listening, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """The person must learn it, whether Discord says the size or not; and memory must hold."""
    monkeypatch.setattr("bot.discord_files.DOWNLOAD_MB", 1)
    ada = server.person()
    if not told:
        server.world.cdn.as_json = lambda file, before=server.world.cdn.as_json: before(file) | {"size": 10}  # type: ignore[method-assign]
    async with listening(server, talk):
        ada.send("", [("huge.png", bytes(2**20 + 1))])
        assert await talk.until(1) == [TooBig(1)]
    assert bool(server.asked(DOWNLOAD)) is not told


@pytest.mark.parametrize("trouble", ["500", "502", "drop before", "403 page"])
async def test_a_photo_is_fetched_again_when_discord_stumbles(
    server: DiscordServer, talk: Listening, trouble: str
) -> None:
    """Asking the person to send it again would be our laziness."""
    data = jpeg(300, 300)
    server.fail(Fault(trouble, DOWNLOAD, times=2))  # type: ignore[arg-type]
    async with listening(server, talk):
        server.person().send("", [("me.jpg", data)])
        assert await talk.until(1) == [data]


async def test_a_photo_whose_address_has_died_is_looked_up_again(server: DiscordServer, talk: Listening) -> None:
    """Addresses die within a day; after a long downtime the photo is still in the chat."""
    data = jpeg(300, 300)
    ada = server.person()
    server.world.cdn.lives_s = -10
    async with listening(server, talk):
        talk.gates[str(ada.id)] = asyncio.Event()
        ada.send("hello")
        ada.send("", [("me.jpg", data)])
        await until(lambda: server.gateway.connected, "connected")
        server.world.cdn.lives_s = 3600
        talk.gates[str(ada.id)].set()
        assert await talk.until(2) == [Said(), data]
    assert server.asked(DOWNLOAD, 403)


async def test_a_photo_that_cannot_be_fetched_is_not_passed_over(server: DiscordServer, talk: Listening) -> None:
    """A lost photo must be said to be lost."""
    server.fail(Fault("502", DOWNLOAD, times=4))
    async with listening(server, talk):
        server.person().send("", [("me.jpg", jpeg())])
        assert await talk.until(1) == [NotDownloaded()]


async def test_a_reaction_rates_what_it_stands_on(server: DiscordServer, talk: Listening) -> None:
    """A thumb is how people say what they like: on one portrait it is that portrait's, on an album the order's."""
    ada = server.person()
    names, data = pictures(2, 100)
    order = "ab" * 16
    named = tuple(type(name)(f"{order}-{n}", name.filename, name.caption) for n, name in enumerate(names))
    album, single = Body("Here", kind="album", pictures=named), Body("Full", kind="file", pictures=named[1:])
    async with listening(server, talk) as discord:
        for body, files in ((album, data), (single, data[1:]), (Body("words"), [])):
            message = await stored(talk.database, body, ada)
            await shown(talk.database, message, await discord.deliver(message, body, files))
        one, two, words = ada.bot_says
        for message, emoji in ((one, "👍🏽"), (two, "👎"), (words, "👍"), (one, "🤔"), (one, "❤️")):
            ada.react(message, emoji)
        await talk.until(3)
        await until(lambda: _all_done(talk), "nothing left")
    assert talk.of(ada) == [Rated(order, None, 1), Rated(order, 1, -1), Rated(order, None, 1)]


async def _all_done(talk: Listening) -> bool:
    return not await inbox.waiting(talk.database, "discord")


async def test_an_event_nobody_foresaw_holds_up_nobody(server: DiscordServer, talk: Listening) -> None:
    """Discord grows new kinds of events; one that cannot be read must not silence the bot for everybody."""
    async with listening(server, talk):
        server.world.deliver("MESSAGE_CREATE", {"id": "what?", "type": 0})
        server.world.deliver("GUILD_CREATE", {"id": "broken"})
        server.world.deliver("MESSAGE_REACTION_ADD", {"emoji": {}, "user_id": "7"})
        server.person().send("!help")
        assert await talk.until(1) == [Command("help")]


async def test_where_to_write_and_how_far_was_heard_are_remembered(server: DiscordServer, talk: Listening) -> None:
    """Without the place nobody is written to, and without the mark nothing is found again after a downtime."""
    ada = server.person()

    async def noted() -> bool:
        chat = await chats.find(talk.database, "discord", str(ada.id))
        return chat is not None and (chat.channel, chat.seen) == (str(ada.dm.id), ada.messages[-1].id)

    async with listening(server, talk):
        ada.send("hello")
        ada.send("", [("me.jpg", jpeg())])
        await until(noted, "the chat noted")


async def test_in_a_guild_everything_is_led_to_private(server: DiscordServer, talk: Listening) -> None:
    """Faces do not belong into public channels: what is said there is said to the person alone, and leads away."""
    ada = server.person()
    body = Body("In private")
    async with listening(server, talk) as discord:
        ada.command("headshot", where=server.guild.channel, photo1=("me.jpg", jpeg()))
        await talk.until(2)
        await discord.deliver(await stored(talk.database, body, ada), body, ())
        remark = await ada.sees("Let us talk in private")
        [link] = remark.buttons.values()
    assert remark in ada.ephemerals
    assert link["url"].endswith(f"/channels/@me/{ada.dm.id}")
    assert server.guild.public_messages == []
    assert [message.text for message in ada.bot_says] == ["In private"]
    assert await messages.people_waiting(talk.database, "discord") != ()
