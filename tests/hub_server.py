"""A twin of the Hugging Face Hub on loopback, as far as huggingface_hub 2 looks at it.

Two servers, as with the real one: the Hub answers the API and `resolve`, and sends large files on to a storage host by
a signed address; small files come by a relative redirect. The headers are those of huggingface.co. Faults are switched
on by tests: a line that breaks at a byte or falls silent there, a storage that ignores ranges or changes content.
"""

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self
from urllib.parse import unquote, urlsplit

LARGE = (".safetensors", ".bin", ".ckpt", ".pt", "spiece.model")  # what a repository keeps in large file storage
STEP = 64 << 10


@dataclass
class Repository:
    """One repository: its commits by name, oldest first, and who may read it."""

    commits: dict[str, dict[str, bytes]] = field(default_factory=dict[str, dict[str, bytes]])
    gated: bool = False
    private: bool = False
    claimed: dict[str, int] = field(default_factory=dict[str, int])  # sizes that are told, where they are not true
    hashes: dict[str, str] = field(default_factory=dict[str, str])  # hashes that are told, where they are none

    @property
    def head(self) -> str:
        """The newest commit."""
        return list(self.commits)[-1]


@dataclass(frozen=True)
class Asked:
    """One request as it came: where to, from which byte on, and whether it carried a token."""

    server: str
    method: str
    path: str
    start: int
    token: bool


@dataclass
class HubServer:
    """The twin. `break_at` and `silent_at`: at which byte of a file, by its sha256, the line breaks or falls silent."""

    accounts: dict[str, set[str]] = field(default_factory=dict[str, set[str]])  # token: gated repositories it may read
    repositories: dict[str, Repository] = field(default_factory=dict[str, Repository])
    break_at: dict[str, int] = field(default_factory=dict[str, int])
    breaks: int = 1_000_000  # how often it breaks before it holds
    silent_at: dict[str, int] = field(default_factory=dict[str, int])
    changed: set[str] = field(default_factory=set[str])  # files whose bytes are changed on the way
    busy: int = 0  # answer this many requests for large files with 503
    ranges: bool = True
    asked: list[Asked] = field(default_factory=list[Asked])
    silent: Event = field(default_factory=Event)  # set once a line went silent
    closing: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        self._hub = _serve(self, _HubHandler)
        self._storage = _serve(self, _StorageHandler)
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        for server in (self._hub, self._storage):
            server.shutdown()
            server.server_close()

    @property
    def url(self) -> str:
        """What HF_ENDPOINT is set to."""
        return f"http://127.0.0.1:{self._hub.server_port}"

    @property
    def storage_url(self) -> str:
        """Where large files really come from."""
        return f"http://127.0.0.1:{self._storage.server_port}"

    def publish(self, repo: str, files: Mapping[str, bytes], *, gated: bool = False, private: bool = False) -> str:
        """A new commit with exactly these files; its name."""
        known = self.repositories.setdefault(repo, Repository())
        known.gated, known.private = gated, private
        told = json.dumps([repo, len(known.commits), sorted((path, sha256(data)) for path, data in files.items())])
        commit = hashlib.sha1(told.encode()).hexdigest()
        known.commits[commit] = dict(files)
        return commit

    def content(self, digest: str) -> bytes | None:
        """What the storage has under a sha256."""
        for repository in self.repositories.values():
            for files in repository.commits.values():
                for data in files.values():
                    if sha256(data) == digest:
                        return data
        return None

    def fetched(self, data: bytes) -> list[Asked]:
        """The requests for one large file's content."""
        return [asked for asked in self.asked if asked.server == "storage" and sha256(data) in asked.path]


def sha256(data: bytes) -> str:
    """In hex, as large file storage names files."""
    return hashlib.sha256(data).hexdigest()


