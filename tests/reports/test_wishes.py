"""What is looked for nearby and offered by nobody: five different people, no word."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from catalogue.activities import load_lexicon
from catalogue.drafts import Venue
from catalogue.opportunities import keeping
from catalogue.places import Point
from matcher import jobs, reports
from matcher.db import writing
from matcher.models import LookedFor
from matcher.reports.wishes import Looking, counted_by_place, enough
from tests.partners.builders import CHOIR

HERE, FAR = Point(53.015, -1.76), Point(51.5, -0.1)


BOTH = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, but for what is written differently on PostgreSQL."""
    kind = getattr(request, "param", "sqlite")
    url: str = request.getfixturevalue(f"{kind}_url")
    return url


@pytest.fixture
def count_again(session, lexicon, today):
    def counted():
        found = reports.wishes(session, lexicon=lexicon, today=today)
        reports.keep_wishes(session, found, today=today)

    return counted


def looked_for(session, arts, *, now):
    found = reports.looked_for(session, arts, lexicon=load_lexicon(), now=now)
    return [one.name for one in found]


@BOTH
def test_what_five_people_look_for_is_told_by_its_name(
    session, arts, resident, count_again, now
):
    for words in ("used to do pottery", "pottery", "throwing pots", "Pottery!"):
        resident(words, "pottery again", "pottery and pottery")
    count_again()
    four = looked_for(session, arts, now=now)

    resident("I'd love to try pottery")
    count_again()

    assert four == []
    assert looked_for(session, arts, now=now) == ["pottery"]


def test_it_is_told_in_welsh_too(session, arts, resident, count_again, lexicon, now):
    for _ in range(5):
        resident("pottery")
    count_again()

    [told] = reports.looked_for(session, arts, lexicon=lexicon, now=now)

    assert (told.called("en"), told.called("cy")) == ("pottery", "crochenwaith")


def test_what_is_on_nearby_is_not_missing(session, arts, resident, count_again, now):
    for _ in range(5):
        resident("singing in a choir", "pottery")
    pots = replace(
        CHOIR,
        source_id="pots",
        title="Pottery",
        description="Clay and a wheel.",
        venues=(Venue(postal_code="QX2 1AA"),),
    )
    keeping.publish(session, pots, now=now)

    count_again()

    assert looked_for(session, arts, now=now) == []


def test_a_no_and_somebody_far_away_do_not_count(
    session, arts, resident, count_again, now
):
    for _ in range(4):
        resident("pottery")
    resident("anything but pottery")
    resident("pottery", place="M16 0AB")
    resident("pottery", place="")

    count_again()

    assert looked_for(session, arts, now=now) == []


def test_whoever_erases_their_page_is_out_of_it_when_it_is_counted_next(
    session, arts, resident, count_again, now
):
    *_, last = [resident("pottery") for _ in range(5)]
    count_again()
    before = looked_for(session, arts, now=now)

    session.delete(last)
    session.flush()
    count_again()

    assert (before, looked_for(session, arts, now=now)) == (["pottery"], [])


def test_what_was_counted_long_ago_is_not_told(
    session, arts, resident, count_again, now
):
    for _ in range(5):
        resident("pottery")
    count_again()

    later = now + timedelta(days=9)

    assert looked_for(session, arts, now=later) == []


def test_no_number_and_no_typed_word_is_kept(session, arts, resident, count_again):
    for _ in range(5):
        resident("pottery like my nan Canary")

    count_again()

    kept = [vars(row) for row in session.exec(select(LookedFor))]
    assert {row["name"] for row in kept} == {"pottery"}
    assert "canary" not in repr(kept).casefold()
    assert set(LookedFor.__table__.columns.keys()) == {
        "outcode", "activity", "name", "position", "counted_on",
    }  # fmt: skip


@BOTH
def test_the_clock_counts_and_counting_twice_changes_nothing(
    engine, settings, now, today
):
    with writing(engine) as session:
        old = LookedFor(
            outcode="QX1", activity="x", name="x", position=0, counted_on=today
        )
        session.add(old)

    for _ in range(2):
        jobs.count_what_is_looked_for(engine, settings, now=now)

    with writing(engine) as session:
        assert list(session.exec(select(LookedFor))) == []


somebody = st.builds(
    Looking,
    point=st.sampled_from([HERE, FAR]),
    interests=st.frozensets(
        st.sampled_from([("pottery",), ("pottery", "crafts"), ("darts",), ("choir",)])
    ),
)


@given(st.lists(somebody, max_size=30))
def test_nothing_is_told_of_fewer_than_five_different_people(everybody):
    counts = counted_by_place(
        everybody, {"QX1": HERE}, lambda activity, _: activity == "crafts"
    )
    told = set(enough(counts.get("QX1", Counter())))

    in_vain = [
        {surest for surest, *others in one.interests if not others}
        for one in everybody
        if one.point == HERE
    ]
    assert told == {
        activity
        for activity in ("pottery", "darts", "choir")
        if sum(activity in one for one in in_vain) >= 5
    }
