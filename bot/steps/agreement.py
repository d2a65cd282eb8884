"""The agreement, before which nothing is kept, and its withdrawal, after which nothing is left. Pure."""

from typing import Final

from msgspec.structs import replace

from bot import prompts
from bot.facts import Facts
from bot.session import Session, Step
from bot.steps.replies import lost, remind, say
from bot.turn import Agree, DeleteEverything, Say, Text, Turn, button

TERMS: Final = "2026-11-21"  # version of the terms a person agrees to; a new one asks again


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
    return say(session, Say((Text("declined"),), (prompts.agree_row(),)))


def terms(session: Session, _value: str, facts: Facts) -> Turn:
    """The long form of the promise."""
    return say(session, prompts.privacy(session, facts))


def ask_delete(session: Session) -> Turn:
    """Ask first: it cannot be undone."""
    options = ((button("choice-delete", "delete:yes"), button("choice-keep", "delete:no")),)
    return say(replace(session, asked="delete"), Say((Text("delete-ask"),), options))


def delete_answered(session: Session, answer: str, facts: Facts) -> Turn:
    """Erase everything, or not. Only a fresh question counts: an old button must not erase by a slip."""
    if answer == "yes" and session.asked == "delete":
        return Turn(Session(), (), (DeleteEverything(),))
    if answer == "yes":
        return ask_delete(session)
    return remind(replace(session, asked=""), facts, Text("delete-kept"))
