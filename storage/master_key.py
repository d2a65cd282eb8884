"""The master key: 32 bytes that wrap every other key. From the settings, or made on the first start."""

import base64
import os
import re
from pathlib import Path
from typing import Final

from storage import StorageError

KEY_BYTES: Final = 32
FILE: Final = "master.key"


def read_master_key(data_dir: Path, setting: str | None) -> bytes:
    """The key in `setting` (base64 or hex of 32 bytes), else the one in `data_dir`, made there if there is none.

    Raises StorageError, which never repeats the key.
    """
    if setting:
        return decode(setting, "MASTER_KEY")
    place = data_dir / FILE
    try:
        if not place.exists():
            make(place)
        place.chmod(0o600)
        return decode(place.read_text("ascii"), str(place))
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"Could not read or make the master key at {place}: {error}") from error


def make(place: Path) -> None:
    """Write a new key, whole or not at all, readable to its owner alone. One that appears meanwhile stays."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f"{FILE}.{os.urandom(8).hex()}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(os.urandom(KEY_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        place.hardlink_to(draft)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def decode(text: str, where: str) -> bytes:
    """The 32 bytes that `text` stands for."""
    text = text.strip()
    try:
        key = bytes.fromhex(text) if re.fullmatch(r"[0-9a-fA-F]{64}", text) else base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StorageError(
            f"{where} is not a key of {KEY_BYTES} bytes in base64 or hex. `openssl rand -base64 32` makes one."
        )
    return key
