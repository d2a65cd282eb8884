"""The catalogue of models: complete, licensed, and true of the classes it names."""

import inspect
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest

from inference.catalogue import DEFAULT, MODELS, Can, LicenceBarred, Model, modes, permitted

PERMITTED = (
    *("flux2-klein-4b", "flux2-klein-base-4b", "qwen-image-edit-2509", "qwen-image-edit-2511", "longcat-image-edit"),
    *("qwen-image-edit-2509-lightning", "qwen-image-edit-2511-lightning", "longcat-image-edit-turbo"),
    *("realvisxl-v3-turbo", "realistic-vision-v5.1", "z-image-turbo"),
)
BARRED = ("flux1-dev", "flux1-kontext-dev", "flux2-dev", "flux2-klein-9b-kv", "qwen-image-edit-2509-skin")
PERMISSIVE = ("Apache-2.0", "CreativeML Open RAIL++-M", "CreativeML OpenRAIL-M", "MIT")
every = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)


def test_the_catalogue_holds_these_models_and_no_other() -> None:
    """A model slips in with its licence unread, or out with orders waiting for it, unless somebody says so here."""
    assert set(MODELS) == {*PERMITTED, *BARRED}


def test_the_default_is_the_model_anybody_may_run_on_a_small_card() -> None:
    """Whoever installs the bot and chooses nothing must get a model that is allowed and fits."""
    assert next(iter(MODELS)) == DEFAULT == "flux2-klein-4b"
    assert MODELS[DEFAULT].memory_gib["offload"] < 12


@pytest.mark.parametrize("name", PERMITTED)
def test_a_permissive_licence_serves_people(name: str) -> None:
    """These licences allow a bot with users, and loading must not stand in its way."""
    permitted(MODELS[name], held=())

    assert MODELS[name].licence.name in PERMISSIVE


@pytest.mark.parametrize("name", BARRED)
def test_a_barred_licence_is_refused_and_the_setting_named(name: str) -> None:
    """Serving people with these weights is a breach; the operator must learn what is wrong and what would mend it."""
    with pytest.raises(LicenceBarred) as refusal:
        permitted(MODELS[name], held={"another-model"})

    said = str(refusal.value)
    assert all(word in said for word in (name, MODELS[name].licence.name, "LICENCES_HELD", DEFAULT))


@pytest.mark.parametrize("name", BARRED)
def test_an_operator_who_holds_a_licence_may_load_it(name: str) -> None:
    """Commercial licences for these models exist; whoever bought one has paid for this."""
    permitted(MODELS[name], held={name})


@every
def test_weights_from_elsewhere_are_as_free_as_the_model(model: Model) -> None:
    """A permitted model with a forbidden part in it is a forbidden model."""
    if model.licence.serves_public:
        assert all(part.licence in PERMISSIVE for part in model.parts)


def test_nothing_rests_on_insightface() -> None:
    """Its weights are for research only, and so is every face adapter trained with them."""
    sources = [model.repo for model in MODELS.values()]
    sources += [f"{part.repo} {part.files}" for model in MODELS.values() for part in model.parts]

    assert not [text for text in sources if re.search("faceid|insightface|instantid|pulid|antelope", text.lower())]


@every
def test_a_name_can_be_a_folder_and_a_setting(model: Model) -> None:
    """The name is typed as ENGINE, listed in LICENCES_HELD between commas, and is the folder the weights lie in."""
    assert MODELS[model.name] is model
    assert re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", model.name)
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", model.repo)


@every
def test_no_revision_is_made_up(model: Model) -> None:
    """A branch moves under the people who pinned it, and an invented commit stops every download."""
    for revision in (model.revision, *(part.revision for part in model.parts)):
        assert revision is None or re.fullmatch("[0-9a-f]{40}", revision)


@every
def test_sizes_are_portraits_the_model_can_make(model: Model) -> None:
    """4:5 is what is delivered; a side that is no multiple is silently cut to one, and the head with it."""
    width, height = model.size

    assert width * 5 == height * 4
    assert width % model.multiple == height % model.multiple == 0
    assert 512 <= width <= 1024


@every
def test_modes_and_abilities_agree(model: Model) -> None:
    """The menu offers what `modes` says; a mode that fails later is an apology that need not be."""
    served = modes(model)

    assert served
    assert "retouch" in served
    assert ("references" in served) == (model.references > 1)
    assert ("reference" in served) == (model.references > 0)
    assert "references" not in served or "reference" in served
    assert model.ip_adapter is None or "reference" in served


