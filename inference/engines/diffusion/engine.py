"""Portraits by a model of the catalogue that stays in memory from one order to the next.

Verified weights go in once, briefs again and again; portraits come out as soon as each is finished. Refuses to know
files, queues and people.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

import diffusers
import torch
import transformers

from inference.catalogue import Can, Precision, modes
from inference.contract import Mode, Shot, Tuning
from inference.engines import Brief, EngineError, Pixels, Portrait, Tell
from inference.engines.diffusion import previews
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.asking import SIDES, choose_mode, grey_pictures, terms_of
from inference.engines.diffusion.device import has_gpu
from inference.engines.diffusion.families import FAMILIES
from inference.engines.diffusion.generating import Ask, Blank, generate
from inference.engines.diffusion.loading import Loaded, load
from inference.engines.diffusion.nearness import NEARNESS
from inference.engines.diffusion.order import MARKS, Order, Setting, give_back, unrecorded
from inference.engines.diffusion.placement import GIB, TooLarge, choose_placement, free_memory, free_ram
from inference.engines.diffusion.references import Album
from inference.engines.diffusion.speed import Quickened, make_plain, quicken, set_up_cuda
from inference.engines.diffusion.stopped import Stopped
from inference.engines.diffusion.watching import Watch
from inference.engines.diffusion.wording import Wording
from inference.prompts import prompt
from inference.styles import STYLES
from inference.weights import Weights

log = logging.getLogger(__name__)


class DiffusionEngine:
    """One model, warm. `previews_every_s`: the least time between two previews of a portrait in the making."""

    def __init__(self, loaded: Loaded, adapters: Adapters, previews_every_s: float = 0.3) -> None:
        model = loaded.model
        self._family = FAMILIES[model.pipeline]
        self.name = model.name
        self.modes: frozenset[Mode] = modes(model) & frozenset(self._family.recipes)
        self.adapters = Can.ADAPTER in model.can
        self.marks = MARKS
        self._loaded = loaded
        self._adapters = adapters
        with unrecorded(loaded):
            colours = previews.fit(loaded.pipe, self._family.latents)
        log.info("previews explain %.0f %% of the colours", 100 * colours.r2)
        self._setting = Setting(loaded, Wording(self._family), colours, previews_every_s)

    def portraits(self, brief: Brief, stop: Callable[[], bool], tell: Tell) -> Iterator[Portrait]:
        """Yield the portrait of each shot but those done, as soon as it is finished; nothing more once stopped.

        Raises EngineError: "mode_not_served", "no_usable_photo", "adapter_refused", "out_of_memory", "blank_picture",
        and "engine" for a tuning that cannot be, naming it.
        """
        if brief.adapter is not None and not self.adapters:
            raise EngineError("adapter_refused", f"{self.name} takes no adapters")
        mode = choose_mode(brief, self.modes, self._family.closer)
        album = Album(brief.photos, stop)
        try:
            near = NEARNESS[brief.closer]
            terms = terms_of(self._loaded.model, self._family, mode, brief.tuning, album, near)
        except Stopped:
            return
        order = Order(self._setting, brief, terms, album, stop, tell)
        try:
            for number, shot in enumerate(brief.shots):
                if shot.index in brief.done:
                    continue
                portrait = self._made(order, mode, number, shot)
                if portrait is None:
                    return
                yield portrait
            tell(1.0)
        finally:
            self._setting.wording.forget_private()

    def forget(self, subject: str) -> None:
        """Keep nothing of this subject in memory: photos and words leave with their order, adapters now."""
        self._adapters.forget(subject)

    def warm_up(self) -> None:
        """Make a picture from words and one from a reference, of nobody: what is compiled at first use is compiled now.

        On a GPU in the portrait's own size, as code is compiled for sizes; elsewhere as small as can be. Raises
        EngineError("blank_picture") for a model that makes nothing.
        """
        model, setting = self._loaded.model, self._setting
        on_gpu = self._loaded.device.type == "cuda"
        width, height = model.size if on_gpu else (SIDES[0], SIDES[0])
        tuning = Tuning(steps=1, width=width, height=height)
        look = next(iter(STYLES))
        for mode in sorted(self.modes & {"text", "reference"}, reverse=True):
            terms = terms_of(model, self._family, mode, tuning, Album((), lambda: False))
            terms = terms if on_gpu else replace(terms, reference_px=SIDES[0])
            watch = Watch(self._loaded.through(terms.recipe.pipeline), lambda: False, _told_nobody)
            self._adapters.own(mode)
            with unrecorded(self._loaded):
                words = setting.wording.arguments(watch.pipe, prompt(model, mode, look), terms.guidance, private=False)
                try:
                    generate(self._loaded, Ask(terms, grey_pictures(terms, model), words, seed=0), watch)
                except Blank as error:
                    raise EngineError("blank_picture", f"{self.name} makes nothing by {mode}: {error}") from error

    def _made(self, order: Order, mode: Mode, number: int, shot: Shot) -> Portrait | None:
        """The shot's portrait with the order's adapter worn, or None once stopped."""
        with self._adapters.working():
            # For each portrait again: nothing to do, unless a deletion has taken the adapter out since the last.
            self._adapters.own(mode)
            self._adapters.wear(order.brief.adapter)
            return order.portrait(number, shot, self._adapters.shed)


def open_engine(
    weights: Weights,
    device: str = "auto",
    precision: Precision | Literal["auto"] = "auto",
    quick: bool = True,
) -> DiffusionEngine:
    """Load a model, make it quick on a GPU, and make one picture with it, so that the first order finds it warm.

    Raises WeightsError where the files are at fault, and TooLarge where memory is.
    """
    where = torch.device(("cuda" if has_gpu() else "cpu") if device == "auto" else device)
    be_quiet()
    if quick and where.type == "cuda":
        set_up_cuda()  # first: adapters that are summed again later must come out in the same bits
    loaded = load(weights, _placement(weights, where, precision), where)
    adapters = Adapters(loaded, weights=weights)
    done = quicken(loaded) if quick else Quickened("native")
    log.info("%s on %s as %s: %s", weights.model.name, where, loaded.placement, done)
    engine = DiffusionEngine(loaded, adapters)
    warm(engine, loaded, done)
    return engine


def warm(engine: DiffusionEngine, loaded: Loaded, done: Quickened) -> None:
    """Warm the engine up; plainly where what was `done` to make it quick fails on this machine."""
    try:
        engine.warm_up()
        return
    except Exception:  # compilers and kernels fail in ways of their own
        if not done.compiled:
            raise
        log.warning("What makes %s quick fails here: it goes on plainly, and slower", engine.name, exc_info=True)
    make_plain(loaded)
    give_back()
    engine.warm_up()


def _placement(weights: Weights, device: torch.device, precision: Precision | Literal["auto"]) -> Precision:
    """How the weights shall lie. Beside a GPU nothing is moved in part by part, and what a model needs is known."""
    if device.type == "cuda":
        return choose_placement(weights.model, free_memory(device), free_ram(), precision)
    if precision in ("offload", "fp8"):
        raise TooLarge(f"PRECISION={precision} is for a GPU; on this CPU choose auto, bf16 or int8.")
    wide = 1 if precision == "int8" else 2  # files hold bf16, a CPU computes in float32
    need = wide * sum(file.stat().st_size for file in weights.folder.rglob("*.safetensors")) / GIB
    if need > free_ram():
        raise TooLarge(
            f"{weights.model.name} needs {need:.1f} GiB on a CPU, and {free_ram():.1f} GiB are free: "
            "choose a smaller model, or a machine with a GPU."
        )
    return "int8" if precision == "int8" else "bf16"


def _told_nobody(done: int, steps: int, preview: Pixels | None) -> None:
    """Where nobody waits for the picture."""


def be_quiet() -> None:
    """Let the libraries say no more than what is wrong."""
    diffusers.utils.logging.set_verbosity_error()
    diffusers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
