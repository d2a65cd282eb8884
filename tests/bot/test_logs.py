"""Logs: readable for operators, and never a token in them."""

import logging

import pytest

from bot.logs import one_line, set_up_logs

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def test_no_token_is_logged_not_even_in_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    """A token in a log is the bot in somebody else's hands."""
    set_up_logs()
    log = logging.getLogger("somebody")
    log.info("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    try:
        raise OSError(f"no route to /bot{TOKEN}/getUpdates")
    except OSError:
        log.exception("it failed with %s", TOKEN)
    logged = capsys.readouterr().err

    assert "it failed with [token]" in logged
    assert "Traceback" in logged
    assert TOKEN.partition(":")[2] not in logged


def test_an_event_is_one_line_with_what_it_is_about() -> None:
    """Whoever looks at the log at night must be able to search it by id."""
    line = one_line(None, "info", {"event": "order not rung", "order": "o1", "attempt": 2})

    assert line == "order not rung order=o1 attempt=2"
