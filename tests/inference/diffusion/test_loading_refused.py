"""Damaged and dangerous folders of models: each is refused by a sentence that names the file and the remedy."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.catalogue import MODELS
from inference.engines.diffusion.loading import LoadError, load
from inference.weights import Weights
from tests.inference.diffusion.conftest import TinyModel

CPU = torch.device("cpu")
KLEIN = "flux2-klein-4b"


@pytest.fixture
def klein(tiny: TinyModel, tmp_path: Path) -> Weights:
    """A klein of one's own, to be damaged."""
    return Weights(MODELS[KLEIN], Path(shutil.copytree(tiny(KLEIN), tmp_path / KLEIN)), "")


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
def realistic(tiny: TinyModel, tmp_path: Path) -> Weights:
    """A Realistic Vision with its IP-Adapter, to be damaged."""
    name = "realistic-vision-v5.1"
    return Weights(MODELS[name], Path(shutil.copytree(tiny(name), tmp_path / name)), "")


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


def test_the_folder_of_another_model_is_refused(tiny: TinyModel) -> None:
    """Two folders are easily swapped, and the wrong model may not be licensed."""
    said = refusal(Weights(MODELS["flux1-dev"], tiny("flux1-kontext-dev"), ""))

    assert "FluxKontextPipeline" in said
    assert "models pull flux1-dev" in said


def test_an_index_that_lacks_a_part_is_refused(klein: Weights) -> None:
    """A pipeline without its VAE would fail in the last step of the first order."""
    edit(klein.folder / "model_index.json", vae=[None, None])

    assert "does not name vae" in refusal(klein)


def point_elsewhere(folder: Path, file: Path, shard: str) -> None:
    """Let the index of a part name `shard` for every weight, beside a file that looks harmless."""
    names = dict.fromkeys(load_file(file), shard)
    file.unlink()
    save_file({"harmless": torch.zeros(1)}, folder / "harmless.safetensors", {"format": "pt"})
    (folder / f"{file.name}.index.json").write_text(json.dumps({"metadata": {}, "weight_map": names}))


@pytest.mark.parametrize("file", [DENOISER, ENCODER])
@pytest.mark.parametrize("shard", ["/{evil}", "../../evil.safetensors", ".hidden.safetensors", "evil.bin"])
def test_an_index_reaches_no_weights_but_the_locked_ones_beside_it(file: str, shard: str, klein: Weights) -> None:
    """What the lock does not list was hashed by nobody: whoever can write there would decide what people get."""
    part = (klein.folder / file).parent
    evil = klein.folder.parent / "evil.safetensors"
    for place in (evil, part / ".hidden.safetensors", part / "evil.bin"):
        shutil.copy(klein.folder / file, place)
    point_elsewhere(part, klein.folder / file, str(evil) if shard == "/{evil}" else shard)

    said = refusal(klein)

    assert "no locked file beside it" in said
    assert "evil" in said or ".hidden" in said


def test_an_adapter_beside_an_encoder_does_not_lead_to_other_weights(klein: Weights) -> None:
    """transformers follows such a file to the folder it names, and loads that in place of the one it was given."""
    place = klein.folder / "text_encoder/adapter_config.json"
    place.write_text(json.dumps({"peft_type": "LORA", "base_model_name_or_path": "/elsewhere", "r": 2}))

    assert str(place) in refusal(klein)


@pytest.mark.parametrize(
    ("file", "entries"),
    [
        ("model_index.json", {"transformer": "of words"}),
        ("model_index.json", {"vae": 5}),
        ("text_encoder/config.json", {"hidden_size": "wide"}),
        ("text_encoder/config.json", {"num_hidden_layers": -1}),
        ("transformer/config.json", {"num_layers": "many"}),
        ("transformer/config.json", {"attention_head_dim": 0}),
        ("scheduler/scheduler_config.json", {"num_train_timesteps": 0}),
        ("transformer/diffusion_pytorch_model.safetensors.index.json", {"weight_map": ["a list"]}),
        ("transformer/diffusion_pytorch_model.safetensors.index.json", {"weight_map": {"a": 5}}),
    ],
)
def test_a_configuration_without_sense_is_a_refusal(file: str, entries: dict[str, Any], klein: Weights) -> None:
    """An error nobody foresaw would end the worker's child, again and again, and the operator reads a traceback."""
    place = klein.folder / file
    have: dict[str, Any] = json.loads(place.read_text()) if place.exists() else {}
    place.write_text(json.dumps({**have, **entries}))

    said = refusal(klein)

    assert str(place.parent) in said
    assert "pull" in said
