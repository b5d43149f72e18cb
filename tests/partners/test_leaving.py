"""Somebody leaves, and what they kept stays kept, by a colleague or by nobody yet."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from catalogue.models import Organization
from matcher.access import STRANGER, Visitor, may_keep, visitor_of
from matcher.accounts import inviting, sign_ins
from matcher.accounts.sign_ins import hashed
from matcher.digests import asking
from matcher.errors import BadInput, NotAllowed, NotFound
from matcher.models import Account, Link, Mail, Role, Subscription
from matcher.partners import deciding, drafting, leaving
from tests.partners.builders import visitor, whole

LATER = timedelta(days=4)
"""After every invitation is dead."""


def letters(session: Session) -> list[tuple[str, str]]:
    mails = session.exec(select(Mail).order_by(col(Mail.letter), col(Mail.recipient)))
    return [(mail.letter, mail.recipient) for mail in mails]


def test_who_leaves_is_out_at_once_and_a_colleague_goes_on(
    session: Session, jo: Visitor, bea: Visitor, lea: Visitor, choir: UUID,
    now: datetime,
) -> None:  # fmt: skip
    cookie = sign_ins.begin(session, now=now, account_id=jo.account_id)

    leaving.leave(session, jo, now=now)

    assert visitor_of(session, hashed(cookie), now=now) == STRANGER
    assert may_keep(session, bea, choir)
    assert leaving.left_alone(session, lea, now=now) == []
    assert letters(session) == []


def test_who_has_no_account_yet_is_invited_in_their_place(
    session: Session, jo: Visitor, lea: Visitor, choir: UUID, now: datetime
) -> None:
    leaving.leave(session, jo, hand_to="Kim@good.example", now=now)

    link = session.exec(select(Link)).one()

    assert letters(session) == [("invitation", "kim@good.example")]
    assert (link.role, link.organization_id) == (Role.PARTNER, jo.organization_id)
    assert leaving.left_alone(session, lea, now=now) == []
    assert [one.name for one in leaving.left_alone(session, lea, now=now + LATER)] == [
        "Mill Lane Arts"
    ]


def test_when_the_last_one_leaves_a_lead_is_told_and_can_invite_somebody(
    session: Session, jo: Visitor, lea: Visitor, ana: Visitor, choir: UUID,
    now: datetime,
) -> None:  # fmt: skip
    leaving.leave(session, jo, now=now)

    told = letters(session)
    [left] = leaving.left_alone(session, lea, now=now)
    leaving.invite_again(session, lea, left.id, email="kim@good.example", now=now)

    assert told == [("nobody_left", "lea.marsh@example.org")]
    assert (left.name, left.count) == ("Mill Lane Arts", 1)
    assert leaving.left_alone(session, ana, now=now) == []
    assert leaving.left_alone(session, lea, now=now) == []
    with pytest.raises(NotFound):
        leaving.invite_again(session, lea, left.id, email="lu@good.example", now=now)


def test_whether_it_is_true_is_asked_at_the_organizations_address_then(
    session: Session, jo: Visitor, lea: Visitor, choir: UUID, now: datetime
) -> None:
    arts = session.get_one(Organization, jo.organization_id)
    arts.email = "Office@mill.example"
    before = leaving.left_at(session, "office@mill.example")
    leaving.leave(session, jo, now=now)

    known = session.exec(select(Subscription)).one()
    keeper = asking.keeper_of(session, known.id)
    assert keeper
    due = asking.due_for(session, keeper, months=(5,), today=now.date())
    [left] = leaving.left_alone(session, lea, now=now)

    assert (before, left.email) == ([], "office@mill.example")
    assert [one.id for one in due] == [choir]


def test_a_lead_hands_on_for_somebody_who_has_gone_already(
    session: Session, jo: Visitor, lea: Visitor, ana: Visitor, choir: UUID,
    now: datetime,
) -> None:  # fmt: skip
    assert jo.account_id
    assert ana.account_id
    with pytest.raises(NotFound):
        leaving.hand_on(session, ana, jo.account_id, now=now)
    with pytest.raises(BadInput):
        leaving.hand_on(
            session, replace(lea, service="Mill Street"), ana.account_id, now=now
        )

    leaving.hand_on(session, lea, jo.account_id, hand_to="kim@good.example", now=now)

    assert session.get_one(Account, jo.account_id).disabled_at == now
    assert letters(session) == [("invitation", "kim@good.example")]


def test_nobody_learns_which_addresses_are_known_here(
    session: Session, jo: Visitor, bea: Visitor, ana: Visitor, now: datetime
) -> None:
    for address in ("ana.reyes@example.org", "bea.lunn@example.org"):
        assert inviting.invite_colleague(session, by=jo, email=address, now=now) is None

    assert letters(session) == []


def test_colleagues_are_invited_into_ones_own_organization_alone_and_not_without_end(
    session: Session, jo: Visitor, ana: Visitor, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        inviting.invite_colleague(session, by=ana, email="kim@good.example", now=now)
    for number in range(10):
        inviting.invite_colleague(
            session, by=jo, email=f"k{number}@good.example", now=now
        )

    again = inviting.invite_colleague(session, by=jo, email="k3@good.example", now=now)
    more = inviting.invite_colleague(session, by=jo, email="k11@good.example", now=now)

    assert again
    assert more is None
    assert len(session.exec(select(Mail)).all()) == 10


def test_an_invitation_of_somebody_else_is_not_theirs_to_end(
    session: Session, jo: Visitor, lea: Visitor, stranger_partner: Visitor,
    now: datetime,
) -> None:  # fmt: skip
    leads = inviting.invite(
        session, by=replace(lea, service="Mill Street"), email="pat@good.example",
        role=Role.WORKER, team_id=lea.team_id, now=now,
    )  # fmt: skip
    theirs = inviting.invite_colleague(
        session, by=stranger_partner, email="kim@good.example", now=now
    )

    for address in ("pat@good.example", "kim@good.example"):
        assert inviting.invite_colleague(session, by=jo, email=address, now=now) is None

    assert theirs
    assert {one.id for one in session.exec(select(Link))} == {leads.id, theirs.id}
    later = now + LATER
    assert inviting.invite_colleague(
        session, by=jo, email="kim@good.example", now=later
    )


def test_what_they_handed_in_is_answered_to_their_colleagues(
    session: Session, jo: Visitor, bea: Visitor, ana: Visitor, now: datetime
) -> None:
    draft = drafting.begin(session, jo, now=now)
    whole(draft)
    draft.submitted_at = now
    leaving.leave(session, jo, now=now)

    deciding.send_back(session, ana, draft.id, "Which door?", now=now)

    assert letters(session) == [("looked_at", "bea.lunn@example.org")]


def test_answers_go_to_who_asked_and_to_colleagues_only_once_they_left(
    session: Session, jo: Visitor, bea: Visitor, now: datetime
) -> None:
    of = jo.organization_id
    before = leaving.tellers(session, jo.account_id, of)
    leaving.leave(session, jo, now=now)

    assert before == ["jo.field@example.org"]
    assert leaving.tellers(session, jo.account_id, of) == ["bea.lunn@example.org"]
    assert leaving.tellers(session, None, of) == ["bea.lunn@example.org"]
    assert leaving.tellers(session, jo.account_id, None) == []


def test_only_somebody_of_an_organization_leaves_one(
    session: Session, ana: Visitor, now: datetime
) -> None:
    other = visitor(session, "Kit Moss", Role.PARTNER)

    for one in (ana, other):
        with pytest.raises(NotAllowed):
            leaving.leave(session, one, now=now)
