"""What is true when somebody is answered: gathered from the database, the line and the limits. Decides nothing."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import msgspec

from bot.facts import Facts, OrderFact, PortraitFact
from bot.line import Line
from bot.linking import new_code
from bot.operators import Operators
from bot.prompts import PER_LOOK
from bot.ringing import read_body
from bot.session import Session, Step
from bot.steps.agreement import TERMS
from bot.texts import spoken
from storage import chats, orders, people, portraits, selfies
from storage.budget import day_of
from storage.changes import Change
from storage.database import Database
from storage.turns import Standing


@dataclass(frozen=True)
class Keeping:
    """How long things are kept, in hours, as the person is told."""

    selfie_hours: int
    portrait_hours: int


@dataclass(frozen=True)
class Limits:
    """What one person may ask for and what all may: portraits a day (0: no limit), orders in line."""

    portraits_a_day: int = 0
    orders_in_line: int = 200


class Knowing:
    """Gathers facts."""

    def __init__(
        self,
        database: Database,
        line: Line,
        clock: Callable[[], float],
        keeping: Keeping,
        limits: Limits,
        operators: Operators,
    ) -> None:
        self._database, self._line, self._clock = database, line, clock
        self._keeping, self._limits, self._operators = keeping, limits, operators

    async def facts(self, standing: Standing, session: Session, change: Change) -> Facts:
        """What is true once `change` is stored: the answer must not speak of the moment before."""
        person, kept = standing.person, self._keeping
        facts = Facts(
            consented=person.consent == TERMS,
            selfies=tuple(s.id for s in best_first(with_verdict(standing.selfies, change))),
            fresh_id=secrets.token_hex(16),
            fresh_code=new_code(),
            selfie_hours=kept.selfie_hours,
            portrait_hours=kept.portrait_hours,
            language=spoken(person.language),
            portraits_left=self._portraits_left(person),
            paused=self._operators.paused,
        )
        if not facts.consented and standing.order is None:
            return facts  # nothing is told of a line; what was ordered under earlier terms is still owed
        placed = await orders.of_person(self._database, person.id) if standing.order else ()
        made = await portraits.of_person(self._database, person.id) if standing.order else ()
        facts = msgspec.structs.replace(
            facts,
            orders=tuple(order_fact(o, change) for o in sorted(placed, key=lambda o: o.created_at, reverse=True)),
            portraits=tuple(
                PortraitFact(p.order_id, p.index, p.style, p.blob, p.width, p.height, p.notes) for p in made
            ),
        )
        known = await chats.of_person(self._database, person.id)
        facts = msgspec.structs.replace(facts, chats=tuple(sorted({chat.platform for chat in known})))
        return await self._with_line(facts, session)

    def _portraits_left(self, person: people.Person) -> int | None:
        if not self._limits.portraits_a_day:
            return None
        used = person.budget_used if person.budget_day == day_of(self._clock()) else 0
        return max(0, self._limits.portraits_a_day - used)

    async def _with_line(self, facts: Facts, session: Session) -> Facts:
        """Add the line where an answer may speak of it: where an order was or may be placed."""
        running = facts.running
        if not facts.orders and session.step not in (Step.BACKGROUND, Step.CONFIRM):
            return facts
        await self._line.look()
        over = {order.id for order in facts.orders} - {order.id for order in facts.unfinished}
        new = max(1, len(session.looks)) * PER_LOOK
        order, count = (running.id, len(running.shots)) if running else (None, new)
        last, following = (facts.unfinished[-1].id, len(facts.unfinished[-1].shots) + new) if running else (None, new)
        return msgspec.structs.replace(
            facts,
            ahead=self._line.ahead(order, over),
            wait_s=self._line.wait_s(order, count, over),
            wait_new_s=self._line.wait_s(last, following, over),
            worker=self._line.staffed,
            paints=self._line.paints,
            room=self._line.length < self._limits.orders_in_line,
        )


def best_first(found: Collection[selfies.Selfie]) -> tuple[selfies.Selfie, ...]:
    """The usable selfies, best reference first."""
    usable = [s for s in found if s.state in ("accept", "warn")]
    return tuple(sorted(usable, key=lambda s: (s.state != "accept", -s.quality, s.created_at)))


def with_verdict(found: Collection[selfies.Selfie], change: Change) -> tuple[selfies.Selfie, ...]:
    """The selfies with the verdict that is being stored."""
    verdict = change.checked
    if verdict is None:
        return tuple(found)
    return tuple(replace(s, state=verdict.state, quality=verdict.quality) if s.id == verdict.id else s for s in found)


def order_fact(order: orders.Order, change: Change) -> OrderFact:
    """An order as the conversation sees it, with the state that is being stored."""
    state = order.state
    if change.order_state is not None and change.order_state[0] == order.id:
        state = change.order_state[1]
    if order.id in change.stopped and state in orders.UNFINISHED:
        state = "cancelled"
    body = read_body(order)
    return OrderFact(order.id, state, body.shots, order.seed, body.blobs, order.rating or 0, body.closer)
