"""Every diffusion model the service can be asked to load, as data: what it is, may, can and needs.

Nothing flows through here: a loader, a scheduler, a lawyer and the menu read the same entry. Light: no numpy, no
torch, so the bot may import it. Refuses to know how a pipeline is called, where weights lie and what a person asked.

A revision is a commit that was verified, or None: then the lock file written by `models pull` pins what came. Facts
are from model cards and the diffusers classes. FLUX.3 klein is left out: diffusers offers it as a ModularPipeline
only, which nothing here speaks to, and its licence could not be read.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from inference.model import Can, IpAdapter, Licence, Lora, Model, Part, Precision, Scheduler, Voice, modes

__all__ = [
    "DEFAULT", "MODELS", "Can", "IpAdapter", "Licence", "LicenceBarred", "Lora", "Model", "Part", "Precision",
    "Scheduler", "Voice", "modes", "permitted",
]  # fmt: skip


class LicenceBarred(Exception):
    """The model's licence bars a bot that people talk to; the message names the remedy."""


def permitted(model: Model, held: Collection[str]) -> None:
    """Pass if `model` may serve people, or is among the names in `held`. Raises LicenceBarred."""
    if model.licence.serves_public or model.name in held:
        return
    raise LicenceBarred(
        f"{model.name} is under {model.licence.name}, which does not permit a bot that people talk to. "
        f"If you hold a licence that does, add {model.name} to the setting LICENCES_HELD; "
        f"otherwise choose another ENGINE, for instance {DEFAULT}."
    )


def _peak(denoiser: float, encoders: float, rest: float, work: float) -> Mapping[Precision, float]:
    """Peak in GiB from parameters in thousand millions; `work` is GiB of activations, mostly the VAE's decoding.

    All derived (D): 2 bytes a parameter; fp8 halves the denoiser; int8 the encoders too; offload holds one part at a
    time, so the larger of denoiser and encoders counts.
    """
    gib = 1e9 / 2**30
    return MappingProxyType(
        {
            "bf16": round(2 * gib * (denoiser + encoders + rest) + work, 1),
            "fp8": round(gib * (denoiser + 2 * encoders + 2 * rest) + work, 1),
            "int8": round(gib * (denoiser + encoders + 2 * rest) + work, 1),
            "offload": round(2 * gib * max(denoiser, encoders) + work, 1),
        }
    )


_APACHE = Licence("Apache-2.0", serves_public=True)
_FLUX1 = Licence("FLUX.1 [dev] Non-Commercial License", serves_public=False)
_FLUX2 = Licence("FLUX Non-Commercial License", serves_public=False)

_EVERYTHING = (
    Can.REFERENCE | Can.REFERENCES | Can.TEXT | Can.EDIT | Can.IMAGE_TO_IMAGE | Can.RETOUCH | Can.ADAPTER
)  # fmt: skip
_QWEN_CAN = Can.REFERENCE | Can.REFERENCES | Can.EDIT | Can.RETOUCH | Can.ADAPTER

# 3.9 G transformer, Qwen3-4B. The card's 13 GB (P) and the 8 GB of others (S) are with the encoder moved out.
_KLEIN_PEAK = _peak(3.88, 4.02, 0.09, work=3.0)
_KLEIN = Model(
    name="flux2-klein-4b",
    repo="black-forest-labs/FLUX.2-klein-4B",
    revision=None,
    pipeline="Flux2KleinPipeline",
    licence=_APACHE,
    can=_EVERYTHING,
    references=10,
    steps=4,
    guidance=1.0,
    guidance_name="guidance_scale",
    negative=False,
    size=(1024, 1280),
    multiple=16,
    voice="sentences",
    reference_px=1024,
    weights_gib=14.9,
    memory_gib=_KLEIN_PEAK,
    ignore=("flux*.safetensors",),  # the same weights once more in one file, for other programs
    note="The default. Image to image through Flux2KleinInpaintPipeline with the whole picture as its mask.",
)
_KLEIN_BASE = replace(
    _KLEIN,
    name="flux2-klein-base-4b",
    repo="black-forest-labs/FLUX.2-klein-base-4B",
    steps=50,
    guidance=4.0,
    note="Undistilled: personal adapters are trained on it. Its unconditional half is the empty prompt.",
)

