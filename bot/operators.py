"""What operators have switched: who they are, whether the studio is paused, who is shut out, and what was refused.

Asked about at every event, so all of it is in memory; what must outlive a restart is in the database as well. How
operators are answered is in `bot.desk`. Knows no platform and nothing of pictures.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from bot.events import Command, Ended, Event, Pressed
from bot.turn import Turn
from storage import bans, switches
from storage.database import Database

COMMANDS = ("stats", "queue", "pause", "resume", "ban", "unban", "broadcast")
BUTTON = "v1:op:"  # what the data of an operator's button begins with
REFUSALS = ("budget-spent", "queue-full")  # the sentences that refuse an order for its size or its moment
PAUSED = "paused"  # the switch


class Operators:
    """`admins` are chats as `platform:address`; `secret` keys the digests of who is banned.

    `paused`: orders are taken, and wait. `announcing` is set when there may be an announcement to send. Since the
    start `refused` counts the sentences of REFUSALS, and `failed` the orders that failed, by cause.
    """

    def __init__(
        self, database: Database, clock: Callable[[], float], secret: bytes, admins: Collection[str] = ()
    ) -> None:
        self._database, self._clock, self._secret = database, clock, secret
        self._admins = frozenset(admins)
        self._bans: dict[str, bool] = {}  # digests of chats, and whether they were told
        self.paused = False
        self.announcing = asyncio.Event()
        self.refused: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()

    async def open(self) -> None:
        """Read what was switched before the last stop."""
        self.paused = await switches.read(self._database, PAUSED) is not None
        self._bans = await bans.everybody(self._database)

    async def pause(self, on: bool) -> None:
        """Let orders wait from now on, or no longer."""
        await switches.set_to(self._database, PAUSED, "on" if on else None)
        self.paused = on

    def are(self, platform: str, address: str) -> bool:
        """Whether this chat is an operator's."""
        return f"{platform}:{address}" in self._admins

    def takes(self, platform: str, address: str, event: Event) -> bool:
        """Whether this is an operator speaking as one."""
        if not self.are(platform, address):
            return False
        match event:
            case Command(name):
                return name in COMMANDS
            case Pressed(data):
                return data.startswith(BUTTON)
            case _:
                return False

    def banned(self, platform: str, address: str) -> bool:
        """Whether this chat is not served; an operator's always is."""
        return self._digest(platform, address) in self._bans and not self.are(platform, address)

    def shuts_out(self, platform: str, address: str, event: Event) -> bool:
        """Whether this is let go unanswered: everything of a banned chat but the wish to be erased."""
        return self.banned(platform, address) and not is_erasure(event)

    def owes_word(self, platform: str, address: str) -> bool:
        """Whether a banned chat has not been told so."""
        return self._bans.get(self._digest(platform, address)) is False

    async def told(self, platform: str, address: str) -> None:
        """A banned chat was told so."""
        await bans.told(self._database, self._digest(platform, address))
        self._bans[self._digest(platform, address)] = True

    async def ban(self, chats: Iterable[tuple[str, str]]) -> None:
        """Serve these chats no longer, now and after an erasure."""
        digests = [self._digest(*chat) for chat in chats]
        await bans.add(self._database, digests, self._clock())
        self._bans = dict.fromkeys(digests, False) | self._bans

    async def unban(self, chats: Iterable[tuple[str, str]]) -> int:
        """Serve these chats again; returns how many of them were banned."""
        digests = [self._digest(*chat) for chat in chats]
        lifted = await bans.lift(self._database, digests)
        self._bans = {digest: told for digest, told in self._bans.items() if digest not in digests}
        return lifted

    def note(self, event: Event, turn: Turn) -> None:
        """Count what an operator wants to know of an answer that was given."""
        said = {line.id for say in turn.says for line in say.lines}
        self.refused.update(said.intersection(REFUSALS))
        match event:
            case Ended(_, "failed", failure):
                self.failed[failure or "engine"] += 1
            case _:
                pass

    def _digest(self, platform: str, address: str) -> str:
        return bans.digest(self._secret, platform, address)


def is_erasure(event: Event) -> bool:
    """Whether somebody asks for the erasure of everything, or confirms it."""
    match event:
        case Command("delete"):
            return True
        case Pressed(data):
            return data.startswith("v1:delete:")
        case _:
            return False
