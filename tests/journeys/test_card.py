"""The picture of a list on the local page: in a real browser, as it comes, changes and goes."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from bot.events import Event
from bot.message import Body, Picture
from bot.on_local import Local
from inference.contact_sheet import Tile, draw
from storage import people, turns
from storage.changes import Change, Draft
from storage.database import Database
from storage.messages import Message, history
from storage.vault import Vault
from tests.browser import DESKTOP, PHONE, Browser, Device, browser

pytestmark = pytest.mark.slow

WORDS = "\n".join(f"Line {number} of the list" for number in range(4))
LOADED = "const seen = document.querySelector('.sheet img'); return Boolean(seen?.complete && seen.naturalWidth)"
AT_END = "const m = document.getElementById('main'); return m.scrollHeight - m.scrollTop - m.clientHeight < 2"


class Silent:
    """A conversation in which the person says nothing that matters."""

    async def hear(self, platform: str, address: str, language: str, event: Event) -> None:
        """Ignore an event."""

    async def photo(self, platform: str, address: str, language: str, data: bytes) -> None:
        """Ignore a picture."""


class Board:
    """The list of one person, said again and again in its slot."""

    def __init__(self, local: Local, database: Database, vault: Vault) -> None:
        self.local, self.database, self.vault = local, database, vault
        self.shown = 0

    async def say(self, key: str, photos: int, *, text: str = WORDS, kept: bool = True) -> str:
        """Say the list with the sheet of so many photos, none of which may be kept; the picture's name."""
        person = await people.meet(self.database, "local", key, "en", time.time())
        await self.vault.enrol(person.id)
        self.shown += 1
        name = f"sheet-1-{self.shown}"
        if photos and kept:
            sheet = draw([Tile(number + 1, None, "accept", "good") for number in range(photos)])
            await self.vault.put(person.id, name, sheet)
        pictures = (Picture(name, "photos.jpg", "", 1080, 600),) if photos else ()
        body = Body(text, kind="card", pictures=pictures)
        draft = Draft("board-1", msgspec.json.encode(body).decode())
        assert await turns.commit(self.database, Change(person.id, time.time(), messages=(draft,)))
        message: Message = (await history(self.database, person.id, "local"))[-1]
        await self.local.deliver(message, body, ())
        return name


@pytest.fixture
async def board(tmp_path: Path) -> AsyncIterator[Board]:
    """The page with nobody behind it."""
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.db'}")
    vault = Vault.open("memory://", bytes(32))
    local = Local(Silent(), database, vault, 0)
    async with local.serving():
        yield Board(local, database, vault)
    await database.close()


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=lambda device: device.name)
async def test_the_picture_of_a_list_comes_and_changes_in_its_place_and_nothing_jumps(
    board: Board, device: Device, tmp_path: Path
) -> None:
    """The list grows while it is being read: what is read stays where it is, and the newest picture wins."""
    loop = asyncio.get_running_loop()

    def visit(page: Browser) -> None:
        def say(photos: int, *, text: str = WORDS, kept: bool = True) -> str:
            return asyncio.run_coroutine_threadsafe(board.say(key, photos, text=text, kept=kept), loop).result(10)

        def showing(name: str) -> bool:
            return name in page.driver.execute_script("return document.querySelector('.sheet img')?.src ?? ''")

        page.open(board.local.url)
        key = page.driver.get_cookies()[0]["value"]
        say(0)
        page.wait(".line", "Line 3 of the list")
        for photos in (1, 3, 7):
            name = say(photos)
            page.until(lambda name=name: showing(name), f"the picture of {photos} photos")
            page.until(lambda: page.driver.execute_script(LOADED), "the picture is drawn")
            page.idle()
            assert page.driver.execute_script(AT_END), page.shot("not at the end")
        assert len(page.all(".line")) == 1
        assert page.shifts() < 0.1, "nothing jumps"
        assert not [line for line in page.console() if "SEVERE" in line]

        say(8, text="The last word", kept=False)
        page.wait(".line", "The last word")
        page.idle()
        assert showing(name), "the last picture stays where the next is gone"
        page.open(board.local.url)
        page.wait(".line", "The last word")
        page.until(lambda: not page.all(".sheet"), "no frame is left where no picture is")

    def look() -> None:
        with browser(device, tmp_path) as page:
            visit(page)

    await asyncio.to_thread(look)
