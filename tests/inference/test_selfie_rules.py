"""The limits of the selfie check: each speaks from where it says, in a sentence with its number, and on a picture."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter
from typing import Literal, get_args

import cv2
import numpy as np
import pytest
from PIL import Image

from inference.contract import Reason
from inference.engines import Pixels
from inference.faces import Face, find_faces
from inference.selfie_rules import RULES, Rule
from inference.selfies import check
from tests import drawn

Key = tuple[Reason, str, Literal["reject", "warn"]]
ELSEWHERE = {"near_duplicate", "other_person", "unreadable"}  # reasons that need a second photo, or none at all
ALWAYS = {"faces", "second_face_share", "face_width_share", "ied_px", "short_side_px"}  # measured wherever a face is
# What no drawing of ours shows: a head in profile or bent low, an animal, a screen in a room.
UNDRAWN = {"nose_across", "pitch_degrees", "animal", "screen"}


def named(rule: Rule) -> str:
    """A rule in a test's name."""
    return f"{rule.reason}-{rule.measure}-{'below' if rule.below else 'from'}-{rule.reject or rule.warn}"


def fitting(rule: Rule, value: float) -> dict[str, float]:
    """Measures with this value of the rule's own, and all it asks for besides."""
    return {name: low for name, (low, _) in rule.where.items()} | {rule.measure: value}


def limits(rule: Rule) -> list[tuple[str, float]]:
    """The verdicts a rule can give, each with where it begins."""
    both = (("reject", rule.reject), ("warn", rule.warn))
    return [(verdict, limit) for verdict, limit in both if limit is not None]


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_speaks_from_its_limit_on_and_not_before(rule: Rule) -> None:
    """A person who is told "6 % are the most" and has 5 % must not be refused."""
    assert limits(rule)
    side = -1 if rule.below else 1
    for verdict, limit in limits(rule):
        assert rule.verdict(fitting(rule, limit + side * 1e-6)) == verdict
        assert rule.verdict(fitting(rule, limit - side * 1e-6)) != verdict


@pytest.mark.parametrize("rule", [rule for rule in RULES if len(limits(rule)) == 2], ids=named)
def test_a_photo_is_noted_before_it_is_refused(rule: Rule) -> None:
    """Whoever comes near a limit hears of it while the photo still counts."""
    assert rule.warn is not None
    assert rule.reject is not None
    assert (rule.warn > rule.reject) == rule.below


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_rule_whose_measure_could_not_be_had_says_nothing(rule: Rule) -> None:
    """A face without a mesh, or cut by the edge, is not refused for what nobody has measured."""
    assert rule.verdict({}) is None
    assert rule.verdict({name: low for name, (low, _) in rule.where.items() if name != rule.measure}) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.where], ids=named)
def test_a_rule_says_nothing_outside_of_what_it_asks_for(rule: Rule) -> None:
    """Of two rules on one measure the other must speak: "come closer" is no help where the file is too small."""
    _, limit = limits(rule)[0]
    beyond = fitting(rule, limit - 1 if rule.below else limit + 1)
    assert rule.verdict(beyond) is not None
    for name, (low, high) in rule.where.items():
        assert rule.verdict(beyond | {name: low - 1e-6}) is None
        assert rule.verdict(beyond | {name: high}) is None


@pytest.mark.parametrize("rule", RULES, ids=named)
def test_a_fix_is_one_sentence_with_numbers_that_are_there(rule: Rule) -> None:
    """A sentence that cannot be said would cost the person the whole verdict."""
    quoted = {name for _, name, _, _ in Formatter().parse(rule.fix) if name}
    assert quoted <= ALWAYS | {rule.measure}
    said = rule.fix.format_map(dict.fromkeys(quoted, 0.5))
    assert said.endswith(".")
    assert "{" not in said


def test_every_reason_that_one_photo_can_give_has_a_limit() -> None:
    """A reason nobody ever hears is a promise not kept."""
    assert {rule.reason for rule in RULES} == set(get_args(Reason)) - ELSEWHERE


# Pictures made for each rule.


@cache
def person() -> Pixels:
    return np.asarray(drawn.person(1, 900, 1200).convert("RGB"))


@cache
def face() -> Face:
    return find_faces(person(), main_only=True)[0]


def bytes_of(values: object) -> Pixels:
    return np.clip(np.asarray(values), 0, 255).astype(np.uint8)


def exposed(light: object) -> Pixels:
    """With so much of the light, for each pixel or for all."""
    return bytes_of(255 * ((person() / 255) ** 2.2 * np.asarray(light)) ** (1 / 2.2))


