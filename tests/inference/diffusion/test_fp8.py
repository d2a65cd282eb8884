"""Linears in 8 bits: near the full ones, written in place, and back to the bit."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from inference.engines.diffusion.fp8 import LARGEST, Fp8Linear, computes_fp8, large_linears, quantise, to_fp8
from inference.engines.diffusion.lora_keys import Rewritable
from tests.inference.diffusion.tiny_models import loaded

CPU = torch.device("cpu")
pytestmark = pytest.mark.skipif(
    not computes_fp8(CPU), reason="this torch does not multiply in fp8 by rows on a CPU: install torch 2.13"
)


def apart(one: Tensor, other: Tensor) -> float:
    """How far one is from the other, as a share of the other's norm."""
    return float((one.float() - other.float()).norm() / other.float().norm())


def linear(inputs: int = 256, outputs: int = 192, bias: bool = True, dtype: torch.dtype = torch.bfloat16) -> nn.Linear:
    """A linear with random weights whose rows differ in size a thousandfold."""
    torch.manual_seed(0)
    made = nn.Linear(inputs, outputs, bias=bias, dtype=dtype).requires_grad_(False)
    made.weight.mul_(torch.logspace(-2, 1, outputs, dtype=dtype)[:, None])
    return made


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_the_product_is_within_five_in_a_hundred(bias: bool, dtype: torch.dtype) -> None:
    """e4m3 has three bits of mantissa: each factor is off by up to 1/16, on the whole by about 2.5 in a hundred."""
    full = linear(bias=bias, dtype=dtype)
    hidden = torch.randn(2, 77, 256, dtype=dtype)

    out = Fp8Linear(full, CPU)(hidden)

    assert out.shape == (2, 77, 192)
    assert out.dtype == dtype
    wanted = full(hidden)
    assert apart(out, wanted) < 0.05
    # A scale for each output: the smallest row is as exact as the largest.
    assert apart(out[..., 0], wanted[..., 0]) < 0.06


def test_one_loud_token_does_not_drown_the_others() -> None:
    """Scales are taken token by token: a single outlier may not blur a whole face."""
    full = linear()
    hidden = torch.randn(64, 256, dtype=torch.bfloat16)
    hidden[0] *= 10_000

    out, wanted = Fp8Linear(full, CPU)(hidden), full(hidden)

    assert apart(out[1:], wanted[1:]) < 0.05


def test_a_token_of_zeros_gives_the_bias() -> None:
    """Padding is zeros, and no portrait may turn to NaN because of it."""
    full = linear()
    out = Fp8Linear(full, CPU)(torch.zeros(3, 256, dtype=torch.bfloat16))

    assert torch.equal(out, full.bias.expand(3, -1))


def test_quantised_rows_use_the_whole_range_and_come_back() -> None:
    """A quarter of the range unused would be two bits of a face."""
    rows = torch.randn(5, 64) * torch.tensor([[1e-4], [1.0], [7.0], [1e3], [0.0]])
    small, scale = quantise(rows)

    assert small.float().abs().amax(-1)[:4].tolist() == [LARGEST] * 4
    assert apart(small.float() * scale, rows) < 0.04
    assert not small[4].float().any()


def test_a_weight_is_written_in_place_and_back_to_the_bit() -> None:
    """One person's adapter must leave no trace in the next person's portrait, and compiled code no stale address."""
    full = linear()
    small = Fp8Linear(full, CPU)
    hidden = torch.randn(9, 256, dtype=torch.bfloat16)
    places = (small.quantised.data_ptr(), small.scale.data_ptr())
    before = small(hidden)

    small.write_weight(small.master_weight() + 0.5 * torch.randn_like(full.weight))
    with_adapter = small(hidden)
    small.write_weight(small.master_weight())

    assert apart(with_adapter, before) > 0.1
    assert torch.equal(small(hidden), before)
    assert torch.equal(small.master_weight(), full.weight)
    assert places == (small.quantised.data_ptr(), small.scale.data_ptr())


def test_it_compiles_in_one_piece_and_sees_new_weights() -> None:
    """Only compiled is it quick; and the compiled code must wear the next person's adapter, not the last one's."""
    small = Fp8Linear(linear(), CPU)
    hidden = torch.randn(9, 256, dtype=torch.bfloat16)
    quick = torch.compile(small, fullgraph=True, backend="aot_eager")

    assert torch.equal(quick(hidden), small(hidden))
    small.write_weight(2 * small.master_weight())
    assert torch.equal(quick(hidden), small(hidden))
    assert apart(quick(hidden), 2 * linear(bias=True)(hidden) - small.bias) < 0.05


def test_a_weight_of_another_shape_is_refused() -> None:
    """Broadcasting one row over a matrix would be a portrait of nobody."""
    small = Fp8Linear(linear(), CPU)

    with pytest.raises(ValueError, match=r"\(1, 256\) is not \(192, 256\)"):
        small.write_weight(torch.ones(1, 256))


def test_adapters_know_it_by_what_it_can() -> None:
    """Whoever writes adapters asks for these methods, not for this class."""
    assert isinstance(Fp8Linear(linear(), CPU), Rewritable)


@pytest.mark.parametrize("name", ["flux2-klein-4b", "flux1-dev", "z-image-turbo"])
def test_only_the_large_linears_of_the_blocks_are_converted(name: str) -> None:
    """Modulations and embeddings steer the whole picture and cost nothing: they stay exact."""
    denoiser: Any = loaded(name).denoiser
    large = {id(linear) for _, _, linear in large_linears(denoiser, smallest=16)}
    linears = [(path, module) for path, module in denoiser.named_modules() if isinstance(module, nn.Linear)]
    left = [path for path, module in linears if id(module) not in large and not (module.weight.shape[0] % 16)]

    converted = to_fp8(denoiser, CPU, smallest=16)

    assert 0 < converted == len(large)
    assert sum(isinstance(module, Fp8Linear) for module in denoiser.modules()) == converted
    assert not list(large_linears(denoiser, smallest=16))
    exact = ("norm", "mod", "ada", "embed", "proj_out", "final_layer", "feed_forward")  # Z-Image's is 16 x 2.7 wide
    assert all(any(word in path.lower() for word in exact) for path in left), left


@pytest.mark.parametrize("name", ["flux2-klein-4b", "flux1-dev"])
def test_a_denoiser_in_8_bits_paints_nearly_the_same(name: str) -> None:
    """The person is to be recognised in either."""
    model = loaded(name)
    pipe: Any = model.pipe

    def picture() -> Tensor:
        with torch.inference_mode():
            made = pipe(
                prompt="a portrait", width=64, height=64, num_inference_steps=2, output_type="pt",
                generator=torch.Generator().manual_seed(1),
            )  # fmt: skip
        return made.images

    full = picture()
    to_fp8(model.denoiser, CPU, smallest=16)

    assert 0 < apart(picture(), full) < 0.1
