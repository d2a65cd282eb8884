"""How fast people are answered on Telegram under load: `python -m tests.bench.telegram_load [SECONDS] [CROWD]`.

A real bot process on an empty folder, a Telegram of our own that refuses more than 30 messages a second. First 25 new
people a second say /start for SECONDS (60), then CROWD (200) people at once. Prints the time until each had an answer,
what Telegram refused, and how long the bot's event loop was held up. The product is held to 1 s (95th percentile),
10 s for the crowd, and 50 ms (99th percentile) of the loop. Exits 1 where a bound is missed.
"""

import asyncio
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final

from bot.__main__ import serve
from bot.logs import set_up_logs
from bot.settings import Settings
from tests.bot_process import BotProcess
from tests.telegram_chat import Person
from tests.telegram_server import TOKEN, TelegramServer
from tests.waiting import until

PER_SECOND: Final = 25
ANSWER_S: Final = 1.0
CROWD_S: Final = 10.0
LAG_S: Final = 0.050
TICK_S: Final = 0.005
INSIDE: Final = "--inside"


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which `share` percent lie."""
    return quantiles(values, n=100)[share - 1]


def waits(people: Sequence[tuple[Person, float]]) -> list[float]:
    """Seconds from each person's word to the first answer."""
    return [person.chat.bot_says[0].at - asked for person, asked in people]


async def steady(server: TelegramServer, seconds: int) -> list[float]:
    """New people at an even pace."""
    people: list[tuple[Person, float]] = []
    begun = time.monotonic()
    for number in range(PER_SECOND * seconds):
        await asyncio.sleep(max(0.0, begun + number / PER_SECOND - time.monotonic()))
        person = server.person(10_000 + number)
        people.append((person, time.monotonic()))
        person.says("/start")
    await until(lambda: all(person.chat.bot_says for person, _ in people), "everybody answered", 300)
    return waits(people)


async def crowd(server: TelegramServer, count: int) -> list[float]:
    """Everybody at once."""
    people: list[tuple[Person, float]] = []
    for number in range(count):
        person = server.person(90_000 + number)
        people.append((person, time.monotonic()))
        person.says("/start")
    await until(lambda: all(person.chat.bot_says for person, _ in people), "the crowd answered", 300)
    return waits(people)


async def measure(folder: Path, seconds: int, count: int) -> bool:
    """Print the figures; whether all bounds are met."""
    server = await TelegramServer(per_second=30, judge_answers=False).start()
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    bot = BotProcess(folder, settings, ("-m", "tests.bench.telegram_load", INSIDE))
    await bot.start()
    try:
        first = server.person(1)
        first.says("/start")
        await first.chat.until(lambda chat: bool(chat.bot_says), "the bot at work", 60)
        # The worker's own start would be measured too: it takes a core for some seconds.
        await until(lambda: "Lane portraits is ready" in bot.log, "the worker at rest", 60)
        even = await steady(server, seconds)
        at_once = await crowd(server, count)
    finally:
        await bot.stop()
        await server.stop()
    lag = json.loads((folder / "lag.json").read_text())
    refused = sum(call.status == 429 for call in server.calls)
    doubled = sum(len(chat.bot_says) > 1 for chat in server.chats.values())
    sys.stdout.write(
        f"{PER_SECOND}/s for {seconds} s, {len(even)} people: "
        f"p50 {percentile(even, 50):.3f} s, p95 {percentile(even, 95):.3f} s, longest {max(even):.3f} s\n"
        f"{count} at once: p50 {percentile(at_once, 50):.2f} s, last {max(at_once):.2f} s\n"
        f"event loop held up: p50 {lag['p50'] * 1000:.1f} ms, p99 {lag['p99'] * 1000:.1f} ms\n"
        f"refused with 429: {refused}; answered twice: {doubled}; breaches: {len(server.breaches)}\n"
    )
    in_time = percentile(even, 95) <= ANSWER_S and max(at_once) <= CROWD_S and lag["p99"] <= LAG_S
    return in_time and not refused and not doubled and not server.breaches


async def watch_the_loop(lags: list[float]) -> None:
    """Note by how much every short sleep is late."""
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(TICK_S)
        lags.append(time.perf_counter() - asked - TICK_S)


async def inside(folder: Path) -> None:
    """The bot itself, with an eye on its event loop."""
    lags: list[float] = []
    watching = asyncio.create_task(watch_the_loop(lags))
    try:
        await serve(Settings.model_validate({}))
    finally:
        watching.cancel()
        (folder / "lag.json").write_text(json.dumps({"p50": percentile(lags, 50), "p99": percentile(lags, 99)}))


def main(arguments: Sequence[str]) -> int:
    """Measure, or be the bot that is measured."""
    if arguments == [INSIDE]:
        set_up_logs(logging.INFO)
        asyncio.run(inside(Path(os.environ["DATA_DIR"])))
        return 0
    seconds, count = (*(int(argument) for argument in arguments), 60, 200)[:2] if arguments else (60, 200)
    with tempfile.TemporaryDirectory(prefix="hs-") as folder:
        return 0 if asyncio.run(measure(Path(folder), seconds, count)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
