"""Looks: choosing them, the background, the summary, and the button that places the order. Pure."""

from msgspec.structs import replace

from bot import prompts
from bot.board import usable
from bot.facts import Facts
from bot.session import Session, Step
from bot.steps.orders import new_order, place
from bot.steps.replies import ask, lost, no_photos, remind, say
from bot.turn import Say, Text, Turn
from inference.contract import Shot
from inference.styles import BACKGROUNDS, STYLES


def photos_done(session: Session, _value: str, facts: Facts) -> Turn:
    """From photos to looks, as soon as one photo counts."""
    return looks_menu(session, facts) if usable(session, facts) else no_photos(session, facts)


def looks_menu(session: Session, facts: Facts) -> Turn:
    """Show the looks, with what was chosen before, and what they came for, chosen."""
    came_for = (session.wanted,) if session.wanted in STYLES and session.wanted not in session.looks else ()
    chosen = (*came_for, *session.looks)[: prompts.MAX_LOOKS]
    return ask(replace(session, step=Step.LOOKS, looks=chosen, wanted="", menu=session.menu + 1), facts)


def look_toggled(session: Session, name: str, facts: Facts) -> Turn:
    """Switch one look on or off; the menu is edited in place."""
    if session.step is not Step.LOOKS:
        return lost(session, facts)
    if name not in STYLES:
        return remind(session, facts, Text("unknown-look"))
    if name in session.looks:
        return ask(replace(session, looks=tuple(look for look in session.looks if look != name)), facts)
    if len(session.looks) == prompts.MAX_LOOKS:
        return say(session, enough())
    return ask(replace(session, looks=(*session.looks, name)), facts)


def looks_picked(session: Session, names: tuple[str, ...], facts: Facts) -> Turn:
    """Exactly these looks, as picked in a menu; those no longer offered are left out, as are more than fit."""
    if session.step is not Step.LOOKS:
        return lost(session, facts)
    known = tuple(name for name in dict.fromkeys(names) if name in STYLES)
    turn = ask(replace(session, looks=known[: prompts.MAX_LOOKS]), facts)
    return turn if len(known) <= prompts.MAX_LOOKS else replace(turn, says=(*turn.says, enough()))


def enough() -> Say:
    """No more looks fit."""
    return Say((Text("looks-enough", {"most": prompts.MAX_LOOKS}),))


def looks_done(session: Session, _value: str, facts: Facts) -> Turn:
    """From looks to the background."""
    if session.step is not Step.LOOKS or not session.looks:
        return lost(session, facts)
    return ask(replace(session, step=Step.BACKGROUND), facts)


def background_chosen(session: Session, name: str, facts: Facts) -> Turn:
    """From the background to the summary."""
    if session.step is not Step.BACKGROUND:
        return lost(session, facts)
    if name != prompts.LOOK_IS_OWN and name not in BACKGROUNDS:
        return remind(session, facts, Text("unknown-background"))
    background = None if name == prompts.LOOK_IS_OWN else name
    return ask(replace(session, step=Step.CONFIRM, background=background), facts)


def edit(session: Session, what: str, facts: Facts) -> Turn:
    """Back from the summary to one of the choices."""
    if session.step is not Step.CONFIRM:
        return lost(session, facts)
    match what:
        case "looks":
            return looks_menu(session, facts)
        case "background":
            return ask(replace(session, step=Step.BACKGROUND), facts)
        case "photos":
            return remind(replace(session, step=Step.SELFIES), facts, Text("send-more"))
        case _:
            return lost(session, facts)


def make(session: Session, _value: str, facts: Facts) -> Turn:
    """Place the order of the summary."""
    if session.step is not Step.CONFIRM:
        return lost(session, facts)
    if not usable(session, facts):
        return no_photos(session, facts)
    wanted = [look for look in session.looks if look in STYLES for _ in range(prompts.PER_LOOK)]
    if not wanted:
        return looks_menu(session, facts)
    shots = tuple(Shot(i, look, session.background) for i, look in enumerate(wanted))
    return place(session, new_order(session, shots, facts), facts)


def another_look(session: Session, _value: str, facts: Facts) -> Turn:
    """The same photos in another look."""
    if not usable(session, facts):
        return no_photos(session, facts)
    return looks_menu(replace(session, looks=(), background=None), facts)
