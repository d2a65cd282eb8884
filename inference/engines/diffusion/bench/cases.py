"""What is measured, one function a name: plain diffusers first, then the same weights made quick.

Plain is what the pipelines' pages show: bf16, nothing compiled, torch's own attention, the prompt in words (for
FLUX.1 its embeddings, on both sides, as ours keeps those of a look), a JPEG of the same quality at the end. Each case
builds its own model, so every one can be measured alone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any

import torch
from diffusers.models.transformers.transformer_flux2 import Flux2Transformer2DModel
from PIL import Image
from safetensors.torch import load
from torch.utils.flop_counter import FlopCounterMode

from inference.engines import PersonalAdapter
from inference.engines.diffusion.adapters import Adapters
from inference.engines.diffusion.bench import models, shapes
from inference.engines.diffusion.bench.figures import BF16_FLOPS, Figure
from inference.engines.diffusion.bench.ours import WORDS, Ours, reference
from inference.engines.diffusion.bench.protocol import Protocol, Timed, as_shipped, timed, waits
from inference.engines.diffusion.bench.shapes import Shape
from inference.engines.diffusion.components import load_network
from inference.engines.diffusion.fp8 import computes_fp8, to_fp8
from inference.engines.diffusion.loading import Loaded
from inference.engines.diffusion.speed import Speed, compile_vae, quicken
from inference.engines.finished import QUALITY

RANK = 16  # of the adapters, on every projection of attention: what a personal one usually is
LOADS = Protocol(runs=4, warm_ups=1)  # seconds each, and the first one warms the page cache


@dataclass(frozen=True)
class Bench:
    """What all cases share. `speed`: how ours is made quick."""

    device: torch.device
    klein: Shape
    flux1: Shape
    protocol: Protocol
    speed: Speed


def klein_text(bench: Bench) -> Iterator[Figure]:
    """klein, from the words to the JPEG."""
    yield from _klein(bench, "klein-text", None)


def klein_reference(bench: Bench) -> Iterator[Figure]:
    """klein with one reference as large as the picture."""
    yield from _klein(bench, "klein-reference", reference(bench.klein.side))


def _klein(bench: Bench, name: str, shown: Image.Image | None) -> Iterator[Figure]:
    shape = bench.klein
    as_shipped(bench.device)
    loaded = models.build(shape, bench.device)
    _plain_attention(loaded)
    plain = timed(lambda: _plain(loaded, shape, prompt=WORDS, image=shown), bench.device, bench.protocol)
    quicken(loaded, bench.speed)
    ours = Ours(loaded, shape, words_kept=False)
    references = 0 if shown is None else 1
    what = f"{_size(shape)}, {shape.side} x {shape.side}, {shape.steps} steps, " + (
        "from the words to the JPEG" if shown is None else "one reference, from words and picture to the JPEG"
    )
    for fp8 in _precisions(bench, loaded, shape):
        measured = timed(lambda: ours.picture(shown), bench.device, bench.protocol)
        notes = _notes(measured, waits(lambda: ours.picture(shown), bench.device))
        yield _figure(name, what, fp8, shapes.work(shape, references), measured, plain, notes)


def flux_adapter(bench: Bench) -> Iterator[Figure]:
    """FLUX.1's size with a personal adapter: plain carries it, ours swaps another one in before each picture."""
    shape = bench.flux1
    as_shipped(bench.device)
    loaded = models.build(shape, bench.device)
    _plain_attention(loaded)
    worn = [models.adapter_bytes(loaded.denoiser, RANK, seed) for seed in (1, 2)]
    with torch.inference_mode():
        embeds, pooled, _ = loaded.pipe.encode_prompt(prompt=WORDS, prompt_2=None, device=bench.device)
    loaded.pipe.load_lora_weights(load(worn[0]), adapter_name="one")
    said = {"prompt_embeds": embeds, "pooled_prompt_embeds": pooled}
    plain = timed(lambda: _plain(loaded, shape, **said), bench.device, bench.protocol)
    loaded.pipe.unload_lora_weights()
    adapters = Adapters(loaded)
    quicken(loaded, bench.speed)
    ours = Ours(loaded, shape, words_kept=True)
    people = cycle(_people(worn))

    def order() -> None:
        adapters.wear(next(people))
        ours.picture()

    what = (
        f"{_size(shape)}, {shape.side} x {shape.side}, {shape.steps} steps, embeddings kept; "
        "ours swaps the adapter before each picture, plain carries one and never swaps"
    )
    for fp8 in _precisions(bench, loaded, shape, adapters):
        measured = timed(order, bench.device, bench.protocol)
        yield _figure("flux-adapter", what, fp8, shapes.work(shape), measured, plain, _notes(measured, None))


def adapter_swap(bench: Bench) -> Iterator[Figure]:
    """One person's adapter out and another's in, both in memory already."""
    shape = bench.klein
    as_shipped(bench.device)
    loaded = models.build(shape, bench.device)
    _plain_attention(loaded)
    worn = [models.adapter_bytes(loaded.denoiser, RANK, seed) for seed in (1, 2)]
    tensors = cycle([load(data) for data in worn])

    def plain_swap() -> None:
        loaded.pipe.unload_lora_weights()
        loaded.pipe.load_lora_weights(next(tensors), adapter_name="one")

    plain = timed(plain_swap, bench.device, bench.protocol)
    loaded.pipe.unload_lora_weights()
    adapters = Adapters(loaded)
    quicken(loaded, bench.speed)
    ours = Ours(loaded, shape, words_kept=True)
    people = cycle(_people(worn))

    def order() -> None:
        adapters.wear(next(people))
        ours.picture()

    what = f"{_size(shape)}, rank {RANK} on all of attention, from memory"
    for fp8 in _precisions(bench, loaded, shape, adapters):
        once = Protocol(runs=2, warm_ups=2)
        compiled = timed(order, bench.device, once).compiled  # pictures between swaps: does any compile again?
        measured = timed(lambda: adapters.wear(next(people)), bench.device, bench.protocol)
        notes = _notes(Timed(measured.seconds, measured.compiled + compiled), None)
        notes = (*notes, f"{adapters.way} into the weights" if adapters.way == "fused" else adapters.way)
        yield Figure(_name("adapter-swap", fp8), what, measured.median_s, plain.median_s, notes=notes)


