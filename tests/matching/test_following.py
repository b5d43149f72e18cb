"""Who follows a catalogue: our own changes at once, those of others a moment later."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from time import perf_counter, sleep
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import matching
from matcher.db import open_engine, reading, writing
from matcher.matching import following, held, snapshots
from matcher.matching.following import Follower
from matcher.matching.snapshot import read_snapshot
from matcher.ranking import Asked, Phrase, rank

TODAY = date(2026, 11, 24)
TITLES = ("Tuesday choir", "Allotment morning", "Tram museum", "Pub quiz")
ASKED = Asked(phrases=(Phrase(words="sing in a choir"), Phrase(words="tram")))


def draft(number: int, title: str = "") -> OpportunityDraft:
    return OpportunityDraft(
        source="a sheet",
        source_id=str(number),
        title=title or TITLES[number % len(TITLES)],
        organization=OrganizationDraft(name=f"The {number}th"),
    )


def key(number: int) -> UUID:
    return opportunity_id("a sheet", str(number))


def store(engine: sa.Engine, now: datetime, *drafts: OpportunityDraft) -> None:
    with writing(engine) as session:
        opportunities.store(session, drafts, now=now)


def withdraw(engine: sa.Engine, now: datetime, number: int) -> None:
    with writing(engine) as session:
        keeping.withdraw(session, key(number), now=now)


def titles(engine: sa.Engine) -> set[str]:
    with reading(engine) as session:
        return {one.title for one in matching.index_of(session, today=TODAY).facts}


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[sa.Engine]:
    """The engine of another process."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@contextmanager
def followed_by_hand(engine: sa.Engine) -> Iterator[Follower]:
    """A follower that saw everything a moment ago, and does nothing by itself."""
    follower = following.begin(engine)
    snapshots._catch_up(engine, follower)
    follower.was_current_at(perf_counter() + 3600)
    yield follower
    following.end(engine)


def soon(met: Callable[[], bool]) -> bool:
    until = perf_counter() + 20
    while not met() and perf_counter() < until:
        sleep(0.01)
    return met()


