"""The studio's steps one by one, on pictures whose true answer is known."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.engines.studio import backdrop, cutout, grade, light, matting, person, rim, skin
from inference.engines.studio.engine import TRUSTED
from inference.engines.studio.frame import Frame, Wish, choose
from inference.faces import Face
from inference.styles import BACKGROUNDS, STYLES, Framing

Picture = NDArray[np.float32]
HEIGHT, WIDTH = 640, 512


def head_with_hair() -> NDArray[np.float32]:
    """A known matte: a head, shoulders, and fine strands of hair."""
    scale = 4
    big = np.zeros((HEIGHT * scale, WIDTH * scale), np.uint8)
    cv2.ellipse(big, (256 * scale, 240 * scale), (105 * scale, 140 * scale), 0, 0, 360, 255, -1)
    cv2.ellipse(big, (256 * scale, 640 * scale), (230 * scale, 240 * scale), 0, 0, 360, 255, -1)
    rng = np.random.default_rng(3)
    for angle in rng.uniform(np.pi, 2 * np.pi, 60):
        out = np.array([np.cos(angle), np.sin(angle)])
        start, end = (np.array([256, 240]) + out * np.array(r) for r in ([100, 135], [118, 153]))
        cv2.line(big, tuple(int(v * scale) for v in start), tuple(int(v * scale) for v in end), 255, 4)
    small = cv2.resize(big, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255, np.float32)


def textured(colour: tuple[float, float, float], seed: int) -> Picture:
    noise = np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH, 1)).astype(np.float32) * 0.01
    return np.clip(np.array(colour, np.float32) + noise, 0, 1).astype(np.float32)


def cut_of(alpha: NDArray[np.float32], ahead: Picture, behind: Picture) -> cutout.Cutout:
    """What the studio makes of the picture that `alpha` mixes, given a rough map as the segmentation gives it."""
    picture = ahead * alpha[..., None] + behind * (1 - alpha[..., None])
    rough = cv2.GaussianBlur(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)), (0, 0), 4)
    solid = np.zeros(alpha.shape, bool)
    solid[200:300, 200:310] = True
    return cutout.cut(picture, np.asarray(rough, np.float32), solid, chin=380.0)


def test_nothing_of_the_old_background_is_left_around_the_hair() -> None:
    """A green rim before a grey backdrop is what gives a cut-out away."""
    alpha = head_with_hair()
    ahead, behind = textured((0.32, 0.22, 0.16), 1), textured((0.25, 0.62, 0.30), 2)
    cut = cut_of(alpha, ahead, behind)
    new = np.array([0.62, 0.62, 0.63], np.float32)
    made = cut.colour * cut.alpha[..., None] + new * (1 - cut.alpha[..., None])
    true = ahead * alpha[..., None] + new * (1 - alpha[..., None])
    edge = cv2.dilate(((alpha > 0.02) & (alpha < 0.98)).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    green = (made[..., 1] - (made[..., 0] + made[..., 2]) / 2)[edge]

    assert np.abs(made - true)[edge].mean() < 0.035
    assert float(np.percentile(green, 99)) < 0.06


def test_strands_of_hair_survive_the_cut() -> None:
    """Hair cut like a helmet is the other thing that gives it away."""
    alpha = head_with_hair()
    cut = cut_of(alpha, textured((0.20, 0.14, 0.10), 1), textured((0.80, 0.82, 0.85), 2))
    head = cv2.erode((alpha > 0.99).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    strands = (alpha > 0.5) & ~(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)) > 0.3)

    assert cut.alpha[head].min() > 0.9
    assert cut.alpha[strands].mean() > 0.5


def test_a_clean_cut_is_trusted_and_a_torn_one_is_not() -> None:
    """Where the cut would be poor the person's own background is kept instead; that choice hangs on this number."""
    alpha = head_with_hair()
    ahead, behind = textured((0.3, 0.2, 0.2), 1), textured((0.3, 0.21, 0.2), 2)
    clean = cut_of(alpha, textured((0.3, 0.2, 0.2), 1), textured((0.8, 0.8, 0.8), 2))
    torn = np.clip(alpha * 0.5 + 0.25 * np.random.default_rng(1).random(alpha.shape), 0, 1).astype(np.float32)
    unsure = cutout.cut(ahead * 0.5 + behind * 0.5, torn, np.zeros(alpha.shape, bool), 380.0)

    assert clean.trust > TRUSTED
    assert unsure.trust < TRUSTED - 0.2