def lit_from_the_right(least: float) -> Pixels:
    """With this share of the light on the left half of the face."""
    across = np.arange(person().shape[1]) - face().eye_middle[0]
    return exposed((least + (1 - least) / (1 + np.exp(-across / (0.1 * face().ied_px))))[None, :, None])


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def close_up(side: int) -> Pixels:
    """The head alone, in so many pixels."""
    x, y, width, height = map(int, face().box)
    return resized(person()[y - 60 : y + height + 60, x - 60 : x + width + 60], side, side)


def from_eye(eye_distances: float) -> Pixels:
    """Cut off on the left, so far from an eye."""
    return person()[:, int(face().eyes[0][0] - eye_distances * face().ied_px) :]


def in_a_landscape() -> Pixels:
    wide = np.full((1600, 4000, 3), 120, np.uint8)
    wide[:, :1200] = np.asarray(drawn.person(2, 1200, 1600))
    return wide


def over_eyes(across: float, down: float, colour: tuple[int, int, int], only: int | None = None) -> Pixels:
    """With ovals of this size, in eye distances, over both eyes or one."""
    covered = person().copy()
    for x, y in face().eyes if only is None else [face().eyes[only]]:
        size = (round(across * face().ied_px), round(down * face().ied_px))
        cv2.ellipse(covered, (round(x), round(y)), size, 0, 0, 360, colour, cv2.FILLED)
    return covered


def closed_eyes() -> Pixels:
    """Lids of skin over both eyes, with a line of lashes."""
    x, y = map(round, face().eyes[0])
    red, green, blue = map(int, person()[y + round(0.28 * face().ied_px), x])
    lids = over_eyes(0.27, 0.13, (red, green, blue))
    for x, y in face().eyes:
        size = (round(0.24 * face().ied_px), round(0.02 * face().ied_px))
        cv2.ellipse(lids, (round(x), round(y)), size, 0, 10, 170, (50, 30, 25), 3)
    return lids


def masked() -> Pixels:
    (left, top), (right, _) = face().eyes
    covered = person().copy()
    reach = round(0.4 * face().ied_px)
    bottom = round(face().box[1] + 1.1 * face().box[3])
    covered[round(top + 0.62 * face().ied_px) : bottom, round(left) - reach : round(right) + reach] = (150, 190, 220)
    return covered


def on_a_page() -> Pixels:
    page = np.full((1920, 900, 3), 255, np.uint8)
    page[180:1380] = person()
    for x, y, words in ((30, 90, "9:41   Photos"), (30, 1460, "liked by many others")):
        cv2.putText(page, words, (x, y), cv2.FONT_HERSHEY_DUPLEX, 1.4, (20, 20, 20), 2, cv2.LINE_AA)
    return page


def sketched() -> Pixels:
    """As a pencil leaves it: the picture divided by its own blur."""
    grey = cv2.cvtColor(person(), cv2.COLOR_RGB2GRAY)
    lines = cv2.divide(grey, cv2.GaussianBlur(grey, (0, 0), 9), scale=250)
    return np.asarray(np.dstack([lines] * 3), np.uint8)


def grey_face() -> Pixels:
    """A face without colour in a place with strong ones."""
    painted = coloured(0, 1.5).copy()
    mask = np.zeros(painted.shape[:2], np.uint8)
    x, y = face().eye_middle
    size = (round(1.1 * face().ied_px), round(1.6 * face().ied_px))
    cv2.ellipse(mask, (round(x), round(y + 0.5 * face().ied_px)), size, 0, 0, 360, 1, cv2.FILLED)
    painted[mask > 0] = cv2.cvtColor(person(), cv2.COLOR_RGB2GRAY)[mask > 0][:, None]
    return painted


def coloured(turn: int, strength: float) -> Pixels:
    """With every hue turned by so many of 180 steps, and the colours so much stronger."""
    hsv = cv2.cvtColor(person(), cv2.COLOR_RGB2HSV).astype(np.float64)
    hsv[..., 0] = (hsv[..., 0] + turn) % 180
    return np.asarray(cv2.cvtColor(bytes_of(hsv * (1, strength, 1)), cv2.COLOR_HSV2RGB), np.uint8)


def smoothed(times: int) -> Pixels:
    """As a filter that keeps edges alone."""
    smooth = person()
    for _ in range(times):
        smooth = cv2.bilateralFilter(smooth, 9, 60, 9)
    return np.asarray(smooth, np.uint8)


def outlined() -> Pixels:
    """Smooth, and every edge drawn in black."""
    grey = cv2.medianBlur(cv2.cvtColor(person(), cv2.COLOR_RGB2GRAY), 5)
    lines = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 15, 5)
    return np.where(lines[..., None] > 0, smoothed(6), np.uint8(0))


