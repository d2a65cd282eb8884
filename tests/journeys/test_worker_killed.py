"""kill -9 of the worker in the middle of an order, with real processes: the order is finished once all the same."""

import os
import signal
from pathlib import Path

import pytest

from tests.journeys.test_telegram import agree, albums, choose, files, running, send_photos, server
from tests.processes import worker_of
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE

__all__ = ["server"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

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
