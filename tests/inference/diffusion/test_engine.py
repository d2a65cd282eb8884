"""The engine around the models: which mode, which terms, what it does when memory or numbers run out, what it keeps."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from inference.catalogue import MODELS, modes
from inference.contract import Mode, Shot, Tuning
from inference.engines import Brief, PersonalAdapter
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.asking import choose_mode, seed_of
from inference.engines.diffusion.engine import DiffusionEngine, open_engine
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.placement import TooLarge
from tests.inference.diffusion.small import (
    LOOK,
    OTHER_LOOK,
    SAMPLER_NOTICE,
    brief,
    engine,
    failing,
    made,
    never,
    opened,
    picture,
    pixels,
    refused,
    small,
    sound,
    tuned,
)
from tests.inference.diffusion.worn import adapter, weights
from tests.telling import Heard

pytestmark = pytest.mark.filterwarnings(SAMPLER_NOTICE)
slow = pytest.mark.slow

KLEIN = "flux2-klein-4b"


@pytest.fixture
def own() -> tuple[DiffusionEngine, Loaded]:
    """A klein of one's own, to be hurt."""
    loaded = small(KLEIN)
    return opened(loaded), loaded


@pytest.mark.parametrize("name", ["realvisxl-v3-turbo", "realistic-vision-v5.1", KLEIN])
def test_nothing_of_a_portrait_stays_in_its_sampler(name: str) -> None:
    """Samplers of higher order keep their last latents, which are the person's portrait, until somebody else orders."""
    loaded = small(name)
    made(opened(loaded), brief("reference"))
    sampler: Any = loaded.pipe.scheduler

    kept = [each for value in vars(sampler).values() for each in (value if isinstance(value, list) else [value])]

    assert not [each.shape for each in kept if isinstance(each, torch.Tensor) and each.ndim > 2]


@pytest.mark.parametrize(
    ("name", "photos", "wanted"),
    [
        (KLEIN, 0, "text"),
        (KLEIN, 1, "reference"),
        (KLEIN, 3, "references"),
        ("longcat-image-edit-turbo", 3, "reference"),
        ("z-image-turbo", 2, "image_to_image"),
        ("z-image-turbo", 0, "text"),
        ("realvisxl-v3-turbo", 1, "reference"),
    ],
)
def test_the_mode_is_what_keeps_the_likeness_best(name: str, photos: int, wanted: Mode) -> None:
    """Whoever does not choose gets what is most like them."""
    order = Brief([np.zeros((8, 8, 3), np.uint8)] * photos, [], 0)

    assert choose_mode(order, modes(MODELS[name])) == wanted


def test_an_adapter_needs_no_selfie_to_start_from() -> None:
    """It knows the face; a start from the selfie would give its pose back."""
    order = Brief([np.zeros((8, 8, 3), np.uint8)], [], 0, adapter=adapter_of_nobody())

    assert choose_mode(order, modes(MODELS["z-image-turbo"])) == "text"
    assert choose_mode(order, modes(MODELS[KLEIN])) == "reference"


def adapter_of_nobody() -> PersonalAdapter:
    """One that is no file."""
    return PersonalAdapter("ann", "adapter", lambda: b"")


@slow
def test_a_mode_the_model_has_not_is_refused_by_name() -> None:
    """A button of an older menu gets an honest answer."""
    refusal = refused(engine("longcat-image-edit-turbo"), brief("text"))

    assert refusal.failure == "mode_not_served"
    assert "text" in str(refusal)


@slow
@pytest.mark.parametrize("mode", ["reference", "edit", "image_to_image", "retouch"])
def test_an_order_without_the_photo_it_needs_is_refused(mode: Mode) -> None:
    """Better asked for a photo than sent a stranger."""
    assert refused(engine(KLEIN), brief(mode, photos=())).failure == "no_usable_photo"


