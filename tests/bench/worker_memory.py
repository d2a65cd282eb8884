"""How much memory the worker and all its processes take at most: `python -m tests.bench.worker_memory`.

Checks four drawn selfies of 12 megapixels, compares them with each other and makes four portraits of them with the
studio engine, twice, and prints the highest sum of the processes' proportional set sizes (PSS; Linux only). The
product is held to 1 GiB.
"""

import asyncio
import base64
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bot.embedded import EmbeddedRedis
from bot.queue import ArqQueue, Result
from inference.contract import (
    CHECK_SELFIE,
    CHECK_SET,
    MAKE_PORTRAITS,
    PORTRAITS,
    SELFIES,
    CheckSelfie,
    CheckSet,
    MakePortraits,
    OrderEnded,
    SetChecked,
    SetPhoto,
    Shot,
    job_id,
    set_id,
)
from storage.vault import Vault
from tests import drawn
from tests.waiting import until

LIMIT_MIB = 1024
KEY = bytes(32)
LOOKS = ("linkedin", "outdoor", "cv", "speaker")


def tree(pid: int) -> dict[int, float]:
    """PSS in MiB of a process and all below it."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return {}
    sizes = {pid: next(int(line.split()[1]) / 1024 for line in rollup.splitlines() if line.startswith("Pss:"))}
    for child in children:
        sizes |= tree(int(child))
    return sizes


async def watch(pid: int, highest: Counter[str]) -> None:
    """Keep the highest sum in `highest` until cancelled."""
    while True:
        sizes = tree(pid)
        highest["largest process"] = max(highest["largest process"], round(max(sizes.values(), default=0)))
        highest["all"] = max(highest["all"], round(sum(sizes.values())))
        await asyncio.sleep(0.05)


async def measure(folder: Path) -> Counter[str]:
    """Run a worker over two orders and their selfies."""
    highest: Counter[str] = Counter()
    results: list[Result] = []

    async def take(result: Result) -> None:
        results.append(result)

    async with EmbeddedRedis(folder) as url:
        vault = Vault.open(str(folder / "blobs"), KEY)
        await vault.enrol("person")
        for occasion, name in enumerate(LOOKS):
            await vault.put("person", name, drawn.jpeg(drawn.person(2, 3024, 4032, occasion)))
        told = {"REDIS_URL": url, "DATA_DIR": str(folder), "MASTER_KEY": base64.b64encode(KEY).decode()}
        worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "inference", env={**os.environ, **told})
        queue = ArqQueue(url)
        aside = [asyncio.create_task(queue.results(take)), asyncio.create_task(watch(worker.pid, highest))]
        for time, order in enumerate(("first", "second"), start=1):
            shots = tuple(Shot(index, look) for index, look in enumerate(LOOKS))
            for name in LOOKS:
                ask = CheckSelfie(name, time, "person", name)
                await queue.ring(SELFIES, CHECK_SELFIE, job_id(name, time), ask)
            photos = tuple(SetPhoto(name, number, "accept", usable=True) for number, name in enumerate(LOOKS, start=1))
            ask = CheckSet("person", time, 1, photos, {})
            await queue.ring(SELFIES, CHECK_SET, job_id(set_id("person", time), 1), ask)
            ask = MakePortraits(order, 1, "person", LOOKS, shots, 7)
            await queue.ring(PORTRAITS, MAKE_PORTRAITS, job_id(order, 1), ask)
            ended = OrderEnded(order, 1, "done")
            await until(lambda ended=ended: ended in results, f"the {order} order", 300)
            compared = {result.version for result in results if isinstance(result, SetChecked)}
            assert time in compared, "the photos were compared meanwhile"
        worker.terminate()
        await worker.wait()
        for task in aside:
            task.cancel()
        await asyncio.gather(*aside, return_exceptions=True)
        await queue.close()
    return highest


def main() -> int:
    """Measure and print; 1 above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        highest = asyncio.run(measure(Path(folder)))
    print(", ".join(f"{what}: {mib} MiB" for what, mib in highest.items()), f"(limit {LIMIT_MIB} MiB)")
    return int(highest["all"] > LIMIT_MIB)


if __name__ == "__main__":
    sys.exit(main())
