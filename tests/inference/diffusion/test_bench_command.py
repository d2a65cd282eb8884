"""`python -m inference bench`: the command works on any machine, and its arithmetic is right without a GPU."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.models.transformers.transformer_flux import FluxTransformer2DModel
from diffusers.models.transformers.transformer_flux2 import Flux2Transformer2DModel
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from inference.__main__ import main
from inference.commands.bench_arguments import WHAT
from inference.engines.diffusion.bench import figures, models, shapes
from inference.engines.diffusion.bench.cases import CASES
from inference.engines.diffusion.bench.figures import Figure, Machine, NotOurs, Report, begun, target_met, written
from inference.engines.diffusion.bench.protocol import Protocol, timed
from inference.engines.diffusion.device import has_gpu

CPU = torch.device("cpu")
H200 = Machine("NVIDIA H200", "2.13.0", "0.42.1", "full", 10)


def test_every_name_of_the_command_is_a_case() -> None:
    """What --help offers is what can be measured."""
    assert tuple(CASES) == WHAT
    assert {name.split()[0] for name in figures.TARGETS_S} <= set(WHAT)


@pytest.mark.skipif(has_gpu(), reason="this machine has a GPU and would measure; run it where there is none")
def test_without_a_gpu_it_says_what_was_not_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """A figure nobody took must never look like one."""
    assert main(["bench", "klein-text", "load"]) == 1

    said = capsys.readouterr()
    assert said.err.count("not measured: no CUDA device") == 2
    assert "klein-text: not measured" in said.err
    assert "--tiny" in said.err
    assert said.out == ""


@pytest.mark.slow
def test_the_tiny_bench_runs_every_case_and_goes_on_where_it_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An hour of a rented GPU is not lost because one case fails: what is measured stays."""
    file = tmp_path / "figures.json"
    arguments = ["bench", "--tiny", "--runs", "2", "--json", str(file)]
    assert main([*arguments, "vae-decode", "load"]) == 0
    assert json.loads(file.read_text())["done"] == ["vae-decode", "load"]
    capsys.readouterr()

    assert main(arguments) == 0

    said = capsys.readouterr()
    assert "load: measured already" in said.err
    report = json.loads(file.read_text())
    assert sorted(report["done"]) == sorted(WHAT)
    assert {figure["name"].split()[0] for figure in report["figures"]} == set(WHAT)
    assert all(figure["ours_s"] > 0 and figure["plain_s"] > 0 for figure in report["figures"])
    assert not any("compiled" in note for figure in report["figures"] for note in figure["notes"])
    assert "nothing of speed" in said.out
    assert "not measured" in said.out.lower()


@pytest.mark.parametrize("runs", ["0", "-1", "101", "many"])
def test_a_wrong_number_of_runs_is_refused(runs: str, capsys: pytest.CaptureFixture[str]) -> None:
    """And named."""
    with pytest.raises(SystemExit) as left:
        main(["bench", "--runs", runs])

    assert left.value.code == 2
    assert runs in capsys.readouterr().err


@pytest.mark.parametrize(
    ("shape", "references", "bf16_s", "fp8_s"),
    [(shapes.KLEIN, 0, 0.176, 0.104), (shapes.KLEIN, 1, 0.388, 0.253), (shapes.FLUX1, 0, 2.64, 1.58)],
)
def test_the_floors_are_the_known_ones(shape: shapes.Shape, references: int, bf16_s: float, fp8_s: float) -> None:
    """A wrong floor would praise or damn every figure."""
    work = shapes.work(shape, references)

    assert work.floor_s(fp8=False) == pytest.approx(bf16_s, rel=0.005)
    assert work.floor_s(fp8=True) == pytest.approx(fp8_s, rel=0.02)


@pytest.mark.parametrize(
    ("kind", "shape", "thousand_millions"),
    [(Flux2Transformer2DModel, shapes.KLEIN, 3.88), (FluxTransformer2DModel, shapes.FLUX1, 11.90)],
)
def test_the_full_denoisers_have_the_real_size(kind: Any, shape: shapes.Shape, thousand_millions: float) -> None:
    """Made on no device at all: only counted."""
    with torch.device("meta"):
        denoiser = kind(**shape.denoiser)

    assert sum(weight.numel() for weight in denoiser.parameters()) / 1e9 == pytest.approx(thousand_millions, abs=0.01)


