"""What a folder in diffusers' layout says it holds, believed only as far as it was checked.

`model_index.json` and every configuration beside the weights are data from outside. Out comes a plan: the pipeline
class the catalogue names, and for each part its class, from diffusers or transformers and nowhere else, and its
folder. Loads no weights and runs no code of the repository.
"""

import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diffusers
import transformers
from diffusers.models.modeling_utils import ModelMixin
from diffusers.pipelines.pipeline_utils import DiffusionPipeline
from diffusers.schedulers.scheduling_utils import SchedulerMixin
from transformers import BaseImageProcessor, PreTrainedModel, PreTrainedTokenizerBase, ProcessorMixin

from inference.engines.diffusion.load_error import LoadError
from inference.weights import Weights

LIBRARIES = {"diffusers": diffusers, "transformers": transformers}
KINDS = (ModelMixin, PreTrainedModel, SchedulerMixin, PreTrainedTokenizerBase, ProcessorMixin, BaseImageProcessor)

# Asked for words alone in our pipelines, and tied to torchvision by its eyes: its tokenizer stands in its place.
WORDS_ALONE = frozenset({"PixtralProcessor"})

# Never loaded. SD 1.5's checker blacks out pictures by a threshold tuned on other pictures; the image encoder and its
# extractor come with the IP-Adapter where a model has one.
LEFT_OUT = frozenset({"safety_checker", "feature_extractor", "image_encoder"})
OPTIONS: Mapping[str, Any] = {"requires_safety_checker": False, "add_watermarker": False}


@dataclass(frozen=True)
class Part:
    """One part of a pipeline: its name there, its class, and the folder of its configuration and weights."""

    name: str
    kind: type[Any]
    folder: Path


@dataclass(frozen=True)
class Plan:
    """How to build a pipeline: `options` are its plain arguments, such as `is_distilled`."""

    pipeline: type[DiffusionPipeline]
    parts: tuple[Part, ...]
    options: Mapping[str, Any]

    def build(self, loaded: Mapping[str, Any]) -> DiffusionPipeline:
        """The pipeline over its loaded parts; parts that are left out are None."""
        wanted = inspect.signature(self.pipeline.__init__).parameters
        left_out = {name: None for name in LEFT_OUT if name in wanted}
        return self.pipeline(**{**left_out, **self.options, **loaded})


def read_plan(weights: Weights) -> Plan:
    """The plan for the weights of a model. Raises LoadError, which names the file and the remedy."""
    index_file = weights.path("") / "model_index.json"
    index = read_json(index_file)
    refuse_code(index, index_file)
    pipeline = pipeline_class(weights.model.pipeline)
    if index.get("_class_name") != pipeline.__name__:
        raise LoadError(
            f"{index_file} is of a {index.get('_class_name')!r}, but {weights.model.name} is a {pipeline.__name__}: "
            "is it the folder of another model? "
            f"`python -m inference models pull {weights.model.name}` brings the right one."
        )
    wanted = set(inspect.signature(pipeline.__init__).parameters) - {"self"}
    plain = wanted - LEFT_OUT - _needed(pipeline)
    names = sorted(name for name in wanted - LEFT_OUT if _names_a_part(index.get(name)))
    options = {name: index[name] for name in plain if name in index and not isinstance(index[name], list)}
    fixed = {name: value for name, value in OPTIONS.items() if name in wanted}
    _refuse_gaps(pipeline, {*names, *options, *fixed}, index_file)
    parts = tuple(_part(name, index[name], weights, index_file) for name in names)
    return Plan(pipeline, parts, {**options, **fixed})


def pipeline_class(name: str) -> type[DiffusionPipeline]:
    """The diffusers pipeline of that name. Raises LoadError if this version has none."""
    found = getattr(diffusers, name, None)
    if not (isinstance(found, type) and issubclass(found, DiffusionPipeline)):
        raise LoadError(
            f"diffusers {diffusers.__version__} has no pipeline {name}: upgrade it with `pip install -U diffusers`."
        )
    return found


def read_json(file: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises LoadError if it is absent, unreadable, or not an object."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise LoadError(f"{file} is missing: pull the model again.", "missing_file") from None
    except (OSError, ValueError, RecursionError) as error:
        raise LoadError(f"{file} cannot be read ({error}): pull the model again.") from error
    if not isinstance(content, dict):
        raise LoadError(f"{file} holds no JSON object: pull the model again.")
    return content


def refuse_code(config: Mapping[str, Any], file: Path) -> None:
    """Raise LoadError if a configuration asks for code, of its own repository or a kernel of another one."""
    if isinstance(config.get("_class_name"), list) or _asks_for_code(config):
        raise LoadError(
            f"{file} asks to run code from a repository, which is never done here: "
            "use a repository in plain diffusers layout.",
            "extra_code",
        )


def _asks_for_code(config: Mapping[str, Any]) -> bool:
    for key, value in config.items():
        if key in ("auto_map", "custom_pipelines"):
            return True
        if key.endswith("attn_implementation") and "/" in str(value):  # transformers fetches such a kernel
            return True
        if isinstance(value, dict) and _asks_for_code(value):
            return True
    return False


def _names_a_part(entry: Any) -> bool:
    return isinstance(entry, list) and len(entry) == 2 and all(isinstance(word, str) for word in entry)


def _part(name: str, entry: list[str], weights: Weights, index_file: Path) -> Part:
    library, class_name = entry
    if library not in LIBRARIES:
        raise LoadError(
            f"{index_file} takes {name} from {library!r}; only classes of diffusers and transformers are loaded: "
            "use a repository in plain diffusers layout.",
            "extra_code",
        )
    kind = PreTrainedTokenizerBase if class_name in WORDS_ALONE else getattr(LIBRARIES[library], class_name, None)
    if not (isinstance(kind, type) and issubclass(kind, KINDS)):
        lacking = (
            " ".join(getattr(kind, "_backends", ())) or f"-U {library}"
        )  # transformers' stand-in says what it lacks
        raise LoadError(
            f"{index_file} names {library}.{class_name} for {name}, which {library} {LIBRARIES[library].__version__} "
            f"does not offer here: `pip install {lacking}`."
        )
    folder = weights.path(name)
    if not folder.is_dir():
        raise LoadError(
            f"{folder} is missing: `python -m inference models pull {weights.model.name}` completes the model."
        )
    for config in sorted(folder.glob("*config.json")):
        refuse_code(read_json(config), config)
    return Part(name, kind, folder)


def _needed(pipeline: type[DiffusionPipeline]) -> set[str]:
    """The parts a pipeline cannot be built without."""
    parameters = inspect.signature(pipeline.__init__).parameters.values()
    return {p.name for p in parameters if p.default is inspect.Parameter.empty} - {"self"} - LEFT_OUT


def _refuse_gaps(pipeline: type[DiffusionPipeline], given: set[str], index_file: Path) -> None:
    if gaps := sorted(_needed(pipeline) - given):
        raise LoadError(
            f"{index_file} does not name {', '.join(gaps)}, which {pipeline.__name__} needs: pull the model again."
        )
