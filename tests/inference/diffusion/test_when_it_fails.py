"""When memory or numbers run out in mid-picture: once more with less, once more by another seed, then an apology."""

import weakref
from collections.abc import Callable

import pytest
import torch

from inference.engines.diffusion.engine import DiffusionEngine
from inference.engines.diffusion.loading import Loaded
from tests.inference.diffusion.small import (
    SAMPLER_NOTICE,
    Fault,
    brief,
    failing,
    made,
    opened,
    picture,
    pixels,
    refused,
    small,
    tuned,
)
from tests.telling import Heard

pytestmark = pytest.mark.filterwarnings(SAMPLER_NOTICE)
slow = pytest.mark.slow

KLEIN = "flux2-klein-4b"


@pytest.fixture
def own() -> tuple[DiffusionEngine, Loaded]:
    """A klein of one's own, to be hurt."""
    loaded = small(KLEIN)
    return opened(loaded), loaded


def out_of_memory(times: int, error: Callable[[], Exception]) -> Fault:
    """Run out of memory in the first `times` passes."""

    def fault(call: int, _: object) -> None:
        if call < times:
            raise error()

    return fault


NO_MEMORY: list[Callable[[], Exception]] = [
    lambda: torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB."),
    lambda: RuntimeError(
        "[enforce fail at alloc_cpu.cpp:124] DefaultCPUAllocator: not enough memory: you tried to ..."
    ),
    MemoryError,
]


@slow
@pytest.mark.parametrize("error", NO_MEMORY)
def test_memory_that_runs_out_once_costs_size_and_not_the_order(
    own: tuple[DiffusionEngine, Loaded], error: Callable[[], Exception]
) -> None:
    """A somewhat smaller portrait, and a word about it, is better than an apology."""
    hurt, loaded = own
    order = tuned(brief("references", count=2), width=128, height=80)

    with failing(loaded.denoiser, out_of_memory(1, error)):
        portraits = made(hurt, order)

    assert [(p.width, p.height, p.notes) for p in portraits] == [(96, 64, ("generated", "smaller"))] * 2
    assert not loaded.pipe.vae.use_tiling
    assert made(hurt, brief("reference"))[0].jpeg == picture(KLEIN, "reference")


@slow
def test_nothing_of_the_failed_try_is_in_memory_at_the_next(own: tuple[DiffusionEngine, Loaded]) -> None:
    """A second try beside what the first one left would run out of memory as well."""
    hurt, loaded = own
    left: list[weakref.ref[torch.Tensor]] = []

    def fault(call: int, answer: tuple[torch.Tensor]) -> None:
        if call == 0:
            left.append(weakref.ref(answer[0]))
            raise torch.OutOfMemoryError
        assert left[0]() is None

    with failing(loaded.denoiser, fault) as calls:
        made(hurt, brief("reference"))

    assert len(calls) > 1


@slow
def test_memory_that_runs_out_twice_ends_in_an_apology(own: tuple[DiffusionEngine, Loaded]) -> None:
    """Nobody waits for a third try that would fail too."""
    hurt, loaded = own

    with failing(loaded.denoiser, out_of_memory(2, NO_MEMORY[0])) as calls:
        refusal = refused(hurt, brief("references"))

    assert refusal.failure == "out_of_memory"
    assert len(calls) == 2
    assert made(hurt, brief("reference"))[0].jpeg == picture(KLEIN, "reference")


@slow
def test_another_fault_is_not_taken_for_memory(own: tuple[DiffusionEngine, Loaded]) -> None:
    """A broken device must be seen as one."""
    hurt, loaded = own

    with (
        failing(loaded.denoiser, out_of_memory(1, lambda: RuntimeError("device-side assert"))),
        pytest.raises(RuntimeError, match="device-side assert"),
    ):
        made(hurt, brief("reference"))


def spoiled(times: int, value: float) -> Fault:
    """Let the first `times` pictures come out as `value` throughout."""

    def fault(call: int, picture: torch.Tensor) -> torch.Tensor | None:
        return torch.full_like(picture, value) if call < times else None

    return fault


@slow
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 0.2])
def test_a_picture_of_nothing_is_made_again(own: tuple[DiffusionEngine, Loaded], value: float) -> None:
    """A black square is no portrait; another seed nearly always is."""
    hurt, loaded = own

    with failing(loaded.pipe.vae.decoder, spoiled(1, value)):
        (portrait,) = made(hurt, brief("reference"))

    assert pixels(portrait.jpeg).std() > 5
    assert portrait.jpeg != picture(KLEIN, "reference")


@slow
def test_pictures_of_nothing_are_not_delivered(own: tuple[DiffusionEngine, Loaded]) -> None:
    """The person hears that it went wrong."""
    hurt, loaded = own

    with failing(loaded.pipe.vae.decoder, spoiled(2, float("nan"))) as calls:
        refusal = refused(hurt, brief("reference"))

    assert refusal.failure == "blank_picture"
    assert len(calls) == 2


@slow
def test_progress_never_goes_back(own: tuple[DiffusionEngine, Loaded]) -> None:
    """A bar that jumps back is a bar nobody believes."""
    hurt, loaded = own
    heard = Heard()

    with failing(loaded.pipe.vae.decoder, spoiled(1, float("nan"))):
        made(hurt, brief("reference", count=2), tell=heard)

    assert heard.fractions == sorted(heard.fractions)
    assert heard.fractions[-1] == 1.0
