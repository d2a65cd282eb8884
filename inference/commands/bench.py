"""`bench [WHAT...]`: how fast this machine makes pictures, plain diffusers against ours, as a table and as JSON."""

import os
from argparse import Namespace

from rich.console import Console
from rich.table import Table

from inference.commands.bench_arguments import WHAT
from inference.engines.diffusion.bench.figures import TARGETS_S, Figure, NotOurs, Report, target_met

INSTALL = "make gpu"
COLUMNS = ("", "plain", "ours", "faster", "TFLOP/s", "x floor", "target", "met")
MET = {True: "yes", False: "no", None: ""}


def run(asked: Namespace) -> int:
    """Measure and print. The exit status: 1 where nothing can be measured, or a target for this machine is missed."""
    out = Console(highlight=False, soft_wrap=True, emoji=False)
    said = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False, markup=False)
    names = WHAT if "all" in asked.what else tuple(dict.fromkeys(asked.what))
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # it warns of torchvision as it is imported
    try:
        from inference.engines.diffusion.device import has_gpu

        if not asked.tiny and not has_gpu():
            not_measured(names, said)
            return 1
        from inference.engines.diffusion.bench.bench import Wanted, measure
    except ImportError as error:
        said.print(f"{error}. Install what models need: {INSTALL}")
        return 1
    try:
        report = measure(
            Wanted(names, asked.tiny, asked.runs, asked.json, asked.again, asked.cache, asked.tune), said.print
        )
    except NotOurs as error:
        said.print(str(error))
        return 1
    show(report, out)
    return int(any(target_met(figure, report.machine) is False for figure in report.figures))


def not_measured(names: tuple[str, ...], said: Console) -> None:
    """Say of each name that there is no figure, and what would make one."""
    for name in names:
        said.print(f"{name}: not measured: no CUDA device")
    said.print(
        "Models of full size are measured on a GPU: run this where `nvidia-smi` shows one. "
        "To see that the bench itself works here: python -m inference bench --tiny"
    )


def show(report: Report, out: Console) -> None:
    """Print the figures as a table, and below it what each is and what was noticed."""
    machine = report.machine
    out.print(
        f"{machine.device}, torch {machine.torch}, diffusers {machine.diffusers}, random weights; "
        f"median of {max(machine.runs - 1, 1)} runs after warming up"
    )
    if machine.size == "tiny":
        out.print("Tiny models: these figures say that the bench works, and nothing of speed. Not measured: full size.")
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, no_wrap=True)
    for figure in report.figures:
        table.add_row(*row(figure, report))
    out.print(table)
    for figure in report.figures:
        out.print("; ".join((f"{figure.name}: {figure.what}", *figure.notes)), markup=False, style="dim")


def row(figure: Figure, report: Report) -> tuple[str, ...]:
    """One line of the table. Targets are named at full size, and judged on the machine they were set for."""
    full = report.machine.size == "full"
    target = TARGETS_S.get(figure.name) if full else None
    return (
        figure.name,
        seconds(figure.plain_s),
        seconds(figure.ours_s),
        "" if figure.faster is None else f"{figure.faster:.2f}x",
        "" if figure.tflops is None or not full else f"{figure.tflops:.3g}",
        "" if figure.floors is None or not full else f"{figure.floors:.2f}",
        seconds(target),
        MET[target_met(figure, report.machine)],
    )


def seconds(value: float | None) -> str:
    """A time as people read it."""
    if value is None:
        return ""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
