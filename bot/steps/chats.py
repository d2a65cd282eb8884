"""How and where we speak: the language, and several chats of one person joined to one account. Pure."""

from msgspec.structs import replace

from bot import prompts
from bot.events import Linked
from bot.facts import Facts
from bot.session import Session
from bot.steps.replies import lost, remind, say
from bot.steps.sets import is_due, with_comparison
from bot.texts import LANGUAGES
from bot.turn import OfferLink, Say, SetLanguage, Text, Turn


def languages(session: Session, _value: str, facts: Facts) -> Turn:
    """Ask for the language; also before the agreement, which nobody should give in a language they do not read."""
    return say(session, prompts.languages(facts))


def language_chosen(session: Session, code: str, facts: Facts) -> Turn:
    """Speak another language from this answer on, and repeat in it where we are."""
    if code not in LANGUAGES:
        return lost(session, facts)
    turn = remind(session, replace(facts, language=code), Text("language-set"))
    return replace(turn, effects=(SetLanguage(code),))


def offer_link(session: Session, facts: Facts) -> Turn:
    """A code that joins another chat, and the chats that are joined already."""
    names = tuple(Text(f"platform-{name}", otherwise="platform-other") for name in facts.chats)
    joined = (Text("link-chats", {"chats": names}),) if len(names) > 1 else ()
    code = Say((Text("link-code", {"code": facts.fresh_code}), *joined))
    return Turn(session, (code,), (OfferLink(facts.fresh_code),))


def linked(session: Session, event: Linked, facts: Facts) -> Turn:
    """What came of a code that was entered, and where we are: after joining that is where the other chat was.

    Where photos came with the other chat, the set is one that was never compared.
    """
    is_new = event.outcome == "joined" and bool(session.photos) and session.advice is None and is_due(session)
    session, comparing = with_comparison(session, facts) if is_new else (session, ())
    return replace(remind(session, facts, Text(f"link-{event.outcome}")), effects=comparing)
