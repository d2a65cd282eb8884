"""What is said at each point of the conversation: sessions and facts in, messages out.

Pure. Which sentence and which buttons, never the sentence itself (that is in bot/texts) and never what happens
next (that is in bot/conversation). The list of photos is in bot/board.
"""

from collections import Counter
from collections.abc import Iterable

from bot.board import board, chosen
from bot.turn import Facts, Option, OrderFact, PortraitFact, Say, Session, Shown, Step, Text, button
from inference.styles import BACKGROUNDS, STYLES

MAX_LOOKS = 3  # in one order
PER_LOOK = 2  # portraits of each look
LOOK_IS_OWN = "look"  # the background choice that leaves every look its own


def prompt(session: Session, facts: Facts) -> Say:
    """What the person is asked at the present step; repeated whenever they are lost."""
    match session.step:
        case Step.WELCOME:
            return welcome(facts)
        case Step.SELFIES:
            return board(session, facts) if session.photos else send_selfies()
        case Step.LOOKS:
            return look_menu(session)
        case Step.BACKGROUND:
            return background_menu()
        case Step.CONFIRM:
            return summary(session, facts)
        case Step.WAITING:
            return waiting(facts)
        case Step.RESULT:
            return result_menu(facts)


def welcome(facts: Facts) -> Say:
    """Who we are, what happens to photos, and the one question that comes before any photo."""
    return Say(
        (Text("welcome"), Text("welcome-terms", retention(facts)), Text("welcome-question")),
        (
            (button("choice-agree", "agree"),),
            (button("choice-privacy", "terms"), button("choice-decline", "decline")),
        ),
    )


def privacy(session: Session, facts: Facts) -> Say:
    """The whole promise in plain words."""
    asked = ((button("choice-agree", "agree"),),) if session.step is Step.WELCOME else ()
    return Say((Text("privacy", retention(facts)),), asked)


def retention(facts: Facts) -> dict[str, str | float | Text | tuple[Text, ...]]:
    """How long things are kept, in days where that is exact."""
    return {"selfies": duration(facts.selfie_hours), "portraits": duration(facts.portrait_hours)}


def duration(hours: int) -> Text:
    """A span in the largest unit that divides it."""
    return Text("span-hours", {"count": hours}) if hours % 24 else Text("span-days", {"count": hours // 24})


def send_selfies() -> Say:
    """The first request for photos, with what makes a good one."""
    return Say((Text("send-selfies"), Text("send-selfies-tips")))


def look_menu(session: Session) -> Say:
    """All looks, two buttons a row, the chosen ones marked; edited in place as they are pressed."""
    keys = [look_button(name, name in session.looks) for name in STYLES]
    rows = tuple(tuple(keys[i : i + 2]) for i in range(0, len(keys), 2))
    onward = ((button("choice-looks-done", "looks", count=len(session.looks)),),) if session.looks else ()
    lines = (Text("looks-ask", {"most": MAX_LOOKS, "each": PER_LOOK}), *(look_line(name) for name in STYLES))
    return Say(lines, rows + onward, slot=f"looks-{session.menu}")


def look_button(name: str, on: bool) -> Option:
    """A look's button; `on` once it is chosen."""
    title = Text(f"style-{name}")
    return Option(Text("choice-look-on", {"title": title}) if on else title, f"v1:look:{name}", on)


def look_line(name: str) -> Text:
    """A look in one line: its title and what it looks like."""
    return Text("look-line", {"title": Text(f"style-{name}"), "about": Text(f"style-{name}-about")})


def background_menu() -> Say:
    """Each look's own background, or one for all."""
    keys = [button(f"background-{name}", f"back:{name}") for name in BACKGROUNDS]
    rows = tuple(tuple(keys[i : i + 2]) for i in range(0, len(keys), 2))
    return Say((Text("background-ask"),), ((button("background-look", f"back:{LOOK_IS_OWN}"),), *rows))


def summary(session: Session, facts: Facts) -> Say:
    """What will be made of what, how long it takes, and what it will not do; nothing starts before the button."""
    count = len(session.looks) * PER_LOOK
    looks = tuple(Text(f"style-{name}") for name in session.looks)
    lines = (
        Text("confirm-looks", {"looks": looks, "count": count}),
        Text("confirm-background", {"background": Text(f"background-{session.background or LOOK_IS_OWN}")}),
        Text("confirm-photos", {"count": len(chosen(session, facts))}),
        Text("confirm-time", {"time": span(facts.wait_s)}) if facts.worker else Text("confirm-no-worker"),
        *((Text("confirm-generated" if facts.paints else "confirm-honest"),) if facts.paints is not None else ()),
    )
    change = (
        button("choice-change-looks", "edit:looks"),
        button("choice-change-background", "edit:background"),
    )
    return Say(
        lines,
        (
            (button("choice-make", "make", count=count),),
            change,
            (button("choice-add-photos", "edit:photos"),),
        ),
    )


def span(seconds: float | None) -> Text:
    """A waiting time as people say it."""
    if seconds is None:
        return Text("time-unknown")
    if seconds < 90:
        return Text("time-seconds", {"count": max(5, round(seconds / 5) * 5)})
    return Text("time-minutes", {"count": round(seconds / 60)})


def waiting(facts: Facts) -> Say:
    """The placeholder of the running order: its place, or that it is being made. Edited until it is over."""
    order = facts.running
    if order is None:
        return Say((Text("status-nothing"),))
    if order.state == "running":
        line = making_line(order, len(portraits_of(order.id, facts)))
    elif not facts.worker:
        line = Text("order-no-worker")
    elif facts.ahead:
        line = Text("order-in-line", {"place": facts.ahead + 1, "time": span(facts.wait_s)})
    else:
        line = Text("order-next", {"total": len(order.shots), "time": span(facts.wait_s)})
    return Say((line,), (cancel_row(order),), slot=order_slot(order.id), progress=0.0)


def making(order: OrderFact, done: int, fraction: float) -> Say:
    """The placeholder while portraits are being made."""
    return Say((making_line(order, done),), (cancel_row(order),), slot=order_slot(order.id), progress=fraction)


def making_line(order: OrderFact, done: int) -> Text:
    """How many portraits of an order are finished."""
    return Text("order-making", {"done": done, "total": len(order.shots)})


def over(order: OrderFact, text: Text) -> Say:
    """The placeholder's last word."""
    return Say((text,), slot=order_slot(order.id))


def order_slot(order: str) -> str:
    """The slot of an order's placeholder."""
    return f"order-{order}"


def cancel_row(order: OrderFact) -> tuple[Option, ...]:
    """The row that stops an order."""
    return (button("choice-cancel", f"cancel:{order.id}"),)


def portraits_of(order: str, facts: Facts) -> tuple[PortraitFact, ...]:
    """What is kept of an order, in the order it was asked for."""
    return tuple(sorted((p for p in facts.portraits if p.order == order), key=lambda p: p.index))


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


def result_menu(facts: Facts) -> Say:
    """What can be done with the latest portraits."""
    order = next((o for o in facts.orders if portraits_of(o.id, facts)), None)
    if order is None:
        return Say((Text("result-none"),), ((button("choice-another", "another"), button("choice-over", "over")),))
    made = portraits_of(order.id, facts)
    rows = (
        (button("choice-again", f"again:{order.id}"), button("choice-another", "another")),
        (button("choice-full", f"full:{order.id}"), button("choice-over", "over")),
    )
    return Say((Text("result-ready", {"count": len(made)}), *notes(made), Text("result-next")), rows)
