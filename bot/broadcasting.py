"""Sending announcements: a few people at a time, slowly, and only while nobody waits for anything better.

Takes the oldest announcement that is on its way, puts it into the outboxes of the next people, and wakes them; at the
end the operator is told. After a kill it goes on with the next person. Knows no platform and not who is an operator.
"""

import asyncio
from collections.abc import Callable, Collection

import msgspec
import structlog

from bot.desk import PACE
from bot.message import Body
from bot.operators import Operators
from bot.texts import DEFAULT, Texts
from bot.turn import Text
from storage import broadcasts, people
from storage.broadcasts import Broadcast
from storage.database import Database

log = structlog.get_logger(__name__)

BATCH = 5  # people: small, so that a result that comes meanwhile is not far behind
PAUSE_S = BATCH / PACE
FLOODED = 50  # messages that wait: two seconds' worth; beyond it everything else comes first
AGAIN_S = 10.0  # after a fault


class Broadcaster:
    """Sends what operators have announced. `wake` is told whose outbox has something new; `platforms` are those on."""

    def __init__(
        self,
        database: Database,
        texts: Texts,
        clock: Callable[[], float],
        operators: Operators,
        wake: Callable[[str], None],
        platforms: Collection[str],
    ) -> None:
        self._database, self._texts, self._clock = database, texts, clock
        self._operators, self._wake, self._platforms = operators, wake, platforms

    async def run(self) -> None:
        """Send until cancelled; what a restart has interrupted first."""
        while True:
            self._operators.announcing.clear()
            try:
                more = await self.step()
            except Exception:
                log.exception("an announcement came to a halt; it goes on where it stopped")
                await asyncio.sleep(AGAIN_S)
                continue
            await (asyncio.sleep(PAUSE_S) if more else self._operators.announcing.wait())

    async def step(self) -> bool:
        """Give the announcement to the next few people, unless much else is to be said; False when none is left."""
        news = await broadcasts.next_to_send(self._database)
        if news is None:
            return False
        if await broadcasts.count_unsaid(self._database, self._platforms) >= FLOODED:
            return True
        body, now = encoded(news.text), self._clock()
        given = await broadcasts.hand_out(self._database, news, body, BATCH, now, self._operators.banned)
        for person_id in given:
            self._wake(person_id)
        if not given:
            await self._over(news)
        return True

    async def _over(self, news: Broadcast) -> None:
        """Tell the operator how many people have it."""
        ended = await broadcasts.find(self._database, news.id) or news
        said = self._texts.say(DEFAULT, Text("staff-news-over", {"count": ended.reached}))
        now = self._clock()
        operator = await people.meet(self._database, news.platform, news.address, "", now)
        if await broadcasts.end(self._database, news, operator.id, encoded(said), now):
            log.info("an announcement is out", announcement=news.id, reached=ended.reached)
            self._wake(operator.id)


def encoded(text: str) -> str:
    """A message of words alone, as it is stored."""
    return msgspec.json.encode(Body(text)).decode()
