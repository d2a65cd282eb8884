"""`portrait PHOTO...`: portraits of the person in these photos, as files, with a progress bar and a look at each.

Photos are looked at, an engine is opened as the worker would open it, and each portrait is written as soon as it is
finished. Ctrl-C stops at the engine's next step.
"""

import signal
import sys
import threading
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import msgspec
from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn, track
from rich.text import Text

from inference.catalogue import MODELS, Can, modes
from inference.commands.photos import Looked, look_at, printable
from inference.commands.portrait_arguments import CHANGING
from inference.commands.preview import can_draw, drawn
from inference.contract import Failure, Mode, Shot, Tuning
from inference.decode import Sandbox
from inference.engines import Brief, Engine, EngineError, PersonalAdapter, Pixels
from inference.engines.choosing import EngineUnavailable, choose
from inference.frames import Setup

REFERENCES = 6  # photos kept in memory, best first: each may take 50 MB
NOTES = {
    "enlarged": "The photo has less detail than this size needs, so it was enlarged a little.",
    "soft_source": "The photo is a little soft, and so is the portrait.",
    "kept_background": "The real background was kept and blurred, as a clean cut-out was not possible.",
    "retouched": "These are your own photos, retouched; clothes and features are as they were.",
    "generated": "An AI model made these: look closely whether they are really the person.",
    "smaller": "Memory was short, so the portraits are a little smaller than usual.",
    "tight_crop": "The photo leaves little room around the person, so the framing is closer than usual.",
}
FAILURES: dict[Failure, str] = {
    "no_usable_photo": "In none of these photos was the face found well enough: try others.",
    "out_of_memory": "This machine has too little memory for this: try smaller photos, or a smaller --size.",
    "blank_picture": "Only blank pictures came out: try another --seed, or --guidance nearer the model's own.",
}
ADAPTERS = "It must be a LoRA that was trained for this very model, as .safetensors."
INVENTED = "An AI model made these from words alone: they show nobody in particular."


class Unfit(Exception):
    """What was asked for does not fit the engine; the sentence says what would."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    photos: Sequence[Path]
    style: str
    count: int
    background: str | None
    seed: int
    out: Path
    mode: Mode | None = None
    words: str = ""
    adapter: Path | None = None
    tuning: Tuning = field(default_factory=Tuning)

    @property
    def for_a_model(self) -> tuple[str, ...]:
        """The arguments given that only a model of the catalogue understands."""
        given = {"words": self.words, "adapter": self.adapter, **msgspec.structs.asdict(self.tuning)}
        named = {"width": "size", "height": "size"}
        return tuple(dict.fromkeys(f"--{named.get(name, name)}" for name, value in given.items() if value))


@dataclass
class Written:
    """What a run has made so far."""

    names: list[str] = field(default_factory=list[str])
    notes: dict[str, None] = field(default_factory=dict[str, None])


def run(wanted: Wanted, setup: Setup) -> int:
    """Make the portraits. The exit status: 1 where nothing could be made or it was stopped, else 0."""
    said = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
    photos = [] if wanted.mode == "text" else references(wanted.photos, said)
    if not photos and wanted.mode != "text":
        said.print("None of the photos can be used, so nothing was made.")
        return 1
    try:
        wanted.out.mkdir(parents=True, exist_ok=True)
        foreseen(wanted, setup.engine)
        with said.status("Opening the engine"):
            engine = choose(setup)
        fitting(wanted, engine.name, engine.modes, engine.adapters)
        return make(engine, brief(wanted, photos), wanted, said)
    except EngineError as error:
        said.print(escape(failed(error, wanted)))
    except (EngineUnavailable, Unfit) as error:
        said.print(escape(str(error)))
    except OSError as error:
        where = escape(printable(wanted.out))
        said.print(f"Nothing can be written to {where} ({error.strerror}): name another folder with --out.")
    return 1


def failed(error: EngineError, wanted: Wanted) -> str:
    """Why nothing was made, with what to do about it."""
    if error.failure == "adapter_refused" and wanted.adapter is not None:
        return f"The adapter {printable(wanted.adapter)} cannot be used: {error}. {ADAPTERS}"
    return FAILURES.get(error.failure, f"The portraits could not be made: {error}.")


def references(paths: Sequence[Path], said: Console) -> list[Pixels]:
    """The best of the usable photos, best first; what is wrong with the others is said."""
    best: list[Looked] = []
    with Sandbox() as sandbox:
        for path in track(
            paths, "Looking", console=said, transient=True, disable=len(paths) == 1 or not said.is_terminal
        ):
            looked = look_at(path, sandbox)
            if looked.check.fix:
                verdict = "not used" if looked.check.verdict == "reject" else "used, though not ideal"
                said.print(f"{escape(printable(path))}: {verdict}. {escape(looked.check.fix)}")
            if looked.check.verdict != "reject":
                best = sorted((*best, looked), key=lambda one: -one.check.quality)[:REFERENCES]
    return [looked.pixels for looked in best if looked.pixels is not None]


def foreseen(wanted: Wanted, engine: str) -> None:
    """Raise Unfit for what can be known before a model is opened, which takes minutes."""
    if (model := MODELS.get(engine)) is not None:
        fitting(wanted, engine, modes(model), Can.ADAPTER in model.can)
        if wanted.adapter is not None:
            adapter_bytes(wanted.adapter)


def fitting(wanted: Wanted, engine: str, modes: Collection[Mode], adapters: bool) -> None:
    """Raise Unfit unless an engine of this name, with these modes, with or without adapters can make what is wanted."""
    another = "`python -m inference models` lists what --engine may name."
    if wanted.mode is not None and wanted.mode not in modes:
        others = ", ".join(sorted(modes))
        raise Unfit(f"The engine {engine} makes no portraits by --mode {wanted.mode}, only by {others}. {another}")
    if wanted.adapter is not None and not adapters:
        raise Unfit(f"The engine {engine} takes no --adapter. {another}")
    if wanted.tuning.strength is not None and engine in MODELS and wanted.mode not in CHANGING:
        raise Unfit(f"--strength is how much of a picture is changed: it needs --mode {' or --mode '.join(CHANGING)}.")
    if wanted.for_a_model and engine not in MODELS:
        raise Unfit(f"{', '.join(wanted.for_a_model)}: the engine {engine} has no use for that. {another}")


def brief(wanted: Wanted, photos: Sequence[Pixels]) -> Brief:
    """The order as an engine takes it."""
    shots = [Shot(index, wanted.style, wanted.background) for index in range(wanted.count)]
    adapter = None
    if (path := wanted.adapter) is not None:
        adapter = PersonalAdapter("command-line", path.name, lambda: adapter_bytes(path))
    return Brief(photos, shots, wanted.seed, wanted.mode, wanted.words, adapter, wanted.tuning)


def adapter_bytes(path: Path) -> bytes:
    """The adapter's file. Raises Unfit where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        where = printable(path)
        raise Unfit(f"The adapter {where} cannot be read ({error.strerror}): name a .safetensors file.") from error


