"""Who is asking, and what they may see: one filter, and no HTTP.

Everything that shows or changes something of a person goes through ``people_for`` or
``person_for``. A worker sees the people who chose *them*, or whose team they may cover
for; a person sees themself; a lead sees counts; a partner sees no person at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from catalogue.models import Opportunity
from catalogue.opportunities.keeping import keeper_of
from matcher.errors import NotFound
from matcher.models import (
    AccessEvent,
    Account,
    ListingDraft,
    Look,
    Person,
    Role,
    SignIn,
    Team,
    Trust,
)

IDLE = timedelta(minutes=30)
"""A sign-in nobody uses ends (OWASP ASVS 5.0, 7.3.1)."""

LONGEST = timedelta(hours=12)
"""A sign-in ends however much it is used (ASVS 7.3.2): a working day."""

STAFF_WHO_MEET_PEOPLE = frozenset({Role.WORKER, Role.LEAD})
"""A lead may be somebody's chosen worker too; as a lead they see counts."""

SECOND_STEP_FOR = frozenset({Role.LEAD, Role.ADMINISTRATOR})
"""Who must take a second step at sign-in."""


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever is looking. Without any of these: a stranger."""

    sign_in_id: str | None = None
    account_id: UUID | None = None
    name: str = ""
    role: Role | None = None
    team_id: UUID | None = None
    service: str = ""
    """The service of their team, as people know it."""
    organization_id: UUID | None = None
    """A partner's own organization."""
    second_step_due: bool = False
    """Signed in with the first step only: nothing opens but the second."""
    person_id: UUID | None = None
    """A person themself: by their card, or holding a screen handed to them."""
    whole_page: bool = False
    """A person's: whether more than the saved list is open to them."""
    handed_over: bool = False
    """The screen is a worker's, in the person's hands just now."""

    @property
    def is_stranger(self) -> bool:
        """Nobody signed in."""
        return self.sign_in_id is None

    @property
    def is_person(self) -> bool:
        """The person themself, however they came."""
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        """Somebody with an account, screen in their own hands, fully signed in."""
        return self.role is not None and not self.is_person and not self.second_step_due


STRANGER = Visitor()


