"""Which module of the denoiser each tensor of an adapter belongs to.

Checked tensors by key go in; the two halves for each module come out. Layouts that trainers write: diffusers and PEFT
are read here; kohya, ai-toolkit and the like are first turned into diffusers' by the pipeline class's own
`lora_state_dict`. What changes a text encoder, or is no plain LoRA, is refused: prompts' embeddings are kept in memory
for everybody.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

import msgspec
import torch
from diffusers.utils.state_dict_utils import convert_unet_state_dict_to_peft
from torch import Tensor, nn

from inference.engines import EngineError
from inference.engines.diffusion.loading import Loaded

Half = Literal["down", "up", "alpha"]
# Longest first, so that none is taken for the end of another.
ENDINGS: Mapping[str, Half] = {
    ".lora_A.weight.alpha": "alpha",
    ".lora_A.default.weight": "down",
    ".lora_B.default.weight": "up",
    ".lora.down.weight": "down",
    ".lora_down.weight": "down",
    ".lora_A.weight": "down",
    ".lora.up.weight": "up",
    ".lora_up.weight": "up",
    ".lora_B.weight": "up",
    ".alpha": "alpha",
}
BEGINNINGS = ("base_model.model.", "diffusion_model.", "transformer.", "unet.")
TEXT_ENCODER = re.compile(r"(^|\.)(text_encoder(_\d)?\.|text_model\.|te\d?\.|lora_te\d?_)")
OUR_OWN = re.compile(r"\.(base_layer|lora_[AB])\b")  # PEFT's layers around a module, where adapters are carried
OTHER_KINDS = ("dora_scale", "lora_magnitude_vector", ".lokr_", ".hada_", ".diff", ".oft_")


@dataclass
class Pair:
    """The halves found for one module.

    `key` is the one of down, where there is one; `alpha` None means as large as the rank.
    """

    key: str
    down: Tensor | None = None
    up: Tensor | None = None
    alpha: float | None = None
    by_root: bool = False  # rank-stabilised: alpha is divided by the root of the rank

    def scale(self, rank: int) -> float:
        """What the product of the halves is multiplied by."""
        if self.alpha is None:
            return 1.0
        return self.alpha / (math.sqrt(rank) if self.by_root else rank)


class Settings(msgspec.Struct, frozen=True):
    """What diffusers writes beside an adapter under METADATA, by PEFT's names; the rest of it changes no sum."""

    lora_alpha: float | None = None
    alpha_pattern: dict[str, float] = {}
    use_rslora: bool = False
    use_dora: bool = False


METADATA = "lora_adapter_metadata"


@dataclass(frozen=True)
class Room:
    """What a module takes and gives: `inputs` is its weight's shape without the outputs."""

    inputs: tuple[int, ...]
    outputs: int


@runtime_checkable
class Rewritable(Protocol):
    """A linear layer that keeps its weight in a form of its own, as quantised ones do.

    `master_weight` is the weight before it took that form (outputs x inputs), whatever is written meanwhile.
    `write_weight` takes another one of that shape, in place: the memory that compiled graphs read stays where it is,
    and equal weights give equal bits.
    """

    in_features: int
    out_features: int

    def master_weight(self) -> Tensor: ...
    def write_weight(self, weight: Tensor) -> None: ...


class UnknownKey(Exception):
    """A key that is not of the diffusers layout, or names a module that is not there."""


def pairs(tensors: Mapping[str, Tensor], metadata: Mapping[str, str], loaded: Loaded) -> dict[str, Pair]:
    """The halves by module name. Raises EngineError("adapter_refused")."""
    for key in tensors:
        if TEXT_ENCODER.search(key):
            raise EngineError("adapter_refused", f"{key} is of a text encoder: train the adapter without it")
        if any(kind in key for kind in OTHER_KINDS):
            raise EngineError("adapter_refused", f"{key} is of another kind than LoRA")
    try:
        found = _by_module(tensors, loaded)
    except UnknownKey as unknown:
        converted = _converted(tensors, loaded)
        if converted is None:
            raise EngineError("adapter_refused", str(unknown)) from None
        try:
            return _by_module(converted, loaded)
        except UnknownKey as still:
            raise EngineError("adapter_refused", str(still)) from None
    _add_settings(found, metadata)
    return found