@slow
@pytest.mark.parametrize(
    ("tuning", "words"),
    [
        (Tuning(steps=0), ("steps", "0", "1", "100")),
        (Tuning(steps=101), ("steps", "101")),
        (Tuning(guidance=-1.0), ("guidance", "-1")),
        (Tuning(strength=1.5), ("strength", "1.5")),
        (Tuning(width=100), ("width", "100", "16", "96", "112")),
        (Tuning(width=64, height=4096), ("height", "4096")),
        (Tuning(width=1024, height=1024), ("1024 x 1024", "64 x 80")),
    ],
)
def test_a_tuning_that_cannot_be_is_refused_with_what_could(tuning: Tuning, words: tuple[str, ...]) -> None:
    """Who sets a number learns which number to set instead."""
    refusal = refused(engine(KLEIN), replace(brief("reference"), tuning=tuning))

    assert refusal.failure == "engine"
    assert all(word in str(refusal) for word in words), str(refusal)


@slow
def test_size_and_steps_are_as_tuned() -> None:
    """Full control means what it says."""
    heard = Heard()

    (portrait,) = made(engine(KLEIN), tuned(brief("reference"), width=96, height=64, steps=3), tell=heard)

    assert (portrait.width, portrait.height) == (96, 64)
    assert Image.open(BytesIO(portrait.jpeg)).size == (96, 64)
    assert len(heard.previews) == 3


@slow
@pytest.mark.parametrize("name", ["z-image-turbo", "flux1-dev", "realistic-vision-v5.1", KLEIN])
def test_strength_says_how_much_of_the_picture_stays(name: str) -> None:
    """Little strength keeps the photo, much makes it new; neither is ever a fault."""
    for strength in (0.0, 0.3, 0.9, 0.99, 1.0):
        (portrait,) = made(engine(name), tuned(brief("image_to_image"), strength=strength))
        assert portrait.width == 64
    gentle, bold = (tuned(brief("image_to_image"), strength=strength) for strength in (0.1, 0.9))

    assert made(engine(name), gentle)[0].jpeg != made(engine(name), bold)[0].jpeg


@slow
@pytest.mark.parametrize("name", ["flux2-klein-base-4b", "realistic-vision-v5.1", "qwen-image-edit-2511", "flux1-dev"])
def test_guidance_is_obeyed(name: str) -> None:
    """The one knob that says how closely the words are followed."""
    mode: Mode = "text" if "text" in engine(name).modes else "reference"
    mild, strict = (made(engine(name), tuned(brief(mode), guidance=value))[0].jpeg for value in (1.5, 6.0))

    assert mild != strict


@slow
def test_a_single_step_is_enough_or_made_so() -> None:
    """Qwen's schedule divides by nought at one step; whoever asks for one gets a picture all the same."""
    for name in ("qwen-image-edit-2511", KLEIN):
        assert made(engine(name), tuned(brief("reference"), steps=1))


@slow
def test_words_longer_than_a_model_reads_are_no_fault() -> None:
    """diffusers fails over its own warning where LongCat is told too much."""
    words = 'a portrait at a desk with a sign that says "open on Sundays" and ' + "very " * 700

    assert made(engine("longcat-image-edit-turbo"), brief("edit", words=words))


@slow
def test_every_portrait_of_an_order_is_another() -> None:
    """Four of a look are four to choose from."""
    portraits = made(engine(KLEIN), brief("reference", count=3))

    assert [portrait.index for portrait in portraits] == [0, 1, 2]
    assert len({portrait.jpeg for portrait in portraits}) == 3


@slow
def test_a_portrait_is_the_same_whichever_were_made_before() -> None:
    """An order finished by a second worker is the order the first one began."""
    whole = made(engine(KLEIN), brief("reference", count=3))

    rest = made(engine(KLEIN), replace(brief("reference", count=3), done={0, 1}))

    assert [portrait.index for portrait in rest] == [2]
    assert rest[0].jpeg == whole[2].jpeg


def test_seeds_are_the_same_everywhere() -> None:
    """These numbers are in people's orders: they may never change."""
    of_each = {
        seed_of(7, Shot(index, look), attempt) for index in (0, 1) for look in (LOOK, OTHER_LOOK) for attempt in (0, 1)
    }

    assert seed_of(7, Shot(0, LOOK)) == 4430467653564916910
    assert len(of_each) == 8


