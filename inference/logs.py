"""Logs of the worker and of its lanes: one line an event on standard error, with ids and never a key or an address.

Our own packages log from the level that is set; libraries never say less than a warning, since at DEBUG they print
what they send and receive.
"""

import logging
from typing import Final, Literal

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
OURS: Final = ("inference", "storage")


def set_up_logs(level: Level, who: str = "") -> None:
    """Log on standard error, our own packages from `level` on; `who` stands before each name."""
    logging.basicConfig(level=logging.WARNING, format=f"%(asctime)s %(levelname)s {who}%(name)s: %(message)s")
    for name in OURS:
        logging.getLogger(name).setLevel(level)
