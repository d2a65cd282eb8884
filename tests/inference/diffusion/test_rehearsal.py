"""What a GPU would meet and a CPU can rehearse: weights in bfloat16, sizes compiled for, compilers that fail.

Measures nothing: speed, memory and the kernels of a GPU are beyond a CPU.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import nn
from torch._dynamo.backends.registry import register_backend
from torch._dynamo.utils import counters

from inference.catalogue import MODELS, modes
from inference.engines.diffusion.attention import choose_attention
from inference.engines.diffusion.engine import DiffusionEngine, warm
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.speed import Speed, channels_last, quicken
from tests.inference.diffusion.small import SAMPLER_NOTICE, STEPS, brief, made, opened, small, tuned
from tests.inference.diffusion.test_modes import KINDS
from tests.inference.diffusion.worn import CPU, fresh

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings(SAMPLER_NOTICE)]


@register_backend
def no_compiler(graph: torch.fx.GraphModule, inputs: list[torch.Tensor]) -> Any:
    """What torch.compile meets on a machine without a C compiler."""
    raise RuntimeError("Failed to find C compiler. Please specify via CC environment variable.")


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    """Compiling is a matter of the whole process."""
    torch.compiler.reset()
    counters.clear()
    yield
    torch.compiler.set_stance("default")
    torch.compiler.reset()


def as_on_a_gpu(name: str) -> Loaded:
    """A tiny model in bfloat16, as it lies on a GPU."""
    loaded = fresh(name, dtype=torch.bfloat16)
    loaded.model = replace(loaded.model, size=(64, 80), reference_px=64, steps=STEPS)
    return loaded


def network(loaded: Loaded, part: str) -> nn.Module:
    found = loaded.pipe.components[part]
    assert isinstance(found, nn.Module)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_every_mode_works_in_bfloat16(name: str) -> None:
    """On a GPU nothing lies in 32 bits; a class that mixes the two would fail there, at the first order.

    And whatever a class does to its parts while it paints, their weights stay what they were: of one type, and such
    that adapters can be written to them.
    """
    loaded = as_on_a_gpu(name)
    engine = opened(loaded)
    quicken(loaded)
    channels_last(loaded.denoiser)
    engine.warm_up()
    for mode in sorted(modes(MODELS[name])):
        (portrait,) = made(engine, brief(mode))
        assert (portrait.width, portrait.height) == (64, 80), mode
    for part in (loaded.denoiser, network(loaded, "vae")):
        assert {weight.dtype for weight in part.parameters()} == {torch.bfloat16}
        assert not any(weight.is_inference() for weight in part.parameters())


def test_fitting_previews_compiles_nothing() -> None:
    """The first size a VAE is compiled for is its quickest; it must be a portrait's, not the fit's."""
    loaded = small("flux2-klein-4b")
    quicken(loaded, Speed(compiles=True, backend="eager"))
    engine = opened(loaded)
    assert counters["stats"]["unique_graphs"] == 0
    engine.warm_up()
    assert counters["stats"]["unique_graphs"] > 0


def test_without_a_compiler_portraits_come_all_the_same() -> None:
    """A GPU's machine may lack a C compiler; the service is slower then, not gone."""
    loaded = small("flux2-klein-4b")
    done = quicken(loaded, Speed(compiles=True, backend="no_compiler"))
    engine = opened(loaded)
    warm(engine, loaded, done)
    assert len(made(engine, tuned(brief("reference"), steps=1))) == 1


def test_a_model_that_makes_nothing_is_not_excused_by_its_quickness() -> None:
    """Going on plainly is for what quickness broke; what is wrong with the model itself is still said."""
    loaded = small("flux2-klein-4b")
    done = quicken(loaded)
    engine: DiffusionEngine = opened(loaded)
    with torch.no_grad():
        for weight in network(loaded, "vae").parameters():
            weight.fill_(float("nan"))
    with pytest.raises(Exception, match="makes nothing"):
        warm(engine, loaded, done)


@pytest.mark.parametrize(("name", "taken"), [("flux2-klein-4b", "_native_flash"), ("z-image-turbo", "native")])
def test_attention_that_refuses_masks_is_not_for_a_model_that_passes_them(name: str, taken: str) -> None:
    """Z-Image with guidance reads two prompts at once and masks the shorter: its portraits would fail half-way."""
    denoiser: Any = fresh(name).denoiser
    assert choose_attention(denoiser, CPU, torch.float32, ("_native_flash", "native")) == taken
    denoiser.set_attention_backend("native")


def test_z_image_paints_with_guidance() -> None:
    """Nobody needs guidance there, but anybody may ask for it."""
    (portrait,) = made(opened(small("z-image-turbo")), tuned(brief("text"), guidance=3.0))
    assert portrait.jpeg
