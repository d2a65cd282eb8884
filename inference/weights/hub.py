"""The Hugging Face Hub as models come from it: what a repository holds at a commit, and the bytes of one file.

huggingface_hub finds address, token and session; its own downloads are not used, since they throw away what came of a
file when the connection breaks (as of 2.4). Every failure becomes a WeightsError whose sentence says what to do and
never quotes an address or an answer: signed addresses and tokens stay out of logs. Refuses to know models and disks.
"""

import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_download, hf_hub_url
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import repo_folder_name
from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

from inference.weights.lockfile import WeightsError

PARTIAL = 206  # HTTP's status of an answer that holds the range asked for
HASH = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")  # sha1 or sha256; files are named by them, so nothing else may pass
QUIET_S = 10.0  # a connection that sends nothing for this long is dead: the limit huggingface_hub itself has


@dataclass(frozen=True)
class Offered:
    """One file as the Hub offers it at a commit; `sha256` only for those in large file storage, `git_id` for all."""

    repo: str
    commit: str
    path: str
    size: int
    sha256: str | None
    git_id: str


@dataclass(frozen=True)
class Hub:
    """The Hub at `endpoint`, asked with `token`; None: what HF_ENDPOINT, HF_TOKEN and a stored login say."""

    endpoint: str | None = None
    token: str | None = None
    cache: Path = Path(constants.HF_HUB_CACHE)

    def offers(self, repo: str, revision: str | None) -> tuple[Offered, ...]:
        """The files of a repository at `revision`, or at its newest commit for None."""
        with explained(repo):
            told = HfApi(endpoint=self.endpoint, token=self.token).model_info(
                repo, revision=revision, files_metadata=True, timeout=QUIET_S
            )
        if not told.sha or told.siblings is None:
            raise WeightsError("not_found", f"The Hub names no commit or no files of {repo}: try again later.")
        offered = tuple(
            Offered(repo, told.sha, file.rfilename, file.size, file.lfs.sha256 if file.lfs else None, file.blob_id)
            for file in told.siblings
            if file.blob_id and file.size is not None
        )
        for file in offered:
            for told_hash in (file.commit, file.git_id, file.sha256):
                if told_hash is not None and not HASH.fullmatch(told_hash):
                    raise WeightsError(
                        "outside",
                        f"The Hub gives {told_hash[:80]!r} for {file.path!r} of {repo}, which is no hash: is "
                        "HF_ENDPOINT the address of the real Hub?",
                    )
        return offered

    @contextmanager
    def opened(self, file: Offered, start: int = 0) -> Generator[tuple[int, Iterator[bytes]]]:
        """The bytes of a file from `start` on: where they really begin, which is 0 if the server cannot, and they."""
        headers: dict[str, str] = build_hf_headers(token=self.token)
        headers["Accept-Encoding"] = "identity"  # a compressed answer has another length, and no ranges
        if start:
            headers["Range"] = f"bytes={start}-"
        url = hf_hub_url(file.repo, file.path, revision=file.commit, endpoint=self.endpoint)
        # Redirects lead to a signed address on another host; httpx takes the token off on the way there.
        with get_session().stream("GET", url, headers=headers, timeout=QUIET_S, follow_redirects=True) as answer:
            hf_raise_for_status(answer)
            # as they come: pieces of a fixed size would lose the last one when the line breaks
            yield start if answer.status_code == PARTIAL else 0, answer.iter_bytes()

    def blob(self, file: Offered) -> Path:
        """Where the Hub's cache keeps the content of a file."""
        folder = self.cache / repo_folder_name(repo_id=file.repo, repo_type="model")
        return folder / "blobs" / (file.sha256 or file.git_id)

    def enter(self, file: Offered) -> None:
        """Give a file whose blob is in the cache its name there, as huggingface_hub itself would."""
        with explained(file.repo, file.path):
            hf_hub_download(
                file.repo,
                file.path,
                revision=file.commit,
                cache_dir=self.cache,
                token=self.token,
                endpoint=self.endpoint,
            )


def passing(error: Exception) -> bool:
    """Whether asking again may help: the network, or a Hub that is busy."""
    if isinstance(error, HfHubHTTPError):
        return error.response.status_code in (408, 429) or error.response.status_code >= 500
    return isinstance(error, httpx2.TransportError)


@contextmanager
def explained(repo: str, path: str = "") -> Generator[None]:
    """What the Hub's library raises, as a WeightsError for people."""
    try:
        yield
    except (httpx2.HTTPError, OfflineModeIsEnabled, EntryNotFoundError, HFValidationError) as error:
        raise _explanation(error, repo, path) from None


def _explanation(error: Exception, repo: str, path: str) -> WeightsError:
    status = error.response.status_code if isinstance(error, HfHubHTTPError) else 0
    match error:
        case GatedRepoError():
            return WeightsError(
                "no_access",
                f"{repo} is given only to accounts that accepted its licence: accept it at https://huggingface.co/{repo}"
                ", make a token at https://huggingface.co/settings/tokens, and set HF_TOKEN to it.",
            )
        case RevisionNotFoundError():
            return WeightsError(
                "not_found",
                f"{repo} no longer has the commit that was asked for: `--update` takes the newest, after which the "
                "model is another one.",
            )
        case EntryNotFoundError():
            return WeightsError(
                "not_found", f"{repo} has no file {path}: the catalogue needs mending; please report it."
            )
        case RepositoryNotFoundError():
            return WeightsError(
                "not_found",
                f"The Hub shows no repository {repo} to this account: if it is private or gated, set HF_TOKEN to a "
                "token of an account that may read it; otherwise it was moved or removed.",
            )
        case OfflineModeIsEnabled():
            return WeightsError(
                "no_network", "HF_HUB_OFFLINE is set, so nothing is fetched: unset it for this command."
            )
        case HfHubHTTPError() if status in (401, 403):
            return WeightsError(
                "no_access",
                f"The Hub refuses the token in HF_TOKEN for {repo} ({status}): make one that may read it at "
                "https://huggingface.co/settings/tokens, or unset HF_TOKEN.",
            )
        case HfHubHTTPError():
            return WeightsError(
                "no_network", f"The Hub answers {status} for {repo}: run the command again later; it goes on from here."
            )
        case _:
            return WeightsError(
                "no_network",
                f"The Hub cannot be reached for {repo} ({type(error).__name__}): is there a network, and are "
                "HF_ENDPOINT and HTTPS_PROXY right? The same command goes on from here.",
            )
