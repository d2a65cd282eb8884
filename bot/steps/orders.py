"""Orders: placing, following and stopping them. One of a person is made at a time, the others wait for it. Pure."""

from msgspec.structs import replace

from bot import gallery, prompts
from bot.board import chosen
from bot.events import Ended, InLine, Moved
from bot.facts import Facts, OrderFact
from bot.session import Session, Step
from bot.steps.previews import withdrawn
from bot.steps.replies import lost, no_photos, remind, say, settled
from bot.turn import PlaceOrder, Say, StopOrder, Text, Turn, button
from inference.contract import Shot


def new_order(session: Session, shots: tuple[Shot, ...], facts: Facts, *, closer: bool = False) -> PlaceOrder:
    """An order of these shots from the present photos, which differs from all before."""
    seed = max((session.seed, *(order.seed + prompts.PER_LOOK for order in facts.orders)))
    return PlaceOrder(facts.fresh_id, shots, chosen(session, facts), seed, facts.paints is True, closer)


def place(session: Session, wish: PlaceOrder, facts: Facts, *texts: Text) -> Turn:
    """Place the order, or say why not: what was chosen stays chosen. `texts` are said with it."""
    refused = refusal(len(wish.shots), facts)
    if refused:
        return remind(session, facts, *refused)
    order = OrderFact(wish.id, "queued", wish.shots, wish.seed, wish.photos, closer=wish.closer)
    then = replace(facts, orders=(order, *facts.orders))
    after = replace(session, step=Step.WAITING, seed=max(session.seed, wish.seed + prompts.PER_LOOK))
    if not facts.unfinished:
        after = replace(after, place=prompts.told(facts))
    return Turn(after, (*(Say((text,)) for text in texts), prompts.placeholder(order, then)), (wish,))


def refusal(asked: int, facts: Facts) -> tuple[Text, ...]:
    """Why an order of so many portraits cannot be taken now; nothing if it can."""
    if len(facts.unfinished) >= prompts.MAX_UNFINISHED:
        return (Text("orders-enough", {"count": len(facts.unfinished)}),)
    if facts.portraits_left is not None and facts.portraits_left < asked:
        return (Text("budget-spent", {"left": facts.portraits_left, "asked": asked}),)
    if not facts.room:
        known = facts.wait_new_s is not None and not facts.paused and facts.worker
        time = (Text("queue-full-time", {"time": prompts.span(facts.wait_new_s)}),) if known else ()
        return (Text("queue-full"), *time)
    return ()


def again(session: Session, order_id: str, facts: Facts) -> Turn:
    """The same looks once more, differently."""
    order = known(order_id, facts)
    return lost(session, facts) if order is None else once_more(session, order, facts, closer=order.closer)


def closer(session: Session, order_id: str, facts: Facts) -> Turn:
    """The same looks once more, nearer to the photos."""
    order = known(order_id, facts)
    return lost(session, facts) if order is None else once_more(session, order, facts, closer=True)


def once_more(session: Session, order: OrderFact, facts: Facts, *, closer: bool) -> Turn:
    """The looks of an order from the present photos, with another seed."""
    if not chosen(session, facts):
        return no_photos(session, facts)
    return beside(session, place(session, new_order(session, order.shots, facts, closer=closer), facts))


def same(session: Session, order_id: str, facts: Facts) -> Turn:
    """Exactly the same once more; where photos are gone it is said that it will differ a little."""
    order = known(order_id, facts)
    if order is None:
        return lost(session, facts)
    kept = tuple(photo for photo in order.photos if photo in facts.selfies)
    photos = kept or chosen(session, facts)
    if not photos:
        return no_photos(session, facts)
    wish = PlaceOrder(facts.fresh_id, order.shots, photos, order.seed, facts.paints is True, order.closer)
    texts = () if kept == order.photos else (Text("same-photos-gone"),)
    return beside(session, place(session, wish, facts, *texts))


def beside(session: Session, turn: Turn) -> Turn:
    """An order placed from old portraits interrupts no choosing that is under way."""
    choosing = session.step in (Step.LOOKS, Step.BACKGROUND, Step.CONFIRM)
    return replace(turn, session=replace(turn.session, step=session.step)) if choosing else turn


def known(order_id: str, facts: Facts) -> OrderFact | None:
    """This person's order of that name."""
    return next((order for order in facts.orders if order.id == order_id), None)


