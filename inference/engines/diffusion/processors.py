"""Processors that prepare words and pictures for a vision-language encoder, with or without torchvision.

transformers ties a processor of films, and with it torchvision, to every Qwen-VL processor. No portrait needs a film.
"""

from pathlib import Path
from typing import Any

from transformers import (
    ProcessorMixin,
    Qwen2_5_VLProcessor,
    Qwen2Tokenizer,
    Qwen2VLImageProcessor,
    Qwen2VLProcessor,
)

OFFLINE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


class PictureProcessor(Qwen2VLProcessor):
    """Qwen-VL's processor for texts and pictures: transformers reads off the constructor that films have no part."""

    def __init__(self, image_processor: Any, tokenizer: Qwen2Tokenizer) -> None:
        super().__init__(image_processor, tokenizer, chat_template=tokenizer.chat_template)


def load_processor(kind: type[ProcessorMixin], folder: Path) -> ProcessorMixin:
    """The processor in `folder`: Qwen-VL's for pictures alone, any other as transformers makes it."""
    if not issubclass(kind, Qwen2VLProcessor | Qwen2_5_VLProcessor):
        return kind.from_pretrained(folder, **OFFLINE)
    pictures = Qwen2VLImageProcessor.from_pretrained(folder, **OFFLINE)
    return PictureProcessor(pictures, Qwen2Tokenizer.from_pretrained(folder, **OFFLINE))