def visitor_of(session: Session, sign_in_id: str, *, now: datetime) -> Visitor:
    """Who a sign-in is; a stranger when it ended, was revoked or its account is off."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or has_ended(sign_in, now=now):
        return STRANGER
    if sign_in.account_id is None:
        return Visitor(
            sign_in_id=sign_in.id,
            person_id=sign_in.person_id,
            whole_page=sign_in.whole_page,
        )
    account = session.get(Account, sign_in.account_id)
    if account is None or account.disabled_at is not None:
        return STRANGER
    if sign_in.handed_to is not None:
        return Visitor(
            sign_in_id=sign_in.id,
            person_id=sign_in.handed_to,
            whole_page=True,
            handed_over=True,
        )
    return _staff(session, sign_in, account)


def _staff(session: Session, sign_in: SignIn, account: Account) -> Visitor:
    team = session.get(Team, account.team_id) if account.team_id else None
    return Visitor(
        sign_in_id=sign_in.id,
        account_id=account.id,
        name=account.name,
        role=account.role,
        team_id=account.team_id,
        service=team.service if team else "",
        organization_id=account.organization_id,
        second_step_due=needs_second_step(account) and not sign_in.second_step_done,
    )


def needs_second_step(account: Account) -> bool:
    """Whether a sign-in is worth nothing before its second step; also to set one up."""
    return account.second_step_on or account.role in SECOND_STEP_FOR


def has_ended(sign_in: SignIn, *, now: datetime) -> bool:
    """Whether a sign-in was left alone too long, or is too old."""
    return now - sign_in.seen_at > IDLE or now - sign_in.started_at > LONGEST


def people_for(visitor: Visitor, *, now: datetime) -> SelectOfScalar[Person]:
    """The people this visitor may see, as a query to narrow further. The one filter."""
    if visitor.is_person:
        return select(Person).where(Person.id == visitor.person_id)
    if not visitor.is_staff or visitor.role not in STAFF_WHO_MEET_PEOPLE:
        return select(Person).where(sa.false())
    given = sa.exists().where(
        col(Trust.person_id) == Person.id,
        col(Trust.ended_at).is_(None),
        sa.or_(col(Trust.until).is_(None), col(Trust.until) > now),
        sa.or_(
            col(Trust.account_id) == visitor.account_id,
            sa.and_(
                col(Trust.team_id).is_not(None), col(Trust.team_id) == visitor.team_id
            ),
        ),
    )
    return select(Person).where(given)


def person_for(
    session: Session,
    visitor: Visitor,
    person_id: UUID,
    *,
    now: datetime,
    to_change: bool = False,
) -> Person:
    """One person, if this visitor may see them.

    ``to_change``: their row is held until the unit ends, so that of two changes the
    second sees the first, and nothing is added to somebody who was just erased. Raises
    ``NotFound`` alike for nobody and for somebody not to be seen.
    """
    query = people_for(visitor, now=now).where(Person.id == person_id)
    if to_change:
        query = query.with_for_update(key_share=True)
    person = session.exec(query).one_or_none()
    if person is None:
        raise NotFound("That page is not here, or it is not shared with you.")
    return person


def may_manage_accounts(visitor: Visitor) -> bool:
    """Leads and administrators: invite, move, disable, count; never see a person."""
    return visitor.is_staff and visitor.role in {Role.LEAD, Role.ADMINISTRATOR}


# --- listings ------------------------------------------------------------------------


def drafts_for(visitor: Visitor) -> SelectOfScalar[ListingDraft]:
    """The listings on their way that this visitor may go on telling.

    A partner: those of their organization, whoever of them began; a worker: what they
    tell for somebody without an account.
    """
    if not visitor.is_staff:
        return select(ListingDraft).where(sa.false())
    if visitor.role is Role.PARTNER:
        return select(ListingDraft).where(
            col(ListingDraft.organization_id).is_not(None),
            col(ListingDraft.organization_id) == visitor.organization_id,
        )
    if visitor.role not in STAFF_WHO_MEET_PEOPLE:
        return select(ListingDraft).where(sa.false())
    return select(ListingDraft).where(
        col(ListingDraft.account_id) == visitor.account_id,
        col(ListingDraft.organization_id).is_(None),
    )


def draft_for(session: Session, visitor: Visitor, draft_id: UUID) -> ListingDraft:
    """One of them that is not decided yet; raises ``NotFound`` alike for any other."""
    draft = session.exec(
        drafts_for(visitor).where(
            ListingDraft.id == draft_id, col(ListingDraft.decided_at).is_(None)
        )
    ).one_or_none()
    if draft is None:
        raise NotFound("That is not here, or not any more.")
    return draft


def may_keep(session: Session, visitor: Visitor, key: UUID) -> bool:
    """Whether a listing is this visitor's to change.

    A partner's are those of their organization; a worker's are those that nobody
    keeps, so that a worker never speaks over who runs it.
    """
    row = session.get(Opportunity, key)
    if row is None or not visitor.is_staff:
        return False
    keeper = keeper_of(session, key)
    if visitor.role is Role.PARTNER:
        return visitor.organization_id is not None and visitor.organization_id == (
            keeper or row.organization_id
        )
    return visitor.role in STAFF_WHO_MEET_PEOPLE and keeper is None


def may_merge(session: Session, visitor: Visitor, one: UUID, other: UUID) -> bool:
    """Whether two listings are this visitor's to make one.

    A partner's are two of theirs. A worker's are any, unless two organizations keep
    them; then it takes a lead.
    """
    if visitor.role is Role.PARTNER:
        return all(may_keep(session, visitor, key) for key in (one, other))
    keepers = {keeper_of(session, key) for key in (one, other)} - {None}
    is_disputed = len(keepers) > 1
    return may_hear_of_safety(visitor) if is_disputed else may_look_over(visitor)


def may_look_over(visitor: Visitor) -> bool:
    """Whoever agrees to what new partners tell us: workers and leads."""
    return visitor.is_staff and visitor.role in STAFF_WHO_MEET_PEOPLE


def may_hear_of_safety(visitor: Visitor) -> bool:
    """A lead alone reads where somebody did not feel safe, and may pause a listing."""
    return visitor.is_staff and visitor.role is Role.LEAD


def note(
    session: Session, visitor: Visitor, person: Person, what: Look, *, now: datetime
) -> None:
    """Write down that somebody else looked or did something; the person can read it.

    What the person does themself, also on a screen handed to them, is not noted.
    """
    if visitor.is_person or visitor.account_id is None:
        return
    who = ", ".join(part for part in (visitor.name, visitor.service) if part)
    session.add(
        AccessEvent(
            id=uuid4(),
            person_id=person.id,
            account_id=visitor.account_id,
            who=who,
            what=what,
            at=now,
        )
    )
