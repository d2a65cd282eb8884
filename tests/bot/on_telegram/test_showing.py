"""Messages as the person sees them on Telegram, over real HTTP, whatever the line does."""

import asyncio
from dataclasses import replace
from time import time

import pytest

from bot.message import Blocked, Body, Choice, Picture, TryLater
from bot.telegram_words import shown_text
from storage.messages import Message
from tests.telegram_server import Fault, TelegramServer, Trouble
from tests.telegram_world import Listening, again, connected, jpeg, pictures, stored


async def test_text_is_shown_as_it_is_whatever_stands_in_it(server: TelegramServer, talk: Listening) -> None:
    """A name or caption with markup must not become a link or a mention, nor pull a preview from the network."""
    server.person()
    wild = "<b>bold</b> *stars* _under_ [link](http://evil.example) @somebody &amp; `code`"
    body = Body(wild, choices=((Choice("A", "v1:a"), Choice("B", "v1:b")), (Choice("C" * 60, "x" * 64),)))
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(await stored(talk.database, body), body, [])
    [shown] = server.person().chat.bot_says
    assert (shown.text, str(shown.id)) == (wild, remote)
    assert shown.keyboard == ((("A", "v1:a"), ("B", "v1:b")), (("C" * 60, "x" * 64),))
    [call] = server.asked("sendMessage")
    assert "parse_mode" not in call.params
    assert call.params["link_preview_options"] == {"is_disabled": True}


async def test_a_text_longer_than_telegram_takes_is_cut_and_shown(server: TelegramServer, talk: Listening) -> None:
    """Better most of a list than silence; emoji count twice there."""
    server.person()
    body = Body("😀" * 3000, progress=0.5)
    async with connected(server, talk) as telegram:
        await telegram.deliver(await stored(talk.database, body), body, [])
    [shown] = server.person().chat.bot_says
    assert len(shown.text.encode("utf-16-le")) // 2 <= 4096
    assert shown.text.endswith("50%")


@pytest.mark.parametrize(
    ("progress", "bar"), [(0.0, "░" * 12 + " 0%"), (0.5, "▓" * 6 + "░" * 6 + " 50%"), (1.7, "▓" * 12 + " 100%")]
)
def test_progress_is_a_bar_of_constant_width(progress: float, bar: str) -> None:
    """A bar that changes its width with every edit makes the chat jump."""
    assert shown_text(Body("Working", progress=progress)) == f"Working\n{bar}"


async def test_a_known_message_is_edited_and_a_deleted_one_replaced(server: TelegramServer, talk: Listening) -> None:
    """Progress belongs into one message; if the person has deleted that, they still must see what follows."""
    ada = server.person()
    first, second, third = Body("one"), Body("two", progress=0.25), Body("three")
    message = await stored(talk.database, first)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, first, [])
        message = replace(message, remote=remote)
        assert await telegram.deliver(message, second, []) == remote
        assert await telegram.deliver(message, second, []) == remote, "an edit without a change is no failure"
        [shown] = ada.chat.bot_says
        assert (shown.texts[0], shown.text.split("\n")[0]) == ("one", "two")
        ada.deletes(shown)
        fresh = await telegram.deliver(message, third, [])
    assert fresh != remote
    assert [shown.text for shown in ada.chat.bot_says] == ["three"]


def card(text: str, picture: str = "", choices: tuple[tuple[Choice, ...], ...] = ()) -> tuple[Body, list[bytes]]:
    """A card with the picture of that name, or none yet, and its bytes."""
    names = (Picture(picture, "photos.jpg"),) if picture else ()
    return Body(text, choices, "card", names), [jpeg(800, 600, "teal")] * len(names)


