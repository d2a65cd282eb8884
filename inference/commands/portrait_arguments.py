"""The arguments of `portrait`, each checked as it is read. Light: `--help` must not wait for numpy."""

import argparse
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

from inference.catalogue import MODELS
from inference.contract import Mode, Tuning
from inference.prompts import MOST_WORDS
from inference.styles import BACKGROUNDS, STYLES

ENGINES = ("auto", "studio", *MODELS)
MODES: tuple[str, ...] = get_args(Mode)
CHANGING: tuple[Mode, ...] = ("image_to_image", "retouch")  # begin with a picture, so something of it can stay
MOST_PORTRAITS = 20
MOST_STEPS = 200
N = TypeVar("N", int, float)
SIDES_PX = range(256, 2049, 16)  # models work in patches; 16 suits every one of the catalogue


def portrait_arguments(parser: ArgumentParser) -> None:
    """portrait [PHOTO...] --style NAME --out DIR, and everything that has a default."""
    parser.add_argument("photos", nargs="*", type=Path, metavar="PHOTO", help="at least one, unless --mode is text")
    parser.add_argument("--style", required=True, choices=tuple(STYLES), metavar="NAME", help=", ".join(STYLES))
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the portraits")
    parser.add_argument("--count", type=portrait_count, default=1, metavar="N", help="how many (default 1)")
    parser.add_argument(
        "--background",
        choices=tuple(BACKGROUNDS),
        metavar="NAME",
        help=f"instead of the look's own: {', '.join(BACKGROUNDS)}",
    )
    parser.add_argument(
        "--engine",
        choices=ENGINES,
        metavar="NAME",
        help="auto, studio, or a model as `python -m inference models` lists them (default: the setting ENGINE)",
    )
    parser.add_argument(
        "--seed", type=seed, default=0, metavar="N", help="another number, another variation (default 0)"
    )
    models = parser.add_argument_group("for engines that are models")
    models.add_argument("--mode", choices=MODES, metavar="NAME", help=f"what is made of what: {', '.join(MODES)}")
    models.add_argument(
        "--words",
        type=words,
        default="",
        metavar="TEXT",
        help=f"your own words in place of the look's, up to {MOST_WORDS} characters",
    )
    models.add_argument("--adapter", type=Path, metavar="FILE", help="a personal adapter (LoRA), safetensors")
    models.add_argument("--steps", type=number(int, 1, MOST_STEPS), metavar="N", help="of denoising")
    models.add_argument("--guidance", type=number(float, 0, 30), metavar="X", help="in the model's own scale")
    models.add_argument(
        "--strength",
        type=number(float, 0, 1),
        metavar="X",
        help=f"with --mode {' or '.join(CHANGING)}: 0 keeps the picture, 1 keeps nothing of it",
    )
    models.add_argument("--size", type=size, metavar="WxH", help="in pixels, for instance 1024x1280")


def tuning_of(asked: argparse.Namespace) -> Tuning:
    """What was set otherwise than the model would."""
    width, height = asked.size or (None, None)
    return Tuning(asked.steps, asked.guidance, asked.strength, width, height)


def words(text: str) -> str:
    """Own words, no more than a model is told: what is left out in silence would be missed in the picture."""
    if len(text) > MOST_WORDS:
        raise argparse.ArgumentTypeError(f"{len(text)} characters are too many: write up to {MOST_WORDS}")
    return text


def portrait_count(text: str) -> int:
    """A number of portraits that one call may make."""
    return number(int, 1, MOST_PORTRAITS)(text)


def seed(text: str) -> int:
    """A seed: 0 or more, of 63 bits."""
    return number(int, 0, (1 << 63) - 1)(text)


def number(kind: Callable[[str], N], least: float, most: float) -> Callable[[str], N]:
    """What reads a number within these bounds."""

    def read(text: str) -> N:
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not least <= value <= most:  # not a number is in no bounds either
            what = "whole number" if kind is int else "number"
            raise argparse.ArgumentTypeError(f"{text!r} is not a {what} from {least} to {most}")
        return value

    return read


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels, each one of SIDES_PX."""
    width, cross, height = text.lower().partition("x")
    if not cross or not width.isdecimal() or not height.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no size: write width x height, for instance 1024x1280")
    sides = int(width), int(height)
    if not all(side in SIDES_PX for side in sides):
        raise argparse.ArgumentTypeError(
            f"{text!r}: both sides must be multiples of {SIDES_PX.step} from {SIDES_PX.start} to {SIDES_PX[-1]}"
        )
    return sides
