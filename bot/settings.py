"""What an operator may set for the bot, from the environment or `.env`. Every setting is optional."""

import re
from itertools import chain
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ADMIN = re.compile(r"(telegram|discord):-?\d{1,20}")
PASSWORD = re.compile(r"://[^/@]*:([^/@]+)@")  # of an address


def _split(admins: str) -> list[str]:
    return [part.strip() for part in admins.split(",") if part.strip()]


class Settings(BaseSettings):
    """Read once, in `__main__`, and passed down."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_token: SecretStr | None = Field(default=None, description="from @BotFather; unset: Telegram is off")
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="a local Bot API server, if there is one"
    )
    telegram_webhook_url: str | None = Field(
        default=None, description="public https address for updates; unset: the bot polls"
    )
    telegram_webhook_port: int = Field(
        default=8443, ge=0, le=65535, description="where updates are taken on this machine, behind that address"
    )
    discord_token: SecretStr | None = Field(
        default=None, description="from the Discord developer portal; unset: Discord is off"
    )
    discord_api_url: str = Field(default="https://discord.com/api", description="a proxy, if there is one")
    admins: str = Field(
        default="", description="operators, as telegram:ID or discord:ID with commas; they see /stats and more"
    )
    portraits_per_day: int = Field(default=60, ge=0, description="that one person may order; 0: no limit")
    queue_limit: int = Field(default=200, ge=1, description="orders in line; beyond it people are asked to come back")
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

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="how much is logged of the bot's own work; libraries never say less than a warning"
    )

    @field_validator("admins")
    @classmethod
    def _named(cls, admins: str) -> str:
        wrong = [admin for admin in _split(admins) if not ADMIN.fullmatch(admin)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no operator: write telegram:ID or discord:ID, several with commas")
        return admins

    @property
    def admin_chats(self) -> tuple[str, ...]:
        """The operators' chats as `platform:address`."""
        return tuple(_split(self.admins))

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log may hold: the tokens, the key and the passwords of addresses."""
        told = (self.telegram_token, self.discord_token, self.master_key)
        passwords = (PASSWORD.findall(address or "") for address in (self.redis_url, self.database_url))
        return (*(secret.get_secret_value() for secret in told if secret), *chain(*passwords))

    @property
    def database(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'bot.sqlite'}"

    @property
    def blobs(self) -> str:
        """Where the vault keeps its objects."""
        return self.blob_url or str(self.data_dir.absolute() / "blobs")
