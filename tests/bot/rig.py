"""The whole bot but for platform, Redis and worker: a person types, a worker answers, and the chat can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot import events
from bot.delivery import Delivery
from bot.knowing import Keeping, Limits
from bot.message import Body, Manner
from bot.operators import Operators
from bot.outbox import Outbox
from bot.sweeper import Sweeper
from bot.talk import Talk
from bot.texts import Texts
from inference.contract import (
    CHECK_SELFIE,
    CHECK_SET,
    PORTRAITS,
    SELFIES,
    Advice,
    CheckSelfie,
    CheckSet,
    MakePortraits,
    OrderEnded,
    PortraitMade,
    Reason,
    SelfieChecked,
    SetChecked,
    Verdict,
    WorkerBeat,
    job_id,
    portrait_blob,
    set_id,
    sheet_blob,
    thumbnail_blob,
)
from storage import people
from storage.database import Database
from storage.messages import Message
from storage.vault import Vault
from tests.fakes import MemoryQueue
from tests.waiting import until


@dataclass
class Chat:
    """A platform in memory: what each person sees, edits applied. `trouble` is raised instead, once each."""

    name: str = "chat"
    seen: dict[str, list[Body]] = field(default_factory=dict[str, list[Body]])
    trouble: list[Exception] = field(default_factory=list[Exception])
    delivered: int = 0

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """See `bot.message.Platform`."""
        if self.trouble:
            raise self.trouble.pop(0)
        assert len(pictures) == len(body.pictures)
        self.delivered += 1
        shown = self.seen.setdefault(message.address, [])
        if message.remote is not None:
            shown[int(message.remote)] = body
            return message.remote
        shown.append(body)
        return str(len(shown) - 1)


@dataclass
class Rig:
    """One bot with its twins. Time moves only when told to."""

    database: Database
    vault: Vault
    chat: Chat
    queue: MemoryQueue
    now: float = 1_800_000_000.0
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self.keeping = Keeping(168, 720)
        self.operators = Operators(self.database, self.clock, bytes(32), ("chat:boss",))
        self.talk = Talk(
            self.database,
            self.vault,
            self.queue,
            Texts.load(),
            self.clock,
            self.keeping,
            self.wake,
            self.operators,
            self.limits,
            {"chat": Manner(recompresses=True)},
        )
        self.delivery = Delivery(self.database, self.talk, self.queue, self.clock)
        self.outbox = Outbox(self.database, self.vault, self.chat, Texts.load(), self.clock, self.talk.left)
        self.sweeper = Sweeper(
            self.database,
            self.vault,
            self.queue,
            self.talk,
            self.delivery,
            (self.outbox,),
            self.keeping,
            self.clock,
            self.operators,
        )

    @classmethod
    async def open(cls, folder: Path) -> "Rig":
        """A bot with an empty database in `folder`, a vault in memory, and a worker that has announced itself."""
        database = await Database.open(f"sqlite+aiosqlite:///{folder / 'bot.sqlite'}")
        rig = cls(database, Vault.open("memory://", bytes(32)), Chat(), MemoryQueue())
        await rig.queue.announce(WorkerBeat("one", "studio", (PORTRAITS, SELFIES)))
        return rig

    async def close(self) -> None:
        """Stop sending and close the database."""
        await self.outbox.stop()
        await self.database.close()

    def clock(self) -> float:
        """Now, in unix seconds."""
        return self.now

    def wake(self, person_id: str) -> None:
        """As the bot does, for its one platform."""
        self.outbox.wake(person_id)

    # --- the person ----------------------------------------------------------------------------------------------

    async def do(self, event: events.Event, who: str = "ann") -> None:
        """Let a person do something; time passes a little."""
        self.now += 1
        await self.talk.hear("chat", who, "en", event)

    async def press(self, data: str, who: str = "ann") -> None:
        """Press a button."""
        await self.do(events.Pressed(data), who)

    async def send_photo(self, data: bytes = b"a photo", who: str = "ann") -> str:
        """Send a picture; returns the id it is checked under, empty where it is not kept."""
        self.now += 1
        before = len(self.queue.rung)
        await self.talk.photo("chat", who, "en", data)
        return next((r.request.selfie for r in self.queue.rung[before:] if isinstance(r.request, CheckSelfie)), "")

    async def person(self, who: str = "ann") -> str:
        """Somebody's id."""
        found = await people.find_by_address(self.database, self.chat.name, who)
        assert found is not None
        return found.id

    async def read(self, who: str = "ann") -> list[str]:
        """The texts in somebody's chat, once everything has been sent."""
        await until(self.quiet, "the outbox to be empty")
        return [body.text for body in self.chat.seen.get(who, [])]

    async def quiet(self) -> bool:
        """Whether nobody has anything more to be told."""
        return self.outbox.idle

    def buttons(self, who: str = "ann") -> list[str]:
        """The data of the buttons below the last message."""
        return [choice.data for row in self.chat.seen[who][-1].choices for choice in row]

    # --- the worker ----------------------------------------------------------------------------------------------

    async def check(
        self, verdict: Verdict = "accept", reasons: tuple[Reason, ...] = (), detail: str = "", **measures: float
    ) -> None:
        """Answer the oldest check that waits, and leave a thumbnail as the worker does; comparisons wait on."""
        job = await self.queue.take(SELFIES, CHECK_SELFIE)
        assert job is not None
        request = job.request
        assert isinstance(request, CheckSelfie)
        assert await self.vault.get(request.subject, request.blob)
        await self.vault.put(request.subject, thumbnail_blob(request.selfie), b"a thumbnail")
        self.queue.begun.discard(job.job_id)
        said = SelfieChecked(request.selfie, request.attempt, verdict, reasons, measures, 0.8, detail)
        await self.delivery.take(said)

    async def take_set(self) -> CheckSet:
        """Begin the comparison that waits."""
        job = await self.queue.take(SELFIES, CHECK_SET)
        assert job is not None
        assert isinstance(job.request, CheckSet)
        return job.request

    async def compare(
        self,
        duplicates: dict[str, str] | None = None,
        others: dict[str, float] | None = None,
        doubtful: dict[str, float] | None = None,
        advice: Advice = "enough",
    ) -> SetChecked:
        """Answer the comparison that waits, with a contact sheet in the vault; returns the answer."""
        return await self.compared(await self.take_set(), duplicates, others, doubtful, advice)

    async def compared(
        self,
        request: CheckSet,
        duplicates: dict[str, str] | None = None,
        others: dict[str, float] | None = None,
        doubtful: dict[str, float] | None = None,
        advice: Advice = "enough",
    ) -> SetChecked:
        """Answer a comparison that was begun."""
        self.queue.begun.discard(job_id(set_id(request.subject, request.version), request.attempt))
        duplicates, others, doubtful = duplicates or {}, others or {}, doubtful or {}
        ranked = tuple(p.selfie for p in request.photos if p.usable and p.selfie not in {*duplicates, *others})
        sheet = sheet_blob(request.subject, request.version)
        await self.vault.put(request.subject, sheet, b"a contact sheet")
        answer = SetChecked(
            request.subject,
            request.version,
            request.attempt,
            duplicates,
            others,
            doubtful,
            ranked,
            advice,
            sheet,
            1080,
            640,
        )
        await self.delivery.take(answer)
        return answer

    async def take_order(self) -> MakePortraits:
        """Begin the oldest order that waits."""
        job = await self.queue.take(PORTRAITS)
        assert job is not None
        assert isinstance(job.request, MakePortraits)
        return job.request

    async def make(self, request: MakePortraits, index: int) -> None:
        """Finish one portrait."""
        blob = portrait_blob(request.order, index)
        await self.vault.put(request.subject, blob, b"a portrait")
        await self.delivery.take(PortraitMade(request.order, request.attempt, index, blob, 1024, 1280))

    async def finish(self, request: MakePortraits) -> None:
        """Finish the whole order."""
        for shot in request.shots:
            await self.make(request, shot.index)
        await self.delivery.take(OrderEnded(request.order, request.attempt, "done"))

    # --- shortcuts -----------------------------------------------------------------------------------------------

    async def with_unchecked_photo(self, who: str = "ann") -> str:
        """Agree and send one photo; returns its id."""
        await self.do(events.Command("start"), who)
        await self.press("v1:agree", who)
        return await self.send_photo(who=who)

    async def with_photo(self, who: str = "ann") -> str:
        """Agree and send one good photo; returns its id."""
        photo = await self.with_unchecked_photo(who)
        await self.check()
        return photo

    async def with_order(self, who: str = "ann") -> MakePortraits:
        """Order two LinkedIn portraits, and let the worker begin."""
        await self.with_photo(who)
        for data in ("v1:done", "v1:look:linkedin", "v1:looks", "v1:back:look", "v1:make"):
            await self.press(data, who)
        return await self.take_order()
