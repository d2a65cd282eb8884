"""Interactions of the Discord test server: commands, pressed buttons, choices, forms, and the bot's answers to them.

An interaction is answered once and within three seconds, by its token and not by the bot's; the token is good for a
quarter of an hour. What is ephemeral stays with one person. What the bot does wrong is noted as a breach; what it never
had a chance to answer (no bot was there, its socket ended at once) is not.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests import discord_rules
from tests.discord_chat import EPHEMERAL, LOADING, Channel, Message, User
from tests.discord_spec import Asked, Json
from tests.discord_state import Refusal, World

COMMAND, COMPONENT, COMPLETION, FORM = 2, 3, 4, 5
SAY, DEFER, DEFER_UPDATE, UPDATE, COMPLETE, OPEN_FORM = 4, 5, 6, 7, 8, 9
ALLOWED: Final[Mapping[int, set[int]]] = {
    COMMAND: {SAY, DEFER, OPEN_FORM},
    COMPONENT: {SAY, DEFER, DEFER_UPDATE, UPDATE, OPEN_FORM},
    COMPLETION: {COMPLETE},
    FORM: {SAY, DEFER, DEFER_UPDATE, UPDATE},
}
ANSWER_WITHIN_S: Final = 3.0
TOKEN_LIVES_S: Final = 15 * 60.0
FOLLOWUPS_ELSEWHERE: Final = 5  # where the bot is only installed by a person
ATTACHMENT_LIMIT: Final = 10 * 2**20
CONTEXTS: Final = {"guild": 0, "dm": 1, "private": 2}


@dataclass(eq=False)
class Interaction:
    """One thing a person did. `answer` is how the bot acknowledged it, `original` the message this concerns."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    message: Message | None
    answer: int | None = None
    original: Message | None = None
    form: Json | None = None
    choices: list[Json] = field(default_factory=list[Json])
    followups: int = 0
    within_s: float = ANSWER_WITHIN_S
    began: float = field(default_factory=time.monotonic)
    heard_at: float | None = None  # when it was written to a socket
    abandoned: bool = False
    unheard: bool = False  # that it was answered: the connection ended too early

    @property
    def failed(self) -> bool:
        """Whether the person reads "This interaction failed"."""
        return self.answer is None and (self.abandoned or self.late_after(self.began))

    def late_after(self, moment: float) -> bool:
        """Whether the time for an answer, counted from this moment, is over."""
        return time.monotonic() - moment > self.within_s

    @property
    def owners(self) -> Json:
        """Whose installation of the bot this came by."""
        match self.channel.kind:
            case "guild":
                return {"0": str(self.channel.guild_id)}
            case "dm":
                return {"0": "0"}
            case "private":
                return {"1": str(self.user.id)}

    def metadata(self) -> Json:
        """What a message that answers this tells about it."""
        about: Json = {"id": str(self.id), "type": self.kind, "user": self.user.as_json()}
        about["authorizing_integration_owners"] = self.owners
        if self.kind == COMPONENT and self.message is not None:
            about["interacted_message_id"] = str(self.message.id)
        if self.kind == FORM:
            about["triggering_interaction_metadata"] = about | {"type": COMMAND}
        return about


