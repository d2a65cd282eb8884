"""What the tests of the bot share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.rig import Rig


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A bot with one worker that the test plays."""
    rig = await Rig.open(tmp_path)
    yield rig
    await rig.close()
