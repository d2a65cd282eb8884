"""The memory of the whole worker after work: `python -m tests.bench.worker_memory`. Linux only.

Starts an embedded Valkey and a worker, has five 12-megapixel photos checked and an order of four portraits made, and
prints the largest sum over the worker's process tree of the proportional set size (memory shared between processes
counted once), sampled while it works. The product is held to 1 GiB.
"""

import asyncio
import os
import secrets
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from bot.embedded import EmbeddedRedis, InferenceChild
from bot.queue import ArqQueue, Result
from inference.contract import (
    CHECK_SELFIE,
    MAKE_PORTRAITS,
    PORTRAITS,
    SELFIES,
    CheckSelfie,
    MakePortraits,
    OrderEnded,
    Shot,
)
from storage.vault import Vault, read_master_key
from tests.bench.studio_speed import drawn_photo
from tests.processes import tree_mib, worker_of

LIMIT_MIB = 1024
LOOKS = ("linkedin", "corporate", "outdoor", "monochrome")
SAMPLE_S = 0.1


async def measure(folder: Path) -> float:
    """The largest memory of the worker during the work, in MiB."""
    vault = Vault.open(str(folder / "blobs"), read_master_key(folder, None))
    subject, photo = secrets.token_hex(16), await asyncio.to_thread(drawn_photo)
    await vault.enrol(subject)
    names = [secrets.token_hex(16) for _ in range(5)]
    for name in names:
        await vault.put(subject, name, photo)
    async with EmbeddedRedis(folder) as url, InferenceChild(url, folder):
        queue, done = ArqQueue(url), asyncio.Event()

        async def take(result: Result) -> None:
            if isinstance(result, OrderEnded):
                done.set()

        results = asyncio.create_task(queue.results(take))
        for name in names:
            await queue.ring(SELFIES, CHECK_SELFIE, f"{name}:1", CheckSelfie(name, 1, subject, name))
        shots = tuple(Shot(index, look) for index, look in enumerate(LOOKS))
        order = MakePortraits("0" * 32, 1, subject, tuple(names), shots, 7)
        await queue.ring(PORTRAITS, MAKE_PORTRAITS, f"{order.order}:1", order)
        largest = 0.0
        while not done.is_set():
            with suppress(LookupError):  # not started yet
                largest = max(largest, await asyncio.to_thread(lambda: tree_mib(worker_of(os.getpid()))))
            await asyncio.sleep(SAMPLE_S)
        results.cancel()
        await asyncio.gather(results, return_exceptions=True)
        await queue.close()
    return largest


def main() -> int:
    """Measure and print; 1 if it is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        mib = asyncio.run(measure(Path(folder)))
    print(f"worker with its lanes and sandboxes: at most {mib:.0f} MiB (limit {LIMIT_MIB})")  # noqa: T201
    return int(mib > LIMIT_MIB)


if __name__ == "__main__":
    sys.exit(main())
