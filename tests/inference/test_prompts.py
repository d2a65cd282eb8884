"""The words each model is given for each look: exact, and silent about the face."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.catalogue import MODELS, Can, Model, modes
from inference.contract import Mode
from inference.prompt_tables import document
from inference.prompts import CLIP_TOKENS, Prompt, clip_tokens, prompt
from inference.styles import BACKGROUNDS, STYLES

DOCUMENT = Path(__file__).parents[2] / "docs" / "prompts.md"
VAGUE = (
    *("beautiful", "stunning", "gorgeous", "amazing", "professional", "perfect", "flawless", "ideal", "best", "good"),
    *("great", "nice", "high quality", "quality", "masterpiece", "award", "8k", "4k", "uhd", "hdr", "hyperrealistic"),
    *("realistic", "photorealistic", "detailed", "ultra", "very", "cinematic", "stylish", "elegant", "modern", "epic"),
    *("trending", "artstation", "breathtaking", "natural", "clean", "genuine"),
)
FACE = (
    *("young", "younger", "old", "older", "age", "aged", "adult", "youthful", "man", "woman", "men", "women", "male"),
    *("female", "boy", "girl", "guy", "lady", "gentleman", "he", "she", "his", "her", "attractive", "handsome"),
    *("pretty", "cute", "sexy", "model", "slim", "thin", "fat", "asian", "african", "european", "caucasian", "latino"),
    *("skin tone", "complexion", "tan", "tanned", "fair", "pale skin", "dark skin", "wrinkles", "jaw", "jawline"),
    *("nose", "lips", "cheekbones", "chin", "eyebrows", "forehead", "beard", "makeup", "symmetrical", "slimmer"),
    *("whiten", "smooth skin", "smoother", "sharper features", "eye colour", "hair colour", "muscular"),
)
CASES: list[tuple[Model, Mode]] = [(model, mode) for model in MODELS.values() for mode in sorted(modes(model))]
TAGGED: list[Mode] = ["reference", "text", "image_to_image", "retouch"]
PICTURED = [(model, mode) for model, mode in CASES if mode != "retouch"]  # those in which the look is painted anew
cases = pytest.mark.parametrize(("model", "mode"), CASES, ids=[f"{model.name}-{mode}" for model, mode in CASES])
pictured = pytest.mark.parametrize(("model", "mode"), PICTURED, ids=[f"{m.name}-{mode}" for m, mode in PICTURED])


def asked(model: Model, mode: Mode) -> list[Prompt]:
    """The prompt of every look before every background, with and without a personal adapter."""
    backgrounds = (None, *BACKGROUNDS)
    return [
        prompt(model, mode, look, back, "", word) for look in STYLES for back in backgrounds for word in ("", "ohwx")
    ]


def head(words: str) -> str:
    """The first clause of a look's words, without its article."""
    return re.sub(r"^(an?|the) ", "", words.split(",")[0])


def hits(banned: tuple[str, ...], prompts: list[Prompt]) -> list[str]:
    texts = " | ".join({text.lower() for made in prompts for text in (made.text, made.negative)})
    return re.findall(rf"\b(?:{'|'.join(map(re.escape, banned))})\b", texts)


@cases
def test_no_prompt_praises(model: Model, mode: Mode) -> None:
    """Vague praise buys the waxy look people complain of; a length of lens and a place of light do not."""
    assert not hits(VAGUE, asked(model, mode))


@cases
def test_no_prompt_describes_the_face(model: Model, mode: Mode) -> None:
    """Words about age, sex, skin or features are how generated portraits stop being the person."""
    assert not hits(FACE, asked(model, mode))


@pictured
def test_a_prompt_names_light_background_lens_attire_and_expression(model: Model, mode: Mode) -> None:
    """What a prompt leaves open the model fills with its own habits, and the look is no longer the one chosen."""
    for look in STYLES.values():
        text = prompt(model, mode, look.name).text.lower()
        words = (look.light.words, look.attire, look.expression, look.lens, look.tone.words, look.framing.words)
        heads = [head(part).lower() for part in words]  # the part even the tersest voice must say

        assert not [part for part in heads if part not in text]
        assert "background" in text or "surroundings" in text


