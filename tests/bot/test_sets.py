"""Photos beside each other, in the conversation: which count, what is asked, and what a comparison changes."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest

from bot.board import BEST_PHOTOS, LINES, MAX_PHOTOS, SHEET_PHOTOS, photo_line, usable
from bot.conversation import advance
from bot.events import Checked, CheckFailed, Command, Compared, Event, PhotoSent, Pressed
from bot.facts import Facts
from bot.session import Photo, Session, Sheet, Step
from bot.steps.photos import KEPT_LINES
from bot.steps.sets import COMPARED_EVERY
from bot.texts import LANGUAGES, Texts
from bot.turn import Compare, ForgetPhotos, KeepPhoto, PlaceOrder, Text, Turn
from inference.contract import Advice, Reason, SetPhoto, Verdict, thumbnail_blob

CAPTION = 1024  # what Telegram takes below a picture
TEXTS = Texts.load()
REASONS: dict[str, Reason] = {name: name for name in get_args(Reason)}


@dataclass
class Visit:
    """Somebody who has agreed and sends photos."""

    session: Session = field(default_factory=lambda: Session(step=Step.SELFIES))
    kept: tuple[str, ...] = ()  # the selfies that are stored, best first
    sent: int = 0
    turn: Turn = field(default_factory=lambda: Turn(Session()))

    @property
    def facts(self) -> Facts:
        """What is true now."""
        return Facts(consented=True, selfies=self.kept, fresh_id=f"id{self.sent}", wait_s=40.0)

    def do(self, event: Event) -> Turn:
        """Let something happen, and let what is forgotten be gone."""
        self.turn = advance(self.session, event, self.facts)
        self.session = self.turn.session
        forgotten = {name for effect in self.turn.effects if isinstance(effect, ForgetPhotos) for name in effect.ids}
        self.kept = tuple(name for name in self.kept if name not in forgotten)
        return self.turn

    def press(self, data: str) -> Turn:
        """Press a button."""
        return self.do(Pressed(f"v1:{data}"))

    def send(self) -> str:
        """Send a photo; returns its id."""
        photo = self.facts.fresh_id
        self.do(PhotoSent())
        self.sent += 1
        return photo

    def check(self, photo: str, verdict: Verdict = "accept", *reasons: Reason, **measures: float) -> Turn:
        """The verdict on a photo."""
        if verdict != "reject":
            self.kept = (*self.kept, photo)
        return self.do(Checked(photo, verdict, reasons, measures))

    def add(self, verdict: Verdict = "accept", *reasons: Reason, **measures: float) -> str:
        """A photo sent and checked."""
        photo = self.send()
        self.check(photo, verdict, *reasons, **measures)
        return photo

    def compare(
        self,
        duplicates: dict[str, str] | None = None,
        others: dict[str, float] | None = None,
        doubtful: dict[str, float] | None = None,
        ranked: tuple[str, ...] = (),
        advice: Advice = "enough",
    ) -> Turn:
        """The answer to the latest comparison."""
        version = self.session.set_version
        return self.do(
            Compared(version, duplicates or {}, others or {}, doubtful or {}, ranked, advice, sheet_of(version))
        )

    @property
    def counted(self) -> list[int]:
        """The numbers of the photos that count."""
        return [photo.number for photo in usable(self.session, self.facts)]

    @property
    def asked(self) -> tuple[SetPhoto, ...] | None:
        """The photos the last turn had compared, if it had."""
        found = [effect.photos for effect in self.turn.effects if isinstance(effect, Compare)]
        assert len(found) <= 1
        return found[0] if found else None

    @property
    def text(self) -> str:
        """What the last turn said last."""
        return "\n".join(TEXTS.say("en", line) for line in self.turn.says[-1].lines)

    @property
    def buttons(self) -> list[str]:
        """What the buttons of the last message carry, without the version."""
        return [option.data.removeprefix("v1:") for row in self.turn.says[-1].options for option in row]

    @property
    def forgotten(self) -> set[str]:
        """Photos and pictures the last turn let go."""
        gone = [effect for effect in self.turn.effects if isinstance(effect, ForgetPhotos)]
        return {name for effect in gone for name in (*effect.ids, *effect.pictures)}


def sheet_of(version: int) -> Sheet:
    """The contact sheet of a version of the set."""
    return Sheet(f"sheet-{version}", 1080, 640)


@pytest.fixture
def visit() -> Visit:
    """Somebody who has agreed and sent nothing yet."""
    return Visit()


def test_a_near_duplicate_counts_once_and_names_its_twin(visit: Visit) -> None:
    """The same moment twice makes nothing better; the person reads which two photos are meant."""
    first, second, third = visit.add(), visit.add(), visit.add()
    visit.compare(duplicates={third: first}, ranked=(first, second))

    assert visit.counted == [1, 2]
    assert "3. ♊ nearly the same as 1," in visit.text
    assert visit.text.startswith("Photos that count: 2 of 3.")
    assert visit.buttons == ["done"]
    assert third in visit.kept


def test_a_duplicate_whose_twin_is_dropped_counts_again(visit: Visit) -> None:
    """Of two equal photos one must stay, whichever the person takes away."""
    first, second = visit.add(), visit.add()
    visit.compare(duplicates={second: first}, doubtful={first: 0.62})
    visit.press(f"drop:{first}")
    visit.compare()

    assert visit.counted == [2]


def test_another_persons_photo_does_not_count_until_it_is_claimed(visit: Visit) -> None:
    """A friend's face mixed in spoils the likeness; and somebody who has changed much must be able to say so."""
    first, second = visit.add(), visit.add()
    visit.compare(others={second: 0.8123}, ranked=(first,))
    assert visit.counted == [1]
    assert "2. ❓ somebody else? The face differs from the others by 0.81" in visit.text
    assert set(visit.buttons) == {f"claim:{second}", f"drop:{second}", "done"}

    visit.press(f"claim:{second}")
    assert visit.counted == [1, 2]
    assert visit.asked is not None
    assert [(photo.selfie, photo.usable, photo.claimed) for photo in visit.asked] == [
        (first, True, False),
        (second, True, True),
    ]
    assert visit.buttons == ["done"]


