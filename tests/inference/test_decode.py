"""Decoding: honest photos come out right whatever wrote them, and nothing else comes out at all."""

import csv
import io
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from inference import decode, sandboxed
from inference.decode import FILES_EACH, MOST_BYTES, Sandbox, Unreadable
from inference.engines import Pixels
from tests import drawn

MOST_MEMORY_MB = 512
MOST_SECONDS = 3.0
TURNED_AWAY = {  # how the sensor saw an upright scene, by EXIF orientation (TIFF 6.0, tag 274)
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
SENTINEL = b"SENTINEL-7f3a9c-LEAK"  # what the shared files hide in their metadata


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    return drawn.person(2, 360, 480)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    if kind == "HEIF":
        heif = pillow_heif.from_pillow(image)
        out = io.BytesIO()
        heif.save(out, quality=90)
        return out.getvalue()
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def difference(pixels: Pixels, image: Image.Image) -> float:
    """Mean difference in levels; sizes must agree."""
    expected = np.asarray(image.convert("RGB"), np.int16)
    assert pixels.shape == expected.shape
    return float(np.abs(pixels - expected).mean())


def refused(sandbox: Sandbox, data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        sandbox.decode(data)
    return caught.value


def child_pid(sandbox: Sandbox) -> int:
    """The process that will decode the next file."""
    return sandbox.idle_pids()[-1]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_every_promised_format_is_read(sandbox: Sandbox, photo: Image.Image, kind: str) -> None:
    """People send what their phone makes, and must not have to convert it."""
    pixels = sandbox.decode(encoded(photo, kind))
    assert pixels.dtype == np.uint8
    assert difference(pixels, photo) < 4


@pytest.mark.parametrize("held", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(sandbox: Sandbox, photo: Image.Image, held: int) -> None:
    """A face on its side would be refused, or come out sideways."""
    stored = photo if held == 1 else photo.transpose(TURNED_AWAY[held])
    exif = Image.Exif()
    exif[0x0112] = held
    assert difference(sandbox.decode(drawn.jpeg(stored, exif)), photo) < 3


def test_a_nonsense_orientation_is_ignored(sandbox: Sandbox, photo: Image.Image) -> None:
    """Broken metadata is no reason to refuse a good photo."""
    exif = Image.Exif()
    exif[0x0112] = 99
    assert difference(sandbox.decode(drawn.jpeg(photo, exif)), photo) < 3


def swapped_profile() -> bytes:
    """An ICC profile that calls sRGB's red green and the other way round: wrong colours show if it is not obeyed."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))
    return profile.replace(b"rXYZ", b"****").replace(b"gXYZ", b"rXYZ").replace(b"****", b"gXYZ")


def test_colours_mean_what_the_photo_says_they_mean(sandbox: Sandbox) -> None:
    """Phones store colours wider than sRGB; read as sRGB, skin would look pale and grey."""
    red = Image.new("RGB", (300, 300), (220, 40, 40))
    pixels = sandbox.decode(encoded(red, "PNG", icc_profile=swapped_profile()))
    assert pixels[150, 150, 1] > 180
    assert pixels[150, 150, 0] < 80


def test_a_profile_that_makes_no_sense_is_ignored(sandbox: Sandbox, photo: Image.Image) -> None:
    """An odd editor's leftover must not cost the person the photo."""
    assert difference(sandbox.decode(encoded(photo, "PNG", icc_profile=b"junk" * 200)), photo) == 0


def test_what_is_transparent_becomes_white(sandbox: Sandbox) -> None:
    """A cut-out must not bring forth whatever lies under its transparency."""
    clear = Image.new("RGBA", (300, 300), (200, 0, 0, 0))
    assert sandbox.decode(encoded(clear, "PNG")).min() == 255


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "CMYK", "I;16"])
def test_unusual_pixels_come_out_as_rgb(sandbox: Sandbox, mode: str) -> None:
    """Scanned and edited photos come in every mode there is."""
    grey = Image.linear_gradient("L").resize((300, 300))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey, np.uint16) * 257)
    else:
        image = grey.convert("RGB").convert(mode) if mode == "CMYK" else grey.convert(mode)
    pixels = sandbox.decode(encoded(image, "JPEG" if mode == "CMYK" else "PNG"))
    assert pixels.shape == (300, 300, 3)
    assert pixels[:40].mean() < 60 < 190 < pixels[-40:].mean()


def test_of_an_animation_the_first_frame_counts(sandbox: Sandbox, photo: Image.Image) -> None:
    """Live stickers are refused nowhere else; here their first picture is what the person saw."""
    other = Image.new("RGB", photo.size, "blue")
    moving = encoded(photo, "WEBP", save_all=True, append_images=[other], quality=95)
    assert difference(sandbox.decode(moving), photo) < 4


