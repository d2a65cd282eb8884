"""Fetching models, against a twin of the Hub: only what is needed, whole, locked, and going on after any break."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from inference.catalogue import MODELS
from inference.weights import lock_path, lockfile, present, pulling, verified
from inference.weights.lockfile import WeightsError
from tests.hub_server import HubServer, git_id, sha256
from tests.pulled import INDEX, KLEIN, LARGE, NEEDED, NEEDLESS, REALVIS, Machine, publish_realvis


@pytest.fixture
def server() -> Iterator[HubServer]:
    """A Hub with a klein of some megabytes, and what else its repository holds."""
    with HubServer() as server:
        server.publish(KLEIN.repo, NEEDED | NEEDLESS)
        yield server


@pytest.fixture
def machine(server: HubServer, tmp_path: Path) -> Machine:
    """A machine with MODEL_DIR."""
    return Machine(server, tmp_path)


@pytest.fixture
def cached(server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine without MODEL_DIR: everything goes through the cache."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return Machine(server, tmp_path, cached=True)


def test_only_what_a_pipeline_loads_is_fetched(machine: Machine) -> None:
    """Nobody waits for, or is endangered by, pickles, code, pictures and second copies."""
    machine.pull()

    assert machine.files() == NEEDED


def test_the_lock_says_commit_and_hash_of_every_file(machine: Machine) -> None:
    """The worker insists on what is written here, so it must be what the Hub promised."""
    locked = machine.pull()

    commit = machine.server.repositories[KLEIN.repo].head
    assert [(origin.repo, origin.commit) for origin in locked.origins] == [(KLEIN.repo, commit)]
    assert {file.path: (file.size, file.sha256) for file in locked.files} == {
        path: (len(data), sha256(data)) for path, data in NEEDED.items()
    }
    assert lockfile.read(lock_path(machine.model_dir, machine.folder)).models[KLEIN.name] == locked
    assert verified(KLEIN, machine.model_dir, machine.folder).revision == commit


def test_a_pull_goes_on_where_the_line_broke(machine: Machine) -> None:
    """Fifty gigabytes over a poor line must not begin again each time."""
    server = machine.server
    server.break_at[sha256(LARGE)] = 2_000_000
    with pytest.raises(WeightsError, match="goes on from here") as broken:
        machine.pull()
    assert broken.value.code == "no_network"
    assert not present(KLEIN, machine.model_dir, machine.folder)
    partial = machine.home() / ".pulling" / sha256(LARGE)
    assert partial.read_bytes() == LARGE[:2_000_000]

    server.break_at.clear()
    server.asked.clear()
    machine.pull()

    assert [asked.start for asked in server.fetched(LARGE)] == [2_000_000]
    assert server.fetched(NEEDED["text_encoder/model.safetensors"]) == []
    assert machine.files() == NEEDED
    assert not partial.parent.exists()


def test_a_line_that_breaks_once_is_taken_up_at_once(machine: Machine) -> None:
    """A hiccup of the network is nobody's business."""
    server = machine.server
    server.break_at[sha256(LARGE)] = 1_000_000
    server.breaks = 1
    machine.pull()

    assert [asked.start for asked in server.fetched(LARGE)] == [0, 1_000_000]
    assert machine.files() == NEEDED


def test_a_busy_storage_is_asked_again(machine: Machine) -> None:
    """A 503 in the middle of an evening's download is answered by a moment's wait."""
    machine.server.busy = 2
    machine.pull()

    assert machine.files() == NEEDED


def test_a_storage_that_ignores_ranges_is_read_from_the_start(machine: Machine) -> None:
    """Some proxies do; the half that was there must not end up twice in the file."""
    server = machine.server
    server.break_at[sha256(LARGE)] = 2_000_000
    with pytest.raises(WeightsError):
        machine.pull()
    server.break_at.clear()
    server.ranges = False
    machine.pull()

    assert machine.files() == NEEDED


