"""What may lie in a model's folder: the locked files, nothing else a loader would pick up, and no code.

A pickle executes when it is loaded, and a loader that finds one beside safetensors may take it; a .py file is code
that a repository would like to run. Both are refused by name, wherever in the folder they lie, as is any file of a
kind the loader reads that the lock does not list. Readmes and pictures may lie there. Refuses to know hashes.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from inference.weights.lockfile import LockedFile, LockedModel, WeightsError

LOADED = frozenset({".safetensors", ".json", ".txt", ".model", ".jinja"})  # weights, configuration, tokenizers
PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"})
CODE = frozenset({".py", ".pyc", ".so", ".pyd", ".dylib", ".dll"})


def examine(folder: Path, locked: LockedModel, roots: Collection[Path]) -> dict[Path, LockedFile]:
    """The locked files by where they lie, each of the size the lock says; no hash is read.

    `roots`: real folders that a symbolic link may lead into, besides `folder`. Raises WeightsError for the first file
    that is missing, of another size, out of bounds, or should not be there.
    """
    allowed = (folder.resolve(), *(root.resolve() for root in roots))
    found: dict[Path, LockedFile] = {}
    for file in locked.files:
        path = folder / file.path
        if not _inside(path, allowed):
            raise _outside(path)
        if not path.is_file():
            raise WeightsError(
                "missing_file",
                f"{path} is missing, though {folder.name} is locked with it: {replace_it(folder, locked)}",
            )
        if (size := path.stat().st_size) != file.size:
            raise WeightsError(
                "changed", f"{path} has {size} bytes where the lock says {file.size}: {replace_it(folder, locked)}"
            )
        found[path] = file
    for path in loadable(folder, roots):
        if path not in found:
            raise WeightsError(
                "extra_file",
                f"{path} is not in the lock, and a loader would read it: remove it, or, if it belongs there, lock the "
                f"folder as it is with `python -m inference models pin {folder.name}`.",
            )
    return found


def loadable(folder: Path, roots: Collection[Path]) -> Iterator[Path]:
    """Every file of a kind that loaders read. Raises WeightsError for a pickle, code, or a link that leads out."""
    allowed = (folder.resolve(), *(root.resolve() for root in roots))
    for path in _walk(folder, allowed, frozenset()):
        kind = path.suffix.lower()
        if kind in PICKLES:
            raise WeightsError(
                "pickle",
                f"{path} is a pickle, which runs code when it is loaded: remove it. Only safetensors are used.",
            )
        if kind in CODE:
            raise WeightsError("extra_code", f"{path} is code, and nothing here runs a model's own code: remove it.")
        if kind in LOADED:
            yield path


def replace_it(folder: Path, locked: LockedModel) -> str:
    """What to do about a locked file that is missing, or whose content is another; a pull knows none put by hand."""
    if locked.commit is None:
        return (
            "put back the file that was there when you locked the folder, or, if the folder is meant to be as it is "
            f"now, lock it anew with `python -m inference models pin {folder.name}`."
        )
    return f"run `python -m inference models pull {folder.name}`, which fetches only what is missing or differs."


def _walk(folder: Path, allowed: tuple[Path, ...], above: frozenset[Path]) -> Iterator[Path]:
    """Every file below `folder`, through links too; hidden names are downloaders' own and never loaded."""
    real = folder.resolve()
    if real in above:
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if not _inside(path, allowed):
            raise _outside(path)
        if path.is_dir():
            yield from _walk(path, allowed, above | {real})
        else:
            yield path


def _inside(path: Path, allowed: tuple[Path, ...]) -> bool:
    return any(path.resolve().is_relative_to(root) for root in allowed)


def _outside(path: Path) -> WeightsError:
    return WeightsError(
        "outside",
        f"{path} is a link that leads to {path.resolve()}, out of the model's folder: put the file itself there.",
    )
