"""`portrait PHOTO...`: portraits of the person in these photos, as files, with a progress bar."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from inference.commands.photos import Looked, look_at, printable
from inference.contract import Shot
from inference.decode import Sandbox
from inference.engines import EngineError, Pixels

NOTES = {
    "enlarged": "The photo has less detail than this size needs, so it was enlarged a little.",
    "soft_source": "The photo is a little soft, so the portrait is too.",
    "kept_background": "The real background was kept and blurred: a clean cut-out was not possible.",
    "tight_crop": "The photo leaves little room around the person, so the framing is closer than usual.",
}
FAILURES = {
    "no_usable_photo": "In none of these photos could the face be found well enough. Try others.",
    "out_of_memory": "There is not enough memory on this machine for these photos. Try smaller copies.",
}


def run(photos: list[Path], style: str, count: int, background: str | None, seed: int, out: Path) -> int:
    """Make `count` portraits in `out`; 0, or 1 where no photo helps or the engine fails."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        console.print(f"{escape(printable(out))}: {error.strerror}. Name a folder that can be written to.")
        return 1
    with Sandbox() as sandbox:
        looked = [look_at(path, sandbox) for path in photos]
    for one in looked:
        if one.check.verdict == "reject":
            console.print(f"{escape(printable(one.path))}: [red]not used[/]  {escape(one.check.fix)}")
    pixels = best_first(looked)
    if not pixels:
        console.print("No photo is left to work with.")
        return 1
    return make(pixels, [Shot(index, style, background) for index in range(count)], seed, out, console)


def best_first(looked: list[Looked]) -> list[Pixels]:
    """The pictures of the usable photos, best reference first."""
    usable = sorted((one for one in looked if one.check.verdict != "reject"), key=lambda one: -one.check.quality)
    return [one.pixels for one in usable if one.pixels is not None]


def make(photos: list[Pixels], shots: list[Shot], seed: int, out: Path, console: Console) -> int:
    """Make the shots and write each as soon as it is finished."""
    from inference.engines.studio import StudioEngine

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    notes: dict[str, None] = {}
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Making portraits", total=1.0)

            def tell(fraction: float) -> None:
                progress.update(task, completed=fraction)

            for portrait in StudioEngine().portraits(photos, shots, seed, lambda: False, tell):
                path = unused(out, f"{shots[portrait.index].style}-{portrait.index + 1}")
                path.write_bytes(portrait.jpeg)
                console.print(f"{escape(printable(path))}  {portrait.width} x {portrait.height}")
                notes |= dict.fromkeys(portrait.notes)
    except EngineError as error:
        console.print(FAILURES.get(error.failure, f"The portraits could not be made: {escape(str(error))}"))
        return 1
    except OSError as error:
        console.print(f"A portrait could not be written to {escape(printable(out))}: {error.strerror}.")
        return 1
    for note in notes:
        console.print(NOTES.get(note, note))
    return 0


def unused(folder: Path, name: str) -> Path:
    """A file name of this beginning that is not taken: nothing is ever overwritten."""
    path, number = folder / f"{name}.jpg", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-v{number}.jpg"
    return path
