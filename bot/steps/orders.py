"""Orders: placing, stopping, following and handing over. Pure."""

from msgspec.structs import replace

from bot import prompts
from bot.board import chosen
from bot.steps.replies import busy, lost, no_photos, remind, say, settled
from bot.turn import (
    Ended,
    Facts,
    InLine,
    Moved,
    OrderFact,
    PlaceOrder,
    Say,
    Session,
    Step,
    StopOrder,
    Text,
    Turn,
    button,
)
from inference.contract import Shot


def place(session: Session, shots: tuple[Shot, ...], facts: Facts) -> Turn:
    """Order these shots. The seed goes on where earlier orders ended, so that *again* differs."""
    order = OrderFact(facts.fresh_id, "queued", shots)
    then = replace(facts, orders=(order, *facts.orders))
    waiting = replace(session, step=Step.WAITING, place=facts.ahead + 1)
    made_from = chosen(session, facts)
    seed = len(facts.orders) * prompts.PER_LOOK
    return Turn(waiting, (prompts.waiting(then),), (PlaceOrder(order.id, shots, made_from, seed),))


def again(session: Session, order_id: str, facts: Facts) -> Turn:
    """The same looks once more, differently."""
    order = next((o for o in facts.orders if o.id == order_id), None)
    if order is None:
        return lost(session, facts)
    if facts.running is not None:
        return busy(session, facts)
    if not chosen(session, facts):
        return no_photos(session, facts)
    return place(session, order.shots, facts)


def full_size(session: Session, order_id: str, facts: Facts) -> Turn:
    """The portraits of an order as files."""
    made = prompts.portraits_of(order_id, facts)
    if not made:
        return remind(session, facts, Text("result-gone"))
    return say(session, *prompts.files(made, where_recompressed=False))


def cancel_button(session: Session, order_id: str, facts: Facts) -> Turn:
    """The button below a running order."""
    running = facts.running
    if running is None or running.id != order_id:
        return say(session, Say((Text("cancel-over"),)))
    return stop_order(session, running, facts)


def stop_order(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """Stop what is queued or running, say so, and lead on."""
    stopped = tuple(replace(o, state="cancelled") if o.id == order.id else o for o in facts.orders)
    after = settled(session, replace(facts, orders=stopped))
    said = (prompts.over(order, Text("order-cancelled")), stopped_menu(order))
    return Turn(after, said, (StopOrder(order.id),))


def stopped_menu(order: OrderFact) -> Say:
    """What one can do after an order that was stopped."""
    keys = (button("choice-retry", f"again:{order.id}"), button("choice-another", "another"))
    return Say((Text("cancelled-next"),), (keys, (button("choice-over", "over"),)))


def results(session: Session, facts: Facts) -> Turn:
    """The latest portraits once more."""
    order = next((o for o in facts.orders if prompts.portraits_of(o.id, facts)), None)
    if order is None:
        return remind(session, facts, Text("result-none-yet"))
    return say(session, prompts.album(prompts.portraits_of(order.id, facts)), prompts.result_menu(facts))


def order_news(session: Session, event: Moved | InLine | Ended, facts: Facts) -> Turn:
    """Edit the placeholder, or close it and show what came of it."""
    order = next((o for o in facts.orders if o.id == event.order), None)
    if order is None:
        return Turn(session)
    match event:
        case Moved(_, done, _, fraction):
            return say(session, prompts.making(order, done, fraction))
        case InLine():
            place = facts.ahead + 1
            if order.state != "queued" or place == session.place:
                return Turn(session)
            return say(replace(session, place=place), prompts.waiting(facts))
        case Ended(_, "done"):
            return finished(session, order, facts)
        case Ended(_, "failed", failure):
            return failed(session, order, failure or "engine", facts)
        case Ended():
            return Turn(session)  # cancelled: said when it was asked for; released: goes on by itself


def finished(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """The portraits are here: to look at, as files where looking costs quality, and what can be done next."""
    made = prompts.portraits_of(order.id, facts)
    after = settled(session, facts)
    done = prompts.over(order, Text("order-done"))
    files = prompts.files(made, where_recompressed=True)
    return say(after, done, prompts.album(made), *files, prompts.result_menu(facts))


def failed(session: Session, order: OrderFact, failure: str, facts: Facts) -> Turn:
    """Apologise with the cause, hand over what was finished, and offer to try again."""
    made = prompts.portraits_of(order.id, facts)
    closing = prompts.over(order, Text(f"order-failed-{failure}"))
    shown = (prompts.album(made), *prompts.files(made, where_recompressed=True)) if made else ()
    keys = (button("choice-retry", f"again:{order.id}"), button("choice-over", "over"))
    return say(settled(session, facts), closing, *shown, Say((Text("failed-next"),), (keys,)))
