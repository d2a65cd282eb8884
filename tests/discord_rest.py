"""What each route of the Discord test server does for a bot with its token: who it is, commands, channels, messages.

Functions from the world and a request that has been found well-formed to the answer, or a refusal as Discord words it.
Knows nothing of HTTP, pace or trouble.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from tests import discord_rules
from tests.discord_chat import EPHEMERAL, Channel, Message
from tests.discord_spec import Asked, Json
from tests.discord_state import Refusal, World

HISTORY: Final = 50  # messages of one answer, if not told otherwise


def me(world: World, asked: Asked) -> Json:
    """The bot's own user."""
    return world.me.as_json() | {"mfa_enabled": True, "locale": "en-US", "verified": True}


def get_user(world: World, asked: Asked) -> Json:
    """Somebody the bot can know of."""
    user = world.users.get(int(asked.path["user_id"]))
    if user is None:
        raise Refusal(404, 10013, "Unknown User")
    return user.as_json()


def application(world: World, asked: Asked) -> Json:
    """The application behind the bot."""
    about: Json = {"id": str(world.me.id), "name": world.me.name, "icon": None, "description": "", "type": None}
    about |= {"verify_key": "0" * 64, "flags": 0, "flags_new": "0", "redirect_uris": [], "team": None}
    about |= {"interactions_endpoint_url": None, "role_connections_verification_url": None, "bot_public": True}
    about |= {"owner": world.me.as_json(), "approximate_guild_count": 1, "approximate_user_install_count": 1}
    about |= {"approximate_user_authorization_count": 1, "explicit_content_filter": 0, "eligible_oauth2_scopes": []}
    return about | {"bot": world.me.as_json(), "bot_require_code_grant": False}


def get_commands(world: World, asked: Asked) -> list[Json]:
    """The commands as they are."""
    return world.commands.get(_guild(world, asked), [])


def put_commands(world: World, asked: Asked) -> list[Json]:
    """Replace all commands; those of the same name keep their id."""
    guild = _guild(world, asked)
    commands: list[Json] = asked.body or []
    told = list(discord_rules.of_commands(commands))
    world.breaches += [f"commands: {breach}" for breach in told]
    if told:
        raise Refusal(400, 50035, "Invalid Form Body")
    before = {command["name"]: command["id"] for command in world.commands.get(guild, [])}
    world.commands[guild] = [_command(world, command, before.get(command["name"])) for command in commands]
    world.changed.set()
    return world.commands[guild]


def _guild(world: World, asked: Asked) -> int | None:
    if asked.path["application_id"] != str(world.me.id):
        raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
    wanted = asked.path.get("guild_id")
    if wanted not in (None, str(world.guild.id)):
        raise Refusal(403, 50001, "Missing Access")
    return int(wanted) if wanted else None


def _command(world: World, command: Json, number: str | None) -> Json:
    given = {name: value for name, value in command.items() if value is not None}
    about: Json = {"type": 1, "default_member_permissions": None, "description": "", "nsfw": False} | given
    if about["default_member_permissions"] is not None:
        about["default_member_permissions"] = str(about["default_member_permissions"])
    about |= {"id": number or str(world.snowflake()), "application_id": str(world.me.id)}
    return about | {"version": str(world.snowflake())}


def open_dm(world: World, asked: Asked) -> Json:
    """The channel for direct messages with somebody; it can be had even where nothing may be sent to it."""
    user = world.users.get(int(asked.body.get("recipient_id") or 0))
    if user is None or user.bot:
        raise Refusal(400, 50033, "Invalid Recipient(s)")
    return world.dm(user).as_json()


def channel_of(world: World, asked: Asked) -> Channel:
    """The channel of a request, if the bot can see it."""
    channel = world.channels.get(int(asked.path["channel_id"]))
    if channel is None:
        raise Refusal(404, 10003, "Unknown Channel")
    if channel.kind == "private":
        raise Refusal(403, 50001, "Missing Access")
    return channel


def message_of(world: World, asked: Asked) -> Message:
    """The message of a request; what is ephemeral is nobody's but the person's."""
    message = channel_of(world, asked).messages.get(int(asked.path["message_id"]))
    if message is None or message.seen_by is not None:
        raise Refusal(404, 10008, "Unknown Message")
    return message


