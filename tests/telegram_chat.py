"""A person's side of the Telegram test server: what they send, and the chat as they see it.

Everything a person does becomes an update as Telegram would make it; what the bot sends is kept as it would be shown,
edits applied. Knows nothing of HTTP and nothing of the bot.
"""

import asyncio
import contextlib
import io
import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from PIL import Image

from tests.telegram_spec import Json

SIZES: Final = (90, 320, 800, 1280)  # longest sides of the recompressed sizes Telegram makes of a photo
BOT_ID: Final = 4242424242
BOT: Final[Json] = {"id": BOT_ID, "is_bot": True, "first_name": "Headshots", "username": "headshots_test_bot"}


@dataclass
class Shown:
    """One message as it stands in the chat. `keyboard` is rows of (label, data)."""

    id: int
    by_bot: bool
    text: str = ""
    keyboard: tuple[tuple[tuple[str, str], ...], ...] = ()
    photo: bytes | None = None
    document: bytes | None = None
    filename: str = ""
    album: str = ""
    edits: int = 0
    old: bool = False  # sent more than 48 hours ago
    reactions: tuple[str, ...] = ()  # the person's
    texts: list[str] = field(default_factory=list[str])  # every text it has had, the present one last
    at: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        """The message as one would read it aloud."""
        who = "bot" if self.by_bot else "person"
        what = [f"[photo, {len(self.photo)} bytes]"] if self.photo is not None else []
        what += [f"[file {self.filename}, {len(self.document)} bytes]"] if self.document is not None else []
        what += [self.text] if self.text else []
        rows = ["  ".join(f"<{label} = {data}>" for label, data in row) for row in self.keyboard]
        edited = f" (edited {self.edits} times)" if self.edits else ""
        return f"{who} #{self.id}{edited}: " + "\n    ".join("\n".join([*what, *rows]).splitlines())

    @property
    def buttons(self) -> dict[str, str]:
        """Every button by its label."""
        return {label: data for row in self.keyboard for label, data in row}


class Exchange(Protocol):
    """What a chat needs of the server it belongs to."""

    def deliver(self, kind: str, content: Json) -> int:
        """Queue an update; returns its id, or 0 where the bot does not want this kind."""
        ...

    def keep_file(self, data: bytes, folder: str, name: str) -> str:
        """Keep a file; returns its file id."""
        ...

    @property
    def breaches(self) -> list[str]:
        """What the bot did wrong so far."""
        ...


