"""What a lane does with a real vault and real bytes: each portrait stored at once, each failure named."""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from inference.contract import PORTRAITS, Failure, MakePortraits, Mode, Shot, Tuning, portrait_blob, preview_blob
from inference.decode import Sandbox
from inference.engines import Brief, EngineError, Portrait, Tell
from inference.frames import Made, News, Start, Told
from inference.lane_child import failure_of
from inference.making import Making
from storage.vault import SubjectGone, Vault

KEY = bytes(range(32))
Heard = list[News]


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
    modes: frozenset[Mode] = frozenset(("reference", "references", "text"))
    adapters = True
    marks: tuple[str, ...] = ("generated",)

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.photos: list[tuple[int, ...]] = []
        self.briefs: list[Brief] = []
        self.forgotten: list[str] = []
        self.at_work: Callable[[Tell], None] = lambda _: None

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        self.briefs.append(brief)
        self.photos = [photo.shape for photo in brief.photos]
        for number, shot in enumerate(brief.shots):
            tell(number / len(brief.shots))
            if stop():
                return
            if shot.index in brief.done:
                continue
            self.asked.append(shot.index)
            self.at_work(tell)
            yield Portrait(shot.index, jpeg(640, 800), 640, 800, ("tight_crop",))

    def forget(self, subject: str) -> None:
        """Note whom."""
        self.forgotten.append(subject)


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


def order(*blobs: str, shots: int = 3, **others: object) -> bytes:
    ask = MakePortraits("o", 1, "person", blobs, tuple(Shot(index, "cv") for index in range(shots)), 7)
    return msgspec.msgpack.encode(msgspec.structs.replace(ask, **others))


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

    def say(news: News) -> None:
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

    heard: Heard = []
    assert making.work(order("gone"), never, heard.append)
    assert easel.asked == []
    assert all(news.portrait.notes == ("generated",) for news in heard if isinstance(news, Made)), (
        "who gets a picture made by a model is told so, however often its process died"
    )


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


@pytest.mark.parametrize(("enough_px", "most"), [(0, 4), (1400, 8)])
def test_an_order_that_shall_come_closer_is_made_of_more_photos(
    tmp_path: Path, vault: Vault, easel: Easel, sandbox: Sandbox, enough_px: int, most: int
) -> None:
    """What one selfie hides another shows; but twelve megapixels each would be too much for a small machine."""
    making = Making(Start(PORTRAITS, str(tmp_path / "blobs"), KEY), easel, sandbox, enough_px)
    names = [f"s{number}" for number in range(9)]
    for name in names:
        vault.put_sync("person", name, jpeg())

    assert making.work(order(*names, closer=True), never, lambda _: None)
    [brief] = easel.briefs
    assert (brief.closer, len(brief.photos)) == (True, most)


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


def test_a_mode_the_engine_has_not_is_refused_before_a_photo_is_read(making: Making, easel: Easel) -> None:
    """Another picture than the one asked for would be the worst answer."""
    assert failure(making, order("s", mode="edit")) == "mode_not_served"
    assert easel.briefs == []


def test_from_words_alone_no_photo_is_needed(making: Making, vault: Vault, easel: Easel) -> None:
    """The words lie in the vault, never in the queue, and reach the engine as they were written."""
    vault.put_sync("person", "words", "auf dem Dach, ⛅".encode())
    tuning = Tuning(steps=4, strength=0.5)

    assert making.work(order(mode="text", words="words", tuning=tuning), never, lambda _: None)
    [brief] = easel.briefs
    assert (brief.photos, brief.mode, brief.words) == ([], "text", "auf dem Dach, ⛅")
    assert brief.tuning == tuning


def test_a_personal_adapter_is_read_only_when_the_engine_wants_it(making: Making, vault: Vault, easel: Easel) -> None:
    """A hundred megabytes are not fetched again for what is in memory."""
    vault.put_sync("person", "s", jpeg())
    vault.put_sync("person", "lora", b"weights")

    assert making.work(order("s", adapter="lora"), never, lambda _: None)
    adapter = easel.briefs[0].adapter
    assert adapter is not None
    assert (adapter.subject, adapter.name, adapter.read()) == ("person", "lora", b"weights")


