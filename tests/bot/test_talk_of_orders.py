"""Several orders, ratings, previews and deleted sets behind the platforms, with the real database and vault."""

from sqlalchemy import update

from bot.events import Command, Rated
from bot.message import Body
from inference.contract import (
    PORTRAITS,
    SELFIES,
    MakePortraits,
    MakePreview,
    OrderEnded,
    PreviewMade,
    WorkerBeat,
    instant_blob,
)
from storage import orders, portraits
from storage.tables import people
from tests.bot.rig import Rig


async def texts(rig: Rig) -> list[str]:
    """What can be read in the chat now: what was taken away is not."""
    await rig.read()
    return [body.text for body in rig.chat.seen["ann"] if body.kind != "gone"]


async def menu(rig: Rig) -> Body:
    """The last message in the chat."""
    await rig.read()
    return rig.chat.seen["ann"][-1]


def pressed(body: Body, beginning: str) -> str:
    """The data of the button of a message that begins so."""
    (data,) = (choice.data for row in body.choices for choice in row if choice.data.startswith(f"v1:{beginning}:"))
    return data


async def paint(rig: Rig) -> None:
    """Let the worker be one with a model."""
    await rig.queue.announce(WorkerBeat("one", "flux2-klein-4b", (PORTRAITS, SELFIES)))
    rig.now += 30


async def with_portraits(rig: Rig) -> MakePortraits:
    """An order that is finished."""
    request = await rig.with_order()
    await rig.finish(request)
    return request


async def test_a_second_order_is_made_after_the_first_and_both_arrive(rig: Rig) -> None:
    """Two orders, two albums, in the order in which they were placed."""
    first = await rig.with_order()
    for data in ("v1:another", "v1:look:cv", "v1:looks", "v1:back:look", "v1:make"):
        await rig.press(data)
    assert "number 2 of your own orders" in (await texts(rig))[-1]
    assert await rig.queue.take(PORTRAITS) is None
    rig.now += 30
    await rig.finish(first)
    assert any("You are next: 2 portraits" in text for text in await texts(rig))
    second = await rig.take_order()
    await rig.finish(second)

    assert [shot.style for shot in second.shots] == ["cv", "cv"]
    assert (await texts(rig)).count("✅ Finished.") == 2
    assert [body.kind for body in rig.chat.seen["ann"]].count("album") == 2
    assert pressed(await menu(rig), "again") == f"v1:again:{second.order}"


async def test_the_time_of_another_order_counts_the_one_before(rig: Rig) -> None:
    """Measured on the orders before: half a minute a portrait, and two portraits of one's own come first."""
    first = await rig.with_order()
    await rig.make(first, 0)
    rig.now += 60
    await rig.make(first, 1)
    await rig.delivery.take(OrderEnded(first.order, 1, "done"))
    told = list[str]()
    for _ in range(2):
        for data in ("v1:another", "v1:look:cv", "v1:looks", "v1:back:look"):
            await rig.press(data)
        rig.now += 30
        await rig.do(Command("start"))
        told.append((await texts(rig))[-1])
        await rig.press("v1:make")

    assert "It takes about 60 seconds." in told[0]
    assert "It takes about 2 minutes." in told[1]


async def test_one_of_several_can_be_stopped_and_the_other_is_made(rig: Rig) -> None:
    """The worker hears of the one that is stopped, and takes the other."""
    first = await rig.with_order()
    await rig.press(f"v1:again:{first.order}")
    await rig.press(f"v1:cancel:{first.order}")
    assert rig.queue.cancelled == {first.order}
    second = await rig.take_order()
    rig.now += 30
    await rig.finish(first)
    await rig.finish(second)

    assert "These 2 portraits are yours." in (await texts(rig))[-1]
    assert [body.kind for body in rig.chat.seen["ann"]].count("album") == 1


async def test_the_same_again_asks_the_worker_for_the_same(rig: Rig) -> None:
    """Only the order's own name differs."""
    first = await with_portraits(rig)
    await rig.press(f"v1:same:{first.order}")
    second = await rig.take_order()

    assert second.order != first.order
    assert (second.blobs, second.shots, second.seed, second.closer) == (first.blobs, first.shots, first.seed, False)


async def test_closer_to_me_reaches_the_worker(rig: Rig) -> None:
    """The button must change what is made, not only what is said."""
    first = await with_portraits(rig)
    await rig.press(f"v1:closer:{first.order}")
    second = await rig.take_order()

    assert second.closer
    assert second.seed != first.seed


async def test_a_rating_is_kept_and_marked_in_place(rig: Rig) -> None:
    """One message, edited; the figures of operators come from what is stored."""
    request = await with_portraits(rig)
    below = await menu(rig)
    count = len(rig.chat.seen["ann"])
    await rig.press(pressed(below, "down"))
    rated = await menu(rig)
    order = await orders.find(rig.database, request.order)

    assert order is not None
    assert order.rating == -1
    assert len(rig.chat.seen["ann"]) == count
    assert "“Closer to me” keeps nearer to your photos" in rated.text
    assert [choice.label for row in rated.choices for choice in row if choice.on] == ["✓ 👎 Not for me"]


