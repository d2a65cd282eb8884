"""What the bot and the inference service say to each other: queue names, job names, requests, results.

Requests go to the queues `selfies` and `portraits`, results come back as jobs on the queue `bot`; progress is
a publication that may be lost. Everything is msgpack of these structs, ids and vault names only: never a
picture, never a person's words. Light: the bot imports it.
"""

import re
from typing import Literal

import msgspec

SELFIES = "selfies"  # queue: checks and previews, seconds each, CPU
PORTRAITS = "portraits"  # queue: orders, as long as the engine takes
BOT = "bot"  # queue: results, consumed by the bot

CHECK_SELFIE = "check_selfie"  # job on SELFIES, argument CheckSelfie
CHECK_SET = "check_set"  # job on SELFIES, argument CheckSet
MAKE_PREVIEW = "make_preview"  # job on SELFIES, argument MakePreview
MAKE_PORTRAITS = "make_portraits"  # job on PORTRAITS, argument MakePortraits
SELFIE_CHECKED = "selfie_checked"  # job on BOT, argument SelfieChecked
SET_CHECKED = "set_checked"  # job on BOT, argument SetChecked
PREVIEW_MADE = "preview_made"  # job on BOT, argument PreviewMade
PORTRAIT_MADE = "portrait_made"  # job on BOT, argument PortraitMade
ORDER_ENDED = "order_ended"  # job on BOT, argument OrderEnded
PROGRESS = "progress"  # publish/subscribe channel, message Progress
CANCELLED = "cancelled"  # publish/subscribe channel, message: the order's id; a nudge to look at its cancel_key now
FORGOTTEN = "forgotten"  # publish/subscribe channel, message: a subject whose data is gone; drop what is in memory

LEASE_S = 30  # a running order that has not renewed for this long is dead
RENEW_S = 5
PORTRAIT_NAME = re.compile(r"([0-9A-Za-z]+)-(\d{1,4})")  # order and place
BEST_PHOTOS = 10  # an order is made from; the tenth hardly changes a likeness, and an adapter learns from all
WORKER_BEAT_S = 30  # a worker that has not announced itself for this long is gone

Verdict = Literal["accept", "warn", "reject"]
Outcome = Literal["done", "failed", "cancelled", "released"]
Reason = Literal[
    "no_face",
    "several_faces",
    "face_too_small",
    "too_low_resolution",
    "blurred",
    "too_dark",
    "overexposed",
    "harsh_light",
    "profile_pose",
    "sunglasses",
    "occluded",
    "eyes_closed",
    "filter_or_cartoon",
    "not_a_photo",
    "near_duplicate",
    "other_person",
    "unreadable",
]
SHEET_LABELS = ("asks", "doubtful")  # words on a contact sheet besides the reasons: whose face is it, is this you
# What would help a set of selfies most: another photo of any kind, the face turned to the picture's left or right or to
# the camera, another expression, other light, another day and place; or nothing more. `strangers`: no person is in most
# of the photos, so first it must be said who is meant.
Advice = Literal["one_more", "left", "right", "frontal", "expression", "light", "occasion", "enough", "strangers"]
# What is made of what: the person from one or several reference photos, from words alone; a picture changed by an
# instruction; a picture as the start of another; a picture with its skin and light mended.
Mode = Literal["reference", "references", "text", "edit", "image_to_image", "retouch"]
# Why an order could not be made; each has a sentence in bot/texts as `order-failed-<code>`.
Failure = Literal[
    "photos_gone",
    "no_usable_photo",
    "out_of_memory",
    "disk_full",
    "timed_out",
    "mode_not_served",
    "adapter_refused",
    "blank_picture",
    "engine",
]


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Immutable, and refuses what it does not know.

    What is left at its default is not said: a worker of the version before takes every order that asks for nothing new.
    """


class CheckSelfie(Struct, frozen=True):
    """Look at one selfie. `blob` is its name in the vault under `subject`."""

    selfie: str
    attempt: int
    subject: str
    blob: str


class SetPhoto(Struct, frozen=True):
    """One photo of a set, as the person counts it.

    `usable`: its verdict lets it count, and it lies in the vault as `selfie`. `reason` is the gravest of its own check.
    `asks`: it counts once the person has said that the ringed face is theirs. `claimed`: the person has said so.
    """

    selfie: str
    number: int
    verdict: Verdict | None
    reason: Reason | None = None
    usable: bool = False
    asks: bool = False
    claimed: bool = False


class CheckSet(Struct, frozen=True):
    """Compare the photos of a person's set with each other and draw the contact sheet.

    `version` counts the changes of the set. `labels` are the words below a photo, in the person's language, by reason
    or as in SHEET_LABELS.
    """

    subject: str
    version: int
    attempt: int
    photos: tuple[SetPhoto, ...]
    labels: dict[str, str]


class Shot(Struct, frozen=True):
    """One portrait of an order: a look by name, and a background that replaces the look's own if given."""

    index: int
    style: str
    background: str | None = None


