"""The vault: pictures, encrypted from the first day, in a folder or an S3-compatible store.

Each subject has a random key of 256 bits, wrapped by the master key, at `keys/<subject>`; pictures lie at
`blobs/<subject>/<name>`. Both are AES-256-GCM with the whole path as associated data, so no object can stand in for
another. Without its key a picture is noise, wherever a copy of it may be left: destroying is destroying the key.
Plaintext never touches the disk. Knows nothing of people or pictures, and no database.
"""

import asyncio
import contextlib
import os
import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import obstore
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

from storage import StorageError
from storage.folder import Folder
from storage.master_key import KEY_BYTES, read_master_key

__all__ = ["BlobGone", "Stored", "SubjectGone", "Tampered", "Vault", "VaultError", "read_master_key"]

VERSION: Final = b"\x01"  # of the layout: version, nonce, ciphertext with its tag
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")  # nothing that a path, a URL or a shell could misread
DESTROYED: Final = bytes(len(VERSION) + NONCE_BYTES + KEY_BYTES + TAG_BYTES)  # what a key is overwritten with


class VaultError(StorageError):
    """The vault could not keep or give what it was asked for."""


class SubjectGone(VaultError):
    """The subject has no key: never enrolled, or destroyed."""


class BlobGone(VaultError):
    """The subject has no object of this name."""


class Tampered(VaultError):
    """What is stored is not what was put there, or the master key is another."""


@dataclass(frozen=True)
class Stored:
    """An object of the vault: the key of `subject` where `name` is None, else a picture; `at`: unix seconds."""

    subject: str
    name: str | None
    at: float


class Vault:
    """Encrypted objects by subject and name. The methods ending in `_sync` are the same for where no loop runs."""

    def __init__(self, store: ObjectStore, master_key: bytes, folder: Folder | None = None) -> None:
        self._store, self._folder = store, folder
        self._master = AESGCM(master_key)

    @classmethod
    def open(cls, url_or_path: str, master_key: bytes) -> "Vault":
        """Open a folder by path or file:// (made if absent), memory://, or s3://bucket/prefix.

        Credentials and endpoint of S3 come from the AWS_ variables of the environment. Raises VaultError.
        """
        try:
            if url_or_path.startswith("memory:"):
                return cls(MemoryStore(), master_key)
            if "://" in url_or_path and not url_or_path.startswith("file://"):
                return cls(from_url(url_or_path), master_key)
            folder = Folder(Path(url_or_path.removeprefix("file://")).absolute())
            store = LocalStore(folder.root, automatic_cleanup=True)
        except (BaseError, OSError, ValueError) as error:
            raise VaultError(
                f"Could not open the vault at {url_or_path}: {error}. BLOB_URL is a folder or s3://bucket/prefix."
            ) from error
        return cls(store, master_key, folder)

    async def enrol(self, subject: str) -> None:
        """Give the subject a key; one that is there stays."""
        await asyncio.to_thread(self.enrol_sync, subject)

    async def put(self, subject: str, name: str, data: bytes) -> None:
        """Keep `data`, for good when this returns. Raises SubjectGone, also if the key goes meanwhile."""
        await asyncio.to_thread(self.put_sync, subject, name, data)

    async def get(self, subject: str, name: str) -> bytes:
        """What was put. Raises SubjectGone, BlobGone or Tampered."""
        return await asyncio.to_thread(self.get_sync, subject, name)

    async def has(self, subject: str, name: str) -> bool:
        """Whether there is such an object and a key to read it."""
        return await asyncio.to_thread(self.has_sync, subject, name)

    async def delete(self, subject: str, names: Iterable[str]) -> None:
        """Remove objects; those that are not there are passed over."""
        await asyncio.to_thread(self.delete_sync, subject, names)

    async def names(self, subject: str) -> tuple[str, ...]:
        """The names of the subject's objects."""
        listed = await self.inventory(f"blobs/{checked(subject)}")
        return tuple(stored.name for stored in listed if stored.name is not None)

    async def destroy(self, subject: str) -> int:
        """The key is overwritten and removed, then every object; returns how many objects. Safe to repeat."""
        return await asyncio.to_thread(self._destroy, subject)

    async def subjects(self) -> tuple[str, ...]:
        """Who has a key or objects."""
        return tuple(sorted({stored.subject for stored in await self.inventory()}))

    async def inventory(self, under: str | None = None) -> tuple[Stored, ...]:
        """Everything that is stored, keys and objects, or what is under one path."""
        return await asyncio.to_thread(lambda: tuple(self._inventory(under)))

    async def sweep_unfinished(self, before: float) -> int:
        """Remove what interrupted writes left in a folder before this time; returns how many files."""
        return await asyncio.to_thread(self._folder.sweep, before) if self._folder else 0

    def enrol_sync(self, subject: str) -> None:
        """See enrol."""
        path = key_path(subject)
        sealed = seal(self._master, path, os.urandom(KEY_BYTES))
        try:
            self._write(path, sealed, "create")
        except AlreadyExistsError:
            if not self._read(path):  # a power cut after the name and before the bytes: nothing was ever put with it
                self._write(path, sealed)

    def put_sync(self, subject: str, name: str, data: bytes) -> None:
        """See put."""
        key, path = self._key(subject), blob_path(subject, name)
        try:
            self._write(path, seal(AESGCM(key), path, data))
        except VaultError:
            self._still(subject, key, path)  # a folder that went while it was written to is no fault of the disk
            raise
        try:
            self._still(subject, key, path)
        except SubjectGone:
            self._remove([path])
            raise

    def get_sync(self, subject: str, name: str) -> bytes:
        """See get."""
        key, path = self._key(subject), blob_path(subject, name)
        try:
            sealed = self._read(path)
        except FileNotFoundError:
            raise BlobGone(f"{path} is not in the vault") from None
        return unseal(AESGCM(key), path, sealed)

    def delete_sync(self, subject: str, names: Iterable[str]) -> None:
        """See delete."""
        self._remove([blob_path(subject, name) for name in names])

    def has_sync(self, subject: str, name: str) -> bool:
        """See has."""
        path = blob_path(subject, name)
        try:
            self._key(subject)
            with asking("look for", path):
                obstore.head(self._store, path)
        except (SubjectGone, FileNotFoundError):
            return False
        return True

    def _key(self, subject: str) -> bytes:
        path = key_path(subject)
        try:
            sealed = self._read(path)
        except FileNotFoundError:
            raise SubjectGone(f"{subject} has no key in the vault") from None
        if sealed == DESTROYED:
            raise SubjectGone(f"the key of {subject} was destroyed")
        return unseal(self._master, path, sealed)

    def _still(self, subject: str, key: bytes, path: str) -> None:
        """Raise SubjectGone if the subject was destroyed while `path` was written, even if it was enrolled again."""
        if self._key(subject) != key:
            raise SubjectGone(f"{subject} was destroyed and enrolled again while {path} was written")

    def _read(self, path: str) -> bytes:
        with asking("read", path):
            return bytes(obstore.get(self._store, path).bytes())

    def _write(self, path: str, sealed: bytes, mode: Literal["create", "overwrite"] = "overwrite") -> None:
        try:
            with asking("keep", path):
                obstore.put(self._store, path, sealed, mode=mode, use_multipart=False)
        except FileNotFoundError as error:
            raise cannot("keep", path, error) from error
        if self._folder:
            with asking("keep", path), contextlib.suppress(FileNotFoundError):  # removed meanwhile
                self._folder.settle(path)

    def _destroy(self, subject: str) -> int:
        self._destroy_key(key_path(subject))
        count = 0
        while found := [blob_path(subject, s.name) for s in self._inventory(f"blobs/{subject}") if s.name]:
            self._remove(found)
            count += len(found)
        if self._folder:
            self._folder.remove_tree(f"blobs/{subject}")
        return count

    def _destroy_key(self, path: str) -> None:
        try:
            with asking("destroy", path):
                if self._folder:
                    self._folder.overwrite(path, DESTROYED)
                else:
                    obstore.head(self._store, path)
                    obstore.put(self._store, path, DESTROYED)
        except FileNotFoundError:
            return  # destroyed before
        self._remove([path])

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            with contextlib.suppress(FileNotFoundError), asking("remove", path):
                obstore.delete(self._store, path)

    def _inventory(self, under: str | None) -> Iterable[Stored]:
        with asking("list", under or "everything"):
            for page in obstore.list(self._store, prefix=under, chunk_size=1000):
                for meta in page:
                    if stored := read_path(meta["path"], meta["last_modified"]):
                        yield stored


