"""One person with several chats, of which one cannot be written to."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.events import Command, Event, Said
from bot.message import Blocked, Body, Closed, DeliveryError
from inference.contract import PORTRAITS, SELFIES, WorkerBeat
from storage import people
from storage.database import Database
from storage.messages import Message
from storage.vault import Vault
from tests.bot.rig import Chat, Rig
from tests.bot.two import TwoRig
from tests.fakes import MemoryQueue


@dataclass
class Fenced(Chat):
    """A platform where one chat, at `shut`, takes nothing."""

    shut: str = ""
    why: type[DeliveryError] = Blocked

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform`."""
        if message.address == self.shut:
            raise self.why
        return await super().deliver(message, body, pictures)


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[TwoRig]:
    """A bot on two platforms, with one worker that the test plays."""
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    rig = TwoRig(database, Vault.open("memory://", bytes(32)), Fenced(), MemoryQueue())
    await rig.queue.announce(WorkerBeat("one", "studio", (PORTRAITS, SELFIES)))
    yield rig
    await rig.close()


def shut(rig: Rig, address: str, why: type[DeliveryError]) -> None:
    """From now on this chat takes nothing."""
    assert isinstance(rig.chat, Fenced)
    rig.chat.shut, rig.chat.why = address, why


@pytest.mark.parametrize("first", [Command("start"), Said()])
@pytest.mark.parametrize("then", [Said(), Command("results")])
async def test_who_agrees_has_been_shown_to_what(rig: TwoRig, first: Event, then: Event) -> None:
    """A welcome that could not be delivered was never read: who comes back after opening the door gets it then."""
    shut(rig, "ann", Closed)
    await rig.do(first)
    assert await rig.read() == []
    shut(rig, "nobody", Closed)
    await rig.do(then)

    assert "Before you send anything" in (await rig.read())[0]


@pytest.mark.parametrize("why", [Blocked, Closed])
async def test_a_chat_that_takes_nothing_costs_another_on_the_same_platform_nothing(
    rig: TwoRig, why: type[DeliveryError]
) -> None:
    """The placeholder is on the old phone, where the bot is blocked; the portraits must still reach the new one."""
    request = await rig.with_order()
    await rig.do(Command("status"))  # said where the order was placed
    await rig.finish(request)
    await rig.do(Command("link", await rig.code()), "new")
    await rig.press(f"v1:again:{request.order}")
    await rig.do(Command("status"), "new")
    await rig.read()
    shut(rig, "ann", why)
    await rig.finish(await rig.take_order())

    await rig.read()
    assert "album" in [body.kind for body in rig.chat.seen["new"]]


@pytest.mark.parametrize("why", [Blocked, Closed])
async def test_who_cannot_be_reached_where_they_no_longer_are_is_not_away(
    rig: TwoRig, why: type[DeliveryError]
) -> None:
    """Closed messages on one platform must not keep announcements from the other."""
    await rig.join_after_photo()
    await rig.order()
    await rig.do_there(Command("status"))
    await rig.read_there()
    shut(rig, "ann", why)
    await rig.finish(await rig.take_order())
    await rig.read_there()

    person = await people.find(rig.database, await rig.person())
    assert person is not None
    assert not person.away
