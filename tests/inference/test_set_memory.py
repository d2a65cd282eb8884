"""How long faces are remembered for comparisons, and how long a comparison may take that remembers none."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest

from bot.board import SHEET_PHOTOS
from inference import checking, lane
from inference.alike import Fingerprint
from inference.checking import REMEMBERED_S, Checking, Memory
from inference.contract import SELFIES, CheckSelfie, CheckSet, SetPhoto
from inference.decode import Sandbox
from inference.frames import Compared, News, Start
from inference.portraying import Seen
from inference.selfie_sets import Portrayed
from inference.settings import Settings
from inference.worker import last_resort_s, set_limit_s
from storage.vault import Vault
from tests import drawn

BLANK = np.zeros((64, 64), np.uint8)
SEEN = Seen(
    Portrayed("one", 1.0, None, Fingerprint(0, 0, BLANK), 0.0, 0.0, 0.8, 0.0, np.zeros((4, 6, 6), np.float32)),
    (0.2, 0.2, 0.5, 0.5),
)


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_face_nobody_asks_about_is_forgotten_within_the_hour() -> None:
    """Whoever was not told that somebody is gone must not know their face for as long as the worker lives."""
    clock = Clock()
    memory = Memory(clock=clock)
    memory.keep("ann", "one", SEEN)
    memory.keep("bob", "two", SEEN)
    clock.now = REMEMBERED_S
    assert memory.get("bob", "two") is SEEN
    clock.now += 1
    assert memory.get("ann", "one") is None
    assert memory.get("bob", "two") is SEEN


def test_a_comparison_that_remembers_nothing_has_time_for_every_photo() -> None:
    """Killed at the limit, the child would forget what it had looked at, and no attempt would ever end."""
    settings = Settings()
    longest_s = set_limit_s(settings, SHEET_PHOTOS)

    assert longest_s >= 2 * SHEET_PHOTOS
    assert last_resort_s(settings.check_limit_s) > lane.WARM_S + longest_s


def test_a_photo_that_is_erased_is_not_compared_from_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the person had erased, or its time, must not go on deciding which of their photos count."""
    vault = Vault.open(str(tmp_path), bytes(32))
    vault.enrol_sync("ann")
    vault.put_sync("ann", "one", drawn.jpeg(drawn.person(1, 900, 1200)))
    heard: list[News] = []
    with Sandbox() as sandbox:
        monkeypatch.setattr(checking, "Sandbox", lambda: sandbox)
        craft = Checking(Start(SELFIES, str(tmp_path), bytes(32)))
        craft.work(msgspec.msgpack.encode(CheckSelfie("one", 1, "ann", "one")), lambda: False, heard.append)
        ask = CheckSet("ann", 1, 1, (SetPhoto("one", 1, "accept", usable=True),), {})
        craft.work(msgspec.msgpack.encode(ask), lambda: False, heard.append)
        vault.delete_sync("ann", ["one"])
        craft.work(msgspec.msgpack.encode(ask), lambda: False, heard.append)

    assert [news.news.ranked for news in heard if isinstance(news, Compared)] == [("one",), ()]