def test_an_adapter_that_left_the_vault_is_not_used_from_memory(making: Making, vault: Vault, easel: Easel) -> None:
    """Deleted means deleted, also where the notice to the worker was lost."""
    vault.put_sync("person", "s", jpeg())

    assert failure(making, order("s", adapter="lora")) == "adapter_refused"
    assert easel.forgotten == ["person"]
    assert easel.briefs == []


def test_an_adapter_deleted_in_mid_order_ends_it_with_its_name(making: Making, vault: Vault, easel: Easel) -> None:
    """Between the look and the reading lies a moment."""
    vault.put_sync("person", "s", jpeg())
    vault.put_sync("person", "lora", b"weights")

    def read(_: Tell) -> None:
        vault.delete_sync("person", ["lora"])
        adapter = easel.briefs[0].adapter
        assert adapter is not None
        adapter.read()

    easel.at_work = read
    assert failure(making, order("s", adapter="lora")) == "adapter_refused"


def test_an_engine_without_adapters_refuses_the_order(making: Making, vault: Vault) -> None:
    """A portrait without the person's own model is not what they ordered."""
    vault.put_sync("person", "s", jpeg())
    vault.put_sync("person", "lora", b"weights")
    making.adapters = False

    assert failure(making, order("s", adapter="lora")) == "adapter_refused"


def test_who_is_forgotten_is_forgotten_by_the_engine(making: Making, easel: Easel) -> None:
    """What an engine keeps of a person in memory goes with the deletion."""
    making.forget("person")

    assert easel.forgotten == ["person"]


def previewing(making: Making, vault: Vault, easel: Easel) -> tuple[list[str], list[bytes]]:
    """An order of one portrait whose engine tells until its preview is seen: names told, and what lay there."""
    vault.put_sync("person", "s", jpeg())
    names: list[str] = []
    seen: list[bytes] = []

    def paint(tell: Tell) -> None:
        deadline = time.monotonic() + 10
        while not seen and time.monotonic() < deadline:
            tell(0.5, np.full((1280, 1024, 3), 90, np.uint8))

    def say(news: News) -> None:
        if isinstance(news, Told) and news.preview:
            names.append(news.preview)
            seen.append(vault.get_sync("person", news.preview))

    easel.at_work = paint
    assert making.work(order("s", shots=1), never, say)
    return names, seen


def test_a_preview_is_seen_while_a_portrait_is_made_and_gone_with_the_order(
    making: Making, vault: Vault, easel: Easel
) -> None:
    """Watching it appear is worth a small picture; keeping it is not."""
    names, seen = previewing(making, vault, easel)

    assert set(names) == {preview_blob("o")}
    with Image.open(io.BytesIO(seen[0])) as preview:
        assert (preview.format, max(preview.size)) == ("JPEG", 384)
    assert len(seen[0]) < 20_000
    assert not vault.has_sync("person", preview_blob("o"))


def test_a_preview_that_a_killed_attempt_left_goes_with_the_next(making: Making, vault: Vault) -> None:
    """Nothing of a person lies about unaccounted for."""
    vault.put_sync("person", "s", jpeg())
    vault.put_sync("person", preview_blob("o"), jpeg())

    assert making.work(order("s", attempt=2), never, lambda _: None)
    assert not vault.has_sync("person", preview_blob("o"))


def test_a_preview_that_cannot_be_kept_costs_no_portrait(
    making: Making, vault: Vault, easel: Easel, tmp_path: Path
) -> None:
    """The look ahead is a kindness; the portrait is the promise."""
    vault.put_sync("person", "s", jpeg())
    in_the_way = tmp_path / "blobs" / "blobs" / "person" / preview_blob("o")
    (in_the_way / "folder").mkdir(parents=True)
    told: list[str] = []

    def paint(tell: Tell) -> None:
        for _ in range(20):
            tell(0.5, np.full((128, 102, 3), 90, np.uint8))

    def say(news: News) -> None:
        if isinstance(news, Told):
            told.append(news.preview)

    easel.at_work = paint
    assert making.work(order("s"), never, say)
    assert easel.asked == [0, 1, 2]
    assert set(told) == {""}


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
