"""Whether a photo will help to make a portrait, and if not, why and what to do.

Pixels in, a `Check` out: a verdict, the reasons, and the numbers behind them. Looks for one large face; refuses to
know who it is. Limits are those of ISO/IEC 29794-5 as OFIQ measures them, calibrated on labelled photos.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from inference.contract import Reason, Verdict
from inference.decode import Code, Unreadable
from inference.engines import Pixels
from inference.faces import Face, find_faces

EYES_LEAST_PX = 50.0  # between the eyes; the standard's midpoint is 70, people find faces of 115 px usable
EYES_GOOD_PX = 90.0
EYES_BEST_PX = 175.0  # what a first-rate reference has
FACE_LEAST_SHARE = 0.10  # face width of the picture's: a smaller one is somebody in a landscape
SECOND_MOST = 0.35  # second face's area of the first's: nobody can say whose photo it is
SECOND_NOTED = 0.10
SIDE_LEAST_PX = 256
SIDE_GOOD_PX = 512
FRONTAL_DEGREES = 15.0  # of yaw that cost a reference nothing
SIDEWAYS_DEGREES = 60.0  # of yaw that cost it half

Finding = tuple[Literal["reject", "warn"], Reason]

# One sentence a reason: what was measured and what to do.
FIXES: Mapping[Reason, str] = {
    "no_face": "No face was found: send a photo in which you look at the camera.",
    "several_faces": "There are {faces:.0f} faces, the second {second_face_share:.0%} as large as the first: send "
    "a photo with you alone.",
    "face_too_small": "The eyes are {ied_px:.0f} px apart, 120 are good: come closer, or send the original file.",
    "too_low_resolution": "The short side has {short_side_px:.0f} px, 512 are good: send the original file.",
}
FAR_AWAY_FIX = "The face takes {face_width_share:.1%} of the width, 10% are the least: come closer."
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
    and where there is a face `ied_px` (between the eyes, made good for the turn of the head), `face_px` (width),
    `face_width_share` (of the picture's), `second_face_share` (of the first's area) and `yaw_degrees`. `quality`: 0 to
    1, ranks photos as references. `fix`: a sentence with the measured number, empty for a photo that is fine.
    `detail`: why a photo is `unreadable`, in the codes of inference.decode.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    quality: float
    fix: str = ""
    detail: str = ""


def check(pixels: Pixels) -> Check:
    """Look at one upright picture (height x width x 3)."""
    faces = find_faces(pixels)
    measures = _measured(pixels, faces)
    findings = sorted(_findings(measures), key=lambda finding: finding[0] != "reject")
    reasons: tuple[Reason, ...] = tuple(reason for _, reason in findings)
    verdict: Verdict = findings[0][0] if findings else "accept"
    quality = 0.0 if verdict == "reject" else _quality(measures)
    return Check(verdict, reasons, measures, quality, _fix(reasons[0], measures) if reasons else "")


def unreadable(error: Unreadable) -> Check:
    """What is to be said of a file no picture came of."""
    fix = UNREADABLE_FIXES[error.code].format_map({"megapixels": 0.0, "short_side_px": 0.0} | error.measures)
    return Check("reject", ("unreadable",), error.measures, 0.0, fix, error.code)


def _fix(reason: Reason, measures: Mapping[str, float]) -> str:
    """The sentence for the gravest reason, with the number that was measured."""
    far = reason == "face_too_small" and measures["face_width_share"] < FACE_LEAST_SHARE
    return (FAR_AWAY_FIX if far else FIXES[reason]).format_map(measures)


def _measured(pixels: Pixels, faces: tuple[Face, ...]) -> dict[str, float]:
    height, width = pixels.shape[:2]
    measures = {
        "faces": float(len(faces)),
        "short_side_px": float(min(height, width)),
        "megapixels": round(height * width / 1e6, 2),
    }
    if faces:
        main = faces[0]
        measures |= {
            "ied_px": round(main.ied_px, 1),
            "face_px": round(main.box[2], 1),
            "face_width_share": round(main.box[2] / width, 3),
            "second_face_share": round(_area(faces[1]) / _area(main), 3) if len(faces) > 1 else 0.0,
            "yaw_degrees": round(main.yaw or 0.0, 1),
        }
    return measures


def _area(face: Face) -> float:
    return max(face.box[2] * face.box[3], 1.0)


def _findings(measures: Mapping[str, float]) -> list[Finding]:
    """Everything that speaks against the photo, what a person would see first coming first."""
    findings: list[Finding] = []
    if not measures["faces"]:
        findings.append(("reject", "no_face"))
    else:
        second = measures["second_face_share"]
        if second >= SECOND_NOTED:
            findings.append(("reject" if second > SECOND_MOST else "warn", "several_faces"))
        if measures["ied_px"] < EYES_LEAST_PX or measures["face_width_share"] < FACE_LEAST_SHARE:
            findings.append(("reject", "face_too_small"))
        elif measures["ied_px"] < EYES_GOOD_PX:
            findings.append(("warn", "face_too_small"))
    if measures["short_side_px"] < SIDE_GOOD_PX:
        findings.append(("reject" if measures["short_side_px"] < SIDE_LEAST_PX else "warn", "too_low_resolution"))
    return findings


def _quality(measures: Mapping[str, float]) -> float:
    """Pixels between the eyes count most, then that the face looks to the camera and is alone."""
    size = min(1.0, measures["ied_px"] / EYES_BEST_PX)
    turned = (abs(measures["yaw_degrees"]) - FRONTAL_DEGREES) / (SIDEWAYS_DEGREES - FRONTAL_DEGREES)
    frontal = 1 - 0.5 * min(1.0, max(0.0, turned))
    return round(size * frontal * (1 - measures["second_face_share"]), 3)
