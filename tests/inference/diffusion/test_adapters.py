"""Personal adapters worn by tiny models of the real classes: one face in, the same face out, nothing left behind."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
import torch
from diffusers.models.modeling_utils import ModelMixin
from safetensors.torch import load as load_tensors
from safetensors.torch import save
from torch import Tensor, nn

from inference.catalogue import Lora as OwnLora
from inference.catalogue import Precision
from inference.engines import EngineError, PersonalAdapter
from inference.engines.diffusion import fused
from inference.engines.diffusion.adapters import Adapters, chosen_way
from inference.engines.diffusion.fp8 import Fp8Linear, computes_fp8
from inference.engines.diffusion.lora_keys import Rewritable
from inference.weights import Weights
from tests import tiny
from tests.inference.diffusion.worn import CPU, adapter, bits, fresh, layers, same, step, tensors, weights

Ways = Literal["fused", "carried"]
KLEIN = "flux2-klein-4b"
WAYS: tuple[Ways, ...] = ("fused", "carried")
pytestmark = [
    pytest.mark.slow,
    # Of the libraries: Pillow's pictures taken by numpy 2, and what torch's compiler still imports.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.torch.jit.script_method. is deprecated:DeprecationWarning"),
]
both_ways = pytest.mark.parametrize("way", WAYS)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny layers take longer to share out than to compute."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@both_ways
@pytest.mark.parametrize("name", tiny.FAMILIES)
def test_each_face_is_itself_and_none_stays(name: str, way: Ways) -> None:
    """The next person must never get a trace of the one before, whatever the model."""
    loaded = fresh(name)
    adapters = Adapters(loaded, way=way, weights=weights(name))
    untouched, plain = bits(loaded), step(loaded)
    ann, bob = adapter(loaded, "ann", 1), adapter(loaded, "bob", 2, rank=8)

    adapters.wear(ann)
    as_ann = step(loaded)
    adapters.wear(bob)
    as_bob = step(loaded)
    adapters.take_out()
    again_plain = step(loaded)
    adapters.wear(ann)
    again_ann = step(loaded)
    adapters.wear(None)

    assert not torch.allclose(as_ann, plain, rtol=1e-3, atol=1e-3)
    assert not torch.allclose(as_bob, as_ann, rtol=1e-3, atol=1e-3)
    assert torch.equal(again_plain, plain)
    assert torch.equal(again_ann, as_ann)
    assert same(bits(loaded), untouched)


@both_ways
def test_a_swap_gives_what_a_fresh_model_gives(way: Ways) -> None:
    """Who came before must not matter to how a person looks."""
    swapped, alone = fresh(KLEIN), fresh(KLEIN)
    ours, others = Adapters(swapped, way=way), Adapters(alone, way=way)
    ann, bob = adapter(swapped, "ann", 1), adapter(swapped, "bob", 2, only=".to_k")
    ours.wear(ann)
    as_ann = step(swapped)
    ours.wear(bob)
    others.wear(bob)

    assert torch.equal(step(swapped), step(alone))
    ours.wear(ann)
    assert torch.equal(step(swapped), as_ann)


@both_ways
def test_waiting_for_an_adapter_changes_no_picture(way: Ways) -> None:
    """People without an adapter get the very pictures they got before adapters were there."""
    with_adapters, without = fresh(KLEIN), fresh(KLEIN)
    Adapters(with_adapters, way=way)

    assert torch.equal(step(with_adapters), step(without))


def test_both_ways_show_the_same_face() -> None:
    """A machine with little memory must not make other people of its users."""
    answers: list[Tensor] = []
    for way in WAYS:
        loaded = fresh(KLEIN)
        adapters = Adapters(loaded, way=way)
        adapters.wear(adapter(loaded), 0.8)
        answers.append(step(loaded))

    assert torch.allclose(*answers, rtol=1e-4, atol=1e-4)


def test_the_sum_is_what_the_formula_says() -> None:
    """W = W0 + scale x alpha / rank x up x down; else a face comes out stronger or weaker than it was trained."""
    loaded = fresh(KLEIN)
    made = tensors(loaded, rank=4)
    name, layer = next(iter(layers(loaded).items()))
    assert isinstance(layer.weight, Tensor)
    before = layer.weight.detach().clone()
    made[f"transformer.{name}.alpha"] = torch.tensor(2.0)
    Adapters(loaded, way="fused").wear(PersonalAdapter("ann", "a", lambda: save(made)), 0.5)

    up, down = made[f"transformer.{name}.lora_B.weight"], made[f"transformer.{name}.lora_A.weight"]
    assert torch.allclose(layer.weight, before + 0.5 * 2 / 4 * up @ down, atol=1e-6)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
@pytest.mark.parametrize("placement", ["bf16", "int8"])
@both_ways
def test_however_the_weights_lie_they_return_to_the_bit(way: Ways, placement: Precision, dtype: torch.dtype) -> None:
    """A hundred swaps on a small GPU must not wear the model down."""
    loaded = fresh(KLEIN, placement, dtype)
    adapters = Adapters(loaded, way=way, weights=weights(KLEIN))
    untouched, plain = bits(loaded), step(loaded)
    for seed in range(1, 4):
        adapters.wear(adapter(loaded, "ann", seed))
        worn = step(loaded)
        adapters.take_out()
        assert not torch.equal(worn, plain)
        assert torch.equal(step(loaded), plain)

    assert same(bits(loaded), untouched)


def test_stored_in_8_bits_what_is_added_is_not_lost_in_rounding() -> None:
    """An adapter's share of a weight is smaller than a step of float8: added to the stored one it would vanish."""
    loaded = fresh(KLEIN, "int8", torch.bfloat16)
    name, layer = next(iter(layers(loaded).items()))
    assert isinstance(layer.weight, Tensor)
    assert layer.weight.dtype == torch.float8_e4m3fn
    small = tensors(loaded, size=0.03)
    exact, delta = in_the_files(name), added(small, name)
    stored = layer.weight.float()

    Adapters(loaded, way="fused", weights=weights(KLEIN)).wear(PersonalAdapter("ann", "a", lambda: save(small)))

    wanted, got = exact + delta, layer.weight.float()
    from_stored = (stored + delta).to(torch.float8_e4m3fn).float()
    assert (got - wanted).square().mean() < (from_stored - wanted).square().mean()
    assert (got - wanted).square().mean() < (stored - wanted).square().mean()


