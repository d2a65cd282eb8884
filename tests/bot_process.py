"""`python -m bot` as an operator runs it: a process of its own with its own folder, stopped or killed by tests."""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
STOP_S: Final = 30.0


@dataclass
class BotProcess:
    """The bot with these settings; everything it keeps lies in `folder`, its log in `folder`/log."""

    folder: Path
    settings: dict[str, str]
    command: tuple[str, ...] = ("-m", "bot")
    process: asyncio.subprocess.Process | None = field(default=None, init=False)

    async def start(self) -> None:
        """Start it; nothing of the surroundings but the path is passed on."""
        environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
        environment |= {"DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT), **self.settings}
        with (self.folder / "log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *self.command, cwd=self.folder, env=environment, stdout=log, stderr=log
            )

    async def stop(self) -> int:
        """Ask it to stop, as a service manager does, and end it if it does not; its exit status."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return await self.ended()
        except TimeoutError:
            self.kill()
            return await self.ended()

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.kill()

    async def ended(self) -> int:
        """Wait for its end; its exit status."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), STOP_S)

    async def restart(self) -> None:
        """Wait until it is dead and start it anew."""
        await self.ended()
        await self.start()

    @property
    def log(self) -> str:
        """What it has logged."""
        return (self.folder / "log").read_text(encoding="utf-8")
