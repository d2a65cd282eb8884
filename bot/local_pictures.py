"""The pictures of the local page: out of the vault, through memory, to the browser of their owner, to nobody else."""

import asyncio
import io
import zipfile
from collections.abc import Sequence

import msgspec
from aiohttp import hdrs, web

from bot import local_request
from bot.local_view import picture_type
from bot.message import Body, Picture
from storage import messages, people, portraits, selfies
from storage.database import Database
from storage.people import Person
from storage.vault import BlobGone, SubjectGone, Vault


class Pictures:
    """Every way to a picture; each begins with whose it is."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    async def portrait(self, request: web.Request) -> web.Response:
        """A finished portrait of this person, with every byte kept."""
        person, blob = await self._owner(request), request.match_info["blob"]
        made = await portraits.of_person(self._database, person.id)
        found = next((portrait for portrait in made if portrait.blob == blob), None)
        if found is None:
            raise _none()
        data = await self._open(person, found.blob)
        return _saved(data, "image/jpeg", f"headshot-{found.style}-{found.index + 1}.jpg", "inline")

    async def album(self, request: web.Request) -> web.Response:
        """Every portrait of one message in a zip file."""
        person = await self._owner(request)
        shown = await self._shown(person, request)
        files = [(picture.filename, await self._open(person, picture.blob)) for picture in shown]
        return _saved(await asyncio.to_thread(_zip, files), "application/zip", "headshots.zip", "attachment")

    async def card(self, request: web.Request) -> web.Response:
        """The picture that a message of this person shows now."""
        person, blob = await self._owner(request), request.match_info["blob"]
        found = next((picture for picture in await self._shown(person, request) if picture.blob == blob), None)
        if found is None:
            raise _none()
        return _saved(await self._open(person, found.blob), "image/jpeg", found.filename, "inline")

    async def selfie(self, request: web.Request) -> web.Response:
        """A photo this person sent, for the thumbnail of a later visit."""
        person = await self._owner(request)
        found = await selfies.find(self._database, request.match_info["id"])
        if found is None or found.person_id != person.id:
            raise _none()
        data = await self._open(person, found.blob)
        kind = picture_type(data)
        return _saved(data, kind, "selfie", "attachment" if kind == "application/octet-stream" else "inline")

    async def _owner(self, request: web.Request) -> Person:
        address = local_request.address(request)
        person = await people.find_by_address(self._database, local_request.PLATFORM, address)
        if person is None:
            raise _none()
        return person

    async def _shown(self, person: Person, request: web.Request) -> tuple[Picture, ...]:
        """The pictures of the message that is asked for, which has some."""
        kept = await messages.history(self._database, person.id, local_request.PLATFORM)
        bodies = (msgspec.json.decode(m.body, type=Body) for m in kept if str(m.id) == request.match_info["message"])
        body = next(bodies, None)
        if body is None or not body.pictures:
            raise _none()
        return body.pictures

    async def _open(self, person: Person, blob: str) -> bytes:
        try:
            return await self._vault.get(person.id, blob)
        except (SubjectGone, BlobGone) as error:
            raise _none() from error


def _saved(data: bytes, kind: str, filename: str, how: str) -> web.Response:
    """A picture with the name it is saved under; `filename` is ASCII of our own making."""
    headers = {hdrs.CONTENT_DISPOSITION: f'{how}; filename="{filename}"'}
    return web.Response(body=data, content_type=kind, headers=headers)


def _zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip archive in memory; JPEG is stored as it is, since packing it again gains nothing."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for name, data in files:
            packed.writestr(name, data)
    return archive.getvalue()


def _none() -> web.HTTPNotFound:
    """The same words whether a picture never was, is deleted, or is somebody else's."""
    return web.HTTPNotFound(text="There is no such picture, or it is not yours.")
