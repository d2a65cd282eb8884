"""One order's portraits: each tried until it is a picture, or until there is an honest reason why it cannot be.

Memory that runs out is answered once by asking for less, numbers that run away once by another seed. Refuses to know
how adapters are worn and how a model was loaded.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass

import torch

from inference.contract import Shot
from inference.engines import Brief, EngineError, Pixels, Portrait, Tell
from inference.engines.diffusion.asking import Shown, Terms, cheaper, pictures, seed_of
from inference.engines.diffusion.generating import Ask, Blank, generate
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.previews import PreviewMap
from inference.engines.diffusion.references import Album
from inference.engines.diffusion.stopped import Stopped
from inference.engines.diffusion.watching import View, Watch
from inference.engines.diffusion.wording import Wording
from inference.engines.finished import jpeg
from inference.prompts import prompt

MARKS: tuple[str, ...] = ("generated",)  # a note of each portrait
ATTEMPTS = 2  # seeds tried for one portrait
STEPS_SHARE = 0.95  # of a portrait's time; the rest is decoding


@dataclass(frozen=True)
class Setting:
    """What orders have in common: a model, its words and its previews, which come `previews_every_s` at most."""

    loaded: Loaded
    wording: Wording
    colours: PreviewMap
    previews_every_s: float


class Order:
    """The portraits of one brief, at `terms`."""

    def __init__(
        self, setting: Setting, brief: Brief, terms: Terms, album: Album, stop: Callable[[], bool], tell: Tell
    ) -> None:
        self.brief = brief
        self._setting = setting
        self._model = setting.loaded.model
        self._terms = terms
        self._album = album
        self._stop = stop
        self._tell = tell
        self._shown: Shown | None = None
        self._told = 0.0

    def portrait(self, number: int, shot: Shot, shed: Callable[[], None]) -> Portrait | None:
        """The portrait of the shot that is `number` in the order, or None once stopped.

        `shed` is called where memory ran out, to give back what can be made again. Raises EngineError:
        "out_of_memory" where asking for less was no remedy, "blank_picture".
        """
        self._told_of(number, 0.0)
        try:
            return self._tried(number, shot)
        except Stopped:
            return None
        except Exception as error:
            if not ran_out(error):
                raise
        # Only here, when the exception and the tensors in its frames are gone, can the memory be given back.
        shed()
        give_back()
        if self._terms.cheap:
            raise EngineError("out_of_memory", f"{self._model.name} had too little even for {self._size()}")
        self._terms = cheaper(self._terms, self._model.multiple)
        self._shown = None
        return self.portrait(number, shot, shed)

    def _tried(self, number: int, shot: Shot) -> Portrait:
        """The portrait by the first seed that gives one. Raises Stopped, EngineError("blank_picture")."""
        blank: Blank | None = None
        for attempt in range(ATTEMPTS):
            try:
                pixels = self._made(number, shot, attempt)
            except Blank as error:
                blank = error
                continue
            notes = (*MARKS, "smaller") if self._terms.cheap else MARKS
            return Portrait(shot.index, jpeg(pixels), pixels.shape[1], pixels.shape[0], notes)
        raise EngineError("blank_picture", f"{self._model.name} made nothing of {self._size()}: {blank}")

    def _made(self, number: int, shot: Shot, attempt: int) -> Pixels:
        """The portrait by one seed. Raises Stopped, Blank, and whatever the device raises where memory is short."""
        if self._shown is None:
            self._shown = pictures(self._album, self._terms, self._model)
        if self._stop():
            raise Stopped
        setting, terms, brief = self._setting, self._terms, self.brief
        said = prompt(self._model, terms.mode, shot.style, shot.background, brief.words, closer=brief.closer)
        watch = Watch(
            setting.loaded.through(terms.recipe.pipeline),
            self._stop,
            lambda done, steps, preview: self._told_of(number, STEPS_SHARE * done / steps, preview),
            View(setting.colours, terms.width, terms.height, setting.previews_every_s),
        )
        with unrecorded(setting.loaded):
            words = setting.wording.arguments(watch.pipe, said, terms.guidance, private=bool(brief.words))
            return generate(setting.loaded, Ask(terms, self._shown, words, seed_of(brief.seed, shot, attempt)), watch)

    def _told_of(self, number: int, share: float, preview: Pixels | None = None) -> None:
        """Tell how far the order is; never less than before, though a portrait may be begun again."""
        self._told = max(self._told, (number + share) / len(self.brief.shots))
        self._tell(self._told, preview)

    def _size(self) -> str:
        return f"{self._terms.width} x {self._terms.height}"


def unrecorded(loaded: Loaded) -> torch.inference_mode:
    """No gradients. Where weights move while they are used, without inference mode: it would brand them for good."""
    return torch.inference_mode(loaded.placement in ("bf16", "fp8"))


def ran_out(error: BaseException) -> bool:
    """Whether memory is what was missing, on the device or beside it."""
    if isinstance(error, (torch.OutOfMemoryError, MemoryError)):
        return True
    words = ("not enough memory", "can't allocate memory", "out of memory", "alloc_failed")
    return isinstance(error, RuntimeError) and any(word in str(error).lower() for word in words)


def give_back() -> None:
    """Free what nothing holds any more, on the device too."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
