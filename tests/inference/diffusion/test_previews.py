"""What is shown of a portrait in the making: the colours of latents, and the estimate they are taken from."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from diffusers.schedulers.scheduling_ddim import DDIMScheduler
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler
from diffusers.schedulers.scheduling_flow_match_euler_discrete import FlowMatchEulerDiscreteScheduler
from torch import Tensor
from torch.nn import functional

from inference.engines import Pixels
from inference.engines.diffusion import previews
from inference.engines.diffusion.families import FAMILIES as SPOKEN
from inference.engines.diffusion.families import grid
from inference.engines.diffusion.previews import PreviewMap
from inference.engines.diffusion.watching import Stopped, View, Watch, estimate
from tests.inference.diffusion.small import SAMPLER_NOTICE, never
from tests.inference.diffusion.worn import fresh
from tests.telling import Heard

pytestmark = pytest.mark.filterwarnings(SAMPLER_NOTICE)

CELLS = 16  # picture pixels that one latent of `mixed` stands for, each way


class Place:
    """As much of a pipeline as the fit looks at."""

    vae = SimpleNamespace(dtype=torch.float32)
    _execution_device = torch.device("cpu")


def mixed(_: Any, pictures: Tensor) -> Tensor:
    """Latents as a good VAE would have them: a linear mixture of every patch's colours, with a little noise."""
    dice = torch.Generator().manual_seed(5)
    small = functional.avg_pool2d(pictures, 4)
    patches = functional.pixel_unshuffle(small, CELLS // 4).movedim(1, -1)
    mixture = torch.randn(patches.shape[-1], 64, generator=dice) / 4
    return patches @ mixture + 0.01 * torch.randn(*patches.shape[:-1], 64, generator=dice)


@pytest.fixture(scope="module")
def fitted() -> PreviewMap:
    return previews.fit(Place(), mixed)


def test_colours_are_found_again(fitted: PreviewMap) -> None:
    """The preview of a finished portrait looks like the portrait."""
    picture = torch.from_numpy(previews.synthetic(1, seed=77)).permute(0, 3, 1, 2)

    shown = fitted.colours(mixed(None, picture * 2 - 1)[0]).float() / 255
    wanted = functional.adaptive_avg_pool2d(picture, (32, 32))[0].permute(1, 2, 0)

    assert shown.shape == (32, 32, 3)
    assert fitted.r2 > 0.98
    assert float((shown - wanted).abs().mean()) < 0.03


def test_r2_counts_what_the_fit_has_not_seen() -> None:
    """A figure that flatters itself would hide previews that show nothing."""
    noise = torch.Generator().manual_seed(6)

    fit = previews.fit(Place(), lambda _, pictures: torch.randn(len(pictures), 16, 16, 64, generator=noise))

    assert fit.r2 < 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["flux2-klein-4b", "qwen-image-edit-2511", "longcat-image-edit-turbo", "flux1-kontext-dev"]
)
def test_latents_are_those_of_the_class_itself(name: str) -> None:
    """Colours read from latents of another order or scale would be of no picture."""
    loaded = fresh(name)
    pipe: Any = loaded.pipe
    pictures = torch.from_numpy(previews.synthetic(1))[:, :64, :96].permute(0, 3, 1, 2) * 2 - 1
    film = pictures.unsqueeze(2) if name.startswith("qwen") else pictures

    with torch.inference_mode():
        own = pipe._encode_vae_image(image=film, generator=None)
        if own.shape[1] == pipe.transformer.config.in_channels:
            steps = pipe._pack_latents(own)
        else:
            steps = pipe._pack_latents(own, 1, own.shape[1], *own.shape[-2:])
        ours = SPOKEN[type(pipe).__name__].latents(pipe, pictures)

    assert torch.allclose(grid(steps, *ours.shape[1:3]), ours, atol=1e-5)


