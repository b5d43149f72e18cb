"""Who runs things to do, told of by two at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities, organizations
from catalogue.drafts import OpportunityDraft, OrganizationDraft
from catalogue.models import Organization, TaxonomyTerm
from matcher.db import open_engine, reading, writing
from tests.waiting import until_they_wait


@pytest.fixture
def postgres(postgresql_url: str) -> Iterator[sa.Engine]:
    """Where two may write side by side: on SQLite one waits for the other."""
    engine = open_engine(postgresql_url)
    yield engine
    engine.dispose()


def choir(**organization: str) -> OpportunityDraft:
    return OpportunityDraft(
        source="a sheet",
        source_id="choir",
        title="Tuesday choir",
        organization=OrganizationDraft(name="Wenbrook Singers", **organization),
    )


def test_what_was_said_of_an_organization_meanwhile_stays(
    postgres: sa.Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(postgres) as session:
        opportunities.store(session, [choir()], now=now)
    read = organizations.organization_rows

    def read_before_another_trusts_it(session: Session, keys: object) -> object:
        rows = read(session, list(keys))  # type: ignore[call-overload]
        with writing(postgres) as other:
            for key in rows:
                organizations.trust(other, key, now=now)
        return rows

    monkeypatch.setattr(
        organizations, "organization_rows", read_before_another_trusts_it
    )
    with writing(postgres) as session:
        opportunities.store(session, [choir(phone="01234 567890")], now=now)
        [stored] = session.execute(
            sa.select(col(Organization.trusted_at), col(Organization.phone))
        )

    assert stored == (now, "01234 567890")


def test_two_who_tell_of_the_same_new_club_and_activity_are_both_heard(
    postgres: sa.Engine, now: datetime
) -> None:
    first = replace(choir(url="https://sing.example"), activities=("Quidditch",))
    second = replace(
        choir(phone="01234 567890"), source_id="2", activities=first.activities
    )

    def told() -> object:
        with writing(postgres) as session:
            return opportunities.store(session, [second], now=now)

    with ThreadPoolExecutor(1) as threads, writing(postgres) as session:
        opportunities.store(session, [first], now=now)
        meanwhile = threads.submit(told)
        try:
            until_they_wait(postgres, 1)
        finally:
            session.commit()
        meanwhile.result(timeout=60)

    with reading(postgres) as session:
        club = session.execute(
            sa.select(col(Organization.url), col(Organization.phone))
        )
        terms = session.execute(sa.select(col(TaxonomyTerm.name)))
        assert club.all() == [("https://sing.example", "01234 567890")]
        assert terms.all() == [("Quidditch",)]


def test_an_organization_that_is_new_is_none_of_which_more_is_known_now(
    session: Session, now: datetime
) -> None:
    new = organizations.store_organizations(session, [choir(phone="1")], now=now)
    fuller = organizations.store_organizations(session, [choir(url="x")], now=now)

    assert (len(new.revised), len(fuller.revised)) == (0, 1)
