"""The words of the conversation: sessions, events, effects and turns, all frozen.

Nothing here acts. `bot.conversation` makes turns of events, `bot.talk` carries them out, the platforms translate.
"""

from enum import StrEnum
from typing import Literal

import msgspec

from inference.contract import Advice, Failure, Outcome, Reason, SetPhoto, Shot, Verdict


class Struct(msgspec.Struct, frozen=True):
    """Immutable; fields added later have defaults, so that sessions of an older version still load."""


class Step(StrEnum):
    """Where a person is. Each step has one prompt that is repeated when they ask or get lost."""

    WELCOME = "welcome"  # has not agreed yet
    SELFIES = "selfies"
    LOOKS = "looks"
    BACKGROUND = "background"
    CONFIRM = "confirm"
    WAITING = "waiting"  # an order is being made
    RESULT = "result"


class Photo(Struct, frozen=True):
    """One photo of the current set as the person counts them; `verdict` is None while it is being checked.

    `beside` is what it is beside the others of the set: `near_duplicate` of the photo numbered `twin`, `other_person`,
    or `doubtful`, with the `distance` of the faces. `claimed`: the person has said that the face in it is theirs.
    """

    id: str
    number: int
    verdict: Verdict | None = None
    reasons: tuple[Reason, ...] = ()
    measures: dict[str, float] = {}
    detail: str = ""
    beside: Literal["", "near_duplicate", "other_person", "doubtful"] = ""
    twin: int = 0
    distance: float = 0.0
    claimed: bool = False

    @property
    def asks(self) -> bool:
        """Whether it counts only once the person has said which face is theirs."""
        return self.verdict == "warn" and "several_faces" in self.reasons and not self.claimed


class Sheet(Struct, frozen=True):
    """The contact sheet of the set, by its name in the vault; `width` and `height` in pixels."""

    blob: str
    width: int
    height: int


class Session(Struct, frozen=True):
    """Everything the conversation remembers of one person between two events."""

    step: Step = Step.WELCOME
    photos: tuple[Photo, ...] = ()
    looks: tuple[str, ...] = ()
    background: str | None = None  # None: each look's own
    board: int = 0  # number of the photo list now shown; edited while it is the last message, else a new one
    board_is_last: bool = False
    set_version: int = 0  # counts the changes of the set that were compared
    ranked: tuple[str, ...] = ()  # photos that count, best reference first, as last compared
    advice: Advice | None = None  # what would help the set most, as last compared
    sheet: Sheet | None = None
    menu: int = 0  # number of the look menu now shown
    results: int = 0  # number of the newest menu below portraits; each stays editable by its own number
    wanted: str = ""  # a look they came for, chosen when the looks are shown next
    seed: int = 0  # of the next order that is to differ from all before
    place: int = 0  # place in line last told of the first unfinished order; 0: none was told
    previews: tuple[str, ...] = ()  # orders whose quick preview is shown
    offered: tuple[str, ...] = ()  # orders after which more likeness was offered
    asked: str = ""  # the question that was just asked: "delete", or the order whose portraits are to go
    welcomed: bool = False  # has been told who we are and what they are asked to agree to


# --- what the conversation may know of the world -----------------------------------------------------------------


class OrderFact(Struct, frozen=True):
    """An order of this person. With the same `photos`, best first, and `seed` the same portraits come out again."""

    id: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    shots: tuple[Shot, ...]
    seed: int = 0
    photos: tuple[str, ...] = ()
    rating: int = 0  # 1 liked, -1 not, 0 not said
    closer: bool = False


class PortraitFact(Struct, frozen=True):
    """A finished portrait that is still kept."""

    order: str
    index: int
    style: str
    blob: str
    width: int
    height: int
    notes: tuple[str, ...] = ()


class Facts(Struct, frozen=True):
    """What is true now, gathered by the caller: stored photos, orders, portraits, the line, a fresh id.

    `portraits_left` of today's budget; None: there is no limit. `room`: the line is not full. `paused`: the operator
    lets orders wait. `chats`: the platforms on which this person is known.
    """

    consented: bool
    selfies: tuple[str, ...] = ()  # ids still in the vault, best first
    orders: tuple[OrderFact, ...] = ()  # newest first
    portraits: tuple[PortraitFact, ...] = ()
    ahead: int = 0  # orders before this person's first unfinished one, or before a new one
    wait_s: float | None = None  # estimate until that order is finished
    wait_new_s: float | None = None  # estimate until an order placed now is finished
    worker: bool = True  # somebody is there to make portraits
    paints: bool | None = False  # by a model, which makes new pictures, not by retouching a photo; None: unknown
    fresh_id: str = ""
    fresh_code: str = ""
    selfie_hours: int = 168
    portrait_hours: int = 720
    language: str = "en"
    portraits_left: int | None = None
    room: bool = True
    paused: bool = False
    chats: tuple[str, ...] = ()

    @property
    def unfinished(self) -> tuple[OrderFact, ...]:
        """The orders that are queued or being made, in the order they are taken: one after the other."""
        return tuple(order for order in reversed(self.orders) if order.state in ("queued", "running"))

    @property
    def running(self) -> OrderFact | None:
        """The order that is being made, or is the next one of this person."""
        return next(iter(self.unfinished), None)


# --- what can happen ---------------------------------------------------------------------------------------------


class Command(Struct, frozen=True):
    """A slash command, without the slash, and what follows it. Unknown names are answered too."""

    name: str
    argument: str = ""


