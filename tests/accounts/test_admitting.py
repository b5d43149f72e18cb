"""Letting somebody in from the machine itself."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from matcher.accounts import accepting, admitting, links, managing, second_step
from matcher.cli.serving import how_to_begin
from matcher.db import open_engine, writing
from matcher.errors import BadInput, NotFound
from matcher.keys import link_token
from matcher.models import Account, LinkPurpose, Role
from matcher.settings import Settings
from tests.accounts.staff import KEY, a_lead, a_team, an_account


def test_who_is_known_gets_a_link_to_sign_in(session: Session, now: datetime) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)

    link = admitting.admit(session, " LEA@example.org", lost_phone=False, now=now)

    assert (link.purpose, link.account_id) == (LinkPurpose.SIGN_IN, lead.id)
    assert link.expires_at == now + timedelta(hours=1)


def test_who_is_unknown_may_become_an_administrator(
    session: Session, now: datetime
) -> None:
    link = admitting.admit(session, "ada@example.org", lost_phone=False, now=now)

    token = link_token(KEY, link.id)
    made = accepting.accept(session, KEY, token, name="Ada", now=now)

    assert (made.role, made.email) == (Role.ADMINISTRATOR, "ada@example.org")


def test_a_lost_phone_gives_no_codes_any_more(session: Session, now: datetime) -> None:
    lead = an_account(session, now, "Lea", role=Role.LEAD)
    second_step.prepare(lead)
    old = pyotp.TOTP(str(second_step.secret_of(KEY, lead)))
    assert second_step.confirm(session, KEY, lead.id, old.at(now), now=now)
    session.refresh(lead)

    admitting.admit(session, lead.email, lost_phone=True, now=now)
    second_step.prepare(lead)
    later = now + timedelta(minutes=5)

    assert not lead.second_step_on
    assert not second_step.confirm(session, KEY, lead.id, old.at(later), now=later)


def test_a_lead_who_was_disabled_can_be_let_in_again(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)
    other = an_account(session, now, "Kit", role=Role.LEAD, team=a_team(session))
    managing.disable(session, by, other.id, now=now)

    link = admitting.admit(session, other.email, lost_phone=False, now=now)

    assert links.look(session, KEY, link_token(KEY, link.id), now=now) == link


def test_what_is_no_address_is_one_plain_sentence(
    session: Session, now: datetime
) -> None:
    with pytest.raises(BadInput, match="not a mail address"):
        admitting.admit(session, "Lea", lost_phone=False, now=now)


def test_a_machine_where_nobody_works_says_how_to_begin(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings(data=tmp_path, database_url=sqlite_url, secret_key=KEY.decode())
    engine = open_engine(sqlite_url)

    first, second = how_to_begin(settings, engine), how_to_begin(settings, engine)

    assert "Nobody works here yet" in first
    assert opens(engine, first) == []
    assert opens(engine, second) == [Role.LEAD]
    assert how_to_begin(settings, engine) == ""
    engine.dispose()


def opens(engine: sa.Engine, said: str) -> list[Role]:
    """Whom the printed address makes, when it is opened."""
    token = re.findall(r"http://127\.0\.0\.1:8000/links/([\w-]{43})$", said)[0]
    now = datetime.now(UTC)
    with suppress(NotFound), writing(engine) as session:
        accepting.accept(
                session, KEY, token, name="Lea", email="lea@example.org",
                service="Mill Street", team="Outreach", now=now,
            )  # fmt: skip
    with Session(engine) as session:
        return [account.role for account in session.exec(select(Account))]
