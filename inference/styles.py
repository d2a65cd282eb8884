"""The looks on offer and the backdrops that may stand behind them, as data.

A look is one entry: numbers the studio engine paints with, and words a prompt is made of. The words are noun phrases
whose first clause, up to the comma, can stand alone: models that read few words get only that. In: nothing; out:
`STYLES` and `BACKGROUNDS`. Refuses to know who is in the picture: no entry says a word about the face, its age, sex or
skin. Light: the bot imports it for the menu.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Rgb = tuple[int, int, int]  # sRGB, 0 to 255


@dataclass(frozen=True)
class Backdrop:
    """What stands behind the person.

    A painted one fades from `centre` to `edge` over `reach` (in frame heights) around (`x`, `y`) (shares of the
    frame), darkens towards the corners by `vignette` (0 to 1) and is mottled by `texture` (sRGB levels, about one
    standard deviation). `keeps_scene`: no paint, the photo's own background, out of focus.
    """

    name: str
    words: str
    centre: Rgb = (128, 128, 128)
    edge: Rgb = (128, 128, 128)
    x: float = 0.5
    y: float = 0.42
    reach: float = 0.75
    vignette: float = 0.0
    texture: float = 0.0
    keeps_scene: bool = False


@dataclass(frozen=True)
class Light:
    """Where the key light stands: `side` -1 camera left, 0 frontal, 1 right; `strength` 0 (flat) to 1 (carved)."""

    words: str
    side: float
    strength: float


@dataclass(frozen=True)
class Framing:
    """How the person sits in the 4:5 frame: head height, and eye line below the top, as shares of its height."""

    words: str
    head_share: float
    eye_line: float


@dataclass(frozen=True)
class Tone:
    """The grade: `contrast` and `saturation` around 1, `warmth` -1 (cool) to 1 (warm)."""

    words: str
    contrast: float = 1.0
    warmth: float = 0.0
    saturation: float = 1.0
    monochrome: bool = False


@dataclass(frozen=True)
class Style:
    """One look. `background` names its own backdrop; attire and expression only a generating engine can follow.

    `place` stands for the background "own" where the model is shown no photo to take it from.
    """

    name: str
    background: str
    light: Light
    attire: str
    expression: str
    framing: Framing
    lens: str
    tone: Tone
    place: str = "a living room with bookshelves, far out of focus"


_GREY = Backdrop(
    "grey",
    "seamless mid-grey studio paper, slightly brighter behind the shoulders",
    (158, 160, 163),
    (92, 94, 98),
    reach=0.80,
    vignette=0.10,
    texture=1.1,
)
_WHITE = Backdrop(
    "white",
    "a plain off-white studio wall, evenly lit",
    (247, 247, 246),
    (226, 227, 229),
    reach=0.95,
    vignette=0.02,
    texture=0.4,
)
_NAVY = Backdrop(
    "navy",
    "a hand-painted navy canvas, darker towards the corners",
    (62, 79, 108),
    (19, 27, 43),
    reach=0.72,
    vignette=0.15,
    texture=1.6,
)
_WARM = Backdrop(
    "warm",
    "a sand-coloured plaster wall, darker towards the edges",
    (205, 184, 160),
    (142, 118, 96),
    reach=0.80,
    vignette=0.10,
    texture=1.5,
)
_OWN = Backdrop("own", "the place of the reference photo, far out of focus", keeps_scene=True)

BACKGROUNDS: Mapping[str, Backdrop] = MappingProxyType({b.name: b for b in (_GREY, _WHITE, _NAVY, _WARM, _OWN)})

_LOOP = Light(
    "a large softbox 45 degrees to camera left, 30 degrees above the eyes, a white reflector opposite", -1, 0.45
)
_CLAMSHELL = Light("a softbox just above the lens, a reflector below the frame, soft-edged shadows", 0, 0.25)
_REMBRANDT = Light("a single octabox 60 degrees to camera right, the shadow side filled two stops lower", 1, 0.80)
_WINDOW = Light("a north-facing window at camera left, daylight through a sheer curtain", -1, 0.50)
_OPEN_SHADE = Light("open shade outdoors an hour before sunset, the sky as fill, low sun behind the shoulder", 1, 0.35)

_CLOSE = Framing("head and shoulders, collarbone at the lower edge", 0.40, 0.38)
_BUST = Framing("head and upper chest, a hand's breadth above the hair", 0.37, 0.37)
_HALF = Framing("chest up, room around the shoulders", 0.33, 0.36)

_85MM = "an 85 mm lens at f/4, focus on the nearer eye"
_85MM_OPEN = "an 85 mm lens at f/1.8, focus on the nearer eye, distant lights as soft discs"
_105MM = "a 105 mm lens at f/5.6, focus on the nearer eye"

STYLES: Mapping[str, Style] = MappingProxyType(
    {
        style.name: style
        for style in (
            Style(
                "linkedin", "grey", _LOOP,
                "a dark blazer over a plain white shirt, collar open", "a slight closed-mouth smile",
                _BUST, _85MM, Tone("neutral colour, moderate contrast", 1.05),
            ),
            Style(
                "cv", "white", _CLAMSHELL,
                "a light blue collared shirt", "a calm look into the lens, mouth closed",
                _CLOSE, _105MM, Tone("neutral colour, low contrast", 1.0, 0.0, 0.96),
            ),
            Style(
                "corporate", "navy", _LOOP,
                "a charcoal suit jacket over a white shirt", "a composed look, the hint of a smile",
                _BUST, _105MM, Tone("slightly cool colour, firm contrast", 1.10, -0.15, 0.95),
            ),
            Style(
                "startup", "warm", _WINDOW,
                "a fine-knit crew-neck sweater in dark green", "an open smile, as in mid-conversation",
                _HALF, _85MM, Tone("warm colour, moderate contrast", 1.04, 0.20, 1.02),
            ),
            Style(
                "speaker", "navy", _REMBRANDT,
                "a black jacket over an open-collared white shirt", "an attentive look, about to speak",
                _BUST, _85MM, Tone("saturated colour, deep shadows", 1.16, 0.05, 1.03),
            ),
            Style(
                "creative", "warm", _REMBRANDT,
                "an olive cotton overshirt with a visible weave", "a relaxed half smile",
                _HALF, _85MM, Tone("matte film colour, lifted shadows", 0.97, 0.30, 0.92),
            ),
            Style(
                "outdoor", "own", _OPEN_SHADE,
                "an unlined field jacket over a plain T-shirt", "an easy smile, eyes open",
                _HALF, _85MM_OPEN, Tone("late-afternoon colour, moderate contrast", 1.05, 0.18, 1.05),
                "a park path under tall trees, far out of focus",
            ),
            Style(
                "dating", "own", _WINDOW,
                "a plain washed linen shirt", "a broad smile that reaches the eyes",
                _HALF, _85MM_OPEN, Tone("warm colour, gentle contrast", 1.03, 0.22, 1.04),
            ),
            Style(
                "instagram", "own", _OPEN_SHADE,
                "a denim jacket over a white T-shirt", "a playful smile, head slightly tilted",
                _BUST, _85MM_OPEN, Tone("saturated colour, firm contrast", 1.10, 0.10, 1.10),
                "a city square of pale stone, far out of focus",
            ),
            Style(
                "monochrome", "grey", _REMBRANDT,
                "a black roll-neck sweater", "a still look into the lens",
                _CLOSE, _105MM, Tone("black and white, full range from black to paper white", 1.18, monochrome=True),
            ),
            Style(
                "academic", "warm", _WINDOW,
                "a brown tweed jacket over a pale blue shirt", "a thoughtful slight smile",
                _BUST, _85MM, Tone("muted colour, moderate contrast", 1.02, 0.10, 0.96),
            ),
            Style(
                "realestate", "white", _CLAMSHELL,
                "a tailored stone-coloured jacket over a white shirt", "a welcoming smile, teeth visible",
                _HALF, _85MM, Tone("neutral colour, bright midtones", 1.06, 0.05, 1.05),
            ),
        )
    }
)  # fmt: skip
