"""The whole conversation as one pure function: a session, an event and what is true now give a turn.

It knows no platform, clock, disk or network. Photos, looks and orders are in `bot.steps`, what is asked at each
step in `bot.prompts`, the sentences in `bot/texts`; what the turn asks for is done by `bot.talk`.
"""

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from bot import board, prompts
from bot.steps import looks, orders, photos, sets
from bot.steps.replies import ask, lost, remind, say, settled
from bot.turn import (
    Agree,
    Checked,
    CheckFailed,
    Command,
    Compared,
    DeleteEverything,
    Effect,
    Ended,
    Event,
    Facts,
    ForgetPhotos,
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
    Say,
    Session,
    Step,
    StopOrder,
    Text,
    TooBig,
    Turn,
    WentAway,
    button,
)

TERMS: Final = "2026-11-21"  # version of the terms a person agrees to; a new one asks again
COMMANDS: Final = ("start", "new", "status", "results", "cancel", "help", "privacy", "delete")


def advance(session: Session, event: Event, facts: Facts) -> Turn:
    """Answer one event."""
    if not facts.consented and session.step is not Step.WELCOME:
        # Withdrawn or asked anew: nothing goes on without consent. Slots are not used again: they are far above.
        session = Session(board=session.board, menu=session.menu, set_version=session.set_version + 1)
    turn = answer(session, event, facts)
    return replace(turn, session=seen(session, turn))


def answer(session: Session, event: Event, facts: Facts) -> Turn:
    """Lead the event to the part that answers it."""
    match event:
        case Command(name):
            return command(replace(session, asked_delete=False), name, facts)
        case Pressed(data):
            return pressed(session, data, facts)
        case PhotoSent() | TooBig() | NotAPicture() | NotDownloaded() | Said():
            return photos.sent(replace(session, asked_delete=False), event, facts)
        case Checked() | CheckFailed():
            return photos.checked(session, event, facts)
        case Compared():
            return sets.compared(session, event, facts)
        case WentAway():
            stops = tuple(StopOrder(order.id) for order in facts.unfinished)
            return Turn(settled(session, replace(facts, orders=())), (), stops)
        case Picked() | Rated() | Linked() | Previewed():
            return Turn(session)
        case Moved() | InLine() | Ended():
            return orders.order_news(session, event, facts)


def elsewhere(session: Session) -> Session:
    """The session as it goes on in another chat of the same person: what is said there is said anew."""
    return replace(session, board=session.board + 1, menu=session.menu + 1, board_is_last=False)


def seen(before: Session, turn: Turn) -> Session:
    """Remember whether the photo list is still the last message, and so still worth editing."""
    after = turn.session
    if not turn.says:
        return after
    last = turn.says[-1].slot or ""
    if last == f"board-{after.board}":
        return after if after.board == before.board else replace(after, board_is_last=True)
    # A placeholder that is edited in place pushes nothing down.
    return after if last.startswith("order-") else replace(after, board_is_last=False)


# --- commands ----------------------------------------------------------------------------------------------------


def command(session: Session, name: str, facts: Facts) -> Turn:
    """Answer a slash command; each works at every step."""
    match name:
        case "start":
            return remind(session, facts) if session.step is not Step.WELCOME else welcome(session, facts)
        case "help":
            return remind(session, facts, Text("help"))
        case "privacy":
            return say(session, prompts.privacy(session, facts))
        case "delete":
            options = ((button("choice-delete", "delete:yes"), button("choice-keep", "delete:no")),)
            return say(replace(session, asked_delete=True), Say((Text("delete-ask"),), options))
        case "status" | "cancel" | "new" | "results" if session.step is Step.WELCOME:
            return remind(session, facts, Text("agree-first"))
        case "status":
            return status(session, facts)
        case "results":
            return orders.results(session, facts)
        case "cancel":
            return cancel(session, facts)
        case "new":
            return start_over(session, facts)
        case _:
            return remind(session, facts, Text("unknown-command"))


def welcome(session: Session, facts: Facts) -> Turn:
    """Ask for consent, or go on where it was given before."""
    if facts.consented:
        return ask(replace(session, step=Step.SELFIES), facts)
    return say(session, prompts.welcome(facts))


