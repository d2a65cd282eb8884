"""Messages as the person sees them on Discord, over real HTTP, whatever the line does."""

import asyncio
import gc
import io
from dataclasses import replace
from time import time

import msgspec
import pytest

from bot.discord_words import shown_text
from bot.message import Blocked, Body, Choice, Closed, Menu, MenuChoice, Picture, Refused, TryLater
from bot.on_discord import Discord
from bot.texts import Texts
from storage import chats, messages, people, turns
from storage.changes import Change, Draft
from storage.messages import Message
from tests.bot.on_discord.world import Listening, again, jpeg, listening, pictures, shown, stored
from tests.discord_pace import DELETE, EDIT, SEND, Fault, Trouble
from tests.discord_server import TOKEN, DiscordServer


def card(text: str, blob: str = "") -> tuple[Body, list[bytes]]:
    """A card, with its picture if one is named."""
    named = (Picture(blob, "photos.jpg", "", 400, 500),) if blob else ()
    return Body(text, kind="card", pictures=named), [jpeg(400, 500, blob)] if blob else []


async def said(talk: Listening, discord: Discord, before: Message, body: Body, data: list[bytes]) -> Message:
    """Say something else in the slot of a message that was shown, and show it; the message as it is then."""
    change = Change(before.person_id, time(), messages=(Draft(before.slot, _json(body)),))
    assert await turns.commit(talk.database, change)
    message = await again(talk.database, before)
    await shown(talk.database, message, await discord.deliver(message, body, data))
    return message


def _json(body: Body) -> str:
    return msgspec.json.encode(body).decode()


async def test_a_text_is_shown_with_its_buttons_and_edited_in_place(server: DiscordServer, talk: Listening) -> None:
    """Progress is one message that changes: a chat full of percentages is unreadable."""
    ada = server.person()
    body = Body("Making your portraits", ((Choice("✖ Cancel", "v1:cancel:1"), Choice("✓ On", "v1:on", on=True)),))
    async with listening(server, talk) as discord:
        message = await stored(talk.database, body, ada, "order-1")
        await shown(talk.database, message, await discord.deliver(message, body, ()))
        await said(talk, discord, message, Body("Making your portraits", progress=0.5), [])
    [only] = ada.bot_says
    assert only.texts == ["Making your portraits", "Making your portraits\n▓▓▓▓▓▓░░░░░░ 50%"]
    assert only.edits == 1
    assert only.buttons == {}


async def test_nothing_people_read_becomes_markup_or_a_call(server: DiscordServer, talk: Listening) -> None:
    """Discord counts lists anew, so photo 5 would become photo 2; and nobody may be called by an announcement."""
    ada = server.person()
    body = Body("2. blurred\n5. dark\n- *a_b* ~ <@123> @everyone # https://a.org/x_y_z")
    async with listening(server, talk) as discord:
        await discord.deliver(await stored(talk.database, body, ada), body, ())
    [only] = ada.bot_says
    assert only.text == "2\\. blurred\n5\\. dark\n\\- \\*a\\_b\\* \\~ \\<@123\\> @everyone # https://a.org/x_y_z"


async def test_the_commands_a_text_names_can_be_pressed(server: DiscordServer, talk: Listening) -> None:
    """Discord lists commands under translated names: /delete, as we say it, is not found there."""
    ada = server.person()
    begins = "/start or /help: */link AB12CD* (/delete). and/or /help2 /nothing https://a.org/delete"
    ends = "https://a.org/help/delete"
    async with listening(server, talk) as discord:
        for body in (Body("hello"), Body(begins), Body(ends, progress=0.5)):  # once one is shown, the commands are up
            await discord.deliver(await stored(talk.database, body, ada), body, ())
    up = {name: f"</{name}:{command['id']}>" for name, command in server.commands.items()}
    _, first, second = (one.text for one in ada.bot_says)
    assert first == (
        f"{up['headshot']} or {up['help']}: \\*/link AB12CD\\* ({up['delete']}). "
        "and/or /help2 /nothing https://a.org/delete"
    )
    assert second.startswith(ends)