def test_content_that_changed_on_the_way_is_thrown_away(machine: Machine) -> None:
    """A mirror or a proxy must not be able to slip in other weights."""
    machine.server.changed.add(sha256(LARGE))
    with pytest.raises(WeightsError, match=r"diffusion_pytorch_model\.safetensors .* another content") as changed:
        machine.pull()

    assert changed.value.code == "changed"
    assert not (machine.home() / "transformer/diffusion_pytorch_model.safetensors").exists()
    assert lockfile.read(lock_path(machine.model_dir, machine.folder)).models == {}
    machine.server.changed.clear()
    machine.pull()
    assert machine.files() == NEEDED


def test_the_locked_commit_is_taken_again(machine: Machine) -> None:
    """What was tried and liked stays, whatever its makers publish next; `--update` is a decision."""
    first = machine.pull()
    newer = NEEDED | {"transformer/config.json": b'{"hidden_size": 10}', "vae/config.json": b"{}"}
    newer["model_index.json"] = json.dumps(INDEX | {"vae": ["diffusers", "AutoencoderKLFlux2"]}).encode()
    del newer["tokenizer/merges.txt"]
    commit = machine.server.publish(KLEIN.repo, newer)

    assert machine.pull() == first
    assert machine.files() == NEEDED

    machine.server.asked.clear()
    assert machine.pull(update=True).commit == commit
    assert machine.files() == newer
    assert machine.server.fetched(LARGE) == []


def test_parts_of_other_repositories_lie_in_their_folders(server: HubServer, tmp_path: Path) -> None:
    """The IP-Adapter comes from elsewhere; of its large repository only what is named is fetched."""
    machine = Machine(server, tmp_path)
    commit = publish_realvis(server)
    locked = machine.pull(REALVIS)

    assert machine.files(REALVIS).keys() == {
        "model_index.json",
        "unet/diffusion_pytorch_model.safetensors",
        "ip-adapter/sdxl_models/ip-adapter-plus-face_sdxl_vit-h.safetensors",
        "ip-adapter/models/image_encoder/config.json",
        "ip-adapter/models/image_encoder/model.safetensors",
    }
    assert [(origin.repo, origin.folder, origin.commit) for origin in locked.origins[1:]] == [
        ("h94/IP-Adapter", "ip-adapter", commit)
    ]
    weights = verified(REALVIS, machine.model_dir, machine.folder)
    assert (weights.path("ip-adapter/sdxl_models") / "ip-adapter-plus-face_sdxl_vit-h.safetensors").is_file()


def test_half_precision_is_taken_where_there_is_nothing_else(machine: Machine) -> None:
    """Some makers publish only that."""
    files = {path: data for path, data in NEEDED.items() if path != "text_encoder/model.safetensors"}
    machine.server.publish(KLEIN.repo, files | {"text_encoder/model.fp16.safetensors": b"half"})
    machine.pull()

    assert machine.files()["text_encoder/model.fp16.safetensors"] == b"half"


def test_a_file_that_was_tampered_with_is_fetched_anew(machine: Machine) -> None:
    """The remedy that the worker names when it refuses a file must work."""
    machine.pull()
    machine.server.asked.clear()
    (machine.home() / "transformer/diffusion_pytorch_model.safetensors").write_bytes(LARGE[:-1] + b"!")
    machine.pull()

    assert machine.files() == NEEDED
    assert len(machine.server.fetched(LARGE)) == 1
    assert machine.server.fetched(NEEDED["text_encoder/model.safetensors"]) == []


def test_models_that_share_weights_fetch_them_once(server: HubServer, tmp_path: Path) -> None:
    """Qwen with and without its LoRA are 54 GB that need not come, or lie there, twice."""
    machine = Machine(server, tmp_path)
    machine.pull()
    server.asked.clear()
    sibling = replace(KLEIN, name="flux2-klein-4b-too")
    machine.pull(sibling)

    path = "transformer/diffusion_pytorch_model.safetensors"
    assert server.fetched(LARGE) == []
    assert (machine.home(sibling) / path).samefile(machine.home() / path)


