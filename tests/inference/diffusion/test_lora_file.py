"""What is read of a personal adapter, and every way in which it is refused by name, with the weights untouched."""

import json
import math
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from safetensors.torch import save
from torch import Tensor

from inference.engines import EngineError, PersonalAdapter
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.lora_file import MOST_RANK, Lora, read_header, read_lora
from tests.inference.diffusion.worn import bits, fresh, layers, same, tensors

KLEIN = "flux2-klein-4b"
QUERY = "transformer_blocks.0.attn.to_q"
DOWN, UP = f"transformer.{QUERY}.lora_A.weight", f"transformer.{QUERY}.lora_B.weight"


@cache
def klein() -> Loaded:
    """One klein for all: reading changes nothing of it."""
    return fresh(KLEIN)


@cache
def of(name: str) -> Loaded:
    """One model of each other family."""
    return fresh(name)


def good() -> dict[str, Tensor]:
    """What is made worse below."""
    return tensors(klein())


def query(rank: int = 4) -> dict[str, Tensor]:
    """An adapter of one layer."""
    layer = layers(klein())[QUERY]
    assert isinstance(layer, torch.nn.Linear)
    return {DOWN: torch.ones(rank, layer.in_features), UP: torch.ones(layer.out_features, rank)}


def worn(lora: Lora) -> dict[str, Tensor]:
    """The matrix that is added to each module."""
    return {name: scale * up @ down for name, (down, up, scale) in lora.on(torch.device("cpu")).items()}


def alike(one: Lora, other: Lora) -> bool:
    """Whether two files say the same."""
    ours, theirs = worn(one), worn(other)
    return ours.keys() == theirs.keys() and all(torch.allclose(ours[name], theirs[name], atol=1e-6) for name in ours)


def framed(header: bytes, body: bytes = b"") -> bytes:
    """A safetensors file with any header at all."""
    return len(header).to_bytes(8, "little") + header + body


def announced(entry: dict[str, Any], body: bytes = b"") -> bytes:
    """A file whose header says this of one tensor."""
    return framed(json.dumps({DOWN: entry}).encode(), body)


def but(**changes: Tensor) -> bytes:
    """A good adapter with some tensors in place of others or more of them; `__` stands for a dot."""
    return save({**good(), **{name.replace("__", "."): tensor for name, tensor in changes.items()}})


class Evil:
    """Opens a door when it is unpickled."""

    unpickled = False

    def __reduce__(self) -> tuple[Any, ...]:
        return setattr, (Evil, "unpickled", True)


