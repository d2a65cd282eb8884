"""Which adapters stay in memory, and for how long: those in use, and nobody who is forgotten."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor

from inference.engines import PersonalAdapter
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.shelf import Key
from tests.inference.diffusion.worn import adapter, bits, fresh, same

KLEIN = "flux2-klein-4b"
pytestmark = [
    pytest.mark.slow,
    # Of the libraries: Pillow's pictures taken by numpy 2, and what torch's compiler still imports.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.torch.jit.script_method. is deprecated:DeprecationWarning"),
]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny layers take longer to share out than to compute."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_adapter_in_memory_is_not_read_again() -> None:
    """The second order of a person should not fetch and decrypt a hundred megabytes."""
    loaded = fresh(KLEIN)
    adapters, reads = Adapters(loaded, way="fused"), 0
    data = adapter(loaded).read()

    def read() -> bytes:
        nonlocal reads
        reads += 1
        return data

    ann = PersonalAdapter("ann", "a", read)
    adapters.wear(ann)
    adapters.take_out()
    adapters.wear(ann)

    assert reads == 1
    assert adapters.kept == (("ann", "a"),)


def test_the_least_recently_used_leave_first() -> None:
    """Memory holds a few people; those who just came stay."""
    loaded = fresh(KLEIN)
    people = [adapter(loaded, name, seed) for seed, name in enumerate(["ann", "bob", "cy"], 1)]
    probe = Adapters(loaded, way="fused")
    probe.wear(people[0])
    adapters = Adapters(loaded, 2 * probe.kept_bytes, way="fused")
    probe.take_out()

    for person in (people[0], people[1], people[0], people[2]):
        adapters.wear(person)

    assert [subject for subject, _ in adapters.kept] == ["ann", "cy"]
    assert adapters.kept_bytes <= 2 * probe.kept_bytes


def test_one_larger_than_the_room_is_worn_but_not_kept() -> None:
    """A large adapter is served too; it is only fetched again the next time."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, 10, way="fused")
    untouched = bits(loaded)
    adapters.wear(adapter(loaded))

    assert adapters.kept == ()
    assert adapters.worn == ("ann", "adapter-1")
    assert not same(bits(loaded), untouched)
    adapters.take_out()
    assert same(bits(loaded), untouched)


def test_what_was_not_used_for_a_quarter_of_an_hour_is_gone() -> None:
    """A deletion notice can be lost; what it was about must not stay for ever."""
    clock, loaded = Clock(), fresh(KLEIN)
    adapters = Adapters(loaded, way="fused", clock=clock)
    untouched = bits(loaded)
    adapters.wear(adapter(loaded, "ann", 1))
    clock.now += 600
    adapters.wear(adapter(loaded, "bob", 2))
    clock.now += 300
    adapters.expire()
    assert adapters.kept == (("bob", "adapter-2"),)
    assert adapters.worn == ("bob", "adapter-2")

    clock.now += 600
    adapters.expire()

    assert adapters.kept == ()
    assert adapters.worn is None
    assert same(bits(loaded), untouched)


def test_it_goes_by_itself_when_nobody_comes_any_more() -> None:
    """On a quiet night no order comes to sweep up after the last one."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused", keep_s=0.05)
    untouched = bits(loaded)
    adapters.wear(adapter(loaded))
    adapters.take_out()
    adapters.wear(adapter(loaded))

    assert eventually(lambda: adapters.kept == () and adapters.worn is None)
    assert same(bits(loaded), untouched)


def test_the_next_look_at_what_is_kept_comes_when_its_time_is_over() -> None:
    """A look every quarter of an hour would keep what was used just before one for nearly half an hour."""
    clock, loaded = Clock(), fresh(KLEIN)
    adapters = Adapters(loaded, way="fused", clock=clock)
    adapters.wear(adapter(loaded))
    clock.now += 600
    others = set(threading.enumerate())

    adapters.ring()

    assert [t.interval for t in set(threading.enumerate()) - others if isinstance(t, threading.Timer)] == [300]


def test_a_picture_in_the_making_keeps_its_adapter_however_long_it_takes() -> None:
    """On a CPU a portrait may take longer than adapters are kept; it must not lose its face midway."""
    clock, loaded = Clock(), fresh(KLEIN)
    adapters = Adapters(loaded, way="fused", clock=clock)
    with adapters.working():
        adapters.wear(adapter(loaded))
        clock.now += 3600
        adapters.expire()
        assert adapters.worn == ("ann", "adapter-1")


def test_who_is_forgotten_leaves_memory_and_weights_at_once() -> None:
    """/delete promises that nothing is left, also where it was being worn."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused")
    untouched = bits(loaded)
    adapters.wear(adapter(loaded, "bob", 2))
    adapters.wear(adapter(loaded, "ann", 1))
    kept = memory_of(adapters, ("ann", "adapter-1"))

    adapters.forget("ann")

    assert adapters.kept == (("bob", "adapter-2"),)
    assert adapters.worn is None
    assert same(bits(loaded), untouched)
    assert not kept.any()


def test_who_is_forgotten_while_being_pictured_leaves_with_that_picture() -> None:
    """Weights must not change under a picture; when it ends, they do."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused")
    untouched = bits(loaded)
    with adapters.working():
        adapters.wear(adapter(loaded))
        kept = memory_of(adapters, ("ann", "adapter-1"))
        notice = threading.Thread(target=adapters.forget, args=("ann",))
        notice.start()
        notice.join()
        assert adapters.kept == ()
        assert adapters.worn == ("ann", "adapter-1")

    assert adapters.worn is None
    assert same(bits(loaded), untouched)
    assert not kept.any()


def test_forgetting_strangers_changes_nothing() -> None:
    """A notice reaches every worker, also those that never saw the person."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused")
    adapters.wear(adapter(loaded))
    adapters.forget("stranger")

    assert adapters.worn == ("ann", "adapter-1")


def memory_of(adapters: Adapters, key: Key) -> Tensor:
    """The memory an adapter lies in, to be looked at after it was given back."""
    lora = adapters._shelf.take(key)  # pyright: ignore[reportPrivateUsage]  # no way to it is offered, on purpose
    assert lora is not None
    return lora.flat


def eventually(fact: Callable[[], bool], within_s: float = 10.0) -> bool:
    """Whether the fact becomes true in time."""
    deadline = time.monotonic() + within_s
    while not fact():
        if time.monotonic() > deadline:
            return False
        threading.Event().wait(0.01)
    return True
