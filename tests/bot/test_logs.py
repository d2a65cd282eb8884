"""Logs: readable for operators, and never a token in them."""

import base64
import logging
import sys
from urllib.parse import quote

import pytest

from bot.logs import one_line, set_up_logs

TELEGRAM = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789-_"
KEY = "a key, of no + particular / form"


pytestmark = pytest.mark.usefixtures("logs_as_before")


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(f"POST https://api.telegram.org/bot{TELEGRAM}/getMe", id="in an address"),
        pytest.param(f"redirected from {quote(TELEGRAM, safe='')}", id="quoted"),
        pytest.param(f"Authorization: Bot {DISCORD}", id="in a header"),
        pytest.param(f"opened with {KEY}", id="of no known form, but told"),
        pytest.param(f"?key={quote(KEY, safe='')}", id="told and quoted"),
        *(
            pytest.param(base64.b64encode(f"{'x' * before}{KEY} and more".encode()).decode(), id=f"base64 {before}")
            for before in range(4)
        ),
        pytest.param(base64.urlsafe_b64encode(b"??" + KEY.encode()).decode(), id="base64 of addresses"),
    ],
)
def test_no_secret_is_logged_in_any_guise(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A token in a log is the bot in somebody else's hands."""
    set_up_logs(secrets=[KEY])
    log = logging.getLogger("somebody")
    try:
        raise OSError(f"no route: {written}")
    except OSError:
        log.exception("it failed: %s", written)
    logged = capsys.readouterr().err

    assert logged.count("[secret]") == 2, "in the line and in its traceback"
    assert "Traceback" in logged
    for secret in (TELEGRAM.partition(":")[2], DISCORD, KEY, quote(KEY, safe=""), "IG5vICsgcGFydGljdWxhciAv"):
        assert secret not in logged


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("POST https://discord.com/api/v10/interactions/1/aW50ZXJ/callback", "/interactions/[secret]/callback"),
        ("PATCH /api/v10/webhooks/12/aW50ZXI/messages/@original", "/webhooks/[secret]/messages/@original"),
        ("GET 'https://cdn.discordapp.com/attachments/1/2/me.jpg?ex=1f&is=2e&hm=3d'", "/attachments/[secret]'"),
        (
            "PATCH https://discord.com/api/v10/channels/157371791079741849/messages/1573717972160086016 gave 429",
            "/channels/[secret]/messages/[secret] gave 429",
        ),
        ("File /srv/bot/talk.py, line 12, in bot.operators.Operators", "talk.py, line 12, in bot.operators.Operators"),
    ],
)
def test_addresses_that_open_something_or_name_somebody_are_cut(
    written: str, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """discord.py warns with whole addresses: who has one can answer in our name, see a photo, or find the person."""
    set_up_logs()
    logging.getLogger("discord.http").warning("We are being rate limited. %s", written)

    assert capsys.readouterr().err.endswith(f"{left}\n")


def test_at_debug_only_our_own_packages_say_more(capsys: pytest.CaptureFixture[str]) -> None:
    """discord.gateway prints every message it receives at DEBUG, httpx every address, arq every argument."""
    set_up_logs("DEBUG")
    for name in ("discord.gateway", "httpx", "httpcore.http11", "telegram.Bot", "arq.worker", "sqlalchemy.engine"):
        logging.getLogger(name).info("said by %s", name)
    logging.getLogger("telegram.request.BaseRequest").error("cannot load %s", "somebody's words")
    logging.getLogger("bot.talk").debug("said by us")

    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("DEBUG bot.talk: said by us")


def test_what_ends_the_bot_is_cleaned_too(capsys: pytest.CaptureFixture[str]) -> None:
    """The interpreter prints an error nobody caught by itself, as it is."""
    set_up_logs()
    error = ValueError(f"bad address /bot{TELEGRAM}/getMe")
    sys.excepthook(ValueError, error, None)
    logged = capsys.readouterr().err

    assert "ValueError: bad address /bot[secret]/getMe" in logged


def test_an_event_is_one_line_with_what_it_is_about() -> None:
    """Whoever looks at the log at night must be able to search it by id."""
    line = one_line(None, "info", {"event": "order not rung", "order": "o1", "attempt": 2})

    assert line == "order not rung order=o1 attempt=2"
