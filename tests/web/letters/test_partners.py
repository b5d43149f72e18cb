"""The letter to a partner: one press, and it is right today."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from sqlmodel import Session

from catalogue.drafts import Openness
from catalogue.models import Opportunity, Organization
from catalogue.opportunities import keeping
from matcher.db import writing
from matcher.digests.addresses import LETTER
from matcher.keys import token_for
from matcher.models import Account, RecipientKind, Role
from tests.signed_in import an_account
from tests.web.letters.a_letter import a_letter, everything


@pytest.fixture
def partner(engine: sa.Engine, choir: UUID, now: datetime) -> Account:
    with writing(engine) as session:
        hall = Organization(
            id=uuid4(), source="test", name_key="hall", name="Hall",
            openness=Openness.MAINSTREAM, modified_at=now,
        )  # fmt: skip
        session.add(hall)
        session.flush()
        keeping.keep(session, [choir], organization_id=hall.id, now=now)
    return an_account(
        engine, role=Role.PARTNER, name="Pat", team=None, organization_id=hall.id
    )


def test_a_partner_presses_once_and_it_is_right_today(
    client: TestClient,
    engine: sa.Engine,
    partner: Account,
    choir: UUID,
    key: bytes,
    now,
) -> None:
    letter = a_letter(
        engine, partner.id, now, kind=RecipientKind.PARTNER, holding=(choir,)
    )
    at = f"/letter/{token_for(key, LETTER, letter)}"

    page = client.get(at)
    answer = client.post(page.url.path, data={"press": "right", "listing": str(choir)})

    assert f'id="listing-{choir}"' in page.text
    assert "Evening choir" in page.text
    assert "Sam" not in page.text
    assert "You said it is right" in answer.text
    with Session(engine) as session:
        assert session.get_one(Opportunity, choir).assured_on == now.date()


def test_a_press_counts_only_for_what_the_letter_asked(
    client: TestClient, engine: sa.Engine, partner: Account, sam: UUID, choir: UUID,
    key: bytes, now: datetime,
) -> None:  # fmt: skip
    empty = a_letter(engine, partner.id, now, kind=RecipientKind.PARTNER)
    persons = a_letter(engine, sam, now, holding=(choir,))
    before = everything(engine)

    answers = [
        client.post(
            f"/still-true/{token_for(key, LETTER, letter)}",
            data={"press": "right", "listing": str(choir)},
        ).status_code
        for letter in (empty, persons)
    ]

    assert answers == [200, 404]
    assert everything(engine) == before
