"""What stands in the channels of the Discord test server: users, messages with their components, places.

Messages are kept as they were asked for and rendered as Discord answers them. Knows nothing of HTTP, of the gateway or
of rules; whether something may be said is judged before it comes here.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

from tests.discord_cdn import Attachment, Cdn
from tests.discord_spec import Json

EPOCH_MS: Final = 1_420_070_400_000  # the first moment of 2015, from which snowflakes count
EPHEMERAL: Final = 1 << 6
LOADING: Final = 1 << 7
COMPONENTS_V2: Final = 1 << 15
ROW, BUTTON, SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 9, 10, 11, 12, 13, 14, 17
LINK_STYLE: Final = 5
# What Discord fills in where a request leaves it out, by component type.
DEFAULTS: Final[dict[int, Json]] = {
    SELECT: {"min_values": 1, "max_values": 1},
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"name": None, "size": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
}
Kind = Literal["dm", "guild", "private"]  # with the bot; in its guild; between people, where the bot is not


class Snowflakes:
    """Ids that grow and tell their time, as Discord's do."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self, at: float | None = None) -> int:
        """The next id; `at` is Unix time, now if not given."""
        moment = (int((at or time.time()) * 1000) - EPOCH_MS) << 22
        self._last = max(self._last + 1, moment)
        return self._last


@dataclass(frozen=True)
class User:
    """A user of Discord, the bot's own one too."""

    id: int
    name: str
    bot: bool = False

    def as_json(self) -> Json:
        """The user as Discord describes them."""
        about: Json = {"id": str(self.id), "username": self.name.lower(), "global_name": self.name, "avatar": None}
        about |= {"discriminator": "0", "public_flags": 0, "flags": 0, "primary_guild": None}
        return about | ({"bot": True} if self.bot else {})


@dataclass(eq=False)
class Message:
    """One message as it stands. `seen_by` is the one person who sees an ephemeral message."""

    id: int
    channel: "Channel"
    author: User
    content: str = ""
    components: list[Json] = field(default_factory=list[Json])
    files: list[Attachment] = field(default_factory=list[Attachment])
    embeds: list[Json] = field(default_factory=list[Json])
    flags: int = 0
    nonce: str | int | None = None
    enforced: bool = False
    seen_by: int | None = None
    interaction: Json | None = None
    edits: int = 0
    texts: list[str] = field(default_factory=list[str])  # every text it has had, the present one last
    reactions: list[str] = field(default_factory=list[str])
    at: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        """The message as one would read it aloud."""
        what = [self.text] if self.text else []
        what += [f"[{file.filename}, {len(file.data)} bytes]" for file in self.files]
        what += ["  ".join(f"<{label}>" for label in self.buttons)] if self.buttons else []
        what += [f"<{' | '.join(option['label'] for option in select['options'])}>" for select in self.selects]
        marks = [f"edited {self.edits} times"] if self.edits else []
        marks += ["ephemeral"] if self.seen_by else []
        about = f" ({', '.join(marks)})" if marks else ""
        return f"{self.author.name} #{self.id % 10**6}{about}: " + "\n    ".join("\n".join(what).splitlines())

    @property
    def by_bot(self) -> bool:
        """Whether the bot said it."""
        return self.author.bot

    @property
    def loading(self) -> bool:
        """Whether it is still only "thinking"."""
        return bool(self.flags & LOADING)

    @property
    def parts(self) -> list[Json]:
        """Every component, however deep it lies, in order of reading."""
        return list(walk(self.components))

    @property
    def text(self) -> str:
        """All its words: the content, or every text display, one a line."""
        shown = [part["content"] for part in self.parts if part["type"] == TEXT]
        return "\n".join([self.content, *shown] if self.content else shown)

    @property
    def buttons(self) -> dict[str, Json]:
        """Every button by what stands on it."""
        return {label_of(part): part for part in self.parts if part["type"] == BUTTON}

    @property
    def selects(self) -> list[Json]:
        """Every select of words."""
        return [part for part in self.parts if part["type"] == SELECT]

    @property
    def gallery(self) -> list[Attachment]:
        """The files shown by galleries and thumbnails, in order."""
        return [file for address in addresses(self.components, GALLERY, THUMBNAIL) if (file := self.file_at(address))]

    def file_at(self, address: str) -> Attachment | None:
        """The file of this message at `attachment://name`."""
        return next((file for file in self.files if address == f"attachment://{file.filename}"), None)

    def as_json(self, cdn: Cdn) -> Json:
        """The message as Discord answers it."""
        sent = datetime.fromtimestamp(((self.id >> 22) + EPOCH_MS) / 1000, UTC).isoformat()
        edited = datetime.now(UTC).isoformat() if self.edits else None
        shown_by_components = set(addresses(self.components, GALLERY, THUMBNAIL, FILE))
        alone = [file for file in self.files if f"attachment://{file.filename}" not in shown_by_components]
        about: Json = {"id": str(self.id), "channel_id": str(self.channel.id), "author": self.author.as_json()}
        about |= {"type": 0, "content": self.content, "timestamp": sent, "edited_timestamp": edited, "tts": False}
        about |= {
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "embeds": self.embeds,
        }
        about |= {"attachments": [cdn.as_json(file) for file in alone], "flags": self.flags}
        about["components"] = self._rendered(cdn)
        about |= {"nonce": self.nonce} if self.nonce is not None else {}
        if self.interaction is not None:
            about |= {"type": 20, "interaction_metadata": self.interaction}
            about |= {"webhook_id": str(self.author.id), "application_id": str(self.author.id)}
        return about

    def _rendered(self, cdn: Cdn) -> list[Json]:
        taken = {part["id"] for part in self.parts if part.get("id")}
        numbers = (number for number in itertools.count(1) if number not in taken)

        def media(item: Json) -> Json:
            file = self.file_at(item["url"])
            return cdn.as_media(file) if file else {"id": "1", "url": item["url"], "proxy_url": item["url"]}

        return [rendered(part, numbers, media) for part in self.components]


