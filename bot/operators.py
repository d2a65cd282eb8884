"""What operators may do from their own chat: look, pause, shut out, announce. Nobody else is told that it exists.

Answers are bodies, since an operator reads figures, not the conversation. Knows no platform and nothing of pictures.
"""

from collections.abc import Callable, Collection

from bot.message import Body
from bot.turn import Command, Event, Pressed
from storage.database import Database

COMMANDS = ("stats", "queue", "pause", "resume", "ban", "unban", "broadcast")


class Operators:
    """`admins` are chats as `platform:address`."""

    def __init__(self, database: Database, clock: Callable[[], float], admins: Collection[str] = ()) -> None:
        self._database, self._clock = database, clock
        self._admins = frozenset(admins)
        self.paused = False  # orders are taken, and wait

    async def open(self) -> None:
        """Read what was switched before the last stop."""

    async def shuts_out(self, platform: str, address: str) -> bool:
        """Whether this chat is banned; the operators' own never are."""
        return False

    def takes(self, platform: str, address: str, event: Event) -> bool:
        """Whether this is an operator speaking as one."""
        if f"{platform}:{address}" not in self._admins:
            return False
        match event:
            case Command(name):
                return name in COMMANDS
            case Pressed(data):
                return data.startswith("v1:op:")
            case _:
                return False

    async def answer(self, chat: tuple[str, str], event: Event) -> tuple[Body, ...]:
        """Do what an operator asks, and say what came of it."""
        return ()
