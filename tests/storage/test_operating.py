"""Bans, switches, announcements and figures: what operators need remembered, on every database."""

from storage import bans, broadcasts, chats, figures, messages, orders, people, switches, turns
from storage.changes import Change, Draft, NewOrder, Rating
from storage.database import Database
from storage.people import Person, PersonGone
from storage.vault import Vault
from tests.storage.lives import live
from tests.storage.test_faults import content

SECRET = bans.secret_of(bytes(range(32)))


async def agree(database: Database, address: str, at: float = 1.0) -> Person:
    """Somebody who has agreed."""
    person = await people.meet(database, "telegram", address, "en", at)
    assert await turns.commit(database, Change(person.id, at, consent="yes"))
    return person


def nobody(_platform: str, _address: str) -> bool:
    """Leave nobody out."""
    return False


async def test_a_ban_is_kept_as_a_digest_and_told_once(database: Database) -> None:
    """The list of the banned must be of no use to whoever finds the database."""
    one, two = (bans.digest(SECRET, "telegram", address) for address in ("1001", "1002"))
    await bans.add(database, (one, two), 5.0)
    await bans.told(database, one)
    await bans.add(database, (one,), 6.0)
    assert await bans.everybody(database) == {one: True, two: False}, "banned twice is told once"
    assert "1001" not in str((await content(database))["bans"])
    assert await bans.lift(database, (one, "unknown")) == 1
    assert await bans.everybody(database) == {two: False}


def test_a_digest_needs_the_secret_and_belongs_to_one_platform() -> None:
    """Platforms number people: without the secret every number could be tried, and 1001 is many people."""
    assert bans.digest(SECRET, "telegram", "1001") != bans.digest(SECRET, "discord", "1001")
    assert bans.digest(SECRET, "telegram", "1001") != bans.digest(bans.secret_of(bytes(32)), "telegram", "1001")
    assert bytes(range(32)).hex() not in SECRET.hex()


async def test_people_are_named_by_the_beginning_of_their_id(database: Database, ann: Person) -> None:
    """As operators read it from the line; who is meant must be certain."""
    assert await bans.people_named(database, ann.id[:8]) == (ann.id,)
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)
    assert set(await bans.people_named(database, "")) == {ann.id, bob.id}
    assert await bans.people_named(database, "_" * 8) == ()


async def test_a_switch_stays_as_it_was_set(database: Database) -> None:
    """A pause must outlive the restart it was made for."""
    assert await switches.read(database, "paused") is None
    for value in ("on", "off", None):
        await switches.set_to(database, "paused", value)
        assert await switches.read(database, "paused") == value


async def test_an_announcement_goes_to_each_who_had_agreed_and_can_be_reached(database: Database, vault: Vault) -> None:
    """Once each, in the chat they use now, and to nobody who came later, left, was banned or is being erased."""
    told = [await agree(database, str(number)) for number in range(5)]
    away, banned, erased = [await agree(database, name) for name in ("away", "banned", "erased")]
    await people.set_away(database, away.id, True)
    await turns.commit(database, Change(erased.id, 2.0, erase=True))
    await people.meet(database, "telegram", "stranger", "en", 1.0)
    number = await broadcasts.draft(database, "news", "telegram", "boss", 10.0)
    assert await broadcasts.count_audience(database, 10.0) == 6
    await agree(database, "later", 11.0)
    news = await broadcasts.find(database, number)
    assert news is not None
    assert await broadcasts.hand_out(database, news, "{}", 2, 12.0, nobody) == (), "a draft goes nowhere"
    assert await broadcasts.next_to_send(database) is None
    assert await broadcasts.decide(database, number, "sending")
    assert not await broadcasts.decide(database, number, "dropped")

    assert await broadcasts.next_to_send(database) is not None
    order: list[str] = []
    while given := await broadcasts.hand_out(database, news, "{}", 2, 12.0, lambda _, address: address == "banned"):
        assert len(given) <= 2
        order += given
    assert order == sorted({person.id for person in told} | {banned.id})
    waiting = {person.id: await messages.history(database, person.id, "telegram") for person in (*told, banned, away)}
    assert {person for person, said in waiting.items() if said} == {person.id for person in told}
    assert all(len(said) == 1 and said[0].address != "" for said in waiting.values() if said)
    assert await broadcasts.count_unsaid(database, ["telegram"]) == 5
    after = await broadcasts.find(database, number)
    assert after is not None
    assert after.reached == 5