@dataclass(eq=False)
class Channel:
    """A place with messages by id."""

    id: int
    kind: Kind
    name: str = ""
    people: list[User] = field(default_factory=list[User])
    guild_id: int | None = None
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    typing: int = 0  # how often the bot said that it writes

    def add(self, message: Message) -> Message:
        """Append a message."""
        message.texts.append(message.text)
        self.messages[message.id] = message
        return message

    def as_json(self) -> Json:
        """The channel as Discord describes it."""
        last = max((m.id for m in self.messages.values() if m.seen_by is None), default=None)
        about: Json = {"id": str(self.id), "flags": 0, "last_message_id": str(last) if last else None}
        if self.guild_id is None:
            return about | {"type": 1, "recipients": [person.as_json() for person in self.people]}
        about |= {"type": 0, "guild_id": str(self.guild_id), "name": self.name, "position": 0, "nsfw": False}
        return about | {"permission_overwrites": [], "parent_id": None, "rate_limit_per_user": 0, "topic": None}


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component of a list, those inside after the one around them."""
    for part in components:
        yield part
        yield from walk(part.get("components") or [])
        if part.get("accessory"):
            yield from walk([part["accessory"]])
        if part.get("component"):
            yield from walk([part["component"]])


def addresses(components: list[Json], *kinds: int) -> list[str]:
    """Where the pictures and files of the components lie, in order."""
    found: list[str] = []
    for part in walk(components):
        if part.get("type") in kinds:
            found += [item["media"]["url"] for item in part.get("items") or ()]
            found += [part[name]["url"] for name in ("media", "file") if name in part]
    return found


def label_of(button: Json) -> str:
    """What stands on a button."""
    emoji = (button.get("emoji") or {}).get("name") or ""
    return f"{emoji} {button.get('label') or ''}".strip()


def rendered(part: Json, numbers: Iterator[int], media: Callable[[Json], Json]) -> Json:
    """A component as Discord answers it: numbered, with its defaults, its pictures at their addresses."""
    out: Json = {**DEFAULTS.get(part["type"], {}), **{name: value for name, value in part.items() if value is not None}}
    out["id"] = part.get("id") or next(numbers)
    out.pop("required", None)  # means something in forms only
    for name in ("media", "file"):
        if name in out:
            out[name] = media(out[name])
    if part["type"] == GALLERY:
        plain: Json = {"description": None, "spoiler": False}
        out["items"] = [plain | without_none(item) | {"media": media(item["media"])} for item in part["items"]]
    if "components" in out:
        out["components"] = [rendered(inner, numbers, media) for inner in out["components"]]
    if "accessory" in out:
        out["accessory"] = rendered(out["accessory"], numbers, media)
    if "options" in out:
        out["options"] = [without_none(option) for option in out["options"]]
    return out


def without_none(value: dict[str, Any]) -> Json:
    """The object without its empty fields."""
    return {name: item for name, item in value.items() if item is not None}
