"""The real discord.py can live in the Discord of our own: what it does there is what it would do in the real one."""

from collections.abc import AsyncIterator

import pytest

from tests.discord_client import Bot, Keys, card, discord, file, running
from tests.discord_pace import DOWNLOAD, GATEWAY, SEND, Fault
from tests.discord_person import Person
from tests.discord_server import DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own that finds nothing to complain of."""
    server = await DiscordServer().start()
    yield server
    await server.stop()
    assert server.breaches == []


@pytest.fixture
async def bot(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """The bot of discord.py's, connected."""
    async with running(server, monkeypatch) as bot:
        yield bot
        await server.settle()


@pytest.fixture
def ada(server: DiscordServer) -> Person:
    """Somebody who reads German."""
    return server.person("Ada", locale="de")


async def test_the_library_introduces_itself_and_puts_its_commands_up(server: DiscordServer, bot: Bot) -> None:
    """Without this nobody could ever begin."""
    assert server.gateway.identified == 1
    assert sorted(server.commands) == ["early", "form", "photo", "start"]
    assert bot.user is not None
    assert bot.user.name == "headshots"
    assert [guild.name for guild in bot.guilds] == ["A guild"]


async def test_words_and_files_of_a_person_reach_the_bot(bot: Bot, ada: Person) -> None:
    """Photos come this way."""
    ada.send("hi", [("a.jpg", b"abc"), ("b.png", b"def")])
    await until(lambda: bot.files == [b"abc", b"def"], "both files")
    assert bot.heard == ["hi"]
    ada.react(ada.messages[0], "👍")
    await until(lambda: bot.heard == ["hi", "👍"], "the reaction")


