"""The local page at the wire: who may ask for what, what is heard, what is shown, what stays closed."""

import asyncio
import io
import re
import time
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

import bot
from bot.conversation import COMMANDS
from bot.knowing import Keeping, Limits
from bot.local_request import PHOTO_LIMIT_MB
from bot.local_view import Transcript, changes, drawings, line, mark_of, picture_type
from bot.message import Body, Picture
from bot.on_local import Local, LocalPageError
from bot.operators import Operators
from bot.outbox import Outbox
from bot.session import Photo
from bot.talk import Talk
from bot.texts import Texts
from inference.styles import STYLES
from storage import people, turns
from storage.changes import Change, Draft, NewOrder, NewPortrait
from storage.database import Database
from storage.vault import Vault
from tests.fakes import MemoryQueue
from tests.on_disk import bytes_in

PAGE = Path(bot.__file__).parent / "page"
JPEG = b"\xff\xd8\xff\xe0 a photo as far as the bot looks"
SOON_S = 10.0


@dataclass
class Visitor:
    """A browser at the wire: its cookie, and the Origin a page of ours would send."""

    session: aiohttp.ClientSession
    url: str
    headers: dict[str, str] = field(default_factory=dict[str, str])

    async def say(self, **utterance: str) -> None:
        """Post one utterance and see it accepted."""
        async with self.session.post(f"{self.url}say", json=utterance, headers=self.headers) as answer:
            assert answer.status == 204, await answer.text()

    async def photo(self, data: bytes, kind: str = "image/jpeg") -> str | None:
        """Send one photo; its id if it was taken."""
        headers = self.headers | {"Content-Type": kind}
        async with self.session.post(f"{self.url}photo", data=data, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.json())["photo"]

    async def get(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers of a GET."""
        async with self.session.get(f"{self.url}{path}") as answer:
            return answer.status, await answer.read(), dict(answer.headers)

    async def transcript(self) -> dict[str, Any]:
        """What the page would show now."""
        status, body, _ = await self.get("messages")
        assert status == 200, body
        return msgspec.json.decode(body)

    async def texts(self) -> str:
        """Everything the page would show now, as one text."""
        return "\n".join(shown["body"]["text"] for shown in (await self.transcript())["lines"])


@dataclass
class Page:
    """The page with everything behind it but the worker."""

    local: Local
    database: Database
    vault: Vault

    @asynccontextmanager
    async def visitor(self) -> AsyncGenerator[Visitor]:
        """Somebody new who has opened the page."""
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            visitor = Visitor(session, self.local.url, {"Origin": self.local.url.rstrip("/")})
            status, _, _ = await visitor.get("")
            assert status == 200
            yield visitor

    async def person(self, visitor: Visitor) -> people.Person:
        """The person the visitor's cookie stands for."""
        key = next(cookie.value for cookie in visitor.session.cookie_jar)
        found = await people.find_by_address(self.database, "local", key)
        assert found is not None
        return found


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The real conversation, database, vault and outbox, with a queue in memory."""
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.db'}")
    vault = Vault.open(str(tmp_path / "vault"), bytes(32))
    texts, outboxes = Texts.load(), list[Outbox]()
    keeping = Keeping(168, 720)
    operators = Operators(database, time.time, bytes(32))
    talk = Talk(
        database,
        vault,
        MemoryQueue(),
        texts,
        time.time,
        keeping,
        lambda person: outboxes[0].wake(person),
        operators,
        Limits(),
    )
    local = Local(talk, database, vault, 0)
    outboxes.append(Outbox(database, vault, local, texts, time.time, talk.left))
    async with local.serving():
        yield Page(local, database, vault)
    await outboxes[0].stop()
    await database.close()


@pytest.fixture
async def visitor(page: Page) -> AsyncIterator[Visitor]:
    """Somebody who has opened the page."""
    async with page.visitor() as somebody:
        yield somebody


async def agreed(visitor: Visitor) -> None:
    await visitor.say(command="start")
    await visitor.say(choice="v1:agree")


async def with_portraits(page: Page, visitor: Visitor) -> tuple[str, ...]:
    """Two finished portraits of this visitor; their names in the vault."""
    await agreed(visitor)
    person = await page.person(visitor)
    blobs = ("order1-0", "order1-1")
    await turns.commit(
        page.database, Change(person.id, time.time(), new_order=NewOrder("order1", '{"shots":[],"blobs":[]}', 1, 2))
    )
    for index, blob in enumerate(blobs):
        await page.vault.put(person.id, blob, JPEG + blob.encode())
        made = NewPortrait(blob, "order1", index, "linkedin", blob, 1024, 1280, ())
        await turns.commit(page.database, Change(person.id, time.time(), portrait=made))
    return blobs


# --- who may ask ----------------------------------------------------------------------------------------------------


async def test_a_first_visit_gets_a_key_no_script_and_no_other_site_can_use(page: Page) -> None:
    """The key is all that stands between a person's portraits and every other page open in the browser."""
    async with aiohttp.ClientSession() as session, session.get(page.local.url) as answer:
        cookie = answer.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert re.search(r"=[\w-]{43};", cookie), "32 random bytes"


async def test_a_second_visit_keeps_the_key(visitor: Visitor) -> None:
    """A reload must show the same conversation."""
    _, _, headers = await visitor.get("")

    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", ["", "page/app.js", "messages", "picture/none", "nowhere"])
async def test_every_answer_forbids_foreign_code_frames_and_guessing(visitor: Visitor, path: str) -> None:
    """One answer without these headers is the hole through which a picture leaks."""
    _, _, headers = await visitor.get(path)

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == ("no-cache" if path.startswith("page/") else "no-store")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "localhost"])
async def test_a_foreign_name_for_this_computer_is_refused(page: Page, visitor: Visitor, host: str) -> None:
    """DNS rebinding: a site whose name turns into 127.0.0.1 must not read the conversation."""
    headers = {"Host": host.format(port=page.local.port)}
    async with visitor.session.get(f"{visitor.url}messages", headers=headers) as answer:
        assert answer.status == 421


