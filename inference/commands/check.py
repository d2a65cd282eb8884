"""`check PHOTO...`: one verdict a photo, for people or as JSON."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from inference.commands.photos import Looked, look_at, printable
from inference.decode import Sandbox

MARKS = {"accept": "[green]good[/]", "warn": "[yellow]usable[/]", "reject": "[red]not usable[/]"}


def run(photos: Sequence[Path], *, as_json: bool) -> int:
    """Print the verdicts in the order of the photos. The exit status: 1 if a file could not be opened, else 0."""
    bar = Console(stderr=True)
    out = Console(highlight=False, soft_wrap=True, emoji=False)
    missing = False
    with Sandbox() as sandbox:
        for path in track(
            photos, "Looking", console=bar, transient=True, disable=len(photos) == 1 or not bar.is_terminal
        ):
            looked = look_at(path, sandbox)
            missing = missing or looked.missing
            if as_json:
                sys.stdout.write(f"{as_line(looked)}\n")
                sys.stdout.flush()
            else:
                out.print(
                    f"{escape(printable(path))}: {MARKS[looked.check.verdict]}  {escape(looked.check.fix)}".rstrip()
                )
    return int(missing)


def as_line(looked: Looked) -> str:
    """The verdict as one line of JSON in plain ASCII, whatever the file is called."""
    said = looked.check
    return json.dumps(
        {
            "file": str(looked.path),
            "verdict": said.verdict,
            "reasons": said.reasons,
            "measures": said.measures,
            "fix": said.fix,
        }
    )
