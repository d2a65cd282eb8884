"""What a portrait looks like so far: a linear map from latents to colours, fitted once to the model's own encoder.

A picture costs one small matrix product. Least squares over synthetic pictures (patches of colour, gradients) and what
the model's VAE makes of them, so it fits whatever VAE the folder holds, fine-tuned ones too. Refuses to know
schedulers and what a preview is for. R2 on pictures it was not fitted to is logged when an engine opens: 1.00 where the
latents are a linear mixture; about 0 on the tests' VAEs, whose random weights keep no colour; not measured on trained
ones yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

SIDE = 256  # pixels of a synthetic picture
FITTED, HELD_OUT = 6, 2  # pictures
CELL = 8  # picture pixels that one preview pixel stands for
RIDGE = 1e-4  # of the mean variance, so that a channel that never moves gets no weight


@dataclass(frozen=True)
class PreviewMap:
    """`weight` (channels + 1) x (3 * `across` squared): the last row is added. `step`: picture pixels to a latent.

    `r2`: the share of variance it explains on pictures it was not fitted to.
    """

    weight: Tensor
    across: int
    step: int
    r2: float

    def colours(self, latents: Tensor) -> Tensor:
        """Latents (rows x columns x channels) as a picture (rows x columns x 3, uint8, sRGB), on their device."""
        flat = latents.float() @ self.weight[:-1] + self.weight[-1]
        rows, columns, n = *latents.shape[:2], self.across
        picture = flat.view(rows, columns, n, n, 3).permute(0, 2, 1, 3, 4).reshape(rows * n, columns * n, 3)
        return picture.clamp(0, 1).mul(255).round().to(torch.uint8)


@torch.no_grad()
def fit(pipe: Any, latents: Callable[[Any, Tensor], Tensor]) -> PreviewMap:
    """The map for what `latents` makes of a picture with the pipeline's VAE."""
    vae = pipe.vae
    pictures = torch.from_numpy(synthetic(FITTED + HELD_OUT)).permute(0, 3, 1, 2)
    place = {"device": pipe._execution_device, "dtype": vae.dtype}  # where an offloaded part will run
    # One at a time: memory for several is memory for a larger portrait.
    # Not compiled: a VAE that met this size first would be compiled a second time for all others.
    with torch.compiler.set_stance("force_eager"):
        cells = torch.cat([latents(pipe, (picture * 2 - 1)[None].to(**place)) for picture in pictures]).float()
    step = SIDE // cells.shape[1]
    across = max(1, step // CELL)
    colours = _blocks(pictures.to(cells), cells.shape[1], across)
    flat = torch.cat([cells, torch.ones_like(cells[..., :1])], -1)
    weight = _least_squares(flat[:FITTED].flatten(0, 2), colours[:FITTED].flatten(0, 2))
    rest = colours[FITTED:] - flat[FITTED:] @ weight
    spread = colours[FITTED:] - colours[FITTED:].mean((0, 1, 2))
    return PreviewMap(weight, across, step, float(1 - rest.square().sum() / spread.square().sum()))


def _blocks(pictures: Tensor, cells: int, across: int) -> Tensor:
    """Mean colours: n x cells x cells x (3 * across squared), a cell's own in the order row, column, colour."""
    small = functional.adaptive_avg_pool2d(pictures, cells * across)
    split = small.view(len(small), 3, cells, across, cells, across)
    return split.permute(0, 2, 4, 3, 5, 1).reshape(len(small), cells, cells, across * across * 3)


def _least_squares(given: Tensor, wanted: Tensor) -> Tensor:
    """The matrix that carries `given` to `wanted` best, in double precision on the CPU: it is small."""
    x, y = given.double().cpu(), wanted.double().cpu()
    square = x.T @ x
    square += torch.eye(len(square), dtype=square.dtype) * (RIDGE * square.diagonal().mean())
    return torch.linalg.solve(square, x.T @ y).to(given)


def synthetic(count: int, seed: int = 0) -> NDArray[np.float32]:
    """`count` pictures SIDE x SIDE x 3, 0 to 1: a gradient under patches of colour of all sizes."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(0, 1, SIDE, dtype=np.float32)
    pictures: list[NDArray[np.float32]] = []
    for _ in range(count):
        across, down = rng.uniform(-1, 1, 2)
        slope = (across * ramp[None, :] + down * ramp[:, None])[..., None]
        picture = rng.uniform(0, 1, 3) + slope * rng.uniform(-1, 1, 3)
        for _ in range(40):
            high, wide = np.exp(rng.uniform(np.log(8), np.log(SIDE / 2), 2)).astype(int)
            y, x = rng.integers(0, SIDE - high), rng.integers(0, SIDE - wide)
            picture[y : y + high, x : x + wide] = rng.uniform(0, 1, 3) + slope[:high, :wide] * rng.uniform(-0.5, 0.5, 3)
        pictures.append(np.clip(picture, 0, 1).astype(np.float32))
    return np.stack(pictures)
