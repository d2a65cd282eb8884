"""The looks and backdrops as data, and the words a generating engine is given."""

import subprocess
import sys

import pytest

from inference.styles import BACKGROUNDS, STYLES, prompt

LOOKS = (
    *("linkedin", "cv", "corporate", "startup", "speaker", "creative"),
    *("outdoor", "dating", "instagram", "monochrome", "academic", "realestate"),
)
VAGUE = (
    "good lighting",
    "professional lighting",
    "beautiful",
    "stunning",
    "high quality",
    "best quality",
    "8k",
    "perfect",
)
FACE = ("skin tone", "young", "old ", "man", "woman", "male", "female", "eyes colour", "hair colour", "jaw", "nose")


def test_every_look_of_the_menu_exists_and_stands_before_a_known_backdrop() -> None:
    """A person who taps a look must get that look, not an error."""
    assert set(LOOKS) <= set(STYLES)
    assert all(style.name == name and style.background in BACKGROUNDS for name, style in STYLES.items())


def test_the_backdrops_on_offer_are_the_painted_ones_and_ones_own_place() -> None:
    """The menu of backgrounds has a sentence for exactly these."""
    assert set(BACKGROUNDS) == {"grey", "white", "navy", "warm", "own"}
    assert [name for name, backdrop in BACKGROUNDS.items() if backdrop.keeps_scene] == ["own"]


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_frames_the_head_as_a_headshot_does(name: str) -> None:
    """Heads of 33 to 40 per cent of a 4:5 frame with the eyes a good third down are what reads as a headshot."""
    framing = STYLES[name].framing

    assert 0.33 <= framing.head_share <= 0.40
    assert 0.35 <= framing.eye_line <= 0.38


@pytest.mark.parametrize("name", LOOKS)
def test_a_prompt_says_shot_subject_light_background_and_lens_in_exact_words(name: str) -> None:
    """Vague praise in a prompt buys the waxy look people complain of; a length of lens and a place of light do not."""
    words = prompt(name)

    assert all(part in words for part in ("Portrait photograph", "wearing", "Light:", "Background:", "Lens:", " mm "))
    assert not [word for word in VAGUE if word in words.lower()]


@pytest.mark.parametrize("name", LOOKS)
def test_a_prompt_says_nothing_about_the_face(name: str) -> None:
    """Words about age, sex or skin are how generated portraits stop being the person."""
    words = f" {prompt(name).lower()} "

    assert not [word for word in FACE if f" {word.strip()} " in words]


def test_a_chosen_background_replaces_the_looks_own_in_the_prompt() -> None:
    """Who asks for navy must not be given grey."""
    assert BACKGROUNDS["navy"].words in prompt("linkedin", "navy")
    assert BACKGROUNDS["grey"].words not in prompt("linkedin", "navy")


def test_an_unknown_look_is_refused_by_name() -> None:
    """An old button for a look that is gone must fail where it can be told, not in the middle of an order."""
    with pytest.raises(KeyError, match="vampire"):
        prompt("vampire")


def test_the_bot_can_read_the_menu_without_loading_picture_libraries() -> None:
    """The bot answers from a small machine; numpy and OpenCV in it would cost it 70 MB and a second at start."""
    check = "import sys, inference.styles; print([m for m in ('numpy', 'cv2', 'dlib', 'PIL') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
