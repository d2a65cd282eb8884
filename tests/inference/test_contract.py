"""Bots and workers of two versions side by side, as they are for the minutes of an upgrade."""

import msgspec

from inference.contract import MakePortraits, OrderEnded, Progress, Shot


class EarlierShot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shot, as a worker without models knows it."""

    index: int
    style: str
    background: str | None = None


class EarlierOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """MakePortraits, as a worker without models knows it."""

    order: str
    attempt: int
    subject: str
    blobs: tuple[str, ...]
    shots: tuple[EarlierShot, ...]
    seed: int


class EarlierProgress(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Progress, as a bot without previews knows it."""

    order: str
    attempt: int
    done: int
    total: int
    fraction: float


def test_a_worker_of_the_version_before_takes_a_plain_order() -> None:
    """It drops what it does not understand as junk: a bot upgraded first would have nobody's portraits made."""
    ask = MakePortraits("o", 1, "ada", ("s",), (Shot(0, "cv"),), 7)

    taken = msgspec.msgpack.decode(msgspec.msgpack.encode(ask), type=EarlierOrder)

    assert taken == EarlierOrder("o", 1, "ada", ("s",), (EarlierShot(0, "cv"),), 7)


def test_a_bot_of_the_version_before_hears_of_progress() -> None:
    """A worker upgraded first that shows no preview is understood."""
    told = msgspec.msgpack.encode(Progress("o", 1, 0, 2, 0.5))

    assert msgspec.msgpack.decode(told, type=EarlierProgress) == EarlierProgress("o", 1, 0, 2, 0.5)


def test_what_is_left_out_comes_back_as_it_was() -> None:
    """What is not said is what both sides mean by saying nothing."""
    for said in (MakePortraits("o", 1, "ada", (), (), 7), OrderEnded("o", 1, "done"), Progress("o", 1, 0, 2, 0.5)):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(said), type=type(said)) == said
