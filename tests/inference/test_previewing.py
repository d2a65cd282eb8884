"""Instant previews from a real vault and drawn people, through the craft of the queue `selfies`."""

import asyncio
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from inference import checking, contract, previewing
from inference.checking import Checking
from inference.contract import SELFIES, CheckSelfie, MakePreview, Mode, PreviewMade, Shot
from inference.decode import Sandbox
from inference.engines import Brief, Engine, EngineError, Portrait, Tell
from inference.engines.choosing import studio
from inference.engines.finished import jpeg
from inference.faces import find_faces
from inference.frames import News, Previewed, Start
from inference.lane_child import Stop, failure_of
from inference.previewing import LATE_S, Previewing
from storage.vault import SubjectGone, Vault
from tests import drawn

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]


@cache
def photo() -> bytes:
    return drawn.jpeg(drawn.person(25, 900, 1200))


class Easel:
    """An engine that paints grey at once, unless it is stopped before or something happens `at_work`."""

    name = "easel"
    modes: frozenset[Mode] = frozenset(("reference",))
    adapters = False
    marks: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.briefs: list[Brief] = []
        self.at_work: Callable[[], None] = lambda: None

    def portraits(self, brief: Brief, stop: Stop, tell: Tell) -> Iterator[Portrait]:
        self.briefs.append(brief)
        tell(0.0)
        self.at_work()
        if not stop():
            yield Portrait(0, jpeg(np.full((1280, 1024, 3), 128, np.uint8)), 1024, 1280)

    def forget(self, subject: str) -> None:
        """It keeps nothing."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    opened = Vault.open(str(tmp_path / "blobs"), KEY)
    opened.enrol_sync("ann")
    opened.put_sync("ann", "best", photo())
    return opened


@pytest.fixture
def easel(monkeypatch: pytest.MonkeyPatch) -> Easel:
    """Stands where the studio would, for what is not about the picture."""
    standing = Easel()
    monkeypatch.setattr(previewing, "studio", lambda: standing)
    return standing


@pytest.fixture
def made(vault: Vault, sandbox: Sandbox, easel: Easel) -> Callable[[MakePreview], list[PreviewMade]]:
    """Has a preview made on the easel; what was announced."""
    return lambda request: announced(Previewing(vault, sandbox), request)


def announced(maker: Previewing, request: MakePreview, stop: Stop = lambda: False) -> list[PreviewMade]:
    heard: list[News] = []
    maker.make(request, stop, heard.append)
    return previews(heard)


def previews(heard: list[News]) -> list[PreviewMade]:
    return [news.news for news in heard if isinstance(news, Previewed)]


def ask(*blobs: str, order: str = "o") -> MakePreview:
    return MakePreview(order, "ann", blobs or ("best",), Shot(0, "linkedin"), 7)


def open_picture(vault: Vault, blob: str) -> Image.Image:
    return Image.open(io.BytesIO(vault.get_sync("ann", blob)))


def test_the_studio_opens_at_the_first_preview_and_makes_a_small_picture_of_the_person(
    tmp_path: Path, vault: Vault, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits sees themselves in the look they chose; a machine that is asked for no preview keeps its memory."""
    opened: list[Engine] = []

    def opening() -> Engine:
        opened.append(studio())
        return opened[-1]

    monkeypatch.setattr(previewing, "studio", opening)
    monkeypatch.setattr(checking, "Sandbox", lambda: sandbox)
    craft = Checking(Start(SELFIES, str(tmp_path / "blobs"), KEY))
    heard: list[News] = []
    craft.work(msgspec.msgpack.encode(CheckSelfie("best", 1, "ann", "best")), lambda: False, heard.append)
    assert not opened
    for order in ("o", "p"):
        assert craft.work(msgspec.msgpack.encode(ask(order=order)), lambda: False, heard.append)
    assert len(opened) == 1

    first, second = previews(heard)
    assert (first.order, first.subject, first.blob, second.order) == ("o", "ann", contract.instant_blob("o"), "p")
    picture = open_picture(vault, first.blob)
    assert (picture.format, picture.size) == ("JPEG", (first.width, first.height))
    assert max(picture.size) <= 768
    assert len(find_faces(np.asarray(picture))) == 1


