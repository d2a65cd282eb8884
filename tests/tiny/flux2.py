"""FLUX.2 klein: one modulation shared by all blocks, Qwen3 read at three depths, batch-normed latents."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, Flux2KleinKVPipeline, Flux2KleinPipeline, Flux2Transformer2DModel

from tests.tiny.encoders import WIDTH, qwen3_speaker
from tests.tiny.vaes import flux2_vae
from tests.tiny.weights import enliven
from tests.tiny.words import qwen_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write klein; of the names only the base is not distilled (and so obeys guidance)."""
    pipeline = Flux2KleinKVPipeline if "kv" in name else Flux2KleinPipeline
    pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=flux2_vae(seed),
        text_encoder=qwen3_speaker(seed + 1, layers=30),  # klein reads the states after layers 9, 18 and 27
        tokenizer=qwen_tokenizer(),
        transformer=denoiser(name, seed + 2),
        is_distilled="base" not in name,
    ).save_pretrained(folder, safe_serialization=True)


def denoiser(name: str, seed: int, guidance: bool = False) -> Flux2Transformer2DModel:
    """Two blocks of each kind, two heads of 16; a prompt is three of the encoder's states side by side."""
    return enliven(
        Flux2Transformer2DModel(
            in_channels=16,
            num_layers=2,
            num_single_layers=2,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=3 * WIDTH,
            timestep_guidance_channels=32,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=guidance,
        ),
        seed,
    )
