"""What a bot has told the Telegram test server of itself: menus of commands by audience, descriptions by language."""

from dataclasses import dataclass, field

from tests.telegram_methods import Refusal
from tests.telegram_spec import Json


@dataclass
class Profile:
    """`commands` by scope, chat and language, as in "chat 7 de"; descriptions by language, the empty one for others."""

    commands: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    descriptions: dict[str, str] = field(default_factory=dict[str, str])
    short_descriptions: dict[str, str] = field(default_factory=dict[str, str])

    def set_commands(self, params: Json, known: bool) -> bool:
        """setMyCommands. `known`: there is such a chat."""
        scope = params.get("scope", {"type": "default"})
        if not known:
            raise Refusal(400, "Bad Request: chat not found")
        words = (scope["type"], scope.get("chat_id", ""), params.get("language_code", ""))
        self.commands[" ".join(str(word) for word in words if word)] = params["commands"]
        return True

    def describe(self, method: str, params: Json) -> Json | bool:
        """getMyDescription, setMyDescription and their short kin."""
        short = "Short" in method
        kept = self.short_descriptions if short else self.descriptions
        name = "short_description" if short else "description"
        language = params.get("language_code", "")
        if method.startswith("get"):
            return {name: kept.get(language, "")}
        kept[language] = params[name]
        return True
