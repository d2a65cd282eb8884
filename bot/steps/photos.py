"""Photos and words: taking pictures into the set, and marking each with its verdict. Pure."""

from msgspec.structs import replace

from bot import prompts
from bot.board import MAX_PHOTOS, board, checking, onward, pictures, usable
from bot.events import Checked, CheckFailed, NotAPicture, NotDownloaded, PhotoSent, Said, TooBig
from bot.facts import Facts
from bot.session import Photo, Session, Step
from bot.steps.replies import agree_first, fresh_board, remind, say
from bot.steps.sets import is_due, with_comparison
from bot.turn import Effect, ForgetPhotos, KeepPhoto, Say, Text, Turn
from inference.contract import thumbnail_blob

KEPT_LINES = 40  # photos remembered for the list, refused ones included


def sent(session: Session, event: PhotoSent | TooBig | NotAPicture | NotDownloaded | Said, facts: Facts) -> Turn:
    """Answer a picture, another file, or words."""
    if session.step is Step.WELCOME:
        return photo_too_early(session, facts) if isinstance(event, PhotoSent) else agree_first(session, facts)
    match event:
        case PhotoSent():
            return photo_sent(session, facts)
        case TooBig(limit_mb):
            return say(session, Say((Text("too-big", {"limit": limit_mb}),)))
        case NotAPicture():
            return say(session, Say((Text("not-a-picture"),)))
        case NotDownloaded():
            return say(session, Say((Text("not-downloaded"),)))
        case Said():
            return remind(session, facts, Text(f"words-{session.step}"))


def photo_too_early(session: Session, facts: Facts) -> Turn:
    """Say that the photo was not kept, once for several that come together: in the place where their list will be."""
    greeting = () if session.welcomed else (prompts.welcome(facts),)
    here = session if session.board_is_last else fresh_board(session)
    refusal = Say((Text("welcome-photo"),), prompts.agreement(), slot=f"board-{here.board}", kind="card")
    return say(replace(here, welcomed=True), *greeting, refusal)


def photo_sent(session: Session, facts: Facts) -> Turn:
    """Take a photo into the set, at any step; while portraits are being made it comes too late for those."""
    if len(usable(session, facts)) + len(checking(session)) >= MAX_PHOTOS:
        way = () if checking(session) else onward(session, facts)  # its number would soon be wrong
        return say(session, Say((Text("photos-enough", {"most": MAX_PHOTOS}),), way))
    if not session.board_is_last:
        session = fresh_board(session)
    number = session.photos[-1].number + 1 if session.photos else 1
    over = (spare(session.photos),) if len(session.photos) == KEPT_LINES else ()
    photos = (*(photo for photo in session.photos if photo not in over), Photo(facts.fresh_id, number))
    with_photo = replace(session, step=Step.SELFIES, photos=photos)
    effects: tuple[Effect, ...] = (KeepPhoto(facts.fresh_id), *(_forgotten(photo.id) for photo in over))
    late = (Say((Text("photo-for-next"),)),) if session.step is Step.WAITING and facts.unfinished else ()
    return Turn(with_photo, (*late, board(with_photo, facts)), effects)


def start_over(session: Session, _value: str, facts: Facts) -> Turn:
    """New photos: the old ones are forgotten at once, the portraits stay."""
    if facts.unfinished:
        return say(session, Say((Text("busy-new"),), prompts.cancel_rows(facts.unfinished)))
    ids = tuple(photo.id for photo in session.photos if photo.verdict != "reject")
    effects: tuple[Effect, ...] = (ForgetPhotos(ids, pictures(session)),) if session.photos else ()
    fresh = replace(
        session,
        step=Step.SELFIES,
        photos=(),
        looks=(),
        background=None,
        board=session.board + 1,
        board_is_last=False,
        set_version=session.set_version + 1,
        ranked=(),
        advice=None,
        sheet=None,
    )
    closing = (Say((Text("board-erased"),), slot=f"board-{session.board}", kind="card"),) if session.photos else ()
    return Turn(fresh, (*closing, Say((Text("new-set" if ids else "new-set-empty"),)), prompts.send_selfies()), effects)


def spare(photos: tuple[Photo, ...]) -> Photo:
    """The photo that makes room for another: the oldest that was refused, else the oldest."""
    return next((photo for photo in photos if photo.verdict == "reject"), photos[0])


def checked(session: Session, event: Checked | CheckFailed, facts: Facts) -> Turn:
    """Mark a photo with its verdict and edit the list; what was refused is forgotten at once, but for its thumbnail."""
    if not any(photo.id == event.selfie for photo in session.photos):
        return Turn(session, (), (_forgotten(event.selfie),))
    match event:
        case CheckFailed(selfie):
            photos = tuple(p for p in session.photos if p.id != selfie)
            says: tuple[Say, ...] = (Say((Text("check-failed"),)),)
            effects: tuple[Effect, ...] = (_forgotten(selfie),)
        case Checked(selfie, verdict, reasons, measures, detail):
            photos = tuple(
                replace(p, verdict=verdict, reasons=reasons, measures=measures, detail=detail) if p.id == selfie else p
                for p in session.photos
            )
            says, effects = (), (ForgetPhotos((selfie,)),) if verdict == "reject" else ()
    marked = replace(session, photos=photos)
    marked, comparing = with_comparison(marked, facts) if is_due(marked) else (marked, ())
    return Turn(marked, (*says, board(marked, facts)), (*effects, *comparing))


def _forgotten(selfie: str) -> ForgetPhotos:
    """A photo with its thumbnail."""
    return ForgetPhotos((selfie,), (thumbnail_blob(selfie),))
