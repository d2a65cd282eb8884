"""Quick previews: shown while an order waits, and taken away when it is over. Pure."""

from msgspec.structs import replace

from bot import gallery
from bot.events import Previewed
from bot.facts import Facts
from bot.session import Session
from bot.steps.replies import say
from bot.turn import Effect, ForgetPhotos, Say, Shown, Text, Turn
from inference.contract import instant_blob


def previewed(session: Session, event: Previewed, facts: Facts) -> Turn:
    """Show the picture while nothing else of the order is there; one that comes too late is forgotten."""
    if event.order in session.previews:
        return Turn(session)
    waits = any(order.id == event.order for order in facts.unfinished)
    if not waits or gallery.portraits_of(event.order, facts):
        return Turn(session, (), (ForgetPhotos((), (event.blob,)),))
    shown = Shown(event.blob, "preview.jpg", None, event.width, event.height)
    card = Say((Text("preview-note"),), slot=slot(event.order), kind="card", pictures=(shown,))
    return say(replace(session, previews=(*session.previews, event.order)), card)


def withdrawn(session: Session, *orders: str) -> tuple[Session, tuple[Say, ...], tuple[Effect, ...]]:
    """The session without the previews of these orders, what takes them out of the chat, and what forgets them."""
    shown = tuple(order for order in session.previews if order in orders)
    if not shown:
        return session, (), ()
    left = replace(session, previews=tuple(order for order in session.previews if order not in shown))
    gone = tuple(Say((), slot=slot(order), kind="gone") for order in shown)
    return left, gone, (ForgetPhotos((), tuple(instant_blob(order) for order in shown)),)


def slot(order: str) -> str:
    """The slot of an order's preview."""
    return f"preview-{order}"
