"""Everything a person can do on Telegram: a real bot process, real HTTP, a worker that costs nothing.

Every command, every button below portraits, reactions, another language, links, a group, and the power failing twice.
"""

import socket
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
from tests.telegram_chat import Chat, Person, Shown
from tests.telegram_server import TOKEN, TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

PATIENCE_S = 60.0  # a restart of the bot on a busy machine
PORTRAITS = 2  # of one look
# Each leads somewhere else: what may be pressed below portraits, by the beginning of what a button carries.
BELOW = ("again", "same", "closer", "another", "up", "down", "full", "forget", "over")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of our own; every visit must have been without a breach of its rules."""
    server = await TelegramServer(per_second=30).start()
    yield server
    await server.stop()
    assert server.breaches == []
    assert server.unanswered == set(), "every pressed button came to rest"


def settings(server: TelegramServer, **more: str) -> dict[str, str]:
    """The bot's settings."""
    return {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, **more}


def with_button(chat: Chat, name: str, after: int = 0, answer: str = "") -> list[tuple[Shown, str]]:
    """The messages with a button of this name, of a question the one that gives this answer, and what it carries."""
    begins = f"v1:{name}"
    return [
        (message, data)
        for message in chat.bot_says
        if message.id > after
        for data in message.buttons.values()
        if (data == begins or data.startswith(f"{begins}:")) and data.endswith(answer)
    ]


async def press(person: Person, name: str, after: int = 0, answer: str = "") -> Shown:
    """Press the newest button of this name, as soon as it is there; returns the message it stands below."""
    chat = person.chat
    await chat.until(lambda _: bool(with_button(chat, name, after, answer)), f"a button {name}", PATIENCE_S)
    message, data = with_button(chat, name, after, answer)[-1]
    person.presses_data(data, message)
    return message


async def agree(person: Person, first: str = "/start") -> None:
    """From the first word to the request for photos."""
    person.says(first)
    await press(person, "agree")
    await person.chat.says("send me your selfies", PATIENCE_S)


async def send_photos(person: Person) -> None:
    """Three photos that count, and on to the looks."""
    for number in range(3):
        person.sends_file(noise(960, 1280), f"{number}.jpg", "image/jpeg")
    chat = person.chat
    await chat.until(lambda _: any("3" in label for label in labels(chat, "v1:done")), "three photos", PATIENCE_S)
    await press(person, "done")


def labels(chat: Chat, data: str) -> list[str]:
    """What stands on the buttons that carry this."""
    return [label for message in chat.bot_says for label, carried in message.buttons.items() if carried == data]


def files(chat: Chat) -> list[str]:
    """The portraits that stand in the chat as files."""
    return [portrait_in(message.document) for message in chat.bot_says if message.document is not None]


def albums(chat: Chat) -> list[str]:
    """The portraits that stand in the chat in albums."""
    return [portrait_in(message.photo) for message in chat.bot_says if message.photo is not None and message.album]


async def results(person: Person, orders: int) -> list[str]:
    """Wait for the portraits of so many orders and for the menu below them; the last order's, from its files."""
    chat, count = person.chat, PORTRAITS * orders
    await chat.until(lambda _: len(files(chat)) >= count, f"{count} files", PATIENCE_S)
    last = max(message.id for message in chat.bot_says if message.document is not None)
    await chat.until(lambda _: bool(with_button(chat, "again", last)), "the menu below", PATIENCE_S)
    assert len(set(files(chat))) == count == len(files(chat)), chat.transcript
    return files(chat)[-PORTRAITS:]


async def test_every_command_and_every_button_leads_somewhere(server: TelegramServer, tmp_path: Path) -> None:
    """Whatever is offered works, at every step, also after a power failure; and nothing is done twice."""
    ada = server.person()
    async with load.running(tmp_path, settings(server)) as bot:
        await say_every_command(ada)
        await agree(ada, "/start linkedin")
        await say_every_command(ada)
        await send_photos(ada)
        # the look in the link is chosen already
        await press(ada, "looks")
        await press(ada, "back")
        server.once("sendMediaGroup", bot.kill)  # shown, and nobody there to hear it
        await press(ada, "make")
        await bot.restart()
        await results(ada, 1)
        assert len(albums(ada.chat)) == PORTRAITS, ada.chat.transcript

        await order_again_in_every_way(ada)
        await rate(ada)
        await see_in_full_size(ada)
        server.once("deleteMessages", bot.kill)
        await delete_one_set(ada, bot)
        await speak_every_language(ada)
        await press(ada, "another")
        await press(ada, "edit")
        await say_every_command(ada)
        await press(ada, "over")
        await ada.chat.says("your earlier selfies are erased", PATIENCE_S)
        await say_every_command(ada)
        assert {data.split(":")[1] for message in ada.chat.bot_says for data in message.buttons.values()} >= set(BELOW)
        assert TOKEN not in bot.log


async def say_every_command(person: Person) -> None:
    """Each is answered, one that does not exist too; none leaves somebody without a word."""
    for name in (*COMMANDS, "nonsense"):
        said = person.says(f"/{name}").id
        await person.chat.says("", PATIENCE_S, after=said)
    last = person.chat.last_number
    await press(person, "delete:no")
    await person.chat.says("Nothing was deleted", PATIENCE_S, after=last)


