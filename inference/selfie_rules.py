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
SHARP_ENOUGH = {"sharpness": (24.0, inf), "light_range": (0.12, inf)}  # else what is not seen says nothing

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
    Rule("face_too_small", "ied_px", None, 50, CLOSER, below=True, where={"face_width_share": (0, 0.25)}),
    Rule("too_low_resolution", "ied_px", None, 50, CLOSER, below=True, where={"face_width_share": (0.25, inf)}),
    Rule(
        "too_low_resolution",
        "short_side_px",
        None,
        256,
        "The short side has {short_side_px:.0f} px, 512 are good: send the original file.",
        below=True,
    ),
    Rule(
        "not_a_photo",
        "lines",
        None,
        -0.6,
        "The face is made of lines, not of light and shade: send a photo, not a drawing.",
    ),
    Rule(
        "filter_or_cartoon",
        "skin_off",
        None,
        6,
        "The colours lie {skin_off:.0f} steps from any skin, 3 are the most: send the photo without a filter.",
    ),
    Rule(
        "filter_or_cartoon",
        "tones",
        None,
        1.12,
        "Too few shades are left in the face ({tones:.1f} bits, photos have 1.3 or more): send it without a filter.",
        below=True,
    ),
    Rule(
        "occluded",
        "face_inside_share",
        0.99,
        0.92,
        "Only {face_inside_share:.0%} of the face is in the picture: leave some room around the head.",
        below=True,
    ),
    Rule(
        "occluded",
        "eye_to_side",
        None,
        0.40,
        "The edge of the picture cuts the face: leave some room around the head.",
        below=True,
    ),
    Rule(
        "too_dark",
        "light_range",
        0.25,
        0.12,
        "Between the darkest and the brightest part of the face lie only {light_range:.0%} of the light, 30% and more "
        "are good: turn to a window or a lamp.",
        below=True,
    ),
    Rule(
        "overexposed",
        "light_burnt_share",
        0.05,
        0.15,
        "{light_burnt_share:.0%} of the skin is burnt to white, 1% is the most: step out of the glare.",
    ),
    Rule(
        "too_low_resolution",
        "squareness",
        None,
        0.45,
        "Compression has turned the face into blocks: send the original file.",
    ),
    Rule(
        "blurred",
        "sharpness",
        34,
        24,
        "The face is blurred (sharpness {sharpness:.0f}, 45 is good): hold the phone still, and wipe its lens.",
        below=True,
    ),
    Rule(
        "sunglasses",
        "eyes_seen",
        None,
        0.65,
        "The eyes are not to be seen ({eyes_seen:.0%} of what eyes show): take the sunglasses off.",
        below=True,
        where=SHARP_ENOUGH,
    ),
    Rule(
        "harsh_light",
        "light_split_stops",
        1.4,
        1.8,
        "One side of the face is {light_split_stops:.1f} stops darker than the other, 1 is the most: turn to the light.",
    ),
    Rule(
        "harsh_light",
        "light_lost_share",
        0.20,
        0.30,
        "{light_lost_share:.0%} of the face lies in black shadow, 10% is the most: turn to the light.",
    ),
    Rule(
        "profile_pose",
        "nose_across",
        0.8,
        1.0,
        "The head is turned too far aside: let the camera see both eyes.",
    ),
    Rule(
        "profile_pose",
        "pitch_degrees",
        28,
        31.5,
        "The head looks down by {pitch_degrees:.0f} degrees, 25 are the most: look at the camera.",
    ),
    Rule(
        "profile_pose",
        "far_eye_seen",
        None,
        0.45,
        "Only one eye is to be seen: turn to the camera until it sees both.",
        below=True,
        where=SHARP_ENOUGH,
    ),
    Rule(
        "occluded",
        "mouth_seen",
        0.6,
        0.5,
        "Something covers the mouth ({mouth_seen:.0%} of what mouths show): take hands, masks and cups away.",
        below=True,
        where=SHARP_ENOUGH,
    ),
    Rule("eyes_closed", "eye_opening", 0.030, None, "The eyes look closed: open them.", below=True),
    Rule("face_too_small", "ied_px", 90, None, CLOSER, below=True),
    Rule(
        "too_low_resolution",
        "short_side_px",
        512,
        None,
        "The short side has {short_side_px:.0f} px, 512 are good: send the original file.",
        below=True,
    ),
)
