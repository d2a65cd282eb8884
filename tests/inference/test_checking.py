"""The craft of the queue `selfies` with a real vault and real photos: verdicts, thumbnails, comparisons, sheets."""

import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from inference import checking, contract
from inference.checking import Checking, Memory
from inference.contact_sheet import Tile, draw
from inference.contract import SELFIES, CheckSelfie, CheckSet, SelfieChecked, SetChecked, SetPhoto
from inference.decode import Sandbox
from inference.engines import Pixels
from inference.frames import Checked, Compared, News, Start
from inference.portraying import Seen, see
from inference.selfies import check
from storage.vault import Vault
from tests import drawn

KEY = bytes(range(32))
WORDS = {"near_duplicate": "double", "other_person": "who?", "doubtful": "you?", "asks": "which?", "no_face": "no face"}
ME, FRIEND = 25, 32  # drawn people whose faces are as far apart as drawn faces are
SHOTS = {"one": (ME, 0), "two": (ME, 1), "three": (ME, 3), "friend": (FRIEND, 2)}


@cache
def photo(name: str) -> bytes:
    """A photo by its name; one that is no shot shows nobody."""
    if name not in SHOTS:
        return drawn.jpeg(drawn.group(0))
    person, occasion = SHOTS[name]
    return drawn.jpeg(drawn.person(person, 900, 1200, occasion))


@cache
def seen(name: str) -> Seen:
    """What is remembered of a shot."""
    with Sandbox() as sandbox:
        known = see(name, check(sandbox.decode(photo(name))))
    assert known is not None
    return known


class Counting(Sandbox):
    """A sandbox that counts what it decodes."""

    count = 0

    def decode(self, data: bytes, enough_px: int = 0) -> Pixels:
        self.count += 1
        return super().decode(data, enough_px)


@pytest.fixture(scope="module")
def children() -> Iterator[Counting]:
    with Counting() as opened:
        yield opened


@pytest.fixture
def sandbox(children: Counting, monkeypatch: pytest.MonkeyPatch) -> Counting:
    """What every craft of a test decodes with."""
    children.count = 0
    monkeypatch.setattr(checking, "Sandbox", lambda: children)
    return children


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    opened = Vault.open(str(tmp_path / "blobs"), KEY)
    opened.enrol_sync("ann")
    return opened


@pytest.fixture
def tiles(monkeypatch: pytest.MonkeyPatch) -> list[Tile]:
    """The tiles of the last sheet that was drawn."""
    last: list[Tile] = []

    def drawn_and_noted(tiles: list[Tile]) -> bytes:
        last[:] = tiles
        return draw(tiles)

    monkeypatch.setattr(checking, "draw", drawn_and_noted)
    return last


@pytest.fixture
def craft(tmp_path: Path, vault: Vault, sandbox: Counting) -> Checking:
    return started(tmp_path)


def started(folder: Path) -> Checking:
    """The craft as a new process has it, with nothing in memory."""
    return Checking(Start(SELFIES, str(folder / "blobs"), KEY))


def work(craft: Checking, ask: CheckSelfie | CheckSet) -> News:
    """Do one job; its one piece of news."""
    heard: list[News] = []
    assert craft.work(msgspec.msgpack.encode(ask), lambda: False, heard.append)
    [news] = heard
    return news


def checked(craft: Checking, vault: Vault, name: str) -> SelfieChecked:
    """The verdict on a photo that has just come."""
    vault.put_sync("ann", name, photo(name))
    news = work(craft, CheckSelfie(name, 1, "ann", name))
    assert isinstance(news, Checked)
    return news.verdict


def compared(craft: Checking, *photos: SetPhoto, version: int = 1) -> SetChecked:
    news = work(craft, CheckSet("ann", version, 1, photos, WORDS))
    assert isinstance(news, Compared)
    return news.news


def good(*names: str) -> tuple[SetPhoto, ...]:
    """Photos that count, numbered as they came."""
    return tuple(SetPhoto(name, number, "accept", usable=True) for number, name in enumerate(names, start=1))


def shown(jpeg: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB), np.uint8)


def test_the_thumbnail_lies_in_the_vault_before_the_verdict_is_told(craft: Checking, vault: Vault) -> None:
    """A refused photo is erased as soon as its verdict is known; later there would be nothing to make one of."""
    for name in ("one", "nobody"):
        vault.put_sync("ann", name, photo(name))
        there: list[bool] = []

        def say(_: News, name: str = name, there: list[bool] = there) -> None:
            there.append(vault.has_sync("ann", contract.thumbnail_blob(name)))

        craft.work(msgspec.msgpack.encode(CheckSelfie(name, 1, "ann", name)), lambda: False, say)
        assert there == [True]
        assert max(shown(vault.get_sync("ann", contract.thumbnail_blob(name))).shape) == 320


