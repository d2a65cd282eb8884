"""One part of a pipeline, from its folder to the device: networks, schedulers, tokenizers, processors.

diffusers and transformers fill what a file lacks with random numbers and a line in the log; here that is a refusal.
Everything is read from local files, safetensors only, without code of the repository. Knows nothing of pipelines.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import torch
from diffusers.models.modeling_utils import ModelMixin
from diffusers.schedulers.scheduling_utils import SchedulerMixin
from safetensors import SafetensorError, safe_open
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase, ProcessorMixin

from inference.engines.diffusion.load_error import LoadError
from inference.engines.diffusion.model_index import Part, read_json, refuse_code
from inference.engines.diffusion.processors import load_processor

LOCAL: Mapping[str, Any] = {"local_files_only": True}
ADAPTED = "adapter_config.json"  # names the folder or repository whose weights are to be loaded instead
Network = TypeVar("Network", bound=torch.nn.Module)


def load_part(part: Part, dtype: torch.dtype, device: torch.device) -> Any:
    """The part ready to use; networks in `dtype` on `device`, in evaluation. Raises LoadError."""
    if issubclass(part.kind, ModelMixin | PreTrainedModel):
        return load_network(part.kind, part.folder, dtype, device)
    try:
        if issubclass(part.kind, SchedulerMixin):
            return part.kind.from_pretrained(part.folder, **LOCAL)
        if issubclass(part.kind, ProcessorMixin):
            return load_processor(part.kind, part.folder)
        factory = AutoTokenizer if part.kind is PreTrainedTokenizerBase else part.kind
        return factory.from_pretrained(part.folder, trust_remote_code=False, **LOCAL)
    except torch.OutOfMemoryError:
        raise
    except Exception as error:  # a configuration that makes no sense breaks the libraries wherever it is met first
        raise LoadError(
            f"{part.folder} holds no usable {part.kind.__name__} ({_first_line(error)}): pull it again."
        ) from error


def load_network(kind: type[Network], folder: Path, dtype: torch.dtype, device: torch.device) -> Network:
    """A network with every weight from its files. Raises LoadError where one is missing or of another shape."""
    config = folder / "config.json"
    refuse_code(read_json(config), config)
    check_files(folder)
    factory: Any = kind  # diffusers and transformers type `from_pretrained` for other uses
    named = "dtype" if issubclass(kind, PreTrainedModel) else "torch_dtype"
    try:
        network, report = factory.from_pretrained(
            folder,
            **{named: dtype},
            device_map=device,
            use_safetensors=True,
            output_loading_info=True,
            **LOCAL,
        )
    except torch.OutOfMemoryError:
        raise
    except Exception as error:  # as above
        raise LoadError(_why_not(kind, folder, error)) from error
    _refuse_invented(kind, folder, report)
    return network.eval().requires_grad_(False)


def check_files(folder: Path) -> None:
    """Raise LoadError for a safetensors file that is cut short or broken, and for shards absent or elsewhere."""
    if (folder / ADAPTED).exists():
        raise LoadError(
            f"{folder / ADAPTED} makes transformers load the weights of another folder: remove it.", "outside"
        )
    for index in sorted(folder.glob("*.safetensors.index.json")):
        for shard in _shards(index):
            if not (folder / shard).is_file():
                raise LoadError(
                    f"{folder / shard} is missing, though {index.name} names it: pull the model again.", "missing_file"
                )
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise LoadError(f"{folder} holds no safetensors file: pull the model again.", "missing_file")
    for file in files:
        try:
            with safe_open(file, framework="pt"):
                pass
        except (SafetensorError, OSError) as error:
            raise LoadError(f"{file} is broken or cut short ({error}): pull the model again.") from error


def _shards(index: Path) -> list[str]:
    """The files an index names, which lie beside it and are of those that are locked. Raises LoadError."""
    named = read_json(index).get("weight_map")
    if not isinstance(named, dict) or not all(isinstance(shard, str) for shard in named.values()):
        raise LoadError(f"{index} is no index of weights: pull the model again.")
    shards = sorted(set(named.values()))
    for shard in shards:
        if Path(shard).name != shard or shard.startswith(".") or not shard.endswith(".safetensors"):
            raise LoadError(
                f"{index} takes weights from {shard!r}, which is no locked file beside it: pull the model again.",
                "outside",
            )
    return shards


def _refuse_invented(kind: type, folder: Path, report: Mapping[str, Any]) -> None:
    missing = sorted(report["missing_keys"])
    misshapen = sorted(str(entry[0]) for entry in report["mismatched_keys"])
    if missing or misshapen:
        raise LoadError(_gaps(kind, folder, missing, misshapen))


def _why_not(kind: type[Any], folder: Path, error: Exception) -> str:
    """The weights at fault, where the error is about them; else the library's own first line."""
    if issubclass(kind, ModelMixin):
        try:
            there, wanted = _shapes_in_files(folder), _shapes_in_class(kind, folder)
        except Exception as senseless:  # its configuration makes no network at all
            return f"{folder} makes no {kind.__name__} ({_first_line(senseless)}): pull the model again."
        missing = sorted(set(wanted) - set(there))
        misshapen = sorted(name for name in set(wanted) & set(there) if wanted[name] != there[name])
        if missing or misshapen:
            return _gaps(kind, folder, missing, misshapen)
    return f"{folder} cannot be loaded as {kind.__name__} ({_first_line(error)}): pull the model again."


def _shapes_in_files(folder: Path) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {}
    for file in folder.glob("*.safetensors"):
        with safe_open(file, framework="pt") as opened:
            shapes |= {name: tuple(opened.get_slice(name).get_shape()) for name in opened.keys()}  # noqa: SIM118 - not a dict
    return shapes


def _shapes_in_class(kind: Any, folder: Path) -> dict[str, tuple[int, ...]]:
    with torch.device("meta"):
        network = kind.from_config(kind.load_config(folder))
    return {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}


def _gaps(kind: type, folder: Path, missing: list[str], misshapen: list[str]) -> str:
    said = [f"lack {_few(missing)}"] if missing else []
    said += [f"hold {_few(misshapen)} in another shape"] if misshapen else []
    return (
        f"The safetensors files in {folder} {' and '.join(said)}, so they are not the weights of this {kind.__name__}: "
        "pull the model again."
    )


def _few(names: Iterable[str]) -> str:
    first, *rest = list(names)
    return f"{first} and {len(rest)} more" if rest else first


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
