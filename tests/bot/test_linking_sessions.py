"""Two sessions made one: which photos come along, in which order, and what is asked anew."""

from bot.board import MAX_PHOTOS
from bot.conversation import advance
from bot.events import Linked
from bot.facts import Facts
from bot.session import Photo, Session, Sheet, Step
from bot.steps.linking import joined
from bot.steps.photos import KEPT_LINES


def photos(name: str, count: int, **fields: object) -> tuple[Photo, ...]:
    """Photos numbered from 1, good ones where nothing else is said."""
    return tuple(Photo(f"{name}{number}", number, **({"verdict": "accept"} | fields)) for number in range(1, count + 1))  # pyright: ignore[reportArgumentType] - the fields of a photo, as each test names them


def ids(session: Session) -> list[str]:
    """The photos of a session."""
    return [photo.id for photo in session.photos]


def join(ours: Session, theirs: Session) -> Session:
    """Both as one, where every good photo is still stored."""
    return joined(ours, theirs, [photo.id for photo in (*ours.photos, *theirs.photos)])


def test_the_other_photos_come_after_ours_and_are_counted_on() -> None:
    """A photo keeps the number it was told under; those that come get new ones."""
    ours = Session(Step.RESULT, photos("a", 3)[1:], menu=4, sheet=Sheet("sheet", 1, 1), ranked=("a2",))
    one = join(ours, Session(Step.SELFIES, photos("b", 2), looks=("cv",)))

    assert [(photo.id, photo.number) for photo in one.photos] == [("a2", 2), ("a3", 3), ("b1", 4), ("b2", 5)]
    assert (one.step, one.menu, one.looks, one.ranked) == (Step.RESULT, 4, (), ("a2",))


def test_into_an_empty_set_they_come_numbered_from_one() -> None:
    """Who agreed here and sent photos there sees them as their first."""
    one = join(Session(Step.SELFIES), Session(Step.SELFIES, photos("b", 3)[1:]))
    assert [(photo.id, photo.number) for photo in one.photos] == [("b2", 1), ("b3", 2)]


def test_what_does_not_count_stays_behind() -> None:
    """Refused, erased, doubled or somebody else's: those photos are not worth a place, and are forgotten."""
    theirs = (
        *photos("refused", 1, verdict="reject"),
        *photos("twin", 1, beside="near_duplicate", twin=1),
        *photos("stranger", 1, beside="other_person", distance=0.8),
        *photos("erased", 1),
        *photos("asked", 1, verdict="warn", reasons=("several_faces",)),
        *photos("checking", 1, verdict=None),
    )
    one = joined(Session(), Session(photos=theirs), ["refused1", "twin1", "stranger1", "asked1"])
    assert ids(one) == ["asked1", "checking1"]


def test_what_a_photo_was_beside_others_is_found_out_anew() -> None:
    """Photo 2 of one list is not photo 2 of the other: a line that names it would be wrong."""
    one = join(Session(), Session(photos=photos("b", 1, beside="doubtful", distance=0.55, claimed=True)))
    assert one.photos[0] == Photo("b1", 1, "accept", claimed=True)


def test_the_set_is_another_one_only_if_a_photo_came() -> None:
    """A comparison under way knows half of the photos; with no photo more it is still true."""
    ours = Session(Step.RESULT, photos("a", 1), set_version=3, advice="light")
    more, same = (join(ours, Session(photos=photos("b", 1, verdict=verdict))) for verdict in ("accept", "reject"))
    assert (more.set_version, same.set_version) == (4, 3)

    for one, compared in ((more, 1), (same, 0)):
        turn = advance(one, Linked("joined"), Facts(True, tuple(ids(one))))
        assert len(turn.effects) == compared, "and the photo list, which a comparison shows, is noise without a photo"


def test_no_more_come_than_can_be_used() -> None:
    """The limit told to everybody holds for two chats together."""
    one = join(Session(photos=photos("a", MAX_PHOTOS - 2)), Session(photos=photos("b", 5)))
    assert ids(one)[-2:] == ["b1", "b2"]
    assert len(one.photos) == MAX_PHOTOS
    full = Session(photos=photos("a", MAX_PHOTOS))
    assert join(full, Session(photos=photos("b", 5))).photos == full.photos


def test_refused_photos_make_room_in_the_list_and_good_ones_never() -> None:
    """The list has an end; a good photo must not fall off it for another."""
    refused, twins = photos("r", 30, verdict="reject"), photos("t", 30, beside="near_duplicate", twin=1)
    one = join(Session(photos=(*refused, *photos("a", 10))), Session(photos=photos("b", 10)))
    assert ids(one) == [f"r{n}" for n in range(11, 31)] + [f"a{n}" for n in range(1, 11)] + [
        f"b{n}" for n in range(1, 11)
    ]
    crowded = join(Session(photos=(*twins, *photos("a", 5), *refused[:5])), Session(photos=photos("b", 10)))
    assert len(crowded.photos) == KEPT_LINES
    assert ids(crowded) == [f"t{n}" for n in range(1, 31)] + [f"a{n}" for n in range(1, 6)] + [
        f"b{n}" for n in range(1, 6)
    ]


def test_what_both_remember_beside_photos_is_kept() -> None:
    """Menus below old portraits go on working, *again* differs from all before, and nothing is offered twice."""
    one = join(Session(results=2, seed=4, offered=("x",)), Session(results=5, seed=2, offered=("y",)))
    assert (one.results, one.seed, one.offered) == (5, 4, ("x", "y"))
