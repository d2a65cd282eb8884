"""Qwen-Image-Edit-Plus (2509, 2511): two streams, references as latents and as sight, a VAE made for films."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false

from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, QwenImageEditPlusPipeline, QwenImageTransformer2DModel

from inference.catalogue import MODELS
from tests.tiny.adapters import save_trained_elsewhere
from tests.tiny.encoders import WIDTH
from tests.tiny.qwen_vl import processor, qwen_vl, settle_processor
from tests.tiny.vaes import qwen_image_vae
from tests.tiny.weights import enliven
from tests.tiny.words import qwen_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write 2511, or 2509, whose references share the picture's time, with the LoRAs that belong to the entry."""
    scheduler = FlowMatchEulerDiscreteScheduler(
        use_dynamic_shifting=True, max_shift=0.9, max_image_seq_len=8192, shift_terminal=0.02
    )
    QwenImageEditPlusPipeline(
        scheduler=scheduler,
        vae=qwen_image_vae(seed),
        text_encoder=qwen_vl(seed + 1),
        tokenizer=qwen_tokenizer(),
        processor=processor(),
        transformer=denoiser(name, seed + 2),
    ).save_pretrained(folder, safe_serialization=True)
    settle_processor(folder, "processor")
    for number, lora in enumerate(MODELS[name].loras):
        save_trained_elsewhere(denoiser(name, seed + 2), folder / lora.folder / lora.file, seed + 3 + number)


def denoiser(name: str, seed: int) -> QwenImageTransformer2DModel:
    """Two blocks, one head of 16; 2511 sees its references at time zero."""
    return enliven(
        QwenImageTransformer2DModel(
            in_channels=16,
            out_channels=4,
            num_layers=2,
            attention_head_dim=16,
            num_attention_heads=1,
            joint_attention_dim=WIDTH,
            axes_dims_rope=(4, 6, 6),
            zero_cond_t="2511" in name,
        ),
        seed,
    )
