"""Results: showing portraits again, rating them, and deleting those of one order. Pure."""

from msgspec.structs import replace

from bot import gallery, prompts
from bot.events import Rated
from bot.facts import Facts, OrderFact
from bot.session import Session, Step
from bot.steps.orders import known
from bot.steps.replies import lost, remind, say, settled
from bot.turn import ForgetOrder, Rate, Say, Text, Turn, button


def results(session: Session, facts: Facts) -> Turn:
    """The latest portraits once more."""
    order = gallery.latest(facts)
    if order is None:
        return remind(session, facts, Text("result-none-yet"))
    after = replace(session, results=session.results + 1)
    album = gallery.album(gallery.portraits_of(order.id, facts))
    return say(after, album, gallery.result_menu(order, facts, after.results))


def full_size(session: Session, order_id: str, facts: Facts) -> Turn:
    """The portraits of an order as files."""
    made = gallery.portraits_of(order_id, facts)
    if not made:
        return remind(session, facts, Text("result-gone"))
    return say(session, *gallery.files(made, where_recompressed=False))


# --- ratings -----------------------------------------------------------------------------------------------------


def liked(session: Session, value: str, facts: Facts) -> Turn:
    """The thumb up below portraits."""
    return rated_below(session, value, 1, facts)


def disliked(session: Session, value: str, facts: Facts) -> Turn:
    """The thumb down below portraits."""
    return rated_below(session, value, -1, facts)


def rated_below(session: Session, value: str, score: int, facts: Facts) -> Turn:
    """Keep the rating and mark it in the very menu that was pressed; the same once more takes it back."""
    order_id, _, number = value.partition(":")
    order = known(order_id, facts)
    if order is None:
        return lost(session, facts)
    if not gallery.portraits_of(order_id, facts):
        return remind(session, facts, Text("result-gone"))
    pressed = int(number) if number.isdecimal() else 0
    if not 0 < pressed <= session.results:  # of another account, before the two were joined
        session = replace(session, results=session.results + 1)
        pressed = session.results
    now = replace(order, rating=0 if order.rating == score else score)
    return Turn(session, (gallery.result_menu(now, facts, pressed),), (Rate(order_id, None, now.rating),))


def rated(session: Session, event: Rated, facts: Facts) -> Turn:
    """Keep a reaction. Nothing is said to it, but once for each order that more likeness can be had."""
    made = gallery.portraits_of(event.order, facts)
    if not made or (event.index is not None and event.index not in {portrait.index for portrait in made}):
        return Turn(session)
    rate = (Rate(event.order, event.index, event.score),)
    if event.score >= 0 or event.order in session.offered:
        return Turn(session, (), rate)
    still = tuple(order.id for order in facts.orders if order.id in session.offered)
    offer = Say((Text("closer-offer"),), ((button("choice-closer", f"closer:{event.order}"),),))
    return Turn(replace(session, offered=(*still, event.order)), (offer,), rate)


# --- deleting one order ------------------------------------------------------------------------------------------


def forget(session: Session, value: str, facts: Facts) -> Turn:
    """Delete the portraits of an order, once that was asked. Only a fresh question counts."""
    order_id, _, answer = value.partition(":")
    fresh, session = session.asked == order_id, replace(session, asked="")
    order = known(order_id, facts)
    if answer == "no":
        return remind(session, facts, Text("delete-kept"))
    if order is None or not gallery.portraits_of(order_id, facts):
        return remind(session, facts, Text("result-gone"))
    if order in facts.unfinished:
        return say(session, Say((Text("forget-unfinished"),), (prompts.cancel_row(order),)))
    return forgotten(session, order, facts) if fresh and answer == "yes" else ask_forget(session, order, facts)


def ask_forget(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """Ask first: it cannot be undone."""
    count = len(gallery.portraits_of(order.id, facts))
    keys = (
        button("choice-forget-yes", f"forget:{order.id}:yes"),
        button("choice-forget-no", f"forget:{order.id}:no"),
    )
    return say(replace(session, asked=order.id), Say((Text("forget-ask", {"count": count}),), (keys,)))


def forgotten(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """The order goes with its portraits; its seed is not used again, so that what was deleted does not come back.

    Where others are left and nothing else goes on they are shown: a menu alone would seem to be of those that are gone.
    """
    then = replace(
        facts,
        orders=tuple(other for other in facts.orders if other != order),
        portraits=tuple(portrait for portrait in facts.portraits if portrait.order != order.id),
    )
    after = settled(replace(session, seed=max(session.seed, order.seed + prompts.PER_LOOK)), then)
    if after.step is not Step.RESULT or gallery.latest(then) is None:
        return replace(remind(after, then, Text("set-deleted")), effects=(ForgetOrder(order.id),))
    left = results(after, then)
    return Turn(left.session, (Say((Text("set-deleted"),)), *left.says), (ForgetOrder(order.id),))
