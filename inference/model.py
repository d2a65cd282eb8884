"""What is said of a diffusion model: the form of an entry of the catalogue, and what follows from one.

Facts go in as data; a loader, a scheduler, a lawyer and the menu read them. Light: no numpy, no torch. Refuses to know
which models there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Flag, auto
from typing import Literal

from inference.contract import Mode

# How the weights lie: bf16 on the device; a denoiser that computes in fp8; 8-bit storage with bf16 compute; bf16 in
# the machine's memory, moved to the device part by part.
Precision = Literal["bf16", "fp8", "int8", "offload"]
Voice = Literal["sentences", "instruction", "tags"]


class Can(Flag):
    """What a model can do. REFERENCES: several at once; RETOUCH: mend a picture and leave the rest as it is."""

    REFERENCE = auto()
    REFERENCES = auto()
    TEXT = auto()
    EDIT = auto()
    IMAGE_TO_IMAGE = auto()
    RETOUCH = auto()
    ADAPTER = auto()


@dataclass(frozen=True)
class Licence:
    """The licence of the weights; `serves_public`: it permits a bot that people talk to."""

    name: str
    serves_public: bool


@dataclass(frozen=True)
class Part:
    """Weights from another repository: `files` (paths or glob patterns in `repo`), laid below the model's `folder`."""

    repo: str
    revision: str | None
    files: tuple[str, ...]
    folder: str
    licence: str


@dataclass(frozen=True)
class Lora:
    """A LoRA that belongs to the entry: `file` in the folder of its Part; always worn, or only in `modes`."""

    folder: str
    file: str
    scale: float
    modes: frozenset[Mode] | None = None


@dataclass(frozen=True)
class IpAdapter:
    """How a model without references is shown a face: `weight` in `folder`, read through the CLIP in `encoder`."""

    folder: str
    weight: str
    encoder: str
    scale: float
    crops_face: bool


@dataclass(frozen=True)
class Scheduler:
    """A sampler other than the repository's own: diffusers class, and what replaces its saved configuration."""

    name: str
    options: Mapping[str, float | bool | str | None]


@dataclass(frozen=True)
class Model:
    """One entry.

    `references`: most at once, 0 where there is none. `guidance` goes in as the argument `guidance_name`; `negative`
    says whether a negative prompt has an effect at it. `size` is width x height of a 4:5 portrait, both multiples of
    `multiple`. A reference is shown with about `reference_px` squared pixels. `weights_gib` is the download;
    `memory_gib` the peak on the device at `size`. `ignore`: patterns in `repo` that nobody needs.
    """

    name: str
    repo: str
    revision: str | None
    pipeline: str
    licence: Licence
    can: Can
    references: int
    steps: int
    guidance: float
    guidance_name: Literal["guidance_scale", "true_cfg_scale"]
    negative: bool
    size: tuple[int, int]
    multiple: int
    voice: Voice
    reference_px: int
    weights_gib: float
    memory_gib: Mapping[Precision, float]
    parts: tuple[Part, ...] = ()
    loras: tuple[Lora, ...] = ()
    ip_adapter: IpAdapter | None = None
    scheduler: Scheduler | None = None
    ignore: tuple[str, ...] = ()
    note: str = ""


_MODES: Mapping[Mode, Can] = {
    "reference": Can.REFERENCE,
    "references": Can.REFERENCES,
    "text": Can.TEXT,
    "edit": Can.EDIT,
    "image_to_image": Can.IMAGE_TO_IMAGE,
    "retouch": Can.RETOUCH,
}


def modes(model: Model) -> frozenset[Mode]:
    """The modes of a request that `model` can make."""
    return frozenset(mode for mode, can in _MODES.items() if can in model.can)
