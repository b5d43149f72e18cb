"""Yes or no, each purpose apart, with the wording it was asked in. Rows are only added.

The last word on a purpose is its newest row. Saying no to keeping a page is erasing
it: that is ``forgetting``'s to do, and nothing is written here for it.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from matcher.errors import BadInput
from matcher.models import Consent, ConsentTo, Person

FREE_TO_CHANGE = (ConsentTo.WEEKLY_LETTER, ConsentTo.COPY_TO_WORKER)
"""What may be said yes or no to while the page stands, in the order it is shown."""


def agree(
    session: Session,
    person: Person,
    purpose: ConsentTo,
    *,
    given: bool,
    wording: str,
    asked_by: str | None = None,
    now: datetime,
) -> Consent:
    """Write down a yes or a no; the same answer again adds nothing.

    Raises ``BadInput`` for a no to keeping the page: then it is erased instead.
    """
    if purpose is ConsentTo.KEEP_PROFILE and not given:
        raise BadInput("We can't keep a page without your yes. Erase it instead.")
    last = standing(session, person.id).get(purpose)
    if last is not None and (last.given, last.wording) == (given, wording):
        return last
    if last is None and not given:
        raise BadInput("You never said yes to that, so there is nothing to take back.")
    at = max(now, last.at + timedelta(microseconds=1)) if last else now
    consent = Consent(
        id=uuid4(),
        person_id=person.id,
        purpose=purpose,
        given=given,
        wording=wording,
        asked_by=asked_by,
        at=at,
    )
    session.add(consent)
    session.flush()
    return consent


def consents_of(session: Session, person_id: UUID) -> list[Consent]:
    """Everything the person ever said yes or no to, newest first."""
    query = (
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(col(Consent.at).desc(), col(Consent.id))
    )
    return list(session.exec(query))


def standing(session: Session, person_id: UUID) -> dict[ConsentTo, Consent]:
    """The last word on each purpose that was ever asked about."""
    last: dict[ConsentTo, Consent] = {}
    for consent in consents_of(session, person_id):
        last.setdefault(consent.purpose, consent)
    return last


def said_yes(session: Session, person_id: UUID, purpose: ConsentTo) -> bool:
    """Whether the person's last word on a purpose is yes."""
    last = standing(session, person_id).get(purpose)
    return last is not None and last.given
