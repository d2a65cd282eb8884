"""FLUX.2 dev: klein's transformer with guidance as an input, and Mistral Small 3 read at three depths.

The repository keeps a PixtralProcessor in `tokenizer/`, a class that transformers offers with torchvision only. Of it
the pipeline uses the chat template and the tokenizer, which load without: the tokenizer alone may stand in for it.
"""

# diffusers exports its classes lazily, which pyright cannot follow.
# pyright: reportPrivateImportUsage=false
# diffusers annotates the tokenizer as AutoProcessor, of which nothing is an instance.
# pyright: reportArgumentType=false

import json
from pathlib import Path

from diffusers import FlowMatchEulerDiscreteScheduler, Flux2Pipeline, Flux2Transformer2DModel
from transformers import Mistral3Config, Mistral3ForConditionalGeneration

from tests.tiny import flux2
from tests.tiny.encoders import WIDTH
from tests.tiny.vaes import flux2_vae
from tests.tiny.weights import enliven
from tests.tiny.words import mistral_tokenizer, number


def save(name: str, folder: Path, seed: int) -> None:
    """Write FLUX.2 dev."""
    Flux2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
        vae=flux2_vae(seed),
        text_encoder=_mistral3(seed + 1),
        tokenizer=mistral_tokenizer(),
        transformer=denoiser(name, seed + 2),
    ).save_pretrained(folder, safe_serialization=True)
    processor = {"processor_class": "PixtralProcessor", "patch_size": 14, "spatial_merge_size": 2}
    (folder / "tokenizer" / "processor_config.json").write_text(json.dumps(processor))
    pictures = {"image_processor_type": "PixtralImageProcessorFast", "processor_class": "PixtralProcessor"}
    (folder / "tokenizer" / "preprocessor_config.json").write_text(json.dumps(pictures))
    index = json.loads((folder / "model_index.json").read_text())
    index["tokenizer"] = ["transformers", "PixtralProcessor"]
    (folder / "model_index.json").write_text(json.dumps(index, indent=2))


def denoiser(name: str, seed: int) -> Flux2Transformer2DModel:
    """Klein's, which is told the guidance."""
    return flux2.denoiser(name, seed, guidance=True)


def _mistral3(seed: int) -> Mistral3ForConditionalGeneration:
    """Thirty-one thin layers: the states after 10, 20 and 30 are read."""
    tokenizer = mistral_tokenizer()
    config = Mistral3Config(
        text_config={
            "model_type": "mistral",
            "vocab_size": len(tokenizer),
            "hidden_size": WIDTH,
            "intermediate_size": 48,
            "num_hidden_layers": 31,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 16,
            "max_position_embeddings": 2048,
        },
        vision_config={
            "model_type": "pixtral",
            "hidden_size": WIDTH,
            "intermediate_size": 48,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 224,
            "patch_size": 14,
        },
        image_token_index=number(tokenizer, "[IMG]"),
    )
    return enliven(Mistral3ForConditionalGeneration(config), seed)
