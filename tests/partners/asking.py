"""A letter that asked whoever keeps listings whether they are right."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from matcher.models import Letter, LetterListing, LetterState, RecipientKind


def asked(
    session: Session,
    recipient_id: UUID,
    *listings: UUID,
    now: datetime,
    state: LetterState = LetterState.SENT,
) -> Letter:
    """One that left, about these listings."""
    letter = Letter(
        id=uuid4(),
        recipient_kind=RecipientKind.PARTNER,
        recipient_id=recipient_id,
        week=f"{now:%G-W%V}",
        state=state,
        message_id=str(uuid4()),
        planned_at=now,
        due_at=now,
        next_try_at=now,
        give_up_at=now,
        changed_at=now,
        sent_at=now if state is LetterState.SENT else None,
    )
    session.add(letter)
    session.flush()
    session.add_all(
        LetterListing(
            letter_id=letter.id, opportunity_id=key, position=place, revision=1
        )
        for place, key in enumerate(listings)
    )
    session.flush()
    return letter
