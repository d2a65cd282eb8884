"""What the lanes do, by queue: selfies are decoded and checked, orders are made by an engine.

Lives in the children of the lanes (inference.lane_child), with everything heavy. Photos come from the vault; only
names, sizes and verdicts are told.
"""

from collections.abc import Callable, Mapping

import msgspec

from inference import contract
from inference.catalogue import MODELS
from inference.contract import CheckSelfie, Mode, SelfieChecked
from inference.decode import Sandbox, Unreadable
from inference.frames import Checked, Start
from inference.lane_child import Craft, Say, Stop
from inference.making import PHOTOS, Making, vault_in_our_words
from storage.vault import Vault

REFERENCE_PX = 1400  # a model sees head and shoulders with about 1024 x 1024 pixels, cut out of a photo of this side


class Checking:
    """The craft of the queue `selfies`: a verdict on each photo."""

    engine = ""
    modes: frozenset[Mode] = frozenset()
    adapters = False

    def __init__(self, start: Start) -> None:
        from inference import selfies  # warm before the first photo comes; the lane for portraits has no use for it

        self._check = selfies.check
        self._vault = Vault.open(start.blob_url, start.master_key)
        self._sandbox = Sandbox()

    def work(self, request: bytes, stop: Stop, say: Say) -> bool:
        """Decode and check one selfie."""
        ask = msgspec.msgpack.decode(request, type=CheckSelfie)
        with vault_in_our_words():
            photo = self._vault.get_sync(ask.subject, ask.blob)
        say(Checked(self._verdict(ask, photo)))
        return True

    def forget(self, subject: str) -> None:
        """Nothing to do: a photo leaves memory with its verdict."""

    def _verdict(self, ask: CheckSelfie, photo: bytes) -> SelfieChecked:
        try:
            check = self._check(self._sandbox.decode(photo))
        except Unreadable as error:
            return unreadable(ask, error)
        return SelfieChecked(ask.selfie, ask.attempt, check.verdict, check.reasons, check.measures, check.quality)


def unreadable(ask: CheckSelfie, error: Unreadable) -> SelfieChecked:
    """The verdict on a photo that could not be decoded."""
    return SelfieChecked(ask.selfie, ask.attempt, "reject", ("unreadable",), error.measures, 0.0, error.code)


def making(start: Start) -> Craft:
    """The craft of the queue `portraits`, with the engine that the setup leads to. Raises EngineUnavailable."""
    from inference.engines.choosing import choose

    engine = choose(start.setup)
    if engine.name not in MODELS:
        return Making(start, engine, Sandbox())
    sandbox = Sandbox(children=PHOTOS)  # a GPU waits for them: several at once
    sandbox.warm()
    return Making(start, engine, sandbox, REFERENCE_PX)


CRAFTS: Mapping[str, Callable[[Start], Craft]] = {contract.SELFIES: Checking, contract.PORTRAITS: making}
