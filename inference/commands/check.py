"""`check PHOTO...`: one verdict a photo, for people or as JSON."""

from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import track

from inference.commands.photos import Looked, look_at, printable
from inference.decode import Sandbox

MARKS = {"accept": "[green]good[/]", "warn": "[yellow]usable[/]", "reject": "[red]no[/]"}


def run(photos: list[Path], *, as_json: bool) -> int:
    """Print the verdicts in the order of the photos; 1 if a photo could not be read at all, else 0."""
    notices = Console(stderr=True)
    out = Console(highlight=False, soft_wrap=True)
    failed = False
    with Sandbox() as sandbox:
        for path in track(photos, "Looking", console=notices, transient=True, disable=len(photos) == 1):
            looked = look_at(path, sandbox)
            failed = failed or looked.pixels is None
            if as_json:
                out.print(line(looked), markup=False)
            else:
                fix = escape(f"  {looked.check.fix}") if looked.check.fix else ""
                out.print(f"{escape(printable(path))}: {MARKS[looked.check.verdict]}{fix}")
    return int(failed)


def line(looked: Looked) -> str:
    """The verdict as one line of JSON."""
    found = looked.check
    measures = {name: round(value, 3) for name, value in found.measures.items()}
    verdict = {"file": str(looked.path), "verdict": found.verdict, "reasons": found.reasons}
    return msgspec.json.encode({**verdict, "measures": measures, "fix": found.fix}).decode()