def test_nobody_is_asked_twice_whose_face_it_is(visit: Visit) -> None:
    """Who has said that it is them and reads the same question again feels called a liar."""
    first, second = visit.add(), visit.add()
    visit.compare(others={second: 0.8})
    visit.press(f"claim:{second}")
    visit.compare(others={second: 0.8}, doubtful={first: 0.6})

    assert visit.counted == [1, 2]
    assert set(visit.buttons) == {f"claim:{first}", f"drop:{first}", "done"}


def test_a_photo_with_a_second_face_asks_and_counts_once_it_is_answered(visit: Visit) -> None:
    """The largest face may be a friend's: portraits of the wrong person must not come of a guess."""
    photo = visit.add("warn", "several_faces", second_face_share=0.24, faces=2.0)
    assert visit.counted == []
    assert "24 % as large as the first" in visit.text
    assert "please answer with the buttons" in visit.text
    assert visit.buttons == [f"claim:{photo}"]
    assert visit.asked == (SetPhoto(photo, 1, "warn", "several_faces", usable=False, asks=True),)
    assert [line.id for line in visit.press("done").says[0].lines] == ["photos-needed"]

    visit.press(f"claim:{photo}")
    assert visit.counted == [1]
    assert visit.asked == (SetPhoto(photo, 1, "warn", "several_faces", usable=True, claimed=True),)
    assert visit.buttons == ["done"]


def test_a_doubtful_photo_counts_and_can_be_claimed(visit: Visit) -> None:
    """In doubt it is the person: most doubtful photos are, and nobody must answer to go on."""
    photo, _ = visit.add(), visit.add()
    visit.compare(doubtful={photo: 0.579})
    assert visit.counted == [1, 2]
    assert "1. ❓ is this you? The face differs from the others by 0.58" in visit.text
    assert set(visit.buttons) == {f"claim:{photo}", f"drop:{photo}", "done"}

    visit.press(f"claim:{photo}")
    assert visit.counted == [1, 2]
    assert "is this you?" not in visit.text