def make(engine: Engine, order: Brief, wanted: Wanted, said: Console) -> int:
    """Write each portrait as soon as it is finished; then say what the person should know of them."""
    written = Written()
    with stopping() as stopped, Shown(said, f"Making portraits with {engine.name}") as shown:
        for portrait in engine.portraits(order, stopped.is_set, shown.tell):
            path = unused(wanted.out, f"{wanted.style}-{portrait.index + 1}")
            path.write_bytes(portrait.jpeg)
            written.names.append(path.name)
            written.notes |= dict.fromkeys(portrait.notes)
            sys.stdout.write(f"{printable(path)}  {portrait.width} x {portrait.height}\n")
            sys.stdout.flush()
    for note in written.notes:
        said.print(INVENTED if note == "generated" and not order.photos else NOTES.get(note, note))
    if len(written.names) == wanted.count:
        return 0
    what = f"{', '.join(written.names)} in {printable(wanted.out)}" if written.names else "nothing"
    said.print(f"Stopped. Written so far: {escape(what)}.")
    return 1


class Shown:
    """A progress bar, and below it the portrait in the making where the terminal shows colours."""

    def __init__(self, said: Console, what: str) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            console=said,
        )
        self._task = self._progress.add_task(what, total=1.0)
        self._draws = can_draw(said)
        # A line for the same terminal is put above the bar; one for a file or a pipe goes there as it is.
        self._live = Live(self._progress, console=said, transient=True, redirect_stdout=sys.stdout.isatty())

    def tell(self, fraction: float, preview: Pixels | None = None) -> None:
        """Show how far it is; an engine calls this."""
        self._progress.update(self._task, completed=fraction)
        if preview is not None and self._draws:
            self._live.update(Group(self._progress, Text(), drawn(preview)))

    def __enter__(self) -> "Shown":
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()


@contextmanager
def stopping() -> Generator[threading.Event]:
    """An event that Ctrl-C sets, within the block; a second Ctrl-C ends the program as usual."""
    stopped = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stopped  # signals are the main thread's
        return
    before = signal.getsignal(signal.SIGINT)

    def stop(_: int, __: FrameType | None) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def unused(folder: Path, name: str) -> Path:
    """A file name with this beginning that is not taken: nothing is ever overwritten."""
    path, number = folder / f"{name}.jpg", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-v{number}.jpg"
    return path
