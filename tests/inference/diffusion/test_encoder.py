"""The text encoder without what nobody reads says exactly the same."""

from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from inference.engines.diffusion.encoder import STATES_READ, trim
from tests.inference.diffusion.tiny_models import loaded

PROMPTS = ("a portrait in window light", "85 mm, charcoal jacket, a calm smile", "")
PASSED_OVER = {"flux2-klein-4b": 27, "flux2-klein-9b-kv": 27, "flux2-dev": 30, "z-image-turbo": -1}
"""The last layer that is read of the tiny encoders; -1: all but the last."""


def embeddings(pipe: Any, prompt: str) -> list[torch.Tensor]:
    """Everything `encode_prompt` gives that is a tensor."""
    with torch.inference_mode():
        given = pipe.encode_prompt(prompt, device=torch.device("cpu"))
    flat = [part for item in given for part in (item if isinstance(item, list) else [item])]
    return [part for part in flat if isinstance(part, torch.Tensor)]


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_trimmed_encoder_says_the_same_to_the_last_bit(name: str) -> None:
    """A person's portrait may not change because a machine was made quicker."""
    model = loaded(name)
    encoder: Any = model.pipe.components["text_encoder"]
    layers = len(encoder.get_decoder().layers)
    before = [embeddings(model.pipe, prompt) for prompt in PROMPTS]

    trimmed = trim(model)

    assert trimmed.layers == layers - PASSED_OVER[name] % layers > 0
    assert trimmed.freed_bytes > 0
    after = [embeddings(model.pipe, prompt) for prompt in PROMPTS]
    for one, other in zip(before, after, strict=True):
        assert len(one) == len(other) > 0
        assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("name", ["qwen-image-edit-2511", "longcat-image-edit-turbo"])
def test_an_encoder_that_sees_loses_only_its_head(name: str) -> None:
    """Qwen and LongCat read the last state of words and picture: the embeddings are equal without the head."""
    model = loaded(name)
    photo = Image.fromarray(np.random.default_rng(3).integers(0, 256, (64, 64, 3), np.uint8))

    def read() -> list[torch.Tensor]:
        pipe: Any = model.pipe
        with torch.inference_mode():
            if name.startswith("qwen"):
                given = pipe.encode_prompt(prompt=PROMPTS[0], image=[photo], device=torch.device("cpu"))
            else:
                given = pipe.encode_prompt(prompt=[PROMPTS[0]], image=photo)
        return [part for part in given if isinstance(part, torch.Tensor)]

    before = read()
    trimmed = trim(model)

    assert trimmed.head
    assert trimmed.layers == 0
    assert all(torch.equal(a, b) for a, b in zip(before, read(), strict=True))
    assert before


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
