"""A person's side of the Discord test server: what they do in their client, and all they can read there.

Everything a person does becomes an event as Discord would make it; only what the client offers can be done, so a
button that is not there, a command that was never put up or an option nobody asked for fails the test at once. Every
method returns at once; what the bot answers appears in `messages` and `ephemerals`. Knows nothing of HTTP.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tests.discord_cdn import cleaned
from tests.discord_chat import BUTTON, LINK_STYLE, ROW, SELECT, Channel, Message, User, label_of, walk
from tests.discord_interactions import COMMAND, COMPLETION, COMPONENT, FORM, Interaction, Interactions
from tests.discord_spec import Json, Upload
from tests.discord_state import World

Files = Sequence[tuple[str, bytes]]  # name and content
FILES_AT_MOST: Final = 10
STRING, ATTACHMENT = 3, 11  # types of options


class Person:
    """Somebody with a Discord client."""

    def __init__(self, world: World, interactions: Interactions, user: User) -> None:
        self._world, self._interactions, self.user = world, interactions, user
        self.id = user.id

    # --- what they read ---------------------------------------------------------------------------------------------

    @property
    def dm(self) -> Channel:
        """Their direct messages with the bot."""
        return self._world.dm(self.user)

    @property
    def messages(self) -> list[Message]:
        """Their direct messages with the bot, both sides, in order."""
        return [m for m in self.dm.messages.values() if m.seen_by in (None, self.id)]

    @property
    def bot_says(self) -> list[Message]:
        """What the bot has said in their direct messages that is still there."""
        return [message for message in self.messages if message.by_bot]

    @property
    def ephemerals(self) -> list[Message]:
        """What they alone see, wherever that is."""
        return [message for message in self.seen if message.seen_by == self.id]

    @property
    def seen(self) -> list[Message]:
        """All they can see anywhere, in order."""
        places = [place for place in self._world.channels.values() if self._is_in(place)]
        seen = [m for place in places for m in place.messages.values() if m.seen_by in (None, self.id)]
        return sorted(seen, key=lambda message: message.id)

    @property
    def transcript(self) -> str:
        """All they can see, to read."""
        return "\n".join(f"[{m.channel.kind}] {m}" for m in self.seen)

    def _is_in(self, place: Channel) -> bool:
        return self.user in (self._world.guild.people if place.kind == "guild" else place.people)

    def found(self, part: str, after: int = 0) -> list[Message]:
        """The bot's messages with these words that they can see."""
        return [m for m in self.seen if m.by_bot and m.id > after and part in m.text]

    async def until(self, true: Callable[["Person"], Any], what: str, within_s: float = 10.0) -> None:
        """Wait until it is true of this person; else fail with all they can see."""
        await self._world.until(lambda: true(self), lambda: f"{what}\n--- seen\n{self.transcript}", within_s)

    async def sees(self, part: str, within_s: float = 10.0, after: int = 0) -> Message:
        """Wait for a message of the bot's with these words, later than message `after`; the newest of them."""
        await self.until(lambda _: self.found(part, after), f"the bot saying {part!r}", within_s)
        return self.found(part, after)[-1]

    async def offers(self, label: str, within_s: float = 10.0, after: int = 0) -> tuple[Message, str]:
        """Wait for a button whose label contains these words; its message and full label."""

        def found() -> list[tuple[Message, str]]:
            return [(m, text) for m in self.seen if m.by_bot and m.id > after for text in m.buttons if label in text]

        await self.until(lambda _: found(), f"a button {label!r}", within_s)
        return found()[-1]

    async def form(self, within_s: float = 10.0) -> Interaction:
        """Wait for a form on their screen."""

        def opened() -> list[Interaction]:
            return [one for one in self._interactions.all if one.user == self.user and one.form is not None]

        await self.until(lambda _: opened(), "a form", within_s)
        return opened()[-1]

    # --- what they do -----------------------------------------------------------------------------------------------

    def send(self, text: str = "", files: Files = (), where: Channel | None = None) -> Message:
        """Write a message, to the bot if no place is named, with up to ten files."""
        assert len(files) <= FILES_AT_MOST, "the client attaches ten files at most"
        assert len(text) <= 2000, "the client sends 2000 characters at most"
        message = Message(self._world.snowflake(), where or self.dm, self.user, text)
        message.files = [self._world.attach(message.channel, Upload(cleaned(name), data)) for name, data in files]
        return self._world.say(message)

    def delete(self, message: Message) -> None:
        """Take a message of one's own away."""
        assert message.author == self.user, "only one's own messages can be deleted"
        self._world.remove(message)

    def edit(self, message: Message, text: str) -> None:
        """Correct an earlier message of one's own."""
        assert message.author == self.user, "only one's own messages can be edited"
        message.content = text
        message.edits += 1
        self._world.announce("MESSAGE_UPDATE", message)

    def react(self, message: Message, emoji: str) -> None:
        """Put an emoji on a message."""
        message.reactions.append(emoji)
        about: Json = {"user_id": str(self.id), "channel_id": str(message.channel.id), "message_id": str(message.id)}
        about |= {"emoji": {"id": None, "name": emoji}, "type": 0, "burst": False}
        about |= {"message_author_id": str(message.author.id)}
        if message.channel.guild_id is not None:
            about |= {"guild_id": str(message.channel.guild_id), "member": self._world.member(self.user)}
        self._world.deliver("MESSAGE_REACTION_ADD", about)

    def command(
        self, name: str, where: Channel | None = None, **options: str | int | bool | tuple[str, bytes]
    ) -> Interaction:
        """Use a slash command with options, a file as name and bytes; in the direct messages if no place is named."""
        place = where or self.dm
        command = self._command(name.removeprefix("/"), place)
        data: Json = {"id": command["id"], "name": command["name"], "type": 1}
        given, files = self._options(command, place, options)
        data |= {"options": given} if given else {}
        data |= {"resolved": {"attachments": files}} if files else {}
        return self._interactions.begin(COMMAND, self.user, place, data)

    def complete(self, name: str, option: str, typed: str, where: Channel | None = None) -> Interaction:
        """Type into an option that completes itself; what the bot offers is in `choices`."""
        place = where or self.dm
        command = self._command(name.removeprefix("/"), place)
        given: Json = {"name": option, "type": STRING, "value": typed, "focused": True}
        data: Json = {"id": command["id"], "name": command["name"], "type": 1, "options": [given]}
        return self._interactions.begin(COMPLETION, self.user, place, data)

    def press(self, label: str, message: Message | None = None) -> Interaction:
        """Press a button by a part of its label, the newest such button unless a message is named."""
        at = [message] if message else [m for m in self.seen if m.by_bot and any(label in text for text in m.buttons)]
        assert at, f"no button {label!r} in:\n{self.transcript}"
        button = next(part for text, part in at[-1].buttons.items() if label in text)
        assert not button.get("disabled"), f"the button {label_of(button)!r} is greyed out"
        assert button["style"] != LINK_STYLE, f"the button {label_of(button)!r} is a link"
        return self._component(at[-1], button, {"component_type": BUTTON})

    def choose(self, *labels: str, message: Message | None = None) -> Interaction:
        """Choose from the newest select that has all these options, by their labels."""
        places = [message] if message else [m for m in reversed(self.seen) if m.by_bot]
        for place in places:
            for select in place.selects:
                options = {option["label"]: option["value"] for option in select["options"]}
                if set(labels) <= options.keys():
                    values = [options[label] for label in labels]
                    self._may_choose(select, values)
                    return self._component(place, select, {"component_type": SELECT, "values": values})
        raise AssertionError(f"no select offers {labels} in:\n{self.transcript}")

    def press_id(self, custom_id: str, message: Message) -> Interaction:
        """Press a button as it once was, though the message has changed since."""
        data: Json = {"custom_id": custom_id, "component_type": BUTTON, "id": 1}
        return self._interactions.begin(COMPONENT, self.user, message.channel, data, message)

    def submit(self, opened: Interaction, values: Mapping[str, str | Files]) -> Interaction:
        """Send a form that is open, each value under the label of its part; files as names and bytes."""
        form = opened.form
        assert form is not None, "no form was opened"
        labels = {part["label"] for part in walk(form["components"]) if part.get("label")}
        assert values.keys() <= labels, f"the form has {labels} and no {values.keys() - labels}"
        files: Json = {}
        parts: list[Json] = []
        for number, part in enumerate(form["components"], 1):
            inner = part["components"][0] if part["type"] == ROW else part.get("component")
            if inner is not None:
                value = values.get(part.get("label") or inner.get("label"))
                filled = {"id": number * 100} | self._filled(inner, value, opened.channel, files)
                outer: Json = {"components": [filled]} if part["type"] == ROW else {"component": filled}
                parts.append({"type": part["type"], "id": number} | outer)
        data: Json = {"custom_id": form["custom_id"], "components": parts}
        data |= {"resolved": {"attachments": files}} if files else {}
        opened.form = None
        return self._interactions.begin(FORM, self.user, opened.channel, data, opened.message)

    def close_dms(self) -> None:
        """Take no direct messages from the bot any more."""
        self._world.closed_to_bot.add(self.id)

    def open_dms(self) -> None:
        """Take direct messages from the bot again."""
        self._world.closed_to_bot.discard(self.id)

    def block(self) -> None:
        """Block the bot, which it sees as closed direct messages."""
        self.close_dms()

    def with_friend(self, other: "Person") -> Channel:
        """The direct messages between two people, where the bot is only as this person's own installation."""
        both = [self.user, other.user]
        found = (place for place in self._world.channels.values() if place.kind == "private" and place.people == both)
        place = next(found, None) or Channel(self._world.snowflake(), "private", people=both)
        return self._world.channels.setdefault(place.id, place)

    # --- the client's care ------------------------------------------------------------------------------------------

    def _command(self, name: str, place: Channel) -> Json:
        there = [*self._world.commands.get(place.guild_id, []), *self._world.commands.get(None, [])]
        named = [c for c in there if name in (c["name"], *(c.get("name_localizations") or {}).values())]
        assert named, f"there is no command {name!r}, only {[c['name'] for c in there]}"
        context = {"guild": 0, "dm": 1, "private": 2}[place.kind]
        contexts = named[0].get("contexts")
        assert contexts is None or context in contexts, f"/{name} is not offered in a {place.kind} channel"
        installed = named[0].get("integration_types") or [0]
        assert place.kind != "private" or 1 in installed, f"/{name} cannot be installed by a person"
        return named[0]

    def _options(self, command: Json, place: Channel, given: dict[str, Any]) -> tuple[list[Json], Json]:
        known = {option["name"]: option for option in command.get("options") or ()}
        assert given.keys() <= known.keys(), f"/{command['name']} has no options {given.keys() - known.keys()}"
        missing = [name for name, option in known.items() if option.get("required") and name not in given]
        assert not missing, f"/{command['name']} needs {missing}"
        files: Json = {}
        options: list[Json] = []
        for name, value in given.items():
            option = known[name]
            choices = {choice["name"]: choice["value"] for choice in option.get("choices") or ()}
            assert not choices or value in (*choices, *choices.values()), f"{value!r} is none of {list(choices)}"
            if option["type"] == ATTACHMENT:
                value = self._upload(place, [value], files)[0]
            options.append({"name": name, "type": option["type"], "value": choices.get(value, value)})
        return options, files

    def _upload(self, place: Channel, uploads: Files, files: Json) -> list[str]:
        """Keep files that go with an interaction; their ids, and what is told of them in `files`."""
        kept = [self._world.attach(place, Upload(cleaned(name), data), ephemeral=True) for name, data in uploads]
        files |= {str(file.id): self._world.cdn.as_json(file) for file in kept}
        return [str(file.id) for file in kept]

    def _component(self, message: Message, part: Json, data: Json) -> Interaction:
        every = walk(message.as_json(self._world.cdn)["components"])
        number = next(shown["id"] for shown in every if shown.get("custom_id") == part["custom_id"])
        data |= {"custom_id": part["custom_id"], "id": number}
        return self._interactions.begin(COMPONENT, self.user, message.channel, data, message)

    def _may_choose(self, select: Json, values: list[str]) -> None:
        least = 1 if select.get("min_values") is None else select["min_values"]
        most = select.get("max_values") or 1
        assert least <= len(values) <= most, f"this select takes {least} to {most} options"
        assert not select.get("disabled"), "this select is greyed out"

    def _filled(self, part: Json, value: Any, place: Channel, files: Json) -> Json:
        """What the client sends of one part of a form."""
        about: Json = {"type": part["type"], "custom_id": part["custom_id"]}
        needed = part.get("required") is not False
        assert value or not needed, f"the form needs {part['custom_id']!r}"
        match part["type"]:
            case 4:  # words
                assert len(value or "") <= (part.get("max_length") or 4000), f"{part['custom_id']!r} is too long"
                return about | {"value": value or ""}
            case 19:  # files
                assert len(value or ()) <= (part.get("max_values") or 1), f"too many files for {part['custom_id']!r}"
                return about | {"values": self._upload(place, value or (), files)}
            case 3:  # a choice
                options = {option["label"]: option["value"] for option in part["options"]}
                return about | {"values": [options[value]] if value else []}
            case _:
                raise AssertionError(f"the test client cannot fill in a part of type {part['type']}")
