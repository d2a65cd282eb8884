"""Where a model's weights lie on this machine, and whether they are the ones that were locked.

A model has one folder in the layout of its repository, with its parts below: MODEL_DIR/NAME; or, with MODEL_DIR
unset, DATA_DIR/models/NAME, whose files are links into the Hugging Face cache. Both look the same to a loader. Refuses
to load anything, to fetch anything, and to trust a folder that has no entry in the lock file.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from inference.catalogue import Model
from inference.weights import lockfile
from inference.weights.hashing import Tell, digests
from inference.weights.lockfile import FILE_NAME, LockedFile, LockedModel, Origin, WeightsError
from inference.weights.model_folder import examine, loadable, replace_it

__all__ = ["Weights", "WeightsError", "home", "lock_path", "locked", "pin", "present", "verified"]

INDEX = "model_index.json"  # diffusers' table of contents; a folder without it is not a pipeline


@dataclass(frozen=True)
class Weights:
    """Verified weights of one model. `revision` is the commit, or empty where the folder was filled by hand."""

    model: Model
    folder: Path
    revision: str

    def path(self, folder: str = "") -> Path:
        """Where a component or a part lies, for instance `vae` or `ip-adapter/models`; the whole for an empty name."""
        return self.folder / folder


def lock_path(model_dir: Path | None, data_dir: Path) -> Path:
    """The lock file: it lies with the models in MODEL_DIR, and in DATA_DIR where that is unset."""
    return (model_dir or data_dir) / FILE_NAME


def home(model: Model, model_dir: Path | None, data_dir: Path) -> Path:
    """The folder of one model, whether or not it exists."""
    return (model_dir or data_dir / "models") / model.name


def present(model: Model, model_dir: Path | None, data_dir: Path) -> bool:
    """Whether the model is locked and each of its files is there in its size. Cheap: no content is read."""
    folder = home(model, model_dir, data_dir)
    try:
        examine(folder, locked(model, model_dir, data_dir), cache_folders())
    except (WeightsError, OSError):
        return False
    return True


def verified(model: Model, model_dir: Path | None, data_dir: Path, tell: Tell | None = None) -> Weights:
    """The weights, after every file was found equal to its sha256 in the lock, and nothing else beside it.

    Reads every byte, in threads; `tell` hears how far. Raises WeightsError, naming the file and the remedy.
    """
    folder = home(model, model_dir, data_dir)
    entry = locked(model, model_dir, data_dir)
    try:
        files = examine(folder, entry, cache_folders())
        with closing(digests(tuple(files), tell)) as found:
            for path, sha256 in found:
                if sha256 != files[path].sha256:
                    raise WeightsError(
                        "changed",
                        f"{path} is not the file that was locked (sha256 {sha256} instead of {files[path].sha256}): "
                        f"{replace_it(folder, entry)}",
                    )
    except OSError as error:
        raise _unreadable(error) from None
    return Weights(model, folder, entry.commit or "")


def pin(model: Model, model_dir: Path | None, data_dir: Path, tell: Tell | None = None) -> LockedModel:
    """Lock a folder that was filled by hand as it is; its commit stays open, since nobody can vouch for it.

    Raises WeightsError where there is no such folder, a part of the model is missing, or something in it may not be
    loaded.
    """
    folder = home(model, model_dir, data_dir)
    if not folder.is_dir():
        raise WeightsError("absent", f"There is no folder {folder}: put the model's files there, or pull them.")
    for needed in (INDEX, *(part.folder for part in model.parts)):
        if not (folder / needed).exists():
            raise WeightsError("missing_file", f"{folder / needed} is missing: {model.name} does not load without it.")
    try:
        files = tuple(
            LockedFile(path.relative_to(folder).as_posix(), path.stat().st_size, sha256)
            for path, sha256 in digests(tuple(loadable(folder, cache_folders())), tell)
        )
    except OSError as error:
        raise _unreadable(error) from None
    entry = LockedModel(_by_origin(model, files))
    lockfile.record(lock_path(model_dir, data_dir), model.name, entry)
    return entry


def cache_folders() -> tuple[Path, ...]:
    """Folders that links in a model's folder may lead into: the Hugging Face cache."""
    try:
        from huggingface_hub.constants import HF_HUB_CACHE  # only here: it comes with diffusers, not with the bot
    except ImportError:
        return ()
    return (Path(HF_HUB_CACHE),)


def locked(model: Model, model_dir: Path | None, data_dir: Path) -> LockedModel:
    """The model's entry in the lock, for the repositories the catalogue names today. Raises WeightsError."""
    path, folder = lock_path(model_dir, data_dir), home(model, model_dir, data_dir)
    entry = lockfile.read(path).models.get(model.name)
    if entry is None and not folder.is_dir():
        raise WeightsError(
            "absent", f"{model.name} is not on this machine: run `python -m inference models pull {model.name}`."
        )
    if entry is None:
        raise WeightsError(
            "not_locked",
            f"{folder} is not in {path}, and nothing unlocked is loaded: run `python -m inference models pull "
            f"{model.name}`, or, if you filled the folder yourself, `python -m inference models pin {model.name}`.",
        )
    expected = [(model.repo, ""), *((part.repo, part.folder) for part in model.parts)]
    if [(origin.repo, origin.folder) for origin in entry.origins] != expected:
        raise WeightsError(
            "not_locked",
            f"{model.name} is locked with other repositories than the catalogue names now: run "
            f"`python -m inference models pull {model.name}` again; what is there already is not fetched twice.",
        )
    return entry


def _by_origin(model: Model, files: tuple[LockedFile, ...]) -> tuple[Origin, ...]:
    """The files as they came: a part's below its folder, the rest from the model's own repository."""
    left = {file.path: file for file in sorted(files, key=lambda file: file.path)}
    parts: list[Origin] = []
    for part in model.parts:
        own = tuple(left.pop(path) for path in tuple(left) if path.startswith(f"{part.folder}/"))
        parts.append(Origin(part.repo, None, part.folder, own))
    return (Origin(model.repo, None, "", tuple(left.values())), *parts)


def _unreadable(error: OSError) -> WeightsError:
    return WeightsError(
        "not_readable", f"{error.filename} cannot be read ({error.strerror}): allow the worker's user to read it."
    )
