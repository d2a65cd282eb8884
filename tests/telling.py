"""What tests give an engine to tell its progress to."""

from dataclasses import dataclass, field

from inference.engines import Pixels


def quiet(fraction: float, preview: Pixels | None = None) -> None:
    """Nobody listens."""


@dataclass
class Heard:
    """Everything an engine told, in order."""

    fractions: list[float] = field(default_factory=list[float])
    previews: list[Pixels] = field(default_factory=list[Pixels])

    def __call__(self, fraction: float, preview: Pixels | None = None) -> None:
        """Keep it."""
        self.fractions.append(fraction)
        if preview is not None:
            self.previews.append(preview)