class Chat:
    """A private chat, or a group, with its messages by number."""

    def __init__(self, server: Exchange, chat_id: int, kind: str = "private") -> None:
        self.id, self.kind, self._server = chat_id, kind, server
        self.shown: dict[int, Shown] = {}
        self.actions: list[str] = []  # chat actions: typing and the like
        self.blocked = False
        self._numbers = itertools.count(1)
        self._changed = asyncio.Event()

    def number(self) -> int:
        """The number of the next message."""
        return next(self._numbers)

    def add(self, message: Shown) -> Shown:
        """Append a message of the bot's or the person's."""
        message.texts.append(message.text)
        self.shown[message.id] = message
        self.changed()
        return message

    def changed(self) -> None:
        """Wake whoever waits for something in this chat."""
        self._changed.set()

    def as_json(self) -> Json:
        """The chat as Telegram describes it."""
        if self.kind == "private":
            return {"id": self.id, "type": "private", "first_name": "Ada"}
        return {"id": self.id, "type": self.kind, "title": "A group"}

    @property
    def transcript(self) -> str:
        """The whole chat to read."""
        return "\n".join(str(message) for message in self.shown.values())

    @property
    def bot_says(self) -> list[Shown]:
        """What the bot has said that is still there."""
        return [message for message in self.shown.values() if message.by_bot]

    async def until(self, true: Callable[["Chat"], bool], what: str, within_s: float = 10.0) -> None:
        """Wait until it is true of this chat; else fail with the transcript."""
        try:
            async with asyncio.timeout(within_s):
                while not true(self):
                    self._changed.clear()
                    # Now and then it is looked at without a change: it may hang on more than the chat.
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 0.1)
        except TimeoutError:
            breaches = "\n".join(self._server.breaches) or "none"
            told = f"within {within_s:g} s not seen: {what}\n--- chat\n{self.transcript}\n--- breaches\n{breaches}"
            raise AssertionError(told) from None

    async def says(self, part: str, within_s: float = 10.0, after: int = 0) -> Shown:
        """Wait for a message of the bot's with these words, later than message `after`; the newest of them."""
        await self.until(lambda _: bool(self.found(part, after)), f"the bot saying {part!r}", within_s)
        return self.found(part, after)[-1]

    async def offers(self, label: str, within_s: float = 10.0, after: int = 0) -> tuple[Shown, str]:
        """Wait for a button whose label contains these words; its message and full label."""

        def found() -> list[tuple[Shown, str]]:
            return [(m, text) for m in self.bot_says if m.id > after for text in m.buttons if label in text]

        await self.until(lambda _: bool(found()), f"a button {label!r}", within_s)
        return found()[-1]

    def found(self, part: str, after: int = 0) -> list[Shown]:
        """The bot's messages with these words."""
        return [message for message in self.bot_says if message.id > after and part in message.text]

    @property
    def last_number(self) -> int:
        """The number of the newest message."""
        return max(self.shown, default=0)


