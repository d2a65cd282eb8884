"""What lies in a folder, for tests that look for what must not be there."""

from contextlib import suppress
from pathlib import Path


def bytes_in(folder: Path) -> bytes:
    """Every byte of every file; one that goes while it is read, such as a database's journal, is gone."""
    found: list[bytes] = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file():
                found.append(path.read_bytes())
    return b"".join(found)
