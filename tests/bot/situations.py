"""Situations to test the conversation in: somebody with a photo, with orders, with portraits; and what a turn said."""

from collections.abc import Iterable
from typing import Literal, TypeVar

from bot.facts import Facts, OrderFact, PortraitFact
from bot.session import Photo, Session, Step
from bot.texts import Texts
from bot.turn import Effect, Say, Turn
from inference.contract import Shot

TEXTS = Texts.load()
SHOTS = (Shot(0, "cv"), Shot(1, "cv"))
Kind = TypeVar("Kind", bound=Effect)
State = Literal["queued", "running", "done", "failed", "cancelled"]


def at(step: Step, **more: object) -> Session:
    """Somebody with one good photo, at this step."""
    return Session(step, (Photo("photo", 1, "accept"),), **more)  # type: ignore[arg-type] - fields by name


def order(name: str, state: State = "done", seed: int = 0, **more: object) -> OrderFact:
    """An order of two portraits, made from that photo."""
    return OrderFact(name, state, SHOTS, seed, ("photo",), **more)  # type: ignore[arg-type] - fields by name


def facts(*orders: OrderFact, selfies: tuple[str, ...] = ("photo",), **more: object) -> Facts:
    """What is true with these orders, newest first: of those that are done two portraits are kept."""
    kept = tuple(
        PortraitFact(placed.id, index, "cv", f"{placed.id}-{index}", 1024, 1280)
        for placed in orders
        if placed.state == "done"
        for index in range(2)
    )
    more = {"fresh_id": "new", "fresh_code": "ABCD2345", "wait_s": 40.0, "wait_new_s": 90.0, **more}
    return Facts(True, selfies, orders, kept, **more)  # type: ignore[arg-type] - fields by name


def said(turn: Turn) -> list[str]:
    """The names of the sentences, in the order they are read."""
    return [line.id for say in turn.says for line in say.lines]


def words(turn: Turn) -> str:
    """What is read, in English."""
    shown = (line for say in turn.says for line in (*say.lines, *say.unfolded, *say.shrunk))
    return "\n".join(TEXTS.say("en", line) for line in shown)


def buttons(says: Iterable[Say]) -> list[str]:
    """What the buttons carry, without the version."""
    return [option.data.removeprefix("v1:") for say in says for row in say.options for option in row]


def marked(turn: Turn) -> list[str]:
    """What the buttons that are switched on carry, without the version."""
    return [option.data.removeprefix("v1:") for say in turn.says for row in say.options for option in row if option.on]


def in_slot(turn: Turn, slot: str) -> Say:
    """The one message in a slot."""
    (found,) = (say for say in turn.says if say.slot == slot)
    return found


def done(turn: Turn, kind: type[Kind]) -> list[Kind]:
    """The effects of one kind."""
    return [effect for effect in turn.effects if isinstance(effect, kind)]
