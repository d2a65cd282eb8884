"""What a message looks like on Discord: its text within Discord's limits and free of markup, pictures, buttons, menus.

Pure: bodies in, layouts of components out. Nothing in a text becomes markup but the commands it names, and nobody is
called by it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from discord import ButtonStyle, MediaGalleryItem, SelectOption, ui

from bot.message import Body, Choice, Menu

Json = dict[str, Any]
Row = ui.ActionRow[Any]
Mentions = Mapping[str, str]  # of commands as the conversation names them; none as long as Discord's ids are not known

TEXT_LIMIT: Final = 4000  # of all texts of a message together
PARTS: Final = 40  # components of a message, those inside others too
KEYS: Final = 5  # buttons in a row
LABEL_LIMIT, ABOUT_LIMIT, PLACEHOLDER_LIMIT, ALT_LIMIT, TITLE_LIMIT = 80, 100, 150, 256, 45
OPTIONS: Final = 25  # of a menu
FORM_FILES: Final = 10
BAR: Final = 12  # segments of a progress bar: as wide as a phone's bubble allows
FORM: Final = "form:"  # what the id of a button begins with that opens the form for photos; its label follows
V2: Final = 1 << 15  # the flag of a message made of components
NO_MENTIONS: Final[Mentions] = {}
# Discord would take these for markup, and count the photos of a list anew; in an address they mean nothing. A command
# with a code behind it is one to copy into another chat, not one to press.
MARKUP: Final = re.compile(
    r"(https?://\S+)|(?<![A-Za-z0-9/])/([a-z]+)(?![A-Za-z0-9_])(?! [A-Z0-9]{6})"
    r"|([\\*_~`|<>\[\]]|^\s*(?:[-+#]|\d+(?=[.)])))",
    re.MULTILINE,
)


def shown_text(body: Body, mentions: Mentions = NO_MENTIONS) -> str:
    """The text as it is shown, with its progress bar."""
    text = "\n".join(filter(None, (body.text, body.pictures[0].caption if len(body.pictures) == 1 else "")))
    if body.progress is None:
        return cut(plain(text, mentions), TEXT_LIMIT)
    share = min(1.0, max(0.0, body.progress))
    full = int(share * BAR)
    bar = f"\n{'▓' * full}{'░' * (BAR - full)} {share:.0%}"
    return cut(plain(text, mentions), TEXT_LIMIT - len(bar)) + bar


def plain(text: str, mentions: Mentions = NO_MENTIONS) -> str:
    """The text with its commands mentioned, to be pressed, and everything escaped that would be markup."""

    def escaped(found: re.Match[str]) -> str:
        address, command, mark = found.groups()
        if address or command:
            return mentions.get(command, found[0])
        digits = mark.strip()
        return f"{mark}\\" if digits.isdigit() else mark.replace(digits, f"\\{digits}")

    return MARKUP.sub(escaped, text)


def cut(text: str, limit: int) -> str:
    """The text within so many UTF-16 units, the narrowest way to count, marked where something is missing."""
    if len(text.encode("utf-16-le")) <= 2 * limit:
        return text
    return text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", errors="ignore") + "…"


def layout(
    body: Body, names: Sequence[str] = (), mark: int | None = None, mentions: Mentions = NO_MENTIONS
) -> ui.LayoutView:
    """The message as components; `names` are the files that go with it, `mark` the id its pictures are found by."""
    view = ui.LayoutView(timeout=None)
    text = shown_text(body, mentions)
    pictures = _gallery(body, names, mark) if names and body.kind != "file" else None
    if pictures is not None and body.kind == "card":
        view.add_item(pictures)
    if text:
        view.add_item(ui.TextDisplay(text))
    if pictures is not None and body.kind != "card":
        view.add_item(pictures)
    if names and body.kind == "file":
        view.add_item(ui.File(f"attachment://{names[0]}", id=mark))
    for row in _rows(body, PARTS - len(view.children)):
        view.add_item(row)
    return view


def _gallery(body: Body, names: Sequence[str], mark: int | None) -> ui.MediaGallery[Any]:
    items = [
        MediaGalleryItem(f"attachment://{name}", description=cut(picture.caption, ALT_LIMIT) or None)
        for name, picture in zip(names, body.pictures, strict=True)
    ]
    return ui.MediaGallery(*items, id=mark)


def _rows(body: Body, room: int) -> Iterator[Row]:
    """Menu, buttons and the button of the form, in rows that fit into so many components."""
    if body.menu is not None and body.menu.options:
        yield ui.ActionRow(_select(body.menu))
        room -= 2
    room -= 2 if body.upload else 0
    for row in _fitting(_distinct(body.choices), room):
        yield ui.ActionRow(*(_button(choice) for choice in row))
    if body.upload:
        label = cut(body.upload, LABEL_LIMIT)
        yield ui.ActionRow(ui.Button(label=label, custom_id=FORM + label, style=ButtonStyle.primary))


def _distinct(choices: Sequence[Sequence[Choice]]) -> list[list[Choice]]:
    """Rows without a second button that does the same: Discord takes each id once."""
    seen: set[str] = set()
    rows: list[list[Choice]] = []
    for row in choices:
        rows.append([choice for choice in row if choice.data not in seen])
        seen |= {choice.data for choice in row}
    return [row for row in rows if row]


def _fitting(rows: list[list[Choice]], room: int) -> list[list[Choice]]:
    """The rows with at most five buttons each; where there are too many, as full as can be, the last row kept."""
    wrapped = [row[first : first + KEYS] for row in rows for first in range(0, len(row), KEYS)]
    if sum(1 + len(row) for row in wrapped) <= room:
        return wrapped
    *others, last = wrapped
    keys = [choice for row in others for choice in row]
    most = (room - 1 - len(last)) * KEYS // (KEYS + 1)  # a full row takes one component more than it has buttons
    return [*(keys[first : min(first + KEYS, most)] for first in range(0, most, KEYS) if first < len(keys)), last]


def _button(choice: Choice) -> ui.Button[Any]:
    style = ButtonStyle.primary if choice.on else ButtonStyle.secondary
    return ui.Button(label=cut(choice.label, LABEL_LIMIT), custom_id=choice.data, style=style)


def _select(menu: Menu) -> ui.Select[Any]:
    options = menu.options[:OPTIONS]
    most = max(1, min(menu.most, len(options)))
    on = [option.data for option in options if option.on][:most]
    return ui.Select(
        custom_id=menu.data,
        placeholder=cut(menu.placeholder, PLACEHOLDER_LIMIT) or None,
        max_values=most,
        options=[
            SelectOption(
                label=cut(option.label, ABOUT_LIMIT),
                value=option.data,
                description=cut(option.about, ABOUT_LIMIT) or None,
                default=option.data in on,
            )
            for option in options
        ],
    )


def form(label: str) -> Json:
    """The form for photos. It has the words of the button that opens it, which are in the person's language."""
    upload: ui.FileUpload[Any] = ui.FileUpload(custom_id="photos", max_values=FORM_FILES)
    modal = ui.Modal(title=cut(label, TITLE_LIMIT), custom_id="photos", timeout=None)
    modal.add_item(ui.Label(text=cut(label, TITLE_LIMIT), component=upload))
    return modal.to_dict()


def aside(text: str, mentions: Mentions = NO_MENTIONS, label: str = "", url: str = "") -> Json:
    """A remark beside an interaction that only the person sees, with a button that leads elsewhere."""
    view = ui.LayoutView(timeout=None).add_item(ui.TextDisplay(cut(plain(text, mentions), TEXT_LIMIT)))
    if url:
        view.add_item(ui.ActionRow(ui.Button(label=cut(label, LABEL_LIMIT), url=url)))
    return {"flags": V2 | 1 << 6, "components": view.to_components(), "allowed_mentions": {"parse": []}}
