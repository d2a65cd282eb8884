"""How a model's weights come to lie: chosen from memory that was measured, never from the name of a card.

The catalogue says what a model needs in each precision; here the first that fits is taken, best first. Loads nothing.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import torch

from inference.catalogue import Model, Precision

Asked = Precision | Literal["auto"]

GIB = 2**30
# Kept free on the device, for the allocator's gaps and for what other programs take meanwhile.
MARGIN_GIB = 1.0
RAM_MARGIN_GIB = 4.0
ORDER: tuple[Precision, ...] = ("bf16", "int8", "offload")


class TooLarge(Exception):
    """No asked-for way of placing the model fits. The sentence names model, needed and free memory, and a remedy."""


def choose_placement(model: Model, free_gib: float, ram_gib: float, asked: Asked = "auto") -> Precision:
    """The precision to load a model in, given the memory that is free on the device and beside it, in GiB.

    `auto` takes bf16, else 8-bit storage, else bf16 moved in part by part from the RAM; fp8 only comes where it is
    asked for. Raises TooLarge.
    """
    choices = ORDER if asked == "auto" else (asked,)
    for precision in choices:
        if _fits(model, precision, free_gib, ram_gib):
            return precision
    raise TooLarge(_too_large(model, choices, free_gib, ram_gib))


def free_memory(device: torch.device) -> float:
    """GiB that can be taken on `device` now: a CUDA device's own count, or the RAM that is available."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free / GIB
    return free_ram()


def free_ram(meminfo: Path = Path("/proc/meminfo")) -> float:
    """GiB of RAM the kernel says can be taken without swapping."""
    lines = dict(line.split(":", 1) for line in meminfo.read_text("ascii").splitlines() if ":" in line)
    return int(lines["MemAvailable"].split()[0]) * 1024 / GIB


def _fits(model: Model, precision: Precision, free_gib: float, ram_gib: float) -> bool:
    need = _need(model.memory_gib, precision)
    if need is None or need + MARGIN_GIB > free_gib:
        return False
    return precision != "offload" or model.weights_gib + RAM_MARGIN_GIB <= ram_gib


def _need(memory_gib: Mapping[Precision, float], precision: Precision) -> float | None:
    return memory_gib.get(precision)


def _too_large(model: Model, choices: tuple[Precision, ...], free_gib: float, ram_gib: float) -> str:
    known = {p: need for p in choices if (need := _need(model.memory_gib, p)) is not None}
    unknown = f"an unknown amount as {choices[0]}"
    needs = ", ".join(f"{need + MARGIN_GIB:.1f} GiB as {precision}" for precision, need in known.items())
    return (
        f"{model.name} needs {needs or unknown}, and {free_gib:.1f} GiB are free on the device "
        f"({ram_gib:.1f} GiB of RAM): choose a smaller model as ENGINE, set PRECISION to int8 or offload, "
        "or end other programs on the device."
    )
