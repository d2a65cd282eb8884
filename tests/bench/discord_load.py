"""How people are served on Discord under load: `python -m tests.bench.discord_load [SECONDS] [CROWD]`.

Who and what runs, see tests.bench.load. The Discord is ours: it holds the bot to 50 requests a second in all and to
five messages and five edits in five seconds a channel, judges every request and the three seconds of an interaction,
and is otherwise faster than the real one. Every second person begins with a message, the others with /headshot.
Exits 1 where a bound is missed.
"""

import sys
from collections.abc import Callable, Mapping, Sequence

from tests.bench import load
from tests.bench.load_worker import noise
from tests.discord_chat import Message, label_of
from tests.discord_person import Person
from tests.discord_server import TOKEN, DiscordServer
from tests.waiting import until


class OnDiscord:
    """A person with a Discord client, who takes whatever leads on."""

    def __init__(self, person: Person, photo: bytes, writes: bool) -> None:
        self._person, self._dm, self._photo, self._writes = person, person.dm, photo, writes

    def begins(self) -> None:
        """Write to the bot, or use its command."""
        if self._writes:
            self._person.send("hello", where=self._dm)
        else:
            self._person.command("headshot", where=self._dm)

    @property
    def said(self) -> list[Message]:
        """What the bot has said, in order."""
        return [m for m in self._dm.messages.values() if m.by_bot and not m.loading and m.seen_by is None]

    @property
    def answered_at(self) -> float | None:
        """When the first answer came."""
        return next((message.at for message in self.said), None)

    async def visits(self) -> None:
        """Agree, three photos at once, one look, its own background, and wait."""
        await self._press("v1:agree")
        await self._until(lambda: len(self.said) > 1, "what comes next")
        photos = [(f"{number}.jpg", self._photo) for number in range(load.PHOTOS)]
        self._person.send("", photos, where=self._dm)
        await self._press("v1:done", f" {load.PHOTOS} ")
        await self._choose("v1:looks-set")
        await self._press("v1:looks")
        await self._choose("v1:back-set")
        await self._press("v1:make")
        await self._until(lambda: len(self.pictures["album"]) >= load.PORTRAITS, "every portrait")

    @property
    def pictures(self) -> Mapping[str, Sequence[bytes]]:
        """Every portrait comes in an album, which keeps every byte."""
        return {"album": [file.data for m in self.said if m.text.startswith("Here ") for file in m.gallery]}

    async def _press(self, begins: str, says: str = "") -> None:
        """Press the first button whose id begins so, as soon as it is there."""

        def found() -> list[tuple[Message, str]]:
            keys = [(message, key) for message in self.said for key in message.buttons.values()]
            ids = [(message, label_of(key), key.get("custom_id") or "") for message, key in keys]
            return [(message, label) for message, label, name in ids if name.startswith(begins) and says in label]

        await self._until(lambda: bool(found()), f"a button {begins}")
        message, label = found()[0]
        self._person.press(label, message)

    async def _choose(self, begins: str) -> None:
        """Choose the first option of the menu whose id begins so, as soon as it is there."""

        def found() -> list[tuple[Message, str]]:
            menus = [(message, menu) for message in self.said for menu in message.selects]
            return [(m, menu["options"][0]["label"]) for m, menu in menus if menu["custom_id"].startswith(begins)]

        await self._until(lambda: bool(found()), f"a menu {begins}")
        message, label = found()[0]
        self._person.choose(label, message=message)

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        await load.patiently(condition, lambda: f"{what}\n{self._person.transcript}")


async def run(seconds: int, count: int) -> bool:
    """Print the figures; whether all bounds are met."""
    server = await DiscordServer(judge_answers=False).start()
    photo = noise(960, 1280)

    def newcomer(number: int) -> OnDiscord:
        return OnDiscord(server.person(f"P{number}", in_guild=False), photo, writes=number % 2 == 0)

    async def listens() -> None:
        await until(lambda: server.gateway.connected and server.commands, "the bot listening", 60)

    try:
        figures = await load.measure(
            {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": server.url}, newcomer, seconds, count, listens
        )
        breaches = await server.settle()
    finally:
        await server.stop()
    return figures.tell(sum(call.status == 429 for call in server.calls), breaches)


if __name__ == "__main__":
    sys.exit(load.main(run))