@pytest.mark.skipif(not computes_fp8(CPU), reason="this torch does not multiply in fp8 on a CPU: install torch 2.13")
def test_layers_that_compute_in_8_bits_wear_it_too() -> None:
    """The quickest setting is worth nothing if it shows strangers."""
    loaded = fresh(KLEIN, dtype=torch.bfloat16)
    adapters = Adapters(loaded, way="fused")
    for name, layer in layers(loaded).items():
        if isinstance(layer, nn.Linear):
            parent, _, leaf = name.rpartition(".")
            setattr(loaded.denoiser.get_submodule(parent), leaf, Fp8Linear(layer, CPU))
    quantised = {name: layer for name, layer in layers(loaded).items() if isinstance(layer, Rewritable)}
    plain = step(loaded)

    adapters.wear(adapter(loaded))
    worn = step(loaded)
    adapters.take_out()

    assert quantised
    assert not torch.equal(worn, plain)
    assert torch.equal(step(loaded), plain)


@both_ways
def test_swapping_compiles_nothing_again(way: Ways) -> None:
    """Compiling takes a minute; a person whose face is swapped in should wait milliseconds."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way=way)
    assert isinstance(loaded.denoiser, ModelMixin)
    loaded.denoiser.compile_repeated_blocks(fullgraph=True)
    plain = step(loaded)

    with torch.compiler.set_stance("fail_on_recompile"):
        adapters.wear(adapter(loaded, "ann", 1))
        as_ann = step(loaded)
        adapters.wear(adapter(loaded, "bob", 2, rank=8))
        as_bob = step(loaded)
        adapters.take_out()
        again = step(loaded)

    torch.compiler.reset()
    assert not torch.allclose(as_ann, plain, rtol=1e-3, atol=1e-3)
    assert not torch.allclose(as_bob, as_ann, rtol=1e-3, atol=1e-3)
    assert torch.equal(again, plain)


@both_ways
def test_weights_can_still_be_written_outside_inference_mode(way: Ways) -> None:
    """Pictures are made in inference mode, deletions come outside of it: both must reach the weights."""
    loaded = fresh(KLEIN, "int8", torch.bfloat16)
    adapters = Adapters(loaded, way=way, weights=weights(KLEIN))
    untouched = bits(loaded)
    with torch.inference_mode():
        adapters.wear(adapter(loaded))
    adapters.forget("ann")
    adapters.wear(adapter(loaded))
    with torch.inference_mode():
        adapters.take_out()

    assert same(bits(loaded), untouched)


def test_what_is_refused_leaves_nobody_in_the_weights() -> None:
    """If the second person's file is broken, they must not come out as the first."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused")
    untouched = bits(loaded)
    adapters.wear(adapter(loaded, "ann"))

    with pytest.raises(EngineError) as refusal:
        adapters.wear(PersonalAdapter("bob", "broken", lambda: b"nothing of the kind"))

    assert refusal.value.failure == "adapter_refused"
    assert adapters.worn is None
    assert same(bits(loaded), untouched)