# 20.4 G transformer, Qwen2.5-VL-7B. Others quote 42 GB (S), 22 in fp8 with the encoder moved out (S), and 14 with
# every layer moved one by one (S), which is not done here: too slow.
_QWEN_PEAK = _peak(20.4, 8.29, 0.13, work=4.0)
_QWEN_2511 = Model(
    name="qwen-image-edit-2511",
    repo="Qwen/Qwen-Image-Edit-2511",
    revision=None,
    pipeline="QwenImageEditPlusPipeline",
    licence=_APACHE,
    can=_QWEN_CAN,
    references=3,
    steps=40,
    guidance=4.0,
    guidance_name="true_cfg_scale",
    negative=True,
    size=(896, 1120),
    multiple=16,
    voice="instruction",
    reference_px=1024,
    weights_gib=53.7,
    memory_gib=_QWEN_PEAK,
)
_QWEN_2509 = replace(_QWEN_2511, name="qwen-image-edit-2509", repo="Qwen/Qwen-Image-Edit-2509")

# What the LoRA was distilled with: the shift is fixed at 3 (log 3 = 1.0986 in the exponential form), no terminal.
_LIGHTNING_SCHEDULER = Scheduler(
    "FlowMatchEulerDiscreteScheduler",
    MappingProxyType(
        {
            "base_shift": 1.0986122886681098,
            "max_shift": 1.0986122886681098,
            "shift": 1.0,
            "shift_terminal": None,
            "time_shift_type": "exponential",
            "use_dynamic_shifting": True,
        }
    ),
)
_LIGHTNING_2511 = Part(
    repo="lightx2v/Qwen-Image-Edit-2511-Lightning",
    revision=None,
    files=("Qwen-Image-Edit-2511-Lightning-4steps-V1.0-bf16.safetensors",),
    folder="lora/lightning",
    licence="Apache-2.0",
)
_LIGHTNING_2509 = Part(
    repo="lightx2v/Qwen-Image-Lightning",
    revision=None,
    files=("Qwen-Image-Edit-2509/Qwen-Image-Edit-2509-Lightning-4steps-V1.0-bf16.safetensors",),
    folder="lora/lightning",
    licence="Apache-2.0",
)


def _quickened(model: Model, part: Part, steps: int) -> Model:
    """The entry with its few-step LoRA always worn: no guidance, so no negative prompt."""
    return replace(
        model,
        name=f"{model.name}-lightning",
        steps=steps,
        guidance=1.0,
        negative=False,
        weights_gib=round(model.weights_gib + 0.8, 1),  # the LoRA is 850 MB
        parts=(*model.parts, part),
        loras=(*model.loras, Lora(part.folder, part.files[0], 1.0)),
        scheduler=_LIGHTNING_SCHEDULER,
    )


# Apache-2.0 by two second-hand reports, but its own card could not be read, so the entry stays barred until somebody
# has read it. Trained on 2509 alone; the Lightning entries do without it.
_SKIN = Part(
    repo="tlennon-ie/qwen-edit-skin",
    revision=None,
    files=("qwen-edit-skin_1.1_000002750.safetensors",),
    folder="lora/skin",
    licence="Apache-2.0 (second hand)",
)
_QWEN_2509_SKIN = replace(
    _QWEN_2509,
    name="qwen-image-edit-2509-skin",
    licence=Licence("Apache-2.0 with a skin LoRA whose licence was not read at its source", serves_public=False),
    parts=(_SKIN,),
    loras=(Lora(_SKIN.folder, _SKIN.files[0], 0.85, frozenset({"retouch"})),),
    note="Worn for retouching only: on whole portraits one report has the likeness fall with it.",
)

