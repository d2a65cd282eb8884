"""Events are taken in order and lost never: restarts, sessions that end, trouble on the line, trouble of our own."""

import asyncio
import sqlite3
from pathlib import Path
from time import time

import pytest

from bot.events import Command, Said
from bot.logs import set_up_logs
from bot.message import Body, PlatformLost, TryLater
from bot.on_discord import Discord
from bot.texts import Texts
from storage import chats, inbox, people
from tests.bot.on_discord.world import Listening, jpeg, listening, stored
from tests.discord_chat import Channel
from tests.discord_pace import CALLBACK, DOWNLOAD, GATEWAY, SEND, Fault, Trouble
from tests.discord_person import Person
from tests.discord_server import TOKEN, DiscordServer
from tests.waiting import until

HISTORY = "GET /channels/{channel_id}/messages"
COMMANDS = "/applications/{application_id}/commands"


@pytest.fixture(autouse=True)
def at_once(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions may follow each other without the pause that Discord asks for."""
    server.gateway.identify_every_s = 0
    monkeypatch.setattr("bot.discord_gateway.IDENTIFY_EVERY_S", 0.0)


async def known(talk: Listening, server: DiscordServer, name: str = "Ada") -> Person:
    """Somebody who has written before, and was heard."""
    person = server.person(name)
    async with listening(server, talk):
        person.send("hello")
        await until(lambda: _seen(talk, person, person.messages[-1].id), "the mark")
    talk.heard.clear()
    return person


async def _seen(talk: Listening, person: Person, message: int) -> bool:
    chat = await chats.find(talk.database, "discord", str(person.id))
    return chat is not None and chat.seen >= message


async def test_what_was_said_while_we_were_down_is_answered_once(server: DiscordServer, talk: Listening) -> None:
    """Discord does not repeat what nobody listened to; silence after a restart is where people give up."""
    ada = await known(talk, server)
    data = jpeg(300, 300)
    ada.send("are you there?")
    ada.send("", [("me.jpg", data)])
    async with listening(server, talk):
        ada.send("!help")
        await talk.until(3)
    assert sorted(map(repr, talk.of(ada))) == sorted(map(repr, [Said(), data, Command("help")]))
    async with listening(server, talk):
        await until(lambda: len(server.asked(HISTORY)) >= 2, "the history read again")
        ada.send("!status")
        await talk.until(4)
    assert talk.of(ada)[3:] == [Command("status")]


async def test_more_than_a_page_of_missed_messages_is_read(server: DiscordServer, talk: Listening) -> None:
    """After a weekend there may be hundreds, and the last ones matter most."""
    ada = await known(talk, server)
    for number in range(230):
        ada.send(f"!word{number}")
    async with listening(server, talk):
        assert await talk.until(230) == [Command(f"word{number}") for number in range(230)]


async def test_the_mark_does_not_pass_what_is_still_to_be_read(server: DiscordServer, talk: Listening) -> None:
    """A second crash in the middle of reading must not lose what the first one left."""
    ada = await known(talk, server)
    ada.send("!missed")
    server.fail(Fault("503", HISTORY, times=1000))
    async with listening(server, talk):
        ada.send("!live")
        assert await talk.until(1) == [Command("live")]
        await until(lambda: server.asked(HISTORY), "an attempt to read")
    server.pace.faults.clear()
    async with listening(server, talk):
        assert await talk.until(2) == [Command("live"), Command("missed")]


async def test_a_chat_that_cannot_be_read_holds_up_no_other(server: DiscordServer, talk: Listening) -> None:
    """People delete their accounts; the others' messages are still to be found."""
    ada, bob = await known(talk, server, "Ada"), await known(talk, server, "Bob")
    server.world.channels.pop(bob.dm.id)
    ada.send("!missed")
    async with listening(server, talk):
        assert await talk.until(1) == [Command("missed")]


async def test_a_dropped_socket_is_resumed_and_nothing_is_lost(server: DiscordServer, talk: Listening) -> None:
    """Sockets drop every few hours; nobody may notice."""
    ada = await known(talk, server)
    async with listening(server, talk):
        await until(lambda: len(server.asked(HISTORY)) == 1, "the session begun")
        breaks = (server.drop, server.reconnect, lambda: server.invalidate(resumable=True))
        for number, break_off in enumerate(breaks, 1):
            break_off()
            ada.send("!missed")
            await until(lambda number=number: server.gateway.resumed == number, "resumed")
            await talk.until(number)
        assert len(server.asked(HISTORY)) == 1, "a resumed session has missed nothing"


async def test_a_session_that_begins_anew_reads_what_it_missed(server: DiscordServer, talk: Listening) -> None:
    """After op 9 Discord replays nothing."""
    ada = await known(talk, server)
    async with listening(server, talk):
        before = server.gateway.identified
        server.invalidate(resumable=False)
        ada.send("!missed")
        await until(lambda: server.gateway.identified > before, "a new session")
        assert await talk.until(1) == [Command("missed")]


@pytest.mark.parametrize("trouble", ["502", "drop before", "503"])
async def test_a_discord_in_trouble_is_waited_for(server: DiscordServer, talk: Listening, trouble: Trouble) -> None:
    """An operator's reboot must not need a second one because the network came up late."""
    for route in ("GET /oauth2/applications/@me", "GET /gateway/bot", GATEWAY):
        server.fail(Fault(trouble, route))
    async with listening(server, talk):
        server.person().send("!help")
        assert await talk.until(1) == [Command("help")]


async def test_one_person_is_answered_in_order_and_nobody_waits_for_another(
    server: DiscordServer, talk: Listening
) -> None:
    """Somebody's slow photo must not delay others, nor be overtaken by that person's own next word."""
    ada, bob = server.person("Ada"), server.person("Bob")
    talk.gates[str(ada.id)] = asyncio.Event()
    async with listening(server, talk):
        ada.send("!start")
        ada.send("hello")
        bob.command("help")
        assert await talk.until(1) == [Command("help")]
        talk.gates[str(ada.id)].set()
        await talk.until(3)
    assert talk.of(ada) == [Command("start"), Said()]


async def test_what_was_taken_but_not_answered_is_answered_after_a_restart(
    server: DiscordServer, talk: Listening
) -> None:
    """A button that was acknowledged and then forgotten is the worst of all answers."""
    ada = server.person()
    talk.gates[str(ada.id)] = asyncio.Event()
    async with listening(server, talk):
        ada.command("headshot")
        ada.send("!help")

        async def both() -> bool:
            return len(await inbox.waiting(talk.database, "discord")) == 2

        await until(both, "both stored")
    assert talk.heard == []
    after = Listening(talk.database)
    async with listening(server, after):
        ada.send("!privacy")
        assert await after.until(3) == [Command("start"), Command("help"), Command("privacy")]


async def test_a_full_disk_delays_answers_and_loses_none(
    server: DiscordServer, talk: Listening, tmp_path: Path
) -> None:
    """Discord tells everything once: what cannot be stored is kept until it can."""
    ada = server.person()
    full = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    await asyncio.to_thread(_sql, tmp_path, full)
    async with listening(server, talk):
        asked = ada.command("help")
        ada.send("hello")
        await until(lambda: asked.answer is not None, "acknowledged all the same")
        assert talk.heard == []
        await asyncio.to_thread(_sql, tmp_path, "DROP TRIGGER full")
        assert await talk.until(2) == [Command("help"), Said()]


def _sql(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / "bot.sqlite", timeout=10)
    connection.execute(statement)
    connection.commit()
    connection.close()


async def test_trouble_of_our_own_is_tried_again(server: DiscordServer, talk: Listening) -> None:
    """A database that is busy for a moment must not cost anybody an answer."""
    talk.trouble = 1
    async with listening(server, talk):
        server.person().send("!start")
        assert await talk.until(1) == [Command("start")]


async def test_what_cannot_be_answered_ends_in_an_apology(server: DiscordServer, talk: Listening) -> None:
    """Nothing ends in silence, and one arrival that fails for ever does not block the next."""
    talk.trouble = 3
    ada = server.person()
    async with listening(server, talk):
        ada.send("!start")
        ada.send("!help")
        assert await talk.until(1) == [Command("help")]
        await ada.sees("something went wrong on my side")
    assert await inbox.waiting(talk.database, "discord") == ()


async def test_a_wrong_token_is_named_without_being_shown(server: DiscordServer, talk: Listening) -> None:
    """The operator must learn which setting is wrong, and the token must not end up in a log."""
    discord = Discord("wrong-token", server.url, talk, talk.database, Texts.load())
    with pytest.raises(PlatformLost, match="DISCORD_TOKEN") as lost:
        await discord.run()
    await discord.close()
    assert "wrong-token" not in f"{lost.value!r} {lost.value.__cause__!r}"
    assert lost.value.__suppress_context__


@pytest.mark.parametrize(("code", "word"), [(4004, "DISCORD_TOKEN"), (4011, "shards"), (4014, "developer portal")])
async def test_a_session_that_discord_ends_for_good_ends_with_a_sentence(
    server: DiscordServer, talk: Listening, code: int, word: str
) -> None:
    """Waiting would not help, and a traceback tells an operator nothing."""
    discord = Discord(TOKEN, server.url, talk, talk.database, Texts.load())
    running = asyncio.create_task(discord.run())
    await until(lambda: server.gateway.connected, "connected")
    assert server.gateway.connection is not None
    await server.gateway.connection.socket.close(code=code)
    with pytest.raises(PlatformLost, match=word):
        await asyncio.wait_for(running, 5)
    await discord.close()


async def test_commands_are_put_up_only_when_they_differ(server: DiscordServer, talk: Listening) -> None:
    """Discord counts how often they are, and clients load them anew each time."""
    for _ in range(2):
        async with listening(server, talk):
            await until(lambda: server.asked(f"GET {COMMANDS}"), "looked at")
            server.person().send("!help")
            await talk.until(1)
    assert len(server.asked(f"PUT {COMMANDS}")) == 1
    server.world.commands[None][0]["description"] = "something older"
    async with listening(server, talk):
        await until(lambda: len(server.asked(f"PUT {COMMANDS}")) == 2, "put up again")


async def test_without_commands_the_bot_talks_all_the_same_until_they_are_up(
    server: DiscordServer, talk: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trouble with the menu must not silence anybody, nor leave a new bot without commands until it is started anew."""
    monkeypatch.setattr("bot.on_discord.TRIES_S", (0.01,))
    trouble = Fault("503", f"PUT {COMMANDS}", times=1_000_000)
    server.fail(trouble)
    server.world.commands[None] = [{"name": "left over", "id": "1"}]
    server.judge_answers = False  # nothing was left over in full
    async with listening(server, talk):
        server.person().send("!help")
        assert await talk.until(1) == [Command("help")]
        assert server.commands.keys() == {"left over"}
        trouble.times = 0
        await until(lambda: server.commands.keys() != {"left over"}, "the commands put up")


async def test_with_closed_direct_messages_a_command_says_how_to_open_them(
    server: DiscordServer, talk: Listening
) -> None:
    """What was made waits; the person must learn why nothing comes, wherever they asked."""
    ada = server.person()
    ada.close_dms()
    body = Body("Hello!")
    async with listening(server, talk) as discord:
        for place in (server.guild.channel, ada.dm):
            talk.heard.clear()
            ada.command("headshot", where=place)
            await talk.until(1)
            with pytest.raises(Exception, match="no direct messages"):
                await discord.deliver(await stored(talk.database, body, ada), body, ())
            await until(lambda place=place: _told(ada, place, "then send"), "a remark")
    assert server.guild.public_messages == []


def _told(person: Person, place: Channel, part: str) -> bool:
    return any(one.channel is place and part in one.text for one in person.ephemerals)


async def test_installed_by_a_person_it_works_in_the_messages_of_others(server: DiscordServer, talk: Listening) -> None:
    """Many try a bot where they are; what is said there is seen by nobody else, and leads to private."""
    ada, bob = server.person("Ada"), server.person("Bob")
    body = Body("In private")
    async with listening(server, talk) as discord:
        ada.command("headshot", where=ada.with_friend(bob))
        await talk.until(1)
        await discord.deliver(await stored(talk.database, body, ada), body, ())
        await ada.sees("Let us talk in private")
    assert bob.seen == []


async def test_in_direct_messages_nothing_is_left_of_the_thinking(server: DiscordServer, talk: Listening) -> None:
    """A remark about every command would fill the chat."""
    ada = server.person()
    body = Body("Hello!")
    async with listening(server, talk) as discord:
        ada.command("headshot")
        await talk.until(1)
        await discord.deliver(await stored(talk.database, body, ada), body, ())
        await until(lambda: [one.text for one in ada.seen] == ["Hello!"], "only the answer")


async def test_no_log_holds_a_token_words_or_an_address(
    server: DiscordServer, talk: Listening, logs_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Logs are copied into tickets and chats; whoever reads them must learn nothing about anybody."""
    set_up_logs("DEBUG", (TOKEN,))
    ada = server.person()
    talk.trouble = 2
    troubles: tuple[tuple[Trouble, str], ...] = (("drop before", DOWNLOAD), ("500", DOWNLOAD), ("503", CALLBACK))
    for trouble, route in troubles:
        server.fail(Fault(trouble, route))
    async with listening(server, talk) as discord:
        ada.command("help")
        ada.send("SENTINEL-one", [("SENTINEL-name.jpg", jpeg())])
        await talk.until(2)
        server.fail(Fault("drop before", SEND))
        body = Body("SENTINEL-three")
        with pytest.raises(TryLater):
            await discord.deliver(await stored(talk.database, body, ada), body, [])
        server.drop()
        await until(lambda: server.gateway.resumed, "resumed")
    logged = capsys.readouterr().err
    assert "tried again" in logged
    tokens = [one.token for one in server.interactions.all]
    for secret in (TOKEN, TOKEN.split(".")[2], "SENTINEL", "/cdn/", "hm=", *tokens):
        assert secret not in logged


async def test_somebody_met_by_a_command_alone_is_written_to_later(server: DiscordServer, talk: Listening) -> None:
    """A command in a server tells no place to write to: it is asked for once, and remembered."""
    ada = server.person()
    await people.meet(talk.database, "discord", str(ada.id), "de", time())
    body = Body("Hello!")
    async with listening(server, talk) as discord:
        for _ in range(3):
            await discord.deliver(await stored(talk.database, body, ada), body, ())
    assert len(server.asked("POST /users/@me/channels")) == 1
    assert [chat.channel for chat in await chats.with_history(talk.database, "discord")] == [str(ada.dm.id)]
