"""Photos held against each other, behind the platforms: from the verdict to the card with its picture."""

import time
from pathlib import Path

from sqlalchemy import func, select

from bot.events import Command
from bot.message import Body
from bot.sweeper import CHECK_OVERDUE_S
from inference.contract import CHECK_SET, SELFIES, CheckSet, sheet_blob, thumbnail_blob
from storage import comparisons, tables
from tests.bot.rig import Rig
from tests.on_disk import bytes_in


async def card(rig: Rig, who: str = "ann") -> Body:
    """The last list of photos in somebody's chat, once everything has been sent."""
    await rig.read(who)
    return [body for body in rig.chat.seen[who] if body.kind == "card"][-1]


def rung(rig: Rig) -> list[CheckSet]:
    """Every comparison that was ever asked for."""
    return [job.request for job in rig.queue.rung if isinstance(job.request, CheckSet)]


async def test_from_a_verdict_to_the_card_with_its_picture(rig: Rig) -> None:
    """The person sees on one picture what became of their photos, in the message that lists them."""
    photo = await rig.with_photo()
    assert (await card(rig)).pictures == ()
    before = rig.chat.delivered
    answer = await rig.compare(advice="left")
    shown = await card(rig)

    assert [picture.blob for picture in shown.pictures] == [answer.sheet]
    assert (shown.pictures[0].width, shown.pictures[0].height) == (answer.width, answer.height)
    assert answer.ranked == (photo,)
    assert "turned a little to your right" in shown.text
    assert rig.chat.delivered == before + 1
    assert len([body for body in rig.chat.seen["ann"] if body.kind == "card"]) == 1
    assert await comparisons.find(rig.database, await rig.person()) is None


async def test_a_comparison_is_asked_for_with_names_and_words_only(rig: Rig) -> None:
    """The worker draws the picture in the person's language and knows nothing else of them."""
    photo = await rig.with_photo()
    (ask,) = rung(rig)

    assert [(p.selfie, p.number, p.verdict, p.usable) for p in ask.photos] == [(photo, 1, "accept", True)]
    assert ask.subject == await rig.person()
    assert ask.labels["blurred"] == "blurred"
    assert ask.labels["doubtful"] == "is this you?"


async def test_the_order_is_made_from_the_photos_in_the_order_of_the_comparison(rig: Rig) -> None:
    """What is there twice does not count twice, and who is somebody else stays out of the portraits."""
    first = await rig.with_photo()
    second, third = await rig.send_photo(), await rig.send_photo()
    await rig.check()
    await rig.check()
    await rig.compare(duplicates={second: first}, others={third: 0.81})
    assert "Photos that count: 1 of 3." in (await card(rig)).text
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look", "v1:make"):
        await rig.press(data)

    assert (await rig.take_order()).blobs == (first,)


async def test_a_photo_claimed_in_the_list_is_ordered_from(rig: Rig) -> None:
    """Measures of faces err; the person has the last word on which face is theirs."""
    first = await rig.with_photo()
    second = await rig.send_photo()
    await rig.check()
    await rig.compare(others={second: 0.81})
    await rig.press(f"v1:claim:{second}")
    assert [photo.claimed for photo in rung(rig)[-1].photos] == [False, True]
    await rig.compare()
    for data in ("v1:done", "v1:look:cv", "v1:looks", "v1:back:look", "v1:make"):
        await rig.press(data)

    assert set((await rig.take_order()).blobs) == {first, second}


async def test_a_comparison_answered_twice_edits_nothing(rig: Rig) -> None:
    """The queue delivers at least once; a list that is sent anew without a change makes the chat twitch."""
    await rig.with_photo()
    answer = await rig.compare()
    before, shown = await rig.read(), rig.chat.delivered
    await rig.delivery.take(answer)

    assert await rig.read() == before
    assert rig.chat.delivered == shown
    assert await rig.vault.has(answer.subject, answer.sheet)


async def test_a_comparison_that_was_overtaken_leaves_no_picture(rig: Rig) -> None:
    """A sheet of a set that has changed since would show what is no longer true, and be kept for nobody."""
    await rig.with_photo()
    begun = await rig.take_set()
    await rig.send_photo()
    await rig.check()
    late = await rig.compared(begun)
    assert not await rig.vault.has(late.subject, late.sheet)
    assert (await card(rig)).pictures == ()
    answer = await rig.compare()

    assert [picture.blob for picture in (await card(rig)).pictures] == [answer.sheet]


async def test_a_new_set_takes_photos_thumbnails_and_sheet_along(rig: Rig) -> None:
    """The promise that earlier selfies are erased holds for their small copies, too."""
    await rig.with_photo()
    await rig.send_photo()
    await rig.check("reject", ("no_face",))
    await rig.compare()
    person = await rig.person()
    assert len(await rig.vault.names(person)) == 4
    await rig.do(Command("new"))

    assert await rig.vault.names(person) == ()


