""" "This is ours": asked with a press, agreed by a worker, never taken from anybody."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from catalogue import opportunities, organizations
from catalogue.opportunities import keeping
from matcher.access import Visitor, may_keep
from matcher.db import reading, writing
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.models import JoinRequest, ListingClaim, Mail, Role
from matcher.partners import claiming, joining, leaving
from tests.partners.builders import ARTS, CHOIR, visitor


@pytest.fixture
def found(session: Session, now: datetime) -> UUID:
    """A listing that came from elsewhere under another name, and nobody keeps."""
    draft = replace(CHOIR, source="a sheet", source_id="7", organization=None)
    return keeping.publish(session, draft, now=now)


def test_a_press_asks_and_a_worker_agrees(
    session: Session, jo: Visitor, ana: Visitor, found: UUID, now: datetime
) -> None:
    claiming.claim(session, jo, found, now=now)
    claiming.claim(session, jo, found, now=now)
    before = may_keep(session, jo, found)
    asked = [one.id for one in claiming.asked_for(session, jo)]
    [one] = claiming.waiting(session, ana)

    claiming.agree(session, ana, one.row.id, now=now)
    [mail] = session.exec(select(Mail))

    assert (before, asked, one.organization) == (False, [found], "Mill Lane Arts")
    assert may_keep(session, jo, found)
    assert (mail.letter, mail.values["note"]) == ("claimed", "")
    assert claiming.asked_for(session, jo) == []
    with pytest.raises(NotFound):
        claiming.agree(session, ana, one.row.id, now=now)


def test_a_no_says_why_and_changes_nothing(
    session: Session, jo: Visitor, ana: Visitor, found: UUID, now: datetime
) -> None:
    claiming.claim(session, jo, found, now=now)
    [one] = claiming.waiting(session, ana)

    with pytest.raises(BadInput):
        claiming.decline(session, ana, one.row.id, "", now=now)
    claiming.decline(session, ana, one.row.id, "Elm Road run it.", now=now)
    [mail] = session.exec(select(Mail))

    assert mail.values["note"] == "Elm Road run it."
    assert not may_keep(session, jo, found)


def test_who_asked_and_left_is_not_written_to_but_their_colleagues_are(
    session: Session, jo: Visitor, bea: Visitor, ana: Visitor, found: UUID,
    now: datetime,
) -> None:  # fmt: skip
    claiming.claim(session, jo, found, now=now)
    [one] = claiming.waiting(session, ana)
    leaving.leave(session, jo, now=now)

    claiming.agree(session, ana, one.row.id, now=now)
    [mail] = session.exec(select(Mail))

    assert (mail.letter, mail.recipient) == ("claimed", "bea.lunn@example.org")


def test_what_is_kept_already_is_not_asked_for(
    session: Session, jo: Visitor, stranger_partner: Visitor, choir: UUID, now: datetime
) -> None:
    for one in (jo, stranger_partner):
        with pytest.raises(BadInput):
            claiming.claim(session, one, choir, now=now)


def test_of_two_who_say_so_the_second_gets_nothing_by_itself(
    session: Session,
    jo: Visitor,
    stranger_partner: Visitor,
    ana: Visitor,
    found: UUID,
    now: datetime,
) -> None:
    for one in (jo, stranger_partner):
        claiming.claim(session, one, found, now=now)
    keys = {x.organization: x.row.id for x in claiming.waiting(session, ana)}

    claiming.agree(session, ana, keys["Elm Road Dancers"], now=now)

    with pytest.raises(BadInput):
        claiming.agree(session, ana, keys["Mill Lane Arts"], now=now)
    assert keeping.keeper_of(session, found) == stranger_partner.organization_id


def test_what_came_to_them_another_way_is_agreed_to_all_the_same(
    session: Session, jo: Visitor, ana: Visitor, arts: UUID, found: UUID, now: datetime
) -> None:
    claiming.claim(session, jo, found, now=now)
    [one] = claiming.waiting(session, ana)
    keeping.keep(session, [found], organization_id=arts, now=now)

    claiming.agree(session, ana, one.row.id, now=now)

    assert claiming.waiting(session, ana) == []
    assert keeping.keeper_of(session, found) == arts


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_presses_at_the_same_moment_ask_once(
    engine: sa.Engine, now: datetime
) -> None:
    with writing(engine) as session:
        arts = organizations.welcome(session, "here", ARTS, now=now)
        jo = visitor(session, "Jo Field", Role.PARTNER, arts)
        found = keeping.publish(session, replace(CHOIR, organization=None), now=now)

    def press() -> None:
        with writing(engine) as session:
            claiming.claim(session, jo, found, now=now)

    with ThreadPoolExecutor(1) as other:
        with writing(engine) as session:
            claiming.claim(session, jo, found, now=now)
            session.flush()
            second = other.submit(press)
            wait([second], timeout=0.5)
        second.result(timeout=30)

    with reading(engine) as session:
        assert len(claiming.asked_for(session, jo)) == 1
        assert len(session.exec(select(ListingClaim)).all()) == 1


def test_who_came_by_a_listing_that_was_made_one_with_another_gets_that_one(
    session: Session, lea: Visitor, found: UUID, now: datetime
) -> None:
    other = replace(CHOIR, source="a sheet", source_id="8", organization=None)
    stays = keeping.publish(session, other, now=now)
    asking = joining.Asking(
        organization="Elm Road Painters", name="Jo", email="jo@elm.example",
        charity_number="1", listing=found,
    )  # fmt: skip
    joining.ask(session, asking, now=now)
    request = session.exec(select(JoinRequest)).one()
    opportunities.merge(session, stays, found, now=now)

    key = joining.agree(session, request.id, by=lea, with_this="yes", now=now)

    assert keeping.keeper_of(session, stays) == key
    assert keeping.keeper_of(session, found) is None


def test_partners_ask_and_workers_answer_and_nobody_else(
    session: Session, jo: Visitor, ana: Visitor, found: UUID, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        claiming.claim(session, ana, found, now=now)
    with pytest.raises(NotFound):
        claiming.claim(session, jo, UUID(int=1), now=now)
    claiming.claim(session, jo, found, now=now)
    [one] = claiming.waiting(session, ana)

    assert claiming.waiting(session, jo) == []
    with pytest.raises(NotAllowed):
        claiming.agree(session, jo, one.row.id, now=now)


@pytest.mark.parametrize("with_this", ["yes", ""])
def test_who_asks_to_join_from_a_listing_gets_it_when_a_lead_says_so(
    session: Session, lea: Visitor, found: UUID, now: datetime, with_this: str
) -> None:
    asking = joining.Asking(
        organization="Elm Road Painters", name="Jo", email="jo@elm.example",
        charity_number="1", listing=found,
    )  # fmt: skip
    joining.ask(session, asking, now=now)
    request = session.exec(select(JoinRequest)).one()

    key = joining.agree(session, request.id, by=lea, with_this=with_this, now=now)

    assert (keeping.keeper_of(session, found) == key) == bool(with_this)