# 6.27 G transformer, Qwen2.5-VL-7B; the card's 18 GB with offload (P) is this arithmetic's too.
_LONGCAT = Model(
    name="longcat-image-edit",
    repo="meituan-longcat/LongCat-Image-Edit",
    revision=None,
    pipeline="LongCatImageEditPipeline",
    licence=_APACHE,
    can=Can.REFERENCE | Can.EDIT | Can.RETOUCH | Can.ADAPTER,
    references=1,
    steps=50,
    guidance=4.5,
    guidance_name="guidance_scale",
    negative=True,
    size=(896, 1120),
    multiple=16,
    voice="instruction",
    reference_px=1024,
    weights_gib=27.3,
    memory_gib=_peak(6.27, 8.29, 0.09, work=2.5),
    note="The class has no LoRA loader of its own; its transformer takes adapters through PEFT.",
)
_LONGCAT_TURBO = replace(
    _LONGCAT,
    name="longcat-image-edit-turbo",
    repo="meituan-longcat/LongCat-Image-Edit-Turbo",
    steps=8,
    guidance=1.0,
    negative=False,
    note=f"{_LONGCAT.note} Guidance 1 is inferred from its being distilled; no source read names it.",
)

# What both cards ask for, "DPM++ SDE Karras", by the table in diffusers' documentation of schedulers.
_DPM_SDE_KARRAS = Scheduler(
    "DPMSolverSinglestepScheduler", MappingProxyType({"lower_order_final": True, "use_karras_sigmas": True})
)
_CLIP_FILES = ("models/image_encoder/config.json", "models/image_encoder/model.safetensors")
_REALVISXL = Model(
    name="realvisxl-v3-turbo",
    repo="SG161222/RealVisXL_V3.0_Turbo",
    revision=None,
    pipeline="StableDiffusionXLPipeline",
    licence=Licence("CreativeML Open RAIL++-M", serves_public=True),
    can=Can.REFERENCE | Can.REFERENCES | Can.TEXT | Can.IMAGE_TO_IMAGE | Can.RETOUCH | Can.ADAPTER,
    references=4,
    steps=8,
    guidance=2.0,
    guidance_name="guidance_scale",
    negative=True,
    size=(896, 1120),
    multiple=8,
    voice="tags",
    reference_px=224,
    weights_gib=16.1,  # in 32 bits
    # 2.6 G UNet with 0.4 G of IP-Adapter, two CLIP text encoders with the 0.6 G image encoder.
    memory_gib=_peak(2.99, 1.45, 0.09, work=2.5),
    parts=(
        Part(
            repo="h94/IP-Adapter",
            revision=None,
            files=("sdxl_models/ip-adapter-plus-face_sdxl_vit-h.safetensors", *_CLIP_FILES),
            folder="ip-adapter",
            licence="Apache-2.0",
        ),
    ),
    ip_adapter=IpAdapter(
        folder="ip-adapter/sdxl_models",
        weight="ip-adapter-plus-face_sdxl_vit-h.safetensors",
        encoder="ip-adapter/models/image_encoder",
        scale=0.7,
        crops_face=True,
    ),
    scheduler=_DPM_SDE_KARRAS,
    ignore=("*.bin", "*.ckpt", "*.fp16.safetensors", "RealVisXL*.safetensors"),
)
_REALISTIC_VISION = replace(
    _REALVISXL,
    name="realistic-vision-v5.1",
    repo="SG161222/Realistic_Vision_V5.1_noVAE",
    pipeline="StableDiffusionPipeline",
    licence=Licence("CreativeML OpenRAIL-M", serves_public=True),
    steps=25,
    guidance=5.0,
    size=(512, 640),
    weights_gib=6.4,
    # 0.86 G UNet with 0.05 G of IP-Adapter, CLIP text encoder with the 0.6 G image encoder.
    memory_gib=_peak(0.91, 0.75, 0.09, work=1.2),
    parts=(
        Part(
            repo="h94/IP-Adapter",
            revision=None,
            files=("models/ip-adapter-plus-face_sd15.safetensors", *_CLIP_FILES),
            folder="ip-adapter",
            licence="Apache-2.0",
        ),
        Part(
            repo="stabilityai/sd-vae-ft-mse",
            revision=None,
            files=("config.json", "diffusion_pytorch_model.safetensors"),
            folder="vae",
            licence="MIT",
        ),
    ),
    ip_adapter=IpAdapter(
        folder="ip-adapter/models",
        weight="ip-adapter-plus-face_sd15.safetensors",
        encoder="ip-adapter/models/image_encoder",
        scale=0.7,
        crops_face=True,
    ),
    ignore=("*.bin", "*.ckpt", "Realistic_Vision*.safetensors", "safety_checker/*", "vae/*"),
)

