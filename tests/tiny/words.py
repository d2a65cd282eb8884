"""Tokenizers of the real classes over the 256 bytes and a few merges: any prompt can be said, in many tokens."""

import string
from typing import Any

from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from transformers import CLIPTokenizer, PreTrainedTokenizerBase, Qwen2Tokenizer, T5Tokenizer, TokenizersBackend

_MERGES = ("t h", "th e", "i n", "e r", "a n", "o n", "r e", "s t", "l i", "li g", "lig h", "ligh t")
_LETTERS = tuple(sorted(ByteLevel.alphabet()))

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

_PIXTRAL_MARKS = ("[IMG]", "[IMG_BREAK]", "[IMG_END]")
_MISTRAL_TURNS = (
    "{{ bos_token }}{% for message in messages %}"
    "{% set mark = 'SYSTEM_PROMPT' if message['role'] == 'system' else 'INST' %}"
    "[{{ mark }}]{% for part in message['content'] %}{{ part['text'] }}{% endfor %}[/{{ mark }}]{% endfor %}"
)


def _merges() -> Any:
    return [tuple(merge.split()) for merge in _MERGES]  # transformers passes pairs through, and announces words


def _numbered(*groups: tuple[str, ...]) -> dict[str, int]:
    return {word: number for number, word in enumerate(word for group in groups for word in group)}


def number(tokenizer: PreTrainedTokenizerBase, mark: str) -> int:
    """The number of one mark, such as `<|endoftext|>`."""
    found = tokenizer.convert_tokens_to_ids(mark)
    assert isinstance(found, int)
    return found


def qwen_tokenizer() -> Qwen2Tokenizer:
    """Qwen's byte-level tokenizer with its marks for turns, pictures and thoughts, and its chat template."""
    tokenizer = Qwen2Tokenizer(
        vocab=_numbered(_LETTERS, tuple(merge.replace(" ", "") for merge in _MERGES), _QWEN_MARKS),
        merges=_merges(),
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(_QWEN_MARKS[1:8]),
        model_max_length=131072,
    )
    tokenizer.chat_template = _QWEN_TURNS
    return tokenizer


def mistral_tokenizer() -> TokenizersBackend:
    """Mistral's byte-level tokenizer, which fills from the left, and its chat template as far as it has no tools."""
    marks = (
        "<unk>",
        "<s>",
        "</s>",
        "<pad>",
        "[INST]",
        "[/INST]",
        "[SYSTEM_PROMPT]",
        "[/SYSTEM_PROMPT]",
        *_PIXTRAL_MARKS,
    )
    inner = Tokenizer(BPE(vocab=_numbered(marks, _LETTERS), merges=[]))
    inner.pre_tokenizer = ByteLevel(add_prefix_space=False)
    inner.decoder = ByteLevelDecoder()
    return TokenizersBackend(
        tokenizer_object=inner,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        additional_special_tokens=list(marks[4:]),
        padding_side="left",
        model_max_length=131072,
        chat_template=_MISTRAL_TURNS,
    )


def clip_tokenizer(pad: str = "<|endoftext|>") -> CLIPTokenizer:
    """CLIP's tokenizer, 77 tokens at most; the end mark has the highest number, as in the real one."""
    endings = tuple(f"{letter}</w>" for letter in _LETTERS)
    merged = tuple(merge.replace(" ", "") for merge in _MERGES)
    return CLIPTokenizer(
        vocab=_numbered(_LETTERS, endings, merged, ("<|startoftext|>", "<|endoftext|>")),
        merges=_merges(),
        pad_token=pad,
        model_max_length=77,
    )


def t5_tokenizer() -> T5Tokenizer:
    """T5's unigram tokenizer over single printable characters."""
    marks = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    letters = [(letter, -3.0) for letter in string.ascii_letters + string.digits + string.punctuation]
    return T5Tokenizer(vocab=[*marks, *letters], extra_ids=0, model_max_length=512)
