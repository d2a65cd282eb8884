"""`python -m inference`: the worker, and what can be done without a chat. See --help.

Parses and leads on; heavy imports wait for the command that needs them. A new command is an entry of COMMANDS. Exit
status 0 on success, 1 on failure, 2 on wrong use.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from inference.settings import Settings


@dataclass(frozen=True)
class Command:
    """One command: its name, a line of help, its arguments, and what it does, which returns the exit status."""

    name: str
    about: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def check_arguments(parser: ArgumentParser) -> None:
    """check PHOTO... [--json]"""
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help="one JSON object a line and photo")


def check(asked: Namespace) -> int:
    """Say of each photo whether it helps."""
    from inference.commands.check import run

    return run(asked.photos, as_json=asked.json)


def compare_arguments(parser: ArgumentParser) -> None:
    """compare PHOTO PHOTO [--json]"""
    parser.add_argument("photos", nargs=2, type=Path, metavar="PHOTO")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def compare(asked: Namespace) -> int:
    """Say whether two photos show one person, and whether they are one photo."""
    from inference.commands.compare import run

    return run(asked.photos, as_json=asked.json)


def portrait_arguments(parser: ArgumentParser) -> None:
    """portrait [PHOTO...] --style NAME --out DIR [--engine NAME] [--mode NAME] ..."""
    from inference.commands.portrait_arguments import portrait_arguments

    portrait_arguments(parser)


def portrait(asked: Namespace) -> int:
    """Make portraits into a folder."""
    from inference.commands.portrait import Wanted, run
    from inference.commands.portrait_arguments import tuning_of

    if not asked.photos and asked.mode != "text":
        sys.stderr.write("Name at least one photo, or ask for a picture from words alone with --mode text.\n")
        return 2
    settings = settings_read()
    if settings is None:
        return 2
    setup = settings.setup
    if asked.engine is not None:
        setup = msgspec.structs.replace(setup, engine=asked.engine)
    who = (asked.photos, asked.style, asked.count, asked.background, asked.seed, asked.out)
    return run(Wanted(*who, asked.mode, asked.words.strip(), asked.adapter, tuning_of(asked)), setup)


def models_arguments(parser: ArgumentParser) -> None:
    """models [--json] | models pull NAME [--update] | models pin NAME | models verify NAME"""
    from inference.catalogue import MODELS

    parser.add_argument("--json", action="store_true", help="the list as JSON")
    deeds = parser.add_subparsers(title="with one model", metavar="WHAT", dest="deed")
    for deed, about in (
        ("pull", "fetch its weights from the Hugging Face Hub, going on where an earlier pull ended"),
        ("pin", "lock a folder in MODEL_DIR that you filled yourself, as it is"),
        ("verify", "compare every file with the lock"),
    ):
        own = deeds.add_parser(deed, help=about, description=about)
        own.add_argument("name", choices=tuple(MODELS), metavar="NAME", help=", ".join(MODELS))
        if deed == "pull":
            own.add_argument("--update", action="store_true", help="the newest commit instead of the locked one")


def models(asked: Namespace) -> int:
    """List the models, or mind the weights of one."""
    from inference.commands import models as command

    settings = settings_read()
    if settings is None:
        return 2
    match asked.deed:
        case "pull":
            return command.pull(asked.name, settings, update=asked.update)
        case "pin":
            return command.pin(asked.name, settings)
        case "verify":
            return command.verify(asked.name, settings)
        case _:
            return command.run(settings, as_json=asked.json)


def bench_arguments(parser: ArgumentParser) -> None:
    """bench [WHAT...] [--tiny] [--runs N] [--json FILE] ..."""
    from inference.commands.bench_arguments import bench_arguments

    bench_arguments(parser)


def bench(asked: Namespace) -> int:
    """Measure how fast this machine makes pictures."""
    from inference.commands.bench import run

    return run(asked)


COMMANDS: Sequence[Command] = (
    Command("check", "say of each photo whether it helps, and if not, why and what to do", check_arguments, check),
    Command("compare", "say whether two photos show one person, or are one photo", compare_arguments, compare),
    Command("portrait", "make portraits of the person in these photos", portrait_arguments, portrait),
    Command("models", "list the models, what is here and what fits; pull, pin or verify one", models_arguments, models),
    Command("bench", "measure how fast this machine makes pictures, against plain diffusers", bench_arguments, bench),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or the worker where none is named; the exit status."""
    parser = ArgumentParser(
        prog="python -m inference", description="Check selfies and make portraits. Without a command: run the worker."
    )
    names = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        own = names.add_parser(command.name, help=command.about, description=command.about)
        command.arguments(own)
        own.set_defaults(run=command.run)
    asked = parser.parse_args(arguments)
    try:
        return asked.run(asked) if "run" in asked else work()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 1


def work() -> int:
    """The worker, until it is stopped."""
    from inference import worker
    from inference.settings import SettingsError

    settings = settings_read()
    if settings is None:
        return 2
    try:
        worker.run(settings)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def settings_read() -> "Settings | None":
    """The settings; none where one is wrong, and then each that is has been named."""
    from pydantic import ValidationError

    from inference.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        for wrong in error.errors():
            name = ".".join(str(part) for part in wrong["loc"]).upper()
            said = wrong["msg"].removeprefix("Value error, ")
            # what our own validators refuse they name themselves, and whether it may be shown is theirs to know
            value = "" if wrong["type"] == "value_error" else f"={wrong['input']}"
            sys.stderr.write(f"{name}{value}: {said}. Correct it in the environment or in .env.\n")
        return None


if __name__ == "__main__":
    sys.exit(main())
