"""Logs for operators: ids and codes, never names, words, file ids, or an address with a token in it.

Our own packages log at the level that is set. Libraries never say less than a warning: at DEBUG they print all they
send and receive. What a warning or a traceback may still hold is cleaned when the line is written, whoever logged it.
"""

import logging
import re
import sys
from base64 import b64encode
from collections.abc import Collection, Iterator, MutableMapping
from types import TracebackType
from typing import Any, Final
from urllib.parse import quote

import structlog

SHORTEST: Final = 5  # of a secret that is cut: shorter ones stand in ordinary words
OURS: Final = ("bot", "inference", "storage")
# Prints an answer it cannot read in full, with everybody's words; what became of a request is said by telegram_wire.
MUTE: Final = ("telegram",)
SECRET: Final = re.compile(
    r"(?<!\d)\d{6,12}(?::|%3A)[\w-]{30,}"  # a Telegram token
    r"|\b[\w-]{23,}\.[\w-]{6}\.[\w-]{27,}"  # a Discord token
    r"|(?<=/interactions/)\d+/[^/\s]+|(?<=/webhooks/)\d+/[^/\s]+"  # good for answering somebody, for 15 minutes
    r"|(?<=attachments/)\d+/\d+/[^\s'\"]+"  # somebody's photo with its name, open to whoever has the signature
    r"|\b\d{17,20}\b"  # a number of Discord's: somebody, their direct messages, one of those
)


class Cleaning(logging.Formatter):
    """A line, and a traceback if there is one, without `secrets` and without what looks like one."""

    def __init__(self, form: str, secrets: Collection[str]) -> None:
        super().__init__(form)
        guises = {guise for secret in secrets for guise in guises_of(secret) if len(guise) >= SHORTEST}
        told = [re.escape(guise) for guise in sorted(guises, key=len, reverse=True)]
        self._secret = re.compile("|".join((*told, SECRET.pattern)))

    def format(self, record: logging.LogRecord) -> str:
        """The whole record as text, cleaned."""
        return self._secret.sub("[secret]", super().format(record))


def guises_of(secret: str) -> Iterator[str]:
    """A secret as it is, as in an address, and as base64 makes it at any place of what is encoded."""
    yield secret
    yield quote(secret, safe="")
    raw = secret.encode()
    for before in range(3):
        whole = b64encode(bytes(before) + raw).decode().rstrip("=")
        inner = whole[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6]  # letters that hang on it alone
        yield inner
        yield inner.replace("+", "-").replace("/", "_")


def one_line(_logger: object, _method: str, event: MutableMapping[str, Any]) -> str:
    """The event in words, then what it is about: `order not rung order=… attempt=2`."""
    words = str(event.pop("event", ""))
    trace = event.pop("exception", None)
    about = " ".join(f"{name}={value}" for name, value in event.items())
    return "\n".join(part for part in (f"{words} {about}".rstrip(), trace) if part)


def set_up_logs(level: int | str = logging.INFO, secrets: Collection[str] = ()) -> None:
    """One line an event on standard error, our own from `level` on; `secrets` stand in none of them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Cleaning("%(asctime)s %(levelname)s %(name)s: %(message)s", secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in MUTE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    sys.excepthook = fallen
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


def fallen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What ends the program is logged too: the interpreter would print it uncleaned."""
    logging.getLogger("bot").critical("the bot ends with an error", exc_info=(kind, error, trace))
