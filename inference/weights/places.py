"""Where the files of a pull go: into a folder of MODEL_DIR, or into the Hugging Face cache with links to it.

Both end as one folder a model, with nothing in it but what was pulled. Refuses to know where files come from.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inference.weights.hub import Hub, Offered
from inference.weights.lockfile import Lock

PARTIALS = ".pulling"  # hidden, so that no loader and no check takes it for part of the model


class Places(Protocol):
    """Where things lie. Paths are below the model's folder, as in the lock file."""

    @property
    def disk(self) -> Path:
        """A folder on the disk that fills up; it may not exist yet."""
        ...

    @property
    def setting(self) -> str:
        """The setting that moves it elsewhere."""
        ...

    def place(self, path: str, file: Offered) -> Path:
        """Where the content of a file lies once it is whole."""
        ...

    def partial(self, path: str, file: Offered) -> Path:
        """Where its beginning lies until then: on the same disk, and the same for every attempt."""
        ...

    def borrow(self, path: str, file: Offered, known: Lock, root: Path) -> None:
        """Take the content from another model below `root` that has the same, if that costs nothing."""
        ...

    def settle(self, path: str, file: Offered) -> None:
        """Make a whole file part of the model."""
        ...

    def tidy(self, old: Collection[str], new: Collection[str]) -> None:
        """Remove what an earlier pull left: files that were locked and are not in `new`, and beginnings."""
        ...


@dataclass(frozen=True)
class InFolder:
    """MODEL_DIR/NAME holds the files themselves; models that share weights share them by hard links."""

    folder: Path
    setting: str = "MODEL_DIR"

    @property
    def disk(self) -> Path:
        """The folder's own."""
        return self.folder

    def place(self, path: str, file: Offered) -> Path:
        """In the folder."""
        return self.folder / path

    def partial(self, path: str, file: Offered) -> Path:
        """Named by content, so that a file that is the same in a newer commit goes on too."""
        return self.folder / PARTIALS / (file.sha256 or file.git_id)

    def borrow(self, path: str, file: Offered, known: Lock, root: Path) -> None:
        """A hard link to a file of the same sha256."""
        if file.sha256 is None:
            return
        for name, model in known.models.items():
            for other in model.files:
                source, place = root / name / other.path, self.folder / path
                if other.sha256 == file.sha256 and source.is_file() and not place.exists():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    try:
                        os.link(source.resolve(), place)
                    except OSError:
                        return  # another disk, or one without hard links: then it is fetched
                    return

    def settle(self, path: str, file: Offered) -> None:
        """It lies where it should."""

    def tidy(self, old: Collection[str], new: Collection[str]) -> None:
        """Delete replaced files and beginnings; what somebody else put there stays."""
        for path in set(old) - set(new):
            (self.folder / path).unlink(missing_ok=True)
        for partial in (self.folder / PARTIALS).glob("*"):
            partial.unlink(missing_ok=True)
        _drop_empty(self.folder)


@dataclass(frozen=True)
class InCache:
    """The cache keeps the contents, under names every program of the Hub knows; `folder` holds links to them."""

    folder: Path
    hub: Hub
    setting: str = "HF_HOME, or MODEL_DIR,"

    @property
    def disk(self) -> Path:
        """The cache's."""
        return self.hub.cache

    def place(self, path: str, file: Offered) -> Path:
        """The blob in the cache."""
        return self.hub.blob(file)

    def partial(self, path: str, file: Offered) -> Path:
        """Beside the blob, ending as the cache's own unfinished files do, so that its cleaning finds it."""
        return self.hub.blob(file).with_suffix(".pull.incomplete")

    def borrow(self, path: str, file: Offered, known: Lock, root: Path) -> None:
        """The cache shares by itself."""

    def settle(self, path: str, file: Offered) -> None:
        """Enter it in the cache and link to it."""
        self.hub.enter(file)
        link = self.folder / path
        link.parent.mkdir(parents=True, exist_ok=True)
        fresh = link.with_name(f".{link.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(self.place(path, file).absolute())
        fresh.replace(link)

    def tidy(self, old: Collection[str], new: Collection[str]) -> None:
        """Remove links that are no longer part of it; the cache is left to its own cleaning."""
        kept = {self.folder / path for path in new}
        for path in self.folder.rglob("*"):
            if path.is_symlink() and path not in kept:
                path.unlink()
        _drop_empty(self.folder)


def _drop_empty(folder: Path) -> None:
    """Remove the folders below that hold nothing."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()