def test_before_the_commands_are_up_their_names_are_plain() -> None:
    """A mention without its number is shown as what it is made of."""
    assert shown_text(Body("/start, /delete")) == "/start, /delete"
    assert shown_text(Body("/start, /delete"), {"delete": "</delete:5>"}) == "/start, </delete:5>"


async def test_a_long_text_and_many_buttons_fit_into_what_discord_takes(server: DiscordServer, talk: Listening) -> None:
    """Discord refuses a whole message for one character or button too many; the way on must stay."""
    ada = server.person()
    rows = (*((Choice(f"Photo {n}", f"v1:claim:{n}"), Choice("Not me", f"v1:drop:{n}")) for n in range(30)),)
    body = Body("😀" * 3000, (*rows, (Choice("Go on", "v1:done"),)), upload="Add photos")
    wide = Body("Languages", (tuple(Choice(f"L{n}", f"v1:lang:{n}") for n in range(12)),))
    twice = Body("Twice", ((Choice("A", "v1:a"),), (Choice("B", "v1:a"),)))
    async with listening(server, talk) as discord:
        for one in (body, wide, twice):
            await discord.deliver(await stored(talk.database, one, ada), one, ())
    first, second, third = ada.bot_says
    assert len(first.text) <= 4000
    assert len(first.parts) <= 40
    assert [*first.buttons][:2] == ["Photo 0", "Not me"]
    assert [*first.buttons][-2:] == ["Go on", "Add photos"]
    assert [len(row["components"]) for row in second.components[1:]] == [5, 5, 2]
    assert [*third.buttons] == ["A"]


async def test_a_menu_shows_what_is_on_and_how_many_may_be(server: DiscordServer, talk: Listening) -> None:
    """Choosing three looks in one menu is one step instead of four."""
    ada = server.person()
    options = tuple(MenuChoice(f"Look {n}", f"about {n}", f"v1:look:{n}", on=n in (1, 2)) for n in range(30))
    body = Body("Choose", menu=Menu("v1:looks-set", "Up to three looks", options, 3))
    async with listening(server, talk) as discord:
        await discord.deliver(await stored(talk.database, body, ada), body, ())
    [select] = ada.bot_says[0].selects
    assert (select["min_values"], select["max_values"], len(select["options"])) == (1, 3, 25)
    assert [option["label"] for option in select["options"] if option.get("default")] == ["Look 1", "Look 2"]
    assert select["options"][0]["description"] == "about 0"


async def test_a_card_gets_changes_keeps_and_loses_its_picture(server: DiscordServer, talk: Listening) -> None:
    """The list of photos is one message: its overview comes, is replaced, and is sent only when it has changed."""
    ada = server.person()
    steps = [("one", ""), ("two", "red"), ("three", "red"), ("four", "blue"), ("five", "")]
    seen: list[list[bytes]] = []
    async with listening(server, talk) as discord:
        body, data = card(*steps[0])
        message = await stored(talk.database, body, ada, "board-1")
        await shown(talk.database, message, await discord.deliver(message, body, data))
        for step in steps[1:]:
            await said(talk, discord, message, *card(*step))
            seen.append([file.data for file in ada.bot_says[0].gallery])
    [only] = ada.bot_says
    assert only.texts == ["one", "two", "three", "four", "five"]
    assert seen == [[jpeg(400, 500, "red")]] * 2 + [[jpeg(400, 500, "blue")], []]
    sent = [call.body.get("attachments") for call in server.asked(EDIT)]
    assert [None if files is None else len(files) for files in sent] == [1, None, 1, 0]


async def test_a_card_may_begin_with_its_picture(server: DiscordServer, talk: Listening) -> None:
    """After a change of chats the list is shown anew, with all that is known."""
    ada = server.person()
    body, data = card("five photos", "red")
    async with listening(server, talk) as discord:
        remote = await discord.deliver(await stored(talk.database, body, ada), body, data)
    [only] = ada.bot_says
    assert [file.data for file in only.gallery] == data
    assert remote == f"{only.id},red"


