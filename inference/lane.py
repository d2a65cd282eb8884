"""The worker's side of a lane: a warm child process that does one job at a time and can be killed.

Requests go in, frames come out (inference.frames). A job that passes its limit, or does not stop when told, costs its
child its life; the next job finds a new one. Imports no cv2, numpy or torch: those live in the child.
"""

import asyncio
import logging
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

import msgspec

from inference import frames
from inference.frames import Asked, Cancel, Ended, Forget, News, Ready, Refused, Said, Start, Work

log = logging.getLogger(__name__)

PRODUCT = (sys.executable, "-m", "inference.lane_child")
WARM_S = 1800.0  # a hundred gigabytes of weights are hashed, loaded and compiled for; the beat goes on meanwhile
OBEY_S = 7.0  # a child that has not stopped by then is killed, so that all is over 10 s after a cancel
SECRETS = (
    "MASTER_KEY",
    "REDIS_URL",
    "TELEGRAM_TOKEN",
    "DISCORD_TOKEN",
    "DATABASE_URL",
    "HF_TOKEN",
    "HUGGING_FACE_HUB_TOKEN",
)
SLOWEST_RESTART_S = 60.0
# Nothing is fetched where portraits are made: what is not on the disk is not there.
OFFLINE: Mapping[str, str] = MappingProxyType(
    {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "DIFFUSERS_DISABLE_REMOTE_CODE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DISABLE_TELEMETRY": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "TRANSFORMERS_VERBOSITY": "error",  # else it warns of what it does without torchvision
    }
)


class LaneDied(Exception):
    """The child ended by itself."""


class EngineRefused(Exception):
    """The child cannot open the engine that was asked for, and another child could not either."""


