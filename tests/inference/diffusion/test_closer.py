"""Portraits closer to the person's photos: what every model is asked for otherwise, and what stays as it was."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image
from torch import Tensor

from inference.catalogue import MODELS, modes
from inference.contract import Mode, Tuning
from inference.engines import Brief, EngineError, PersonalAdapter
from inference.engines.diffusion.asking import Terms, cheaper, choose_mode, pictures, terms_of
from inference.engines.diffusion.families import FAMILIES
from inference.engines.diffusion.nearness import CLOSER, NEARNESS, USUAL
from inference.engines.diffusion.references import Album
from inference.prompts import prompt
from tests.inference.diffusion.small import SAMPLER_NOTICE, brief, engine, made, never, opened, photo, small, tuned
from tests.inference.diffusion.test_modes import KINDS

KLEIN, QWEN, SDXL, Z_IMAGE = "flux2-klein-4b", "qwen-image-edit-2511", "realvisxl-v3-turbo", "z-image-turbo"
NOBODY = np.full((400, 300, 3), 128, np.uint8)


@cache
def album(photos: int) -> Album:
    """So many photos of one person's; the faces in them are found once for all tests."""
    return Album([photo(1), photo(2), photo(4)][:photos] + [photo(1)] * (photos - 3), never)


def asked(name: str, photos: int, closer: bool, mode: Mode | None = None, tuning: Tuning | None = None) -> Terms:
    """The terms of an order of so many photos."""
    model = MODELS[name]
    family, order = FAMILIES[model.pipeline], Brief([NOBODY] * photos, (), 7, mode, closer=closer)
    chosen = choose_mode(order, modes(model), family.closer)
    return terms_of(model, family, chosen, tuning or Tuning(), album(photos), NEARNESS[closer])


def shown(name: str, photos: int, closer: bool) -> tuple[Image.Image, ...]:
    """The pictures that a model is shown of so many photos."""
    return pictures(album(photos), asked(name, photos, closer), MODELS[name]).pictures


def start(terms: Terms) -> int:
    """The step that diffusers begins with, where a portrait starts from a photo."""
    return int(terms.steps - terms.steps * (terms.strength or 1.0))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("photos", [1, 3])
def test_every_model_is_asked_for_something_else(name: str, photos: int) -> None:
    """A button that changes nothing would be the second disappointment."""
    usual, closer = (asked(name, photos, wish) for wish in (False, True))
    said = [prompt(MODELS[name], terms.mode, "cv", closer=terms is closer).text for terms in (usual, closer)]

    assert (usual.mode, start(usual), said[0]) != (closer.mode, start(closer), said[1])


@pytest.mark.parametrize("name", [SDXL, Z_IMAGE, "realistic-vision-v5.1", "flux1-dev"])
def test_a_model_of_words_starts_from_the_photo(name: str) -> None:
    """What an adapter for faces, or words, cannot say of a person is in the photo itself."""
    closer = asked(name, 3, closer=True)

    assert closer.mode == "image_to_image"
    assert closer.strength == CLOSER.strength
    assert asked(name, 3, closer=False).strength in (None, 0.6, 0.75)


@pytest.mark.parametrize("name", [KLEIN, QWEN, "flux1-kontext-dev", "longcat-image-edit"])
@pytest.mark.parametrize("photos", [1, 3])
def test_a_model_of_references_keeps_its_mode(name: str, photos: int) -> None:
    """It sees the person as they are; a start from a selfie would bring its pose, clothes and kitchen along."""
    assert asked(name, photos, closer=True).mode == asked(name, photos, closer=False).mode


@pytest.mark.parametrize(("name", "photos", "usual", "closer"), [
    (KLEIN, 1, 1, 2), (KLEIN, 4, 4, 5), (KLEIN, 8, 8, 9), (KLEIN, 12, 10, 10), (QWEN, 2, 2, 3), (QWEN, 4, 3, 3),
    ("flux1-kontext-dev", 3, 1, 1),
])  # fmt: skip
def test_the_best_photo_is_shown_once_more_where_the_model_takes_as_many(
    name: str, photos: int, usual: int, closer: int
) -> None:
    """Heads alone would leave hair and build to be guessed; too many pictures are refused by some models."""
    assert [len(shown(name, photos, wish)) for wish in (False, True)] == [usual, closer]


def test_heads_come_first_and_the_best_photo_as_ever_comes_last() -> None:
    """Order is weight: the face is what was missed."""
    cuts = CLOSER.cuts(photos=4, room=3)

    assert cuts == ((0, CLOSER.heads[0]), (1, CLOSER.heads[0]), (0, USUAL.heads[0]))
    assert CLOSER.cuts(photos=1, room=1) == ((0, CLOSER.heads[0]),)
    assert CLOSER.cuts(photos=2, room=0) == ()


