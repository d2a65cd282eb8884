"""`check PHOTO...`: one verdict a photo, for people or as JSON; of several photos also what they are to each other."""

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from inference.commands.photos import Looked, look_at, printable
from inference.contract import BEST_PHOTOS, Advice, Reason, Verdict
from inference.decode import Sandbox
from inference.identity import SAME_PERSON
from inference.portraying import Seen, see
from inference.selfie_sets import SetCheck, check_set
from inference.selfies import Check

AT_ONCE = 2  # photos: what a small machine has cores for
MARKS = {"accept": "[green]good[/]", "warn": "[yellow]usable[/]", "reject": "[red]not usable[/]"}
ADVICE: Mapping[Advice, str] = {
    "one_more": "one more good one would help most",
    "left": "one with the head turned a little to its own right would help most",
    "right": "one with the head turned a little to its own left would help most",
    "frontal": "one with the eyes straight to the camera would help most",
    "expression": "one with another expression would help most",
    "light": "one in other light would help most",
    "occasion": "one from another day or place would help most",
    "enough": "that is a good set",
    "strangers": "but they seem to show different people, so send photos of one",
}


@dataclass(frozen=True)
class Judged:
    """A photo with its verdict, and what of it is compared."""

    looked: Looked
    seen: Seen | None


def run(photos: Sequence[Path], *, as_json: bool) -> int:
    """Print the verdicts in the order of the photos. The exit status: 1 if a file could not be opened, else 0."""
    judged = look(photos)
    found = compare(judged) if len(photos) > 1 else None
    if found is not None:
        judged = [beside(photo, place, judged, found) for place, photo in enumerate(judged)]
    out = Console(highlight=False, soft_wrap=True, emoji=False)
    for place, photo in enumerate(judged):
        if as_json:
            sys.stdout.write(f"{as_line(photo.looked, place, judged, found)}\n")
        else:
            said = photo.looked.check
            out.print(f"{escape(printable(photo.looked.path))}: {MARKS[said.verdict]}  {escape(said.fix)}".rstrip())
    if found is not None and not as_json:
        out.print(summary(len(judged), found))
    return int(any(photo.looked.missing for photo in judged))


def look(photos: Sequence[Path]) -> list[Judged]:
    """Read, decode and check every photo, with a bar where somebody waits for several."""
    bar = Console(stderr=True)
    quiet = len(photos) == 1 or not bar.is_terminal
    with Sandbox(children=min(AT_ONCE, len(photos))) as sandbox, ThreadPoolExecutor(AT_ONCE) as threads:
        results = threads.map(partial(judge, sandbox), count(), photos)
        return list(track(results, "Looking", len(photos), console=bar, transient=True, disable=quiet))


def judge(sandbox: Sandbox, place: int, path: Path) -> Judged:
    """Check one photo and keep what a comparison needs, but not its pixels."""
    looked = look_at(path, sandbox)
    seen = see(str(place), looked.check) if looked.check.verdict != "reject" else None
    return Judged(replace(looked, pixels=None, check=replace(looked.check, pixels=None)), seen)


def compare(judged: Sequence[Judged]) -> SetCheck:
    """What the usable photos are to each other; their ids are their places."""
    return check_set([photo.seen.portrayed for photo in judged if photo.seen is not None])


def beside(photo: Judged, place: int, judged: Sequence[Judged], found: SetCheck) -> Judged:
    """The photo with what the others make of it: a copy counts once, and another person not at all."""
    said, name = photo.looked.check, str(place)
    if (twin := found.duplicates.get(name)) is not None:
        fix = f"Nearly the same photo as {printable(judged[int(twin)].looked.path)}: one of the two counts."
        said = noted(said, "near_duplicate", "warn", fix)
    elif (far := found.others.get(name)) is not None:
        fix = f"Somebody else than in the other photos: the faces differ by {far:.2f}, {SAME_PERSON:.2f} is the limit."
        said = noted(said, "other_person", "reject", fix)
    elif (far := found.doubtful.get(name)) is not None:
        fix = f"Perhaps somebody else: the face differs from the others by {far:.2f}, {SAME_PERSON:.2f} is the limit."
        said = noted(said, "other_person", "warn", fix)
    return replace(photo, looked=replace(photo.looked, check=said))


def noted(said: Check, reason: Reason, verdict: Verdict, fix: str) -> Check:
    """The verdict with one more reason, which comes first."""
    return replace(said, verdict=verdict, reasons=(reason, *said.reasons), fix=fix)


def summary(received: int, found: SetCheck) -> str:
    """How many photos count, and what would help most."""
    if not found.ranked:
        return f"None of {received} count."
    best = f", the best {BEST_PHOTOS} are used" if len(found.ranked) > BEST_PHOTOS else ""
    return f"{len(found.ranked)} of {received} count{best}; {ADVICE[found.advice]}."


def as_line(looked: Looked, place: int, judged: Sequence[Judged], found: SetCheck | None) -> str:
    """The verdict as one line of JSON in plain ASCII, whatever the file is called."""
    said = looked.check
    line: dict[str, object] = {
        "file": str(looked.path),
        "verdict": said.verdict,
        "reasons": said.reasons,
        "measures": said.measures,
        "fix": said.fix,
    }
    if found is not None:
        name = str(place)
        twin = found.duplicates.get(name)
        line["set"] = {
            "counts": name in found.ranked,
            "rank": found.ranked.index(name) + 1 if name in found.ranked else None,
            "duplicate_of": str(judged[int(twin)].looked.path) if twin is not None else None,
            "advice": found.advice,
        }
    return json.dumps(line)
