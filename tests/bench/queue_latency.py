"""How long a job waits between the ring and its start, on this machine: `python -m tests.bench.queue_latency`.

Rings 2000 jobs one after the other on an idle queue, each at another point of arq's polling, and prints the median
and the 99th percentile in milliseconds. The product is held to 15 ms and 50 ms.
"""

import asyncio
import secrets
import sys
import tempfile
import time
from pathlib import Path

from bot.embedded import EmbeddedRedis
from bot.queue import ArqQueue
from inference.contract import CHECK_SELFIE, SELFIES, CheckSelfie
from inference.jobs import Consumer, Job

JOBS = 2000
P50_MS, P99_MS = 15.0, 50.0


async def measure(count: int, folder: Path) -> list[float]:
    """The waits of `count` jobs in milliseconds, ascending."""
    async with EmbeddedRedis(folder) as url:
        queue = ArqQueue(url)
        started: asyncio.Queue[float] = asyncio.Queue()

        async def work(_: CheckSelfie) -> None:
            started.put_nowait(time.perf_counter())

        stopping = asyncio.Event()
        consumer = asyncio.create_task(Consumer(url, SELFIES, [Job(CHECK_SELFIE, CheckSelfie, work)], 30).run(stopping))
        waits: list[float] = []
        for number in range(count):
            await asyncio.sleep(secrets.randbelow(20) / 1000)  # or every ring would meet the poll at the same point
            rung = time.perf_counter()
            await queue.ring(SELFIES, CHECK_SELFIE, f"{number}:1", CheckSelfie(str(number), 1, "subject", "blob"))
            waits.append((await started.get() - rung) * 1000)
        stopping.set()
        await consumer
        await queue.close()
    return sorted(waits)


def main() -> int:
    """Measure and print; 1 if a figure is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        waits = asyncio.run(measure(JOBS, Path(folder)))
    p50, p99 = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
    print(f"{len(waits)} jobs: p50 {p50:.1f} ms (limit {P50_MS:.0f}), p99 {p99:.1f} ms (limit {P99_MS:.0f})")
    return int(p50 > P50_MS or p99 > P99_MS)


if __name__ == "__main__":
    sys.exit(main())
