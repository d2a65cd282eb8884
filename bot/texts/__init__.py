"""Every sentence the bot can say: one Fluent file a language, found by name, formatted with its arguments.

Refuses a missing sentence or argument loudly: half a sentence is worse than an error a test can find.
"""

from collections.abc import Mapping
from importlib import resources
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from bot.turn import Text

DEFAULT: Final = "en"
STAFF: Final = "operators"  # a file for operators alone, in English
LANGUAGES: Final = ("en", "de", "es", "fr", "pt", "uk", "hi", "ar", "id", "zh")
OTHER_CODES: Final = {"in": "id"}  # what phones of another age call a language
COMMAS: Final = {"ar": "، ", "zh": "、"}  # between the parts of a list; elsewhere a comma


class MissingText(Exception):
    """A sentence does not exist, or an argument it needs was not given."""


class Texts:
    """The sentences of every language, read once."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @classmethod
    def load(cls) -> "Texts":
        """Read the Fluent files that come with the package."""
        return cls({language: _bundle(language) for language in LANGUAGES})

    def say(self, language: str, text: Text, *, shrinks: bool = False) -> str:
        """The sentence in the language of a locale (`pt`, `pt-BR`, `zh_CN`), in English where that is not spoken.

        `shrinks`: it is said where photos lose detail unless they are sent as files.
        """
        return self._format(self._bundles[spoken(language)], text, "yes" if shrinks else "no")

    def _format(self, bundle: FluentBundle, text: Text, shrinks: str) -> str:
        if not bundle.has_message(text.id):
            if text.otherwise:
                return self._format(bundle, Text(text.otherwise, text.args), shrinks)
            raise MissingText(f"no sentence named {text.id!r} in bot/texts")
        value = bundle.get_message(text.id).value
        if value is None:
            raise MissingText(f"the sentence {text.id!r} has no text of its own")
        args = {name: self._argument(bundle, arg, shrinks) for name, arg in text.args.items()}
        said, errors = bundle.format_pattern(value, {**args, "shrinks": shrinks})
        if errors:
            raise MissingText(f"the sentence {text.id!r} could not be formed: {errors[0]}")
        return str(said)

    def _argument(
        self, bundle: FluentBundle, arg: "str | float | Text | tuple[Text, ...]", shrinks: str
    ) -> str | float:
        match arg:
            case Text():
                return self._format(bundle, arg, shrinks)
            case tuple():
                return COMMAS.get(bundle.locales[0], ", ").join(self._format(bundle, part, shrinks) for part in arg)
            case _:
                return arg


def spoken(locale: str) -> str:
    """The language of ours for a locale as a platform has it; English where there is none."""
    language = locale.replace("_", "-").partition("-")[0].lower()
    language = OTHER_CODES.get(language, language)
    return language if language in LANGUAGES else DEFAULT


def _bundle(language: str) -> FluentBundle:
    """One language, and what operators are told. Isolating marks are off: chats and file names would show boxes."""
    bundle = FluentBundle([language], use_isolating=False)
    for name in (language, STAFF):
        source = resources.files(__name__).joinpath(f"{name}.ftl").read_text(encoding="utf-8")
        bundle.add_resource(FluentResource(source))
    return bundle
