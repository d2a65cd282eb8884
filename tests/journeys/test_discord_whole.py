"""Everything a person can do on Discord: a real bot process, real gateway and HTTP, a worker that costs nothing.

Every command, every button below portraits, menus, the form for photos, reactions, a server, another's direct messages,
closed doors, another language, and the power failing twice.
"""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import COMMANDS
from bot.texts import LANGUAGES, Texts
from bot.turn import Text
from tests.bench import load
from tests.bench.load_worker import noise, portrait_in
from tests.bot_process import BotProcess
from tests.discord_chat import Message
from tests.discord_pace import DELETE, SEND
from tests.discord_person import Person
from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

PATIENCE_S = 60.0  # a restart of the bot on a busy machine
PORTRAITS = 2  # of one look
BELOW = ("again", "same", "closer", "another", "up", "down", "full", "forget", "over")


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own; every visit must have been without a breach of its rules."""
    server = await DiscordServer().start()
    server.gateway.identify_every_s = 0  # killed and started at once, as no operator would
    yield server
    await server.stop()
    assert await server.settle() == []
    assert server.guild.public_messages == [], "nothing of anybody is said in public"


def settings(server: DiscordServer) -> dict[str, str]:
    """The bot's settings."""
    return {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": server.url}


async def listening(server: DiscordServer) -> None:
    """Wait until the bot can be spoken to."""
    await until(lambda: server.gateway.connected and server.commands, "the bot listening", PATIENCE_S)


def with_button(person: Person, name: str, after: int = 0, answer: str = "") -> list[tuple[Message, str]]:
    """The messages with a button of this name, of a question the one that gives this answer, and what it carries."""
    begins = f"v1:{name}"
    return [
        (message, data)
        for message in person.bot_says
        if message.id > after
        for data in (part.get("custom_id") or "" for part in message.buttons.values())
        if (data == begins or data.startswith(f"{begins}:")) and data.endswith(answer)
    ]


async def press(person: Person, name: str, after: int = 0, answer: str = "") -> Message:
    """Press the newest button of this name, as soon as it is there; returns the message it stands below."""
    await person.until(lambda _: with_button(person, name, after, answer), f"a button {name}", PATIENCE_S)
    message, data = with_button(person, name, after, answer)[-1]
    person.press(next(label for label, part in message.buttons.items() if part.get("custom_id") == data), message)
    return message


async def send_photos(person: Person) -> None:
    """Three photos handed over in the form, and on to the looks."""
    await person.offers("Send photos", PATIENCE_S)
    person.press("Send photos")
    photos = [(f"{number}.jpg", noise(960, 1280)) for number in range(3)]
    person.submit(await person.form(PATIENCE_S), {"📎 Send photos": photos})
    await person.offers("Go on with 3 photos", PATIENCE_S)
    await press(person, "done")


def albums(person: Person) -> list[list[str]]:
    """The portraits of each album that is to be seen."""
    shown = [message.gallery for message in person.bot_says if message.text.startswith("Here ")]
    return [[portrait_in(file.data) for file in files] for files in shown]


def files(person: Person) -> list[str]:
    """The portraits that are to be seen as files."""
    sent = [message for message in person.bot_says if message.text.startswith("In full size")]
    return [portrait_in(file.data) for message in sent for file in message.files]


async def results(person: Person, orders: int) -> list[str]:
    """Wait for the albums of so many orders and the menu below them; the last album."""
    await person.until(lambda _: len(albums(person)) >= orders, f"{orders} albums", PATIENCE_S)
    last = max(message.id for message in person.bot_says if message.gallery)
    await person.until(lambda _: with_button(person, "again", last), "the menu below", PATIENCE_S)
    made = [portrait for album in albums(person) for portrait in album]
    assert len(made) == len(set(made)) == PORTRAITS * orders, person.transcript
    return albums(person)[-1]


async def test_every_command_and_every_button_leads_somewhere(server: DiscordServer, tmp_path: Path) -> None:
    """Whatever is offered works, at every step, also after a power failure; and nothing is done twice."""
    ada = server.person()
    async with load.running(tmp_path, settings(server)) as bot:
        await listening(server)
        await use_every_command(ada)
        ada.command("headshot", look="CV")
        await press(ada, "agree")
        await use_every_command(ada)
        ada.command("headshot")
        await send_photos(ada)
        menu = await ada.sees("Choose up to 3 looks", PATIENCE_S)
        assert [one["label"] for one in menu.selects[0]["options"] if one.get("default")] == ["CV"]
        server.once(SEND, bot.kill)  # said, and nobody there to hear that it was taken
        await press(ada, "looks")
        await bot.restart()
        await listening(server)
        await order_from_background(ada)
        await results(ada, 1)

        await order_again_in_every_way(ada)
        await rate(ada)
        await see_in_full_size(ada)
        server.once(DELETE, bot.kill)
        await delete_one_set(server, ada, bot)
        await speak_every_language(ada)
        await press(ada, "another")
        await ada.sees("Choose up to 3 looks", PATIENCE_S)
        await use_every_command(ada)
        await press(ada, "over")
        await ada.sees("your earlier selfies are erased", PATIENCE_S)
        await use_every_command(ada)
        carried = [part.get("custom_id") or "" for one in ada.bot_says for part in one.buttons.values()]
        assert {data.split(":")[1] for data in carried if data.startswith("v1:")} >= set(BELOW)
        assert TOKEN not in bot.log


async def order_from_background(ada: Person) -> None:
    """The rest of the way, with a step back."""
    await ada.sees("Which background?", PATIENCE_S)
    ada.choose("White")
    back = await press(ada, "edit", answer=":looks")
    await press(ada, "looks", back.id)
    await ada.sees("Which background?", PATIENCE_S, after=back.id)
    ada.choose("Studio grey")
    await press(ada, "make", back.id)


async def use_every_command(person: Person) -> None:
    """Each is answered; none leaves somebody without a word, nor anything of its thinking behind."""
    for name in COMMANDS:
        last = person.messages[-1].id if person.messages else 0
        person.command("headshot" if name == "start" else name)
        await answer(person, last)
    last = person.messages[-1].id
    await press(person, "delete", answer=":no")
    await person.sees("Nothing was deleted", PATIENCE_S, after=last)
    await person.until(lambda _: person.ephemerals == [], "nothing left of any thinking", PATIENCE_S)


async def answer(person: Person, last: int) -> Message:
    """Wait for a message with words in it, later than the last one."""

    def said() -> list[Message]:
        return [message for message in person.bot_says if message.id > last and message.text and not message.seen_by]

    await person.until(lambda _: said(), "an answer", PATIENCE_S)
    return said()[0]


async def order_again_in_every_way(ada: Person) -> None:
    """Again, the same, closer: each is an order of its own, made once, from the oldest menu."""
    oldest = with_button(ada, "again")[0][0].id
    for number, name in enumerate(("again", "same", "closer"), start=2):
        await press(ada, name, oldest - 1)
        await results(ada, number)


async def rate(ada: Person) -> None:
    """The thumbs below the portraits, in place; reactions, and what they say."""
    menu = await press(ada, "up")
    await ada.until(lambda _: any("✓" in label for label in menu.buttons), "the mark", PATIENCE_S)
    await press(ada, "down")
    await ada.until(lambda _: "Closer to me" in menu.text, "what helps", PATIENCE_S)
    album = [message for message in ada.bot_says if message.gallery][-1]
    for emoji in ("🎉", "👎", "💩"):
        ada.react(album, emoji)
    offer = await ada.sees("keep nearer to your photos", PATIENCE_S)
    ada.command("help")
    await ada.sees("/privacy", PATIENCE_S, after=offer.id)
    assert len(ada.found("I can make these portraits once more")) == 1, "offered once, not with every thumb"


async def see_in_full_size(ada: Person) -> None:
    """The newest order as files."""
    await press(ada, "full")
    await ada.until(lambda _: len(files(ada)) == PORTRAITS, "the files", PATIENCE_S)
    assert files(ada) == albums(ada)[-1]


async def delete_one_set(server: DiscordServer, ada: Person, bot: BotProcess) -> None:
    """The portraits of one order leave the chat and the disk, all of them, those of the others stay."""
    doomed = set(files(ada))
    await press(ada, "forget")
    await press(ada, "forget", answer=":yes")
    await bot.restart()
    await listening(server)
    await ada.until(lambda _: not files(ada) and len(albums(ada)) == 3, "the portraits gone", PATIENCE_S)
    await ada.sees("These portraits are gone for good", PATIENCE_S)
    assert not doomed & {portrait for album in albums(ada) for portrait in album}


def menus(person: Person, last: int) -> list[Message]:
    """The messages with a menu, later than the last one."""
    return [message for message in person.bot_says if message.id > last and message.selects]


async def speak_every_language(ada: Person) -> None:
    """Each is spoken from the very next answer on, and English at the end."""
    texts = Texts.load()
    for code in (*LANGUAGES, "en"):
        last = ada.messages[-1].id
        ada.command("language")
        await ada.until(lambda _, last=last: menus(ada, last), "the menu of languages", PATIENCE_S)
        menu = menus(ada, last)[0]
        ada.choose(texts.say("en", Text(f"language-{code}")), message=menu)
        await ada.sees(texts.say(code, Text("language-set")), PATIENCE_S, after=last)


async def test_begun_in_a_server_it_goes_on_in_private_and_closed_doors_lose_nothing(
    server: DiscordServer, tmp_path: Path
) -> None:
    """Most people meet a bot in a server; and many take no messages from those they do not know."""
    ada, bob = server.person("Ada"), server.person("Bob")
    async with load.running(tmp_path, settings(server)):
        await listening(server)
        ada.close_dms()
        ada.command("headshot", where=server.guild.channel)
        await ada.sees("you take no direct messages from me", PATIENCE_S)
        ada.open_dms()
        ada.command("results", where=server.guild.channel)
        await ada.sees("Before you send anything", PATIENCE_S)
        ada.command("headshot", where=ada.with_friend(bob))
        await press(ada, "agree")
        await ada.sees("Let us talk in private", PATIENCE_S)
        await send_photos(ada)
        ada.command("headshot", where=server.guild.channel, photo1=("me.jpg", noise(960, 1280)))
        await ada.sees("Photos that count: 4 of 4", PATIENCE_S)
        await press(ada, "done")
        menu = await ada.sees("Choose up to 3 looks", PATIENCE_S)
        ada.choose("LinkedIn", message=menu)
        await press(ada, "looks")
        await ada.sees("Which background?", PATIENCE_S)
        ada.choose("White")
        await ada.offers("Make 2 portraits", PATIENCE_S)
        ada.close_dms()
        last = ada.seen[-1].id
        await press(ada, "make")
        await ada.sees("you take no direct messages from me", PATIENCE_S, after=last)
        made, unsaid = "orders WHERE state = 'done'", "messages WHERE state = 'pending'"
        await until(lambda: count(tmp_path, made) == 1, "the order made all the same", PATIENCE_S)
        await until(lambda: count(tmp_path, unsaid) == 0, "nothing tried any more", PATIENCE_S)
        ada.open_dms()
        ada.command("results", where=server.guild.channel)
        await results(ada, 1)
        assert bob.seen == []


def count(folder: Path, what: str) -> int:
    """How many rows there are of this."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    found = connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
    connection.close()
    return int(found)
