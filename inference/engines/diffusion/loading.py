"""From a folder of verified weights to a pipeline that lies on the device, ready to be spoken to.

Weights and a placement go in, `Loaded` comes out. Everything is local: no network, no code of a repository, safetensors
alone, and no weight that was not in the files. Does not choose the placement, and generates nothing.
"""

import inspect
from dataclasses import dataclass, field
from typing import Any

import diffusers
import torch
from diffusers.models.modeling_utils import ModelMixin
from diffusers.pipelines.pipeline_utils import DiffusionPipeline
from diffusers.utils import logging as diffusers_log
from torch import nn
from transformers import CLIPImageProcessor, CLIPVisionModelWithProjection, PreTrainedModel
from transformers.utils import logging as transformers_log

from inference.catalogue import Model, Precision, Scheduler
from inference.engines.diffusion.casting import store_in_8_bits
from inference.engines.diffusion.components import check_files, load_network, load_part
from inference.engines.diffusion.load_error import LoadError
from inference.engines.diffusion.model_index import OPTIONS, pipeline_class, read_plan
from inference.weights import Weights

__all__ = ["LoadError", "Loaded", "load"]


@dataclass
class Loaded:
    """A model in memory. `dtype` is what it computes in; `placement` how its weights lie."""

    model: Model
    pipe: DiffusionPipeline
    device: torch.device
    dtype: torch.dtype
    placement: Precision
    _others: dict[str, DiffusionPipeline] = field(default_factory=dict, repr=False)

    @property
    def denoiser(self) -> nn.Module:
        """The network that is run at every step."""
        components = self.pipe.components
        return components["transformer"] if "transformer" in components else components["unet"]

    def through(self, class_name: str) -> DiffusionPipeline:
        """Another pipeline class over the same parts, made once: nothing is copied, cast or loaded.

        Built by its constructor, as `DiffusionPipeline.from_pipe` may cast what it takes over. Raises LoadError for a
        class that needs a part this model has not.
        """
        if class_name == type(self.pipe).__name__:
            return self.pipe
        if class_name not in self._others:
            self._others[class_name] = self._over(pipeline_class(class_name))
        return self._others[class_name]

    def _over(self, kind: type[DiffusionPipeline]) -> DiffusionPipeline:
        have: dict[str, Any] = {**self.pipe.config, **self.pipe.components, **OPTIONS}
        parameters = [p for p in inspect.signature(kind.__init__).parameters.values() if p.name != "self"]
        gaps = [p.name for p in parameters if p.default is inspect.Parameter.empty and p.name not in have]
        if gaps:
            raise LoadError(f"{kind.__name__} needs {', '.join(gaps)}, which {self.model.name} has not.")
        pipe = kind(**{p.name: have[p.name] for p in parameters if p.name in have})
        pipe.set_progress_bar_config(disable=True)
        if self.placement == "offload":
            pipe.enable_model_cpu_offload(device=self.device)
        return pipe


def load(weights: Weights, placement: Precision, device: torch.device, dtype: torch.dtype | None = None) -> Loaded:
    """The model's pipeline with its IP-Adapter, placed as `placement` says.

    bf16 and fp8 (whose conversion comes later) go straight to the device. int8 and offload pass through RAM. `dtype` is
    bfloat16 on CUDA and float32 on a CPU unless given. Raises LoadError, whose sentence names the file and the remedy.
    """
    diffusers_log.disable_progress_bar()
    transformers_log.disable_progress_bar()
    dtype = dtype or (torch.bfloat16 if device.type == "cuda" else torch.float32)
    first_to = torch.device("cpu") if placement in ("int8", "offload") else device
    plan = read_plan(weights)
    parts = {part.name: load_part(part, dtype, first_to) for part in plan.parts}
    if weights.model.scheduler is not None:
        parts["scheduler"] = _sampler(weights.model.scheduler, parts["scheduler"])
    pipe = plan.build(parts)
    pipe.set_progress_bar_config(disable=True)
    if weights.model.ip_adapter is not None:
        _load_ip_adapter(pipe, weights, dtype, first_to)
    if dtype == torch.bfloat16:
        _keep_vae_as_it_is(pipe)
    loaded = Loaded(weights.model, pipe, device, dtype, placement)
    if placement == "int8":
        for network in (loaded.denoiser, *_encoders(pipe)):
            store_in_8_bits(network, dtype)
        pipe.to(device)
    if placement == "offload":
        pipe.enable_model_cpu_offload(device=device)
    return loaded


def _sampler(wanted: Scheduler, saved: Any) -> Any:
    """The catalogue's own sampler, over what the repository saved for its."""
    return getattr(diffusers, wanted.name).from_config(saved.config, **wanted.options)


def _keep_vae_as_it_is(pipe: DiffusionPipeline) -> None:
    """SDXL's image to image widens its VAE for each picture, as it overflows in float16; bfloat16 has the range.

    Widened and narrowed in inference mode, its weights could not be written to again, and would be compiled anew.
    """
    vae = pipe.components.get("vae")
    if isinstance(vae, ModelMixin) and vae.config.get("force_upcast"):
        vae.register_to_config(force_upcast=False)


def _encoders(pipe: DiffusionPipeline) -> list[nn.Module]:
    return [part for part in pipe.components.values() if isinstance(part, PreTrainedModel)]


def _load_ip_adapter(pipe: Any, weights: Weights, dtype: torch.dtype, device: torch.device) -> None:
    adapter = weights.model.ip_adapter
    assert adapter is not None
    folder = weights.path(adapter.folder)
    file = folder / adapter.weight
    if not file.is_file():
        raise LoadError(f"{file} is missing: pull {weights.model.name} again.", "missing_file")
    check_files(folder)
    encoder = load_network(CLIPVisionModelWithProjection, weights.path(adapter.encoder), dtype, device)
    side: Any = encoder.config.image_size  # one number for every CLIP
    extractor = CLIPImageProcessor(size=side, crop_size=side)
    pipe.register_modules(image_encoder=encoder, feature_extractor=extractor)
    try:
        pipe.load_ip_adapter(
            str(folder), subfolder="", weight_name=adapter.weight, image_encoder_folder=None, local_files_only=True
        )
    except torch.OutOfMemoryError:
        raise
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise LoadError(f"{file} does not fit {weights.model.name} ({error}): pull it again.") from error
    left_empty = [name for name, weight in pipe.unet.named_parameters() if weight.is_meta]
    if left_empty:
        raise LoadError(f"{file} lacks the weights of {left_empty[0]}: pull it again.")
    pipe.unet.eval().requires_grad_(False)
    pipe.set_ip_adapter_scale(adapter.scale)