async def order_again_in_every_way(ada: Person) -> None:
    """Again, the same, closer: each is an order of its own, made once, from the newest menu and from the oldest."""
    oldest = with_button(ada.chat, "again")[0][0].id
    for number, name in enumerate(("again", "same", "closer"), start=2):
        await press(ada, name, oldest - 1)
        made = await results(ada, number)
        assert len(set(made)) == PORTRAITS


async def rate(ada: Person) -> None:
    """The thumbs below the portraits, in place; reactions to an album and to a file, and what they say."""
    menu = await press(ada, "up")
    await ada.chat.until(lambda _: any("✓" in label for label in menu.buttons), "the mark", PATIENCE_S)
    await press(ada, "down")
    await ada.chat.until(lambda _: "Closer to me" in menu.text, "what helps", PATIENCE_S)
    assert sum("✓" in label for label in menu.buttons) == 1
    file = [message for message in ada.chat.bot_says if message.document is not None][-1]
    ada.reacts(file, "🎉")
    ada.reacts(file)
    ada.reacts(file, "👎")
    offer = await ada.chat.says("keep nearer to your photos", PATIENCE_S)
    album = [message for message in ada.chat.bot_says if message.album][-1]
    ada.reacts(album, "💩")
    ada.says("/help")
    await ada.chat.says("/privacy", PATIENCE_S, after=offer.id)
    assert len(ada.chat.found("I can make these portraits once more")) == 1, "offered once, not with every thumb"


async def see_in_full_size(ada: Person) -> None:
    """The files of an order once more."""
    before = len(files(ada.chat))
    await press(ada, "full")
    await ada.chat.until(lambda _: len(files(ada.chat)) == before + PORTRAITS, "the files", PATIENCE_S)
    assert files(ada.chat)[-PORTRAITS:] == files(ada.chat)[-2 * PORTRAITS : -PORTRAITS]


async def delete_one_set(ada: Person, bot: BotProcess) -> None:
    """The portraits of one order leave the chat and the disk, all of them, those of the others stay."""
    chat = ada.chat
    doomed = set(files(chat)[-PORTRAITS:])
    await press(ada, "forget")
    await press(ada, "forget", answer=":yes")
    await bot.restart()
    await chat.until(lambda _: not doomed & {*files(chat), *albums(chat)}, "the portraits gone", PATIENCE_S)
    await chat.says("These portraits are gone for good", PATIENCE_S)
    assert len(set(files(chat))) == 3 * PORTRAITS


async def speak_every_language(ada: Person) -> None:
    """Each is spoken from the very next answer on, and English at the end."""
    texts = Texts.load()
    for code in (*LANGUAGES, "en"):
        said = ada.says("/language")
        await press(ada, f"lang:{code}", said.id)
        words = texts.say(code, Text("language-set"))
        await ada.chat.says(words, PATIENCE_S, after=said.id)


async def test_a_link_joins_two_chats_and_deleting_empties_both(server: TelegramServer, tmp_path: Path) -> None:
    """One tap on the other phone; and who deletes everything deletes it everywhere, with a receipt in each chat."""
    ada, bob = server.person(1001), server.person(1002)
    async with load.running(tmp_path, settings(server)):
        await agree(ada)
        ada.says("/link")
        told = await ada.chat.says("In the other chat send /link", PATIENCE_S)
        code = next(line.split()[-1] for line in told.text.splitlines() if "/link" in line)
        bob.says(f"/start link-{code}")
        await bob.chat.says("both chats are one now", PATIENCE_S)
        await send_photos(bob)
        await press(bob, "look")
        await press(bob, "looks")
        await press(bob, "back")
        await press(bob, "make")
        await results(bob, 1)
        bob.says("/delete")
        await press(bob, "delete:yes")
        for person in (ada, bob):
            await person.chat.says("This is your receipt", PATIENCE_S)
        await until(lambda: people_known(tmp_path) == 0, "nobody left in the database", PATIENCE_S)


def people_known(folder: Path) -> int:
    """How many people the database knows."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    count = connection.execute("SELECT count(*) FROM people").fetchone()[0]
    connection.close()
    return int(count)


async def test_with_a_public_address_a_visit_is_the_same_and_a_power_failure_loses_nothing(
    server: TelegramServer, tmp_path: Path
) -> None:
    """An operator chooses how updates come; nobody who writes to the bot may notice."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.webhook.proxies["https://bot.example"] = f"http://127.0.0.1:{port}"
    hook = {"TELEGRAM_WEBHOOK_URL": "https://bot.example/telegram", "TELEGRAM_WEBHOOK_PORT": str(port)}
    ada = server.person()
    async with load.running(tmp_path, settings(server, **hook)) as bot:
        await until(lambda: server.webhook.url, "the webhook set", PATIENCE_S)
        await agree(ada)
        server.once("acknowledge", bot.kill)
        ada.says("/privacy")
        await bot.restart()
        await ada.chat.says("How your photos are treated", PATIENCE_S)
        group = server.in_group(1001)
        group.adds_bot()
        await group.chat.says("in private", PATIENCE_S)
        await send_photos(ada)
        await press(ada, "look")
        await press(ada, "looks")
        await press(ada, "back")
        await press(ada, "make")
        await results(ada, 1)
        assert len(ada.chat.found("How your photos are treated")) == 1, ada.chat.transcript
    assert server.asked("getUpdates") == []
    assert set(server.webhook.answers) <= {0, 200}
