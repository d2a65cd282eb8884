"""The tiny models load by diffusers' own means and answer to what they are given.

What the tests of the engine find out by looking at pictures is worth nothing if every picture is the same grey.
"""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false
# diffusers annotates the tokenizer as AutoProcessor, of which nothing is an instance.
# pyright: reportArgumentType=false

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import (
    AutoencoderKLFlux2,
    FlowMatchEulerDiscreteScheduler,
    Flux2Pipeline,
    Flux2Transformer2DModel,
)
from diffusers.pipelines.pipeline_utils import DiffusionPipeline
from numpy.typing import NDArray
from PIL import Image
from transformers import Mistral3ForConditionalGeneration, Qwen2VLProcessor, TokenizersBackend

from inference.catalogue import MODELS, Can
from inference.engines.diffusion.processors import load_processor
from tests import tiny as checkpoints
from tests.inference.diffusion.conftest import TinyModel

Picture = NDArray[np.float32]


class Painter:
    """A plain diffusers pipeline, told the little that differs from class to class."""

    def __init__(self, name: str, folder: Path) -> None:
        self.model = MODELS[name]
        processors = {part: load_processor(Qwen2VLProcessor, folder / part) for part in _processors(folder)}
        self.pipe: Any = DiffusionPipeline.from_pretrained(
            folder, local_files_only=True, use_safetensors=True, **processors
        )
        self.pipe.set_progress_bar_config(disable=True)
        if adapter := self.model.ip_adapter:
            self.pipe.load_ip_adapter(
                str(folder),
                subfolder=adapter.folder,
                weight_name=adapter.weight,
                image_encoder_folder=adapter.encoder,
                local_files_only=True,
            )

    def paint(self, seed: int = 0, prompt: str = "a portrait", reference: int = 0) -> Picture:
        """A picture of 64 x 80 in two steps (LongCat chooses its own size); `reference` is the seed of a selfie."""
        arguments: dict[str, Any] = {"height": 80, "width": 64}
        match type(self.pipe).__name__:
            case "LongCatImageEditPipeline":
                arguments = {"guidance_scale": 1.0}
            case "QwenImageEditPlusPipeline":
                arguments |= {"true_cfg_scale": 1.0}
            case "FluxKontextPipeline":
                arguments |= {"max_area": 64 * 80, "_auto_resize": False}
            case "Flux2KleinPipeline" | "ZImagePipeline":
                arguments |= {"guidance_scale": 0.0}
            case _:
                pass
        if self.model.ip_adapter:
            arguments["ip_adapter_image"] = _selfie(reference)
        elif self.model.references:
            arguments["image"] = _selfie(reference)
        dice = torch.Generator().manual_seed(seed)
        picture = self.pipe(prompt=prompt, num_inference_steps=2, generator=dice, **arguments).images[0]
        return np.asarray(picture, np.float32)


def _processors(folder: Path) -> list[str]:
    return [name for name in ("processor", "text_processor") if (folder / name).is_dir()]


def _selfie(seed: int) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (20, 16, 3), np.uint8)
    return Image.fromarray(noise).resize((128, 160))


def difference(one: Picture, other: Picture) -> float:
    """The mean difference of two pictures, of 255."""
    return float(np.abs(one - other).mean())


@pytest.fixture(scope="module", params=(*checkpoints.FAMILIES, "flux2-klein-9b-kv"))
def painter(request: pytest.FixtureRequest, tiny: TinyModel) -> Painter:
    """Each family in turn."""
    return Painter(request.param, tiny(request.param))


@pytest.mark.slow
def test_a_seed_makes_its_own_picture_and_the_same_again(painter: Painter) -> None:
    """A person who asks for another portrait gets another, and a test that repeats one can compare."""
    first = painter.paint(seed=1)

    assert first.std() > 20, "a picture without contrast would hide whatever went wrong"
    assert difference(first, painter.paint(seed=2)) > 5
    assert np.array_equal(first, painter.paint(seed=1))