@both_ways
def test_an_error_in_mid_swap_leaves_the_weights_as_they_were(way: Ways, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of memory halfway: a model half one person, half another would serve everybody after."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way=way)
    untouched, plain, copies = bits(loaded), step(loaded), iter(range(3))
    copy = Tensor.copy_

    def narrow(tensor: Tensor, source: Tensor, non_blocking: bool = False) -> Tensor:
        if next(copies, None) == 2:
            raise torch.OutOfMemoryError("no memory left")
        return copy(tensor, source, non_blocking)

    monkeypatch.setattr(Tensor, "copy_", narrow)
    with pytest.raises(torch.OutOfMemoryError):
        adapters.wear(adapter(loaded))
    monkeypatch.undo()

    assert adapters.worn is None
    assert same(bits(loaded), untouched)
    assert torch.equal(step(loaded), plain)


def test_a_layer_nobody_foresaw_is_carried_too() -> None:
    """A trainer may choose layers outside of the blocks, and a higher rank; that costs a compilation, not the order."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="carried")
    plain = step(loaded)
    proj = loaded.denoiser.get_submodule("proj_out")
    assert isinstance(proj, nn.Linear)
    outside = {
        "transformer.proj_out.lora_A.weight": torch.ones(48, proj.in_features) / 8,
        "transformer.proj_out.lora_B.weight": torch.ones(proj.out_features, 48) / 8,
    }
    adapters.wear(PersonalAdapter("ann", "a", lambda: save(outside)))
    as_ann = step(loaded)
    adapters.wear(adapter(loaded, "bob", 2))
    adapters.wear(PersonalAdapter("ann", "a", lambda: save(outside)))

    assert not torch.allclose(as_ann, plain, atol=1e-3)
    assert torch.equal(step(loaded), as_ann)
    adapters.take_out()
    assert torch.equal(step(loaded), plain)


def test_rows_are_summed_alike_in_one_piece_or_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large layers are summed some rows at a time, to leave memory for the picture."""
    whole, pieces = fresh(KLEIN), fresh(KLEIN)
    Adapters(whole, way="fused").wear(adapter(whole))
    monkeypatch.setattr(fused, "ROWS_BYTES", 4096)
    Adapters(pieces, way="fused").wear(adapter(pieces))

    ours, theirs = dict(whole.denoiser.named_parameters()), dict(pieces.denoiser.named_parameters())
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-6) for name in ours)


