"""How good the selfie check is on the labelled photos: `make bench-selfies`.

Prints what is wrongly refused, wrongly accepted and rightly named, by reason and by source, borderline rows apart; how
lighter and darker faces fare; and how long a photo takes. Exits with 1 where a figure is over its limit. Reads the
photos where they lie: `FACES=/folder` names another one with a labels.csv of the same columns.
"""

import csv
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

from inference.decode import Sandbox, Unreadable
from inference.measures.light import skin_tone
from inference.selfies import Check, check, unreadable
from inference.view import View

LOST_MOST, MISSED_MOST, NAMED_LEAST = 0.03, 0.05, 0.85
LIGHT_REASONS = {"too_dark", "overexposed", "harsh_light"}


@dataclass(frozen=True)
class Judged:
    """A labelled photo, what was said of it, and how long that took; `tone`: mean L* of the cheeks."""

    row: dict[str, str]
    said: Check
    seconds: float
    tone: float

    @property
    def source(self) -> str:
        """Whether it was made from another photo."""
        return "derived" if self.row["source_repo"] == "derived" else "real"

    @property
    def good(self) -> bool:
        """Whether people accept it."""
        return self.row["verdict"] == "accept"

    @property
    def refused(self) -> bool:
        """Whether the check does not accept it."""
        return self.said.verdict == "reject"

    @property
    def named(self) -> bool:
        """Whether the reason is one that people gave."""
        return self.refused and self.said.reasons[0] in {self.row["reason"], *self.row["also"].split(";")}


def main() -> int:
    """Judge every photo and print the report."""
    folder = Path(os.environ.get("FACES", Path(__file__).parents[2] / "../shared/faces"))
    if not (folder / "labels.csv").exists():
        print(f"no labelled photos in {folder}: set FACES to a folder with a labels.csv")
        return 2
    with (folder / "labels.csv").open(newline="") as file, Sandbox() as sandbox:
        judged = [judge(folder, row, sandbox) for row in csv.DictReader(file)]
    strict = [photo for photo in judged if photo.row["borderline"] != "1"]
    failed = report("clear cases", strict)
    report("borderline: reasonable people disagree", [photo for photo in judged if photo.row["borderline"] == "1"])
    by_tone(judged)
    seconds = [photo.seconds for photo in judged]
    print(f"\ndecode and check: median {statistics.median(seconds):.2f} s, slowest {max(seconds):.2f} s")
    return int(failed)


def judge(folder: Path, row: dict[str, str], sandbox: Sandbox) -> Judged:
    """Decode and check one photo."""
    data = (folder / row["file"]).read_bytes()
    began = time.perf_counter()
    try:
        pixels = sandbox.decode(data)
    except Unreadable as error:
        return Judged(row, unreadable(error), time.perf_counter() - began, float("nan"))
    said = check(pixels)
    seconds = time.perf_counter() - began
    return Judged(row, said, seconds, skin_tone(View(pixels, said.face)) if said.face else float("nan"))


def report(title: str, photos: Sequence[Judged]) -> bool:
    """The three figures, a line a reason and source, every disagreement. Returns whether a figure is over its limit."""
    good, bad = [p for p in photos if p.good], [p for p in photos if not p.good]
    lost, missed = [p for p in good if p.refused], [p for p in bad if not p.refused]
    named = [p for p in bad if p.named]
    refused = len(bad) - len(missed)
    print(f"\n{title}: {len(photos)} photos")
    print(f"  wrongly refused   {len(lost):3} of {len(good):3}  {share(len(lost), len(good)):6.1%}")
    print(f"  wrongly accepted  {len(missed):3} of {len(bad):3}  {share(len(missed), len(bad)):6.1%}")
    print(f"  rightly named     {len(named):3} of {refused:3}  {share(len(named), refused):6.1%}")
    for (reason, source), group in grouped(photos):
        asked = f"  {reason:18} {source:8} {len(group):3}"
        if group[0].good:
            print(f"{asked}  accepted {sum(not p.refused for p in group):3}")
        else:
            print(f"{asked}  refused {sum(p.refused for p in group):3}, rightly named {sum(p.named for p in group):3}")
    for photo in photos:
        if photo in lost or photo in missed or (photo.refused and not photo.good and not photo.named):
            print(f"    {photo.row['file']}: {photo.row['reason']}, said {photo.said.verdict} {photo.said.reasons}")
    over = share(len(lost), len(good)) > LOST_MOST or share(len(missed), len(bad)) > MISSED_MOST
    return over or share(len(named), refused) < NAMED_LEAST


def grouped(photos: Iterable[Judged]) -> list[tuple[tuple[str, str], list[Judged]]]:
    """The photos by labelled reason and source."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for photo in photos:
        groups.setdefault((photo.row["reason"], photo.source), []).append(photo)
    return sorted(groups.items())


def by_tone(judged: Sequence[Judged]) -> None:
    """The good photos in thirds by how light the face is, and how often its light was held against it."""
    faces = sorted((p for p in judged if p.good and p.source == "real" and not isnan(p.tone)), key=lambda p: p.tone)
    third = len(faces) // 3
    print("\ngood photos by the lightness of the cheeks (CIE L*)")
    for name, part in (("darker", faces[:third]), ("middle", faces[third:-third]), ("lighter", faces[-third:])):
        said = Counter(reason for p in part for reason in p.said.reasons if reason in LIGHT_REASONS)
        noted = ", ".join(f"{reason} {count}" for reason, count in sorted(said.items())) or "none"
        span = f"L* {part[0].tone:3.0f} to {part[-1].tone:3.0f}"
        print(f"  {name:8} {span}: {sum(p.refused for p in part)} of {len(part)} refused; light noted: {noted}")


def share(part: int, whole: int) -> float:
    """As a fraction, 0 of nothing."""
    return part / whole if whole else 0.0


if __name__ == "__main__":
    sys.exit(main())