def test_a_verdict_carries_what_its_sentence_needs(craft: Checking, vault: Vault) -> None:
    """Reason, measure and number must arrive together, for this photo and this attempt."""
    told = checked(craft, vault, "nobody")
    assert (told.selfie, told.attempt, told.verdict) == ("nobody", 1, "reject")
    assert (told.reasons, told.detail, told.measures["faces"], told.quality) == (("no_face",), "faces", 0.0, 0.0)

    told = checked(craft, vault, "one")
    assert (told.verdict, told.reasons, told.detail) == ("accept", (), "")
    assert 0.5 < told.quality <= 1


def test_a_file_that_cannot_be_read_is_told_as_such_and_leaves_nothing(craft: Checking, vault: Vault) -> None:
    """There is nothing to be shown of it, and the remedy is another file."""
    vault.put_sync("ann", "letter", b"Dear sir")
    news = work(craft, CheckSelfie("letter", 1, "ann", "letter"))
    assert isinstance(news, Checked)
    assert (news.verdict.reasons, news.verdict.detail) == (("unreadable",), "not_an_image")
    assert not vault.has_sync("ann", contract.thumbnail_blob("letter"))


def test_photos_of_one_person_are_compared_from_memory(craft: Checking, vault: Vault, sandbox: Counting) -> None:
    """People send photo after photo: to decode all of them again for each would keep everybody waiting."""
    for name in ("one", "two", "three"):
        checked(craft, vault, name)
    told = compared(craft, *good("one", "two", "three"), version=7)
    assert (told.subject, told.version, told.attempt) == ("ann", 7, 1)
    assert (told.duplicates, told.others, told.doubtful) == ({}, {}, {})
    assert sorted(told.ranked) == ["one", "three", "two"]
    assert sandbox.count == 3


def test_after_a_restart_the_photos_are_looked_at_again(
    craft: Checking, vault: Vault, sandbox: Counting, tmp_path: Path
) -> None:
    """What tells one face from another is on no disk, so it is made again, and says the same."""
    for name in ("one", "two", "friend"):
        checked(craft, vault, name)
    asked = good("one", "two", "friend")
    before = compared(craft, *asked)
    again = started(tmp_path)
    assert compared(again, *asked) == before
    assert sandbox.count == 6
    compared(again, *asked)
    assert sandbox.count == 6, "and is then remembered"


def test_a_photo_erased_meanwhile_is_left_out(craft: Checking, vault: Vault, tiles: list[Tile], tmp_path: Path) -> None:
    """Its time may be over, or the person may have dropped it: the others are compared all the same."""
    for name in ("one", "two"):
        checked(craft, vault, name)
    vault.delete_sync("ann", ["two", contract.thumbnail_blob("two")])
    told = compared(started(tmp_path), *good("one", "two"))
    assert told.ranked == ("one",)
    assert [tile.thumb is None for tile in tiles] == [False, True]


def test_a_copy_and_somebody_else_are_told_with_their_photo(craft: Checking, vault: Vault, tiles: list[Tile]) -> None:
    """The list says which photo is a copy of which, and by how much a face differs."""
    for name in ("one", "two", "three", "friend"):
        checked(craft, vault, name)
    vault.put_sync("ann", "copy", drawn.jpeg(drawn.person(ME, 900, 1200).resize((750, 1000)), quality=80))
    work(craft, CheckSelfie("copy", 1, "ann", "copy"))
    told = compared(craft, *good("one", "two", "three", "copy", "friend"))
    assert told.duplicates == {"copy": "one"}
    assert set(told.doubtful) == {"friend"}
    assert told.ranked[-1] == "friend"
    assert [(tile.number, tile.mark, tile.label) for tile in tiles] == [
        (1, "accept", ""),
        (2, "accept", ""),
        (3, "accept", ""),
        (4, "copy", "double"),
        (5, "ask", "you?"),
    ]
    assert [tile.face is not None for tile in tiles] == [False] * 5


def test_a_photo_the_person_vouched_for_is_not_doubted(craft: Checking, vault: Vault) -> None:
    """To be asked again what one has just answered is to be called a liar."""
    for name in ("one", "two", "three", "friend"):
        checked(craft, vault, name)
    *own, friend = good("one", "two", "three", "friend")
    told = compared(craft, *own, msgspec.structs.replace(friend, claimed=True))
    assert (told.others, told.doubtful) == ({}, {})
    assert set(told.ranked) == {"one", "two", "three", "friend"}


