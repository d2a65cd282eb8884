"""What is delivered when the picture of a message is gone."""

import msgspec

from bot.message import Body, Picture
from storage import messages, people, turns
from storage.changes import Change, Draft
from tests.bot.rig import Rig


async def told(rig: Rig, body: Body) -> str:
    """The person to whom this is said, once the outbox has done with it."""
    person = await people.meet(rig.database, "chat", "ann", "en", rig.now)
    await rig.vault.enrol(person.id)
    draft = Draft(None, msgspec.json.encode(body).decode())
    assert await turns.commit(rig.database, Change(person.id, rig.now, messages=(draft,)))
    rig.outbox.wake(person.id)
    await rig.read()
    return person.id


async def test_a_card_is_shown_without_the_picture_that_is_gone(rig: Rig) -> None:
    """The words say what to do next; the picture was replaced by a newer one in the meantime, which is on its way."""
    await told(rig, Body("three photos", kind="card", pictures=(Picture("sheet-1-1", "photos.jpg"),)))
    assert rig.chat.seen["ann"] == [Body("three photos", kind="card")]


async def test_a_file_without_its_picture_is_dropped(rig: Rig) -> None:
    """A file is nothing but its picture; who asks for it again is told that its time was over."""
    person = await told(rig, Body("In full size", kind="file", pictures=(Picture("order-0", "headshot.jpg"),)))
    assert "ann" not in rig.chat.seen
    assert [m.state for m in await messages.history(rig.database, person, "chat")] == ["dropped"]
