"""What is said of how fresh the catalogue is: a change is no check, no day no never."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from catalogue import organizations
from catalogue.drafts import OrganizationDraft, Status
from catalogue.opportunities import keeping
from matcher import reports
from matcher.access import Visitor
from matcher.models import RemarkKind, Role
from matcher.partners import remarks
from matcher.reports.freshness import months_before
from tests.partners.builders import CHOIR, visitor


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request):
    """What is counted is asked of both databases."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def lead(session: Session) -> Visitor:
    return visitor(session, "Lou", Role.LEAD)


@pytest.fixture
def listed(session, now):
    """Makes known a listing that was checked on a day, of an organization or none."""

    def make(title, checked, *, by="Mill Lane Arts", status=Status.ACTIVE):
        run_by = OrganizationDraft(name=by)
        key = organizations.welcome(session, "here", run_by, now=now)
        told = replace(CHOIR, source_id=title, title=title, organization=run_by)
        told = replace(told, assured_on=checked, status=status)
        return key, keeping.publish(session, told, kept_by=key, now=now)

    return make


def test_each_is_counted_by_when_it_was_checked(session, lead, listed, today):
    listed("Today", today)
    listed("Three months", months_before(today, 3))
    listed("A day more", months_before(today, 3) - timedelta(days=1))
    listed("A year", months_before(today, 12))
    listed("Longer", months_before(today, 12) - timedelta(days=1))
    listed("Not known", None)
    listed("To come", today + timedelta(days=9))
    listed("Over", today, status=Status.DEFUNCT)

    found = reports.freshness(session, lead, today=today)

    assert (found.total, dict(found.checked)) == (7, {3: 2, 6: 3, 12: 4})
    assert (found.longer_ago, found.not_known) == (1, 2)


def test_a_change_is_no_check(session, lead, listed, today, now):
    then = months_before(today, 9)
    _, key = listed("Choir", then)
    told = replace(CHOIR, source_id="Choir", description="New words.", assured_on=then)
    keeping.publish(session, told, now=now)
    changed = reports.freshness(session, lead, today=today)

    keeping.confirm(session, [key], today=today)

    confirmed = reports.freshness(session, lead, today=today)
    assert (changed.checked[6], confirmed.checked[3]) == (0, 1)


def test_organizations_come_by_how_much_there_is_to_check(session, listed, today, now):
    fresh, old, older = (months_before(today, n) for n in (1, 7, 8))
    arts, _ = listed("Choir", old)
    _, oldest = listed("Band", older)
    listed("Clay", fresh)
    _, unknown = listed("Darts", None, by="The Anchor")
    listed("Bowls", fresh, by="The Green")
    visitor(session, "Jo", Role.PARTNER, arts)

    first, second = reports.going_stale(session, today=today)

    assert (first.name, first.total, first.old, first.not_known) == (
        "Mill Lane Arts", 3, 2, 0,
    )  # fmt: skip
    assert (first.people, first.listing_id, first.checked_on) == (1, oldest, older)
    assert (second.name, second.not_known, second.people) == ("The Anchor", 1, 0)
    assert (second.listing_id, second.checked_on) == (unknown, None)


def test_a_listing_is_told_wrong_once_and_safety_is_for_leads(
    session, lead, listed, today, now
):
    _, choir = listed("Choir", today)
    for words in ("It moved.", "It really moved."):
        remarks.tell(session, choir, RemarkKind.CHANGED, words, now=now)
    remarks.tell(session, choir, RemarkKind.UNSAFE, "They shouted.", now=now)
    admin = visitor(session, "Al", Role.ADMINISTRATOR)

    theirs, others = (
        reports.freshness(session, one, today=today) for one in (lead, admin)
    )

    assert (theirs.told_wrong, theirs.told_unsafe) == (1, 1)
    assert (others.told_wrong, others.told_unsafe) == (0, 0)


def test_it_takes_two_statements_however_much_there_is(session, lead, listed, today):
    for number in range(12):
        listed(f"Choir {number}", None, by=f"Choirs {number}")
    told: list[str] = []
    sa.event.listen(
        session.get_bind().engine, "before_cursor_execute",
        lambda _c, _u, statement, *_: told.append(statement),
    )  # fmt: skip

    reports.freshness(session, lead, today=today)
    found = reports.going_stale(session, today=today)

    assert (len(told), len(found)) == (2, 12)


def test_an_empty_catalogue_is_said_to_be_empty(session, lead, today):
    found = reports.freshness(session, lead, today=today)

    assert (found.total, found.not_known, found.told_wrong) == (0, 0, 0)
    assert reports.going_stale(session, today=today) == []


@given(
    st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)),
    st.integers(min_value=0, max_value=36),
)
def test_so_many_months_before_is_the_same_day_or_the_last_of_a_month(day, months):
    before = months_before(day, months)

    apart = (day.year - before.year) * 12 + day.month - before.month
    assert apart == months
    assert before.day == day.day or (before + timedelta(days=1)).day == 1