async def test_a_lost_comparison_is_rung_again_and_in_the_end_given_up(rig: Rig) -> None:
    """What would be nice to see must not hold anybody up: after three attempts the photos count as they are."""
    await rig.with_photo()
    for _ in range(5):
        await rig.queue.lose()
        rig.now += CHECK_OVERDUE_S + 1
        await rig.sweeper.sweep()

    assert [ask.attempt for ask in rung(rig)] == [1, 2, 3]
    assert await comparisons.find(rig.database, await rig.person()) is None
    assert "v1:done" in rig.buttons()
    await rig.press("v1:done")
    assert "Choose up to 3 looks" in (await rig.read())[-1]


async def test_a_comparison_whose_worker_died_is_made_by_another(rig: Rig) -> None:
    """The picture comes a little later, and it comes."""
    await rig.with_photo()
    await rig.take_set()
    rig.now += CHECK_OVERDUE_S + 1
    await rig.sweeper.sweep()
    answer = await rig.compare()

    assert answer.attempt == 2
    assert [picture.blob for picture in (await card(rig)).pictures] == [answer.sheet]


async def test_a_comparison_that_waits_or_is_under_way_is_left_alone(rig: Rig) -> None:
    """A sweep that rings what is being made would have everything made twice."""
    await rig.with_photo()
    for _ in range(3):
        rig.now += CHECK_OVERDUE_S + 1
        await rig.sweeper.sweep()

    assert [ask.attempt for ask in rung(rig)] == [1]


async def test_without_redis_a_comparison_is_owed_and_made_afterwards(rig: Rig) -> None:
    """A queue that is down delays the picture, never the verdict."""
    photo = await rig.with_unchecked_photo()
    rig.queue.away = True
    await rig.check()
    assert "✅ 1" in (await card(rig)).text
    rig.queue.away = False
    rig.now += CHECK_OVERDUE_S + 1
    await rig.sweeper.sweep()

    assert (await rig.compare()).ranked == (photo,)


async def test_a_deletion_takes_comparison_thumbnails_and_sheet_along(rig: Rig, tmp_path: Path) -> None:
    """Nothing is left: not what is owed, not the small copies, and no answer that comes late brings anything back."""
    await rig.with_photo("ann-sentinel-4711")
    first = await rig.compare()
    await rig.send_photo(who="ann-sentinel-4711")
    await rig.check()
    assert await rig.vault.names(first.subject)
    await rig.do(Command("delete"), "ann-sentinel-4711")
    await rig.press("v1:delete:yes", "ann-sentinel-4711")
    await rig.read("ann-sentinel-4711")
    await rig.delivery.take(first)
    async with rig.database.reading() as connection:
        owed = (await connection.execute(select(func.count()).select_from(tables.comparisons))).scalar_one()

    assert owed == 0
    assert await rig.vault.inventory() == ()
    assert first.subject.encode() not in bytes_in(tmp_path)


async def test_thumbnails_and_sheet_are_kept_as_long_as_selfies_and_no_longer(rig: Rig) -> None:
    """What shows a face goes when the person was told it would, also where no row knows of it."""
    rig.now = time.time()
    photo = await rig.with_photo()
    answer = await rig.compare()
    small = {thumbnail_blob(photo), answer.sheet}
    rig.now += (rig.keeping.selfie_hours - 1) * 3600
    await rig.sweeper.tidy()
    assert set(await rig.vault.names(answer.subject)) == {photo, *small}
    rig.now += 2 * 3600
    await rig.sweeper.tidy()

    assert await rig.vault.names(answer.subject) == ()
    await rig.do(Command("start"))
    assert (await card(rig)).text.startswith("Photos that count: 0 of 1.")


async def test_one_persons_photos_never_lie_on_anothers_sheet(rig: Rig) -> None:
    """The worst fault of all would be one person's face in another's chat."""
    photos = {who: await rig.with_photo(who) for who in ("ann", "bob")}
    await rig.compare()
    await rig.compare()
    subjects = {await rig.person(who): photo for who, photo in photos.items()}

    assert {ask.subject: ask.photos[0].selfie for ask in rung(rig)} == subjects
    for who in photos:
        assert [p.blob for p in (await card(rig, who)).pictures] == [sheet_blob(await rig.person(who), 1)]


async def test_a_comparison_that_waits_is_withdrawn_when_a_newer_one_is_asked_for(rig: Rig) -> None:
    """Twenty photos at once would else be drawn five times for nothing, and everybody behind them waits."""
    await rig.with_photo()
    await rig.send_photo()
    await rig.check()

    assert (await rig.take_set()).version == 2
    assert await rig.queue.take(SELFIES, CHECK_SET) is None
