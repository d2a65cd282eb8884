"""Whole visits to the local page: a real bot process, a real worker, a real browser, people who are drawn."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image
from selenium.webdriver.common.keys import Keys

from tests import drawn
from tests.browser import DESKTOP, PHONE, Browser, Device, browser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
START_S = 60.0
CHECKS_S = 60.0  # three photos, the worker's own start included
ORDER_S = 180.0  # four portraits on a busy machine with two cores


@dataclass
class Studio:
    """A bot process with nothing set but where to keep things and which port to use."""

    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.port}/"

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start."""
        environment = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")}
        environment |= {"DATA_DIR": str(self.data), "LOCAL_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        with (self.data / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot"], cwd=self.data, env=environment, stdout=log, stderr=log
            )
        return self.process

    def start(self) -> None:
        """Start, and wait until the page answers."""
        process = self.spawn()
        deadline = time.monotonic() + START_S
        while not self._answers():
            assert process.poll() is None, f"the bot ended: {self.log()}"
            assert time.monotonic() < deadline, f"no page within {START_S:g} s: {self.log()}"

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=1) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Stop the bot; its exit status."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    def log(self) -> str:
        """What the bot has logged."""
        return (self.data / "log").read_text()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def photos_of(person: int, folder: Path) -> list[Path]:
    """Three photos of one drawn person as a phone names them."""
    files = [folder / f"IMG_{2041 + occasion}.jpg" for occasion in range(3)]
    for occasion, file in enumerate(files):
        file.write_bytes(drawn.jpeg(drawn.person(person, occasion=occasion)))
    return files


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A running bot."""
    made = Studio(tmp_path_factory.mktemp("studio"), free_port())
    made.start()
    yield made
    assert made.stop() == 0, made.log()


@pytest.fixture(scope="module")
def selfies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three photos of one drawn person."""
    return photos_of(2, tmp_path_factory.mktemp("selfies"))


def agree_by_keyboard(page: Browser) -> None:
    """The first step, without a mouse."""
    page.wait("[data-choice='v1:agree']")
    page.tab_to("[data-choice='v1:agree']")
    page.keys(Keys.ENTER)
    page.wait("#invite")


def send(page: Browser, selfies: list[Path]) -> None:
    """Drop the photos and wait for every verdict."""
    assert page.drop(selfies), "the page shows that it takes what is dragged over it"
    page.until(lambda: len(page.all(".tile")) == len(selfies), "a thumbnail of each photo")
    page.shot("photos-sent")
    marked = ".tile[data-state='good'], .tile[data-state='warn'], .tile[data-state='copy']"
    page.until(lambda: len(page.all(marked)) == len(selfies), "a tick on each photo", CHECKS_S)
    page.wait(".choices:not(.past) [data-choice='v1:done']", f"{len(selfies)}")


def order(page: Browser, looks: tuple[str, ...]) -> None:
    """From photos to a running order."""
    page.choose("v1:done")
    for number, look in enumerate(looks, 1):
        page.choose(f"v1:look:{look}")
        page.until(lambda n=number: len(page.all("[data-choice][aria-pressed='true']")) == n, f"{look} is marked")
    page.idle()
    page.shot("looks")
    page.choose("v1:looks")
    page.wait("[data-choice='v1:back:look']")
    page.idle()
    page.shot("background")
    page.choose("v1:back:look")
    page.wait("[data-choice='v1:make']")
    page.idle()
    page.shot("summary")
    page.choose("v1:make")


def portraits(page: Browser, count: int, already: int = 0) -> None:
    """Watch the progress and wait for the portraits."""
    page.wait("[role='progressbar']")
    page.until(
        lambda: (
            page.all(f".picture:nth-child({count})")[already:]
            or int(page.all("[role='progressbar']")[-1].get_attribute("aria-valuenow") or 0) > 0
        ),
        "the bar moves",
        ORDER_S,
    )
    page.shot("making")
    page.until(lambda: len(page.all(".picture img")) == already + count, f"{count} portraits", ORDER_S)
    page.until(
        lambda: page.driver.execute_script(
            "return [...document.querySelectorAll('.picture img')].every((i) => i.complete && i.naturalWidth >= 1024)"
        ),
        "each portrait is drawn and has at least 1024 pixels",
    )
    page.idle()
    page.shot("portraits")


def look_closer_and_save(page: Browser) -> None:
    """Open the portraits large, go through them with the arrow keys, save one and all."""
    page.press(".picture:first-child .open")
    caption = page.wait("#viewer-caption", "of 4").text
    page.idle()
    page.shot("viewer")
    page.keys(Keys.ARROW_RIGHT)
    page.until(lambda: page.wait("#viewer-caption").text != caption, "the next portrait")
    page.press("#viewer-save")
    saved = page.downloads / "headshot-linkedin-2.jpg"
    page.until(saved.exists, f"{saved.name} is in the download folder")
    with Image.open(saved) as portrait:
        assert portrait.format == "JPEG"
        assert portrait.height >= 1280
    page.keys(Keys.ESCAPE)
    page.until(lambda: not page.wait("#main").find_elements("css selector", "dialog[open]"), "the viewer is closed")
    page.press(".save-all")
    everything = page.downloads / "headshots.zip"
    page.until(everything.exists, "all portraits in one file")
    with zipfile.ZipFile(everything) as packed:
        assert len(set(packed.namelist())) == 4


