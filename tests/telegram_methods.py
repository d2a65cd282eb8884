"""What each method does to a chat of the Telegram test server, and the refusals Telegram is known for.

Functions from a chat, parsed parameters and files to the answer. Knows nothing of HTTP, polling or trouble.
"""

import io
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from PIL import Image

from tests.telegram_chat import BOT, Chat, Shown
from tests.telegram_spec import Json, Upload

MB: Final = 1_000_000  # Telegram's limits are meant generously; the smaller reading is the safe one
PHOTO_MB: Final = 10
DOCUMENT_MB: Final = 50
DOWNLOAD_LIMIT: Final = 20 * 2**20
KEYS_AT_MOST: Final = 100  # buttons of one keyboard; not in the description, answered by "reply markup is too long"
ACTIONS: Final = re.compile(r"typing|upload_photo|upload_document|record_\w+|upload_\w+|choose_sticker|find_location")


class Refusal(Exception):
    """An error as the Bot API answers it."""

    def __init__(self, status: int, description: str, retry_after: int = 0) -> None:
        super().__init__(description)
        self.status, self.description, self.retry_after = status, description, retry_after


def beyond_the_description(method: str, params: Json, files: Mapping[str, Upload]) -> list[str]:
    """Breaches of rules that stand in prose or are only known from practice."""
    return [f"{method}: {breach}" for breach in _beyond(method, params, files)]


def _beyond(method: str, params: Json, files: Mapping[str, Upload]) -> Iterator[str]:
    if method in ("editMessageText", "editMessageMedia", "editMessageReplyMarkup", "editMessageCaption"):
        for name in ("chat_id", "message_id"):
            if name not in params:
                yield f"{name} is required"
    if method == "editMessageText" and "text" not in params:
        yield "text is required"
    keys = [key for row in (params.get("reply_markup") or {}).get("inline_keyboard", ()) for key in row]
    if len(keys) > KEYS_AT_MOST:
        yield f"{len(keys)} buttons are too many"
    if method == "sendChatAction" and not ACTIONS.fullmatch(params.get("action", "")):
        yield f"unknown action {params.get('action')!r}"
    yield from _misspelt(method, params)
    for kind, media in _media(method, params):
        upload = files.get(str(media).removeprefix("attach://"))
        if upload is not None:
            yield from _too_heavy(kind, upload)


def _misspelt(method: str, params: Json) -> Iterator[str]:
    """Letters that Telegram refuses."""
    if method == "setWebhook" and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", params.get("secret_token", "none")):
        yield "the secret token has characters Telegram refuses"
    if method == "setMyCommands":
        for command in params.get("commands", ()):
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                yield f"the command {command!r} has letters Telegram refuses"


def _media(method: str, params: Json) -> list[tuple[str, str]]:
    """Kind and place of every file of a request."""
    match method:
        case "sendPhoto":
            return [("photo", params.get("photo", ""))]
        case "sendDocument":
            return [("document", params.get("document", ""))]
        case "sendMediaGroup":
            return [(item.get("type", ""), item.get("media", "")) for item in params.get("media", ())]
        case "editMessageMedia":
            return [(params.get("media", {}).get("type", ""), params.get("media", {}).get("media", ""))]
        case _:
            return []


def _too_heavy(kind: str, upload: Upload) -> Iterator[str]:
    size = len(upload.data)
    if kind == "document" and not 0 < size <= DOCUMENT_MB * MB:
        yield f"a document of {size} bytes, at most {DOCUMENT_MB} MB are allowed"
    if kind == "photo":
        if not 0 < size <= PHOTO_MB * MB:
            yield f"a photo of {size} bytes, at most {PHOTO_MB} MB are allowed"
        with Image.open(io.BytesIO(upload.data)) as photo:
            width, height = photo.size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            yield f"a photo of {width} x {height}: at most 10000 in total and 20 to 1 are allowed"


def get_file(files: Mapping[str, tuple[str, bytes]], file_id: str, limited: bool) -> Json:
    """Where a file can be fetched, if it is small enough for bots; a server with --local knows no limit."""
    if file_id not in files:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, data = files[file_id]
    if limited and len(data) > DOWNLOAD_LIMIT:
        raise Refusal(400, "Bad Request: file is too big")
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(data), "file_path": path}


def as_json(chat: Chat, shown: Shown) -> Json:
    """A message of the bot's as Telegram answers it."""
    about: Json = {"message_id": shown.id, "date": int(time.time()), "chat": chat.as_json(), "from": BOT}
    file_id = f"sent-{chat.id}-{shown.id}"
    file: Json = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
    if shown.document is not None:
        about["document"] = file | {"file_name": shown.filename, "file_size": len(shown.document)}
    elif shown.photo is not None:
        about["photo"] = [file | {"width": 1024, "height": 1280}]
    words = {"text": shown.text} if shown.photo is None and shown.document is None else {"caption": shown.text}
    keys = [[{"text": label, _kind(data): data} for label, data in row] for row in shown.keyboard]
    return about | words | ({"reply_markup": {"inline_keyboard": keys}} if keys else {})


