"""SQLite's transactions, kept together: what waits its turn while one is under way is committed with it.

A commit waits for the disk, about ten milliseconds; one for each of somebody's few steps would bound everybody. Here
each transaction is a savepoint inside a shared one, and none returns before that is committed: what was told is on
the disk. Whoever saw what is not yet committed, and perhaps was refused for it, returns with it too. Knows no table.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import StorageError


@dataclass(eq=False)
class Shared:
    """A transaction under way. `kept` is done once it is committed; `written`: somebody has changed something in it."""

    connection: AsyncConnection
    kept: asyncio.Future[None]
    written: bool = False


class Together:
    """Hands out the one connection of an engine, to one task at a time in the order they asked."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._shared: Shared | None = None
        self._closing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def part(self, keep: bool) -> AsyncGenerator[AsyncConnection]:
        """A transaction: committed at the end, or undone where something is raised or it is not to be kept."""
        raised: Exception | None = None
        async with self._turn:
            shared = self._shared or await self._open()
            undone = False
            try:
                savepoint = await shared.connection.begin_nested()
                try:
                    yield shared.connection
                except BaseException as error:
                    await savepoint.rollback()
                    undone = True
                    if not isinstance(error, Exception):  # who is cancelled waits for nothing
                        raise
                    raised = error
                else:
                    await (savepoint.commit() if keep else savepoint.rollback())
                    shared.written |= keep
            except BaseException as error:
                if not undone:  # what SQLite has of it nobody knows: all that share it lose it, and are told
                    await self._end(error)
                raise
        if shared.written:
            await asyncio.shield(shared.kept)
        if raised is not None:
            raise raised

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[AsyncEngine]:
        """The engine with nobody in a transaction."""
        async with self._turn:
            await self._end()
            yield self._engine

    async def _open(self) -> Shared:
        """Begin a shared transaction. It ends when all who wait now have had their turn: the lock is fair."""
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        shared = self._shared = Shared(connection, asyncio.get_running_loop().create_future())
        closing = asyncio.create_task(self._close(shared))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return shared

    async def _close(self, shared: Shared) -> None:
        async with self._turn:
            if self._shared is shared:
                await self._end()

    async def _end(self, spoilt: BaseException | None = None) -> None:
        """Commit what is under way, unless it is spoilt, and tell all who wait. Called by whoever has the turn."""
        shared, self._shared = self._shared, None
        if shared is None:
            return
        try:
            await _settle(shared.connection, shared.written and spoilt is None)
        except BaseException as error:
            spoilt = error
            if not isinstance(error, SQLAlchemyError):
                raise
        finally:
            _tell(shared.kept, spoilt)


async def _settle(connection: AsyncConnection, keep: bool) -> None:
    """Commit or undo, and give the connection back clean: SQLite stays in a transaction whose commit has failed."""
    try:
        if keep:
            await connection.commit()
    finally:
        try:
            await connection.rollback()
        finally:
            await connection.close()


def _tell(kept: asyncio.Future[None], spoilt: BaseException | None) -> None:
    """How it went, to all who wait, if there are any."""
    if spoilt is None:
        kept.set_result(None)
        return
    of_database = isinstance(spoilt, SQLAlchemyError)
    kept.set_exception(spoilt if of_database else StorageError("The database was stopped in the middle of a write."))
    kept.exception()  # looked at
