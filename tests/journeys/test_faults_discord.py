"""A whole visit on Discord while line or gateway do their worst: a real bot process, a worker that costs nothing.

Every request can be struck, opening the socket and fetching files too, from the first to the last; what single messages
do in trouble is in tests/bot/on_discord. What somebody's client says has failed they do again, as people do: Discord
tells the bot once of what they pressed, and only where a session is there to be told.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.bench import load
from tests.bench.discord_load import OnDiscord
from tests.bench.load_worker import noise, portrait_in
from tests.discord_chat import Channel, Message
from tests.discord_interactions import Interaction
from tests.discord_pace import CALLBACK, SEND, Fault, Trouble
from tests.discord_person import Files, Person
from tests.discord_server import TOKEN, DiscordServer
from tests.discord_spec import MISSING, SPEC_FILE
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

T = TypeVar("T")
PATIENCE_S = 60.0
STRIKES = 12  # of the gateway's, at least, in one visit
NEW_SESSIONS = 6  # a bot may begin one in five seconds, and a visit is soon over


@dataclass
class Weather(Fault):
    """Trouble for every so-manieth request, whatever it asks for."""

    every: int = 5
    times: int = 1_000_000
    asked: int = 0

    def meets(self, route: str, path: Mapping[str, str]) -> bool:
        """Whether this request is struck."""
        self.asked += 1
        return self.asked % self.every == 0


@dataclass
class Storm:
    """Trouble at the gateway, as often as somebody is connected to it."""

    server: DiscordServer
    trouble: Callable[[], None]
    strikes: int = 0

    def strike(self) -> None:
        """Now."""
        if self.server.gateway.connected:
            self.strikes += 1
            self.trouble()

    def strike_at(self, route: str) -> None:
        """Whenever this is carried out, before it is answered."""
        self.strike()
        self.server.once(route, partial(self.strike_at, route))


class Stubborn(Person):
    """Somebody who does again what has failed. `storm` strikes before one thing they do, after the next, and so on."""

    storm: Storm | None = None
    hasty: bool = False  # does everything twice
    _acts: int = 0
    _last: tuple[Callable[[], Interaction], Interaction] | None = None

    def command(self, name: str, where: Any = None, **options: Any) -> Interaction:
        """See Person."""
        return self._does(partial(super().command, name, where, **options))

    def press(self, label: str, message: Message | None = None) -> Interaction:
        """See Person."""
        return self._does(partial(super().press, label, message))

    def choose(self, *labels: str, message: Message | None = None) -> Interaction:
        """See Person."""
        return self._does(partial(super().choose, *labels, message=message))

    def send(self, text: str = "", files: Files = (), where: Channel | None = None) -> Message:
        """See Person."""
        return self._stormily(partial(super().send, text, files, where))

    def insists(self) -> None:
        """Do the last thing again if it has failed, unless the client does not offer it any more."""
        if self._last is None or not self._last[1].failed:
            return
        act = self._last[0]
        try:
            self._last = act, act()
        except (AssertionError, StopIteration):
            self._last = None

    def _does(self, act: Callable[[], Interaction]) -> Interaction:
        begun = self._stormily(act)
        begun = act() if self.hasty else begun
        self._last = act, begun
        return begun

    def _stormily(self, act: Callable[[], T]) -> T:
        self._acts += 1
        if self.storm and self._acts % 2:
            self.storm.strike()
        done = act()
        if self.storm and not self._acts % 2:
            self.storm.strike()
        return done


class Visitor(OnDiscord):
    """The whole way, with insistence."""

    def __init__(self, person: Stubborn) -> None:
        super().__init__(person, noise(960, 1280), writes=False)
        self._stubborn = person

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        def holds() -> bool:
            if condition():
                return True
            self._stubborn.insists()
            return False

        await self._stubborn.until(lambda _: holds(), what, PATIENCE_S)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A Discord of our own; nothing of anybody was said in public there."""
    server = await DiscordServer().start()
    yield server
    await server.stop()
    assert server.guild.public_messages == []


async def visit(server: DiscordServer, folder: Path, then: Callable[[Stubborn], None] = lambda _: None) -> Stubborn:
    """From the first word to portraits that are there exactly once; `then` is called after the first answer."""
    person = Stubborn(server.world, server.interactions, server.person().user)
    ada = Visitor(person)
    async with load.running(folder, {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": server.url}) as bot:
        await until(lambda: server.gateway.connected and server.commands, "the bot listening", PATIENCE_S)
        ada.begins()
        await person.until(lambda _: ada.answered_at is not None, "the first answer", PATIENCE_S)
        then(person)
        await ada.visits()
        await person.sees("portraits are yours", PATIENCE_S)
        assert TOKEN not in bot.log
    album = list(filter(None, map(portrait_in, ada.pictures["album"])))
    assert len(album) == len(set(album)) == load.PORTRAITS, person.transcript
    return person


@pytest.mark.parametrize(
    "trouble", ["429", "429 global", "500", "502", "503", "403 page", "drop before", "drop after", "slow"]
)
async def test_everybody_gets_their_portraits_once_whatever_the_line_does(
    server: DiscordServer, tmp_path: Path, trouble: Trouble
) -> None:
    """Bad minutes of Discord's must cost people patience, but no portrait, and show none twice."""
    weather = Weather(trouble, seconds=1)
    server.fail(weather)
    ada = await visit(server, tmp_path)
    assert ada.ephemerals == [], "nothing left of any thinking"
    assert weather.asked > 30, "the weather lasted"
    assert await server.settle() == [], "waits that were named count too"


@pytest.mark.parametrize("trouble", ["drop", "reconnect", "resumable", "not resumable"])
async def test_everybody_gets_their_portraits_once_however_often_the_gateway_leaves(
    server: DiscordServer, tmp_path: Path, trouble: str
) -> None:
    """Discord ends every session now and then, and most often while somebody is in the middle of something."""
    acts = {
        "drop": server.drop,
        "reconnect": server.reconnect,
        "resumable": partial(server.invalidate, resumable=True),
        "not resumable": partial(server.invalidate, resumable=False),
    }
    storm = Storm(server, acts[trouble])

    def breaks_out(person: Stubborn) -> None:
        person.storm = storm
        storm.strike_at(SEND)

    await visit(server, tmp_path, breaks_out)
    assert storm.strikes >= (NEW_SESSIONS if trouble == "not resumable" else STRIKES)
    assert await server.settle() == []


async def test_what_a_client_says_has_failed_is_done_all_the_same_and_once(
    server: DiscordServer, tmp_path: Path
) -> None:
    """Where Discord takes no acknowledgement, everything pressed is heard all the same, and pressed again by people."""
    server.fail(Fault("503", CALLBACK, times=1_000_000))

    def in_haste(person: Stubborn) -> None:
        person.hasty = True

    await visit(server, tmp_path, in_haste)
    assert all(one.answer is None for one in server.interactions.all)
    assert all(breach.endswith("was not answered in time") for breach in await server.settle())