FLOW = FlowMatchEulerDiscreteScheduler(shift=3.0)
LADDERS = {
    "flow": FLOW,
    "euler": EulerDiscreteScheduler(),
    "euler-v": EulerDiscreteScheduler(prediction_type="v_prediction"),
    "dpm": DPMSolverMultistepScheduler(use_karras_sigmas=True),
    "dpm-v": DPMSolverMultistepScheduler(prediction_type="v_prediction"),
    "ddim": DDIMScheduler(),
    "ddim-v": DDIMScheduler(prediction_type="v_prediction"),
    "ddim-x": DDIMScheduler(prediction_type="sample"),
}


@pytest.mark.parametrize("kind", LADDERS)
def test_the_estimate_is_the_picture_where_the_model_is_right(kind: str) -> None:
    """From the first step on, a preview shows what is to come and not the noise that is left."""
    scheduler: Any = LADDERS[kind]
    dice = torch.Generator().manual_seed(1)
    clean, noise = (torch.randn(1, 4, 8, 8, generator=dice) for _ in range(2))
    scheduler.set_timesteps(6)
    for t in scheduler.timesteps[:5]:
        at = t[None]
        sample = scheduler.scale_noise(clean, at, noise) if kind == "flow" else scheduler.add_noise(clean, noise, at)
        signal, spread = _shares(scheduler, clean, noise, at, kind)
        size = (signal**2 + spread**2) ** 0.5
        output = {
            "flow": noise - clean,
            "v": (signal * noise - spread * clean) / size,
            "x": clean,
        }.get(kind if kind == "flow" else kind.rpartition("-")[2], noise)
        scheduler.step(output, t, sample)

        assert torch.allclose(estimate(scheduler, output, t, sample), clean, atol=1e-3)


def _shares(scheduler: Any, clean: Tensor, noise: Tensor, at: Tensor, kind: str) -> tuple[Tensor, Tensor]:
    """The shares of signal and noise that the scheduler itself mixes by."""
    mix = scheduler.scale_noise if kind == "flow" else scheduler.add_noise
    one, none = torch.ones_like(clean), torch.zeros_like(clean)
    arguments = ((one, at, none), (none, at, one)) if kind == "flow" else ((one, none, at), (none, one, at))
    return mix(*arguments[0]), mix(*arguments[1])


class Loop:
    """As much of a pipeline as a watch looks at: `run` takes the steps."""

    def __init__(self, steps: int) -> None:
        self.num_timesteps = steps
        self.scheduler: Any = FlowMatchEulerDiscreteScheduler()
        self.scheduler.set_timesteps(steps)

    def run(self) -> Tensor:
        latents = torch.zeros(1, 16, 64)
        for t in self.scheduler.timesteps:
            latents = self.scheduler.step(torch.ones_like(latents), t, latents, return_dict=False)[0]
        return latents


def heard_nothing(done: int, steps: int, preview: Pixels | None) -> None:
    """Nobody listens."""


def test_previews_come_no_oftener_than_asked(fitted: PreviewMap) -> None:
    """A picture of four steps in a fifth of a second needs no four previews on their way to a phone."""
    loop, heard = Loop(5), Heard()
    watch = Watch(loop, never, lambda done, steps, shown: heard(done / steps, shown), View(fitted, 64, 64, 3600.0))

    with watch.over(loop.scheduler):
        loop.run()

    assert heard.fractions == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert [preview.shape for preview in heard.previews] == [(8, 8, 3)]
    assert heard.previews[0].dtype == np.uint8


def test_a_watched_loop_makes_the_same_latents(fitted: PreviewMap) -> None:
    """Being watched must not change the picture."""
    plain, watched = Loop(4), Loop(4)
    watch = Watch(watched, never, heard_nothing, View(fitted, 64, 64, 0.0))

    with watch.over(watched.scheduler):
        latents = watched.run()

    assert torch.equal(latents, plain.run())
    assert "step" not in vars(watched.scheduler)


def test_a_stopped_loop_leaves_the_scheduler_as_it_was() -> None:
    """Whoever comes next gets a scheduler that nobody watches any more."""
    loop = Loop(4)
    done: list[int] = []
    watch = Watch(loop, lambda: len(done) == 2, lambda step, _steps, _shown: done.append(step))

    with pytest.raises(Stopped), watch.over(loop.scheduler):
        loop.run()

    assert done == [1, 2]
    assert "step" not in vars(loop.scheduler)
