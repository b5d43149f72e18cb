"""An organization asks to join; a lead agrees, and it has its account and listings."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from catalogue.opportunities import keeping
from matcher.access import Visitor
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.models import JoinRequest, Link, Mail, Role
from matcher.partners import joining
from matcher.partners.joining import Asking
from tests.partners.builders import CHOIR

ASKING = Asking(
    organization="Mill Lane Arts",
    name="Jo Field",
    email="jo@milllane.example",
    charity_number="1234567",
)


def asked(session: Session, now: datetime) -> UUID:
    joining.ask(session, ASKING, now=now)
    return session.exec(select(JoinRequest)).one().id


def test_a_lead_agrees_and_an_invitation_leaves(
    session: Session, lea: Visitor, now: datetime
) -> None:
    request = asked(session, now)

    key = joining.agree(session, request, by=lea, now=now)
    link, mail = session.exec(select(Link)).one(), session.exec(select(Mail)).one()

    assert (link.role, link.organization_id) == (Role.PARTNER, key)
    assert (mail.letter, mail.recipient) == ("invitation", "jo@milllane.example")
    assert joining.waiting(session, lea) == []


def test_what_came_from_elsewhere_under_their_name_becomes_theirs(
    session: Session, lea: Visitor, now: datetime
) -> None:
    choir = keeping.publish(session, CHOIR, now=now)
    request = asked(session, now)
    row = session.get_one(JoinRequest, request)

    [count] = joining.already_listed(session, [row])
    key = joining.agree(session, request, by=lea, with_their_listings="yes", now=now)

    assert count == 1
    assert keeping.kept_listings(session, key) == [choir]


def test_asking_twice_waits_once_and_says_nothing(
    session: Session, lea: Visitor, now: datetime
) -> None:
    asked(session, now)

    joining.ask(session, ASKING, now=now + timedelta(days=1))

    assert len(joining.waiting(session, lea)) == 1


@pytest.mark.parametrize(
    "left_out", [{"organization": ""}, {"name": ""}, {"charity_number": ""}]
)
def test_what_is_missing_is_asked_for(
    session: Session, now: datetime, left_out: dict[str, str]
) -> None:
    with pytest.raises(BadInput):
        joining.ask(session, Asking(**{**vars(ASKING), **left_out}), now=now)


def test_declining_takes_a_message_and_mails_it(
    session: Session, lea: Visitor, now: datetime
) -> None:
    request = asked(session, now)

    with pytest.raises(BadInput):
        joining.decline(session, request, by=lea, note="", now=now)
    joining.decline(session, request, by=lea, note="Please ring us.", now=now)

    assert session.exec(select(Mail)).one().values["note"] == "Please ring us."
    with pytest.raises(NotFound):
        joining.agree(session, request, by=lea, now=now)


def test_only_leads_read_and_answer(
    session: Session, ana: Visitor, jo: Visitor, now: datetime
) -> None:
    request = asked(session, now)

    assert [joining.waiting(session, one) for one in (ana, jo)] == [[], []]
    with pytest.raises(NotAllowed):
        joining.agree(session, request, by=ana, now=now)
