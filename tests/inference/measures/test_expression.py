"""How much a drawn person smiles."""

from dataclasses import replace

import numpy as np
import pytest

from inference import mesh
from inference.measures.expression import measure
from inference.models_on_disk import installed
from inference.view import View
from tests.inference.measures.people import SEEDS, face_of, person

pytestmark = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)


def with_mouth(wider: float, open_by: float) -> View:
    """A face whose mouth is `wider` times as wide and opened by a share of the way from the eyes to the chin."""
    face = face_of(1)
    assert face.mesh is not None
    points = face.mesh.copy()
    middle = points[list(mesh.LIPS)].mean(axis=0)
    for corner in (mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT):
        points[corner] = middle + (points[corner] - middle) * np.array([wider, 1, 1])
    points[14] = points[13] + np.array([0, open_by * face.chin_px, 0])
    return View(person(1), replace(face, mesh=points.astype(np.float32)))


@pytest.mark.parametrize("seed", SEEDS)
def test_an_expression_lies_in_its_range(seed: int) -> None:
    """The advice on a set compares photos by it."""
    found = measure(View(person(seed), face_of(seed)))
    assert 0 <= found["smile"] <= 1
    assert 0 <= found["mouth_open"] < 0.5


def test_a_wider_mouth_smiles_more_and_an_open_one_is_open() -> None:
    """Who has smiled on every photo is asked for a serious one, and the other way round."""
    assert measure(with_mouth(0.7, 0.0))["smile"] < measure(with_mouth(1.4, 0.0))["smile"]
    assert measure(with_mouth(1.0, 0.2))["mouth_open"] == pytest.approx(0.2, abs=0.01)


def test_without_a_mesh_nothing_is_said_about_the_expression() -> None:
    """What cannot be seen is not guessed at."""
    assert measure(View(person(1), replace(face_of(1), mesh=None))) == {}
