"""A model made quick paints the same picture."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from torch import Tensor, nn
from torch._dynamo.utils import counters

from inference.engines.diffusion.attention import choose_attention
from inference.engines.diffusion.fp8 import Fp8Linear, computes_fp8
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.position_ids import keep_position_ids
from inference.engines.diffusion.speed import Quickened, Speed, channels_last, keep_compiled, quicken
from tests.inference.diffusion.small import SAMPLER_NOTICE
from tests.inference.diffusion.tiny_models import loaded

CPU = torch.device("cpu")
# The whole of torch.compile but the code generation, which takes a minute.
EAGER = Speed(compiles=True, backend="eager")


def picture(model: Loaded, seed: int = 1, side: int = 64, **more: Any) -> Tensor:
    """Two steps of the model, 3 x side x side."""
    pipe: Any = model.pipe
    sized = {} if "LongCat" in type(pipe).__name__ else {"width": side, "height": side}
    with torch.inference_mode():
        made = pipe(
            prompt="a portrait", **sized, num_inference_steps=2, output_type="pt",
            generator=torch.Generator().manual_seed(seed), **more,
        )  # fmt: skip
    return made.images[0]


@pytest.fixture(autouse=True)
def _forget_compiled() -> None:
    torch.compiler.reset()
    counters.clear()


@pytest.mark.slow
@pytest.mark.filterwarnings(SAMPLER_NOTICE)
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("flux2-klein-4b", False),
        ("flux2-klein-4b", True),
        ("flux1-dev", False),
        ("flux1-kontext-dev", True),
        ("z-image-turbo", False),
        ("qwen-image-edit-2511", True),
        ("longcat-image-edit-turbo", True),
        ("realvisxl-v3-turbo", False),
        ("realistic-vision-v5.1", False),
    ],
)
def test_a_quick_model_paints_the_same_picture_by_unbroken_graphs(name: str, shown: bool) -> None:
    """Speed may not cost a likeness; and a break in a graph is where speed goes, silently."""
    model = loaded(name)
    more: dict[str, Any] = {"image": Image.new("RGB", (64, 64), (120, 90, 60))} if shown else {}
    if model.model.ip_adapter is not None:
        more["ip_adapter_image"] = [[Image.new("RGB", (224, 224), (120, 90, 60))]]
    before = picture(model, **more)

    done = quicken(model, EAGER)
    after = picture(model, **more)

    assert done.attention == "native"
    assert done.compiled[0].endswith("Block")
    assert done.left_out == ()
    assert torch.allclose(after, before, atol=2e-3)
    assert counters["stats"]["unique_graphs"] >= 1
    assert not counters["graph_break"], dict(counters["graph_break"])


@pytest.mark.slow
def test_weights_written_in_place_compile_nothing_again() -> None:
    """The next person's adapter goes in within milliseconds, not after a compiler."""
    model = loaded("flux2-klein-4b")
    quicken(model, EAGER)
    before = picture(model)
    graphs = counters["stats"]["unique_graphs"]
    target = model.denoiser.get_submodule("transformer_blocks.0.attn.to_q")
    assert isinstance(target, nn.Linear)

    with torch.no_grad():
        original = target.weight.clone()
        target.weight.add_(torch.randn_like(target.weight))
    worn = picture(model)
    with torch.no_grad():
        target.weight.copy_(original)

    assert not torch.equal(worn, before)
    assert torch.equal(picture(model), before)
    assert counters["stats"]["unique_graphs"] == graphs


@pytest.mark.slow
def test_a_third_size_waits_for_no_compiler() -> None:
    """The second size is compiled for all: a selfie of another shape must not stall everybody's orders."""
    model = loaded("flux2-klein-4b")
    quicken(model, EAGER)
    # On a CPU convolutions of less than 20480 numbers are another kind: 112 pixels and more are of one.
    picture(model, side=128)
    picture(model, side=112)
    graphs = counters["stats"]["unique_graphs"]

    picture(model, side=144)
    picture(model, side=160)

    assert counters["stats"]["unique_graphs"] == graphs


def test_a_cpu_is_left_uncompiled_unless_asked() -> None:
    """On a machine without a GPU a minute of compiling would buy nothing."""
    model = loaded("flux2-klein-4b")
    before = picture(model)

    done = quicken(model)

    assert done.compiled == ()
    assert done.trimmed.layers == 3
    assert torch.equal(picture(model), before)


@pytest.mark.parametrize("placement", ["int8", "offload"])
def test_weights_moved_by_hooks_are_not_compiled(placement: Any) -> None:
    """Where memory is short the service works, and says why it is slower."""
    model = loaded("flux2-klein-4b", placement)

    done = quicken(model, EAGER)

    assert done.compiled == ()
    assert placement in done.left_out[0]
    assert picture(model).isfinite().all()