BIG = 2 << 30
WHOLE = save({DOWN: torch.ones(4, 4)})
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "0 bytes"),
    "a pickle": (lambda: pickle.dumps(Evil()), "no whole safetensors file"),
    "a pickle of torch, a zip": (lambda: b"PK\x03\x04" + bytes(100), "no whole safetensors file"),
    "a header cut short": (lambda: WHOLE[:40], "header claims"),
    "a body cut short": (lambda: WHOLE[:-8], "no safetensors file"),
    "a huge header": (lambda: (1 << 62).to_bytes(8, "little") + bytes(100), "header claims 4611686018427387904 bytes"),
    "no JSON": (lambda: framed(b"not JSON at all"), "no safetensors header"),
    "a list": (lambda: framed(b"[]"), "no safetensors header"),
    "nested deep": (lambda: framed(b"[" * 100_000 + b"]" * 100_000), "no safetensors header"),
    "no tensors": (lambda: framed(b"{}"), "0 tensors"),
    "a name twice": (
        lambda: framed(b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{}}', bytes(4)),
        "a stands in it twice",
    ),
    "2 GB claimed by the shape": (
        lambda: announced({"dtype": "F32", "shape": [BIG // 4], "data_offsets": [0, 16]}, bytes(16)),
        f"{DOWN} claims {BIG} bytes",
    ),
    "2 GB claimed by the place": (
        lambda: announced({"dtype": "F32", "shape": [BIG // 4], "data_offsets": [0, BIG]}, bytes(16)),
        "no safetensors file",
    ),
    "a product past all bounds": (
        lambda: announced({"dtype": "F32", "shape": [2**40, 2**40], "data_offsets": [0, 16]}, bytes(16)),
        f"{DOWN} claims",
    ),
    "a side below nought": (
        lambda: announced({"dtype": "F32", "shape": [-2, -2], "data_offsets": [0, 16]}, bytes(16)),
        f"{DOWN}",
    ),
    "integers": (lambda: but(**{DOWN: torch.ones(4, 32, dtype=torch.int64)}), f"{DOWN} is of type I64"),
    "double": (lambda: but(**{DOWN: torch.ones(4, 32, dtype=torch.float64)}), f"{DOWN} is of type F64"),
    "NaN": (lambda: save({**query(), UP: query()[UP] * math.nan}), f"{UP} holds a number that is not finite"),
    "infinity": (lambda: save({**query(), UP: query()[UP] * math.inf}), f"{UP} holds a number that is not finite"),
    "rank 0": (lambda: save(query(0)), f"{DOWN} has rank 0"),
    "a rank too large": (lambda: save(query(MOST_RANK + 1)), f"{DOWN} has rank 129"),
    "ranks that differ": (lambda: save({DOWN: query(4)[DOWN], UP: query(8)[UP]}), f"{DOWN}: up has the shape"),
    "too narrow": (lambda: save({**query(), DOWN: torch.ones(4, 7)}), f"{DOWN}: down has the shape (4, 7)"),
    "a vector": (lambda: save({**query(), DOWN: torch.ones(4)}), f"{DOWN} has rank 0"),
    "half a layer": (lambda: save({DOWN: query()[DOWN]}), f"{DOWN}: its other half is missing (up, B)"),
    "no such module": (
        lambda: but(transformer__nowhere__lora_A__weight=torch.ones(4, 4)),
        "transformer.nowhere.lora_A.weight: flux2-klein-4b has no nowhere",
    ),
    "no layer": (
        lambda: but(transformer__transformer_blocks__lora_A__weight=torch.ones(4, 4)),
        "transformer_blocks of flux2-klein-4b is neither linear",
    ),
    "the denoiser itself": (lambda: but(transformer__lora_A__weight=torch.ones(4, 4)), "transformer.lora_A.weight"),
    "no adapter's key": (
        lambda: but(transformer__x_embedder__weight=torch.ones(4, 4)),
        "transformer.x_embedder.weight",
    ),
    "a module twice": (
        lambda: save({**query(), f"{QUERY}.lora_down.weight": query()[DOWN]}),
        f"{QUERY} has its down twice",
    ),
    "a text encoder": (
        lambda: but(text_encoder__layers__0__q_proj__lora_A__weight=torch.ones(4, 4)),
        "text_encoder.layers.0.q_proj.lora_A.weight is of a text encoder",
    ),
    "kohya's text encoder": (
        lambda: but(lora_te1_text_model__lora_down__weight=torch.ones(4, 4)),
        "is of a text encoder",
    ),
    "DoRA": (lambda: but(**{f"transformer.{QUERY}.lora_magnitude_vector": torch.ones(32)}), "another kind than LoRA"),
    "LoKr": (lambda: but(**{f"transformer.{QUERY}.lokr_w1": torch.ones(4, 4)}), "another kind than LoRA"),
    "an alpha of nought": (
        lambda: save({**query(), f"transformer.{QUERY}.alpha": torch.tensor(0.0)}),
        "alpha makes a scale of 0.0",
    ),
    "an alpha past all bounds": (
        lambda: save({**query(), f"transformer.{QUERY}.alpha": torch.tensor(1e9)}),
        "alpha makes a scale of 2",
    ),
    "an alpha of many": (lambda: save({**query(), f"transformer.{QUERY}.alpha": torch.ones(2)}), "not one number"),
    "settings that are no JSON": (lambda: save(query(), {"lora_adapter_metadata": "{"}), "cannot be read"),
    "settings of DoRA": (
        lambda: save(query(), {"lora_adapter_metadata": '{"transformer.use_dora": true}'}),
        "another kind than LoRA",
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_or_broken_is_refused_by_name(what: str) -> None:
    """Anybody may send a file; none may run code, take the memory or spoil the weights that everybody uses."""
    make, reason = HOSTILE[what]
    loaded = klein()
    before = bits(loaded)
    adapters = Adapters(loaded, way="fused")

    with pytest.raises(EngineError) as refusal:
        adapters.wear(PersonalAdapter("ann", what, make))

    assert refusal.value.failure == "adapter_refused"
    assert reason in str(refusal.value)
    assert same(bits(loaded), before)
    assert adapters.kept == ()
    assert not Evil.unpickled


def test_a_file_too_large_is_not_even_looked_at() -> None:
    """Reading needs memory several times the file's size."""
    data = save(good())
    with pytest.raises(EngineError, match=f"{len(data)} bytes; at most 1000"):
        read_lora(data, klein(), most_bytes=1000)


@given(st.binary(max_size=300))
@example(WHOLE)
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    """Nothing but a refusal may come of a file, or a worker dies of it."""
    assert failure_of(data) in (None, "adapter_refused")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ENTRY = st.fixed_dictionaries(
    {
        "dtype": st.sampled_from(["F32", "BF16", "F16", "I64", "BOOL", "F8_E4M3"]) | JSON,
        "shape": st.lists(st.integers(-2, 9), max_size=5) | JSON,
        "data_offsets": st.tuples(st.integers(-8, 80), st.integers(-8, 80)) | JSON,
    }
)
KEYS = st.sampled_from([DOWN, UP, f"transformer.{QUERY}.alpha", "__metadata__", "transformer..lora_A.weight", ""])


@given(st.dictionaries(KEYS | st.text(max_size=20), ENTRY | JSON, max_size=4), st.binary(max_size=80))
@example({DOWN: {"dtype": "F32", "shape": [1, 4], "data_offsets": [0, 16]}}, bytes(16))
def test_any_header_is_read_or_refused(header: dict[str, Any], body: bytes) -> None:
    """As above, from inside: the frame is right, and what it says is anything."""
    data = framed(json.dumps(header).encode("utf-8", "surrogatepass"), body)
    assert failure_of(data) in (None, "adapter_refused")


@given(st.data())
def test_a_flipped_byte_is_read_or_refused(data: st.DataObject) -> None:
    """What a failing disk makes of a good adapter may be worn or refused, and no more."""
    whole = bytearray(save(query()))
    header = int.from_bytes(whole[:8], "little") + 8
    where = data.draw(st.integers(0, header - 1) | st.integers(0, len(whole) - 1))
    whole[where] ^= 1 << data.draw(st.integers(0, 7))
    assert failure_of(bytes(whole)) in (None, "adapter_refused")


def test_the_searches_above_reach_a_good_file() -> None:
    """Were every random file refused at the door, the rest of the reader would go untested."""
    entries, metadata = read_header(save(query(), {"made": "by us"}))

    assert entries[DOWN].dtype == "F32"
    assert entries[DOWN].shape == [4, 32]
    assert metadata == {"made": "by us"}
    assert [layer.module for layer in read_lora(save(query()), klein()).layers] == [QUERY]


@pytest.mark.parametrize("begin", ["transformer.", "diffusion_model.", "base_model.model.", ""])
@pytest.mark.parametrize(
    ("down", "up"),
    [
        (".lora_A.weight", ".lora_B.weight"),
        (".lora_A.default.weight", ".lora_B.default.weight"),
        (".lora_down.weight", ".lora_up.weight"),
        (".lora.down.weight", ".lora.up.weight"),
    ],
)
def test_diffusers_and_peft_layouts_say_the_same(begin: str, down: str, up: str) -> None:
    """A person's adapter may come from any trainer in use."""
    made = query()
    renamed = {f"{begin}{QUERY}{down}": made[DOWN], f"{begin}{QUERY}{up}": made[UP]}

    assert alike(read_lora(save(renamed), klein()), read_lora(save(made), klein()))


@pytest.mark.parametrize(
    ("alpha", "settings", "factor"),
    [
        (None, None, 1.0),
        (8.0, None, 2.0),
        (None, {"transformer.lora_alpha": 2, "transformer.r": 4}, 0.5),
        (8.0, {"transformer.lora_alpha": 2}, 2.0),
        (None, {"lora_alpha": 2, "use_rslora": True}, 1.0),
        (None, {"transformer.lora_alpha": 4, "transformer.alpha_pattern": {QUERY: 12}}, 3.0),
        (None, {"transformer.lora_alpha": 4, "transformer.alpha_pattern": {"^attn.to_q": 12}}, 3.0),
        (None, {"transformer.lora_alpha": 4, "transformer.alpha_pattern": {"to_k": 12}}, 1.0),
    ],
)
def test_alpha_is_found_wherever_trainers_write_it(
    alpha: float | None, settings: dict[str, Any] | None, factor: float
) -> None:
    """With alpha overlooked a face comes out twice as strong, or half."""
    made = query(4)
    if alpha is not None:
        made[f"transformer.{QUERY}.alpha"] = torch.tensor(alpha)
    metadata = {"lora_adapter_metadata": json.dumps(settings)} if settings is not None else None

    lora = read_lora(save(made, metadata), klein())

    assert lora.layers[0].scale == pytest.approx(factor)


def test_kohyas_layout_is_read_for_sdxl() -> None:
    """Most adapters for SDXL that people have are kohya's."""
    sdxl = of("realvisxl-v3-turbo")
    name = next(name for name in layers(sdxl) if name.endswith("attn1.to_q"))
    made = {key: tensor for key, tensor in tensors(sdxl).items() if f".{name}." in key}
    down, up = made[f"unet.{name}.lora_A.weight"], made[f"unet.{name}.lora_B.weight"]
    flat = "lora_unet_" + name.replace(".", "_")
    kohya = {f"{flat}.lora_down.weight": down, f"{flat}.lora_up.weight": up, f"{flat}.alpha": torch.tensor(2.0)}
    plain = {**made, f"unet.{name}.alpha": torch.tensor(2.0)}

    assert alike(read_lora(save(kohya), sdxl), read_lora(save(plain), sdxl))


def test_ai_toolkits_layout_is_read_for_klein() -> None:
    """The trainers of FLUX.2 name its layers as its makers do, with query, key and value in one."""
    width = 32
    down, up = torch.randn(4, width), torch.randn(3 * width, 4)
    stem = "diffusion_model.double_blocks.0.img_attn.qkv"
    lora = read_lora(save({f"{stem}.lora_A.weight": down, f"{stem}.lora_B.weight": up}), klein())

    added = worn(lora)
    assert sorted(added) == [f"transformer_blocks.0.attn.to_{leaf}" for leaf in "kqv"]
    whole = torch.cat([added[f"transformer_blocks.0.attn.to_{leaf}"] for leaf in "qkv"])
    assert torch.allclose(whole, up @ down, atol=1e-5)


def test_lightnings_layout_is_read_for_qwen() -> None:
    """The four-step LoRA of Qwen-Image-Edit comes in a layout of its own, with alpha beside each layer."""
    qwen = of("qwen-image-edit-2511")
    made = {
        key.replace("transformer.", "", 1).replace("lora_A", "lora_down").replace("lora_B", "lora_up"): tensor
        for key, tensor in tensors(qwen).items()
    }
    alphas = {key.replace("lora_down.weight", "alpha"): torch.tensor(8.0) for key in made if "lora_down" in key}

    lora = read_lora(save({**made, **alphas}), qwen)

    assert len(lora.layers) == len(alphas)
    assert {layer.scale for layer in lora.layers} == {2.0}


def test_types_may_differ_within_a_file() -> None:
    """Some trainers save the halves in different types; the wider one is kept."""
    made = query()
    lora = read_lora(save({DOWN: made[DOWN].half(), UP: made[UP].bfloat16()}), klein())

    assert lora.flat.dtype == torch.float32
    assert alike(lora, read_lora(save(made), klein()))


def failure_of(data: bytes) -> str | None:
    """Why it was refused, in the contract's words; None where it was read."""
    try:
        read_lora(data, klein())
    except EngineError as refusal:
        return refusal.failure
    return None