@pytest.mark.parametrize("name", [KLEIN, QWEN, "flux2-dev"])
@pytest.mark.parametrize("photos", [1, 2, 4, 8])
def test_no_more_is_shown_in_all_than_of_four_photos(name: str, photos: int) -> None:
    """Whoever waits behind it must not wait longer, and a machine that is just large enough must not run out."""
    count = len(shown(name, photos, closer=True))
    side = asked(name, photos, closer=True).reference_px

    assert count * side**2 <= 4.02 * MODELS[name].reference_px ** 2
    assert count > 4 or side == MODELS[name].reference_px


def test_a_head_is_never_shown_with_fewer_pixels_for_being_nearer() -> None:
    """Twice the photos at half the size is no gain if the faces get smaller."""
    usual, closer = (asked(KLEIN, 8, wish) for wish in (False, True))
    heads = [terms.reference_px / terms.near.heads[0] for terms in (usual, closer)]

    assert heads[1] > 0.93 * heads[0]


def test_where_memory_ran_out_the_face_is_shown_once_and_from_near() -> None:
    """With one picture left, it is the one that was asked for."""
    terms = cheaper(asked(KLEIN, 3, closer=True), MODELS[KLEIN].multiple)

    assert len(pictures(album(3), terms, MODELS[KLEIN]).pictures) == 1
    assert terms.near.heads == CLOSER.heads[:1]


def test_a_portrait_starts_from_a_photo_with_a_face() -> None:
    """Half of a landscape is no likeness."""
    terms = asked(Z_IMAGE, 2, closer=True)
    found = pictures(Album([NOBODY, photo(1)], never), terms, MODELS[Z_IMAGE]).pictures

    assert np.asarray(found[0]).std() > 20
    with pytest.raises(EngineError) as refusal:
        pictures(Album([NOBODY], never), terms, MODELS[Z_IMAGE])
    assert refusal.value.failure == "no_usable_photo"


def test_an_adapter_starts_from_the_photo_too() -> None:
    """Whose own model did not meet them wants more of the photo, its pose included."""
    order = Brief([NOBODY], (), 7, adapter=PersonalAdapter("ann", "adapter", bytes), closer=True)

    assert choose_mode(order, modes(MODELS[Z_IMAGE]), "image_to_image") == "image_to_image"
    assert choose_mode(replace(order, closer=False), modes(MODELS[Z_IMAGE]), "image_to_image") == "text"


def test_what_the_order_sets_itself_counts() -> None:
    """Full control means what it says, also here."""
    terms = asked(Z_IMAGE, 1, closer=True, tuning=Tuning(strength=0.8))

    assert terms.strength == 0.8
    assert asked(KLEIN, 1, closer=True, mode="retouch").strength is None
    assert asked(SDXL, 1, closer=True, mode="retouch").strength == 0.3


class Seen:
    """How many tokens of pictures a denoiser is given, each time that it is run."""

    def __init__(self, name: str) -> None:
        self.tokens: list[int] = []
        loaded = small(name)
        loaded.denoiser.register_forward_pre_hook(self._see, with_kwargs=True)
        self._engine = opened(loaded)

    def __call__(self, order: Brief) -> list[int]:
        """The numbers for one order."""
        self.tokens.clear()
        made(self._engine, order)
        return [*self.tokens]

    def _see(self, _module: object, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        given = named.get("hidden_states", arguments[0] if arguments else None)
        self.tokens.append(given.shape[1] if isinstance(given, Tensor) else 0)


@pytest.mark.slow
@pytest.mark.filterwarnings(SAMPLER_NOTICE)
@pytest.mark.parametrize("name", KINDS)
def test_every_kind_makes_another_picture_and_the_same_when_repeated(name: str) -> None:
    """A second attempt after a power cut goes on with the order that was begun."""
    order = brief(None)
    usual, closer, again = (made(engine(name), replace(order, closer=wish))[0].jpeg for wish in (False, True, True))

    assert closer != usual
    assert again == closer


@pytest.mark.slow
def test_the_pipeline_is_given_the_best_photo_once_more() -> None:
    """What was reckoned must reach the model: of one photo two pictures, of two three."""
    seen = Seen(KLEIN)
    (alone, one, two), (closer_one, closer_two) = (
        [seen(order)[-1] for order in orders]
        for orders in (
            (brief("text"), brief(None, photos=(1,)), brief(None)),
            (replace(brief(None, photos=(1,)), closer=True), replace(brief(None), closer=True)),
        )
    )
    each = one - alone

    assert (two - alone) / each == pytest.approx(2, abs=0.2)
    assert (closer_one - alone) / each == pytest.approx(2, abs=0.2)
    assert (closer_two - alone) / each == pytest.approx(3, abs=0.2)


@pytest.mark.slow
def test_the_pipeline_takes_fewer_steps_away_from_the_photo() -> None:
    """Half of the way is left out, where four tenths were."""
    seen, order = Seen(Z_IMAGE), tuned(brief(None), steps=8)

    assert (len(seen(order)), len(seen(replace(order, closer=True)))) == (5, 4)
