"""Looks put into words, each model by its own habits.

In: a catalogue entry, a mode, a look and a background by name, a person's own words, an adapter's trigger. Out: the
prompt and the negative prompt. Three voices: sentences (full prose), instruction (an imperative that says what to keep
and what to change), tags (short phrases, the weightiest first, within CLIP's 77 tokens; diffusers reads brackets
literally, so order is the only weight). Refuses to know the face: it is asked to stay as it is, never described.
Light: the bot may import it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from inference.catalogue import Can, Model, Voice
from inference.contract import Mode
from inference.styles import BACKGROUNDS, STYLES, Backdrop, Style

MOST_WORDS = 1000  # characters of somebody's own words; Qwen's denoiser fails at some thousand tokens
# What a person who did not find themselves misses, said besides to a model that is shown the photo.
CLOSER = "The shape of the face, its marks and its age stay exactly as in the {photo}."
CLIP_TOKENS = 77  # what CLIP reads, its start and end marks included; anything after is dropped unread


@dataclass(frozen=True)
class Prompt:
    """What a model is asked for; `negative` is empty where the model has no negative prompt."""

    text: str
    negative: str = ""


@dataclass(frozen=True)
class _Request:
    """One portrait to be put into words. `background` is the name that was asked for, None for the look's own."""

    model: Model
    mode: Mode
    look: Style
    background: str | None
    words: str
    trigger: str
    closer: bool

    @property
    def backdrop(self) -> Backdrop:
        return BACKGROUNDS[self.background or self.look.background]


def prompt(
    model: Model,
    mode: Mode,
    style: str,
    background: str | None = None,
    words: str = "",
    trigger: str = "",
    closer: bool = False,
) -> Prompt:
    """Put the look `style` into words for `model`.

    `background` replaces the look's own. `words` stand in place of the look; in the mode edit they are the
    instruction. `trigger` names the person to a personal adapter. `closer` asks once more for the face as it is, of a
    model that is shown it and reads sentences. Raises KeyError for a look or background that is not
    on offer.
    """
    request = _Request(model, mode, STYLES[style], background, _plain(words), trigger.strip(), closer)
    voice: Voice = "instruction" if mode == "edit" else "sentences" if mode == "text" else model.voice
    text = _VOICES["tags" if model.voice == "tags" else voice](request)
    return Prompt(text, _NEGATIVE[model.voice] if model.negative else "")


_NEGATIVE: Mapping[Voice, str] = {
    "sentences": "airbrushed or waxy skin, oversharpened edges, extra fingers, writing, watermark",
    "instruction": "airbrushed or waxy skin, oversharpened edges, extra fingers, writing, watermark",
    "tags": (
        "illustration, painting, cartoon, sketch, 3d render, airbrushed, waxy skin, plastic skin, oversharpened, "
        "out of focus eyes, extra fingers, deformed hands, crooked collar, cropped head, text, watermark, frame"
    ),
}
_FINISH = "pores and stray hairs stay visible"
_MENDED = (
    "remove oily shine and passing blemishes from the skin, lift hard shadows by one stop, neutralise colour casts"
)
_KEPT = "Keep the person's identity, face shape, hair, and glasses or head covering if worn, exactly as in the"


def _plain(words: str) -> str:
    """Somebody's own words on one line, without the marks by which encoders tell words from pictures and roles."""
    return " ".join(words[:MOST_WORDS].replace("<|", " ").split())


def _sentences(request: _Request) -> str:
    """Full prose: shot and subject, likeness, attire, expression, light, background, lens, finish."""
    if request.mode == "retouch":
        return _retouched(request)
    shown = Can.REFERENCE in request.model.can and request.mode != "text"
    photo = {"references": "reference photos", "image_to_image": "picture"}.get(request.mode, "reference photo")
    person = f"the person in the {photo}" if shown else "one person"
    subject = f"{request.trigger}, {person}" if request.trigger else person
    kept = f"Face, hair, and glasses or head covering if worn, are exactly as in the {photo}."
    likeness = _joined(kept, _closer(request, photo)) if shown else ""
    if request.words:
        asked = _sentence(request.words) + (f" The background is {_scene(request)}." if request.background else "")
        return _joined(f"Portrait photograph of {subject}.", likeness, asked, _sentence(_FINISH))
    look = request.look
    return _joined(
        f"Portrait photograph of {subject}: {look.framing.words}.",
        likeness,
        f"The person wears {look.attire}, and has {look.expression}.",
        f"The person is lit by {look.light.words}.",
        f"The background is {_scene(request)}.",
        f"Taken with {look.lens}.",
        _sentence(f"{look.tone.words}; {_FINISH}"),
    )


def _closer(request: _Request, photo: str) -> str:
    return CLOSER.format(photo=photo) if request.closer else ""


