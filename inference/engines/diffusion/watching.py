"""Sees every step of a denoising loop: tells how far it is, shows the picture so far, and ends it when asked.

The scheduler's `step` is the one place that every pipeline passes, with or without callbacks; while a picture is made
it is wrapped on the instance. On a GPU nothing here waits for the device: a preview is copied while the next step
runs, and told at a later one. Refuses to know pipelines, and what becomes of what it tells.
"""

import functools
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from inference.engines import Pixels
from inference.engines.diffusion.families.family import grid
from inference.engines.diffusion.previews import PreviewMap
from inference.engines.diffusion.stopped import Stopped


@dataclass(frozen=True)
class View:
    """How previews are made: by which map, for a picture of which size (pixels), and how often at most."""

    colours: PreviewMap
    width: int
    height: int
    every_s: float = 0.3


@dataclass
class Watch:
    """One picture's steps. `told` takes steps done, steps in all, and a preview where there is a new one."""

    pipe: Any
    stop: Callable[[], bool]
    told: Callable[[int, int, Pixels | None], None]
    view: View | None = None
    _done: int = 0
    _shown_at: float = float("-inf")
    _coming: "list[_Coming]" = field(default_factory=list)

    @contextmanager
    def over(self, scheduler: Any) -> Generator[None]:
        """Watch the steps taken by `scheduler` meanwhile. They raise Stopped once `stop()` is true."""
        before = scheduler.__dict__.get("step")
        inner = scheduler.step

        @functools.wraps(inner)  # pipelines read its signature to know what they may pass
        def step(model_output: Tensor, timestep: Any, sample: Tensor, *args: Any, **more: Any) -> Any:
            if self.stop():
                raise Stopped
            result = inner(model_output, timestep, sample, *args, **more)
            self._stepped(scheduler, model_output, timestep, sample)
            return result

        scheduler.step = step
        try:
            yield
        finally:
            del scheduler.step
            if before is not None:
                scheduler.step = before
            _drop_pictures(scheduler)

    def _stepped(self, scheduler: Any, model_output: Tensor, timestep: Any, sample: Tensor) -> None:
        self._done += 1
        shown = self._arrived()
        if self.view and not self._coming and time.monotonic() - self._shown_at >= self.view.every_s:
            self._shown_at = time.monotonic()
            self._coming.append(_Coming(self._picture(self.view, scheduler, model_output, timestep, sample)))
            shown = shown if shown is not None else self._arrived()
        self.told(self._done, max(self.pipe.num_timesteps, self._done), shown)

    def _picture(self, view: View, scheduler: Any, model_output: Tensor, timestep: Any, sample: Tensor) -> Tensor:
        rows, columns = view.height // view.colours.step, view.width // view.colours.step
        clean = estimate(scheduler, model_output, timestep, sample)
        return view.colours.colours(grid(clean, rows, columns)[0])

    def _arrived(self) -> Pixels | None:
        if self._coming and self._coming[0].there():
            return self._coming.pop().pixels()
        return None


def _drop_pictures(scheduler: Any) -> None:
    """Leave nothing of the picture in the scheduler: those of higher order keep their last latents until the next one.

    What they keep of a picture has its four dimensions; tables of noise have one. `set_timesteps` makes all of it anew.
    """
    for name, value in list(vars(scheduler).items()):
        if isinstance(value, Tensor) and value.ndim > 2:
            setattr(scheduler, name, None)
        elif isinstance(value, list) and any(isinstance(each, Tensor) and each.ndim > 2 for each in value):
            setattr(scheduler, name, [None] * len(value))


class _Coming:
    """A preview on its way from the device."""

    def __init__(self, picture: Tensor) -> None:
        self._event: torch.cuda.Event | None = None
        self._copy = picture
        if picture.is_cuda:
            self._copy = torch.empty(picture.shape, dtype=picture.dtype, pin_memory=True)
            self._copy.copy_(picture, non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record()

    def there(self) -> bool:
        return self._event is None or self._event.query()

    def pixels(self) -> Pixels:
        return self._copy.numpy().copy()


def estimate(scheduler: Any, model_output: Tensor, timestep: Any, sample: Tensor) -> Tensor:
    """What the finished latents would be if the model were right at this step, which `scheduler` has just taken.

    Flow matching: x - sigma v (Liu et al. 2022, arXiv:2209.03003). Otherwise by the configured prediction (Salimans
    and Ho 2022, arXiv:2202.00512, appendix D), x = signal * clean + noise * epsilon.
    """
    output, x = model_output.float(), sample.float()
    kind = scheduler.config.get("prediction_type", "flow_prediction")
    if kind == "flow_prediction":
        return x - scheduler.sigmas[scheduler.step_index - 1] * output
    signal, noise = _shares(scheduler, timestep)
    match kind:
        case "epsilon":
            return (x - noise * output) / signal
        case "v_prediction":
            size = signal**2 + noise**2  # 1 but where the scheduler leaves the signal unscaled
            return (signal * x - noise * size**0.5 * output) / size
        case _:
            return output


def _shares(scheduler: Any, timestep: Any) -> tuple[Any, Any]:
    """How much of signal and of noise is in the sample."""
    if not hasattr(scheduler, "sigmas"):
        kept = scheduler.alphas_cumprod[int(timestep)]
        return kept**0.5, (1 - kept) ** 0.5
    sigma = scheduler.sigmas[scheduler.step_index - 1]
    if float(scheduler.init_noise_sigma) != 1.0:  # Euler's kind adds noise and leaves the signal as it is
        return 1.0, sigma
    signal = (sigma**2 + 1) ** -0.5
    return signal, sigma * signal
