"""What somebody confirmed lately stands before what nobody did; nothing goes for it."""

from datetime import date, timedelta

from tests.ranking.builders import found, listing, somebody

TODAY = date(2026, 11, 24)


def test_of_equals_the_freshly_confirmed_comes_first_and_none_vanishes():
    ages = {"8 years": 2922, "8 months": 240, "3 weeks": 21, "today": 0}
    classes = [
        listing(age, "Painting class", assured_on=TODAY - timedelta(days=days))
        for age, days in ages.items()
    ]
    unchecked = listing("nobody said", "Painting class")

    order = found(somebody("painting"), unchecked, *classes, today=TODAY)

    assert order == ["today", "3 weeks", "nobody said", "8 months", "8 years"]


def test_no_freshness_buys_its_way_past_the_community():
    stale = listing(1, "Painting class", assured_on=TODAY - timedelta(days=900))
    fresh = listing(2, "Painting class", openness="in_service", assured_on=TODAY)

    order = found(somebody("painting"), fresh, stale, today=TODAY)

    assert order == ["1", "2"]
