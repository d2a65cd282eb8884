"""The child of the sandbox: bytes from outside come in, plain pixels go out. Run as a file by inference.decode.

One file at a time over standard input and output: `REQUEST` and the file in; `REPLY` and, if it could be read, rows
of RGB out. It limits itself before the first byte arrives and imports nothing of the project, so nothing of the project
can be reached from it. What it answers is checked by the parent: whoever takes over this process has nothing but
one picture.
"""

import io
import math
import os
import resource
import struct
import sys
import warnings
from collections.abc import Callable
from typing import BinaryIO

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

REQUEST = struct.Struct("<4sII")  # format, shorter side in pixels that is enough (0: all there are), length of the file
REPLY = struct.Struct("<4sIIdd")  # code, width, height, megapixels and short side as the file declares them
READY = b"R"

ADDRESSES = 2 << 30  # bytes
CPU_S = 10  # of the process, for all its files
FILE_CPU_S = (
    5  # of one file: 50 megapixels of HEIF take 2. CPU and not wall time, or a busy machine refuses honest photos
)
MOST_PIXELS = 8192 * 6144  # what a phone calls 50 megapixels
THIRSTY = {b"WEBP": 30_000_000, b"AVIF": 30_000_000}  # pixels; their readers need more than 512 MB for more
LEAST_SIDE = 64  # pixels; no face is to be made out in less, and what is larger gets a verdict
KEPT_PIXELS = 16_000_000  # more is reduced: no portrait needs it, and every later step would pay for it
HALVED_PIXELS = 40_000_000  # a JPEG beyond this is decoded at half its size, which still leaves ten megapixels
MOST_PROFILE = 4 << 20  # bytes of an ICC profile worth reading
BAND = 256  # rows converted at a time
MARGIN = 4  # rows around a band that scaling looks at

OPENERS: dict[bytes, Callable[[BinaryIO], Image.Image]] = {
    b"JPEG": JpegImagePlugin.JpegImageFile,  # the class itself: Image.open would hand some to the MPO reader
    b"PNG ": PngImagePlugin.PngImageFile,
    b"WEBP": WebPImagePlugin.WebPImageFile,
    b"AVIF": AvifImagePlugin.AvifImageFile,
    b"HEIF": pillow_heif.HeifImageFile,
}
FINE, DAMAGED, TOO_LARGE, TOO_SMALL, TOO_HEAVY = b"fine", b"dmgd", b"larg", b"smal", b"heav"


class Refused(Exception):
    """The declared size is out of bounds."""

    def __init__(self, code: bytes, size: tuple[int, int]) -> None:
        super().__init__(code)
        self.code = code
        self.size = size


def main() -> None:
    """Serve files until the parent closes the pipe."""
    limit_self()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sink.write(READY)
    sink.flush()
    while len(header := source.read(REQUEST.size)) == REQUEST.size:
        kind, enough, length = REQUEST.unpack(header)
        limit_cpu()
        answer(kind, enough, source.read(length), sink)
        sink.flush()
        if cpu_used() > CPU_S - FILE_CPU_S:
            break  # there is not enough left for another file


def limit_self() -> None:
    """Little memory and time, no file and no core dump; anything a decoder warns of counts as an error."""
    if sys.platform == "linux":  # elsewhere the kernel refuses or ignores this limit
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    warnings.simplefilter("error")
    warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")  # broken EXIF is no broken picture
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.DECODE_THREADS = min(4, os.cpu_count() or 1)


def limit_cpu() -> None:
    """The next file gets its seconds, and the process none beyond its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (min(CPU_S, math.ceil(cpu_used()) + FILE_CPU_S), CPU_S))


def cpu_used() -> float:
    """CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def answer(kind: bytes, enough: int, data: bytes, sink: BinaryIO) -> None:
    """Decode one file and send what came of it."""
    size = (0, 0)
    try:
        image = opened(kind, data)
        size = image.size
        picture, profile = decoded(image, enough)
        del image  # a large one, and no longer needed
        colours = to_srgb(picture.mode, profile)
    except Refused as refusal:
        sink.write(REPLY.pack(refusal.code, 0, 0, *measured(refusal.size)))
    except Exception:  # whatever a decoder raises, MemoryError included, means that the file cannot be read
        sink.write(REPLY.pack(DAMAGED, 0, 0, *measured(size)))
    else:
        sink.write(REPLY.pack(FINE, *picture.size, *measured(size)))
        for top in range(0, picture.height, BAND):
            band = picture.crop((0, top, picture.width, min(top + BAND, picture.height)))
            sink.write(colours(band).tobytes())