class Tuning(Struct, frozen=True):
    """What an order sets otherwise than its model would; None leaves it to the model.

    `steps` of denoising; `guidance` in the model's own scale; `strength` 0 (the picture stays) to 1 (nothing of it
    stays), for image_to_image and retouch; `width` and `height` in pixels.
    """

    steps: int | None = None
    guidance: float | None = None
    strength: float | None = None
    width: int | None = None
    height: int | None = None


class MakePortraits(Struct, frozen=True):
    """Make the `shots` of one order from the selfies `blobs`, best first.

    `mode` None lets the engine choose what keeps the likeness best. `words` and `adapter` are names in the vault
    under `subject`: the person's own words (UTF-8), which then stand in place of the look's, and a personal adapter
    (safetensors). A portrait is stored in the vault as `portrait_blob(order, index)`, so a repeated job finds what an
    earlier one finished and announces it again instead of making it again. `closer`: the person did not find earlier
    portraits like them, so the engine keeps nearer to their photos than it would.
    """

    order: str
    attempt: int
    subject: str
    blobs: tuple[str, ...]
    shots: tuple[Shot, ...]
    seed: int
    mode: Mode | None = None
    words: str | None = None
    adapter: str | None = None
    tuning: Tuning = Tuning()
    closer: bool = False


class MakePreview(Struct, frozen=True):
    """Make the instant preview of an order: `shot` by the studio, from the first of the selfies `blobs`, best first.

    Rung once, as job 1 of `instant_blob(order)`. It may be lost, and what fails is not answered: nobody waits for it.
    """

    order: str
    subject: str
    blobs: tuple[str, ...]
    shot: Shot
    seed: int


class SelfieChecked(Struct, frozen=True):
    """The verdict on one selfie. `measures` are named numbers the sentence may quote; `quality` ranks references.

    `detail` names the measure behind the first reason; of a photo that is `unreadable` it says why, in the codes of
    inference.decode.Unreadable.
    """

    selfie: str
    attempt: int
    verdict: Verdict
    reasons: tuple[Reason, ...]
    measures: dict[str, float]
    quality: float
    detail: str = ""


class SetChecked(Struct, frozen=True):
    """What the photos of a set are to each other; ids are of selfies.

    `duplicates`: photos nearly the same as another, with the one that counts. `others`: photos of somebody else than
    the rest, `doubtful`: photos that may be, both with the distance of the faces. `ranked`: the photos that count, best
    reference first. `sheet`: the contact sheet's name in the vault, JPEG of `width` x `height` pixels.
    """

    subject: str
    version: int
    attempt: int
    duplicates: dict[str, str]
    others: dict[str, float]
    doubtful: dict[str, float]
    ranked: tuple[str, ...]
    advice: Advice
    sheet: str
    width: int
    height: int


