"""A small bot made of the real discord.py, to try the Discord test server with: it has one of everything.

Commands that are put off, that open a form, that take a file; a view with a button and a select; what it hears of
people. It knows nothing of this project's own bot.
"""

import asyncio
import io
import warnings
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import yarl

from tests.discord_server import TOKEN, DiscordServer

with warnings.catch_warnings():  # discord.py's sound imports a module that Python 3.13 no longer has
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord
    from discord import app_commands, gateway, http, ui

Interaction = discord.Interaction["Bot"]


class Keys(ui.View):
    """A button and a select that outlive the process."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="Go on", custom_id="go")
    async def go(self, interaction: Interaction, _button: ui.Button[Any]) -> None:
        """Change the message it stands on."""
        await interaction.response.edit_message(content="gone on")

    @ui.select(
        custom_id="look",
        options=[discord.SelectOption(label="Warm", value="w"), discord.SelectOption(label="Cool", value="c")],
    )
    async def look(self, interaction: Interaction, select: ui.Select[Any]) -> None:
        """Say what was chosen, to the one who chose."""
        await interaction.response.send_message(f"chosen {select.values[0]}", ephemeral=True)


class Photos(ui.Modal, title="Your photos"):
    """A form for files and words."""

    files: ui.Label[Any] = ui.Label(text="Photos", component=ui.FileUpload(custom_id="files", max_values=3))
    words: ui.Label[Any] = ui.Label(text="Words", component=ui.TextInput(custom_id="words", required=False))

    async def on_submit(self, interaction: Interaction) -> None:  # type: ignore[override]
        """Fetch the files and tell what came."""
        assert isinstance(self.files.component, ui.FileUpload)
        assert isinstance(self.words.component, ui.TextInput)
        interaction.client.files += [await file.read() for file in self.files.component.values]
        await interaction.response.send_message(f"words: {self.words.component.value}", ephemeral=True)


def card(words: str, picture: str, *names: str) -> ui.LayoutView:
    """A message of components: words, pictures, a button."""
    view = ui.LayoutView(timeout=None)
    gallery: ui.MediaGallery[Any] = ui.MediaGallery()
    for name in (picture, *names):
        gallery.add_item(media=f"attachment://{name}")
    row: ui.ActionRow[Any] = ui.ActionRow()
    row.add_item(ui.Button(label="More", custom_id="more"))
    return view.add_item(ui.Container(ui.TextDisplay(words), gallery)).add_item(row)


def file(name: str, data: bytes) -> discord.File:
    """A file to send."""
    return discord.File(io.BytesIO(data), name)


class Bot(discord.Client):
    """The bot. `heard` are the words, `files` the files people sent; nothing it says calls anybody."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, dm_messages=True, dm_reactions=True)
        nobody = discord.AllowedMentions.none()
        super().__init__(intents=intents, allowed_mentions=nobody, guild_ready_timeout=0.05)
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []
        self.files: list[bytes] = []
        self.events: list[str] = []
        acts: dict[str, Any] = {"start": start, "form": open_form, "early": early, "photo": take_photo}
        for name, act in acts.items():
            command: Any = app_commands.Command(name=name, description=f"Try {name}", callback=act)
            command = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
            self.tree.add_command(app_commands.allowed_installs(guilds=True, users=True)(command))

    async def setup_hook(self) -> None:
        """Put the commands up, listen to the view."""
        self.add_view(Keys())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Nothing to wait for: tests set how far apart identifications have to be."""

    async def on_ready(self) -> None:
        """A session has begun."""
        self.events.append("ready")

    async def on_resumed(self) -> None:
        """A session goes on."""
        self.events.append("resumed")

    async def on_raw_reaction_add(self, reaction: discord.RawReactionActionEvent) -> None:
        """Somebody has put an emoji on a message."""
        self.heard.append(str(reaction.emoji))

    async def on_message(self, message: discord.Message) -> None:
        """Note what people say, and fetch what they send."""
        if not message.author.bot:
            self.heard.append(message.content)
            self.files += [await attachment.read() for attachment in message.attachments]

    def dm(self, channel: int) -> discord.PartialMessageable:
        """Somebody's direct messages."""
        return self.get_partial_messageable(channel)


async def start(interaction: Interaction) -> None:
    """Put off, then say."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    await interaction.followup.send("hello")
    await interaction.followup.send("and more", ephemeral=True)


async def open_form(interaction: Interaction) -> None:
    """Open the form."""
    await interaction.response.send_modal(Photos())


async def early(interaction: Interaction) -> None:
    """Say, edit, take away."""
    await interaction.response.send_message("first", ephemeral=True)
    await interaction.edit_original_response(content="second")


async def take_photo(interaction: Interaction, photo: discord.Attachment, title: str) -> None:
    """Take a file as an option."""
    interaction.client.files.append(await photo.read())
    await interaction.response.send_message(f"{title}: {photo.filename}")


@asynccontextmanager
async def running(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Bot]:
    """The bot, connected to our Discord."""
    monkeypatch.setattr(http.Route, "BASE", f"{server.url}/v10")
    monkeypatch.setattr(gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway.address))
    bot = Bot()
    task = asyncio.create_task(bot.start(TOKEN))
    try:
        async with asyncio.timeout(10):
            while not bot.is_ready():
                assert not task.done(), task.exception()
                await asyncio.sleep(0.01)
        yield bot
    finally:
        await bot.close()
        await asyncio.wait({task})