@dataclass
class Interactions:
    """All interactions there were. `within_s` is the time for an answer, `lives_s` how long a token is good."""

    world: World
    within_s: float = ANSWER_WITHIN_S
    lives_s: float = TOKEN_LIVES_S
    all: list[Interaction] = field(default_factory=list[Interaction])

    # --- what people do -------------------------------------------------------------------------------------------

    def begin(self, kind: int, user: User, channel: Channel, data: Json, message: Message | None = None) -> Interaction:
        """Something a person did, handed to the bot if it is there."""
        token = secrets.token_urlsafe(48)
        new = Interaction(self.world.snowflake(), token, kind, user, channel, message, within_s=self.within_s)
        self.all.append(new)
        new.abandoned = not self.world.deliver("INTERACTION_CREATE", self._as_json(new, data))
        return new

    def heard(self, payload: Json) -> None:
        """An event has gone to a socket."""
        if payload["t"] == "INTERACTION_CREATE":
            for one in self.all:
                if str(one.id) == payload["d"]["id"] and one.heard_at is None:
                    one.heard_at = time.monotonic()

    def left(self) -> None:
        """A socket has ended: what it was about to answer is forgiven."""
        for one in self.waiting():
            one.abandoned = True

    def waiting(self) -> list[Interaction]:
        """Those the bot has heard of and could still answer in time."""
        return [one for one in self._owed() if not one.late_after(one.heard_at or time.monotonic())]

    def unanswered(self) -> list[str]:
        """A breach for each that the bot has left alone; each is told once."""
        late = [one for one in self._owed() if one not in self.waiting()]
        for one in late:
            one.abandoned = True
        return [f"interaction: {NAMES[one.kind]} was not answered in time" for one in late]

    def _owed(self) -> list[Interaction]:
        return [one for one in self.all if one.answer is None and not one.abandoned and one.heard_at is not None]

    def _as_json(self, one: Interaction, data: Json) -> Json:
        about: Json = {"id": str(one.id), "application_id": str(self.world.me.id), "type": one.kind, "data": data}
        about |= {"token": one.token, "version": 1, "channel_id": str(one.channel.id), "channel": one.channel.as_json()}
        about |= {
            "locale": self.world.locales.get(one.user.id, "en-US"),
            "entitlements": [],
            "app_permissions": "2248473465835073",
        }
        about |= {"context": CONTEXTS[one.channel.kind], "attachment_size_limit": ATTACHMENT_LIMIT}
        about["authorizing_integration_owners"] = one.owners
        if one.message is not None:
            about["message"] = one.message.as_json(self.world.cdn)
        if one.channel.guild_id is None:
            return about | {"user": one.user.as_json()}
        guild: Json = {"id": str(one.channel.guild_id), "locale": "en-US", "features": []}
        about |= {"guild_id": guild["id"], "guild": guild, "guild_locale": "en-US"}
        return about | {"member": self.world.member(one.user) | {"permissions": "2248473465835073"}}

    # --- what the bot answers -------------------------------------------------------------------------------------

    def callback(self, asked: Asked) -> Json | None:
        """The acknowledgement; the answer of this server if the bot asked for one."""
        one = self._answerable(asked)
        kind, data = asked.body["type"], asked.body.get("data") or {}
        if kind not in ALLOWED[one.kind] or (kind in (DEFER_UPDATE, UPDATE) and one.message is None):
            raise self._breach(400, 50035, "Invalid Form Body", f"{NAMES[one.kind]} was answered with type {kind}")
        match kind:
            case 4:
                one.original = self._say(one, data, asked)
            case 5:
                one.original = self._think(one, data)
            case 6:
                one.original = one.message
            case 7 if one.message is not None:
                one.original = self._change(one.message, data, asked)
            case 8:
                one.choices = data.get("choices") or []
            case _:
                self._open(one, data)
        one.answer = kind
        self.world.changed.set()
        return self._told(one) if str(asked.query.get("with_response", "")).lower() in ("1", "true") else None

    def _answerable(self, asked: Asked) -> Interaction:
        token, number = asked.path["interaction_token"], asked.path["interaction_id"]
        one = next((one for one in self.all if one.token == token and str(one.id) == number), None)
        if one is None:
            raise Refusal(404, 10062, "Unknown interaction")
        if one.answer is not None and one.unheard:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        if one.answer is not None:
            told = f"{NAMES[one.kind]} was answered twice"
            raise self._breach(400, 40060, "Interaction has already been acknowledged.", told)
        if one.late_after(one.began):
            if one.heard_at is not None and one.late_after(one.heard_at) and not one.abandoned:
                one.abandoned = True
                self.world.breaches.append(f"interaction: {NAMES[one.kind]} was answered too late")
            raise Refusal(404, 10062, "Unknown interaction")
        return one

    def _breach(self, status: int, code: int, message: str, told: str) -> Refusal:
        self.world.breaches.append(f"interaction: {told}")
        return Refusal(status, code, message)

    def _say(self, one: Interaction, data: Json, asked: Asked) -> Message:
        message = self.world.proposed(one.channel, self.world.me, data, dict(asked.files))
        message.interaction = one.metadata()
        message.seen_by = one.user.id if message.flags & EPHEMERAL else None
        return self.world.say(self.world.judged(message, data, dict(asked.files)))

    def _think(self, one: Interaction, data: Json) -> Message:
        ephemeral = (data.get("flags") or 0) & EPHEMERAL
        message = Message(self.world.snowflake(), one.channel, self.world.me, flags=LOADING | ephemeral)
        message.interaction, message.seen_by = one.metadata(), one.user.id if ephemeral else None
        return self.world.say(message)

    def _change(self, message: Message, data: Json, asked: Asked) -> Message:
        after = self.world.revised(message, data, dict(asked.files))
        return self.world.replace(message, self.world.judged(after, data, dict(asked.files), message))

    def _open(self, one: Interaction, data: Json) -> None:
        told = list(discord_rules.of_form(data))
        self.world.breaches += [f"form: {breach}" for breach in told]
        if told:
            raise Refusal(400, 50035, "Invalid Form Body")
        one.form = data

    def _told(self, one: Interaction) -> Json:
        about: Json = {"id": str(one.id), "type": one.kind}
        if one.original is None:
            return {"interaction": about}
        about |= {"response_message_id": str(one.original.id), "response_message_loading": one.original.loading}
        about |= {"response_message_ephemeral": one.original.seen_by is not None}
        resource: Json = {"type": one.answer, "message": one.original.as_json(self.world.cdn)}
        return {"interaction": about} | ({"resource": resource} if one.answer in (SAY, UPDATE) else {})

    def not_heard(self, asked: Asked) -> None:
        """The bot was not told what became of its request: it may ask the same again."""
        for one in self.all:
            one.unheard |= one.token == asked.path.get("interaction_token")

    # --- by the token ---------------------------------------------------------------------------------------------

    def followup(self, asked: Asked) -> Json | None:
        """Another message; the first one after a deferral becomes what was deferred."""
        one = self._by_token(asked)
        if one.original is not None and one.original.loading:
            message = self._change(one.original, asked.body, asked)
        else:
            one.followups += 1
            if one.channel.kind == "private" and one.followups > FOLLOWUPS_ELSEWHERE:
                told = "more than 5 messages after a command where the bot is not at home"
                raise self._breach(400, 40094, "This interaction has reached the maximum number of follow-ups.", told)
            message = self._say(one, asked.body, asked)
        return message.as_json(self.world.cdn) if str(asked.query.get("wait", "")).lower() in ("1", "true") else None

    def read(self, asked: Asked) -> Json:
        """A message by the token."""
        return self._message(asked).as_json(self.world.cdn)

    def edit(self, asked: Asked) -> Json:
        """Change a message by the token."""
        return self._change(self._message(asked), asked.body, asked).as_json(self.world.cdn)

    def delete(self, asked: Asked) -> None:
        """Take a message away by the token."""
        self.world.remove(self._message(asked))

    def _by_token(self, asked: Asked) -> Interaction:
        one = next((one for one in self.all if one.token == asked.path["webhook_token"]), None)
        if one is None or asked.path["webhook_id"] != str(self.world.me.id):
            raise Refusal(404, 10015, "Unknown Webhook")
        if time.monotonic() - one.began > self.lives_s:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        if one.answer is None:
            raise self._breach(404, 10015, "Unknown Webhook", f"{NAMES[one.kind]} was followed up before its answer")
        return one

    def _message(self, asked: Asked) -> Message:
        one, number = self._by_token(asked), asked.path.get("message_id", "@original")
        mine = [m for m in one.channel.messages.values() if (m.interaction or {}).get("id") == str(one.id)]
        found = one.original if number == "@original" else next((m for m in mine if str(m.id) == number), None)
        if found is None or found.id not in one.channel.messages:
            raise Refusal(404, 10008, "Unknown Message")
        return found


NAMES: Final = {COMMAND: "a command", COMPONENT: "a component", COMPLETION: "a completion", FORM: "a form"}
Act = Callable[[Asked], Any]


def routes(interactions: Interactions) -> dict[str, Act]:
    """What each route of interactions does."""
    webhook = "/webhooks/{webhook_id}/{webhook_token}"
    acts: dict[str, Act] = {
        "POST /interactions/{interaction_id}/{interaction_token}/callback": interactions.callback,
        f"POST {webhook}": interactions.followup,
    }
    for place in ("@original", "{message_id}"):
        acts[f"GET {webhook}/messages/{place}"] = interactions.read
        acts[f"PATCH {webhook}/messages/{place}"] = interactions.edit
        acts[f"DELETE {webhook}/messages/{place}"] = interactions.delete
    return acts
