"""docs/prompts.md: every prompt of every model, for somebody to read.

In: the catalogue and the looks. Out: Markdown; models that are asked in the same words share a chapter. Written by
`python -m inference.prompt_tables docs/prompts.md`; a test holds the file against the code.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from inference.catalogue import MODELS, Model, modes
from inference.contract import Mode
from inference.prompts import CLOSER, prompt
from inference.styles import BACKGROUNDS, STYLES

_ORDER: Sequence[Mode] = ("reference", "references", "text", "edit", "image_to_image", "retouch")
_HEAD = """# Prompts

What each model is asked for, look by look. Each names the light, the background, the lens, the clothes and the
expression, praises nothing, and says nothing about the face but that it stays. Written by
`python -m inference.prompt_tables docs/prompts.md`; the words themselves are in `inference/styles.py`
and `inference/prompts.py`.
"""


def document() -> str:
    """The whole of docs/prompts.md."""
    return "\n".join((_HEAD, *(part for models in _alike() for part in _chapter(models)), *_closer(), *_backgrounds()))


def _alike() -> list[list[Model]]:
    """The models in groups that get the same words for every look in their first mode."""
    groups: dict[tuple[str, ...], list[Model]] = {}
    for model in MODELS.values():
        asked = (prompt(model, _served(model)[0], look).text for look in STYLES)
        groups.setdefault(tuple(asked), []).append(model)
    return list(groups.values())


def _served(model: Model) -> list[Mode]:
    return [mode for mode in _ORDER if mode in modes(model)]


def _chapter(models: Sequence[Model]) -> Iterator[str]:
    """One group: its looks in the first mode, the other modes in the look linkedin, its negative prompts."""
    first = _served(models[0])[0]
    yield f"## {_names(models)}\n"
    yield _table(("Look", f"Mode {first}"), ((look, prompt(models[0], first, look).text) for look in STYLES))
    askers: dict[tuple[Mode, str], list[Model]] = {}
    for mode in _ORDER:
        for model in models:
            if mode in modes(model) and mode != first:
                askers.setdefault((mode, prompt(model, mode, "linkedin").text), []).append(model)
    rows = ((_marked(mode, asking, models), text) for (mode, text), asking in askers.items())
    yield _table(("Mode", "Look linkedin"), rows)
    negative = [model for model in models if model.negative]
    words = f"{prompt(negative[0], first, 'linkedin').negative}." if negative else "none, it would have no effect."
    yield f"{_marked('Negative prompt', negative or models, models)}: {words}\n"


def _marked(what: str, some: Sequence[Model], models: Sequence[Model]) -> str:
    """`what`, with the names of those it holds for unless that is all of them."""
    return what if len(some) == len(models) else f"{what} ({_names(some)})"


def _names(models: Sequence[Model]) -> str:
    return ", ".join(model.name for model in models)


def _closer() -> Iterator[str]:
    yield "## Closer to the photos\n\nWhere a person did not find themselves in earlier portraits, a model that is"
    yield "shown the photos and reads sentences is told besides, unless it retouches:\n"
    yield f"{CLOSER.format(photo='reference photo')}\n"


def _backgrounds() -> Iterator[str]:
    yield "## Backgrounds\n\nA chosen background stands in place of the look's own. `own` is the photo's own place; a"
    yield "model that is not shown the photo whole gets the look's place instead.\n"
    yield _table(("Background", "Words"), ((name, backdrop.words) for name, backdrop in BACKGROUNDS.items()))
    looks: dict[str, list[str]] = {}
    for name, look in STYLES.items():
        looks.setdefault(look.place, []).append(name)
    yield _table(("Looks", "Their place"), ((", ".join(names), place) for place, names in looks.items()))


def _table(head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    lines = (head, ("---", "---"), *rows)
    return "".join(f"| {left} | {right} |\n" for left, right in lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
