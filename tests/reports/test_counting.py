"""Counts of listings: once a week for each visitor, roughly, and of nobody."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from catalogue.activities import load_lexicon
from catalogue.models import Opportunity
from matcher import jobs, reports
from matcher.db import reading, writing
from matcher.models import ListingCount, Noticed
from matcher.reports.counting import Counts, Seen, counts_of, monday_of, sweep, write
from matcher.reports.listings import figures_of, shown_or_not
from tests.introductions.builders import things_to_do

MONDAY = date(2026, 11, 23)
CHOIR = UUID(int=1)


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, but for what is written differently on PostgreSQL."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


def test_somebody_counts_once_a_week_however_often_they_look():
    counts = Counts()

    for day in range(14):
        today = MONDAY + timedelta(day)
        for who in ("Sam", "Sam", "Kim", "Sam"):
            counts.notice(who, Noticed.SHOWN, {CHOIR: ["choir"]}, today=today)

    weeks = (MONDAY, MONDAY + timedelta(7))
    assert counts.take() == {
        Seen(CHOIR, week, Noticed.SHOWN, activity): 2
        for week in weeks
        for activity in ("", "choir")
    }
    assert counts.take() == {}


def test_nothing_in_memory_says_who_it_was():
    counts = Counts()

    counts.notice("canary 192.0.2.7", Noticed.SHOWN, {CHOIR: []}, today=MONDAY)

    assert "canary" not in repr(counts)
    assert "192.0.2.7" not in repr(counts)


def test_a_memory_that_is_full_counts_no_further(monkeypatch):
    monkeypatch.setattr("matcher.reports.counting.MOST_MARKS", 3)
    counts = Counts()

    for who in range(9):
        counts.notice(str(who), Noticed.OPENED, {CHOIR: []}, today=MONDAY)

    assert counts.take().total() == 3


@BOTH
def test_what_is_written_adds_up_and_what_is_gone_is_left_out(engine, now):
    with writing(engine) as session:
        [choir] = things_to_do(session, "Choir", now=now)
    seen = Seen(choir, MONDAY, Noticed.SHOWN, "choir")

    for _ in range(2):
        with writing(engine) as session:
            write(session, {seen: 3, seen._replace(listing=CHOIR): 9})
    with writing(engine) as session:
        [row] = session.exec(select(ListingCount)).all()
        kept = sweep(session, today=MONDAY + timedelta(370))
        gone = sweep(session, today=MONDAY + timedelta(372))

    assert (row.opportunity_id, row.count, kept, gone) == (choir, 6, 0, 1)
    assert set(ListingCount.__table__.columns.keys()) == {
        "opportunity_id", "week", "what", "activity", "count",
    }  # fmt: skip


def test_what_could_not_be_written_is_written_the_next_time(
    engine, settings, now, monkeypatch
):
    with writing(engine) as session:
        [choir] = things_to_do(session, "Choir", now=now)
    counts_of(engine).notice("Sam", Noticed.SAVED, {choir: []}, today=MONDAY)
    monkeypatch.setattr("matcher.reports.counting._adding", broken)
    with pytest.raises(RuntimeError):
        jobs.write_counts(engine, settings, now=now)
    monkeypatch.undo()

    for _ in range(2):
        jobs.write_counts(engine, settings, now=now)

    with reading(engine) as session:
        assert [row.count for row in session.exec(select(ListingCount))] == [1]


def broken(_session):
    raise RuntimeError("the disk is full")


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from(list(Noticed)), st.sampled_from(["", "choir", "pottery"])
        ),
        st.integers(min_value=0, max_value=33),
    )
)
def test_numbers_are_multiples_of_five_from_ten_up_and_nothing_else(counted):
    lexicon = load_lexicon()

    shown = figures_of(counted, lexicon)

    rough = {None, 10, 15, 20, 25, 30}
    assert set(shown.counts.values()) <= rough
    assert shown.counts == {
        what: shown_or_not(counted.get((what, ""), 0)) for what in Noticed
    }
    often = {a for (w, a), n in counted.items() if w is Noticed.SHOWN and n >= 10 and a}
    assert {one.activity for one in shown.found_by} == set(often)


def test_one_visit_more_is_seen_at_a_fifth_one_alone():
    shown = [shown_or_not(number) for number in range(21)]

    assert shown == [None] * 10 + [10] * 5 + [15] * 5 + [20]


def test_one_visitor_alone_never_makes_a_number(engine, now):
    with writing(engine) as session:
        [choir] = things_to_do(session, "Choir", now=now)
    counts = Counts()

    for day in range(-27, 1):
        today = now.date() + timedelta(day)
        counts.notice("Sam", Noticed.OPENED, {choir: ["choir"]}, today=today)
    with writing(engine) as session:
        write(session, counts.take())
        figures = reports.figures(
            session, [choir], lexicon=load_lexicon(), today=now.date()
        )

    assert set(figures[choir].counts.values()) == {None}
    assert figures[choir].found_by == ()
    assert monday_of(now.date()) == MONDAY


def test_searching_opening_saving_and_a_hello_are_counted(
    engine: sa.Engine, client: TestClient, settings, now
):
    with writing(engine) as session:
        [choir] = things_to_do(session, "Riverside choir", now=now)
    asked = {"phrase": "singing in a choir", "kind": "enjoy_now"}

    for who in range(11):
        client.headers["user-agent"] = f"A phone {who}"
        for _ in range(2):
            client.post("/together", data=asked)
            client.get(f"/opportunities/{choir}")
        if who < 10:
            client.post("/list/save", data={"save": str(choir)})
            client.get(f"/list/{choir}/hello")
    client.headers["user-agent"] = "Some searchbot/2.0"
    client.get(f"/opportunities/{choir}")
    jobs.write_counts(engine, settings, now=now)

    with reading(engine) as session:
        [found] = reports.figures(
            session, [choir], lexicon=load_lexicon(), today=now.date()
        ).values()
        rows = Counter(row.what for row in session.exec(select(ListingCount)))
        assert session.exec(select(Opportunity.id)).all() == [choir]
    assert found.counts == {
        Noticed.SHOWN: 10, Noticed.OPENED: 10, Noticed.SAVED: 10, Noticed.HELLO: 10,
    }  # fmt: skip
    assert "choir" in [one.name for one in found.found_by]
    assert rows[Noticed.OPENED] == 1
