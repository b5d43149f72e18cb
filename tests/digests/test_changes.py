"""What somebody should hear of about what they saved, and what is no news."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from catalogue.drafts import OpportunityDraft, Status, Venue
from matcher.digests.changes import Change, changes_between, was_back
from tests.digests.letters import TODAY, a_listing, weekly

THEN = TODAY - timedelta(days=7)
BEFORE = replace(a_listing().draft, timetables=(weekly("TU"),))


@pytest.mark.parametrize(
    ("edit", "news"),
    [
        ({}, ()),
        ({"title": "Pottery, open to all", "description": "New words"}, ()),
        ({"cost_text": "Pay what you can"}, ()),
        ({"timetables": (replace(weekly("TU"), text="Tue"),)}, ()),
        ({"venues": (Venue(name="MILL LANE  hall", city="Elsewhere"),)}, ()),
        ({"status": Status.DEFUNCT}, (Change.CANCELLED,)),
        ({"status": Status.INACTIVE, "venues": ()}, (Change.CANCELLED,)),
        ({"visible_to": date(2026, 11, 20)}, (Change.CANCELLED,)),
        ({"status": Status.TEMPORARILY_CLOSED}, (Change.CLOSED,)),
        ({"venues": (Venue(name="Swan Street"),)}, (Change.MOVED,)),
        ({"timetables": (weekly("WE"),)}, (Change.NEW_TIME,)),
        (
            {"timetables": (weekly("WE"),), "venues": ()},
            (Change.MOVED, Change.NEW_TIME),
        ),
    ],
)
def test_what_happened_is_told_and_an_edit_is_not(edit, news):
    after = replace(BEFORE, **edit)

    assert changes_between(BEFORE, after, then=THEN, today=TODAY) == news


def test_what_opens_again_says_so_and_what_is_gone_is_told_once():
    closed = replace(BEFORE, status=Status.TEMPORARILY_CLOSED)
    gone = replace(BEFORE, status=Status.DEFUNCT)

    assert changes_between(closed, BEFORE, then=THEN, today=TODAY) == (Change.BACK,)
    assert changes_between(gone, gone, then=THEN, today=TODAY) == ()


def test_what_opened_by_itself_meanwhile_was_back_and_what_stayed_closed_was_not():
    def closed(until: date | None) -> OpportunityDraft:
        return replace(BEFORE, status=Status.TEMPORARILY_CLOSED, rests_until=until)

    days = [TODAY - timedelta(days=days) for days in (9, 7, 4, 1)]
    rested = [(days[0], closed(days[1])), (days[3], closed(None))]
    longer = [(days[0], closed(days[1])), (days[1], closed(None))]
    ended = [(days[0], replace(closed(days[1]), visible_to=days[2]))]
    opened = [(days[0], closed(None)), (days[1], BEFORE), (days[1], closed(None))]

    found = [was_back(one, TODAY) for one in (rested, longer, ended, opened)]

    assert found == [True, False, True, True]