def test_of_a_phone_s_picture_set_the_first_counts(sandbox: Sandbox, photo: Image.Image) -> None:
    """Phones append depth maps and second lenses to a JPEG."""
    several = encoded(photo, "MPO", save_all=True, append_images=[photo.rotate(180)], quality=92)
    assert difference(sandbox.decode(several), photo) < 3


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (b"Dear sir or madam", "not_an_image"),
        (b"\x7fELF\x02\x01\x01", "not_an_image"),
        (b"\x80\x04\x95pickle", "not_an_image"),
        (b"%PDF-1.7", "not_an_image"),
        (b"GIF89a\x01\x00\x01\x00", "unsupported_format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "unsupported_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_format"),
        (b"II*\x00\x08\x00\x00\x00", "unsupported_format"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "unsupported_format"),
        (b"\xff\xd8\xff\xe0 and then nothing", "damaged"),
    ],
)
def test_what_is_no_photo_is_refused_by_its_first_bytes(sandbox: Sandbox, data: bytes, code: str) -> None:
    """Whatever it is called: only the five formats ever reach a decoder."""
    assert refused(sandbox, data).code == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_half_a_photo_is_damaged(sandbox: Sandbox, photo: Image.Image, kind: str) -> None:
    """A broken upload must be said to be broken, and not become a grey half."""
    data = encoded(photo, kind)
    assert refused(sandbox, data[: len(data) // 2]).code == "damaged"


def test_too_many_pixels_are_refused_with_their_number(sandbox: Sandbox) -> None:
    """A bomb of a few kilobytes would otherwise take gigabytes; the person hears how large it claims to be."""
    error = refused(sandbox, encoded(Image.new("1", (9000, 9000)), "PNG"))
    assert error.code == "too_many_pixels"
    assert error.measures["megapixels"] == pytest.approx(81)


def test_a_webp_beyond_memory_is_refused_before_it_is_opened(sandbox: Sandbox) -> None:
    """Its decoder makes room for the whole picture as soon as it sees the header."""
    header = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f" + (16382 | 16382 << 14).to_bytes(4, "little")
    assert refused(sandbox, header + bytes(8)).code == "too_many_pixels"


def test_too_small_is_refused_with_the_side_that_was_measured(sandbox: Sandbox) -> None:
    """The sentence quotes the number."""
    error = refused(sandbox, encoded(Image.new("RGB", (63, 900)), "JPEG"))
    assert (error.code, error.measures["short_side_px"]) == ("too_small", 63)


def test_a_thumbnail_is_read_so_that_it_can_be_judged(sandbox: Sandbox) -> None:
    """That it has too few pixels is a verdict with a remedy, not a file that does not open."""
    assert sandbox.decode(encoded(Image.new("RGB", (64, 255)), "JPEG")).shape == (255, 64, 3)


def test_too_many_bytes_are_refused_unread(sandbox: Sandbox) -> None:
    """Nobody's photo is that large, and reading it would take the memory of others."""
    assert refused(sandbox, b"\xff\xd8\xff" + bytes(MOST_BYTES)).code == "too_heavy"


@pytest.mark.slow
def test_a_child_serves_some_files_and_leaves(photo: Image.Image) -> None:
    """What a hostile file may leave behind in a process must not live to see many other people's photos."""
    data = drawn.jpeg(photo)
    with Sandbox() as sandbox:
        sandbox.decode(data)
        first = child_pid(sandbox)
        for _ in range(FILES_EACH):
            sandbox.decode(data)
        assert child_pid(sandbox) != first


@pytest.mark.slow
def test_a_killed_child_costs_nobody_a_photo(photo: Image.Image) -> None:
    """Where memory is short the kernel kills such a child first."""
    with Sandbox() as sandbox:
        sandbox.decode(drawn.jpeg(photo))
        os.kill(child_pid(sandbox), signal.SIGKILL)
        assert sandbox.decode(drawn.jpeg(photo)).shape == (480, 360, 3)


@pytest.mark.slow
def test_a_hanging_child_is_killed(photo: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file that never ends must not end the checks for everybody."""
    monkeypatch.setattr(decode, "WALL_S", 1.0)
    with Sandbox() as sandbox:
        sandbox.decode(drawn.jpeg(photo))
        stopped = child_pid(sandbox)
        os.kill(stopped, signal.SIGSTOP)
        assert sandbox.decode(drawn.jpeg(photo)).shape == (480, 360, 3)
        assert child_pid(sandbox) != stopped


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="reads /proc: run on Linux")
def test_the_child_knows_no_secret(photo: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes over the decoder must not find the key to everybody's photos."""
    monkeypatch.setenv("MASTER_KEY", "very-secret")
    with Sandbox() as sandbox:
        sandbox.decode(drawn.jpeg(photo))
        pid = child_pid(sandbox)
        assert b"very-secret" not in Path(f"/proc/{pid}/environ").read_bytes()
        limits = Path(f"/proc/{pid}/limits").read_text()
    assert f"Max address space         {sandboxed.ADDRESSES} " in limits
    assert "Max file size             0 " in limits
    assert "Max core file size        0 " in limits


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc: run on Linux")
@pytest.mark.parametrize("case", ["photo", "progressive", "transparent", "painted"])
def test_the_largest_pictures_stay_within_memory(case: str) -> None:
    """The machine serves others at the same time; and what comes back is small enough to work with."""
    wide, grain = (8100, 6100), Image.effect_noise((810, 610), 40).convert("RGB")
    match case:
        case "photo":
            data = encoded(grain.resize(wide), "JPEG", quality=80)
        case "progressive":
            data = encoded(grain.resize((7200, 5400)), "JPEG", quality=70, progressive=True, subsampling=0)
        case "transparent":
            data = encoded(Image.new("RGBA", wide, (90, 120, 150, 200)), "PNG", compress_level=1)
        case _:
            data = encoded(Image.new("P", wide, 3), "PNG", compress_level=1)
    with Sandbox() as sandbox:
        pixels = sandbox.decode(data)
        peak_mb = peak_memory_mb(child_pid(sandbox))
    assert pixels.shape[0] * pixels.shape[1] <= sandboxed.KEPT_PIXELS
    assert pixels.shape[1] / pixels.shape[0] == pytest.approx(4 / 3, abs=0.01)
    assert peak_mb <= MOST_MEMORY_MB


def peak_memory_mb(pid: int) -> float:
    """The most memory a process ever held."""
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@pytest.mark.slow
def test_no_hostile_file_gets_through_and_no_good_one_is_lost(shared: Path) -> None:
    """511 malformed, hostile and odd files: none crashes, hangs or bloats the sandbox, none leaks its metadata."""
    folder = shared / "badimages"
    wrong: list[str] = []
    with (folder / "manifest.csv").open(newline="") as manifest, Sandbox() as sandbox:
        rows = list(csv.DictReader(manifest))
        for row in rows:
            verdict, seconds = verdict_on((folder / row["file"]).read_bytes(), sandbox)
            peak_mb = max(map(peak_memory_mb, sandbox.idle_pids()))
            expected = "too_small" if verdict == "too_small" else row["expected"]  # tiny ones are rightly refused
            fits = {"accept": verdict == "fine", "reject": verdict != "fine"}.get(expected, verdict != "leak")
            if not fits or seconds > MOST_SECONDS or peak_mb > MOST_MEMORY_MB:
                wrong.append(f"{row['file']}: {verdict}, {seconds:.1f} s, {peak_mb:.0f} MB; expected {row['expected']}")
    assert len(rows) > 500
    assert not wrong


def verdict_on(data: bytes, sandbox: Sandbox) -> tuple[str, float]:
    """`fine`, `leak`, or why it was refused; and the seconds it took."""
    began = time.perf_counter()
    try:
        pixels = sandbox.decode(data)
    except Unreadable as error:
        return error.code, time.perf_counter() - began
    return "leak" if SENTINEL in pixels.tobytes() else "fine", time.perf_counter() - began


def test_a_large_jpeg_may_come_as_small_as_is_enough(sandbox: Sandbox) -> None:
    """Somebody waits for a GPU that waits for photos: what nobody looks at need not be decoded."""
    photo = drawn.person(0, 3000, 4000)
    pixels = sandbox.decode(drawn.jpeg(photo), 1400)

    assert pixels.shape == (2000, 1500, 3)
    assert difference(pixels, photo.resize((1500, 2000), Image.Resampling.BOX)) < 4
    assert sandbox.decode(drawn.jpeg(photo), 1600).shape == (4000, 3000, 3)
    assert sandbox.decode(encoded(drawn.person(0, 600, 800), "PNG"), 300).shape == (800, 600, 3)


def test_warm_children_wait_for_the_first_files() -> None:
    """The first order after a start is somebody's, too."""
    with Sandbox(3) as sandbox:
        sandbox.warm()
        waiting = set(sandbox.idle_pids())
        sandbox.decode(drawn.jpeg(drawn.person(0, 360, 480)))

        assert len(waiting) == 3
        assert set(sandbox.idle_pids()) == waiting
