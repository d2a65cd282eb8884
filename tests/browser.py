"""A real browser for tests: Debian's Chromium, headless, talking to nobody but the page under test."""

import shutil
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import ElementClickInterceptedException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
)  # fmt: skip
DROP = """
const files = arguments[0].files, carried = new DataTransfer();
for (const file of files) carried.items.add(file);
const send = (kind) => document.dispatchEvent(
  new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
send("dragover");
const seen = !document.getElementById("drop").hidden;
send("drop");
arguments[0].remove();
return seen;
"""
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Device:
    """What the page is looked at with."""

    name: str
    width: int
    height: int
    touch: bool = False
    dark: bool = False


PHONE = Device("phone", 390, 844, touch=True)
DESKTOP = Device("desktop", 1280, 900)


class Browser:
    """One window, and how a person uses it."""

    def __init__(self, driver: webdriver.Chrome, device: Device, screens: Path, downloads: Path) -> None:
        self.driver, self.device, self.screens, self.downloads = driver, device, screens, downloads
        self._shots = 0

    def open(self, url: str) -> None:
        """Go to a page."""
        self.driver.get(url)

    def all(self, css: str) -> list[WebElement]:
        """What is in the page now."""
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def until(self, condition: Callable[[], object], what: str, within_s: float = 20.0) -> None:
        """Wait until something holds; a picture of the page is left behind where it never does."""
        deadline = time.monotonic() + within_s
        while True:
            try:
                if condition():
                    return
            except StaleElementReferenceException:
                pass  # the page has just been drawn anew: look again
            if time.monotonic() > deadline:
                said = "\n".join(self.texts()[-6:])
                raise AssertionError(
                    f"not within {within_s:g} s: {what}; see {self.shot('missing')}. Last said:\n{said}"
                )
            self.driver.implicitly_wait(0)

    def wait(self, css: str, text: str = "", within_s: float = 20.0) -> WebElement:
        """The last element that fits and is shown, as soon as there is one."""
        found: list[WebElement] = []

        def look() -> bool:
            found[:] = [e for e in self.all(css) if e.is_displayed() and text in e.text]
            return bool(found)

        self.until(look, f"{css} with {text!r}", within_s)
        return found[-1]

    def press(self, css: str) -> None:
        """Click what fits, once nothing is in front of it any more."""

        def click() -> bool:
            target = self.wait(css)
            self.driver.execute_script("arguments[0].scrollIntoView({block: 'nearest', behavior: 'instant'})", target)
            try:
                target.click()
            except ElementClickInterceptedException:
                return False
            return True

        self.until(click, f"{css} can be pressed")

    def choose(self, data: str) -> None:
        """Press a button of the latest message."""
        self.press(f".choices:not(.past) [data-choice='{data}']")

    def command(self, name: str) -> None:
        """Choose from the menu."""
        self.press("#menu-button")
        self.press(f"#menu [data-command='{name}']")

    def drop(self, files: Sequence[Path]) -> bool:
        """Drop files onto the page as from a folder; whether the page showed that it would take them."""
        self.driver.execute_script(
            "const input = document.createElement('input'); input.type = 'file'; input.multiple = true;"
            "input.id = 'carried'; document.body.append(input);"
        )
        carrier = self.driver.find_element(By.ID, "carried")
        carrier.send_keys("\n".join(str(file) for file in files))
        return bool(self.driver.execute_script(DROP, carrier))

    def keys(self, *keys: str) -> WebElement:
        """Type where the focus is; the element that has the focus then."""
        self.driver.switch_to.active_element.send_keys(*keys)
        return self.driver.switch_to.active_element

    def tab_to(self, css: str, most: int = 30) -> WebElement:
        """Reach an element with the Tab key alone."""
        for _ in range(most):
            focused = self.keys(Keys.TAB)
            if any(focused == element for element in self.all(css)):
                return focused
        raise AssertionError(f"{css} is not reached with {most} tabs; see {self.shot('focus')}")

    def texts(self) -> list[str]:
        """What stands in the conversation, line by line."""
        return [line.text for line in self.all("#transcript > .line")]

    def idle(self) -> None:
        """Wait until animations and pictures have come to rest."""
        still = (
            "return document.getAnimations().every((a) => a.effect.getTiming().iterations === Infinity"
            " || a.playState !== 'running')"
            " && [...document.images].filter((i) => i.loading !== 'lazy').every((i) => i.complete)"
        )
        self.until(lambda: self.driver.execute_script(still), "the page has come to rest")

    def shot(self, name: str) -> Path:
        """A picture of the window."""
        self._shots += 1
        path = self.screens / f"{self.device.name}-{self._shots:02d}-{name}.png"
        self.driver.save_screenshot(str(path))
        return path

    def console(self) -> list[str]:
        """What the browser has complained about since it was last asked."""
        return [f"{entry['level']}: {entry['message']}" for entry in self.driver.get_log("browser")]

    def shifts(self) -> float:
        """How much the page has jumped by itself (cumulative layout shift; below 0.1 is good)."""
        return float(self.driver.execute_script("return window.shifts.reduce((a, b) => a + b, 0)"))


@contextmanager
def browser(device: Device, folder: Path) -> Generator[Browser]:
    """A new browser without history. Skips where there is none."""
    for needed in (CHROMIUM, DRIVER):
        if not needed.exists():
            pytest.skip(f"{needed} is absent: `apt-get install chromium chromium-driver` brings it")
    profile, screens, downloads = folder / "profile", folder / "screens", folder / "downloads"
    for made in (profile, screens, downloads):
        made.mkdir(parents=True, exist_ok=True)
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={device.width},{device.height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    driver = webdriver.Chrome(options, Service(str(DRIVER)))
    try:
        _become(driver, device, downloads)
        yield Browser(driver, device, screens, downloads)
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)


def _become(driver: webdriver.Chrome, device: Device, downloads: Path) -> None:
    metrics = {"width": device.width, "height": device.height, "deviceScaleFactor": 2, "mobile": device.touch}
    scheme = {"name": "prefers-color-scheme", "value": "dark" if device.dark else "light"}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    if device.touch:
        driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": SHIFTS})
