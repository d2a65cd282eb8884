"""Loading of models' folders: tiny checkpoints of the real classes, whole and damaged."""

import json
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import PreTrainedModel

from inference.catalogue import MODELS
from inference.engines.diffusion.loading import Loaded, LoadError, load
from inference.weights import Weights
from tests.tiny import FAMILIES, save

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


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny checkpoint by name, made once."""
    made: dict[str, Path] = {}

    def folder(name: str) -> Path:
        if name not in made:
            made[name] = save(name, tmp_path_factory.mktemp("tiny") / name)
        return made[name]

    return folder


@pytest.fixture
def klein(checkpoint: Callable[[str], Path], tmp_path: Path) -> Weights:
    """A klein of one's own, to be damaged."""
    return Weights(MODELS[KLEIN], Path(shutil.copytree(checkpoint(KLEIN), tmp_path / KLEIN)), "")


def weights(name: str, folder: Path) -> Weights:
    return Weights(MODELS[name], folder, "")


def picture(loaded: Loaded, seed: int = 7) -> NDArray[np.float32]:
    """A picture, always from the same words and reference; height x width x 3, 0 to 1."""
    return painted(loaded.pipe, seed, **SHOWN.get(loaded.model.pipeline, SMALL))


def painted(pipe: Any, seed: int = 7, **shown: Any) -> NDArray[np.float32]:
    dice = torch.Generator().manual_seed(seed)
    with torch.inference_mode():
        return pipe(prompt="a portrait", num_inference_steps=2, generator=dice, output_type="np", **shown).images[0]


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_is_loaded_whole(name: str, checkpoint: Callable[[str], Path]) -> None:
    """A part left on no device or in training would end the first order, or make every portrait differ."""
    loaded = load(weights(name, checkpoint(name)), "bf16", CPU)

    assert type(loaded.pipe).__name__ == MODELS[name].pipeline
    networks = [part for part in loaded.pipe.components.values() if isinstance(part, nn.Module)]
    assert loaded.denoiser in networks
    for network in networks:
        assert not network.training
        assert {weight.device.type for weight in network.parameters()} == {"cpu"}
        assert {weight.dtype for weight in network.parameters()} == {torch.float32}


def test_a_loaded_klein_paints_what_diffusers_own_loader_paints(checkpoint: Callable[[str], Path]) -> None:
    """Our care about files must not change a single pixel of a portrait."""
    folder = checkpoint(KLEIN)
    plain: Any = getattr(diffusers, MODELS[KLEIN].pipeline)
    theirs = plain.from_pretrained(folder, dtype=torch.float32)

    assert np.array_equal(picture(load(weights(KLEIN, folder), "bf16", CPU)), painted(theirs, **SMALL))


def test_a_dtype_can_be_asked_for(checkpoint: Callable[[str], Path]) -> None:
    """What runs on a GPU in bfloat16 can be tried on a machine without one."""
    loaded = load(weights(KLEIN, checkpoint(KLEIN)), "bf16", CPU, dtype=torch.bfloat16)

    assert loaded.dtype == loaded.denoiser.dtype == torch.bfloat16


