"""What the conversation remembers of one person between two events. All frozen.

Fields added later have defaults, so that sessions of an older version still load.
"""

from enum import StrEnum
from typing import Literal

import msgspec

from inference.contract import Advice, Reason, Verdict


class Step(StrEnum):
    """Where a person is. Each step has one prompt that is repeated when they ask or get lost."""

    WELCOME = "welcome"  # has not agreed yet
    SELFIES = "selfies"
    LOOKS = "looks"
    BACKGROUND = "background"
    CONFIRM = "confirm"
    WAITING = "waiting"  # an order is being made
    RESULT = "result"


class Photo(msgspec.Struct, frozen=True):
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


class Sheet(msgspec.Struct, frozen=True):
    """The contact sheet of the set, by its name in the vault; `width` and `height` in pixels."""

    blob: str
    width: int
    height: int


class Session(msgspec.Struct, frozen=True):
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