def test_a_face_that_is_asked_about_is_ringed_and_not_compared(
    craft: Checking, vault: Vault, tiles: list[Tile]
) -> None:
    """Nobody can say yes to "is the ringed one you?" without a ring."""
    for name in ("one", "two"):
        checked(craft, vault, name)
    asks = SetPhoto("two", 2, "warn", "several_faces", asks=True)
    told = compared(craft, *good("one"), asks)
    assert told.ranked == ("one",)
    assert (tiles[1].mark, tiles[1].label) == ("ask", "which?")
    assert tiles[1].face is not None
    x, y, width, height = tiles[1].face
    assert 0 < x < x + width < 1
    assert 0 < y < y + height < 1


def test_of_several_faces_the_one_that_is_used_is_ringed(craft: Checking, vault: Vault, tiles: list[Tile]) -> None:
    """The list says "I use the ringed face", and a single face needs no ring."""
    for name in ("one", "two"):
        checked(craft, vault, name)
    noted = SetPhoto("two", 2, "warn", "several_faces", usable=True, claimed=True)
    compared(craft, *good("one"), noted)
    assert [tile.face is not None for tile in tiles] == [False, True]


def test_every_photo_has_its_tile_with_its_word(craft: Checking, vault: Vault, tiles: list[Tile]) -> None:
    """Refused, unreadable or still being checked: what was sent is seen to have arrived."""
    for name in ("one", "nobody"):
        checked(craft, vault, name)
    vault.delete_sync("ann", ["nobody"])  # as the bot does with what is refused
    refused, broken = SetPhoto("nobody", 2, "reject", "no_face"), SetPhoto("letter", 3, "reject", "unreadable")
    compared(craft, *good("one"), refused, broken, SetPhoto("new", 4, None))
    assert [(tile.mark, tile.label) for tile in tiles] == [
        ("accept", ""),
        ("reject", "no face"),
        ("reject", ""),
        ("waiting", ""),
    ]
    assert [tile.thumb is None for tile in tiles] == [False, False, True, True]


def test_the_sheet_lies_in_the_vault_and_its_size_is_told(craft: Checking, vault: Vault) -> None:
    """A page that knows the size beforehand does not jump when the picture comes."""
    for name in ("one", "two"):
        checked(craft, vault, name)
    told = compared(craft, *good("one", "two"), version=3)
    assert told.sheet == contract.sheet_blob("ann", 3)
    assert shown(vault.get_sync("ann", told.sheet)).shape == (told.height, told.width, 3)


def test_a_set_without_a_face_still_has_its_sheet(craft: Checking, vault: Vault) -> None:
    """Who sent only photos that do not help sees which."""
    checked(craft, vault, "nobody")
    told = compared(craft, SetPhoto("nobody", 1, "reject", "no_face"))
    assert (told.ranked, told.advice) == ((), "frontal")
    assert vault.has_sync("ann", told.sheet)


def test_who_is_forgotten_is_in_no_memory(craft: Checking, vault: Vault, sandbox: Counting) -> None:
    """An erasure that leaves a face in a process's memory is none."""
    checked(craft, vault, "one")
    craft.forget("ann")
    compared(craft, *good("one"))
    assert sandbox.count == 2
    compared(craft, *good("one"))
    assert sandbox.count == 3, "and nothing of them is kept any more"


def test_who_is_forgotten_in_the_middle_of_a_job_is_not_remembered_by_its_end(
    craft: Checking, vault: Vault, sandbox: Counting
) -> None:
    """The thread that hears of it is another than the one that looks at the photo."""
    vault.put_sync("ann", "one", photo("one"))

    def say(_: News) -> None:
        hearing = threading.Thread(target=craft.forget, args=("ann",))
        hearing.start()
        hearing.join()

    craft.work(msgspec.msgpack.encode(CheckSelfie("one", 1, "ann", "one")), lambda: False, say)
    compared(craft, *good("one"))
    assert sandbox.count == 2


def test_memory_lets_go_of_what_was_unused_longest() -> None:
    """Everybody who is choosing photos at the same time must fit, and no more."""
    memory = Memory(most=2)
    memory.keep("ann", "one", seen("one"))
    memory.keep("bob", "two", seen("two"))
    assert memory.get("ann", "one") is seen("one")
    memory.keep("cid", "three", seen("three"))
    assert memory.get("bob", "two") is None
    assert memory.get("ann", "one") is seen("one")


def test_memory_keeps_each_person_s_photos_apart() -> None:
    """Selfies are numbered anew for nobody, but a worker serves many people."""
    memory = Memory()
    memory.keep("ann", "one", seen("one"))
    memory.keep("bob", "one", seen("two"))
    memory.forget("bob")
    assert memory.get("ann", "one") is seen("one")
    assert memory.get("bob", "one") is None
