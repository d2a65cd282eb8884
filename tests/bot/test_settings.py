"""Settings, and the file that tells operators about them."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings as BotSettings
from inference.settings import Settings as WorkerSettings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
INTERNAL = {"stop_at_eof"}  # handed from the bot to the worker it starts; never an operator's


def test_the_example_names_every_setting_and_no_other() -> None:
    """An operator reads the example, not the code: it must not lie."""
    named = set(re.findall(r"^# ([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    known = {name.upper() for name in (set(BotSettings.model_fields) | set(WorkerSettings.model_fields)) - INTERNAL}

    assert named == known


def test_the_example_shows_the_defaults() -> None:
    """A default in the example that is not the real one misleads whoever removes the #."""
    shown = dict(re.findall(r"^# ([A-Z_]+)=(.+)$", EXAMPLE.read_text(), re.MULTILINE))
    for settings in (BotSettings, WorkerSettings):
        for name, field in settings.model_fields.items():
            if name.upper() in shown and name != "data_dir":
                assert str(field.default).removesuffix(".0") == shown[name.upper()]


def test_nothing_set_means_everything_embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer sets nothing, and everything lies in one folder."""
    monkeypatch.chdir(tmp_path)
    for name in BotSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = BotSettings()

    assert settings.telegram_token is None
    assert settings.redis_url is None
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path / 'data' / 'bot.sqlite'}"
    assert settings.blobs == str(tmp_path / "data" / "blobs")


def test_an_empty_line_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """`TELEGRAM_TOKEN=` in .env is how people switch something off."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "")

    assert BotSettings().telegram_token is None


def test_a_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A settings object in a log or a traceback must not give the bot away."""
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:secret")

    assert "secret" not in repr(BotSettings())


def test_what_no_log_may_hold_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Operators put passwords into addresses too, and a driver's error may quote the address."""
    monkeypatch.setenv("DISCORD_TOKEN", "a.discord.token")
    monkeypatch.setenv("REDIS_URL", "redis://:of-redis@host:6379/0")
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:of-postgres@host/name")

    assert {"a.discord.token", "of-redis", "of-postgres"} <= set(BotSettings().secrets)
