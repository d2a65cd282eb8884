"""The text encoder without what nobody reads says exactly the same."""

from typing import Any

import pytest
import torch
from torch import nn

from inference.engines.diffusion.encoder import STATES_READ, trim
from tests.inference.diffusion.tiny_models import loaded

PROMPTS = ("a portrait in window light", "85 mm, charcoal jacket, a calm smile", "")
READ_BY_DEPTH = {"flux2-klein-4b": 3, "z-image-turbo": 1}
"""Layers of the tiny encoders above the last one that is read: 27 of 30, and all but the last."""


def embeddings(pipe: Any, prompt: str) -> list[torch.Tensor]:
    """Everything `encode_prompt` gives that is a tensor."""
    with torch.inference_mode():
        given = pipe.encode_prompt(prompt, device=torch.device("cpu"))
    flat = [part for item in given for part in (item if isinstance(item, list) else [item])]
    return [part for part in flat if isinstance(part, torch.Tensor)]


@pytest.mark.parametrize("name", READ_BY_DEPTH)
def test_a_trimmed_encoder_says_the_same_to_the_last_bit(name: str) -> None:
    """A person's portrait may not change because a machine was made quicker."""
    model = loaded(name)
    before = [embeddings(model.pipe, prompt) for prompt in PROMPTS]

    trimmed = trim(model)

    assert trimmed.layers == READ_BY_DEPTH[name]
    assert trimmed.freed_bytes > 0
    after = [embeddings(model.pipe, prompt) for prompt in PROMPTS]
    for one, other in zip(before, after, strict=True):
        assert len(one) == len(other) > 0
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_the_layers_above_are_gone() -> None:
    """Memory that nobody reads is memory an adapter could use."""
    model = loaded("flux2-klein-4b")
    encoder: Any = model.pipe.components["text_encoder"]

    assert trim(model).head

    layers = encoder.model.layers
    assert all(not list(layer.parameters()) for layer in list(layers)[27:])
    assert all(list(layer.parameters()) for layer in list(layers)[:27])
    assert not isinstance(encoder.lm_head, nn.Linear)


def test_trimming_twice_takes_nothing_more() -> None:
    """An engine that is made quick again must not lose a layer that is read."""
    model = loaded("flux2-klein-4b")
    trim(model)
    before = embeddings(model.pipe, PROMPTS[0])

    again = trim(model)

    assert (again.layers, again.head, again.freed_bytes) == (0, False, 0)
    assert torch.equal(before[0], embeddings(model.pipe, PROMPTS[0])[0])


@pytest.mark.parametrize("name", ["realistic-vision-v5.1", "flux1-dev"])
def test_encoders_read_to_their_end_are_left_alone(name: str) -> None:
    """CLIP and T5 are asked for their last state: every layer of theirs speaks in the picture."""
    model = loaded(name)
    before = sum(p.numel() for p in model.pipe.components["text_encoder"].parameters())

    assert type(model.pipe).__name__ not in STATES_READ
    assert trim(model).layers == 0
    assert sum(p.numel() for p in model.pipe.components["text_encoder"].parameters()) == before
