"""What any Queue does: the twin in memory and arq over a real Valkey pass the same tests."""

import asyncio
import pickle
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import msgspec
import pytest
from redis.asyncio import Redis

from bot.queue import ArqQueue, Queue, Result
from inference import contract, jobs
from inference.contract import (
    BOT,
    CHECK_SELFIE,
    CHECK_SET,
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
    WorkerBeat,
    instant_blob,
    job_id,
    lease_key,
    set_id,
    sheet_blob,
)
from tests.fakes import MemoryQueue
from tests.waiting import until


class Worker(Protocol):
    """The other end, as the twin plays it."""

    async def take(self, queue: str) -> object | None: ...
    async def lose(self) -> None: ...
    async def lease(self, key: str) -> None: ...
    async def expire(self, key: str) -> None: ...
    async def answer(self, result_id: str, result: Result) -> None: ...
    async def report(self, progress: Progress) -> None: ...
    async def announce(self, beat: WorkerBeat) -> None: ...
    async def told_to_forget(self) -> list[str]: ...


RESULTS: dict[type, str] = {
    SelfieChecked: contract.SELFIE_CHECKED,
    SetChecked: contract.SET_CHECKED,
    PreviewMade: contract.PREVIEW_MADE,
    PortraitMade: contract.PORTRAIT_MADE,
    OrderEnded: contract.ORDER_ENDED,
}


class RedisWorker:
    """The other end over Redis: what inference.worker writes there, by hand."""

    def __init__(self, url: str) -> None:
        self._redis = jobs.connect(url)
        self._heard = self._redis.pubsub(ignore_subscribe_messages=True)
        self._forgotten: list[str] = []

    async def told_to_forget(self) -> list[str]:
        if not self._heard.subscribed:
            await self._heard.subscribe(contract.FORGOTTEN)
        while (message := await self._heard.get_message(timeout=0.05)) is not None:
            said: Any = message["data"]
            self._forgotten.append(said.decode())
        return self._forgotten

    async def take(self, queue: str) -> object | None:
        """Take one job and die with it: this is what arq leaves behind after kill -9."""
        job: list[bytes] = await self._redis.zrange(queue, 0, 0)
        await self._redis.psetex(b"arq:in-progress:" + job[0], 600_000, b"1")
        await self._redis.incr(b"arq:retry:" + job[0])
        return job[0]

    async def lose(self) -> None:
        await self._redis.flushall()

    async def lease(self, key: str) -> None:
        await self._redis.set(key, "1:somebody", ex=30)

    async def expire(self, key: str) -> None:
        await self._redis.delete(key)

    async def answer(self, result_id: str, result: Result) -> None:
        await jobs.ring(self._redis, BOT, RESULTS[type(result)], result_id, result)

    async def report(self, progress: Progress) -> None:
        await self._redis.publish(contract.PROGRESS, msgspec.msgpack.encode(progress))

    async def announce(self, beat: WorkerBeat) -> None:
        await self._redis.set(contract.worker_key(beat.worker), msgspec.msgpack.encode(beat), ex=30)

    async def close(self) -> None:
        await self._heard.aclose()
        await jobs.disconnect(self._redis)


Pair = tuple[Queue, Worker]