async def test_an_album_is_one_message_with_every_byte(server: DiscordServer, talk: Listening) -> None:
    """Discord keeps the full quality, so the album is the result: its words above, what to do next below."""
    ada = server.person()
    names, data = pictures(10)
    body = Body("Here are your 10 portraits.", ((Choice("Again", "v1:again"),),), "album", names)
    async with listening(server, talk) as discord:
        remote = await discord.deliver(await stored(talk.database, body, ada), body, data)
    [only] = ada.bot_says
    assert [file.data for file in only.gallery] == data
    assert [item["description"] for item in only.components[1]["items"]] == [f"Look {n}" for n in range(10)]
    assert (only.text, [*only.buttons], remote) == (body.text, ["Again"], str(only.id))


async def test_pictures_do_not_stay_in_memory_once_they_are_shown(server: DiscordServer, talk: Listening) -> None:
    """Left to the garbage collector, the albums of 200 people at once took 100 MiB more."""
    ada = server.person()
    names, data = pictures(2)
    album = Body("Here", kind="album", pictures=names)
    first, second = (card("Photos", blob) for blob in ("red", "blue"))
    sent = [*data, *first[1], *second[1]]
    async with listening(server, talk) as discord:
        gc.disable()
        try:
            await discord.deliver(await stored(talk.database, album, ada), album, data)
            message = await stored(talk.database, first[0], ada, "photos")
            await shown(talk.database, message, await discord.deliver(message, *first))
            await said(talk, discord, message, *second)
            files = [found for found in gc.get_objects() if type(found) is io.BytesIO and not found.closed]
            assert not [file for file in files if file.getvalue() in sent]
        finally:
            gc.enable()


async def test_an_album_too_heavy_for_one_message_is_shown_in_several(server: DiscordServer, talk: Listening) -> None:
    """Discord takes 25 MiB at once; the eleventh portrait, or the heaviest, must not cost the others."""
    ada = server.person()
    names, _ = pictures(4, 10)
    data = [bytes([n]) * (9 * 2**20) for n in range(4)]
    body = Body("Here", ((Choice("Again", "v1:again"),),), "album", names)
    async with listening(server, talk) as discord:
        remote = await discord.deliver(await stored(talk.database, body, ada), body, data)
    assert [[file.data[0] for file in one.gallery] for one in ada.bot_says] == [[0, 1], [2, 3]]
    assert [(one.text, [*one.buttons]) for one in ada.bot_says] == [("Here", []), ("", ["Again"])]
    assert remote == ",".join(str(one.id) for one in ada.bot_says)


async def test_a_picture_heavier_than_discord_takes_is_refused_for_operators(
    server: DiscordServer, talk: Listening
) -> None:
    """Tried again for ever it would hold up everything after it."""
    ada = server.person()
    names, _ = pictures(1, 10)
    body = Body("Here", kind="album", pictures=names)
    async with listening(server, talk) as discord:
        with pytest.raises(Refused, match="more than"):
            await discord.deliver(await stored(talk.database, body, ada), body, [bytes(10 * 2**20 + 1)])


async def test_a_file_can_be_saved_with_every_byte(server: DiscordServer, talk: Listening) -> None:
    """The full-quality portrait is what people came for."""
    ada = server.person()
    names, data = pictures(1)
    body = Body("In full size:", kind="file", pictures=names)
    async with listening(server, talk) as discord:
        await discord.deliver(await stored(talk.database, body, ada), body, data)
    [only] = ada.bot_says
    assert [(file.filename, file.data) for file in only.files] == [("headshot-0.jpg", data[0])]
    assert only.text == "In full size:\nLook 0"
    assert only.components[1]["file"]["url"] == "attachment://headshot-0.jpg"


