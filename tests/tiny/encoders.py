"""Text and image encoders of the real classes, two or three thin layers each (Qwen3 as many as klein reads)."""

from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
    T5Config,
    T5EncoderModel,
)

from tests.tiny.weights import enliven
from tests.tiny.words import clip_tokenizer, number, qwen_tokenizer, t5_tokenizer

WIDTH = 32
"""Of every encoder's hidden states."""


def _qwen3_config(layers: int) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=len(qwen_tokenizer()),
        hidden_size=WIDTH,
        intermediate_size=48,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
    )


def qwen3_speaker(seed: int, layers: int) -> Qwen3ForCausalLM:
    """Qwen3 with its head, as klein keeps it."""
    return enliven(Qwen3ForCausalLM(_qwen3_config(layers)), seed)


def qwen3(seed: int, layers: int) -> Qwen3Model:
    """Qwen3 without its head, as Z-Image keeps it."""
    return enliven(Qwen3Model(_qwen3_config(layers)), seed)


def _clip_config() -> CLIPTextConfig:
    tokenizer = clip_tokenizer()
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=WIDTH,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=2,
        max_position_embeddings=77,
        projection_dim=WIDTH,
        bos_token_id=number(tokenizer, "<|startoftext|>"),
        eos_token_id=number(tokenizer, "<|endoftext|>"),
        pad_token_id=number(tokenizer, "<|endoftext|>"),
    )


def clip_text(seed: int) -> CLIPTextModel:
    """CLIP's text encoder."""
    return enliven(CLIPTextModel(_clip_config()), seed)


def clip_text_projected(seed: int) -> CLIPTextModelWithProjection:
    """SDXL's second text encoder."""
    return enliven(CLIPTextModelWithProjection(_clip_config()), seed)


def clip_vision(seed: int) -> CLIPVisionModelWithProjection:
    """The image encoder of an IP-Adapter: 224 pixels like the real one, cut into 16 patches instead of 256."""
    config = CLIPVisionConfig(
        hidden_size=WIDTH,
        intermediate_size=48,
        num_hidden_layers=3,
        num_attention_heads=2,
        image_size=224,
        patch_size=56,
        projection_dim=WIDTH,
    )
    return enliven(CLIPVisionModelWithProjection(config), seed)


def t5(seed: int) -> T5EncoderModel:
    """T5's encoder half."""
    config = T5Config(
        vocab_size=len(t5_tokenizer()),
        d_model=WIDTH,
        d_kv=16,
        d_ff=48,
        num_layers=2,
        num_heads=2,
        feed_forward_proj="gated-gelu",
    )
    return enliven(T5EncoderModel(config), seed)
