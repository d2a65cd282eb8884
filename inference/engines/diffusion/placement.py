"""How a model's weights come to lie: chosen from memory that was measured, never from the name of a card.

The catalogue says what a model needs in each precision; here the first that fits is taken, best first. Loads nothing,
and no torch unless a device is asked: the list of models is printed in an instant.
"""

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import psutil

from inference.catalogue import Model, Precision

if TYPE_CHECKING:
    import torch

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
    asked for. The catalogue's figures are of a GPU, two bytes a weight. Raises TooLarge.
    """
    choices = ORDER if asked == "auto" else (asked,)
    for precision in choices:
        if _fits(model, precision, free_gib, ram_gib):
            return precision
    raise TooLarge(_too_large(model, choices, free_gib, ram_gib))


def free_memory(device: "torch.device") -> float:
    """GiB that can be taken on `device` now: a CUDA device's own count, or the RAM that is available.

    What a model before it left behind in this process is given back first.
    """
    if device.type == "cuda":
        import torch

        gc.collect()
        torch.cuda.empty_cache()
        free, _ = torch.cuda.mem_get_info(device)
        return free / GIB
    return free_ram()


def free_ram(cgroup: Path = Path("/sys/fs/cgroup")) -> float:
    """GiB of RAM that can be taken without swapping, within a container's own limit where it has one."""
    available = psutil.virtual_memory().available
    limit, used, stat = cgroup / "memory.max", cgroup / "memory.current", cgroup / "memory.stat"
    if limit.is_file() and (most := limit.read_text("ascii").strip()) != "max":
        cached = dict(line.split() for line in stat.read_text("ascii").splitlines())["inactive_file"]
        available = min(available, int(most) - int(used.read_text("ascii")) + int(cached))
    return available / GIB


def _fits(model: Model, precision: Precision, free_gib: float, ram_gib: float) -> bool:
    need = model.memory_gib.get(precision)
    if need is None or need + MARGIN_GIB > free_gib:
        return False
    return precision != "offload" or model.weights_gib + RAM_MARGIN_GIB <= ram_gib


def _too_large(model: Model, choices: tuple[Precision, ...], free_gib: float, ram_gib: float) -> str:
    known = {precision: model.memory_gib[precision] for precision in choices if precision in model.memory_gib}
    needs = " or ".join(f"{need + MARGIN_GIB:.1f} GiB as {precision}" for precision, need in known.items())
    if "offload" in known:
        needs += f" with {model.weights_gib + RAM_MARGIN_GIB:.1f} GiB of RAM"
    remedies = ["name a smaller model as ENGINE", "end other programs on the device"]
    others = [precision for precision in ORDER if _fits(model, precision, free_gib, ram_gib)]
    if others:
        remedies.insert(0, f"set PRECISION to {others[0]}, which fits")
    needs = needs or f"an unknown amount as {choices[0]}"
    return (
        f"{model.name} needs {needs}; {free_gib:.1f} GiB are free on the device "
        f"and {ram_gib:.1f} GiB of RAM: {', or '.join(remedies)}."
    )
