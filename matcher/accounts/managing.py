"""A lead's work: teams, who is in them, moving, disabling, counts. Never a person.

``accounts_for`` is the one filter: a lead manages the workers and leads of their own
service, and partners; an administrator manages everybody. Nobody manages themself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from matcher.access import Visitor, may_manage_accounts
from matcher.accounts import links, second_step, sign_ins
from matcher.errors import BadInput, NotAllowed, NotFound, marked
from matcher.models import Account, Role, Team, Trust

FEWEST_SHOWN = 5
"""A smaller count could tell who it is about."""

TAKEN = marked("There is a team of that name already.")


@dataclass(frozen=True, kw_only=True)
class TeamCount:
    """How many people let a team or somebody in it see their page."""

    team: Team
    people: int | None
    """None: fewer than ``FEWEST_SHOWN``, none at all included."""


def teams_for(session: Session, visitor: Visitor) -> Sequence[Team]:
    """The teams this visitor manages, by service and name."""
    return session.exec(_teams(visitor).order_by(Team.service, Team.name)).all()


def team_for(session: Session, visitor: Visitor, team_id: UUID) -> Team:
    """One of them; raises ``NotFound`` alike for no team and for another's."""
    team = session.exec(_teams(visitor).where(Team.id == team_id)).one_or_none()
    if team is None:
        raise NotFound("That team is not here.")
    return team


def _teams(visitor: Visitor) -> SelectOfScalar[Team]:
    if visitor.is_staff and visitor.role is Role.ADMINISTRATOR:
        return select(Team)
    if not may_manage_accounts(visitor) or not visitor.service:
        return select(Team).where(sa.false())
    return select(Team).where(Team.service == visitor.service)


def accounts_for(visitor: Visitor) -> SelectOfScalar[Account]:
    """The accounts this visitor manages, as a query to narrow further."""
    if not may_manage_accounts(visitor):
        return select(Account).where(sa.false())
    if visitor.role is Role.ADMINISTRATOR:
        return select(Account)
    own = _teams(visitor).with_only_columns(col(Team.id))
    return select(Account).where(
        sa.or_(col(Account.team_id).in_(own), col(Account.role) == Role.PARTNER)
    )


def account_for(session: Session, visitor: Visitor, account_id: UUID) -> Account:
    """Somebody else's account that this visitor manages, to be changed.

    Raises ``NotFound`` alike for none and for another's, ``NotAllowed`` for one's own.
    """
    if account_id == visitor.account_id:
        raise NotAllowed("That is your own account. Somebody else has to do this.")
    found = accounts_for(visitor).where(Account.id == account_id)
    account = session.exec(found).one_or_none()
    if account is None:
        raise NotFound("That account is not here.")
    return account


def listed(session: Session, visitor: Visitor) -> Sequence[tuple[Account, Team | None]]:
    """Everybody this visitor manages, by name, with their team."""
    accounts = session.exec(accounts_for(visitor).order_by(Account.name)).all()
    teams = {team.id: team for team in teams_for(session, visitor)}
    return [
        (account, teams.get(account.team_id) if account.team_id else None)
        for account in accounts
    ]


def add_team(session: Session, visitor: Visitor, *, name: str, service: str) -> Team:
    """A new team: of a lead's own service, or of any that an administrator names.

    Raises ``BadInput`` without a name and for one that is there already.
    """
    of = service if visitor.role is Role.ADMINISTRATOR else visitor.service
    if not may_manage_accounts(visitor) or not (name and of):
        raise BadInput("Give the team a name, and say which service it is of.")
    if session.exec(_named(of, name)).first():
        raise BadInput(TAKEN)
    try:
        return made_team(session, service=of, name=name)
    except sa.exc.IntegrityError:  # at the same moment
        raise BadInput(TAKEN) from None


def made_team(session: Session, *, service: str, name: str) -> Team:
    """The team of that name and service, made when it is not there."""
    team = session.exec(_named(service, name)).one_or_none()
    if team is None:
        team = Team(id=uuid4(), name=name, service=service)
        session.add(team)
        session.flush()
    return team


def _named(service: str, name: str) -> SelectOfScalar[Team]:
    return select(Team).where(Team.service == service, Team.name == name)


def move(session: Session, visitor: Visitor, account_id: UUID, team_id: UUID) -> None:
    """Put somebody into another team; whoever chose *them* stays theirs.

    What a sign-in may do is read anew for every page, so it counts at once.
    """
    account = account_for(session, visitor, account_id)
    if account.role not in {Role.WORKER, Role.LEAD}:
        raise BadInput("Only workers and leads are in a team.")
    account.team_id = team_for(session, visitor, team_id).id


def disable(
    session: Session, visitor: Visitor, account_id: UUID, *, now: datetime
) -> None:
    """Nobody signs in with it any more: every sign-in and link of it ends at once."""
    account = account_for(session, visitor, account_id)
    account.disabled_at = account.disabled_at or now
    sign_ins.end_all(session, account_id=account.id)
    links.take_back(session, email=account.email)


def enable(session: Session, visitor: Visitor, account_id: UUID) -> None:
    """They may sign in again, anew."""
    account_for(session, visitor, account_id).disabled_at = None


def forget_phone(session: Session, visitor: Visitor, account_id: UUID) -> None:
    """Their phone is lost: sign-ins end, and the next one sets up a new second step."""
    account = account_for(session, visitor, account_id)
    second_step.take_away(account)
    sign_ins.end_all(session, account_id=account.id)


def people_counted(
    session: Session, visitor: Visitor, *, now: datetime
) -> list[TeamCount]:
    """For each team how many people keep a page with it, small numbers hidden."""
    of_team = sa.func.coalesce(Trust.team_id, Account.team_id)
    counted = (
        select(of_team, sa.func.count(sa.distinct(col(Trust.person_id))))
        .select_from(Trust)
        .join(Account, col(Account.id) == col(Trust.account_id), isouter=True)
        .where(
            col(Trust.ended_at).is_(None),
            sa.or_(col(Trust.until).is_(None), col(Trust.until) > now),
        )
        .group_by(of_team)
    )
    numbers = dict(session.exec(counted).all())
    return [
        TeamCount(team=team, people=_shown(numbers.get(team.id, 0)))
        for team in teams_for(session, visitor)
    ]


def _shown(number: int) -> int | None:
    return number if number >= FEWEST_SHOWN else None
