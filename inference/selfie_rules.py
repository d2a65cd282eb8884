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
UNFILTERED = "send the photo as the camera made it."

RULES: Sequence[Rule] = (
    Rule("no_face", "faces", None, 1, "No face was found: send a photo in which you look at the camera.", below=True),
    Rule(
        "no_face",
        "certainty",
        None,
        0.40,
        "This is hardly a face (certainty {certainty:.0%}): send a photo in which you look at the camera.",
        below=True,
    ),
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
        "no_face",
        "animal",
        None,
        0.6,
        "No face of a person is certain here ({animal:.0%} animal): send a photo in which you look at the camera.",
    ),
    Rule(
        "not_a_photo",
        "page",
        None,
        0.05,
        "{page:.0%} of the picture is the page around the photo: send the photo itself, no screenshot.",
    ),
    Rule("not_a_photo", "paper", None, 0.55, "{paper:.0%} of the face is blank paper: send a photo, no drawing."),
    Rule(
        "too_dark",
        "light_range",
        0.20,
        0.115,
        "The light on the face spans {light_range:.0%} of what a photo can hold, 20% are the least: turn to a window "
        "or a lamp.",
        below=True,
    ),
    Rule(
        "blurred",
        "sharpness",
        40,
        34,
        "The face is blurred (sharpness {sharpness:.0f}, 55 is usual): hold still and focus on the face, or send the "
        "original file.",
        below=True,
    ),
    Rule(
        "occluded",
        "face_inside_share",
        0.96,
        0.90,
        "Only {face_inside_share:.0%} of the face is in the picture: move back, or to the middle.",
        below=True,
    ),
    Rule(
        "occluded",
        "eye_to_side",
        0.6,
        0.4,
        "The edge of the picture cuts the face ({eye_to_side:.1f} eye distances from an eye, 0.9 are good): move back, "
        "or to the middle.",
        below=True,
    ),
    Rule(
        "sunglasses",
        "under_eyes_stops",
        1.6,
        2.0,
        "It is {under_eyes_stops:.1f} stops darker around the eyes than on the cheeks, 1.6 are the most: take "
        "sunglasses off, or turn to the light.",
    ),
    Rule(
        "sunglasses",
        "eyes_seen",
        0.65,
        0.50,
        "The eyes are hardly to be seen ({eyes_seen:.0%} of usual): nothing may cover them.",
        below=True,
    ),
    Rule(
        "occluded",
        "mouth_seen",
        0.62,
        0.53,
        "Something covers the mouth ({mouth_seen:.0%} of usual is seen): take hands, masks and cups away.",
        below=True,
    ),
    Rule(
        "profile_pose",
        "nose_across",
        0.72,
        0.88,
        "The head is turned too far aside, the nose covers {nose_across:.0%} of the far cheek: turn to the camera.",
    ),
    Rule(
        "profile_pose",
        "pitch_degrees",
        27,
        30,
        "The head looks down by {pitch_degrees:.0f} degrees, 27 are the most: look up into the camera.",
    ),
    Rule(
        "profile_pose",
        "far_eye_seen",
        None,
        0.25,
        "The head is turned too far aside: turn to the camera.",
        below=True,
    ),
    Rule(
        "overexposed",
        "light_burnt_share",
        0.06,
        0.18,
        "{light_burnt_share:.0%} of the face is pure white, without detail, 6% are the most: step out of the direct "
        "light.",
    ),
    Rule(
        "harsh_light",
        "light_split_stops",
        1.3,
        1.8,
        "One side of the face is {light_split_stops:.1f} stops darker than the other, 1.3 are the most: turn until the "
        "light falls on both.",
    ),
    Rule(
        "harsh_light",
        "light_lost_share",
        0.12,
        0.15,
        "{light_lost_share:.0%} of the face lies in black shadow, 12% are the most: turn to the light.",
    ),
    Rule(
        "too_low_resolution",
        "squareness",
        0.37,
        0.40,
        "The photo is heavily compressed or enlarged ({squareness:.0%} squares, 25% are usual): send the "
        "original file.",
    ),
    Rule(
        "not_a_photo", "lines", None, -0.28, "The face is all lines, without light and shade: send a photo, no drawing."
    ),
    Rule(
        "not_a_photo",
        "pallor",
        None,
        8,
        "The face has no colour where the rest of the picture has: send a photo of yourself.",
    ),
    Rule(
        "filter_or_cartoon",
        "fill",
        None,
        0.024,
        f"The skin is flat between hard edges (detail {{fill:.3f}}, photos have 0.03 and more): {UNFILTERED}",
        below=True,
    ),
    Rule(
        "filter_or_cartoon",
        "grain",
        None,
        0.22,
        f"The face is all edges and flat areas (grain {{grain:.2f}}, photos have 0.25 and more): {UNFILTERED}",
        below=True,
    ),
    Rule(
        "filter_or_cartoon",
        "tones",
        None,
        1.03,
        f"The face has few tones left ({{tones:.1f}} bits beyond its contrast, photos have 1.2 and more): {UNFILTERED}",
        below=True,
    ),
    Rule("filter_or_cartoon", "outlines", None, 0.8, f"Dark lines are drawn round the features: {UNFILTERED}"),
    Rule(
        "filter_or_cartoon", "eye_depth", None, 0.1, f"The eyes are no darker than the cheeks: {UNFILTERED}", below=True
    ),
    Rule(
        "filter_or_cartoon",
        "skin_off",
        None,
        10,
        f"A colour filter lies over the picture ({{skin_off:.0f}} steps off, 10 are the most): {UNFILTERED}",
    ),
    Rule("filter_or_cartoon", "cast", None, 25, f"One colour lies over everything: {UNFILTERED}"),
    Rule(
        "filter_or_cartoon",
        "chroma_peak",
        None,
        82,
        f"The colours are far too strong ({{chroma_peak:.0f}}, 82 are the most): {UNFILTERED}",
    ),
    Rule(
        "not_a_photo",
        "painted",
        None,
        0.75,
        f"This looks painted, carved or rendered ({{painted:.0%}}, photos stay below 75%): {UNFILTERED}",
    ),
    Rule("not_a_photo", "screen", None, 0.5, "This looks like a screen ({screen:.0%}): send the photo itself."),
    Rule(
        "filter_or_cartoon",
        "stretch",
        None,
        1.18,
        "The picture looks stretched or squeezed ({stretch:.2f} of the usual shape): send it as the camera made it.",
    ),
    Rule(
        "filter_or_cartoon",
        "stretch",
        None,
        0.78,
        "The picture looks stretched or squeezed ({stretch:.2f} of the usual shape): send it as the camera made it.",
        below=True,
    ),
    Rule(
        "no_face",
        "certainty",
        None,
        0.62,
        "This is hardly a face (certainty {certainty:.0%}): send a photo in which you look at the camera.",
        below=True,
    ),
    Rule(
        "eyes_closed",
        "eye_opening",
        0.040,
        None,
        "The eyes look closed ({eye_opening:.3f} of the face's height, 0.05 and more is open): open them.",
        below=True,
    ),
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
