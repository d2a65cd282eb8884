"""Where a model's weights are put, by the memory that is free."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from inference.catalogue import DEFAULT, MODELS, Model, Precision
from inference.engines.diffusion.placement import Asked, TooLarge, choose_placement, free_memory, free_ram

MODEL = replace(MODELS[DEFAULT], weights_gib=20.0, memory_gib={"bf16": 24.0, "fp8": 16.0, "int8": 13.0, "offload": 9.0})
PLENTY = 200.0


@pytest.mark.parametrize(
    ("free_gib", "ram_gib", "asked", "expected"),
    [
        (PLENTY, PLENTY, "auto", "bf16"),
        (25.0, 0.0, "auto", "bf16"),
        (24.9, PLENTY, "auto", "int8"),
        (14.0, 0.0, "auto", "int8"),
        (13.9, PLENTY, "auto", "offload"),
        (10.0, 24.0, "auto", "offload"),
        (PLENTY, PLENTY, "fp8", "fp8"),
        (17.0, 0.0, "fp8", "fp8"),
        (PLENTY, PLENTY, "int8", "int8"),
        (PLENTY, PLENTY, "offload", "offload"),
    ],
)
def test_the_best_placement_that_fits_is_taken(
    free_gib: float, ram_gib: float, asked: Asked, expected: Precision
) -> None:
    """The best picture the machine can give, and an operator's own choice where he made one."""
    assert choose_placement(MODEL, free_gib, ram_gib, asked) == expected


@pytest.mark.parametrize(
    ("free_gib", "ram_gib", "asked"),
    [
        (9.9, PLENTY, "auto"),  # nothing fits
        (10.0, 23.9, "auto"),  # offload fits the device, but its weights do not fit the RAM
        (24.9, PLENTY, "bf16"),
        (16.9, PLENTY, "fp8"),
        (13.9, PLENTY, "int8"),
        (0.0, PLENTY, "offload"),
    ],
)
def test_what_does_not_fit_is_refused(free_gib: float, ram_gib: float, asked: Asked) -> None:
    """Better no start than a worker that dies of memory under somebody's order; what was asked for is not replaced."""
    with pytest.raises(TooLarge):
        choose_placement(MODEL, free_gib, ram_gib, asked)


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_a_model_too_large_is_refused_by_name(model: Model) -> None:
    """An operator with a small card must read which model, how much it needs, how much is free, and what to do."""
    with pytest.raises(TooLarge) as refusal:
        choose_placement(model, free_gib=1.5, ram_gib=200.0)

    said = str(refusal.value)
    assert model.name in said
    assert f"{model.memory_gib['bf16'] + 1:.1f} GiB as bf16" in said
    assert "1.5 GiB are free" in said
    assert "ENGINE" in said


def test_a_refusal_names_the_precision_that_would_fit() -> None:
    """An operator who asked for too much needs one word to change, not a search."""
    with pytest.raises(TooLarge, match="set PRECISION to int8, which fits"):
        choose_placement(MODEL, free_gib=20.0, ram_gib=0.0, asked="bf16")


def test_a_precision_the_model_was_never_measured_in_is_refused() -> None:
    """A guess about memory would end as a crash in somebody's order."""
    unknown = replace(MODEL, memory_gib={"bf16": 24.0})

    with pytest.raises(TooLarge, match="unknown amount as fp8"):
        choose_placement(unknown, PLENTY, PLENTY, "fp8")


def test_a_containers_own_limit_counts(tmp_path: Path) -> None:
    """Beyond its limit a container is killed, however much RAM the machine has; what is only cached counts as free."""
    (tmp_path / "memory.max").write_text("1073741824\n")
    (tmp_path / "memory.current").write_text("805306368\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 268435456\n")

    assert free_ram(tmp_path) == 0.5


def test_no_limit_leaves_the_machines_own_memory(tmp_path: Path) -> None:
    """Most containers have no limit and say `max`."""
    (tmp_path / "memory.max").write_text("max\n")

    assert free_ram(tmp_path) > 0.01


def test_this_machine_has_some_memory() -> None:
    """The measurement works on the machine at hand, and in GiB."""
    assert 0.01 < free_memory(torch.device("cpu")) < 100_000