@pytest.fixture(params=["twin", "arq"])
async def pair(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[Pair]:
    if request.param == "twin":
        twin = MemoryQueue()
        yield twin, twin
        return
    queue, worker = ArqQueue(redis_url), RedisWorker(redis_url)
    yield queue, worker
    await queue.close()
    await worker.close()


@asynccontextmanager
async def running(task: Awaitable[None]) -> AsyncGenerator[None]:
    """Run a subscription in the background."""
    future = asyncio.ensure_future(task)
    try:
        yield
    finally:
        future.cancel()
        await asyncio.gather(future, return_exceptions=True)


def collect(into: list[Result]) -> Callable[[Result], Awaitable[None]]:
    async def take(result: Result) -> None:
        into.append(result)

    return take


CHECK = CheckSelfie("s", 1, "person", "s")
ORDER = MakePortraits("o", 1, "person", ("s",), (Shot(0, "linkedin"),), 7)
ASK = (PORTRAITS, MAKE_PORTRAITS, "o:1", ORDER)
MADE = PortraitMade("o", 1, 0, "o-0", 1024, 1280, ("tight_crop",))
DONE = OrderEnded("o", 1, "done")
CHECKED = SelfieChecked("s", 1, "reject", ("no_face",), {"faces": 0.0}, 0.0)


SET = CheckSet("person", 3, 1, (SetPhoto("s", 1, "accept", usable=True),), {"blurred": "verwackelt"})
PREVIEW = MakePreview("o", "person", ("s",), Shot(0, "linkedin"), 7)
PREVIEWED = PreviewMade("o", "person", instant_blob("o"), 614, 768)
SET_CHECKED = SetChecked(
    "person", 3, 1, {"t": "s"}, {"u": 0.81}, {"v": 0.58}, ("s", "v"), "left", sheet_blob("person", 3), 1080, 640
)


async def test_the_same_job_is_rung_once(pair: Pair) -> None:
    """A repeated ring must not make a person's order twice."""
    queue, _ = pair

    assert await queue.ring(*ASK)
    assert not await queue.ring(*ASK)


async def test_a_rung_job_waits(pair: Pair) -> None:
    """The person is shown a place in line, so the bot must know that the order stands in it."""
    queue, _ = pair
    await queue.ring(*ASK)

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "waiting"


async def test_a_job_never_rung_is_lost(pair: Pair) -> None:
    """An order whose ring failed must be found, or the person waits for ever."""
    queue, _ = pair

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "lost"


async def test_a_job_under_lease_is_leased(pair: Pair) -> None:
    """Work in progress is left alone by the sweep."""
    queue, worker = pair
    await queue.ring(*ASK)
    await worker.lease(lease_key("o"))

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "leased"


@pytest.mark.slow
async def test_a_job_whose_worker_died_is_dead(pair: Pair) -> None:
    """Power cuts happen: the order must be given to another worker."""
    queue, worker = pair
    await queue.ring(*ASK)
    await worker.take(PORTRAITS)
    await worker.lease(lease_key("o"))
    await worker.expire(lease_key("o"))
    assert not await queue.ring(*ASK)  # the same attempt is never begun twice

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "dead"
    assert await queue.state(PORTRAITS, "o:2", lease_key("o")) == "lost"


async def test_a_finished_job_whose_result_waits_counts_as_leased(pair: Pair) -> None:
    """An order must not be made again just because the bot has not read the result yet."""
    queue, worker = pair
    await worker.answer(contract.end_id("o:1"), DONE)

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "leased"


@pytest.mark.slow
async def test_after_redis_forgot_everything_the_job_is_lost_and_can_be_rung_again(pair: Pair) -> None:
    """Redis may lose all it has; the order lives in the database."""
    queue, worker = pair
    await queue.ring(*ASK)
    await worker.lose()

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "lost"
    assert await queue.ring(*ASK)


async def test_a_withdrawn_job_is_gone(pair: Pair) -> None:
    """A person who deleted everything must not be worked on."""
    queue, _ = pair
    await queue.ring(SELFIES, CHECK_SELFIE, job_id("s", 1), CHECK)
    await queue.withdraw(SELFIES, "s:1")

    assert await queue.state(SELFIES, "s:1", lease_key("s")) == "lost"
    assert await queue.ring(SELFIES, CHECK_SELFIE, "s:1", CHECK)


async def test_checks_and_comparisons_wait_side_by_side(pair: Pair) -> None:
    """Both are rung to one queue, and each is known by its own name: neither hides or replaces the other."""
    queue, worker = pair
    name, newer = set_id("person", 3), set_id("person", 4)
    assert await queue.ring(SELFIES, CHECK_SELFIE, job_id("s", 1), CHECK)
    assert await queue.ring(SELFIES, CHECK_SET, job_id(name, 1), SET)
    assert not await queue.ring(SELFIES, CHECK_SET, job_id(name, 1), SET)
    assert await queue.ring(SELFIES, CHECK_SET, job_id(newer, 1), msgspec.structs.replace(SET, version=4))
    assert await queue.state(SELFIES, job_id(name, 1), lease_key(name)) == "waiting"
    await worker.answer(contract.end_id(job_id(name, 1)), SET_CHECKED)

    assert await queue.state(SELFIES, job_id(name, 1), lease_key(name)) == "leased"
    assert await queue.state(SELFIES, job_id(newer, 1), lease_key(newer)) == "waiting"
    assert await queue.state(SELFIES, job_id("s", 1), lease_key("s")) == "waiting"


async def test_a_preview_is_rung_once_beside_its_order(pair: Pair) -> None:
    """An order that is rung twice in a row shall not have two previews made."""
    queue, _ = pair
    await queue.ring(*ASK)

    assert await queue.ring(SELFIES, MAKE_PREVIEW, job_id(instant_blob("o"), 1), PREVIEW)
    assert not await queue.ring(SELFIES, MAKE_PREVIEW, job_id(instant_blob("o"), 1), PREVIEW)
    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "waiting"


async def test_a_cancel_withdraws_every_waiting_attempt_of_that_order_alone(pair: Pair) -> None:
    """Cancel stops mine, not my neighbour's."""
    queue, _ = pair
    await queue.ring(*ASK)
    await queue.ring(PORTRAITS, MAKE_PORTRAITS, "o:2", msgspec.structs.replace(ORDER, attempt=2))
    await queue.ring(PORTRAITS, MAKE_PORTRAITS, "o2:1", msgspec.structs.replace(ORDER, order="o2"))
    await queue.cancel("o")

    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "lost"
    assert await queue.state(PORTRAITS, "o:2", lease_key("o")) == "lost"
    assert await queue.state(PORTRAITS, "o2:1", lease_key("o2")) == "waiting"


async def test_results_arrive_whole_and_in_order(pair: Pair) -> None:
    """The end of an order must not overtake its last portrait."""
    queue, worker = pair
    got: list[Result] = []
    await worker.answer(contract.portrait_id("o:1", 0), MADE)
    await worker.answer(contract.end_id("o:1"), DONE)
    others = {"s": CHECKED, set_id("person", 3): SET_CHECKED, instant_blob("o"): PREVIEWED}
    for thing, other in others.items():
        await worker.answer(contract.end_id(job_id(thing, 1)), other)
    async with running(queue.results(collect(got))):
        await until(lambda: len(got) == 5, "five results")

    assert [r for r in got if r not in others.values()] == [MADE, DONE]
    assert all(other in got for other in others.values())


def test_results_of_the_same_millisecond_are_taken_in_the_order_they_were_made() -> None:
    """arq sorts by millisecond, then by id: the end of an order must come behind its last portrait."""
    ids = [contract.portrait_id("o:1", 0), contract.portrait_id("o:1", 10), contract.end_id("o:1")]

    assert sorted(ids) == ids


async def test_a_result_sent_twice_arrives_once(pair: Pair) -> None:
    """A worker that is not sure repeats itself; the person sees one portrait."""
    queue, worker = pair
    got: list[Result] = []
    await worker.answer("o:1:0000", MADE)
    await worker.answer("o:1:0000", MADE)
    await worker.answer("o:1:end", DONE)
    async with running(queue.results(collect(got))):
        await until(lambda: DONE in got, "the end")

    assert got == [MADE, DONE]


async def test_a_result_that_could_not_be_taken_is_offered_again(pair: Pair) -> None:
    """A database that is busy for a moment must not cost a portrait."""
    queue, worker = pair
    got: list[Result] = []

    async def take(result: Result) -> None:
        got.append(result)
        if len(got) == 1:
            raise OSError("the disk is full")

    await worker.answer("o:1:0000", MADE)
    await worker.answer("o:1:end", DONE)
    async with running(queue.results(take)):
        await until(lambda: len(got) == 3, "the result once more")

    assert got == [MADE, MADE, DONE]


async def test_a_result_being_taken_at_the_stop_is_finished(redis_url: str) -> None:
    """Stopping the bot must not lose the portrait it is just storing."""
    queue, worker = ArqQueue(redis_url), RedisWorker(redis_url)
    begun, finish, taken = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def take(result: Result) -> None:
        begun.set()
        await finish.wait()
        taken.set()

    await worker.answer("o:1:end", DONE)
    task = asyncio.create_task(queue.results(take))
    await asyncio.wait_for(begun.wait(), 5)
    task.cancel()
    finish.set()
    await asyncio.gather(task, return_exceptions=True)

    assert taken.is_set()
    assert await queue.state(PORTRAITS, "o:1", lease_key("o")) == "lost"  # its result no longer waits
    await queue.close()
    await worker.close()


async def test_progress_reaches_who_listens(pair: Pair) -> None:
    """Watching the bar move is how a person knows that work goes on."""
    queue, worker = pair
    got: list[Progress] = []

    async def take(progress: Progress) -> None:
        got.append(progress)

    async def reported() -> bool:
        await worker.report(Progress("o", 1, 2, 4, 0.5))
        return bool(got)

    async with running(queue.progress(take)):
        await until(reported, "a report")

    assert got[0] == Progress("o", 1, 2, 4, 0.5)


@pytest.mark.parametrize("steps", range(20))
async def test_listening_for_progress_can_be_stopped_at_any_moment(redis_url: str, steps: int) -> None:
    """A bot whose port is taken ends at once with its remedy; a cancellation lost while connecting would hang it."""

    async def take(_: Progress) -> None:
        pass

    queue = ArqQueue(redis_url)
    listening = asyncio.create_task(queue.progress(take))
    for _ in range(steps):
        await asyncio.sleep(0)
    listening.cancel()

    assert (await asyncio.wait({listening}, timeout=3.0))[0] == {listening}
    await queue.close()


async def test_workers_are_known_by_their_announcement(pair: Pair) -> None:
    """The bot offers only what somebody is there to make."""
    queue, worker = pair
    assert await queue.workers() == ()
    beats = tuple(WorkerBeat(name, "studio", (SELFIES, PORTRAITS)) for name in ("a", "b"))
    for beat in reversed(beats):
        await worker.announce(beat)

    assert await queue.workers() == beats


async def test_workers_are_told_whom_to_forget(pair: Pair) -> None:
    """What lies in the memory of another machine goes with the deletion, too."""
    queue, worker = pair

    async def told() -> bool:
        await queue.forget("ada")
        return "ada" in await worker.told_to_forget()

    await until(told, "the worker to hear of it")
    assert set(await worker.told_to_forget()) == {"ada"}


class Trap:
    """An object whose pickle makes a file where it is read."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._file,)


@pytest.mark.slow
async def test_junk_in_redis_is_never_executed_and_is_dropped_and_counted(redis_url: str, tmp_path: Path) -> None:
    """Whoever can write to Redis must not be able to run code where the photos are, nor to stop the bot."""
    sprung = tmp_path / "sprung"
    junk: dict[bytes, bytes] = {
        b"pickle": pickle.dumps({"t": 1, "f": "order_ended", "a": (Trap(sprung),), "k": {}, "et": 0}),
        b"noise": bytes(range(256)),
        b"unknown": jobs.serialise({"t": None, "f": "os.system", "a": ({"x": 1},), "k": {}, "et": 0}),
        b"keywords": jobs.serialise({"t": None, "f": "order_ended", "a": ({},), "k": {"x": 1}, "et": 0}),
        b"misfit": jobs.serialise({"t": None, "f": "order_ended", "a": ({"x": 1},), "k": {}, "et": 0}),
        b"when": jobs.serialise({"t": None, "f": "order_ended", "a": ({},), "k": {}, "et": 1 << 60}),
        b"\xff\xfe": b"",
    }
    redis = Redis.from_url(redis_url)
    for number, (name, data) in enumerate(junk.items()):
        await redis.set(b"arq:job:" + name, data)
        await redis.zadd(BOT, {name: number + 1})
    await redis.xadd("arq:job:hash", {"a": "b"})
    await redis.set("arq:retry:words", "many")
    await redis.zadd(BOT, {"hash": 1, "words": 1})
    await redis.set(contract.worker_key("junk"), b"\x80junk")
    got: list[Result] = []
    queue = ArqQueue(redis_url)
    async with running(queue.results(collect(got))):
        await jobs.ring(jobs_redis := jobs.connect(redis_url), BOT, contract.ORDER_ENDED, "o:1:end", DONE)
        await until(lambda: got, "the honest result behind the junk")
        await redis.delete(BOT)
        await redis.set(BOT, "not a queue at all")
        await until(lambda: _is_gone(redis), "the queue to be mended")
        await jobs.ring(jobs_redis, BOT, contract.ORDER_ENDED, "o:2:end", DONE)
        await until(lambda: len(got) == 2, "a result after the mending")
    workers = await queue.workers()
    await jobs.disconnect(jobs_redis)
    await redis.aclose()
    await queue.close()

    assert not sprung.exists()
    assert got == [DONE, DONE]
    assert workers == ()
    assert queue.refused >= len(junk)


async def _is_gone(redis: Redis) -> bool:
    return await redis.type(BOT) != b"string"
