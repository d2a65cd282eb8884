"""Finished portraits: to look at, as files, and the menu below them. Pure.

Each time a menu is said it is a new message with a number of its own, and a rating edits the one it was given in.
"""

from collections import Counter
from collections.abc import Iterable

from bot.facts import Facts, OrderFact, PortraitFact
from bot.turn import Say, Shown, Text, button, marked

RATED = {1: (Text("result-liked"),), 0: (), -1: (Text("result-disliked"),)}  # what is answered to a rating


def portraits_of(order: str, facts: Facts) -> tuple[PortraitFact, ...]:
    """What is kept of an order, in the order it was asked for."""
    return tuple(sorted((p for p in facts.portraits if p.order == order), key=lambda p: p.index))


def latest(facts: Facts) -> OrderFact | None:
    """The newest order of which portraits are kept."""
    return next((order for order in facts.orders if portraits_of(order.id, facts)), None)


def album(portraits: Iterable[PortraitFact]) -> Say:
    """The portraits together, to look at."""
    shown = tuple(picture(portrait) for portrait in portraits)
    return Say((Text("result-album", {"count": len(shown)}),), kind="album", pictures=shown)


def files(portraits: Iterable[PortraitFact], *, where_recompressed: bool) -> tuple[Say, ...]:
    """The portraits as files, every byte kept: one message each, so that a lost answer repeats none of them."""
    return tuple(
        Say((Text("result-file"),), kind="file", pictures=(picture(p),), where_recompressed=where_recompressed)
        for p in portraits
    )


def picture(portrait: PortraitFact) -> Shown:
    """A portrait with the name it is saved under."""
    name = f"headshot-{portrait.style}-{portrait.index + 1}.jpg"
    caption = Text("result-caption", {"look": Text(f"style-{portrait.style}")})
    return Shown(portrait.blob, name, caption, portrait.width, portrait.height)


def notes(portraits: Iterable[PortraitFact]) -> tuple[Text, ...]:
    """What the person should know about these portraits, each thing once."""
    counts = Counter(code for portrait in portraits for code in dict.fromkeys(portrait.notes))
    return tuple(Text(f"note-{code}", {"count": count}) for code, count in counts.items())


def result_menu(order: OrderFact | None, facts: Facts, number: int) -> Say:
    """What can be done with the portraits of an order. Each menu is edited where it stands, known by its number."""
    if order is None:
        return Say((Text("result-none"),), ((button("choice-another", "another"), button("choice-over", "over")),))
    made = portraits_of(order.id, facts)
    lines = (Text("result-ready", {"count": len(made)}), *notes(made), *RATED[order.rating], Text("result-next"))
    rows = (
        (button("choice-again", f"again:{order.id}"), button("choice-same", f"same:{order.id}")),
        (button("choice-closer", f"closer:{order.id}"), button("choice-another", "another")),
        (
            marked(Text("choice-like"), f"v1:up:{order.id}:{number}", order.rating > 0),
            marked(Text("choice-dislike"), f"v1:down:{order.id}:{number}", order.rating < 0),
        ),
        (button("choice-full", f"full:{order.id}"), button("choice-forget", f"forget:{order.id}")),
        (button("choice-over", "over"),),
    )
    return Say(lines, rows, slot=f"{result_slot(order.id)}{number}")


def result_slot(order: str) -> str:
    """How the slots of an order's menus begin."""
    return f"result-{order}-"