@pytest.mark.slow
def test_nothing_is_asked_of_the_network(checkpoint: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker without internet must load, and one with it must not tell anybody what it loads."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    for name in FAMILIES:
        assert load(weights(name, checkpoint(name)), "bf16", CPU).pipe is not None


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
def test_another_class_works_over_the_very_same_parts(name: str, other: str, checkpoint: Callable[[str], Path]) -> None:
    """A second copy of the weights would not fit the device, and only one of them would wear a personal adapter."""
    loaded = load(weights(name, checkpoint(name)), "bf16", CPU, dtype=torch.bfloat16)

    pipe = loaded.through(other)

    assert type(pipe).__name__ == other
    assert pipe is loaded.through(other)
    assert loaded.through(loaded.model.pipeline) is loaded.pipe
    for part_name, part in loaded.pipe.components.items():
        assert pipe.components[part_name] is part
    assert loaded.denoiser.dtype == torch.bfloat16


def test_a_class_that_needs_more_is_refused(checkpoint: Callable[[str], Path]) -> None:
    """A mistake in the table of modes must be read as one."""
    loaded = load(weights(KLEIN, checkpoint(KLEIN)), "bf16", CPU)

    with pytest.raises(LoadError, match="text_encoder_2"):
        loaded.through("FluxPipeline")


def test_the_ip_adapter_shows_the_face_to_the_model(checkpoint: Callable[[str], Path]) -> None:
    """Without it Stable Diffusion would paint a stranger."""
    name = "realistic-vision-v5.1"
    loaded = load(weights(name, checkpoint(name)), "bf16", CPU)
    pipe: Any = loaded.pipe
    assert pipe.image_encoder is not None
    assert pipe.feature_extractor is not None
    assert pipe.unet.encoder_hid_proj is not None
    assert pipe.safety_checker is None


def test_the_catalogues_sampler_takes_the_place_of_the_saved_one(checkpoint: Callable[[str], Path]) -> None:
    """Turbo weights need few steps of the right sampler; with the saved one a portrait stays noise."""
    name = "realvisxl-v3-turbo"
    wanted = MODELS[name].scheduler
    assert wanted is not None

    scheduler = load(weights(name, checkpoint(name)), "bf16", CPU).pipe.components["scheduler"]

    assert type(scheduler).__name__ == wanted.name
    assert {key: scheduler.config[key] for key in wanted.options} == dict(wanted.options)


# 8 bits


def linears(network: nn.Module) -> list[nn.Linear]:
    return [module for module in network.modules() if isinstance(module, nn.Linear)]


def test_8_bit_storage_keeps_one_byte_a_weight(checkpoint: Callable[[str], Path]) -> None:
    """Otherwise a model chosen to fit a small card would not."""
    loaded = load(weights(KLEIN, checkpoint(KLEIN)), "int8", CPU)
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
def test_8_bit_storage_rounds_weights_and_nothing_else(name: str, checkpoint: Callable[[str], Path]) -> None:
    """A layer that took its input in 8 bits too would spoil every portrait on a small card, unseen by any size."""
    folder = checkpoint(name)
    small = load(weights(name, folder), "int8", CPU)
    rounded = load(weights(name, folder), "bf16", CPU)
    exact = picture(rounded)
    round_to_8_bits(rounded, as_in=small)

    near = picture(small)

    assert np.abs(near - exact).max() > 0
    assert np.abs(near - picture(rounded)).max() < 1e-3


@pytest.mark.parametrize("name", [KLEIN, "flux1-dev"])
def test_8_bit_storage_paints_nearly_the_same_picture(name: str, checkpoint: Callable[[str], Path]) -> None:
    """Half the memory may cost a little grain, never the portrait."""
    folder = checkpoint(name)
    full = load(weights(name, folder), "bf16", CPU)
    exact, another = picture(full), picture(full, seed=8)

    near = picture(load(weights(name, folder), "int8", CPU))

    assert np.abs(exact - near).mean() < 0.5 * np.abs(exact - another).mean()


# Moved in part by part


def test_parts_moved_in_one_by_one_paint_the_same_picture(checkpoint: Callable[[str], Path]) -> None:
    """A card with room for one part at a time gives the same portrait, also through another class."""
    folder = checkpoint(KLEIN)
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


# Refusals


def refusal(damaged: Weights) -> str:
    """What is said of a folder that must not load."""
    with pytest.raises(LoadError) as refused:
        load(damaged, "bf16", CPU)
    return str(refused.value)


def drop_tensor(file: Path) -> str:
    tensors = load_file(file)
    name = sorted(tensors)[-1]
    del tensors[name]
    save_file(tensors, file, {"format": "pt"})
    return name


def reshape_tensor(file: Path) -> str:
    tensors = load_file(file)
    name = max(tensors, key=lambda key: tensors[key].numel())
    tensors[name] = torch.zeros(3, 5)
    save_file(tensors, file, {"format": "pt"})
    return name


DENOISER = "transformer/diffusion_pytorch_model.safetensors"
ENCODER = "text_encoder/model.safetensors"


@pytest.mark.parametrize("file", [DENOISER, ENCODER])
def test_a_weight_that_is_missing_is_never_invented(file: str, klein: Weights) -> None:
    """The libraries fill gaps with random numbers: people would get noise for portraits, and nobody would know why."""
    name = drop_tensor(klein.folder / file)

    said = refusal(klein)

    assert f"lack {name}" in said
    assert str((klein.folder / file).parent) in said
    assert "pull the model again" in said


@pytest.mark.parametrize("file", [DENOISER, ENCODER])
def test_a_weight_of_another_shape_is_refused(file: str, klein: Weights) -> None:
    """Weights of another model under the right name must not be bent to fit."""
    reshape_tensor(klein.folder / file)

    assert str((klein.folder / file).parent) in refusal(klein)


@pytest.mark.parametrize("file", [DENOISER, ENCODER])
def test_a_file_cut_short_is_refused_by_name(file: str, klein: Weights) -> None:
    """A copy that ran out of disk is the commonest damage of all."""
    whole = (klein.folder / file).read_bytes()
    (klein.folder / file).write_bytes(whole[: len(whole) // 2])

    said = refusal(klein)

    assert f"{klein.folder / file} is broken or cut short" in said


@pytest.mark.parametrize("folder", ["transformer", "text_encoder", "vae", "tokenizer", "scheduler"])
def test_a_part_that_is_missing_is_refused_by_name(folder: str, klein: Weights) -> None:
    """The sentence must say what to fetch."""
    shutil.rmtree(klein.folder / folder)

    said = refusal(klein)

    assert f"{klein.folder / folder} is missing" in said
    assert f"models pull {KLEIN}" in said


@pytest.mark.parametrize(
    "file", ["model_index.json", "transformer/config.json", "text_encoder/config.json", "vae/config.json"]
)
@pytest.mark.parametrize("content", [None, "", "{", "[]", "\udcff"])
def test_an_unreadable_configuration_is_refused_by_name(file: str, content: str | None, klein: Weights) -> None:
    """A traceback out of a library tells an operator nothing."""
    if content is None:
        (klein.folder / file).unlink()
    else:
        (klein.folder / file).write_bytes(content.encode("utf-8", "surrogateescape"))

    assert str(klein.folder / file) in refusal(klein)


@pytest.mark.parametrize("folder", ["tokenizer", "scheduler"])
def test_small_parts_that_are_unreadable_are_refused_by_name(folder: str, klein: Weights) -> None:
    """A broken tokenizer would make every prompt mean something else."""
    for file in (klein.folder / folder).iterdir():
        file.write_text("{")

    assert str(klein.folder / folder) in refusal(klein)


def test_a_shard_that_is_named_but_absent_is_refused_by_name(klein: Weights) -> None:
    """Large models come in many files; one of them is easily lost."""
    pipe: Any = load(klein, "bf16", CPU).pipe
    shutil.rmtree(klein.folder / "transformer")
    pipe.transformer.save_pretrained(klein.folder / "transformer", max_shard_size="50KB")
    assert load(klein, "bf16", CPU).denoiser is not None
    shard = sorted((klein.folder / "transformer").glob("*.safetensors"))[1]
    shard.unlink()

    assert f"{shard} is missing" in refusal(klein)


def test_a_pickle_in_place_of_safetensors_is_never_opened(klein: Weights) -> None:
    """Opening a pickle runs whatever its author wished."""
    file = klein.folder / ENCODER
    torch.save(load_file(file), file.with_name("pytorch_model.bin"))
    file.unlink()

    assert f"{file.parent} holds no safetensors file" in refusal(klein)


def edit(file: Path, **changes: object) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("model_index.json", {"_class_name": ["pipeline", "MyPipeline"]}),
        ("model_index.json", {"custom_pipelines": {"x": {}}}),
        ("text_encoder/config.json", {"auto_map": {"AutoModel": "modeling.Mine"}}),
        ("tokenizer/tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["tok.Mine", None]}}),
        ("text_encoder/config.json", {"text_config": {"_attn_implementation": "somebody/fast-attention"}}),
        ("model_index.json", {"transformer": ["transformer.mine", "Mine"]}),
        ("model_index.json", {"text_encoder": ["os", "system"]}),
    ],
)
def test_a_repository_that_asks_for_its_own_code_is_refused(
    file: str, changes: dict[str, object], klein: Weights
) -> None:
    """Nobody's selfies are given to code that came with weights."""
    edit(klein.folder / file, **changes)

    with pytest.raises(LoadError) as refused:
        load(klein, "bf16", CPU)

    assert str(klein.folder / file) in str(refused.value)
    assert refused.value.code == "extra_code"


@pytest.mark.parametrize(
    "entry", [["transformers", "pipeline"], ["diffusers", "DiffusionPipeline"], ["transformers", "Nowhere"]]
)
def test_only_parts_of_pipelines_are_made(entry: list[str], klein: Weights) -> None:
    """The index is data from outside: it may not name any function of a library to be called."""
    edit(klein.folder / "model_index.json", vae=entry)

    said = refusal(klein)

    assert ".".join(entry) in said
    assert str(klein.folder / "model_index.json") in said


@pytest.fixture
def realistic(checkpoint: Callable[[str], Path], tmp_path: Path) -> Weights:
    """A Realistic Vision with its IP-Adapter, to be damaged."""
    name = "realistic-vision-v5.1"
    return weights(name, Path(shutil.copytree(checkpoint(name), tmp_path / name)))


def ip_adapter_file(of: Weights) -> Path:
    adapter = of.model.ip_adapter
    assert adapter is not None
    return of.path(adapter.folder) / adapter.weight


@pytest.mark.parametrize("beginning", ["image_proj.", "ip_adapter."])
def test_an_ip_adapter_with_gaps_is_refused_by_name(beginning: str, realistic: Weights) -> None:
    """diffusers would leave the gap empty, and the face of every portrait to chance."""
    file = ip_adapter_file(realistic)
    tensors = load_file(file)
    del tensors[max(name for name in tensors if name.startswith(beginning))]
    save_file(tensors, file)

    assert str(file) in refusal(realistic)


def test_a_missing_ip_adapter_is_refused_by_name(realistic: Weights) -> None:
    """Stable Diffusion alone knows no faces."""
    ip_adapter_file(realistic).unlink()

    assert f"{ip_adapter_file(realistic)} is missing" in refusal(realistic)


def test_a_damaged_image_encoder_is_refused_by_name(realistic: Weights) -> None:
    """What looks at the selfie must be whole too."""
    adapter = realistic.model.ip_adapter
    assert adapter is not None
    name = drop_tensor(realistic.path(adapter.encoder) / "model.safetensors")

    assert f"lack {name}" in refusal(realistic)


def test_the_folder_of_another_model_is_refused(checkpoint: Callable[[str], Path]) -> None:
    """Two folders are easily swapped, and the wrong model may not be licensed."""
    said = refusal(weights("flux1-dev", checkpoint("flux1-kontext-dev")))

    assert "FluxKontextPipeline" in said
    assert "models pull flux1-dev" in said


def test_an_index_that_lacks_a_part_is_refused(klein: Weights) -> None:
    """A pipeline without its VAE would fail in the last step of the first order."""
    edit(klein.folder / "model_index.json", vae=[None, None])

    assert "does not name vae" in refusal(klein)


def test_encoders_are_stored_in_8_bits_wherever_they_are(checkpoint: Callable[[str], Path]) -> None:
    """A T5 beside a CLIP is half of FLUX.1's memory."""
    loaded = load(weights("flux1-dev", checkpoint("flux1-dev")), "int8", CPU)

    for name in ("text_encoder", "text_encoder_2"):
        encoder = loaded.pipe.components[name]
        assert isinstance(encoder, PreTrainedModel)
        assert torch.float8_e4m3fn in {weight.dtype for weight in encoder.parameters()}
        assert encoder.dtype == torch.float32
