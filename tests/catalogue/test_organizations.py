"""Who runs things to do, told of by two at the same moment."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from catalogue import opportunities, organizations
from catalogue.drafts import OpportunityDraft, OrganizationDraft
from catalogue.models import Organization
from matcher.db import open_engine, writing


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
