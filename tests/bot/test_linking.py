"""Two chats joined to one account, behind the platforms: what somebody sees in both, and what stays apart."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.events import Command, Pressed
from bot.linking import CHATS_REMEMBERED, GUESSES_S, VALID_S, WRONG_CODES, Guesses, Linking, digest
from bot.message import TryLater
from inference.contract import WorkerBeat, thumbnail_blob
from storage import inbox, linking, people, turns
from storage.database import Database
from storage.vault import SubjectGone, Vault
from tests.bot.rig import Chat
from tests.bot.two import TwoRig
from tests.fakes import MemoryQueue
from tests.on_disk import bytes_in

CHOICES = ("v1:done", "v1:look:linkedin", "v1:looks", "v1:back:look", "v1:make")


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[TwoRig]:
    """A bot on two platforms, with one worker that the test plays."""
    database = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite'}")
    rig = TwoRig(database, Vault.open("memory://", bytes(32)), Chat(), MemoryQueue())
    await rig.queue.announce(WorkerBeat("one", "studio", ("portraits", "selfies")))
    yield rig
    await rig.close()


async def test_photos_sent_on_one_platform_are_in_the_set_on_the_other(rig: TwoRig) -> None:
    """Selfies are on the phone, the portraits are wanted on the computer: that is what joining is for."""
    first, second = await rig.with_photo(), await rig.with_photo_there()
    await rig.compare()
    await rig.compare()
    await rig.join()
    said = await rig.read_there()
    assert "both chats are one now" in said[-2]
    assert "Photos that count: 2 of 2." in said[-1]
    for data in CHOICES:
        await rig.do_there(Pressed(data))
    request = await rig.take_order()

    assert request.subject == await rig.person()
    assert set(request.blobs) == {first, second}
    assert [await rig.vault.get(request.subject, blob) for blob in (first, second)] == [b"a photo", b"another photo"]
    assert await rig.vault.subjects() == (request.subject,)


async def test_photos_of_both_are_compared_with_each_other(rig: TwoRig) -> None:
    """The same selfie in both chats must not count twice, and the overview must show all of them."""
    first, second = await rig.with_photo(), await rig.with_photo_there()
    await rig.compare()
    await rig.compare()
    await rig.join()
    answer = await rig.compare(duplicates={second: first})
    texts = await rig.read_there()

    assert answer.subject == await rig.person()
    assert "Photos that count: 1 of 2." in texts[-1]
    assert "2. ♊ nearly the same as 1" in texts[-1]


async def test_a_comparison_of_one_set_says_nothing_of_both(rig: TwoRig) -> None:
    """An answer that knows only half of the photos comes too late, in either account."""
    await rig.with_photo()
    await rig.with_photo_there()
    here, there = await rig.take_set(), await rig.take_set()
    await rig.join()
    await rig.compared(here, advice="left")
    before = await rig.read_there()

    assert "to your right" not in before[-1]
    with pytest.raises(SubjectGone):
        await rig.compared(there, advice="left")
    assert await rig.read_there() == before


async def test_a_chat_that_never_agreed_joins_an_account_that_did(rig: TwoRig) -> None:
    """Nobody should have to agree twice to the same terms, nor lose a look at where they are."""
    await rig.with_photo()
    await rig.join()
    texts = await rig.read_there()

    assert "both chats are one now" in texts[0]
    assert "Photos that count: 1 of 1." in texts[1]


async def test_results_come_where_somebody_spoke_last_and_the_placeholder_stays(rig: TwoRig) -> None:
    """They ordered on the phone and went to the computer: there is where they look for the portraits."""
    await rig.join_after_photo()
    await rig.order()
    request = await rig.take_order()
    await rig.do_there(Command("status"))
    await rig.finish(request)
    here, there = await rig.read(), await rig.read_there()

    assert here[-1] == "✅ Finished.", "the placeholder is edited where it is"
    assert "These 2 portraits are yours." in there[-1]
    assert "album" in [body.kind for body in rig.other.seen["bob"]]
    assert "album" not in [body.kind for body in rig.chat.seen["ann"]]


async def test_portraits_of_both_chats_can_be_had_in_either(rig: TwoRig) -> None:
    """What was made before is not lost by joining, and old buttons go on working."""
    await rig.finish(await rig.with_order())
    await rig.with_photo_there()
    for data in CHOICES:
        await rig.do_there(Pressed(data))
    theirs = await rig.take_order()
    await rig.finish(theirs)
    await rig.join()
    await rig.press(f"v1:full:{theirs.order}")
    await rig.read()
    assert {p.blob for body in rig.chat.seen["ann"][-2:] for p in body.pictures} == {
        f"{theirs.order}-{i}" for i in (0, 1)
    }
    await rig.do_there(Command("results"))

    assert "These 2 portraits are yours." in (await rig.read_there())[-1]


async def test_a_photo_that_is_being_checked_comes_along(rig: TwoRig) -> None:
    """Who joins within the second that a check takes must not wait for a verdict that never comes."""
    await rig.with_photo()
    await rig.do_there(Command("start"))
    await rig.do_there(Pressed("v1:agree"))
    late = await rig.photo_there()
    old = await rig.queue.take("selfies", "check_selfie")
    assert old is not None
    await rig.join()
    assert "being checked" in (await rig.read_there())[-1]
    await rig.check()

    assert "Photos that count: 2 of 2." in (await rig.read_there())[-1]
    assert await rig.vault.has(await rig.person(), late)


async def test_a_code_that_is_wrong_own_old_or_used_says_so(rig: TwoRig) -> None:
    """Each mistake has its own way out, and none of them joins anything."""
    await rig.with_photo()
    await rig.with_photo_there()
    code = await rig.code()
    await rig.do_there(Command("link", "WRONG234"))
    assert "That code does not work" in (await rig.read_there())[-2]
    await rig.do(Command("link", code))
    assert "made for this very account" in (await rig.read())[-2]
    rig.now += VALID_S
    await rig.do_there(Command("link", code))
    assert "That code does not work" in (await rig.read_there())[-2]
    await rig.with_photo("carl")
    code = await rig.code()
    await rig.do_there(Command("link", code))
    before = await rig.vault.names(await rig.person())
    await rig.do(Command("link", code), "carl")

    assert "That code does not work" in (await rig.read("carl"))[-2]
    assert len(await rig.vault.names(await rig.person("carl"))) == 2
    assert await rig.vault.names(await rig.person()) == before, "a stranger's pictures are not copied"


async def test_a_code_of_somebody_who_was_banned_since_opens_nothing(rig: TwoRig) -> None:
    """Else the account would go on in a chat that nobody has banned."""
    await rig.with_photo()
    code = await rig.code()
    await rig.do(Command("ban", "chat:ann"), "boss")
    await rig.do_there(Command("link", code))

    assert "That code does not work" in "\n".join(await rig.read_there())


async def test_while_portraits_are_made_the_code_waits(rig: TwoRig) -> None:
    """Nothing on its way to the worker may be lost; when it is finished the same code still joins."""
    await rig.with_photo_there()
    await rig.with_photo()
    await rig.order()
    code = await rig.code()
    await rig.do_there(Command("link", code))
    assert "still being made for one of the two" in (await rig.read_there())[-2]
    await rig.finish(await rig.take_order())
    await rig.do_there(Command("link", code))

    assert "both chats are one now" in (await rig.read_there())[-2]


async def test_guessing_codes_ends_soon(rig: TwoRig) -> None:
    """Codes are short so that they can be typed: whoever tries them out must not get far, even by starting anew."""
    await rig.with_photo()
    code = await rig.code()
    for _ in range(WRONG_CODES):
        await rig.do_there(Command("link", "WRONG234"))
    await rig.do_there(Command("link", code))
    assert "too many wrong codes" in (await rig.read_there())[-2]
    await rig.do_there(Command("delete"))
    await rig.do_there(Pressed("v1:delete:yes"))
    await rig.read_there()
    await rig.do_there(Command("link", code))
    assert "too many wrong codes" in (await rig.read_there())[-2]
    rig.now += GUESSES_S
    await rig.join()

    assert "both chats are one now" in (await rig.read_there())[-2]


def test_guesses_are_remembered_of_so_many_chats_and_no_more() -> None:
    """Somebody with many accounts must not fill the memory."""
    guesses = Guesses()
    for number in range(CHATS_REMEMBERED + 1):
        for _ in range(WRONG_CODES):
            guesses.note(("chat", str(number)), 1.0)
    assert not guesses.too_many(("chat", "0"), 2.0)
    assert guesses.too_many(("chat", "1"), 2.0)
    assert guesses.too_many(("chat", str(CHATS_REMEMBERED)), 2.0)


async def test_delete_in_one_chat_erases_both_and_tells_both(rig: TwoRig, tmp_path: Path) -> None:
    """The promise of /delete holds for the whole account, down to the last byte of either address."""
    await rig.finish(await rig.with_order("ann-sentinel-4711"))
    await rig.with_photo_there("bob-sentinel-4711")
    await rig.join("ann-sentinel-4711", "bob-sentinel-4711")
    await rig.read()
    await rig.do_there(Command("delete"), "bob-sentinel-4711")
    await rig.do_there(Pressed("v1:delete:yes"), "bob-sentinel-4711")
    receipts = [(await rig.read("ann-sentinel-4711"))[-1], (await rig.read_there("bob-sentinel-4711"))[-1]]

    assert receipts[0] == receipts[1]
    assert "2 selfies, 2 portraits, 1 order," in receipts[0]
    assert await rig.vault.inventory() == ()
    assert await people.find_by_address(rig.database, "chat", "ann-sentinel-4711") is None
    assert await people.find_by_address(rig.database, "other", "bob-sentinel-4711") is None
    assert b"sentinel-4711" not in bytes_in(tmp_path)


async def test_an_answer_that_was_lost_is_given_when_the_update_comes_again(rig: TwoRig) -> None:
    """Killed between the joining and the answer: "that code does not work" would be a lie."""
    await rig.with_photo()
    await rig.with_photo_there()
    code = await rig.code()
    ann, bob = await rig.person(), await people.find_by_address(rig.database, "other", "bob")
    assert bob is not None
    (delivered,) = await inbox.receive(rig.database, "other", [(5, "bob", "{}")], rig.now)
    await rig.read_there()
    account, came = await Linking(rig.database, rig.vault, rig.queue, rig.clock).use(bob.id, code)
    assert (account, came.outcome) == (ann, "joined")
    for _ in range(2):
        await rig.talk.hear("other", "bob", "de", Command("link", code), delivered.id)
    texts = await rig.read_there()

    assert sum("both chats are one now" in text for text in texts) == 1
    assert "Photos that count: 2 of 2." in texts[-1]


async def test_what_is_on_its_way_is_waited_for_and_said_once(rig: TwoRig) -> None:
    """A busy platform must not make the same message come twice, nor an album get lost."""
    await rig.with_photo()
    await rig.with_photo_there()
    code = await rig.code()
    await rig.read_there()
    rig.other.trouble = [TryLater(0.3)]
    await rig.do_there(Command("help"))
    await rig.do_there(Command("link", code))
    texts = await rig.read_there()

    assert sum("I turn your selfies" in text for text in texts) == 1
    assert "both chats are one now" in texts[-2]


async def test_of_two_who_enter_a_code_at_once_one_is_joined(rig: TwoRig) -> None:
    """A code works once, however fast somebody is."""
    await rig.with_photo()
    await rig.with_photo_there("bob")
    await rig.with_photo_there("carl")
    await rig.read_there()
    code = await rig.code()
    await asyncio.gather(*(rig.do_there(Command("link", code), who) for who in ("bob", "carl")))
    said = [(await rig.read_there(who))[-2] for who in ("bob", "carl")]

    assert sorted("both chats are one now" in text for text in said) == [False, True]
    assert sum("That code does not work" in text for text in said) == 1


async def test_two_who_enter_each_others_code_at_once_are_one_in_the_end(rig: TwoRig) -> None:
    """Both phones in hand, both codes typed: nothing may hang, and nothing may be lost."""
    first, second = await rig.with_photo(), await rig.with_photo_there()
    await rig.read_there()
    code, back = await rig.code(), await rig.code_there()
    async with asyncio.timeout(20):
        others = [act(Command("help")) for _ in range(4) for act in (rig.do, rig.do_there)]
        await asyncio.gather(*others, rig.do_there(Command("link", code)), rig.do(Command("link", back)))
    ann, bob = await rig.person(), await people.find_by_address(rig.database, "other", "bob")
    assert bob is not None
    assert bob.id == ann
    standing = await turns.standing(rig.database, ann)

    assert standing is not None
    assert {selfie.id for selfie in standing.selfies} == {first, second}


@pytest.mark.parametrize("erased", ["who stays", "who leaves"])
async def test_an_erasure_in_the_middle_leaves_no_picture_with_the_other(
    rig: TwoRig, monkeypatch: pytest.MonkeyPatch, erased: str
) -> None:
    """Deleted is deleted, also what was just being copied; and who is left behind hears that the code is void."""
    mine, theirs = await rig.with_photo(), await rig.with_photo_there()
    code = await rig.code()
    await rig.read_there()
    ann, bob = await rig.person(), await people.find_by_address(rig.database, "other", "bob")
    assert bob is not None
    read, pending = rig.vault.get, [ann if erased == "who stays" else bob.id]

    async def read_and_erase(subject: str, name: str) -> bytes:
        data = await read(subject, name)
        while pending:
            await rig.talk.erase(pending.pop())
        return data

    monkeypatch.setattr(rig.vault, "get", read_and_erase)
    await rig.do_there(Command("link", code))
    said = (await rig.read_there())[-2]
    left = {stored.name for stored in await rig.vault.inventory()}

    if erased == "who stays":
        assert "That code does not work" in said
        assert left == {None, theirs, thumbnail_blob(theirs)}
    else:
        assert left == {None, mine, thumbnail_blob(mine)}


async def test_who_leaves_the_chat_they_do_not_use_stays(rig: TwoRig) -> None:
    """Blocking the bot on the old phone stops nothing that is wanted on the new one."""
    await rig.join_after_photo()
    await rig.talk.left("chat", "ann")
    one = await people.find_by_address(rig.database, "chat", "ann")
    assert one is not None
    assert not one.away
    await rig.talk.left("other", "bob")
    one = await people.find_by_address(rig.database, "chat", "ann")
    assert one is not None
    assert one.away


async def test_codes_that_are_over_go(rig: TwoRig) -> None:
    """Not even a digest is kept longer than it is good for."""
    await rig.with_photo()
    code = await rig.code()
    kept = digest(code)
    await rig.sweeper.tidy()
    assert await linking.find_code(rig.database, kept, 0.0) is not None
    rig.now += VALID_S
    await rig.sweeper.tidy()
    assert await linking.find_code(rig.database, kept, 0.0) is None
