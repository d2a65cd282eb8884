"""How jobs travel between the bot and the workers: arq on Redis, msgpack both ways, one strict shape.

The only place that knows arq. A job is one struct of the contract under a name; whatever in Redis does not look
like that (a pickle, junk, another program's keys) is dropped and counted, never run. Knows nothing of what the
jobs are about. Light: the bot imports it.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from arq.connections import ArqRedis
from arq.constants import in_progress_key_prefix, job_key_prefix, retry_key_prefix
from arq.worker import Function, Worker, func
from redis.asyncio import ConnectionPool
from redis.exceptions import RedisError

from inference.pausing import pause

log = logging.getLogger(__name__)

Away = (RedisError, OSError)  # what a Redis that cannot be reached looks like
POLL_S = 0.02  # arq's 0.5 s would cost a quarter of a second before every job
TIDY_S = 10.0
SOCKET_TIMEOUT_S = 10.0  # a Redis whose machine vanished must look away within seconds, not after TCP's minutes
AHEAD_MS = 5_000  # nothing is ever deferred, so a job due later than this was rung before the clock was set back

COMPLAIN_S = 60.0  # how often a Redis that stays away is worth a line in the log

Redis = ArqRedis  # a client, to those who must not know whose
T = TypeVar("T")


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What arq stores for a job, and all we accept: function, one struct as argument, no keywords, try, time in ms."""

    f: str
    a: tuple[dict[str, Any]]
    k: Annotated[dict[str, Any], msgspec.Meta(max_length=0)]
    t: int | None
    et: Annotated[int, msgspec.Meta(ge=0, le=1 << 43)]


@dataclass(frozen=True)
class Job:
    """A job a consumer takes: its name, the struct it carries, and what to do with it."""

    name: str
    request: type[msgspec.Struct]
    work: Callable[[Any], Awaitable[None]]


def serialise(job: dict[str, Any]) -> bytes:
    """The bytes of a job; an exception in arq's own bookkeeping becomes its name."""
    return msgspec.msgpack.encode(job, enc_hook=lambda value: type(value).__name__)


def deserialise(data: bytes) -> dict[str, Any]:
    """The job in `data`. Raises msgspec.DecodeError on anything but an Envelope; never unpickles."""
    return msgspec.structs.asdict(msgspec.msgpack.decode(data, type=Envelope))


def connect(url: str) -> ArqRedis:
    """A client of the Redis at `url` (redis://, rediss:// or unix://); it connects with its first command."""
    pool = ConnectionPool.from_url(url, socket_timeout=SOCKET_TIMEOUT_S, socket_connect_timeout=3.0)
    return ArqRedis(pool, job_serializer=serialise, job_deserializer=deserialise)


async def disconnect(redis: ArqRedis) -> None:
    """Close the client and its connections."""
    await redis.aclose(close_connection_pool=True)


def place(url: str) -> str:
    """`url` as it may be shown: without user and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


async def ring(redis: ArqRedis, queue: str, job: str, job_id: str, request: msgspec.Struct) -> bool:
    """Put a job on a queue; False if a job of that id is there already."""
    if await redis.enqueue_job(job, request, _job_id=job_id, _queue_name=queue) is not None:
        return True
    if await redis.zscore(queue, job_id) is not None or await redis.exists(in_progress_key_prefix + job_id):
        return False
    await redis.delete(job_key_prefix + job_id)  # left over from a queue that was lost alone: nobody would ever take it
    return await redis.enqueue_job(job, request, _job_id=job_id, _queue_name=queue) is not None


async def patiently(call: Callable[[], Awaitable[T]], what: str) -> T:
    """Call until Redis answers, waiting longer each time up to 2 s. The caller sets the limit by cancelling."""
    pause_s = 0.1
    while True:
        try:
            return await call()
        except Away as error:
            if pause_s == 0.1:
                log.warning("%s waits for Redis: %s", what, error)
        await pause(pause_s)
        pause_s = min(2.0, pause_s * 2)


@dataclass(frozen=True)
class Trace:
    """What Redis knows of a job: it is `queued`, some worker has `begun` it."""

    queued: bool
    begun: bool


async def trace(redis: ArqRedis, queue: str, job_id: str) -> Trace:
    """Look for a job in its queue and among those begun, at one moment."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.zscore(queue, job_id)
        pipe.exists(in_progress_key_prefix + job_id, retry_key_prefix + job_id)
        due, begun = await pipe.execute()
    return Trace(due is not None, bool(begun))


async def forget(redis: ArqRedis, queue: str, *job_ids: str | bytes) -> None:
    """Take jobs off a queue, with everything arq keeps of them."""
    names = [name.encode() if isinstance(name, str) else name for name in job_ids]
    if not names:
        return
    async with redis.pipeline(transaction=True) as pipe:
        pipe.zrem(queue, *names)
        for prefix in (job_key_prefix, retry_key_prefix, in_progress_key_prefix):
            pipe.delete(*(prefix.encode() + name for name in names))
        await pipe.execute()


