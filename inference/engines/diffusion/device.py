"""Whether there is a GPU to compute on. Knows nothing of models."""

import torch


def has_gpu() -> bool:
    """Whether torch was built for a GPU and finds one."""
    return torch.cuda.is_available()
