"""What the load benchmarks of the platforms share: the people, the bot and a worker, the figures and their bounds.

A real bot process on an empty folder, a real worker process with lanes that are fake (tests.bench.load_worker), an
embedded Valkey, and a platform of our own on loopback that holds the bot to the platform's limits, in this process: it
takes part of the machine too. First PER_SECOND new people a second for some time, who go no further than their first
word; then a crowd at once, of whom everybody goes the whole way to their portraits, as fast as they are answered.
"""

import asyncio
import base64
import os
import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from bot.embedded import EmbeddedRedis
from tests.bench import load_bot, load_worker
from tests.bench.load_bot import percentile
from tests.bot_process import BotProcess
from tests.waiting import until

PER_SECOND: Final = 25
SECONDS, CROWD = 60, 200
PHOTOS: Final = 3
PORTRAITS: Final = 2  # of one look
ANSWER_S: Final = 1.0  # 95th percentile of the first answers to people who come one by one
CROWD_S: Final = 10.0  # the last first answer of the crowd
LAG_S: Final = 0.050  # 99th percentile
MEMORY_MB: Final = 300.0
REFUSED: Final = 5  # 429s: a clock beside ours
PATIENCE_S: Final = 900.0
LOOK_S: Final = 0.1


class Visitor(Protocol):
    """Somebody on a platform."""

    def begins(self) -> None:
        """Say the first word."""
        ...

    @property
    def answered_at(self) -> float | None:
        """When the first answer came, in monotonic seconds; None so far."""
        ...

    async def visits(self) -> None:
        """From the first answer to the last portrait."""
        ...

    @property
    def pictures(self) -> Mapping[str, Sequence[bytes]]:
        """What the bot has shown, by the ways in which each portrait must come exactly once."""
        ...


Newcomer = Callable[[int], Visitor]


@dataclass(frozen=True)
class Load:
    """The figures of one run. Times in seconds; `lag` and `mb` as in `load_bot.read`."""

    even: list[float]
    crowd: list[float]
    served: list[float]
    unserved: list[str]
    seen: dict[str, float]
    busy: float  # load average before

    def tell(self, refused: int, breaches: Sequence[str]) -> bool:
        """Print everything; whether all bounds are met."""
        print(f"machine: {os.cpu_count()} cores, load average {self.busy:.1f} at the start")
        print(
            f"{PER_SECOND}/s, {len(self.even)} people: first answer p50 {percentile(self.even, 50):.3f} s, "
            f"p95 {percentile(self.even, 95):.3f} s (limit {ANSWER_S:.0f}), longest {max(self.even):.3f} s"
        )
        print(
            f"{len(self.crowd)} at once: first answer p50 {percentile(self.crowd, 50):.2f} s, "
            f"last {max(self.crowd):.2f} s (limit {CROWD_S:.0f}); "
            f"all portraits p50 {percentile(self.served, 50):.0f} s, last {max(self.served):.0f} s"
        )
        print(
            f"event loop held up: p50 {self.seen['p50'] * 1000:.1f} ms, p99 {self.seen['p99'] * 1000:.1f} ms (limit "
            f"{LAG_S * 1000:.0f}); memory of the bot {self.seen['mb']:.0f} MB (limit {MEMORY_MB:.0f})"
        )
        print(f"refused with 429: {refused} (limit {REFUSED}); breaches: {len(breaches)}", *breaches[:5], sep="\n  ")
        print(f"people without each portrait exactly once: {len(self.unserved)}", *self.unserved[:5], sep="\n  ")
        in_time = percentile(self.even, 95) <= ANSWER_S and max(self.crowd) <= CROWD_S and self.seen["p99"] <= LAG_S
        small = self.seen["mb"] <= MEMORY_MB
        return in_time and small and refused <= REFUSED and not breaches and not self.unserved


