"""A whole visit on Telegram while the line does its worst: a real bot process, a worker that costs nothing.

Every request can be struck, the polls too, from the first to the last; what single messages do in trouble is in
tests/bot/on_telegram.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bench import load
from tests.bench.load_worker import noise, portrait_in
from tests.bench.telegram_load import OnTelegram
from tests.telegram_server import TOKEN, Fault, TelegramServer, Trouble
from tests.telegram_spec import MISSING, SPEC_FILE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

EARLY_S = 0.02  # what two clocks may differ by


@dataclass
class Weather(Fault):
    """Trouble for every so-manieth request, whatever it asks for."""

    every: int = 4
    times: int = 1_000_000
    asked: int = 0

    def meets(self, method: str, params: Mapping[str, Any]) -> bool:
        """Whether this request is struck."""
        self.asked += 1
        return self.asked % self.every == 0


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """A Telegram of our own."""
    server = await TelegramServer(per_second=30).start()
    yield server
    await server.stop()


@pytest.mark.parametrize("trouble", ["429", "500", "502", "503", "drop before", "drop after", "slow"])
async def test_everybody_gets_their_portraits_once_whatever_the_line_does(
    server: TelegramServer, tmp_path: Path, trouble: Trouble
) -> None:
    """Bad minutes of Telegram's must cost people patience, but no portrait, and show none twice."""
    weather = Weather(trouble, seconds=1)
    server.fail(weather)
    ada = OnTelegram(server.person(), noise(960, 1280))
    async with load.running(tmp_path, {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}) as bot:
        ada.begins()
        await ada.visits()
        await server.person().chat.says("portraits are yours", 30)
        assert TOKEN not in bot.log
    files, album = (sorted(filter(None, map(portrait_in, ada.pictures[way]))) for way in ("files", "album"))
    assert len(files) == len(set(files)) == load.PORTRAITS, server.person().chat.transcript
    # An album whose answer is lost is never repeated: it may be missing, but is never there twice.
    assert album == files or (trouble == "drop before" and not album), server.person().chat.transcript
    assert server.breaches == []
    assert weather.asked > 30, "the weather lasted"
    assert early(server, weather.seconds) == []


def early(server: TelegramServer, seconds: float) -> list[str]:
    """What was asked in a chat before the time was over that a 429 there had named."""
    calls = [call for call in server.calls if "chat_id" in call.params]
    return [
        f"{call.method} {call.at - refused.at:.2f} s after {refused.method} was refused"
        for refused in calls
        if refused.status == 429
        for call in calls
        if call.params["chat_id"] == refused.params["chat_id"] and 0 < call.at - refused.at < seconds - EARLY_S
    ]
