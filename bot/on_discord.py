"""Discord: what people do comes in, is committed and answered; messages go out.

The gateway tells of direct messages, interactions and reactions. An interaction is acknowledged at once, whatever else
is going on; then everything is stored, and answered in order for each person by ordinary direct messages. What arrives
is translated in `bot.discord_arrivals`, messages are shown by `bot.discord_out`, the socket is `bot.discord_gateway`,
and what was missed comes from `bot.discord_history`. There is no `if` about the product here, and no picture is kept.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator, Sequence
from functools import partial
from itertools import chain, repeat
from time import time
from typing import Any, Final, Protocol, TypeVar

import discord
import msgspec
import structlog
from discord.http import Route

from bot.discord_arrivals import (
    INTERACTION,
    Arrival,
    ButtonPressed,
    CommandSent,
    MenuPicked,
    OtherSent,
    PictureSent,
    Reacted,
    WordsSaid,
    acknowledgement,
    arrived,
)
from bot.discord_commands import commands, differ, mentions
from bot.discord_files import fetch
from bot.discord_gateway import READY, Gateway, logged_in, move_to
from bot.discord_history import History
from bot.discord_out import NAME, Outgoing
from bot.discord_ratings import rated
from bot.discord_wire import Wire
from bot.discord_words import aside
from bot.events import Command, Event, NotAPicture, Picked, Pressed, Said
from bot.in_order import InOrder
from bot.message import Body, DeliveryError
from bot.texts import DEFAULT, Texts
from bot.turn import Text
from storage import StorageError, chats, inbox, people
from storage.database import Database
from storage.inbox import Delivered
from storage.messages import Message

log = structlog.get_logger(__name__)
Json = dict[str, Any]
T = TypeVar("T")

CHATS_AT_ONCE: Final = 256
FETCHES_AT_ONCE: Final = 6  # downloads held in memory at a time, each up to discord_files.DOWNLOAD_MB
TRIES_S: Final = (
    0.5,
    2.0,
    8.0,
    30.0,
)  # between attempts to answer one arrival; then it is given up, or to put up the commands
STORE_AGAIN_S: Final = 1.0
STOP_S: Final = 3.0  # what is being answered at a stop may still finish
REACHED_S: Final = 20.0  # how long it is waited to see whether somebody takes direct messages


class Talk(Protocol):
    """The conversation, as far as Discord needs it. Returns once the answer is stored."""

    async def hear(
        self, platform: str, address: str, language: str, event: Event, delivered: int | None = None
    ) -> None:
        """Answer one event."""
        ...

    async def photo(
        self, platform: str, address: str, language: str, data: bytes, delivered: int | None = None
    ) -> None:
        """Answer one picture."""
        ...


class Discord:
    """The conversation on Discord. `api_url` has no version; `admins` are operators' chats as `platform:address`."""

    name = NAME

    def __init__(
        self, token: str, api_url: str, talk: Talk, database: Database, texts: Texts, admins: Collection[str] = ()
    ) -> None:
        self._token, self._talk, self._database, self._texts = token, talk, database, texts
        move_to(api_url)
        self._wire = Wire(api_url)
        self._out = Outgoing(database)
        self._history = History(database, self._keep)
        self._chats = InOrder(self._answer, CHATS_AT_ONCE)
        self._fetches = asyncio.Semaphore(FETCHES_AT_ONCE)
        self._events: asyncio.Queue[tuple[str, Json]] = asyncio.Queue()
        self._errands: set[asyncio.Task[None]] = set()
        self._gateway: Gateway | None = None
        named = (admin.partition(":") for admin in admins)
        self._operators = frozenset(int(address) for platform, _, address in named if platform == NAME)

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform`."""
        return await self._out.deliver(message, body, pictures)

    async def run(self) -> None:
        """Take what people do until cancelled. Raises PlatformLost where Discord will not have us."""
        tasks: set[asyncio.Task[None]] = set()
        try:
            self._gateway = gateway = await logged_in(self._token, self._heard)
            self._out.http, self._out.me = gateway.http, gateway.user.id if gateway.user else 0
            for left_over in await inbox.waiting(self._database, NAME):
                self._chats.add(left_over)
            self._run_errand(self._introduce(gateway))
            tasks = {asyncio.create_task(self._take_in(gateway)), asyncio.create_task(gateway.listen())}
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            await self._history.stop()
            await self._chats.stop(STOP_S)
            for task in (*tasks, *self._errands):
                task.cancel()
            await asyncio.gather(*tasks, *self._errands, return_exceptions=True)

    async def close(self) -> None:
        """Close the connections, once nothing is to be delivered any more."""
        if self._gateway is not None:
            await self._gateway.close()
        await self._wire.close()

    async def _introduce(self, gateway: Gateway) -> None:
        """Put up the commands, again until it is done or refused; the bot talks meanwhile."""
        for pause_s in chain(TRIES_S, repeat(TRIES_S[-1])):
            try:
                await self._put_up(gateway)
                return
            except Exception as error:
                refused, wait_s = getattr(error, "code", 0), max(pause_s, getattr(error, "retry_after", 0.0))
                log.warning("the commands were not put up", why=type(error).__name__, code=refused)
            if refused:
                return
            await asyncio.sleep(wait_s)

    async def _put_up(self, gateway: Gateway) -> None:
        """The commands in every language we speak, if they are not up."""
        us, ours = self._application, commands(self._texts)
        place = Route("GET", "/applications/{application_id}/commands", application_id=us)
        theirs: Any = await gateway.http.request(place, params={"with_localizations": "true"})
        if differ(ours, theirs):
            theirs = await gateway.http.bulk_upsert_global_commands(us, ours)
            log.info("the commands were put up", count=len(ours))
        self._out.mentions = mentions(theirs)

    @property
    def _application(self) -> int:
        """The number of the application, which is not that of its user everywhere."""
        return (self._gateway.application_id if self._gateway else None) or 0

    # --- what comes in ------------------------------------------------------------------------------------------------

    def _heard(self, event: str, payload: Json) -> None:
        """Something from the gateway. What a person waits for is answered before anything else."""
        if event == INTERACTION:
            self._run_errand(self._acknowledge(payload))
        self._events.put_nowait((event, payload))

    async def _acknowledge(self, payload: Json) -> None:
        await self._wire.acknowledge(payload["id"], payload["token"], acknowledgement(payload))

    async def _take_in(self, gateway: Gateway) -> None:
        """Store what was heard, in order; a session that begins anew first notes how far each chat was heard."""
        while True:
            events = [await self._events.get()]
            while not self._events.empty():
                events.append(self._events.get_nowait())
            if any(event == READY for event, _ in events):
                await self._stored(partial(self._history.begin, gateway.http))
            await self._keep(events)

    async def _keep(self, events: Sequence[tuple[str, Json]]) -> None:
        """Store what there is to answer, then begin to; a full disk delays answers and loses none."""
        found = tuple(arrived(events, self._operators, _numbers()))
        for delivered in await self._stored(lambda: inbox.receive(self._database, NAME, found, time())):
            self._chats.add(delivered)

    async def _stored(self, store: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await store()
            except StorageError as error:
                log.error("what arrived could not be stored yet", why=type(error).__name__)
                await asyncio.sleep(STORE_AGAIN_S)

    # --- what is done about it ----------------------------------------------------------------------------------------

    async def _answer(self, delivered: Delivered) -> None:
        """Answer one arrival: in trouble of ours with patience, then with an apology, and on to the next."""
        try:
            arrival = msgspec.json.decode(delivered.payload, type=Arrival)
            if arrival.token:
                self._run_errand(self._conclude(delivered.address, arrival))
            await self._patiently(delivered.id, arrival)
        except Exception:
            log.exception("an arrival could not be answered", delivered=delivered.id)
            await self._apologise(delivered)

    async def _patiently(self, delivered: int, arrival: Arrival) -> None:
        for pause_s in TRIES_S:
            try:
                return await self._take(delivered, arrival)
            except Exception as error:
                log.warning("an arrival is tried again", delivered=delivered, why=type(error).__name__)
                await asyncio.sleep(pause_s)
        return await self._take(delivered, arrival)

    async def _apologise(self, delivered: Delivered) -> None:
        """Say that something went wrong; what cannot even be marked as done is tried again after a restart."""
        try:
            await self._out.say(delivered.address, self._texts.say(DEFAULT, Text("something-wrong")))
        except DeliveryError as error:
            log.info("a passing remark was not delivered", why=type(error).__name__)
        try:
            await inbox.done(self._database, delivered.id)
        except StorageError as error:
            log.error("an arrival given up could not be marked", delivered=delivered.id, why=type(error).__name__)

    async def _take(self, delivered: int, arrival: Arrival) -> None:
        """Lead an arrival to the conversation, and what the person sees of an interaction to its end."""
        address = str(arrival.person)
        if arrival.channel:
            self._out.learn(address, arrival.channel)
        await self._lead(delivered, address, arrival)
        await self._note_place(address, arrival)

    async def _lead(self, delivered: int, address: str, arrival: Arrival) -> None:
        hear = partial(self._talk.hear, NAME, address, arrival.language, delivered=delivered)
        match arrival.what:
            case CommandSent(name, argument):
                await hear(Command(name, argument))
            case ButtonPressed(data):
                await hear(Pressed(data))
            case MenuPicked(data, values):
                await hear(Picked(data, values))
            case WordsSaid():
                await hear(Said())
            case OtherSent():
                await hear(NotAPicture())
            case PictureSent():
                await self._take_picture(delivered, address, arrival, arrival.what)
            case Reacted(number, score):
                event = await rated(self._database, NAME, address, number, score)
                await (hear(event) if event else inbox.done(self._database, delivered))

    async def _take_picture(self, delivered: int, address: str, arrival: Arrival, sent: PictureSent) -> None:
        assert self._gateway is not None, "nothing is answered before we are logged in"
        async with self._fetches:
            picture = await fetch(self._wire, self._gateway.http, arrival, sent)
            if isinstance(picture, bytes):
                await self._talk.photo(NAME, address, arrival.language, picture, delivered=delivered)
            else:
                await self._talk.hear(NAME, address, arrival.language, picture, delivered=delivered)

    async def _note_place(self, address: str, arrival: Arrival) -> None:
        """Remember where to write to the person, and how far they were heard there."""
        if arrival.channel:
            chat = await chats.find(self._database, NAME, address)
            if chat is not None and chat.channel != str(arrival.channel):
                await chats.note_channel(self._database, NAME, address, str(arrival.channel))
        if arrival.message:
            await self._history.heard(address, arrival.message)

    async def _conclude(self, address: str, arrival: Arrival) -> None:
        """Take away that we are thinking, or say where the answer is: in private, or nowhere while that is closed."""
        with self._out.watched(address) as reached:
            try:
                is_open = await asyncio.wait_for(reached, REACHED_S)
            except TimeoutError:
                is_open = True
        if is_open and arrival.channel:
            if isinstance(arrival.what, CommandSent):
                await self._wire.take_back(self._application, arrival.token)
            return
        person = await people.find_by_address(self._database, NAME, address)
        say = partial(self._texts.say, (person.language if person else "") or arrival.language)
        if not is_open:
            await self._wire.remark(
                self._application, arrival.token, aside(say(Text("discord-closed")), self._out.mentions)
            )
            return
        door = self._out.door(address)
        remark = aside(say(Text("discord-private")), self._out.mentions, say(Text("discord-open")), door)
        await self._wire.remark(self._application, arrival.token, remark)

    def _run_errand(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do something beside everything else; what goes wrong with it is only logged."""

        async def run() -> None:
            try:
                await errand
            except Exception as error:
                log.warning("something beside the conversation went wrong", why=type(error).__name__)

        task = asyncio.get_running_loop().create_task(run())
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)


def _numbers() -> Iterator[int]:
    """Numbers for what has none, among Discord's own of this moment."""
    while True:
        yield discord.utils.time_snowflake(discord.utils.utcnow()) + secrets.randbelow(1 << 22)
