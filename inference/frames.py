"""What a worker and the child process of a lane say to each other: msgpack frames over the child's stdin and stdout.

A frame is its length in four bytes, big end first, and a struct. Pictures never travel here, only names in the vault.
"""

from typing import Literal

import msgspec

from inference.contract import Failure, Mode, PortraitMade, PreviewMade, SelfieChecked, SetChecked, Struct
from inference.logs import Level

LENGTH_BYTES = 4
LIMIT_BYTES = 1 << 20  # of a frame: ids and numbers stay far below


class Setup(Struct, frozen=True):
    """What an engine is opened with, as the operator has set it (inference.settings): words, never weights.

    `engine` is auto, studio or a name of the catalogue; `model_dir` and `data_dir` are folders.
    """

    engine: str = "auto"
    model_dir: str | None = None
    data_dir: str = "data"
    licences_held: tuple[str, ...] = ()
    device: Literal["auto", "cuda", "cpu"] = "auto"
    precision: Literal["auto", "bf16", "fp8", "int8", "offload"] = "auto"


class Start(Struct, frozen=True, tag=True):
    """The first frame to a child: what it serves, and the key of the vault, which no environment may carry."""

    queue: str
    blob_url: str
    master_key: bytes
    setup: Setup = Setup()
    log_level: Level = "INFO"


class Work(Struct, frozen=True, tag=True):
    """Do one job. `request` is msgpack of the queue's request; `number` counts a child's jobs."""

    number: int
    request: bytes


class Cancel(Struct, frozen=True, tag=True):
    """Stop job `number` at the next safe point; says nothing about a later one."""

    number: int


class Forget(Struct, frozen=True, tag=True):
    """Keep nothing of this subject in memory; done at once, whoever's job runs."""

    subject: str


class Ready(Struct, frozen=True, tag=True):
    """The child is warm. `engine` is the name of what it makes portraits with, the rest what that can do."""

    engine: str
    modes: tuple[Mode, ...] = ()
    adapters: bool = False


class Refused(Struct, frozen=True, tag=True):
    """The engine that was asked for cannot be opened; the sentence says why and what to do. The child then ends."""

    why: str


class Told(Struct, frozen=True, tag=True):
    """The job is done to this fraction, 0 to 1; `preview` as in Progress."""

    fraction: float
    preview: str = ""


class Made(Struct, frozen=True, tag=True):
    """A portrait lies in the vault."""

    portrait: PortraitMade


class Checked(Struct, frozen=True, tag=True):
    """The verdict on a selfie."""

    verdict: SelfieChecked


class Compared(Struct, frozen=True, tag=True):
    """What a set's photos are to each other; the contact sheet lies in the vault."""

    news: SetChecked


class Previewed(Struct, frozen=True, tag=True):
    """The instant preview of an order lies in the vault."""

    news: PreviewMade


class Ended(Struct, frozen=True, tag=True):
    """The job is over; `detail` is for the operator."""

    outcome: Literal["done", "stopped", "failed"]
    failure: Failure | None = None
    detail: str = ""


Asked = Start | Work | Cancel | Forget  # to the child
News = Told | Made | Checked | Compared | Previewed  # in the middle of a job
Said = Ready | Refused | News | Ended  # from the child


class FrameError(Exception):
    """What came is no frame: the other side is not what it should be."""


def frame(struct: Asked | Said) -> bytes:
    """The bytes of a frame."""
    payload = msgspec.msgpack.encode(struct)
    return len(payload).to_bytes(LENGTH_BYTES, "big") + payload


def length(header: bytes) -> int:
    """How many bytes follow the header. Raises FrameError above LIMIT_BYTES."""
    size = int.from_bytes(header, "big")
    if size > LIMIT_BYTES:
        raise FrameError(f"a frame of {size} bytes, above {LIMIT_BYTES}: something else writes to the pipe")
    return size


def asked(payload: bytes) -> Asked:
    """What the worker says. Raises FrameError."""
    try:
        return msgspec.msgpack.decode(payload, type=Asked)
    except msgspec.DecodeError as error:
        raise FrameError(str(error)) from error


def said(payload: bytes) -> Said:
    """What the child says. Raises FrameError."""
    try:
        return msgspec.msgpack.decode(payload, type=Said)
    except msgspec.DecodeError as error:
        raise FrameError(str(error)) from error
