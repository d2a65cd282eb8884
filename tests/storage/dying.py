"""A program that is killed over and over: `python -m tests.storage.dying answer|erase FOLDER`.

It makes a world, then for n = 1, 2, 3 ... a copy of it, `death-n`, in which a process does the act and is killed
with SIGKILL at its n-th step: a call or return of the storage code or of what it calls, or a statement of SQL.
It ends with the first process that lives to the end.
"""

import asyncio
import os
import shutil
import signal
import sys
import threading
from itertools import count
from pathlib import Path
from types import FrameType

from sqlalchemy import Engine, event

import storage
from storage import erasure, turns
from storage.database import Database
from storage.people import Person
from storage.vault import Vault
from tests.storage.lives import live
from tests.storage.test_faults import an_answer

CODE = str(Path(storage.__file__).parent)
STRIDE = {"answer": 3, "erase": 5}  # not every step: hundreds of deaths would only take longer


def open_vault(world: Path) -> Vault:
    """The vault of one world."""
    return Vault.open(str(world / "vault"), bytes(range(32)))


async def make(world: Path) -> Person:
    """A world with somebody in it."""
    database = await Database.open(f"sqlite:///{world}/bot.sqlite")
    person = await live(database, open_vault(world), "ann")
    await database.close()
    return person


def die_at(step: int) -> None:
    """Arrange for this process to be killed at its `step`-th step from now."""
    steps = count(1)

    def take(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(frame: FrameType, *_: object) -> None:
        if frame.f_code.co_filename.startswith(CODE):
            take()

    event.listen(Engine, "before_cursor_execute", take)
    event.listen(Engine, "commit", take)
    threading.setprofile(watch)  # the vault works in threads
    sys.setprofile(watch)


async def act(what: str, world: Path, person: Person, step: int) -> None:
    """Do what is to be interrupted."""
    database, vault = await Database.open(f"sqlite:///{world}/bot.sqlite"), open_vault(world)
    die_at(step)
    if what == "erase":
        await erasure.erase(database, vault, person.id, 9.0)
    else:
        await turns.commit(database, an_answer(person))
    sys.setprofile(None)
    await database.close()


def main(what: str, folder: Path) -> None:
    """Kill at one step after another until none is left."""
    first = folder / "first"
    child = os.fork()  # the parent starts no thread, so that it can fork
    if child == 0:
        first.mkdir()
        person = asyncio.run(make(first))
        (first / "person").write_text("\n".join(map(str, (person.id, person.address))))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    person_id, address = (first / "person").read_text().split("\n")
    person = Person(person_id, "telegram", address, "en", None, None, False, 0.0)
    for step in count(1, STRIDE[what]):
        world = folder / f"death-{step:04d}"
        shutil.copytree(first, world)
        child = os.fork()
        if child == 0:
            asyncio.run(act(what, world, person, step))
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
