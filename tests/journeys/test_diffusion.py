"""Whole visits over Telegram whose portraits a diffusion model makes: a tiny klein of the real classes, on the CPU.

The weights are random, so nobody is to be recognised in what comes; everything else is as on a machine with a GPU.
"""

import io
import os
import re
import signal
from pathlib import Path

import pytest
from PIL import Image

from inference.catalogue import MODELS
from inference.weights import pin
from tests.journeys.test_telegram import agree, albums, choose, files, running, send_photos, server
from tests.processes import parents, worker_of
from tests.telegram_server import TelegramServer
from tests.telegram_spec import MISSING, SPEC_FILE
from tests.waiting import until

__all__ = ["server"]

pytest.importorskip("diffusers", reason="diffusers is not installed: `make gpu` installs it")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)]

KLEIN = "flux2-klein-4b"
WARM_S = 120.0
MID_S = 240.0  # until something is to be seen: four photos, a step of a tiny model at full size, a busy machine
ORDER_S = 600.0  # two portraits of 1024 x 1280 on two cores, the second time from the start


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A MODEL_DIR with a tiny klein, pinned."""
    from tests.tiny import save

    folder = tmp_path_factory.mktemp("models")
    save(KLEIN, folder / KLEIN)
    pin(MODELS[KLEIN], folder, folder)
    return folder


def painter_of(bot: int) -> int | None:
    """The process that holds the model: the child of the bot's worker that has torch in memory."""
    worker = worker_of(bot)
    for child, parent in parents().items():
        if parent == worker and "libtorch" in Path(f"/proc/{child}/maps").read_text():
            return child
    return None


def previews(folder: Path) -> list[Path]:
    """What lies in the vault of portraits in the making."""
    return list((folder / "blobs").rglob("*-preview"))


async def test_an_order_painted_by_a_model_survives_the_death_of_its_process(
    server: TelegramServer, models: Path, tmp_path: Path
) -> None:
    """The biggest process is the first the system kills; the person gets each portrait, once, and nothing is left."""
    ada = server.person()
    data = tmp_path / "data"
    data.mkdir()
    async with running(server, data, ENGINE=KLEIN, MODEL_DIR=str(models), DEVICE="cpu") as bot:
        await agree(ada)
        await send_photos(ada)
        await choose(ada, "LinkedIn")
        ada.presses("Make 2 portraits")
        await until(lambda: previews(data), "a preview of the first portrait", MID_S)
        assert bot.process is not None
        first = painter_of(bot.process.pid)
        assert first is not None
        assert albums(ada) == []
        os.kill(first, signal.SIGKILL)
        over = await ada.chat.says("✅ Finished", ORDER_S)
        await ada.chat.says("These 2 portraits are yours", 60, after=over.id)
        second = painter_of(bot.process.pid)

        assert second not in (None, first)
        assert [len(album) for album in albums(ada)] == [2], ada.chat.transcript
        assert sorted(m.filename for m in files(ada)) == ["headshot-linkedin-1.jpg", "headshot-linkedin-2.jpg"]
        for shown in files(ada):
            with Image.open(io.BytesIO(shown.document or b"")) as portrait:
                assert portrait.size == MODELS[KLEIN].size
        assert ada.chat.found("An AI model made these 2 pictures"), ada.chat.transcript
        assert previews(data) == []
        assert f"Engine: {KLEIN}" in bot.log
        assert re.search(r"failed engine .*-9 \(killed", bot.log), "the first attempt ended with its process"


async def test_a_bot_whose_model_is_not_there_still_answers_and_its_operator_reads_why(
    server: TelegramServer, tmp_path: Path
) -> None:
    """A typing error in a setting must not take from anybody what needs no model: their rights above all."""
    ada = server.person()
    async with running(server, tmp_path, ENGINE=KLEIN, MODEL_DIR=str(tmp_path / "models"), DEVICE="cpu") as bot:
        await until(lambda: "No portraits can be made" in bot.log, "the operator to be told", WARM_S)
        await agree(ada)
        said = ada.says("/privacy")
        await ada.chat.says("How your photos are treated", after=said.id)

    assert f"models pull {KLEIN}" in bot.log
    assert bot.log.count(f"ENGINE={KLEIN} cannot be opened") == 1, "once, not over and over"
