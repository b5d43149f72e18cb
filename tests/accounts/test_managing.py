"""What a lead may do with accounts and teams, and what they are never told."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from catalogue import organizations
from catalogue.drafts import Openness
from catalogue.models import Organization
from matcher import access
from matcher.accounts import accepting, inviting, links, managing, own_account, sign_ins
from matcher.accounts.signing_in import begin
from matcher.errors import BadInput, MatcherError, NotAllowed, NotFound
from matcher.keys import hashed
from matcher.models import Account, Link, Mail, Person, Role, SignIn, Trust
from tests.accounts.staff import (
    a_lead,
    a_link_of,
    a_team,
    an_account,
    an_invitation,
    signed_in,
)

# --- inviting ------------------------------------------------------------------------


def test_a_lead_invites_a_worker_into_a_team_by_mail(
    session: Session, now: datetime
) -> None:
    by, team = a_lead(session, now), a_team(session)

    link = inviting.invite(
        session, by=by, email="Sam@Example.org", role=Role.WORKER, team_id=team.id,
        now=now,
    )  # fmt: skip

    mail = session.exec(select(Mail)).one()
    assert (link.email, link.role, link.team_id) == (
        "sam@example.org", Role.WORKER, team.id,
    )  # fmt: skip
    assert (mail.letter, mail.recipient, mail.link_id, mail.values) == (
        "invitation", "sam@example.org", link.id, {"invited_by": "Lea"},
    )  # fmt: skip


def test_a_lead_invites_a_partner_of_an_organisation_by_its_name(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)
    choir = Organization(
        id=uuid4(), source="t", name_key="town choir", name="Town Choir",
        openness=Openness.MAINSTREAM, modified_at=now,
    )  # fmt: skip
    session.add(choir)
    session.flush()

    found = organizations.called(session, " TOWN   choir ")
    link = inviting.invite(
        session, by=by, email="p@example.org", role=Role.PARTNER, organization_id=found,
        now=now,
    )  # fmt: skip

    assert (link.organization_id, link.team_id) == (choir.id, None)
    assert organizations.called(session, "") is None


REFUSALS: dict[str, tuple[type[MatcherError], dict[str, object]]] = {
    "an administrator": (NotAllowed, {"role": Role.ADMINISTRATOR}),
    "a worker of no team": (BadInput, {"role": Role.WORKER, "team_id": None}),
    "a worker of nowhere": (NotFound, {"team_id": uuid4()}),
    "a partner of nothing": (BadInput, {"role": Role.PARTNER}),
    "a partner of nowhere": (
        BadInput, {"role": Role.PARTNER, "organization_id": uuid4()},
    ),
    "no address": (BadInput, {"email": "sam"}),
    "two addresses": (BadInput, {"email": "a@example.org, b@example.org"}),
    "somebody who is here": (BadInput, {"email": "lea@example.org"}),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_a_lead_can_not_invite(session: Session, now: datetime, what: str) -> None:
    problem, given = REFUSALS[what]
    by, team = a_lead(session, now), a_team(session)
    asked = {"email": "s@example.org", "role": Role.WORKER, "team_id": team.id} | given

    with pytest.raises(problem):
        inviting.invite(session, by=by, now=now, **asked)

    assert session.exec(select(Link)).all() == []


def test_a_lead_does_not_invite_into_another_service(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)
    elsewhere = a_team(session, "Outreach", "Harbour House")

    with pytest.raises(NotFound):
        inviting.invite(
            session, by=by, email="s@example.org", role=Role.WORKER,
            team_id=elsewhere.id, now=now,
        )  # fmt: skip


@pytest.mark.parametrize("role", [Role.WORKER, Role.PARTNER])
def test_who_is_no_lead_invites_nobody(
    session: Session, now: datetime, role: Role
) -> None:
    team = a_team(session)
    by = signed_in(session, an_account(session, now, role=role, team=team), now)

    with pytest.raises(NotAllowed):
        inviting.invite(
            session, by=by, email="s@example.org", role=Role.WORKER, team_id=team.id,
            now=now,
        )  # fmt: skip


def test_of_two_invitations_to_one_address_the_newer_works(
    session: Session, now: datetime
) -> None:
    by, team = a_lead(session, now), a_team(session)

    _first, second = (
        inviting.invite(
            session, by=by, email="s@example.org", role=Role.WORKER, team_id=team.id,
            now=now,
        )
        for _ in range(2)
    )  # fmt: skip

    assert session.exec(select(Link.id)).all() == [second.id]
    assert session.exec(select(Mail.link_id)).all() == [second.id]


def test_an_invitation_can_be_taken_back_by_whom_it_is_to_manage(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)
    other = signed_in(
        session,
        an_account(
            session, now, "Kit", role=Role.LEAD, team=a_team(session, "Day", "Harbour")
        ),
        now,
    )
    link, _token = an_invitation(session, now)

    with pytest.raises(NotFound):
        inviting.take_back(session, other, link.id, now=now)
    seen = inviting.waiting(session, by, now=now)
    inviting.take_back(session, by, link.id, now=now)

    assert [waiting.id for waiting in seen] == [link.id]
    assert inviting.waiting(session, by, now=now) == []


# --- accounts ------------------------------------------------------------------------


def test_disabling_ends_every_sign_in_at_once(session: Session, now: datetime) -> None:
    by = a_lead(session, now)
    worker = an_account(session, now, team=a_team(session))
    cookies = [begin(session, worker.id, now=now) for _ in range(3)]

    managing.disable(session, by, worker.id, now=now)

    visitors = {
        access.visitor_of(session, hashed(cookie), now=now) for cookie in cookies
    }
    assert visitors == {access.STRANGER}
    with pytest.raises(NotFound):
        begin(session, worker.id, now=now)


def test_enabling_lets_them_sign_in_anew(session: Session, now: datetime) -> None:
    by = a_lead(session, now)
    worker = an_account(session, now, team=a_team(session))
    token = a_link_of(session, worker, now)
    managing.disable(session, by, worker.id, now=now)

    managing.enable(session, by, worker.id)

    assert begin(session, worker.id, now=now)
    with pytest.raises(NotFound):
        links.look(session, b"x" * 32, token, now=now)


def test_a_lead_manages_their_own_service_and_partners_alone(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)
    ours = an_account(session, now, "Ana", team=a_team(session, "Day"))
    partner = an_account(session, now, "Pat", role=Role.PARTNER)
    an_account(session, now, "Far", team=a_team(session, "Outreach", "Harbour House"))
    an_account(session, now, "Ada", role=Role.ADMINISTRATOR)

    listed = {account.name for account, _team in managing.listed(session, by)}

    assert listed == {ours.name, partner.name, "Lea"}


def test_an_administrator_manages_everybody_but_themself(
    session: Session, now: datetime
) -> None:
    ada = an_account(session, now, "Ada", role=Role.ADMINISTRATOR)
    by = signed_in(session, ada, now)
    far = an_account(session, now, "Far", team=a_team(session, "Day", "Harbour House"))

    managing.disable(session, by, far.id, now=now)

    with pytest.raises(NotAllowed):
        managing.disable(session, by, ada.id, now=now)
    assert far.disabled_at == now


CHANGES: dict[str, Callable[[Session, access.Visitor, UUID, datetime], object]] = {
    "look": lambda s, by, who, _now: managing.account_for(s, by, who),
    "move": lambda s, by, who, _now: managing.move(s, by, who, a_team(s).id),
    "disable": lambda s, by, who, now: managing.disable(s, by, who, now=now),
    "enable": lambda s, by, who, _now: managing.enable(s, by, who),
    "forget a phone": lambda s, by, who, _now: managing.forget_phone(s, by, who),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.WORKER, Role.PARTNER])
def test_who_is_no_lead_changes_nobodys_account(
    session: Session, now: datetime, role: Role, change: str
) -> None:
    team = a_team(session)
    by = signed_in(session, an_account(session, now, role=role, team=team), now)
    other = an_account(session, now, "Other", team=team)

    with pytest.raises(NotFound):
        CHANGES[change](session, by, other.id, now)


@pytest.mark.parametrize("change", CHANGES)
def test_a_lead_changes_nobody_of_another_service(
    session: Session, now: datetime, change: str
) -> None:
    by = a_lead(session, now)
    far = an_account(session, now, "Far", team=a_team(session, "Day", "Harbour House"))

    with pytest.raises(NotFound):
        CHANGES[change](session, by, far.id, now)


def test_moving_somebody_changes_what_they_see_at_once(
    session: Session, now: datetime
) -> None:
    by, day = a_lead(session, now), a_team(session, "Day")
    worker = an_account(session, now, team=a_team(session))
    visitor = signed_in(session, worker, now)

    managing.move(session, by, worker.id, day.id)
    session.flush()
    after = access.visitor_of(session, str(visitor.sign_in_id), now=now)

    assert (visitor.team_id == day.id, after.team_id) == (False, day.id)


def test_a_lead_adds_a_team_to_their_own_service_whatever_they_write(
    session: Session, now: datetime
) -> None:
    by = a_lead(session, now)

    made = managing.add_team(session, by, name="Day", service="Harbour House")

    assert made.service == "Mill Street"
    with pytest.raises(BadInput):
        managing.add_team(session, by, name="Day", service="")


# --- counts --------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "shown"), [(0, None), (4, None), (5, 5), (6, 6)])
def test_a_count_below_five_is_not_told(
    session: Session, now: datetime, people: int, shown: int | None
) -> None:
    by, team = a_lead(session, now), a_team(session)
    worker = an_account(session, now, team=team)
    for _ in range(people):
        keeps_a_page(session, now, account_id=worker.id)

    counts = managing.people_counted(session, by, now=now)

    assert [(count.team.name, count.people) for count in counts] == [(team.name, shown)]


def keeps_a_page(session: Session, now: datetime, **shared: object) -> Person:
    person = Person(id=uuid4(), called="Jo", created_at=now, active_at=now)
    session.add(person)
    session.flush()
    session.add(Trust(id=uuid4(), person_id=person.id, given_at=now, **shared))
    session.flush()
    return person


def test_somebody_who_chose_a_worker_and_their_team_is_counted_once(
    session: Session, now: datetime
) -> None:
    by, team = a_lead(session, now), a_team(session)
    worker = an_account(session, now, team=team)
    for _ in range(5):
        person = keeps_a_page(session, now, account_id=worker.id)
        session.add(
            Trust(id=uuid4(), person_id=person.id, team_id=team.id, given_at=now)
        )
    keeps_a_page(session, now, account_id=worker.id, ended_at=now)
    keeps_a_page(session, now, account_id=worker.id, until=now)
    session.flush()

    counts = managing.people_counted(session, by, now=now)

    assert [count.people for count in counts] == [5]


# --- one's own account ---------------------------------------------------------------


def test_a_new_password_keeps_this_browser_alone(
    session: Session, now: datetime
) -> None:
    worker = an_account(session, now, team=a_team(session))
    begin(session, worker.id, now=now)
    here = begin(session, worker.id, now=now)
    session.flush()

    word = own_account.password_to_keep(
        session, hashed(here), current="", new="three quiet green boats"
    )
    value = own_account.change_password(session, hashed(here), word)
    session.flush()

    assert value != here
    assert [s.id for s in session.exec(select(SignIn))] == [hashed(value)]


def test_sign_ins_that_ended_by_themselves_are_swept_away(
    session: Session, now: datetime
) -> None:
    worker = an_account(session, now)
    sign_ins.begin(session, now=now - access.IDLE * 2, account_id=worker.id)
    sign_ins.begin(session, now=now, account_id=worker.id)
    session.flush()

    swept = sign_ins.sweep(session, now=now)

    assert (swept, len(session.exec(select(SignIn)).all())) == (1, 1)


def test_an_account_made_by_invitation_is_in_the_team_of_the_invitation(
    session: Session, now: datetime
) -> None:
    link, token = an_invitation(session, now, role=Role.LEAD)

    made = accepting.accept(
        session, b"0123456789abcdef0123456789abcdef", token, name="Sam", now=now
    )

    assert (made.role, made.team_id, made.password_hash) == (
        Role.LEAD, link.team_id, None,
    )  # fmt: skip
    assert session.get_one(Account, made.id).email == link.email
