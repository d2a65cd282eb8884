"""Which engine makes the portraits: the one that was asked for, or the best that this machine can run.

A setup goes in, a warm engine comes out. Light until it opens something: where no model is present, torch is not
even looked for. Refuses to know how a model is loaded.
"""

import importlib.util
import logging
import os
from collections.abc import Callable
from pathlib import Path

from inference import catalogue
from inference.catalogue import MODELS, LicenceBarred, Model
from inference.engines import Engine, EngineError
from inference.frames import Setup
from inference.lane import OFFLINE
from inference.weights import WeightsError, present, verified

log = logging.getLogger(__name__)

INSTALL = "make gpu"
Open = Callable[[Model, Setup], Engine]


class EngineUnavailable(Exception):
    """The engine that was asked for cannot be had; the sentence names it, the reason and the remedy."""


def choose(setup: Setup, opened: Open | None = None) -> Engine:
    """The engine of this setup, warm. `opened` makes the engine of a model whose licence permits it.

    Raises EngineUnavailable where a model was asked for by name and cannot be opened; `auto` never fails.
    """
    opening = opened or open_model
    if setup.engine == "studio":
        return studio()
    if setup.engine == "auto":
        return _best(setup, opening)
    try:
        model = MODELS[setup.engine]
        catalogue.permitted(model, setup.licences_held)
        engine = opening(model, setup)
    except (LicenceBarred, EngineUnavailable) as error:
        raise EngineUnavailable(f"ENGINE={setup.engine} cannot be opened. {error}") from error
    log.info("Engine %s, as ENGINE says", engine.name)
    return engine


def studio() -> Engine:
    """The engine of machines without a GPU."""
    from inference.engines.studio import StudioEngine  # takes a second and 100 MB

    return StudioEngine()


def open_model(model: Model, setup: Setup) -> Engine:
    """Check every file of the model, load it and warm it up; minutes where it is large. Raises EngineUnavailable."""
    log.info("Checking the files of %s against their lock", model.name)
    try:
        weights = verified(model, *_folders(setup))
    except WeightsError as error:
        raise EngineUnavailable(str(error)) from error
    log.info("Loading %s", model.name)
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)  # read by the libraries as they are imported
    try:
        from inference.engines.diffusion.device import has_gpu
        from inference.engines.diffusion.engine import open_engine
        from inference.engines.diffusion.placement import TooLarge
        from inference.engines.diffusion.speed import keep_compiled
    except ImportError as error:
        raise EngineUnavailable(f"{error}. Install what models need: {INSTALL}") from error
    if setup.device == "cuda" and not has_gpu():
        raise EngineUnavailable("DEVICE=cuda, and no GPU was found: mend its driver, or set DEVICE=cpu, which is slow.")
    if setup.device != "cpu" and has_gpu():
        keep_compiled(Path(setup.data_dir) / "compiled")  # a child that was killed shall not compile everything again
    try:
        return open_engine(weights, device=setup.device, precision=setup.precision)
    except (WeightsError, TooLarge, EngineError) as error:
        raise EngineUnavailable(str(error)) from error


def _folders(setup: Setup) -> tuple[Path | None, Path]:
    return None if setup.model_dir is None else Path(setup.model_dir), Path(setup.data_dir)


def _best(setup: Setup, opening: Open) -> Engine:
    """The first model that can be opened, in the catalogue's order of preference, else the studio."""
    candidates = [model for model in MODELS.values() if _eligible(model, setup)]
    why = _no_gpu(setup) if candidates else "no model is present; `python -m inference models` lists them"
    for model in () if why else candidates:
        try:
            engine = opening(model, setup)
        except Exception as error:  # whatever is wrong with one model, the next one or the studio can work
            unknown = None if isinstance(error, EngineUnavailable) else error
            log.warning("%s is passed over: %s", model.name, error, exc_info=unknown)
            continue
        log.info("Engine %s: the best that is present, permitted and fits", engine.name)
        return engine
    log.info("Engine studio: %s", why or "no model that is present could be opened")
    return studio()


def _eligible(model: Model, setup: Setup) -> bool:
    """Whether its licence permits it, it can be shown selfies, and its files are there."""
    try:
        catalogue.permitted(model, setup.licences_held)
    except LicenceBarred:
        return False
    shown = bool(catalogue.modes(model) & {"reference", "references"})
    return shown and present(model, *_folders(setup))


def _no_gpu(setup: Setup) -> str:
    """Why no model would be quick enough here; empty where there is a GPU."""
    if setup.device == "cpu":
        return "DEVICE=cpu, where models are too slow to be chosen by themselves"
    if importlib.util.find_spec("torch") is None:
        return f"a model is present, but not what runs it: {INSTALL}"
    from inference.engines.diffusion.device import has_gpu

    return "" if has_gpu() else "no GPU was found, and models are too slow without one"
