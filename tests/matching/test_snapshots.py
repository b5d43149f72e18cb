"""The catalogue in memory is what the database says, after every kind of change."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from catalogue import opportunities
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Venue
from catalogue.opportunities import keeping
from catalogue.rows import opportunity_id
from matcher import matching
from matcher.db import open_engine
from matcher.matching import snapshots
from matcher.matching.shown import Shelf
from matcher.matching.snapshot import read_snapshot
from matcher.ranking import Asked, Index, Phrase, browse, rank
from matcher.ranking.index import whole

TODAY = date(2026, 11, 24)
TITLES = ("Tuesday choir", "Allotment morning", "Tram museum", "Pub quiz", "Pottery")
ASKED = Asked(phrases=(Phrase(words="sing in a choir"), Phrase(words="pottery")))


def draft(number: int, title: str = "", **said: object) -> OpportunityDraft:
    return OpportunityDraft(
        source="a sheet",
        source_id=str(number),
        title=title or TITLES[number % len(TITLES)],
        organization=OrganizationDraft(name="Mill Lane Arts"),
        venues=(Venue(name=f"Hall {number}", latitude=53.0, longitude=-1.75),),
        **said,
    )  # type: ignore[arg-type]


def key(number: int) -> UUID:
    return opportunity_id("a sheet", str(number))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many listings were read, each time that all were."""
    every: list[int] = []
    build = Index.build

    def counted(facts, statistics=None, **how):  # type: ignore[no-untyped-def]
        index = build(facts, statistics, **how)
        every.append(len(index))
        return index

    monkeypatch.setattr(Index, "build", counted)
    return every


def titles(session: Session, today: date = TODAY) -> set[str]:
    index = matching.index_of(session, today=today)
    shown = snapshots.snapshot_of(session, today).shown
    assert {facts.id for facts in index.facts} == set(shown)
    return {match.facts.title for match in browse(ASKED, index, today=today)}


def test_each_change_is_seen_at_once_and_only_what_changed_is_read(
    session: Session, now: datetime, read: list[int]
) -> None:
    opportunities.store(session, [draft(n) for n in range(5)], now=now)
    assert titles(session) == set(TITLES)

    opportunities.store(session, [draft(9, "Morris dancing")], now=now)
    came = titles(session)
    opportunities.store(session, [draft(0, "Thursday choir")], now=now)
    revised = titles(session)
    keeping.withdraw(session, key(1), now=now)
    went = titles(session)
    keeping.confirm(session, [key(2)], today=TODAY + timedelta(days=1))
    titles(session)
    opportunities.merge(session, key(3), key(4), now=now)

    assert came == {*TITLES, "Morris dancing"}
    assert revised == came - {"Tuesday choir"} | {"Thursday choir"}
    assert went == revised - {"Allotment morning"}
    assert titles(session) == went - {"Pottery"}
    facts = {one.title: one for one in matching.index_of(session, today=TODAY).facts}
    assert facts["Tram museum"].assured_on == TODAY + timedelta(days=1)
    assert read == [5]


def test_a_new_name_of_an_organization_is_seen_on_all_its_listings(
    session: Session, now: datetime, read: list[int]
) -> None:
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    titles(session)
    said = OrganizationDraft(name="Mill Lane ARTS")
    later = now + timedelta(minutes=1)

    told = replace(draft(0, "Evening choir"), organization=said)
    opportunities.store(session, [told], now=later)

    index = matching.index_of(session, today=TODAY)
    assert {one.organization for one in index.facts} == {"Mill Lane ARTS"}
    assert read == [3]


