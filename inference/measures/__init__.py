"""What is measured in a photo for the selfie check, a module a matter; inference.selfies says what a number means.

Each module has one function `measure(view) -> dict[str, float]`. A number that cannot be had (no mesh, the face is cut)
is left out, and a limit on it then says nothing.
"""

from collections.abc import Callable, Sequence

from inference.measures import (
    covering,
    expression,
    eyes,
    framing,
    light,
    nature,
    palette,
    proportions,
    resolution,
    screens,
    seen_as,
    sharpness,
)
from inference.view import View

MEASURES: Sequence[Callable[[View], dict[str, float]]] = (
    framing.measure,
    light.measure,
    sharpness.measure,
    resolution.measure,
    eyes.measure,
    covering.measure,
    expression.measure,
    nature.measure,
    palette.measure,
    proportions.measure,
    screens.measure,
    seen_as.measure,
)
