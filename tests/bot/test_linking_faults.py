"""Two accounts made one while the database fails and the power goes: nothing is lost and nothing is there twice."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.linking import Linking
from bot.stored_session import read_session
from inference.contract import thumbnail_blob
from storage import StorageError, erasure, messages, orders, portraits, turns
from storage.database import Database
from storage.vault import Vault, VaultError
from tests.bot.joining import CODE, enter, known, make_pair, open_world
from tests.fakes import MemoryQueue
from tests.storage.test_faults import OPERATIONS, assert_whole, failing

LATER = time.time() + 7200.0  # objects are as old as their files say, so sweeping is asked from the future


async def assert_joined(database: Database, vault: Vault, world: Path) -> None:
    """Everything of both is in the one account, once, can be read, and nothing of the other account is left."""
    assert await vault.subjects() == ((await known(database, "ann")).id,)
    await erasure.sweep_orphans(database, vault, LATER, 168)
    ann = await known(database, "ann")
    assert await known(database, "bob") == ann
    standing = await turns.standing(database, ann.id)
    assert standing is not None
    photos = [photo.id for photo in read_session(standing.session).photos]
    assert len(photos) == len(set(photos)) == 2
    assert sorted(selfie.id for selfie in standing.selfies) == sorted(photos)
    assert len(await orders.of_person(database, ann.id)) == 2
    made = await portraits.of_person(database, ann.id)
    assert len(made) == len({p.blob for p in made}) == 4
    assert len(await messages.of_person(database, ann.id)) == 6
    names = {*photos, *map(thumbnail_blob, photos), *(p.blob for p in made)}
    assert set(await vault.names(ann.id)) == names
    assert {len(set(await vault.get(ann.id, name))) for name in names} <= {2, 3}, "letters of ann or bob"
    assert_whole(world)


async def test_two_accounts_become_one_whole_one(tmp_path: Path) -> None:
    """Photos and portraits of both chats can be read under the one key that is left."""
    database, vault = await open_world(tmp_path)
    await make_pair(database, vault)
    bob = await known(database, "bob")
    queue = MemoryQueue()
    account, came = await Linking(database, vault, queue, lambda: 500.0).use(bob.id, f" {CODE.lower()} ")

    assert (account, came.outcome) == ((await known(database, "ann")).id, "joined")
    await assert_joined(database, vault, tmp_path)
    assert queue.forgotten == [bob.id], "what a worker has in memory of the old account can no longer be used"
    assert await enter(database, vault) == "joined", "the same update once more, since its answer was lost"
    await assert_joined(database, vault, tmp_path)
    await database.close()


@pytest.mark.slow
async def test_wherever_the_database_fails_it_can_be_joined_again(tmp_path: Path) -> None:
    """An error in the middle must leave two whole accounts or one, never two halves; the next try finishes it."""
    database, vault = await open_world(tmp_path / "first")
    await make_pair(database, vault)
    await database.close()
    halves, nth = set[bool](), 0
    for nth in range(1, OPERATIONS):
        world = tmp_path / f"fault-{nth}"
        shutil.copytree(tmp_path / "first", world)
        database, vault = await open_world(world)
        with failing(nth) as count:
            failed = await fails(database, vault)
        halves.add((await known(database, "bob")) == await known(database, "ann"))
        assert await enter(database, vault) == "joined"
        await assert_joined(database, vault, world)
        await database.close()
        if count[0] < nth:
            break
        assert failed, "a fault was swallowed"
    assert nth > 20
    assert halves == {False, True}


async def fails(database: Database, vault: Vault) -> bool:
    """Whether joining ended in an error."""
    try:
        await enter(database, vault)
    except StorageError:
        return True
    return False


@pytest.mark.slow
async def test_a_kill_at_any_moment_is_survived(tmp_path: Path) -> None:
    """kill -9 between any two steps: after the restart the update is handled again, and all is there once."""
    worlds = deaths(tmp_path)
    assert len(worlds) > 30
    outcomes: set[bool] = set()
    for world in worlds:
        database, vault = await open_world(world)
        outcomes.add((await known(database, "bob")) == await known(database, "ann"))
        assert await enter(database, vault) == "joined"
        await assert_joined(database, vault, world)
        await database.close()
    assert outcomes == {False, True}  # deaths before and after the moment that counts


def deaths(folder: Path) -> list[Path]:
    """What a process that was killed at one step after another left behind each time."""
    command = [sys.executable, "-m", "tests.bot.joining", str(folder)]
    subprocess.run(command, check=True, timeout=300, cwd=Path(__file__).parents[2])
    return sorted(folder.glob("death-*"))


class Swept(Vault):
    """A vault that is swept for orphans after every picture that is put into it."""

    database: Database

    async def put(self, subject: str, name: str, data: bytes) -> None:
        """See Vault.put."""
        await super().put(subject, name, data)
        await erasure.sweep_orphans(self.database, self, time.time(), 168)


async def test_a_sweep_in_the_middle_takes_nothing(tmp_path: Path) -> None:
    """Pictures are copied before any row knows them under the other account: they must not be taken for orphans."""
    database, vault = await open_world(tmp_path)
    await make_pair(database, vault)
    swept = Swept.open(str(tmp_path / "vault"), bytes(range(32)))
    assert isinstance(swept, Swept)
    swept.database = database
    assert await enter(database, swept) == "joined"
    await assert_joined(database, vault, tmp_path)
    await database.close()


class Full(Vault):
    """A vault with room for three more pictures."""

    room = 3

    async def put(self, subject: str, name: str, data: bytes) -> None:
        """See Vault.put."""
        self.room -= 1
        if self.room < 0:
            raise VaultError("the disk is full")
        await super().put(subject, name, data)


async def test_what_was_copied_in_vain_is_swept(tmp_path: Path) -> None:
    """A join that did not come to its end must leave both accounts whole, and nobody's portraits in another one."""
    database, vault = await open_world(tmp_path)
    await make_pair(database, vault)
    ann, bob = await known(database, "ann"), await known(database, "bob")
    before = set(await vault.names(ann.id))
    assert await fails(database, Full.open(str(tmp_path / "vault"), bytes(range(32))))
    assert await known(database, "bob") == bob
    assert len(await vault.names(bob.id)) == 4
    assert set(await vault.names(ann.id)) > before
    await erasure.sweep_orphans(database, vault, time.time() + 169 * 3600, 168)

    assert set(await vault.names(ann.id)) == {name for name in before if not name.startswith("thumb-")}
    await database.close()