@both_ways
def test_the_models_own_adapter_lies_beneath_the_persons(way: Ways, tmp_path: Path) -> None:
    """Lightning and skin LoRAs stay in effect for a person with an adapter, and each leaves by itself."""
    loaded = fresh(KLEIN)
    for seed, folder in ((11, "lightning"), (12, "skin")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "own.safetensors").write_bytes(save(tensors(loaded, seed)))
    always = OwnLora("lightning", "own.safetensors", 1.0)
    skin = OwnLora("skin", "own.safetensors", 0.7, frozenset({"edit"}))
    (tmp_path / "transformer").symlink_to(weights(KLEIN).path("transformer"))
    bare = step(loaded)
    loaded.model = replace(loaded.model, loras=(always, skin))

    adapters = Adapters(loaded, way=way, weights=Weights(loaded.model, tmp_path, ""))
    quick = step(loaded)
    adapters.own("edit")
    quick_skin = step(loaded)
    adapters.wear(adapter(loaded))
    all_three = step(loaded)
    adapters.own("text")
    quick_ann = step(loaded)
    adapters.take_out()

    answers = [bare, quick, quick_skin, all_three, quick_ann]
    assert all(not torch.allclose(a, b, atol=1e-3) for n, a in enumerate(answers) for b in answers[:n])
    assert torch.equal(step(loaded), quick)
    adapters.own("edit")
    assert torch.equal(step(loaded), quick_skin)


def test_the_models_own_adapter_survives_in_8_bits(tmp_path: Path) -> None:
    """On a small GPU Lightning's share must be there too, and still be there after a person's came and went."""
    loaded = fresh(KLEIN, "int8", torch.bfloat16)
    name, layer = next(iter(layers(loaded).items()))
    own, anns = tensors(loaded, 11, size=0.1), tensors(loaded, size=0.03)
    (tmp_path / "own.safetensors").write_bytes(save(own))
    (tmp_path / "transformer").symlink_to(weights(KLEIN).path("transformer"))
    loaded.model = replace(loaded.model, loras=(OwnLora("", "own.safetensors", 1.0),))
    bare = bits(loaded)

    adapters = Adapters(loaded, way="fused", weights=Weights(loaded.model, tmp_path, ""))
    with_own = bits(loaded)
    assert isinstance(layer.weight, Tensor)
    stored = layer.weight.float()
    adapters.wear(PersonalAdapter("ann", "a", lambda: save(anns)))
    got = layer.weight.float()
    adapters.take_out()

    assert not same(with_own, bare)
    assert same(bits(loaded), with_own)
    wanted = in_the_files(name) + added(own, name) + added(anns, name)
    from_stored = (stored + added(anns, name)).to(torch.float8_e4m3fn).float()
    assert (got - wanted).square().mean() < (from_stored - wanted).square().mean()


def test_a_machine_with_memory_fuses() -> None:
    """Fused costs nothing a picture; carried is for where a second copy of the weights fits nowhere."""
    assert chosen_way(fresh(KLEIN)) == "fused"


def test_shedding_gives_the_masters_back_and_the_next_swap_still_returns() -> None:
    """Where a picture runs out of memory, copies that nobody needs are the first to go."""
    loaded = fresh(KLEIN)
    adapters = Adapters(loaded, way="fused")
    untouched = bits(loaded)
    adapters.wear(adapter(loaded))
    adapters.shed()  # worn: its masters must stay
    adapters.take_out()
    assert same(bits(loaded), untouched)
    before = live_bytes()
    adapters.shed()

    assert live_bytes() < before
    adapters.wear(adapter(loaded))
    adapters.take_out()
    assert same(bits(loaded), untouched)


def test_a_scale_that_is_no_number_is_refused() -> None:
    """NaN in one request would blacken every picture after it."""
    adapters = Adapters(loaded := fresh(KLEIN), way="fused")
    with pytest.raises(ValueError, match="nan"):
        adapters.wear(adapter(loaded), float("nan"))


def in_the_files(module: str) -> Tensor:
    """The weight as klein's repository has it."""
    file = next(weights(KLEIN).path("transformer").glob("*.safetensors"))
    return load_tensors(file.read_bytes())[f"{module}.weight"].float()


def added(made: dict[str, Tensor], module: str) -> Tensor:
    """What an adapter adds to that weight."""
    return made[f"transformer.{module}.lora_B.weight"] @ made[f"transformer.{module}.lora_A.weight"]


def live_bytes() -> int:
    """What all tensors that can be reached take."""
    gc.collect()
    return sum(thing.nbytes for thing in gc.get_objects() if type(thing) is Tensor)