def test_what_begins_or_ends_with_the_day_comes_and_goes(
    session: Session, now: datetime, read: list[int]
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    ends, begins = draft(0, visible_to=TODAY), draft(1, visible_from=tomorrow)
    opportunities.store(session, [ends, begins], now=now)

    days = [titles(session, TODAY), titles(session, tomorrow)]

    assert days == [{"Tuesday choir"}, {"Allotment morning"}]
    assert read == [1]


def test_where_it_is_not_known_what_changed_everything_is_read(
    session: Session, now: datetime, read: list[int]
) -> None:
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    titles(session)
    session.execute(
        sa.text("UPDATE opportunity SET title = 'Bell ringing' WHERE source_id = '1'")
    )

    opportunities.announce(session)

    assert "Bell ringing" in titles(session)
    assert read == [3, 3]


def test_who_fell_far_behind_reads_everything(
    session: Session, now: datetime, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opportunities.versions, "KEPT", 3)
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    titles(session)

    for number in range(10, 15):
        opportunities.store(session, [draft(number, f"Class {number}")], now=now)

    assert {"Class 10", "Class 14"} <= titles(session)
    assert read == [3, 8]


def test_another_process_sees_a_change_with_its_next_question(
    session: Session, now: datetime, database_url: str
) -> None:
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    session.commit()
    elsewhere = open_engine(database_url)
    with Session(elsewhere) as other:
        assert "Morris dancing" not in titles(other)
        other.rollback()
        opportunities.store(session, [draft(9, "Morris dancing")], now=now)
        session.commit()

        assert "Morris dancing" in titles(other)
    elsewhere.dispose()


def test_who_sees_the_database_as_it_was_gets_what_is_newer(
    session: Session, now: datetime, engine: sa.Engine, read: list[int]
) -> None:
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    session.commit()
    with Session(engine) as behind:
        titles(behind)
        opportunities.store(session, [draft(9, "Morris dancing")], now=now)
        session.commit()
        titles(session)

        assert "Morris dancing" in titles(behind)
    assert "Morris dancing" in titles(session)
    assert read == [3]


def test_what_was_undone_is_given_to_nobody(
    session: Session, now: datetime, engine: sa.Engine
) -> None:
    opportunities.store(session, [draft(n) for n in range(3)], now=now)
    session.commit()
    with Session(engine) as other:
        titles(other)
        opportunities.store(session, [draft(9, "Morris dancing")], now=now)
        titles(session)
        session.rollback()

        assert titles(other) == set(TITLES[:3])


def test_the_place_of_a_new_listing_is_known_and_no_address_is_read_again(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opportunities.store(session, [draft(n) for n in range(5)], now=now)
    before = snapshots.snapshot_of(session, TODAY)
    assert before.gazetteer.find("Hall 3")
    monkeypatch.setattr(Shelf, "places", lambda _shelf: pytest.fail("all were read"))

    opportunities.store(session, [draft(9, "Morris dancing")], now=now)
    opportunities.store(session, [draft(2, "Sword dancing")], now=now)

    after = snapshots.snapshot_of(session, TODAY).gazetteer
    assert [one.name for one in after.find("Hall 9")] == ["Hall 9"]
    assert after.find("Hall 2") == before.gazetteer.find("Hall 2")
    assert before.gazetteer.find("Hall 9") == ()


def test_many_changes_end_in_what_reading_everything_gives(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "MUCH_LARGER", 2)
    monkeypatch.setattr(whole, "FEW", 3)
    opportunities.store(session, [draft(n) for n in range(12)], now=now)
    titles(session)

    for number in range(30):
        at = (7 * number) % 17
        if number % 4 == 3:
            keeping.withdraw(session, key(at % 12), now=now)
        else:
            opportunities.store(session, [draft(at, f"Choir {number}")], now=now)
        titles(session)

    index = matching.index_of(session, today=TODAY)
    anew = read_snapshot(session, 0, TODAY).index
    assert sorted(one.id for one in index.facts) == sorted(x.id for x in anew.facts)
    recounted = rank(ASKED, index.recounted(), today=TODAY)
    assert recounted == rank(ASKED, anew, today=TODAY)
    assert recounted.choices == rank(ASKED, anew, today=TODAY).choices
