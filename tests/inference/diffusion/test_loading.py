"""Loading of whole models: tiny checkpoints of the real classes, in full, in 8 bits, and moved in part by part."""

import socket
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import nn
from transformers import PreTrainedModel

from inference.catalogue import MODELS
from inference.engines.diffusion.loading import Loaded, LoadError, load
from inference.weights import Weights
from tests.inference.diffusion.conftest import TinyModel
from tests.tiny import FAMILIES

CPU = torch.device("cpu")
KLEIN = "flux2-klein-4b"
REFERENCE = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
SMALL: dict[str, Any] = {"height": 64, "width": 64}
SHOWN: dict[str, dict[str, Any]] = {
    "QwenImageEditPlusPipeline": SMALL | {"image": [REFERENCE]},
    "LongCatImageEditPipeline": {"image": REFERENCE},  # it chooses the size itself: a million pixels
    "FluxKontextPipeline": SMALL | {"image": REFERENCE, "max_area": 64 * 64, "_auto_resize": False},
    "StableDiffusionXLPipeline": SMALL | {"ip_adapter_image": REFERENCE},
    "StableDiffusionPipeline": SMALL | {"ip_adapter_image": REFERENCE},
}
# diffusers' stochastic samplers hand numpy a tensor in a way it will not take for ever.
SAMPLER_NOTICE = "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"


def weights(name: str, folder: Path) -> Weights:
    """A folder as it is handed to the loader once it was verified."""
    return Weights(MODELS[name], folder, "")


def picture(loaded: Loaded, seed: int = 7) -> NDArray[np.float32]:
    """A picture, always from the same words and reference; height x width x 3, 0 to 1."""
    return painted(loaded.pipe, seed, **SHOWN.get(loaded.model.pipeline, SMALL))


def painted(pipe: Any, seed: int = 7, **shown: Any) -> NDArray[np.float32]:
    dice = torch.Generator().manual_seed(seed)
    with torch.inference_mode():
        return pipe(prompt="a portrait", num_inference_steps=2, generator=dice, output_type="np", **shown).images[0]


@pytest.mark.parametrize("name", [*FAMILIES, "flux2-dev", "flux2-klein-9b-kv", "qwen-image-edit-2511-lightning"])
def test_every_family_is_loaded_whole(name: str, tiny: TinyModel) -> None:
    """A part left on no device or in training would end the first order, or make every portrait differ."""
    loaded = load(weights(name, tiny(name)), "bf16", CPU)

    assert type(loaded.pipe).__name__ == MODELS[name].pipeline
    networks = [part for part in loaded.pipe.components.values() if isinstance(part, nn.Module)]
    assert loaded.denoiser in networks
    for network in networks:
        assert not network.training
        assert {weight.device.type for weight in network.parameters()} == {"cpu"}
        assert {weight.dtype for weight in network.parameters()} == {torch.float32}


def test_a_loaded_klein_paints_what_diffusers_own_loader_paints(tiny: TinyModel) -> None:
    """Our care about files must not change a single pixel of a portrait."""
    folder = tiny(KLEIN)
    plain: Any = getattr(diffusers, MODELS[KLEIN].pipeline)
    theirs = plain.from_pretrained(folder, dtype=torch.float32)

    assert np.array_equal(picture(load(weights(KLEIN, folder), "bf16", CPU)), painted(theirs, **SMALL))


@pytest.mark.parametrize("name", ["flux2-dev", "qwen-image-edit-2511", "longcat-image-edit-turbo"])
def test_processors_of_words_and_pictures_work_without_torchvision(name: str, tiny: TinyModel) -> None:
    """transformers would ask for torchvision, which some machines cannot have, for films that nobody shows."""
    made = picture(load(weights(name, tiny(name)), "bf16", CPU))

    assert made.std() > 0.01


def test_a_dtype_can_be_asked_for(tiny: TinyModel) -> None:
    """What runs on a GPU in bfloat16 can be tried on a machine without one."""
    loaded = load(weights(KLEIN, tiny(KLEIN)), "bf16", CPU, dtype=torch.bfloat16)

    assert loaded.dtype == loaded.denoiser.dtype == torch.bfloat16


@pytest.mark.slow
def test_nothing_is_asked_of_the_network(tiny: TinyModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker without internet must load, and one with it must not tell anybody what it loads."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    for name in FAMILIES:
        assert load(weights(name, tiny(name)), "bf16", CPU).pipe is not None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (KLEIN, "Flux2KleinInpaintPipeline"),
        ("realvisxl-v3-turbo", "StableDiffusionXLImg2ImgPipeline"),
        ("realistic-vision-v5.1", "StableDiffusionInpaintPipeline"),
        ("z-image-turbo", "ZImageImg2ImgPipeline"),
        ("flux1-dev", "FluxImg2ImgPipeline"),
        ("flux1-kontext-dev", "FluxKontextInpaintPipeline"),
    ],
)
def test_another_class_works_over_the_very_same_parts(name: str, other: str, tiny: TinyModel) -> None:
    """A second copy of the weights would not fit the device, and only one of them would wear a personal adapter."""
    loaded = load(weights(name, tiny(name)), "bf16", CPU, dtype=torch.bfloat16)

    pipe = loaded.through(other)

    assert type(pipe).__name__ == other
    assert pipe is loaded.through(other)
    assert loaded.through(loaded.model.pipeline) is loaded.pipe
    for part_name, part in loaded.pipe.components.items():
        assert pipe.components[part_name] is part
    assert loaded.denoiser.dtype == torch.bfloat16