def test_where_the_outline_is_certain_the_matte_is_the_map() -> None:
    """Matting must not eat holes into a shirt."""
    prior = np.zeros((40, 40), np.float32)
    prior[:, 20:] = 1
    alpha = matting.opacity(np.zeros((40, 40, 3), np.float32), prior, np.zeros((40, 40), bool))

    assert np.array_equal(alpha, prior)


def face_in(width: int, height: int, scale: float) -> skin.Features:
    middle = np.array([width / 2, height * 0.42])
    apart = np.array([scale / 2, 0.0])
    return skin.Features(
        eyes=np.array([middle - apart, middle + apart]),
        mouth=middle + np.array([0, scale]),
        chin=middle + np.array([0, scale * 1.58]),
        mesh=None,
    )


def skin_picture(width: int = 480, height: int = 600) -> Picture:
    """Skin with pores (fine) and blotches (a few times coarser), on a plain tone."""
    rng = np.random.default_rng(5)
    pores = rng.standard_normal((height, width, 1)).astype(np.float32) * 0.02
    knots = rng.standard_normal((height // 16, width // 16)).astype(np.float32)
    blotches = cv2.resize(knots, (width, height), interpolation=cv2.INTER_CUBIC)[..., None] * 0.018
    tone = np.array([0.62, 0.45, 0.37], np.float32)
    return np.clip(tone + pores + blotches * np.array([0.6, 1.0, 1.0], np.float32), 0, 1).astype(np.float32)


def test_evened_skin_keeps_its_pores_and_loses_its_blotches() -> None:
    """Waxy skin is the third most common complaint; at least 85 per cent of the fine texture must stay."""
    picture, face = skin_picture(), face_in(480, 600, 120)
    evened = picture + skin.evening(picture, face)
    cheek = (slice(310, 370), slice(180, 300))

    def fine(image: Picture) -> float:
        return float((image - cv2.GaussianBlur(image, (0, 0), 1.5))[cheek].std())

    def coarse(image: Picture) -> float:
        return float((cv2.GaussianBlur(image, (0, 0), 5) - cv2.GaussianBlur(image, (0, 0), 24))[cheek].std())

    assert fine(evened) > 0.85 * fine(picture)
    assert coarse(evened) < 0.85 * coarse(picture)


def test_nothing_outside_the_face_is_evened() -> None:
    """Clothes and hair are no skin."""
    change = skin.evening(skin_picture(), face_in(480, 600, 90))

    assert np.abs(change[:60]).max() < 0.004
    assert np.abs(change[-60:]).max() < 0.004


def test_a_painted_backdrop_is_smooth_dark_at_the_edge_and_the_same_for_a_seed() -> None:
    """Bands and patterns in the paper draw the eye from the face."""
    first, second = (backdrop.painted(BACKGROUNDS["navy"], 256, 320, 0.0, np.random.default_rng(4)) for _ in range(2))

    assert np.array_equal(first, second)
    assert first[130, 128].mean() > first[2, 2].mean() + 0.1
    assert np.abs(np.diff(first, axis=0)).max() < 0.02


def test_the_person_leaves_no_glow_in_the_blurred_scene() -> None:
    """A halo of skin around the shoulders is the mark of cheap portrait modes."""
    alpha = head_with_hair()
    behind = textured((0.2, 0.3, 0.5), 2)
    picture = textured((0.9, 0.6, 0.4), 1) * alpha[..., None] + behind * (1 - alpha[..., None])
    scene = backdrop.out_of_focus(picture.astype(np.float32), alpha, np.ones(alpha.shape, np.uint8))

    assert scene.shape[0] == backdrop.SCENE_HEIGHT
    assert np.abs(scene - np.array([0.2, 0.3, 0.5])).max() < 0.05


def test_a_key_light_brightens_its_side_and_leaves_the_face_its_mean() -> None:
    """Light gives the face form; it must not make it lighter or darker as a whole."""
    face = face_in(400, 500, 80)
    key = light.key_light(400, 500, face, side=-1.0, strength=0.8)
    x, y = (int(v) for v in face.middle)

    assert key[y + 30, x - 50] > key[y + 30, x + 50] + 0.03
    assert key[y - 40 : y + 120, x - 70 : x + 70].mean() == pytest.approx(1.0, abs=0.04)


def test_mending_never_clips_what_was_not_clipped() -> None:
    """Lifted shadows must not burn the forehead."""
    ramp = np.repeat(np.linspace(0, 1, 256, dtype=np.float32)[None, :, None], 3, axis=2)
    mended = light.mended(ramp.copy(), light.Mend(light.MOST_LIFT, (1.0, 1.0, 1.0)))

    assert mended.max() <= 1.0 + 1e-6
    assert np.all(np.diff(mended[0, :, 0]) > 0)


@pytest.mark.parametrize("name", sorted(STYLES))
def test_a_grade_keeps_black_white_and_the_order_between(name: str) -> None:
    """A tone curve that turns back makes false edges in skin."""
    ramp = np.repeat(np.linspace(0, 1, 256, dtype=np.float32)[None, :, None], 3, axis=2)
    graded = grade.graded(ramp.copy(), STYLES[name].tone)

    assert np.all(np.diff(graded[0], axis=0) >= -1e-5)
    assert graded.min() >= 0
    assert graded.max() <= 1.0 + 1e-5


def head_at(x: float, y: float, scale: float) -> Face:
    return Face(
        box=(x - scale, y - scale / 2, 2 * scale, 2 * scale), confidence=1.0,
        eyes=((x - scale / 2, y), (x + scale / 2, y)), nose=(x, y + scale / 2),
        mouth=((x - scale / 3, y + scale), (x + scale / 3, y + scale)), chin=(x, y + 1.58 * scale),
    )  # fmt: skip


def body(shape: tuple[int, int], x: float, y: float, scale: float) -> NDArray[np.float32]:
    """Where a person of that face stands: a head, and shoulders down to the photo's lower edge."""
    person = np.zeros(shape, np.uint8)
    cv2.ellipse(person, (int(x), int(y + 0.2 * scale)), (int(1.2 * scale), int(1.7 * scale)), 0, 0, 360, 1, -1)
    cv2.rectangle(person, (int(x - 2.6 * scale), int(y + 2.2 * scale)), (int(x + 2.6 * scale), shape[0]), 1, -1)
    return person.astype(np.float32)


def framed(x: float, y: float, scale: float, shape: tuple[int, int], keeps_scene: bool = False) -> Frame:
    wish = Wish(Framing("", 0.37, 0.37))
    return choose(head_at(x, y, scale), shape, body(shape, x, y, scale), keeps_scene, wish)


def shown(frame: Frame, shape: tuple[int, int], person: NDArray[np.float32]) -> float:
    """Share of the frame that shows body which the photo does not have."""
    size = (frame.width // 4, frame.height // 4)
    into = frame.into / 4
    inside = cv2.warpAffine(np.ones(shape, np.uint8), into, size, flags=cv2.INTER_NEAREST)
    there = cv2.warpAffine(person, into, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    return float(((there > 0.5) & (inside == 0)).mean())


@pytest.mark.parametrize(
    ("x", "y", "scale"),
    [(600, 600, 120), (260, 600, 120), (960, 500, 120), (600, 1150, 120), (600, 700, 230), (600, 300, 150)],
)
def test_a_frame_never_shows_a_body_the_photo_does_not_have(x: float, y: float, scale: float) -> None:
    """A shoulder that ends in mid-air, or a floating chest, cannot be sent to anybody."""
    shape = (1600, 1200)
    frame = framed(x, y, scale, shape)

    assert shown(frame, shape, body(shape, x, y, scale)) < 0.01


def test_a_frame_over_the_own_background_stays_on_the_photo() -> None:
    """There is nothing to fill a corner with when the place itself is kept."""
    shape = (1600, 1200)
    frame = framed(330, 520, 130, shape, keeps_scene=True)
    corners = np.array([[0, 0], [frame.width, 0], [0, frame.height], [frame.width, frame.height]], float)
    back = cv2.invertAffineTransform(frame.into)
    x, y = (corners @ back[:, :2].T + back[:, 2]).T

    assert x.min() > -0.06 * shape[1]
    assert x.max() < 1.06 * shape[1]
    assert y.min() > -0.06 * shape[0]
    assert y.max() < 1.06 * shape[0]


def test_a_roomy_photo_is_framed_as_the_look_asks() -> None:
    """Where nothing is in the way, the head has the size that was asked for."""
    frame = framed(1500, 1300, 130, (4000, 3000))

    assert not frame.tight
    assert frame.head_px / frame.height == pytest.approx(0.37, abs=0.03)


def test_a_rim_lit_by_the_old_wall_gets_the_hairs_own_colour() -> None:
    """A pink line along dark hair before a navy backdrop tells everybody where the wall was."""
    alpha = head_with_hair()
    hair, wall = textured((0.12, 0.09, 0.08), 1), textured((0.90, 0.20, 0.45), 2)
    deep = cv2.erode(alpha, np.ones((9, 9), np.uint8)) > 0.5
    lit = np.where(deep[..., None], hair, 0.75 * hair + 0.25 * wall).astype(np.float32)
    picture = lit * alpha[..., None] + wall * (1 - alpha[..., None])
    line = (alpha > 0.9) & ~cv2.erode(deep.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    cleaned = rim.cleaned(lit.copy(), alpha, rim.sides(picture, alpha))

    assert np.abs(cleaned - hair)[line].mean() < 0.5 * np.abs(lit - hair)[line].mean()
    assert np.array_equal(cleaned[230:260, 240:270], lit[230:260, 240:270])


def test_a_rim_without_spill_keeps_its_light_and_shade() -> None:
    """Cleaning must not paint a flat border around a clean cut."""
    alpha = head_with_hair()
    grain = np.random.default_rng(6).standard_normal((HEIGHT, WIDTH, 1)).astype(np.float32) * 0.04
    hair, wall = np.clip(textured((0.3, 0.22, 0.18), 1) + grain, 0, 1), textured((0.75, 0.75, 0.75), 2)
    picture = (hair * alpha[..., None] + wall * (1 - alpha[..., None])).astype(np.float32)
    cleaned = rim.cleaned(hair.astype(np.float32).copy(), alpha, rim.sides(picture, alpha))
    edge = (alpha > 0.9) & (cv2.erode(alpha, np.ones((13, 13), np.uint8)) < 0.5)

    assert cleaned.mean(axis=2)[edge].std() > 0.75 * hair.mean(axis=2)[edge].std()


def test_a_patch_nobody_can_tell_costs_trust() -> None:
    """A dark shadow beside dark hair, kept or lost by chance, is no studio portrait."""
    alpha = head_with_hair()
    picture = textured((0.2, 0.15, 0.12), 1)
    told = textured((0.2, 0.15, 0.12), 1) * alpha[..., None] + textured((0.8, 0.8, 0.8), 2) * (1 - alpha[..., None])
    rough = cv2.GaussianBlur(cv2.morphologyEx(alpha, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8)), (0, 0), 4)
    murky = rough.copy()
    cv2.circle(murky, (370, 300), 28, 0.5, -1)
    face = np.zeros(alpha.shape, bool)
    face[200:300, 200:310] = True
    clean, lost = cutout.cut(told, rough, face, 380.0), cutout.cut(picture, murky, face, 380.0)

    assert lost.measures["murk"] > clean.measures["murk"] + 0.01
    assert lost.trust < TRUSTED < clean.trust


def test_a_strangers_arm_at_the_frames_side_costs_trust() -> None:
    """Half an arm that belongs to nobody must not be cut out together with the person."""
    alpha = head_with_hair()
    arm = alpha.copy()
    cv2.circle(arm, (WIDTH - 4, 430), 42, 1.0, -1)
    ahead, behind = textured((0.3, 0.2, 0.2), 1), textured((0.8, 0.8, 0.8), 2)
    alone, with_arm = (cut_of(a, ahead, behind) for a in (alpha, arm))

    assert alone.measures["rise"] < 0.01
    assert with_arm.trust < TRUSTED < alone.trust


def test_a_second_look_fades_only_where_it_was_cut_from_the_photo() -> None:
    """A window's border must leave no line across the shoulders."""
    faded = person.faded((50, 80), (True, False, False, True))

    assert faded[10, 0] < 0.1
    assert faded[-1, 40] < 0.1
    assert faded[0, -1] == 1.0


def test_lettering_beside_the_head_costs_trust() -> None:
    """Against a poster or a bookshelf a wrong pixel of the outline is likely, and shows before a plain backdrop."""
    alpha = head_with_hair()
    ahead, wall = textured((0.2, 0.15, 0.12), 1), textured((0.8, 0.8, 0.8), 2)
    poster = wall.copy()
    for left in range(0, WIDTH, 10):
        cv2.line(poster, (left, 0), (left, 300), (0.1, 0.1, 0.1), 3)
    plain, lettered = cut_of(alpha, ahead, wall), cut_of(alpha, ahead, poster)

    assert plain.measures["bustle"] < 0.05
    assert lettered.measures["bustle"] > 0.3
    assert lettered.trust < TRUSTED < plain.trust
