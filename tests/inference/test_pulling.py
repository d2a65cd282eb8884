"""Fetching models, against a twin of the Hub: only what is needed, whole, locked, and going on after any break."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

import pytest

from inference import lockfile, pulling
from inference.catalogue import MODELS, LicenceBarred, Model
from inference.hub import Hub
from inference.lockfile import LockedModel, WeightsError
from inference.pulling import pull
from inference.weights import home, lock_path, present, verified
from tests.hub_server import HubServer, git_id, sha256

KLEIN = MODELS["flux2-klein-4b"]
REALVIS = MODELS["realvisxl-v3-turbo"]
BARRED = MODELS["flux1-dev"]
LARGE = bytes(range(256)) * 4096 * 3  # 3 MiB: three pieces of the network, several of the twin's
INDEX = {
    "_class_name": "Flux2KleinPipeline",
    "_diffusers_version": "0.38.0",
    "safety_checker": [None, None],
    "text_encoder": ["transformers", "Qwen3ForCausalLM"],
    "tokenizer": ["transformers", "Qwen2TokenizerFast"],
    "transformer": ["diffusers", "Flux2Transformer2DModel"],
}
NEEDED = {
    "model_index.json": json.dumps(INDEX).encode(),
    "text_encoder/config.json": b'{"hidden_size": 8}',
    "text_encoder/model.safetensors": b"encoder" * 9000,
    "tokenizer/chat_template.jinja": b"{{ messages }}",
    "tokenizer/merges.txt": b"a b",
    "tokenizer/spiece.model": b"pieces",
    "tokenizer/tokenizer_config.json": b"{}",
    "transformer/config.json": b'{"hidden_size": 9}',
    "transformer/diffusion_pytorch_model.safetensors": LARGE,
}
NEEDLESS = {
    ".gitattributes": b"*.safetensors filter=lfs",
    "README.md": b"# klein",
    "flux-2-klein-4b.safetensors": b"everything once more",
    "modeling_klein.py": b"import os",
    "safety_checker/model.safetensors": b"switched off",
    "teaser.png": b"\x89PNG",
    "text_encoder/model.fp16.safetensors": b"half",
    "text_encoder/pytorch_model.bin": b"a pickle",
    "text_encoder/pytorch_model.bin.index.json": b"{}",
    "transformer/attention.py": b"import os",
}


@dataclass(frozen=True)
class Machine:
    """A machine with the twin as its Hub; MODEL_DIR is set unless `cached`."""

    server: HubServer
    folder: Path
    cached: bool = False

    @property
    def hub(self) -> Hub:
        return Hub(endpoint=self.server.url, cache=self.folder / "hub")

    @property
    def model_dir(self) -> Path | None:
        return None if self.cached else self.folder / "models"

    def pull(
        self, model: Model = KLEIN, *, update: bool = False, hub: Hub | None = None, held: str = ""
    ) -> LockedModel:
        """One pull that loses patience at once."""
        return pull(model, self.model_dir, self.folder, {held}, hub or self.hub, update=update, patience_s=(0.01, 0.01))

    def home(self, model: Model = KLEIN) -> Path:
        return home(model, self.model_dir, self.folder)

    def files(self, model: Model = KLEIN) -> dict[str, bytes]:
        """Everything in the model's folder that is not hidden."""
        return {
            path.relative_to(self.home(model)).as_posix(): path.read_bytes()
            for path in self.home(model).rglob("*")
            if path.is_file() and not path.name.startswith(".") and ".pulling" not in path.parts
        }


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


def publish_realvis(server: HubServer) -> str:
    """RealVisXL and the repository of its IP-Adapter; the commit of the latter."""
    index = json.dumps({"_class_name": "StableDiffusionXLPipeline", "unet": ["diffusers", "UNet2DConditionModel"]})
    unet = {"unet/diffusion_pytorch_model.safetensors": b"unet"}
    server.publish(REALVIS.repo, {"model_index.json": index.encode(), "RealVisXL_V3.0.safetensors": b"all"} | unet)
    adapter = REALVIS.parts[0].files[0]
    encoder = {"models/image_encoder/config.json": b"{}", "models/image_encoder/model.safetensors": b"clip"}
    others = {"sdxl_models/ip-adapter_sdxl.bin": b"pickle", "models/image_encoder/pytorch_model.bin": b"pickle"}
    return server.publish("h94/IP-Adapter", {adapter: b"face"} | encoder | others)


def test_a_part_that_is_no_longer_offered_is_named(server: HubServer, tmp_path: Path) -> None:
    """The operator learns which file of which repository went away, before gigabytes are fetched."""
    publish_realvis(server)
    server.publish("h94/IP-Adapter", {"README.md": b"moved"})

    with pytest.raises(WeightsError, match=r"h94/IP-Adapter has no sdxl_models/ip-adapter-plus-face"):
        Machine(server, tmp_path).pull(REALVIS)
    assert server.fetched(b"unet") == []


def test_weights_that_exist_only_as_a_pickle_are_refused(machine: Machine) -> None:
    """A pickle runs code when it is loaded; no model is worth that."""
    files = {path: data for path, data in NEEDED.items() if path != "text_encoder/model.safetensors"}
    machine.server.publish(KLEIN.repo, files | {"text_encoder/pytorch_model.bin": b"a pickle"})

    with pytest.raises(WeightsError, match=r"text_encoder/pytorch_model\.bin only as a pickle") as refused:
        machine.pull()
    assert refused.value.code == "pickle"
    assert machine.server.fetched(LARGE) == []


