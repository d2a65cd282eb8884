"""The sizes of the models that are measured, and the work one picture takes; tiny twins of both for a CPU.

Sources: the classes' defaults in diffusers and transformers and the models' own config.json, as published; that the
numbers are right shows in their sums, which come to the known 3.9 and 11.9 thousand million parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from inference.engines.diffusion.bench.figures import BF16_FLOPS, FP8_FLOPS

Options = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """One model: `model` of the catalogue, options of its parts' classes, and the picture that is made.

    `matrices`: parameters of the repeated blocks' linears that see every token, in squared widths, for a double and a
    single block together with how many there are. `side` in pixels; `cell`: pixels to a token.
    """

    model: Literal["flux2-klein-4b", "flux1-dev"]
    denoiser: Options
    vae: Options
    text: Options
    pooled: Options = field(default_factory=dict)
    matrices: tuple[float, float] = (13, 13)
    side: int = 1024
    cell: int = 16
    steps: int = 4
    text_tokens: int = 512
    guidance: float = 1.0
    least_fp8: int = 1024

    @property
    def width(self) -> int:
        """Of a token in the denoiser."""
        return self.denoiser["num_attention_heads"] * self.denoiser["attention_head_dim"]

    @property
    def blocks(self) -> tuple[int, int]:
        """Double and single."""
        return self.denoiser["num_layers"], self.denoiser["num_single_layers"]


@dataclass(frozen=True)
class Work:
    """Floating point operations of a picture's denoising: in matrix products, which FP8 halves, and in attention."""

    matrices: float
    attention: float

    @property
    def flop(self) -> float:
        """Both."""
        return self.matrices + self.attention

    def floor_s(self, fp8: bool) -> float:
        """The least time on an H200."""
        return self.matrices / (FP8_FLOPS if fp8 else BF16_FLOPS) + self.attention / BF16_FLOPS


def work(shape: Shape, references: int = 0) -> Work:
    """The work of the repeated blocks over all steps; a reference is as large as the picture.

    Two operations for each parameter and token; four for each pair of tokens and unit of width in attention.
    """
    tokens = shape.text_tokens + (1 + references) * (shape.side // shape.cell) ** 2
    doubles, singles = shape.blocks
    parameters = (doubles * shape.matrices[0] + singles * shape.matrices[1]) * shape.width**2
    return Work(
        matrices=2 * tokens * parameters * shape.steps,
        attention=4 * tokens**2 * shape.width * (doubles + singles) * shape.steps,
    )


_QWEN3_4B = {
    "vocab_size": 151936,
    "hidden_size": 2560,
    "intermediate_size": 9728,
    "num_hidden_layers": 36,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "max_position_embeddings": 40960,
    "tie_word_embeddings": True,
}

# A double block has 8 squares for attention and 2 x 9 for feed-forward, but a token is either text or picture: half of
# them. A single one 9 into it (3 for attention, 2 x 3 gated) and 4 out of it.
KLEIN = Shape(
    model="flux2-klein-4b",
    denoiser={
        "in_channels": 128,
        "num_layers": 5,
        "num_single_layers": 20,
        "attention_head_dim": 128,
        "num_attention_heads": 24,
        "joint_attention_dim": 3 * _QWEN3_4B["hidden_size"],
        "guidance_embeds": False,
    },
    vae={},  # the class's defaults: 32 channels, 8 times smaller
    text=_QWEN3_4B,
)

# Attention 4 squares, feed-forward 2 x 4 in either stream; a single block 3 + 4 into it and 5 out of it.
FLUX1 = Shape(
    model="flux1-dev",
    denoiser={
        "in_channels": 64,
        "num_layers": 19,
        "num_single_layers": 38,
        "attention_head_dim": 128,
        "num_attention_heads": 24,
        "joint_attention_dim": 4096,
        "pooled_projection_dim": 768,
        "guidance_embeds": True,
    },
    vae={
        "down_block_types": ("DownEncoderBlock2D",) * 4,
        "up_block_types": ("UpDecoderBlock2D",) * 4,
        "block_out_channels": (128, 256, 512, 512),
        "layers_per_block": 2,
        "latent_channels": 16,
        "sample_size": 1024,
        "scaling_factor": 0.3611,
        "shift_factor": 0.1159,
        "use_quant_conv": False,
        "use_post_quant_conv": False,
    },
    text={
        "vocab_size": 32128,
        "d_model": 4096,
        "d_kv": 64,
        "d_ff": 10240,
        "num_layers": 24,
        "num_heads": 64,
        "feed_forward_proj": "gated-gelu",
    },
    pooled={"vocab_size": 49408, "hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12},
    matrices=(12, 12),
    steps=28,
    guidance=3.5,
)

_TINY_VAE = {"block_out_channels": (8, 8, 8, 8), "layers_per_block": 1, "norm_num_groups": 4, "sample_size": 64}

TINY_KLEIN = replace(
    KLEIN,
    denoiser={
        **KLEIN.denoiser,
        "in_channels": 16,
        "num_layers": 2,
        "num_single_layers": 2,
        "attention_head_dim": 16,
        "num_attention_heads": 2,
        "joint_attention_dim": 3 * 32,
        "axes_dims_rope": (4, 4, 4, 4),
    },
    vae={**_TINY_VAE, "latent_channels": 4},
    text={
        **_QWEN3_4B,
        "vocab_size": 512,
        "hidden_size": 32,
        "intermediate_size": 48,
        "num_hidden_layers": 28,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 16,
    },
    side=64,
    least_fp8=16,
)

TINY_FLUX1 = replace(
    FLUX1,
    denoiser={
        **FLUX1.denoiser,
        "in_channels": 16,
        "num_layers": 1,
        "num_single_layers": 1,
        "attention_head_dim": 16,
        "num_attention_heads": 2,
        "joint_attention_dim": 32,
        "pooled_projection_dim": 32,
        "axes_dims_rope": (4, 4, 8),
    },
    vae={**FLUX1.vae, **_TINY_VAE, "latent_channels": 4},
    text={**FLUX1.text, "vocab_size": 512, "d_model": 32, "d_kv": 16, "d_ff": 48, "num_layers": 2, "num_heads": 2},
    pooled={"vocab_size": 512, "hidden_size": 32, "intermediate_size": 48, "num_attention_heads": 2},
    side=64,
    steps=4,
    least_fp8=16,
)