def test_two_pulls_at_once_do_not_spoil_each_other(machine: Machine) -> None:
    """A second terminal is told that the first is at it."""
    server = machine.server
    server.silent_at[sha256(LARGE)] = 1_000_000
    ended: list[WeightsError] = []

    def pull_in_vain() -> None:
        try:
            machine.pull()
        except WeightsError as error:
            ended.append(error)

    first = Thread(target=pull_in_vain, daemon=True)
    first.start()
    assert server.silent.wait(20)

    with pytest.raises(WeightsError, match="by another process") as refused:
        machine.pull()
    assert refused.value.code == "busy"
    server.closing.set()
    first.join(20)
    assert [error.code for error in ended] == ["no_network"]


def test_the_cache_keeps_contents_under_the_names_every_program_knows(cached: Machine) -> None:
    """Without MODEL_DIR the models are shared with whatever else uses the Hub on this machine."""
    cached.pull()

    commit = cached.server.repositories[KLEIN.repo].head
    repository = cached.folder / "hub" / f"models--{KLEIN.repo.replace('/', '--')}"
    snapshot = repository / "snapshots" / commit / "transformer" / "diffusion_pytorch_model.safetensors"
    assert snapshot.read_bytes() == LARGE
    assert (repository / "blobs" / sha256(LARGE)).read_bytes() == LARGE
    assert (repository / "blobs" / git_id(b'{"hidden_size": 9}')).is_file()
    assert len(cached.server.fetched(LARGE)) == 1


def test_the_loader_sees_the_same_folder_from_the_cache(cached: Machine) -> None:
    """One layout for both places: what the lock lists and nothing else, whatever lies in the cache beside it."""
    publish_realvis(cached.server)
    for model in (KLEIN, REALVIS):
        cached.pull(model)
        assert verified(model, None, cached.folder).folder == cached.home(model)
    assert cached.files() == NEEDED
    assert "ip-adapter/models/image_encoder/model.safetensors" in cached.files(REALVIS)


def test_a_pull_into_the_cache_goes_on_too(cached: Machine) -> None:
    """Most people never set MODEL_DIR."""
    cached.server.break_at[sha256(LARGE)] = 2_000_000
    with pytest.raises(WeightsError):
        cached.pull()
    cached.server.break_at.clear()
    cached.server.asked.clear()
    cached.pull()

    assert [asked.start for asked in cached.server.fetched(LARGE)] == [2_000_000]
    assert cached.files() == NEEDED
    assert not list((cached.folder / "hub").rglob("*.incomplete"))


def test_what_the_cache_has_already_is_not_fetched(cached: Machine) -> None:
    """Whoever has used the model with another program pulls in seconds."""
    cached.pull()
    lock_path(None, cached.folder).unlink()
    cached.server.asked.clear()
    cached.pull()

    assert cached.server.fetched(LARGE) == []
    assert present(KLEIN, None, cached.folder)


def test_an_update_leaves_no_link_of_the_old_commit(cached: Machine) -> None:
    """A loader must never find a file of yesterday's model beside today's."""
    cached.pull()
    newer = {path: data for path, data in NEEDED.items() if path != "tokenizer/merges.txt"}
    cached.server.publish(KLEIN.repo, newer)
    cached.pull(update=True)

    assert cached.files() == newer


def test_a_folder_pinned_by_hand_is_not_overwritten_unasked(machine: Machine) -> None:
    """Somebody took care to put those files there."""
    from inference.weights import pin

    for path, data in NEEDED.items():
        place = machine.home() / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data + b" ")
    pin(KLEIN, machine.model_dir, machine.folder)
    with pytest.raises(WeightsError, match=r"pinned as it is.*--update"):
        machine.pull()

    machine.pull(update=True)
    assert machine.files() == NEEDED


def test_every_part_of_the_catalogue_is_of_a_kind_that_is_fetched() -> None:
    """An entry that asks for a pickle could never be pulled."""
    for model in MODELS.values():
        for part in model.parts:
            assert all(Path(file).suffix in pulling.LOADED for file in part.files), model.name
