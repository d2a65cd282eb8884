"""What is said differently where platforms differ."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.events import Command, Pressed
from storage.database import Database
from storage.vault import Vault
from tests.bot.rig import Chat
from tests.bot.two import TwoRig
from tests.fakes import MemoryQueue

SHRINKS = "chats shrink photos"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[TwoRig]:
    """A bot on two platforms, of which the first shrinks photos."""
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.sqlite'}")
    rig = TwoRig(database, Vault.open("memory://", bytes(32)), Chat(), MemoryQueue())
    yield rig
    await rig.close()


async def test_files_are_recommended_only_where_photos_are_shrunk(rig: TwoRig) -> None:
    """Where every byte arrives anyway, the advice sends people looking for a button that is not there."""
    await rig.do(Command("start"))
    await rig.do(Pressed("v1:agree"))
    assert SHRINKS in (await rig.read())[-1]

    await rig.do_there(Command("language"))
    await rig.do_there(Pressed("v1:lang:en"))
    await rig.do_there(Pressed("v1:agree"))
    there = (await rig.read_there())[-1]
    assert "What helps most" in there
    assert SHRINKS not in there


async def test_a_photo_too_small_is_wanted_as_a_file_only_where_photos_are_shrunk(rig: TwoRig) -> None:
    """The one thing to do about a photo must be a thing that can be done in this chat."""
    await rig.do(Command("start"))
    await rig.do(Pressed("v1:agree"))
    await rig.send_photo()
    await rig.check("reject", ("unreadable",), "too_small", short_side_px=90)
    assert "Send the original as a file." in (await rig.read())[-1]

    await rig.do_there(Command("start"))
    await rig.do_there(Pressed("v1:agree"))
    await rig.photo_there()
    await rig.check("reject", ("unreadable",), "too_small", short_side_px=90)
    assert "Send the original." in (await rig.read_there())[-1]
