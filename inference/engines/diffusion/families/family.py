"""How a kind of pipeline is spoken to, as data: which class makes a mode, and by which arguments.

A model of the catalogue names its pipeline class; the class has one `Family`. Refuses to know any single model, and
what a person asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import torch
from torch import Tensor

from inference.contract import Mode

# What of the person's photos a mode shows the model: nothing; crops around the head; one picture in the very shape
# of the portrait, to be changed; faces through an IP-Adapter.
Shown = Literal["nothing", "references", "canvas", "faces"]


@dataclass(frozen=True)
class Sizes:
    """Pixels: what is made is `width` x `height`; a reference is shown with about `reference_px` squared."""

    width: int
    height: int
    reference_px: int


@dataclass(frozen=True)
class Recipe:
    """One mode through one pipeline class.

    `pipeline`: diffusers class over the model's own parts. The pictures of `shown` go in as `argument`, as a list
    where `many`. `sized`: width and height are arguments; otherwise the canvas's size decides. `area` names an
    argument that takes the whole area. `strength`: how much of the canvas is made anew where nothing else is asked,
    for classes that start from it. `masked`: the class wants a mask. `guided`: it takes guidance. `most_px`: the area
    above which the class itself would shrink the canvas. `more`: further arguments. `constants`: what stands in the
    class's own module during the call, where it has no argument for it.
    """

    pipeline: str
    shown: Shown = "nothing"
    argument: str = "image"
    many: bool = False
    sized: bool = True
    area: str = ""
    strength: float | None = None
    masked: bool = False
    guided: bool = True
    most_px: int | None = None
    more: tuple[tuple[str, Any], ...] = ()
    constants: Callable[[Sizes], Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Encoding:
    """How `encode_prompt` is called apart from the rest, so that its answer can be kept.

    `gives`: the arguments its answers become, in order. `negative`: the negative prompt goes in with the prompt, in a
    call of its own whose answer becomes negative_prompt_embeds, or nowhere; it counts above guidance `free_above`.
    """

    gives: tuple[str, ...]
    negative: Literal["with", "apart", "none"] = "none"
    free_above: float = 1.0
    more: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Family:
    """Everything a kind of pipeline does differently.

    `encoding` None: the words are read together with the pictures, and nothing can be kept. `latents`: from a
    pipeline and pictures (n x 3 x h x w, -1 to 1) to what its scheduler steps through, n x rows x columns x channels.
    `shortened`: from a pipeline and a prompt to as much of it as may be said, for a class that fails at more.
    `least_steps`: fewer give no picture. `closer`: the mode that keeps nearest to the photos, where that is
    asked for; None where it is chosen anyway.
    """

    recipes: Mapping[Mode, Recipe]
    encoding: Encoding | None
    latents: Callable[[Any, Tensor], Tensor]
    shortened: Callable[[Any, str], str] | None = None
    least_steps: int = 1
    closer: Mode | None = None


def grid(latents: Tensor, rows: int, columns: int) -> Tensor:
    """What a scheduler steps through as n x rows x columns x channels.

    It is n x tokens x channels or n x channels x rows x columns.
    """
    return latents.unflatten(1, (rows, columns)) if latents.ndim == 3 else latents.movedim(1, -1)


def scaled(pipe: Any, pictures: Tensor) -> Tensor:
    """Latents of an AutoencoderKL, shifted and scaled as its configuration says."""
    z = pipe.vae.encode(pictures).latent_dist.mode().movedim(1, -1)
    return (z - (pipe.vae.config.shift_factor or 0.0)) * pipe.vae.config.scaling_factor


def packed(pipe: Any, pictures: Tensor) -> Tensor:
    """The same, two by two latents to a token."""
    return _two_by_two(scaled(pipe, pictures))


def normed(pipe: Any, pictures: Tensor) -> Tensor:
    """Latents of FLUX.2's autoencoder: two by two to a token, normalised by its batch norm's statistics."""
    z = _two_by_two(pipe.vae.encode(pictures).latent_dist.mode().movedim(1, -1))
    norm = pipe.vae.bn
    deviation = torch.sqrt(norm.running_var + pipe.vae.config.batch_norm_eps)
    return (z - norm.running_mean.to(z)) / deviation.to(z)


def framed(pipe: Any, pictures: Tensor) -> Tensor:
    """Latents of Qwen's video autoencoder for films of one picture: each channel normalised, two by two to a token."""
    z = pipe.vae.encode(pictures.unsqueeze(2)).latent_dist.mode().squeeze(2).movedim(1, -1)
    config = pipe.vae.config
    mean, deviation = (torch.tensor(values).to(z) for values in (config.latents_mean, config.latents_std))
    return _two_by_two((z - mean) / deviation)


def _two_by_two(cells: Tensor) -> Tensor:
    """n x h x w x c to n x h/2 x w/2 x 4c, the four in FLUX's order: by channel, row, column."""
    n, h, w, c = cells.shape
    return cells.reshape(n, h // 2, 2, w // 2, 2, c).permute(0, 1, 3, 5, 2, 4).reshape(n, h // 2, w // 2, 4 * c)