@every
def test_numbers_are_plausible(model: Model) -> None:
    """A missing digit in memory or steps shows as a crash on somebody's card, or as a picture of noise."""
    assert 1 <= model.steps <= 50
    assert 0 <= model.guidance <= 7
    assert model.reference_px >= 224
    assert model.negative == (model.guidance > 1 and model.name not in DISTILLED_GUIDANCE)
    memory = model.memory_gib
    assert set(memory) == {"bf16", "fp8", "int8", "offload"}
    assert memory["bf16"] > memory["fp8"] > memory["int8"]
    assert memory["bf16"] > memory["offload"]
    assert memory["bf16"] < 141 - 5  # an H200 holds every one of them, with room for the card's own needs
    assert 1 < model.weights_gib < 200


# Guidance goes in as a number the model was distilled on, or its unconditional half is the empty prompt.
DISTILLED_GUIDANCE = ("flux1-dev", "flux1-kontext-dev", "flux2-dev", "flux2-klein-base-4b")


@every
def test_own_loras_and_face_adapters_lie_where_a_part_puts_them(model: Model) -> None:
    """A file looked for where nothing was pulled to is found missing only when a person waits for a portrait."""
    laid = {f"{part.folder}/{file}" for part in model.parts for file in part.files}
    wanted = {f"{lora.folder}/{lora.file}" for lora in model.loras}
    if model.ip_adapter is not None:
        wanted.add(f"{model.ip_adapter.folder}/{model.ip_adapter.weight}")
        wanted.add(f"{model.ip_adapter.encoder}/model.safetensors")

    assert wanted <= laid
    assert all(0 < lora.scale <= 1 and (lora.modes is None or lora.modes <= modes(model)) for lora in model.loras)


@every
def test_only_safetensors_and_plain_settings_are_pulled(model: Model) -> None:
    """A pickle runs whatever its author wrote into it."""
    files = [file for part in model.parts for file in part.files]

    assert all(PurePosixPath(file).suffix in (".safetensors", ".json") for file in files)
    assert not [file for file in files if file.startswith("/") or ".." in file or "*" in file]
    assert not [part.folder for part in model.parts if part.folder.startswith("/") or ".." in part.folder]


@pytest.mark.slow
@every
def test_the_classes_named_exist_and_can_what_the_entry_says(model: Model) -> None:
    """What the entry promises is offered to people; what the class cannot take would fail in the middle of an order."""
    diffusers: Any = pytest.importorskip(
        "diffusers", reason="run `make gpu` to install diffusers", exc_type=ImportError
    )
    pipeline = getattr(diffusers, model.pipeline)
    takes = inspect.signature(pipeline.__call__).parameters

    assert issubclass(pipeline, diffusers.DiffusionPipeline)
    assert hasattr(pipeline, "load_lora_weights") or hasattr(
        diffusers.LongCatImageTransformer2DModel, "load_lora_adapter"
    )
    assert model.guidance_name in takes or model.pipeline == "Flux2KleinKVPipeline"  # which takes none
    assert Can.REFERENCE not in model.can or {"image", "ip_adapter_image"} & set(takes)
    if Can.TEXT in model.can and "image" in takes:
        assert takes["image"].default is None
    assert not model.negative or "negative_prompt" in takes


@pytest.mark.slow
@every
def test_another_scheduler_takes_the_options_the_entry_gives_it(model: Model) -> None:
    """A misspelt option is passed over in silence, and every portrait comes out half denoised."""
    diffusers: Any = pytest.importorskip(
        "diffusers", reason="run `make gpu` to install diffusers", exc_type=ImportError
    )

    if model.scheduler is not None:
        scheduler = getattr(diffusers, model.scheduler.name)(**model.scheduler.options)
        assert {key: scheduler.config[key] for key in model.scheduler.options} == dict(model.scheduler.options)


def test_the_catalogue_reads_without_libraries_of_pictures_or_tensors() -> None:
    """The bot reads it for the menu on a small machine."""
    heavy = ("numpy", "torch", "diffusers", "PIL", "cv2")
    check = f"import sys, inference.prompts; print([m for m in {heavy} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


def test_a_model_that_may_not_serve_stays_barred_whatever_it_is_called() -> None:
    """Permission hangs on the licence; renaming an entry must not open it."""
    with pytest.raises(LicenceBarred):
        permitted(replace(MODELS["flux1-dev"], name="flux2-klein-4b-mine"), held=("flux1-dev",))