def test_a_class_that_needs_more_is_refused(tiny: TinyModel) -> None:
    """A mistake in the table of modes must be read as one."""
    loaded = load(weights(KLEIN, tiny(KLEIN)), "bf16", CPU)

    with pytest.raises(LoadError, match="text_encoder_2"):
        loaded.through("FluxPipeline")


def test_the_ip_adapter_shows_the_face_to_the_model(tiny: TinyModel) -> None:
    """Without it Stable Diffusion would paint a stranger."""
    name = "realistic-vision-v5.1"
    loaded = load(weights(name, tiny(name)), "bf16", CPU)
    pipe: Any = loaded.pipe
    assert pipe.image_encoder is not None
    assert pipe.feature_extractor is not None
    assert pipe.unet.encoder_hid_proj is not None
    assert pipe.safety_checker is None


def test_the_catalogues_sampler_takes_the_place_of_the_saved_one(tiny: TinyModel) -> None:
    """Turbo weights need few steps of the right sampler; with the saved one a portrait stays noise."""
    name = "realvisxl-v3-turbo"
    wanted = MODELS[name].scheduler
    assert wanted is not None

    scheduler = load(weights(name, tiny(name)), "bf16", CPU).pipe.components["scheduler"]

    assert type(scheduler).__name__ == wanted.name
    assert {key: scheduler.config[key] for key in wanted.options} == dict(wanted.options)


# 8 bits


def linears(network: nn.Module) -> list[nn.Linear]:
    return [module for module in network.modules() if isinstance(module, nn.Linear)]


def test_8_bit_storage_keeps_one_byte_a_weight(tiny: TinyModel) -> None:
    """Otherwise a model chosen to fit a small card would not."""
    loaded = load(weights(KLEIN, tiny(KLEIN)), "int8", CPU)
    encoder = loaded.pipe.components["text_encoder"]

    for network in (loaded.denoiser, encoder):
        sizes = [linear.weight.element_size() for linear in linears(network)]
        assert sizes.count(1) > 0.9 * len(sizes)
        norms = [weight for name, weight in network.named_parameters() if "norm" in name]
        assert norms
        assert {weight.dtype for weight in norms} == {torch.float32}
    assert encoder.get_input_embeddings().weight.dtype == torch.float32
    assert {weight.dtype for weight in loaded.pipe.components["vae"].parameters()} == {torch.float32}


def round_to_8_bits(loaded: Loaded, as_in: Loaded) -> None:
    """Round in `loaded` the very weights that `as_in` stores in 8 bits."""
    for name, part in loaded.pipe.components.items():
        if isinstance(part, nn.Module):
            stored = dict(as_in.pipe.components[name].named_parameters())
            for weight_name, weight in part.named_parameters():
                if stored[weight_name].dtype == torch.float8_e4m3fn:
                    weight.data = weight.to(torch.float8_e4m3fn).to(weight.dtype)


@pytest.mark.slow
@pytest.mark.filterwarnings(SAMPLER_NOTICE)
@pytest.mark.parametrize("name", FAMILIES)
def test_8_bit_storage_rounds_weights_and_nothing_else(name: str, tiny: TinyModel) -> None:
    """A layer that took its input in 8 bits too would spoil every portrait on a small card, unseen by any size."""
    folder = tiny(name)
    small = load(weights(name, folder), "int8", CPU)
    rounded = load(weights(name, folder), "bf16", CPU)
    exact = picture(rounded)
    round_to_8_bits(rounded, as_in=small)

    near = picture(small)

    assert np.abs(near - exact).max() > 0
    assert np.abs(near - picture(rounded)).max() < 1e-3


@pytest.mark.parametrize("name", [KLEIN, "flux1-dev"])
def test_8_bit_storage_paints_nearly_the_same_picture(name: str, tiny: TinyModel) -> None:
    """Half the memory may cost a little grain, never the portrait."""
    folder = tiny(name)
    full = load(weights(name, folder), "bf16", CPU)
    exact, another = picture(full), picture(full, seed=8)

    near = picture(load(weights(name, folder), "int8", CPU))

    assert np.abs(exact - near).mean() < 0.5 * np.abs(exact - another).mean()


def test_encoders_are_stored_in_8_bits_wherever_they_are(tiny: TinyModel) -> None:
    """A T5 beside a CLIP is half of FLUX.1's memory."""
    loaded = load(weights("flux1-dev", tiny("flux1-dev")), "int8", CPU)

    for name in ("text_encoder", "text_encoder_2"):
        encoder = loaded.pipe.components[name]
        assert isinstance(encoder, PreTrainedModel)
        assert torch.float8_e4m3fn in {weight.dtype for weight in encoder.parameters()}
        assert encoder.dtype == torch.float32


# Moved in part by part


def test_parts_moved_in_one_by_one_paint_the_same_picture(tiny: TinyModel) -> None:
    """A card with room for one part at a time gives the same portrait, also through another class."""
    folder = tiny(KLEIN)
    whole = load(weights(KLEIN, folder), "bf16", CPU)
    moved = load(weights(KLEIN, folder), "offload", CPU)
    other: Any = moved.through("Flux2KleinInpaintPipeline")

    expected = picture(whole)

    for network in (moved.pipe.components[name] for name in ("text_encoder", "transformer", "vae")):
        assert hasattr(network, "_hf_hook")
    assert np.array_equal(picture(moved), expected)
    with torch.inference_mode():
        other(
            prompt="a portrait",
            image=torch.zeros(1, 3, 64, 64),
            mask_image=torch.ones(1, 1, 64, 64),
            height=64,
            width=64,
            num_inference_steps=2,
        )
    assert np.array_equal(picture(moved), expected)
