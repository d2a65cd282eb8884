"""The face as measures see it: level, at a fixed size, wherever it was in the picture and however large that was."""

import time
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from inference.faces import Face, Pixels, find_faces
from inference.models_on_disk import installed
from inference.view import EYES_AT, EYES_PX, SIDE, View, filled
from tests import drawn

needs_mesh = pytest.mark.skipif(
    bool(installed().missing),
    reason=f"models {installed().missing} are absent: `pip install --no-deps mediapipe==0.10.21` brings them",
)


@cache
def person(seed: int = 2) -> Pixels:
    return np.asarray(drawn.person(seed, 900, 1200).convert("RGB"))


@cache
def face(seed: int = 2) -> Face:
    return find_faces(person(seed))[0]


def mapped(face: Face, into: np.ndarray) -> Face:
    """The face where the map (2 x 3) takes it."""

    def at(points: object) -> np.ndarray:
        return np.asarray(points, np.float64) @ into[:, :2].T + into[:, 2]

    (ax, ay), (bx, by) = at(face.eyes)
    mesh = None if face.mesh is None else np.column_stack([at(face.mesh[:, :2]), face.mesh[:, 2]]).astype(np.float32)
    return replace(face, eyes=((ax, ay), (bx, by)), mesh=mesh)


def test_the_eyes_are_level_and_where_they_always_are() -> None:
    """Every limit in pixels of the square is a limit in eye distances, for a tilted head as for an upright one."""
    view = View(person(), face())
    left, right = np.array(view.face.eyes) @ view.into[:, :2].T + view.into[:, 2]
    assert left[1] == pytest.approx(right[1], abs=1e-6)
    assert (left + right) / 2 == pytest.approx(EYES_AT)
    assert np.hypot(*(right - left)) == pytest.approx(EYES_PX, rel=0.03)
    assert view.aligned.shape == (SIDE, SIDE, 3)


@pytest.mark.parametrize("degrees", [-40.0, 15.0, 90.0, 180.0])
def test_a_leaning_head_looks_like_an_upright_one(degrees: float) -> None:
    """How the camera was held must not change what is said of the light, the eyes or the mouth."""
    turn = cv2.getRotationMatrix2D(face().nose, degrees, 1.0)
    leaning = cv2.warpAffine(person(), turn, (900, 1200), borderMode=cv2.BORDER_REPLICATE)
    upright, leant = View(person(), face()), View(np.asarray(leaning, np.uint8), mapped(face(), turn))
    apart = np.abs(upright.aligned.astype(np.int16) - leant.aligned)[upright.oval & leant.inside]
    assert np.mean(apart) < 4


def test_a_large_picture_is_averaged_down_and_not_sampled() -> None:
    """Sampled, the noise of a 12 megapixel photo would stay, and pass for detail, hair for squares."""
    rng = np.random.default_rng(1)
    large = cv2.resize(person(), (2700, 3600), interpolation=cv2.INTER_CUBIC).astype(np.float32)
    noisy = np.clip(large + 40 * rng.standard_normal(large.shape), 0, 255).astype(np.uint8)
    clean, grained = View(person(), face()), View(noisy, mapped(face(), np.array([[3.0, 0, 1], [0, 3, 1]])))
    assert np.std(grained.aligned.astype(np.float32) - clean.aligned) < 40 * 1.5 * grained.scale


@needs_mesh
def test_the_mesh_lies_on_the_face_in_the_square() -> None:
    """An eye looked for beside the eye would be found closed."""
    view = View(person(), face())
    assert view.points is not None
    assert face().mesh is not None
    back = (view.points - view.into[:, 2]) @ np.linalg.inv(view.into[:, :2]).T
    assert back == pytest.approx(np.asarray(face().mesh)[:, :2], abs=1e-3)
    assert view.oval[round(EYES_AT[1]), round(EYES_AT[0])]
    assert not view.oval[0].any()


def test_without_a_mesh_the_face_is_an_ellipse_of_usual_shape() -> None:
    """Where the models are absent, light and sharpness are still measured on skin."""
    view = View(person(), replace(face(), mesh=None))
    assert view.points is None
    assert 0.7 < np.count_nonzero(view.oval & View(person(), face()).oval) / np.count_nonzero(view.oval) <= 1


def test_what_lies_outside_of_the_picture_is_known() -> None:
    """The repeated edge is no skin, and must not be measured as if it were."""
    whole = View(person(), face())
    assert whole.inside[whole.oval].all()
    cut = round(face().eye_middle[0])
    half = View(np.ascontiguousarray(person()[:, cut:]), mapped(face(), np.array([[1.0, 0, -cut], [0, 1, 0]])))
    assert not half.inside[:, : SIDE // 2 - 8].any()  # the head leans a little
    assert half.inside[round(EYES_AT[1]), SIDE // 2 + 2 :].all()
    assert np.ptp(half.aligned[round(EYES_AT[1]), : SIDE // 2 - 4].astype(int), axis=0).max() <= 8


def test_a_face_at_the_very_edge_is_still_seen() -> None:
    """A picture cut inside the eyes is refused by its number, and breaks nothing."""
    sliver = View(np.ascontiguousarray(person()[:, :2]), face())
    assert sliver.aligned.shape == (SIDE, SIDE, 3)
    assert np.count_nonzero(sliver.inside) < SIDE


@pytest.mark.slow
def test_a_photo_of_twelve_megapixels_costs_little_more_than_a_small_one() -> None:
    """Only what is around the face is brought to size: a person waits for every photo."""
    large = np.asarray(cv2.resize(person(), (3000, 4000)), np.uint8)
    big = mapped(face(), np.array([[3000 / 900, 0, 0], [0, 4000 / 1200, 0]]))
    began = time.perf_counter()
    assert View(large, big).aligned.shape == (SIDE, SIDE, 3)
    assert time.perf_counter() - began < 0.25


def test_a_polygon_far_outside_is_cut_to_the_square() -> None:
    """Corners of a 50 megapixel picture around a tiny face lie a hundred squares away."""
    everything = np.array([(-1e6, -1e6), (1e6, -1e6), (1e6, 1e6), (-1e6, 1e6)])
    assert filled(everything).all()
    assert not filled(everything + 3e6).any()
