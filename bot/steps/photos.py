"""Photos and words: taking pictures into the set, and marking each with its verdict. Pure."""

from msgspec.structs import replace

from bot import prompts
from bot.steps.replies import fresh_board, remind, say
from bot.turn import (
    Checked,
    CheckFailed,
    Effect,
    Facts,
    ForgetPhotos,
    KeepPhoto,
    NotAPicture,
    NotDownloaded,
    Option,
    Photo,
    PhotoSent,
    Said,
    Say,
    Session,
    Step,
    Text,
    TooBig,
    Turn,
)

KEPT_LINES = 40  # photos remembered for the list, refused ones included


def sent(session: Session, event: PhotoSent | TooBig | NotAPicture | NotDownloaded | Said, facts: Facts) -> Turn:
    """Answer a picture, another file, or words."""
    if session.step is Step.WELCOME:
        text = "welcome-photo" if isinstance(event, PhotoSent) else "agree-first"
        return say(session, Say((Text(text),)), prompts.welcome(facts))
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


def photo_sent(session: Session, facts: Facts) -> Turn:
    """Take a photo into the set at any step but one: while portraits are being made it would come too late."""
    if facts.running is not None:
        return say(session, Say((Text("photo-while-making"),)))
    pending = prompts.checking(session)
    if len(prompts.usable(session, facts)) + len(pending) >= prompts.MAX_PHOTOS:
        return say(session, Say((Text("photos-enough", {"most": prompts.MAX_PHOTOS}),), photos_row(session, facts)))
    if not session.board_is_last:
        session = fresh_board(session)
    number = session.photos[-1].number + 1 if session.photos else 1
    photos = (*session.photos, Photo(facts.fresh_id, number))[-KEPT_LINES:]
    with_photo = replace(session, step=Step.SELFIES, photos=photos)
    return Turn(with_photo, (prompts.board(with_photo, facts),), (KeepPhoto(facts.fresh_id),))


def photos_row(session: Session, facts: Facts) -> tuple[tuple[Option, ...], ...]:
    """The row that leads from photos to looks, once a photo counts."""
    good = prompts.usable(session, facts)
    return ((prompts.button("choice-photos-done", "done", usable=len(good)),),) if good else ()


def checked(session: Session, event: Checked | CheckFailed, facts: Facts) -> Turn:
    """Mark a photo with its verdict and edit the list; what was refused is forgotten at once."""
    if not any(photo.id == event.selfie for photo in session.photos):
        return Turn(session, (), (ForgetPhotos((event.selfie,)),))
    match event:
        case CheckFailed(selfie):
            photos = tuple(p for p in session.photos if p.id != selfie)
            says: tuple[Say, ...] = (Say((Text("check-failed"),)),)
            effects: tuple[Effect, ...] = (ForgetPhotos((selfie,)),)
        case Checked(selfie, verdict, reasons, measures, detail):
            photos = tuple(
                replace(p, verdict=verdict, reasons=reasons, measures=measures, detail=detail) if p.id == selfie else p
                for p in session.photos
            )
            says, effects = (), (ForgetPhotos((selfie,)),) if verdict == "reject" else ()
    marked = replace(session, photos=photos)
    return Turn(marked, (*says, prompts.board(marked, facts)), effects)