def test_a_doubtful_photo_that_is_dropped_is_forgotten_with_its_thumbnail(visit: Visit) -> None:
    """A picture of somebody who never agreed to this must not lie here a moment longer."""
    photo, other = visit.add(), visit.add()
    visit.compare(doubtful={photo: 0.6})
    visit.press(f"drop:{photo}")

    assert visit.forgotten == {photo, thumbnail_blob(photo)}
    assert visit.kept == (other,)
    assert visit.counted == [2]
    assert visit.asked is not None
    assert [p.selfie for p in visit.asked] == [other]


def test_a_set_whose_last_photo_is_dropped_keeps_no_sheet(visit: Visit) -> None:
    """The sheet shows the face of somebody who was never meant to be here; nothing would ever replace it."""
    photo = visit.add()
    visit.compare(doubtful={photo: 0.6})
    shown, version = visit.session.sheet, visit.session.set_version
    assert shown is not None
    visit.press(f"drop:{photo}")

    assert visit.forgotten == {photo, thumbnail_blob(photo), shown.blob}
    assert visit.session.sheet is None
    assert visit.session.set_version > version
    assert visit.asked is None


def test_an_answer_to_a_question_is_compared_at_once(visit: Visit) -> None:
    """Until then the picture would show what the person has just said is not so."""
    photo, _ = visit.add(), visit.add()
    visit.compare(doubtful={photo: 0.6})
    late = [visit.send() for _ in range(COMPARED_EVERY)]
    visit.check(late[0])
    assert visit.asked is None
    visit.press(f"drop:{photo}")

    assert visit.asked is not None


@pytest.mark.parametrize(("count", "after"), [(1, [1]), (2, [2]), (4, [4]), (5, [4, 5]), (8, [4, 8]), (10, [4, 8, 10])])
def test_comparisons_come_after_every_fourth_verdict_and_after_the_last(count: int, after: list[int]) -> None:
    """Twenty photos at once: the picture grows as they come, and is not drawn twenty times."""
    visit, came = Visit(), list[int]()
    sent = [visit.send() for _ in range(count)]
    assert visit.asked is None
    for number, photo in enumerate(sent, start=1):
        visit.check(photo)
        if visit.asked is not None:
            came.append(number)

    assert came == after


def test_a_photo_that_could_not_be_checked_holds_up_no_comparison(visit: Visit) -> None:
    """Our own fault with one photo must not cost the person the picture of the others."""
    first, second = visit.send(), visit.send()
    visit.check(first)
    visit.do(CheckFailed(second))

    assert visit.forgotten == {second, thumbnail_blob(second)}
    assert visit.asked is not None
    assert [photo.selfie for photo in visit.asked] == [first]


def test_nothing_is_compared_before_the_first_verdict(visit: Visit) -> None:
    """A picture of nothing but question marks helps nobody."""
    first, _ = visit.send(), visit.send()
    visit.do(CheckFailed(first))

    assert visit.asked is None


def test_an_answer_of_an_older_version_changes_nothing_but_its_sheet_is_forgotten(visit: Visit) -> None:
    """What was true of fewer photos must not undo what is known of all, nor stay in the vault unseen."""
    first, second = visit.add(), visit.add()
    before = visit.session
    turn = visit.do(Compared(before.set_version - 1, {second: first}, {}, {}, (), "left", sheet_of(1)))

    assert turn.session == before
    assert turn.says == ()
    assert turn.effects == (ForgetPhotos((), ("sheet-1",)),)


def test_an_old_answer_that_is_repeated_keeps_the_sheet_that_is_shown(visit: Visit) -> None:
    """The queue may repeat an answer after the set has changed; until the next one comes its picture is still shown."""
    photo = visit.add()
    visit.compare(doubtful={photo: 0.6})
    shown, version = visit.session.sheet, visit.session.set_version
    assert shown is not None
    visit.press(f"claim:{photo}")
    turn = visit.do(Compared(version, {}, {}, {}, (photo,), "left", shown))

    assert turn.effects == ()
    assert turn.session.sheet == shown


