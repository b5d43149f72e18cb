"""More like this, not that one: what a person said that later matches should heed.

Each stands on their list for them to see and to change; nothing is concluded from
what they did not say.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from matcher.introductions.going import change_state
from matcher.introductions.listing import save, the_list
from matcher.models import Introduction, IntroductionState, Person, Steer


@dataclass(frozen=True, kw_only=True)
class Steers:
    """What matching should heed, as ids of listings."""

    not_these: frozenset[UUID] = frozenset()
    more_like: tuple[UUID, ...] = ()
    """In the order of the person's list."""


def steer(
    session: Session,
    person: Person,
    opportunity_id: UUID,
    way: Steer | None,
    *,
    now: datetime,
) -> Introduction:
    """Say "more like this" or "not that one" of a listing, or take it back (``None``).

    It stands on the list from then on, "not that one" among what is not for them.
    """
    introduction = save(session, person, opportunity_id, now=now)
    if way is Steer.NOT_THAT_ONE:
        change_state(session, introduction, IntroductionState.NOT_FOR_ME, now=now)
        return introduction
    if introduction.state is IntroductionState.NOT_FOR_ME:
        change_state(session, introduction, IntroductionState.INTERESTED, now=now)
    introduction.steer = way
    session.add(introduction)
    session.flush()
    return introduction


def steers(session: Session, person: Person) -> Steers:
    """What the person said so far."""
    rows = the_list(session, person)
    return Steers(
        not_these=frozenset(
            row.opportunity_id for row in rows if row.steer is Steer.NOT_THAT_ONE
        ),
        more_like=tuple(
            row.opportunity_id for row in rows if row.steer is Steer.MORE_LIKE_THIS
        ),
    )
