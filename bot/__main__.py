"""`python -m bot`: reads the settings, opens what is needed, and talks on every platform that has a token."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

import structlog
from pydantic import ValidationError

from bot.broadcasting import Broadcaster
from bot.delivery import Delivery
from bot.embedded import EmbeddedError, EmbeddedRedis, InferenceChild
from bot.knowing import Keeping, Limits
from bot.logs import set_up_logs
from bot.message import Platform, PlatformLost
from bot.operators import Operators
from bot.outbox import Outbox
from bot.queue import ArqQueue
from bot.settings import Settings
from bot.sweeper import Sweeper
from bot.talk import Talk
from bot.texts import Texts
from storage import StorageError, bans
from storage.database import Database
from storage.vault import Vault, read_master_key

log = structlog.get_logger("bot")


class StartError(Exception):
    """The bot cannot start; the text says what to change."""


MENDABLE = (StartError, PlatformLost, EmbeddedError, StorageError)  # each text says what to do


class Runner(Platform, Protocol):
    """A platform that can be started: it listens until cancelled."""

    async def run(self) -> None:
        """Take what people do until cancelled."""
        ...

    async def close(self) -> None:
        """Let go of the connections, once nothing is to be delivered any more."""
        ...


class Bot:
    """Everything that is open while the bot runs."""

    def __init__(self, settings: Settings, redis_url: str, database: Database, vault: Vault, secret: bytes) -> None:
        self.settings, self.database, self.vault = settings, database, vault
        self.queue = ArqQueue(redis_url)
        self.texts = Texts.load()
        self.outboxes: dict[str, Outbox] = {}
        self.keeping = Keeping(settings.retention_hours, settings.retention_hours_portraits)
        self.operators = Operators(database, time.time, secret, settings.admin_chats)
        self.talk = Talk(
            database,
            vault,
            self.queue,
            self.texts,
            time.time,
            self.keeping,
            self._wake,
            self.operators,
            Limits(settings.portraits_per_day, settings.queue_limit),
        )
        self.delivery = Delivery(database, self.talk, self.queue, time.time)

    def _wake(self, person_id: str) -> None:
        for outbox in self.outboxes.values():
            outbox.wake(person_id)

    def platforms(self) -> tuple[Runner, ...]:
        """Those with a token, or else the local page. Each is imported only when it is spoken."""
        settings = self.settings
        runners: list[Runner] = []
        if settings.telegram_token is not None:
            from bot.on_telegram import Telegram

            token = settings.telegram_token.get_secret_value()
            url, admins = settings.telegram_webhook_url, settings.admin_chats
            webhook = (url, settings.telegram_webhook_port) if url else None
            runners.append(
                Telegram(token, settings.telegram_api_url, self.talk, self.database, self.texts, admins, webhook)
            )
        if settings.discord_token is not None:
            from bot.on_discord import Discord

            token = settings.discord_token.get_secret_value()
            admins = settings.admin_chats
            runners.append(Discord(token, settings.discord_api_url, self.talk, self.database, self.texts, admins))
        if not runners:
            from bot.on_local import Local

            runners.append(Local(self.talk, self.database, self.vault, settings.local_port))
        return tuple(runners)

    async def run(self) -> None:
        """Talk until cancelled or until a platform gives up."""
        await self.operators.open()
        runners = self.platforms()
        self.outboxes |= {
            r.name: Outbox(self.database, self.vault, r, self.texts, time.time, self.talk.left) for r in runners
        }
        sweeper = Sweeper(
            self.database,
            self.vault,
            self.queue,
            self.talk,
            self.delivery,
            tuple(self.outboxes.values()),
            self.keeping,
            time.time,
            self.operators,
        )
        broadcaster = Broadcaster(
            self.database, self.texts, time.time, self.operators, self._wake, tuple(self.outboxes)
        )
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.queue.results(self.delivery.take))
                tasks.create_task(self.queue.progress(self.delivery.progress))
                tasks.create_task(sweeper.run())
                tasks.create_task(broadcaster.run())
                for runner in runners:
                    tasks.create_task(runner.run())
        finally:
            for outbox in self.outboxes.values():
                await outbox.stop()
            for runner in runners:
                await runner.close()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Bot]:
    """Open database, vault, queue and, with no Redis set, an embedded one with a worker; close them in reverse."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = settings.master_key.get_secret_value() if settings.master_key else None
    async with AsyncExitStack() as stack:
        redis_url = settings.redis_url
        if redis_url is None:
            redis_url = await stack.enter_async_context(EmbeddedRedis(settings.data_dir))
            await stack.enter_async_context(InferenceChild(redis_url, settings.data_dir))
        database = await Database.open(settings.database)
        stack.push_async_callback(database.close)
        master_key = read_master_key(settings.data_dir, key)
        vault = Vault.open(settings.blobs, master_key)
        bot = Bot(settings, redis_url, database, vault, bans.secret_of(master_key))
        stack.push_async_callback(bot.queue.close)
        yield bot


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with opened(settings) as bot:
        running = asyncio.create_task(bot.run())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait((running, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        running.cancel()
        try:
            await running
        except asyncio.CancelledError:
            log.info("stopped")


def main() -> int:
    """Exit status 0 after a stop, 1 when the bot could not go on, 2 for a wrong setting."""
    try:
        settings = Settings()
    except ValidationError as error:
        for wrong in error.errors():
            name = ".".join(str(part) for part in wrong["loc"]).upper()
            said = wrong["msg"].removeprefix("Value error, ")
            # what our own validators refuse they name themselves, and whether it may be shown is theirs to know
            value = "" if wrong["type"] == "value_error" else f"={wrong['input']}"
            sys.stderr.write(f"{name}{value}: {said}. Correct it in the environment or in .env.\n")
        return 2
    set_up_logs(settings.log_level, settings.secrets)
    return run_to_the_end(settings)


def run_to_the_end(settings: Settings) -> int:
    """Serve, and turn what an operator can mend into a sentence and an exit status."""
    try:
        asyncio.run(serve(settings))
    except (*MENDABLE, BaseExceptionGroup) as error:
        reasons = tuple(reasons_of(error))
        if not all(isinstance(reason, MENDABLE) for reason in reasons):
            raise
        for reason in reasons:
            sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def reasons_of(error: BaseException) -> Iterator[BaseException]:
    """The errors inside a group of groups, or the error itself."""
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            yield from reasons_of(part)
    else:
        yield error


if __name__ == "__main__":
    sys.exit(main())