def test_what_we_changed_is_there_at_once_and_what_others_changed_when_it_is_late(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    everything = titles(engine)
    with followed_by_hand(engine) as follower:
        store(elsewhere, now, draft(8, "Morris dancing"))
        withdraw(elsewhere, now, 1)
        nothing_yet = titles(engine)
        store(engine, now, draft(9, "Bell ringing"))
        withdraw(engine, now, 0)
        ours = titles(engine)
        follower.was_current_at(perf_counter() - following.LATE_SECONDS)
        all_of_it = titles(engine)

    assert nothing_yet == everything == set(TITLES)
    assert ours == everything - {"Tuesday choir"} | {"Bell ringing"}
    assert all_of_it == ours - {"Allotment morning"} | {"Morris dancing"}
    assert follower.owed == ()


def test_who_began_to_read_before_it_was_withdrawn_brings_nothing_back(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine) as follower, reading(engine) as early:
        store(elsewhere, now, draft(0, "Evening choir"))
        opportunities.version(early)
        withdraw(engine, now, 0)
        asked = {x.title for x in matching.index_of(early, today=TODAY).facts}
        after = titles(engine)
        follower.was_current_at(perf_counter() - following.LATE_SECONDS)
        late = {x.title for x in matching.index_of(early, today=TODAY).facts}

    assert asked == after == late == set(TITLES[1:])


def test_who_holds_the_last_connection_waits_for_none_of_those_who_wait_for_them(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    pool = engine.pool
    assert isinstance(pool, sa.QueuePool)
    with followed_by_hand(engine) as follower, ExitStack() as held:
        store(elsewhere, now, draft(8, "Morris dancing"))
        early = held.enter_context(reading(engine))
        opportunities.version(early)
        withdraw(engine, now, 0)
        while pool.checkedout() < pool.size() + pool._max_overflow:
            held.enter_context(engine.connect())
        asked = {x.title for x in matching.index_of(early, today=TODAY).facts}
        follower.was_current_at(perf_counter() - following.LATE_SECONDS)
        late = {x.title for x in matching.index_of(early, today=TODAY).facts}
        again = {x.title for x in matching.index_of(early, today=TODAY).facts}

    assert asked == set(TITLES[1:])
    assert late == again == {*TITLES[1:], "Morris dancing"}


def test_whoever_has_not_committed_sees_their_own_and_nobody_else_does(
    engine: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine) as follower:
        with Session(engine) as session:
            with session.begin_nested():
                opportunities.store(session, [draft(9, "Bell ringing")], now=now)
            own = {x.title for x in matching.index_of(session, today=TODAY).facts}
            owed_before = follower.owed
            session.rollback()
        after = titles(engine)

    assert own == {*TITLES, "Bell ringing"}
    assert owed_before == follower.owed == ()
    assert after == set(TITLES)


def test_what_nobody_but_this_process_changed_is_read_once(
    engine: sa.Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine) as follower:
        for number in range(snapshots.MOST_PARTS):
            store(engine, now, draft(10 + number, f"Bell ringing {number}"))
            found = titles(engine)
        monkeypatch.setattr(snapshots, "_changed_by", None)

        snapshots._catch_up(engine, follower)

        assert held.in_memory[engine].index.parts <= snapshots.MERGED
        assert titles(engine) == found
        assert len(found) == 4 + snapshots.MOST_PARTS


def test_what_was_undone_is_not_there_under_the_number_of_another_change(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with Session(engine) as session:
        opportunities.store(session, [draft(9, "Bell ringing")], now=now)
        matching.index_of(session, today=TODAY)
        session.rollback()
    store(elsewhere, now, draft(8, "Morris dancing"))

    assert titles(engine) == {*TITLES, "Morris dancing"}


@pytest.mark.parametrize("looks", [True, False])
def test_what_was_undone_up_to_a_savepoint_hides_no_change_that_gets_its_number(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime, *, looks: bool
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine) as follower:
        with writing(engine) as session:
            savepoint = session.begin_nested()
            opportunities.store(session, [draft(9, "Bell ringing")], now=now)
            if looks:
                matching.index_of(session, today=TODAY)
            savepoint.rollback()
        owed = follower.owed
        store(elsewhere, now, draft(8, "Morris dancing"))
        titles(engine)
        follower.was_current_at(perf_counter() - following.LATE_SECONDS)
        late = titles(engine)

    assert owed == ()
    assert late == {*TITLES, "Morris dancing"}


def test_what_was_said_before_a_savepoint_stays_when_that_is_undone(
    engine: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine), writing(engine) as session:
        opportunities.store(session, [draft(8, "Morris dancing")], now=now)
        savepoint = session.begin_nested()
        with session.begin_nested():
            opportunities.store(session, [draft(9, "Bell ringing")], now=now)
        savepoint.rollback()
        session.commit()

        assert titles(engine) == {*TITLES, "Morris dancing"}


def test_a_change_of_which_nobody_knows_what_it_was_is_read_whole(
    engine: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine), writing(engine) as session:
        session.execute(sa.text("UPDATE opportunity SET title = 'Bell ringing'"))
        opportunities.announce(session)
        session.commit()

        assert titles(engine) == {"Bell ringing"}


def test_many_changes_under_a_thread_end_in_what_reading_everything_gives(
    engine: sa.Engine,
    elsewhere: sa.Engine,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(following, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(following, "COUNTED_SECONDS", 0.0)
    monkeypatch.setattr(snapshots, "UNMERGED", 3)
    monkeypatch.setattr(snapshots, "_many", lambda _: 9)
    store(engine, now, *map(draft, range(12)))
    titles(engine)
    with matching.followed(engine):
        for number in range(40):
            at, by = (7 * number) % 17, engine if number % 3 else elsewhere
            if number % 4 == 3:
                withdraw(by, now, at % 12)
            else:
                store(by, now, draft(at, f"Choir {number}"))
            if by is engine and number % 4 != 3:
                assert f"Choir {number}" in titles(engine)
        with reading(engine) as session:
            newest, anew = (
                opportunities.version(session),
                read_snapshot(session, 0, TODAY),
            )
        assert soon(lambda: held.in_memory[engine].version == newest)

    kept = held.in_memory[engine].recounted()
    assert dict(kept.shown) == dict(anew.shown)
    assert list(kept.index.facts) == list(anew.index.facts)
    assert rank(ASKED, kept.index, today=TODAY) == rank(ASKED, anew.index, today=TODAY)


def test_counting_anew_takes_with_it_what_changed_meanwhile(
    engine: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    with followed_by_hand(engine) as follower:
        store(engine, now, draft(8, "Morris dancing"))
        titles(engine)
        before = held.in_memory[engine]
        counted = before.recounted()
        withdraw(engine, now, 0)
        store(engine, now, draft(9, "Bell ringing"))

        snapshots._put_instead(engine, follower, before, counted)

        assert held.in_memory[engine].came_of(counted)
        assert titles(engine) == {*TITLES[1:], "Morris dancing", "Bell ringing"}


def test_the_thread_reads_what_others_changed_and_ends_with_the_block(
    engine: sa.Engine, elsewhere: sa.Engine, now: datetime
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)
    before = set(threading.enumerate())
    with matching.followed(engine):
        with pytest.raises(ValueError, match="followed already"):
            following.begin(engine)
        store(elsewhere, now, draft(9, "Bell ringing"))

        kept = held.in_memory
        facts = lambda: kept[engine].index.facts  # noqa: E731 - asked again and again
        assert soon(lambda: "Bell ringing" in {one.title for one in facts()})
    assert set(threading.enumerate()) <= before
    store(elsewhere, now, draft(8, "Morris dancing"))
    assert "Morris dancing" in titles(engine)


def test_a_thread_that_can_not_read_is_late_and_questions_read_for_themselves(
    engine: sa.Engine,
    elsewhere: sa.Engine,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store(engine, now, *map(draft, range(4)))
    titles(engine)

    def broken(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT", {}, ValueError("no answer"))

    monkeypatch.setattr(snapshots, "_catch_up", broken)
    monkeypatch.setattr(following, "REST_SECONDS", 0.01)
    with matching.followed(engine):
        store(elsewhere, now, draft(9, "Bell ringing"))

        assert "Bell ringing" in titles(engine)


def test_words_are_counted_behind_whoever_follows_and_seldom() -> None:
    follower, counted = Follower(), []

    for number in range(3):
        follower.count(lambda number=number: counted.append(number))
        follower.wait()

    assert counted == [0]
