"""A PostgreSQL of our own for the tests, in a temporary folder, reached by its socket alone."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

OWNER = "postgres"  # the server refuses to run as root
SETTINGS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -k {folder}"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running(folder: Path, bin_folder: Path) -> Generator[str]:
    """Start a server in `folder` and give its URL."""
    user = OWNER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str | Path) -> None:
        command = [bin_folder / program, "-D", folder / "data", *arguments]
        subprocess.run(command, check=True, cwd=folder, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    run("initdb", "-U", OWNER, "-A", "trust", "--no-sync")
    run("pg_ctl", "-w", "-o", SETTINGS.format(folder=folder), "start")
    try:
        yield f"postgresql://{OWNER}@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "fast", "stop")
