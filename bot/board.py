"""The list of photos: which of them count, what is said of each, and what would help most. Pure.

One message, a card with the contact sheet, edited as verdicts come. Photos that count are only ticked; each of the
others has a line with its reason and one thing to do.
"""

from msgspec.structs import replace

from bot.facts import Facts
from bot.session import Photo, Session
from bot.turn import Option, Say, Shown, Text, button
from inference.contract import BEST_PHOTOS, SetPhoto, Verdict, thumbnail_blob

MAX_PHOTOS = 20  # usable or being checked; more do not make the likeness better
FEW_PHOTOS = 4  # below, more photos help more than anything else
SHEET_PHOTOS = 24  # on one contact sheet: the most that may count, and some refused ones
LINES = 6  # photos with a line of their own: with them the card stays below Telegram's 1024 characters
ADVISED = ("left", "right", "frontal", "expression", "light", "occasion")
BESIDE = {"near_duplicate": "photo-duplicate", "other_person": "photo-stranger", "doubtful": "photo-doubtful"}


def usable(session: Session, facts: Facts) -> tuple[Photo, ...]:
    """The photos that count: not refused, still stored, of this person, and each only once."""
    return tuple(p for p in session.photos if _stored(p, facts) and not p.asks and not _left_out(p))


def chosen(session: Session, facts: Facts) -> tuple[str, ...]:
    """The ids an order is made from, best reference first."""
    good = {photo.id for photo in usable(session, facts)}
    compared = [name for name in session.ranked if name in good]
    since = [name for name in facts.selfies if name in good and name not in compared]
    return tuple(compared + since)[:BEST_PHOTOS]


def checking(session: Session) -> tuple[Photo, ...]:
    """The photos whose verdict is still to come."""
    return tuple(p for p in session.photos if p.verdict is None)


def board(session: Session, facts: Facts) -> Say:
    """Every photo of the set with its tick, cross or reason."""
    slot = f"board-{session.board}"
    if not session.photos:
        return Say((Text("send-selfies"),), (), slot, "card", photos_welcome=True)
    good, pending = usable(session, facts), checking(session)
    counts = {"received": len(session.photos), "usable": len(good), "checking": len(pending)}
    lines = (Text("board-head", dict(counts)), *photo_lines(session, facts), *hints(session, len(good), len(pending)))
    sheet = session.sheet
    shown = (Shown(sheet.blob, "photos.jpg", None, sheet.width, sheet.height),) if sheet else ()
    return Say(lines, (*onward(session, facts), *answers(session)), slot, "card", shown, photos_welcome=True)


def photo_lines(session: Session, facts: Facts) -> tuple[Text, ...]:
    """The photos that are fine in one line, then each of the newest others with what to do about it."""
    count = {p.id for p in usable(session, facts)}
    fine = [p for p in session.photos if p.id in count and p.verdict == "accept" and not p.beside]
    gone = [p for p in session.photos if p.verdict in ("accept", "warn") and p.id not in facts.selfies]
    known = {p.id for p in (*fine, *gone, *checking(session))}
    others = [p for p in session.photos if p.id not in known]
    listed = others[-LINES:]
    noted = [p for p in others[:-LINES] if p.id in count]
    more = len(others) - len(listed) - len(noted)
    return (
        *((Text("photos-good", {"numbers": _numbers(fine)}),) if fine else ()),
        *((Text("photos-usable", {"numbers": _numbers(noted)}),) if noted else ()),
        *(photo_line(photo) for photo in listed),
        *((Text("photos-more", {"count": more}),) if more > 0 else ()),
        *((Text("photos-forgotten", {"numbers": _numbers(gone)}),) if gone else ()),
    )


def photo_line(photo: Photo) -> Text:
    """One photo's line: its number, a mark, what was measured and what to do."""
    args: dict[str, str | float | Text | tuple[Text, ...]] = {"number": photo.number}
    args |= {name: _short(value) for name, value in photo.measures.items()}
    args |= {f"{name}_percent": _short(max(0.0, 100 * value)) for name, value in photo.measures.items()}
    if photo.verdict == "reject":
        return Text("photo-reject", args | {"reason": because("reject", photo, args)})
    if photo.asks:
        return Text("photo-asks", args)
    if photo.beside:
        return Text(BESIDE[photo.beside], args | {"twin": photo.twin, "distance": round(photo.distance, 2)})
    return Text("photo-warn", args | {"reason": because("warn", photo, args)})


