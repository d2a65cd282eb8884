"""Whether a photo will help to make a portrait, and if not, why and what to do.

Pixels in, a `Check` out: a verdict, the reasons, and the numbers behind them. What is measured lies in
inference.measures, from where on it speaks against a photo in inference.selfie_rules. Refuses to know who it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from inference.contract import Reason, Verdict
from inference.decode import Code, Unreadable
from inference.faces import Face, Pixels, find_faces
from inference.measures import MEASURES
from inference.selfie_rules import EYES_BEST_PX, RULES, Rule
from inference.view import View

FRONTAL_DEGREES = 15.0  # of yaw that cost a reference nothing
SIDEWAYS_DEGREES = 60.0  # of yaw that cost it half
USUAL_SHARPNESS = 55.0  # of good photos

UNREADABLE_FIXES: Mapping[Code, str] = {
    "not_an_image": "This is not a picture, whatever its name says: send a JPEG, PNG, WebP, HEIC or AVIF photo.",
    "unsupported_format": "This kind of picture is not read: send a JPEG, PNG, WebP, HEIC or AVIF photo.",
    "damaged": "The file is damaged or incomplete: send it again, or another one.",
    "too_many_pixels": "The picture has {megapixels:.0f} megapixels, 50 are the most: send a normal photo.",
    "too_small": "The short side has {short_side_px:.0f} px, 512 are good: send the original file.",
    "too_heavy": "The file is too large for a photo: send it as a normal photo.",
}


@dataclass(frozen=True)
class Check:
    """What is to be said of one photo.

    `reasons`: the gravest first, none for a photo that is fine. `measures`: `faces`, `short_side_px`, `megapixels`,
    and where there is a face what inference.measures makes of it. `quality`: 0 to 1, ranks photos as references. `fix`:
    a sentence with the measured number, empty for a photo that is fine. `detail`: the measure that spoke first; of a
    photo that is `unreadable` the code of inference.decode. `pixels`, `face`: the picture set upright and the face that
    counts in it; they are told to nobody.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    quality: float
    fix: str = ""
    detail: str = ""
    pixels: Pixels | None = field(default=None, repr=False, compare=False)
    face: Face | None = field(default=None, repr=False, compare=False)


def check(pixels: Pixels) -> Check:
    """Look at one picture (height x width x 3). One that lies on its side or its head is set upright first."""
    faces = find_faces(pixels)
    turns = round(faces[0].roll / 90) % 4 if faces else 0
    if turns:
        pixels = np.ascontiguousarray(np.rot90(pixels, turns))
        faces = find_faces(pixels)
    return judge(pixels, faces)


def judge(pixels: Pixels, faces: Sequence[Face]) -> Check:
    """Look at one picture in which these faces, biggest first, were found."""
    measures = measured(pixels, faces)
    findings = sorted(_findings(measures), key=lambda finding: finding[0] != "reject")
    reasons: tuple[Reason, ...] = tuple(dict.fromkeys(rule.reason for _, rule in findings))
    verdict: Verdict = findings[0][0] if findings else "accept"
    quality = 0.0 if verdict == "reject" else _quality(measures, noted=verdict == "warn")
    first = findings[0][1] if findings else None
    fix = first.fix.format_map(measures) if first else ""
    detail = first.measure if first else ""
    return Check(verdict, reasons, measures, quality, fix, detail, pixels, faces[0] if faces else None)


def unreadable(error: Unreadable) -> Check:
    """What is to be said of a file no picture came of."""
    fix = UNREADABLE_FIXES[error.code].format_map({"megapixels": 0.0, "short_side_px": 0.0} | error.measures)
    return Check("reject", ("unreadable",), error.measures, 0.0, fix, error.code)


def measured(pixels: Pixels, faces: Sequence[Face]) -> dict[str, float]:
    """Everything that is measured in one picture, by name."""
    height, width = pixels.shape[:2]
    measures = {
        "faces": float(len(faces)),
        "short_side_px": float(min(height, width)),
        "megapixels": round(height * width / 1e6, 2),
    }
    if not faces:
        return measures
    main = faces[0]
    measures |= {
        "ied_px": round(main.ied_px, 1),
        "face_px": round(main.box[2], 1),
        "face_width_share": round(main.box[2] / width, 3),
        "second_face_share": round(_area(faces[1]) / _area(main), 3) if len(faces) > 1 else 0.0,
    }
    if main.mesh is not None:
        measures["certainty"] = round(main.confidence, 2)
    view = View(pixels, main)
    for measure in MEASURES:
        measures |= measure(view)
    return measures


def _area(face: Face) -> float:
    return max(face.box[2] * face.box[3], 1.0)


def _findings(measures: Mapping[str, float]) -> list[tuple[Literal["reject", "warn"], Rule]]:
    """Every rule that speaks against the photo, the gravest first."""
    return [(verdict, rule) for rule in RULES if (verdict := rule.verdict(measures)) is not None]


def _quality(measures: Mapping[str, float], *, noted: bool) -> float:
    """That nothing is noted counts most, then pixels between the eyes, sharpness, a look to the camera, being alone."""
    size = min(1.0, min(measures["ied_px"], measures.get("true_ied_px", EYES_BEST_PX)) / EYES_BEST_PX)
    turned = (abs(measures.get("yaw_degrees", 0.0)) - FRONTAL_DEGREES) / (SIDEWAYS_DEGREES - FRONTAL_DEGREES)
    frontal = 1 - 0.5 * min(1.0, max(0.0, turned))
    sharp = min(1.0, measures.get("sharpness", USUAL_SHARPNESS) / USUAL_SHARPNESS)
    quality = size * sharp * frontal * (1 - measures["second_face_share"])
    return round(quality / 2 if noted else (1 + quality) / 2, 3)
