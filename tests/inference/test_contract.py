"""Bots and workers of two versions side by side, as they are for the minutes of an upgrade."""

from itertools import permutations

import msgspec
import pytest

from inference import contract
from inference.contract import (
    CheckSelfie,
    CheckSet,
    MakePortraits,
    MakePreview,
    OrderEnded,
    PreviewMade,
    Progress,
    SetChecked,
    SetPhoto,
    Shot,
)
from storage import erasure


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
    for said in (
        MakePortraits("o", 1, "ada", (), (), 7),
        OrderEnded("o", 1, "done"),
        Progress("o", 1, 0, 2, 0.5),
        CheckSet("ada", 1, 1, (SetPhoto("s", 1, None), SetPhoto("t", 2, "reject", "blurred")), {}),
        SetChecked("ada", 1, 1, {}, {}, {}, (), "left", "sheet", 1080, 640),
        MakePreview("o", "ada", ("s",), Shot(0, "cv"), 7),
        PreviewMade("o", "ada", "o-instant", 614, 768),
    ):
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(said), type=type(said)) == said


def test_checks_comparisons_and_previews_are_never_taken_for_each_other() -> None:
    """One lane takes all three: a set read as a single photo would be answered with a verdict on nothing."""
    asks = CheckSelfie("s", 1, "ada", "s"), CheckSet("ada", 1, 1, (), {}), MakePreview("o", "ada", (), Shot(0, "cv"), 7)

    for ask, other in permutations(asks, 2):
        with pytest.raises(msgspec.ValidationError):
            msgspec.msgpack.decode(msgspec.msgpack.encode(ask), type=type(other))


def test_what_lies_in_the_vault_of_an_order_is_told_apart_by_name() -> None:
    """The picture in the making is removed with its attempt, the instant one stays; neither is ever a portrait.

    All begin as the sweep of orphans expects it of an unfinished order.
    """
    names = {contract.portrait_blob("o", 0), contract.preview_blob("o"), contract.instant_blob("o")}

    assert len(names) == 3
    assert all(name.startswith("o-") for name in names)


def test_a_portraits_name_tells_its_order_and_place_and_no_other_name_does() -> None:
    """A reaction to a picture must rate that very portrait, and one to the photo list or a preview none."""
    order = "0123456789abcdef" * 2
    others = (
        contract.preview_blob(order),
        contract.instant_blob(order),
        contract.thumbnail_blob("1" * 32),
        contract.sheet_blob(order, 3),
        order,
    )

    assert contract.order_of_blob(contract.portrait_blob(order, 11)) == (order, 11)
    assert [contract.order_of_blob(name) for name in others] == [None] * 5


def test_what_lies_in_the_vault_of_a_set_is_told_apart_by_name() -> None:
    """A thumbnail is not taken for its photo, nor one version's sheet for another's; retention knows both by name."""
    names = {"s", contract.thumbnail_blob("s"), contract.sheet_blob("ada", 1), contract.sheet_blob("ada", 2)}

    assert len(names) == 4
    assert [name.startswith(erasure.OVERVIEWS) for name in sorted(names)] == [False, True, True, True]