def vae_decode(bench: Bench) -> Iterator[Figure]:
    """Latents to a picture, on the device."""
    shape = bench.klein
    as_shipped(bench.device)
    vae: Any = models.build_vae(shape, bench.device)
    cells = shape.side // (shape.cell // 2)
    latents = torch.randn(1, vae.config.latent_channels, cells, cells, device=bench.device, dtype=vae.dtype)

    def decode() -> None:
        with torch.inference_mode():
            vae.decode(latents, return_dict=False)

    plain = timed(decode, bench.device, bench.protocol)
    with FlopCounterMode(display=False) as counter:
        decode()
    if bench.device.type == "cuda" or bench.speed.compiles:
        compile_vae(vae, bench.speed)
        torch.backends.cudnn.benchmark = True
    measured = timed(decode, bench.device, bench.protocol)
    flop = float(counter.get_total_flops())
    what = f"FLUX.2 VAE, {shape.side} x {shape.side}"
    yield Figure("vae-decode", what, measured.median_s, plain.median_s, flop, flop / BF16_FLOPS, _notes(measured, None))


def load_denoiser(bench: Bench) -> Iterator[Figure]:
    """The denoiser's file, in the page cache, to the device."""
    as_shipped(bench.device)
    denoiser = models.build_denoiser(bench.klein, bench.device)
    dtype = next(denoiser.parameters()).dtype
    with TemporaryDirectory(prefix="bench-") as folder:
        denoiser.save_pretrained(folder)
        size_gib = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**30
        del denoiser

        def plain() -> None:
            network: Any = Flux2Transformer2DModel.from_pretrained(folder, torch_dtype=dtype, local_files_only=True)
            network.to(bench.device)

        def ours() -> None:
            load_network(Flux2Transformer2DModel, Path(folder), dtype, bench.device)

        before, measured = timed(plain, bench.device, LOADS), timed(ours, bench.device, LOADS)
    what = f"{_size(bench.klein)}, {size_gib:.2f} GiB, page cache warm"
    note = f"median of {len(measured.seconds)}; ours also checks that every weight came from the file"
    yield Figure("load", what, measured.median_s, before.median_s, notes=(note,))


CASES: Mapping[str, Callable[[Bench], Iterator[Figure]]] = MappingProxyType(
    {
        "vae-decode": vae_decode,
        "klein-text": klein_text,
        "klein-reference": klein_reference,
        "adapter-swap": adapter_swap,
        "flux-adapter": flux_adapter,
        "load": load_denoiser,
    }
)


def _size(shape: Shape) -> str:
    return f"{shape.model}, width {shape.width}, {shape.blocks[0]} + {shape.blocks[1]} blocks"


def _plain_attention(loaded: Loaded) -> None:
    """Torch's own: an earlier case may have set another one for every model made since."""
    denoiser: Any = loaded.denoiser
    denoiser.reset_attention_backend()


def _plain(loaded: Loaded, shape: Shape, **said: Any) -> bytes:
    """A picture by plain diffusers, as a JPEG."""
    given = {name: value for name, value in said.items() if value is not None}
    pipe: Any = loaded.pipe
    with torch.inference_mode():
        picture = pipe(
            **given,
            width=shape.side,
            height=shape.side,
            num_inference_steps=shape.steps,
            guidance_scale=shape.guidance,
            generator=torch.Generator("cpu").manual_seed(0),
        ).images[0]
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def _precisions(bench: Bench, loaded: Loaded, shape: Shape, adapters: Adapters | None = None) -> Iterator[bool]:
    """First as it is; then, where the device can, with the denoiser's large linears in fp8."""
    yield False
    if not computes_fp8(bench.device):
        return
    if adapters is not None:
        adapters.take_out()
    torch.compiler.reset()
    to_fp8(loaded.denoiser, bench.device, shape.least_fp8)
    yield True


def _people(worn: list[bytes]) -> list[PersonalAdapter]:
    return [PersonalAdapter(f"person-{n}", "adapter", lambda data=data: data) for n, data in enumerate(worn)]


def _name(name: str, fp8: bool) -> str:
    return f"{name} fp8" if fp8 else name


def _figure(
    name: str, what: str, fp8: bool, work: shapes.Work, ours: Timed, plain: Timed, notes: tuple[str, ...]
) -> Figure:
    return Figure(_name(name, fp8), what, ours.median_s, plain.median_s, work.flop, work.floor_s(fp8), notes)


def _notes(ours: Timed, host_waits: int | None) -> tuple[str, ...]:
    notes: list[str] = []
    if ours.compiled:
        notes.append(f"{ours.compiled} graphs were compiled while the time was taken")
    if host_waits is not None:
        notes.append(f"the host waits for the device {host_waits} times a picture")
    return tuple(notes)
