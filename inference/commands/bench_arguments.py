"""The arguments of `bench`. Light: `--help` must not wait for torch."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

# Kept equal to the cases of the bench by a test.
WHAT = ("vae-decode", "klein-text", "klein-reference", "adapter-swap", "flux-adapter", "load")
MOST_RUNS = 100


def bench_arguments(parser: ArgumentParser) -> None:
    """bench [WHAT...] [--tiny] [--runs N] [--json FILE] [--again] [--tune] [--cache DIR]"""
    parser.add_argument(
        "what",
        nargs="*",
        choices=("all", *WHAT),
        default="all",
        metavar="WHAT",
        help=f"all (default), {', '.join(WHAT)}",
    )
    parser.add_argument("--tiny", action="store_true", help="the same code with tiny models on the CPU, to try it out")
    parser.add_argument(
        "--runs", type=_runs, default=10, metavar="N", help="timed runs, the first dropped (default 10)"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the figures here after each WHAT, and go on with what it holds"
    )
    parser.add_argument("--again", action="store_true", help="measure anew what the file holds already")
    parser.add_argument("--tune", action="store_true", help="let the compiler look longer for quick kernels")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep compiled code here from one run to the next")


def _runs(text: str) -> int:
    try:
        runs = int(text)
    except ValueError:
        runs = 0
    if not 1 <= runs <= MOST_RUNS:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to {MOST_RUNS}")
    return runs