def test_a_lane_that_is_ready_for_checks_has_not_loaded_the_studio() -> None:
    """What is imported is paid for by every machine, also by those with little memory."""
    code = "import inference.checking, sys; print('inference.engines.studio' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


def test_a_preview_is_announced_when_it_lies_in_the_vault(vault: Vault, sandbox: Sandbox, easel: Easel) -> None:
    """A picture announced and not there would be an error in the middle of somebody's chat."""
    there: list[bool] = []
    Previewing(vault, sandbox).make(
        ask(), lambda: False, lambda _: there.append(vault.has_sync("ann", contract.instant_blob("o")))
    )

    assert there == [True]


def test_a_photo_of_many_megapixels_is_read_no_larger_than_a_preview_needs(
    vault: Vault, easel: Easel, made: Callable[[MakePreview], list[PreviewMade]]
) -> None:
    """Whole, it would cost half as much time again and 200 MB, in a lane where others wait for a verdict."""
    large = drawn.person(25, 1500, 2000)
    vault.put_sync("ann", "large", drawn.jpeg(large))
    vault.put_sync("ann", "larger", drawn.heic(large))
    for name in ("large", "larger", "best"):
        made(ask(name))

    assert [brief.photos[0].shape for brief in easel.briefs] == [(1365, 1024, 3), (1365, 1024, 3), (1200, 900, 3)]


def test_where_the_best_photo_is_gone_the_next_one_is_taken(
    vault: Vault, made: Callable[[MakePreview], list[PreviewMade]]
) -> None:
    """A photo may be dropped, or its time may be over, between the order and its preview."""
    vault.put_sync("ann", "letter", b"Dear sir")

    assert len(made(ask("gone", "letter", "best"))) == 1


def test_without_a_photo_nothing_is_said_and_nothing_is_left(vault: Vault, sandbox: Sandbox, easel: Easel) -> None:
    """Nobody was promised a preview: the order alone tells what is wrong."""
    heard: list[News] = []
    with pytest.raises(EngineError) as raised:
        Previewing(vault, sandbox).make(ask("gone"), lambda: False, heard.append)

    assert (failure_of(raised.value), heard) == ("no_usable_photo", [])
    assert not vault.has_sync("ann", contract.instant_blob("o"))


def test_who_is_erased_in_the_middle_is_in_no_preview(vault: Vault, sandbox: Sandbox, easel: Easel) -> None:
    """An erasure is a promise, and nothing comes after it."""

    def erase() -> None:
        asyncio.run(vault.destroy("ann"))

    easel.at_work = erase
    heard: list[News] = []
    with pytest.raises(SubjectGone):
        Previewing(vault, sandbox).make(ask(), lambda: False, heard.append)

    assert heard == []
    assert asyncio.run(vault.names("ann")) == ()


def test_where_the_portrait_is_there_no_preview_is_made(
    vault: Vault, easel: Easel, made: Callable[[MakePreview], list[PreviewMade]]
) -> None:
    """After an outage the preview may come to its turn last; a lesser picture behind the portrait only confuses."""
    vault.put_sync("ann", contract.portrait_blob("o", 0), photo())

    assert made(ask()) == []
    assert easel.briefs == []


def test_a_stopped_preview_leaves_nothing(vault: Vault, sandbox: Sandbox, easel: Easel) -> None:
    """A worker that is being stopped has seconds to give back what matters more."""
    heard: list[News] = []

    assert not Previewing(vault, sandbox).make(ask(), lambda: True, heard.append)
    assert heard == []
    assert not vault.has_sync("ann", contract.instant_blob("o"))


def test_a_preview_that_takes_too_long_is_given_up(vault: Vault, sandbox: Sandbox, easel: Easel) -> None:
    """People who have just sent a photo wait behind it for their verdict."""
    ticks = count(step=LATE_S + 1)
    with pytest.raises(EngineError) as raised:
        announced(Previewing(vault, sandbox, lambda: next(ticks)), ask())

    assert raised.value.failure == "timed_out"
