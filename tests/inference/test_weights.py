"""What the worker insists on before it loads a model: every refusal by the name of the file, with the remedy."""

import json
import os
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from inference.catalogue import MODELS
from inference.weights import hashing, home, lock_path, lockfile, pin, present, verified
from inference.weights.lockfile import Code, LockedFile, LockedModel, Origin, WeightsError
from tests.hub_server import sha256

KLEIN = MODELS["flux2-klein-4b"]
REALVIS = MODELS["realvisxl-v3-turbo"]
WEIGHTS = "transformer/diffusion_pytorch_model.safetensors"
FILES = {
    "model_index.json": b"{}",
    "README.md": b"# klein",
    "tokenizer/merges.txt": b"a b",
    "transformer/config.json": b"{}",
    WEIGHTS: os.urandom(3 << 20),
}


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """MODEL_DIR with one model in it, pinned."""
    folder = tmp_path / "models"
    for path, data in FILES.items():
        put(folder / KLEIN.name / path, data)
    pin(KLEIN, folder, tmp_path)
    return folder


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def refusal(models: Path) -> WeightsError:
    """What the worker says instead of loading."""
    with pytest.raises(WeightsError) as refused:
        verified(KLEIN, models, models.parent)
    return refused.value


def test_what_was_pinned_is_verified(models: Path) -> None:
    """The ordinary start: every file is as it was, and the loader is told where."""
    weights = verified(KLEIN, models, models.parent)

    assert present(KLEIN, models, models.parent)
    assert weights.folder == models / KLEIN.name
    assert weights.path("transformer") == models / KLEIN.name / "transformer"
    assert weights.revision == ""


def test_what_was_put_by_hand_is_not_promised_from_the_hub(models: Path) -> None:
    """A pull refuses a folder that was filled by hand, so to name one as the remedy would lead in a circle."""
    (models / KLEIN.name / WEIGHTS).unlink()
    said = str(refusal(models))

    assert f"models pin {KLEIN.name}" in said
    assert "models pull" not in said


def test_a_pin_lists_every_file_a_loader_reads(models: Path) -> None:
    """The lock is what is loaded, no more and no less; a commit nobody can vouch for stays open."""
    entry = lockfile.read(lock_path(models, models.parent)).models[KLEIN.name]

    assert {file.path: file.sha256 for file in entry.files} == {
        path: sha256(data) for path, data in FILES.items() if path != "README.md"
    }
    assert entry.origins[0].repo == KLEIN.repo
    assert entry.commit is None


def tampered(folder: Path) -> None:
    data = bytearray((folder / WEIGHTS).read_bytes())
    data[-1] ^= 1
    (folder / WEIGHTS).write_bytes(data)


def cut_short(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes(FILES[WEIGHTS][:-1])


def removed(folder: Path) -> None:
    (folder / WEIGHTS).unlink()


def a_pickle(folder: Path) -> None:
    put(folder / "transformer/diffusion_pytorch_model.bin", b"\x80\x04.")


def a_pickle_in_capitals(folder: Path) -> None:
    put(folder / "transformer/MODEL.CKPT", b"\x80\x04.")


def a_pickle_deep_down(folder: Path) -> None:
    put(folder / "tokenizer/a/b/c.pt", b"\x80\x04.")


def code(folder: Path) -> None:
    put(folder / "transformer/modeling_flux.py", b"import os")


def other_weights(folder: Path) -> None:
    put(folder / "transformer/model.safetensors", b"unlocked")


def another_index(folder: Path) -> None:
    put(folder / "transformer/diffusion_pytorch_model.safetensors.index.json", b"{}")


def a_link_out(folder: Path) -> None:
    elsewhere = folder.parents[1] / "elsewhere.safetensors"
    elsewhere.write_bytes(FILES[WEIGHTS])
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).symlink_to(elsewhere)


def an_unlisted_link_out(folder: Path) -> None:
    (folder / "transformer/more").symlink_to(folder.parents[1])


def a_broken_link(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).symlink_to("gone.safetensors")