def _instruction(request: _Request) -> str:
    """An imperative: what to make, what to keep, what to change."""
    if request.mode == "retouch":
        return _retouched(request)
    photo = "photos" if request.mode == "references" else "photo"
    person = f"{request.trigger}, the same person" if request.trigger else "the same person"
    keep = _joined(f"{_KEPT} {photo}.", _closer(request, photo))
    if request.words and request.mode == "edit":
        return _joined(_sentence(request.words), keep, "Change nothing that was not named.", _sentence(_FINISH))
    if request.words:
        scene = f"Replace the background with {_scene(request)}." if request.background else ""
        start = f"From the {photo}, make a portrait photograph of {person}."
        return _joined(start, keep, _sentence(request.words), scene, _sentence(_FINISH))
    look = request.look
    keeps_scene = request.backdrop.keeps_scene
    return _joined(
        f"From the {photo}, make a portrait photograph of {person}: {look.framing.words}.",
        keep,
        f"Change the clothes to {look.attire}.",
        f"Change the expression to {look.expression}.",
        f"Relight the person with {look.light.words}.",
        f"Keep {_scene(request)}, as the background."
        if keeps_scene
        else f"Replace the background with {_scene(request)}.",
        f"Make it look taken with {look.lens}.",
        _sentence(f"{look.tone.words}; {_FINISH}"),
    )


def _retouched(request: _Request) -> str:
    """Skin and light mended, everything else kept: an instruction, or a description of the result."""
    if Can.EDIT in request.model.can:
        return _joined(
            _sentence(f"Retouch this photo lightly: {request.words or _MENDED}"),
            f"{_KEPT} photo, and so pose, clothes, expression, background, framing and lens.",
            "Pores, moles, scars, freckles and stray hairs stay visible; the skin stays sharp.",
        )
    return _joined(
        f"Portrait photograph of {request.trigger or 'one person'}, lightly retouched.",
        _sentence(request.words or "Matte skin with visible pores, moles and stray hairs"),
        "The person is lit by a large diffuser above the lens, shadows lifted by one stop.",
        "Clothes, expression and background stay as they are.",
        "Taken with an 85 mm lens at f/4, focus on the nearer eye.",
    )


def _tags(request: _Request) -> str:
    """Short phrases, as many as fit, the weightiest first."""
    look, subject = request.look, f"portrait photo of {request.trigger or 'one person'}"
    finish = ("visible pores", "stray hairs")
    if request.mode == "retouch":
        kept = ("soft frontal light", "lifted shadows", "same clothes", "same expression", "same background")
        return _fitted(f"{subject}, {request.words or 'matte skin'}", *finish, *kept, "85 mm lens at f/4")
    scene = f"{_tag(_scene(request))} background"
    if request.words:
        asked = (scene,) if request.background else ()
        return _fitted(f"{subject}, {request.words}", *asked, *finish)
    phrases = (look.framing.words, look.attire, look.expression, look.light.words, scene, look.tone.words, look.lens)
    return _fitted(subject, *map(_tag, phrases), *finish)


_VOICES: Mapping[Voice, Callable[[_Request], str]] = {
    "sentences": _sentences,
    "instruction": _instruction,
    "tags": _tags,
}


def _scene(request: _Request) -> str:
    """The background in words: the photo's own place only where the model sees that photo whole."""
    if not request.backdrop.keeps_scene:
        return request.backdrop.words
    if request.mode == "image_to_image":
        return "the surroundings, far out of focus"
    sees_photo = Can.REFERENCE in request.model.can and request.model.ip_adapter is None
    return request.backdrop.words if sees_photo and request.mode != "text" else request.look.place


def _tag(words: str) -> str:
    """The first clause without its article."""
    return re.sub(r"^(an?|the) ", "", words.split(",")[0])


def _sentence(words: str) -> str:
    """The words with a capital at the start and a full stop at the end."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def clip_tokens(text: str) -> int:
    """How many tokens CLIP makes of `text`, its start and end marks included, counted on the safe side.

    Without its vocabulary: every digit and mark is one token, a word one for each five letters begun (CLIP keeps
    common words whole, of any length), a word beyond ASCII one for each byte.
    """
    pieces: list[str] = re.findall(r"[^\W\d_]+|\S", text)
    return 2 + sum(-(-len(piece) // 5) if piece.isascii() else len(piece.encode()) for piece in pieces)


def _fitted(first: str, *phrases: str) -> str:
    """`first`, cut at its end where it alone is too long, and each of `phrases` that still fits into CLIP_TOKENS."""
    kept: list[str] = []
    room = CLIP_TOKENS - clip_tokens("")
    for word in first.split():
        room -= clip_tokens(word) - clip_tokens("")
        if room < 0:
            break
        kept.append(word)
    fitted = " ".join(kept)
    for phrase in phrases:
        longer = f"{fitted}, {phrase}"
        if clip_tokens(longer) <= CLIP_TOKENS:
            fitted = longer
    return fitted
