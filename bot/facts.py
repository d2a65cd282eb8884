"""What the conversation may know of the world when it answers: gathered by the caller, all frozen."""

from typing import Literal

import msgspec

from inference.contract import Shot


class OrderFact(msgspec.Struct, frozen=True):
    """An order of this person. With the same `photos`, best first, and `seed` the same portraits come out again."""

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    shots: tuple[Shot, ...]
    seed: int = 0
    photos: tuple[str, ...] = ()
    rating: int = 0  # 1 liked, -1 not, 0 not said
    closer: bool = False


class PortraitFact(msgspec.Struct, frozen=True):
    """A finished portrait that is still kept."""

    order: str
    index: int
    style: str
    blob: str
    width: int
    height: int
    notes: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """What is true now, gathered by the caller: stored photos, orders, portraits, the line, a fresh id.

    `portraits_left` of today's budget; None: there is no limit. `room`: the line is not full. `paused`: the operator
    lets orders wait. `chats`: the platforms on which this person is known.
    """

    consented: bool
    selfies: tuple[str, ...] = ()  # ids still in the vault, best first
    orders: tuple[OrderFact, ...] = ()  # newest first
    portraits: tuple[PortraitFact, ...] = ()
    ahead: int = 0  # orders before this person's first unfinished one, or before a new one
    wait_s: float | None = None  # estimate until that order is finished
    wait_new_s: float | None = None  # estimate until an order placed now is finished
    worker: bool = True  # somebody is there to make portraits
    paints: bool | None = False  # by a model, which makes new pictures, not by retouching a photo; None: unknown
    fresh_id: str = ""
    fresh_code: str = ""
    selfie_hours: int = 168
    portrait_hours: int = 720
    language: str = "en"
    portraits_left: int | None = None
    room: bool = True
    paused: bool = False
    chats: tuple[str, ...] = ()

    @property
    def unfinished(self) -> tuple[OrderFact, ...]:
        """The orders that are queued or being made, in the order they are taken: one after the other."""
        return tuple(order for order in reversed(self.orders) if order.state in ("queued", "running"))

    @property
    def running(self) -> OrderFact | None:
        """The order that is being made, or is the next one of this person."""
        return next(iter(self.unfinished), None)
