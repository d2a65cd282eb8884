"""Loops that ask Redis end when they are cancelled, at whatever moment that is."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from inference import jobs
from inference.announcing import Announcer
from inference.contract import SELFIE_CHECKED, Progress, SelfieChecked
from inference.lease import Lease, renewed
from inference.pausing import heed_cancel, pause

TURNS = 40  # of the event loop: as long as a question to Redis takes
END_S = 2.0


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[jobs.Redis]:
    """A client with a connection."""
    client = jobs.connect(redis_url)
    await client.ping()
    yield client
    await jobs.disconnect(client)


async def turn(times: int) -> None:
    """Let the event loop go round."""
    for _ in range(times):
        await asyncio.sleep(0)


async def never() -> None:
    """No cancel was asked for."""


def never_lost() -> None:
    """Nobody else claims it."""
    raise AssertionError("the lease was lost")


@pytest.mark.parametrize("turns", range(TURNS))
async def test_a_job_that_ends_while_its_lease_is_renewed_ends(redis: jobs.Redis, turns: int) -> None:
    """It held up everybody behind it, for ever: its lease went on being renewed."""
    lease = Lease(redis, "thing", 1, "worker", 30.0)
    async with asyncio.timeout(END_S):
        async with renewed(lease, 60.0, never, never_lost):
            await turn(turns)
        await lease.release()
    assert await redis.keys("lease:*") == []


@pytest.mark.parametrize("turns", range(TURNS))
async def test_announcing_is_given_up_when_the_job_fails(redis: jobs.Redis, turns: int) -> None:
    """Whatever the announcer is doing just then."""
    verdict = SelfieChecked("selfie", 1, "accept", (), {}, 0.5)

    async def fail() -> None:
        async with asyncio.timeout(END_S), Announcer(redis) as announcer:
            announcer.progress(Progress("order", 1, 0, 2, 0.0))
            announcer.result(SELFIE_CHECKED, "selfie:1:end", verdict)
            await turn(turns)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()


async def test_a_lost_cancellation_is_heeded_at_the_next_pause() -> None:
    """As asyncio.wait_for of Python 3.11 loses one."""
    rounds = 0

    async def loop() -> None:
        nonlocal rounds
        while True:
            rounds += 1
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                rounds += 1  # lost
            await pause(60)

    looping = asyncio.create_task(loop())
    await turn(2)
    looping.cancel()
    await asyncio.wait({looping}, timeout=END_S)
    assert looping.cancelled()
    assert rounds == 2
    heed_cancel()  # nobody has cancelled this test
