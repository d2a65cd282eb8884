"""The master key: from the settings or made once, and never shown."""

import base64
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage import StorageError
from storage.vault import read_master_key

KEY = bytes(range(32))


def test_the_first_start_makes_a_key_only_its_owner_can_read(tmp_path: Path) -> None:
    """Everybody's photos hang on this file."""
    key = read_master_key(tmp_path / "data", None)
    assert len(key) == 32
    assert read_master_key(tmp_path / "data", None) == key
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["master.key"]
    assert (tmp_path / "data/master.key").stat().st_mode & 0o777 == 0o600


def test_a_key_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """A file copied back from a backup often lost its mode."""
    read_master_key(tmp_path, None)
    (tmp_path / "master.key").chmod(0o644)
    read_master_key(tmp_path, None)
    assert (tmp_path / "master.key").stat().st_mode & 0o777 == 0o600


def test_two_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    """A photo encrypted by the bot must open in the worker."""
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(read_master_key, [tmp_path] * 16, [None] * 16))
    assert len(keys) == 1


@pytest.mark.parametrize("setting", [KEY.hex(), KEY.hex().upper(), base64.b64encode(KEY).decode() + "\n"])
def test_a_key_can_be_set_in_base64_or_hex(tmp_path: Path, setting: str) -> None:
    """On several machines the key comes from a secret store, which has its own habits."""
    assert read_master_key(tmp_path, setting) == KEY
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("setting", ["short", KEY.hex()[:-2], base64.b64encode(KEY + b"x").decode(), "Schlüssel"])
def test_a_key_that_is_none_is_refused_without_repeating_it(tmp_path: Path, setting: str) -> None:
    """A mistyped secret must not end up in the log."""
    with pytest.raises(StorageError, match="MASTER_KEY is not a key of 32 bytes") as caught:
        read_master_key(tmp_path, setting)
    assert setting not in str(caught.value)


def test_a_damaged_key_file_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    """Making a new key would lock everybody out of their own photos for good."""
    for damaged in (b"", b"half a ke", b"\xff\xfe"):
        (tmp_path / "master.key").write_bytes(damaged)
        with pytest.raises(StorageError, match=r"master\.key"):
            read_master_key(tmp_path, None)
        assert (tmp_path / "master.key").read_bytes() == damaged
