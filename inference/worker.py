"""The worker: takes checks, previews and orders from the queues, holds leases, and answers on the queue `bot`.

One process with a lane for each queue, so photos are checked while portraits are made. It renews leases, watches for
cancels, enforces time limits and announces itself; the work is done in the lanes' child processes. Imports no cv2,
numpy or torch, and knows no people.
"""

import asyncio
import logging
import os
import re
import secrets
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from inference import contract, jobs, lane
from inference.announcing import Announcer
from inference.contract import CheckSelfie, CheckSet, MakePortraits, MakePreview, OrderEnded, Progress, WorkerBeat
from inference.frames import Checked, Compared, Ended, Made, News, Previewed, Start, Told
from inference.lane import Lane
from inference.lease import Lease, renewed
from inference.logs import set_up_logs
from inference.pausing import heed_cancel, pause
from inference.settings import Settings, SettingsError
from storage import StorageError
from storage.master_key import read_master_key

log = logging.getLogger(__name__)

MARGIN_S = 120.0  # arq's own limit lies this far beyond ours, so that ours is the one that acts
LEAVE_S = 8.5  # after SIGTERM; whatever has not ended by then is cut off
AGAIN_S = 2.0  # for each photo of a comparison: a child that was started anew decodes and looks at all of them again
GOODBYE_S = 1.0  # for the last words to Redis
SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,128}")  # what the vault takes as a name


@dataclass(frozen=True)
class Pace:
    """How often things are looked at, in seconds. Tests are quicker."""

    lease_s: float = contract.LEASE_S
    renew_s: float = contract.RENEW_S
    beat_s: float = 5.0
    obey_s: float = lane.OBEY_S


@dataclass
class Halt:
    """Why a running job must stop: `cancelled` by the person, `released` with the worker, or `superseded`."""

    event: asyncio.Event = field(default_factory=asyncio.Event)
    why: str = ""

    def now(self, why: str) -> None:
        """Stop; the first reason counts."""
        self.why = self.why or why
        self.event.set()


def run(settings: Settings, command: Sequence[str] = lane.PRODUCT, pace: Pace = Pace()) -> None:
    """Serve until SIGTERM, Ctrl-C, or the end of standard input where that is asked for. Raises SettingsError."""
    set_up_logs(settings.log_level)
    asyncio.run(_serve(Worker(settings, command, pace), settings.stop_at_eof))


async def _serve(worker: "Worker", stop_at_eof: bool) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    if stop_at_eof:
        threading.Thread(target=_await_end_of_input, args=(loop, stopping), daemon=True).start()
    await worker.run(stopping)


def _await_end_of_input(loop: asyncio.AbstractEventLoop, stopping: asyncio.Event) -> None:
    while os.read(0, 1024):
        continue
    with suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(stopping.set)