async def test_localhost_is_the_same_page(page: Page) -> None:
    """People type either name."""
    async with aiohttp.ClientSession() as session, session.get(f"http://localhost:{page.local.port}/") as answer:
        assert answer.status == 200


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1:1", "https://localhost"])
async def test_another_page_cannot_speak_for_the_person(page: Page, visitor: Visitor, origin: str | None) -> None:
    """A page elsewhere must not be able to delete, order, or upload in somebody's name."""
    headers = {} if origin is None else {"Origin": origin}
    async with visitor.session.post(f"{visitor.url}say", json={"command": "start"}, headers=headers) as answer:
        assert answer.status == 403
    async with visitor.session.post(f"{visitor.url}photo", data=JPEG, headers=headers) as answer:
        assert answer.status == 403

    key = next(cookie.value for cookie in visitor.session.cookie_jar)
    assert await people.find_by_address(page.database, "local", key) is None, "nothing was heard"


async def test_a_page_on_another_port_cannot_show_the_pictures(visitor: Visitor) -> None:
    """Ports of one computer share cookies, so another local server's page sends ours along."""
    headers = {"Sec-Fetch-Site": "same-site"}
    async with visitor.session.get(f"{visitor.url}messages", headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("path", ["messages", "stream", "picture/x", "pictures/1", "selfie/x"])
async def test_nothing_is_told_without_a_key(page: Page, path: str) -> None:
    """Whoever has no cookie has no conversation."""
    async with aiohttp.ClientSession() as session, session.get(f"{page.local.url}{path}") as answer:
        assert answer.status == 401
        assert page.local.url in await answer.text()


async def test_a_file_outside_the_page_is_not_served(visitor: Visitor) -> None:
    """The page's folder must not become a way to the rest of the disk."""
    for path in ("page/..%2Fon_local.py", "page/..%2F..%2Fpyproject.toml", "page/__init__.py"):
        status, _, _ = await visitor.get(path)
        assert status == 404


# --- what is heard --------------------------------------------------------------------------------------------------


async def test_the_conversation_begins_and_stays_after_a_reload(visitor: Visitor) -> None:
    """What was said must be there when the page is opened again."""
    await agreed(visitor)

    first = await visitor.texts()
    assert "selfies" in first
    assert await visitor.texts() == first


async def test_each_browser_has_its_own_conversation(page: Page, visitor: Visitor) -> None:
    """Two people at one computer must not see each other."""
    await agreed(visitor)

    async with page.visitor() as other:
        assert (await other.transcript())["lines"] == []


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"nonsense", b'{"text": 3}', b'{"text": "a", "choice": "b"}', b'{"shout": "a"}']
)
async def test_what_is_not_understood_is_refused_in_words(visitor: Visitor, body: bytes) -> None:
    """A broken request must not become a broken conversation."""
    async with visitor.session.post(f"{visitor.url}say", data=body, headers=visitor.headers) as answer:
        assert answer.status == 400
        assert await answer.text()