class Person:
    """Somebody with a phone. Every method returns at once; what the bot answers appears in `chat`."""

    def __init__(self, server: Exchange, chat: Chat, user_id: int, language: str) -> None:
        self._server, self.chat, self.id, self.language = server, chat, user_id, language
        self._queries = itertools.count(1)

    def as_json(self) -> Json:
        """The person as Telegram describes them."""
        names = {"first_name": "Ada", "last_name": "Sentinelova", "username": f"ada{self.id}"}
        return {"id": self.id, "is_bot": False, "language_code": self.language, **names}

    def says(self, text: str) -> Shown:
        """Write a message; one that begins with a slash is a command."""
        entities: Json = {}
        if text.startswith("/"):
            length = len(text.split()[0])
            entities = {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}
        return self._send(self._add(text), {"text": text, **entities})

    def edits(self, message: Shown, text: str) -> None:
        """Correct an earlier message of one's own."""
        message.text = text
        content = {"text": text, "edit_date": int(time.time())}
        self._server.deliver("edited_message", self._message(message, content))

    def sends_photo(self, jpeg: bytes, album: str = "", caption: str = "") -> Shown:
        """Send a photo the usual way: Telegram recompresses it to several sizes."""
        shown = self._add(caption, photo=jpeg, album=album)
        extra: Json = {"photo": self._sizes(jpeg)}
        extra |= {"media_group_id": album} if album else {}
        extra |= {"caption": caption} if caption else {}
        return self._send(shown, extra)

    def sends_album(self, jpegs: Sequence[bytes]) -> list[Shown]:
        """Send several photos at once: they arrive one by one under one group id."""
        group = str(time.monotonic_ns())
        return [self.sends_photo(jpeg, album=group) for jpeg in jpegs]

    def sends_file(self, data: bytes, name: str | None, mime: str | None, size: int | None = None) -> Shown:
        """Send a document as it is, every byte kept. `size` pretends another size."""
        file_id = self._server.keep_file(data, "documents", name or "file")
        document: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": size or len(data)}
        document |= {"file_name": name} if name else {}
        document |= {"mime_type": mime} if mime else {}
        return self._send(self._add(document=data, filename=name or ""), {"document": document})

    def sends_other(self, kind: str, content: Json | list[Json]) -> Shown:
        """Send anything else: a sticker, a voice message, a place."""
        return self._send(self._add(f"[{kind}]"), {kind: content})

    def presses(self, label: str, message: Shown | None = None) -> str:
        """Press a button by a part of its label, the newest such button unless a message is named."""
        at = [message] if message else [m for m in self.chat.bot_says if any(label in text for text in m.buttons)]
        assert at, f"no button {label!r} in:\n{self.chat.transcript}"
        data = next(data for text, data in at[-1].buttons.items() if label in text)
        return self.presses_data(data, at[-1])

    def presses_data(self, data: str, message: Shown) -> str:
        """Press a button that carries this, wherever it came from; returns the query's id."""
        query: Json = {"id": f"{self.id}-{next(self._queries)}", "from": self.as_json(), "chat_instance": "1"}
        shown: Json = {"message_id": message.id, "date": int(time.time()), "chat": self.chat.as_json()}
        query |= {"message": shown | {"from": BOT, "text": message.text}, "data": data}
        self._server.deliver("callback_query", query)
        return str(query["id"])

    def reacts(self, message: Shown, *emojis: str) -> None:
        """React to a message with these, in place of what stood there before; with none the reaction is taken back.

        Whatever picture of an album is meant, the reaction stands on the first that is left of it.
        """
        if message.album:
            message = next(m for m in self.chat.shown.values() if m.album == message.album)

        def kinds(marks: Sequence[str]) -> list[Json]:
            return [{"type": "emoji", "emoji": emoji} for emoji in marks]

        change: Json = {"chat": self.chat.as_json(), "message_id": message.id, "date": int(time.time())}
        change |= {"user": self.as_json()}
        change |= {"old_reaction": kinds(message.reactions), "new_reaction": kinds(emojis)}
        message.reactions = emojis
        self._server.deliver("message_reaction", change)

    def deletes(self, message: Shown) -> None:
        """Remove a message for both sides; bots are not told."""
        del self.chat.shown[message.id]
        self.chat.changed()

    def blocks(self) -> None:
        """Stop the bot."""
        self.chat.blocked = True
        self._member("member", "kicked")

    def unblocks(self) -> None:
        """Let the bot write again."""
        self.chat.blocked = False
        self._member("kicked", "member")

    def adds_bot(self) -> None:
        """Bring the bot into this group."""
        self._member("left", "member")

    def _member(self, before: str, after: str) -> None:
        def member(status: str) -> Json:
            return {"status": status, "user": BOT} | ({"until_date": 0} if status == "kicked" else {})

        change: Json = {"chat": self.chat.as_json(), "from": self.as_json(), "date": int(time.time())}
        change |= {"old_chat_member": member(before), "new_chat_member": member(after)}
        self._server.deliver("my_chat_member", change)

    def _add(
        self,
        text: str = "",
        photo: bytes | None = None,
        document: bytes | None = None,
        filename: str = "",
        album: str = "",
    ) -> Shown:
        shown = Shown(self.chat.number(), False, text, (), photo, document, filename, album)
        return self.chat.add(shown)

    def _send(self, shown: Shown, content: Json) -> Shown:
        self._server.deliver("message", self._message(shown, content))
        return shown

    def _message(self, shown: Shown, content: Json) -> Json:
        head: Json = {"message_id": shown.id, "date": int(time.time()), "chat": self.chat.as_json()}
        return head | {"from": self.as_json()} | content

    def _sizes(self, jpeg: bytes) -> list[Json]:
        """The photo as Telegram offers it: smallest first, the largest at most 1280 pixels."""
        sizes: list[Json] = []
        with Image.open(io.BytesIO(jpeg)) as photo:
            for side in SIZES:
                small = photo.convert("RGB")
                small.thumbnail((side, side))
                data = io.BytesIO()
                small.save(data, "JPEG", quality=87)
                file_id = self._server.keep_file(data.getvalue(), "photos", "photo.jpg")
                about: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": data.tell()}
                sizes.append(about | {"width": small.width, "height": small.height})
                if max(photo.size) <= side:
                    break
        return sizes
