"""The looks and backdrops as data."""

import subprocess
import sys

import pytest

from inference.styles import BACKGROUNDS, STYLES

LOOKS = (
    *("linkedin", "cv", "corporate", "startup", "speaker", "creative"),
    *("outdoor", "dating", "instagram", "monochrome", "academic", "realestate"),
)


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
def test_a_look_leaves_no_choice_to_the_model(name: str) -> None:
    """A jacket that is "tweed or corduroy" comes out differently in each portrait, and often as neither."""
    look = STYLES[name]
    words = (look.attire, look.expression, look.light.words, look.lens, look.framing.words, look.tone.words, look.place)

    assert all(words)
    assert not [part for part in words if " or " in part]


def test_the_bot_can_read_the_menu_without_loading_picture_libraries() -> None:
    """The bot answers from a small machine; numpy and OpenCV in it would cost it 70 MB and a second at start."""
    check = "import sys, inference.styles; print([m for m in ('numpy', 'cv2', 'dlib', 'PIL') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
