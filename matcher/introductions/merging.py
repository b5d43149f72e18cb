"""When two listings become one, what people saved comes along; nobody loses a word.

A person's list keeps its order and its longest step: whoever had both keeps how far
they were with the one they were farther with, and what they said of either.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from matcher.models import Introduction, IntroductionState, Person

FURTHER = {
    IntroductionState.INTERESTED: 0,
    IntroductionState.WANT_TO_GO: 1,
    IntroductionState.SAID_HELLO: 2,
    IntroductionState.WENT: 3,
    IntroductionState.AGAIN: 4,
    IntroductionState.NOT_FOR_ME: 4,
}
"""How far each state is. "Again" and "not for me" are both a last word: of those two
the one said later counts."""

THEIR_WORDS = ("going_with", "going_on", "message", "word")
"""What they said of the other one, kept where nothing was said of this one."""


def follow_merge(session: Session, gone: UUID, kept: UUID) -> int:
    """Whoever saved ``gone`` has ``kept`` on their list in its place; how many people.

    Nobody's page counts as used by it: it was no doing of theirs.
    """
    rows = _rows(session, gone)
    _hold(session, [row.person_id for row in rows])
    beside = {row.person_id: row for row in _rows(session, kept)}
    for row in _rows(session, gone):
        other = beside.get(row.person_id)
        if other is None:
            row.opportunity_id = kept
            session.add(row)
        else:
            _join(session, kept=other, gone=row)
    session.flush()
    return len(rows)


def _join(session: Session, *, kept: Introduction, gone: Introduction) -> None:
    if _is_further(gone, kept):
        _take_over(kept, gone)
    elif gone.removed_at is None:
        _fill(kept, gone)
    if gone.removed_at is None or kept.removed_at is not None:
        kept.position = min(kept.position, gone.position)
    kept.saved_at = min(kept.saved_at, gone.saved_at)
    session.delete(gone)
    session.flush()
    session.add(kept)


def _is_further(one: Introduction, other: Introduction) -> bool:
    """What is on the list comes before what was taken off; then the further step."""
    return _how_far(one) > _how_far(other)


def _how_far(row: Introduction) -> tuple[bool, int, float]:
    on_list = row.removed_at is None
    return on_list, FURTHER[row.state], row.changed_at.timestamp()


def _take_over(kept: Introduction, gone: Introduction) -> None:
    """The state of the one that goes, and its words before ours."""
    was_on_list = kept.removed_at is None
    ours = {name: getattr(kept, name) for name in THEIR_WORDS}
    kept.state, kept.steer = gone.state, gone.steer
    kept.ask_me, kept.changed_at = gone.ask_me, gone.changed_at
    kept.removed_at = gone.removed_at
    for name in THEIR_WORDS:
        theirs = getattr(gone, name)
        setattr(kept, name, theirs or (ours[name] if was_on_list else None))
    _forget_the_day(kept)


def _fill(kept: Introduction, gone: Introduction) -> None:
    for name in THEIR_WORDS:
        if getattr(kept, name) is None:
            setattr(kept, name, getattr(gone, name))
    if kept.steer is None and kept.state is gone.state:
        kept.steer = gone.steer
    _forget_the_day(kept)


def _forget_the_day(row: Introduction) -> None:
    """When it was is not kept once they said how it was, as ``going`` promises."""
    if FURTHER[row.state] >= FURTHER[IntroductionState.WENT]:
        row.going_on = None
        row.ask_me = False


def _hold(session: Session, people: Sequence[UUID]) -> None:
    """Hold the lists that change, always in one order."""
    session.exec(
        select(Person.id)
        .where(col(Person.id).in_(people))
        .order_by(col(Person.id))
        .with_for_update()
    ).all()


def _rows(session: Session, listing: UUID) -> list[Introduction]:
    return list(
        session.exec(
            select(Introduction)
            .where(Introduction.opportunity_id == listing)
            .order_by(col(Introduction.person_id))
        )
    )
