"""Qwen2.5-VL, which reads the instruction together with the picture, and the files of its processor.

The processor's folder is laid out as the repositories have it: `preprocessor_config.json`, a tokenizer, a chat template
and `video_preprocessor_config.json`, from the time when transformers called the image processor `...Fast`. Where
torchvision is missing neither `Qwen2VLProcessor.from_pretrained` nor `DiffusionPipeline.from_pretrained` alone can load
it: both insist on a video processor. The image processor and the tokenizer have to be read and joined by hand, which is
what inference/engines/diffusion/processors.py does.
"""

import json
from pathlib import Path
from typing import Any

from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen2VLImageProcessorPil,
    Qwen2VLProcessor,
)

from tests.tiny.encoders import WIDTH
from tests.tiny.weights import enliven
from tests.tiny.words import number, qwen_tokenizer


class PictureProcessor(Qwen2VLProcessor):
    """A processor for texts and pictures: transformers reads off the constructor that there is no part for films."""

    def __init__(self, image_processor: Qwen2VLImageProcessorPil, tokenizer: Qwen2Tokenizer) -> None:
        super().__init__(image_processor, tokenizer, chat_template=tokenizer.chat_template)


def qwen_vl(seed: int) -> Qwen2_5_VLForConditionalGeneration:
    """Two layers of text, two of sight; one of the latter looks at the whole picture."""
    tokenizer = qwen_tokenizer()
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": WIDTH,
            "intermediate_size": 48,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "max_position_embeddings": 4096,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3]},
            "bos_token_id": number(tokenizer, "<|endoftext|>"),
            "eos_token_id": number(tokenizer, "<|im_end|>"),
        },
        vision_config={
            "depth": 2,
            "hidden_size": WIDTH,
            "intermediate_size": 48,
            "num_heads": 2,
            "out_hidden_size": WIDTH,
            "fullatt_block_indexes": [1],
        },
        image_token_id=number(tokenizer, "<|image_pad|>"),
        video_token_id=number(tokenizer, "<|video_pad|>"),
        vision_start_token_id=number(tokenizer, "<|vision_start|>"),
        vision_end_token_id=number(tokenizer, "<|vision_end|>"),
    )
    return enliven(Qwen2_5_VLForConditionalGeneration(config), seed)


def processor() -> PictureProcessor:
    """The processor with the settings of the real one."""
    return PictureProcessor(Qwen2VLImageProcessorPil(), qwen_tokenizer())


def settle_processor(pipeline_folder: Path, component: str) -> None:
    """Write the processor of a saved pipeline as the repositories do: files, names and entry in the index."""
    folder = pipeline_folder / component
    (folder / "processor_config.json").unlink()
    tokenizer = qwen_tokenizer()
    tokenizer.save_pretrained(folder)
    Qwen2VLImageProcessorPil().save_pretrained(folder)
    pictures = json.loads((folder / "preprocessor_config.json").read_text())
    pictures |= {"image_processor_type": "Qwen2VLImageProcessorFast", "processor_class": "Qwen2VLProcessor"}
    _write(folder / "preprocessor_config.json", pictures)
    films = {key: value for key, value in pictures.items() if key != "image_processor_type"}
    _write(folder / "video_preprocessor_config.json", films | {"video_processor_type": "Qwen2VLVideoProcessor"})
    index = json.loads((pipeline_folder / "model_index.json").read_text())
    _write(pipeline_folder / "model_index.json", index | {component: ["transformers", "Qwen2VLProcessor"]})


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2))
