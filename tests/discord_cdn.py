"""The files of the Discord test server: kept by number, handed out at addresses that are signed and die.

Knows nothing of messages or people. An address without its signature, with a wrong one or after its time is a 403,
one that never was is a 404, as with the real thing.
"""

import hashlib
import hmac
import io
import mimetypes
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from aiohttp import web
from PIL import Image

from tests.discord_spec import Json

LIVES_S: Final = 24 * 3600.0  # Discord's addresses are good for about a day
UNREADABLE: Final = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)
SECRET: Final = b"signs addresses of test files"


@dataclass(frozen=True)
class Attachment:
    """A file of a message or of an interaction. `ephemeral` ones belong to an interaction's option or form."""

    id: int
    channel: int
    filename: str
    data: bytes
    description: str | None = None
    ephemeral: bool = False

    @property
    def path(self) -> str:
        """Where it lies under the CDN's address."""
        return f"{'ephemeral-' if self.ephemeral else ''}attachments/{self.channel}/{self.id}/{self.filename}"

    @property
    def content_type(self) -> str | None:
        """As Discord guesses it: by the name."""
        return mimetypes.guess_type(self.filename)[0]

    @cached_property
    def measures(self) -> Json:
        """Width and height of a picture that Pillow can open; nothing of anything else."""
        try:
            with Image.open(io.BytesIO(self.data)) as picture:
                return {"width": picture.width, "height": picture.height}
        except UNREADABLE:
            return {}


@dataclass
class Cdn:
    """Every file there is. `base` is the address of the server, `lives_s` how long a signature holds."""

    base: str = ""
    lives_s: float = LIVES_S
    files: dict[int, Attachment] = field(default_factory=dict[int, Attachment])
    clock: Callable[[], float] = time.time

    def keep(self, attachment: Attachment) -> Attachment:
        """Keep a file."""
        self.files[attachment.id] = attachment
        return attachment

    def url(self, attachment: Attachment) -> str:
        """An address that is good from now on for `lives_s`."""
        now = self.clock()
        until, since = f"{int(now + self.lives_s):x}", f"{int(now):x}"
        return f"{self.base}/cdn/{attachment.path}?ex={until}&is={since}&hm={signature(attachment.path, until, since)}&"

    def as_json(self, attachment: Attachment) -> Json:
        """The attachment as it stands in a message."""
        url = self.url(attachment)
        about: Json = {"id": str(attachment.id), "filename": attachment.filename, "size": len(attachment.data)}
        about |= {"url": url, "proxy_url": url} | attachment.measures
        about |= {"content_type": attachment.content_type} if attachment.content_type else {}
        about |= {"description": attachment.description} if attachment.description else {}
        return about | ({"ephemeral": True} if attachment.ephemeral else {})

    def as_media(self, attachment: Attachment) -> Json:
        """The attachment as it stands in a component of a message."""
        about = self.as_json(attachment)
        kept = {name: about.get(name) for name in ("url", "proxy_url", "width", "height", "content_type")}
        return {"id": str(attachment.id), "attachment_id": str(attachment.id)} | kept

    async def serve(self, request: web.Request) -> web.Response:
        """Hand out a file to whoever has a whole and living address."""
        path, query = request.match_info["path"], request.query
        found = next((file for file in self.files.values() if file.path == path), None)
        until, since = query.get("ex", ""), query.get("is", "")
        if not hmac.compare_digest(query.get("hm", ""), signature(path, until, since)) or self.clock() > int(until, 16):
            return web.Response(status=403, text="This content is no longer available.")
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, content_type=found.content_type or "application/octet-stream")


def cleaned(name: str) -> str:
    """The name under which Discord keeps a file that somebody has called so."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", name.replace(" ", "_")).strip(".") or "unknown"


def signature(path: str, until: str, since: str) -> str:
    """What makes an address whole."""
    return hmac.new(SECRET, f"{path} {until} {since}".encode(), hashlib.sha256).hexdigest()