def test_a_set_whose_last_photo_could_not_be_checked_asks_for_photos_and_keeps_no_sheet(visit: Visit) -> None:
    """After our own fault nobody is told that their photos are bad, nor shown faces of photos that are gone."""
    doubted = visit.add()
    visit.compare(doubtful={doubted: 0.6})
    sheet = visit.session.sheet
    assert sheet is not None
    last = visit.send()
    visit.press(f"drop:{doubted}")
    turn = visit.do(CheckFailed(last))

    assert visit.forgotten == {last, thumbnail_blob(last), sheet.blob}
    assert visit.session.sheet is None
    assert [line.id for line in turn.says[-1].lines] == ["send-selfies"]
    assert turn.says[-1].pictures == ()


def test_new_terms_begin_a_new_list_and_menu_further_down() -> None:
    """An edit of the list from before the new terms, far above in the chat, would look like silence."""
    before = Session(step=Step.SELFIES, board=3, menu=2, photos=(Photo("a", 1),))
    asked = advance(before, Command("status"), Facts(consented=False)).session
    agreed = advance(asked, Pressed("v1:agree"), Facts(consented=False)).session
    sent = advance(agreed, PhotoSent(), Facts(consented=True, fresh_id="b"))

    assert asked.photos == ()
    assert sent.says[-1].slot == "board-4"
    assert sent.session.menu == 2


def test_an_answer_after_consent_was_withdrawn_shows_nothing(visit: Visit) -> None:
    """New terms are not agreed to yet: no list, no picture, and the sheet goes."""
    visit.add()
    late = Compared(visit.session.set_version, {}, {}, {}, (), "left", sheet_of(1))
    turn = advance(visit.session, late, Facts(consented=False))

    assert turn.says == ()
    assert turn.session.sheet is None
    assert turn.effects == (ForgetPhotos((), ("sheet-1",)),)


def test_the_earlier_sheet_is_forgotten_when_a_new_one_comes(visit: Visit) -> None:
    """One picture of all photos is enough; every older one is a copy of faces nobody looks at."""
    visit.add()
    assert visit.compare().effects == ()
    earlier = visit.session.sheet
    assert earlier is not None
    visit.add()
    visit.compare()

    assert visit.forgotten == {earlier.blob}
    assert [picture.blob for picture in visit.turn.says[-1].pictures] == [sheet_of(visit.session.set_version).blob]


def test_the_same_answer_twice_does_not_forget_its_own_sheet(visit: Visit) -> None:
    """The queue may repeat an answer; the picture that is shown must not vanish by that."""
    visit.add()
    first = visit.compare()

    assert visit.compare() == Turn(first.session, first.says, ())


def test_of_refused_photos_the_sheet_is_shown_and_no_way_on(visit: Visit) -> None:
    """Who sees at one glance why none of them works sends better ones."""
    visit.add("reject", "no_face")
    photo = visit.add("reject", "blurred")
    assert "None of these will give a good portrait." in visit.text
    assert visit.asked is not None
    assert [(p.number, p.verdict, p.reason, p.usable) for p in visit.asked] == [
        (1, "reject", "no_face", False),
        (2, "reject", "blurred", False),
    ]
    visit.compare(advice="frontal")

    assert visit.turn.says[-1].pictures
    assert visit.buttons == []
    assert thumbnail_blob(photo) not in visit.forgotten


def test_an_order_is_made_from_at_most_ten_photos_best_first(visit: Visit) -> None:
    """More references cost everybody time and make no portrait better."""
    names = [visit.add() for _ in range(12)]
    ranked = (*names[:3:-1], *names[:4])
    visit.compare(ranked=ranked)

    assert order(visit) == ranked[:BEST_PHOTOS]


def test_a_photo_that_came_after_the_last_comparison_is_used_too(visit: Visit) -> None:
    """A comparison that is late, or never comes, must not cost anybody the photo they sent last."""
    first, second = visit.add(), visit.add()
    visit.compare(ranked=(second, first))
    third = visit.add()

    assert order(visit) == (second, first, third)


def test_a_photo_left_out_since_is_not_ordered_from(visit: Visit) -> None:
    """What was ranked first may be erased since, or be known as somebody else's by now."""
    first, second, third = visit.add(), visit.add(), visit.add()
    visit.compare(others={second: 0.9}, ranked=(second, third, first))
    visit.kept = (first, second)

    assert order(visit) == (first,)


