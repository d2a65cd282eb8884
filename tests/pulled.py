"""A machine that pulls models from a twin of the Hub, and what the Hub has: what the tests of pulling share."""

import json
from dataclasses import dataclass
from pathlib import Path

from inference.catalogue import MODELS, Model
from inference.weights import home
from inference.weights.hub import Hub
from inference.weights.lockfile import LockedModel
from inference.weights.pulling import pull
from tests.hub_server import HubServer

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


def publish_realvis(server: HubServer) -> str:
    """RealVisXL and the repository of its IP-Adapter; the commit of the latter."""
    index = json.dumps({"_class_name": "StableDiffusionXLPipeline", "unet": ["diffusers", "UNet2DConditionModel"]})
    unet = {"unet/diffusion_pytorch_model.safetensors": b"unet"}
    server.publish(REALVIS.repo, {"model_index.json": index.encode(), "RealVisXL_V3.0.safetensors": b"all"} | unet)
    adapter = REALVIS.parts[0].files[0]
    encoder = {"models/image_encoder/config.json": b"{}", "models/image_encoder/model.safetensors": b"clip"}
    others = {"sdxl_models/ip-adapter_sdxl.bin": b"pickle", "models/image_encoder/pytorch_model.bin": b"pickle"}
    return server.publish("h94/IP-Adapter", {adapter: b"face"} | encoder | others)