@pytest.mark.parametrize("device", [PHONE, DESKTOP, replace(PHONE, name="dark", dark=True)], ids=lambda d: d.name)
def test_a_visit_from_hello_to_deleted(studio: Studio, selfies: list[Path], tmp_path: Path, device: Device) -> None:
    """The product as a newcomer meets it: every step works, nothing complains, nothing is left."""
    with browser(device, tmp_path) as page:
        page.open(studio.url)
        page.wait("[data-choice='v1:agree']")
        page.idle()
        page.shot("welcome")
        agree_by_keyboard(page)
        page.idle()
        page.shot("agreed")

        send(page, selfies)
        page.idle()
        page.shot("photos-checked")
        order(page, ("linkedin", "speaker"))
        portraits(page, 4)
        look_closer_and_save(page)

        said = len(page.texts())
        page.driver.refresh()
        page.until(lambda: len(page.texts()) == said, "the whole conversation after a reload")
        page.until(
            lambda: (
                page.driver.execute_script(
                    "return [...document.querySelectorAll('.tile img')].filter((i) => { i.loading = 'eager';"
                    " return i.complete && i.naturalWidth; }).length"
                )
                == len(selfies)
            ),
            "the thumbnails after a reload",
        )
        page.idle()
        page.shot("reload")
        assert page.shifts() < 0.1, "nothing jumps"

        page.press(".choices:not(.past) [data-choice^='v1:again']")
        portraits(page, 4, already=4)

        page.command("delete")
        page.wait("[data-choice='v1:delete:yes']")
        page.idle()
        page.shot("delete")
        page.choose("v1:delete:yes")
        page.wait(".bubble", "receipt")
        page.idle()
        page.shot("receipt")
        assert not page.all(".picture, .tile, .choices"), "nothing of the conversation stays in view"
        assert page.console() == []


def test_a_taken_port_ends_the_bot_with_its_remedy(tmp_path: Path) -> None:
    """The commonest trouble of a first start must not look like a crash, nor hang."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        studio = Studio(tmp_path, int(taken.getsockname()[1]))
        process = studio.spawn()
        assert process.wait(START_S) == 1
    assert "LOCAL_PORT" in studio.log().splitlines()[-1]


def test_two_tabs_show_one_conversation(studio: Studio, tmp_path: Path) -> None:
    """Whoever opens the page twice finds the same thing twice, at once."""
    with browser(DESKTOP, tmp_path) as page:
        page.open(studio.url)
        page.wait("[data-choice='v1:agree']")
        first = page.driver.current_window_handle
        page.driver.switch_to.new_window("tab")
        page.open(studio.url)
        page.choose("v1:agree")
        page.wait("#invite")
        page.driver.switch_to.window(first)
        page.wait("#invite")
        assert page.console() == []


def test_every_control_says_what_it_is(studio: Studio, tmp_path: Path) -> None:
    """Somebody who does not see the page must be told what each button does."""
    with browser(PHONE, tmp_path) as page:
        page.open(studio.url)
        page.wait("[data-choice='v1:agree']")
        agree_by_keyboard(page)
        page.press("#menu-button")
        page.wait("#menu [data-command='delete']")
        for control in page.all("button, a, input:not([type='file'])"):
            if control.is_displayed():
                assert control.accessible_name.strip(), control.get_attribute("outerHTML")
                size = control.size
                assert min(size["height"], size["width"]) >= 24, control.get_attribute("outerHTML")


def test_words_and_wrong_files_are_answered(studio: Studio, selfies: list[Path], tmp_path: Path) -> None:
    """Whatever somebody tries first, they are told what to do, and the page stays whole."""
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF-1.7")
    with browser(DESKTOP, tmp_path) as page:
        page.open(studio.url)
        page.wait("[data-choice='v1:agree']")
        page.drop(selfies[:1])
        page.wait(".bubble", "not kept that photo")
        page.until(lambda: not page.all(".tile"), "a photo that was not kept is not shown as if it were")
        agree_by_keyboard(page)
        page.press("#words")
        page.keys("<b>hello</b>", Keys.ENTER)
        page.wait(".mine .bubble", "<b>hello</b>")
        page.wait(".bubble", "photos and buttons")
        assert page.wait("#words").get_attribute("value") == ""
        page.drop([letter])
        page.wait(".bubble", "only use pictures")
        page.keys("/status", Keys.ENTER)
        page.wait(".mine .bubble", "/status")
        assert page.console() == []


def test_the_page_comes_back_by_itself(studio: Studio, selfies: list[Path], tmp_path: Path) -> None:
    """A bot that is restarted must not need a person who knows about reloading."""
    with browser(DESKTOP, tmp_path) as page:
        page.open(studio.url)
        agree_by_keyboard(page)
        said = page.texts()
        studio.stop(signal.SIGKILL)
        page.wait("#notice", "reconnects by itself")
        page.drop(selfies[:1])
        page.wait(".tile[data-state='unsent']")
        page.idle()
        page.shot("away")
        studio.start()
        page.until(lambda: not page.wait("body").get_attribute("class"), "the page is connected again", START_S)
        assert page.texts()[: len(said)] == said
        page.press(".tile .badge")
        page.wait(".bubble", "Photos that count: 1 of 1")
        page.command("help")
        page.wait(".bubble", "/delete")
