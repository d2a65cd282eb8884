"""Logs for operators: ids and codes, never names, words, file ids, or an address with a token in it."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"\b\d{6,12}:[\w-]{30,}|(?<=/bot)[^/\s]+")
LOUD = ("httpx", "httpcore", "telegram", "arq", "aiohttp.access", "alembic", "aiosqlite", "sqlalchemy")


class NoTokens(logging.Formatter):
    """A line, and a traceback if there is one, without anything that looks like a bot token, whoever logged it."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole record as text, cleaned."""
        return TOKEN.sub("[token]", super().format(record))


def one_line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    """The event in words, then what it is about: `order not rung order=… attempt=2`."""
    words = str(event.pop("event", ""))
    trace = event.pop("exception", None)
    about = " ".join(f"{name}={value}" for name, value in event.items())
    return "\n".join(part for part in (f"{words} {about}".rstrip(), trace) if part)


def set_up_logs(level: int = logging.INFO) -> None:
    """One line an event on standard error; libraries that log addresses or arguments are turned down."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(NoTokens("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in LOUD:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            one_line,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