def get_channel(world: World, asked: Asked) -> Json:
    """A channel."""
    return channel_of(world, asked).as_json()


def typing(world: World, asked: Asked) -> None:
    """Show that the bot is writing."""
    channel_of(world, asked).typing += 1
    world.changed.set()


def create_message(world: World, asked: Asked) -> Json:
    """A new message, or the one there already is under an enforced nonce."""
    channel, body, files = channel_of(world, asked), asked.body, dict(asked.files)
    closed = any(person.id in world.closed_to_bot for person in channel.people)
    message = world.proposed(channel, world.me, body, files)
    if message.flags & EPHEMERAL:
        world.breaches.append("message: only answers to interactions can be ephemeral")
        message.flags &= ~EPHEMERAL
    world.judged(message, body, files)
    if closed:
        raise Refusal(403, 50007, "Cannot send messages to this user")
    if message.enforced:
        for earlier in channel.messages.values():
            if earlier.by_bot and earlier.enforced and str(earlier.nonce) == str(message.nonce):
                return earlier.as_json(world.cdn)
    return world.say(message).as_json(world.cdn)


def get_messages(world: World, asked: Asked) -> list[Json]:
    """A page of the history, newest first."""
    seen = [m for m in channel_of(world, asked).messages.values() if m.seen_by is None]
    limit = int(asked.query.get("limit", HISTORY))
    if after := asked.query.get("after"):
        page = [m for m in seen if m.id > int(after)][:limit]
    else:
        before = int(asked.query.get("before", 2**63))
        page = [m for m in seen if m.id < before][-limit:]
    return [message.as_json(world.cdn) for message in reversed(page)]


def get_message(world: World, asked: Asked) -> Json:
    """One message."""
    return message_of(world, asked).as_json(world.cdn)


def edit_message(world: World, asked: Asked) -> Json:
    """Change a message of the bot's."""
    before, files = message_of(world, asked), dict(asked.files)
    if not before.by_bot:
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    after = world.judged(world.revised(before, asked.body, files), asked.body, files, before)
    return world.replace(before, after).as_json(world.cdn)


def delete_message(world: World, asked: Asked) -> None:
    """Take a message of the bot's away; nobody else's in direct messages."""
    message = message_of(world, asked)
    if not message.by_bot:
        raise Refusal(403, 50003, "Cannot execute action on a DM channel")
    world.remove(message)


def react(world: World, asked: Asked) -> None:
    """Put a reaction of the bot's on a message."""
    message_of(world, asked).reactions.append(asked.path["emoji_name"])
    world.changed.set()


def unreact(world: World, asked: Asked) -> None:
    """Take a reaction of the bot's away again."""
    reactions = message_of(world, asked).reactions
    if asked.path["emoji_name"] in reactions:
        reactions.remove(asked.path["emoji_name"])
    world.changed.set()


Act = Callable[[World, Asked], Any]
ACTS: Final[Mapping[str, Act]] = {
    "GET /users/@me": me,
    "GET /users/{user_id}": get_user,
    "GET /oauth2/applications/@me": application,
    "GET /applications/@me": application,
    "GET /applications/{application_id}/commands": get_commands,
    "PUT /applications/{application_id}/commands": put_commands,
    "GET /applications/{application_id}/guilds/{guild_id}/commands": get_commands,
    "PUT /applications/{application_id}/guilds/{guild_id}/commands": put_commands,
    "POST /users/@me/channels": open_dm,
    "GET /channels/{channel_id}": get_channel,
    "POST /channels/{channel_id}/typing": typing,
    "POST /channels/{channel_id}/messages": create_message,
    "GET /channels/{channel_id}/messages": get_messages,
    "GET /channels/{channel_id}/messages/{message_id}": get_message,
    "PATCH /channels/{channel_id}/messages/{message_id}": edit_message,
    "DELETE /channels/{channel_id}/messages/{message_id}": delete_message,
    "PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": react,
    "DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me": unreact,
}


def routes(world: World) -> dict[str, Callable[[Asked], Any]]:
    """What each of these routes does."""
    return {route: partial(act, world) for route, act in ACTS.items()}