async def test_what_a_guild_says_is_none_of_the_bots_business(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """Without the privileged intent a bot does not read along."""
    ada.send("a secret", where=server.guild.channel)
    ada.send("hello bot")
    await until(lambda: bot.heard, "the message")
    assert bot.heard == ["hello bot"]


async def test_a_command_that_is_put_off_is_answered_for_one_person(
    server: DiscordServer, bot: Bot, ada: Person
) -> None:
    """In a guild nobody else may learn of it."""
    begun = ada.command("start", where=server.guild.channel)
    await ada.sees("and more")
    assert [message.text for message in ada.ephemerals] == ["hello", "and more"]
    assert server.guild.public_messages == []
    assert server.person("Bob").seen == []
    assert (begun.answer, begun.failed) == (5, False)


async def test_an_answer_is_edited_by_its_token(bot: Bot, ada: Person) -> None:
    """A wait turns into a result without a second message."""
    ada.command("early")
    message = await ada.sees("second")
    assert (message.texts, message.edits) == (["first", "second"], 1)


async def test_a_command_takes_a_file_and_words_wherever_it_is_used(
    server: DiscordServer, bot: Bot, ada: Person
) -> None:
    """Who has installed the bot for themselves can use it in anybody's chat."""
    bob = server.person("Bob")
    ada.command("photo", where=ada.with_friend(bob), photo=("me.jpg", b"xyz"), title="Mine")
    await bob.sees("Mine: me.jpg")
    assert bot.files == [b"xyz"]


async def test_a_form_brings_files_and_words(bot: Bot, ada: Person) -> None:
    """The only way to send several files at once from a guild."""
    ada.command("form")
    ada.submit(await ada.form(), {"Photos": [("a.jpg", b"abc"), ("b.jpg", b"def")], "Words": "two of me"})
    await ada.sees("words: two of me")
    assert bot.files == [b"abc", b"def"]


async def test_buttons_and_choices_reach_a_view(bot: Bot, ada: Person) -> None:
    """They are the whole conversation."""
    await bot.dm(ada.dm.id).send("choose", view=Keys())
    ada.press("Go on")
    await ada.sees("gone on")
    ada.choose("Cool")
    await ada.sees("chosen c")
    assert [message.text for message in ada.ephemerals] == ["chosen c"]


async def test_a_message_of_components_is_sent_edited_and_taken_away(bot: Bot, ada: Person) -> None:
    """Portraits are shown this way."""
    place = bot.dm(ada.dm.id)
    files = [file("one.jpg", b"1"), file("two.jpg", b"22")]
    sent = await place.send(view=card("Ready", "one.jpg", "two.jpg"), files=files)
    shown = await ada.sees("Ready")
    assert [(picture.filename, picture.data) for picture in shown.gallery] == [("one.jpg", b"1"), ("two.jpg", b"22")]
    assert list(shown.buttons) == ["More"]
    assert sent.attachments == []
    await sent.edit(view=card("Better", "three.jpg"), attachments=[file("three.jpg", b"333")])
    assert ([picture.data for picture in shown.gallery], shown.text) == ([b"333"], "Better")
    await sent.delete()
    assert ada.bot_says == []


async def test_files_of_a_message_can_be_kept_by_an_edit(bot: Bot, ada: Person) -> None:
    """An edit of words must not lose the pictures."""
    sent = await bot.dm(ada.dm.id).send("one", file=file("one.jpg", b"1"))
    await sent.edit(content="two", attachments=[*sent.attachments, file("two.jpg", b"22")])
    assert [kept.data for kept in ada.bot_says[0].files] == [b"1", b"22"]


async def test_the_same_nonce_does_not_say_it_twice(bot: Bot, ada: Person) -> None:
    """An answer that got lost is repeated without a double."""
    place = bot.dm(ada.dm.id)
    first, second = await place.send("result", nonce="order-1"), await place.send("result", nonce="order-1")
    assert first.id == second.id
    assert len(ada.bot_says) == 1


async def test_the_history_tells_what_was_missed(bot: Bot, ada: Person) -> None:
    """After a new session this is the only way to learn of it."""
    ada.command("early")
    await ada.sees("second")
    sent = [ada.send(str(number)) for number in range(5)]
    later = [m.content async for m in bot.dm(ada.dm.id).history(after=discord.Object(sent[1].id), oldest_first=True)]
    assert later == ["2", "3", "4"]
    newest = [m.content async for m in bot.dm(ada.dm.id).history(limit=2)]
    assert newest == ["4", "3"]


async def test_a_broken_socket_is_resumed_and_nothing_is_lost(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """What people send meanwhile is replayed."""
    server.drop()
    ada.send("meanwhile")
    await until(lambda: bot.heard == ["meanwhile"], "the replay")
    assert (bot.events, server.gateway.resumed) == (["ready", "resumed"], 1)


@pytest.mark.parametrize("how", ["reconnect", "invalidate"])
async def test_a_session_that_may_go_on_is_resumed(server: DiscordServer, bot: Bot, ada: Person, how: str) -> None:
    """Discord asks for this every few hours."""
    server.reconnect() if how == "reconnect" else server.invalidate(resumable=True)
    await until(lambda: server.gateway.resumed == 1 and server.gateway.connected, "the bot coming back")
    ada.send("still there?")
    await until(lambda: bot.heard, "the message")


async def test_what_happens_between_two_sessions_is_lost(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """As in reality: the bot has to read the history."""
    server.gateway.identify_every_s = 0
    server.invalidate(resumable=False)
    ada.send("lost")
    await until(lambda: bot.events == ["ready", "ready"], "a new session")
    ada.send("found")
    await until(lambda: bot.heard, "the message")
    assert bot.heard == ["found"]


@pytest.mark.slow
async def test_a_gateway_in_trouble_is_asked_again(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """A bot that gives up is silent for everybody."""
    server.fail(Fault("503", GATEWAY))
    server.drop()
    ada.send("hello?")
    await until(lambda: bot.heard, "the message")


async def test_the_library_waits_as_long_as_it_is_told(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """Who does not is shut out."""
    server.fail(Fault("429", SEND, seconds=0.3))
    await bot.dm(ada.dm.id).send("at last")
    first, second = server.asked(SEND)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 0.28


async def test_six_messages_in_a_row_are_slowed_down_by_the_library(
    server: DiscordServer, bot: Bot, ada: Person
) -> None:
    """It reads the limits from each answer, so none is ever refused."""
    server.pace.limits[SEND] = (3, 0.4)
    for number in range(6):
        await bot.dm(ada.dm.id).send(str(number))
    calls = server.asked(SEND)
    assert [call.status for call in calls] == [200] * 6
    assert calls[3].at - calls[0].at >= 0.38


async def test_closed_direct_messages_are_refused_as_discord_does(bot: Bot, ada: Person) -> None:
    """The bot has to tell that from trouble."""
    ada.close_dms()
    with pytest.raises(discord.Forbidden) as refused:
        await bot.dm(ada.dm.id).send("anybody?")
    assert refused.value.code == 50007
    ada.open_dms()
    await bot.dm(ada.dm.id).send("back")


async def test_a_download_that_fails_once_can_be_repeated(server: DiscordServer, bot: Bot, ada: Person) -> None:
    """Selfies must not be lost to one bad moment."""
    server.fail(Fault("500", DOWNLOAD))
    url = server.world.cdn.url(ada.send("", [("a.jpg", b"abc")]).files[0])
    await until(lambda: server.asked(DOWNLOAD, 500), "the failure")
    assert await bot.http.get_from_cdn(url) == b"abc"
