"""What a model waits for the service around it: `python -m tests.bench.overhead`.

From the commit of an order to the first denoising step, and from the last step to the portrait in the vault, in the
real processes: database, ring, queue, worker, lease, lane, vault, decoding, faces, references; then JPEG, encryption
and fsync. With a tiny klein on the CPU and one step, for four photos as Telegram sends them and four of 12 megapixels.
What text encoder and VAE take is shown apart and not counted, since on a CPU it says nothing of a GPU. Medians of
RUNS orders; the product is held to 150 ms on a machine with a GPU, so with fewer than SERVER_CORES cores the figure
is shown and not judged.
"""

import asyncio
import base64
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.embedded import EmbeddedRedis
from bot.queue import ArqQueue
from bot.ringing import OrderBody, read_body
from inference.catalogue import MODELS
from inference.contract import MAKE_PORTRAITS, PORTRAITS, MakePortraits, OrderEnded, Shot, Tuning, job_id
from inference.settings import Settings
from inference.weights import pin
from inference.worker import run
from storage import orders, people, turns
from storage.changes import Change, NewOrder
from storage.database import Database
from storage.vault import Vault
from tests import drawn, tiny
from tests.bench.overhead_lane import Marks
from tests.waiting import until

KLEIN = "flux2-klein-4b"
KEY = bytes(32)
WARM_UPS, RUNS = 1, 5
ONE_STEP = Tuning(steps=1)  # how long the others take is not the question
LIMIT_MS = 150.0
SERVER_CORES = 8  # photos are read side by side, and nobody rents a GPU with fewer
SIZES = {"4 photos of 960 x 1280": (960, 1280), "4 photos of 3024 x 4032": (3024, 4032)}
LANE = (sys.executable, "-m", "tests.bench.overhead_lane")
WARM_S, ORDER_S = 180.0, 300.0


@dataclass
class Stage:
    """What is open during the measurement."""

    database: Database
    vault: Vault
    queue: ArqQueue
    ended: dict[str, OrderEnded]
    marks: Path
    person: str = ""

    async def photos(self, width: int, height: int) -> tuple[str, ...]:
        """Four drawn photos in the vault, best first."""
        names = tuple(f"{width}-{number}" for number in range(4))
        for number, name in enumerate(names):
            await self.vault.put(self.person, name, drawn.jpeg(drawn.person(number, width, height)))
        return names

    async def order(self, name: str, blobs: tuple[str, ...], seed: int) -> tuple[float, Marks]:
        """Commit an order and ring it, as the bot does; when it was committed, and its marks."""
        body = msgspec.json.encode(OrderBody((Shot(0, "linkedin"),), blobs)).decode()
        change = Change(self.person, time.time(), new_order=NewOrder(name, body, seed, 1))
        assert await turns.commit(self.database, change)
        committed = time.time()
        placed = await orders.find(self.database, name)
        assert placed is not None
        ask = MakePortraits(name, 1, self.person, blobs, read_body(placed).shots, seed, tuning=ONE_STEP)
        await self.queue.ring(PORTRAITS, MAKE_PORTRAITS, job_id(name, 1), ask)
        await until(lambda: name in self.ended, f"the order {name}", ORDER_S)
        assert self.ended[name].outcome == "done", self.ended[name]
        return committed, Marks(**json.loads(self.marks.read_text().splitlines()[-1]))


@asynccontextmanager
async def staged(folder: Path) -> AsyncGenerator[Stage]:
    """The bot's side open, a worker warm with a tiny klein."""
    models = folder / "models"
    tiny.save(KLEIN, models / KLEIN)
    pin(MODELS[KLEIN], models, folder)
    ended: dict[str, OrderEnded] = {}

    async def take(result: object) -> None:
        if isinstance(result, OrderEnded):
            ended[result.order] = result

    async with EmbeddedRedis(folder) as url:
        told = {"REDIS_URL": url, "DATA_DIR": str(folder), "MASTER_KEY": base64.b64encode(KEY).decode()}
        told |= {"ENGINE": KLEIN, "MODEL_DIR": str(models), "DEVICE": "cpu", "OVERHEAD_MARKS": str(folder / "marks")}
        command = (sys.executable, "-m", "tests.bench.overhead", "worker")
        worker = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **told}, stderr=asyncio.subprocess.DEVNULL
        )
        database = await Database.open(f"sqlite+aiosqlite:///{folder / 'bot.sqlite'}")
        stage = Stage(database, Vault.open(str(folder / "blobs"), KEY), ArqQueue(url), ended, folder / "marks")
        stage.person = (await people.meet(database, "bench", "0", "en", time.time())).id
        await stage.vault.enrol(stage.person)
        listening = asyncio.create_task(stage.queue.results(take))

        async def warm() -> bool:
            return any(PORTRAITS in beat.queues for beat in await stage.queue.workers())

        try:
            await until(warm, "the worker to be warm", WARM_S)
            yield stage
        finally:
            worker.terminate()
            await worker.wait()
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await stage.queue.close()
            await database.close()


async def measure(folder: Path) -> bool:
    """Measure each size of photo and print; whether any is over the limit."""
    over = False
    async with staged(folder) as stage:
        for label, size in SIZES.items():
            blobs = await stage.photos(*size)
            runs = [await stage.order(f"{size[0]}-{n}", blobs, n) for n in range(WARM_UPS + RUNS)][WARM_UPS:]
            over = report(label, runs) or over
    return over


def report(label: str, runs: list[tuple[float, Marks]]) -> bool:
    """Print the medians; whether their sum is over the limit."""

    def median(seconds: Callable[[float, Marks], float]) -> float:
        return statistics.median(1000 * seconds(committed, marks) for committed, marks in runs)

    before = median(lambda committed, m: m.first_step - committed - m.before_s)
    after = median(lambda _, m: m.kept - m.last_step - m.after_s)
    parts = {
        "commit to lane": median(lambda committed, m: m.begun - committed),
        "photos read and decoded": median(lambda _, m: m.read - m.begun),
        "engine to first step": median(lambda _, m: m.first_step - m.read - m.before_s),
        "last step to vault": after,
    }
    print(f"{label}: {before + after:.0f} ms (limit {LIMIT_MS:.0f} ms, on the machine with the GPU)")
    for name, part in parts.items():
        print(f"    {name}: {part:.0f} ms")
    networks = median(lambda _, m: m.before_s), median(lambda _, m: m.after_s)
    print(f"    not counted, tiny networks on this CPU: {networks[0]:.0f} ms before, {networks[1]:.0f} ms after")
    return before + after > LIMIT_MS


def main() -> int:
    """Measure; 1 above the limit. With `worker`: be the worker of a measurement."""
    if sys.argv[1:] == ["worker"]:
        run(Settings(), LANE)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        over = asyncio.run(measure(Path(folder)))
    return int(over and (os.cpu_count() or 1) >= SERVER_CORES)


if __name__ == "__main__":
    sys.exit(main())
