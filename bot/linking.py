"""Joining two chats to one account: a code shown in one is entered in the other.

The chat that enters the code becomes the other account's; what it had of its own goes along. Codes are short-lived,
work once, and are kept as digests.
"""

import hashlib
import secrets
from collections.abc import Callable

from bot.turn import Linked
from storage.database import Database
from storage.turns import NewLinkCode
from storage.vault import Vault

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
LENGTH = 8
VALID_S = 600.0  # long enough to pick up the other phone


class Linking:
    """Codes, and what they join."""

    def __init__(self, database: Database, vault: Vault, clock: Callable[[], float]) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    async def holder(self, code: str) -> str | None:
        """Whose account the code is of; None where it is of nobody's."""
        return None

    async def use(self, person_id: str, code: str) -> tuple[str, Linked]:
        """Join this person's chats to the code's account. Returns whose account it is now, and what came of it.

        The caller holds both people's turns.
        """
        return person_id, Linked("wrong")


def new_code() -> str:
    """A code nobody has: one of 10^12."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def offer(code: str, now: float) -> NewLinkCode:
    """What is kept of a code that is offered now (unix seconds)."""
    return NewLinkCode(digest(code), now + VALID_S)


def digest(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