class Pressed(Struct, frozen=True):
    """A button, new or old. `data` is what the button carried."""

    data: str


class Picked(Struct, frozen=True):
    """All that is chosen now in a menu of several; `data` is the menu's, each value an option's."""

    data: str
    values: tuple[str, ...]


class Rated(Struct, frozen=True):
    """A reaction to portraits: 1 liked, -1 not, 0 taken back; `index` of one portrait, None of the whole order."""

    order: str
    index: int | None
    score: Literal[-1, 0, 1]


class WentAway(Struct, frozen=True):
    """The person has blocked the bot: nothing can be said, and nobody waits for what was ordered."""


class Linked(Struct, frozen=True):
    """A code to join two chats was entered. `joined`: both are one now, and the session is that of the older account.

    `wrong`: no such code, or too late; `own`: the code is of this very account; `busy`: orders are unfinished;
    `often`: too many wrong codes.
    """

    outcome: Literal["joined", "wrong", "own", "busy", "often"]


class Previewed(Struct, frozen=True):
    """A quick picture of the order, made while it waits: in the vault as `blob`, `width` x `height` pixels."""

    order: str
    blob: str
    width: int
    height: int


class Said(Struct, frozen=True):
    """Words instead of a choice. They are not kept."""


class PhotoSent(Struct, frozen=True):
    """A picture arrived; its bytes are kept only if the turn says so."""


class TooBig(Struct, frozen=True):
    """A file the platform or we refuse for its size."""

    limit_mb: int


class NotAPicture(Struct, frozen=True):
    """A sticker, video, voice message or other file."""


class NotDownloaded(Struct, frozen=True):
    """The platform would not hand over a picture, even after several tries."""


class Checked(Struct, frozen=True):
    """The verdict on a photo."""

    selfie: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    detail: str = ""


class CheckFailed(Struct, frozen=True):
    """A photo could not be looked at in three attempts, for no fault of its own."""

    selfie: str


class Compared(Struct, frozen=True):
    """The photos of the set, as of `version`, were held against each other: as in inference.contract.SetChecked."""

    version: int
    duplicates: dict[str, str]
    others: dict[str, float]
    doubtful: dict[str, float]
    ranked: tuple[str, ...]
    advice: Advice
    sheet: Sheet


class Moved(Struct, frozen=True):
    """The order is being made: `done` of `total` portraits, `fraction` of the whole."""

    order: str
    done: int
    total: int
    fraction: float


class InLine(Struct, frozen=True):
    """The order still waits; `Facts.ahead` and `Facts.wait_s` say how long."""

    order: str


class Ended(Struct, frozen=True):
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


# --- what is done about it ---------------------------------------------------------------------------------------


class Agree(Struct, frozen=True):
    """The person has agreed to the terms of this version."""

    version: str


class KeepPhoto(Struct, frozen=True):
    """Store the picture just sent under this id and have it checked."""

    id: str


class ForgetPhotos(Struct, frozen=True):
    """These photos go, at once, and these other `pictures` by their names in the vault."""

    ids: tuple[str, ...]
    pictures: tuple[str, ...] = ()


class Compare(Struct, frozen=True):
    """Hold the photos of the set against each other and draw the contact sheet."""

    version: int
    photos: tuple[SetPhoto, ...]


class PlaceOrder(Struct, frozen=True):
    """Make these portraits from these photos, best first. `preview`: have a quick picture made while it waits.

    `closer`: the person did not find the last ones like them, so the engine leans to their photos.
    """

    id: str
    shots: tuple[Shot, ...]
    photos: tuple[str, ...]
    seed: int
    preview: bool = False
    closer: bool = False


class StopOrder(Struct, frozen=True):
    """Stop the order, queued or running."""

    id: str


class ForgetOrder(Struct, frozen=True):
    """Erase an ended order with its portraits, and take them out of the chat where that is possible."""

    id: str


class SetLanguage(Struct, frozen=True):
    """Speak this language from now on, beginning with this answer."""

    code: str


class Rate(Struct, frozen=True):
    """Keep what the person thinks of an order, or of one portrait of it; as in `Rated`."""

    order: str
    index: int | None
    score: int


class OfferLink(Struct, frozen=True):
    """Let this code join another chat to this account for a while."""

    code: str


class DeleteEverything(Struct, frozen=True):
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


class Text(Struct, frozen=True):
    """A sentence of bot/texts by name. Arguments may be sentences themselves; several are joined by commas.

    `otherwise` is said where there is no sentence of that name: the code in it came from a worker of another version.
    """

    id: str
    args: dict[str, "str | float | Text | tuple[Text, ...]"] = {}
    otherwise: str = ""


class Option(Struct, frozen=True):
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


class MenuOption(Struct, frozen=True):
    """One choice of a menu, perhaps with a line about it. `data` is that of the button which does the same."""

    label: Text
    about: Text | None
    data: str
    on: bool = False


class Menu(Struct, frozen=True):
    """Up to `most` choices of several at once. A pick comes back as `data` with the data of what is chosen."""

    data: str
    placeholder: Text
    options: tuple[MenuOption, ...]
    most: int


class Shown(Struct, frozen=True):
    """A picture by its name in the vault."""

    blob: str
    filename: str
    caption: Text | None = None
    width: int = 0
    height: int = 0


class Say(Struct, frozen=True):
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


class Turn(Struct, frozen=True):
    """The answer to one event."""

    session: Session
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
