"""How a turn is made: speak, ask, or remind somebody of where they are."""

from msgspec.structs import replace

from bot import prompts
from bot.turn import Facts, Say, Session, Step, Text, Turn


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
        case Step.SELFIES:
            here = fresh_board(here)
            asked = prompts.prompt(here, facts)
        case Step.LOOKS:
            here = replace(here, menu=here.menu + 1)
            asked = prompts.prompt(here, facts)
        case Step.WAITING:
            asked = replace(prompts.prompt(here, facts), slot=None, progress=None)
        case _:
            asked = prompts.prompt(here, facts)
    return say(here, *(Say((text,)) for text in texts), asked)


def lost(session: Session, facts: Facts) -> Turn:
    """A button from an earlier step or version: say so and show where we are."""
    return remind(session, facts, Text("old-button"))


def no_photos(session: Session, facts: Facts) -> Turn:
    """Photos are needed first: refused, expired or deleted ones do not count."""
    return remind(replace(session, step=Step.SELFIES), facts, Text("photos-needed"))


def busy(session: Session, facts: Facts) -> Turn:
    """One order at a time: show where the running one is."""
    return remind(replace(session, step=Step.WAITING), facts, Text("busy"))


def settled(session: Session, facts: Facts) -> Session:
    """Leave WAITING once nothing is running; elsewhere the step stays."""
    if session.step is not Step.WAITING or facts.running is not None:
        return session
    return replace(session, step=Step.RESULT, place=0)


def fresh_board(session: Session) -> Session:
    """The next photo list is a new message."""
    return replace(session, board=session.board + 1)