class Worker:
    """Everything one worker process does. `command` starts the child of a lane."""

    def __init__(self, settings: Settings, command: Sequence[str] = lane.PRODUCT, pace: Pace = Pace()) -> None:
        if settings.redis_url is None:
            raise SettingsError(
                "REDIS_URL is not set. `python -m bot` starts its own worker; to run one elsewhere, set REDIS_URL to "
                "the same Redis as the bot's."
            )
        self._settings, self._pace = settings, pace
        self._url = settings.redis_url
        self._redis = jobs.connect(settings.redis_url)
        self._name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        start = Start(contract.SELFIES, _blob_url(settings), _master_key(settings), settings.setup, settings.log_level)
        self._checks = Lane(start, command, pace.obey_s)
        self._portraits = Lane(msgspec.structs.replace(start, queue=contract.PORTRAITS), command, pace.obey_s)
        self._halts: dict[str, Halt] = {}
        self._stopping = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Serve both queues until `stopping`; then stop what runs and give it back.

        Raises SettingsError once the engine that was asked for has turned out not to open.
        """
        self._stopping = stopping
        log.info("Worker %s serves the queue at %s", self._name, jobs.place(self._url))
        aside = [asyncio.create_task(self._beat()), asyncio.create_task(self._listen())]
        check = jobs.Job(contract.CHECK_SELFIE, CheckSelfie, self.check)
        compare = jobs.Job(contract.CHECK_SET, CheckSet, self.compare)
        preview = jobs.Job(contract.MAKE_PREVIEW, MakePreview, self.preview)
        make = jobs.Job(contract.MAKE_PORTRAITS, MakePortraits, self.make)
        serving = asyncio.gather(
            self._consume(self._checks, [check, compare, preview], self._settings.check_limit_s),
            self._consume(self._portraits, [make], self._settings.order_limit_s),
        )
        await stopping.wait()
        for halt in self._halts.values():
            halt.now("released")
        try:
            await asyncio.wait_for(serving, LEAVE_S)
        except TimeoutError:
            log.warning("Cut off after %.1f s; what ran is found by the bot's sweep", LEAVE_S)
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
            await asyncio.gather(self._checks.close(), self._portraits.close())
            with suppress(*jobs.Away):
                async with asyncio.timeout(GOODBYE_S):
                    await self._redis.delete(contract.worker_key(self._name))
            await jobs.disconnect(self._redis)
        if self._portraits.refusal:
            raise SettingsError(self._portraits.refusal)

    async def check(self, ask: CheckSelfie) -> None:
        """Check one selfie and answer with the verdict."""
        await self._under_lease(
            ask.selfie, ask.attempt, lambda halt: self._look(ask, ask.selfie, halt, self._settings.check_limit_s)
        )

    async def compare(self, ask: CheckSet) -> None:
        """Compare the selfies of a set and answer with what they are to each other."""
        name, limit_s = contract.set_id(ask.subject, ask.version), set_limit_s(self._settings, len(ask.photos))
        await self._under_lease(name, ask.attempt, lambda halt: self._look(ask, name, halt, limit_s))

    async def _look(self, ask: CheckSelfie | CheckSet, name: str, halt: Halt, limit_s: float) -> None:
        answer = contract.end_id(contract.job_id(name, ask.attempt))
        async with Announcer(self._redis) as announcer:

            def say(news: News) -> None:
                match news:
                    case Checked(verdict):
                        announcer.result(contract.SELFIE_CHECKED, answer, verdict)
                    case Compared(checked):
                        announcer.result(contract.SET_CHECKED, answer, checked)
                    case _:
                        pass

            ended = await self._checks.work(ask, limit_s, halt.event, say)
            if ended.failure == "engine":  # perhaps the child was killed; what kills it twice is left to the bot
                log.warning("Check %s failed (%s); once more", name, ended.detail)
                ended = await self._checks.work(ask, limit_s, halt.event, say)
            if ended.outcome == "failed":
                log.warning("Check %s: no answer, %s (%s)", name, ended.failure, ended.detail)

    async def preview(self, ask: MakePreview) -> None:
        """Make an order's instant preview and announce it; under no lease, and tried no second time."""
        name = contract.instant_blob(ask.order)
        if await jobs.patiently(lambda: self._redis.exists(contract.cancel_key(ask.order)), "A look for a cancel"):
            return
        async with Announcer(self._redis) as announcer:

            def say(news: News) -> None:
                if isinstance(news, Previewed):
                    announcer.result(contract.PREVIEW_MADE, contract.end_id(contract.job_id(name, 1)), news.news)

            ended = await self._checks.work(ask, self._settings.check_limit_s, self._stopping, say)
        if ended.outcome != "done":
            log.warning("Preview %s: none, %s (%s)", name, ended.failure or ended.outcome, ended.detail)

    async def make(self, ask: MakePortraits) -> None:
        """Make an order's portraits, announce each as it is finished, and say how the attempt ended."""
        await self._under_lease(ask.order, ask.attempt, lambda halt: self._make(ask, halt))

    async def _make(self, ask: MakePortraits, halt: Halt) -> None:
        job = contract.job_id(ask.order, ask.attempt)
        made = 0
        async with Announcer(self._redis) as announcer:

            def say(news: News) -> None:
                nonlocal made
                if isinstance(news, Made):
                    made += 1
                    index = news.portrait.index
                    announcer.result(contract.PORTRAIT_MADE, contract.portrait_id(job, index), news.portrait)
                elif isinstance(news, Told):
                    done = (made, len(ask.shots), news.fraction)
                    announcer.progress(Progress(ask.order, ask.attempt, *done, news.preview))

            say(Told(0.0))
            ended = await self._portraits.work(ask, self._settings.order_limit_s, halt.event, say)
            if self._gives_up():
                halt.now("released")
            came = (halt.why or ended.outcome, ended.failure or "", ended.detail)
            log.info("Order %s: %s", job, " ".join(part for part in came if part))
            if (end := _order_ended(ask, ended, halt.why)) is not None:
                announcer.result(contract.ORDER_ENDED, contract.end_id(job), end)

    async def _under_lease(self, thing: str, attempt: int, work: Callable[[Halt], Awaitable[None]]) -> None:
        lease = Lease(self._redis, thing, attempt, self._name, self._pace.lease_s)
        claim = await jobs.patiently(lease.claim, "A claim")
        if claim != "ours":
            log.info("Attempt %s is refused: %s", contract.job_id(thing, attempt), claim)
            return
        halt = self._halts[thing] = Halt()
        if self._stopping.is_set():
            halt.now("released")

        async def look() -> None:
            await self._look_for_cancel(thing, halt)

        try:
            async with renewed(lease, self._pace.renew_s, look, lambda: halt.now("superseded")):
                await work(halt)
        finally:
            del self._halts[thing]
        await jobs.patiently(lease.release, "A release")

    async def _look_for_cancel(self, thing: str, halt: Halt) -> None:
        if await self._redis.exists(contract.cancel_key(thing)):
            halt.now("cancelled")

    def _gives_up(self) -> bool:
        """Whether the engine that was asked for cannot be opened; then the worker stops."""
        if self._portraits.refusal:
            self._stopping.set()
        return bool(self._portraits.refusal)

    async def _listen(self) -> None:
        """Hear at once of a cancel and of who is to be forgotten.

        The look with each renewal finds a cancel that was not heard; memory that was not told lets go by itself in
        time, and is never used without a look into the vault. An outage is told once, not at every try.
        """
        away = False
        while True:
            subscription = self._redis.pubsub(ignore_subscribe_messages=True)
            try:
                await subscription.subscribe(contract.CANCELLED, contract.FORGOTTEN)
                away = False
                while True:
                    await self._heard(await subscription.get_message(timeout=5.0))
                    heed_cancel()
            except jobs.Away as error:
                if not away:
                    log.warning("Cancels are not heard at once: %s Trying on.", error)
                away = True
                await pause(1.0)
            finally:
                with suppress(*jobs.Away):
                    await subscription.aclose()

    async def _heard(self, message: dict[str, Any] | None) -> None:
        """One publication, or none within the time; what is no id is let go."""
        if message is None:
            return
        if message["channel"] == contract.FORGOTTEN.encode():
            subject = message["data"].decode(errors="replace")
            if SUBJECT.fullmatch(subject):
                await asyncio.gather(self._checks.forget(subject), self._portraits.forget(subject))
            return
        for thing, halt in list(self._halts.items()):
            await self._look_for_cancel(thing, halt)

    async def _beat(self) -> None:
        while True:
            lanes = (self._checks, self._portraits)
            for each in lanes:
                each.warm()
            serving = tuple(each.queue for each in lanes if each.ready)
            self._gives_up()
            can = self._portraits.ability
            with suppress(*jobs.Away):  # the consumers say that Redis is away
                waiting = await self._redis.zcard(contract.PORTRAITS)
                beat = WorkerBeat(self._name, can.engine, serving, can.modes, can.adapters, waiting)
                data = msgspec.msgpack.encode(beat)
                await self._redis.set(contract.worker_key(self._name), data, ex=contract.WORKER_BEAT_S)
            await pause(self._pace.beat_s if serving else 0.5)

    async def _consume(self, served: Lane, taken: Sequence[jobs.Job], limit_s: float) -> None:
        """Take the jobs of a lane's queue, from the moment its child is warm."""
        stopping = asyncio.create_task(self._stopping.wait())
        while not self._stopping.is_set() and not served.ready and not self._gives_up():
            await asyncio.wait({served.warm(), stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if self._stopping.is_set():
            return
        engine = served.ability.engine
        log.info("Lane %s is ready.%s", served.queue, f" Engine: {engine}" if engine else "")
        await jobs.Consumer(self._url, served.queue, taken, last_resort_s(limit_s)).run(self._stopping)


def set_limit_s(settings: Settings, photos: int) -> float:
    """How long a comparison of so many photos may take, in seconds."""
    return settings.check_limit_s + AGAIN_S * photos


def last_resort_s(limit_s: float) -> float:
    """arq's own limit of a job: beyond all a job may wait for, so that no attempt is lost to a child that gets warm."""
    return lane.WARM_S + lane.SLOWEST_RESTART_S + limit_s + MARGIN_S


def _order_ended(ask: MakePortraits, ended: Ended, why: str) -> OrderEnded | None:
    """What the bot is told; nothing where a newer attempt has taken over, since nobody would listen."""
    match ended.outcome:
        case "done":
            return OrderEnded(ask.order, ask.attempt, "done")
        case "failed":
            return OrderEnded(ask.order, ask.attempt, "failed", ended.failure)
        case "stopped" if why == "cancelled":
            return OrderEnded(ask.order, ask.attempt, "cancelled")
        case "stopped" if why == "released":
            return OrderEnded(ask.order, ask.attempt, "released")
        case _:
            return None


def _blob_url(settings: Settings) -> str:
    return settings.blob_url or str(settings.data_dir.resolve() / "blobs")


def _master_key(settings: Settings) -> bytes:
    embedded = settings.stop_at_eof  # beside its bot, the first of the two to come makes the key
    if settings.master_key is None and not embedded and not (settings.data_dir / "master.key").exists():
        raise SettingsError(
            f"No key for the vault: {settings.data_dir / 'master.key'} is not there. Start the bot first, or set "
            "MASTER_KEY (or DATA_DIR) as for the bot."
        )
    key = settings.master_key.get_secret_value() if settings.master_key else None
    try:
        return read_master_key(settings.data_dir, key)
    except StorageError as error:
        raise SettingsError(str(error)) from error