def _kind(data: str) -> str:
    """What a button does, by what it carries."""
    return "url" if data.startswith("https://") else "callback_data"


def keyboard(params: Json) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The rows of buttons of a request."""
    rows = (params.get("reply_markup") or {}).get("inline_keyboard", ())
    return tuple(tuple((key["text"], key.get("callback_data") or key.get("url", "")) for key in row) for row in rows)


def send_message(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> Json:
    """sendMessage. White space alone is no text."""
    if not params["text"].strip():
        raise Refusal(400, "Bad Request: message text is empty")
    return as_json(chat, chat.add(Shown(chat.number(), True, params["text"], keyboard(params))))


def send_photo(chat: Chat, params: Json, files: Mapping[str, Upload]) -> Json:
    """sendPhoto."""
    shown = Shown(chat.number(), True, params.get("caption", ""), keyboard(params))
    shown.photo = files[params["photo"].removeprefix("attach://")].data
    return as_json(chat, chat.add(shown))


def send_document(chat: Chat, params: Json, files: Mapping[str, Upload]) -> Json:
    """sendDocument."""
    shown = Shown(chat.number(), True, params.get("caption", ""), keyboard(params))
    _attach(shown, params["document"], files)
    return as_json(chat, chat.add(shown))


def send_media_group(chat: Chat, params: Json, files: Mapping[str, Upload]) -> list[Json]:
    """sendMediaGroup."""
    sent: list[Json] = []
    group = f"album-{chat.last_number + 1}"
    for item in params["media"]:
        shown = Shown(chat.number(), True, item.get("caption", ""), album=group)
        if item["type"] == "photo":
            shown.photo = files[item["media"].removeprefix("attach://")].data
        else:
            _attach(shown, item["media"], files)
        sent.append(as_json(chat, chat.add(shown)) | {"media_group_id": group})
    return sent


def _attach(shown: Shown, media: str, files: Mapping[str, Upload]) -> None:
    upload = files[media.removeprefix("attach://")]
    shown.document, shown.filename = upload.data, upload.filename


def _editable(chat: Chat, params: Json) -> Shown:
    shown = chat.shown.get(params["message_id"])
    if shown is None:
        raise Refusal(400, "Bad Request: message to edit not found")
    if not shown.by_bot:
        raise Refusal(400, "Bad Request: message can't be edited")
    return shown


def _change(chat: Chat, shown: Shown, text: str, keys: tuple[tuple[tuple[str, str], ...], ...]) -> Json:
    if (text, keys) == (shown.text, shown.keyboard):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message",
        )
    shown.text, shown.keyboard = text, keys
    shown.texts.append(text)
    shown.edits += 1
    return as_json(chat, shown)


def edit_text(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> Json:
    """editMessageText."""
    shown = _editable(chat, params)
    if shown.photo is not None or shown.document is not None:
        raise Refusal(400, "Bad Request: there is no text in the message to edit")
    return _change(chat, shown, params["text"], keyboard(params))


def edit_caption(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> Json:
    """editMessageCaption."""
    shown = _editable(chat, params)
    if shown.photo is None and shown.document is None:
        raise Refusal(400, "Bad Request: there is no caption in the message to edit")
    return _change(chat, shown, params.get("caption", ""), keyboard(params))


def edit_markup(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> Json:
    """editMessageReplyMarkup."""
    shown = _editable(chat, params)
    return _change(chat, shown, shown.text, keyboard(params))


def edit_media(chat: Chat, params: Json, files: Mapping[str, Upload]) -> Json:
    """editMessageMedia: a text becomes a picture or a file, a file another one."""
    shown, media = _editable(chat, params), params["media"]
    shown.photo = shown.document = None
    if media["type"] == "photo":
        shown.photo = files[media["media"].removeprefix("attach://")].data
    else:
        _attach(shown, media["media"], files)
    shown.text, shown.keyboard = media.get("caption", ""), keyboard(params)
    shown.texts.append(shown.text)
    shown.edits += 1
    return as_json(chat, shown)


def delete_message(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> bool:
    """deleteMessage."""
    shown = chat.shown.get(params["message_id"])
    if shown is None:
        raise Refusal(400, "Bad Request: message to delete not found")
    if shown.old:
        raise Refusal(400, "Bad Request: message can't be deleted for everyone")
    del chat.shown[shown.id]
    return True


def delete_messages(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> bool:
    """deleteMessages: those that cannot be found are skipped, and one that is too old keeps all."""
    if any(chat.shown[number].old for number in params["message_ids"] if number in chat.shown):
        raise Refusal(400, "Bad Request: message can't be deleted for everyone")
    for number in params["message_ids"]:
        chat.shown.pop(number, None)
    return True


def chat_action(chat: Chat, params: Json, _files: Mapping[str, Upload]) -> bool:
    """sendChatAction."""
    chat.actions.append(params["action"])
    return True


Act = Callable[[Chat, Json, Mapping[str, Upload]], Any]
IN_CHATS: Final[Mapping[str, Act]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendMediaGroup": send_media_group,
    "sendChatAction": chat_action,
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_markup,
    "editMessageMedia": edit_media,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
