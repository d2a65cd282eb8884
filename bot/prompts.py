"""What is said at each point of the conversation: sessions and facts in, messages out.

Pure. Which sentence and which buttons, never the sentence itself (that is in bot/texts) and never what happens
next (that is in bot/conversation). The list of photos is in bot/board, finished portraits are in bot/gallery.
"""

from collections.abc import Iterable

from bot.board import board, chosen
from bot.facts import Facts, OrderFact
from bot.gallery import latest, portraits_of, result_menu
from bot.session import Session, Step
from bot.texts import LANGUAGES, spoken
from bot.turn import Menu, MenuOption, Option, Say, Text, button, marked
from inference.styles import BACKGROUNDS, STYLES

MAX_LOOKS = 3  # in one order
PER_LOOK = 2  # portraits of each look
MAX_UNFINISHED = 4  # orders of one person: one is made, three wait
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
            return background_menu(session)
        case Step.CONFIRM:
            return summary(session, facts)
        case Step.WAITING:
            return status(facts)
        case Step.RESULT:
            return result_menu(latest(facts), facts, session.results)


def welcome(facts: Facts) -> Say:
    """Who we are, what happens to photos, and the one question that comes before any photo."""
    return Say((Text("welcome"), Text("welcome-terms", retention(facts)), Text("welcome-question")), agreement())


def agreement() -> tuple[tuple[Option, ...], ...]:
    """The answers to that question, and what may be wanted before one."""
    return (
        agree_row(),
        (button("choice-privacy", "terms"), button("choice-decline", "decline")),
        (button("choice-language", "language"),),
    )


def agree_row() -> tuple[Option, ...]:
    """The row that agrees."""
    return (button("choice-agree", "agree"),)


def languages(facts: Facts) -> Say:
    """Every language by its own name, the present one marked."""
    here = spoken(facts.language)
    options = tuple(MenuOption(Text(f"language-{code}"), None, f"v1:lang:{code}", code == here) for code in LANGUAGES)
    menu = Menu("v1:lang-set", Text("language-placeholder"), options, most=1)
    return Say((Text("language-ask"),), in_pairs(marked(o.label, o.data, o.on) for o in options), menu=menu)


def in_pairs(options: Iterable[Option]) -> tuple[tuple[Option, ...], ...]:
    """Buttons two a row: more are cut on a phone."""
    keys = tuple(options)
    return tuple(keys[i : i + 2] for i in range(0, len(keys), 2))


def privacy(session: Session, facts: Facts) -> Say:
    """The whole promise in plain words."""
    return Say((Text("privacy", retention(facts)),), (agree_row(),) if session.step is Step.WELCOME else ())


def retention(facts: Facts) -> dict[str, str | float | Text | tuple[Text, ...]]:
    """How long things are kept, in days where that is exact."""
    return {"selfies": duration(facts.selfie_hours), "portraits": duration(facts.portrait_hours)}