@pictured
def test_a_chosen_background_replaces_the_looks_own(model: Model, mode: Mode) -> None:
    """Who asks for navy must not be given grey."""
    for background in ("grey", "white", "navy", "warm"):
        text = prompt(model, mode, "linkedin", background).text
        shown = [name for name, backdrop in BACKGROUNDS.items() if head(backdrop.words) in text]

        assert shown == [background]


@cases
def test_ones_own_place_is_named_only_to_a_model_that_sees_it(model: Model, mode: Mode) -> None:
    """ "The place of the photo" means nothing to a model that was shown no photo, or only the cut-out face."""
    text = prompt(model, mode, "outdoor", "own").text

    blind = mode in ("text", "image_to_image") or Can.REFERENCE not in model.can or model.ip_adapter is not None
    assert not (blind and BACKGROUNDS["own"].words in text)


@pytest.mark.parametrize("model", [m for m in MODELS.values() if m.voice == "tags"], ids=lambda m: m.name)
def test_tags_fit_into_what_clip_reads(model: Model) -> None:
    """CLIP drops what comes after 77 tokens unread: a look cut there is a look not made."""
    for mode in modes(model):
        made = asked(model, mode)

        assert max(clip_tokens(p.text) for p in made) <= CLIP_TOKENS
        assert max(clip_tokens(p.negative) for p in made) <= CLIP_TOKENS
        assert all("visible pores" in p.text for p in made if "ohwx" not in p.text)


@given(st.text(max_size=400), st.sampled_from(TAGGED))
def test_any_words_of_a_person_fit_into_what_clip_reads(words: str, mode: Mode) -> None:
    """Whatever a person types, in whatever script, must not push the rest of the prompt over the edge."""
    assert clip_tokens(prompt(MODELS["realvisxl-v3-turbo"], mode, "cv", "navy", words).text) <= CLIP_TOKENS


def test_the_count_of_tokens_is_on_the_safe_side() -> None:
    """Counts by CLIP's own vocabulary, each with its two marks, that the estimate must not fall below."""
    known = {"a photo of a cat": 7, "portrait photo of one person": 7, "85 mm lens at f/4": 10, "": 2}

    assert all(clip_tokens(text) >= count for text, count in known.items())


def test_weights_in_brackets_are_never_written() -> None:
    """diffusers hands brackets to CLIP as they stand; "(blazer:1.2)" would spend tokens on punctuation."""
    texts = {made.text for model, mode in CASES for made in asked(model, mode)}

    assert not [text for text in texts if re.search(r"[()\[\]]|:\d", text)]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_a_negative_prompt_goes_only_where_it_has_an_effect(model: Model) -> None:
    """A distilled model ignores it and warns; an undistilled one without it paints plastic."""
    made = prompt(model, sorted(modes(model))[0], "cv")

    assert bool(made.negative) == model.negative


@cases
def test_a_person_who_is_shown_is_to_be_kept_as_they_are(model: Model, mode: Mode) -> None:
    """It is not me: the complaint that comes first. Hair, glasses and a head covering belong to being oneself."""
    text = prompt(model, mode, "cv").text

    if mode in ("reference", "references", "edit") and model.voice != "tags":
        assert all(kept in text for kept in ("hair", "glasses", "head covering if worn", "exactly as in the"))


@cases
def test_closer_to_the_photos_is_one_sentence_more_where_the_face_is_shown(model: Model, mode: Mode) -> None:
    """It says what was missed; a model that is shown no face would invent one from it, and CLIP reads no sentences."""
    usual, closer = (
        prompt(model, mode, "cv", words="by the sea", closer=wish).text.split(". ") for wish in (False, True)
    )
    added = [sentence for sentence in closer if sentence not in usual]
    shown = Can.REFERENCE in model.can and model.voice != "tags" and mode not in ("text", "retouch")

    assert [sentence for sentence in closer if sentence in usual] == usual
    assert len(added) == shown
    assert all("shape of the face" in sentence and "exactly as in the" in sentence for sentence in added)


