"""Every kind of model in every mode it has: tiny checkpoints of the real classes, real pictures."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import torch

from inference.catalogue import MODELS, modes
from inference.contract import Mode
from inference.engines.diffusion.families import FAMILIES as SPOKEN
from tests.inference.diffusion.small import (
    SAMPLER_NOTICE,
    brief,
    engine,
    made,
    opened,
    picture,
    pixels,
    small,
    tuned,
)
from tests.inference.diffusion.worn import adapter
from tests.telling import Heard
from tests.tiny import FAMILIES

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(SAMPLER_NOTICE)]

KINDS = (*FAMILIES, "flux2-dev", "flux2-klein-9b-kv")
WAYS: list[tuple[str, Mode]] = [(name, mode) for name in KINDS for mode in sorted(modes(MODELS[name]))]
SHOWN = [(name, mode) for name, mode in WAYS if mode != "text"]
each_way = pytest.mark.parametrize(("name", "mode"), WAYS)
each_shown = pytest.mark.parametrize(("name", "mode"), SHOWN)
each_family = pytest.mark.parametrize("name", KINDS)


def first_mode(name: str) -> Mode:
    return sorted(modes(MODELS[name]), reverse=True)[0]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny layers take longer to share out than to compute."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("name", MODELS)
def test_what_the_catalogue_promises_can_be_asked_of_the_class(name: str) -> None:
    """A mode on the menu that nobody wrote down for its class would fail only when somebody ordered it."""
    assert modes(MODELS[name]) == set(SPOKEN[MODELS[name].pipeline].recipes) & modes(MODELS[name])


@each_way
def test_a_picture_comes(name: str, mode: Mode) -> None:
    """Whatever the menu offers is delivered: a JPEG in the order's size that shows something."""
    jpeg = picture(name, mode)
    height, width, _ = pixels(jpeg).shape

    assert (width, height) == (64, 80)
    assert pixels(jpeg).std() > 5
    assert jpeg[:2] == b"\xff\xd8"


@each_way
def test_the_same_order_gives_the_same_picture_after_other_work(name: str, mode: Mode) -> None:
    """A person who likes a portrait can have it again, whatever the service did in between."""
    first = picture(name, mode)
    for other in sorted(modes(MODELS[name]))[:2]:
        made(engine(name), brief(other, seed=99, photos=(3,)))

    (again,) = made(engine(name), brief(mode))

    assert again.jpeg == first


@each_way
def test_another_seed_gives_another_picture(name: str, mode: Mode) -> None:
    """Whoever asks again wants to see something new."""
    assert picture(name, mode, seed=8) != picture(name, mode)


@each_shown
def test_the_picture_depends_on_whose_photo_is_shown(name: str, mode: Mode) -> None:
    """A portrait made without looking at the selfie would be of nobody."""
    assert picture(name, mode, photos=(4,)) != picture(name, mode, photos=(1,))


@each_way
def test_the_picture_depends_on_the_words(name: str, mode: Mode) -> None:
    """A person's own words are heard by every model, in every mode."""
    assert picture(name, mode, words="a red scarf") != picture(name, mode, words="a straw hat")


@pytest.mark.parametrize("name", [name for name in KINDS if "references" in modes(MODELS[name])])
def test_several_references_are_all_shown(name: str) -> None:
    """The second selfie tells what the first does not."""
    assert picture(name, "references", photos=(1, 2)) != picture(name, "references", photos=(1, 4))
    assert picture(name, "reference", photos=(1, 2)) == picture(name, "reference", photos=(1, 4))


@each_way
def test_progress_is_told_at_each_step_with_a_preview(name: str, mode: Mode) -> None:
    """Somebody waits for this and wants to see it come."""
    heard = Heard()

    made(engine(name), brief(mode), tell=heard)

    assert heard.fractions == sorted(heard.fractions)
    assert heard.fractions[0] == 0.0
    assert heard.fractions[-1] == 1.0
    assert len(heard.previews) == len(heard.fractions) - 2
    assert {preview.shape for preview in heard.previews} == {(10, 8, 3)}


class Passes:
    """Counts how often the denoiser is run; `stop` is true from the `last` time on."""

    def __init__(self, denoiser: torch.nn.Module, last: int) -> None:
        self.count = 0
        self._last = last
        self._hook = denoiser.register_forward_hook(self._count)

    def _count(self, *_: object) -> None:
        self.count += 1

    def stop(self) -> bool:
        return self.count >= self._last

    def close(self) -> None:
        self._hook.remove()


@each_family
def test_a_cancelled_order_ends_at_the_next_step(name: str) -> None:
    """Nobody waits for what somebody else gave up, and the next order finds the model as it was."""
    mode = first_mode(name)
    before = picture(name, mode)
    loaded = small(name)
    passes = Passes(loaded.denoiser, last=1)
    own = opened(loaded)

    portraits = made(own, tuned(brief(mode), steps=40, guidance=1.0), stop=passes.stop)
    stopped_after = passes.count
    passes.close()
    (next_one,) = made(own, brief(mode))

    assert portraits == []
    assert stopped_after == 1
    assert "step" not in vars(loaded.pipe.scheduler)
    assert next_one.jpeg == before


@each_family
def test_an_adapter_changes_the_picture_and_leaves_no_trace(name: str) -> None:
    """One person's face must not be in the next person's portrait."""
    mode = first_mode(name)
    before = picture(name, mode)
    loaded = small(name)
    own = opened(loaded)
    order = brief(mode)

    (worn,) = made(own, replace(order, adapter=adapter(loaded, "ann", seed=1)))
    (other,) = made(own, replace(order, adapter=adapter(loaded, "bob", seed=2)))
    (without,) = made(own, order)

    assert len({worn.jpeg, other.jpeg, before}) == 3
    assert without.jpeg == before