def order(visit: Visit) -> tuple[str, ...]:
    """The photos of an order placed now."""
    for data in ("done", "look:cv", "looks", "back:look", "make"):
        visit.press(data)
    (placed,) = visit.turn.effects
    assert isinstance(placed, PlaceOrder)
    return placed.photos


@pytest.mark.parametrize("kind", ["reject", "warn", "near_duplicate", "other_person", "doubtful", "asks"])
@pytest.mark.parametrize("fine", [0, MAX_PHOTOS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_twenty_bad_photos_fits_below_its_picture(kind: str, fine: int, language: str) -> None:
    """Telegram refuses a longer caption, and the person would see no list at all; what is left out is counted."""
    good = tuple(Photo(f"p{number}", number, "accept") for number in range(1, fine + 1))
    bad = tuple(bad_photo(kind, number, language) for number in range(fine + 1, fine + MAX_PHOTOS + 1))
    facts = Facts(consented=True, selfies=tuple(p.id for p in (*good, *bad) if p.verdict != "reject"))
    session = Session(Step.SELFIES, (*good, *bad), set_version=1, board_is_last=True)
    for advice in get_args(Advice):
        (said,) = advance(session, Compared(1, *besides(kind, bad), (), advice, sheet_of(1)), facts).says
        text = "\n".join(TEXTS.say(language, line) for line in said.lines)

        assert said.kind == "card"
        assert len(text) <= CAPTION, text
        counted = kind in ("warn", "doubtful")  # these have no line, but are named as photos that count
        hidden = ", ".join(str(number) for number in range(fine + 1, fine + MAX_PHOTOS - LINES + 1))
        more = (
            Text("photos-usable", {"numbers": hidden}) if counted else Text("photos-more", {"count": len(bad) - LINES})
        )
        assert more in said.lines
        assert all(len(row) <= 2 for row in said.options)
        assert len(said.options) <= LINES + 1


def bad_photo(kind: str, number: int, language: str) -> Photo:
    """A photo of this kind, with the longest line there is for it: every number a sentence may quote is given."""
    source = (Path(__file__).parents[2] / f"bot/texts/{language}.ftl").read_text()
    quoted = set[str](re.findall(r"\{ \$(\w+) \}", source)) - {"number", "twin", "distance"}
    measures = {name.removesuffix("_percent"): 1.0 if name.endswith("_percent") else 123.4 for name in quoted}
    if kind == "asks":
        return Photo(f"p{number}", number, "warn", ("several_faces",), measures)
    if kind != "reject" and kind != "warn":  # a comparison says the rest
        return Photo(f"p{number}", number, "accept")
    named: list[tuple[str, str]] = re.findall(rf"^{kind}-([a-z_]+)-(\w+) = ", source, re.MULTILINE)
    photos = [Photo(f"p{number}", number, kind, (REASONS[name],), measures, detail) for name, detail in named]
    return max(photos, key=lambda photo: len(TEXTS.say(language, photo_line(photo))))


def besides(kind: str, photos: tuple[Photo, ...]) -> tuple[dict[str, str], dict[str, float], dict[str, float]]:
    """What a comparison says where all photos are of this kind: duplicates, others, doubtful."""
    twins = {photo.id: photos[0].id for photo in photos}
    far = {photo.id: 0.8123 for photo in photos}
    return (
        twins if kind == "near_duplicate" else {},
        far if kind == "other_person" else {},
        far if kind == "doubtful" else {},
    )


def test_a_new_set_forgets_photos_thumbnails_and_sheet(visit: Visit) -> None:
    """Begun anew means that nothing of the earlier photos is left, small copies included."""
    good, refused = visit.add(), visit.add("reject", "no_face")
    visit.compare()
    sheet, version = visit.session.sheet, visit.session.set_version
    assert sheet is not None
    visit.do(Command("new"))

    assert visit.forgotten == {good, thumbnail_blob(good), thumbnail_blob(refused), sheet.blob}
    assert visit.session.photos == ()
    assert visit.session.sheet is None
    visit.do(Compared(version, {}, {}, {}, (good,), "left", sheet_of(version + 9)))
    assert visit.turn == Turn(visit.session, (), (ForgetPhotos((), (f"sheet-{version + 9}",)),))


def test_the_forty_first_photo_lets_the_oldest_refused_one_go_with_its_thumbnail(visit: Visit) -> None:
    """The list remembers forty photos; one that counts is not lost because many bad ones followed."""
    good = visit.add()
    refused = [visit.add("reject", "no_face") for _ in range(KEPT_LINES - 1)]
    assert visit.forgotten == {refused[-1]}
    last = visit.send()

    assert visit.forgotten == {refused[0], thumbnail_blob(refused[0])}
    assert KeepPhoto(last) in visit.turn.effects
    assert len(visit.session.photos) == KEPT_LINES
    assert [photo.id for photo in visit.session.photos[:2]] == [good, refused[1]]
    assert visit.counted == [1]
    assert visit.session.photos[-1].number == KEPT_LINES + 1


def test_a_photo_that_makes_room_is_forgotten_itself(visit: Visit) -> None:
    """What the list no longer knows, /new could not erase."""
    photos = [visit.add("warn", "several_faces", second_face_share=0.2) for _ in range(KEPT_LINES)]
    visit.send()

    assert visit.forgotten == {photos[0], thumbnail_blob(photos[0])}
    assert photos[0] not in visit.kept


def test_photos_beyond_the_sheet_stay_what_they_were_found_to_be(visit: Visit) -> None:
    """A stranger's photo must not begin to count because newer photos crowd it off the picture."""
    stranger = visit.add()
    visit.add()
    visit.compare(others={stranger: 0.9})
    for _ in range(SHEET_PHOTOS):
        visit.add("warn", "several_faces", second_face_share=0.2)
    assert visit.asked is not None
    assert stranger not in {photo.selfie for photo in visit.asked}
    visit.compare()

    assert 1 not in visit.counted


def test_refused_photos_crowd_no_good_one_off_the_sheet(visit: Visit) -> None:
    """What counts is compared and seen, however many bad photos followed."""
    good = [visit.add() for _ in range(4)]
    for _ in range(SHEET_PHOTOS):
        visit.add("reject", "no_face")

    assert visit.asked is not None
    assert len(visit.asked) == SHEET_PHOTOS
    assert [photo.selfie for photo in visit.asked[:4]] == good


@pytest.mark.parametrize("data", ["claim:{0}", "drop:{0}", "claim:gone", "drop:gone", "claim:", "drop:"])
def test_an_old_button_about_a_photo_is_answered_kindly(visit: Visit, data: str) -> None:
    """Buttons of messages far above still work on a phone: they do nothing wrong and say where one is."""
    photo = visit.add()
    visit.compare()
    turn = visit.press(data.format(photo))

    assert [line.id for line in turn.says[0].lines] == ["old-button"]
    assert turn.effects == ()
    assert visit.kept == (photo,)
    assert visit.counted == [1]
    assert "done" in visit.buttons


def test_a_claim_pressed_twice_changes_nothing_more(visit: Visit) -> None:
    """Two quick taps are one answer."""
    _, photo = visit.add(), visit.add()
    visit.compare(others={photo: 0.8})
    visit.press(f"claim:{photo}")
    version = visit.session.set_version
    visit.press(f"claim:{photo}")

    assert visit.counted == [1, 2]
    assert visit.session.set_version == version
    assert visit.asked is None


@pytest.mark.parametrize(("share", "said"), [(0.062, 6.2), (0.099, 9.9), (0.18, 18.0), (1.0, 100.0)])
def test_a_small_share_is_told_with_its_tenths(share: float, said: float) -> None:
    """ "6 %, 6 % is the most" explains nothing."""
    photo = Photo("a", 1, "warn", ("overexposed",), {"light_burnt_share": share}, "light_burnt_share")

    assert photo_line(photo).args["light_burnt_share_percent"] == said


def test_advice_is_given_only_where_something_would_help(visit: Visit) -> None:
    """One thing to do next, in the person's words; where nothing is missing nothing is asked for."""
    visit.add()
    for advice in get_args(Advice):
        visit.compare(advice=advice)
        assert ("would help most" in visit.text) == (advice not in ("one_more", "enough", "strangers")), advice
        assert ("different people" in visit.text) == (advice == "strangers")
