"""SQLite as the bot uses it: one connection, its settings, and no thread where there is nothing to wait for.

aiosqlite hands every call to a thread, about thirty for one answer, and on a busy machine each waits its turn. Here a
transaction holds the lock from its first statement, so the statements in it touch memory only; what waits for the
disk or for another program (BEGIN, COMMIT, ROLLBACK) still goes to the thread.
"""

import os
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import aiosqlite
from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

# SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections checkpoint at once.
WAL_IS_SAFE: Final = sqlite3.sqlite_version_info >= (3, 51, 3)
BUSY_MS: Final = 10_000  # only another program (a backup, a shell) can hold the lock; it is waited for this long

PRAGMAS: Final = (
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA journal_mode={'WAL' if WAL_IS_SAFE else 'DELETE'}",
    "PRAGMA synchronous=FULL",  # acceptance is a promise, kept through a power cut
    "PRAGMA secure_delete=ON",  # what is erased is overwritten; FAST would leave it in free pages
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",  # no person's words in temporary files
)

UNHURRIED: Final = frozenset({"cursor", "fetchone", "fetchmany", "fetchall"})  # never wait
IN_MEMORY: Final = frozenset({"execute", "executemany"})  # do not wait once the lock is held


class NearConnection(aiosqlite.Connection):
    """A connection that runs in its thread only what can wait for the disk or for a lock."""

    def __init__(self, path: str) -> None:
        # The driver begins nothing by itself, and is called from two threads, though never from both at once.
        connect = partial(sqlite3.connect, path, isolation_level=None, check_same_thread=False)
        super().__init__(connect, iter_chunk_size=64)
        self._thread.daemon = True  # a program that fails before it closes the database must still end

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._running and self._connection is not None:
            name, owner = getattr(fn, "__name__", ""), getattr(fn, "__self__", None)
            closes_cursor = name == "close" and owner is not self._connection
            if name in UNHURRIED or closes_cursor or (name in IN_MEMORY and self._connection.in_transaction):
                return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)


def open_engine(address: URL) -> AsyncEngine:
    """An engine of one connection, set up as PRAGMAS says. Makes the file, readable to its owner alone.

    Raises OSError.
    """
    path = address.database or ":memory:"
    if path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    def connect() -> Awaitable[aiosqlite.Connection]:
        return NearConnection(path)

    engine = create_async_engine(
        address,
        hide_parameters=True,  # an error message must not carry a person's words into the log
        async_creator=connect,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_reset_on_return="rollback",  # a COMMIT that failed leaves its transaction open
    )
    event.listen(engine.sync_engine, "connect", set_up)
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def set_up(connection: Any, _record: object) -> None:
    """SQLite's settings, for every new connection."""
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def begin(connection: Connection) -> None:
    """Take the lock at once: a deferred BEGIN fails as busy in the middle, where it cannot be waited for."""
    if connection.get_execution_options().get("locked", True):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