def decoded(image: Image.Image, enough: int) -> tuple[Image.Image, bytes | None]:
    """The picture, plain, reduced and upright, in colours of its own; and the profile that says what they mean."""
    load(image, enough)
    return upright(reduced(image), orientation(image)), image.info.get("icc_profile")


def measured(size: tuple[int, int]) -> tuple[float, float]:
    """Megapixels and short side."""
    return size[0] * size[1] / 1e6, float(min(size))


def opened(kind: bytes, data: bytes) -> Image.Image:
    """The picture with its header read. Raises Refused if the declared size is out of bounds."""
    if kind == b"WEBP":
        bound(kind, webp_size(data))  # its reader makes room for the whole picture at once
    image = OPENERS[kind](io.BytesIO(data))
    bound(kind, image.size)
    return image


def bound(kind: bytes, size: tuple[int, int]) -> None:
    """Raise Refused unless the size is one to work with."""
    if size[0] * size[1] > MOST_PIXELS:
        raise Refused(TOO_LARGE, size)
    if size[0] * size[1] > THIRSTY.get(kind, MOST_PIXELS):
        raise Refused(TOO_HEAVY, size)
    if min(size) < LEAST_SIDE:
        raise Refused(TOO_SMALL, size)


def webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the first chunk of a WebP file declares them (RFC 9649)."""
    match data[12:16]:
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
        case b"VP8L":
            bits = int.from_bytes(data[21:25], "little")
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF
        case _:
            raise ValueError("no picture in this WebP")


def load(image: Image.Image, enough: int) -> None:
    """Decode the picture: its first frame; a JPEG at a half, a quarter or an eighth where that leaves `enough`."""
    if isinstance(image, JpegImagePlugin.JpegImageFile):
        if enough:
            image.draft(image.mode, (enough, enough))
        elif image.width * image.height > HALVED_PIXELS:
            image.draft(image.mode, ((image.width + 1) // 2, (image.height + 1) // 2))
    image.load()


def reduced(image: Image.Image) -> Image.Image:
    """RGB, L or CMYK of 8 bits and at most KEPT_PIXELS; made band by band, for want of room for a second whole one."""
    scale = min(1.0, math.sqrt(KEPT_PIXELS / (image.width * image.height)))
    opaque = image.mode in ("RGB", "L", "CMYK") and "transparency" not in image.info
    if opaque and scale == 1:
        return image
    width, height = max(1, int(image.width * scale)), max(1, int(image.height * scale))
    step = image.height / height
    whole = Image.new(image.mode if opaque else "RGB", (width, height))
    for top in range(0, height, BAND):
        bottom = min(top + BAND, height)
        first, last = max(0, int(top * step) - MARGIN), min(image.height, math.ceil(bottom * step) + MARGIN)
        band = image.crop((0, first, image.width, last))
        band = band if opaque else flattened(band)
        box = (0, top * step - first, image.width, min(bottom * step, image.height) - first)
        whole.paste(band.resize((width, bottom - top), Image.Resampling.HAMMING, box), (0, top))
    return whole


def flattened(band: Image.Image) -> Image.Image:
    """A band of any mode as RGB, what was transparent on white."""
    if band.mode.startswith("I"):
        return band.point(lambda level: level / 256).convert("L").convert("RGB")  # 16 bits a pixel
    seen = band.convert("RGBA")
    flat = Image.new("RGB", band.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    return flat


def orientation(image: Image.Image) -> int:
    """How the camera was held (EXIF 1 to 8); metadata that cannot be read says nothing."""
    try:
        value = image.getexif().get(0x0112, 1)
    except Exception:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def upright(image: Image.Image, held: int) -> Image.Image:
    """The picture as the camera meant it."""
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    return image.transpose(turns[held]) if held in turns else image


def to_srgb(mode: str, profile: bytes | None) -> Callable[[Image.Image], Image.Image]:
    """What makes sRGB of a band of the picture; a profile that makes no sense is ignored."""
    if not profile or len(profile) > MOST_PROFILE:
        return lambda band: band.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source):
            return lambda band: band
        turn = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return lambda band: band.convert("RGB")
    return lambda band: ImageCms.applyTransform(band, turn) or band


if __name__ == "__main__":
    main()