def pressed(quality: int) -> Pixels:
    return np.asarray(Image.open(io.BytesIO(drawn.jpeg(Image.fromarray(person()), quality=quality))))


def of_tones(count: int) -> Pixels:
    return bytes_of(np.round(person() / 255 * count) * 255 / count)


MADE: Mapping[Key, Callable[[], Pixels]] = {
    ("no_face", "faces", "reject"): lambda: np.asarray(drawn.group(0)),
    ("no_face", "certainty", "reject"): lambda: from_eye(-0.15),
    ("several_faces", "second_face_share", "reject"): lambda: np.asarray(drawn.group(2)),
    ("face_too_small", "face_width_share", "reject"): in_a_landscape,
    ("face_too_small", "ied_px", "reject"): lambda: resized(in_a_landscape()[:, :2400], 640, 427),
    ("face_too_small", "ied_px", "warn"): lambda: resized(person(), 560, 747),
    ("too_low_resolution", "ied_px", "reject"): lambda: close_up(128),
    ("too_low_resolution", "short_side_px", "reject"): lambda: close_up(240),
    ("too_low_resolution", "short_side_px", "warn"): lambda: close_up(400),
    ("too_low_resolution", "squareness", "reject"): lambda: pressed(3),
    ("not_a_photo", "page", "reject"): on_a_page,
    ("not_a_photo", "paper", "reject"): sketched,
    ("not_a_photo", "lines", "reject"): sketched,
    ("not_a_photo", "pallor", "reject"): grey_face,
    ("not_a_photo", "painted", "reject"): outlined,
    ("too_dark", "light_range", "reject"): lambda: exposed(0.006),
    ("blurred", "sharpness", "reject"): lambda: np.asarray(cv2.GaussianBlur(person(), (0, 0), 9), np.uint8),
    ("occluded", "face_inside_share", "reject"): lambda: person()[: int(face().mouth[0][1])],
    ("occluded", "eye_to_side", "reject"): lambda: from_eye(0.3),
    ("occluded", "mouth_seen", "reject"): masked,
    ("sunglasses", "under_eyes_stops", "reject"): lambda: over_eyes(0.42, 0.33, (12, 12, 14)),
    ("sunglasses", "eyes_seen", "reject"): lambda: over_eyes(0.42, 0.33, (12, 12, 14)),
    ("profile_pose", "far_eye_seen", "reject"): lambda: over_eyes(0.5, 0.5, (90, 60, 50), only=0),
    ("overexposed", "light_burnt_share", "reject"): lambda: exposed(3.5),
    ("harsh_light", "light_split_stops", "reject"): lambda: lit_from_the_right(0.1),
    ("harsh_light", "light_lost_share", "reject"): lambda: lit_from_the_right(0.004),
    ("filter_or_cartoon", "fill", "reject"): lambda: np.asarray(cv2.pyrMeanShiftFiltering(person(), 20, 50), np.uint8),
    ("filter_or_cartoon", "grain", "reject"): lambda: smoothed(10),
    ("filter_or_cartoon", "tones", "reject"): lambda: of_tones(5),
    ("filter_or_cartoon", "outlines", "reject"): outlined,
    ("filter_or_cartoon", "eye_depth", "reject"): lambda: over_eyes(0.3, 0.2, (235, 235, 240)),
    ("filter_or_cartoon", "skin_off", "reject"): lambda: coloured(50, 1.0),
    ("filter_or_cartoon", "cast", "reject"): lambda: bytes_of(person() * np.array([1.2, 0.35, 0.35])),
    ("filter_or_cartoon", "chroma_peak", "reject"): lambda: coloured(0, 4.0),
    ("filter_or_cartoon", "stretch", "reject"): lambda: resized(person(), 900, 1680),
    ("eyes_closed", "eye_opening", "warn"): closed_eyes,
}


@pytest.mark.slow
@pytest.mark.parametrize("key", MADE, ids="-".join)
def test_a_rule_speaks_on_a_picture_made_for_it(key: Key) -> None:
    """A limit that no picture ever reaches protects nobody."""
    reason, measure, wanted = key
    said = check(np.ascontiguousarray(MADE[key]()))
    spoken = [rule for rule in RULES if rule.verdict(said.measures) == wanted]
    assert (reason, measure) in [(rule.reason, rule.measure) for rule in spoken], said
    assert reason in said.reasons
    assert said.fix


def test_every_rule_that_can_be_drawn_has_its_picture() -> None:
    """A new limit comes with a picture that reaches it, or says here why none can."""
    drawable = {(rule.reason, rule.measure) for rule in RULES if rule.measure not in UNDRAWN}
    assert drawable == {(reason, measure) for reason, measure, _ in MADE}
