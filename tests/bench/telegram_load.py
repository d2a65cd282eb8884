"""How people are served on Telegram under load: `python -m tests.bench.telegram_load [SECONDS] [CROWD]`.

Who and what runs, see tests.bench.load. The Telegram is ours: it holds the bot to 30 messages a second, judges every
request, and is otherwise faster than the real one. Photos come as files, since making Telegram's sizes of them would
be measured too. Exits 1 where a bound is missed.
"""

import sys
from collections.abc import Callable, Mapping, Sequence

from tests.bench import load
from tests.bench.load_worker import noise
from tests.telegram_chat import Person
from tests.telegram_server import TOKEN, TelegramServer


class OnTelegram:
    """A person with a phone, who presses whatever leads on."""

    def __init__(self, person: Person, photo: bytes) -> None:
        self._person, self._chat, self._photo = person, person.chat, photo

    def begins(self) -> None:
        """Press Start."""
        self._person.says("/start")

    @property
    def answered_at(self) -> float | None:
        """When the first answer came."""
        return next((shown.at for shown in self._chat.bot_says), None)

    async def visits(self) -> None:
        """Agree, three photos, one look, its own background, and wait."""
        await self._press("v1:agree")
        await self._until(lambda: len(self._chat.bot_says) > 1, "what comes next")
        for number in range(load.PHOTOS):
            self._person.sends_file(self._photo, f"{number}.jpg", "image/jpeg")
        await self._press("v1:done", f" {load.PHOTOS} ")
        await self._press("v1:look:")
        await self._press("v1:looks")
        await self._press("v1:back:")
        await self._press("v1:make")
        await self._until(lambda: len(self.pictures["files"]) >= load.PORTRAITS, "every file")

    async def _press(self, begins: str, says: str = "") -> None:
        """Press the newest button whose data begins so, as soon as it is there."""

        def found() -> list[str]:
            shown = [key for message in self._chat.bot_says for key in message.buttons.items()]
            return [data for label, data in shown if data.startswith(begins) and says in label]

        await self._until(lambda: bool(found()), f"a button {begins}")
        data = found()[0]
        at = next(message for message in self._chat.bot_says if data in message.buttons.values())
        self._person.presses_data(data, at)

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        await load.patiently(condition, lambda: f"{what}\n{self._chat.transcript}")

    @property
    def pictures(self) -> Mapping[str, Sequence[bytes]]:
        """Every portrait comes in an album, and as a file with every byte kept."""
        said = self._chat.bot_says
        albums = [message.photo for message in said if message.photo is not None]
        return {"album": albums, "files": [m.document for m in said if m.document is not None]}


async def run(seconds: int, count: int) -> bool:
    """Print the figures; whether all bounds are met."""
    server = await TelegramServer(per_second=30, judge_answers=False).start()
    photo = noise(960, 1280)
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    try:
        figures = await load.measure(
            settings, lambda number: OnTelegram(server.person(10_000 + number), photo), seconds, count
        )
    finally:
        await server.stop()
    refused = sum(call.status == 429 for call in server.calls)
    breaches = [*server.breaches, *(f"left unanswered: {query}" for query in server.unanswered)]
    return figures.tell(refused, breaches)


if __name__ == "__main__":
    sys.exit(load.main(run))