def a_folder_instead(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    (folder / WEIGHTS).mkdir()


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        (tampered, "changed", WEIGHTS),
        (cut_short, "changed", WEIGHTS),
        (removed, "missing_file", WEIGHTS),
        (a_broken_link, "missing_file", WEIGHTS),
        (a_folder_instead, "missing_file", WEIGHTS),
        (a_pickle, "pickle", "transformer/diffusion_pytorch_model.bin"),
        (a_pickle_in_capitals, "pickle", "transformer/MODEL.CKPT"),
        (a_pickle_deep_down, "pickle", "tokenizer/a/b/c.pt"),
        (code, "extra_code", "transformer/modeling_flux.py"),
        (other_weights, "extra_file", "transformer/model.safetensors"),
        (another_index, "extra_file", "transformer/diffusion_pytorch_model.safetensors.index.json"),
        (a_link_out, "outside", WEIGHTS),
        (an_unlisted_link_out, "outside", "transformer/more"),
    ],
)
def test_what_is_wrong_is_refused_by_the_name_of_the_file(
    models: Path, change: Callable[[Path], None], code: Code, named: str
) -> None:
    """Whatever somebody did to the folder, nothing of it is loaded, and the operator knows where to look."""
    change(models / KLEIN.name)
    error = refusal(models)

    assert error.code == code
    assert str(models / KLEIN.name / named) in str(error)
    assert any(remedy in str(error) for remedy in ("put back the file", "remove it", "put the file itself there"))


def test_no_refused_pickle_is_ever_opened(models: Path) -> None:
    """A pickle that is read runs; the refusal must come from its name alone."""
    path = models / KLEIN.name / "transformer/diffusion_pytorch_model.bin"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.pkl", b"cos\nsystem\n(S'touch ran'\ntR.")
    path.chmod(0)

    assert refusal(models).code == "pickle"


def test_a_readme_or_a_picture_may_lie_there(models: Path) -> None:
    """A folder somebody cloned holds those, and no loader reads them."""
    put(models / KLEIN.name / "teaser.png", b"\x89PNG")
    put(models / KLEIN.name / ".cache/huggingface/download/x.metadata", b"commit")

    assert verified(KLEIN, models, models.parent)


def test_the_model_folder_itself_may_be_a_link(models: Path, tmp_path: Path) -> None:
    """Large disks are mounted elsewhere, and MODEL_DIR points there."""
    (models / KLEIN.name).rename(tmp_path / "big disk")
    (models / KLEIN.name).symlink_to(tmp_path / "big disk")

    assert verified(KLEIN, models, models.parent)


def test_links_that_go_round_in_a_circle_end(models: Path) -> None:
    """A start must not hang on a strange folder."""
    (models / KLEIN.name / "transformer/again").symlink_to("..")

    assert verified(KLEIN, models, models.parent)


def test_nothing_unlocked_is_loaded(models: Path) -> None:
    """A folder without an entry may hold anything."""
    lock_path(models, models.parent).unlink()
    error = refusal(models)

    assert error.code == "not_locked"
    assert f"models pin {KLEIN.name}" in str(error)
    assert not present(KLEIN, models, models.parent)


def test_a_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    """The first start of most people."""
    error = refusal(tmp_path / "models")

    assert error.code == "absent"
    assert f"python -m inference models pull {KLEIN.name}" in str(error)


@pytest.mark.parametrize("path", ["../../secret.json", "/etc/passwd", "a/../../b", "..\\b", "C:/x", "", "a\0b"])
def test_a_path_in_the_lock_never_leads_out(models: Path, path: str) -> None:
    """Whoever can write the lock must not make the worker read, or a pull replace, other files."""
    entry = LockedModel((Origin(KLEIN.repo, None, "", (LockedFile(path, 1, "0" * 64),)),))
    lockfile.record(lock_path(models, models.parent), KLEIN.name, entry)
    error = refusal(models)

    assert error.code == "outside"
    assert repr(path) in str(error)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"version": 2, "models": {}}',
        b'{"version": 1, "models": {"x": {"origins": []}}}',
        b"\xff",
    ],
)
def test_a_damaged_lock_is_said_so(models: Path, content: bytes) -> None:
    """Half a lock must not count as no lock, nor as permission."""
    lock_path(models, models.parent).write_bytes(content)
    error = refusal(models)

    assert error.code == "lock_unreadable"
    assert str(lock_path(models, models.parent)) in str(error)
    assert not present(KLEIN, models, models.parent)


def test_a_model_whose_parts_changed_in_the_catalogue_is_pulled_again(tmp_path: Path) -> None:
    """After an upgrade of the program, a missing IP-Adapter must not show up as a crash of the loader."""
    put(home(REALVIS, tmp_path, tmp_path) / "model_index.json", b"{}")
    entry = LockedModel((Origin(REALVIS.repo, "c" * 40, "", ()),))
    lockfile.record(lock_path(tmp_path, tmp_path), REALVIS.name, entry)
    with pytest.raises(WeightsError, match="other repositories than the catalogue names now") as refused:
        verified(REALVIS, tmp_path, tmp_path)

    assert refused.value.code == "not_locked"


