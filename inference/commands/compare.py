"""`compare PHOTO PHOTO`: whether two photos show one person, and whether they are copies of one photo."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.alike import Fingerprint, fingerprint, hash_distance, near_duplicate
from inference.commands.photos import look_at, printable
from inference.decode import Sandbox
from inference.faces import find_faces
from inference.identity import SAME_PERSON, Embedding, distance, embedding

NO_FACE = "No face was found: name a photo in which one looks at the camera."


@dataclass(frozen=True)
class Shown:
    """What is compared of a photo: its main face and its fingerprint."""

    face: Embedding
    print: Fingerprint


def run(photos: Sequence[Path], *, as_json: bool) -> int:
    """Print the comparison of two photos. The exit status: 1 if one of them cannot be compared, else 0."""
    with Sandbox() as sandbox:
        try:
            seen = [shown(path, sandbox) for path in photos]
        except FileNotFoundError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for path, said in zip(photos, seen, strict=True):
        if isinstance(said, str):
            sys.stderr.write(f"{printable(path)}: cannot be compared. {said}\n")
    one, other = seen
    if isinstance(one, str) or isinstance(other, str):
        return 1
    sys.stdout.write(f"{(as_line if as_json else as_sentence)(photos, one, other)}\n")
    return 0


def shown(path: Path, sandbox: Sandbox) -> Shown | str:
    """What a photo shows, or a sentence on why that cannot be said and what to do."""
    looked = look_at(path, sandbox)
    if looked.pixels is None:
        return looked.check.fix
    faces = find_faces(looked.pixels)
    if not faces:
        return NO_FACE
    return Shown(embedding(looked.pixels, faces[0]), fingerprint(looked.pixels, faces[0]))


def as_line(photos: Sequence[Path], one: Shown, other: Shown) -> str:
    """The comparison as one line of JSON in plain ASCII."""
    far = distance(one.face, other.face)
    return json.dumps(
        {
            "files": [str(path) for path in photos],
            "distance": round(far, 4),
            "limit": SAME_PERSON,
            "same_person": far <= SAME_PERSON,
            "near_duplicate": near_duplicate(one.print, other.print),
            "hash_distance": hash_distance(one.print, other.print),
        }
    )


def as_sentence(photos: Sequence[Path], one: Shown, other: Shown) -> str:
    """The comparison in words."""
    names = " and ".join(printable(path) for path in photos)
    far = distance(one.face, other.face)
    measured = f"the faces are {far:.2f} apart, up to {SAME_PERSON:.2f} count as one person"
    if near_duplicate(one.print, other.print):
        return f"{names}: the same photo twice ({measured})."
    return f"{names}: {'the same person' if far <= SAME_PERSON else 'two different people'} ({measured})."