@pytest.mark.parametrize("kind", ["text", "card", "album", "file"])
async def test_what_is_to_go_goes_once(server: DiscordServer, talk: Listening, kind: str) -> None:
    """A set that is deleted is taken out of the chat as well; that it is gone already is no trouble."""
    ada = server.person()
    names, data = pictures(1 if kind != "album" else 3, 50)
    body = Body("Here", kind=kind, pictures=names) if kind != "text" else Body("Here")  # type: ignore[arg-type]
    async with listening(server, talk) as discord:
        message = await stored(talk.database, body, ada, "one")
        await shown(talk.database, message, await discord.deliver(message, body, data if kind != "text" else ()))
        for text in ("", "once more, as after a lost answer"):
            await said(talk, discord, message, Body(text, kind="gone"), [])
    assert ada.bot_says == []
    assert [call.status for call in server.asked(DELETE)] == [204, 404]


@pytest.mark.parametrize("kind", ["text", "card", "album", "file"])
@pytest.mark.parametrize("trouble", ["drop before", "drop after", "503", "403 page"])
async def test_everything_is_shown_once_whatever_the_line_does(
    server: DiscordServer, talk: Listening, kind: str, trouble: Trouble
) -> None:
    """A lost answer must neither double a message nor lose it."""
    ada = server.person()
    names, data = pictures(1, 50) if kind != "text" else ((), [])
    body = Body("Here", kind=kind, pictures=names)  # type: ignore[arg-type]
    message = await stored(talk.database, body, ada)
    async with listening(server, talk) as discord:
        server.fail(Fault(trouble, SEND))
        with pytest.raises(TryLater):
            await discord.deliver(message, body, data)
        remote = await discord.deliver(await again(talk.database, message), body, data)
    [only] = ada.bot_says
    assert remote is not None
    assert remote.partition(",")[0] == str(only.id)


@pytest.mark.parametrize("kind", ["album", "file"])
async def test_a_crash_between_sending_and_storing_doubles_no_portraits(
    server: DiscordServer, talk: Listening, kind: str
) -> None:
    """The nonce is forgotten after minutes, a bot may be down for hours: then it is looked for in the chat."""
    server.gateway.identify_every_s = 0
    ada = server.person()
    names, data = pictures(1, 50)
    body = Body("Here", kind=kind, pictures=names)  # type: ignore[arg-type]
    message = await stored(talk.database, body, ada)
    async with listening(server, talk) as discord:
        first = await discord.deliver(message, body, data)
    ada.bot_says[0].nonce = None  # hours later
    ada.send("where are they?")
    message = await again(talk.database, message)
    assert (message.remote, message.step) == ("", 1)
    async with listening(server, talk) as after_the_crash:
        assert await after_the_crash.deliver(message, body, data) == first
    assert len(ada.bot_says) == 1


async def test_a_message_said_anew_while_its_answer_was_lost_is_the_new_one(
    server: DiscordServer, talk: Listening
) -> None:
    """The nonce brings back the old message: it must not keep the old words."""
    ada = server.person()
    body = Body("one of two")
    message = await stored(talk.database, body, ada, "order-1")
    async with listening(server, talk) as discord:
        server.fail(Fault("drop after", SEND))
        with pytest.raises(TryLater):
            await discord.deliver(message, body, ())
        await said(talk, discord, message, Body("two of two"), [])
    assert [one.text for one in ada.bot_says] == ["two of two"]


async def test_a_message_that_has_vanished_is_shown_anew(server: DiscordServer, talk: Listening) -> None:
    """A placeholder that is gone must not cost the progress, nor the result."""
    ada = server.person()
    async with listening(server, talk) as discord:
        body = Body("one")
        message = await stored(talk.database, body, ada, "order-1")
        await shown(talk.database, message, await discord.deliver(message, body, ()))
        del ada.dm.messages[ada.bot_says[0].id]
        await said(talk, discord, message, Body("two"), [])
        await said(talk, discord, message, Body("three"), [])
    assert [one.texts for one in ada.bot_says] == [["two", "three"]]


