"""Z-Image-Turbo: one stream of text and picture, Qwen3 read before its last layer, a fixed shift."""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false
# diffusers annotates any tokenizer as AutoTokenizer.
# pyright: reportArgumentType=false

from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, ZImagePipeline, ZImageTransformer2DModel

from tests.tiny.encoders import WIDTH, qwen3
from tests.tiny.vaes import flux_vae
from tests.tiny.weights import enliven
from tests.tiny.words import qwen_tokenizer


def save(name: str, folder: Path, seed: int) -> None:
    """Write Z-Image-Turbo."""
    ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=False),
        vae=flux_vae(seed),
        text_encoder=qwen3(seed + 1, layers=3),
        tokenizer=qwen_tokenizer(),
        transformer=denoiser(name, seed + 2),
    ).save_pretrained(folder, safe_serialization=True)


def denoiser(name: str, seed: int) -> ZImageTransformer2DModel:
    """Two layers, and one refiner for the picture and the words each."""
    return enliven(
        ZImageTransformer2DModel(
            in_channels=4,
            dim=32,
            n_layers=2,
            n_refiner_layers=1,
            n_heads=2,
            n_kv_heads=2,
            cap_feat_dim=WIDTH,
            axes_dims=[8, 4, 4],
            axes_lens=[1024, 512, 512],
        ),
        seed,
    )
