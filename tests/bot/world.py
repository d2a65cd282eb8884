"""A small world for the conversation: what its effects do, and everything that can happen next.

The conversation is pure, so the world around it can be copied, and every state it can reach can be visited.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import msgspec

from bot.board import usable
from bot.conversation import BUTTONS, COMMANDS, MENUS, advance
from bot.events import (
    Checked,
    CheckFailed,
    Command,
    Compared,
    Ended,
    Event,
    InLine,
    Linked,
    Moved,
    NotAPicture,
    NotDownloaded,
    PhotoSent,
    Picked,
    Pressed,
    Previewed,
    Rated,
    Said,
    TooBig,
    WentAway,
)
from bot.facts import Facts, OrderFact, PortraitFact
from bot.session import Session, Sheet, Step
from bot.steps.agreement import TERMS
from bot.turn import (
    Agree,
    Compare,
    DeleteEverything,
    ForgetOrder,
    ForgetPhotos,
    KeepPhoto,
    PlaceOrder,
    Rate,
    StopOrder,
    Turn,
)
from inference.contract import instant_blob

PHOTOS = 1  # the set with several photos has tests of its own; here it would multiply every state
ORDERS = 2  # enough for "an earlier order and a running one" and "one after the other"; more are refused
LOOKS = ("linkedin", "cv", "corporate", "startup")  # one more than fits an order


@dataclass(frozen=True)
class World:
    """One person's session and what is true around it."""

    session: Session = field(default_factory=Session)
    consented: bool = False
    pending: tuple[str, ...] = ()
    selfies: tuple[str, ...] = ()
    orders: tuple[OrderFact, ...] = ()
    portraits: tuple[PortraitFact, ...] = ()
    photos_sent: int = 0
    orders_placed: int = 0
    owed: int | None = None  # the version of the set whose comparison is under way

    @property
    def compares(self) -> bool:
        """Whether a comparison may end now, at whatever step; with a second order there is nothing new to it."""
        return self.owed is not None and len(self.orders) < ORDERS

    def facts(self) -> Facts:
        """What the conversation may know now."""
        return Facts(
            consented=self.consented,
            selfies=self.selfies,
            orders=self.orders,
            portraits=self.portraits,
            fresh_id=f"p{self.photos_sent}o{self.orders_placed}",
            fresh_code="CODE2345",
            ahead=1 if self.orders and self.orders[0].state == "queued" else 0,
            wait_s=40.0,
            wait_new_s=80.0,
            portraits_left=0 if len(self.orders) >= ORDERS else None,
            paints=True,
        )

    def key(self) -> bytes:
        """The same for states that differ only in counters and in the names of things."""
        plain = msgspec.structs.replace(
            self.session,
            welcomed=self.session.welcomed or self.session.step is not Step.WELCOME,
            board=0,
            menu=0,
            results=0,
            seed=0,
            set_version=0,
            sheet=None,
            advice=None,
            place=0,  # makes a difference to news of the line alone
            previews=(),
            offered=(),  # to reactions alone
            asked=self.session.asked if self.session.asked in ("", "delete") else "forget",
        )
        photos = tuple((p.verdict, p.reasons, p.beside, p.asks) for p in self.session.photos)
        if self.orders:  # what is said of photos was visited before; from now on only whether they count matters
            photos = (len(usable(self.session, self.facts())), len(photos))
        orders = tuple(
            (self.standing(o), any(p.order == o.id for p in self.portraits), o.id in self.session.previews)
            for o in self.orders
        )
        plain = msgspec.structs.replace(plain, photos=(), ranked=())
        rest = (self.consented, len(self.pending), len(self.selfies), self.compares, orders)
        return msgspec.json.encode((plain, photos, rest))

    @staticmethod
    def standing(order: OrderFact) -> str:
        """How an order stands. Over is over: what is told apart is only whether it left portraits."""
        return order.state if order.state in ("queued", "running") else "over"


def step(world: World, event: Event) -> tuple[World, Turn]:
    """Let one event happen."""
    match event:
        case Checked(selfie, verdict):
            pending = tuple(p for p in world.pending if p != selfie)
            good = (*world.selfies, selfie) if verdict != "reject" else world.selfies
            world = replace(world, pending=pending, selfies=good)
        case CheckFailed(selfie):
            world = replace(world, pending=tuple(p for p in world.pending if p != selfie))
        case Compared():
            world = replace(world, owed=None)
        case Moved(order, done):
            made = tuple(PortraitFact(order, i, "linkedin", f"{order}-{i}", 1024, 1280) for i in range(done))
            others = tuple(p for p in world.portraits if p.order != order)
            world = replace(world, orders=_state(world, order, "running"), portraits=others + made)
        case Ended(order, outcome):
            world = replace(world, orders=_state(world, order, outcome))
        case _:
            pass
    turn = advance(world.session, event, world.facts())
    return _acted(replace(world, session=turn.session), turn), turn


