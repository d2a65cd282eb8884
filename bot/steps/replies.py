"""How a turn is made: speak, ask, or remind somebody of where they are."""

from msgspec.structs import replace

from bot import prompts
from bot.facts import Facts
from bot.session import Session, Step
from bot.turn import Say, Text, Turn


def say(session: Session, *says: Say) -> Turn:
    """A turn that only speaks."""
    return Turn(session, says)


def ask(session: Session, facts: Facts) -> Turn:
    """The prompt of the step, in place where it stands already."""
    return say(session, prompts.prompt(session, facts))


def remind(session: Session, facts: Facts, *texts: Text) -> Turn:
    """Say something, then the step's prompt anew: an edit far above would look like silence."""
    here = settled(session, facts)
    match here.step:
        case Step.WELCOME:
            here = replace(here, welcomed=True)
        case Step.SELFIES:
            here = fresh_board(here)
        case Step.LOOKS:
            here = replace(here, menu=here.menu + 1)
        case Step.RESULT:
            here = replace(here, results=here.results + 1)
        case _:
            pass
    return say(here, *(Say((text,)) for text in texts), prompts.prompt(here, facts))


def lost(session: Session, facts: Facts) -> Turn:
    """A button from an earlier step or version: say so and show where we are."""
    return remind(session, facts, Text("old-button"))


def agree_first(session: Session, facts: Facts) -> Turn:
    """Nothing goes on without the agreement. Who has not read the welcome yet reads that, others are reminded of it."""
    reminder = Say((Text("agree-first"),), prompts.agreement())
    return say(session, reminder) if session.welcomed else remind(session, facts)


def no_photos(session: Session, facts: Facts) -> Turn:
    """Photos are needed first: refused, expired or deleted ones do not count."""
    return remind(replace(session, step=Step.SELFIES), facts, Text("photos-needed"))


def settled(session: Session, facts: Facts) -> Session:
    """Leave WAITING once every order is over; elsewhere the step stays."""
    if session.step is not Step.WAITING or facts.unfinished:
        return session
    return replace(session, step=Step.RESULT, place=0)


def fresh_board(session: Session) -> Session:
    """The next photo list is a new message."""
    return replace(session, board=session.board + 1)