_Z_IMAGE = Model(
    name="z-image-turbo",
    repo="Tongyi-MAI/Z-Image-Turbo",
    revision=None,
    pipeline="ZImagePipeline",
    licence=_APACHE,
    can=Can.TEXT | Can.IMAGE_TO_IMAGE | Can.RETOUCH | Can.ADAPTER,
    references=0,
    steps=8,
    guidance=0.0,
    guidance_name="guidance_scale",
    negative=False,
    size=(1024, 1280),
    multiple=16,
    voice="sentences",
    reference_px=1024,
    weights_gib=30.6,  # the transformer lies there in 32 bits
    # 6.15 G transformer, Qwen3-4B; the card's 16 GB (P) holds one of them at a time.
    memory_gib=_peak(6.15, 4.02, 0.09, work=3.0),
)

_FLUX1_DEV = Model(
    name="flux1-dev",
    repo="black-forest-labs/FLUX.1-dev",
    revision=None,
    pipeline="FluxPipeline",
    licence=_FLUX1,
    can=Can.TEXT | Can.IMAGE_TO_IMAGE | Can.RETOUCH | Can.ADAPTER,
    references=0,
    steps=28,
    guidance=3.5,
    guidance_name="guidance_scale",
    negative=False,
    size=(1024, 1280),
    multiple=16,
    voice="sentences",
    reference_px=1024,
    weights_gib=31.4,
    memory_gib=_peak(11.9, 4.88, 0.09, work=3.0),  # T5-XXL and CLIP
    ignore=("flux*.safetensors", "ae.safetensors"),
)
_FLUX1_KONTEXT = replace(
    _FLUX1_DEV,
    name="flux1-kontext-dev",
    repo="black-forest-labs/FLUX.1-Kontext-dev",
    pipeline="FluxKontextPipeline",
    can=Can.REFERENCE | Can.TEXT | Can.EDIT | Can.RETOUCH | Can.ADAPTER,
    references=1,
    guidance=2.5,
    size=(896, 1120),
    voice="instruction",
)
_FLUX2_DEV = replace(
    _KLEIN,
    name="flux2-dev",
    repo="black-forest-labs/FLUX.2-dev",
    pipeline="Flux2Pipeline",
    licence=_FLUX2,
    can=Can.REFERENCE | Can.REFERENCES | Can.TEXT | Can.EDIT | Can.RETOUCH | Can.ADAPTER,
    steps=50,
    guidance=4.0,
    weights_gib=104.9,
    memory_gib=_peak(32.2, 24.0, 0.09, work=5.0),  # Mistral Small 3
    ignore=("flux*.safetensors", "ae.safetensors"),
    note="",
)
_KLEIN_9B_KV = replace(
    _KLEIN,
    name="flux2-klein-9b-kv",
    repo="black-forest-labs/FLUX.2-klein-9b-kv",
    pipeline="Flux2KleinKVPipeline",
    licence=_FLUX2,
    can=Can.REFERENCE | Can.REFERENCES | Can.TEXT | Can.EDIT | Can.RETOUCH | Can.ADAPTER,
    weights_gib=32.3,
    memory_gib=_peak(9.08, 8.19, 0.09, work=5.0),  # Qwen3-8B; keeps the references' keys and values
    note="Takes no guidance.",
)

DEFAULT = _KLEIN.name

MODELS: Mapping[str, Model] = MappingProxyType(
    {
        model.name: model
        for model in (
            _KLEIN,
            _quickened(_QWEN_2511, _LIGHTNING_2511, 4),
            _quickened(_QWEN_2509, _LIGHTNING_2509, 4),
            _QWEN_2511,
            _QWEN_2509,
            _LONGCAT_TURBO,
            _LONGCAT,
            _KLEIN_BASE,
            _REALVISXL,
            _REALISTIC_VISION,
            _Z_IMAGE,
            _QWEN_2509_SKIN,
            _FLUX2_DEV,
            _KLEIN_9B_KV,
            _FLUX1_KONTEXT,
            _FLUX1_DEV,
        )
    }
)