# --- stopping ----------------------------------------------------------------------------------------------------


def cancel_button(session: Session, order_id: str, facts: Facts) -> Turn:
    """The button that stops one order, or all of them."""
    stopped = tuple(order for order in facts.unfinished if order_id in (order.id, "all"))
    return stop(session, stopped, facts) if stopped else say(session, Say((Text("cancel-over"),)))


def stop(session: Session, stopped: tuple[OrderFact, ...], facts: Facts) -> Turn:
    """Stop what is queued or running, say so, and lead on; the person's other orders go on."""
    ids = {order.id for order in stopped}
    then = replace(facts, orders=tuple(replace(o, state="cancelled") if o.id in ids else o for o in facts.orders))
    after, gone, forgotten = withdrawn(session, *ids)
    # How long the first of the others still waits is not known yet: the sweep says it.
    others = tuple(prompts.placeholder(o, then) for o in then.unfinished[1:] if o.state == "queued")
    over = tuple(prompts.stopped(order, facts) for order in stopped)
    if facts.running != then.running:
        after = replace(after, place=0)
    says = (*over, *gone, *others, stopped_menu(stopped))
    return Turn(settled(after, then), says, (*(StopOrder(order.id) for order in stopped), *forgotten))


def stopped_menu(stopped: tuple[OrderFact, ...]) -> Say:
    """What one can do after an order that was stopped; of several the one to repeat would be a guess."""
    retry = (button("choice-retry", f"same:{stopped[0].id}"),) if len(stopped) == 1 else ()
    return Say(
        (Text("cancelled-next"),), ((*retry, button("choice-another", "another")), (button("choice-over", "over"),))
    )


# --- following ---------------------------------------------------------------------------------------------------


def order_news(session: Session, event: Moved | InLine | Ended, facts: Facts) -> Turn:
    """Edit the placeholder, or close it and show what came of it."""
    order = known(event.order, facts)
    if order is None:
        return Turn(session)
    match event:
        case Moved(_, done, _, fraction):
            return say(session, prompts.making(order, done, fraction))
        case InLine():
            return in_line(session, order, facts)
        case Ended(_, "done"):
            return finished(session, order, facts)
        case Ended(_, "failed", failure):
            return failed(session, order, failure or "engine", facts)
        case Ended():  # cancelled: said when it was asked for; released: goes on by itself
            after, gone, forgotten = withdrawn(session, *(() if order in facts.unfinished else (order.id,)))
            return Turn(settled(after, facts), gone, forgotten)


def in_line(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """Tell the first of the orders its place, where that has changed."""
    place = prompts.told(facts)
    if order.state != "queued" or order != facts.running or place == session.place:
        return Turn(session)
    return say(replace(session, place=place), prompts.placeholder(order, facts))


def finished(session: Session, order: OrderFact, facts: Facts) -> Turn:
    """The portraits are here: to look at, as files where looking costs quality, and what can be done next."""
    made = gallery.portraits_of(order.id, facts)
    after = replace(session, results=session.results + 1)
    files = gallery.files(made, where_recompressed=True)
    shown = (gallery.album(made), *files, gallery.result_menu(order, facts, after.results))
    return closed(after, order, Text("order-done"), shown, facts)


def failed(session: Session, order: OrderFact, failure: str, facts: Facts) -> Turn:
    """Apologise with the cause, hand over what was finished, and offer to try again."""
    made = gallery.portraits_of(order.id, facts)
    shown = (gallery.album(made), *gallery.files(made, where_recompressed=True)) if made else ()
    keys = (button("choice-retry", f"same:{order.id}"), button("choice-over", "over"))
    says = (*shown, Say((Text("failed-next"),), (keys,)))
    return closed(session, order, Text(f"order-failed-{failure}"), says, facts)


def closed(session: Session, order: OrderFact, word: Text, says: tuple[Say, ...], facts: Facts) -> Turn:
    """The last word of an order, its preview gone, and the person's other orders moved up."""
    after, gone, forgotten = withdrawn(session, order.id)
    others = tuple(prompts.placeholder(other, facts) for other in facts.unfinished if other.state == "queued")
    after = settled(replace(after, place=prompts.told(facts) if others else 0), facts)
    return Turn(after, (prompts.over(order, word), *gone, *others, *says), forgotten)