class PortraitMade(Struct, frozen=True):
    """One finished portrait, in the vault as `blob`: JPEG of `width` x `height` pixels.

    `notes` are codes of what the person should know, each a sentence in bot/texts as `note-<code>`.
    """

    order: str
    attempt: int
    index: int
    blob: str
    width: int
    height: int
    notes: tuple[str, ...] = ()


class PreviewMade(Struct, frozen=True):
    """The instant preview of an order, in the vault as `blob`: JPEG of `width` x `height` pixels.

    It may come after the portraits it was to shorten the wait for.
    """

    order: str
    subject: str
    blob: str
    width: int
    height: int


class OrderEnded(Struct, frozen=True):
    """The attempt is over. `released`: the worker was stopped in mid-work, and the attempt is not charged."""

    order: str
    attempt: int
    outcome: Outcome
    failure: Failure | None = None


class Progress(Struct, frozen=True):
    """How far an attempt is: `done` of `total` portraits, and `fraction` (0 to 1) of the whole.

    `preview` names a small JPEG in the vault of what is being made, empty where there is none; it may be gone again.
    """

    order: str
    attempt: int
    done: int
    total: int
    fraction: float
    preview: str = ""


class WorkerBeat(Struct, frozen=True):
    """What a worker says of itself every few seconds, under the key `worker_key(worker)`.

    `engine` is studio, or the model's name in the catalogue. `waiting` counts the jobs of the queue `portraits`.
    """

    worker: str
    engine: str
    queues: tuple[str, ...]
    modes: tuple[Mode, ...] = ()
    adapters: bool = False
    waiting: int = 0


def portrait_blob(order: str, index: int) -> str:
    """Where portrait `index` of `order` lies in the vault."""
    return f"{order}-{index}"


def order_of_blob(blob: str) -> tuple[str, int] | None:
    """The order and place of the portrait that lies under this name; None where no portrait has such a name."""
    found = PORTRAIT_NAME.fullmatch(blob)
    return (found[1], int(found[2])) if found else None


def preview_blob(order: str) -> str:
    """Where the preview of the portrait that is being made lies in the vault."""
    return f"{order}-preview"


def instant_blob(order: str) -> str:
    """Where the instant preview of an order lies in the vault, and the name its job is numbered by."""
    return f"{order}-instant"


def set_id(subject: str, version: int) -> str:
    """The name under which a comparison is leased and its job is numbered."""
    return f"{subject}-set-{version}"


def thumbnail_blob(selfie: str) -> str:
    """Where the thumbnail of a selfie lies in the vault, for contact sheets; it outlives a refused photo."""
    return f"thumb-{selfie}"


def sheet_blob(subject: str, version: int) -> str:
    """Where the contact sheet of a set lies in the vault."""
    return f"sheet-{set_id(subject, version)}"


def job_id(thing: str, attempt: int) -> str:
    """The arq job id of one attempt; arq refuses a second job of the same id."""
    return f"{thing}:{attempt}"


def end_id(job: str) -> str:
    """The arq job id, on the queue BOT, of the last result of the job with id `job`: exists until the bot took it."""
    return f"{job}:end"


def portrait_id(job: str, index: int) -> str:
    """The arq job id of one PortraitMade.

    It sorts before `end_id`: arq takes jobs of the same millisecond in the order of their ids.
    """
    return f"{job}:{index:04d}"


def lease_key(thing: str) -> str:
    """Redis key that exists while a worker is at the order or selfie; its value is `attempt:worker`."""
    return f"lease:{thing}"


def fence_key(thing: str) -> str:
    """Redis key of the highest attempt a worker has begun; an older attempt is refused."""
    return f"fence:{thing}"


def cancel_key(order: str) -> str:
    """Redis key that exists once the person has cancelled; a worker looks at it with every renewal."""
    return f"cancel:{order}"


def worker_key(worker: str) -> str:
    """Redis key of a worker's announcement, a WorkerBeat that expires after WORKER_BEAT_S."""
    return f"worker:{worker}"
