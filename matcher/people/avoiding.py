"""Places a person would rather not meet. Private: for nobody's eyes but theirs.

They quietly leave the results and show in no report. Staff learn only that people may
keep some; whoever asks here must be the person themself.
"""

from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from matcher.access import Visitor
from matcher.errors import BadInput, NotAllowed
from matcher.models import AvoidedPlace, Person

LONGEST_AVOIDED = 120
"""Characters of a place's name."""

MOST = 20
"""Places one person avoids; each is held against every listing."""


def avoided_by(
    session: Session, person: Person, visitor: Visitor
) -> list[AvoidedPlace]:
    """The places they keep, by name; ``NotAllowed`` for anybody but themself."""
    _only_themself(person, visitor)
    query = select(AvoidedPlace).where(AvoidedPlace.person_id == person.id)
    return list(session.exec(query.order_by(col(AvoidedPlace.words))))


def avoid(session: Session, person: Person, words: str, visitor: Visitor) -> None:
    """Keep a place away from their results; one that is kept already stays."""
    _only_themself(person, visitor)
    words = words.strip()
    if not words:
        raise BadInput("Which place? Its name or street is enough.")
    if len(words) > LONGEST_AVOIDED:
        raise BadInput(
            "A place fits here up to %(most)s letters.", most=LONGEST_AVOIDED
        )
    kept = [one.words for one in avoided_by(session, person, visitor)]
    if words in kept:
        return
    if len(kept) >= MOST:
        raise BadInput(
            "You can keep %(most)s places. Take one away to add another.", most=MOST
        )
    session.add(AvoidedPlace(id=uuid4(), person_id=person.id, words=words))
    session.flush()


def stop_avoiding(
    session: Session, person: Person, place_id: UUID, visitor: Visitor
) -> None:
    """Let a place back into their results."""
    _only_themself(person, visitor)
    place = session.get(AvoidedPlace, place_id)
    if place is not None and place.person_id == person.id:
        session.delete(place)
        session.flush()


def _only_themself(person: Person, visitor: Visitor) -> None:
    if visitor.person_id != person.id or not visitor.whole_page:
        raise NotAllowed("Only the person themself sees or changes these.")
