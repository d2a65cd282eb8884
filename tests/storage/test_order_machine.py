"""Orders under any sequence of events, also late and doubled ones, held against a model of a few lines."""

import asyncio
import os
from dataclasses import dataclass, field

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import true

from storage import erasure, orders, people, portraits, turns
from storage.changes import Change, Draft, NewOrder, NewPortrait
from storage.database import Database
from storage.orders import Order
from storage.people import PersonGone
from storage.portraits import Portrait
from storage.tables import metadata
from storage.vault import Vault

ENDS = ("done", "failed", "cancelled")
ATTEMPTS = st.integers(1, 4)
NUMBERS = st.integers(0, 3)


@dataclass
class Placed:
    """What the model knows of an order."""

    state: str = "queued"
    attempt: int = 1
    failures: int = 0
    indexes: set[int] = field(default_factory=set[int])
    ends: int = 0

    def at(self, attempt: int) -> bool:
        """Whether a result of this attempt may be taken."""
        return self.state not in ENDS and self.attempt == attempt


class Orders(RuleBasedStateMachine):
    """One person, up to four orders, workers of any attempt, cancelling, erasing and coming back."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = self.runner.run(Database.open("sqlite:///:memory:"))
        self.vault = Vault.open("memory://", bytes(32))
        self.clock = 0.0
        self.lives = 0
        self.model: dict[str, Placed] = {}
        self.arrive()

    def teardown(self) -> None:
        """Close what was opened."""
        self.runner.run(self.database.close())
        self.runner.close()

    def arrive(self) -> None:
        """Somebody comes, with a new name each time."""
        self.lives += 1
        self.person = self.runner.run(people.meet(self.database, "local", f"ann-{self.lives}", "en", self.now()))

    def now(self) -> float:
        """A clock that moves with every look at it."""
        self.clock += 1.0
        return self.clock

    def commit(self, **news: object) -> bool:
        """Store a change of the person, with something said in the same breath."""
        change = Change(self.person.id, self.now(), messages=(Draft(None, "said"),), **news)  # pyright: ignore[reportArgumentType] - the rules name fields of Change
        return self.runner.run(turns.commit(self.database, change))

    def name(self, number: int) -> str:
        """The id of the person's order of this number."""
        return f"{self.person.id}-{number}"

    @rule(number=NUMBERS)
    def place(self, number: int) -> None:
        """Order, once for each number."""
        if self.name(number) not in self.model:
            assert self.commit(new_order=NewOrder(self.name(number), "{}", 7, 2))
            self.model[self.name(number)] = Placed()

    @rule(number=NUMBERS, attempt=ATTEMPTS)
    def start(self, number: int, attempt: int) -> None:
        """A worker begins, or says so late."""
        order = self.model.get(self.name(number), Placed("done"))
        begins = order.at(attempt) and order.state == "queued"
        assert self.runner.run(orders.started(self.database, self.name(number), attempt, self.now())) is begins
        if begins:
            order.state = "running"

    @rule(number=NUMBERS, attempt=ATTEMPTS, index=st.integers(0, 1))
    def make(self, number: int, attempt: int, index: int) -> None:
        """A worker announces a portrait, or an old one does."""
        order, name = self.model.get(self.name(number), Placed("done")), self.name(number)
        made = NewPortrait(f"{name}-{index}", name, index, "cv", f"{name}-{index}", attempt, 1, ())
        assert self.commit(fence=(name, attempt), portrait=made) is order.at(attempt)
        if order.at(attempt):
            order.indexes.add(index)

    @rule(number=NUMBERS, attempt=ATTEMPTS, charged=st.booleans())
    def try_again(self, number: int, attempt: int, charged: bool) -> None:
        """A sweep gives up on an attempt."""
        order = self.model.get(self.name(number), Placed("done"))
        following = self.runner.run(orders.next_attempt(self.database, self.name(number), attempt, charged))
        assert (following is not None) is order.at(attempt)
        if following is not None:
            order.state, order.attempt = "queued", attempt + 1
            order.failures += charged
            assert (following.attempt, following.failures) == (order.attempt, order.failures)

    @rule(number=NUMBERS, attempt=ATTEMPTS, state=st.sampled_from(ENDS))
    def end(self, number: int, attempt: int, state: str) -> None:
        """A worker reports the end, or an old one does."""
        order, name = self.model.get(self.name(number), Placed("done")), self.name(number)
        ends = order.at(attempt)
        assert self.commit(fence=(name, attempt), order_state=(name, state)) is ends
        if ends:
            order.state, order.ends = state, order.ends + 1

    @rule(number=NUMBERS)
    def cancel(self, number: int) -> None:
        """The person cancels, whatever the attempt."""
        order, name = self.model.get(self.name(number), Placed("done")), self.name(number)
        stops = order.state not in ENDS
        assert self.commit(order_state=(name, "cancelled")) is stops
        if stops:
            order.state, order.ends = "cancelled", order.ends + 1

    @precondition(lambda self: any(order.indexes for order in self.model.values()))
    @rule()
    def erase(self) -> None:
        """The person is erased, everything they left is refused, and somebody new comes."""
        receipt = self.runner.run(erasure.erase(self.database, self.vault, self.person.id, self.now()))
        assert receipt.orders == len(self.model)
        assert receipt.portraits == sum(len(order.indexes) for order in self.model.values())
        with pytest.raises(PersonGone):
            self.commit()
        self.runner.run(self.forget_receipts())
        assert self.runner.run(self.rows()) == 0
        self.model = {}
        self.arrive()

    @invariant()
    def the_database_is_what_the_model_says(self) -> None:
        """No result of an older attempt has left a trace, and an order ended once at most."""
        stored, made = self.runner.run(self.look())
        assert {o.id: (o.state, o.attempt, o.failures) for o in stored} == {
            name: (order.state, order.attempt, order.failures) for name, order in self.model.items()
        }
        assert {(p.order_id, p.index) for p in made} == {(n, i) for n, o in self.model.items() for i in o.indexes}
        assert all((order.finished_at is not None) == (order.state in ENDS) for order in stored)
        assert all(order.ends == (order.state in ENDS) for order in self.model.values())

    async def look(self) -> tuple[tuple[Order, ...], tuple[Portrait, ...]]:
        """Every order and portrait there is: only one person is there at a time."""
        async with self.database.reading() as connection:
            return await orders.read(connection, true()), await portraits.read(connection, true())

    async def forget_receipts(self) -> None:
        """Send what is owed."""
        for number, _ in await erasure.owed_receipts(self.database):
            await erasure.receipt_sent(self.database, number)

    async def rows(self) -> int:
        """How many rows there are in all."""
        async with self.database.reading() as connection:
            return sum([len((await connection.execute(table.select())).all()) for table in metadata.sorted_tables])


TestOrders = pytest.mark.slow(Orders.TestCase)
TestOrders.settings = settings(
    max_examples=int(os.environ.get("ORDER_EXAMPLES", "300")), stateful_step_count=50, deadline=None
)
