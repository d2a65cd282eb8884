"""`models pull`: the files of a model and of its parts, from the Hub to this machine, and their entry in the lock file.

Only what a pipeline loads is fetched: safetensors, configurations and tokenizers of the folders that model_index.json
names, and the files the catalogue names of other repositories. A commit that is locked is taken again; only `update`
asks for the newest. Every file is compared with the hash the Hub gives for it. Refuses to load anything.
"""

import errno
import json
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from threading import Event

from inference.catalogue import Model, Part, permitted
from inference.weights import INDEX, home, lock_path, lockfile
from inference.weights.fetching import PATIENCE_S, Fetcher, promised
from inference.weights.hashing import Meter, Tell, digest
from inference.weights.hub import Hub, Offered, explained
from inference.weights.lockfile import LockedFile, LockedModel, Origin, WeightsError, climbs
from inference.weights.model_folder import LOADED, PICKLES, examine
from inference.weights.places import InCache, InFolder, Places

AT_ONCE = 4  # files in flight: one connection to the Hub's storage rarely fills a line
MOST_INDEX = 1 << 20  # bytes of model_index.json, which is about one thousand
KEPT_FREE = 1 << 30  # bytes left free on the disk, for the rest of the machine
VARIANT = re.compile(r"(?P<stem>.+)\.(?:fp16|bf16|fp32|ema|non_ema)(?:-\d+-of-\d+)?\.safetensors")


@dataclass(frozen=True)
class Source:
    """One repository at its commit, and what is taken of it by where it will lie below the model's folder."""

    repo: str
    commit: str
    folder: str
    files: Mapping[str, Offered]


def pull(
    model: Model,
    model_dir: Path | None,
    data_dir: Path,
    held: Collection[str],
    hub: Hub,
    *,
    update: bool = False,
    tell: Tell | None = None,
    patience_s: Sequence[float] = PATIENCE_S,
) -> LockedModel:
    """Fetch what is not there yet, check everything, and lock it.

    `held`: models whose licence the operator holds. `update`: the newest commit instead of the locked one. What has
    arrived before a failure or a Ctrl-C stays, and the next call goes on from it. Raises LicenceBarred, WeightsError.
    """
    permitted(model, held)
    lock, folder = lock_path(model_dir, data_dir), home(model, model_dir, data_dir)
    old = lockfile.read(lock).models.get(model.name)
    sources = _sources(model, None if update else old, hub)
    wanted = {path: file for source in sources for path, file in source.files.items()}
    places = InFolder(folder) if model_dir else InCache(folder, hub)
    _make_room(model, wanted, places)
    meter = Meter(sum(file.size for file in wanted.values()), tell)
    done = _bring(wanted, places, Fetcher(hub, meter, Event(), patience_s), lockfile.read(lock), lock)
    locked = LockedModel(
        tuple(
            Origin(source.repo, source.commit, source.folder, tuple(done[path] for path in sorted(source.files)))
            for source in sources
        )
    )
    lockfile.record(lock, model.name, locked)
    places.tidy({file.path for file in old.files} - wanted.keys() if old else set(), wanted.keys())
    examine(folder, locked, (hub.cache,))
    return locked


def _sources(model: Model, old: LockedModel | None, hub: Hub) -> tuple[Source, ...]:
    """The repositories at their locked commits, else at the catalogue's, else at their newest."""
    if old and old.commit is None:
        raise WeightsError(
            "not_locked",
            f"{model.name} was put there by hand and pinned as it is: `models pull {model.name} --update` replaces it "
            "by what the Hub has.",
        )
    commits = {(origin.repo, origin.folder): origin.commit for origin in old.origins} if old else {}
    offered = hub.offers(model.repo, commits.get((model.repo, ""), model.revision))
    sources = [_source(model.repo, "", _of_pipeline(model, offered, hub))]
    for part in model.parts:
        offered = hub.offers(part.repo, commits.get((part.repo, part.folder), part.revision))
        sources.append(_source(part.repo, part.folder, _of_part(part, offered)))
    return tuple(sources)


def _source(repo: str, folder: str, files: Sequence[Offered]) -> Source:
    for file in files:
        if climbs(file.path):
            raise WeightsError("outside", f"{repo} lists {file.path!r}, which leads out of its folder: do not use it.")
    return Source(repo, files[0].commit, folder, {str(PurePosixPath(folder, file.path)): file for file in files})


def _of_pipeline(model: Model, offered: Sequence[Offered], hub: Hub) -> list[Offered]:
    """model_index.json and, of the folders it names, what a pipeline loads."""
    index = next((file for file in offered if file.path == INDEX), None)
    if index is None:
        raise WeightsError("not_found", f"{model.repo} has no {INDEX}: it is not laid out for diffusers.")
    components = _components(index, hub)
    theirs = [
        file
        for file in offered
        if file.path.split("/")[0] in components and not any(fnmatchcase(file.path, p) for p in model.ignore)
    ]
    kept = [file for file in theirs if _loaded(file.path)]
    kept = [file for file in kept if not _needless(file.path, {other.path for other in kept})]
    for file in theirs:
        beside = file.path.rpartition("/")[0]
        if PurePosixPath(file.path).suffix.lower() in PICKLES and not _weights_in(beside, kept):
            raise WeightsError(
                "pickle",
                f"{model.repo} has {file.path} only as a pickle, which runs code when it is loaded: nothing was "
                "fetched. Choose another model.",
            )
    return [index, *kept]


