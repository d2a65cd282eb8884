"""`python -m inference`: the worker, and what can be done without a chat. See --help.

Parses and leads on; heavy imports wait for the command that needs them. Exit status 0 on success, 1 on failure,
2 on wrong use.
"""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from inference.settings import Settings, SettingsError
from inference.styles import BACKGROUNDS, STYLES


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m inference", description="Make portraits and check selfies. Without a command: the worker."
    )
    commands = top.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    check = commands.add_parser("check", help="say of each photo whether it helps, and if not, why and what to do")
    check.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    check.add_argument("--json", action="store_true", help="one JSON object a photo")
    portrait = commands.add_parser("portrait", help="make portraits of the person in these photos")
    portrait.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
    portrait.add_argument("--style", required=True, choices=tuple(STYLES), metavar="NAME", help=", ".join(STYLES))
    portrait.add_argument("--count", type=positive, default=1, metavar="N", help="how many (1)")
    portrait.add_argument(
        "--background",
        choices=tuple(BACKGROUNDS),
        metavar="NAME",
        help=f"instead of the look's: {', '.join(BACKGROUNDS)}",
    )
    portrait.add_argument("--engine", choices=("auto", "studio"), default="auto", metavar="NAME", help="auto or studio")
    portrait.add_argument("--seed", type=int, default=0, metavar="N", help="another number, another variation (0)")
    portrait.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the portraits")
    return top


def positive(text: str) -> int:
    """A count from 1 to 20."""
    count = int(text)
    if not 1 <= count <= 20:
        raise argparse.ArgumentTypeError(f"{count} is not from 1 to 20")
    return count


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status."""
    asked = parser().parse_args(arguments)
    match asked.command:
        case "check":
            from inference.commands.check import run as check

            return check(asked.photos, as_json=asked.json)
        case "portrait":
            from inference.commands.portrait import run as portrait

            return portrait(asked.photos, asked.style, asked.count, asked.background, asked.seed, asked.out)
        case _:
            return work()


def work() -> int:
    """The worker, until it is stopped."""
    from inference import worker

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
