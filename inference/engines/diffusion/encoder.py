"""The text encoder, run only as far as its states are read.

A loaded model goes in; its encoder loses in place what no prompt embedding depends on: the layers above the highest
state the pipeline reads, and the head that would guess the next word (for a vision-language encoder with a thousand
tokens, a trillion operations for nothing). Embeddings come out equal to the last bit. Knows nothing of prompts.

A layer above becomes a passage rather than being cut out. So the pipeline still counts as many states as before: one
that reads the second from the end (Z-Image) finds the same one, and the final norm, which transformers lays over the
last state, stays off the 27th that klein reads.

Such an encoder can no longer write: `Flux2Pipeline`'s own rewriting of prompts is lost, which nothing here uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedModel

from inference.engines.diffusion.loading import Loaded

_KLEIN = (9, 18, 27)

# Which of the encoder's hidden states a pipeline reads, counted as transformers does: 0 is the embedded prompt, -1 the
# normed output of the last layer. From the pipelines of diffusers 0.42. CLIP and T5 are read to their end.
STATES_READ: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "Flux2KleinPipeline": _KLEIN,
        "Flux2KleinInpaintPipeline": _KLEIN,
        "Flux2KleinKVPipeline": _KLEIN,
        "Flux2Pipeline": (10, 20, 30),
        "ZImagePipeline": (-2,),
        "QwenImageEditPlusPipeline": (-1,),
        "LongCatImageEditPipeline": (-1,),
    }
)


@dataclass(frozen=True)
class Trimmed:
    """What was taken off: layers passed over, whether the head went, and the bytes that are free again."""

    layers: int = 0
    head: bool = False
    freed_bytes: int = 0


def trim(loaded: Loaded) -> Trimmed:
    """Take off the encoder what `encode_prompt` does not read, in place; safe to call twice.

    Pipelines that are not in STATES_READ are left alone.
    """
    states = STATES_READ.get(type(loaded.pipe).__name__)
    encoder = loaded.pipe.components.get("text_encoder")
    if states is None or not isinstance(encoder, PreTrainedModel):
        return Trimmed()
    before = _bytes_of(encoder)
    passed = _pass_over(_layers(encoder), states)
    head = isinstance(getattr(encoder, "lm_head", None), nn.Linear)
    if head:
        encoder.lm_head = _NoWords()
    return Trimmed(passed, head, before - _bytes_of(encoder))


class _Through(nn.Module):
    """What a layer that is passed over does: nothing."""

    def forward(self, hidden_states: torch.Tensor, *_: Any, **__: Any) -> torch.Tensor:
        return hidden_states


class _NoWords(nn.Module):
    """Stands where the head was; its logits are empty."""

    def forward(self, hidden_states: torch.Tensor) -> torch.Tensor:
        return hidden_states[..., :0]


def _layers(encoder: PreTrainedModel) -> nn.ModuleList:
    layers = encoder.get_decoder().layers
    assert isinstance(layers, nn.ModuleList)
    return layers


def _pass_over(layers: nn.ModuleList, states: tuple[int, ...]) -> int:
    """Turn every layer above the highest of `states` into a passage; how many there were.

    The layer object stays, as transformers collects the states from objects of its class.
    """
    highest = max(state if state >= 0 else len(layers) + 1 + state for state in states)
    passed = 0
    for layer in list(layers)[highest:]:
        if not list(layer.children()):
            continue
        for name in [name for name, _ in layer.named_children()]:
            delattr(layer, name)
        layer.forward = _Through().forward
        passed += 1
    return passed


def _bytes_of(network: nn.Module) -> int:
    """Bytes of its parameters, shared ones counted once."""
    return sum(weight.numel() * weight.element_size() for weight in network.parameters())
