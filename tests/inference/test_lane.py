"""The lane: a warm child that does one job at a time, can be stopped, and can be killed."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inference.contract import PORTRAITS, SELFIES, CheckSelfie, MakePortraits, Shot
from inference.frames import Checked, Ended, Made, News, Ready, Setup, Start, Told
from inference.lane import Lane
from tests.inference.quick_worker import QUICK_LANE
from tests.waiting import until

pytestmark = pytest.mark.slow

Heard = list[News]


def order(*styles: str, name: str = "o") -> MakePortraits:
    shots = tuple(Shot(index, style) for index, style in enumerate(styles))
    return MakePortraits(name, 1, "person", ("s",), shots, 7)


@pytest.fixture
async def lane() -> AsyncIterator[Lane]:
    opened = Lane(Start(PORTRAITS, "/nowhere", bytes(32)), QUICK_LANE, obey_s=1.0)
    yield opened
    await opened.close()


async def do(
    lane: Lane, ask: MakePortraits, limit_s: float = 20, halt: asyncio.Event | None = None
) -> tuple[Ended, Heard]:
    heard: Heard = []
    ended = await lane.work(ask, limit_s, halt or asyncio.Event(), heard.append)
    return ended, heard


def made(heard: Heard) -> list[int]:
    return [news.portrait.index for news in heard if isinstance(news, Made)]


async def test_an_order_is_made_portrait_by_portrait(lane: Lane) -> None:
    """Each portrait is on its way to the person while the next one is made."""
    ended, heard = await do(lane, order("steady", "steady", "steady"))

    assert ended == Ended("done")
    assert made(heard) == [0, 1, 2]
    assert any(isinstance(news, Told) for news in heard)
    assert lane.ability.engine == "quick"


async def test_a_second_order_finds_the_lane_warm(lane: Lane) -> None:
    """Loading an engine takes seconds or minutes, and nobody should pay for it twice."""
    await do(lane, order("steady"))
    first = lane.pid
    ended, _ = await do(lane, order("steady"))

    assert ended == Ended("done")
    assert lane.pid == first


async def test_a_selfie_is_checked_and_noise_on_its_output_does_no_harm() -> None:
    """Native libraries print what they like; the verdict must arrive all the same."""
    lane = Lane(Start(SELFIES, "/nowhere", bytes(32)), QUICK_LANE)
    heard: Heard = []
    ended = await lane.work(CheckSelfie("s", 1, "person", "s"), 20, asyncio.Event(), heard.append)
    await lane.close()

    assert ended == Ended("done")
    assert isinstance(heard[0], Checked)
    assert heard[0].verdict.verdict == "accept"


async def test_a_stopped_order_ends_between_two_portraits(lane: Lane) -> None:
    """Cancel must really stop the work."""
    halt = asyncio.Event()
    heard: Heard = []
    working = asyncio.create_task(lane.work(order(*["steady"] * 400), 60, halt, heard.append))
    await until(lambda: made(heard), "the first portrait")
    halt.set()
    ended = await asyncio.wait_for(working, 2)

    assert ended == Ended("stopped")
    assert (await do(lane, order("steady")))[0] == Ended("done")  # the stop is not held against the next one


async def test_an_order_that_does_not_stop_is_killed_and_the_next_one_is_made(lane: Lane) -> None:
    """A hang in native code hears nothing: only a kill ends it."""
    halt = asyncio.Event()
    heard: Heard = []
    working = asyncio.create_task(lane.work(order("hang"), 60, halt, heard.append))
    await until(lambda: heard, "the work to begin")
    halt.set()
    ended = await asyncio.wait_for(working, 3)

    assert ended.outcome == "stopped"
    assert (await do(lane, order("steady")))[0] == Ended("done")


async def test_an_order_past_its_limit_is_killed_and_the_next_one_is_made(lane: Lane) -> None:
    """One picture that hangs the engine must not stop the service for everybody."""
    await lane.warm()
    hung = lane.pid
    ended, _ = await do(lane, order("hang"), limit_s=0.3)

    assert (ended.outcome, ended.failure) == ("failed", "timed_out")
    assert (await do(lane, order("steady")))[0] == Ended("done")
    assert hung is not None
    assert not Path(f"/proc/{hung}").exists()  # noqa: ASYNC240 - a file in memory


async def test_a_child_killed_in_mid_order_fails_that_order_alone(lane: Lane) -> None:
    """The system kills the biggest process when memory runs out; the next person must not notice."""
    heard: Heard = []
    working = asyncio.create_task(lane.work(order(*["steady"] * 400), 60, asyncio.Event(), heard.append))
    await until(lambda: made(heard), "the first portrait")
    assert lane.pid is not None
    os.kill(lane.pid, signal.SIGKILL)
    ended = await asyncio.wait_for(working, 3)

    assert (ended.outcome, ended.failure) == ("failed", "engine")
    assert "-9" in ended.detail
    assert (await do(lane, order("steady")))[0] == Ended("done")


async def test_a_child_killed_while_idle_costs_nothing(lane: Lane) -> None:
    """The next order finds a new child."""
    child = await lane.warm()
    os.kill(child.pid, signal.SIGKILL)
    await child.wait()

    assert (await do(lane, order("steady")))[0] == Ended("done")


@pytest.mark.parametrize(("style", "failure"), [("no-memory", "out_of_memory"), ("disk-full", "disk_full")])
async def test_what_the_machine_lacks_is_named(lane: Lane, style: str, failure: str) -> None:
    """The person is told the truth, and the operator what to buy."""
    ended, heard = await do(lane, order("steady", style))

    assert (ended.outcome, ended.failure) == ("failed", failure)
    assert made(heard) == [0]


async def test_the_child_is_gone_as_soon_as_its_worker_is(lane: Lane) -> None:
    """A killed worker must not leave a process with somebody's photos in memory."""
    child = await lane.warm()
    assert child.stdin is not None
    child.stdin.close()  # what the system does for a parent that is killed

    await asyncio.wait_for(child.wait(), 2)


