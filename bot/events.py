"""What can happen to the conversation, from people, the clock and the workers, all frozen."""

from typing import Literal

import msgspec

from bot.session import Sheet
from inference.contract import Advice, Failure, Outcome, Reason, Verdict


class Command(msgspec.Struct, frozen=True):
    """A slash command, without the slash, and what follows it. Unknown names are answered too."""

    name: str
    argument: str = ""


class Pressed(msgspec.Struct, frozen=True):
    """A button, new or old. `data` is what the button carried."""

    data: str


class Picked(msgspec.Struct, frozen=True):
    """All that is chosen now in a menu of several; `data` is the menu's, each value an option's."""

    data: str
    values: tuple[str, ...]


class Rated(msgspec.Struct, frozen=True):
    """A reaction to portraits: 1 liked, -1 not, 0 taken back; `index` of one portrait, None of the whole order."""

    order: str
    index: int | None
    score: Literal[-1, 0, 1]


class WentAway(msgspec.Struct, frozen=True):
    """The person has blocked the bot: nothing can be said, and nobody waits for what was ordered."""


class Linked(msgspec.Struct, frozen=True):
    """A code to join two chats was entered. `joined`: both are one now, and the session is that of the older account.

    `wrong`: no such code, or too late; `own`: the code is of this very account; `busy`: orders are unfinished;
    `often`: too many wrong codes.
    """

    outcome: Literal["joined", "wrong", "own", "busy", "often"]


class Previewed(msgspec.Struct, frozen=True):
    """A quick picture of the order, made while it waits: in the vault as `blob`, `width` x `height` pixels."""

    order: str
    blob: str
    width: int
    height: int


class Said(msgspec.Struct, frozen=True):
    """Words instead of a choice. They are not kept."""


class PhotoSent(msgspec.Struct, frozen=True):
    """A picture arrived; its bytes are kept only if the turn says so."""


class TooBig(msgspec.Struct, frozen=True):
    """A file the platform or we refuse for its size."""

    limit_mb: int


class NotAPicture(msgspec.Struct, frozen=True):
    """A sticker, video, voice message or other file."""


class NotDownloaded(msgspec.Struct, frozen=True):
    """The platform would not hand over a picture, even after several tries."""


class Checked(msgspec.Struct, frozen=True):
    """The verdict on a photo."""

    selfie: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    detail: str = ""


class CheckFailed(msgspec.Struct, frozen=True):
    """A photo could not be looked at in three attempts, for no fault of its own."""

    selfie: str


class Compared(msgspec.Struct, frozen=True):
    """The photos of the set, as of `version`, were held against each other: as in inference.contract.SetChecked."""

    version: int
    duplicates: dict[str, str]
    others: dict[str, float]
    doubtful: dict[str, float]
    ranked: tuple[str, ...]
    advice: Advice
    sheet: Sheet


class Moved(msgspec.Struct, frozen=True):
    """The order is being made: `done` of `total` portraits, `fraction` of the whole."""

    order: str
    done: int
    total: int
    fraction: float


class InLine(msgspec.Struct, frozen=True):
    """The order still waits; `Facts.ahead` and `Facts.wait_s` say how long."""

    order: str


class Ended(msgspec.Struct, frozen=True):
    """The order is over for good."""

    order: str
    outcome: Outcome
    failure: Failure | None = None


Event = (
    Command
    | Pressed
    | Picked
    | Rated
    | WentAway
    | Linked
    | Previewed
    | Said
    | PhotoSent
    | TooBig
    | NotAPicture
    | NotDownloaded
    | Checked
    | CheckFailed
    | Compared
    | Moved
    | InLine
    | Ended
)
