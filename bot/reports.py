"""What operators read: figures and the line as sentences. Pure; beginnings of ids, never a name or an address."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.turn import Text
from inference.contract import WorkerBeat
from storage.figures import Figures
from storage.orders import Order

SHOWN: Final = 10  # orders of the line: what a phone shows at once
SHORT: Final = 8  # characters of an id: enough to tell people apart, and to name one


def stats_report(
    figures: Figures, refused: Mapping[str, int], failed: Mapping[str, int], paused: bool
) -> tuple[Text, ...]:
    """People, orders, portraits, ratings, refusals and failures."""
    by_state = {state: figures.orders.get(state, 0) for state in ("done", "failed", "cancelled", "queued", "running")}
    rated = figures.likes + figures.dislikes
    liked = {"likes": figures.likes, "dislikes": figures.dislikes, "share": round(100 * figures.likes / max(1, rated))}
    causes = tuple(Text("staff-cause", {"cause": cause, "count": failed[cause]}) for cause in sorted(failed))
    people = {"people": figures.people, "agreed": figures.agreed}
    return (
        Text("staff-people", {**people, "day": figures.active_day, "week": figures.active_week}),
        Text("staff-orders", dict(by_state)),
        Text("staff-portraits", {"portraits": figures.portraits, "median": how_long(figures.median_s)}),
        Text("staff-ratings", dict(liked)) if rated else Text("staff-ratings-none"),
        Text("staff-refused", {"budget": refused.get("budget-spent", 0), "room": refused.get("queue-full", 0)}),
        Text("staff-failures", {"causes": causes}) if causes else Text("staff-failures-none"),
        *((Text("staff-paused"),) if paused else ()),
    )


def line_report(line: Sequence[Order], now: float) -> tuple[Text, ...]:
    """The line as it is served."""
    making = sum(order.state == "running" for order in line)
    shown = tuple(one_order(number, order, now) for number, order in enumerate(line[:SHOWN], start=1))
    more = (Text("staff-queue-more", {"count": len(line) - SHOWN}),) if len(line) > SHOWN else ()
    return (Text("staff-queue", {"count": len(line), "making": making}), *shown, *more)


def one_order(number: int, order: Order, now: float) -> Text:
    """One order of the line: since when it waits, or is being made."""
    since = order.started_at if order.state == "running" and order.started_at is not None else order.created_at
    ids = {"order": order.id[:SHORT], "person": order.person_id[:SHORT]}
    age = how_long(now - since)
    return Text(f"staff-order-{order.state}", {"number": number, **ids, "age": age, "attempt": order.attempt})


def workers_report(beats: Sequence[WorkerBeat]) -> tuple[Text, ...]:
    """Each worker that has announced itself."""
    if not beats:
        return (Text("staff-workers-none"),)
    return tuple(
        Text(
            "staff-worker",
            {
                "engine": beat.engine or Text("staff-worker-cold"),
                "queues": ", ".join(beat.queues),
                "waiting": beat.waiting,
            },
        )
        for beat in beats
    )


def how_long(seconds: float | None) -> Text:
    """A span in the unit that says it in one or two digits."""
    if seconds is None:
        return Text("staff-unknown")
    if seconds < 90:
        return Text("staff-seconds", {"count": round(max(0.0, seconds))})
    if seconds < 90 * 60:
        return Text("staff-minutes", {"count": round(seconds / 60)})
    return Text("staff-hours", {"count": round(seconds / 3600)})