def test_the_formula_of_work_agrees_with_counting() -> None:
    """klein's step at full size, counted by torch operation by operation on no device."""
    shape = shapes.KLEIN
    cells = (shape.side // shape.cell) ** 2
    with torch.device("meta"):
        denoiser: Any = Flux2Transformer2DModel(**shape.denoiser)
        denoiser.to(torch.bfloat16)
        given = {
            "hidden_states": torch.empty(1, cells, 128, dtype=torch.bfloat16),
            "encoder_hidden_states": torch.empty(1, 512, 7680, dtype=torch.bfloat16),
            "timestep": torch.empty(1, dtype=torch.bfloat16),
            "img_ids": torch.empty(cells, 4),
            "txt_ids": torch.empty(512, 4),
        }
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            denoiser(**given)

    # The embeddings and modulations are not in the formula: half a per cent.
    assert counter.get_total_flops() * shape.steps == pytest.approx(shapes.work(shape).flop, rel=0.005)


def test_random_weights_are_nowhere_zero_and_always_the_same() -> None:
    """Zeros multiply 13 % too fast, and two runs are compared."""
    one, other = (models.build(shapes.TINY_KLEIN, CPU) for _ in range(2))
    for name, part in one.pipe.components.items():
        if isinstance(part, nn.Module):
            twin = dict(other.pipe.components[name].named_parameters())
            assert all(torch.equal(weight, twin[path]) for path, weight in part.named_parameters())
            assert all(weight.float().abs().sum() > 0 for weight in part.parameters())


def test_a_prompt_fills_the_real_number_of_tokens() -> None:
    """The built tokenizer pads as the real one, so the text encoder does the real work."""
    with torch.inference_mode():
        embeds, ids = models.build(shapes.TINY_KLEIN, CPU).pipe.encode_prompt("a face", device=CPU)

    assert embeds.shape == (1, shapes.KLEIN.text_tokens, 3 * 32)
    assert ids.shape == (1, 512, 4)


def test_the_first_run_is_dropped_and_warm_ups_are_not_timed() -> None:
    """The protocol is what makes figures of two machines comparable."""
    calls: list[int] = []

    taken = timed(lambda: calls.append(1), CPU, Protocol(runs=10, warm_ups=3))

    assert len(calls) == 13
    assert len(taken.seconds) == 9
    assert min(taken.seconds) <= taken.median_s <= max(taken.seconds)
    assert taken.compiled == 0


def test_targets_are_judged_on_the_machine_they_were_set_for() -> None:
    """A slow laptop has failed nothing, and a tiny model has achieved nothing."""
    quick, slow = Figure("klein-text", "", 0.29), Figure("klein-text", "", 0.31)

    assert target_met(quick, H200) is True
    assert target_met(slow, H200) is False
    assert target_met(slow, Machine("NVIDIA L4", "2.13.0", "0.42.1", "full", 10)) is None
    assert target_met(quick, Machine("NVIDIA H200", "2.13.0", "0.42.1", "tiny", 10)) is None
    assert target_met(Figure("load", "", 1.0), H200) is None


def test_a_figure_says_what_it_is_worth() -> None:
    """TFLOP/s, times the floor and times plain: the three numbers that stay true on another machine."""
    figure = Figure("klein-text", "", ours_s=0.25, plain_s=0.75, flop=139e12, floor_s=0.176)

    assert figure.faster == pytest.approx(3.0)
    assert figure.tflops == pytest.approx(556)
    assert figure.floors == pytest.approx(1.42, abs=0.01)


def test_a_report_goes_on_only_on_its_own_machine(tmp_path: Path) -> None:
    """Figures of two machines in one table would be no figures, and those of a rented GPU are not overwritten."""
    file = tmp_path / "figures.json"
    report = Report(H200, ("load",), (Figure("load", "", 1.0),))
    written(report, file)

    assert begun(file, H200) == report
    assert begun(tmp_path / "none.json", H200) == Report(H200)
    with pytest.raises(NotOurs, match="L4"):
        begun(file, Machine("NVIDIA L4", "2.13.0", "0.42.1", "full", 10))
    file.write_text("{}")
    with pytest.raises(NotOurs, match=r"figures\.json is no report"):
        begun(file, H200)