async def test_closed_direct_messages_are_told_apart_from_trouble(server: DiscordServer, talk: Listening) -> None:
    """What was made must wait for the person, not be tried for ever, nor be stopped."""
    ada = server.person()
    ada.close_dms()
    body = Body("hello")
    async with listening(server, talk) as discord:
        with pytest.raises(Closed):
            await discord.deliver(await stored(talk.database, body, ada), body, ())
        ada.open_dms()
        await discord.deliver(await stored(talk.database, body, ada), body, ())


async def test_nobody_there_is_told_apart_from_trouble(server: DiscordServer, talk: Listening) -> None:
    """An account that is deleted takes nothing any more."""
    body = Body("hello")
    person = await people.meet(talk.database, "discord", "4711", "en", time())
    assert await turns.commit(talk.database, Change(person.id, time(), messages=(Draft(None, _json(body)),)))
    [message] = await messages.pending(talk.database, person.id, "discord")
    async with listening(server, talk) as discord:
        with pytest.raises(Blocked):
            await discord.deliver(message, body, ())


async def test_a_place_that_is_no_longer_known_is_opened_again(server: DiscordServer, talk: Listening) -> None:
    """A wrong note of ours must not pass for somebody leaving."""
    ada = server.person()
    body = Body("hello")
    message = await stored(talk.database, body, ada)
    await chats.note_channel(talk.database, "discord", str(ada.id), "12345")
    async with listening(server, talk) as discord:
        await discord.deliver(message, body, ())
    assert [one.text for one in ada.bot_says] == ["hello"]
    chat = await chats.find(talk.database, "discord", str(ada.id))
    assert chat is not None
    assert chat.channel == str(ada.dm.id)


async def test_the_last_word_needs_no_stored_message(server: DiscordServer, talk: Listening) -> None:
    """The receipt of an erasure goes to somebody of whom nothing is left."""
    ada = server.person()
    body = Body("Deleted. This is your receipt.")
    receipt = Message(0, "", "discord", str(ada.id), None, "", 1, "pending", None, 0, time())
    async with listening(server, talk) as discord:
        await discord.deliver(receipt, body, ())
        await discord.deliver(replace(receipt, created_at=time() + 1), body, ())
    assert [one.text for one in ada.bot_says] == [body.text] * 2


async def test_a_429_is_waited_for_and_delays_nobody_else(server: DiscordServer, talk: Listening) -> None:
    """Discord punishes those who do not wait, and one busy chat must not stop the others."""
    ada, bob = server.person("Ada"), server.person("Bob")
    body = Body("hello")
    first, second = await stored(talk.database, body, ada), await stored(talk.database, body, bob)
    server.fail(Fault("429", SEND, seconds=1.5, channel=ada.dm.id))
    async with listening(server, talk) as discord:
        waiting = asyncio.create_task(discord.deliver(first, body, ()))
        await discord.deliver(second, body, ())
        assert not waiting.done()
        await waiting
    assert [len(one.bot_says) for one in (ada, bob)] == [1, 1]


async def test_trouble_is_met_with_growing_patience(server: DiscordServer, talk: Listening) -> None:
    """A Discord that is down recovers sooner when it is not hammered."""
    ada = server.person()
    body = Body("hello")
    message = await stored(talk.database, body, ada)
    waits: list[float] = []
    async with listening(server, talk) as discord:
        server.fail(Fault("503", SEND, times=3))
        for _ in range(3):
            with pytest.raises(TryLater) as later:
                await discord.deliver(message, body, ())
            waits.append(later.value.seconds)
        await discord.deliver(message, body, ())
    assert waits == [1.0, 2.0, 4.0]


async def test_before_the_first_connection_a_message_waits(server: DiscordServer, talk: Listening) -> None:
    """What was left over from yesterday must not be lost because Discord is slow to answer today."""
    body = Body("hello")
    message = await stored(talk.database, body, server.person())
    discord = Discord(TOKEN, server.url, talk, talk.database, Texts.load())
    with pytest.raises(TryLater):
        await discord.deliver(message, body, ())
    await discord.close()