def duration(hours: int) -> Text:
    """A span in the largest unit that divides it."""
    return Text("span-hours", {"count": hours}) if hours % 24 else Text("span-days", {"count": hours // 24})


def send_selfies() -> Say:
    """The first request for photos, with what makes a good one."""
    lines = (Text("send-selfies"), Text("send-selfies-tips"))
    return Say(lines, shrunk=(Text("send-selfies-file"),), photos_welcome=True)


def look_menu(session: Session) -> Say:
    """All looks, two buttons a row, the chosen ones marked; edited in place as they are pressed."""
    options = tuple(
        MenuOption(Text(f"style-{name}"), Text(f"style-{name}-about"), f"v1:look:{name}", name in session.looks)
        for name in STYLES
    )
    rows = in_pairs(marked(o.label, o.data, o.on) for o in options)
    onward = ((button("choice-looks-done", "looks", count=len(session.looks)),),) if session.looks else ()
    return Say(
        (Text("looks-ask", {"most": MAX_LOOKS, "each": PER_LOOK}),),
        rows + onward,
        slot=f"looks-{session.menu}",
        menu=Menu("v1:looks-set", Text("looks-placeholder", {"most": MAX_LOOKS}), options, MAX_LOOKS),
        unfolded=tuple(look_line(name) for name in STYLES),
    )


def look_line(name: str) -> Text:
    """A look in one line: its title and what it looks like."""
    return Text("look-line", {"title": Text(f"style-{name}"), "about": Text(f"style-{name}-about")})


def background_menu(session: Session) -> Say:
    """Each look's own background, or one for all; where one was chosen before, a menu shows it."""
    options = tuple(
        MenuOption(Text(f"background-{name}"), None, f"v1:back:{name}", name == session.background)
        for name in (LOOK_IS_OWN, *BACKGROUNDS)
    )
    own, *others = (Option(o.label, o.data) for o in options)
    menu = Menu("v1:back-set", Text("background-placeholder"), options, most=1)
    return Say((Text("background-ask"),), ((own,), *in_pairs(others)), menu=menu)


def summary(session: Session, facts: Facts) -> Say:
    """What will be made of what, how long it takes, and what it will not do; nothing starts before the button."""
    count = len(session.looks) * PER_LOOK
    looks = tuple(Text(f"style-{name}") for name in session.looks)
    lines = (
        Text("confirm-looks", {"looks": looks, "count": count}),
        Text("confirm-background", {"background": Text(f"background-{session.background or LOOK_IS_OWN}")}),
        Text("confirm-photos", {"count": len(chosen(session, facts))}),
        *when(facts),
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


def when(facts: Facts) -> tuple[Text, ...]:
    """When an order placed now will be finished, as far as that can be said."""
    after = (Text("confirm-after-own"),) if facts.unfinished else ()
    if facts.paused:
        return (*after, Text("confirm-paused"))
    if not facts.worker:
        return (*after, Text("confirm-no-worker"))
    return (*after, Text("confirm-time", {"time": span(facts.wait_new_s)}))


def span(seconds: float | None) -> Text:
    """A waiting time as people say it."""
    if seconds is None:
        return Text("time-unknown")
    if seconds < 90:
        return Text("time-seconds", {"count": max(5, round(seconds / 5) * 5)})
    return Text("time-minutes", {"count": round(seconds / 60)})


def status(facts: Facts) -> Say:
    """Every unfinished order, said anew at the bottom: an edit of a placeholder far above would look like silence."""
    match facts.unfinished:
        case ():
            return Say((Text("status-nothing"),))
        case (order,):
            return Say((stage(order, facts),), (cancel_row(order),))
        case several:
            waiting = (Text("status-waits", {"total": len(order.shots)}) for order in several[1:])
            states = (stage(several[0], facts), *waiting)
            lines = tuple(
                Text("status-line", {"number": number, "looks": looks_of(order), "state": state})
                for number, (order, state) in enumerate(zip(several, states, strict=True), start=1)
            )
            keys = (
                button("choice-cancel-number", f"cancel:{order.id}", number=number)
                for number, order in enumerate(several, start=1)
            )
            return Say(lines, in_pairs(keys))


def looks_of(order: OrderFact) -> tuple[Text, ...]:
    """The looks of an order, each once."""
    return tuple(Text(f"style-{name}") for name in dict.fromkeys(shot.style for shot in order.shots))


def placeholder(order: OrderFact, facts: Facts) -> Say:
    """Where an order is, edited until it is over."""
    return Say((stage(order, facts),), (cancel_row(order),), slot=order_slot(order.id), progress=0.0)


def stage(order: OrderFact, facts: Facts) -> Text:
    """How far an unfinished order is: being made, or its place and how long it takes."""
    own = facts.unfinished.index(order)
    if order.state == "running":
        return making_line(order, len(portraits_of(order.id, facts)))
    if facts.paused:
        return Text("order-paused")
    if not facts.worker:
        return Text("order-no-worker")
    if own:
        return Text("order-after-own", {"total": len(order.shots), "place": own + 1})
    if facts.ahead:
        return Text("order-in-line", {"place": facts.ahead + 1, "time": span(facts.wait_s)})
    return Text("order-next", {"total": len(order.shots), "time": span(facts.wait_s)})


def told(facts: Facts) -> int:
    """The place in line that the first unfinished order, or a new one, is told; 0 where none can be told."""
    return 0 if facts.paused or not facts.worker else facts.ahead + 1


def making(order: OrderFact, done: int, fraction: float) -> Say:
    """The placeholder while portraits are being made."""
    return Say((making_line(order, done),), (cancel_row(order),), slot=order_slot(order.id), progress=fraction)


def making_line(order: OrderFact, done: int) -> Text:
    """How many portraits of an order are finished."""
    return Text("order-making", {"done": done, "total": len(order.shots)})


def over(order: OrderFact, *texts: Text) -> Say:
    """The placeholder's last word."""
    return Say(texts, slot=order_slot(order.id))


def stopped(order: OrderFact, facts: Facts) -> Say:
    """That word for an order that was stopped, and where what was finished by then is to be found."""
    kept = (Text("order-cancelled-kept"),) if portraits_of(order.id, facts) else ()
    return over(order, Text("order-cancelled"), *kept)


def order_slot(order: str) -> str:
    """The slot of an order's placeholder."""
    return f"order-{order}"


def cancel_rows(orders: tuple[OrderFact, ...]) -> tuple[tuple[Option, ...], ...]:
    """The row that stops all of these."""
    return (cancel_row(orders[0]),) if len(orders) == 1 else ((button("choice-cancel-all", "cancel:all"),),)


def cancel_row(order: OrderFact) -> tuple[Option, ...]:
    """The row that stops an order."""
    return (button("choice-cancel", f"cancel:{order.id}"),)