class Consumer:
    """Takes the jobs of one queue, one after the other, and outlives every failure of Redis.

    `limit_s` is only arq's last resort against a job that hangs; jobs keep their own limits. `alone` says that no
    other process consumes this queue, so a job left in progress by a killed predecessor may be taken at once.
    """

    def __init__(self, url: str, queue: str, jobs: Sequence[Job], limit_s: float, *, alone: bool = False) -> None:
        self.queue = queue
        self.refused = 0
        self._url = url
        self._jobs = {job.name: job for job in jobs}
        self._limit_s = limit_s
        self._alone = alone
        self._complained = float("-inf")

    async def run(self, stopping: asyncio.Event) -> None:
        """Consume until `stopping` is set; then finish the running job and return."""
        logging.getLogger("arq").setLevel(logging.WARNING)  # at INFO arq writes every job's arguments to the log
        pause_s = 0.1
        while not stopping.is_set():
            began = time.monotonic()
            try:
                await self._live(stopping)
            except Away as error:
                self._complain(error)
            except Exception:
                log.exception("Queue %s: the consumer failed and starts again", self.queue)
            pause_s = 0.1 if time.monotonic() - began > TIDY_S else min(2.0, pause_s * 2)
            await _wait(stopping, pause_s)

    def _complain(self, error: Exception) -> None:
        if time.monotonic() - self._complained < COMPLAIN_S:
            return
        self._complained = time.monotonic()
        shown = place(self._url)
        log.warning("Queue %s: Redis at %s fails (%s): is it running? Trying on.", self.queue, shown, error)

    async def _live(self, stopping: asyncio.Event) -> None:
        """One life of an arq worker, which ends with the first error of Redis."""
        redis = connect(self._url)
        worker = self._worker(redis)
        tasks: list[asyncio.Task[None]] = []
        try:
            await self._drop_junk(redis)
            if self._alone:
                await self._free(redis)
            tasks = [
                asyncio.create_task(_leave_when(stopping, worker)),
                asyncio.create_task(self._pull_back(redis)),
            ]
            await worker.async_run()
        except asyncio.CancelledError:
            for job in worker.tasks.values():
                job.cancel()
            raise
        finally:
            for task in tasks:
                task.cancel()
            # Where Redis failed, the running job goes on; it ends by its own limits.
            await asyncio.gather(*tasks, *worker.tasks.values(), return_exceptions=True)
            await disconnect(redis)

    def _worker(self, redis: ArqRedis) -> Worker:
        return Worker(
            functions=[self._function(job) for job in self._jobs.values()],
            queue_name=self.queue,
            redis_pool=redis,
            max_jobs=1,
            max_tries=1,  # whether a job is tried again is for the bot to say, with a new attempt and a new id
            retry_jobs=True,  # only means: a job cancelled in mid-work stays in its queue
            keep_result=0,  # a kept result would refuse the same id for an hour
            log_results=False,
            poll_delay=POLL_S,
            job_timeout=self._limit_s,
            handle_signals=False,
            job_serializer=serialise,
            job_deserializer=self._deserialise,
        )

    def _deserialise(self, data: bytes) -> dict[str, Any]:
        try:
            return deserialise(data)
        except msgspec.DecodeError as error:
            self._refuse(str(error))
            raise

    def _refuse(self, why: str) -> None:
        self.refused += 1
        log.warning("Queue %s: dropped a job that is none (%d so far): %s", self.queue, self.refused, why)

    def _function(self, job: Job) -> Function:
        async def work(ctx: dict[Any, Any], raw: dict[str, Any]) -> None:  # noqa: ARG001 - arq passes it
            try:
                request = msgspec.convert(raw, job.request)
            except msgspec.ValidationError as error:
                self._refuse(f"{job.name}: {error}")
                return
            await job.work(request)

        return func(work, name=job.name)

    async def _free(self, redis: ArqRedis) -> None:
        """Take over what a killed predecessor had in progress."""
        ids: list[bytes] = await redis.zrange(self.queue, 0, -1)
        for job_id in ids:
            await redis.delete(in_progress_key_prefix.encode() + job_id, retry_key_prefix.encode() + job_id)

    async def _drop_junk(self, redis: ArqRedis) -> None:
        """Remove what would end arq's loop with an error each time it is met."""
        if await redis.type(self.queue) not in (b"zset", b"none"):
            self._refuse(f"the key {self.queue} is not a queue")
            await redis.delete(self.queue)
        ids: list[bytes] = await redis.zrange(self.queue, 0, -1)
        bad = [job_id for job_id in ids if not await self._sound(redis, job_id)]
        for job_id in bad:
            self._refuse(repr(job_id))
        await forget(redis, self.queue, *bad)

    async def _sound(self, redis: ArqRedis, job_id: bytes) -> bool:
        try:
            job_id.decode()
            stored = await redis.type(job_key_prefix.encode() + job_id)
            tries = await redis.type(retry_key_prefix.encode() + job_id)
            if tries == b"string":
                int(await redis.get(retry_key_prefix.encode() + job_id) or 0)
        except ValueError:
            return False
        return stored in (b"string", b"none") and tries in (b"string", b"none")

    async def _pull_back(self, redis: ArqRedis) -> None:
        """Every few seconds: jobs that a clock set back has moved into the future become due now."""
        while True:
            now_ms = int(time.time() * 1000)
            try:
                late: list[bytes] = await redis.zrangebyscore(self.queue, now_ms + AHEAD_MS, "+inf", 0, 1000)
                if late:
                    await redis.zadd(self.queue, dict.fromkeys(late, now_ms), xx=True)
            except Away as error:
                log.debug("Queue %s was not looked over: %s", self.queue, error)
            await pause(TIDY_S)


async def _leave_when(stopping: asyncio.Event, worker: Worker) -> None:
    # arq has no gentle stop of its own; "burst mode with nothing left to start" is one: the loop takes no new job,
    # waits for the running one and returns. Cancelling it instead may leave a job marked as in progress.
    await stopping.wait()
    worker.max_burst_jobs = 0
    worker.burst = True


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
