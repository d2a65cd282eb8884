"""Photos beside each other: what a comparison found, and what the person says about it. Pure."""

from msgspec.structs import replace

from bot.board import board, checking, on_sheet, pictures, stand, to_compare
from bot.events import Compared
from bot.facts import Facts
from bot.session import Photo, Session
from bot.steps.replies import lost, say
from bot.turn import Compare, Effect, ForgetPhotos, Turn
from inference.contract import thumbnail_blob

COMPARED_EVERY = 4  # verdicts of photos that came together, until the last of them: the picture grows as they come


def is_due(session: Session) -> bool:
    """Whether a comparison would show something new: after some verdicts, after the last, once no photo is left."""
    pending = len(checking(session))
    checked = len(session.photos) - pending
    return not session.photos or (checked > 0 and (not pending or checked % COMPARED_EVERY == 0))


def with_comparison(session: Session, facts: Facts) -> tuple[Session, tuple[Effect, ...]]:
    """Have the set compared as it is now; of a set without photos the contact sheet goes."""
    session = replace(session, set_version=session.set_version + 1)
    if session.photos:
        return session, (Compare(session.set_version, to_compare(session, facts)),)
    return replace(session, sheet=None), (ForgetPhotos((), pictures(session)),) if session.sheet else ()


def compared(session: Session, event: Compared, facts: Facts) -> Turn:
    """Mark what is there twice and who is somebody else, and show the contact sheet; of an older set nothing."""
    before = session.sheet
    if event.version != session.set_version:  # also one that is repeated, whose sheet is still shown
        unseen = before is None or before.blob != event.sheet.blob
        return Turn(session, (), (ForgetPhotos((), (event.sheet.blob,)),) if unseen else ())
    by_id = {photo.id: photo for photo in session.photos}
    held = {photo.id for photo in on_sheet(session)}  # what was not compared stays what it was
    photos = tuple(
        stand(
            photo,
            by_id.get(event.duplicates.get(photo.id, "")),
            event.others.get(photo.id),
            event.doubtful.get(photo.id),
        )
        if photo.id in held
        else photo
        for photo in session.photos
    )
    effects = (ForgetPhotos((), (before.blob,)),) if before and before.blob != event.sheet.blob else ()
    session = replace(session, photos=photos, ranked=event.ranked, advice=event.advice, sheet=event.sheet)
    return Turn(session, (board(session, facts),), effects)


def claimed(session: Session, photo_id: str, facts: Facts) -> Turn:
    """The person says that the face that is meant is theirs: the photo counts."""
    photo = _asked_about(session, photo_id)
    if photo is None:
        return lost(session, facts)
    mine = replace(photo, claimed=True, beside="")
    return _changed(replace(session, photos=tuple(mine if p.id == photo_id else p for p in session.photos)), facts)


def dropped(session: Session, photo_id: str, facts: Facts) -> Turn:
    """The person says that it is not them: the photo goes."""
    if _asked_about(session, photo_id) is None:
        return lost(session, facts)
    left = replace(session, photos=tuple(p for p in session.photos if p.id != photo_id))
    turn = _changed(left, facts)
    return replace(turn, effects=(ForgetPhotos((photo_id,), (thumbnail_blob(photo_id),)), *turn.effects))


def _asked_about(session: Session, photo_id: str) -> Photo | None:
    """The photo, if the list still asks about it."""
    photo = next((p for p in session.photos if p.id == photo_id), None)
    asked = photo is not None and (photo.asks or photo.beside in ("other_person", "doubtful"))
    return photo if asked else None


def _changed(session: Session, facts: Facts) -> Turn:
    session, effects = with_comparison(session, facts)
    turn = say(session, board(session, facts))
    return replace(turn, effects=effects)
