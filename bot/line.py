"""The line before the studio: who is ahead, how long it takes, and whether anybody is there to work."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from bot.prompts import PER_LOOK
from bot.queue import Queue, QueueDown
from inference.contract import PORTRAITS
from storage import orders
from storage.database import Database

FRESH_S = 3.0  # how long a look at the line is good for: one database read serves everybody who asks meanwhile
USUAL_PORTRAITS = 2 * PER_LOOK  # what an order ahead of ours is taken to ask for


class Line:
    """A look at the line, shared by everybody for a few seconds."""

    def __init__(self, database: Database, queue: Queue, clock: Callable[[], float]) -> None:
        self._database, self._queue, self._clock = database, queue, clock
        self._seen_at = float("-inf")
        self._waiting: tuple[str, ...] = ()
        self._firsts = 0  # people with something unfinished
        self._per_portrait: float | None = None
        self._workers = 0  # that make portraits
        self._staffed = False
        self._paints: bool | None = None

    async def look(self) -> None:
        """Bring the view up to date if it is older than FRESH_S."""
        if self._clock() - self._seen_at < FRESH_S:
            return
        line = await in_line(self._database)
        self._waiting, self._firsts = tuple(order.id for order in line), len(first_of_each(line))
        self._per_portrait = await orders.recent_seconds_per_portrait(self._database)
        try:
            beats = await self._queue.workers()
        except QueueDown:
            beats = ()
        self._workers = sum(PORTRAITS in beat.queues for beat in beats)
        engines = {beat.engine for beat in beats} - {""}
        self._paints = bool(engines - {"studio"}) if engines else None
        self._staffed = bool(beats)
        self._seen_at = self._clock()

    @property
    def staffed(self) -> bool:
        """Whether a worker has announced itself; one whose engine is still getting warm counts."""
        return self._staffed

    @property
    def paints(self) -> bool | None:
        """Whether a model makes the pictures, rather than the studio that retouches photos; None: nobody knows yet."""
        return self._paints

    @property
    def length(self) -> int:
        """How many orders are unfinished."""
        return len(self._waiting)

    def ahead(self, order: str | None, over: Collection[str] = ()) -> int:
        """How many orders come before this one; None: before the first of somebody new.

        Those that are `over` since the line was looked at, or with the answer that is being made, are not counted.
        """
        if order not in self._waiting:
            return self._firsts if order is None else 0
        return sum(other not in over for other in self._waiting[: self._waiting.index(order)])

    def wait_s(self, order: str | None, portraits: int, over: Collection[str] = ()) -> float | None:
        """Seconds until an order of so many portraits is finished; None while nothing has been measured yet.

        The median time of a portrait over the last orders, times all portraits up to and with this order, shared
        among the workers.
        """
        if self._per_portrait is None:
            return None
        asked = self.ahead(order, over) * USUAL_PORTRAITS + portraits
        return asked * self._per_portrait / max(1, self._workers)


async def in_line(database: Database) -> list[orders.Order]:
    """Every unfinished order, in the order they are served."""
    unfinished = await orders.unfinished(database)
    return fairly(unfinished, await orders.last_ended(database, {order.person_id for order in unfinished}))


def fairly(unfinished: Iterable[orders.Order], ended: Mapping[str, float]) -> list[orders.Order]:
    """The orders as they are served: everybody's first, then everybody's second; of these the longest waiting first.

    What is being made comes first of all. A person's next order waits since it was placed, or since their one before
    has `ended` (unix seconds by person): it is rung only then, behind everybody who came meanwhile.
    """
    turns: Counter[str] = Counter()
    ranked: list[tuple[int, bool, float, orders.Order]] = []
    for order in sorted(unfinished, key=lambda order: order.created_at):
        since = max(order.created_at, ended.get(order.person_id, 0.0))
        ranked.append((turns[order.person_id], order.state != "running", since, order))
        turns[order.person_id] += 1
    return [order for *_, order in sorted(ranked, key=lambda entry: entry[:3])]


def first_of_each(line: Iterable[orders.Order]) -> tuple[orders.Order, ...]:
    """The order whose turn it is, for everybody who has one."""
    firsts: dict[str, orders.Order] = {}
    for order in line:
        firsts.setdefault(order.person_id, order)
    return tuple(firsts.values())