async def test_a_reaction_is_kept_with_its_portrait(rig: Rig) -> None:
    """Of two portraits one may be liked."""
    request = await with_portraits(rig)
    await rig.do(Rated(request.order, 1, 1))
    made = await portraits.of_order(rig.database, request.order)

    assert {portrait.index: portrait.rating for portrait in made} == {0: None, 1: 1}


async def test_a_deleted_set_is_gone_from_chat_database_and_vault(rig: Rig) -> None:
    """The one nobody should see, and nothing else."""
    first = await with_portraits(rig)
    await rig.press(f"v1:again:{first.order}")
    second = await rig.take_order()
    await rig.finish(second)
    await rig.do(Command("results"))
    await rig.press(pressed(await menu(rig), "forget"))
    await rig.press(f"v1:forget:{second.order}:yes")
    await rig.read()
    left = {picture.blob for body in rig.chat.seen["ann"] for picture in body.pictures}
    offered = {choice.data for body in rig.chat.seen["ann"] for row in body.choices for choice in row}

    assert left
    assert not [blob for blob in left if blob.startswith(second.order)]
    assert not [blob for blob in await rig.vault.names(second.subject) if blob.startswith(second.order)]
    assert [blob for blob in await rig.vault.names(first.subject) if blob.startswith(first.order)]
    assert await orders.find(rig.database, second.order) is None
    assert not [data for data in offered if second.order in data and not data.startswith("v1:forget")]
    assert pressed(await menu(rig), "again") == f"v1:again:{first.order}"


async def test_a_preview_comes_while_the_order_waits_and_leaves_with_it(rig: Rig) -> None:
    """A first look within seconds; then nothing of it is left, with us or in the chat."""
    await paint(rig)
    request = await rig.with_order()
    job = await rig.queue.take(SELFIES)
    while job is not None and not isinstance(job.request, MakePreview):
        job = await rig.queue.take(SELFIES)
    assert job is not None
    blob = instant_blob(request.order)
    await rig.vault.put(request.subject, blob, b"a preview")
    await rig.delivery.take(PreviewMade(request.order, request.subject, blob, 614, 768))
    shown = await menu(rig)
    assert [picture.blob for picture in shown.pictures] == [blob]
    assert "will look different" in shown.text
    await rig.finish(request)
    await rig.read()

    assert not [body for body in rig.chat.seen["ann"] if blob in {p.blob for p in body.pictures}]
    assert not await rig.vault.has(request.subject, blob)


async def test_a_preview_that_comes_after_the_portraits_is_erased_unseen(rig: Rig) -> None:
    """A lane that was busy is no reason to keep a face, nor to show a draft below the result."""
    await paint(rig)
    request = await with_portraits(rig)
    before = await rig.read()
    blob = instant_blob(request.order)
    await rig.vault.put(request.subject, blob, b"a preview")
    await rig.delivery.take(PreviewMade(request.order, request.subject, blob, 614, 768))

    assert await rig.read() == before
    assert not await rig.vault.has(request.subject, blob)


async def test_the_studio_that_retouches_photos_makes_no_preview_of_itself(rig: Rig) -> None:
    """It would be the result, seconds before the result."""
    await rig.with_order()

    assert not [job for job in rig.queue.rung if isinstance(job.request, MakePreview)]


async def test_a_failed_order_is_repeated_as_it_was(rig: Rig) -> None:
    """After an apology "try again" makes what was wanted in the first place."""
    first = await rig.with_order()
    await rig.delivery.take(OrderEnded(first.order, 1, "failed", "no_usable_photo"))
    await rig.press(pressed(await menu(rig), "same"))
    second = await rig.take_order()

    assert (second.blobs, second.shots, second.seed) == (first.blobs, first.shots, first.seed)


# --- new terms ---------------------------------------------------------------------------------------------------


async def ask_anew(rig: Rig) -> None:
    """Let what ann agreed to be an earlier version of the terms."""
    async with rig.database.transaction() as connection:
        await connection.execute(update(people).values(consent="2020-01-01"))


async def test_what_was_ordered_under_earlier_terms_still_comes(rig: Rig) -> None:
    """An upgrade in the middle of somebody's order: it was agreed to, and they wait for it."""
    await paint(rig)
    request = await rig.with_order()
    blob = instant_blob(request.order)
    await rig.vault.put(request.subject, blob, b"a preview")
    await rig.delivery.take(PreviewMade(request.order, request.subject, blob, 614, 768))
    await ask_anew(rig)
    await rig.finish(request)

    assert "These 2 portraits are yours" in (await texts(rig))[-1]
    assert not [body for body in rig.chat.seen["ann"] if blob in {p.blob for p in body.pictures}]
    await rig.press(pressed(await menu(rig), "again"))
    assert "agree" in (await texts(rig))[-1], "but nothing new begins without the new ones"
    assert len(await orders.of_person(rig.database, request.subject)) == 1


async def test_who_leaves_before_agreeing_to_new_terms_has_nothing_made(rig: Rig) -> None:
    """Nobody is there to see it, and a stranger waits behind it; nor may a ban be survived by an order."""
    request = await rig.with_order()
    await ask_anew(rig)
    await rig.talk.left("chat", "ann")
    order = await orders.find(rig.database, request.order)

    assert order is not None
    assert order.state == "cancelled"
    assert request.order in rig.queue.cancelled
