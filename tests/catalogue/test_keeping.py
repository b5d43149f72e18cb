"""What an organization keeps itself: nobody overwrites it, nothing of it is lost."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from catalogue import opportunities, organizations
from catalogue.drafts import OpportunityDraft, OrganizationDraft, Status, Timetable
from catalogue.drafts_json import digest_of
from catalogue.opportunities import finding, keeping
from catalogue.rows import opportunity_id

TODAY = date(2026, 11, 24)
CHOIR = OpportunityDraft(
    source="a sheet",
    source_id="1",
    title="Tuesday choir",
    description="We sing songs that everybody knows.",
    organization=OrganizationDraft(name="Mill Lane Arts"),
    timetables=(
        Timetable(rrule="FREQ=WEEKLY;BYDAY=TU", opens_at=time(19), closes_at=time(21)),
    ),
)


def stored(session: Session, now: datetime) -> OpportunityDraft:
    keeping.publish(session, CHOIR, now=now)
    return CHOIR


def test_a_name_that_is_known_is_the_same_organization(
    session: Session, now: datetime
) -> None:
    stored(session, now)

    same = organizations.welcome(
        session, "partners", OrganizationDraft(name="MILL  Lane arts"), now=now
    )
    other = organizations.welcome(
        session, "partners", OrganizationDraft(name="Elm Road Dancers"), now=now
    )

    assert len(organizations.listings_called_theirs(session, "mill lane arts")) == 1
    assert same in organizations.organization_rows(session, [same])
    assert same != other


def test_another_source_leaves_alone_what_its_organization_keeps(
    session: Session, now: datetime
) -> None:
    ours = organizations.welcome(
        session, "partners", OrganizationDraft(name="Mill Lane Arts"), now=now
    )
    key = keeping.publish(session, CHOIR, kept_by=ours, now=now)

    tally = opportunities.store(session, [replace(CHOIR, title="Old news")], now=now)
    found = opportunities.listing(session, key)

    assert (tally.revised, tally.unchanged) == (0, 1)
    assert found
    assert found.draft.title == "Tuesday choir"
    assert keeping.kept_listings(session, ours) == [key]
    assert keeping.keeper_of(session, key) == ours


def test_every_version_is_kept_and_comes_back_by_its_number(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)
    keeping.publish(session, replace(CHOIR, title="Tuesday singers"), now=now)

    keeping.roll_back(session, key, 1, now=now)
    titles = [one.draft.title for one in keeping.versions(session, key)]

    assert titles == ["Tuesday choir", "Tuesday singers", "Tuesday choir"]


def test_there_is_no_way_back_to_a_version_that_never_was(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)

    with pytest.raises(LookupError):
        keeping.roll_back(session, key, 7, now=now)


def test_a_change_opens_nothing_that_was_paused_meanwhile(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)
    keeping.pause(session, key, now=now)
    keeping.confirm(session, [key], today=TODAY)

    keeping.publish(session, replace(CHOIR, title="Tuesday singers"), now=now)
    found = opportunities.listing(session, key)

    assert found
    assert found.draft.title == "Tuesday singers"
    assert (found.draft.status, found.draft.assured_on) == (Status.INACTIVE, TODAY)


def test_what_is_closed_for_a_while_opens_again_by_itself(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)
    keeping.close(session, key, note="The roof leaks.", until=TODAY, now=now)

    current = [
        len(list(opportunities.current_listings(session, TODAY + timedelta(days=days))))
        for days in (0, 1)
    ]

    assert current == [0, 1]


def test_whoever_keeps_an_index_hears_of_each_of_these(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)
    numbers = [opportunities.version(session)]

    for say in (keeping.pause, keeping.open_again, keeping.withdraw):
        say(session, key, now=now)
        numbers.append(opportunities.version(session))
    keeping.rest(session, key, until=TODAY)
    numbers.append(opportunities.version(session))

    assert numbers == sorted(set(numbers))


def test_closing_opening_and_ending_are_versions_and_news(
    session: Session, now: datetime
) -> None:
    key = keeping.publish(session, CHOIR, now=now)
    later = now + timedelta(days=1)

    keeping.close(session, key, note="The roof leaks.", now=later)
    keeping.open_again(session, key, now=later)
    keeping.open_again(session, key, now=later)
    keeping.pause(session, key, now=later)
    keeping.withdraw(session, key, now=later)
    found = opportunities.listing(session, key)

    assert [
        (one.number, one.draft.status.value, one.draft.closed_note)
        for one in reversed(keeping.versions(session, key))
    ] == [
        (1, "active", None),
        (2, "temporarily closed", "The roof leaks."),
        (3, "active", None),
        (4, "inactive", None),
        (5, "defunct", None),
    ]
    assert found
    assert (found.revision, found.modified_at) == (5, later)


def test_what_a_source_says_once_more_opens_nothing_that_was_closed(
    session: Session, now: datetime
) -> None:
    opportunities.store(session, [CHOIR], now=now)
    [key] = [one.id for one in opportunities.current_listings(session, TODAY)]
    keeping.close(session, key, now=now)

    tally = opportunities.store(session, [CHOIR], now=now)
    found = opportunities.listing(session, key)

    assert tally.unchanged == 1
    assert opportunities.as_told(session, [key]) == [CHOIR]
    assert found
    assert found.draft.status is Status.TEMPORARILY_CLOSED


def test_what_was_told_last_is_looked_for_from_the_newest_version_back(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [replace(CHOIR, source_id=str(n)) for n in range(3)]
    opportunities.store(session, told, now=now)
    keys = [opportunity_id(one.source, one.source_id) for one in told]
    for turn in range(1, 9):
        told[0] = replace(told[0], description=f"In its year {turn}.")
        opportunities.store(session, told[:1], now=now)
        keeping.close(session, keys[1], note=f"The roof leaks {turn}.", now=now)
    read: list[object] = []

    def counted(content: dict[str, Any]) -> str:
        read.append(content)
        return digest_of(content)

    monkeypatch.setattr(finding, "digest_of", counted)
    found = opportunities.as_told(session, [*reversed(keys), uuid4()])

    assert found == told[::-1]
    assert len(read) == 1 + 9 + 1
