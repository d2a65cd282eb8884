"""What tests of the diffusion engine share: tiny models of the real classes, on one core."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inference.catalogue import MODELS
from inference.weights import pin
from tests import tiny as checkpoints

TinyModel = Callable[[str], Path]


@pytest.fixture(scope="session", autouse=True)
def one_core() -> None:
    """Layers this small only lose by being shared out, and the more so the busier the machine."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    """The folder of a tiny model by its catalogue name, made once a session; not to be written to.

    Its parent is a MODEL_DIR with a lock file, so that `inference.weights.verified` accepts it.
    """
    models = tmp_path_factory.mktemp("models")

    def made(name: str) -> Path:
        if not (models / name).is_dir():
            checkpoints.save(name, models / name)
            pin(MODELS[name], models, models)
        return models / name

    return made
