"""The whole conversation as one pure function: a session, an event and what is true now give a turn.

It knows no platform, clock, disk or network. Photos, looks, orders and results are in `bot.steps`, what is asked at
each step in `bot.prompts`, the sentences in `bot/texts`; what the turn asks for is done by `bot.talk`.
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from bot import prompts
from bot.board import usable
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
from bot.facts import Facts
from bot.session import Session, Step
from bot.steps import agreement, chats, looks, orders, photos, results, sets
from bot.steps.previews import previewed, withdrawn
from bot.steps.replies import agree_first, ask, lost, remind, say, settled
from bot.turn import PlaceOrder, StopOrder, Text, Turn
from inference.styles import STYLES

COMMANDS: Final = (
    "start",
    "new",
    "status",
    "results",
    "cancel",
    "language",
    "link",
    "help",
    "privacy",
    "delete",
)
ALIASES: Final = {"headshot": "start"}  # names of commands on some platforms


def advance(session: Session, event: Event, facts: Facts) -> Turn:
    """Answer one event."""
    if not facts.consented and session.step is not Step.WELCOME:
        # Withdrawn or asked anew: nothing goes on without consent, but for what was ordered under the earlier terms.
        # Slots are not used again: they are far above.
        session = Session(
            board=session.board,
            menu=session.menu,
            results=session.results,
            set_version=session.set_version + 1,
            previews=session.previews,
        )
    turn = answer(session, event, facts)
    return replace(turn, session=seen(session, turn))


def answer(session: Session, event: Event, facts: Facts) -> Turn:
    """Lead the event to the part that answers it."""
    match event:
        case Command(name, argument):
            return command(replace(session, asked=""), ALIASES.get(name, name), argument, facts)
        case Pressed(data):
            return pressed(session, data, facts)
        case Picked():
            return picked(replace(session, asked=""), event, facts)
        case PhotoSent() | TooBig() | NotAPicture() | NotDownloaded() | Said():
            return photos.sent(replace(session, asked=""), event, facts)
        case Checked() | CheckFailed():
            return photos.checked(session, event, facts)
        case Compared():
            return sets.compared(session, event, facts)
        case Moved() | InLine() | Ended():
            return orders.order_news(session, event, facts)
        case Previewed():
            return previewed(session, event, facts)
        case Rated():
            return results.rated(session, event, facts)
        case Linked():
            return chats.linked(replace(session, asked=""), event, facts)
        case WentAway():
            return went_away(session, facts)


def went_away(session: Session, facts: Facts) -> Turn:
    """Nobody waits any more: everything is stopped, and nothing can be said."""
    after, _, forgotten = withdrawn(session, *session.previews)
    stops = tuple(StopOrder(order.id) for order in facts.unfinished)
    return Turn(settled(replace(after, place=0), replace(facts, orders=())), (), (*stops, *forgotten))


def anew(session: Session) -> Session:
    """The session as it goes on in another chat, or where something has not arrived: what was said is said again."""
    return replace(session, board=session.board + 1, menu=session.menu + 1, board_is_last=False, welcomed=False)


def seen(before: Session, turn: Turn) -> Session:
    """Remember whether the photo list is still the last message, and so still worth editing."""
    after = turn.session
    if not turn.says:
        return after
    last = turn.says[-1].slot or ""
    if last == f"board-{after.board}":
        return after if after.board == before.board else replace(after, board_is_last=True)
    # What is edited in place pushes nothing down: the placeholder of an order, and a menu below portraits.
    placed = any(isinstance(effect, PlaceOrder) for effect in turn.effects)
    in_place = (last.startswith("order-") and not placed) or (
        last.startswith("result-") and after.results == before.results
    )
    return after if in_place else replace(after, board_is_last=False)


# --- commands ----------------------------------------------------------------------------------------------------


def command(session: Session, name: str, argument: str, facts: Facts) -> Turn:
    """Answer a slash command; each works at every step."""
    match name:
        case "start":
            return start(session, argument, facts)
        case "language":
            return chats.languages(session, "", facts)
        case "help":
            return remind(session, facts, Text("help"))
        case "privacy":
            return say(session, prompts.privacy(session, facts))
        case "delete":
            return agreement.ask_delete(session)
        case "status" | "cancel" | "new" | "results" | "link" if session.step is Step.WELCOME:
            return agree_first(session, facts)
        case "status":
            return status(session, facts)
        case "results":
            return results.results(session, facts)
        case "link":
            return chats.offer_link(session, facts)
        case "cancel":
            return cancel(session, facts)
        case "new":
            return photos.start_over(session, "", facts)
        case _:
            return remind(session, facts, Text("unknown-command"))


def start(session: Session, argument: str, facts: Facts) -> Turn:
    """Ask for consent, or go on where we are; who came for a look finds it chosen, at once if a photo counts."""
    if argument in STYLES:
        session = replace(session, wanted=argument)
    match session.step:
        case Step.WELCOME if facts.consented:
            return ask(replace(session, step=Step.SELFIES), facts)
        case Step.WAITING | Step.RESULT if argument in STYLES:
            return looks.another_look(session, "", facts)
        case Step.LOOKS | Step.BACKGROUND | Step.CONFIRM if argument in STYLES:
            return looks.photos_done(session, "", facts)
        case Step.SELFIES if argument in STYLES and usable(session, facts):
            return looks.looks_menu(session, facts)
        case _:
            return remind(session, facts)


def status(session: Session, facts: Facts) -> Turn:
    """Where the orders are, or where the conversation is."""
    return say(session, prompts.status(facts)) if facts.unfinished else remind(session, facts, Text("status-nothing"))


def cancel(session: Session, facts: Facts) -> Turn:
    """Stop every order, or else the choosing."""
    if facts.unfinished:
        return orders.stop(session, facts.unfinished, facts)
    if session.step in (Step.LOOKS, Step.BACKGROUND, Step.CONFIRM):
        back = replace(session, step=Step.SELFIES, looks=(), background=None)
        return remind(back, facts, Text("cancelled-choosing"))
    return remind(session, facts, Text("cancel-nothing"))


# --- buttons -----------------------------------------------------------------------------------------------------


def pressed(session: Session, data: str, facts: Facts) -> Turn:
    """Answer a button; one from an old message does what it can, or says why it cannot."""
    version, _, rest = data.partition(":")
    name, _, value = rest.partition(":")
    if version != "v1" or name not in BUTTONS:
        return lost(session, facts)
    if name not in QUESTIONS:
        session = replace(session, asked="")
    if name not in UNAGREED and session.step is Step.WELCOME:
        return agree_first(session, facts)
    return BUTTONS[name](session, value, facts)


def picked(session: Session, event: Picked, facts: Facts) -> Turn:
    """Answer a menu, old or new; its values are the data of buttons of one name."""
    name = MENUS.get(event.data, "")
    beginning = f"v1:{name}:"
    if not name or not all(value.startswith(beginning) for value in event.values):
        return lost(session, facts)
    if name == "look" and session.step is not Step.WELCOME:
        return looks.looks_picked(session, tuple(value.removeprefix(beginning) for value in event.values), facts)
    return pressed(session, event.values[0], facts) if len(event.values) == 1 else lost(session, facts)


# Before the agreement there is nothing else to press; and a question is open until another button is pressed.
UNAGREED: Final = ("agree", "decline", "terms", "delete", "language", "lang")
QUESTIONS: Final = ("delete", "forget")
MENUS: Final = {"v1:looks-set": "look", "v1:back-set": "back", "v1:lang-set": "lang"}  # to their buttons
Press = Callable[[Session, str, Facts], Turn]
BUTTONS: Final[dict[str, Press]] = {
    "agree": agreement.agreed,
    "decline": agreement.declined,
    "terms": agreement.terms,
    "claim": sets.claimed,
    "drop": sets.dropped,
    "done": looks.photos_done,
    "look": looks.look_toggled,
    "looks": looks.looks_done,
    "back": looks.background_chosen,
    "edit": looks.edit,
    "make": looks.make,
    "again": orders.again,
    "same": orders.same,
    "closer": orders.closer,
    "another": looks.another_look,
    "full": results.full_size,
    "up": results.liked,
    "down": results.disliked,
    "forget": results.forget,
    "language": chats.languages,
    "lang": chats.language_chosen,
    "cancel": orders.cancel_button,
    "over": photos.start_over,
    "delete": agreement.delete_answered,
}
