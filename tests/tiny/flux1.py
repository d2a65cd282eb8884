"""FLUX.1 dev and Kontext dev: the same weights' shapes, two classes; T5 for the words, CLIP for the gist."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, FluxKontextPipeline, FluxPipeline, FluxTransformer2DModel

from tests.tiny.encoders import WIDTH, clip_text, t5
from tests.tiny.vaes import flux_vae
from tests.tiny.weights import enliven
from tests.tiny.words import clip_tokenizer, t5_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write FLUX.1 dev, or Kontext dev."""
    pipeline = FluxKontextPipeline if "kontext" in name else FluxPipeline
    pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=flux_vae(seed),
        text_encoder=clip_text(seed + 1),
        tokenizer=clip_tokenizer(),
        text_encoder_2=t5(seed + 2),
        tokenizer_2=t5_tokenizer(),
        transformer=denoiser(name, seed + 3),
    ).save_pretrained(folder, safe_serialization=True)


def denoiser(name: str, seed: int) -> FluxTransformer2DModel:
    """Two blocks of each kind, two heads of 16."""
    return enliven(
        FluxTransformer2DModel(
            in_channels=16,
            num_layers=2,
            num_single_layers=2,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=WIDTH,
            pooled_projection_dim=WIDTH,
            guidance_embeds=True,
            axes_dims_rope=(4, 6, 6),
        ),
        seed,
    )