@pytest.mark.skipif(not computes_fp8(CPU), reason="this torch has no fp8 by rows on a CPU: install torch 2.13")
def test_fp8_is_a_matter_of_placement() -> None:
    """PRECISION=fp8 is enough: tiny linears are below what pays, so here only that the way is taken."""
    model = loaded("flux2-klein-4b", "fp8")

    assert quicken(model).fp8 == sum(isinstance(part, Fp8Linear) for part in model.denoiser.modules()) == 0
    assert picture(model).isfinite().all()


def test_attention_falls_back_to_what_runs_here() -> None:
    """A GPU without FlashAttention-3, or a CPU, paints all the same."""
    denoiser: Any = loaded("flux1-dev").denoiser

    assert choose_attention(denoiser, CPU, torch.float32) == "native"
    assert choose_attention(denoiser, CPU, torch.float32, order=("no_such_attention", "native")) == "native"
    assert choose_attention(denoiser, CPU, torch.float32, order=("_native_math", "native")) == "_native_math"
    choose_attention(denoiser, CPU, torch.float32)


@pytest.mark.parametrize("side", [64, 96])
def test_position_ids_are_the_same_and_made_once(side: int) -> None:
    """Kept positions must be those of the very size, or a face is scattered over the picture."""
    plain: Any
    kept: Any
    plain, kept = loaded("flux2-klein-4b").pipe, loaded("flux2-klein-4b").pipe
    assert keep_position_ids(kept, CPU) == 3
    latents, words = torch.zeros(1, 16, side // 16, side // 8), torch.zeros(2, 512, 96)
    for _ in range(2):
        assert torch.equal(kept._prepare_latent_ids(latents), plain._prepare_latent_ids(latents))
        assert torch.equal(kept._prepare_text_ids(words), plain._prepare_text_ids(words))
        several = [latents, latents[..., :2]]
        assert torch.equal(kept._prepare_image_ids(several), plain._prepare_image_ids(several))
        assert torch.equal(kept._prepare_image_ids([latents]), plain._prepare_image_ids([latents]))
        assert torch.equal(kept._prepare_image_ids([latents], scale=3), plain._prepare_image_ids([latents], scale=3))
    assert kept._prepare_latent_ids(latents) is kept._prepare_latent_ids(latents)
    assert not kept._prepare_latent_ids(latents).is_inference()


def test_channels_last_changes_no_value() -> None:
    """Only where the numbers lie."""
    network = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Conv3d(3, 8, 3), nn.Linear(4, 4))
    before = {name: weight.clone() for name, weight in network.named_parameters()}

    channels_last(network)

    first: Any = network[0]
    assert first.weight.is_contiguous(memory_format=torch.channels_last)
    assert all(torch.equal(weight, before[name]) for name, weight in network.named_parameters())


def test_the_folder_of_compiled_code_is_ours_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Torch runs what it finds there."""
    for name in ("TORCHINDUCTOR_CACHE_DIR", "TRITON_CACHE_DIR"):
        monkeypatch.setenv(name, "elsewhere")
    folder = tmp_path / "data" / "compiled"

    keep_compiled(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert Path(os.environ["TORCHINDUCTOR_CACHE_DIR"]) == folder
    assert folder in Path(os.environ["TRITON_CACHE_DIR"]).parents


RESTARTED = """
import sys, warnings
from pathlib import Path
import torch
from torch._dynamo.utils import counters
from inference.engines.diffusion.speed import Speed, quicken
from tests.inference.diffusion.small import SAMPLER_NOTICE
from tests.inference.diffusion.tiny_models import loaded

model = loaded("flux1-dev")
quicken(model, Speed(compiles=True, cache_dir=Path(sys.argv[1])))
with torch.inference_mode():
    model.pipe.vae.decoder(torch.zeros(1, 4, 8, 8))
print(counters["inductor"]["fxgraph_cache_hit"], counters["inductor"]["fxgraph_cache_miss"])
"""


@pytest.mark.slow
def test_a_restarted_process_finds_its_compiled_code(tmp_path: Path) -> None:
    """After a crash people wait for a start, not for a compiler."""

    def started() -> tuple[int, int]:
        out = subprocess.run(
            [sys.executable, "-c", RESTARTED, str(tmp_path / "compiled")],
            capture_output=True, text=True, timeout=600, check=True, cwd=Path(__file__).parents[3],
        )  # fmt: skip
        hits, misses = out.stdout.split()[-2:]
        return int(hits), int(misses)

    first, second = started(), started()

    assert first[0] == 0
    assert first[1] > 0
    assert second == (first[1], 0)


def test_the_operator_reads_what_was_done_and_what_was_not() -> None:
    """Whoever wonders why it is slow finds the reason in the log."""
    done = Quickened("native", ("Flux2SingleTransformerBlock",), fp8=3, left_out=("fp8: no such GPU",))

    assert str(done) == (
        "attention native; compiled Flux2SingleTransformerBlock; 3 linears in 8 bits; without fp8: no such GPU"
    )
    assert str(Quickened("native")) == "attention native"
