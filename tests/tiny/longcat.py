"""LongCat-Image-Edit and its Turbo: always makes about a million pixels, so there is one block of each kind."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, LongCatImageEditPipeline, LongCatImageTransformer2DModel

from tests.tiny.encoders import WIDTH
from tests.tiny.qwen_vl import processor, qwen_vl, settle_processor
from tests.tiny.vaes import big_picture_vae
from tests.tiny.weights import enliven
from tests.tiny.words import qwen_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write LongCat, or its Turbo, which differ in nothing but their weights."""
    LongCatImageEditPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=big_picture_vae(seed),
        text_encoder=qwen_vl(seed + 1),
        tokenizer=qwen_tokenizer(),
        text_processor=processor(),
        transformer=denoiser(name, seed + 2),
    ).save_pretrained(folder, safe_serialization=True)
    settle_processor(folder, "text_processor")


def denoiser(name: str, seed: int) -> LongCatImageTransformer2DModel:
    """One block of each kind, one head of 16."""
    return enliven(
        LongCatImageTransformer2DModel(
            in_channels=64,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=1,
            joint_attention_dim=WIDTH,
            pooled_projection_dim=WIDTH,
            axes_dims_rope=[4, 6, 6],
        ),
        seed,
    )
