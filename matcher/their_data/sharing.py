"""Who may see a person's page: the person chooses, adds for a time, and ends at once.

Verbs on an open session. A worker of a service the person already chose somebody of is
let in until taken back; a worker of another service only until a day. Team cover is a
separate yes. Nobody is let in who could not meet people: partners and administrators.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, col, select

from matcher.access import STAFF_WHO_MEET_PEOPLE
from matcher.errors import BadInput, NotFound
from matcher.models import Account, Person, Team, Trust

LONGEST_VISIT = timedelta(days=366)
"""A worker of another service is let in for a year at most, and then asked again."""

USUAL_VISIT = timedelta(days=28)
"""What the page offers for a move from one service to another."""


@dataclass(frozen=True, kw_only=True)
class LetIn:
    """Somebody who may see the page now."""

    trust_id: UUID
    name: str
    """Of the worker; of the team for cover."""
    service: str
    is_team: bool
    given_at: datetime
    until: datetime | None
    """The moment it ends."""

    @property
    def last_day(self) -> date | None:
        """The last day they may see it: a time ends as its day does."""
        return (self.until - timedelta(minutes=1)).date() if self.until else None


@dataclass(frozen=True, kw_only=True)
class Choosable:
    """Somebody who could be let in."""

    id: UUID
    name: str
    service: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Whom the page offers."""

    workers: tuple[Choosable, ...] = ()
    """Of the services the person chose somebody of; until taken back."""
    visitors: tuple[Choosable, ...] = ()
    """Of other services; until a day."""
    teams: tuple[Choosable, ...] = ()
    """Teams of the chosen workers, for cover."""


def let_in(session: Session, person_id: UUID, *, now: datetime) -> list[LetIn]:
    """Who may see the page now, longest first."""
    rows = session.exec(
        select(Trust, Account, Team)
        .join(Account, col(Account.id) == Trust.account_id, isouter=True)
        .join(
            Team,
            (col(Team.id) == Trust.team_id) | (col(Team.id) == Account.team_id),
            isouter=True,
        )
        .where(Trust.person_id == person_id, _stands(now))
        .order_by(col(Trust.given_at), col(Trust.id))
    )
    return [
        LetIn(
            trust_id=trust.id,
            name=account.name if account else team.name if team else "",
            service=team.service if team else "",
            is_team=trust.team_id is not None,
            given_at=trust.given_at,
            until=trust.until,
        )
        for trust, account, team in rows
    ]


def _stands(now: datetime) -> sa.ColumnElement[bool]:
    in_time = col(Trust.until).is_(None) | (col(Trust.until) > now)
    return sa.and_(col(Trust.ended_at).is_(None), in_time)


def choices(session: Session, person_id: UUID, *, now: datetime) -> Choices:
    """Whom the person could let in besides."""
    chosen = _standing(session, person_id, now)
    trusted = {trust.account_id for trust in chosen}
    covering = {trust.team_id for trust in chosen}
    services, teams = _chosen_services(session, person_id)
    others = [one for one in _staff(session) if one[0].id not in trusted]
    return Choices(
        workers=_as_choices(a for a in others if a[1].service in services),
        visitors=_as_choices(a for a in others if a[1].service not in services),
        teams=tuple(
            Choosable(id=team.id, name=team.name, service=team.service)
            for team in teams
            if team.id not in covering
        ),
    )


def _as_choices(staff: Iterable[tuple[Account, Team]]) -> tuple[Choosable, ...]:
    return tuple(
        Choosable(id=account.id, name=account.name, service=team.service)
        for account, team in staff
    )


def _staff(session: Session) -> list[tuple[Account, Team]]:
    """Everybody who meets people and is in a team, by service and name."""
    query = (
        select(Account, Team)
        .join(Team)
        .where(
            col(Account.role).in_(STAFF_WHO_MEET_PEOPLE),
            col(Account.disabled_at).is_(None),
        )
        .order_by(Team.service, Account.name, col(Account.id))
    )
    return list(session.exec(query))


def _chosen_services(
    session: Session, person_id: UUID
) -> tuple[frozenset[str], list[Team]]:
    """Services the person chose a worker of for good, and the teams of those now."""
    query = (
        select(Trust, Team)
        .join(Account, col(Account.id) == Trust.account_id)
        .join(Team, col(Team.id) == Account.team_id)
        .where(Trust.person_id == person_id, col(Trust.until).is_(None))
        .order_by(Team.service, Team.name)
    )
    found = list(session.exec(query))
    teams = {team.id: team for trust, team in found if trust.ended_at is None}
    return frozenset(team.service for _trust, team in found), list(teams.values())


def _standing(session: Session, person_id: UUID, now: datetime) -> list[Trust]:
    query = select(Trust).where(Trust.person_id == person_id, _stands(now))
    return list(session.exec(query))


def choose(
    session: Session,
    person: Person,
    account_id: UUID,
    *,
    until: datetime | None = None,
    now: datetime,
) -> Trust:
    """Let a worker see the page: until taken back, or until a moment.

    Raises ``BadInput`` for somebody who can't be let in, or not for that long.
    """
    offered = choices(session, person.id, now=now)
    is_worker = account_id in {one.id for one in offered.workers}
    if not is_worker and account_id not in {one.id for one in offered.visitors}:
        raise BadInput("Choose one of the names on the page.")
    if until is None and not is_worker:
        raise BadInput("Say until which day this worker may see your page.")
    if until is not None and not now < until <= now + LONGEST_VISIT:
        raise BadInput("Choose a day from today on, within a year.")
    return _given(session, person, now, account_id=account_id, until=until)


def cover(session: Session, person: Person, team_id: UUID, *, now: datetime) -> Trust:
    """Let the team of a chosen worker see the page while that worker is away.

    Raises ``BadInput`` for another team.
    """
    if team_id not in {one.id for one in choices(session, person.id, now=now).teams}:
        raise BadInput("Only the team of a worker you chose can cover for them.")
    return _given(session, person, now, team_id=team_id)


def _given(
    session: Session,
    person: Person,
    now: datetime,
    *,
    account_id: UUID | None = None,
    team_id: UUID | None = None,
    until: datetime | None = None,
) -> Trust:
    trust = Trust(
        id=uuid4(),
        person_id=person.id,
        account_id=account_id,
        team_id=team_id,
        given_at=now,
        until=until,
    )
    session.add(trust)
    session.flush()
    return trust


def end(session: Session, person: Person, trust_id: UUID, *, now: datetime) -> Trust:
    """Switch somebody's access off, at once; once off it stays off.

    Raises ``NotFound`` for what is not this person's.
    """
    trust = session.get(Trust, trust_id)
    if trust is None or trust.person_id != person.id:
        raise NotFound("That is not on this page, or not any more.")
    if trust.ended_at is None:
        trust.ended_at = now
        session.add(trust)
    return trust