def git_id(data: bytes) -> str:
    """The name git gives a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def _pointer(data: bytes) -> bytes:
    """What git itself keeps of a large file."""
    return (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data)}\nsize {len(data)}\n".encode()
    )  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    twin: HubServer
    name: str

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the library's name for it
        """Nothing on the terminal of the tests."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.note()
        self.answer(urlsplit(self.path).path)

    def answer(self, path: str) -> None:
        raise NotImplementedError

    def note(self) -> None:
        asked = Asked(self.name, self.command, self.path, self.start, "Authorization" in self.headers)
        self.twin.asked.append(asked)

    @property
    def start(self) -> int:
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(found[1]) if found and self.twin.ranges else 0

    def reply(self, status: int, headers: Mapping[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def refuse(self, status: int, code: str, message: str, **headers: str) -> None:
        told = {"X-Error-Code": code, "X-Error-Message": message, "Content-Type": "application/json"}
        told = {name: value for name, value in told.items() if value}
        self.reply(
            status, told | {n.replace("_", "-"): v for n, v in headers.items()}, json.dumps({"error": message}).encode()
        )


class _HubHandler(_Handler):
    """huggingface.co."""

    name = "hub"

    def answer(self, path: str) -> None:
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(?:/revision/([^/]+))?", path):
            self.model_info(found[1], unquote(found[2]) if found[2] else None)
        elif found := re.fullmatch(r"/(?:api/resolve-cache/models/)?([^/]+/[^/]+)/(?:resolve/)?([^/]+)/(.+)", path):
            self.resolve(found[1], unquote(found[2]), unquote(found[3]), direct=path.startswith("/api/"))
        else:
            self.refuse(404, "", "Sorry, we can't find the page you are looking for.")

    def readable(self, repo: str, *, content: bool) -> Repository | None:
        """The repository, if this account may see it; its listing is open even where the content is gated."""
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if token and token not in self.twin.accounts:
            self.refuse(401, "", "Invalid credentials in Authorization header")
            return None
        known = self.twin.repositories.get(repo)
        may = token in self.twin.accounts and repo in self.twin.accounts[token]
        if known is None or (known.private and not may):
            if token:
                self.refuse(404, "RepoNotFound", "Repository not found")
            else:
                self.refuse(401, "RepoNotFound", "Invalid username or password.")
            return None
        if content and known.gated and not may:
            message = f"Access to model {repo} is restricted and you are not in the authorized list."
            self.refuse(403 if token else 401, "GatedRepo", message)
            return None
        return known

    def model_info(self, repo: str, revision: str | None) -> None:
        known = self.readable(repo, content=False)
        if known is None:
            return
        commit = known.head if revision in (None, "main") else revision
        if commit not in known.commits:
            self.refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return
        siblings = [
            _sibling(path, data, known.claimed.get(path), known.hashes.get(path))
            for path, data in sorted(known.commits[commit].items())
        ]
        told = {"_id": commit[:24], "id": repo, "modelId": repo, "sha": commit, "private": known.private}
        told |= {
            "gated": "auto" if known.gated else False,
            "disabled": False,
            "tags": ["diffusers"],
            "siblings": siblings,
        }
        self.reply(200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(told).encode())

    def resolve(self, repo: str, revision: str, path: str, *, direct: bool) -> None:
        known = self.readable(repo, content=True)
        if known is None:
            return
        commit = known.head if revision == "main" else revision
        if commit not in known.commits:
            self.refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return
        data = known.commits[commit].get(path)
        if data is None:
            self.refuse(404, "EntryNotFound", "Entry not found", X_Repo_Commit=commit)
            return
        headers = {"X-Repo-Commit": commit, "Accept-Ranges": "bytes"}
        if path.endswith(LARGE):
            self.reply(
                302,
                headers
                | {
                    "Location": f"{self.twin.storage_url}/repos/{sha256(data)}?X-Amz-Signature=signed",
                    "X-Linked-Size": str(len(data)),
                    "X-Linked-ETag": f'"{sha256(data)}"',
                    "ETag": f'"{git_id(_pointer(data))}"',
                },
            )
        elif direct:
            self.reply(200, headers | {"ETag": f'"{git_id(data)}"', "Content-Type": "text/plain"}, data)
        else:
            self.reply(307, headers | {"Location": f"/api/resolve-cache/models/{repo}/{commit}/{path}"})


class _StorageHandler(_Handler):
    """The host that large files are sent on to; it knows no accounts, only signed addresses."""

    name = "storage"

    def answer(self, path: str) -> None:
        digest = path.removeprefix("/repos/")
        data = self.twin.content(digest)
        if data is None or "X-Amz-Signature=" not in self.path or "Authorization" in self.headers:
            self.reply(403, {"Content-Type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>")
            return
        if self.twin.busy:
            self.twin.busy -= 1
            self.reply(503, {"Content-Type": "application/xml"}, b"<Error><Code>SlowDown</Code></Error>")
            return
        if digest in self.twin.changed:
            data = bytes(byte ^ 1 for byte in data[:STEP]) + data[STEP:]
        self.head(data, digest)
        if self.command == "HEAD":
            return
        for at in range(self.start, len(data), STEP):
            end = min(at + STEP, len(data))
            if self.cut(digest, at, end, data):
                return
            self.wfile.write(data[at:end])

    def head(self, data: bytes, digest: str) -> None:
        self.send_response(206 if self.start else 200)
        self.send_header("ETag", f'"{digest}"')
        self.send_header("Accept-Ranges", "bytes")
        if self.start:
            self.send_header("Content-Range", f"bytes {self.start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - self.start))
        self.end_headers()

    def cut(self, digest: str, at: int, end: int, data: bytes) -> bool:
        """Whether the line ends here: broken, or silent until the tests are over."""
        for limits, silent in ((self.twin.break_at, False), (self.twin.silent_at, True)):
            if (limit := limits.get(digest)) is None or limit >= end or not (silent or self.twin.breaks):
                continue
            self.twin.breaks -= not silent
            self.wfile.write(data[at : max(at, limit)])
            self.wfile.flush()
            if silent:
                self.twin.silent.set()
                self.twin.closing.wait()
            self.close_connection = True
            return True
        return False


def _sibling(path: str, data: bytes, claimed: int | None, named: str | None) -> dict[str, object]:
    size = len(data) if claimed is None else claimed
    if not path.endswith(LARGE):
        return {"rfilename": path, "size": size, "blobId": named or git_id(data)}
    pointer = _pointer(data)
    lfs = {"sha256": named or sha256(data), "size": size, "pointerSize": len(pointer)}
    return {"rfilename": path, "size": size, "blobId": git_id(pointer), "lfs": lfs}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was stopped or killed closes its end; anything else is a fault of the twin."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it was given


def _serve(twin: HubServer, handler: type[_Handler]) -> ThreadingHTTPServer:
    """A server on a free port, in a thread of its own."""
    server = _Server(("127.0.0.1", 0), type("Handler", (handler,), {"twin": twin}))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