def _state(world: World, order: str, state: str) -> tuple[OrderFact, ...]:
    return tuple(
        msgspec.convert({**msgspec.to_builtins(o), "state": state}, OrderFact) if o.id == order else o
        for o in world.orders
    )


def _acted(world: World, turn: Turn) -> World:
    for effect in turn.effects:
        match effect:
            case Agree(version):
                assert version == TERMS
                world = replace(world, consented=True)
            case KeepPhoto(photo):
                world = replace(world, pending=(*world.pending, photo), photos_sent=world.photos_sent + 1)
            case ForgetPhotos(ids):
                kept = tuple(s for s in world.selfies if s not in ids)
                pending = tuple(p for p in world.pending if p not in ids)
                world = replace(world, selfies=kept, pending=pending)
            case Compare(version):
                world = replace(world, owed=version)
            case PlaceOrder(order, shots, photos, seed, _, closer):
                assert photos
                assert set(photos) <= set(world.selfies)
                placed = OrderFact(order, "queued", shots, seed, photos, 0, closer)
                world = replace(world, orders=(placed, *world.orders), orders_placed=world.orders_placed + 1)
            case Rate(order, None, score):
                rated = (msgspec.structs.replace(o, rating=score) if o.id == order else o for o in world.orders)
                world = replace(world, orders=tuple(rated))
            case ForgetOrder(order):
                assert not any(o.id == order for o in world.facts().unfinished)
                orders = tuple(o for o in world.orders if o.id != order)
                world = replace(world, orders=orders, portraits=tuple(p for p in world.portraits if p.order != order))
            case StopOrder(order):
                world = replace(world, orders=_state(world, order, "cancelled"))
            case DeleteEverything():
                world = World()
            case _:
                pass
    return world


def from_person(world: World) -> Iterator[Event]:
    """Everything a person can do: commands, every button there ever was, pictures, files and words."""
    yield from (Command(name) for name in (*COMMANDS, "nonsense"))
    yield from (Pressed(data) for data in buttons(world))
    yield from (Picked(data, (f"v1:{name}:{LOOKS[0]}",)) for data, name in MENUS.items())
    yield from (Picked("v1:looks-set", ("v1:back:navy",)), Picked("v1:nonsense", ()))
    yield from (Linked("joined"), Linked("wrong"))
    yield from (TooBig(20), NotAPicture(), NotDownloaded(), Said())
    if world.photos_sent < PHOTOS:
        yield PhotoSent()


def buttons(world: World) -> Iterator[str]:
    """Every button with every value that matters, old, new and forged."""
    newest = tuple(order.id for order in world.orders[:1])
    chosen = world.session.looks  # in one sequence only: which looks they are makes no difference
    values = {
        "look": (*LOOKS[len(chosen) : len(chosen) + 1], *chosen[-1:], "gone"),
        "back": ("look", "navy", "gone"),
        "edit": ("looks", "background", "photos", "gone"),
        "delete": ("yes", "no"),
        "lang": ("en", "gone"),
        **{name: (*(p.id for p in world.session.photos[-1:]), "gone") for name in ("claim", "drop")},
        **dict.fromkeys(("again", "same", "closer", "full"), (*newest, "gone")),
        "cancel": (*newest, "all", "gone"),
        "forget": (*(f"{order}{answer}" for order in newest for answer in ("", ":yes", ":no")), "gone"),
        **{name: (*(f"{order}:{world.session.results}" for order in newest), "gone") for name in ("up", "down")},
    }
    for name in BUTTONS:
        yield from (f"v1:{name}:{value}" for value in values.get(name, ("",)))
    yield from ("v0:look:linkedin", "", "v1:nonsense")


def from_service(world: World) -> Iterator[Event]:
    """Everything the service can report about what is open."""
    for photo in world.pending:
        yield Checked(photo, "accept", (), {})
        yield Checked(photo, "warn", ("face_too_small",), {"ied_px": 80.0}, "ied_px")
        yield Checked(photo, "warn", ("several_faces",), {"second_face_share": 0.2, "faces": 2.0}, "second_face_share")
        yield Checked(photo, "reject", ("no_face",), {"faces": 0.0}, "faces")
        yield Checked(photo, "reject", ("unreadable",), {"megapixels": 100.0}, "too_many_pixels")
        yield CheckFailed(photo)
    if world.owed is not None and world.compares:
        sheet = Sheet(f"sheet-{world.owed}", 640, 400)
        yield Compared(world.owed, {}, {}, {}, world.selfies, "left", sheet)
        for photo in world.selfies:
            yield Compared(world.owed, {}, {photo: 0.8}, {}, (), "one_more", sheet)
    if world.consented:
        yield WentAway()
    for order in world.orders[:1]:
        yield Rated(order.id, 0, -1)
        yield Previewed(order.id, instant_blob(order.id), 640, 800)
    for order in world.facts().unfinished[:1]:  # the others are not in the line yet
        yield InLine(order.id)
        yield Moved(order.id, 1, len(order.shots), 0.5)
        yield Ended(order.id, "done")
        yield Ended(order.id, "failed", "out_of_memory")
