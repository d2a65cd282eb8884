"""What a platform is asked to show: a message with its buttons and pictures, and what can go wrong with it."""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from storage.messages import Message


class Struct(msgspec.Struct, frozen=True):
    """Immutable; stored as JSON in the outbox."""


class Picture(Struct, frozen=True):
    """A picture by its name in the vault, with the file name and caption it is shown under."""

    blob: str
    filename: str
    caption: str = ""
    width: int = 0
    height: int = 0


class Choice(Struct, frozen=True):
    """A button. `data` comes back when it is pressed, at most 64 bytes; `on` marks one switched on now."""

    label: str
    data: str
    on: bool = False


class Body(Struct, frozen=True):
    """A message in the person's language. `progress` (0 to 1) asks for a bar below the text.

    `album`: pictures to look at together, at most ten; `file`: one picture with every byte kept; `card`: a text with at
    most one picture above it, both replaced in place; without its picture it is still shown.
    """

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    kind: Literal["text", "card", "album", "file"] = "text"
    pictures: tuple[Picture, ...] = ()
    progress: float | None = None


class DeliveryError(Exception):
    """A message could not be delivered."""


class Blocked(DeliveryError):
    """The person has blocked the bot or left: nothing more can be said."""


class TryLater(DeliveryError):
    """The platform is busy or away: the same message again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds:.1f} s")
        self.seconds = seconds


class Refused(DeliveryError):
    """The platform will never take this message; the text says why, for operators."""


class PlatformLost(Exception):
    """A platform cannot go on, and waiting will not help; the text says what to change."""


class Platform(Protocol):
    """Where messages go."""

    @property
    def name(self) -> str:
        """As stored with each person."""
        ...

    @property
    def recompresses(self) -> bool:
        """Whether an album loses quality here, so that files are sent too."""
        ...

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """Show the message, or edit the one shown as `message.remote`; returns the platform's id of it.

        A message whose `id` is 0 is not stored anywhere: the last word to somebody whose data is gone.
        """
        ...
