"""The refusal to load: one exception for whatever is wrong with a folder of weights."""


class LoadError(Exception):
    """Weights that cannot be used. The sentence names the file and what to do about it."""
