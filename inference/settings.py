"""Settings of the worker: from the environment or `.env`, read once at the start. Each has unit, default and why."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is missing or does not fit; the text names it and the remedy."""


class Settings(BaseSettings):
    """What a worker needs to know. With nothing set it is the worker of a bot on the same machine."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore")

    redis_url: str | None = Field(
        default=None,
        description="The Redis shared with the bot: redis://, rediss:// or unix:///path. Unset: the bot runs one of "
        "its own and starts the worker itself, handing the address down.",
    )
    blob_url: str | None = Field(
        default=None, description="Where the vault lies, as for the bot. Unset: the folder `blobs` in DATA_DIR."
    )
    data_dir: Path = Field(
        default=Path("data"), description="Folder of the bot's data; holds master.key and the vault."
    )
    master_key: SecretStr | None = Field(
        default=None,
        description="Key that opens the vault, 32 bytes in base64 or hex, as for the bot. Unset: master.key in "
        "DATA_DIR.",
    )
    engine: Literal["auto", "studio"] = Field(
        default="auto", description="What makes the portraits. `auto`: the best that this machine can run."
    )
    model_dir: Path | None = Field(
        default=None,
        description="Folder with models in subfolders named as in the catalogue. Unset: the Hugging Face cache.",
    )
    order_limit_s: float = Field(
        default=600.0,
        gt=0,
        description="Seconds an order may take before it is stopped: ten times what the slowest honest order needs, "
        "so only a hang meets it.",
    )
    check_limit_s: float = Field(
        default=20.0,
        gt=0,
        description="Seconds the check of one selfie may take: it needs one, and the person waits for it.",
    )
    stop_at_eof: bool = Field(
        default=False,
        description="Stop when standard input ends. The bot sets it for the worker it starts, so that the worker never "
        "outlives it.",
    )
