"""Everything one answer changes, as data: `storage.turns` stores it, at once or not at all."""

from dataclasses import dataclass, field
from typing import Literal

from storage import orders


@dataclass(frozen=True)
class Draft:
    """Something to say. In a slot that exists already it replaces what was said there."""

    slot: str | None
    body: str


@dataclass(frozen=True)
class NewSelfie:
    """A photo that is in the vault as `blob`, to be checked."""

    id: str
    blob: str


@dataclass(frozen=True)
class NewOrder:
    """An order placed: queued, at its first attempt."""

    id: str
    body: str
    seed: int
    portraits_asked: int


@dataclass(frozen=True)
class NewPortrait:
    """A portrait that is in the vault as `blob`. One that is known by order and index is not stored again."""

    id: str
    order_id: str
    index: int
    style: str
    blob: str
    width: int
    height: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class CheckedSelfie:
    """The verdict on a selfie, valid while it is unchecked and at this attempt."""

    id: str
    attempt: int
    state: Literal["accept", "warn"]
    reasons: tuple[str, ...]
    measures: dict[str, float] = field(default_factory=dict[str, float])
    quality: float = 0.0


@dataclass(frozen=True)
class NewComparison:
    """The selfies of the set at this version are to be compared; an older comparison is owed no longer."""

    version: int
    body: str


@dataclass(frozen=True)
class Rating:
    """How somebody likes an order, or one portrait of it by `index`: 1 or -1; 0 takes it back."""

    order_id: str
    index: int | None
    score: int


@dataclass(frozen=True)
class NewLinkCode:
    """A code that joins another chat, by its digest; an earlier one of this person is void."""

    digest: str
    expires_at: float


@dataclass(frozen=True)
class Change:
    """What one answer changes. `delivered` (inbox id), `fence` (order id, attempt) and `checked` are conditions too.

    `order_state` (order id, its last state) is one: it holds while the order is unfinished; of `stopped` those that are
    not over are cancelled; what of it was not had comes back to the budget (storage.budget). `forget_selfies` are rows;
    their pictures are erased afterwards by storage.erasure. `compared` is the version of the set that was. `chat` is
    where they have spoken: there they are answered from now on, and no longer away. `rewritten` are messages by id with
    another body. `spent` (day, portraits) counts against their budget of that day. `forget_order` goes with its
    portraits' rows. With `erase` nothing of the person is accepted from now on.
    """

    person_id: str
    now: float
    session: str | None = None
    delivered: int | None = None
    messages: tuple[Draft, ...] = ()
    rewritten: tuple[tuple[int, str], ...] = ()
    chat: tuple[str, str] | None = None
    consent: str | None = None
    language: str | None = None
    new_selfie: NewSelfie | None = None
    checked: CheckedSelfie | None = None
    compared: int | None = None
    new_comparison: NewComparison | None = None
    forget_selfies: tuple[str, ...] = ()
    new_order: NewOrder | None = None
    fence: tuple[str, int] | None = None
    portrait: NewPortrait | None = None
    order_state: tuple[str, orders.Ended] | None = None
    stopped: tuple[str, ...] = ()
    spent: tuple[int, int] | None = None
    rating: Rating | None = None
    forget_order: str | None = None
    link_code: NewLinkCode | None = None
    erase: bool = False
