"""The session as it is stored: JSON of `bot.session.Session`. Knows nothing of what is in it."""

import msgspec
import structlog

from bot.session import Session

log = structlog.get_logger(__name__)


def read_session(body: str | None) -> Session:
    """The stored session; one that an older version wrote and this one cannot read begins anew."""
    if body is None:
        return Session()
    try:
        return msgspec.json.decode(body, type=Session)
    except msgspec.ValidationError:
        log.warning("a stored session could not be read and begins anew")
        return Session()


def write_session(session: Session) -> str:
    """What is stored of a session."""
    return msgspec.json.encode(session).decode()
