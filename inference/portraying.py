"""What is kept in memory of a photo so that a set can be compared: never its pixels, never on a disk.

A picture and its check in, what inference.selfie_sets asks for out. Refuses to know whose photo it is.
"""

from dataclasses import dataclass, replace

from inference import alike
from inference.contact_sheet import Box, in_thumbnail
from inference.identity import embedding
from inference.selfie_sets import Portrayed
from inference.selfies import Check


@dataclass(frozen=True)
class Seen:
    """One photo with a face. `box` is the face as fractions of the photo's thumbnail."""

    portrayed: Portrayed
    box: Box

    def as_said(self, claimed: bool) -> Portrayed:
        """The photo, once the person has said whether it is they."""
        return replace(self.portrayed, claimed=claimed)


def see(name: str, check: Check) -> Seen | None:
    """Everything a comparison needs of one photo; None where there is no face."""
    pixels, face = check.pixels, check.face
    if pixels is None or face is None:
        return None
    height, width = pixels.shape[:2]
    portrayed = Portrayed(
        id=name,
        quality=check.quality,
        embedding=embedding(pixels, face),
        print=alike.fingerprint(pixels, face),
        yaw=face.yaw or 0.0,
        pitch=face.pitch or 0.0,
        smile=alike.smile(face),
        light_side=check.measures.get("light_side", 0.0),
        scene=alike.scene(pixels, face),
    )
    return Seen(portrayed, in_thumbnail(face.box, width, height, face.box))
