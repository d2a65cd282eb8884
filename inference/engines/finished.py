"""The file a finished portrait is delivered as, the same from every engine."""

from io import BytesIO

from PIL import Image

from inference.engines import Pixels

QUALITY = 92  # JPEG


def jpeg(pixels: Pixels) -> bytes:
    """The picture (height x width x 3, sRGB) as a JPEG without subsampled colour and without metadata.

    Not optimised: Pillow's second pass fails on pictures with much fine detail.
    """
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
