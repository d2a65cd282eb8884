"""The commands Discord offers: what it takes, in every language that both of us speak."""

from importlib import resources

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot.discord_commands import LOCALES, commands, differ
from bot.texts import LANGUAGES, Texts
from inference.styles import STYLES
from tests import discord_rules
from tests.discord_spec import MISSING, SPEC_FILE, Asked, Json, load

ROUTE = "PUT /applications/{application_id}/commands"


@pytest.mark.skipif(not SPEC_FILE.exists(), reason=MISSING)
def test_discord_takes_every_command_in_every_language() -> None:
    """One name too long, or with a capital, and Discord refuses all commands at once."""
    ours = commands(Texts.load())
    assert list(discord_rules.of_commands(ours)) == []
    assert load().request(Asked(ROUTE, {"application_id": "1"}, {}, ours, {})) == []
    assert [command["name"] for command in ours][:2] == ["headshot", "new"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_within_a_language_are_each_there_once(language: str) -> None:
    """Two commands of one name: people would get the wrong one."""
    texts = Texts.load()
    for locale in ("", *LOCALES.get(language, ())):
        named = [(c["name_localizations"].get(locale) or c["name"]) for c in commands(texts)]
        assert len(set(named)) == len(named)


def test_a_command_brings_its_photos_its_look_and_its_code() -> None:
    """Who uses one command for everything needs no second step."""
    ours = {command["name"]: command for command in commands(Texts.load())}
    look, *photos = ours["headshot"]["options"]
    assert [choice["value"] for choice in look["choices"]] == list(STYLES)
    assert [photo["name"] for photo in photos] == [f"photo{n}" for n in range(1, 11)]
    assert [option["name"] for option in ours["link"]["options"]] == ["code"]
    assert all(command["contexts"] == [0, 1, 2] for command in ours.values())
    assert all(command["integration_types"] == [0, 1] for command in ours.values())


def test_names_and_descriptions_are_in_the_persons_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """A menu in a foreign language is where people stop reading."""
    for module in ("bot.texts", "bot.discord_commands"):
        monkeypatch.setattr(f"{module}.LANGUAGES", ("en", "es"))
    source = resources.files("bot.texts").joinpath("en.ftl").read_text(encoding="utf-8")
    bundles = {language: FluentBundle([language], use_isolating=False) for language in ("en", "es")}
    bundles["en"].add_resource(FluentResource(source))
    spanish = "discord-name-start = retrato\ncommand-start = Empezar\ndiscord-name-photo = foto\n"
    bundles["es"].add_resource(FluentResource(source))
    bundles["es"].add_resource(FluentResource(spanish), allow_overrides=True)
    start = commands(Texts(bundles))[0]

    assert start["name"] == "headshot"
    assert start["name_localizations"] == {"es-ES": "retrato", "es-419": "retrato"}
    assert start["description_localizations"]["es-ES"] == "Empezar"
    assert start["options"][1]["name_localizations"] == {"es-ES": "foto1", "es-419": "foto1"}


def test_what_discord_adds_is_no_difference_and_what_it_lacks_is() -> None:
    """Put up at every start the commands would be away for a while, each time."""
    ours = commands(Texts.load())
    theirs: list[Json] = [{"id": "1", "version": "2", "nsfw": False, **command} for command in ours]
    for command in theirs:
        command.update({name: None for name, value in command.items() if value in ([], {})})

    assert not differ(ours, theirs)
    assert not differ(ours, theirs[::-1])
    assert differ(ours, theirs[1:])
    assert differ(ours, [*theirs[1:], {**theirs[0], "description": "older"}])
    assert differ(ours, [*theirs[1:], {**theirs[0], "options": theirs[0]["options"][1:]}])