def status(session: Session, facts: Facts) -> Turn:
    """Where the order is, or where the conversation is."""
    if facts.running is None:
        return remind(session, facts, Text("status-nothing"))
    # Said anew at the bottom: an edit of the placeholder far above would look like silence.
    return say(session, replace(prompts.waiting(facts), slot=None, progress=None))


def cancel(session: Session, facts: Facts) -> Turn:
    """Stop the order, or else the choosing."""
    if facts.running is not None:
        return orders.stop_order(session, facts.running, facts)
    if session.step in (Step.LOOKS, Step.BACKGROUND, Step.CONFIRM):
        back = replace(session, step=Step.SELFIES, looks=(), background=None)
        return remind(back, facts, Text("cancelled-choosing"))
    return remind(session, facts, Text("cancel-nothing"))


def start_over(session: Session, facts: Facts) -> Turn:
    """New photos: the old ones are forgotten at once, the portraits stay."""
    if facts.running is not None:
        return say(session, Say((Text("busy-new"),), (prompts.cancel_row(facts.running),)))
    ids = tuple(photo.id for photo in session.photos if photo.verdict != "reject")
    effects: tuple[Effect, ...] = (ForgetPhotos(ids, board.pictures(session)),) if session.photos else ()
    fresh = Session(step=Step.SELFIES, board=session.board + 1, menu=session.menu, set_version=session.set_version + 1)
    closing = (Say((Text("board-erased"),), slot=f"board-{session.board}", kind="card"),) if session.photos else ()
    return Turn(fresh, (*closing, Say((Text("new-set" if ids else "new-set-empty"),)), prompts.send_selfies()), effects)


# --- buttons -----------------------------------------------------------------------------------------------------


def pressed(session: Session, data: str, facts: Facts) -> Turn:
    """Answer a button; one from an old message does what it can, or says why it cannot."""
    version, _, rest = data.partition(":")
    name, _, value = rest.partition(":")
    if version != "v1" or name not in BUTTONS:
        return lost(session, facts)
    if name not in ("agree", "decline", "terms", "delete") and session.step is Step.WELCOME:
        return remind(session, facts, Text("agree-first"))
    return BUTTONS[name](session, value, facts)


def agreed(session: Session, _value: str, facts: Facts) -> Turn:
    """Consent is given; once is enough."""
    if session.step is not Step.WELCOME:
        return lost(session, facts)
    onward = replace(session, step=Step.SELFIES)
    return Turn(onward, (Say((Text("thanks"),)), prompts.send_selfies()), (Agree(TERMS),))


def declined(session: Session, _value: str, facts: Facts) -> Turn:
    """No consent: nothing is kept and nothing is asked."""
    if session.step is not Step.WELCOME:
        return lost(session, facts)
    return say(session, Say((Text("declined"),), ((button("choice-agree", "agree"),),)))


def terms(session: Session, _value: str, facts: Facts) -> Turn:
    """The long form of the promise."""
    return say(session, prompts.privacy(session, facts))


def over_button(session: Session, _value: str, facts: Facts) -> Turn:
    """Start over with new photos."""
    return start_over(session, facts)


def delete_answered(session: Session, answer: str, facts: Facts) -> Turn:
    """Erase everything, or not. Only a fresh question counts: an old button must not erase by a slip."""
    if answer == "yes" and session.asked_delete:
        return Turn(Session(), (), (DeleteEverything(),))
    if answer == "yes":
        return command(session, "delete", facts)
    kept = replace(session, asked_delete=False)
    return remind(kept, facts, Text("delete-kept"))


Press = Callable[[Session, str, Facts], Turn]
BUTTONS: Final[dict[str, Press]] = {
    "agree": agreed,
    "decline": declined,
    "terms": terms,
    "claim": sets.claimed,
    "drop": sets.dropped,
    "done": looks.photos_done,
    "look": looks.look_toggled,
    "looks": looks.looks_done,
    "back": looks.background_chosen,
    "edit": looks.edit,
    "make": looks.make,
    "again": orders.again,
    "another": looks.another_look,
    "full": orders.full_size,
    "cancel": orders.cancel_button,
    "over": over_button,
    "delete": delete_answered,
}