@contextlib.contextmanager
def asking(do: str, path: str) -> Generator[None]:
    """A store that fails, as a VaultError; that something is not there, or is there already, passes through."""
    try:
        yield
    except (FileNotFoundError, AlreadyExistsError):
        raise
    except (BaseError, OSError) as error:
        raise cannot(do, path, error) from error


def checked(part: str) -> str:
    """A subject or name, if it can stand in a path; else raises VaultError."""
    if not NAME.fullmatch(part):
        raise VaultError(f"{part[:40]!r} cannot be a name in the vault: letters, digits, - and _ only")
    return part


def key_path(subject: str) -> str:
    """Where a subject's key lies."""
    return f"keys/{checked(subject)}"


def blob_path(subject: str, name: str) -> str:
    """Where a picture lies."""
    return f"blobs/{checked(subject)}/{checked(name)}"


def read_path(path: str, modified: datetime) -> Stored | None:
    """What lies at `path`; None for what the vault did not put there."""
    match path.split("/"):
        case ["keys", subject]:
            return Stored(subject, None, modified.timestamp())
        case ["blobs", subject, name]:
            return Stored(subject, name, modified.timestamp())
        case _:
            return None


def seal(key: AESGCM, path: str, data: bytes) -> bytes:
    """Encrypt `data` so that it can only be read at `path`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + key.encrypt(nonce, data, path.encode())


def unseal(key: AESGCM, path: str, sealed: bytes) -> bytes:
    """Decrypt what `seal` made for `path`. Raises Tampered."""
    try:
        if sealed[:1] != VERSION:
            raise InvalidTag
        return key.decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], path.encode())
    except (InvalidTag, ValueError):
        remedy = "was MASTER_KEY changed?" if path.startswith("keys/") else "it was changed from outside"
        raise Tampered(f"{path} does not open: {remedy}") from None


def cannot(do: str, path: str, error: Exception) -> VaultError:
    """What the store said, in one line."""
    said = (str(error).splitlines() or [type(error).__name__])[0]
    return VaultError(f"The vault could not {do} {path}: {said}. Is its disk full, or the store out of reach?")
