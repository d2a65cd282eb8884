"""`python -m inference`: the worker, and what can be done without a chat. See --help.

Parses and leads on; heavy imports wait for the command that needs them. A new command is an entry of COMMANDS. Exit
status 0 on success, 1 on failure, 2 on wrong use.
"""

import argparse
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.styles import BACKGROUNDS, STYLES

ENGINES = ("auto", "studio")
MOST_PORTRAITS = 20


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


def portrait_arguments(parser: ArgumentParser) -> None:
    """portrait PHOTO... --style NAME [--count N] [--engine NAME] [--background NAME] [--seed N] --out DIR"""
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    parser.add_argument("--style", required=True, choices=tuple(STYLES), metavar="NAME", help=", ".join(STYLES))
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the portraits")
    parser.add_argument("--count", type=portrait_count, default=1, metavar="N", help="how many (default 1)")
    parser.add_argument(
        "--background",
        choices=tuple(BACKGROUNDS),
        metavar="NAME",
        help=f"instead of the look's own: {', '.join(BACKGROUNDS)}",
    )
    parser.add_argument("--engine", choices=ENGINES, default="auto", metavar="NAME", help=f"{' or '.join(ENGINES)}")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="another number, another variation (default 0)"
    )


def portrait(asked: Namespace) -> int:
    """Make portraits into a folder."""
    from inference.commands.portrait import Wanted, run

    return run(Wanted(asked.photos, asked.style, asked.count, asked.background, asked.seed, asked.out))


def portrait_count(text: str) -> int:
    """A number of portraits that one call may make."""
    try:
        count = int(text)
    except ValueError:
        count = 0
    if not 1 <= count <= MOST_PORTRAITS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_PORTRAITS}")
    return count


COMMANDS: Sequence[Command] = (
    Command("check", "say of each photo whether it helps, and if not, why and what to do", check_arguments, check),
    Command("portrait", "make portraits of the person in these photos", portrait_arguments, portrait),
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
    from pydantic import ValidationError

    from inference import worker
    from inference.settings import Settings, SettingsError

    try:
        worker.run(Settings())
    except ValidationError as error:
        for wrong in error.errors():
            name = ".".join(str(part) for part in wrong["loc"]).upper()
            sys.stderr.write(f"{name}: {wrong['msg']}. Correct it in the environment or in .env.\n")
        return 2
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
