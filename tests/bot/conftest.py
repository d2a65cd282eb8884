"""What the tests of the bot share."""

import logging
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.logs import OURS
from tests.bot.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A bot with one worker that the test plays."""
    rig = await Rig.open(tmp_path)
    yield rig
    await rig.close()


@pytest.fixture
def logs_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that set up the logs: those of other tests stay theirs."""
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", root.handlers[:])
    for name in ("", *OURS, "telegram"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "level", logger.level)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
