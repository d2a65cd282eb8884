"""Settings of the worker: from the environment or `.env`, read once at the start. Each has unit, default and why."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from inference.catalogue import MODELS
from inference.frames import Setup
from inference.logs import Level


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
    engine: str = Field(
        default="auto",
        description="What makes the portraits: `auto`, the best that this machine can run; `studio`; or a model of the "
        "catalogue, which the worker then insists on.",
    )
    model_dir: Path | None = Field(
        default=None,
        description="Folder with models in subfolders named as in the catalogue. Unset: the Hugging Face cache.",
    )
    licences_held: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Models, separated by commas, whose licence bars a bot with users and for which the operator holds "
        "one that permits it. Unset: none.",
    )
    hf_token: SecretStr | None = Field(
        default=None,
        description="Token of a Hugging Face account, for `models pull` of what its makers give only to accounts. "
        "Unset: the one a login stored, or none.",
    )
    device: Literal["auto", "cuda", "cpu"] = Field(
        default="auto", description="Where a model computes. `auto`: on the GPU where there is one."
    )
    precision: Literal["auto", "bf16", "fp8", "int8", "offload"] = Field(
        default="auto", description="How a model's weights lie. `auto`: the best that fits the free memory."
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
    log_level: Level = Field(
        default="INFO",
        description="How much the worker logs of its own work; libraries never say less than a warning.",
    )
    stop_at_eof: bool = Field(
        default=False,
        description="Stop when standard input ends. The bot sets it for the worker it starts, so that the worker never "
        "outlives it.",
    )

    @field_validator("licences_held", mode="before")
    @classmethod
    def _separated(cls, value: object) -> object:
        """Names separated by commas, as an environment holds them."""
        return tuple(name.strip() for name in value.split(",") if name.strip()) if isinstance(value, str) else value

    @field_validator("engine")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if value not in ("auto", "studio", *MODELS):
            raise ValueError(f"{value!r} is no engine; known are auto, studio, {', '.join(MODELS)}")
        return value

    @field_validator("licences_held")
    @classmethod
    def _known_models(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in MODELS:
                raise ValueError(f"{name!r} is no model; known are {', '.join(MODELS)}")
        return value

    @property
    def setup(self) -> Setup:
        """What an engine is opened with."""
        return Setup(
            self.engine,
            None if self.model_dir is None else str(self.model_dir.resolve()),
            str(self.data_dir.resolve()),
            self.licences_held,
            self.device,
            self.precision,
        )