async def test_a_very_long_message_is_refused(visitor: Visitor) -> None:
    """Words have their limit, so that memory has one."""
    body = {"text": "a" * 5000}
    async with visitor.session.post(f"{visitor.url}say", json=body, headers=visitor.headers) as answer:
        assert answer.status == 413


async def test_words_are_answered_and_not_kept(page: Page, visitor: Visitor, tmp_path: Path) -> None:
    """The person is told that nothing they write is kept."""
    await agreed(visitor)
    before = len((await visitor.transcript())["lines"])

    await visitor.say(text="sentinel-of-words")

    assert len((await visitor.transcript())["lines"]) > before
    assert b"sentinel-of-words" not in bytes_in(tmp_path)


# --- photos ---------------------------------------------------------------------------------------------------------


async def test_a_photo_is_kept_and_named(page: Page, visitor: Visitor) -> None:
    """The page must know which thumbnail a verdict belongs to."""
    await agreed(visitor)

    first, second = await visitor.photo(JPEG), await visitor.photo(JPEG + b"2")

    now = await visitor.transcript()
    assert [(mark["id"], mark["number"], mark["mark"]) for mark in now["photos"]] == [
        (first, 1, "waiting"),
        (second, 2, "waiting"),
    ]
    person = await page.person(visitor)
    assert await page.vault.get(person.id, str(first)) == JPEG


async def test_a_photo_before_the_agreement_is_not_kept(page: Page, visitor: Visitor) -> None:
    """Without consent no face is stored."""
    await visitor.say(command="start")

    assert await visitor.photo(JPEG) is None
    person = await page.person(visitor)
    assert await page.vault.names(person.id) == ()


async def test_photos_sent_at_once_are_each_named(visitor: Visitor) -> None:
    """Twenty photos dropped together must not take each other's verdicts."""
    await agreed(visitor)

    names = await asyncio.gather(*(visitor.photo(JPEG + bytes([n])) for n in range(8)))

    assert len(set(names)) == 8
    assert None not in names


