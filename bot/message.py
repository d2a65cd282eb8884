"""What a platform is asked to show: a message with its buttons and pictures, and what can go wrong with it."""

from collections.abc import Sequence
from typing import Final, Literal, Protocol

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


class MenuChoice(Struct, frozen=True):
    """One option of a menu; `about` may be empty."""

    label: str
    about: str
    data: str
    on: bool = False


class Menu(Struct, frozen=True):
    """A menu in which up to `most` options can be on. A pick comes back as `data` with the data of those that are."""

    data: str
    placeholder: str
    options: tuple[MenuChoice, ...]
    most: int


class Body(Struct, frozen=True):
    """A message in the person's language. `progress` (0 to 1) asks for a bar below the text.

    `album`: pictures to look at together, at most ten; `file`: one picture with every byte kept; `card`: a text with at
    most one picture above it, both replaced in place; without its picture it is still shown; `gone`: take away what
    is shown. `menu` only where the platform has menus. `upload`: the label of a button that opens a form for photos,
    empty where none is wanted.
    """

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    kind: Literal["text", "card", "album", "file", "gone"] = "text"
    pictures: tuple[Picture, ...] = ()
    progress: float | None = None
    menu: Menu | None = None
    upload: str = ""


class Manner(Struct, frozen=True):
    """How a platform differs, as far as an answer depends on it.

    `recompresses`: photos lose quality on their way, both ways, so files are sent too. `menus`: it has menus of several
    choices. `forms`: photos can be handed over in a form.
    """

    recompresses: bool = False
    menus: bool = False
    forms: bool = False


MANNERS: Final = {
    "telegram": Manner(recompresses=True),  # albums are shown at 1280 pixels
    "discord": Manner(menus=True, forms=True),
    "local": Manner(),
}


class DeliveryError(Exception):
    """A message could not be delivered."""


class Blocked(DeliveryError):
    """The person has blocked the bot or left: nothing more can be said."""


class Closed(DeliveryError):
    """The person takes no messages from us just now; what was made for them waits until they ask."""


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

    async def deliver(self, message: Message, body: Body, pictures: Sequence[bytes]) -> str | None:
        """Show the message, or edit the one shown as `message.remote`; returns the platform's id of it.

        A message whose `id` is 0 is not stored anywhere: the last word to somebody whose data is gone.
        """
        ...
