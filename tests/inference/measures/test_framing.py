"""How a head is turned and cut: on drawn people whose picture is cropped and turned."""

from dataclasses import replace

import numpy as np
import pytest

from inference.faces import Face, Pixels, Point, find_faces
from inference.measures.framing import measure
from inference.models_on_disk import installed
from inference.view import View
from tests.inference.measures.people import SEEDS, face_of, person

pytestmark = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)


def from_column(seed: int, column: float) -> View:
    """The person with everything left of `column` cut away; the face is where it was."""
    first = round(column)
    face = face_of(seed)

    def at(point: Point) -> Point:
        return point[0] - first, point[1]

    assert face.mesh is not None
    moved = replace(
        face,
        box=(face.box[0] - first, *face.box[1:]),
        eyes=(at(face.eyes[0]), at(face.eyes[1])),
        mesh=face.mesh - np.array([first, 0, 0], np.float32),
    )
    return View(np.ascontiguousarray(person(seed)[:, first:]), moved)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_person_who_looks_to_the_camera_is_neither_turned_nor_cut(seed: int) -> None:
    """The photo that people are asked for."""
    found = measure(View(person(seed), face_of(seed)))
    assert abs(found["yaw_degrees"]) < 15
    assert found["nose_across"] < 0.4
    assert found["face_inside_share"] == 1
    assert found["eye_to_side"] > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_a_face_cut_by_the_frame_lies_outside_as_far_as_it_is_cut(seed: int) -> None:
    """Half a face gives half a likeness."""
    face = face_of(seed)
    half = measure(from_column(seed, face.nose[0]))
    assert 0.35 < half["face_inside_share"] < 0.65
    assert half["eye_to_side"] < 0
    cheek = measure(from_column(seed, face.eyes[0][0] - 0.25 * face.ied_px))
    assert cheek["eye_to_side"] == pytest.approx(0.25, abs=0.03)
    assert cheek["face_inside_share"] < 0.96


def test_the_nose_of_a_profile_lies_across_the_cheek() -> None:
    """A model shown one side of a face invents the other."""
    face = face_of(1)
    assert face.mesh is not None
    turned: Face = replace(face, mesh=about_the_neck(face.mesh, 45))
    assert measure(View(person(1), turned))["nose_across"] > 0.88
    slightly: Face = replace(face, mesh=about_the_neck(face.mesh, 20))
    assert measure(View(person(1), slightly))["nose_across"] < 0.72


def about_the_neck(points: "np.ndarray[tuple[int, int], np.dtype[np.float32]]", degrees: float) -> Pixels:
    """The mesh turned about the upright axis through its middle."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
    middle = points.mean(axis=0)
    return ((points - middle) @ turn.T + middle).astype(np.float32)


def test_a_tilted_head_is_said_to_be_tilted_the_way_it_is() -> None:
    """A set of photos wants different views, and only a true angle tells them apart."""
    upright = person(3)
    turned = np.ascontiguousarray(np.rot90(upright, 3))
    roll = measure(View(turned, find_faces(turned)[0]))["roll_degrees"]
    assert roll == pytest.approx(90, abs=10)


def test_without_a_mesh_only_the_frame_is_measured() -> None:
    """What cannot be seen is not guessed at."""
    bare = replace(face_of(1), mesh=None, yaw=None, pitch=None)
    assert set(measure(View(person(1), bare))) == {"roll_degrees", "eye_to_side", "face_inside_share"}
