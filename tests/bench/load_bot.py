"""The bot itself with an eye on its event loop: `python -m tests.bench.load_bot`, started by the load benchmarks.

At the end it leaves in DATA_DIR/seen.json by how much short sleeps were late, in seconds, and the most memory that its
process has taken, in MB.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

from bot.__main__ import serve
from bot.logs import set_up_logs
from bot.settings import Settings

TICK_S: Final = 0.005
SEEN: Final = "seen.json"


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which `share` percent lie."""
    return quantiles(values, n=100)[share - 1]


async def watch_the_loop(lags: list[float]) -> None:
    """Note by how much every short sleep is late."""
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(TICK_S)
        lags.append(time.perf_counter() - asked - TICK_S)


async def run(settings: Settings) -> None:
    """The bot until it is stopped."""
    lags: list[float] = []
    watching = asyncio.create_task(watch_the_loop(lags))
    try:
        await serve(settings)
    finally:
        watching.cancel()
        most_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seen = {"p50": percentile(lags, 50), "p99": percentile(lags, 99), "mb": most_kib * 1024 / 1e6}
        (settings.data_dir / SEEN).write_text(json.dumps(seen))


def read(folder: Path) -> dict[str, float]:
    """What a bot in this folder has left: `p50` and `p99` of the lag in seconds, and `mb`."""
    return json.loads((folder / SEEN).read_text())


if __name__ == "__main__":
    set_up_logs()
    sys.exit(asyncio.run(run(Settings())))
