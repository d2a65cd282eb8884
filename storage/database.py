"""The one database: opens it, brings it to the present layout, hands out transactions.

SQLAlchemy Core on aiosqlite or asyncpg; whoever uses it need not know which. On SQLite there is one connection, used
by one task at a time in the order they asked, so nobody meets "database is locked", and what waits for the disk waits
together (storage.together). Knows no table's meaning.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import StorageError, sqlite
from storage.together import Together

__all__ = ["Conflict", "Database", "StorageError"]

SCRUB_AGAIN_S: Final = 0.2  # between two tries: whoever else reads the file, a backup, does so for seconds
MIGRATIONS: Final = Path(__file__).parent / "migrations"
DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


class Conflict(StorageError):
    """A row that must be unique is there already, or the row it points to is not."""


class Database:
    """An open database. `transaction` to write, `reading` to read; neither may be entered inside the other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._together = Together(engine) if engine.dialect.name == "sqlite" else None

    @classmethod
    async def open(cls, url: str) -> "Database":
        """Open the database at a SQLAlchemy `url` (sqlite or postgresql) and apply the migrations it lacks.

        Raises StorageError when it cannot be reached, or was written by a newer version of this program.
        """
        address = parse(url)
        try:
            engine = sqlite.open_engine(address) if address.get_backend_name() == "sqlite" else postgres_engine(address)
        except OSError as error:
            raise StorageError(f"Could not make the database file {address.database}: {error.strerror}.") from error
        database = cls(engine)
        try:
            async with database.transaction() as connection:
                await connection.run_sync(migrate)
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        """Close every connection. Whoever is in the middle of a transaction finishes first on SQLite."""
        if self._together is None:
            await self._engine.dispose()
            return
        async with self._together.alone() as engine:
            await engine.dispose()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncConnection]:
        """A connection in a transaction: committed at the end, or rolled back when anything is raised.

        Raises Conflict or StorageError for what the database refuses; other exceptions pass through.
        """
        whole = self._engine.begin() if self._together is None else self._together.part(keep=True)
        async with translated(), whole as connection:
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncConnection]:
        """A connection that sees one moment throughout. What is written through it is lost."""
        if self._together is None:
            async with translated(), self._engine.connect() as connection:
                yield await connection.execution_options(isolation_level="REPEATABLE READ")
            return
        async with translated(), self._together.part(keep=False) as connection:
            yield connection

    async def scrub(self) -> None:
        """Call after an erasure: leaves no erased byte in SQLite's write-ahead log, where there is one.

        While another program reads from there (a backup, a shell) it cannot be emptied: others are served meanwhile.
        """
        if self._together is None or not sqlite.WAL_IS_SAFE:
            return
        emptied = await self._emptied(self._together)
        while not emptied:
            await asyncio.sleep(SCRUB_AGAIN_S)
            emptied = await self._emptied(self._together)

    async def _emptied(self, together: Together) -> bool:
        """Whether the write-ahead log could be emptied without waiting for anybody."""
        async with together.alone() as engine, translated(), engine.connect() as connection:
            plain = await connection.execution_options(locked=False)
            await plain.exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                return not (await plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).scalar_one()
            finally:
                await plain.exec_driver_sql(f"PRAGMA busy_timeout={sqlite.BUSY_MS}")


def parse(url: str) -> URL:
    """The URL with the driver we use. Raises StorageError, which does not repeat a URL that may hold a password."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise StorageError(
            "DATABASE_URL could not be read. It looks like sqlite:///data/bot.sqlite or "
            "postgresql://user:password@host/name."
        ) from None
    backend = address.get_backend_name()
    if backend not in DRIVERS:
        raise StorageError(f"DATABASE_URL names {backend}, but only sqlite and postgresql are spoken here.")
    return address.set(drivername=DRIVERS[backend])


def postgres_engine(address: URL) -> AsyncEngine:
    """A small pool; connections that died while idle are noticed before they are used."""
    return create_async_engine(address, hide_parameters=True, pool_size=8, max_overflow=8, pool_pre_ping=True)


def migrate(connection: Connection) -> None:
    """Apply the migrations of this package through `connection`, in the transaction it is in."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(
            f"The database was written by a newer version of this program ({error}). Start that version instead."
        ) from error


@asynccontextmanager
async def translated() -> AsyncGenerator[None]:
    """What the database refuses, as a StorageError that carries no value of a row.

    The cause is left out on purpose: PostgreSQL's messages quote the row in their second line.
    """
    try:
        yield
    except IntegrityError as error:
        raise Conflict(f"The database refused a row: {first_line(error)}.") from None
    except SQLAlchemyError as error:
        raise StorageError(
            f"The database failed: {first_line(error)}. Is its disk full, or is it out of reach?"
        ) from None
    except OSError as error:
        raise StorageError(f"The database could not be reached: {error.strerror or error}.") from error


def first_line(error: SQLAlchemyError) -> str:
    """What the driver said, without the details that follow."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return (said.splitlines() or [type(error).__name__])[0].rstrip(".")
