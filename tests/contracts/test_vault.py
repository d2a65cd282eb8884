"""The contract of the vault, on a store in memory and on a folder. S3 goes through the same calls of obstore."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import obstore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import LocalStore, MemoryStore, ObjectStore

from storage.folder import Folder
from storage.vault import BlobGone, SubjectGone, Tampered, Vault, VaultError

KEY = bytes(range(32))
PHOTO = b"a face nobody else may see" * 1000


@pytest.fixture(params=["memory", "folder"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    """What lies below the vault, to look at it from outside."""
    return MemoryStore() if request.param == "memory" else LocalStore(tmp_path, automatic_cleanup=True)


@pytest.fixture
def vault(store: ObjectStore, tmp_path: Path) -> Vault:
    """A vault of each kind."""
    return Vault(store, KEY, Folder(tmp_path) if isinstance(store, LocalStore) else None)


def everything(store: ObjectStore) -> dict[str, bytes]:
    """Every object by its path."""
    pages = list(obstore.list(store))
    return {meta["path"]: bytes(obstore.get(store, meta["path"]).bytes()) for page in pages for meta in page}


def names_below(folder: Path) -> set[str]:
    """The name of every file and folder."""
    return {path.name for path in folder.rglob("*")}


async def test_what_was_put_comes_back(vault: Vault) -> None:
    """A person's photos are what they sent, to the last byte, also the empty and the large."""
    await vault.enrol("ann")
    for data in (PHOTO, b"", os.urandom(12_000_000)):
        await vault.put("ann", "selfie-1", data)
        assert await vault.get("ann", "selfie-1") == data
        assert vault.get_sync("ann", "selfie-1") == data
    assert await vault.has("ann", "selfie-1")
    assert await vault.names("ann") == ("selfie-1",)
    assert await vault.subjects() == ("ann",)


async def test_nothing_can_be_read_from_outside(vault: Vault, store: ObjectStore) -> None:
    """Whoever steals the disk gets noise."""
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    await vault.put("ann", "b", PHOTO)
    lying = everything(store)
    assert set(lying) == {"keys/ann", "blobs/ann/a", "blobs/ann/b"}
    assert not any(PHOTO[:16] in data for data in lying.values())
    assert lying["blobs/ann/a"] != lying["blobs/ann/b"]


async def test_enrolling_again_keeps_the_key(vault: Vault) -> None:
    """Agreeing twice must not make the photos of the first time unreadable."""
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    await asyncio.gather(*(vault.enrol("ann") for _ in range(8)))
    assert await vault.get("ann", "a") == PHOTO


async def test_a_key_cut_off_by_a_power_failure_is_made_anew(vault: Vault, store: ObjectStore) -> None:
    """A person who agreed in the second of a power cut must not be locked out for good."""
    obstore.put(store, "keys/ann", b"")
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    assert await vault.get("ann", "a") == PHOTO


async def test_nothing_is_kept_of_somebody_without_a_key(vault: Vault, store: ObjectStore) -> None:
    """A photo that arrives after /delete must leave no trace."""
    with pytest.raises(SubjectGone):
        await vault.put("ann", "a", PHOTO)
    with pytest.raises(SubjectGone):
        await vault.get("ann", "a")
    assert not await vault.has("ann", "a")
    assert everything(store) == {}


async def test_what_is_not_there_is_said_to_be_gone(vault: Vault) -> None:
    """The sentence a person reads about a missing photo depends on it."""
    await vault.enrol("ann")
    assert not await vault.has("ann", "a")
    with pytest.raises(BlobGone, match="blobs/ann/a"):
        await vault.get("ann", "a")
    await vault.delete("ann", ["a", "b"])


Meddle = Callable[[dict[str, bytes]], dict[str, bytes]]
MEDDLING: dict[str, Meddle] = {
    "a bit turned": lambda o: {"blobs/ann/a": o["blobs/ann/a"][:-1] + bytes([o["blobs/ann/a"][-1] ^ 1])},
    "cut short": lambda o: {"blobs/ann/a": o["blobs/ann/a"][:20]},
    "emptied": lambda o: {"blobs/ann/a": b""},
    "another layout": lambda o: {"blobs/ann/a": b"\x02" + o["blobs/ann/a"][1:]},
    "names swapped": lambda o: {"blobs/ann/a": o["blobs/ann/b"], "blobs/ann/b": o["blobs/ann/a"]},
    "people swapped": lambda o: {"blobs/ann/a": o["blobs/bob/a"]},
    "keys swapped": lambda o: {"keys/ann": o["keys/bob"]},
    "key and photo of somebody else": lambda o: {"keys/ann": o["keys/bob"], "blobs/ann/a": o["blobs/bob/a"]},
}


