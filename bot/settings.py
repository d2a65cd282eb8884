"""What an operator may set for the bot, from the environment or `.env`. Every setting is optional."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once, in `__main__`, and passed down."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_token: SecretStr | None = Field(default=None, description="from @BotFather; unset: Telegram is off")
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="a local Bot API server, if there is one"
    )
    discord_token: SecretStr | None = Field(
        default=None, description="not spoken yet: the bot refuses to start with it"
    )
    local_port: int = Field(
        default=8080, ge=0, le=65535, description="of the local page on 127.0.0.1; 0 takes a free one"
    )
    redis_url: str | None = Field(
        default=None, description="unset: an embedded Valkey, and a worker started with the bot"
    )
    database_url: str | None = Field(default=None, description="SQLAlchemy URL; unset: SQLite in DATA_DIR")
    blob_url: str | None = Field(default=None, description="s3://bucket/prefix; unset: a folder in DATA_DIR")
    data_dir: Path = Field(default=Path("data"), description="everything the bot keeps when nothing else is set")
    master_key: SecretStr | None = Field(default=None, description="32 bytes, base64 or hex; unset: made in DATA_DIR")
    retention_hours: int = Field(
        default=168, ge=1, le=8760, description="selfies: a week, long enough to come back once"
    )
    retention_hours_portraits: int = Field(
        default=720, ge=1, le=8760, description="a month, long enough to fetch them again"
    )

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'bot.sqlite'}"

    @property
    def blobs(self) -> str:
        """Where the vault keeps its objects."""
        return self.blob_url or str(self.data_dir.absolute() / "blobs")