def test_a_pin_keeps_the_parts_apart(tmp_path: Path) -> None:
    """Which file came from whose repository, under whose licence, stays known."""
    folder = home(REALVIS, tmp_path, tmp_path)
    for path in ("model_index.json", "unet/config.json", "ip-adapter/models/image_encoder/model.safetensors"):
        put(folder / path, b"{}")
    entry = pin(REALVIS, tmp_path, tmp_path)

    assert [(origin.repo, origin.folder, len(origin.files)) for origin in entry.origins] == [
        (REALVIS.repo, "", 2),
        ("h94/IP-Adapter", "ip-adapter", 1),
    ]
    assert verified(REALVIS, tmp_path, tmp_path)


@pytest.mark.parametrize(
    ("change", "code"), [(a_pickle, "pickle"), (code, "extra_code"), (an_unlisted_link_out, "outside")]
)
def test_a_pin_refuses_what_the_worker_would_refuse(models: Path, change: Callable[[Path], None], code: Code) -> None:
    """Better told by the command at noon than by the worker at night."""
    change(models / KLEIN.name)
    with pytest.raises(WeightsError) as refused:
        pin(KLEIN, models, models.parent)

    assert refused.value.code == code


def test_a_pin_of_something_that_is_no_model_is_refused(tmp_path: Path) -> None:
    """A download that ended early lacks the table of contents."""
    put(home(KLEIN, tmp_path, tmp_path) / WEIGHTS, b"x")
    with pytest.raises(WeightsError, match=r"model_index\.json is missing"):
        pin(KLEIN, tmp_path, tmp_path)


def test_without_a_model_dir_everything_lies_in_the_data_dir(tmp_path: Path) -> None:
    """Nothing has to be set."""
    assert home(KLEIN, None, tmp_path) == tmp_path / "models" / KLEIN.name
    assert lock_path(None, tmp_path) == tmp_path / "models.lock.json"
    assert lock_path(tmp_path / "m", tmp_path) == tmp_path / "m" / "models.lock.json"


def test_a_lock_keeps_the_other_models(models: Path) -> None:
    """Pulling one must not unlock another, and a crash must leave a whole file."""
    lockfile.record(lock_path(models, models.parent), "other", LockedModel((Origin("a/b", None, "", ()),)))

    assert set(json.loads(lock_path(models, models.parent).read_bytes())["models"]) == {KLEIN.name, "other"}
    assert [path.name for path in models.iterdir()].count("models.lock.json") == 1
    assert not list(models.glob(".models.lock.json*"))


def test_locks_written_at_once_all_count(tmp_path: Path) -> None:
    """Two pulls in two terminals may end in the same moment."""
    path = tmp_path / "models.lock.json"
    entry = LockedModel((Origin("a/b", None, "", ()),))
    writers = [threading.Thread(target=lockfile.record, args=(path, str(number), entry)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(lockfile.read(path).models) == 12


def test_progress_counts_every_byte(models: Path) -> None:
    """A bar that stands still, or ends at 90 %, looks like a fault."""
    told: list[tuple[int, int]] = []
    verified(KLEIN, models, models.parent, lambda done, total: told.append((done, total)))
    whole = sum(len(data) for path, data in FILES.items() if path != "README.md")

    assert told[-1] == (whole, whole)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_whole_file_never_lies_in_memory(tmp_path: Path) -> None:
    """Shards of ten gigabytes are hashed on machines that need their memory for the model."""
    import tracemalloc

    path = tmp_path / "shard.safetensors"
    with path.open("wb") as file:
        file.truncate(200 << 20)
    tracemalloc.start()
    found = dict(hashing.digests([path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 3 * hashing.PIECE
    assert len(found[path]) == 64


def test_the_first_wrong_file_ends_the_reading(models: Path) -> None:
    """An operator who waits for a verdict does not wait for the other forty gigabytes."""
    for number in range(4):
        with (models / KLEIN.name / f"transformer/{number}.safetensors").open("wb") as file:
            file.truncate(24 << 20)
    pin(KLEIN, models, models.parent)
    for number in range(4):
        put(models / KLEIN.name / f"transformer/{number}.safetensors", b"\1" * (24 << 20))
    told: list[tuple[int, int]] = []
    with pytest.raises(WeightsError, match=r"transformer/\d\.safetensors is not the file") as refused:
        verified(KLEIN, models, models.parent, lambda done, total: told.append((done, total)))

    done, total = told[-1]
    assert done < 0.8 * total
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sha256")]
    assert refused.value.code == "changed"  # still held here, as by a caller that passes it on