def because(verdict: Verdict, photo: Photo, args: dict[str, str | float | Text | tuple[Text, ...]]) -> Text:
    """What is wrong with a photo and what to send instead."""
    named = "-".join((verdict, *photo.reasons[:1], photo.detail))
    return Text(named, args, otherwise=f"{verdict}-other")


def hints(session: Session, good: int, pending: int) -> tuple[Text, ...]:
    """What is going on, or what would help most (NUMBERS: 1-3 photos work, 4-8 are best)."""
    if pending:
        return (Text("board-wait"),)
    if not good:
        asks = any(photo.asks or photo.beside == "other_person" for photo in session.photos)
        return (Text("board-none-yet" if asks else "board-none"),)
    if session.advice == "strangers":
        return (Text("board-strangers"),)
    advice = (Text(f"advice-{session.advice}"),) if session.advice in ADVISED else ()
    return (Text("board-few" if good < FEW_PHOTOS else "board-good"), *advice)


def answers(session: Session) -> tuple[tuple[Option, ...], ...]:
    """A row for each photo about which something is asked."""
    rows: list[tuple[Option, ...]] = []
    for photo in on_sheet(session):
        if photo.asks:
            rows.append((button("choice-claim-face", f"claim:{photo.id}", number=photo.number),))
        elif photo.beside in ("other_person", "doubtful"):
            mine = button("choice-claim-me", f"claim:{photo.id}", number=photo.number)
            rows.append((mine, button("choice-drop", f"drop:{photo.id}", number=photo.number)))
    return tuple(rows[-LINES:])


def onward(session: Session, facts: Facts) -> tuple[tuple[Option, ...], ...]:
    """The row that leads from photos to looks, once a photo counts."""
    good = usable(session, facts)
    return ((button("choice-photos-done", "done", usable=len(good)),),) if good else ()


def on_sheet(session: Session) -> tuple[Photo, ...]:
    """The photos of the contact sheet, as they came; of too many the oldest refused ones are left out first."""
    newest = sorted(session.photos, key=lambda photo: (photo.verdict != "reject", photo.number))[-SHEET_PHOTOS:]
    return tuple(sorted(newest, key=lambda photo: photo.number))


def to_compare(session: Session, facts: Facts) -> tuple[SetPhoto, ...]:
    """The photos of the contact sheet, as the person counts them."""
    return tuple(
        SetPhoto(
            p.id,
            p.number,
            p.verdict,
            p.reasons[0] if p.reasons else None,
            usable=_stored(p, facts) and not p.asks,
            asks=p.asks,
            claimed=p.claimed,
        )
        for p in on_sheet(session)
    )


def pictures(session: Session) -> tuple[str, ...]:
    """What lies in the vault of the set besides the photos: thumbnails and the contact sheet."""
    sheet = (session.sheet.blob,) if session.sheet else ()
    return (*(thumbnail_blob(photo.id) for photo in session.photos), *sheet)


def stand(photo: Photo, twin: Photo | None, other: float | None, doubtful: float | None) -> Photo:
    """The photo with what it is beside the others: a twin that counts instead, another person, perhaps another.

    Whose face it is, is asked once.
    """
    if twin is not None:
        return replace(photo, beside="near_duplicate", twin=twin.number)
    if photo.claimed:
        return replace(photo, beside="")
    if other is not None:
        return replace(photo, beside="other_person", distance=other)
    if doubtful is not None:
        return replace(photo, beside="doubtful", distance=doubtful)
    return replace(photo, beside="")


def _stored(photo: Photo, facts: Facts) -> bool:
    return photo.verdict in ("accept", "warn") and photo.id in facts.selfies


def _left_out(photo: Photo) -> bool:
    return photo.beside in ("near_duplicate", "other_person")


def _numbers(photos: list[Photo]) -> str:
    return ", ".join(str(photo.number) for photo in photos)


def _short(value: float) -> float:
    """A number as people read it: two digits where it is small."""
    return round(value, 2) if abs(value) < 1 else round(value, 1) if abs(value) < 10 else round(value)
