"""The lock file of the models: which commit each came from, and the size and sha256 of every file that may be loaded.

`models pull` and `models pin` write an entry, the worker insists on it. Paths are below the model's own folder, with
forward slashes. Refuses to know where folders lie, what a file holds and how it was fetched.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import msgspec

FILE_NAME = "models.lock.json"
VERSION = 1

Code = Literal[
    "absent",
    "not_locked",
    "lock_unreadable",
    "missing_file",
    "changed",
    "pickle",
    "extra_code",
    "extra_file",
    "outside",
    "not_readable",
    "no_space",
    "no_network",
    "no_access",
    "not_found",
    "busy",
]


class WeightsError(Exception):
    """Weights cannot be used or fetched; the message names the file and the remedy, `code` is for programs."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(sentence)
        self.code: Code = code


class LockedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: `path` below the model's folder, `size` in bytes, `sha256` in hex."""

    path: str
    size: Annotated[int, msgspec.Meta(ge=0)]
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came from one repository into `folder` (empty: the model's own). `commit` None: put there by hand."""

    repo: str
    commit: str | None
    folder: str
    files: tuple[LockedFile, ...]


class LockedModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything one model may load; the first origin is its own repository, the others its parts."""

    origins: Annotated[tuple[Origin, ...], msgspec.Meta(min_length=1)]

    @property
    def files(self) -> tuple[LockedFile, ...]:
        """The files of all origins."""
        return tuple(file for origin in self.origins for file in origin.files)

    @property
    def commit(self) -> str | None:
        """The commit of the model's own repository."""
        return self.origins[0].commit


class Lock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    models: dict[str, LockedModel] = {}
    version: Literal[1] = VERSION


def read(path: Path) -> Lock:
    """What the lock file says; empty where there is none. Raises WeightsError where it is damaged or hostile."""
    try:
        lock = msgspec.json.decode(path.read_bytes(), type=Lock)
    except FileNotFoundError:
        return Lock()
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WeightsError(
            "lock_unreadable",
            f"{path} is not a lock file this version can read ({error}): restore it from a backup, or delete it and "
            "run `python -m inference models pull NAME` again; files that are there are not fetched twice.",
        ) from None
    except OSError as error:
        raise WeightsError("not_readable", f"{path} cannot be read ({error.strerror}): allow it.") from None
    for name, model in lock.models.items():
        for file in model.files:
            if climbs(file.path):
                raise WeightsError(
                    "outside",
                    f"{path} lists {file.path!r} for {name}, which leads out of the model's folder: somebody changed "
                    f"the lock file. Run `python -m inference models pull {name}` again.",
                )
    return lock


def climbs(path: str) -> bool:
    """Whether a path from a list would lead out of the folder it is meant for, on any system."""
    parts = PurePosixPath(path).parts
    return not parts or path.startswith("/") or ".." in parts or "\\" in path or "\0" in path or ":" in path


def record(path: Path, name: str, model: LockedModel) -> None:
    """Write the entry of one model and leave the others as they are. A crash leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent):
        lock = Lock({**read(path).models, name: model})
        fresh = path.with_name(f".{FILE_NAME}.{os.getpid()}")
        with fresh.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(lock), indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Two pulls may end at the same moment: the second waits, so that neither loses its entry."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
        os.fsync(handle)
    finally:
        os.close(handle)
