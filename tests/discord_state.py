"""Everything there is in the Discord of the tests: people, channels, commands, files, and the breaches so far.

Channels and files change here and nowhere else, and whoever has to know is told: the gateway by `deliver`, those who
wait for something by `changed`. Knows nothing of HTTP or sockets.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from tests import discord_rules
from tests.discord_cdn import Attachment, Cdn
from tests.discord_chat import COMPONENTS_V2, EPHEMERAL, LOADING, Channel, Message, Snowflakes, User
from tests.discord_spec import Json, Upload

BOT_ID: Final = 4242424242424242424 >> 2
GUILD_ID: Final = 700_000_000_000_000_001
GUILD_CHANNEL_ID: Final = 700_000_000_000_000_002


class Refusal(Exception):
    """An error as Discord answers it: HTTP status, Discord's own code, its words."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.errors = status, code, message, errors


class Guild:
    """The one server the bot has been added to, with one channel for words."""

    def __init__(self) -> None:
        self.id = GUILD_ID
        self.channel = Channel(GUILD_CHANNEL_ID, "guild", "general", guild_id=GUILD_ID)
        self.people: list[User] = []

    def as_json(self, bot: Json) -> Json:
        """The guild as the gateway gives it to the bot, which is told of no member but itself."""
        role: Json = {"id": str(self.id), "name": "@everyone", "color": 0, "hoist": False, "position": 0}
        role |= {"permissions": "2248473465835073", "managed": False, "mentionable": False, "flags": 0}
        about: Json = {"id": str(self.id), "name": "A guild", "icon": None, "owner_id": bot["user"]["id"]}
        about |= {"roles": [role], "emojis": [], "features": [], "channels": [self.channel.as_json()], "threads": []}
        about |= {"members": [bot], "member_count": 1 + len(self.people), "presences": [], "stickers": []}
        about |= {"voice_states": [], "preferred_locale": "en-US", "verification_level": 0, "nsfw_level": 0}
        about |= {"default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "premium_tier": 0}
        about |= {"afk_timeout": 300, "afk_channel_id": None, "system_channel_id": None, "system_channel_flags": 0}
        about |= {"joined_at": "2026-01-01T00:00:00+00:00", "large": False, "unavailable": False}
        return about | {"stage_instances": [], "guild_scheduled_events": []}

    @property
    def public_messages(self) -> list[Message]:
        """What everybody there can see."""
        return [message for message in self.channel.messages.values() if message.seen_by is None]


def _nobody(_event: str, _data: Json) -> bool:
    """Where events go while no gateway is there."""
    return False


@dataclass
class World:
    """The state. `closed_to_bot` are people whose direct messages the bot cannot write to."""

    me: User = field(default_factory=lambda: User(BOT_ID, "Headshots", bot=True))
    guild: Guild = field(default_factory=Guild)
    cdn: Cdn = field(default_factory=Cdn)
    snowflake: Snowflakes = field(default_factory=Snowflakes)
    breaches: list[str] = field(default_factory=list[str])
    users: dict[int, User] = field(default_factory=dict[int, User])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])
    locales: dict[int, str] = field(default_factory=dict[int, str])
    closed_to_bot: set[int] = field(default_factory=set[int])
    commands: dict[int | None, list[Json]] = field(default_factory=dict[int | None, list[Json]])  # by guild; None: all
    deliver: Callable[[str, Json], bool] = _nobody
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Everything that is there from the beginning."""
        self.users[self.me.id] = self.me
        self.channels[self.guild.channel.id] = self.guild.channel

    def dm(self, user: User) -> Channel:
        """The direct messages between somebody and the bot."""
        found = (channel for channel in self.channels.values() if channel.kind == "dm" and channel.people == [user])
        channel = next(found, None) or Channel(self.snowflake(), "dm", people=[user])
        return self.channels.setdefault(channel.id, channel)

    def member(self, user: User) -> Json:
        """Somebody as a member of the guild."""
        about: Json = {"user": user.as_json(), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}
        return about | {"deaf": False, "mute": False, "nick": None, "avatar": None, "premium_since": None}

    def attach(
        self, channel: Channel, upload: Upload, description: str | None = None, ephemeral: bool = False
    ) -> Attachment:
        """Keep a file under a fresh id."""
        return self.cdn.keep(
            Attachment(self.snowflake(), channel.id, upload.filename, upload.data, description, ephemeral)
        )

    def judged(self, after: Message, body: Json, files: dict[str, Upload], before: Message | None = None) -> Message:
        """The message, if Discord would take it; else a refusal, and its breaches are noted."""
        heavy = discord_rules.too_heavy(files)
        told = [*heavy, *discord_rules.of_message(after, body, files, before)]
        empty = not told and discord_rules.is_empty(after) and not after.loading
        self.breaches += [f"message: {breach}" for breach in (*told, *(["an empty message"] if empty else []))]
        if before is None or before.loading:  # other edits call nobody
            self.breaches += discord_rules.pings(after, body.get("allowed_mentions"))
        if heavy:
            raise Refusal(413, 40005, "Request entity too large")
        if empty:
            raise Refusal(400, 50006, "Cannot send an empty message")
        if told:
            raise Refusal(400, 50035, "Invalid Form Body", {"_errors": [{"code": "INVALID", "message": told[0]}]})
        return after

    def proposed(self, channel: Channel, author: User, body: Json, files: dict[str, Upload]) -> Message:
        """A message as this body asks for it, not yet said."""
        message = Message(self.snowflake(), channel, author)
        message.flags = (body.get("flags") or 0) & (COMPONENTS_V2 | EPHEMERAL | 1 << 2 | 1 << 12)
        message.nonce, message.enforced = body.get("nonce"), bool(body.get("enforce_nonce"))
        self._fill(message, body, files, [])
        return message

    def revised(self, before: Message, body: Json, files: dict[str, Upload]) -> Message:
        """A copy of a message with what this body changes."""
        flags = before.flags & ~LOADING
        after = Message(before.id, before.channel, before.author, before.content, before.components, flags=flags)
        after.interaction, after.seen_by, after.embeds = before.interaction, before.seen_by, before.embeds
        after.flags |= (body.get("flags") or 0) & COMPONENTS_V2
        kept = before.files
        if body.get("attachments") is not None:
            named = {str(item["id"]) for item in body["attachments"]}
            kept = [file for file in before.files if str(file.id) in named]
        self._fill(after, body, files, kept)
        return after

    def _fill(self, message: Message, body: Json, files: dict[str, Upload], kept: list[Attachment]) -> None:
        if "content" in body:
            message.content = body["content"] or ""
        for name in ("components", "embeds"):
            if name in body:
                setattr(message, name, body[name] or [])
        about = {f"files[{item['id']}]": item for item in body.get("attachments") or ()}
        message.files = list(kept)
        for part, upload in files.items():
            words: Json = about.get(part, {})
            named = Upload(words.get("filename") or upload.filename, upload.data)
            message.files.append(self.attach(message.channel, named, words.get("description")))

    def say(self, message: Message) -> Message:
        """Put a message where it belongs and tell the bot, which hears of everything it may see, its own words too."""
        message.channel.add(message)
        self.announce("MESSAGE_CREATE", message)
        return message

    def replace(self, before: Message, after: Message) -> Message:
        """Change a message to what it has become; what was only "thinking" has not been edited by that."""
        before.edits += not before.loading
        before.content, before.components, before.files = after.content, after.components, after.files
        before.embeds, before.flags, before.seen_by = after.embeds, after.flags, after.seen_by
        before.texts.append(before.text)
        self.announce("MESSAGE_UPDATE", before)
        return before

    def remove(self, message: Message) -> None:
        """Take a message away for everybody."""
        del message.channel.messages[message.id]
        gone: Json = {"id": str(message.id), "channel_id": str(message.channel.id)}
        self._tell("MESSAGE_DELETE", message, gone)

    def announce(self, event: str, message: Message) -> None:
        """Tell the bot of a message, as far as it may know: not what is ephemeral, no words of others in a guild."""
        about = message.as_json(self.cdn)
        if message.channel.guild_id is not None and not message.by_bot and str(self.me.id) not in message.content:
            about |= {"content": "", "attachments": [], "components": [], "embeds": []}
        self._tell(event, message, about)

    def _tell(self, event: str, message: Message, data: Json) -> None:
        channel = message.channel
        if message.seen_by is None and channel.kind != "private":
            there: Json = {} if channel.guild_id is None else {"guild_id": str(channel.guild_id)}
            self.deliver(
                event, data | there | ({"channel_type": 0 if there else 1} if event != "MESSAGE_DELETE" else {})
            )
        self.changed.set()

    async def until(self, true: Callable[[], Any], what: Callable[[], str], within_s: float = 10.0) -> None:
        """Wait until it is true of this world; else fail with what is told."""
        try:
            async with asyncio.timeout(within_s):
                while not true():
                    self.changed.clear()
                    # Now and then it is looked at without a change: it may hang on more than the channels.
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self.changed.wait(), 0.1)
        except TimeoutError:
            breaches = "\n".join(self.breaches) or "none"
            raise AssertionError(f"within {within_s:g} s not seen: {what()}\n--- breaches\n{breaches}") from None
