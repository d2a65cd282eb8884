"""What the conversation answers: effects, words and turns, all frozen.

Nothing here acts. `bot.conversation` makes turns of events, `bot.talk` carries them out, the platforms translate.
"""

from typing import Literal

import msgspec

from bot.session import Session
from inference.contract import SetPhoto, Shot

# --- what is done about it ---------------------------------------------------------------------------------------


class Agree(msgspec.Struct, frozen=True):
    """The person has agreed to the terms of this version."""

    version: str


class KeepPhoto(msgspec.Struct, frozen=True):
    """Store the picture just sent under this id and have it checked."""

    id: str


class ForgetPhotos(msgspec.Struct, frozen=True):
    """These photos go, at once, and these other `pictures` by their names in the vault."""

    ids: tuple[str, ...]
    pictures: tuple[str, ...] = ()


class Compare(msgspec.Struct, frozen=True):
    """Hold the photos of the set against each other and draw the contact sheet."""

    version: int
    photos: tuple[SetPhoto, ...]


class PlaceOrder(msgspec.Struct, frozen=True):
    """Make these portraits from these photos, best first. `preview`: have a quick picture made while it waits.

    `closer`: the person did not find the last ones like them, so the engine leans to their photos.
    """

    id: str
    shots: tuple[Shot, ...]
    photos: tuple[str, ...]
    seed: int
    preview: bool = False
    closer: bool = False


class StopOrder(msgspec.Struct, frozen=True):
    """Stop the order, queued or running."""

    id: str


class ForgetOrder(msgspec.Struct, frozen=True):
    """Erase an ended order with its portraits, and take them out of the chat where that is possible."""

    id: str


class SetLanguage(msgspec.Struct, frozen=True):
    """Speak this language from now on, beginning with this answer."""

    code: str


class Rate(msgspec.Struct, frozen=True):
    """Keep what the person thinks of an order, or of one portrait of it; as in `Rated`."""

    order: str
    index: int | None
    score: int


class OfferLink(msgspec.Struct, frozen=True):
    """Let this code join another chat to this account for a while."""

    code: str


class DeleteEverything(msgspec.Struct, frozen=True):
    """Erase the person: rows, key, objects."""


Effect = (
    Agree
    | KeepPhoto
    | ForgetPhotos
    | Compare
    | PlaceOrder
    | StopOrder
    | ForgetOrder
    | SetLanguage
    | Rate
    | OfferLink
    | DeleteEverything
)


# --- what is said ------------------------------------------------------------------------------------------------


class Text(msgspec.Struct, frozen=True):
    """A sentence of bot/texts by name. Arguments may be sentences themselves; several are joined by commas.

    `otherwise` is said where there is no sentence of that name: the code in it came from a worker of another version.
    """

    id: str
    args: dict[str, "str | float | Text | tuple[Text, ...]"] = {}
    otherwise: str = ""


class Option(msgspec.Struct, frozen=True):
    """A button. `on` marks one that is switched on now."""

    label: Text
    data: str
    on: bool = False


def button(text: str, data: str, **args: int) -> Option:
    """A button whose press comes back as `data`, in the version of today."""
    return Option(Text(text, dict(args)), f"v1:{data}")


def marked(label: Text, data: str, on: bool) -> Option:
    """A button that can be switched on, marked while it is."""
    return Option(Text("choice-look-on", {"title": label}) if on else label, data, on)


class MenuOption(msgspec.Struct, frozen=True):
    """One choice of a menu, perhaps with a line about it. `data` is that of the button which does the same."""

    label: Text
    about: Text | None
    data: str
    on: bool = False


class Menu(msgspec.Struct, frozen=True):
    """Up to `most` choices of several at once. A pick comes back as `data` with the data of what is chosen."""

    data: str
    placeholder: Text
    options: tuple[MenuOption, ...]
    most: int


class Shown(msgspec.Struct, frozen=True):
    """A picture by its name in the vault."""

    blob: str
    filename: str
    caption: Text | None = None
    width: int = 0
    height: int = 0


class Say(msgspec.Struct, frozen=True):
    """One message. With a `slot` it replaces the earlier message of that slot.

    `kind`: `card` is a text that may have one picture, `album` shows pictures as the platform likes, `file` sends them
    with every byte kept, `gone` takes away what its slot shows.
    `where_recompressed`: only for platforms whose albums lose quality.
    `menu` stands, on platforms that have menus, in place of the buttons that do the same and of the lines `unfolded`.
    `shrunk`: lines for platforms that shrink photos. `photos_welcome`: where photos can be handed over by a form, a
    button opens it.
    """

    lines: tuple[Text, ...]
    options: tuple[tuple[Option, ...], ...] = ()
    slot: str | None = None
    kind: Literal["text", "card", "album", "file", "gone"] = "text"
    pictures: tuple[Shown, ...] = ()
    progress: float | None = None
    where_recompressed: bool = False
    menu: Menu | None = None
    unfolded: tuple[Text, ...] = ()
    shrunk: tuple[Text, ...] = ()
    photos_welcome: bool = False


class Turn(msgspec.Struct, frozen=True):
    """The answer to one event."""

    session: Session
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