async def chunks(size: int) -> AsyncGenerator[bytes]:
    for _ in range(size // 65536 + 1):
        yield bytes(65536)


@pytest.mark.parametrize("told", [True, False], ids=["size told", "size not told"])
async def test_a_file_that_is_too_large_is_refused_with_the_limit(visitor: Visitor, told: bool) -> None:
    """A video by mistake must neither fill the memory nor end in silence."""
    await agreed(visitor)
    size = PHOTO_LIMIT_MB * 1024 * 1024 + 1
    data = io.BytesIO(bytes(size)) if told else chunks(size)
    headers = visitor.headers | {"Content-Type": "image/jpeg"}

    async with visitor.session.post(f"{visitor.url}photo", data=data, headers=headers) as answer:
        assert answer.status == 413
        assert "25 MB" in await answer.text()
    assert "25 MB" in await visitor.texts()


async def test_a_file_held_back_by_the_page_is_answered_too(visitor: Visitor) -> None:
    """The page does not upload what would be refused, yet the person must read why."""
    await agreed(visitor)

    await visitor.say(held="too_big")
    await visitor.say(held="not_a_picture")

    texts = await visitor.texts()
    assert "25 MB" in texts
    assert "only use pictures" in texts


async def test_a_file_of_another_kind_is_refused(visitor: Visitor) -> None:
    """A PDF is answered with a sentence, not stored."""
    await agreed(visitor)
    headers = visitor.headers | {"Content-Type": "application/pdf"}

    async with visitor.session.post(f"{visitor.url}photo", data=b"%PDF", headers=headers) as answer:
        assert answer.status == 415
    assert "only use pictures" in await visitor.texts()


# --- pictures -------------------------------------------------------------------------------------------------------


async def test_a_portrait_is_saved_whole_under_a_good_name(page: Page, visitor: Visitor) -> None:
    """The file in the download folder should say what it is."""
    blobs = await with_portraits(page, visitor)

    status, body, headers = await visitor.get(f"picture/{blobs[1]}")

    assert (status, body) == (200, JPEG + b"order1-1")
    assert headers["Content-Disposition"] == 'inline; filename="headshot-linkedin-2.jpg"'
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "no-store"


async def test_nobody_else_can_open_a_portrait_or_a_selfie(page: Page, visitor: Visitor) -> None:
    """Knowing a picture's name must not be enough."""
    blobs = await with_portraits(page, visitor)
    selfie = await visitor.photo(JPEG)

    async with page.visitor() as other:
        for stage in ("nobody yet", "somebody"):
            for path in (f"picture/{blobs[0]}", f"selfie/{selfie}"):
                status, body, _ = await other.get(path)
                assert status == 404, stage
                assert JPEG not in body
            await agreed(other)


async def test_a_selfie_cannot_be_opened_as_a_portrait_or_a_key(page: Page, visitor: Visitor) -> None:
    """Each address opens one kind of thing; names that lead out of it lead nowhere."""
    await agreed(visitor)
    selfie = await visitor.photo(JPEG)
    person = await page.person(visitor)

    for path in (
        f"picture/{selfie}",
        f"selfie/..%2F..%2Fkeys%2F{person.id}",
        "picture/..%2Fkeys",
        "pictures/..%2F1",
        "pictures/0",
    ):
        status, _, _ = await visitor.get(path)
        assert status == 404, path


async def test_all_portraits_of_a_message_come_in_one_file(page: Page, visitor: Visitor) -> None:
    """Six separate downloads are a nuisance, and browsers ask about each."""
    await with_portraits(page, visitor)
    await visitor.say(command="results")
    album = next(shown for shown in (await visitor.transcript())["lines"] if shown["body"].get("pictures"))

    status, body, headers = await visitor.get(f"pictures/{album['id']}")

    assert status == 200
    assert headers["Content-Disposition"] == 'attachment; filename="headshots.zip"'
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert [packed.read(name) for name in packed.namelist()] == [JPEG + b"order1-0", JPEG + b"order1-1"]
        assert len(set(packed.namelist())) == 2

    async with page.visitor() as other:
        await agreed(other)
        assert (await other.get(f"pictures/{album['id']}"))[0] == 404


async def test_the_picture_of_a_card_is_shown_to_its_owner_as_long_as_it_stands_there(
    page: Page, visitor: Visitor
) -> None:
    """All photos of a set are on it: whoever else knows its name must not see it, nor anybody an old one."""
    await agreed(visitor)
    person = await page.person(visitor)
    for name in ("sheet-1", "sheet-2"):
        await page.vault.put(person.id, name, JPEG + name.encode())
        body = msgspec.json.encode(Body("photos", kind="card", pictures=(Picture(name, "photos.jpg"),))).decode()
        said = Change(person.id, time.time(), messages=(Draft("board-1", body),))
        assert await turns.commit(page.database, said)
        shown = (await visitor.transcript())["lines"][-1]
        status, data, headers = await visitor.get(f"card/{shown['id']}/{name}")
        assert (status, data) == (200, JPEG + name.encode())
        assert headers["Content-Type"] == "image/jpeg"

    assert (await visitor.get(f"card/{shown['id']}/sheet-1"))[0] == 404
    assert (await visitor.get(f"card/{shown['id'] - 1}/sheet-2"))[0] == 404
    async with page.visitor() as other:
        await agreed(other)
        assert (await other.get(f"card/{shown['id']}/sheet-2"))[0] == 404
    await page.vault.delete(person.id, ("sheet-2",))
    assert (await visitor.get(f"card/{shown['id']}/sheet-2"))[0] == 404


async def test_an_erased_portrait_is_simply_gone(page: Page, visitor: Visitor) -> None:
    """Its time over, a picture is not there any more, and that is no error of the page."""
    blobs = await with_portraits(page, visitor)
    await page.vault.delete((await page.person(visitor)).id, blobs)

    status, _, _ = await visitor.get(f"picture/{blobs[0]}")

    assert status == 404


async def test_a_page_sent_as_a_photo_is_never_run(visitor: Visitor) -> None:
    """What a person was talked into uploading must not become code on our address."""
    await agreed(visitor)
    hostile = await visitor.photo(
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "image/svg+xml"
    )

    status, _, headers = await visitor.get(f"selfie/{hostile}")

    assert status == 200
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"].startswith("attachment")


# --- the stream -----------------------------------------------------------------------------------------------------


async def news(answer: aiohttp.ClientResponse) -> Transcript:
    """The next event of a stream."""
    async with asyncio.timeout(SOON_S):
        async for raw in answer.content:
            if raw.startswith(b"data: "):
                return msgspec.json.decode(raw[6:], type=Transcript)
    raise AssertionError("the stream ended")


async def test_a_tab_is_told_of_every_change(visitor: Visitor) -> None:
    """New messages and verdicts must appear without a reload."""
    async with visitor.session.get(f"{visitor.url}stream") as answer:
        assert answer.content_type == "text/event-stream"
        assert await news(answer) == Transcript()
        await visitor.say(command="start")
        told = await news(answer)

    assert not told.whole
    assert len(told.lines) == 1


async def test_every_tab_is_told(visitor: Visitor) -> None:
    """Somebody with the page open twice must not see two different conversations."""
    async with visitor.session.get(f"{visitor.url}stream") as one, visitor.session.get(f"{visitor.url}stream") as two:
        await news(one)
        await news(two)
        await visitor.say(command="start")
        assert (await news(one)).lines == (await news(two)).lines != ()


async def test_an_edited_message_is_sent_again_under_its_number(visitor: Visitor) -> None:
    """A chosen look is marked where it stands, not in a new message."""
    await agreed(visitor)
    await visitor.photo(JPEG)
    async with visitor.session.get(f"{visitor.url}stream") as answer:
        whole = await news(answer)
        await visitor.photo(JPEG + b"2")
        told = await news(answer)

    assert [edited.id for edited in told.lines] == [whole.lines[-1].id]
    assert told.lines[0].version > whole.lines[-1].version
    assert len(told.photos) == 2


async def test_deleting_empties_the_page_and_leaves_the_receipt(page: Page, visitor: Visitor) -> None:
    """The last thing to read is what was erased; nothing else stays in view, and nothing is stored."""
    await agreed(visitor)
    await visitor.photo(JPEG)
    async with visitor.session.get(f"{visitor.url}stream") as answer:
        await news(answer)
        await visitor.say(command="delete")
        await visitor.say(choice="v1:delete:yes")
        told = [await news(answer)]
        while not any(receipt.id == -1 for receipt in told[-1].lines):
            told.append(await news(answer))

    assert any(empty.whole and not [kept for kept in empty.lines if kept.id > 0] for empty in told)
    assert [shown["id"] for shown in (await visitor.transcript())["lines"]] == [-1]
    assert "receipt" in await visitor.texts()
    assert (await visitor.transcript())["photos"] == []

    await visitor.say(command="start")
    assert "receipt" not in await visitor.texts()


async def test_the_page_lets_go_at_once_when_the_bot_stops(page: Page, visitor: Visitor) -> None:
    """An open tab must not keep the bot from stopping."""
    async with visitor.session.get(f"{visitor.url}stream") as answer:
        await news(answer)
        began = time.monotonic()
        other = Local(page.local._talk, page.database, page.vault, 0)  # pyright: ignore[reportPrivateUsage]  # a second page to stop
        async with other.serving(), aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            await (await session.get(other.url)).read()
            open_tab = await session.get(f"{other.url}stream")
        assert time.monotonic() - began < 3.0
        open_tab.close()


async def test_a_taken_port_is_named_with_its_remedy(page: Page) -> None:
    """ "Address already in use" helps nobody."""
    second = Local(page.local._talk, page.database, page.vault, page.local.port)  # pyright: ignore[reportPrivateUsage]  # same parts, same port

    with pytest.raises(LocalPageError, match=rf"{page.local.port}.*LOCAL_PORT"):
        async with second.serving():
            pass


# --- pure parts and files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("photo", "mark"),
    [
        (Photo("a", 1), "waiting"),
        (Photo("a", 1, "accept"), "accept"),
        (Photo("a", 1, "warn", ("blurred",)), "warn"),
        (Photo("a", 1, "reject", ("too_dark",)), "reject"),
        (Photo("a", 1, "warn", ("several_faces",)), "ask"),
        (Photo("a", 1, "warn", ("several_faces",), claimed=True), "warn"),
        (Photo("a", 1, "accept", beside="doubtful"), "ask"),
        (Photo("a", 1, "accept", beside="other_person"), "ask"),
        (Photo("a", 1, "accept", beside="near_duplicate", twin=2), "copy"),
    ],
)
def test_a_photo_is_marked_with_what_it_waits_for(photo: Photo, mark: str) -> None:
    """A tick on a photo that does not count, or counts only after an answer, would hide what there is to do."""
    assert mark_of(photo) == mark