async def test_a_child_that_cannot_start_is_reported_and_tried_again() -> None:
    """A broken installation must show as a failed order, not as silence."""
    lane = Lane(Start(PORTRAITS, "/nowhere", bytes(32)), ("/bin/false",))
    ended, _ = await do(lane, order("steady"))
    await lane.close()

    assert (ended.outcome, ended.failure) == ("failed", "engine")


async def test_an_engine_that_cannot_be_opened_is_refused_once_and_for_all() -> None:
    """Loading eighteen gigabytes over and over would only keep the machine busy; the operator must hear of it."""
    lane = Lane(Start(PORTRAITS, "/nowhere", bytes(32), Setup("flux2-klein-4b")), QUICK_LANE)
    ended, _ = await do(lane, order("steady"))
    first = lane.warm()
    again, _ = await do(lane, order("steady"))
    await lane.close()

    assert ended.outcome == again.outcome == "stopped"  # nobody's order is charged for it
    assert "needs 18 GiB" in lane.refusal
    assert lane.warm() is first  # no other child


async def test_the_lane_knows_what_its_engine_can(lane: Lane) -> None:
    """The bot offers only what somebody is there to make."""
    await lane.warm()

    assert lane.ability == Ready("quick", ("reference", "text"), adapters=True)


async def test_who_is_forgotten_is_forgotten_by_a_waiting_child(lane: Lane, capfd: pytest.CaptureFixture[str]) -> None:
    """Nobody needs to order anything for a deletion to reach the memory."""
    await lane.forget("too-early")  # a child that is not warm has seen nobody
    await lane.warm()
    await lane.forget("ada")
    await do(lane, order("steady"))

    assert capfd.readouterr().err.count("forgot") == 1


async def test_who_is_forgotten_is_forgotten_while_anothers_order_runs(
    lane: Lane, capfd: pytest.CaptureFixture[str]
) -> None:
    """What somebody deleted must not stay in memory for as long as a stranger's order takes."""
    halt = asyncio.Event()
    told = asyncio.Event()

    def heard(news: News) -> None:
        told.set()

    working = asyncio.create_task(lane.work(order("hang"), 60, halt, heard))
    await asyncio.wait_for(told.wait(), 20)
    await lane.forget("ada")
    await until(lambda: "forgot ada" in capfd.readouterr().err, "the child to forget in mid-order")
    assert not working.done()

    halt.set()
    assert (await working).outcome == "stopped"


async def test_the_child_fetches_nothing(lane: Lane) -> None:
    """What makes portraits never waits for somebody else's server."""
    child = await lane.warm()
    environment = Path(f"/proc/{child.pid}/environ").read_bytes()  # noqa: ASYNC240 - a file in memory

    assert {b"HF_HUB_OFFLINE=1", b"DIFFUSERS_DISABLE_REMOTE_CODE=1"} <= set(environment.split(b"\0"))


async def test_the_child_does_not_inherit_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What decodes strangers' pictures must not hold the bot's token."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "123:hush")
    monkeypatch.setenv("HF_TOKEN", "hf_hush")
    lane = Lane(Start(PORTRAITS, "/nowhere", bytes(32)), QUICK_LANE)
    child = await lane.warm()
    environment = Path(f"/proc/{child.pid}/environ").read_bytes()  # noqa: ASYNC240 - a file in memory
    await lane.close()

    assert b"hush" not in environment
