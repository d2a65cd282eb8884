"""The refusal to load: one exception for whatever is wrong with a folder of weights."""

from inference.weights import WeightsError
from inference.weights.lockfile import Code


class LoadError(WeightsError):
    """Weights that do not make the model. The sentence names the file and what to do about it."""

    def __init__(self, sentence: str, code: Code = "not_readable") -> None:
        super().__init__(code, sentence)
