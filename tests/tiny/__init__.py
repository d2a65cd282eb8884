"""Tiny random checkpoints of the real model classes, in the very layout of their repositories.

A model's name in the catalogue goes in; a folder comes out that `DiffusionPipeline.from_pretrained` loads offline:
two blocks of each kind, narrow layers, real tokenizers with a few hundred words, real schedulers, safetensors only.
The weights are random but lively: a picture depends on seed, prompt, reference and adapter. Knows nothing of how the
product loads or runs them. Importing this package is cheap; torch comes in with the first `save`.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

_MODULES = {
    "flux2-klein-4b": "flux2",
    "flux2-klein-base-4b": "flux2",
    "flux2-klein-9b-kv": "flux2",
    "flux2-dev": "flux2_dev",
    "qwen-image-edit-2511": "qwen_image",
    "qwen-image-edit-2509": "qwen_image",
    "qwen-image-edit-2511-lightning": "qwen_image",
    "qwen-image-edit-2509-lightning": "qwen_image",
    "qwen-image-edit-2509-skin": "qwen_image",
    "longcat-image-edit-turbo": "longcat",
    "longcat-image-edit": "longcat",
    "realvisxl-v3-turbo": "stable_diffusion",
    "realistic-vision-v5.1": "stable_diffusion",
    "z-image-turbo": "z_image",
    "flux1-dev": "flux1",
    "flux1-kontext-dev": "flux1",
}

FAMILIES: tuple[str, ...] = (
    "flux2-klein-4b",
    "qwen-image-edit-2511",
    "longcat-image-edit-turbo",
    "realvisxl-v3-turbo",
    "realistic-vision-v5.1",
    "z-image-turbo",
    "flux1-dev",
    "flux1-kontext-dev",
)
"""One catalogue name for each kind of pipeline; `save` also knows a few siblings of these."""


def save(model_name: str, folder: Path, seed: int = 0) -> Path:
    """Write the checkpoint of a catalogue name below `folder` (made if absent) and return `folder`.

    The same name and seed give the same weights. Raises KeyError for a name that has no tiny form.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _module(model_name).save(model_name, folder, seed)
    return folder


def tiny_adapter(model_name: str, folder: Path, rank: int = 4, seed: int = 1, scale: float = 0.5) -> Path:
    """Write a personal adapter for a model's denoiser into `folder` (made if absent) and return the file.

    `scale` is the size of its change next to the weights it changes: at 0.5 a picture changes visibly.
    """
    save_adapter = import_module(f"{__name__}.adapters").save_adapter
    file = folder / f"{model_name}-{rank}-{seed}.safetensors"
    save_adapter(_module(model_name).denoiser(model_name, seed=0), file, rank, seed, scale)
    return file


def _module(model_name: str) -> ModuleType:
    return import_module(f"{__name__}.{_MODULES[model_name]}")
