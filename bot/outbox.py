"""The outbox: what was committed to be said is said, in order for each person, until the platform has taken it.

One task a person with something to say; a busy platform delays only whom it names. Knows no platform.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import msgspec
import structlog

from bot.message import Blocked, Body, Closed, DeliveryError, Platform, Refused, TryLater
from bot.texts import Texts
from bot.turn import Text
from storage import erasure, messages, people
from storage.database import Database
from storage.messages import Message
from storage.vault import Vault, VaultError

log = structlog.get_logger(__name__)

AT_ONCE = 64  # people served side by side: enough to hide the platform's latency, few enough to stay fair


class Outbox:
    """Sends everything that waits for one platform. `left` is told the platform and address of who has blocked us."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        platform: Platform,
        texts: Texts,
        clock: Callable[[], float],
        left: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._database, self._vault, self._platform, self._texts = database, vault, platform, texts
        self._clock, self._left = clock, left
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._stopped = False

    def wake(self, person_id: str) -> None:
        """Somebody has something to be told. An empty id means a receipt is owed."""
        if self._stopped:
            return
        if person_id in self._busy:
            self._again.add(person_id)
            return
        self._busy[person_id] = asyncio.get_running_loop().create_task(self._serve(person_id))

    @property
    def idle(self) -> bool:
        """Whether nothing is being sent or waited for."""
        return not self._busy

    async def wake_all(self) -> None:
        """Wake everybody who waits: at start, and every so often for what slipped through."""
        for person_id in await messages.people_waiting(self._database, self._platform.name):
            self.wake(person_id)
        self.wake("")

    async def stop(self) -> None:
        """Stop sending; what is unsent stays committed."""
        self._stopped = True
        tasks = tuple(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, person_id: str) -> None:
        """Send until nothing is left; whatever goes wrong is logged here, with the id."""
        try:
            while True:
                self._again.discard(person_id)
                async with self._slots:
                    again_in = await (self._receipts() if person_id == "" else self._drain(person_id))
                if again_in is not None:
                    await asyncio.sleep(again_in)
                elif person_id not in self._again:
                    return
        except Exception:
            log.exception("outbox stopped for one person; the next sweep tries again", person=person_id)
        finally:
            del self._busy[person_id]  # at once: whoever wakes us from now on begins anew

    async def _drain(self, person_id: str) -> float | None:
        """Send what is pending, oldest first; returns the seconds to wait when the platform asks for that."""
        while waiting := await messages.pending(self._database, person_id, self._platform.name):
            for message in waiting:
                try:
                    remote = await self._deliver(message)
                except TryLater as later:
                    return later.seconds
                except (Blocked, Closed) as error:
                    await messages.drop_all(self._database, person_id, message.platform, message.address)
                    await self._unreachable(message, isinstance(error, Blocked))
                    break  # there may be another chat of theirs on this platform
                except Refused as refused:
                    log.error("message refused", message=message.id, why=str(refused))
                    await messages.dropped(self._database, message.id, message.version)
                else:
                    await messages.sent(self._database, message.id, message.version, remote)
        return None

    async def _unreachable(self, message: Message, blocked: bool) -> None:
        """Somebody cannot be written to in a chat: for now, or because they have blocked us."""
        if blocked:
            return await self._left(message.platform, message.address)
        person = await people.find(self._database, message.person_id)
        if person is not None and (person.platform, person.address) == (message.platform, message.address):
            await people.set_away(self._database, message.person_id, True)
        return None

    async def _deliver(self, message: Message) -> str | None:
        body = msgspec.json.decode(message.body, type=Body)
        try:
            pictures = [await self._vault.get(message.person_id, picture.blob) for picture in body.pictures]
        except VaultError as error:
            if body.kind != "card":
                raise Refused(f"its picture is no longer in the vault: {error}") from error
            log.info("a card is shown without its picture", message=message.id, why=str(error))
            body, pictures = msgspec.structs.replace(body, pictures=()), []
        return await self._platform.deliver(message, body, pictures)

    async def _receipts(self) -> float | None:
        """Send the receipts that are owed to people of whom nothing else is left."""
        for number, receipt in await erasure.owed_receipts(self._database):
            if receipt.platform != self._platform.name:
                continue
            body = Body(self._texts.say(receipt.language, receipt_text(receipt)))
            message = Message(
                id=0,
                person_id="",
                platform=receipt.platform,
                address=receipt.address,
                slot=None,
                body=msgspec.json.encode(body).decode(),
                version=1,
                state="pending",
                remote=None,
                step=0,
                created_at=self._clock(),
            )
            try:
                await self._platform.deliver(message, body, ())
            except TryLater as later:
                return later.seconds
            except DeliveryError as error:
                log.warning("a receipt could not be delivered", why=type(error).__name__)
            await erasure.receipt_sent(self._database, number)
        return None


def receipt_text(receipt: erasure.Receipt) -> Text:
    """What was erased, how much and when."""
    when = datetime.fromtimestamp(receipt.at, UTC).strftime("%Y-%m-%d %H:%M:%S")
    counts: dict[str, str | float | Text | tuple[Text, ...]] = {
        "selfies": receipt.selfies,
        "portraits": receipt.portraits,
        "orders": receipt.orders,
        "messages": receipt.messages,
        "objects": receipt.objects,
        "when": when,
    }
    return Text("delete-receipt", counts)
