"""Two accounts to be joined, and a program that is killed while it joins them: `python -m tests.bot.joining FOLDER`.

It makes a world, then for n = 1, 1 + STRIDE ... a copy of it, `death-n`, in which a process joins and is killed with
SIGKILL at its n-th step, as in tests.storage.dying. It ends with the first process that lives to the end.
"""

import asyncio
import os
import shutil
import sys
from itertools import count
from pathlib import Path

from bot.linking import Linking, offer
from bot.session import Photo, Session, Step
from bot.stored_session import write_session
from inference.contract import thumbnail_blob
from storage import messages, people, turns
from storage.changes import Change
from storage.database import Database
from storage.people import Person
from storage.vault import Vault
from tests.fakes import MemoryQueue
from tests.storage.dying import die_at, open_vault
from tests.storage.lives import live
from tests.storage.test_erasure import end

STRIDE = 41  # not every step: thousands of deaths would only take longer
CODE = "ABCDEFGH"


async def open_world(world: Path) -> tuple[Database, Vault]:
    """Database and vault of one world."""
    return await Database.open(f"sqlite:///{world}/bot.sqlite"), open_vault(world)


async def make_pair(database: Database, vault: Vault) -> None:
    """Ann has shown a code and Bob will enter it: one photo, one ended order, two portraits, three messages each."""
    for name, other in (("ann", ""), ("bob", CODE)):
        person = await live(database, vault, name)
        await end(database, person, 300.0)
        photo = f"selfie-{person.id}"
        await vault.put(person.id, thumbnail_blob(photo), name.encode())
        session = Session(Step.SELFIES, (Photo(photo, 1, "accept"),))
        code = None if other else offer(CODE, 400.0)
        await turns.commit(database, Change(person.id, 400.0, session=write_session(session), link_code=code))
        for message in await messages.pending(database, person.id, "telegram"):
            await messages.sent(database, message.id, message.version, "r")


async def known(database: Database, address: str) -> Person:
    """Whose account the chat at this address is of."""
    person = await people.find_by_address(database, "telegram", address)
    assert person is not None
    return person


async def enter(database: Database, vault: Vault, now: float = 500.0) -> str:
    """Bob's chat enters the code, as a repeated update does too; returns what came of it."""
    person = await known(database, "bob")
    _, came = await Linking(database, vault, MemoryQueue(), lambda: now).use(person.id, CODE)
    return came.outcome


async def make(world: Path) -> None:
    """A world with the two in it."""
    database, vault = await open_world(world)
    await make_pair(database, vault)
    await database.close()


async def join(world: Path, step: int) -> None:
    """Do what is to be interrupted."""
    database, vault = await open_world(world)
    die_at(step)
    assert await enter(database, vault) == "joined"
    sys.setprofile(None)
    await database.close()


def main(folder: Path) -> None:
    """Kill at one step after another until none is left."""
    first = folder / "first"
    child = os.fork()  # the parent starts no thread, so that it can fork
    if child == 0:
        first.mkdir()
        asyncio.run(make(first))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    for step in count(1, STRIDE):
        world = folder / f"death-{step:04d}"
        shutil.copytree(first, world)
        child = os.fork()
        if child == 0:
            asyncio.run(join(world, step))
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