async def test_an_announcement_ends_once_with_a_word_to_its_operator(database: Database) -> None:
    """The operator is told when it is out, also when two bots were started by mistake."""
    number = await broadcasts.draft(database, "news", "telegram", "1001", 10.0)
    await broadcasts.decide(database, number, "sending")
    news = await broadcasts.next_to_send(database)
    assert news is not None
    boss = await people.meet(database, "telegram", "1001", "en", 1.0)
    await turns.commit(database, Change(boss.id, 2.0, erase=True))
    try:
        await broadcasts.end(database, news, boss.id, '"out"', 12.0)
    except PersonGone:
        pass
    else:
        raise AssertionError("said to somebody who is being erased")
    assert await broadcasts.next_to_send(database) == news, "it is not over before the operator can be told"
    boss = await agree(database, "1002")
    assert await broadcasts.end(database, news, boss.id, '"out"', 12.0)
    assert not await broadcasts.end(database, news, boss.id, '"out"', 12.0)
    assert [said.body for said in await messages.of_person(database, boss.id)] == ['"out"']
    assert await broadcasts.find(database, 999) is None


async def test_figures_count_what_happened_and_nothing_older(database: Database, vault: Vault) -> None:
    """Yesterday's figures decide whether a new model stays; they must be of yesterday."""
    ann = await live(database, vault, "ann", 1_000.0)
    await people.meet(database, "telegram", "stranger", "en", 1_000.0)
    order = ann.id[::-1]
    ended = Change(ann.id, 1_060.0, order_state=(order, "done"))
    assert await turns.commit(database, ended)
    for rating in (Rating(order, None, 1), Rating(order, 0, -1)):
        assert await turns.commit(database, Change(ann.id, 1_070.0, rating=rating))
    placed = NewOrder("another", "{}", 7, 2)
    assert await turns.commit(database, Change(ann.id, 1_080.0, new_order=placed, messages=(Draft(None, "{}"),)))

    read = await figures.read(database, 2_000.0)
    assert (read.people, read.agreed, read.active_day, read.active_week) == (2, 1, 1, 1)
    assert (read.orders, read.portraits, read.median_s) == ({"done": 1, "queued": 1}, 2, 60.0)
    assert (read.likes, read.dislikes) == (1, 1)
    later = await figures.read(database, 2_000.0 + figures.DAY_S)
    assert (later.active_day, later.active_week) == (0, 1)
    assert (later.orders, later.portraits, later.median_s, later.likes) == ({}, 0, None, 1)


async def test_an_announcement_makes_nobody_active(database: Database) -> None:
    """Or the figure would rise with every announcement and mean nothing."""
    person = await agree(database, "1001")
    number = await broadcasts.draft(database, "news", "telegram", "boss", 10.0)
    await broadcasts.decide(database, number, "sending")
    news = await broadcasts.next_to_send(database)
    assert news is not None
    assert await broadcasts.hand_out(database, news, "{}", 2, 12.0, nobody) == (person.id,)

    assert (await figures.read(database, 20.0)).active_day == 0
    assert len(await chats.of_person(database, person.id)) == 1


async def test_when_somebodys_order_ended_last_is_known(database: Database, ann: Person) -> None:
    """Their next order waits since then, behind those who came meanwhile."""
    for number, (placed, ended) in enumerate(((1.0, 5.0), (2.0, 9.0), (3.0, None))):
        await turns.commit(database, Change(ann.id, placed, new_order=NewOrder(str(number), "{}", 7, 2)))
        if ended is not None:
            await turns.commit(database, Change(ann.id, ended, order_state=(str(number), "done")))
    bob = await people.meet(database, "telegram", "1002", "en", 1.0)

    assert await orders.last_ended(database, {ann.id, bob.id}) == {ann.id: 9.0}
    assert await orders.last_ended(database, {bob.id}) == {}
