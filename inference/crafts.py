"""What the lanes do, by queue: selfies are decoded and checked, previews made of them, orders are made by an engine.

Lives in the children of the lanes (inference.lane_child), with everything heavy. Photos come from the vault; only
names, sizes and verdicts are told.
"""

from collections.abc import Callable, Mapping

from inference import contract
from inference.catalogue import MODELS
from inference.decode import Sandbox
from inference.frames import Start
from inference.lane_child import Craft
from inference.making import PHOTOS, Making

REFERENCE_PX = 1400  # a model sees head and shoulders with about 1024 x 1024 pixels, cut out of a photo of this side


def making(start: Start) -> Craft:
    """The craft of the queue `portraits`, with the engine that the setup leads to. Raises EngineUnavailable."""
    from inference.engines.choosing import choose

    engine = choose(start.setup)
    if engine.name not in MODELS:
        return Making(start, engine, Sandbox())
    sandbox = Sandbox(children=PHOTOS)  # a GPU waits for them: several at once
    sandbox.warm()
    return Making(start, engine, sandbox, REFERENCE_PX)


def checking(start: Start) -> Craft:
    """The craft of the queue `selfies`, warm before the first photo comes."""
    from inference.checking import Checking  # the lane for portraits has no use for what it brings

    return Checking(start)


CRAFTS: Mapping[str, Callable[[Start], Craft]] = {contract.SELFIES: checking, contract.PORTRAITS: making}
