"""FLUX.2 klein: a shared-modulation transformer, Qwen3 read at three depths, a VAE whose latents are batch-normed."""

from pathlib import Path

from diffusers import (
    AutoencoderKLFlux2,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
)
from transformers import Qwen3Config, Qwen3ForCausalLM

from tests.tiny.weights import enliven
from tests.tiny.words import qwen_tokenizer

TEXT_WIDTH = 32


def save(name: str, folder: Path, seed: int) -> None:
    """Write klein; of the names only the base is not distilled (and so obeys guidance)."""
    Flux2KleinPipeline(
        scheduler=scheduler(),
        vae=vae(seed),
        text_encoder=qwen3(seed + 1),
        tokenizer=qwen_tokenizer(),
        transformer=transformer(seed + 2, joint=3 * TEXT_WIDTH, guidance=False),
        is_distilled="base" not in name,
    ).save_pretrained(folder, safe_serialization=True)


def scheduler() -> FlowMatchEulerDiscreteScheduler:
    """FLUX's schedule, shifted by the picture's size."""
    return FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True, time_shift_type="exponential")


def vae(seed: int) -> AutoencoderKLFlux2:
    """Eight times smaller as the real one, 4 channels instead of 32."""
    return enliven(
        AutoencoderKLFlux2(
            block_out_channels=(8, 8, 8, 8), layers_per_block=1, latent_channels=4, norm_num_groups=4, sample_size=64
        ),
        seed,
    )


def qwen3(seed: int) -> Qwen3ForCausalLM:
    """Thirty thin layers: klein reads the states after layers 9, 18 and 27."""
    config = Qwen3Config(
        vocab_size=len(qwen_tokenizer()),
        hidden_size=TEXT_WIDTH,
        intermediate_size=48,
        num_hidden_layers=30,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
    )
    return enliven(Qwen3ForCausalLM(config), seed)


def transformer(seed: int, joint: int, guidance: bool) -> Flux2Transformer2DModel:
    """Two blocks of each kind, two heads of 16; `joint` is the width of a prompt's embedding."""
    return enliven(
        Flux2Transformer2DModel(
            in_channels=16,
            num_layers=2,
            num_single_layers=2,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=joint,
            timestep_guidance_channels=32,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=guidance,
        ),
        seed,
    )
