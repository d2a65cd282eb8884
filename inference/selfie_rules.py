"""The limits of the selfie check, as data: what is measured, from where on it is noted or refused, and what to do.

Graver reasons come first; the first that refuses a photo is the one that is named. Limits are those of ISO/IEC 29794-5
as OFIQ measures them where there are such, else what separates labelled photos (`make bench-selfies` shows how well).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Literal

from inference.contract import Reason

EYES_BEST_PX = 175.0  # between the eyes, what a first-rate reference has


@dataclass(frozen=True)
class Rule:
    """One limit. A photo is noted from `warn` of `measure` on, and refused from `reject` on; None: never.

    `below`: low numbers are the bad ones. `where`: other measures must lie in these ranges (low <= value < high), else
    the rule says nothing; so it does where its measure could not be had. `fix`: one sentence with the measured numbers.
    """

    reason: Reason
    measure: str
    warn: float | None
    reject: float | None
    fix: str
    below: bool = False
    where: Mapping[str, tuple[float, float]] = field(default_factory=dict[str, tuple[float, float]])

    def verdict(self, measures: Mapping[str, float]) -> Literal["reject", "warn"] | None:
        """What this rule says of a photo with these measures."""
        value = measures.get(self.measure)
        if value is None or not all(low <= measures.get(name, low) < high for name, (low, high) in self.where.items()):
            return None
        if self._beyond(value, self.reject):
            return "reject"
        return "warn" if self._beyond(value, self.warn) else None

    def _beyond(self, value: float, limit: float | None) -> bool:
        return limit is not None and (value < limit if self.below else value >= limit)


CLOSER = "The eyes are {ied_px:.0f} px apart, 120 are good: come closer, or send the original file."
RULES: Sequence[Rule] = (
    Rule("no_face", "faces", None, 1, "No face was found: send a photo in which you look at the camera.", below=True),
    Rule(
        "several_faces",
        "second_face_share",
        0.10,
        0.35,
        "There are {faces:.0f} faces, the second {second_face_share:.0%} as large as the first: send a photo with you "
        "alone.",
    ),
    Rule(
        "face_too_small",
        "face_width_share",
        None,
        0.10,
        "The face takes {face_width_share:.1%} of the width, 10% are the least: come closer.",
        below=True,
    ),
    # The standard's midpoint is 70 px; people find faces of 115 px, eyes 50 px apart, usable.
    Rule("face_too_small", "ied_px", 90, 50, CLOSER, below=True, where={"face_width_share": (0, 0.25)}),
    Rule("too_low_resolution", "ied_px", 90, 50, CLOSER, below=True, where={"face_width_share": (0.25, inf)}),
    Rule(
        "too_low_resolution",
        "short_side_px",
        512,
        256,
        "The short side has {short_side_px:.0f} px, 512 are good: send the original file.",
        below=True,
    ),
)
