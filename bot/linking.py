"""Joining two chats to one account: a code shown in one is entered in the other.

The chat that enters the code becomes the other account's; what it had of its own goes along. Codes are short-lived,
work once, and are kept as digests. Pictures are copied under the other key first, then one transaction moves all rows,
then the old key is destroyed: a crash leaves both accounts as they were, or one that is whole.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Sequence

import structlog

from bot.events import Linked
from bot.queue import Queue, QueueDown
from bot.session import Session
from bot.steps.linking import joined
from bot.stored_session import read_session, write_session
from inference.contract import thumbnail_blob
from storage import linking, people, portraits, turns
from storage.changes import NewLinkCode
from storage.database import Database
from storage.linking import Joining, Outcome
from storage.people import PersonGone
from storage.turns import Standing
from storage.vault import BlobGone, SubjectGone, Tampered, Vault, VaultError

log = structlog.get_logger(__name__)

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is mistaken for another
LENGTH = 8
VALID_S = 600.0  # long enough to pick up the other phone
LOOKS, LOOK_S = 300, 0.05  # 15 s: an answer is sent in less than one, an album with its files in a few
COPIES_AT_ONCE = 4  # hides a store's latency, and keeps few photos in memory
WRONG_CODES = 5  # of one chat in an hour: mistyping is allowed, guessing is hopeless
GUESSES_S = 3600.0
CHATS_REMEMBERED = 10_000


class Linking:
    """Codes, and what they join."""

    def __init__(self, database: Database, vault: Vault, queue: Queue, clock: Callable[[], float]) -> None:
        self._database, self._vault, self._queue, self._clock = database, vault, queue, clock
        self._guesses = Guesses()

    async def holder(self, code: str) -> str | None:
        """Whose account the code is of; None where it is of nobody's."""
        known = await linking.find_code(self._database, digest(code), self._clock())
        return known.person_id if known else None

    async def quiet(self, person_id: str) -> None:
        """Wait until everything said to this person is sent, for a while: what is on its way cannot change hands."""
        for _ in range(LOOKS):
            if not await linking.is_spoken_to(self._database, person_id):
                return
            await asyncio.sleep(LOOK_S)

    async def use(self, person_id: str, code: str) -> tuple[str, Linked]:
        """Join this person's chats to the code's account. Returns whose account it is now, and what came of it.

        The caller holds both people's turns. Raises PersonGone when this person is being erased.
        """
        now = self._clock()
        entering = await people.find(self._database, person_id)
        if entering is None:
            raise PersonGone(person_id)
        chat = (entering.platform, entering.address)
        if self._guesses.too_many(chat, now):
            return person_id, Linked("often")
        known = await linking.find_code(self._database, digest(code), now)
        if known is None or (known.joined is not None and known.person_id != person_id):
            self._guesses.note(chat, now)
            return person_id, Linked("wrong")
        if known.person_id != person_id:
            return await self._join(known.person_id, person_id, digest(code))
        if known.joined is None:
            return person_id, Linked("own")
        await self._leave_nothing(known.joined)  # entered again, since the answer was lost on the way
        return person_id, Linked("joined")

    async def _join(self, staying: str, leaving: str, code_digest: str) -> tuple[str, Linked]:
        ours = await turns.standing(self._database, staying)
        theirs = await turns.standing(self._database, leaving)
        if theirs is None:
            raise PersonGone(leaving)
        if ours is None:
            return leaving, Linked("wrong")
        if await linking.is_busy(self._database, staying, leaving):
            return leaving, Linked("busy")
        session, forgotten = merged(ours, theirs)
        kept = {photo.id for photo in session.photos}
        coming = tuple(selfie.id for selfie in theirs.selfies if selfie.id in kept)
        made = await portraits.of_person(self._database, leaving)
        pictures = (*coming, *map(thumbnail_blob, coming), *(p.blob for p in made))
        joining = Joining(staying, leaving, code_digest, write_session(session), coming)
        outcome = await self._move(joining, pictures)
        if outcome != "joined":
            return leaving, Linked(outcome)
        log.info("two accounts are one", stays=staying, left=leaving)
        await self._leave_nothing(leaving)
        await self._vault.delete(staying, forgotten)
        return staying, Linked("joined")

    async def _move(self, joining: Joining, pictures: Sequence[str]) -> Outcome:
        """Copy the pictures and let all rows change hands; where they do not, the copies go. Raises PersonGone."""
        try:
            await self._copy(joining.leaving, joining.staying, pictures)
            outcome = await linking.join(self._database, joining)
        except SubjectGone:  # who stays was erased meanwhile, and the copies with them
            return "wrong"
        except PersonGone:  # who leaves was: nothing of them may stay with the other
            await self._vault.delete(joining.staying, pictures)
            raise
        if outcome != "joined":
            await self._vault.delete(joining.staying, pictures)
        return outcome

    async def _copy(self, leaving: str, staying: str, names: Sequence[str]) -> None:
        """Encrypt pictures under the key of the account that stays; what is copied in vain is swept as an orphan."""
        for start in range(0, len(names), COPIES_AT_ONCE):
            some = names[start : start + COPIES_AT_ONCE]
            await asyncio.gather(*(self._copy_one(leaving, staying, name) for name in some))

    async def _copy_one(self, leaving: str, staying: str, name: str) -> None:
        try:
            data = await self._vault.get(leaving, name)
        except (BlobGone, SubjectGone, Tampered) as error:
            log.warning("a picture that cannot be read was left behind", person=leaving, why=type(error).__name__)
            return
        await self._vault.put(staying, name, data)

    async def _leave_nothing(self, left: str) -> None:
        """Destroy what an account that has gone into another leaves behind; the sweep does what fails here."""
        try:
            await self._vault.destroy(left)
            await self._queue.forget(left)
        except VaultError as error:
            log.warning("an old key is not destroyed yet", person=left, why=str(error))
        except QueueDown:
            log.warning("workers not told to forget, the queue is away; their memory expires", person=left)


class Guesses:
    """Wrong codes of the last hour, by chat; of very many chats the one that began first is forgotten."""

    def __init__(self) -> None:
        self._wrong: dict[tuple[str, str], tuple[float, ...]] = {}

    def too_many(self, chat: tuple[str, str], now: float) -> bool:
        """Whether this chat (platform, address) has to wait."""
        return len(self._recent(chat, now)) >= WRONG_CODES

    def note(self, chat: tuple[str, str], now: float) -> None:
        """Count a wrong code at this time (unix seconds)."""
        if chat not in self._wrong and len(self._wrong) == CHATS_REMEMBERED:
            del self._wrong[next(iter(self._wrong))]
        self._wrong[chat] = (*self._recent(chat, now), now)

    def _recent(self, chat: tuple[str, str], now: float) -> tuple[float, ...]:
        return tuple(at for at in self._wrong.get(chat, ()) if at > now - GUESSES_S)


def merged(ours: Standing, theirs: Standing) -> tuple[Session, tuple[str, ...]]:
    """The session of two accounts as one, and the names of our pictures for which the list has no room any more."""
    stored = [selfie.id for selfie in (*ours.selfies, *theirs.selfies) if selfie.state != "received"]
    before = read_session(ours.session)
    after = joined(before, read_session(theirs.session), stored)
    kept = {photo.id for photo in after.photos}
    return after, tuple(thumbnail_blob(photo.id) for photo in before.photos if photo.id not in kept)


def new_code() -> str:
    """A code nobody has: one of 10^12."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def offer(code: str, now: float) -> NewLinkCode:
    """What is kept of a code that is offered now (unix seconds)."""
    return NewLinkCode(digest(code), now + VALID_S)


def digest(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