def test_a_text_only_prompt_speaks_of_no_photo() -> None:
    """There is none to look at, and a model told of one paints a picture of a photo."""
    for model in MODELS.values():
        if Can.TEXT in model.can:
            text = prompt(model, "text", "dating").text
            assert "reference" not in text
            assert "exactly as in" not in text


@pytest.mark.parametrize("name", [model.name for model in MODELS.values() if Can.EDIT in model.can])
def test_an_edit_is_the_persons_own_words_and_what_to_keep(name: str) -> None:
    """Who asks for a red scarf wants the scarf and the same face, not a look on top."""
    text = prompt(MODELS[name], "edit", "cv", None, "put a red  scarf\non me").text

    assert text.startswith("Put a red scarf on me. Keep the person's identity")
    assert STYLES["cv"].attire not in text


@pictured
def test_own_words_stand_in_place_of_the_looks(model: Model, mode: Mode) -> None:
    """Two sets of clothes in one prompt come out as a mixture of both."""
    text = prompt(model, mode, "cv", None, "in a yellow raincoat at a harbour").text

    assert "yellow raincoat at a harbour" in text.replace("In a", "in a")
    assert STYLES["cv"].attire not in text


@cases
def test_retouching_keeps_everything_but_light_and_shine(model: Model, mode: Mode) -> None:
    """A retouched picture that has lost its pores, or changed its shirt, is what people leave other services for."""
    if mode == "retouch":
        text = prompt(model, mode, "instagram").text.lower()
        assert all(word in text for word in ("pores", "clothes", "expression", "background", "lens"))
        assert STYLES["instagram"].attire not in text


@cases
def test_an_adapters_word_names_the_person(model: Model, mode: Mode) -> None:
    """A personal adapter answers to its word; a prompt without it paints a stranger."""
    editing = mode == "retouch" and Can.EDIT in model.can
    if not editing:
        assert "ohwx" in prompt(model, mode, "cv", None, "", "ohwx").text


def test_an_unknown_look_is_refused_by_name() -> None:
    """An old button for a look that is gone must fail where it can be told, not in the middle of an order."""
    with pytest.raises(KeyError, match="vampire"):
        prompt(MODELS["flux2-klein-4b"], "text", "vampire")


def test_the_document_shows_the_prompts_as_they_are() -> None:
    """Somebody reads that page to judge what people's photos are turned into; a stale one misleads."""
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m inference.prompt_tables docs/prompts.md"


def test_the_document_has_every_model_and_every_look() -> None:
    """A model left out of the page is a model nobody has read the prompts of."""
    page = document()

    assert not [name for name in MODELS if not re.search(rf"^## .*{re.escape(name)}", page, re.MULTILINE)]
    assert all(page.count(f"| {look} | ") >= 4 for look in STYLES)


def test_endless_words_are_cut_in_no_time() -> None:
    """Nobody can stop an order while its prompt is put together: a long letter must not hold up everybody."""
    began = time.process_time()
    said = prompt(MODELS["realvisxl-v3-turbo"], "reference", "cv", None, "on a boat " * 6_000)

    assert clip_tokens(said.text) <= CLIP_TOKENS
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_words_hold_no_marks_of_an_encoders_own(model: Model) -> None:
    """One mark for a picture that is not there fails an order three times over, and costs a GPU three tries."""
    for mode in modes(model):
        said = prompt(model, mode, "cv", None, "on <|image_pad|> a <<||im_end|> boat").text

        assert "<|" not in said
        assert "boat" in said


def test_words_beyond_a_thousand_characters_are_left_out() -> None:
    """Encoders without a limit of their own hand on more tokens than their denoiser has places for."""
    said = prompt(MODELS["qwen-image-edit-2511"], "edit", "cv", None, "on a boat " * 6_000).text

    assert 1000 <= len(said) < 2000
