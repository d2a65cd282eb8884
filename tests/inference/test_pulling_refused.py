"""What stands in the way of a pull, each said in a sentence with its remedy: licences, tokens, networks, disks."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inference.catalogue import LicenceBarred
from inference.weights import present
from inference.weights.lockfile import WeightsError
from tests.hub_server import HubServer
from tests.pulled import BARRED, INDEX, KLEIN, LARGE, NEEDED, NEEDLESS, REALVIS, Machine, publish_realvis


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


def test_a_hostile_listing_writes_nothing_outside(machine: Machine) -> None:
    """A repository may name its files as it likes."""
    files = {"transformer/../../../evil.safetensors": b"evil"}
    machine.server.publish(KLEIN.repo, NEEDED | files)
    with pytest.raises(WeightsError, match=r"evil\.safetensors.*leads out") as refused:
        machine.pull()

    assert refused.value.code == "outside"
    assert not list(machine.folder.rglob("evil*"))


@pytest.mark.parametrize("cached", [False, True])
@pytest.mark.parametrize("path", ["transformer/diffusion_pytorch_model.safetensors", "transformer/config.json"])
def test_a_hash_that_is_a_path_writes_nothing_outside(
    path: str, cached: bool, server: HubServer, tmp_path: Path
) -> None:
    """Beginnings are named by their hash: a server in the Hub's place could overwrite any file of the operator's."""
    machine = Machine(server, tmp_path / "machine", cached)
    precious = tmp_path / "precious"
    precious.write_bytes(b"keep me")
    server.repositories[KLEIN.repo].hashes[path] = str(precious)

    with pytest.raises(WeightsError, match="is no hash") as refused:
        machine.pull()

    assert refused.value.code == "outside"
    assert precious.read_bytes() == b"keep me"
    assert server.fetched(LARGE) == []


def test_a_table_of_contents_without_end_is_refused(machine: Machine) -> None:
    """It is read into memory before anything is checked: a server that never stops would fill all of it."""
    padded = json.dumps(INDEX | {"note": "x" * (2 << 20)}).encode()
    machine.server.publish(KLEIN.repo, NEEDED | {"model_index.json": padded})

    with pytest.raises(WeightsError, match=r"model_index\.json .*too long"):
        machine.pull()