@pytest.mark.slow
def test_prompt_and_reference_change_the_picture(painter: Painter) -> None:
    """A style or a selfie that is lost on its way to the model must show in a test."""
    plain = painter.paint()

    assert difference(plain, painter.paint(prompt="green light on a wall of old bricks")) > 0.1
    if painter.model.references:
        assert difference(plain, painter.paint(reference=1)) > 0.1


@pytest.mark.slow
def test_a_personal_adapter_changes_the_picture(painter: Painter, tmp_path: Path) -> None:
    """The tests of adapters ask whether they work; this one asks whether they could be seen to."""
    if not hasattr(painter.pipe, "load_lora_weights"):
        assert Can.ADAPTER in painter.model.can  # LongCat: its transformer takes adapters through PEFT
        return
    before = painter.paint()
    file = checkpoints.tiny_adapter(painter.model.name, tmp_path)

    painter.pipe.load_lora_weights(str(file.parent), weight_name=file.name, adapter_name="mine")

    assert difference(before, painter.paint()) > 1
    painter.pipe.unload_lora_weights()


@pytest.mark.slow
def test_loras_that_belong_to_an_entry_fit_its_denoiser(tiny: TinyModel) -> None:
    """Lightning's files spell their keys in a way of their own, which the engine must be shown."""
    name = "qwen-image-edit-2511-lightning"
    painter, lora = Painter(name, tiny(name)), MODELS[name].loras[0]
    before = painter.paint()

    painter.pipe.load_lora_weights(str(tiny(name) / lora.folder), weight_name=lora.file, local_files_only=True)

    assert difference(before, painter.paint()) > 1


@pytest.mark.slow
def test_flux2_dev_paints_with_the_tokenizer_of_its_processor(tmp_path: Path) -> None:
    """Its processor class needs torchvision, which a machine for tests may not have; painting needs only its words."""
    folder = checkpoints.save("flux2-dev", tmp_path)
    pipe: Any = Flux2Pipeline(
        FlowMatchEulerDiscreteScheduler.from_pretrained(folder / "scheduler"),
        AutoencoderKLFlux2.from_pretrained(folder / "vae"),
        Mistral3ForConditionalGeneration.from_pretrained(folder / "text_encoder"),
        TokenizersBackend.from_pretrained(folder / "tokenizer"),
        Flux2Transformer2DModel.from_pretrained(folder / "transformer"),
    )
    pipe.set_progress_bar_config(disable=True)

    def paint(**arguments: Any) -> Picture:
        arguments = {"prompt": "a portrait", "height": 80, "width": 64, "num_inference_steps": 2, **arguments}
        return np.asarray(pipe(generator=torch.Generator().manual_seed(0), **arguments).images[0], np.float32)

    plain = paint()
    assert np.array_equal(plain, paint())
    for change in ({"prompt": "green light"}, {"image": _selfie(0)}, {"guidance_scale": 1.0}):
        assert difference(plain, paint(**change)) > 0.1


@pytest.mark.parametrize("name", ["flux2-klein-4b", "realistic-vision-v5.1"])
def test_the_same_name_and_seed_give_the_same_weights(name: str, tmp_path: Path) -> None:
    """Two workers of one test run must talk of the same model."""
    folders = [checkpoints.save(name, tmp_path / str(n), seed) for n, seed in enumerate((0, 0, 1))]
    once, twice, other = ([file.read_bytes() for file in _weights(folder)] for folder in folders)

    assert once == twice
    assert all(a != b for a, b in zip(once, other, strict=True))


def _weights(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.safetensors"))


def test_nothing_but_safetensors_and_configurations_is_written(tmp_path: Path) -> None:
    """The product refuses pickles; its tests must not need them."""
    folder = checkpoints.save("flux2-klein-4b", tmp_path)
    kinds = {file.suffix for file in folder.rglob("*") if file.is_file()}

    assert kinds == {".safetensors", ".json", ".jinja"}
    assert sum(file.stat().st_size for file in folder.rglob("*")) < 5e6
