"""The rig with a second platform: somebody has a chat on each, and the bot is one."""

from dataclasses import dataclass, field

from bot import events
from bot.delivery import Delivery
from bot.message import Manner
from bot.outbox import Outbox
from bot.sweeper import Sweeper
from bot.talk import Talk
from bot.texts import Texts
from inference.contract import CheckSelfie
from tests.bot.rig import Chat, Rig
from tests.waiting import until

BOTH = {"chat": Manner(recompresses=True), "other": Manner()}


@dataclass
class TwoRig(Rig):
    """Beside `chat` there is the platform `other`."""

    other: Chat = field(default_factory=lambda: Chat("other"))

    def __post_init__(self) -> None:
        super().__post_init__()
        db, vault, queue, clock, texts = self.database, self.vault, self.queue, self.clock, Texts.load()
        self.talk = Talk(db, vault, queue, texts, clock, self.keeping, self.wake, self.operators, self.limits, BOTH)
        self.delivery = Delivery(db, self.talk, queue, clock)
        self.outbox, self.other_outbox = (
            Outbox(db, vault, chat, texts, clock, self.talk.left) for chat in (self.chat, self.other)
        )
        boxes = (self.outbox, self.other_outbox)
        self.sweeper = Sweeper(db, vault, queue, self.talk, self.delivery, boxes, self.keeping, clock, self.operators)

    async def close(self) -> None:
        """Stop sending on both, and close the database."""
        await self.other_outbox.stop()
        await super().close()

    def wake(self, person_id: str) -> None:
        """As the bot does, for both platforms."""
        super().wake(person_id)
        self.other_outbox.wake(person_id)

    async def quiet(self) -> bool:
        """Whether nobody has anything more to be told, on either."""
        return self.outbox.idle and self.other_outbox.idle

    async def do_there(self, event: events.Event, who: str = "bob") -> None:
        """Let a person do something on the other platform."""
        self.now += 1
        await self.talk.hear("other", who, "en", event)

    async def photo_there(self, data: bytes = b"another photo", who: str = "bob") -> str:
        """Send a picture on the other platform; returns the id it is checked under."""
        self.now += 1
        before = len(self.queue.rung)
        await self.talk.photo("other", who, "en", data)
        return next(r.request.selfie for r in self.queue.rung[before:] if isinstance(r.request, CheckSelfie))

    async def read_there(self, who: str = "bob") -> list[str]:
        """The texts in somebody's chat on the other platform, once everything has been sent."""
        await until(self.quiet, "both outboxes to be empty")
        return [body.text for body in self.other.seen.get(who, [])]

    async def with_photo_there(self, who: str = "bob") -> str:
        """Agree and send one good photo on the other platform; returns its id."""
        await self.do_there(events.Command("start"), who)
        await self.do_there(events.Pressed("v1:agree"), who)
        photo = await self.photo_there(who=who)
        await self.check()
        return photo

    async def code(self, who: str = "ann") -> str:
        """The code that is shown to somebody who asks for one."""
        await self.do(events.Command("link"), who)
        return code_in((await self.read(who))[-1])

    async def code_there(self, who: str = "bob") -> str:
        """The code that is shown on the other platform."""
        await self.do_there(events.Command("link"), who)
        return code_in((await self.read_there(who))[-1])

    async def join(self, who: str = "ann", there: str = "bob") -> None:
        """Show a code here and enter it there."""
        await self.do_there(events.Command("link", await self.code(who)), there)

    async def join_after_photo(self) -> None:
        """Join two chats of which one has sent a photo."""
        await self.with_photo()
        await self.join()

    async def order(self) -> None:
        """Order two portraits from the chat here."""
        for data in ("v1:done", "v1:look:linkedin", "v1:looks", "v1:back:look", "v1:make"):
            await self.press(data)


def code_in(text: str) -> str:
    """The line of a message that is a code."""
    lines = (line.strip() for line in text.splitlines())
    return next(line for line in lines if line.isalnum() and line.isupper())