def test_only_what_changed_is_told() -> None:
    """A progress bar moves twice a second; the whole transcript must not travel with it."""
    one, two = line(1, '{"text":"a"}'), line(2, '{"text":"b"}')
    edited = line(2, '{"text":"c"}', version=2)

    assert changes(None, Transcript((one,))) == Transcript((one,))
    assert changes(Transcript((one, two)), Transcript((one, two))) is None
    assert changes(Transcript((one, two)), Transcript((one, edited))) == Transcript((edited,), whole=False)
    assert changes(Transcript((one, two)), Transcript((two,))) == Transcript((two,))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF....WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"\0\0\0\x1cftypheic", "application/octet-stream"),
        (b"<html><script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_only_pictures_browsers_can_draw_are_shown(data: bytes, kind: str) -> None:
    """Everything else is offered for saving and never interpreted."""
    assert picture_type(data) == kind


def test_every_look_has_its_drawing() -> None:
    """A look added to the styles must not stand bare in the menu."""
    drawn = drawings()

    assert {f"v1:look:{name}" for name in STYLES} <= set(drawn)
    assert all(drawing is None or len(drawing.centre) == 3 for drawing in drawn.values())


def test_every_command_is_in_the_menu() -> None:
    """What can be typed must be reachable by hand too, /delete above all."""
    found = re.findall(r'data-command="(\w+)"', (PAGE / "index.html").read_text())

    assert sorted(found) == sorted(COMMANDS)


TEXT_ON = (
    *((ink, "surface") for ink in ("ink", "muted", "accent", "good", "warn", "bad", "ask")),
    *((ink, "paper") for ink in ("ink", "muted", "accent", "good", "warn", "bad", "ask")),
    *((ink, "tint") for ink in ("ink", "muted", "accent")),
    *((ink, "raised") for ink in ("ink", "muted", "bad")),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("paper", "ink"),
)


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, WCAG 2.2."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_everything_can_be_read_by_weak_eyes(theme: int) -> None:
    """Text needs a contrast of 4.5 to 1 (WCAG AA), in the light and in the dark."""
    blocks = re.findall(r":root \{(.*?)\}", (PAGE / "style.css").read_text(), re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[theme]))

    for ink, ground in TEXT_ON:
        dark, light = sorted((luminance(colours[ink]), luminance(colours[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {ground}"


def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline() -> None:
    """The photos are private: no other computer may even learn that the page was opened."""
    for file in PAGE.iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|(?<!:)//[a-z]|@import|url\(", text.replace("url(#", "")), file.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", text), file.name
    html = (PAGE / "index.html").read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", html)
