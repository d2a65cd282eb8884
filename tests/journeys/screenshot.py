"""The picture in the README: `python -m tests.journeys.screenshot docs/local-page.png`.

A real visit by a drawn person, three moments of it side by side.
"""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from tests import drawn
from tests.browser import PHONE, Browser, browser
from tests.journeys.test_local_page import CHECKS_S, ORDER_S, Studio, free_port, photos_of

PERSON = 6
GAP, MARGIN, ROUND = 36, 28, 34  # pixels of the finished picture
SIZE = (488, 1055)  # of each phone: sharp in a README, small as a file
PAPER, LINE = (226, 221, 211), (196, 189, 176)
TO_TOP = (
    "document.querySelector(arguments[0]).closest('.line').scrollIntoView();"
    "document.getElementById('main').scrollBy(0, -14)"
)
# The fonts of a bare Debian are no measure of what people have: the page's own stack has this one, too.
FONT = "document.body.style.fontFamily = \"'Liberation Sans', sans-serif\""


def visit(page: Browser, studio: Studio, folder: Path) -> list[Path]:
    """Five photos sent, of which three count, three looks chosen, the portraits."""
    page.open(studio.url)
    page.driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    page.driver.execute_script(FONT)
    page.choose("v1:agree")
    page.wait("#invite")
    page.drop([*photos_of(PERSON, folder), *others_of(PERSON, folder)])
    page.until(lambda: len(page.all(".tile[data-state='good']")) == 3, "three ticks", CHECKS_S)
    page.until(lambda: page.all(".tile[data-state='copy']") and page.all(".sheet img"), "the picture", CHECKS_S)
    page.wait(".choices:not(.past) [data-choice='v1:done']", "3")
    page.driver.execute_script(TO_TOP, ".sheet")
    shots = [rest(page, "photos")]
    page.choose("v1:done")
    for number, look in enumerate(("linkedin", "speaker", "creative"), 1):
        page.choose(f"v1:look:{look}")
        page.until(lambda n=number: len(page.all("[data-choice][aria-pressed='true']")) == n, f"{look} is marked")
    page.driver.execute_script("document.querySelector('.grid').closest('.line').scrollIntoView({block: 'center'})")
    shots.append(rest(page, "looks"))
    for data in ("v1:looks", "v1:back:look", "v1:make"):
        page.choose(data)
    page.until(lambda: len(page.all(".picture img")) == 6, "six portraits", ORDER_S)
    page.driver.execute_script(TO_TOP, ".album")
    return [*shots, rest(page, "portraits")]


def others_of(person: int, folder: Path) -> list[Path]:
    """A photo in the dark, and a smaller copy of the first."""
    dark = ImageEnhance.Brightness(drawn.person(person, occasion=3)).enhance(0.35)
    copy = drawn.person(person).resize((900, 1200))
    files = [folder / f"IMG_{number}.jpg" for number in (2050, 2051)]
    for file, photo in zip(files, (dark, copy), strict=True):
        file.write_bytes(drawn.jpeg(photo))
    return files


def rest(page: Browser, name: str) -> Path:
    """A picture of the page at rest, without the mark of the mouse or the focus."""
    page.driver.execute_script("document.activeElement.blur()")
    page.idle()
    return page.shot(name)


def beside(shots: list[Path]) -> Image.Image:
    """The moments side by side, as on three phones."""
    width, height = SIZE
    whole = Image.new("RGB", (2 * MARGIN + len(shots) * width + (len(shots) - 1) * GAP, height + 2 * MARGIN), PAPER)
    shape = Image.new("L", (width * 4, height * 4), 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, width * 4 - 1, height * 4 - 1), ROUND * 4, fill=255)
    shape = shape.resize(SIZE, Image.Resampling.LANCZOS)
    for number, shot in enumerate(shots):
        with Image.open(shot) as image:
            phone = ImageOps.fit(image.convert("RGB"), SIZE, Image.Resampling.LANCZOS)
        left = MARGIN + number * (width + GAP)
        whole.paste(
            LINE, (left - 2, MARGIN - 2, left + width + 2, MARGIN + height + 2), shape.resize((width + 4, height + 4))
        )
        whole.paste(phone, (left, MARGIN), shape)
    return whole


def main(target: Path) -> None:
    """Make the picture and say how large it is."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder), free_port())
        studio.start()
        try:
            with browser(replace(PHONE, name="readme"), Path(folder)) as page:
                whole = beside(visit(page, studio, Path(folder)))
        finally:
            studio.stop()
    target.parent.mkdir(exist_ok=True)
    palette = whole.quantize(256)
    whole.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(target, optimize=True)
    sys.stdout.write(f"{target}: {whole.width} x {whole.height}, {target.stat().st_size / 1000:.0f} kB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
