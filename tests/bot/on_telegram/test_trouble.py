"""Trouble on the line while results are delivered: everybody gets their portraits once, and waits are honoured."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from time import time

import msgspec
import pytest

from bot.message import Body, Choice
from bot.outbox import Outbox
from storage import messages, people, turns
from storage.changes import Change, Draft
from storage.vault import Vault
from tests.telegram_chat import Chat
from tests.telegram_server import Fault, TelegramServer, Trouble
from tests.telegram_world import Listening, connected, listening, pictures, texts
from tests.waiting import until

COUNT = 3
SENDING = ("sendMessage", "sendMediaGroup", "editMessageMedia", "editMessageText")
DONE_UNHEARD = ("drop after", "slow")  # it was done, and nobody heard that it was
UNDONE_UNHEARD = ("403 page", "drop before")  # it was not, and that could not be known


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are waited for and requests repeated within fractions of a second."""
    monkeypatch.setattr("bot.telegram_wire.READ_S", 0.5)
    monkeypatch.setattr("bot.telegram_out.WAIT_S", 0.02)


@asynccontextmanager
async def speaking(server: TelegramServer, talk: Listening, vault: Vault) -> AsyncGenerator[Outbox]:
    """The adapter with the outbox that feeds it."""
    async with connected(server, talk) as telegram:
        outbox = Outbox(talk.database, vault, telegram, texts(), time, talk.left)
        yield outbox
        await outbox.stop()


async def say(talk: Listening, vault: Vault, address: int, *bodies: tuple[str | None, Body]) -> str:
    """Commit what is to be said in each slot, with its pictures in the vault; returns the person's id."""
    person = await people.meet(talk.database, "telegram", str(address), "en", time())
    await vault.enrol(person.id)
    names, data = pictures(COUNT)
    for name, picture in zip(names, data, strict=True):
        await vault.put(person.id, name.blob, picture)
    drafts = tuple(Draft(slot, msgspec.json.encode(body).decode()) for slot, body in bodies)
    assert await turns.commit(talk.database, Change(person.id, time(), messages=drafts))
    return person.id


def results() -> tuple[tuple[str | None, Body], ...]:
    """What the end of an order says: the placeholder's last words, the album, the files, and what one can do next."""
    names, _ = pictures(COUNT)
    files = ((None, Body("In full size:", kind="file", pictures=(name,))) for name in names)
    menu = Body("These are yours", choices=((Choice("Again", "v1:again:o"),),))
    album = Body("Here are your portraits.", kind="album", pictures=names)
    return ("order-o", Body("Finished.")), (None, album), *files, ("menu", menu)


async def served(chat: Chat, outbox: Outbox) -> None:
    """Wait until everything has been said."""
    await chat.until(lambda _: bool(chat.found("These are yours")) and outbox.idle, "the end of the results")


def assert_results_once(chat: Chat, albums: int = 1, strays: int = 0) -> None:
    """So many albums of all pictures, each file once, in order; so many placeholders may be left over."""
    _, data = pictures(COUNT)
    said = chat.bot_says
    assert [m.photo for m in said if m.album] == data * albums, chat.transcript
    assert len({m.album for m in said if m.album}) == albums, chat.transcript
    assert [m.document for m in said if m.document] == data, chat.transcript
    assert len(chat.found("Finished.")) == 1, chat.transcript
    assert len(chat.found("These are yours")) == 1, chat.transcript
    assert len(chat.found("In full size:")) <= strays, chat.transcript
    numbers = [m.id for m in said if m.album or m.document]
    assert chat.found("These are yours")[-1].id > max(numbers), "the menu stands below"


@pytest.mark.parametrize("trouble", ["429", "500", "502", "503", "403 page", "drop before", "drop after", "slow"])
async def test_whatever_the_line_does_each_portrait_arrives_once(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """People wait minutes for their portraits: none may be lost to a bad moment, and doubles look like a fault."""
    ada, vault = server.person(), Vault.open("memory://", bytes(32))
    async with speaking(server, talk, vault) as outbox:
        person = await say(talk, vault, 1001, ("order-o", Body("Making", progress=0.5)))
        outbox.wake(person)
        await ada.chat.says("Making")
        await until(lambda: outbox.idle, "the placeholder stored")
        faults = [Fault(trouble, method, seconds=1) for method in SENDING]
        for fault in faults:
            server.fail(fault)
        await say(talk, vault, 1001, *results())
        outbox.wake(person)
        await served(ada.chat, outbox)
    # An album that may have been shown is not sent again: the files that follow carry every portrait.
    assert_results_once(ada.chat, trouble not in UNDONE_UNHEARD, strays=trouble in DONE_UNHEARD)
    assert [fault.times for fault in faults] == [0] * len(faults), "every one of them struck"


@pytest.mark.parametrize("trouble", ["429", "503", "drop before"])
async def test_trouble_that_lasts_delays_and_loses_nothing(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """A bad quarter of an hour, in small."""
    ada, vault = server.person(), Vault.open("memory://", bytes(32))
    server.fail(Fault(trouble, times=5, seconds=0))
    async with speaking(server, talk, vault) as outbox:
        outbox.wake(await say(talk, vault, 1001, *results()))
        await served(ada.chat, outbox)
    assert_results_once(ada.chat)


async def test_after_a_429_nothing_is_asked_for_that_chat_until_the_time_is_over(
    server: TelegramServer, talk: Listening
) -> None:
    """Whoever does not wait is made to wait longer; and nobody else has to."""
    vault = Vault.open("memory://", bytes(32))
    ada, bob = server.person(1001), server.person(1002)
    server.fail(Fault("429", "sendMediaGroup", chat=1001, seconds=2))
    async with speaking(server, talk, vault) as outbox:
        outbox.wake(await say(talk, vault, 1001, *results()))
        await until(lambda: server.asked("sendMediaGroup", 429), "the refusal")
        [refused] = server.asked("sendMediaGroup", 429)
        outbox.wake(await say(talk, vault, 1002, *results()))
        await bob.chat.says("These are yours")
        bobs_end = server.calls[-1].at
        await served(ada.chat, outbox)
    theirs = [call for call in server.calls if call.params.get("chat_id") == 1001 and call.at > refused.at]
    assert theirs[0].at >= refused.at + 2
    assert bobs_end < refused.at + 2, "the other person was served meanwhile"
    for chat in (ada.chat, bob.chat):
        assert_results_once(chat)


async def test_somebody_who_blocks_the_bot_in_the_middle_is_left_in_peace_and_welcome_again(
    server: TelegramServer, talk: Listening
) -> None:
    """What was meant for them is dropped, their orders are stopped, and when they are back they are answered."""
    ada, vault = server.person(), Vault.open("memory://", bytes(32))
    async with speaking(server, talk, vault) as outbox:
        person = await say(talk, vault, 1001, *results())
        server.once("sendMediaGroup", ada.blocks)
        outbox.wake(person)
        await until(lambda: talk.gone == ["1001"], "orders stopped")
        await until(lambda: outbox.idle, "the outbox at rest")
        assert await messages.pending(talk.database, person, "telegram") == ()
        found = await people.find(talk.database, person)
        assert found is not None
        assert found.away
        ada.unblocks()
        await say(talk, vault, 1001, (None, Body("Welcome back")))
        outbox.wake(person)
        await ada.chat.says("Welcome back")
    async with listening(server, talk):
        await until(lambda: talk.gone == ["1001", "1001"], "told by Telegram too")

        async def back() -> bool:
            now = await people.find(talk.database, person)
            return now is not None and not now.away

        await until(back, "no longer away")
