"""Tokenizers of the real classes over the 256 bytes and a few dozen merges: any prompt can be said."""

from tokenizers.pre_tokenizers import ByteLevel
from transformers import Qwen2Tokenizer

MERGES = ("t h", "th e", "i n", "e r", "a n", "o n", "r e", "p o", "h e", "s t", "l i", "li g", "lig h", "ligh t")

_QWEN_MARKS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<think>",
    "</think>",
)

# The shape of Qwen3's own: one turn after another, an empty thought where thinking is switched off.
_QWEN_TURNS = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)


def qwen_tokenizer(chat_template: str = _QWEN_TURNS) -> Qwen2Tokenizer:
    """Qwen's byte-level tokenizer with its marks for turns, pictures and thoughts."""
    vocabulary = {letter: index for index, letter in enumerate(sorted(ByteLevel.alphabet()))}
    for merge in MERGES:
        vocabulary[merge.replace(" ", "")] = len(vocabulary)
    for mark in _QWEN_MARKS:
        vocabulary[mark] = len(vocabulary)
    merges = [tuple(merge.split()) for merge in MERGES]
    tokenizer = Qwen2Tokenizer(
        vocab=vocabulary,
        merges=merges,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(_QWEN_MARKS[1:8]),
        model_max_length=131072,
    )
    tokenizer.chat_template = chat_template
    return tokenizer
