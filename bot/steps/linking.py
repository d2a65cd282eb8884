"""Two sessions made one, when the chats of one person are joined. Pure."""

from collections.abc import Collection

from msgspec.structs import replace

from bot.board import MAX_PHOTOS, checking, usable
from bot.facts import Facts
from bot.session import Photo, Session
from bot.steps.photos import KEPT_LINES


def joined(ours: Session, theirs: Session, stored: Collection[str]) -> Session:
    """The session of the account that stays, with the photos of the other one that are worth keeping after its own.

    `stored` are the ids of the photos of both that have passed their check. What somebody was asked about a photo, and
    what it was beside others, is found out anew: the set is another one, of the next version.
    """
    facts = Facts(consented=True, selfies=tuple(stored))
    kept = [photo for photo in ours.photos if photo.verdict != "reject"]
    most = MAX_PHOTOS - len(usable(ours, facts)) - len(checking(ours))
    coming = [photo for photo in theirs.photos if is_wanted(photo, stored)][: max(0, min(most, KEPT_LINES - len(kept)))]
    refused = [photo for photo in ours.photos if photo.verdict == "reject"]
    spared = refused[max(0, len(refused) + len(kept) + len(coming) - KEPT_LINES) :]
    before = tuple(photo for photo in ours.photos if photo in kept or photo in spared)
    first = before[-1].number + 1 if before else 1
    brought = tuple(
        replace(photo, number=number, beside="", twin=0, distance=0.0) for number, photo in enumerate(coming, first)
    )
    return replace(
        ours,
        photos=before + brought,
        board_is_last=False,
        set_version=ours.set_version + bool(brought),
        advice=None if brought else ours.advice,
        results=max(ours.results, theirs.results),
        seed=max(ours.seed, theirs.seed),
        offered=ours.offered + theirs.offered,
    )


def is_wanted(photo: Photo, stored: Collection[str]) -> bool:
    """Whether a photo goes along: it counts, might count once a question is answered, or is still being checked."""
    if photo.verdict is None:
        return True
    return photo.id in stored and photo.verdict != "reject" and photo.beside not in ("near_duplicate", "other_person")