async def steady(newcomer: Newcomer, seconds: int) -> list[float]:
    """New people at an even pace; the seconds until each was answered."""
    people: list[tuple[Visitor, float]] = []
    begun = time.monotonic()
    for number in range(PER_SECOND * seconds):
        await asyncio.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        people.append((newcomer(number), time.monotonic()))
        people[-1][0].begins()
    for who, _ in people:
        await patiently(lambda who=who: bool(who.answered_at), lambda: "everybody answered")
    return waits(people)


async def whole_visits(newcomer: Newcomer, count: int) -> tuple[list[float], list[float], list[str]]:
    """Everybody at once; the seconds until each had an answer, and their portraits, and who lacks some."""
    begun = time.monotonic()
    people = [(newcomer(number), begun) for number in range(count)]

    async def visit(who: Visitor) -> float:
        who.begins()
        await who.visits()
        return time.monotonic() - begun

    served = await asyncio.gather(*(visit(who) for who, _ in people))
    unserved = [f"{number}: {flaws}" for number, (who, _) in enumerate(people) if (flaws := flaws_of(who))]
    return waits(people), served, unserved


def waits(people: Sequence[tuple[Visitor, float]]) -> list[float]:
    """Seconds from each person's first word to the first answer."""
    return [(who.answered_at or PATIENCE_S) - asked for who, asked in people]


def flaws_of(who: Visitor) -> str:
    """What this person has not received exactly once; empty if all is well."""
    flaws: list[str] = []
    for way, pictures in who.pictures.items():
        shown = Counter(filter(None, map(load_worker.portrait_in, pictures)))
        if len(shown) != PORTRAITS or shown.total() != PORTRAITS:
            flaws.append(f"{way}: {dict(shown)}")
    return ", ".join(flaws)


@asynccontextmanager
async def running(
    folder: Path, settings: dict[str, str], command: tuple[str, ...] = ("-m", "bot")
) -> AsyncGenerator[BotProcess]:
    """The bot with these settings, a queue and a worker that is ready; on an error their logs are printed."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    async with EmbeddedRedis(folder) as redis_url:
        shared = {"REDIS_URL": redis_url, "MASTER_KEY": key, "DATA_DIR": str(folder)}
        (folder / "worker").mkdir()
        worker = BotProcess(folder / "worker", shared, ("-m", "tests.bench.load_worker"))
        bot = BotProcess(folder, shared | settings, command)
        await worker.start()
        await until(lambda: load_worker.READY in worker.log, "the worker ready", 60)
        await bot.start()
        try:
            yield bot
        except BaseException:
            print(worker.log[-3000:], bot.log[-6000:], sep="\n")
            raise
        finally:
            await bot.stop()
            await worker.stop()


async def patiently(condition: Callable[[], bool], what: Callable[[], str]) -> None:
    """Wait until it is so, with a look ten times a second: two hundred people who look more often cost a core."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE_S:g} s: {what()}")
        await asyncio.sleep(LOOK_S)


async def at_once() -> None:
    """A platform that speaks to the bot from its start."""


async def measure(
    settings: dict[str, str],
    newcomer: Newcomer,
    seconds: int,
    count: int,
    listens: Callable[[], Awaitable[None]] = at_once,
) -> Load:
    """Let them come as soon as the bot `listens`, and gather the figures."""
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="hs-") as name:
        folder = Path(name)
        async with running(folder, settings, ("-m", "tests.bench.load_bot")):
            await listens()
            first = newcomer(-1)
            first.begins()
            await until(lambda: first.answered_at, "the bot at work", 60)
            even = await steady(newcomer, seconds)
            crowd, served, unserved = await whole_visits(lambda number: newcomer(1_000_000 + number), count)
        return Load(even, crowd, served, unserved, load_bot.read(folder), busy)


def main(run: Callable[[int, int], Any]) -> int:
    """Run a benchmark, `[SECONDS] [CROWD]` on the command line; 1 where a bound is missed."""
    given = [int(argument) for argument in sys.argv[1:]]
    seconds, count = (*given, *(SECONDS, CROWD)[len(given) :])
    return 0 if asyncio.run(run(seconds, count)) else 1