def room_for(module: str, loaded: Loaded) -> Room | None:
    """What the named module takes; None where nothing can be added to it."""
    inner: object = plain(loaded.denoiser.get_submodule(module))
    if isinstance(inner, nn.Linear | Rewritable):
        return Room((inner.in_features,), inner.out_features)
    if isinstance(inner, nn.Conv2d) and inner.groups == 1:
        return Room(tuple(inner.weight.shape[1:]), inner.out_channels)
    return None


def plain(module: nn.Module) -> nn.Module:
    """The module itself, where PEFT has laid its own around it."""
    inner = getattr(module, "base_layer", module)
    return inner if isinstance(inner, nn.Module) else module


def _by_module(tensors: Mapping[str, Tensor], loaded: Loaded) -> dict[str, Pair]:
    """The halves of a file in the diffusers layout. Raises UnknownKey; EngineError where a half comes twice."""
    modules = {name for name, _ in loaded.denoiser.named_modules() if not OUR_OWN.search(name)}
    found: dict[str, Pair] = {}
    for key, tensor in tensors.items():
        module, half = _module_and_half(key)
        if module not in modules:
            raise UnknownKey(f"{key}: {loaded.model.name} has no {module} in its denoiser")
        pair = found.setdefault(module, Pair(key))
        if getattr(pair, half) is not None:
            raise EngineError("adapter_refused", f"{key}: {module} has its {half} twice")
        if half == "alpha":
            if tensor.numel() != 1:
                raise EngineError("adapter_refused", f"{key} has the shape {tuple(tensor.shape)}, not one number")
            pair.alpha = float(tensor)
        else:
            setattr(pair, half, tensor)
            pair.key = key if half == "down" else pair.key
    return found


def _module_and_half(key: str) -> tuple[str, Half]:
    for ending, half in ENDINGS.items():
        if key.endswith(ending):
            module = key.removesuffix(ending)
            for beginning in BEGINNINGS:
                module = module.removeprefix(beginning)
            return module, half
    raise UnknownKey(f"{key} is not a key of an adapter: it should end in .lora_A.weight or .lora_B.weight")


def _converted(tensors: Mapping[str, Tensor], loaded: Loaded) -> dict[str, Tensor] | None:
    """The file in diffusers' layout; None if the pipeline's class cannot make anything of its keys."""
    convert = getattr(type(loaded.pipe), "lora_state_dict", None)
    if convert is None:
        return None
    unet = getattr(loaded.pipe, "unet", None)
    options: dict[str, Any] = {"unet_config": unet.config} if unet is not None else {}
    try:
        answer = convert(dict(tensors), **options)
    except Exception:
        # The classes answer keys they do not expect with whatever breaks first; the caller names the key instead.
        return None
    weights, alphas = answer if isinstance(answer, tuple) else (answer, None)
    named = {**weights, **{key: torch.as_tensor(float(value)) for key, value in (alphas or {}).items()}}
    return convert_unet_state_dict_to_peft(named) if unet is not None else named


def _add_settings(found: Mapping[str, Pair], metadata: Mapping[str, str]) -> None:
    """Take alpha from what diffusers wrote beside the tensors, where no tensor says it."""
    if METADATA not in metadata:
        return
    try:
        written: Any = json.loads(metadata[METADATA])
        if not isinstance(written, dict):
            raise ValueError("it is no object")
        settings = msgspec.convert({name.rpartition(".")[2]: value for name, value in written.items()}, Settings)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise EngineError("adapter_refused", f"{METADATA} cannot be read: {error}") from None
    if settings.use_dora:
        raise EngineError("adapter_refused", f"{METADATA}: DoRA is another kind than LoRA")
    for module, pair in found.items():
        pair.by_root = settings.use_rslora
        if pair.alpha is None:
            own = (alpha for name, alpha in settings.alpha_pattern.items() if _names(name, module))
            pair.alpha = next(own, settings.lora_alpha)


def _names(pattern: str, module: str) -> bool:
    """Whether a module is meant. PEFT takes the pattern for a regular expression, but what is written are names."""
    name = pattern.removeprefix("^")
    return module == name or module.endswith(f".{name}")