@slow
def test_a_jpeg_keeps_its_colours() -> None:
    """Red lips on a pale face bleed where colour is stored at half the size."""
    image: Any = Image.open(BytesIO(picture(KLEIN, "text")))

    assert image.mode == "RGB"
    assert [component[1:3] for component in image.layer] == [(1, 1)] * 3


@slow
@pytest.mark.parametrize("name", ["realistic-vision-v5.1", "realvisxl-v3-turbo"])
def test_a_picture_from_words_shows_nobodys_face(name: str) -> None:
    """The way in for faces stays open between orders; without a face nothing may come through it."""
    loaded = small(name)
    own = opened(loaded)
    unet: Any = loaded.denoiser

    def scales() -> set[float]:
        return {value for way in unet.attn_processors.values() for value in getattr(way, "scale", ())}

    made(own, brief("reference"))
    shown = scales()
    made(own, brief("text"))

    assert shown == {0.7}
    assert scales() == {0.0}


@slow
def test_a_look_is_read_once(own: tuple[DiffusionEngine, Loaded]) -> None:
    """Reading the words costs as much as two steps; a look's words are always the same."""
    hurt, loaded = own
    with failing(loaded.pipe.text_encoder, sound) as calls:
        made(hurt, brief("reference", count=2))
        made(hurt, brief("reference", seed=8))

    assert len(calls) == 1


@slow
def test_nothing_is_kept_of_anybodys_own_words(own: tuple[DiffusionEngine, Loaded]) -> None:
    """What somebody wrote leaves memory with the order, finished or given up."""
    hurt, loaded = own
    order = brief("reference", words="in my grandmother's garden", count=2)
    with failing(loaded.pipe.text_encoder, sound) as calls:
        made(hurt, order)
        given_up = hurt.portraits(order, never, Heard())
        next(given_up)
        del given_up
        made(hurt, order)

    assert len(calls) == 3


@slow
def test_an_order_stopped_at_once_makes_nothing() -> None:
    """Not even a look at the photos is spent on it."""
    for mode in sorted(engine(KLEIN).modes):
        assert made(engine(KLEIN), brief(mode), stop=lambda: True) == []


@slow
def test_an_adapter_that_cannot_be_read_refuses_the_order(own: tuple[DiffusionEngine, Loaded]) -> None:
    """A portrait without the face that was trained would be of nobody."""
    hurt, _ = own

    refusal = refused(hurt, replace(brief("reference"), adapter=adapter_of_nobody()))

    assert refusal.failure == "adapter_refused"
    assert made(hurt, brief("reference"))[0].jpeg == picture(KLEIN, "reference")


@slow
def test_a_forgotten_subject_leaves_memory() -> None:
    """Deletion reaches the adapter that is worn now."""
    loaded = small(KLEIN)
    adapters = Adapters(loaded)
    own = opened(loaded, adapters)
    made(own, replace(brief("reference"), adapter=adapter(loaded, "ann")))
    worn = adapters.worn

    own.forget("ann")

    assert worn == ("ann", "adapter-1")
    assert adapters.kept == ()
    assert adapters.worn is None
    assert made(own, brief("reference"))[0].jpeg == picture(KLEIN, "reference")


@slow
def test_an_engine_opens_warm_from_a_folder() -> None:
    """What the service starts with: a folder that was checked, and nothing else."""
    own = open_engine(weights(KLEIN), device="cpu")

    (portrait,) = made(own, tuned(brief("reference"), width=64, height=80, steps=2))

    assert own.name == KLEIN
    assert own.modes == modes(MODELS[KLEIN])
    assert own.adapters
    assert (portrait.width, portrait.height) == (64, 80)


@pytest.mark.parametrize("precision", ["offload", "fp8"])
def test_what_needs_a_gpu_is_refused_on_a_cpu(precision: Any) -> None:
    """The setting to change is named."""
    with pytest.raises(TooLarge, match=f"PRECISION={precision}"):
        open_engine(weights(KLEIN), device="cpu", precision=precision)


@slow
def test_8_bit_weights_make_pictures_too() -> None:
    """A machine with little memory still serves."""
    own = open_engine(weights(KLEIN), device="cpu", precision="int8")

    (portrait,) = made(own, tuned(brief("reference"), width=64, height=80, steps=2))

    assert pixels(portrait.jpeg).std() > 5
