"""Realistic Vision (SD 1.5) and RealVisXL Turbo (SDXL): UNets, with an IP-Adapter below `ip-adapter/`."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false
# diffusers annotates tuples as of one member, and schedulers as an enumeration.
# pyright: reportArgumentType=false

from pathlib import Path

from diffusers import (
    DPMSolverMultistepScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)

from tests.tiny.encoders import WIDTH, clip_text, clip_text_projected
from tests.tiny.ip_adapter import save_ip_adapter
from tests.tiny.vaes import stable_diffusion_vae
from tests.tiny.weights import enliven
from tests.tiny.words import clip_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write RealVisXL, or Realistic Vision."""
    (_save_xl if "xl" in name else _save_15)(folder, denoiser(name, seed), seed)


def denoiser(name: str, seed: int) -> UNet2DConditionModel:
    """Three depths (SDXL) or four, a layer each."""
    return enliven(_unet_xl() if "xl" in name else _unet_15(), seed)


def _unet_15() -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 16, 32, 32),
        layers_per_block=1,
        norm_num_groups=4,
        cross_attention_dim=WIDTH,
        attention_head_dim=2,
    )


def _unet_xl() -> UNet2DConditionModel:
    return UNet2DConditionModel(
        sample_size=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        block_out_channels=(16, 16, 32),
        layers_per_block=1,
        norm_num_groups=4,
        transformer_layers_per_block=(1, 1, 2),
        attention_head_dim=(1, 2, 2),
        cross_attention_dim=2 * WIDTH,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + WIDTH,
    )


def _save_15(folder: Path, unet: UNet2DConditionModel, seed: int) -> None:
    StableDiffusionPipeline(
        vae=stable_diffusion_vae(seed + 1, scaling_factor=0.18215, force_upcast=False),
        text_encoder=clip_text(seed + 2),
        tokenizer=clip_tokenizer(),
        unet=unet,
        scheduler=_sampler(karras=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    ).save_pretrained(folder, safe_serialization=True)
    save_ip_adapter(folder / "ip-adapter", "models/ip-adapter-plus-face_sd15.safetensors", unet, seed + 3)


def _save_xl(folder: Path, unet: UNet2DConditionModel, seed: int) -> None:
    StableDiffusionXLPipeline(
        vae=stable_diffusion_vae(seed + 1, scaling_factor=0.13025, force_upcast=True),
        text_encoder=clip_text(seed + 2),
        text_encoder_2=clip_text_projected(seed + 3),
        tokenizer=clip_tokenizer(),
        tokenizer_2=clip_tokenizer(pad="!"),
        unet=unet,
        scheduler=_sampler(karras=True),
        add_watermarker=False,
    ).save_pretrained(folder, safe_serialization=True)
    weight = "sdxl_models/ip-adapter-plus-face_sdxl_vit-h.safetensors"
    save_ip_adapter(folder / "ip-adapter", weight, unet, seed + 4)


def _sampler(karras: bool) -> DPMSolverMultistepScheduler:
    return DPMSolverMultistepScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1, use_karras_sigmas=karras
    )
