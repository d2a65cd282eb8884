"""What a lane does with a real vault and real bytes: each portrait stored at once, each failure named."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from inference.contract import PORTRAITS, Failure, MakePortraits, Mode, Shot, portrait_blob
from inference.decode import Sandbox
from inference.engines import Brief, EngineError, Portrait, Tell
from inference.frames import Checked, Made, Start, Told
from inference.lane_child import failure_of
from inference.making import Making
from storage.vault import SubjectGone, Vault

KEY = bytes(range(32))
Heard = list[Told | Made | Checked]


def jpeg(width: int = 400, height: int = 500) -> bytes:
    """Any picture that can be decoded."""
    out = io.BytesIO()
    Image.fromarray(np.tile(np.linspace(0, 255, width, dtype=np.uint8)[None, :, None], (height, 1, 3))).save(
        out, "JPEG"
    )
    return out.getvalue()


class Easel:
    """An engine that paints grey at once, and keeps count."""

    name = "easel"
    modes: frozenset[Mode] = frozenset(("reference", "references"))
    adapters = False

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.photos: list[tuple[int, ...]] = []

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        self.photos = [photo.shape for photo in brief.photos]
        for number, shot in enumerate(brief.shots):
            tell(number / len(brief.shots))
            if stop():
                return
            if shot.index in brief.done:
                continue
            self.asked.append(shot.index)
            yield Portrait(shot.index, jpeg(640, 800), 640, 800, ("tight_crop",))

    def forget(self, subject: str) -> None:
        """It keeps nothing."""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    opened = Vault.open(str(tmp_path / "blobs"), KEY)
    opened.enrol_sync("person")
    return opened


@pytest.fixture
def easel() -> Easel:
    return Easel()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def making(tmp_path: Path, vault: Vault, easel: Easel, sandbox: Sandbox) -> Making:
    return Making(Start(PORTRAITS, str(tmp_path / "blobs"), KEY), easel, sandbox)


def order(*blobs: str, shots: int = 3) -> bytes:
    ask = MakePortraits("o", 1, "person", blobs, tuple(Shot(index, "cv") for index in range(shots)), 7)
    return msgspec.msgpack.encode(ask)


def never() -> bool:
    return False


def failure(making: Making, request: bytes) -> Failure:
    with pytest.raises(Exception) as raised:  # noqa: PT011 - whatever comes is what the worker would name
        making.work(request, never, lambda _: None)
    return failure_of(raised.value)


def test_each_portrait_lies_in_the_vault_when_it_is_announced(making: Making, vault: Vault) -> None:
    """A portrait announced and then not there would be a broken promise."""
    vault.put_sync("person", "s", jpeg())
    heard: Heard = []

    def say(news: Told | Made | Checked) -> None:
        heard.append(news)
        if isinstance(news, Made):
            assert vault.get_sync("person", news.portrait.blob).startswith(b"\xff\xd8")

    assert making.work(order("s"), never, say)
    portraits = [news.portrait for news in heard if isinstance(news, Made)]
    assert [portrait.index for portrait in portraits] == [0, 1, 2]
    assert {(p.width, p.height, p.notes) for p in portraits} == {(640, 800, ("tight_crop",))}


def test_a_repeated_order_makes_only_what_is_missing(making: Making, vault: Vault, easel: Easel) -> None:
    """After a power cut nobody waits again for what was finished, and nothing is delivered in two versions."""
    vault.put_sync("person", "s", jpeg())
    vault.put_sync("person", portrait_blob("o", 1), jpeg(512, 640))
    heard: Heard = []

    assert making.work(order("s"), never, heard.append)
    assert easel.asked == [0, 2]
    made = [(news.portrait.index, news.portrait.width) for news in heard if isinstance(news, Made)]
    assert made == [(1, 512), (0, 640), (2, 640)]
    assert all(news.fraction >= 1 / 3 for news in heard if isinstance(news, Told))


def test_a_finished_order_is_announced_again_without_a_photo(making: Making, vault: Vault, easel: Easel) -> None:
    """The results may be lost after the selfies are gone; the portraits are still there."""
    for index in range(3):
        vault.put_sync("person", portrait_blob("o", index), jpeg(512, 640))

    assert making.work(order("gone"), never, lambda _: None)
    assert easel.asked == []


def test_a_stopped_order_is_left_unfinished(making: Making, vault: Vault, easel: Easel) -> None:
    """Cancelled work must not be reported as done."""
    vault.put_sync("person", "s", jpeg())

    assert not making.work(order("s"), lambda: bool(easel.asked), lambda _: None)
    assert easel.asked == [0]


def test_a_photo_that_is_gone_or_damaged_is_left_out(making: Making, vault: Vault, easel: Easel) -> None:
    """One deleted selfie of five must not cost the order."""
    vault.put_sync("person", "text", b"no picture at all")
    vault.put_sync("person", "s", jpeg(300, 400))

    assert making.work(order("gone", "text", "s"), never, lambda _: None)
    assert easel.photos == [(400, 300, 3)]


def test_only_as_many_photos_are_decoded_as_memory_allows(making: Making, vault: Vault, easel: Easel) -> None:
    """Twenty large photos at once would take a gigabyte."""
    names = [f"s{number}" for number in range(9)]
    for name in names:
        vault.put_sync("person", name, jpeg())

    assert making.work(order(*names), never, lambda _: None)
    assert len(easel.photos) == 4


def test_without_any_photo_the_order_says_so(making: Making) -> None:
    """The person is asked for photos, not told of an error."""
    assert failure(making, order("gone", "also-gone")) == "photos_gone"


def test_without_a_readable_photo_the_order_says_so(making: Making, vault: Vault) -> None:
    """The person is asked for another photo."""
    vault.put_sync("person", "text", b"no picture at all")

    assert failure(making, order("text")) == "no_usable_photo"


async def test_a_person_who_deleted_everything_gets_nothing_stored(making: Making, vault: Vault, easel: Easel) -> None:
    """After /delete nothing may reappear, also not the portrait that was just being made."""
    vault.put_sync("person", "s", jpeg())
    await vault.destroy("person")

    assert failure(making, order("s")) == "photos_gone"
    assert await vault.subjects() == ()


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (EngineError("no_usable_photo", "no face"), "no_usable_photo"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "out_of_memory"),
        (OSError(28, "No space left on device"), "disk_full"),
        (ValueError("generic error: Unable to write: No space left on device (os error 28)"), "disk_full"),
        (ValueError("anything else"), "engine"),
    ],
)
def test_every_error_has_a_name_that_the_person_can_be_told(error: Exception, named: str) -> None:
    """Silence on failure is what people complain of first."""
    assert failure_of(error) == named


def test_the_subject_of_no_key_is_gone(vault: Vault) -> None:
    """What the fault above rests on: a vault without the key gives nothing."""
    with pytest.raises(SubjectGone):
        vault.get_sync("nobody", "s")