def _components(index: Offered, hub: Hub) -> frozenset[str]:
    """The folders a pipeline is made of; those that are switched off in model_index.json are not."""
    content = b""
    with explained(index.repo, index.path), hub.opened(index) as (_, pieces):
        for piece in pieces:
            content += piece
            if len(content) > MOST_INDEX:
                raise WeightsError("not_found", f"The {INDEX} of {index.repo} is too long to be one: do not use it.")
    try:
        entries: dict[str, object] = json.loads(content)
        return frozenset(
            name for name, kind in entries.items() if not name.startswith("_") and isinstance(kind, list) and all(kind)
        )
    except (ValueError, AttributeError):
        raise WeightsError("not_found", f"The {INDEX} of {index.repo} is not readable: try again later.") from None


def _loaded(path: str) -> bool:
    """Whether a loader of safetensors reads a file of this name; the index of a pickle's pieces it does not."""
    return PurePosixPath(path).suffix.lower() in LOADED and not path.endswith(".bin.index.json")


def _needless(path: str, paths: Collection[str]) -> bool:
    """Whether a file is a variant (for instance fp16) of weights that are there without it."""
    found = VARIANT.fullmatch(path)
    return bool(found) and any(
        fnmatchcase(other, f"{found['stem']}[.-]*") for other in paths if not VARIANT.fullmatch(other)
    )


def _weights_in(folder: str, files: Collection[Offered]) -> bool:
    return any(file.path.endswith(".safetensors") and file.path.rpartition("/")[0] == folder for file in files)


def _of_part(part: Part, offered: Sequence[Offered]) -> list[Offered]:
    """The files the catalogue names, of the kinds that are loaded."""
    files: dict[str, Offered] = {}
    for pattern in part.files:
        matching = {file.path: file for file in offered if fnmatchcase(file.path, pattern) and _loaded(file.path)}
        if not matching:
            raise WeightsError("not_found", f"{part.repo} has no {pattern} (any more): the catalogue needs mending.")
        files |= matching
    return list(files.values())


def _make_room(model: Model, wanted: Mapping[str, Offered], places: Places) -> None:
    """Raise WeightsError unless the disk holds what is still to come."""
    missing = sum(file.size - _there(places, path, file) for path, file in wanted.items())
    disk = next(parent for parent in (places.disk, *places.disk.absolute().parents) if parent.exists())
    free = shutil.disk_usage(disk).free
    if missing and missing + KEPT_FREE > free:
        raise _full(f"{model.name} needs {missing / 2**30:.1f} GiB more, and {free / 2**30:.1f} GiB are free", places)


def _there(places: Places, path: str, file: Offered) -> int:
    """Bytes of a file that are on the disk already."""
    place, partial = places.place(path, file), places.partial(path, file)
    if place.is_file() and place.stat().st_size == file.size:
        return file.size
    return min(file.size, partial.stat().st_size) if partial.is_file() else 0


def _full(what: str, places: Places) -> WeightsError:
    return WeightsError(
        "no_space",
        f"{what} on the disk of {places.disk}: make room, or set {places.setting} to a folder on a larger disk.",
    )


def _bring(
    wanted: Mapping[str, Offered], places: Places, fetcher: Fetcher, known: lockfile.Lock, lock: Path
) -> dict[str, LockedFile]:
    """Every file at its place, a few at once; the first failure, or a Ctrl-C, ends all.

    Files of one content, such as two tokenizers' vocabulary, share a partial file and so come one after the other.
    """
    alike: dict[Path, list[str]] = {}
    for path in sorted(wanted, key=lambda path: -wanted[path].size):
        alike.setdefault(places.partial(path, wanted[path]), []).append(path)

    def bring(paths: Sequence[str]) -> list[LockedFile]:
        return [_bring_one(path, wanted[path], places, fetcher, known, lock) for path in paths]

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pull") as pool:
        try:
            begun = [pool.submit(bring, paths) for paths in alike.values()]
            wait(begun, return_when=FIRST_EXCEPTION)
            failed = next((error for future in begun if future.done() and (error := future.exception())), None)
            if failed is None:
                return {file.path: file for future in begun for file in future.result()}
        finally:
            fetcher.stop.set()
            pool.shutdown(cancel_futures=True)
    if isinstance(failed, OSError) and failed.errno == errno.ENOSPC:
        raise _full("There is no room left", places)
    raise failed


def _bring_one(
    path: str, file: Offered, places: Places, fetcher: Fetcher, known: lockfile.Lock, lock: Path
) -> LockedFile:
    """One file: as it lies there if it is right, else fetched."""
    place = places.place(path, file)
    if not place.is_file():
        places.borrow(path, file, known, lock.parent)
    if promised(file, place):
        sha256 = file.sha256 or digest(place)
        fetcher.meter.add(file.size)
    else:
        sha256 = fetcher.fetch(file, place, places.partial(path, file))
    places.settle(path, file)
    return LockedFile(path, file.size, sha256)
