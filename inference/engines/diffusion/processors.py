"""Processors that prepare words and pictures for a vision-language encoder, with or without torchvision.

transformers ties a video processor, and with it torchvision, to every Qwen-VL processor. No portrait needs a video.
"""

from pathlib import Path
from typing import Any

from transformers import ProcessorMixin, Qwen2Tokenizer, Qwen2VLImageProcessor, Qwen2VLProcessor

OFFLINE: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}


class PictureProcessor(Qwen2VLProcessor):
    """Qwen2VLProcessor for pictures alone: its video processor may be None."""

    def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
        """As in transformers, but a video processor that is not there is no fault."""
        if argument_name == "video_processor" and argument is None:
            return type(None)
        return super().check_argument_for_proper_class(argument_name, argument)


def load_processor(kind: type[ProcessorMixin], folder: Path) -> ProcessorMixin:
    """The processor in `folder`: Qwen-VL's for pictures alone, any other as transformers makes it."""
    if not issubclass(kind, Qwen2VLProcessor):
        return kind.from_pretrained(folder, **OFFLINE)
    tokenizer = Qwen2Tokenizer.from_pretrained(folder, **OFFLINE)
    return PictureProcessor(
        image_processor=Qwen2VLImageProcessor.from_pretrained(folder, **OFFLINE),
        tokenizer=tokenizer,
        chat_template=_chat_template(folder) or tokenizer.chat_template,
    )


def _chat_template(folder: Path) -> str | None:
    file = folder / "chat_template.jinja"
    return file.read_text("utf-8") if file.is_file() else None
