"""Is this photo usable, and if not, why and what to do: pixels in, a verdict with its measures out.

Limits are those of ISO/IEC 29794-5 as in OFIQ 1.0.3, in pixels between the eye centres, and shares of face area.
Refuses to know whose photo it is, where it came from or how it was encoded.
"""

from dataclasses import dataclass
from typing import Final

from inference.contract import Reason, Verdict
from inference.faces import Face, Pixels, find_faces

SHORT_SIDE_REJECT_PX: Final = 256
SHORT_SIDE_WARN_PX: Final = 512
IED_REJECT_PX: Final = 50.0  # the standard's midpoint is 70; smaller eyes leave nothing to enlarge
IED_WARN_PX: Final = 90.0
IED_BEST_PX: Final = 175.0  # a face of about 410 px: all a portrait of 1024 px can show
FACE_WIDTH_REJECT: Final = 0.1  # of the picture's width: then the person is not what the picture is of
SECOND_REJECT: Final = 0.35  # area of the second face by that of the first: two subjects
SECOND_WARN: Final = 0.10  # somebody in the background
FULL_PROFILE_DEGREES: Final = 90.0

FIXES: Final[dict[Reason, str]] = {
    "no_face": "No face was found. Use a photo that shows your face from the front.",
    "several_faces": "There are {faces:.0f} faces, the second {second_face_share:.0%} as large as the first. "
    "Use a photo of one person, or crop it.",
    "face_too_small": "The face is {ied_px:.0f} px between the eyes; 120 is good. "
    "Come closer, or use the original file.",
    "too_low_resolution": "The short side is {short_side_px:.0f} px; 512 or more is good. Use the original file.",
    "unreadable": "The file cannot be read as a photo. Use a JPEG, PNG, WebP, HEIC or AVIF file.",
}


@dataclass(frozen=True)
class Check:
    """The verdict on one photo.

    `measures` have stable names that sentences quote; `quality` (0 to 1) ranks references; `fix` is one English
    sentence for the command line, empty where nothing is to be done.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    quality: float
    fix: str


def check(pixels: Pixels) -> Check:
    """Judge one upright RGB photo."""
    faces = find_faces(pixels)
    measures = measure(pixels, faces)
    refused, doubted = refusals(measures), doubts(measures)
    reasons = refused or doubted
    verdict: Verdict = "reject" if refused else "warn" if doubted else "accept"
    fix = fix_for(reasons[0], measures) if reasons else ""
    return Check(verdict, reasons, measures, 0.0 if refused else quality(faces[0], measures), fix)


def measure(pixels: Pixels, faces: tuple[Face, ...]) -> dict[str, float]:
    """What the sentences may quote: faces, short_side_px, megapixels, and of the largest face ied_px, face_px,
    face_width_share and second_face_share (of areas)."""
    height, width = pixels.shape[:2]
    found = {"faces": float(len(faces)), "short_side_px": float(min(height, width)), "megapixels": width * height / 1e6}
    if faces:
        main = faces[0]
        others = [face.box[2] * face.box[3] for face in faces[1:]]
        found |= {
            "ied_px": main.ied_px,
            "face_px": main.box[2],
            "face_width_share": main.box[2] / width,
            "second_face_share": max(others, default=0.0) / (main.box[2] * main.box[3]),
        }
    return found


def refusals(measures: dict[str, float]) -> tuple[Reason, ...]:
    """Every reason to refuse, the one to name first."""
    found: list[Reason] = []
    if measures["short_side_px"] < SHORT_SIDE_REJECT_PX:
        found.append("too_low_resolution")
    if not measures["faces"]:
        return (*found, "no_face")
    if measures["second_face_share"] > SECOND_REJECT:
        found.append("several_faces")
    if measures["ied_px"] < IED_REJECT_PX or measures["face_width_share"] < FACE_WIDTH_REJECT:
        found.append("face_too_small")
    return tuple(found)


def doubts(measures: dict[str, float]) -> tuple[Reason, ...]:
    """Every reason to warn, the one to name first."""
    found: list[Reason] = []
    if measures["ied_px"] < IED_WARN_PX if measures["faces"] else False:
        found.append("face_too_small")
    if measures.get("second_face_share", 0.0) > SECOND_WARN:
        found.append("several_faces")
    if measures["short_side_px"] < SHORT_SIDE_WARN_PX:
        found.append("too_low_resolution")
    return tuple(found)


def quality(face: Face, measures: dict[str, float]) -> float:
    """How good a reference this is: pixels of the face, how far it is turned, how certain it is; each 0 to 1."""
    pixels = min(1.0, measures["ied_px"] / IED_BEST_PX)
    turned = 1.0 - min(1.0, abs(face.yaw or 0.0) / FULL_PROFILE_DEGREES)
    return pixels * turned * min(1.0, max(0.0, face.confidence))


def fix_for(reason: Reason, measures: dict[str, float]) -> str:
    """The one thing to do about a reason, with the measured number."""
    return FIXES[reason].format(**measures)
