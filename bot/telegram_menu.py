"""How the bot introduces itself on Telegram: its menus of commands and its descriptions, in every language.

Each audience has its menu: everybody in private, operators with their own commands besides, groups with the one that
leads away from there. Telegram keeps all of it, so nothing here is urgent and nothing that fails matters for long.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator
from functools import partial
from typing import Final

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden

from bot.conversation import COMMANDS
from bot.operators import COMMANDS as OPERATORS_COMMANDS
from bot.telegram_wire import until_done
from bot.texts import DEFAULT, LANGUAGES, Texts
from bot.turn import Text

log = structlog.get_logger(__name__)

EVERYBODY: Final = {name: f"command-{name}" for name in COMMANDS}  # command: its sentence
OPERATORS: Final = EVERYBODY | {name: f"command-{name}" for name in OPERATORS_COMMANDS}
GROUPS: Final = {"start": "command-start-in-group"}
DESCRIPTION: Final = Text("telegram-description")
SHORT_DESCRIPTION: Final = Text("telegram-short-description")


class Introduction:
    """Sets menus and descriptions. `operators` are chats."""

    def __init__(self, bot: Bot, texts: Texts, operators: Collection[int]) -> None:
        self._bot, self._texts, self._operators = bot, texts, operators

    async def make(self) -> None:
        """Set what there is to set, one after the other, as soon as Telegram takes it."""
        for step in self._steps():
            await until_done(step)
        log.info("menus and descriptions are set")

    def _steps(self) -> Iterator[Callable[[], Awaitable[None]]]:
        for language in LANGUAGES:
            yield partial(self._set_menu, language, EVERYBODY, BotCommandScopeAllPrivateChats())
            yield partial(self._set_menu, language, GROUPS, BotCommandScopeAllGroupChats())
            for chat in self._operators:
                yield partial(self._set_menu, language, OPERATORS, BotCommandScopeChat(chat))
        for language in LANGUAGES:  # after all the menus: Telegram may want to wait for hours in between
            yield partial(self._describe, language)

    async def _set_menu(self, language: str, commands: dict[str, str], scope: BotCommandScope) -> None:
        menu = [BotCommand(name, self._texts.say(language, Text(text))) for name, text in commands.items()]
        try:
            await self._bot.set_my_commands(menu, scope, code(language))
        except (BadRequest, Forbidden) as error:
            # An operator who has not written yet has no chat with us: theirs is set at the next start.
            log.info("a menu of commands was not set", scope=scope.type, language=language, why=error.message)

    async def _describe(self, language: str) -> None:
        """Set the descriptions where they differ: reading is cheap, and writing is limited to a few a day."""
        at, bot = code(language) or "", self._bot
        long, short = self._texts.say(language, DESCRIPTION), self._texts.say(language, SHORT_DESCRIPTION)
        try:
            if (await bot.get_my_description(at)).description != long:
                await bot.set_my_description(long, at)
            if (await bot.get_my_short_description(at)).short_description != short:
                await bot.set_my_short_description(short, at)
        except (BadRequest, Forbidden) as error:
            log.info("a description was not set", language=language, why=error.message)


def code(language: str) -> str | None:
    """The language as Telegram wants it; None for the one of everybody whose own we do not speak."""
    return None if language == DEFAULT else language