async def test_a_card_is_a_text_that_becomes_a_photo_with_the_same_buttons(
    server: TelegramServer, talk: Listening
) -> None:
    """The list of photos stands at once; the picture of them follows into the same message."""
    ada = server.person()
    done = ((Choice("Done", "v1:done"),),)
    message = await stored(talk.database, card("checking")[0])
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, *card("checking"))
        assert [str(shown) for shown in ada.chat.bot_says] == ["bot #1: checking"]
        for picture, text in (("sheet-1", "one"), ("sheet-2", "two"), ("sheet-2", "two, one moment"), ("", "three")):
            remote = await telegram.deliver(replace(message, remote=remote), *card(text, picture, done))
    [shown] = ada.chat.bot_says
    assert (shown.text, shown.photo) == ("three", jpeg(800, 600, "teal"))
    assert shown.buttons == {"Done": "v1:done"}
    assert shown.texts == ["checking", "one", "two", "two, one moment", "three"]
    assert len(server.asked("editMessageMedia")) == 2, "a picture that is shown is not uploaded again"
    assert len(server.asked("editMessageCaption")) == 2


@pytest.mark.parametrize("trouble", ["drop after", "drop before", "502"])
async def test_a_card_is_shown_once_whatever_the_line_does(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """Two lists of one set, of which only one changes, would leave the person guessing."""
    ada = server.person()
    body, data = card("two photos", "sheet-1")
    message = await stored(talk.database, body)
    server.fail(Fault(trouble, "editMessageMedia"))
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(message, body, data)
    async with connected(server, talk) as after_a_crash:
        await after_a_crash.deliver(await again(talk.database, message), body, data)
    [shown] = ada.chat.bot_says
    assert (shown.text, shown.photo) == ("two photos", data[0])


async def test_a_card_whose_picture_came_unnoticed_and_is_gone_still_says_its_words(
    server: TelegramServer, talk: Listening
) -> None:
    """The answer to the picture was lost, then the picture: the words must reach the person all the same."""
    ada = server.person()
    message = await stored(talk.database, card("one", "sheet-1")[0])
    server.fail(Fault("drop after", "editMessageMedia"))
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(message, *card("one", "sheet-1"))
        message = await again(talk.database, message)
        remote = await telegram.deliver(message, *card("two"))
        assert [shown.text for shown in ada.chat.bot_says] == ["two"]
        await telegram.deliver(replace(message, remote=remote), *card("three", "sheet-2"))
    [shown] = ada.chat.bot_says
    assert (shown.text, shown.photo) == ("three", jpeg(800, 600, "teal"))


async def test_a_card_that_was_deleted_is_shown_anew_with_its_picture(server: TelegramServer, talk: Listening) -> None:
    """People tidy their chats; the list goes on below."""
    ada = server.person()
    message = await stored(talk.database, card("one", "sheet-1")[0])
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(message, *card("one", "sheet-1"))
        for picture in ("sheet-1", "sheet-2", ""):
            ada.deletes(ada.chat.bot_says[0])
            remote = await telegram.deliver(replace(message, remote=remote), *card("two", picture))
            [shown] = ada.chat.bot_says
            assert (shown.text, shown.photo is not None) == ("two", bool(picture))


async def test_a_card_with_too_many_words_for_a_caption_is_cut(server: TelegramServer, talk: Listening) -> None:
    """Telegram takes 4096 characters below nothing and 1024 below a picture, and refuses the rest whole."""
    ada = server.person()
    body, data = card("😀" * 3000, "sheet-1")
    async with connected(server, talk) as telegram:
        await telegram.deliver(await stored(talk.database, body), body, data)
    [shown] = ada.chat.bot_says
    assert [len(text.encode("utf-16-le")) // 2 for text in shown.texts] == [4095, 1023]


async def test_an_album_is_shown_together_with_its_words(server: TelegramServer, talk: Listening) -> None:
    """Portraits side by side, and the sentence where Telegram shows it: on the first picture alone."""
    ada = server.person()
    names, data = pictures(4)
    body = Body("Here are your 4 portraits.", kind="album", pictures=names)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(await stored(talk.database, body), body, data)
    assert [shown.photo for shown in ada.chat.bot_says] == data
    assert [shown.text for shown in ada.chat.bot_says] == ["Here are your 4 portraits.", "", "", ""]
    assert len({shown.album for shown in ada.chat.bot_says}) == 1
    assert remote == "1,2,3,4"


async def test_a_single_portrait_is_a_photo(server: TelegramServer, talk: Listening) -> None:
    """Telegram knows no album of one."""
    ada = server.person()
    names, data = pictures(1)
    body = Body("Here is your portrait.", kind="album", pictures=names)
    async with connected(server, talk) as telegram:
        await telegram.deliver(await stored(talk.database, body), body, data)
    [shown] = ada.chat.bot_says
    assert (shown.photo, shown.text) == (data[0], "Here is your portrait.\nLook 0")


async def test_an_album_whose_answer_is_lost_is_not_shown_twice(server: TelegramServer, talk: Listening) -> None:
    """The same portraits twice look like a fault; the files that follow carry them in any case."""
    ada = server.person()
    names, data = pictures(2)
    body = Body("Here", kind="album", pictures=names)
    message = await stored(talk.database, body)
    server.fail(Fault("drop after", "sendMediaGroup"))
    async with connected(server, talk) as telegram:
        assert await telegram.deliver(message, body, data) is None
    async with connected(server, talk) as after_a_crash:
        await after_a_crash.deliver(await again(talk.database, message), body, data)
    assert len(ada.chat.bot_says) == 2
    assert len(server.asked("sendMediaGroup")) == 1


@pytest.mark.parametrize("trouble", ["500", "429"])
async def test_an_album_that_was_certainly_not_shown_is_sent_again(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """Caution against doubles must not lose portraits where Telegram itself said that nothing was done."""
    ada = server.person()
    names, data = pictures(2)
    body = Body("Here", kind="album", pictures=names)
    message = await stored(talk.database, body)
    server.fail(Fault(trouble, "sendMediaGroup"))
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(message, body, data)
        assert ada.chat.bot_says == []
    async with connected(server, talk) as telegram:
        assert await telegram.deliver(await again(talk.database, message), body, data) == "1,2"


async def test_a_file_takes_the_place_of_its_placeholder_with_every_byte(
    server: TelegramServer, talk: Listening
) -> None:
    """The full-quality portrait is what people came for."""
    ada = server.person()
    names, data = pictures(1)
    body = Body("In full size:", kind="file", pictures=names)
    async with connected(server, talk) as telegram:
        remote = await telegram.deliver(await stored(talk.database, body), body, data)
    [shown] = ada.chat.bot_says
    assert (shown.document, shown.filename, shown.text) == (data[0], "headshot-0.jpg", "Look 0")
    assert (shown.texts, str(shown.id)) == (["In full size:", "Look 0"], remote)


@pytest.mark.parametrize("trouble", ["drop after", "drop before", "502", "500"])
async def test_a_file_is_shown_once_whatever_the_line_does(
    server: TelegramServer, talk: Listening, trouble: Trouble
) -> None:
    """A lost answer, and even a crash, repeat the edit of the same message: never a second file."""
    ada = server.person()
    names, data = pictures(1)
    body = Body("In full size:", kind="file", pictures=names)
    message = await stored(talk.database, body)
    server.fail(Fault(trouble, "editMessageMedia"))
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(message, body, data)
    message = await again(talk.database, message)
    assert message.remote == "1"
    async with connected(server, talk) as after_a_crash:
        assert await after_a_crash.deliver(message, body, data) == "1"
    [shown] = ada.chat.bot_says
    assert shown.document == data[0]


async def test_a_file_whose_placeholder_was_deleted_is_sent_anew(server: TelegramServer, talk: Listening) -> None:
    """People tidy their chats; that must not cost them their portrait."""
    ada = server.person()
    names, data = pictures(1)
    body = Body("In full size:", kind="file", pictures=names)
    message = await stored(talk.database, body)
    server.fail(Fault("500", "editMessageMedia"))
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(message, body, data)
        ada.deletes(ada.chat.bot_says[0])
        await telegram.deliver(await again(talk.database, message), body, data)
    [shown] = ada.chat.bot_says
    assert shown.document == data[0]


async def test_the_last_word_needs_no_stored_message(server: TelegramServer, talk: Listening) -> None:
    """The receipt of an erasure goes to somebody of whom nothing is left."""
    ada = server.person()
    body = Body("Deleted. This is your receipt.")
    receipt = Message(0, "", "telegram", "1001", None, "", 1, "pending", None, 0, time())
    async with connected(server, talk) as telegram:
        await telegram.deliver(receipt, body, [])
    assert [shown.text for shown in ada.chat.bot_says] == [body.text]


@pytest.mark.parametrize("reachable", [True, False])
async def test_somebody_who_left_is_told_apart_from_trouble(
    server: TelegramServer, talk: Listening, reachable: bool
) -> None:
    """Messages to people who blocked the bot must be dropped, not tried for ever."""
    if reachable:
        server.person().blocks()
    body = Body("hello")
    async with connected(server, talk) as telegram:
        with pytest.raises(Blocked):
            await telegram.deliver(await stored(talk.database, body), body, [])


async def test_a_proxys_refusal_does_not_pass_for_somebody_leaving(server: TelegramServer, talk: Listening) -> None:
    """A captive portal's 403 would otherwise drop everybody's messages."""
    server.person()
    server.fail(Fault("403 page", "sendMessage"))
    body = Body("hello")
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater):
            await telegram.deliver(await stored(talk.database, body), body, [])


async def test_a_429_silences_one_chat_for_as_long_as_asked_and_nobody_else(
    server: TelegramServer, talk: Listening
) -> None:
    """One busy conversation must not stop the others, and Telegram punishes those who do not wait."""
    server.person(1001)
    server.person(1002)
    server.fail(Fault("429", "sendMessage", seconds=7))
    body = Body("hello")
    ada, bob = await stored(talk.database, body, 1001), await stored(talk.database, body, 1002)
    async with connected(server, talk) as telegram:
        with pytest.raises(TryLater) as first:
            await telegram.deliver(ada, body, [])
        with pytest.raises(TryLater) as second:
            await telegram.deliver(ada, body, [])
        assert await telegram.deliver(bob, body, []) == "1"
    assert first.value.seconds == 7
    assert 6 < second.value.seconds <= 7
    assert len(server.asked("sendMessage")) == 2, "nothing was asked of Telegram for the silent chat"


async def test_429s_of_several_chats_silence_everybody(server: TelegramServer, talk: Listening) -> None:
    """Then it is the bot that is too fast, and every further request makes the wait longer."""
    body = Body("hello")
    waiting: list[Message] = []
    for address in (1001, 1002, 1003, 1004):
        server.person(address)
        waiting.append(await stored(talk.database, body, address))
    server.fail(Fault("429", "sendMessage", times=3, seconds=5))
    async with connected(server, talk) as telegram:
        for message in waiting:
            with pytest.raises(TryLater):
                await telegram.deliver(message, body, [])
    assert len(server.asked("sendMessage")) == 3


async def test_trouble_is_met_with_growing_patience(server: TelegramServer, talk: Listening) -> None:
    """A Telegram that is down recovers sooner when it is not hammered."""
    server.person()
    body = Body("hello")
    message = await stored(talk.database, body)
    waits: list[float] = []
    async with connected(server, talk) as telegram:
        for fault in (Fault("502"), Fault("500"), Fault("drop before")):
            server.fail(fault)
            with pytest.raises(TryLater) as later:
                await telegram.deliver(message, body, [])
            waits.append(later.value.seconds)
        assert await telegram.deliver(message, body, []) == "1"
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.slow
async def test_many_messages_stay_below_telegrams_limit(server: TelegramServer, talk: Listening) -> None:
    """Above 30 a second Telegram refuses for whole minutes; everybody would wait."""
    server.per_second = 30
    body = Body("hello")
    waiting: list[Message] = []
    for address in range(1, 81):
        server.person(address)
        waiting.append(await stored(talk.database, body, address))
    async with connected(server, talk) as telegram:
        await asyncio.gather(*(telegram.deliver(message, body, []) for message in waiting))
    assert len(server.asked("sendMessage", 200)) == 80
    assert server.asked("sendMessage", 429) == []
