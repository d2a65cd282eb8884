"""Pictures fetched from Telegram's servers, or from the disk of a Bot API server of one's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.events import NotDownloaded, TooBig
from bot.telegram_files import PUBLIC, Files
from bot.telegram_wire import Wire
from tests.telegram_server import TOKEN, TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.telegram_world import Listening, jpeg, listening

MB = 2**20


@pytest.fixture
async def local_server(tmp_path: Path) -> AsyncIterator[TelegramServer]:
    """A Bot API server with --local: what it fetches lies on this machine's disk."""
    if not SPEC_FILE.exists():
        pytest.skip(MISSING)
    server = await TelegramServer(folder=tmp_path / "botapi").start()
    yield server
    await server.stop()
    assert server.breaches == []


async def test_a_file_telegram_holds_back_for_its_size_is_named_as_too_large(
    server: TelegramServer, talk: Listening
) -> None:
    """The person must learn how large a photo may be, and whose limit it was."""
    ada = server.person()
    async with listening(server, talk):
        ada.sends_file(b"x", "huge.jpg", "image/jpeg", size=51 * MB)
        await talk.until(1)
        assert server.asked("getFile") == []
        ada.sends_file(bytes(21 * MB), "huge.jpg", "image/jpeg", size=1000)
        assert await talk.until(2) == [TooBig(50), TooBig(20)]


async def test_telegram_itself_is_not_even_asked_for_more_than_it_gives() -> None:
    """The public Bot API hands out 20 MB at most: the answer is known beforehand."""
    files = Files(Bot(TOKEN), f"{PUBLIC}/")
    assert await files.fetch("file-id", 20 * MB + 1) == TooBig(20)


async def test_a_server_of_ones_own_gives_larger_files_from_its_disk(
    local_server: TelegramServer, talk: Listening
) -> None:
    """Whoever runs one does so for originals of more than 20 MB."""
    ada, large = local_server.person(), jpeg() + bytes(25 * MB)
    async with listening(local_server, talk):
        ada.sends_file(large, "me.jpg", "image/jpeg")
        ada.sends_file(bytes(51 * MB), "huge.jpg", "image/jpeg", size=1000)
        assert await talk.until(2) == [large, TooBig(50)]
    assert local_server.asked("download") == []


@pytest.mark.parametrize("way", ["elsewhere", "upwards", "link", "missing"])
async def test_no_file_but_the_bots_own_is_read_from_the_disk(
    local_server: TelegramServer, talk: Listening, tmp_path: Path, way: str
) -> None:
    """A server that is broken or not ours could name any file of this machine, the database of everybody included."""
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"SENTINEL")
    photos = tmp_path / "botapi" / TOKEN / "photos"
    photos.mkdir(parents=True)
    (photos / "link.jpg").symlink_to(secret)
    path = {
        "elsewhere": secret,
        "upwards": photos / "../../../secret.txt",
        "link": photos / "link.jpg",
        "missing": photos / "gone.jpg",
    }[way]
    local_server.files["wild"] = (str(path), b"")
    async with listening(local_server, talk):
        document = {"file_id": "wild", "file_unique_id": "u", "mime_type": "image/jpeg"}
        local_server.person().sends_other("document", document)
        assert await talk.until(1) == [NotDownloaded()]


async def test_telegram_itself_is_believed_no_path_on_this_machine(
    local_server: TelegramServer, talk: Listening
) -> None:
    """Only a server of the operator's own shares a disk with us: what the public one names is fetched from there."""
    name = local_server.keep_file(jpeg(), "photos", "me.jpg")
    base = f"{local_server.url}/bot", f"{local_server.url}/file/bot"
    wire = Wire()
    for api_url, downloads in ((PUBLIC, 1), (local_server.url, 1)):
        assert await Files(Bot(TOKEN, *base, request=wire), api_url).fetch(name, 0) == jpeg()
        assert len(local_server.asked("download")) == downloads
    await wire.shutdown()