def test_half_precision_is_taken_where_there_is_nothing_else(machine: Machine) -> None:
    """Some makers publish only that."""
    files = {path: data for path, data in NEEDED.items() if path != "text_encoder/model.safetensors"}
    machine.server.publish(KLEIN.repo, files | {"text_encoder/model.fp16.safetensors": b"half"})
    machine.pull()

    assert machine.files()["text_encoder/model.fp16.safetensors"] == b"half"


def test_a_barred_licence_is_not_fetched_unless_held(server: HubServer, tmp_path: Path) -> None:
    """Whoever runs a bot with users must not get, by accident, what may not serve them."""
    machine = Machine(server, tmp_path)
    server.publish(BARRED.repo, NEEDED)
    with pytest.raises(LicenceBarred, match="LICENCES_HELD"):
        machine.pull(BARRED)
    assert server.asked == []

    machine.pull(BARRED, held=BARRED.name)
    assert machine.files(BARRED) == NEEDED


def test_a_gated_repository_says_where_to_accept_its_licence(server: HubServer, tmp_path: Path) -> None:
    """The Hub's own answer is a page of HTTP; a person needs the page to go to and the setting."""
    machine = Machine(server, tmp_path)
    server.publish(KLEIN.repo, NEEDED, gated=True)
    server.accounts["hf_reader"] = {KLEIN.repo}
    server.accounts["hf_stranger"] = set()
    for token in (None, "hf_stranger"):
        with pytest.raises(WeightsError, match=f"https://huggingface.co/{KLEIN.repo}.*HF_TOKEN") as refused:
            machine.pull(hub=replace(machine.hub, token=token))
        assert refused.value.code == "no_access"

    machine.pull(hub=replace(machine.hub, token="hf_reader"))
    assert machine.files() == NEEDED


def test_the_token_goes_to_the_hub_and_nowhere_else(server: HubServer, tmp_path: Path) -> None:
    """Large files come from another company's storage, which must not see it."""
    machine = Machine(server, tmp_path)
    server.accounts["hf_reader"] = set()
    machine.pull(hub=replace(machine.hub, token="hf_reader"))

    assert all(asked.token for asked in server.asked if asked.server == "hub")
    assert not any(asked.token for asked in server.asked if asked.server == "storage")


def test_an_unknown_token_is_told_from_a_missing_right(machine: Machine) -> None:
    """An expired token needs a new one, not an accepted licence."""
    with pytest.raises(WeightsError, match=r"refuses the token in HF_TOKEN .*settings/tokens") as refused:
        machine.pull(hub=replace(machine.hub, token="hf_expired"))

    assert refused.value.code == "no_access"
    assert "hf_expired" not in str(refused.value)


def test_a_repository_that_is_not_there_is_said_so(server: HubServer, tmp_path: Path) -> None:
    """Repositories move; the answer of the Hub does not tell private from gone, and neither can we."""
    machine = Machine(server, tmp_path)
    with pytest.raises(WeightsError, match=f"no repository {REALVIS.repo} to this account") as refused:
        machine.pull(REALVIS)

    assert refused.value.code == "not_found"


def test_a_locked_commit_that_was_withdrawn_is_said_so(machine: Machine) -> None:
    """Makers do rewrite their repositories; what is here still works, and --update is the way on."""
    machine.pull()
    machine.server.repositories[KLEIN.repo].commits.clear()
    machine.server.publish(KLEIN.repo, NEEDED | {"new.md": b"rewritten"})

    with pytest.raises(WeightsError, match=r"no longer has the commit.*--update"):
        machine.pull()
    assert present(KLEIN, machine.model_dir, machine.folder)


def test_no_network_is_said_as_such(machine: Machine) -> None:
    """The first thing to look at is the line, not the model."""
    with pytest.raises(WeightsError, match=r"cannot be reached .*HTTPS_PROXY") as refused:
        machine.pull(hub=replace(machine.hub, endpoint="http://127.0.0.1:9"))

    assert refused.value.code == "no_network"


def test_room_is_looked_for_before_anything_is_fetched(machine: Machine) -> None:
    """A disk that fills up at 90 % costs an hour and takes the whole machine down with it."""
    machine.server.repositories[KLEIN.repo].claimed["transformer/diffusion_pytorch_model.safetensors"] = 10**16
    with pytest.raises(WeightsError, match=r"needs 9313225\.\d GiB more.*set MODEL_DIR") as refused:
        machine.pull()

    assert refused.value.code == "no_space"
    assert machine.server.fetched(LARGE) == []


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


def test_a_hostile_listing_writes_nothing_outside(machine: Machine) -> None:
    """A repository may name its files as it likes."""
    files = {"transformer/../../../evil.safetensors": b"evil"}
    machine.server.publish(KLEIN.repo, NEEDED | files)
    with pytest.raises(WeightsError, match=r"evil\.safetensors.*leads out") as refused:
        machine.pull()

    assert refused.value.code == "outside"
    assert not list(machine.folder.rglob("evil*"))


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