@pytest.mark.parametrize("meddle", MEDDLING.values(), ids=MEDDLING)
async def test_what_was_changed_from_outside_is_never_shown(vault: Vault, store: ObjectStore, meddle: Meddle) -> None:
    """Nobody may be sent another person's face because files were swapped."""
    for subject in ("ann", "bob"):
        await vault.enrol(subject)
        for name in ("a", "b"):
            await vault.put(subject, name, f"{subject} {name}".encode())
    for path, data in meddle(everything(store)).items():
        obstore.put(store, path, data)
    with pytest.raises(Tampered):
        await vault.get("ann", "a")


async def test_another_master_key_opens_nothing_and_says_so(vault: Vault, store: ObjectStore) -> None:
    """An operator who lost the key reads which setting it is, instead of a riddle."""
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    with pytest.raises(Tampered, match="MASTER_KEY"):
        await Vault(store, bytes(32)).get("ann", "a")


async def test_destroying_leaves_nothing(vault: Vault, store: ObjectStore, tmp_path: Path) -> None:
    """/delete means gone: key, photos, folders, and others untouched."""
    for subject in ("ann", "bob"):
        await vault.enrol(subject)
        for name in ("a", "b", "c"):
            await vault.put(subject, name, PHOTO)
    assert await vault.destroy("ann") == 3
    assert await vault.destroy("ann") == 0

    assert set(everything(store)) == {"keys/bob", "blobs/bob/a", "blobs/bob/b", "blobs/bob/c"}
    assert "ann" not in names_below(tmp_path)
    assert await vault.subjects() == ("bob",)
    with pytest.raises(SubjectGone):
        await vault.get("ann", "a")


async def test_a_key_overwritten_but_not_yet_removed_is_gone(vault: Vault, store: ObjectStore) -> None:
    """A kill between the two steps of destroying must not leave photos that can be read."""
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    obstore.put(store, "keys/ann", bytes(len(everything(store)["keys/ann"])))
    for late in (vault.get("ann", "a"), vault.put("ann", "b", PHOTO)):
        with pytest.raises(SubjectGone):
            await late
    assert await vault.destroy("ann") == 1
    assert everything(store) == {}


async def test_a_photo_put_while_its_owner_is_destroyed_does_not_stay(vault: Vault, store: ObjectStore) -> None:
    """/delete in the middle of an upload: whichever comes first, nothing is left."""
    for _ in range(25):
        await vault.enrol("ann")
        puts = [vault.put("ann", f"p{number}", PHOTO) for number in range(4)]
        results = await asyncio.gather(*puts, vault.destroy("ann"), return_exceptions=True)
        assert all(isinstance(result, SubjectGone | int | None) for result in results), results
        left = everything(store)
        await vault.destroy("ann")
        assert left == {}, f"left behind: {list(left)}"


@given(st.text(max_size=12))
def test_no_name_leads_out_of_the_vault(name: str) -> None:
    """A hostile file name must not reach another person's files or the machine's."""
    vault = Vault(MemoryStore(), KEY)
    vault.enrol_sync("ann")
    allowed = name != "" and all(c.isascii() and (c.isalnum() or c in "-_") for c in name)
    if allowed:
        vault.put_sync("ann", name, b"x")
        assert vault.get_sync("ann", name) == b"x"
        return
    with pytest.raises(VaultError):
        vault.put_sync("ann", name, b"x")
    with pytest.raises(VaultError):
        vault.enrol_sync(name)


async def test_what_interrupted_writes_left_is_swept(tmp_path: Path) -> None:
    """Disk space, and half a picture, must not lie about forever because of one power cut."""
    vault = Vault.open(str(tmp_path / "vault"), KEY)
    await vault.enrol("ann")
    await vault.put("ann", "a", PHOTO)
    left = tmp_path / "vault/blobs/ann/b#1"
    left.write_bytes(b"half")
    modified = left.stat().st_mtime
    assert await vault.sweep_unfinished(modified - 1) == 0
    assert await vault.sweep_unfinished(modified + 1) == 1
    assert await vault.names("ann") == ("a",)
    assert not left.exists()
    left.write_bytes(b"half")
    await vault.destroy("ann")
    assert not left.parent.exists()


def test_a_vault_is_opened_by_folder_or_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """BLOB_URL is one setting for a folder and for S3."""
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    for place in (str(tmp_path / "new/folder"), f"file://{tmp_path}/other", "memory://", "s3://bucket/prefix"):
        assert isinstance(Vault.open(place, KEY), Vault)
    assert (tmp_path / "new/folder").stat().st_mode & 0o077 == 0
    (tmp_path / "file").touch()
    for place in ("gopher://hole", str(tmp_path / "file")):
        with pytest.raises(VaultError, match="BLOB_URL"):
            Vault.open(place, KEY)
