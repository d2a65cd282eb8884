"""kill -9 of the worker in mid-work, with real processes: what was asked for is finished once all the same."""

import os
import signal
import sqlite3
from pathlib import Path

import pytest

from tests.journeys.test_sets import SAID, lists, mixed, shows
from tests.journeys.test_telegram import CHECKS_S, agree, albums, choose, files, running, send_photos, server
from tests.processes import worker_of
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

__all__ = ["server"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

CHECKED_AGAIN_S = 45 + 90  # the lease and the start of a worker, then some photos and their comparison
AGAIN_S = 45 + 120  # running again within 45 s of a worker being up (the lease is 30 s), then the portraits themselves


async def test_a_worker_killed_in_mid_order_costs_nobody_a_portrait(server: TelegramServer, tmp_path: Path) -> None:
    """Paid and nothing arrives, or everything twice: neither may follow from a crash."""
    ada = server.person()
    async with running(server, tmp_path) as bot:
        await agree(ada)
        await send_photos(ada)
        await choose(ada, "LinkedIn", "Creative", "Outdoor")
        ada.presses("Make 6 portraits")
        await ada.chat.says(" of 6 finished", 60)
        assert bot.process is not None
        os.kill(worker_of(bot.process.pid), signal.SIGKILL)
        over = await ada.chat.says("✅ Finished", AGAIN_S)
        await ada.chat.says("These 6 portraits are yours", 60, after=over.id)

        assert [len(album) for album in albums(ada)] == [6], ada.chat.transcript
        names = sorted(m.filename or "" for m in files(ada))
        assert len(names) == len(set(names)) == 6


async def test_a_worker_killed_among_photos_leaves_none_unjudged_and_none_said_twice(
    server: TelegramServer, tmp_path: Path
) -> None:
    """A photo that is "being checked" for ever, or a second list of the same photos, is where people give up."""
    ada = server.person()
    async with running(server, tmp_path) as bot:
        await agree(ada)
        for photo in mixed():
            ada.sends_photo(photo)
        assert bot.process is not None
        await ada.chat.says(", 4 being checked", CHECKS_S)
        os.kill(worker_of(bot.process.pid), signal.SIGKILL)
        await shows(ada, "Photos that count: 4 of 7.", "✅ 1, 2", *SAID, within_s=CHECKED_AGAIN_S)

        os.kill(worker_of(bot.process.pid), signal.SIGKILL)
        ada.presses("7: use this face")  # nobody is there to compare
        board = await shows(ada, "Photos that count: 5 of 7.", within_s=CHECKED_AGAIN_S)
        await until(lambda: owed(tmp_path) == 0, "the comparison", CHECKED_AGAIN_S)
        assert [m.id for m in lists(ada)] == [board.id]
        assert "7. ❓" not in board.text


def owed(folder: Path) -> int:
    """How many comparisons are still to be answered."""
    connection = sqlite3.connect(f"file:{folder / 'bot.sqlite'}?mode=ro", uri=True, timeout=10)
    count = connection.execute("SELECT count(*) FROM comparisons").fetchone()[0]
    connection.close()
    return int(count)