class Lane:
    """One child process. `ability` is what it announced, of no engine before it was ready for the first time.

    `refusal` says why the engine that was asked for cannot be opened; then no further child is started.
    """

    def __init__(self, start: Start, command: Sequence[str] = PRODUCT, obey_s: float = OBEY_S) -> None:
        self.queue = start.queue
        self.ability = Ready("")
        self.refusal = ""
        self._start = start
        self._command = tuple(command)
        self._obey_s = obey_s
        self._child: Process | None = None
        self._opening: asyncio.Task[Process] | None = None
        self._number = 0
        self._pause_s = 0.0

    @property
    def ready(self) -> bool:
        """Whether a warm child waits or works."""
        opened = self._opening is not None and self._opening.done()
        return opened and self._child is not None and self._child.returncode is None

    @property
    def pid(self) -> int | None:
        """Process id of the child, if there is one."""
        return self._child.pid if self._child is not None else None

    def warm(self) -> asyncio.Task[Process]:
        """See to it that a child is there or coming; start one where the last has died."""
        if self._opening is None or (self._opening.done() and not self.ready and not self.refusal):
            self._opening = asyncio.create_task(self._open())
            self._opening.add_done_callback(self._opened)
        return self._opening

    async def work(
        self,
        request: msgspec.Struct,
        limit_s: float,
        halt: asyncio.Event,
        say: Callable[[News], None],
    ) -> Ended:
        """Do one job and return how it ended, within `limit_s` seconds of work, or OBEY_S after `halt` is set."""
        halting = asyncio.create_task(halt.wait())
        try:
            opening = self.warm()  # has its own limit: a job does not pay for what its predecessor broke
            await asyncio.wait({opening, halting}, return_when=asyncio.FIRST_COMPLETED)
            if halt.is_set():
                return Ended("stopped")
            return await self._follow(self._do(request, say), limit_s, halt, halting)
        finally:
            halting.cancel()

    async def _follow(
        self, job: Coroutine[None, None, Ended], limit_s: float, halt: asyncio.Event, halting: asyncio.Task[bool]
    ) -> Ended:
        doing = asyncio.create_task(job)
        try:
            await asyncio.wait({doing, halting}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
            if halt.is_set() and not doing.done():
                await self._send(Cancel(self._number))
                await asyncio.wait({doing}, timeout=self._obey_s)
            if doing.done():
                return doing.result()
            if halt.is_set():
                return Ended("stopped", detail=f"killed, having gone on for {self._obey_s:.0f} s after the stop")
            return Ended("failed", "timed_out", f"killed after {limit_s:.0f} s")
        finally:
            if not doing.done():
                doing.cancel()
                await asyncio.gather(doing, return_exceptions=True)
                await asyncio.shield(self._kill())
                self.warm()

    async def forget(self, subject: str) -> None:
        """Have the child keep nothing of this subject; one that is not warm yet has seen nobody."""
        if self.ready:
            await self._send(Forget(subject))

    async def close(self) -> None:
        """End the child: its input ends, and what is left of it is killed."""
        if self._opening is not None and not self._opening.done():
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._child.wait(), 1.0)
        await self._kill()

    async def _do(self, request: msgspec.Struct, say: Callable[[News], None]) -> Ended:
        try:
            child = await asyncio.shield(self.warm())
            self._number += 1
            await self._send(Work(self._number, msgspec.msgpack.encode(request)))
            while True:
                match await self._read(child):
                    case Ended() as ended:
                        return ended
                    case Ready() | Refused():
                        raise frames.FrameError("a greeting in the middle of a job")
                    case news:
                        say(news)
        except EngineRefused as refused:
            return Ended("stopped", detail=str(refused))
        except (LaneDied, frames.FrameError, OSError) as error:
            await self._kill()
            self.warm()
            return Ended("failed", "engine", str(error))

    async def _open(self) -> Process:
        await asyncio.sleep(self._pause_s)
        self._pause_s = min(SLOWEST_RESTART_S, self._pause_s * 2 + 1)
        try:
            child = self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=PIPE,
                env=_environment(),
                start_new_session=True,  # it can be killed with all its own children, and Ctrl-C is not for it
            )
            await self._send(self._start)
            async with asyncio.timeout(WARM_S):
                ready = await self._read(child)
            if isinstance(ready, Refused):
                self.refusal = ready.why
                raise EngineRefused(ready.why)
            if not isinstance(ready, Ready):
                raise frames.FrameError(f"{type(ready).__name__} instead of Ready")
        except BaseException:
            await asyncio.shield(self._kill())
            raise
        self.ability = ready
        self._pause_s = 0.0
        return child

    def _opened(self, opening: asyncio.Task[Process]) -> None:
        if not opening.cancelled() and (error := opening.exception()) is not None and not self.refusal:
            log.error("Lane %s does not start (%s); trying again in %.0f s", self.queue, error, self._pause_s)

    async def _send(self, message: Asked) -> None:
        if self._child is None or self._child.stdin is None:
            return
        with suppress(ConnectionError):  # a child that is gone is noticed by reading from it
            self._child.stdin.write(frames.frame(message))
            await self._child.stdin.drain()

    async def _read(self, child: Process) -> Said:
        assert child.stdout is not None
        try:
            header = await child.stdout.readexactly(frames.LENGTH_BYTES)
            return frames.said(await child.stdout.readexactly(frames.length(header)))
        except asyncio.IncompleteReadError as error:
            code = await child.wait()
            killed = " (killed: out of memory?)" if code == -signal.SIGKILL else ""
            raise LaneDied(f"the child process ended with code {code}{killed}") from error

    async def _kill(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        assert child.stdin is not None
        child.stdin.close()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        await child.communicate()  # also reads its output to the end, so that both pipes are closed
        with suppress(ConnectionError):  # the input broke with the child's death
            await child.stdin.wait_closed()


def _environment() -> dict[str, str]:
    """The worker's own, without secrets, and with glibc kept to two heaps: that saves 60 MB and costs no time."""
    kept = {name: value for name, value in os.environ.items() if name not in SECRETS}
    return {"MALLOC_ARENA_MAX": "2", **kept, **OFFLINE}
