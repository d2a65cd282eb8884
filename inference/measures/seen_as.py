"""What a network that names things takes a photo for: a painting or figure, a screen, an animal.

A view in, three numbers from 0 to 1 out; nothing where the network's weights are not installed (inference.lite0).
Refuses to know how the network sees.

`painted` is a logistic regression on what the network notes of the face and of what is around it, fitted offline by
`python -m tests.bench.fit_painted`, which says how; its weights lie in painted.npz beside this module.
"""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference import lite0
from inference.faces import Pixels
from inference.view import SIDE, View

# Of ImageNet: monitor, screen, television, web site, comic book; the last is also what it calls pages with photos.
SCREENS = (664, 782, 851, 916, 917)
ANIMALS = 398  # classes, the first


def measure(view: View) -> dict[str, float]:
    """How sure it is of three things, 0 to 1.

    `painted`: that the face is painted, drawn, carved, rendered or filtered until it looks so.
    `screen`: that the frame is a screen or a page of a program.
    `animal`: that face and frame both show an animal; a coat or a beard alone makes one of them look like it.
    """
    if not lite0.available():
        return {}
    close = around(view)
    face, near = lite0.see(view.aligned), lite0.see(close)
    frame = near if close.shape == view.pixels.shape else lite0.see(view.pixels)
    weights, bias = _painted()
    odds = float(np.concatenate([face.embedding, near.embedding]) @ weights + bias)
    return {
        "painted": 1 / (1 + float(np.exp(-odds))),
        "screen": float(frame.classes[list(SCREENS)].sum()),
        "animal": float(min(seen.classes[:ANIMALS].sum() for seen in (face, frame))),
    }


def around(view: View) -> Pixels:
    """Twice the aligned square in the picture as it is, less what is beyond its edges."""
    height, width = view.pixels.shape[:2]
    turn, shift = view.into[:, :2], view.into[:, 2]
    x, y = np.linalg.solve(turn, np.full(2, SIDE / 2) - shift)
    reach = SIDE / view.scale
    left, top = (int(np.clip(at - reach, 0, most - 1)) for at, most in ((x, width), (y, height)))
    right, bottom = int(np.clip(x + reach, 0, width)), int(np.clip(y + reach, 0, height))
    return view.pixels[top : max(bottom, top + 1), left : max(right, left + 1)]


@cache
def _painted() -> tuple[NDArray[np.float32], float]:
    """The weights of the face's 1280 numbers and of the 1280 around it, and the bias."""
    with np.load(Path(__file__).with_name("painted.npz"), allow_pickle=False) as data:
        return np.asarray(data["weights"], np.float32), float(data["bias"])
