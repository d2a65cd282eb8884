"""`portrait PHOTO...`: portraits of the person in these photos, as files, with a progress bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, track

from inference.commands.photos import Looked, look_at, printable
from inference.contract import Failure, Shot
from inference.decode import Sandbox
from inference.engines import Brief, Engine, EngineError, Pixels

REFERENCES = 6  # photos kept in memory, best first: each may take 50 MB
NOTES = {
    "enlarged": "The photo has less detail than this size needs, so it was enlarged a little.",
    "soft_source": "The photo is a little soft, and so is the portrait.",
    "kept_background": "The real background was kept and blurred, as a clean cut-out was not possible.",
    "retouched": "These are your own photos, retouched; clothes and features are as they were.",
    "generated": "A model painted these from the photos: look closely whether they are really the person.",
    "smaller": "Memory was short, so the portraits are a little smaller than usual.",
    "tight_crop": "The photo leaves little room around the person, so the framing is closer than usual.",
}
FAILURES: dict[Failure, str] = {
    "no_usable_photo": "In none of these photos was the face found well enough: try others.",
    "out_of_memory": "This machine has not enough memory for these photos: try smaller copies.",
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    photos: Sequence[Path]
    style: str
    count: int
    background: str | None
    seed: int
    out: Path


def run(wanted: Wanted) -> int:
    """Make the portraits. The exit status: 1 where no photo helps, the engine fails or the folder refuses, else 0."""
    said = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
    photos = references(wanted.photos, said)
    if not photos:
        said.print("None of the photos can be used, so nothing was made.")
        return 1
    try:
        wanted.out.mkdir(parents=True, exist_ok=True)
        return make(studio(), photos, wanted, said)
    except EngineError as error:
        said.print(FAILURES.get(error.failure, f"The portraits could not be made: {escape(str(error))}."))
    except OSError as error:
        where = escape(printable(wanted.out))
        said.print(f"Nothing can be written to {where} ({error.strerror}): name another folder with --out.")
    return 1


def studio() -> Engine:
    """The engine of machines without a GPU."""
    from inference.engines.studio import StudioEngine

    return StudioEngine()


def references(paths: Sequence[Path], said: Console) -> list[Pixels]:
    """The best of the usable photos, best first; what is wrong with the others is said."""
    best: list[Looked] = []
    with Sandbox() as sandbox:
        for path in track(paths, "Looking", console=said, transient=True, disable=len(paths) == 1):
            looked = look_at(path, sandbox)
            if looked.check.fix:
                verdict = "not used" if looked.check.verdict == "reject" else "used, though not ideal"
                said.print(f"{escape(printable(path))}: {verdict}. {escape(looked.check.fix)}")
            if looked.check.verdict != "reject":
                best = sorted((*best, looked), key=lambda one: -one.check.quality)[:REFERENCES]
    return [looked.pixels for looked in best if looked.pixels is not None]


def make(engine: Engine, photos: Sequence[Pixels], wanted: Wanted, said: Console) -> int:
    """Write each portrait as soon as it is finished; then say what the person should know of them."""
    out = Console(highlight=False, soft_wrap=True, emoji=False)
    shots = [Shot(index, wanted.style, wanted.background) for index in range(wanted.count)]
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    notes: dict[str, None] = {}
    with Progress(*columns, console=said, transient=True) as progress:
        task = progress.add_task("Making portraits", total=1.0)

        def tell(fraction: float, preview: Pixels | None = None) -> None:  # noqa: ARG001 - of the protocol
            progress.update(task, completed=fraction)

        for portrait in engine.portraits(Brief(photos, shots, wanted.seed), lambda: False, tell):
            path = unused(wanted.out, f"{wanted.style}-{portrait.index + 1}")
            path.write_bytes(portrait.jpeg)
            out.print(f"{escape(printable(path))}  {portrait.width} x {portrait.height}")
            notes |= dict.fromkeys(portrait.notes)
    for note in notes:
        said.print(NOTES.get(note, note))
    return 0


def unused(folder: Path, name: str) -> Path:
    """A file name with this beginning that is not taken: nothing is ever overwritten."""
    path, number = folder / f"{name}.jpg", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-v{number}.jpg"
    return path
